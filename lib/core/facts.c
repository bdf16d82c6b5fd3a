/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One small function per kind of input; each only fills in. Where several inputs say the same thing the first by name
 * wins, except where noted: inputs of a port are sorted, so the answer does not depend on the order of events.
 */

#include "facts.h"

#include <stdio.h>

#include "quirks.h"

static void set_word(struct cd_facts *f, enum cd_state_id id, const char *word)
{
	if (word && word[0] && !f->word[id][0])
		(void)snprintf(f->word[id], CD_WORD_MAX, "%s", word);
}

static void set_active_word(
	struct cd_facts *f, enum cd_state_id id, const struct cd_attributes *a, const char *key)
{
	char buf[CD_WORD_MAX];

	if (cd_attributes_active(a, key, buf, sizeof(buf)))
		set_word(f, id, buf);
}

/* µV · µA → µW, within what 64 bits hold. */
static int64_t watts(int64_t uv, int64_t ua)
{
	if (!cd_known(uv) || !cd_known(ua))
		return CD_UNKNOWN;
	return (int64_t)((__int128)uv * ua / 1000000);
}

static bool in_range(int64_t v, int64_t low, int64_t high)
{
	return cd_known(v) && v >= low && v <= high;
}

/* Vendor trees report mV and mA where the ABI says µV and µA (a Sony dump has CURRENT_MAX=2000, VOLTAGE_MAX=4350): a
 * value a thousand times too small for any port is taken as that. */
static int64_t sane(int64_t v, int64_t low, int64_t high)
{
	if (in_range(v, low, high))
		return v;
	if (in_range(v, low / 1000, high / 1000))
		return v * 1000;
	return CD_UNKNOWN;
}

static int64_t volts_of(const struct cd_attributes *a, const char *key)
{
	return sane(cd_attributes_int(a, key), 500000, 60000000);
}

/* A current may well be of 2 mA: whether 2000 are 2 A is told by the volts beside it. */
static int64_t amperes_of(const struct cd_attributes *a, const char *key, const char *volts_key)
{
	int64_t v = cd_attributes_int(a, key);

	if (cd_known(v) && in_range(cd_attributes_int(a, volts_key), 500, 60000))
		v *= 1000;
	return in_range(v, 1000, 20000000) ? v : CD_UNKNOWN;
}

/* No charger can be limited to less than 50 mA. */
static int64_t limit_of(const struct cd_attributes *a, const char *key)
{
	return sane(cd_attributes_int(a, key), 50000, 20000000);
}

static bool is_source_type(const char *type)
{
	return type && (strncmp(type, "USB", 3) == 0 || cd_streq(type, "Mains") ||
			       cd_streq(type, "Wireless") || cd_streq(type, "BrickID"));
}

static void offer(struct cd_facts *f, const char *by, int64_t uw)
{
	if (cd_known(uw) && uw > 0 && (!cd_known(f->offer_uw) || uw > f->offer_uw)) {
		f->offer_uw = uw;
		f->offer_by = by;
	}
}

static void gather_nominal(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t uv = volts_of(a, "voltage_now");
	int64_t ua = amperes_of(a, "current_now", "voltage_now");

	/* "Trickle" of a UCSI supply is the connector's slow or very slow bit, what Windows shows as "Slow charger"
	 * (drivers/usb/typec/ucsi/psy.c, ucsi_psy_get_charge_type). */
	if (cd_streq(cd_attributes_get(a, "charge_type"), "Trickle"))
		f->slow = CD_YES;
	else if (cd_streq(cd_attributes_get(a, "charge_type"), "Standard") && f->slow != CD_YES)
		f->slow = CD_NO;
	if (!cd_known(f->contract_uv)) {
		f->contract_uv = uv;
		f->contract_ua = ua;
		f->contract_by = in->name;
	}
	if (cd_known(uv) && uv > 6000000)
		f->high_voltage = true;
	offer(f, in->name, watts(volts_of(a, "voltage_max"), amperes_of(a, "current_max", "voltage_max")));
}

static void gather_measured(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t uv = volts_of(a, "voltage_now");

	if (cd_known(uv) && !cd_known(f->bus_uv)) {
		f->bus_uv = uv;
		f->bus_ua = amperes_of(a, "current_now", "voltage_now");
		f->bus_by = in->name;
	}
}

