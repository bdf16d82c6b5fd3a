/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the windows of two ends show. A cable is a resistor, so its line needs no middle to be believed; what is before
 * the first meter may have a knee, and does.
 *
 * Errors: the scatter of the windows; the meters' resolution, which makes no scatter when it is coarse; and their gains.
 */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "pair.h"

#include "parameter.h"
#include "parameters/line.def"
#include "parameters/pair.def"

struct fit {
	double n, i, v, ii, iv, vv; /* sums */
	double i_min, i_max;
	double slope, offset, error, offset_error, r2;
	bool good;
};

static void fit_add(struct fit *f, double n, double i, double v, double vv)
{
	if (n <= 0)
		return;
	i /= n;
	f->i_min = f->n > 0 ? fmin(f->i_min, i) : i;
	f->i_max = f->n > 0 ? fmax(f->i_max, i) : i;
	f->n += n;
	f->i += i * n;
	f->v += v;
	f->ii += i * i * n;
	f->iv += i * v;
	f->vv += vv;
}

static void fit_bins(struct fit *f, const struct cd_bins *b)
{
	for (size_t k = 0; k < CD_BINS; k++)
		fit_add(f, b->bin[k].n, b->bin[k].i, b->bin[k].v, b->bin[k].vv);
}

static void fit_solve(struct fit *f)
{
	double sxx = f->ii - f->i * f->i / f->n;
	double syy = f->vv - f->v * f->v / f->n;
	double sxy = f->iv - f->i * f->v / f->n;
	double rest, s2;

	if (f->n < 3 || sxx <= 1e-9)
		return;
	f->slope = sxy / sxx;
	f->offset = (f->v - f->slope * f->i) / f->n;
	rest = fmax(0, syy - f->slope * sxy);
	s2 = rest / (f->n - 2);
	f->error = sqrt(s2 / sxx);
	f->offset_error = sqrt(s2 * f->ii / f->n / sxx);
	f->r2 = syy > 1e-12 ? 1 - rest / syy : 0;
	f->good = true;
}

/* A step's rounding, as a standard deviation. */
static double rounding(const struct cd_pair_side *s)
{
	return (cd_known(s->step_uv) ? (double)s->step_uv / 1e6 : STEP_V) / sqrt(12);
}

static double both_roundings(const struct cd_pair *p)
{
	return hypot(rounding(&p->side[CD_PAIR_SOURCE]), rounding(&p->side[CD_PAIR_DEVICE]));
}

static void set(struct cd_pair_value *v, double value, double error)
{
	*v = (struct cd_pair_value){ .known = true, .value = value, .error = error };
}

static void CD_PRINTF(2, 3) why(struct cd_pair_value *v, const char *fmt, ...)
{
	va_list ap;

	*v = (struct cd_pair_value){ 0 };
	va_start(ap, fmt);
	(void)vsnprintf(v->reason, sizeof(v->reason), fmt, ap);
	va_end(ap);
}

/* Of a slope: scatter, the rounding of its two ends, the gain of the current. */
static double slope_error(const struct fit *f, double rounded)
{
	return sqrt(
		f->error * f->error + 2 * pow(rounded / (f->i_max - f->i_min), 2) + pow(GAIN * f->slope, 2));
}

static bool refuse(const struct cd_pair *p, struct cd_pair_value *v)
{
	double all = (double)(p->n + p->n_differ), differ = (double)p->n_differ;

	if (differ > DIFFER_PART * all)
		why(v, "the two meters see different currents (%.2f A and %.2f A)",
			p->differ[CD_PAIR_SOURCE] / differ, p->differ[CD_PAIR_DEVICE] / differ);
	else if (p->n == 0)
		why(v, "no current held still long enough at both ends");
	else if (p->n + (uint64_t)p->rest.n < WINDOWS_MIN)
		why(v, "%.0f settled windows of both meters are under %d", (double)p->n + p->rest.n,
			WINDOWS_MIN);
	else
		return false;
	return true;
}

