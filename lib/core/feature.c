/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Every feature from one copy of the sketch. Functions by origin; each says for what it cannot compute why not.
 */

#include "feature.h"

#include <math.h>
#include <stdio.h>

#include "cloud.h"

static void set(struct cd_features *f, enum cd_feature id, double value, double error)
{
	f->item[id] = (struct cd_feature_value){ .known = true, .value = value, .error = error };
}

static void why(struct cd_features *f, enum cd_feature id, const char *reason)
{
	(void)snprintf(f->item[id].reason, sizeof(f->item[id].reason), "%s", reason);
}

static void set_flag(struct cd_features *f, enum cd_feature id, bool value)
{
	set(f, id, value ? 1 : 0, 0);
}

/* Under this a session has not shown what it is. */
#define OBSERVED_MIN_S 5
#define SAMPLES_MIN 10

static const double plateaus_a[] = { 0.1, 0.5, 0.9 };

static void level_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;
	double top = (double)h->top_ua;
	bool flat = h->flowing_s > 0 && h->flat_s >= 0.5 * h->flowing_s;
	bool at = false;

	set(f, CD_FEATURE_TOP_CURRENT, top, 0);
	if (cd_known(h->top_uv)) {
		set(f, CD_FEATURE_LOADED_VOLTAGE, (double)h->top_uv, h->top_error_uv);
		set(f, CD_FEATURE_CHARGE_POWER, (double)h->mean_power_uw, 0);
	} else {
		why(f, CD_FEATURE_LOADED_VOLTAGE, "drop-outs at every high current");
	}
	for (size_t k = 0; k < CD_ELEMENTSOF(plateaus_a); k++)
		at |= fabs(top / 1e6 - plateaus_a[k]) <= 0.05 * plateaus_a[k];
	if (h->flowing_s >= 20)
		set_flag(f, CD_FEATURE_PLATEAU, at && flat);
}

static void rated_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_profile *p = c->profile;
	const char *reason = p ? "the profile does not say the rated current"
			       : "no profile: the device's rating is unknown";
	double ratio;

	if (!p || !cd_known(p->rated_ua) || p->rated_ua <= 0) {
		why(f, CD_FEATURE_CURRENT_RATIO, reason);
		why(f, CD_FEATURE_OVER_CURRENT_RATIO, reason);
		why(f, CD_FEATURE_LOW_PLATEAU, reason);
		return;
	}
	if (cd_known(s->i_sustained_ua))
		set(f, CD_FEATURE_OVER_CURRENT_RATIO, (double)s->i_sustained_ua / (double)p->rated_ua, 0);
	else
		why(f, CD_FEATURE_OVER_CURRENT_RATIO, "no current held for 3 s");
	if (!f->shape.known)
		return;
	ratio = (double)f->shape.top_ua / (double)p->rated_ua;
	set(f, CD_FEATURE_CURRENT_RATIO, ratio, 0);
	if (!f->shape.stepped && !f->shape.tapered)
		set(f, CD_FEATURE_LOW_PLATEAU, ratio, 0);
	else
		why(f, CD_FEATURE_LOW_PLATEAU, "the current did not stay at one level");
}

static bool near_step(double uv)
{
	static const double steps_v[] = { 9, 12, 15, 20, 28, 36, 48 };

	for (size_t k = 0; k < CD_ELEMENTSOF(steps_v); k++)
		if (fabs(uv / 1e6 - steps_v[k]) <= 0.06 * steps_v[k])
			return true;
	return false;
}

/* QC 2.0 and 3.0: the device drives D+ and D− to 0.6 and 3.3 V; (0.6, 0) is BC1.2's own 5 V. */
static bool asks_for_more(const struct cd_session *s)
{
	const int64_t high = 2500000, low = 400000;
	int64_t dp = s->dp_uv, dm = s->dm_uv;

	if (!cd_known(dp) || !cd_known(dm))
		return false;
	return (dp > high && dm > low) || (dp > low && dm > high) ||
	       (dp > low && dp < 900000 && dm > low && dm < 900000);
}

/* vSafe5V ends at 5.5 V (USB Type-C 2.0 §4.4). */
#define SAFE_5V_UV 5500000

static bool high_voltage_agreed(const struct cd_case *c)
{
	const struct cd_profile *p = c->profile;

	if (c->facts->high_voltage || c->session->pd_seen || (p && p->fast_charge == CD_YES))
		return true;
	return asks_for_more(c->session) && !(p && p->fast_charge == CD_NO);
}