static void gather_source(struct cd_facts *f, const struct cd_input *in, const char *type)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t online = cd_attributes_int(a, "online");
	int64_t limit = limit_of(a, "input_current_limit");
	unsigned quirks = cd_quirks_of_supply(in->name, NULL);

	f->has_supply = true;
	if (cd_known(online) && (!cd_known(f->online) || online > f->online))
		f->online = online;
	f->mains_online |= cd_known(online) && online > 0 && cd_streq(type, "Mains");
	set_active_word(f, CD_STATE_USB_TYPE, a, "usb_type");
	set_word(f, CD_STATE_CHARGE_TYPE, cd_attributes_get(a, "charge_type"));
	if (cd_known(limit) && !cd_known(f->input_limit_ua)) {
		f->input_limit_ua = limit;
		f->input_limit_by = in->name;
	}
	if (!cd_known(online) || online <= 0)
		return; /* numbers of a source that is not there are leftovers */
	if (quirks & CD_QUIRK_NOMINAL)
		gather_nominal(f, in);
	else if (strncmp(type, "USB", 3) == 0 && !(quirks & CD_QUIRK_BATTERY_SIDE))
		gather_measured(f, in);
}

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
static const char *const bad_health[] = { "Dead", "Over voltage", "Cell imbalance", "Blown fuse",
	"Safety timer expire", "No battery", "Unspecified failure" };

static void gather_health(struct cd_facts *f, const struct cd_attributes *a)
{
	const char *word = cd_attributes_get(a, "health");
	int64_t full = cd_attributes_int(a, "energy_full"),
		design = cd_attributes_int(a, "energy_full_design");

	if (!cd_known(full) || !cd_known(design)) {
		full = cd_attributes_int(a, "charge_full");
		design = cd_attributes_int(a, "charge_full_design");
	}
	if (in_range(full, 1, INT64_C(1000000000000)) && in_range(design, 1, INT64_C(1000000000000)))
		f->health = full * 100 / design;
	set_word(f, CD_STATE_BATTERY_HEALTH, word);
	f->health_known = word && !cd_streq(word, "Unknown");
	for (size_t k = 0; k < CD_ELEMENTSOF(bad_health); k++)
		f->health_bad |= cd_streq(word, bad_health[k]);
}

static void gather_threshold(struct cd_facts *f, const struct cd_attributes *a)
{
	char word[CD_WORD_MAX];
	int64_t end = cd_attributes_int(a, "charge_control_end_threshold");

	if (in_range(end, 1, 99))
		f->end_threshold = end;
	f->inhibited = cd_attributes_active(a, "charge_behaviour", word, sizeof(word)) &&
		       strncmp(word, "inhibit-charge", 14) == 0;
}

static int64_t magnitude(int64_t v)
{
	return !cd_known(v) ? CD_UNKNOWN : v < 0 ? -v : v;
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
		f->status == CD_STATUS_CHARGING && cd_known(f->raw_ua) && f->raw_ua < 0 && sign >= 0;
	way = direction(f, sign);
	if (way == 2)
		return;
	if (!in_range(ua, 0, 50000000))
		ua = CD_UNKNOWN;
	if (!in_range(uw, 0, 500000000))
		uw = CD_UNKNOWN;
	if (!cd_known(uw) && cd_known(ua))
		uw = watts(f->battery_uv, ua);
	f->flow_ua = cd_known(ua) ? ua * way : CD_UNKNOWN;
	f->flow_uw = cd_known(uw) ? uw * way : CD_UNKNOWN;
}

/* The first battery speaks; a second one adds its power, unless the one charges while the other rests. Its amperes flow
 * at other volts. */
static void add_battery(struct cd_facts *f, const struct cd_attributes *a, int sign)
{
	struct cd_facts other = { .status = f->status,
		.battery_uv = volts_of(a, "voltage_now"),
		.raw_ua = cd_attributes_int(a, "current_now"),
		.flow_ua = CD_UNKNOWN,
		.flow_uw = CD_UNKNOWN };

	if (status_of(a) != f->status)
		return;
	gather_flow(&other, a, sign);
	f->sign_contradicts |= other.sign_contradicts;
	f->flow_uw =
		cd_known(f->flow_uw) && cd_known(other.flow_uw) ? f->flow_uw + other.flow_uw : CD_UNKNOWN;
}

