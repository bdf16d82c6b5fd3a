/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The V-I points of a session: how much voltage is lost per ampere, and whether along a straight line (resistance) or
 * with a knee (a current limit).
 *
 *     V │ V0 ─────._                       V │ V0 ─────────────╮
 *       │           `-._   slope = −R        │                 │ knee: the voltage stands until the limit
 *       │               `-._                 │                 │
 *       │                   ` Vt             │                 ╵ Vt
 *       └─────────────────────► I            └─────────────────────► I
 *
 *     knee = (V extrapolated from the points below 0.9 It to It − Vt) / (V0 − Vt): 0 for a line, 1 for a limit
 */

#include <math.h>
#include <stdio.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/cloud.def"
#include "parameters/common.def"
#include "parameters/line.def"
#include "parameters/window.def"

struct line {
	double n, i, v, ii, iv, vv; /* sums */
	double i_min, i_max;
	double slope, offset, error, r2;
	bool good;
};

static void line_add(struct line *l, double i, double v, double vv_within, double weight)
{
	if (l->n == 0)
		l->i_min = l->i_max = i;
	l->i_min = i < l->i_min ? i : l->i_min;
	l->i_max = i > l->i_max ? i : l->i_max;
	l->n += weight;
	l->i += i * weight;
	l->v += v * weight;
	l->ii += i * i * weight;
	l->iv += i * v * weight;
	l->vv += vv_within;
}

static void line_fit(struct line *l)
{
	double sxx = l->ii - l->i * l->i / l->n;
	double syy = l->vv - l->v * l->v / l->n;
	double sxy = l->iv - l->i * l->v / l->n;
	double rest;

	if (l->n < 3 || sxx <= 1e-9)
		return;
	l->slope = sxy / sxx;
	l->offset = (l->v - l->slope * l->i) / l->n;
	rest = fmax(0, syy - l->slope * sxy);
	l->error = sqrt(rest / (l->n - 2) / sxx);
	l->r2 = syy > 1e-12 ? 1 - rest / syy : 0;
	l->good = true;
}

/* Bins as points; from and to bound the current in A. */
static struct line line_of_bins(const struct cd_bins *b, double from, double to)
{
	struct line l = { 0 };

	for (size_t k = 0; k < CD_BINS; k++) {
		const struct cd_bin *bin = &b->bin[k];
		double i = bin->n ? bin->i / bin->n : 0;

		if (bin->n > 0 && i >= from && i <= to)
			line_add(&l, i, bin->v / bin->n, bin->vv, bin->n);
	}
	line_fit(&l);
	return l;
}

/* Something between a quarter and three quarters of the span. */
static bool has_middle(const struct cd_bins *b)
{
	struct line l = line_of_bins(b, 0, INFINITY);
	double span = l.i_max - l.i_min;
	struct line middle = line_of_bins(b, l.i_min + span / MIDDLE_PART, l.i_max - span / MIDDLE_PART);

	return middle.n > 0;
}

static bool rise_is_readable(const struct cd_case *c, const struct cd_sketch *s)
{
	int64_t settle = c->meter ? c->meter->added.settle_us : CD_UNKNOWN;

	return cd_known(s->pace_us) && s->pace_us <= RAMP_INTERVAL_US &&
	       (!cd_known(settle) || settle <= RAMP_SETTLE_US);
}

/* The points of a resistance lead back to the volts without load. Where they stand well below, the device holds its input at
 * a level and takes what current that leaves: a slope of such points is that of no source. `v0`: V, NAN unknown. */
static bool is_regulated(const struct line *l, double v0)
{
	return l->good && l->offset < v0 - MISSES_V - MISSES_SIGMAS * l->error * l->i / l->n;
}

static void impedance(const struct cd_case *c, const struct cd_sketch *s, double v0, struct cd_features *f)
{
	const struct cd_bins *bins =
		has_middle(&s->settled) || !rise_is_readable(c, s) ? &s->settled : &s->rise;
	struct line l = line_of_bins(bins, 0, INFINITY);
	char text[96];

	if (l.n < WINDOWS_MIN) {
		(void)snprintf(text, sizeof(text), "%.0f settled points are under %d", l.n, WINDOWS_MIN);
	} else if (l.i_max - l.i_min < SPAN_A) {
		(void)snprintf(
			text, sizeof(text), "current span %.2f A is under %.2f A", l.i_max - l.i_min, SPAN_A);
	} else if (!has_middle(bins)) {
		(void)snprintf(
			text, sizeof(text), "only two levels of current were seen: two points make any line");
	} else if (!l.good || (l.r2 < R2_MIN && fabs(l.slope) > R2_OHM)) {
		(void)snprintf(text, sizeof(text), "volts do not follow amperes (r2 %.2f is under %.1f)",
			l.r2, R2_MIN);
	} else if (is_regulated(&l, v0)) {
		(void)snprintf(text, sizeof(text),
			"the device holds its input: the points lead to %.2f V, not to the %.2f V without load", l.offset, v0);
	} else {
		cd_feature_set(f, CD_FEATURE_SOURCE_IMPEDANCE, -l.slope * 1000, l.error * 1000);
		return;
	}
	cd_feature_why(f, CD_FEATURE_SOURCE_IMPEDANCE, text);
}

/* Points below 0.9 It must reach over a third of it, or the extrapolation is a guess. */
static bool reaches(const struct line *l, double top, double least)
{
	return l->good && l->n >= least && l->i_max - l->i_min >= KNEE_REACH * top;
}

static void knee(const struct cd_case *c, const struct cd_sketch *s, double v0, struct cd_features *f)
{
	double top = (double)f->shape.top_ua / 1e6, vt = (double)f->shape.top_uv / 1e6;
	struct line l = line_of_bins(&s->settled, KNEE_FROM * top, KNEE_TO * top);
	double sag = v0 - vt, extrapolated;

	if (sag < KNEE_SAG_MIN_V) {
		cd_feature_why(f, CD_FEATURE_KNEE, "the voltage does not sag");
		return;
	}
	if (!reaches(&l, top, WINDOWS_MIN) && rise_is_readable(c, s))
		l = line_of_bins(&s->rise, KNEE_FROM * top, KNEE_TO * top);
	if (!reaches(&l, top, RAMP_POINTS - 1)) {
		cd_feature_why(f, CD_FEATURE_KNEE,
			"the current was not seen between its limits (no ramp, no taper)");
		return;
	}
	if (is_regulated(&l, v0)) {
		cd_feature_why(f, CD_FEATURE_KNEE, "the device holds its input voltage: the current tells nothing of a limit");
		return;
	}
	extrapolated = l.offset + l.slope * top;
	cd_feature_set(f, CD_FEATURE_KNEE, (extrapolated - vt) / sag,
		fmin(KNEE_ERROR_MAX, l.error * (top - l.i / l.n) / sag + f->shape.top_error_uv / 1e6 / sag));
}

static double contract_error(int64_t contract_uv)
{
	return (double)contract_uv * CONTRACT_PERCENT / 100 / 2;
}

/* Under 3 V or over 5.5 V it was no 5 V to begin with. */
static bool is_of_5v(const struct cd_case *c, const struct cd_features *f)
{
	return f->shape.top_uv > PRESENT_UV && f->shape.top_uv < SAFE_5V_UV && !c->facts->high_voltage &&
	       !cd_known(cd_case_low_contract_uv(c));
}

/* Without a no-load segment the adapter may stand anywhere in 4.75-5.25 V (USB 2.0 §7.2.2): 5.0 ± 0.13 V. */
static void assumed_sag(const struct cd_case *c, struct cd_features *f)
{
	if (is_of_5v(c, f))
		cd_feature_set(
			f, CD_FEATURE_ASSUMED_SAG, ASSUMED_UV - (double)f->shape.top_uv, ASSUMED_ERROR_UV);
}

/* Without load the source stood at 9 V, say, and current was drawn at 5 V: two contracts, and no sag. */
static const char another_level[] = "volts without load and with it are of different contracts";

static bool stepped(int64_t v0_uv, int64_t v_uv)
{
	return v0_uv > STEPPED_FROM_UV && v0_uv - v_uv > STEPPED_UV;
}

/* Under its contract, where that is the larger. */
static void deepest_below(const struct cd_dips *d, struct cd_features *f)
{
	const struct cd_feature_value *already = &f->item[CD_FEATURE_DEEPEST_SAG];
	double sag = (double)d->below.uv - GOOD_ADAPTER_OHM * (double)d->below.ua;

	if (!cd_known(d->below.uv) || (already->known && already->value > sag))
		return;
	cd_feature_set(f, CD_FEATURE_DEEPEST_SAG, sag, contract_error(d->below.contract_uv));
}

static void deepest(const struct cd_case *c, double v0, double error, struct cd_features *f)
{
	const struct cd_electrical *e = c->session ? c->session->electrical : NULL;
	const struct cd_course *k = e ? &e->course : NULL;

	if (!k || !cd_known(k->dips.uv))
		cd_feature_why(f, CD_FEATURE_DEEPEST_SAG, "no current of 100 mA was seen to stand");
	else if (stepped((int64_t)v0, k->dips.uv))
		cd_feature_why(f, CD_FEATURE_DEEPEST_SAG, another_level);
	else
		cd_feature_set(f, CD_FEATURE_DEEPEST_SAG,
			v0 - (double)k->dips.uv - GOOD_ADAPTER_OHM * (double)k->dips.ua, error);
	if (k)
		deepest_below(&k->dips, f);
}

/* Without the voltage without load: where the source stood most of the time is the least of it. A smaller dip says nothing. */
static bool deepest_from_level(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_electrical *e = c->session ? c->session->electrical : NULL;
	const struct cd_dips *d = e ? &e->course.dips : NULL;
	double level = (double)f->shape.top_uv, more_ua, sag;

	if (!d || !cd_known(d->uv) || !is_of_5v(c, f))
		return false;
	more_ua = fmax(0, (double)(d->ua - f->shape.top_ua));
	sag = level - (double)d->uv - GOOD_ADAPTER_OHM * more_ua;
	if (sag < DEEP_UV)
		return false;
	cd_feature_set(f, CD_FEATURE_DEEPEST_SAG, sag, DEEPEST_ERROR_UV);
	return true;
}

struct ohms {
	double ohm, i_ua, span;
};

static int by_ohms(const void *a, const void *b)
{
	double x = ((const struct ohms *)a)->ohm, y = ((const struct ohms *)b)->ohm;

	return x < y ? -1 : x > y;
}

/* What arrives is what a good adapter may give at its own end: whatever was lost on the way, nobody misses it. */
static bool suffices(int64_t v0, int64_t v_uv)
{
	return v0 <= SAFE_5V_UV && v_uv >= SUFFICES_UV;
}

/* Not at the top current: where a contact warms up or a source weakens, the device has stepped back already. */
static bool worst_path(const struct cd_sketch *s, int64_t v0, double least_ua, struct ohms *ret)
{
	struct ohms o[CD_SERIES_MAX];
	double all = 0, sum = 0;
	size_t n = 0;

	for (size_t k = 0; k < s->n_series; k++) {
		const struct cd_window *w = &s->series[k];

		if ((double)w->i_ua < least_ua || w->v_min < w->v_uv / 100 * PATH_WHOLE_PERCENT || suffices(v0, w->v_uv))
			continue;
		o[n] = (struct ohms){ (double)(v0 - w->v_uv) / (double)w->i_ua, (double)w->i_ua,
			(double)(w->end_us - w->start_us) + 1 };
		all += o[n++].span;
	}
	qsort(o, n, sizeof(*o), by_ohms);
	for (size_t k = 0; k < n; k++) {
		sum += o[k].span;
		*ret = o[k];
		if (sum >= PATH_SHARE * all)
			break;
	}
	return n > 0;
}

static void path(const struct cd_sketch *s, int64_t v0, double error_uv, struct cd_features *f)
{
	double least = fmax(PATH_MIN_UA, PATH_PART * (double)f->shape.top_ua);
	struct ohms worst;

	if (!worst_path(s, v0, least, &worst)) {
		cd_feature_why(f, CD_FEATURE_PATH_RESISTANCE, "no current of 0.2 A stood at less than 4.75 V");
		return;
	}
	cd_feature_set(f, CD_FEATURE_PATH_RESISTANCE, worst.ohm * 1000,
		error_uv / worst.i_ua * 1000 + PATH_ERROR_MOHM);
	if (f->item[CD_FEATURE_CURRENT_RATIO].known)
		cd_feature_set(f, CD_FEATURE_STRAINED_RATIO,
			f->item[CD_FEATURE_CURRENT_RATIO].value * worst.i_ua / (double)f->shape.top_ua, 0);
}

/* Without current nothing is lost on the way: what the adapter's meter saw then is so at the device's end, too. */
static int64_t no_load(const struct cd_case *c, const struct cd_sketch *s, double *ret_error_uv)
{
	const struct cd_pair *p = &c->session->electrical->pair;
	uint64_t n;
	int64_t v0 = cd_sketch_v0_uv(s, &n);

	if (cd_known(v0)) {
		*ret_error_uv = NO_LOAD_ERROR_UV / sqrt((double)n);
	} else if (cd_pair_exists(p) && p->rest.n_source > 0) {
		*ret_error_uv = OTHER_END_ERROR_UV;
		v0 = llround(p->rest.source / p->rest.n_source * 1e6);
	}
	return v0;
}

void cd_cloud_features(const struct cd_case *c, const struct cd_sketch *s, struct cd_features *f)
{
	double error = 0;
	int64_t v0 = no_load(c, s, &error);

	if (!cd_known(v0)) {
		cd_feature_why(f, CD_FEATURE_NO_LOAD_VOLTAGE,
			"no volts without load were seen: begin 2 s before plugging in");
		cd_feature_why(f, CD_FEATURE_VOLTAGE_SAG, "the no-load voltage is unknown");
		cd_feature_why(f, CD_FEATURE_KNEE, "the no-load voltage is unknown");
	} else {
		cd_feature_set(f, CD_FEATURE_NO_LOAD_VOLTAGE, (double)v0, error);
	}
	if (cd_known(v0))
		deepest(c, (double)v0, fmax(error, DEEPEST_ERROR_UV), f);
	if (!f->shape.known || s->n_settled == 0) {
		cd_feature_why(f, CD_FEATURE_SOURCE_IMPEDANCE, "no current held still long enough");
		return;
	}
	if (cd_known(cd_case_low_contract_uv(c))) {
		v0 = cd_case_low_contract_uv(c);
		error = contract_error(v0);
		cd_feature_why(f, CD_FEATURE_SOURCE_IMPEDANCE, another_level);
	} else {
		impedance(c, s, cd_known(v0) ? (double)v0 / 1e6 : NAN, f);
	}
	if (!cd_known(f->shape.top_uv)) {
		cd_feature_why(f, CD_FEATURE_VOLTAGE_SAG, "drop-outs at every high current");
		return;
	}
	if (!cd_known(v0)) {
		/* At the adapter's end its own dip says more than the 5.0 V that it may have had. */
		if (c->position != CD_POSITION_SOURCE || !deepest_from_level(c, f))
			assumed_sag(c, f);
		return;
	}
	if (stepped(v0, f->shape.top_uv)) {
		cd_feature_why(f, CD_FEATURE_VOLTAGE_SAG, another_level);
		return;
	}
	error = sqrt(error * error + f->shape.top_error_uv * f->shape.top_error_uv);
	cd_feature_set(f, CD_FEATURE_VOLTAGE_SAG, (double)(v0 - f->shape.top_uv), error);
	path(s, v0, error, f);
	knee(c, s, (double)v0 / 1e6, f);
}