/* More than 5 V is a fault only where nobody asked for it. At a protocol's own level, without the lines that would show
 * the asking, that cannot be known. */
static void voltage_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_profile *p = c->profile;
	bool only_5v = p && p->fast_charge == CD_NO;
	double peak = (double)s->v_sustained_uv;

	if (!cd_known(s->v_sustained_uv))
		return;
	set(f, CD_FEATURE_PEAK_VOLTAGE, peak, 5000);
	if (high_voltage_agreed(c))
		set(f, CD_FEATURE_EXCESS_VOLTAGE, 0, 0);
	else if (!near_step(peak) || only_5v || cd_known(c->session->dp_uv))
		set(f, CD_FEATURE_EXCESS_VOLTAGE, fmax(0, peak - SAFE_5V_UV), 5000);
	else
		why(f, CD_FEATURE_EXCESS_VOLTAGE, "at a fast-charge level, and D+, D- and PD were not seen");
	if (only_5v && cd_known(p->rated_uv))
		set(f, CD_FEATURE_OVER_VOLTAGE, peak - (double)p->rated_uv, 5000);
	else
		why(f, CD_FEATURE_OVER_VOLTAGE,
			p ? "the profile does not say that the device is made for 5 V only"
			  : "no profile: it is unknown what the device is made for");
}

/* Distances within a burst: hiccups come in bursts while the load is there, with long pauses between. */
#define BURST_US (15 * CD_US_PER_S)

static double periodicity(const struct cd_drop_ring *r, int64_t within_us, double *ret_error)
{
	double sum = 0, squares = 0, n = 0, mean, spread;

	for (size_t k = 1; k < cd_drop_ring_len(r); k++) {
		int64_t us = cd_drop_ring_at(r, k)->t_us - cd_drop_ring_at(r, k - 1)->t_us;
		double d = (double)us / 1e6;

		if (us > within_us)
			continue;
		sum += d;
		squares += d * d;
		n++;
	}
	if (n < 2)
		return NAN;
	mean = sum / n;
	spread = sqrt(fmax(0, (squares - n * mean * mean) / (n - 1))) / mean;
	*ret_error = spread / sqrt(2 * n) + 0.02;
	return spread;
}

/* A loose contact breaks again and again while it is touched; one break an hour is a person. */
#define CONTACT_US (120 * CD_US_PER_S)

/* The most that fall into any two minutes. */
static size_t densest(const struct cd_drop_ring *r)
{
	size_t most = 0, from = 0;

	for (size_t k = 0; k < cd_drop_ring_len(r); k++) {
		while (cd_drop_ring_at(r, k)->t_us - cd_drop_ring_at(r, from)->t_us > CONTACT_US)
			from++;
		if (k - from + 1 > most)
			most = k - from + 1;
	}
	return most;
}

/* Share of drop-outs that began near the highest current before any of them. */
static double begun_high(const struct cd_drop_ring *r)
{
	int64_t trip = 0;
	double high = 0;
	size_t n = cd_drop_ring_len(r);

	for (size_t k = 0; k < n; k++)
		if (cd_drop_ring_at(r, k)->i_before_ua > trip)
			trip = cd_drop_ring_at(r, k)->i_before_ua;
	for (size_t k = 0; k < n; k++)
		high += cd_drop_ring_at(r, k)->i_before_ua >= trip * 8 / 10;
	return high / (double)n;
}

static void spread_feature(
	struct cd_features *f, enum cd_feature id, const struct cd_drop_ring *r, int64_t within_us)
{
	double error, value = periodicity(r, within_us, &error);

	if (isnan(value))
		why(f, id, "fewer than three close to each other");
	else
		set(f, id, value, error);
}

/* What an open contact looks like from where the meter sits. Where that is unknown: as whichever was seen more. */
static const struct cd_drop_ring *contact_ring(const struct cd_case *c, const struct cd_dropouts *d)
{
	if (c->position == CD_POSITION_DEVICE)
		return &d->collapses;
	if (c->position == CD_POSITION_SOURCE)
		return &d->interruptions;
	return d->interruptions.n > d->collapses.n ? &d->interruptions : &d->collapses;
}

