/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "time-to-full.h"

#include <math.h>

#include "parameter.h"
#include "parameters/time-to-full.def"

static void unknown(struct cd_to_full *t, const char *reason)
{
	t->low_s = t->high_s = CD_UNKNOWN;
	t->reason = reason;
}

static void known(struct cd_to_full *t, double low_h, double high_h)
{
	double low_s = fmax(0, low_h * 3600), high_s = fmax(low_s, high_h * 3600);

	if (!(high_s <= CD_TO_FULL_MAX_S)) {
		unknown(t, "more than a day at this rate");
		return;
	}
	t->low_s = llround(low_s);
	t->high_s = llround(high_s);
	t->reason = NULL;
}

/* Behind the knee the current falls in proportion to what is missing, from what it is now to the end current:
 *
 *     i(q) = end + (i − end)·(full − q)/R,  R = full − q now   =>   t = R/(i − end) · ln(i / i(goal))
 */
double cd_filling_hours(const struct cd_filling *f, double knee, double end)
{
	double goal = f->goal * f->full, q = f->now, hours = 0, rest, to_full, floor_rate = end * f->top;

	if (q >= goal)
		return 0;
	if (f->rate <= 0)
		return INFINITY;
	if (q < knee * f->full) {
		double flat = fmin(knee * f->full, goal) - q;

		hours = flat / f->rate;
		q += flat;
	}
	rest = goal - q;
	to_full = f->full - q;
	if (rest <= 0)
		return hours;
	if (f->rate < floor_rate * AT_END)
		return hours + rest / f->rate;
	return hours + to_full / (f->rate - floor_rate) *
			       log(f->rate / (f->rate - (f->rate - floor_rate) * rest / to_full));
}

static double knee(const struct cd_filling *f, double taper_part)
{
	return fmin(KNEE_MAX, fmax(KNEE_MIN, 1 - taper_part * f->rate / f->full));
}

/* Ranges are what is left of two stores: the one that is full soonest, and latest. */
static void fill(
	const struct cd_filling *least, const struct cd_filling *most, double age_h, struct cd_to_full *t)
{
	known(t, cd_filling_hours(least, knee(least, TAPER_PART_LOW), END_HIGH) * (1 - RATE_PART) - age_h,
		cd_filling_hours(most, knee(most, TAPER_PART_HIGH), END_LOW) * (1 + RATE_PART) - age_h);
}

static const char *battery_silent(const struct cd_case *c)
{
	const struct cd_facts *x = c->facts;

	if (x->status == CD_STATUS_UNKNOWN)
		return "the driver does not say if the battery charges";
	if (cd_facts_full(x))
		return "it is full";
	if (x->sign_contradicts || x->status == CD_STATUS_DISCHARGING)
		return "the battery does not gain";
	if (x->status == CD_STATUS_NOT_CHARGING)
		return "charging is held";
	if (!cd_known(x->battery_us) || x->battery_us < c->session->start_us - CD_BATTERY_SETTLE_US)
		return "the battery has not reported since the plug";
	if (c->now_us - x->battery_us > REPORT_MAX_US)
		return "the battery has not reported for a while";
	if (x->battery_waits)
		return "another battery waits for its turn";
	return NULL;
}

static void from_battery(const struct cd_case *c, struct cd_to_full *t)
{
	const struct cd_facts *x = c->facts;
	const char *silent = battery_silent(c);
	bool energy = cd_known(x->full_uwh) && cd_known(x->stored_uwh) && cd_known(x->flow_uw);
	struct cd_filling f;

	if (silent) {
		unknown(t, silent);
		return;
	}
	if (!energy && (!cd_known(x->full_uah) || !cd_known(x->stored_uah))) {
		unknown(t, "the driver does not say how much the battery holds");
		return;
	}
	if (!energy && !cd_known(x->flow_ua)) {
		unknown(t, "the driver does not say how fast the battery fills");
		return;
	}
	f = (struct cd_filling){
		.now = (double)(energy ? x->stored_uwh : x->stored_uah),
		.full = (double)(energy ? x->full_uwh : x->full_uah),
		.rate = (double)(energy ? x->flow_uw : x->flow_ua),
		.top = (double)(energy ? c->session->peak_uw : c->session->peak_ua),
		.goal = (double)t->percent / 100,
	};
	if (f.rate <= 0)
		unknown(t, "the battery does not gain");
	else
		fill(&f, &f, (double)(c->now_us - x->battery_us) / 3.6e9, t);
}

/* What flowed while nobody looked may be anything up to what flows now. */
static double missing_hours(const struct cd_sketch *s)
{
	int64_t missing = 0;

	for (size_t k = 0; k < s->n_series; k++)
		missing += s->series[k].torn_us + s->series[k].lost_us;
	return (double)missing / 3.6e9;
}

static bool said_low(const struct cd_case *c, double *ret_low, double *ret_high)
{
	const struct cd_event_note *n = &c->facts->note;
	bool lamp = c->lamps && n->led && cd_profile_led(c->lamps, n->led) == CD_LED_LOW;

	if (n->battery == CD_BATTERY_EMPTY) {
		*ret_low = 0;
		*ret_high = EMPTY_HIGH;
		return true;
	}
	*ret_low = LOW_LOW;
	*ret_high = LOW_HIGH;
	return n->battery == CD_BATTERY_LOW || lamp;
}

/* An estimate from the battery is as wide as ENERGY_LOW to ENERGY_HIGH, which stand for the same losses. */
static int64_t whole_uwh(const struct cd_case *c)
{
	bool estimated;

	return c->profile ? cd_profile_whole_uwh(c->profile, &estimated) : CD_UNKNOWN;
}

