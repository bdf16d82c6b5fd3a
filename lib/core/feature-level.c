/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature-level.def"

static void top_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;
	double top = (double)h->top_ua;
	bool flat = h->flowing_s > 0 && h->flat_s >= PLATEAU_FLAT_PART * h->flowing_s;
	bool at = false;

	cd_feature_set(f, CD_FEATURE_TOP_CURRENT, top, 0);
	if (cd_known(h->top_uv)) {
		if (cd_known(cd_case_low_contract_uv(c)))
			cd_feature_why(f, CD_FEATURE_LOADED_VOLTAGE, "the contract is one of less than 5 V");
		else
			cd_feature_set(f, CD_FEATURE_LOADED_VOLTAGE, (double)h->top_uv, h->top_error_uv);
		cd_feature_set(f, CD_FEATURE_LOCKOUT_MARGIN, (double)h->top_uv - LOCKOUT_UV, h->top_error_uv);
		cd_feature_set(f, CD_FEATURE_CHARGE_POWER, (double)h->mean_power_uw, 0);
	} else {
		cd_feature_why(f, CD_FEATURE_LOADED_VOLTAGE, "drop-outs at every high current");
		cd_feature_why(f, CD_FEATURE_LOCKOUT_MARGIN, "drop-outs at every high current");
	}
	for (size_t k = 0; k < CD_ELEMENTSOF(PLATEAUS_A); k++)
		at |= fabs(top / 1e6 - PLATEAUS_A[k]) <= fmax(PLATEAU_PART * PLATEAUS_A[k], PLATEAU_A);
	if (h->flowing_s >= PLATEAU_MIN_S)
		cd_feature_flag(f, CD_FEATURE_PLATEAU, at && flat);
}

/* What the device may draw: its profile's word, else the limit its own charger has set for this source (unless that is
 * the 500 mA of a port it knows nothing of). */
static int64_t rated_current(const struct cd_case *c)
{
	if (c->profile && cd_known(c->profile->rated_ua) && c->profile->rated_ua > 0)
		return c->profile->rated_ua;
	if (!c->meter && cd_known(c->facts->input_limit_ua) && c->facts->input_limit_ua >= LIMIT_MIN_UA)
		return c->facts->input_limit_ua;
	return CD_UNKNOWN;
}

/* A rating of 3 A at 5 V is 15 W: at 9 V, where that is no fault, 1.7 A. */
static double at_other_volts(const struct cd_case *c, int64_t uv)
{
	const struct cd_profile *p = c->profile;

	if (!p || p->fast_charge == CD_NO || !cd_known(p->rated_uv) || !cd_known(uv) ||
		uv < p->rated_uv + OTHER_VOLTS_UV)
		return 1;
	return (double)uv / (double)p->rated_uv;
}

/* Amperes are rated at the rated volts. A device that agrees on its volts takes its watts at lower ones, too: 20 W are 2.2 A at
 * 9 V, and 3 A at 5 V are no fault. Beyond 3 A no cable goes unasked. */
static double most_current(const struct cd_case *c, double rated_ua, int64_t uv)
{
	const struct cd_profile *p = c->profile;
	double at_volts;

	if (!p || p->fast_charge == CD_NO || !cd_known(p->rated_uv) || p->rated_uv <= SAFE_5V_UV || !cd_known(uv) ||
		uv < THERE_UV || uv > p->rated_uv - OTHER_VOLTS_UV)
		return rated_ua;
	at_volts = rated_ua * (double)p->rated_uv / (double)uv;
	return fmax(rated_ua, fmin(at_volts, UNASKED_UA));
}

static void unrated_power(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_feature_value *power = &f->item[CD_FEATURE_CHARGE_POWER];

	if (cd_known(rated_current(c)))
		cd_feature_why(f, CD_FEATURE_UNRATED_POWER, "its rated current tells whether this is little");
	else if (power->known)
		cd_feature_set(f, CD_FEATURE_UNRATED_POWER, power->value, power->error);
	else
		cd_feature_why(f, CD_FEATURE_UNRATED_POWER, power->reason);
}

/* A charger holds what it gives an empty cell. One that looks for a battery, which somebody calls low, pulses. */
static void low_plateau(const struct cd_case *c, double top_ratio, struct cd_features *f)
{
	const struct cd_shape *h = &f->shape;

	if (h->stepped || h->tapered)
		cd_feature_why(f, CD_FEATURE_LOW_PLATEAU, "the current did not stay at one level");
	else if (cd_known(h->held_ua))
		cd_feature_set(f, CD_FEATURE_LOW_PLATEAU, top_ratio * (double)h->held_ua / (double)h->top_ua, 0);
	else if (cd_said_low(c))
		cd_feature_set(f, CD_FEATURE_LOW_PLATEAU, top_ratio, 0);
	else
		cd_feature_why(f, CD_FEATURE_LOW_PLATEAU, "the current comes and goes as a device's own does: nothing holds it");
}

