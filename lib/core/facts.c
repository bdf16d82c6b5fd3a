/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One small function per kind of input; each only fills in. Where several inputs say the same thing the first by name
 * wins, except where noted: inputs of a port are sorted, so the answer does not depend on the order of events.
 */

#include "facts-internal.h"

#include <stdio.h>

#include "parameter.h"
#include "quirks.h"

#include "parameters/facts.def"

void cd_facts_word(struct cd_facts *f, enum cd_state_id id, const char *word)
{
	if (word && word[0] && !f->word[id][0])
		(void)snprintf(f->word[id], CD_WORD_MAX, "%s", word);
}

void cd_facts_active_word(
	struct cd_facts *f, enum cd_state_id id, const struct cd_attributes *a, const char *key)
{
	char buf[CD_WORD_MAX];

	if (cd_attributes_active(a, key, buf, sizeof(buf)))
		cd_facts_word(f, id, buf);
}

/* µV · µA → µW, within what 64 bits hold. */
int64_t cd_facts_watts(int64_t uv, int64_t ua)
{
	if (!cd_known(uv) || !cd_known(ua))
		return CD_UNKNOWN;
	return (int64_t)((__int128)uv * ua / 1000000);
}

bool cd_facts_in_range(int64_t v, int64_t low, int64_t high)
{
	return cd_known(v) && v >= low && v <= high;
}

/* Vendor trees report mV and mA where the ABI says µV and µA (a Sony dump has CURRENT_MAX=2000, VOLTAGE_MAX=4350): a
 * value a thousand times too small for any port is taken as that. */
static int64_t sane(int64_t v, int64_t low, int64_t high)
{
	if (cd_facts_in_range(v, low, high))
		return v;
	if (cd_facts_in_range(v, low / 1000, high / 1000))
		return v * 1000;
	return CD_UNKNOWN;
}

int64_t cd_facts_volts(const struct cd_attributes *a, const char *key)
{
	return sane(cd_attributes_int(a, key), VOLTS_MIN_UV, VOLTS_MAX_UV);
}

/* A current may well be of 2 mA: whether 2000 are 2 A is told by the volts beside it. */
int64_t cd_facts_amperes(const struct cd_attributes *a, const char *key, const char *volts_key)
{
	int64_t v = cd_attributes_int(a, key);

	if (cd_known(v) &&
		cd_facts_in_range(cd_attributes_int(a, volts_key), VOLTS_MIN_UV / 1000, VOLTS_MAX_UV / 1000))
		v *= 1000;
	return cd_facts_in_range(v, AMPERES_MIN_UA, AMPERES_MAX_UA) ? v : CD_UNKNOWN;
}

/* No charger can be limited to less than 50 mA. */
int64_t cd_facts_limit(const struct cd_attributes *a, const char *key)
{
	return sane(cd_attributes_int(a, key), LIMIT_LEAST_UA, AMPERES_MAX_UA);
}

void cd_facts_offer(struct cd_facts *f, const char *by, int64_t uw)
{
	if (cd_known(uw) && uw > 0 && (!cd_known(f->offer_uw) || uw > f->offer_uw)) {
		f->offer_uw = uw;
		f->offer_by = by;
	}
}

static bool is_source_type(const char *type)
{
	return type && (strncmp(type, "USB", 3) == 0 || cd_streq(type, "Mains") ||
			       cd_streq(type, "Wireless") || cd_streq(type, "BrickID"));
}

static void gather_nominal(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t uv = cd_facts_volts(a, "voltage_now");
	int64_t ua = cd_facts_amperes(a, "current_now", "voltage_now");

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
	if (cd_known(uv) && uv > OFFERS_HIGH_UV)
		f->high_voltage = true;
	cd_facts_offer(f, in->name,
		cd_facts_watts(
			cd_facts_volts(a, "voltage_max"), cd_facts_amperes(a, "current_max", "voltage_max")));
}

