/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a battery's driver says of its state, its flow and its health.
 */

#include "facts-internal.h"
#include "facts-store.h"

#include "parameter.h"
#include "parameters/facts.def"

static const struct {
	const char *word;
	enum cd_battery_status status;
} statuses[] = {
	{ "Charging", CD_STATUS_CHARGING },
	{ "Discharging", CD_STATUS_DISCHARGING },
	{ "Not charging", CD_STATUS_NOT_CHARGING },
	{ "Full", CD_STATUS_FULL },
};

static enum cd_battery_status status_of(const struct cd_attributes *a)
{
	const char *word = cd_attributes_get(a, "status");

	for (size_t k = 0; word && k < CD_ELEMENTSOF(statuses); k++)
		if (strcmp(word, statuses[k].word) == 0)
			return statuses[k].status;
	return CD_STATUS_UNKNOWN;
}

/* Words of `health` that mean the battery or its charging is at fault, not its temperature
 * (Documentation/ABI/testing/sysfs-class-power). */
static const char *const bad_health[] = { "Dead", "Over voltage", "Cell imbalance", "Blown fuse", "No battery",
	"Unspecified failure" };

/* The same for what its temperature does to charging (JEITA). */
static const char *const temperatures[] = { "Hot", "Overheat", "Cold", "Warm", "Cool" };

bool cd_facts_temperature(const char *health)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(temperatures); k++)
		if (cd_streq(health, temperatures[k]))
			return true;
	return false;
}

static void gather_health(struct cd_facts *f, const struct cd_attributes *a)
{
	const char *word = cd_attributes_get(a, "health");
	int64_t full = cd_attributes_int(a, "energy_full"),
		design = cd_attributes_int(a, "energy_full_design");

	if (!cd_known(full) || !cd_known(design)) {
		full = cd_attributes_int(a, "charge_full");
		design = cd_attributes_int(a, "charge_full_design");
	}
	if (cd_facts_in_range(full, 1, INT64_C(1000000000000)) && cd_facts_in_range(design, 1, INT64_C(1000000000000)))
		f->health = full * 100 / design;
	cd_facts_word(f, CD_STATE_BATTERY_HEALTH, word);
	f->timer_expired = cd_streq(word, "Safety timer expire");
	f->too_warm_or_cold = cd_facts_temperature(word);
	f->health_known = word && !cd_streq(word, "Unknown");
	for (size_t k = 0; k < CD_ELEMENTSOF(bad_health); k++)
		f->health_bad |= cd_streq(word, bad_health[k]);
}

static void gather_threshold(struct cd_facts *f, const struct cd_attributes *a)
{
	char word[CD_WORD_MAX];
	int64_t end = cd_attributes_int(a, "charge_control_end_threshold");
	int64_t start = cd_attributes_int(a, "charge_control_start_threshold");

	if (cd_facts_in_range(end, 1, THRESHOLD_MAX))
		f->end_threshold = end;
	if (cd_facts_in_range(start, 1, THRESHOLD_MAX))
		f->start_threshold = start;
	f->limit_exposed = cd_known(end) || cd_attributes_get(a, "charge_behaviour");
	f->inhibited = cd_attributes_active(a, "charge_behaviour", word, sizeof(word)) &&
		       (strncmp(word, "inhibit-charge", 14) == 0 || cd_streq(word, "force-discharge"));
}

static int64_t magnitude(int64_t v)
{
	return !cd_known(v) ? CD_UNKNOWN : v < 0 ? -v : v;
}

/* Where the volts are in mV, the amperes are in mA (facts.c, sane()): 1500 are no 1.5 mA then, and no rest. */
static int64_t current(const struct cd_attributes *a)
{
	int64_t v = cd_attributes_int(a, "current_now");
	bool milli = cd_facts_in_range(
		cd_attributes_int(a, "voltage_now"), VOLTS_MIN_UV / 1000, VOLTS_MAX_UV / 1000);

	return milli && cd_facts_in_range(v, -BATTERY_MAX_UA, BATTERY_MAX_UA) ? v * 1000 : v;
}

/* −1 discharging, 1 charging, 0 neither, 2 unknown. */
static int direction(const struct cd_facts *f, int sign)
{
	if (f->sign_contradicts)
		return sign > 0 ? -1 : 2;
	switch (f->status) {
	case CD_STATUS_CHARGING:
		return 1;
	case CD_STATUS_DISCHARGING:
		return -1;
	case CD_STATUS_NOT_CHARGING:
	case CD_STATUS_FULL:
		return 0;
	case CD_STATUS_UNKNOWN:
		break;
	}
	return sign > 0 && cd_known(f->raw_ua) && f->raw_ua != 0 ? (f->raw_ua < 0 ? -1 : 1) : 2;
}

static void gather_flow(struct cd_facts *f, const struct cd_attributes *a, int sign)
{
	int64_t uw = magnitude(cd_attributes_int(a, "power_now"));
	int64_t ua = magnitude(f->raw_ua);
	int way;

	f->sign_contradicts =
		f->status == CD_STATUS_CHARGING && cd_known(f->raw_ua) && f->raw_ua < -OFFSET_UA &&
		sign >= 0;
	way = direction(f, sign);
	if (way == 2)
		return;
	if (!cd_facts_in_range(ua, 0, BATTERY_MAX_UA))
		ua = CD_UNKNOWN;
	if (!cd_facts_in_range(uw, 0, BATTERY_MAX_UW))
		uw = CD_UNKNOWN;
	if (!cd_known(uw) && cd_known(ua))
		uw = cd_facts_watts(f->battery_uv, ua);
	f->flow_ua = cd_known(ua) ? ua * way : CD_UNKNOWN;
	f->flow_uw = cd_known(uw) ? uw * way : CD_UNKNOWN;
}