static void gather_battery(struct cd_facts *f, const struct cd_input *in, int sign)
{
	const struct cd_attributes *a = &in->attributes;

	if (cd_streq(cd_attributes_get(a, "scope"), "Device") || cd_attributes_int(a, "present") == 0)
		return;
	if (f->has_battery) {
		add_battery(f, a, sign);
		return;
	}
	f->has_battery = true;
	f->status = status_of(a);
	f->battery_by = in->name;
	f->battery_us = in->attributes_us;
	f->capacity = cd_attributes_int(a, "capacity");
	if (!in_range(f->capacity, 0, 100))
		f->capacity = CD_UNKNOWN;
	f->battery_uv = volts_of(a, "voltage_now");
	f->design_uv = volts_of(a, "voltage_min_design");
	set_word(f, CD_STATE_BATTERY_STATUS, cd_attributes_get(a, "status"));
	gather_health(f, a);
	gather_threshold(f, a);
	f->raw_ua = cd_attributes_int(a, "current_now");
	gather_flow(f, a, sign);
}

static void gather_power_supply(struct cd_facts *f, const struct cd_input *in, int sign)
{
	const char *type = cd_attributes_get(&in->attributes, "type");

	if (is_source_type(type) && !cd_streq(cd_attributes_get(&in->attributes, "scope"), "Device"))
		gather_source(f, in, type);
	else if (cd_streq(type, "Battery"))
		gather_battery(f, in, sign);
}

/* "…-partner/usb_power_delivery/source-capabilities/4:fixed_supply/voltage": the partner's offers. */
static void gather_pdo(struct cd_facts *f, const struct cd_input *in, const char *key)
{
	const struct cd_attributes *a = &in->attributes;
	const char *leaf = strrchr(key, '/');
	char other[CD_ATTRIBUTE_KEY_MAX + 32];
	int base = leaf ? (int)(leaf - key) : 0;
	int64_t uv = cd_attributes_int(a, key), ua;

	if (!strstr(key, "-partner/") || !strstr(key, "/source-capabilities/") || !leaf)
		return;
	if (strcmp(leaf, "/maximum_power") == 0) {
		offer(f, in->name, in_range(uv, 1, 300000000) ? uv : CD_UNKNOWN);
		return;
	}
	if (strcmp(leaf, "/voltage") != 0 && strcmp(leaf, "/maximum_voltage") != 0)
		return;
	(void)snprintf(other, sizeof(other), "%.*s/maximum_current", base, key);
	ua = cd_attributes_int(a, other);
	if (!in_range(uv, 3000000, 60000000) || !in_range(ua, 1, 10000000))
		return;
	offer(f, in->name, watts(uv, ua));
	if (uv > 6000000)
		f->high_voltage = true;
}

static bool has_partner(const struct cd_attributes *a, const char *name)
{
	char prefix[CD_INPUT_NAME_MAX + 16];
	size_t n = (size_t)snprintf(prefix, sizeof(prefix), "%s-partner", name);

	for (size_t k = 0; k < a->n; k++)
		if (strncmp(a->items[k].key, prefix, n) == 0)
			return true;
	return false;
}

/* USB Type-C 2.0 §4.5.1: what Rp alone promises, at 5 V. */
static const struct {
	const char *mode;
	int64_t offer_uw;
} modes[] = {
	{ "1.5A", 7500000 },
	{ "3.0A", 15000000 },
};

static void gather_typec(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	char role[CD_WORD_MAX], mode[CD_WORD_MAX];

	f->has_typec = true;
	f->partner = has_partner(a, in->name) ? CD_YES : CD_NO;
	set_word(f, CD_STATE_PARTNER, f->partner == CD_YES ? "yes" : "no");
	if (f->partner != CD_YES)
		return;
	if (cd_attributes_active(a, "power_role", role, sizeof(role))) {
		f->sink = cd_streq(role, "sink") ? CD_YES : CD_NO;
		set_word(f, CD_STATE_POWER_ROLE, role);
	}
	if (cd_attributes_active(a, "power_operation_mode", mode, sizeof(mode))) {
		set_word(f, CD_STATE_OPERATION_MODE, mode);
		for (size_t k = 0; k < CD_ELEMENTSOF(modes); k++)
			if (strcmp(mode, modes[k].mode) == 0)
				offer(f, in->name, modes[k].offer_uw);
	}
	for (size_t k = 0; k < a->n; k++)
		gather_pdo(f, in, a->items[k].key);
}