/* The EC names the highest voltage and current that were agreed, or that BC1.2 permits at 5 V. */
static void gather_permitted(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;

	cd_facts_offer(f, in->name,
		cd_facts_watts(cd_facts_volts(a, "voltage_max_design"),
			cd_facts_amperes(a, "current_max", "voltage_max_design")));
}

static void gather_measured(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t uv = cd_facts_volts(a, "voltage_now");

	if (cd_known(uv) && !cd_known(f->bus_uv)) {
		f->bus_uv = uv;
		f->bus_ua = cd_facts_amperes(a, "current_now", "voltage_now");
		f->bus_by = in->name;
		f->bus_us = in->attributes_us;
	}
}

/* A charger's health is that of its input and of what it watches: the battery's thermistor, its own timer. */
static void gather_input_health(struct cd_facts *f, const struct cd_attributes *a)
{
	const char *word = cd_attributes_get(a, "health");

	f->input_health_known |= word && !cd_streq(word, "Unknown");
	f->input_over_voltage |= cd_streq(word, "Over voltage");
	f->input_too_warm_or_cold |= cd_facts_temperature(word);
	f->input_timer_expired |= cd_streq(word, "Safety timer expire");
}

static void gather_source(struct cd_facts *f, const struct cd_input *in, const char *type)
{
	const struct cd_attributes *a = &in->attributes;
	int64_t online = cd_attributes_int(a, "online");
	int64_t limit = cd_facts_limit(a, "input_current_limit");
	unsigned quirks = cd_quirks_of_supply(in->name, NULL);

	f->has_supply = true;
	if (cd_known(online) && (!cd_known(f->online) || online > f->online))
		f->online = online;
	f->mains_online |= cd_known(online) && online > 0 && cd_streq(type, "Mains");
	cd_facts_active_word(f, CD_STATE_USB_TYPE, a, "usb_type");
	cd_facts_word(f, CD_STATE_CHARGE_TYPE, cd_attributes_get(a, "charge_type"));
	if (cd_known(limit) && !cd_known(f->input_limit_ua)) {
		f->input_limit_ua = limit;
		f->input_limit_by = in->name;
	}
	if (!cd_known(online) || online <= 0)
		return; /* numbers of a source that is not there are leftovers */
	gather_input_health(f, a);
	if (quirks & CD_QUIRK_NOMINAL)
		gather_nominal(f, in);
	else if (strncmp(type, "USB", 3) == 0 && !(quirks & CD_QUIRK_BATTERY_SIDE))
		gather_measured(f, in);
	if (quirks & CD_QUIRK_PERMITTED)
		gather_permitted(f, in);
}

static void gather_power_supply(struct cd_facts *f, const struct cd_input *in, int sign)
{
	const char *type = cd_attributes_get(&in->attributes, "type");

	if (is_source_type(type) && !cd_streq(cd_attributes_get(&in->attributes, "scope"), "Device"))
		gather_source(f, in, type);
	else if (cd_streq(type, "Battery"))
		cd_facts_battery(f, in, sign);
}

static void gather_usb_port(struct cd_facts *f, const struct cd_input *in)
{
	f->has_usb_port = true;
	if ((int)in->enumeration >= 0)
		f->enumeration = in->enumeration;
	for (size_t k = 0; k < in->attributes.n; k++)
		if (strncmp(in->attributes.items[k].key, "device/", 7) == 0)
			f->usb_device = true;
}

static void gather_note(struct cd_facts *f, const struct cd_input *in)
{
	cd_note_merge(&f->note, &in->note);
}

/* "in0_lcrit_alarm" of the Raspberry Pi's firmware: under about 4.63 V (drivers/hwmon/raspberrypi-hwmon.c); any chip may
 * have one (Documentation/ABI/testing/sysfs-class-hwmon). Its volts may be those of another rail: they are not looked at. */
static enum cd_tristate low_supply(const struct cd_input *in)
{
	enum cd_tristate low = CD_MAYBE;