/* The first battery speaks; a second one adds its power, unless the one charges while the other rests. Its amperes flow
 * at other volts. */
static void add_battery(struct cd_facts *f, const struct cd_attributes *a, int sign)
{
	struct cd_facts other = { .status = f->status,
		.battery_uv = cd_facts_volts(a, "voltage_now"),
		.raw_ua = current(a),
		.flow_ua = CD_UNKNOWN,
		.flow_uw = CD_UNKNOWN };

	cd_facts_store_add(f, a, status_of(a));
	if (status_of(a) != f->status)
		return;
	gather_flow(&other, a, sign);
	f->sign_contradicts |= other.sign_contradicts;
	f->flow_uw =
		cd_known(f->flow_uw) && cd_known(other.flow_uw) ? f->flow_uw + other.flow_uw : CD_UNKNOWN;
}

/* Tenths of a degree. */
static void gather_temperature(struct cd_facts *f, const struct cd_attributes *a)
{
	int64_t tenths = cd_attributes_int(a, "temp");

	if (cd_facts_in_range(tenths, TEMPERATURE_MIN, TEMPERATURE_MAX))
		f->battery_mc = tenths * 100;
}

/* All that one battery says. */
static void speak(struct cd_facts *f, const struct cd_input *in, int sign)
{
	const struct cd_attributes *a = &in->attributes;

	f->status = status_of(a);
	f->battery_by = in->name;
	f->battery_us = in->attributes_us;
	f->capacity = cd_attributes_int(a, "capacity");
	if (!cd_facts_in_range(f->capacity, 0, 100))
		f->capacity = CD_UNKNOWN;
	cd_facts_store(f, a);
	f->battery_uv = cd_facts_volts(a, "voltage_now");
	f->design_uv = cd_facts_volts(a, "voltage_min_design");
	cd_facts_cells(f, a);
	f->word[CD_STATE_BATTERY_STATUS][0] = '\0';
	cd_facts_word(f, CD_STATE_BATTERY_STATUS, cd_attributes_get(a, "status"));
	gather_health(f, a);
	gather_threshold(f, a);
	f->raw_ua = current(a);
	f->flow_ua = f->flow_uw = CD_UNKNOWN;
	gather_temperature(f, a);
	gather_flow(f, a, sign);
}

/* Of two, one that charges or drains tells what becomes of the power; one that rests does not. */
static bool more_active(enum cd_battery_status a, enum cd_battery_status than)
{
	static const int activity[] = {
		[CD_STATUS_UNKNOWN] = 0,
		[CD_STATUS_FULL] = 1,
		[CD_STATUS_NOT_CHARGING] = 1,
		[CD_STATUS_DISCHARGING] = 2,
		[CD_STATUS_CHARGING] = 2,
	};

	return activity[a] > activity[than];
}

void cd_facts_battery(struct cd_facts *f, const struct cd_input *in, int sign)
{
	const struct cd_attributes *a = &in->attributes;

	if (cd_streq(cd_attributes_get(a, "scope"), "Device") || cd_attributes_int(a, "present") == 0)
		return;
	if (f->has_battery && !more_active(status_of(a), f->status)) {
		add_battery(f, a, sign);
		return;
	}
	f->battery_waits = f->has_battery && f->status != CD_STATUS_FULL;
	f->has_battery = true;
	speak(f, in, sign);
}

/* The finest that the driver says of what is in it, and how much of that is a change. */
static int stored(const struct cd_facts *f, int64_t *ret, int64_t *ret_least)
{
	*ret = CD_UNKNOWN;
	if (cd_known(f->stored_uwh) && cd_known(f->full_uwh)) {
		*ret = f->stored_uwh;
		*ret_least = f->full_uwh / MOVED_PART;
		return CD_STORED_ENERGY;
	}
	if (cd_known(f->stored_uah) && cd_known(f->full_uah)) {
		*ret = f->stored_uah;
		*ret_least = f->full_uah / MOVED_PART;
		return CD_STORED_CHARGE;
	}
	*ret = f->capacity;
	*ret_least = MOVED_PERCENT;
	return cd_known(f->capacity) ? CD_STORED_PERCENT : CD_STORED_NONE;
}

static void learn_charging(const struct cd_facts *f, struct cd_sign *s)
{
	int64_t now, least = 0;
	int of = stored(f, &now, &least);

	if (!cd_known(f->raw_ua) || f->raw_ua >= -OFFSET_UA || !cd_known(now)) {
		s->of = CD_STORED_NONE;
		return;
	}
	if ((int)s->of != of) {
		s->of = of;
		s->stored = now;
	} else if (now - s->stored >= least && least > 0) {
		s->sign = -1;
	} else if (s->stored - now >= least && least > 0) {
		s->sign = 1;
	}
}

void cd_facts_learn(const struct cd_facts *f, struct cd_sign *s)
{
	if (f->has_battery && f->status == CD_STATUS_CHARGING) {
		learn_charging(f, s);
		return;
	}
	s->of = CD_STORED_NONE;
	if (f->has_battery && f->status == CD_STATUS_DISCHARGING && cd_known(f->raw_ua) && f->raw_ua != 0)
		s->sign = f->raw_ua < 0 ? 1 : -1;
}
