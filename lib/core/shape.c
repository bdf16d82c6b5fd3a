/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shape.h"

#include <math.h>

#include "parameter.h"
#include "parameters/shape.def"
#include "parameters/window.def"

struct point {
	double t,
		span; /* s of observed time from the start, and to the next point: what is missing counts nowhere */
	double i;   /* A, opened */
	bool blind; /* nobody saw how the current came here from the point before */
};

static double seconds(int64_t us)
{
	return (double)us / 1e6;
}

/* Between two windows, or in one that most of is missing from. */
static bool is_blind(const struct cd_window *before, const struct cd_window *w, double span)
{
	double lost = seconds(before->lost_us + w->lost_us);

	return seconds(w->torn_us) >= BLIND_MIN_S || (lost >= BLIND_MIN_S && lost >= span);
}

static size_t points(const struct cd_window *w, size_t n, struct point *ret)
{
	double t = 0;

	for (size_t k = 0; k < n; k++) {
		int64_t until = k + 1 < n ? w[k + 1].start_us - w[k + 1].torn_us : w[k].end_us;

		ret[k].t = t;
		ret[k].span = seconds(until - w[k].start_us - w[k].lost_us);
		ret[k].i = fmax(0, (double)w[k].i_ua / 1e6); /* a meter's zero may lie below it */
		ret[k].blind = k > 0 && is_blind(&w[k - 1], &w[k], ret[k].span);
		t += ret[k].span;
	}
	if (n > 1 && ret[n - 1].span <= 0)
		ret[n - 1].span = ret[n - 2].span;
	return n;
}

/* The smallest (or largest) of the points within ±reach of each. */
static void filter(struct point *p, size_t n, double reach, bool smallest)
{
	double out[CD_SERIES_MAX + 2];
	size_t from = 0;

	for (size_t k = 0; k < n; k++) {
		double best = p[k].i;

		while (p[from].t < p[k].t - reach)
			from++;
		for (size_t m = from; m < n && p[m].t <= p[k].t + reach; m++)
			if (smallest ? p[m].i < best : p[m].i > best)
				best = p[m].i;
		out[k] = best;
	}
	for (size_t k = 0; k < n; k++)
		p[k].i = out[k];
}

/* Opening: bumps shorter than the reach go, everything longer stays as it is. */
static void open_bumps(struct point *p, size_t n)
{
	double reach = (p[n - 1].t + p[n - 1].span) * BUMP_PART / 2;

	if (reach < BUMP_MIN_S / 2.0)
		reach = BUMP_MIN_S / 2.0;
	if (reach > (p[n - 1].t + p[n - 1].span) / BUMP_MAX_PART)
		reach = (p[n - 1].t + p[n - 1].span) / BUMP_MAX_PART;
	filter(p, n, reach, true);
	filter(p, n, reach, false);
}

static int by_current(const void *a, const void *b)
{
	double x = ((const struct point *)a)->i, y = ((const struct point *)b)->i;

	return x < y ? -1 : x > y;
}

/* Nearly all of the time the current is at or below this. */
static double top_current(const struct point *p, size_t n)
{
	struct point sorted[CD_SERIES_MAX + 2];
	double all = 0, sum = 0;

	memcpy(sorted, p, n * sizeof(*p));
	qsort(sorted, n, sizeof(*p), by_current);
	for (size_t k = 0; k < n; k++)
		all += sorted[k].span;
	for (size_t k = 0; k < n; k++) {
		sum += sorted[k].span;
		if (sum >= TOP_SHARE * all)
			return sorted[k].i;
	}
	return sorted[n - 1].i;
}

