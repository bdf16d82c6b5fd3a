/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature-said.def"

static const char no_status[] = "the driver does not say if the battery charges";

/* "Charging", and nothing that flows. */
static bool in_vain(const struct cd_facts *x, const struct cd_battery_course *b)
{
	return x->status == CD_STATUS_CHARGING && cd_known(b->rest_us);
}

static bool helps_out(const struct cd_case *c)
{
	return c->facts->status == CD_STATUS_DISCHARGING && cd_battery_course_helps_out(&c->session->battery, c->now_us);
}

static bool just_plugged(const struct cd_case *c)
{
	int64_t said_us = c->session->battery.said_us;

	return cd_known(said_us) && said_us - cd_session_plugged_us(c->session) < FIRST_WORDS_US;
}

/* The battery charges (1), rests (0) or drains (-1). */
static void direction(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_battery_course *b = &c->session->battery;
	const struct cd_facts *x = c->facts;
	static const double ways[] = {
		[CD_STATUS_CHARGING] = 1,
		[CD_STATUS_DISCHARGING] = -1,
		[CD_STATUS_NOT_CHARGING] = 0,
		[CD_STATUS_FULL] = 0,
	};

	if (x->sign_contradicts && cd_known(x->flow_uw))
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, -1, 0);
	else if (x->sign_contradicts)
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION,
			"the driver's status and current contradict each other");
	else if (cd_battery_course_just_full(b) && x->status == CD_STATUS_DISCHARGING)
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, 0, 0);
	else if (helps_out(c))
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, 1, 0);
	else if (in_vain(x, b) && cd_battery_course_rested_us(b) >= REST_TOLD_US)
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, 0, 0);
	else if (in_vain(x, b) && !just_plugged(c))
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION, "it says that it charges, and that nothing flows");
	else if (x->status == CD_STATUS_UNKNOWN)
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION, no_status);
	else
		cd_feature_set(f, CD_FEATURE_BATTERY_DIRECTION, ways[x->status], 0);
}

static void flow(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_battery_course *b = &c->session->battery;
	const struct cd_facts *x = c->facts;

	if (in_vain(x, b) && just_plugged(c))
		cd_feature_why(f, CD_FEATURE_BATTERY_FLOW, "it charges, and its driver has not measured how much yet");
	else if (helps_out(c))
		cd_feature_why(f, CD_FEATURE_BATTERY_FLOW, "it has helped out for a moment, and gains on the whole");
	else if (cd_known(x->flow_uw) && !cd_battery_course_just_full(b))
		cd_feature_set(f, CD_FEATURE_BATTERY_FLOW, (double)x->flow_uw, 0);
}

static void rest(const struct cd_facts *x, const struct cd_battery_course *b, struct cd_features *f)
{
	bool at_end = cd_known(x->end_threshold) && cd_known(x->capacity) &&
		      x->capacity >= x->end_threshold - HOLD_PERCENT;
	bool above_start = cd_known(x->start_threshold) && cd_known(x->capacity) &&
			   x->capacity >= x->start_threshold && x->status == CD_STATUS_NOT_CHARGING;
	bool held = at_end || above_start || x->inhibited;

	/* Unknown is not "no": what does not report full may be full. Held is what the threshold says, then. */
	if (x->status == CD_STATUS_UNKNOWN)
		cd_feature_why(f, CD_FEATURE_BATTERY_FULL, no_status);
	else
		cd_feature_flag(f, CD_FEATURE_BATTERY_FULL,
			cd_facts_full(x) || cd_battery_course_just_full(b));
	if (x->status == CD_STATUS_UNKNOWN && !held)
		cd_feature_why(f, CD_FEATURE_CHARGE_HELD, no_status);
	else if (x->status == CD_STATUS_NOT_CHARGING && !x->limit_exposed && !cd_facts_full(x))
		cd_feature_why(f, CD_FEATURE_CHARGE_HELD, "no limit can be read here: firmware may hold one");
	else
		cd_feature_flag(f, CD_FEATURE_CHARGE_HELD, held && x->status != CD_STATUS_CHARGING);
}

