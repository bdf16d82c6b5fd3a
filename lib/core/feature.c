/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Every feature from one copy of the sketch. Functions by origin; each says for what it cannot compute why not.
 */

#include <math.h>
#include <stdio.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature.def"

void cd_feature_set(struct cd_features *f, enum cd_feature id, double value, double error)
{
	f->item[id] = (struct cd_feature_value){ .known = true, .value = value, .error = error };
}

void cd_feature_flag(struct cd_features *f, enum cd_feature id, bool value)
{
	cd_feature_set(f, id, value ? 1 : 0, 0);
}

void cd_feature_why(struct cd_features *f, enum cd_feature id, const char *reason)
{
	(void)snprintf(f->item[id].reason, sizeof(f->item[id].reason), "%s", reason);
}

int64_t cd_case_start_us(const struct cd_case *c)
{
	return c->session->number > 0 ? c->session->start_us : c->session->first_vbus_us;
}

int64_t cd_case_low_contract_uv(const struct cd_case *c)
{
	int64_t uv = c->facts->contract_uv;

	return cd_known(uv) && uv < LOW_CONTRACT_UV ? uv : CD_UNKNOWN;
}

const char *cd_case_measured_by(const struct cd_case *c)
{
	if (c->meter)
		return "meter";
	return c->position == CD_POSITION_DEVICE ? "device" : NULL;
}

/* The current since the last that flowed, while VBUS stood. */
static int64_t idle_current(const struct cd_sketch *s)
{
	return s->stood.n > 0 ? s->stood.i / (int64_t)s->stood.n : CD_UNKNOWN;
}

static void overrun(const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;
	bool ended = s->stood.n > 0 && s->stood.end_us - s->stood.start_us >= ENDED_US;

	if (h->tapered || h->stepped || h->flat_s < FLAT_SHARE * h->flowing_s)
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_OVERRUN, "the current did not stay at one level");
	else
		cd_feature_set(f, CD_FEATURE_PRE_CHARGE_OVERRUN, h->flat_s / (ended ? TIMER_S : TIMERLESS_S), 0);
}

static void shape_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;
	double top = (double)h->top_ua;

	if (!h->known || top <= 0)
		return;
	cd_feature_set(f, CD_FEATURE_FLOWING_TIME, h->flowing_s, 0);
	cd_feature_set(f, CD_FEATURE_END_CURRENT, (double)h->end_ua, 0);
	if (h->flowing_s < SHAPE_MIN_S || h->top_ua < CHARGE_MIN_UA) {
		const char *reason = h->top_ua < CHARGE_MIN_UA ? "no charge current was seen"
							       : "the session is shorter than 20 s";

		cd_feature_why(f, CD_FEATURE_TAPER, reason);
		cd_feature_why(f, CD_FEATURE_END_RATIO, reason);
	} else {
		if (h->unseen)
			cd_feature_why(f, CD_FEATURE_TAPER, "the current fell in a time that is missing");
		else
			cd_feature_set(f, CD_FEATURE_TAPER, h->tapered ? 1 - (double)h->end_ua / top : 0, 0);
		cd_feature_set(f, CD_FEATURE_END_RATIO, fmax(0, (double)h->end_ua) / top, 0);
	}
	overrun(s, f);
	if (cd_battery_course_charged(&c->session->battery)) {
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_STEP, "the battery was not empty: that is no pre-charge");
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_TIME, "the battery was not empty: that is no pre-charge");
	} else if (h->leapt) {
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_STEP, "the current rose in a time that is missing");
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_TIME, "the current rose in a time that is missing");
	} else if (h->stepped) {
		cd_feature_set(f, CD_FEATURE_PRE_CHARGE_STEP, h->step, 0);
		cd_feature_set(f, CD_FEATURE_PRE_CHARGE_TIME, h->pre_charge_s, 0);
	} else if (!h->topped_up && (cd_known(h->held_ua) || cd_said_low(c)) && !h->tapered && f->item[CD_FEATURE_CURRENT_RATIO].known &&
		   f->item[CD_FEATURE_CURRENT_RATIO].value < LOW_RATIO) {
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_STEP, "the current is low and has not stepped yet");
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_TIME, "the current is low and has not stepped yet");
	} else {
		cd_feature_set(f, CD_FEATURE_PRE_CHARGE_STEP, 1, 0);
		cd_feature_why(f, CD_FEATURE_PRE_CHARGE_TIME, "there was no low plateau");
	}
}

/* A session in which no current ever flowed is judged on what followed it: on nothing else. */
static void settle_sketch(struct cd_sketch *s)
{
	(void)cd_sketch_flush(s);
	if (s->n_series > 0 || s->idle.n == 0)
		return;
	cd_sketch_commit(s);
}

static void electrical_features(const struct cd_case *c, struct cd_features *f)
{
	struct cd_sketch s = c->session->electrical->sketch;

	settle_sketch(&s);
	cd_voltage_features(c, &s, f);
	if (s.total.samples >= SAMPLES_MIN && s.total.seconds >= OBSERVED_MIN_S)
		cd_shape_read(s.series, s.n_series, cd_case_start_us(c), idle_current(&s), &f->shape);
	cd_course_features(c, &c->session->electrical->course, f);
	cd_line_features(c, &c->session->electrical->lines, f);
	if (s.total.samples < SAMPLES_MIN || s.total.seconds < OBSERVED_MIN_S) {
		cd_feature_why(f, CD_FEATURE_TOP_CURRENT, "under 5 s or 10 samples of current");
		return;
	}
	if (f->shape.away) {
		cd_feature_why(f, CD_FEATURE_TOP_CURRENT, "the current flows away from the device");
		return;
	}
	cd_level_features(c, &s, f);
	cd_cloud_features(c, &s, f);
	cd_pair_features(c, &c->session->electrical->pair, f);
	cd_drop_features(c, &c->session->electrical->drops, f);
	shape_features(c, &s, f);
}

/* A charge is whole when somebody called the battery low at its beginning and it came to its end. */
static void energy_feature(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_electrical *e = c->session->electrical;
	bool estimated = false;
	int64_t whole = c->profile ? cd_profile_whole_uwh(c->profile, &estimated) : CD_UNKNOWN;
	int64_t in = e ? cd_sketch_energy_uwh(&e->sketch) : CD_UNKNOWN;
	int64_t start_us = cd_case_start_us(c), low_us = c->session->low_us;
	bool from_low = cd_known(low_us) && cd_known(start_us) && low_us <= start_us + BEGINNING_US;

	if (!cd_known(whole) || whole <= 0)
		cd_feature_why(f, CD_FEATURE_ENERGY_SHARE, "no profile names the energy of a whole charge");
	else if (!from_low)
		cd_feature_why(f, CD_FEATURE_ENERGY_SHARE,
			"nobody called the battery low at the beginning: note PORT battery=low");
	else if (!f->shape.done || !cd_known(in))
		cd_feature_why(f, CD_FEATURE_ENERGY_SHARE, "the charge was not seen to its end");
	else
		cd_feature_set(f, CD_FEATURE_ENERGY_SHARE, (double)in / (double)whole,
			estimated ? (double)in / (double)whole * EFFICIENCY_ERROR : 0);
}

void cd_features_compute(const struct cd_case *c, struct cd_features *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->shape.done_us = CD_UNKNOWN;
	if (c->session->electrical)
		electrical_features(c, ret);
	else
		cd_voltage_features(c, NULL, ret);
	cd_detachment_features(c, ret);
	cd_alarm_features(c, ret);
	cd_said_features(c, ret);
	cd_contract_features(c, ret);
	cd_port_features(c, ret);
	energy_feature(c, ret);
}