/* The current stood still: ohms as volts over amperes, as good as the meters agree. */
static void steady(const struct cd_pair *p, struct cd_pair_value *v)
{
	struct fit f = { 0 };
	double amps, ohms;

	fit_bins(&f, &p->across);
	amps = f.i / f.n;
	ohms = f.v / f.n / amps;
	if (amps < STEADY_MIN_A)
		why(v, "%.2f A are too little to show a cable", amps);
	else
		set(v, ohms, hypot(hypot(OFFSET_V, both_roundings(p)) / amps, GAIN * ohms));
}

static double mean_error(double n, double sum, double sum_sq)
{
	double m = sum / n;

	return sqrt(fmax(0, sum_sq / n - m * m) / n);
}

/* What the two meters differ by without load, or what they may where nobody looked. */
static double zero(const struct cd_pair_rest *r)
{
	return r->n > 0 ? r->across / r->n : 0;
}

static double zero_error(const struct cd_pair_rest *r)
{
	return r->n > 0 ? mean_error(r->n, r->across, r->across_sq) : OFFSET_V;
}

/* They agreed without load; or their currents rise and fall together, which those of two lines do not. */
static bool on_one_line(const struct cd_pair_rest *r, double span_a)
{
	return r->n >= REST_MIN ? fabs(zero(r)) <= OFFSET_MAX_V : span_a >= SAME_LINE_A;
}

/* They are on one line, and no straight one leads to zero: what is between them changes, as contacts do that warm up. The
 * mean of its ohms, and how far they spread. */
static bool changing(const struct cd_pair *p, double span_a, struct cd_pair_value *v)
{
	double rest = zero(&p->rest), n = 0, sum = 0, sum_sq = 0, amps_sum = 0, mean, offset;

	if (!on_one_line(&p->rest, span_a))
		return false;
	for (size_t k = 0; k < CD_BINS; k++) {
		const struct cd_bin *b = &p->across.bin[k];
		double volts, amps, ohm, within;

		if (b->n == 0 || b->i / b->n < STEADY_MIN_A)
			continue;
		volts = b->v / b->n;
		amps = b->i / b->n;
		ohm = (volts - rest) / amps;
		within = fmax(0, b->vv / b->n - volts * volts) / (amps * amps);
		n += b->n;
		amps_sum += b->i;
		sum += ohm * b->n;
		sum_sq += (ohm * ohm + within) * b->n;
	}
	if (n < WINDOWS_MIN)
		return false;
	mean = sum / n;
	offset = zero_error(&p->rest) / (amps_sum / n);
	set(v, mean, hypot(hypot(sqrt(fmax(0, sum_sq / n - mean * mean)), GAIN * mean), offset));
	return true;
}

static void across(const struct cd_pair *p, struct cd_pair_result *ret)
{
	struct fit f = { 0 };
	double error;

	fit_add(&f, p->rest.n, p->rest.i, p->rest.across, p->rest.across_sq);
	fit_bins(&f, &p->across);
	fit_solve(&f);
	ret->windows = (unsigned)f.n;
	if (!f.good || f.i_max - f.i_min < SPAN_A) {
		steady(p, &ret->cable);
		return;
	}
	ret->offset_v = f.offset;
	ret->span_a = f.i_max - f.i_min;
	ret->r2 = f.r2;
	error = slope_error(&f, both_roundings(p));
	if (fabs(f.offset) > OFFSET_MAX_V + OFFSET_SIGMAS * hypot(f.offset_error, both_roundings(p))) {
		if (changing(p, ret->span_a, &ret->cable))
			return;
		why(&ret->cable, "without current the two meters differ by %.2f V: they are not on one line",
			fabs(f.offset));
	} else if (f.r2 < R2_MIN && fabs(f.slope) > R2_OHM) {
		if (changing(p, ret->span_a, &ret->cable))
			return;
		why(&ret->cable, "the volts across do not follow the amperes (r2 %.2f is under %.1f)", f.r2,
			R2_MIN);
	} else {
		set(&ret->cable, f.slope, error);
	}
}

/* Either form may say it: nothing between two points of one line gives volts. */
static void check_swapped(struct cd_pair_value *v)
{
	if (v->known && v->value < SWAPPED_OHM - OFFSET_SIGMAS * v->error)
		why(v, "the volts are higher at the device's end: the meters' places are swapped");
}