/* How empty it was. The state of charge is the gauge's opinion of the volts: where these are known, they say it. */
static void cells(const struct cd_battery_course *b, struct cd_features *f)
{
	if (!cd_known(b->cell_uv) && cd_known(b->capacity))
		cd_feature_set(f, CD_FEATURE_LOWEST_CAPACITY, (double)b->capacity, CAPACITY_ERROR);
	if (!cd_known(b->cell_uv)) {
		cd_feature_why(f, CD_FEATURE_LOWEST_CELL, "the driver does not say the volts of a cell");
		return;
	}
	cd_feature_set(f, CD_FEATURE_LOWEST_CELL, (double)b->cell_uv, CELL_ERROR_UV);
	if (!b->was_low)
		cd_feature_why(f, CD_FEATURE_REVIVAL_TIME, "no cell was under 2.9 V");
	else if (b->blind && b->revival_us == 0)
		cd_feature_why(f, CD_FEATURE_REVIVAL_TIME, "the driver does not say what flows into the battery");
	else
		cd_feature_set(f, CD_FEATURE_REVIVAL_TIME, (double)b->revival_us / 1e6, 0);
}

static bool is_yes(const struct cd_features *f, enum cd_feature id)
{
	return f->item[id].known && f->item[id].value >= YES_FROM;
}

/* It rests, and neither says full nor names a limit. */
static void waits(const struct cd_facts *x, const struct cd_battery_course *b, struct cd_features *f)
{
	int64_t rested_us = cd_battery_course_rested_us(b);
	int64_t mc = x->battery_mc;

	if (is_yes(f, CD_FEATURE_BATTERY_FULL) || is_yes(f, CD_FEATURE_CHARGE_HELD)) {
		cd_feature_why(f, CD_FEATURE_REST_TIME, "it is full, or a limit holds it");
		return;
	}
	if (!cd_known(b->said_us))
		return;
	cd_feature_set(f, CD_FEATURE_REST_TIME, (double)rested_us / 1e6, 0);
	if (cd_known(b->stop_percent) && b->stops > 1)
		cd_feature_why(f, CD_FEATURE_STOP_CAPACITY, "it stopped more than once: no limit lets it go on");
	else if (cd_known(b->stop_percent) && b->stop_percent % LIMIT_STEP > LIMIT_NEAR)
		cd_feature_why(f, CD_FEATURE_STOP_CAPACITY, "it stopped where limits are not set");
	else if (cd_known(b->stop_percent) && rested_us >= STOP_TOLD_US)
		cd_feature_set(f, CD_FEATURE_STOP_CAPACITY, (double)b->stop_percent, CAPACITY_ERROR);
	if (b->vain_us > 0)
		cd_feature_set(f, CD_FEATURE_VAIN_TIME, (double)b->vain_us / 1e6, 0);
	if (!cd_known(b->rest_us) || !cd_known(mc) || f->item[CD_FEATURE_HOLD_HEAT].known)
		return;
	cd_feature_set(f, CD_FEATURE_HOLD_HEAT, fmax((double)(mc - WARM_MC), (double)(COLD_MC - mc)), HEAT_ERROR_MC);
	f->item[CD_FEATURE_HOLD].known = false;
	cd_feature_why(f, CD_FEATURE_HOLD, "the battery rests: what flows in is the device's own");
}

static void state(const struct cd_facts *x, struct cd_features *f)
{
	if (x->health_known || x->input_timer_expired)
		cd_feature_flag(f, CD_FEATURE_TIMER_EXPIRED, x->timer_expired || x->input_timer_expired);
	if (x->health_known || x->input_too_warm_or_cold)
		cd_feature_flag(f, CD_FEATURE_TOO_WARM_OR_COLD,
			x->too_warm_or_cold || x->input_too_warm_or_cold);
	if (cd_known(x->capacity))
		cd_feature_set(f, CD_FEATURE_CAPACITY, (double)x->capacity, 0);
	if (cd_known(x->health))
		cd_feature_set(f, CD_FEATURE_CAPACITY_LEFT, (double)x->health, 0);
	else
		cd_feature_why(f, CD_FEATURE_CAPACITY_LEFT, "the driver does not say what a full battery holds");
}