static void rated_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	static const enum cd_feature all[] = { CD_FEATURE_CURRENT_RATIO, CD_FEATURE_STRAINED_RATIO, CD_FEATURE_OVER_CURRENT_RATIO,
		CD_FEATURE_LOW_PLATEAU };
	int64_t rated = rated_current(c);
	double ratio;

	if (!cd_known(rated)) {
		for (size_t k = 0; k < CD_ELEMENTSOF(all); k++)
			cd_feature_why(f, all[k],
				c->profile ? "the profile does not say the rated current"
					   : "no profile: the device's rating is unknown");
		return;
	}
	if (cd_known(s->i_sustained_ua))
		cd_feature_set(f, CD_FEATURE_OVER_CURRENT_RATIO,
			(double)s->i_sustained_ua / most_current(c, (double)rated, f->shape.top_uv), 0);
	else
		cd_feature_why(f, CD_FEATURE_OVER_CURRENT_RATIO, "no current held for 3 s");
	if (!f->shape.known)
		return;
	if (c->profile && c->profile->battery_uwh == 0) {
		cd_feature_why(f, CD_FEATURE_CURRENT_RATIO, "a device without a battery takes what it uses");
		cd_feature_why(f, CD_FEATURE_STRAINED_RATIO, "a device without a battery takes what it uses");
		cd_feature_why(f, CD_FEATURE_LOW_PLATEAU, "a device without a battery takes what it uses");
		return;
	}
	ratio = (double)f->shape.top_ua * at_other_volts(c, f->shape.top_uv) / (double)rated;
	cd_feature_set(f, CD_FEATURE_CURRENT_RATIO, ratio, 0);
	cd_feature_set(f, CD_FEATURE_STRAINED_RATIO, ratio, 0); /* until the worst is known */
	low_plateau(c, ratio, f);
}

static bool near_step(double uv)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(STEPS_V); k++)
		if (fabs(uv / 1e6 - STEPS_V[k]) <= STEP_PART * STEPS_V[k])
			return true;
	return false;
}

/* As far as it was seen: what a profile says is another thing. */
static bool seen_to_ask(const struct cd_case *c)
{
	return c->facts->high_voltage || c->session->pd_seen;
}

/* RatedVoltage is the highest VBUS that the input is made for. Where nothing is said of fast charging, a rating of 5 V says
 * it, unless the device was seen to agree to more: then the profile does not know all of it. */
static bool made_for_one(const struct cd_case *c)
{
	const struct cd_profile *p = c->profile;

	if (!p || p->fast_charge == CD_YES)
		return false;
	if (p->fast_charge == CD_NO)
		return true;
	return cd_known(p->rated_uv) && p->rated_uv <= SAFE_5V_UV && !seen_to_ask(c) &&
	       !cd_session_asked(c->session);
}

static bool high_voltage_agreed(const struct cd_case *c)
{
	if (seen_to_ask(c) || (c->profile && c->profile->fast_charge == CD_YES))
		return true;
	return cd_session_asked(c->session) && !made_for_one(c);
}

/* Who plugs in a router of 12 V has asked for 12 V, in whatever way: from there on as far as 5 V may go. */
static double safe_uv(const struct cd_case *c)
{
	const struct cd_profile *p = c->profile;

	if (!p || !cd_known(p->rated_uv) || p->rated_uv <= SAFE_5V_UV)
		return (double)SAFE_5V_UV;
	return (double)p->rated_uv * (double)SAFE_5V_UV / NOMINAL_5V_UV;
}

/* USB PD speaks on CC, and nothing of it shows on D+ and D−. */
static bool without_pd(const struct cd_case *c)
{
	const struct cd_data_lines *l = c->session->electrical ? &c->session->electrical->lines : NULL;

	return l && cd_known(l->cc_first_us) && !l->cc_terminated;
}

/* Whoever agrees to more begins at 5 V. What stood there with nothing drawn was given to nobody, unless it was left by a
 * session before. */
static bool given_unasked(const struct cd_case *c, const struct cd_sketch *s)
{
	int64_t v0 = s ? cd_sketch_v0_uv(s, NULL) : CD_UNKNOWN;

	return cd_known(v0) && v0 > SAFE_5V_UV && c->session->fresh_vbus;
}