static bool has_middle(const struct cd_bins *b, const struct fit *f)
{
	double quarter = (f->i_max - f->i_min) / MIDDLE_PART;

	for (size_t k = 0; k < CD_BINS; k++) {
		double i = b->bin[k].n ? b->bin[k].i / b->bin[k].n : -1;

		if (i >= f->i_min + quarter && i <= f->i_max - quarter)
			return true;
	}
	return false;
}

/* What is before the first meter need not be a line. */
static void before(const struct cd_pair *p, struct cd_pair_value *v)
{
	struct fit f = { 0 };

	fit_bins(&f, &p->source);
	fit_solve(&f);
	if (f.n < WINDOWS_MIN)
		why(v, "%.0f settled windows are under %d", f.n, WINDOWS_MIN);
	else if (f.i_max - f.i_min < SPAN_A)
		why(v, "current span %.2f A is under %.2f A", f.i_max - f.i_min, SPAN_A);
	else if (!has_middle(&p->source, &f))
		why(v, "only two levels of current were seen: two points make any line");
	else if (!f.good || (f.r2 < R2_MIN && fabs(f.slope) > R2_OHM))
		why(v, "volts do not follow amperes (r2 %.2f is under %.1f)", f.r2, R2_MIN);
	else
		set(v, -f.slope, slope_error(&f, rounding(&p->side[CD_PAIR_SOURCE])));
}

/* The mean of the windows at the top current: from the last bin down to a twentieth of them all, then as far as a tenth
 * below that current. */
struct top {
	double n, i, v, vv;
};

static struct top top_of(const struct cd_bins *b, double all)
{
	struct top t = { 0 };
	double least = INFINITY;

	for (size_t k = CD_BINS; k-- > 0;) {
		const struct cd_bin *bin = &b->bin[k];

		if (bin->n == 0)
			continue;
		if (t.n >= all / TOP_PART && isinf(least) && t.n > 0)
			least = TOP_WIDTH * t.i / t.n;
		if (!isinf(least) && bin->i / bin->n < least)
			break;
		t.n += bin->n;
		t.i += bin->i;
		t.v += bin->v;
		t.vv += bin->vv;
	}
	return t;
}

static void sags(const struct cd_pair *p, struct cd_pair_result *ret)
{
	struct top s = top_of(&p->source, (double)p->n), x = top_of(&p->across, (double)p->n);
	const struct cd_pair_rest *r = &p->rest;
	double sag, cable, sag_error, cable_error, part;

	if (r->n_source == 0) {
		why(&ret->sag, "no volts without load were seen: begin 2 s before plugging in");
		ret->share = ret->sag;
		return;
	}
	sag = r->source / r->n_source - s.v / s.n;
	sag_error = hypot(hypot(mean_error(r->n_source, r->source, r->source_sq), mean_error(s.n, s.v, s.vv)),
		sqrt(2) * rounding(&p->side[CD_PAIR_SOURCE]));
	set(&ret->sag, sag, sag_error);
	cable = x.v / x.n - zero(r);
	cable_error = hypot(hypot(zero_error(r), mean_error(x.n, x.v, x.vv)), sqrt(2) * both_roundings(p));
	if (fmax(0, sag) + cable < SHARE_SAG_MIN_V) {
		why(&ret->share, "the voltage does not sag");
		return;
	}
	/* A source that compensates its cable rises: it takes nothing then. */
	part = fmin(1, fmax(0, cable / (fmax(0, sag) + cable)));
	set(&ret->share, part, hypot(cable_error * (1 - part), sag_error * part) / (fmax(0, sag) + cable));
}

void cd_pair_read(const struct cd_pair *p, struct cd_pair_result *ret)
{
	struct cd_pair copy = *p;
	struct cd_pair_value refused = { 0 };

	*ret = (struct cd_pair_result){ .offset_v = NAN, .r2 = NAN, .span_a = NAN };
	cd_pair_gap(&copy);
	if (refuse(&copy, &refused)) {
		ret->cable = ret->adapter = ret->sag = ret->share = refused;
		return;
	}
	across(&copy, ret);
	check_swapped(&ret->cable);
	before(&copy, &ret->adapter);
	sags(&copy, ret);
	if (!ret->cable.known)
		ret->share = ret->cable;
}
