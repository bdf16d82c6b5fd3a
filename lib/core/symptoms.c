/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "symptoms.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/symptoms.def"

static bool is_one(const struct cd_features *f, enum cd_feature id)
{
	return f->item[id].known && f->item[id].value >= YES_FROM;
}

static bool draining(const struct cd_case *c, const struct cd_features *f)
{
	const struct cd_feature_value *d = &f->item[CD_FEATURE_BATTERY_DIRECTION];
	bool told = d->known && d->value < -YES_FROM;
	bool helps_out = c->facts->status == CD_STATUS_DISCHARGING && cd_battery_course_helps_out(&c->session->battery, c->now_us);

	return c->session->open && c->session->attached && (told || helps_out);
}

/* Of now, not of when the session was attached: a supply that says online after the unplug contradicts then. */
static bool contradiction(const struct cd_case *c)
{
	return c->facts->sign_contradicts || c->present->sign_contradicts || c->present->online_contradicts;
}

static bool under_voltage(const struct cd_features *f)
{
	const struct cd_feature_value *v = &f->item[CD_FEATURE_LOADED_VOLTAGE];
	const struct cd_feature_value *drops = &f->item[CD_FEATURE_DROP_OUTS];

	return (v->known && v->value < UNDER_UV) || (drops->known && drops->value >= DROPS_MANY) ||
	       is_one(f, CD_FEATURE_SUPPLY_ALARMS);
}

static bool over_voltage(const struct cd_features *f)
{
	return f->item[CD_FEATURE_EXCESS_VOLTAGE].known && f->item[CD_FEATURE_EXCESS_VOLTAGE].value > 0;
}

unsigned cd_symptoms(const struct cd_case *c, const struct cd_features *f)
{
	const struct {
		enum cd_symptom symptom;
		bool seen;
	} rows[] = {
		{ CD_SYMPTOM_DRAINING, draining(c, f) },
		{ CD_SYMPTOM_CONTRADICTION, contradiction(c) },
		{ CD_SYMPTOM_OVER_CURRENT_EVENT,
			is_one(f, CD_FEATURE_PORT_TRIPS) || is_one(f, CD_FEATURE_EMPTY_TRIPS) },
		{ CD_SYMPTOM_UNDER_VOLTAGE, under_voltage(f) },
		{ CD_SYMPTOM_OVER_VOLTAGE, over_voltage(f) },
		{ CD_SYMPTOM_SLOW_BY_FIRMWARE, is_one(f, CD_FEATURE_SLOW_BIT) },
		{ CD_SYMPTOM_FULL_AND_PLUGGED,
			c->session->open && (is_one(f, CD_FEATURE_BATTERY_FULL) || f->shape.done) },
		{ CD_SYMPTOM_METER_STALLED, c->stalled },
	};
	unsigned seen = 0;

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++)
		seen |= rows[k].seen ? 1u << rows[k].symptom : 0;
	return seen;
}