static bool is_5v(int64_t uv)
{
	return uv >= THERE_UV && uv <= SAFE_5V_UV;
}

/* The first window that stands above 5 V, of a session that was at 5 V before; NULL: none. */
static const struct cd_window *risen(const struct cd_sketch *s)
{
	if (s->n_series == 0 || !is_5v(s->series[0].v_min))
		return NULL;
	for (size_t k = 1; k < s->n_series; k++)
		if (s->series[k].v_min > SAFE_5V_UV)
			return &s->series[k];
	return NULL;
}

/*
 * Whether D+, D- and PD were seen or not: who agrees on more begins at 5 V, gets it within seconds and takes its charge at it.
 *
 *     V │      ╭────────          broken │ ───────────      fails │            ╭───
 *       │  ────╯                         │                        │  ──────────╯
 *     I │  ____╱▔▔▔▔▔▔▔▔                 │ ____╱▔▔▔▔▔▔           │  ╱▔▔▔▔▔▔▔▔▔▔▔▔
 */
static bool looks_agreed(const struct cd_case *c, const struct cd_sketch *s)
{
	const struct cd_window *from = s ? risen(s) : NULL, *end = s ? s->series + s->n_series : NULL;
	double charge = 0, span = 0;

	if (!from || from->start_us - cd_case_start_us(c) > AGREED_WITHIN_US)
		return false;
	for (const struct cd_window *w = from; w < end; w++) {
		double seconds = (double)(w->end_us - w[-1].end_us - w->torn_us) / 1e6; /* one of a single sample has no length */

		span += seconds;
		charge += w->v_min > SAFE_5V_UV ? seconds * (double)w->i_ua : 0;
	}
	return span >= AGREED_MIN_S && charge >= AGREED_UA * span;
}

/* More than 5 V is a fault only where nobody asked for it. At a protocol's own level, where it was not seen that nobody did,
 * that cannot be known. */
static void voltages(const struct cd_case *c, const struct cd_sketch *s, int64_t peak_uv, struct cd_features *f)
{
	bool nobody = cd_known(c->session->dp_uv) && (without_pd(c) || given_unasked(c, s));
	const struct cd_profile *p = c->profile;
	bool only_one = made_for_one(c);
	double peak = (double)peak_uv, safe = safe_uv(c);

	cd_feature_set(f, CD_FEATURE_PEAK_VOLTAGE, peak, PEAK_ERROR_UV);
	if (high_voltage_agreed(c))
		cd_feature_set(f, CD_FEATURE_EXCESS_VOLTAGE, 0, 0);
	else if (peak >= fmax(safe, AGREED_UV) && !only_one && !nobody && looks_agreed(c, s))
		cd_feature_why(f, CD_FEATURE_EXCESS_VOLTAGE,
			"it came from 5 V and is charged at: was this a fast charger? note its profile, if it takes 5 V only");
	else if (!near_step(peak) || only_one || peak < safe || nobody)
		cd_feature_set(f, CD_FEATURE_EXCESS_VOLTAGE, fmax(0, peak - safe), PEAK_ERROR_UV);
	else
		cd_feature_why(f, CD_FEATURE_EXCESS_VOLTAGE,
			cd_known(c->session->dp_uv)
				? "at a fast-charge level, and whether USB PD agreed to it was not seen"
				: "at a fast-charge level, and D+, D- and PD were not seen");
	if (only_one && cd_known(p->rated_uv))
		cd_feature_set(f, CD_FEATURE_OVER_VOLTAGE, peak - (double)p->rated_uv, PEAK_ERROR_UV);
	else
		cd_feature_why(f, CD_FEATURE_OVER_VOLTAGE,
			p ? "the profile does not say that the device is made for 5 V only"
			  : "no profile: it is unknown what the device is made for");
}

/* Of volts with amperes and of volts alone. */
void cd_voltage_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	int64_t peak_uv = s ? s->v_sustained_uv : CD_UNKNOWN, alone_uv = c->session->volts.held_uv;

	if (!cd_known(peak_uv) || (cd_known(alone_uv) && alone_uv > peak_uv))
		peak_uv = alone_uv;
	if (cd_known(peak_uv))
		voltages(c, s, peak_uv, f);
	if (c->facts->input_health_known)
		cd_feature_flag(f, CD_FEATURE_INPUT_OVER_VOLTAGE, c->facts->input_over_voltage);
}

void cd_level_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	if (f->shape.known)
		top_features(c, f);
	unrated_power(c, f);
	rated_features(c, s, f);
}