static void drop_features(const struct cd_case *c, const struct cd_dropouts *d, struct cd_features *f)
{
	const struct cd_drop_ring *contact = contact_ring(c, d);

	set(f, CD_FEATURE_DROP_OUTS, (double)d->collapses.n, 0);
	set(f, CD_FEATURE_INTERRUPTIONS, (double)d->interruptions.n, 0);
	set(f, CD_FEATURE_CONTACT_BREAKS, (double)densest(contact), 0);
	spread_feature(f, CD_FEATURE_DROP_OUT_PERIODICITY, &d->collapses, BURST_US);
	spread_feature(f, CD_FEATURE_CONTACT_PERIODICITY, contact, CONTACT_US);
	if (d->collapses.n > 0)
		set(f, CD_FEATURE_DROP_OUT_CURRENT, begun_high(&d->collapses), 0);
	else
		why(f, CD_FEATURE_DROP_OUT_CURRENT, "there were no drop-outs");
}

static void shape_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;
	double top = (double)h->top_ua;

	if (!h->known || top <= 0)
		return;
	set(f, CD_FEATURE_FLOWING_TIME, h->flowing_s, 0);
	set(f, CD_FEATURE_END_CURRENT, (double)h->end_ua, 0);
	if (h->flowing_s < 20) {
		why(f, CD_FEATURE_TAPER, "the session is shorter than 20 s");
		why(f, CD_FEATURE_END_RATIO, "the session is shorter than 20 s");
	} else {
		set(f, CD_FEATURE_TAPER, h->tapered ? 1 - (double)h->end_ua / top : 0, 0);
		set(f, CD_FEATURE_END_RATIO, fmax(0, (double)h->end_ua) / top, 0);
	}
	if (h->stepped) {
		set(f, CD_FEATURE_PRE_CHARGE_STEP, h->step, 0);
		set(f, CD_FEATURE_PRE_CHARGE_TIME, h->pre_charge_s, 0);
	} else if (f->item[CD_FEATURE_CURRENT_RATIO].known && f->item[CD_FEATURE_CURRENT_RATIO].value < 0.2) {
		why(f, CD_FEATURE_PRE_CHARGE_STEP, "the current is low and has not stepped yet");
		why(f, CD_FEATURE_PRE_CHARGE_TIME, "the current is low and has not stepped yet");
	} else {
		set(f, CD_FEATURE_PRE_CHARGE_STEP, 1, 0);
		why(f, CD_FEATURE_PRE_CHARGE_TIME, "there was no low plateau");
	}
}

/* A driver that has not reported since the plug still tells the state before it; after 5 s it had its chance
 * (ChromiumOS powerd waits as long for a charger to settle). */
#define BATTERY_SETTLE_US (5 * CD_US_PER_S)

static void battery_features(const struct cd_case *c, struct cd_features *f)
{
	static const double ways[] = { [CD_STATUS_CHARGING] = 1, [CD_STATUS_DISCHARGING] = -1 };
	const struct cd_facts *x = c->facts;
	bool stale = cd_known(x->battery_us) && x->battery_us < c->session->start_us &&
		     c->now_us < c->session->start_us + BATTERY_SETTLE_US;
	bool near_limit;

	if (!x->has_battery || stale) {
		why(f, CD_FEATURE_BATTERY_DIRECTION,
			x->has_battery ? "the battery has not reported since the plug"
				       : "no battery reports here");
		return;
	}
	if (x->sign_contradicts && cd_known(x->flow_uw))
		set(f, CD_FEATURE_BATTERY_DIRECTION, -1, 0);
	else if (x->sign_contradicts || x->status == CD_STATUS_UNKNOWN)
		why(f, CD_FEATURE_BATTERY_DIRECTION, "the driver's status and current contradict each other");
	else
		set(f, CD_FEATURE_BATTERY_DIRECTION,
			ways[x->status == CD_STATUS_CHARGING || x->status == CD_STATUS_DISCHARGING
					? x->status
					: CD_STATUS_UNKNOWN],
			0);
	if (cd_known(x->flow_uw))
		set(f, CD_FEATURE_BATTERY_FLOW, (double)x->flow_uw, 0);
	near_limit =
		cd_known(x->end_threshold) && cd_known(x->capacity) && x->capacity >= x->end_threshold - 2;
	set_flag(f, CD_FEATURE_BATTERY_FULL,
		x->status == CD_STATUS_FULL ||
			(x->status == CD_STATUS_NOT_CHARGING && cd_known(x->capacity) && x->capacity >= 98));
	set_flag(f, CD_FEATURE_CHARGE_HELD, (near_limit || x->inhibited) && x->status != CD_STATUS_CHARGING);
	if (cd_known(x->battery_uv) && cd_known(x->design_uv))
		set(f, CD_FEATURE_CELL_VOLTAGE, (double)x->battery_uv / (double)x->design_uv, 0);
	else
		why(f, CD_FEATURE_CELL_VOLTAGE, "the driver does not say voltage and design voltage");
	if (x->health_known)
		set_flag(f, CD_FEATURE_HEALTH_BAD, x->health_bad);
	else
		why(f, CD_FEATURE_HEALTH_BAD, "the driver does not report health");
}