static void read_top(
	const struct cd_window *w, const struct point *p, size_t n, double top, struct cd_shape *s)
{
	double v = 0, vv = 0, power = 0, weight = 0;
	size_t m = 0;

	s->top_ua = (int64_t)llround(top * 1e6);
	s->top_uv = s->mean_power_uw = CD_UNKNOWN;
	for (size_t k = 0; k < n; k++) {
		double span = p[k].span > 0 ? p[k].span : 1e-3;
		double volts = (double)w[k].v_uv / 1e6;

		s->flowing_s += p[k].span;
		if (p[k].i < TOP_WIDTH * top || w[k].v_min < w[k].v_uv / 10 * WHOLE_TENTHS)
			continue; /* not at the top, or a drop-out is in it */
		v += volts * span;
		vv += volts * volts * span;
		power += volts * p[k].i * span;
		weight += span;
		m++;
	}
	if (weight <= 0)
		return;
	s->top_uv = (int64_t)llround(v / weight * 1e6);
	s->mean_power_uw = (int64_t)llround(power / weight * 1e6);
	s->top_error_uv = m > 1 ? sqrt(fmax(0, vv / weight - v / weight * (v / weight)) / (double)m) * 1e6
				: TOP_ERROR_UV;
}

/* Within it, and from the one before; of a window of one sample only the latter is known. */
static bool stands(const struct cd_window *w, const struct point *p, size_t k)
{
	double most = STANDS_NEAR * (double)w[k].i_ua + STANDS_UA;

	return (double)(w[k].i_max - w[k].i_min) <= most && k > 0 && !p[k].blind &&
	       fabs((double)(w[k].i_ua - w[k - 1].i_ua)) <= most;
}

/* What a limit holds stands: it is not the highest that a device happened to draw. */
static void read_limited(const struct cd_window *w, const struct point *p, size_t n, double top, struct cd_shape *s)
{
	double at_top = 0, standing = 0;

	for (size_t k = 0; k < n; k++) {
		if ((double)w[k].i_ua / 1e6 < TOP_WIDTH * top)
			continue;
		at_top += p[k].span;
		standing += stands(w, p, k) ? p[k].span : 0;
	}
	s->limited = standing >= STANDS_S && standing >= STANDS_SHARE * at_top;
}

/* No zero error is as large as a load: the device gives, or the meter is the wrong way round. */
static bool flows_away(const struct cd_window *w, const struct point *p, size_t n)
{
	double all = 0, away = 0;

	for (size_t k = 0; k < n; k++) {
		all += p[k].span;
		away += w[k].i_ua <= -NO_LOAD_UA ? p[k].span : 0;
	}
	return away > AWAY_SHARE * all;
}

/* The decline from the last point near the level to the first far below it. */
static void read_decline(const struct point *p, size_t n, struct cd_shape *s)
{
	double level = 0, worst = 0, unseen = 0, drop, least;
	size_t from = 0, to;

	for (size_t k = 0; k < n; k++)
		level = p[k].i > level ? p[k].i : level;
	for (size_t k = 0; k < n; k++)
		if (p[k].i >= TAPER_FROM * level)
			from = k;
	for (to = from; to < n && p[to].i > TAPER_TO * level; to++)
		;
	drop = p[from].i - p[to < n ? to : n - 1].i;
	for (size_t k = from + 1; k < n && k <= to; k++)
		unseen += p[k].blind ? p[k - 1].i - p[k].i : 0;
	s->unseen = drop > 0 && unseen > EDGE_PART * drop;
	if (to == n) {
		s->decline_s = p[n - 1].t + p[n - 1].span - p[from].t - p[from].span;
		s->tapering =
			!s->unseen && p[n - 1].i < TAPERING_BELOW * level && s->decline_s >= TAPERING_MIN_S;
		return;
	}
	for (size_t k = from; k < to; k++)
		if (!p[k + 1].blind && p[k].i - p[k + 1].i > worst)
			worst = p[k].i - p[k + 1].i;
	s->decline_s = p[to].t - p[from].t - p[from].span + p[to].span;
	s->dropped = worst > EDGE_PART * drop;
	least = DECLINE_WINDOWS * p[from].span;
	s->tapered = !s->dropped && !s->unseen && s->decline_s >= (least > DECLINE_MIN_S ? least : DECLINE_MIN_S);
}