/* A profile's energy less what has flowed since somebody said that the battery was low. */
static void from_energy(
	const struct cd_case *c, const struct cd_sketch *s, double power_uw, struct cd_to_full *t)
{
	double flowed = (double)(cd_sketch_energy_uwh(s) - c->session->said_uwh),
	       unseen = missing_hours(s) * power_uw, low, high;
	double energy = (double)whole_uwh(c);
	struct cd_filling least, most;

	if (!cd_known(c->session->said_us) || !said_low(c, &low, &high)) {
		unknown(t, "nobody said how empty it was: chargectl note PORT battery=low");
		return;
	}
	least = (struct cd_filling){
		.full = energy * ENERGY_LOW, .rate = power_uw, .top = power_uw, .goal = 1
	};
	least.now = least.full * high + flowed + unseen;
	most = (struct cd_filling){
		.full = energy * ENERGY_HIGH, .rate = power_uw, .top = power_uw, .goal = 1
	};
	most.now = most.full * low + flowed;
	if (most.now >= most.full)
		unknown(t, "it has taken more than the profile says that it holds");
	else
		fill(&least, &most, 0, t);
}

/* i(t) = now·exp(−t/tau), down to a part of the charge current. */
static void from_decline(const struct cd_shape *h, struct cd_to_full *t)
{
	double ratio = (double)h->level_ua / (double)h->top_ua;
	double end_high = END_LIMITED * (h->late ? LATE_TOP : 1);
	double tau_h = h->tau_s / 3600, error = fmin(TAU_ERROR_MAX, h->tau_error_s / h->tau_s);

	known(t, tau_h * (TAU_LEFT_LOW - error) * fmax(0, log(ratio / end_high)),
		tau_h * (TAU_LEFT_HIGH + error) * fmax(0, log(ratio / END_LOW)));
}

static bool has_energy(const struct cd_case *c, const struct cd_sketch *s)
{
	return cd_known(whole_uwh(c)) && cd_known(cd_sketch_energy_uwh(s));
}

/* What neither rules out; where the two do not meet the profile is another device's. */
static void from_both(const struct cd_case *c, const struct cd_sketch *s, const struct cd_shape *h,
	double power_uw, struct cd_to_full *t)
{
	struct cd_to_full other = *t;

	from_decline(h, t);
	if (!has_energy(c, s) || !cd_known(t->low_s))
		return;
	from_energy(c, s, power_uw, &other);
	if (!cd_known(other.low_s) || other.low_s > t->high_s || other.high_s < t->low_s)
		return;
	t->low_s = other.low_s > t->low_s ? other.low_s : t->low_s;
	t->high_s = other.high_s < t->high_s ? other.high_s : t->high_s;
}

static void from_meter(const struct cd_case *c, const struct cd_shape *h, struct cd_to_full *t)
{
	const struct cd_sketch *s = &c->session->electrical->sketch;
	double power_uw;

	if (!h->known) {
		unknown(t, "too little was measured yet");
		return;
	}
	power_uw = (double)h->level_ua * (double)s->last.v_uv / 1e6;
	if (h->done)
		unknown(t, "it is full");
	else if (c->facts->note.battery == CD_BATTERY_FULL)
		unknown(t, "somebody said that it is full");
	else if (h->level_ua < FLOWS_MIN_UA && !h->tapered)
		unknown(t, "no charge current flows");
	else if (isfinite(h->tau_s) && h->tau_s > 0)
		from_both(c, s, h, power_uw, t);
	else if (h->tapering || h->tapered || h->dropped || h->unseen)
		unknown(t, "the current fell, and not as a charge that ends");
	else if (has_energy(c, s))
		from_energy(c, s, power_uw, t);
	else
		unknown(t, "before the current falls, only a profile with its energy would tell");
}

void cd_time_to_full(const struct cd_case *c, const struct cd_shape *shape, struct cd_to_full *ret)
{
	struct cd_to_full meter;

	*ret = (struct cd_to_full){ .percent = 100 };
	if (!c->session->open) {
		unknown(ret, "nothing is plugged in");
		return;
	}
	if (c->now_us - c->session->start_us < CD_TO_FULL_SETTLE_US) {
		unknown(ret, "rates settle in the first minute");
		return;
	}
	if (c->facts->has_battery) {
		if (cd_known(c->facts->end_threshold))
			ret->percent = c->facts->end_threshold;
		from_battery(c, ret);
	} else if (c->session->electrical) {
		meter = *ret;
		from_meter(c, shape, &meter);
		*ret = meter;
	} else {
		unknown(ret, "neither a battery's driver nor a meter is here");
	}
}

/* The smallest unit that a range of this length deserves. */
static int64_t unit_s(int64_t high_s)
{
	size_t k = 0;

	_Static_assert(CD_ELEMENTSOF(ROUND_TO_S) == CD_ELEMENTSOF(ROUND_UNDER_S) + 1,
		"the last one is for all beyond");
	while (k < CD_ELEMENTSOF(ROUND_UNDER_S) && high_s >= ROUND_UNDER_S[k])
		k++;
	return ROUND_TO_S[k];
}

void cd_to_full_round(struct cd_to_full *t)
{
	int64_t unit;

	if (!cd_known(t->low_s))
		return;
	unit = unit_s(t->high_s);
	t->low_s = t->low_s / unit * unit;
	t->high_s = (t->high_s + unit - 1) / unit * unit;
	if (t->high_s == 0)
		t->high_s = unit;
}

bool cd_to_full_differs(const struct cd_to_full *a, const struct cd_to_full *b)
{
	return a->low_s != b->low_s || a->high_s != b->high_s || a->percent != b->percent ||
	       !cd_streq(a->reason, b->reason);
}