static void contract_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;

	if (cd_known(x->contract_uv) && cd_known(x->contract_ua))
		set(f, CD_FEATURE_CONTRACT_POWER, (double)x->contract_uv / 1e6 * (double)x->contract_ua, 0);
	else
		why(f, CD_FEATURE_CONTRACT_POWER, "no contract is exposed here");
	if (cd_known(x->offer_uw))
		set(f, CD_FEATURE_OFFER_POWER, (double)x->offer_uw, 0);
	else if (cd_known(x->note.adapter_uw))
		set(f, CD_FEATURE_OFFER_POWER, (double)x->note.adapter_uw, 0);
	else
		why(f, CD_FEATURE_OFFER_POWER, "the source's offer is not exposed here");
	if (x->slow != CD_MAYBE)
		set_flag(f, CD_FEATURE_SLOW_BIT, x->slow == CD_YES);
	else
		why(f, CD_FEATURE_SLOW_BIT, "the firmware says nothing of it here");
}

static void port_features(const struct cd_case *c, struct cd_features *f)
{
	if (!c->facts->has_usb_port) {
		why(f, CD_FEATURE_PORT_TRIPS, "no host port belongs to this port");
		return;
	}
	if (c->session->spurious_n > 0 && c->session->over_current_n == 0)
		why(f, CD_FEATURE_PORT_TRIPS,
			"over-current was reported with nothing attached: taken as spurious");
	else
		set(f, CD_FEATURE_PORT_TRIPS, (double)c->session->over_current_n, 0);
}

static void person_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_event_note *n = &c->facts->note;
	enum cd_led_meaning led = c->lamps && n->led ? cd_profile_led(c->lamps, n->led) : CD_LED_UNKNOWN;
	bool low = n->battery == CD_BATTERY_EMPTY || n->battery == CD_BATTERY_LOW || led == CD_LED_LOW;
	bool full = n->battery == CD_BATTERY_FULL || led == CD_LED_FULL;

	if (!low && !full) {
		why(f, CD_FEATURE_SAID_LOW, "nobody said: chargectl note PORT battery=low|full led=COLOUR");
		why(f, CD_FEATURE_SAID_FULL, "nobody said: chargectl note PORT battery=low|full led=COLOUR");
		return;
	}
	set_flag(f, CD_FEATURE_SAID_LOW, low);
	set_flag(f, CD_FEATURE_SAID_FULL, full);
}

/* The mean of an idle time in which VBUS was there nearly always. */
#define VBUS_STANDS_UV 4000000

/* A session in which no current ever flowed is judged on what followed it: on nothing else. */
static void settle_sketch(struct cd_sketch *s)
{
	(void)cd_sketch_flush(s);
	if (s->n_series > 0 || s->idle.n == 0)
		return;
	cd_sketch_commit(s);
}

/* The current of the idle time so far, if VBUS stood through it. */
static int64_t idle_current(const struct cd_sketch *s)
{
	return s->idle.n > 0 && s->idle.v_uv >= VBUS_STANDS_UV ? s->idle.i_ua : CD_UNKNOWN;
}

static void electrical_features(const struct cd_case *c, struct cd_features *f)
{
	struct cd_sketch s = c->session->electrical->sketch;
	int64_t start_us = c->session->number ? c->session->start_us : c->session->first_vbus_us;

	settle_sketch(&s);
	voltage_features(c, &s, f);
	if (s.total.samples < SAMPLES_MIN || s.total.seconds < OBSERVED_MIN_S) {
		why(f, CD_FEATURE_TOP_CURRENT, "under 5 s or 10 samples of current");
		return;
	}
	cd_shape_read(s.series, s.n_series, start_us, idle_current(&s), &f->shape);
	level_features(c, &s, f);
	rated_features(c, &s, f);
	cd_cloud_features(c, &s, f);
	drop_features(c, &c->session->electrical->drops, f);
	shape_features(c, &s, f);
}

void cd_features_compute(const struct cd_case *c, struct cd_features *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->shape.done_us = CD_UNKNOWN;
	if (c->session->electrical)
		electrical_features(c, ret);
	battery_features(c, ret);
	contract_features(c, ret);
	port_features(c, ret);
	person_features(c, ret);
}