/* A straight line through the logarithms of n points; false where it is none. */
static bool fit_decline(const struct point *p, size_t n, struct cd_shape *s)
{
	double x = 0, y = 0, xx = 0, xy = 0, yy = 0, m = (double)n, slope, rest;

	for (size_t k = 0; k < n; k++) {
		double u = p[k].t + p[k].span / 2, v = log(fmax(p[k].i, 1e-6));

		x += u / m;
		y += v / m;
	}
	for (size_t k = 0; k < n; k++) {
		double u = p[k].t + p[k].span / 2 - x, v = log(fmax(p[k].i, 1e-6)) - y;

		xx += u * u;
		xy += u * v;
		yy += v * v;
	}
	if (xx <= 0 || xy >= 0)
		return false;
	slope = xy / xx;
	rest = yy - slope * xy;
	if (rest > FIT_REST * yy)
		return false;
	s->tau_s = -1 / slope;
	s->tau_error_s = s->tau_s * (FIT_PART + 2 * sqrt(fmax(0, rest) / (m - 2) / xx) * s->tau_s);
	return true;
}

/* Its time constant from the newest part: the cell's own falls as it fills. */
static void read_tau(const struct point *p, size_t n, struct cd_shape *s)
{
	double level = 0, now = p[n - 1].i;
	size_t top = 0, from;

	s->tau_s = s->tau_error_s = NAN;
	s->level_ua = llround(now * 1e6);
	for (size_t k = 0; k < n; k++)
		level = p[k].i > level ? p[k].i : level;
	for (size_t k = 0; k < n; k++)
		if (p[k].i >= FIT_FROM * level)
			top = k;
	for (from = n - 1; from > top && p[from - 1].i <= FIT_SPAN * now && !p[from].blind; from--)
		;
	if (s->dropped || s->unseen || now >= FIT_BELOW * level || n - from < FIT_POINTS ||
		p[n - 1].t - p[from].t < FIT_MIN_S || p[from].i < FIT_FALL * now)
		return;
	if (!fit_decline(p + from, n - from, s))
		return;
	s->late = p[top].t < FIT_LATE * s->tau_s;
}

/* The mean current of the end of the flow. */
static int64_t last_current(const struct cd_window *w, const struct point *p, size_t n)
{
	double sum = 0, weight = 0;

	while (n > 0 && weight < LAST_S) {
		double span = p[n - 1].span > 0 ? p[n - 1].span : 1e-3;

		n--;
		sum += (double)w[n].i_ua * span;
		weight += span;
	}
	return llround(sum / weight);
}

/* After a taper the charge is done where the current stays below the limit, or where it is gone while VBUS is there. */
static void read_end(const struct cd_window *w, const struct point *p, size_t n, double top, int64_t idle_ua,
	struct cd_shape *s)
{
	double limit = top * DONE_PART * 1e6 > DONE_UA ? top * DONE_PART * 1e6 : DONE_UA;
	size_t k = n;

	s->end_ua = last_current(w, p, n);
	if (!s->tapered)
		return;
	while (k > 0 && p[k - 1].i * 1e6 <= limit)
		k--;
	s->done = k < n || cd_known(idle_ua);
	if (!s->done)
		return;
	s->done_us = k < n ? w[k].start_us : w[n - 1].end_us;
	s->end_ua = k < n ? llround(p[n - 1].i * 1e6) : idle_ua;
}

/* The median of the first n points, and the share of their time that is near it. */
static double level_of(const struct point *p, size_t n, double *ret_share)
{
	struct point sorted[CD_SERIES_MAX + 2];
	double all = 0, near = 0, level;

	memcpy(sorted, p, n * sizeof(*p));
	qsort(sorted, n, sizeof(*p), by_current);
	level = sorted[n / 2].i;
	for (size_t k = 0; k < n; k++) {
		all += p[k].span;
		near += p[k].i > level * (1 - NEAR_PART) && p[k].i < level * (1 + NEAR_PART) ? p[k].span : 0;
	}
	*ret_share = all > 0 ? near / all : 0;
	return level;
}

