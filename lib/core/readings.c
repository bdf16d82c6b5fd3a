/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "readings.h"

void cd_readings_init(struct cd_readings *r)
{
	for (size_t k = 0; k < _CD_READING_MAX; k++)
		r->item[k] = (struct cd_reading){ .value = CD_UNKNOWN };
}

static void set(struct cd_readings *r, enum cd_reading_id id, int64_t value, enum cd_reading_kind kind,
	int64_t t_us, const char *input)
{
	r->item[id] = (struct cd_reading){ .value = value, .kind = kind, .t_us = t_us, .input = input };
}

/* µV · µA → µW. */
static int64_t product(int64_t uv, int64_t ua)
{
	return cd_known(uv) && cd_known(ua) ? (int64_t)((__int128)uv * ua / 1000000) : CD_UNKNOWN;
}

static const struct {
	enum cd_field field;
	enum cd_reading_id id;
} sampled[] = {
	{ CD_FIELD_VBUS, CD_READING_VBUS },
	{ CD_FIELD_DP, CD_READING_DP },
	{ CD_FIELD_DM, CD_READING_DM },
	{ CD_FIELD_TEMP, CD_READING_TEMPERATURE },
};

void cd_readings_sample(
	struct cd_readings *r, const char *input, int64_t t_us, const struct cd_sample *s, int64_t ibus_ua)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(sampled); k++)
		if (cd_sample_has(s, sampled[k].field))
			set(r, sampled[k].id, s->value[sampled[k].field], CD_KIND_MEASURED, t_us, input);
	if (!cd_known(ibus_ua))
		return;
	set(r, CD_READING_IBUS, ibus_ua, CD_KIND_MEASURED, t_us, input);
	set(r, CD_READING_POWER, product(cd_sample_get(s, CD_FIELD_VBUS), ibus_ua), CD_KIND_MEASURED, t_us,
		input);
}

void cd_readings_forget(struct cd_readings *r, const char *input)
{
	for (size_t k = 0; k < _CD_READING_MAX; k++)
		if (cd_streq(r->item[k].input, input))
			r->item[k] = (struct cd_reading){ .value = CD_UNKNOWN };
}

/* When the input of that name last spoke. */
static int64_t said(struct cd_input *const *inputs, size_t n, const char *name, const char **ret_name)
{
	for (size_t k = 0; k < n; k++)
		if (cd_streq(inputs[k]->name, name)) {
			*ret_name = inputs[k]->name;
			return inputs[k]->attributes_us;
		}
	*ret_name = NULL;
	return CD_UNKNOWN;
}

/* The device draws what comes in less what its battery takes. What comes in is a contract, an upper bound, so this is an
 * estimate, and only where the battery has to help does the source give all it agreed to. */
static int64_t draw(const struct cd_facts *f, int64_t contract_uw)
{
	if (!cd_known(contract_uw) || !cd_known(f->flow_uw) || f->flow_uw >= 0)
		return CD_UNKNOWN;
	return contract_uw - f->flow_uw;
}

/* The meter of a session may have left: then it says nothing of the present. */
static bool has_meter(const struct cd_facts *f, struct cd_input *const *inputs, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (inputs[k] == f->meter)
			return true;
	return false;
}

void cd_readings_from_facts(
	struct cd_readings *r, const struct cd_facts *f, struct cd_input *const *inputs, size_t n)
{
	int64_t contract_uw = product(f->contract_uv, f->contract_ua);
	const struct {
		enum cd_reading_id id;
		int64_t value;
		enum cd_reading_kind kind;
		const char *by;
	} rows[] = {
		{ CD_READING_CONTRACT_VOLTAGE, f->contract_uv, CD_KIND_CONTRACT, f->contract_by },
		{ CD_READING_CONTRACT_CURRENT, f->contract_ua, CD_KIND_CONTRACT, f->contract_by },
		{ CD_READING_CONTRACT_POWER, contract_uw, CD_KIND_CONTRACT, f->contract_by },
		{ CD_READING_OFFER_POWER, f->offer_uw, CD_KIND_ADVERTISED, f->offer_by },
		{ CD_READING_INPUT_LIMIT, f->input_limit_ua, CD_KIND_ADVERTISED, f->input_limit_by },
		{ CD_READING_BATTERY_VOLTAGE, f->battery_uv, CD_KIND_MEASURED, f->battery_by },
		{ CD_READING_BATTERY_CURRENT, f->flow_ua, CD_KIND_MEASURED, f->battery_by },
		{ CD_READING_BATTERY_POWER, f->flow_uw, CD_KIND_MEASURED, f->battery_by },
		{ CD_READING_BATTERY_CAPACITY, f->capacity, CD_KIND_ESTIMATED, f->battery_by },
		{ CD_READING_BATTERY_HEALTH, f->health, CD_KIND_ESTIMATED, f->battery_by },
		{ CD_READING_DRAW, draw(f, contract_uw), CD_KIND_ESTIMATED, f->battery_by },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *by;
		int64_t t = said(inputs, n, rows[k].by, &by);

		set(r, rows[k].id, by ? rows[k].value : CD_UNKNOWN, rows[k].kind, t, by);
	}
	if (!has_meter(f, inputs, n)) {
		const char *by;
		int64_t t = said(inputs, n, f->bus_by, &by);

		set(r, CD_READING_VBUS, by ? f->bus_uv : CD_UNKNOWN, CD_KIND_MEASURED, t, by);
		set(r, CD_READING_IBUS, by ? f->bus_ua : CD_UNKNOWN, CD_KIND_MEASURED, t, by);
		set(r, CD_READING_POWER, by ? product(f->bus_uv, f->bus_ua) : CD_UNKNOWN, CD_KIND_MEASURED, t,
			by);
	}
}

static const char *nonempty(const char *s)
{
	return s && s[0] ? s : NULL;
}

const char *cd_readings_state(const struct cd_facts *f, enum cd_state_id id)
{
	static const char *const online[] = { "0", "1", "2" };

	switch (id) {
	case CD_STATE_SUPPLY_ONLINE:
		return cd_known(f->online) && f->online >= 0 && f->online <= 2 ? online[f->online] : NULL;
	case CD_STATE_LED:
		return f->note.led;
	case CD_STATE_CABLE:
		return f->note.cable;
	case CD_STATE_ADAPTER:
		return f->note.adapter;
	case CD_STATE_LABEL:
		return f->note.label;
	case CD_STATE_BATTERY_NOTE:
		return (int)f->note.battery < 0 ? NULL : cd_battery_note_to_string(f->note.battery);
	case CD_STATE_BATTERY_STATUS:
	case CD_STATE_BATTERY_HEALTH:
	case CD_STATE_USB_TYPE:
	case CD_STATE_CHARGE_TYPE:
	case CD_STATE_POWER_ROLE:
	case CD_STATE_OPERATION_MODE:
	case CD_STATE_PARTNER:
		return nonempty(f->word[id]);
	case _CD_STATE_MAX:
		break;
	}
	return NULL;
}