static void gather_usb_port(struct cd_facts *f, const struct cd_input *in)
{
	f->has_usb_port = true;
	for (size_t k = 0; k < in->attributes.n; k++)
		if (strncmp(in->attributes.items[k].key, "device/", 7) == 0)
			f->usb_device = true;
}

static void gather_note(struct cd_facts *f, const struct cd_input *in)
{
	cd_note_merge(&f->note, &in->note);
}

/* Whatever measures a line between source and device. */
static bool is_meter(const struct cd_input *in)
{
	return in->added.kind == CD_INPUT_METER || in->added.kind == CD_INPUT_HWMON ||
	       in->added.kind == CD_INPUT_IIO;
}

static void gather(struct cd_facts *f, const struct cd_input *in, int sign)
{
	if (in->has_note)
		gather_note(f, in);
	switch (in->added.kind) {
	case CD_INPUT_POWER_SUPPLY:
		gather_power_supply(f, in, sign);
		break;
	case CD_INPUT_TYPEC:
		gather_typec(f, in);
		break;
	case CD_INPUT_USB_PORT:
		gather_usb_port(f, in);
		break;
	case CD_INPUT_USB_DEVICE:
		f->usb_device = true;
		break;
	case CD_INPUT_METER:
	case CD_INPUT_HWMON:
	case CD_INPUT_IIO:
		if (!f->meter || (f->meter->added.position != CD_POSITION_DEVICE &&
					 in->added.position == CD_POSITION_DEVICE))
			f->meter =
				in; /* of two, the one at the device's end: it sees what the other sees, and the cable */
		break;
	case _CD_INPUT_MAX:
	case _CD_INPUT_INVALID:
		break;
	}
}

/* Only in discharge is the direction beyond doubt. */
void cd_facts_learn(const struct cd_facts *f, int *sign)
{
	if (f->has_battery && f->status == CD_STATUS_DISCHARGING && cd_known(f->raw_ua) && f->raw_ua != 0)
		*sign = f->raw_ua < 0 ? 1 : -1;
}

/* Three say "unplugged" to one: seen on Asahi's tps6598x, where `online` stays 1. */
static bool is_stuck(const struct cd_facts *f)
{
	return cd_known(f->online) && f->online > 0 && !f->mains_online && f->has_typec &&
	       f->partner == CD_NO && f->has_battery && f->status == CD_STATUS_DISCHARGING;
}

void cd_facts_gather(struct cd_input *const *inputs, size_t n, int sign, struct cd_facts *ret)
{
	struct cd_facts f = {
		.online = CD_UNKNOWN,
		.contract_uv = CD_UNKNOWN,
		.contract_ua = CD_UNKNOWN,
		.offer_uw = CD_UNKNOWN,
		.input_limit_ua = CD_UNKNOWN,
		.bus_uv = CD_UNKNOWN,
		.bus_ua = CD_UNKNOWN,
		.slow = CD_MAYBE,
		.partner = CD_MAYBE,
		.sink = CD_MAYBE,
		.capacity = CD_UNKNOWN,
		.battery_uv = CD_UNKNOWN,
		.design_uv = CD_UNKNOWN,
		.raw_ua = CD_UNKNOWN,
		.flow_ua = CD_UNKNOWN,
		.flow_uw = CD_UNKNOWN,
		.health = CD_UNKNOWN,
		.end_threshold = CD_UNKNOWN,
		.battery_us = CD_UNKNOWN,
		.note = CD_NOTE_NOTHING,
	};

	for (size_t k = 0; k < n; k++)
		gather(&f, inputs[k], sign);
	f.online_contradicts = is_stuck(&f);
	*ret = f;
}

void cd_facts_recall(struct cd_facts *f, const struct cd_input *departed)
{
	struct cd_event_note now = f->note;

	if (departed->has_note) {
		f->note = departed->note;
		cd_note_merge(&f->note, &now);
	}
	if (!f->meter && is_meter(departed))
		f->meter = departed;
}