/* What follows a pre-charge is the whole charge of an empty battery, what follows a full battery's rest is a part of a taper:
 * the current declines, in its time, soon after the step. */
static bool tops_up(const struct point *p, size_t n, size_t step_at, const struct cd_shape *s)
{
	double level = 0;
	size_t last = step_at;

	if (!s->tapered && !s->tapering)
		return false;
	for (size_t k = step_at; k < n; k++)
		level = p[k].i > level ? p[k].i : level;
	for (size_t k = step_at; k < n; k++)
		if (p[k].i >= TAPER_FROM * level)
			last = k;
	return p[last].t - p[step_at].t < EMPTY_MIN_S;
}

static bool is_held(const struct cd_window *w, double low)
{
	return (double)w->i_min / 1e6 >= low * (1 - HELD_NEAR) && (double)w->i_max / 1e6 <= low * (1 + HELD_NEAR);
}

/* So is what a charger puts into a cell, and what is added to it for a device in use: neither halves, nor goes beyond by as
 * much. */
static double held_share(const struct cd_window *w, const struct point *p, size_t n, double level)
{
	double all = 0, held = 0;

	for (size_t k = 0; k < n; k++) {
		all += p[k].span;
		held += is_held(&w[k], level > 0 ? level : (double)w[k].i_ua / 1e6) ? p[k].span : 0;
	}
	return all > 0 ? held / all : 0;
}

static void read_held(const struct cd_window *w, const struct point *p, size_t n, struct cd_shape *s)
{
	double share, level = level_of(p, n, &share);

	if (held_share(w, p, n, level) >= HELD_SHARE)
		s->held_ua = llround(level * 1e6);
}

/* A charger in its pre-charge holds its current and gives nothing in between. A contact that comes and goes does, and a
 * device that rests draws now this and now that: what opening leaves of either is a plateau. */
static bool is_wandering(const struct cd_window *w, const struct point *p, size_t n, double low, double top)
{
	double all = 0, high = 0;

	for (size_t k = 0; k < n; k++) {
		all += p[k].span;
		high += (double)w[k].i_ua / 1e6 > PLATEAU_PART * top ? p[k].span : 0;
	}
	return high > WANDER_SHARE * all || held_share(w, p, n, low) < HELD_SHARE;
}

/* A charger holds its pre-charge, and the input current rises with the cell's volts. What falls is a leak that dries. */
static bool is_falling(const struct point *p, size_t n)
{
	double share;

	return n >= THIRDS * THIRDS &&
	       level_of(p + n - n / THIRDS, n / THIRDS, &share) < FALLING_TO * level_of(p, n / THIRDS, &share);
}

/* What follows a pre-charge lasts. A device in use is back where its charge stood before. */
static bool falls_back(const struct point *p, size_t n, size_t step_at, double low)
{
	size_t k = step_at;

	while (k < n && p[k].i > low * (1 + NEAR_PART))
		k++;
	return k < n && p[k].t - p[step_at].t < PLATEAU_MIN_S;
}

/* Everything before the first rise to near the top, if most of it stood at one low level; a protection that opens first
 * (a wake-up current of some 35 mA) makes a lower one before it, and then the later counts. */