	for (size_t k = 0; k < in->attributes.n; k++) {
		const char *key = in->attributes.items[k].key;
		int64_t v;

		if (strncmp(key, "in", 2) != 0 || !strstr(key, "_lcrit_alarm"))
			continue;
		v = cd_attributes_int(&in->attributes, key);
		if (cd_known(v) && low != CD_YES)
			low = v > 0 ? CD_YES : CD_NO;
	}
	return low;
}

/* Whatever measures a line between source and device. */
static bool is_meter(const struct cd_input *in)
{
	return cd_input_kind_measures(in->added.kind) &&
	       (in->added.kind != CD_INPUT_HWMON || low_supply(in) == CD_MAYBE);
}

static bool is_at(const struct cd_input *in, enum cd_position position)
{
	return in && cd_input_position(in) == position;
}

/* Of two, the one at the device's end leads: it sees what the other sees, and the cable. The first by name of each. */
static void gather_meter(struct cd_facts *f, const struct cd_input *in)
{
	const struct cd_input *other = in;

	f->n_meters++;
	if (!f->meter || (!is_at(f->meter, CD_POSITION_DEVICE) && is_at(in, CD_POSITION_DEVICE))) {
		other = f->meter;
		f->meter = in;
	}
	if (!f->source_meter && is_at(other, CD_POSITION_SOURCE))
		f->source_meter = other;
	if (!is_at(f->meter, CD_POSITION_DEVICE))
		f->source_meter = NULL;
}

static void gather_monitor(struct cd_facts *f, const struct cd_input *in)
{
	enum cd_tristate low = low_supply(in);

	f->low_supply = low == CD_YES || f->low_supply == CD_YES ? CD_YES : CD_NO;
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
		cd_facts_typec(f, in);
		break;
	case CD_INPUT_USB_PORT:
		gather_usb_port(f, in);
		break;
	case CD_INPUT_USB_DEVICE:
		f->usb_device = true;
		break;
	case CD_INPUT_HWMON:
		if (!is_meter(in)) {
			gather_monitor(f, in);
			break;
		}
		gather_meter(f, in);
		break;
	case CD_INPUT_METER:
	case CD_INPUT_IIO:
		gather_meter(f, in);
		break;
	case _CD_INPUT_MAX:
	case _CD_INPUT_INVALID:
		break;
	}
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
		.rp_uw = CD_UNKNOWN,
		.offer_ua = CD_UNKNOWN,
		.sink_uw = CD_UNKNOWN,
		.cable_ua = CD_UNKNOWN,
		.battery_mc = CD_UNKNOWN,
		.enumeration = _CD_ENUMERATION_INVALID,
		.input_limit_ua = CD_UNKNOWN,
		.bus_uv = CD_UNKNOWN,
		.bus_ua = CD_UNKNOWN,
		.bus_us = CD_UNKNOWN,
		.slow = CD_MAYBE,
		.low_supply = CD_MAYBE,
		.partner = CD_MAYBE,
		.sink = CD_MAYBE,
		.capacity = CD_UNKNOWN,
		.battery_uv = CD_UNKNOWN,
		.design_uv = CD_UNKNOWN,
		.cell_uv = CD_UNKNOWN,
		.raw_ua = CD_UNKNOWN,
		.flow_ua = CD_UNKNOWN,
		.flow_uw = CD_UNKNOWN,
		.stored_uwh = CD_UNKNOWN,
		.full_uwh = CD_UNKNOWN,
		.stored_uah = CD_UNKNOWN,
		.full_uah = CD_UNKNOWN,
		.health = CD_UNKNOWN,
		.end_threshold = CD_UNKNOWN,
		.start_threshold = CD_UNKNOWN,
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
	if (!is_meter(departed))
		return;
	if (!f->meter || is_at(departed, CD_POSITION_DEVICE) || is_at(f->meter, CD_POSITION_DEVICE))
		gather_meter(f, departed);
}