static void battery_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_battery_course *b = &c->session->battery;
	const struct cd_facts *x = c->facts;
	int64_t plugged_us = cd_session_plugged_us(c->session);
	bool stale = cd_known(x->battery_us) && x->battery_us < plugged_us &&
		     c->now_us < plugged_us + CD_BATTERY_SETTLE_US;

	if (!x->has_battery || stale) {
		cd_feature_why(f, CD_FEATURE_BATTERY_DIRECTION,
			stale ? "the battery has not reported since the plug" : "no battery reports here");
		return;
	}
	direction(c, f);
	flow(c, f);
	rest(x, b, f);
	if (cd_known(x->battery_uv) && cd_known(x->design_uv))
		cd_feature_set(f, CD_FEATURE_CELL_VOLTAGE, (double)x->battery_uv / (double)x->design_uv, 0);
	else
		cd_feature_why(
			f, CD_FEATURE_CELL_VOLTAGE, "the driver does not say voltage and design voltage");
	if (x->health_known)
		cd_feature_flag(f, CD_FEATURE_HEALTH_BAD, x->health_bad);
	else
		cd_feature_why(f, CD_FEATURE_HEALTH_BAD, "the driver does not report health");
	state(x, f);
	cells(b, f);
	waits(x, b, f);
}

static enum cd_led_meaning lamp(const struct cd_case *c)
{
	const char *led = c->facts->note.led;

	return c->lamps && led ? cd_profile_led(c->lamps, led) : CD_LED_UNKNOWN;
}

bool cd_said_low(const struct cd_case *c)
{
	enum cd_battery_note word = c->facts->note.battery;

	return word == CD_BATTERY_EMPTY || word == CD_BATTERY_LOW || lamp(c) == CD_LED_LOW;
}

bool cd_said_lit(const struct cd_case *c)
{
	enum cd_led_meaning meaning = lamp(c);

	return meaning == CD_LED_CHARGING || meaning == CD_LED_FULL;
}

/* Said before a charge that was seen to its end since: it speaks of a time that is over. */
static bool outdated(const struct cd_case *c, const struct cd_shape *h)
{
	return h->done && cd_known(h->done_us) && cd_known(c->said_us) && h->done_us - c->said_us >= SAID_HOLDS_US;
}

static void person_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_event_note *n = &c->facts->note;
	bool low = cd_said_low(c), full = n->battery == CD_BATTERY_FULL || lamp(c) == CD_LED_FULL;

	if (!low && !full) {
		const char *why = !n->led     ? "nobody said: chargectl note PORT battery=low|full led=COLOUR"
				  : !c->lamps ? "no profile says what the lamp means"
					      : "the profile does not take this lamp for low or full";

		cd_feature_why(f, CD_FEATURE_SAID_LOW, why);
		cd_feature_why(f, CD_FEATURE_SAID_FULL, why);
		return;
	}
	if (low && outdated(c, &f->shape)) {
		cd_feature_why(f, CD_FEATURE_SAID_LOW, "it was said before the charge that has come to its end since");
		cd_feature_why(f, CD_FEATURE_SAID_FULL, "nobody has said more since the charge came to its end");
		return;
	}
	cd_feature_flag(f, CD_FEATURE_SAID_LOW, low);
	cd_feature_flag(f, CD_FEATURE_SAID_FULL, full);
	if (low && cd_known(c->said_us) && c->session->number > 0)
		cd_feature_set(f, CD_FEATURE_STILL_LOW,
			fmax(0, (double)(c->said_us - c->session->start_us) / 1e6), 0);
}

void cd_said_features(const struct cd_case *c, struct cd_features *f)
{
	battery_features(c, f);
	person_features(c, f);
}