static void read_step(const struct cd_window *w, const struct point *p, size_t n, double top, struct cd_shape *s)
{
	double low = 0, share = 0;
	size_t k = 0, from = 0;

	while (k < n && p[k].i < STEP_PART * top)
		k++;
	if (k < 2 || k == n || p[k].t < PLATEAU_MIN_S)
		return;
	for (size_t part = 0; part < PARTS && share < LEVEL_SHARE; part++) {
		from = k * part / PARTS;
		if (p[k].t - p[from].t < PLATEAU_MIN_S)
			return;
		low = level_of(p + from, k - from, &share);
	}
	if (share < LEVEL_SHARE || low > PLATEAU_PART * top || low < PLATEAU_MIN_A)
		return;
	if (from > 0 && (level_of(p, from, &share) >= low || share < LEVEL_SHARE))
		return; /* a slope, and no two levels */
	if (is_wandering(w + from, p + from, k - from, low, top) || is_falling(p + from, k - from))
		return;
	if (falls_back(p, n, k, low) || held_share(w + k, p + k, n - k, 0) < HELD_SHARE)
		return; /* a device that plays rises from its standby, too */
	s->leapt = p[k].blind; /* a suspended machine may wake up beside another device */
	s->topped_up = !s->leapt && tops_up(p, n, k, s);
	if (s->leapt || s->topped_up)
		return;
	s->stepped = true;
	s->step_at = k;
	s->pre_charge_s = p[k].t;
	s->step = top / low;
}

static void read_flat(const struct point *p, size_t n, struct cd_shape *s)
{
	double now = p[n - 1].i;
	size_t k = n;

	while (k > 0 && fabs(p[k - 1].i - now) <= FLAT_PART * now + FLAT_A)
		k--;
	if (k < n)
		s->flat_s = p[n - 1].t + p[n - 1].span - p[k].t;
}

static void add_phase(struct cd_shape *s, enum cd_phase phase, int64_t start_us)
{
	if (s->n_phases > 0 && s->phase[s->n_phases - 1].start_us >= start_us)
		s->n_phases--;
	if (s->n_phases < CD_PHASES_MAX)
		s->phase[s->n_phases++] = (struct cd_phase_span){ .phase = phase, .start_us = start_us };
}

static void read_phases(const struct cd_window *w, const struct point *p, size_t n, int64_t start_us,
	int64_t idle_ua, struct cd_shape *s)
{
	double top = (double)s->top_ua / 1e6;
	int64_t charge_us = start_us;
	size_t from = 0, last80 = 0;

	add_phase(s, CD_PHASE_DETECT, start_us);
	if (s->stepped) {
		add_phase(s, CD_PHASE_PRE_CHARGE, w[0].start_us);
		charge_us = w[s->step_at].start_us;
	} else {
		while (from < n && p[from].i < STARTED_PART * top)
			from++;
		if (from < n)
			charge_us = w[from].start_us;
	}
	if (s->flowing_s >= STARTED_MIN_S || s->stepped)
		add_phase(s, CD_PHASE_CONSTANT_CURRENT, charge_us);
	for (size_t k = 0; k < n; k++)
		if (p[k].i >= TAPER_FROM * top)
			last80 = k;
	if ((s->tapered || s->tapering) && last80 + 1 < n)
		add_phase(s, CD_PHASE_TAPER, w[last80 + 1].start_us);
	if (s->done)
		add_phase(s, CD_PHASE_DONE, s->done_us);
	else if (cd_known(idle_ua))
		add_phase(s, CD_PHASE_IDLE, w[n - 1].end_us);
}

void cd_shape_read(
	const struct cd_window *series, size_t n, int64_t start_us, int64_t idle_ua, struct cd_shape *ret)
{
	struct point p[CD_SERIES_MAX + 2];
	double top;

	memset(ret, 0, sizeof(*ret));
	ret->done_us = CD_UNKNOWN;
	ret->tau_s = ret->tau_error_s = NAN;
	ret->held_ua = CD_UNKNOWN;
	if (n == 0)
		return;
	ret->known = true;
	points(series, n, p);
	ret->away = flows_away(series, p, n);
	top = top_current(p, n);
	read_top(series, p, n, top, ret);
	read_limited(series, p, n, top, ret);
	read_held(series, p, n, ret);
	open_bumps(p, n);
	read_decline(p, n, ret);
	read_tau(p, n, ret);
	read_step(series, p, n, top_current(p, n), ret);
	read_flat(p, n, ret);
	read_end(series, p, n, top, idle_ua, ret);
	read_phases(series, p, n, start_us, idle_ua, ret);
}
