/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sketch.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/sketch.def"
#include "parameters/window.def"

static void totals_reset(struct cd_totals *t)
{
	*t = (struct cd_totals){
		.v_min = INT64_MAX, .v_max = INT64_MIN, .i_min = INT64_MAX, .i_max = INT64_MIN
	};
}

void cd_sketch_reset(struct cd_sketch *s, int64_t settle_us, int64_t flow_ua)
{
	memset(s, 0, sizeof(*s));
	s->base_us = BASE_US;
	if (cd_known(settle_us) && settle_us < WINDOW_MAX_US && settle_us * SETTLE_FACTOR > BASE_US)
		s->base_us = settle_us * SETTLE_FACTOR;
	s->rest_us = s->base_us;
	if (cd_known(settle_us) && settle_us < WINDOW_MAX_US)
		s->rest_us = settle_us * SETTLE_FACTOR;
	s->volts = (struct cd_volts){ CD_UNKNOWN, CD_UNKNOWN };
	s->flow_ua = flow_ua;
	s->merge = 1;
	s->settled.width_ua = s->rise.width_ua = BIN_UA;
	s->i_sustained_ua = s->v_sustained_uv = s->interval_us = s->pace_us = s->no_load_ua = CD_UNKNOWN;
	totals_reset(&s->total);
	totals_reset(&s->tail);
}

/* Halves the resolution: bins 2k and 2k+1 become bin k. */
static void bins_widen(struct cd_bins *b)
{
	for (size_t k = 0; k < CD_BINS / 2; k++) {
		struct cd_bin l = b->bin[2 * k], h = b->bin[2 * k + 1];

		b->bin[k] =
			(struct cd_bin){ .n = l.n + h.n, .v = l.v + h.v, .i = l.i + h.i, .vv = l.vv + h.vv };
	}
	memset(&b->bin[CD_BINS / 2], 0, sizeof(b->bin) / 2);
	b->width_ua *= 2;
}

void cd_bins_add(struct cd_bins *b, int64_t v_uv, int64_t i_ua)
{
	double v = (double)v_uv / 1e6;
	struct cd_bin *bin;

	if (i_ua < 0)
		i_ua = 0;
	while (i_ua >= b->width_ua * CD_BINS)
		bins_widen(b);
	bin = &b->bin[i_ua / b->width_ua];
	bin->n++;
	bin->v += v;
	bin->i += (double)i_ua / 1e6;
	bin->vv += v * v;
}

static struct cd_window window_join(const struct cd_window *a, const struct cd_window *b)
{
	int64_t na = (int64_t)a->n, nb = (int64_t)b->n, n = na + nb;

	return (struct cd_window){
		.start_us = a->start_us,
		.end_us = b->end_us,
		.n = (uint64_t)n,
		.v_uv = (a->v_uv * na + b->v_uv * nb) / n,
		.i_ua = (a->i_ua * na + b->i_ua * nb) / n,
		.v_min = a->v_min < b->v_min ? a->v_min : b->v_min,
		.v_max = a->v_max > b->v_max ? a->v_max : b->v_max,
		.i_min = a->i_min < b->i_min ? a->i_min : b->i_min,
		.i_max = a->i_max > b->i_max ? a->i_max : b->i_max,
		.torn_us = a->torn_us,
		.lost_us = a->lost_us + b->torn_us + b->lost_us,
		.moving = a->moving || b->moving,
	};
}

/* Joins neighbours; `over`: even over missing time. */
static void series_pair(struct cd_sketch *s, bool over)
{
	size_t to = 0;

	for (size_t k = 0; k < s->n_series; to++) {
		bool pair = k + 1 < s->n_series && (over || s->series[k + 1].torn_us == 0);

		s->series[to] = pair ? window_join(&s->series[k], &s->series[k + 1]) : s->series[k];
		k += pair ? 2 : 1;
	}
	s->n_series = to;
}

/* More than this is torn too often to be kept apart. */
#define TORN_MAX (CD_SERIES_MAX / 4 * 3)

static void series_halve(struct cd_sketch *s)
{
	series_pair(s, false);
	if (s->n_series > TORN_MAX)
		series_pair(s, true);
	s->merge *= 2;
}

static void series_add(struct cd_sketch *s, const struct cd_window *w)
{
	if (s->n_series > 0 && s->merging < s->merge && w->torn_us == 0) {
		struct cd_window *last = &s->series[s->n_series - 1];

		*last = window_join(last, w);
		s->merging++;
		return;
	}
	if (s->n_series == CD_SERIES_MAX)
		series_halve(s);
	s->series[s->n_series++] = *w;
	s->merging = 1;
}

static int64_t band(int64_t i_ua)
{
	int64_t part = i_ua / SETTLED_PART;

	return part > SETTLED_UA ? part : SETTLED_UA;
}

static bool is_settled(const struct cd_sketch *s, const struct cd_window *w)
{
	int64_t step = s->has_last ? w->i_ua - s->last.i_ua : 0;

	if (w->v_min < w->v_uv / 10 * WHOLE_TENTHS)
		return false; /* a drop-out is in it */
	return w->i_max - w->i_min <= band(w->i_ua) && (step < 0 ? -step : step) <= band(w->i_ua);
}

static void sustain_v(struct cd_sketch *s, const struct cd_window *w)
{
	if (!cd_known(s->v_sustained_uv) || w->v_min > s->v_sustained_uv)
		s->v_sustained_uv = w->v_min;
}

static void sustain(struct cd_sketch *s, const struct cd_window *w)
{
	int64_t low = INT64_MAX;

	sustain_v(s, w);
	s->sustain_i[s->n_sustain++ % CD_SUSTAIN] = w->i_ua;
	if (s->n_sustain < CD_SUSTAIN)
		return;
	for (size_t k = 0; k < CD_SUSTAIN; k++)
		low = s->sustain_i[k] < low ? s->sustain_i[k] : low;
	if (!cd_known(s->i_sustained_ua) || low > s->i_sustained_ua)
		s->i_sustained_ua = low;
}

/* A voltage that is there and steady: not a plug that settles, not what is left after it was pulled, not a meter's way there. */
static bool stands(const struct cd_window *w)
{
	return !w->moving && w->v_min > PRESENT_UV && w->v_min > w->v_uv / 100 * STANDS_PERCENT;
}

/* From the other side: these are no volts without load. */
static bool is_fed(const struct cd_window *w)
{
	return w->i_ua <= -NO_LOAD_UA;
}

static void rest_add(struct cd_rest *r, uint64_t n, double v)
{
	r->n += n;
	r->v += v;
}

void cd_sketch_no_load(struct cd_sketch *s, const struct cd_window *w)
{
	if (w->i_ua >= NO_LOAD_UA || is_fed(w) || !stands(w))
		return;
	if (!s->loaded && w->v_min > SAFE_5V_UV) /* too much is too much before the device is there, too */
		sustain_v(s, w);
	if (!s->loaded && (!cd_known(s->no_load_ua) || w->i_min < s->no_load_ua))
		s->no_load_ua = w->i_min;
	rest_add(s->loaded ? &s->no_load_paused : &s->no_load, 1, (double)w->v_uv / 1e6);
}

int64_t cd_sketch_v0_uv(const struct cd_sketch *s, uint64_t *ret_n)
{
	const struct cd_rest *r = s->no_load.n > 0 ? &s->no_load : &s->no_load_paused;

	if (ret_n)
		*ret_n = r->n;
	return r->n > 0 ? (int64_t)(r->v / (double)r->n * 1e6 + 0.5) : CD_UNKNOWN;
}

/* Before anything flows only the time with volts is the session's: a source that comes late, or has gone, is no drop-out. */
static bool is_dark(const struct cd_sketch *s, const struct cd_window *w)
{
	return s->n_series == 0 && w->n > 0 && w->v_min < PRESENT_UV;
}

/* A rest after a charge, and then somebody takes it off: it rested. Volts that go with the current, or soon after it, are no
 * rest; they may come back to one. */
static void stood_add(struct cd_stood *t, const struct cd_window *w)
{
	if (t->over)
		return;
	if (w->v_min < THERE_UV) {
		t->over = t->n > 0 && t->end_us - t->start_us >= STOOD_US;
		t->n = t->over ? t->n : 0;
		return;
	}
	if (t->n == 0)
		*t = (struct cd_stood){ .start_us = w->start_us };
	t->end_us = w->end_us;
	t->i += w->i_ua * (int64_t)w->n;
	t->n += w->n;
}

static void idle_window(struct cd_sketch *s, const struct cd_window *w)
{
	bool first = s->idle.n == 0 || is_dark(s, &s->idle);

	stood_add(&s->stood, w);
	if (!first && is_dark(s, w))
		return;
	s->idle = first ? *w : window_join(&s->idle, w);
	s->idle_v = (first ? 0 : s->idle_v) + w->v_uv * (int64_t)w->n;
	s->idle_i = (first ? 0 : s->idle_i) + w->i_ua * (int64_t)w->n;
	s->idle.v_uv = s->idle_v / (int64_t)s->idle.n;
	s->idle.i_ua = s->idle_i / (int64_t)s->idle.n;
	if (w->v_min > SAFE_5V_UV) /* counts without current, too: protection has opened then */
		sustain_v(s, w);
	if (is_fed(w) || !stands(w))
		return;
	rest_add(&s->no_load_tail, 1, (double)w->v_uv / 1e6);
}

static void commit_idle(struct cd_sketch *s)
{
	if (s->idle.n == 0)
		return;
	series_add(s, &s->idle);
	s->idle.n = 0;
	s->stood = (struct cd_stood){ 0 };
	rest_add(s->loaded ? &s->no_load_paused : &s->no_load, s->no_load_tail.n, s->no_load_tail.v);
	s->no_load_tail = (struct cd_rest){ 0 };
}

static void flowing_window(struct cd_sketch *s, const struct cd_window *w)
{
	commit_idle(s);
	series_add(s, w);
	sustain(s, w);
	s->loaded |= w->i_ua >= NO_LOAD_UA;
	cd_sketch_no_load(s, w);
	if (is_settled(s, w)) {
		cd_bins_add(&s->settled, w->v_uv, w->i_ua);
		s->n_settled++;
	}
}

static void close_window(struct cd_sketch *s, const struct cd_window *w)
{
	if (w->i_ua < s->flow_ua)
		idle_window(s, w);
	else
		flowing_window(s, w);
	s->last = *w;
	s->has_last = true;
}

bool cd_sketch_flush(struct cd_sketch *s)
{
	struct cd_window *w = &s->open;

	if (w->n == 0)
		return false;
	w->v_uv = s->sum_v / (int64_t)w->n;
	w->i_ua = s->sum_i / (int64_t)w->n;
	close_window(s, w);
	memset(w, 0, sizeof(*w));
	s->sum_v = s->sum_i = 0;
	return true;
}

/*
 * A meter that smooths takes its time to show what the line has done at once. Each sample of the way is off by itself, however
 * still it looks among its neighbours:
 *
 *     V │        ╭──────────   the line
 *       │        │   _.-~~~    the meter
 *       │        │ .´  │
 *       │  ──────╯´    └ moving until this has stayed within MOVED_PERCENT for as long as the meter needs
 */
static bool is_moving(struct cd_sketch *s, int64_t t_us, int64_t v)
{
	struct cd_volts *x = &s->volts;

	if (!cd_known(x->uv))
		*x = (struct cd_volts){ v, t_us - s->rest_us };
	else if (llabs(v - x->uv) > llabs(x->uv > v ? x->uv : v) / 100 * MOVED_PERCENT)
		*x = (struct cd_volts){ v, t_us };
	return t_us - x->since_us < s->rest_us;
}

static void window_sample(struct cd_sketch *s, int64_t t_us, int64_t v, int64_t i)
{
	struct cd_window *w = &s->open;
	bool moving = is_moving(s, t_us, v);

	if (w->n == 0) {
		w->start_us = t_us;
		w->torn_us = s->torn_us;
		s->torn_us = 0;
		w->v_min = w->v_max = v;
		w->i_min = w->i_max = i;
	}
	w->n++;
	w->end_us = t_us;
	w->moving |= moving;
	s->sum_v += v;
	s->sum_i += i;
	w->v_min = v < w->v_min ? v : w->v_min;
	w->v_max = v > w->v_max ? v : w->v_max;
	w->i_min = i < w->i_min ? i : w->i_min;
	w->i_max = i > w->i_max ? i : w->i_max;
}

static void totals_sample(struct cd_totals *t, int64_t v, int64_t i)
{
	t->samples++;
	t->v_min = v < t->v_min ? v : t->v_min;
	t->v_max = v > t->v_max ? v : t->v_max;
	t->i_min = i < t->i_min ? i : t->i_min;
	t->i_max = i > t->i_max ? i : t->i_max;
}

static void totals_span(struct cd_totals *t, int64_t v, int64_t i, int64_t dt)
{
	double seconds = (double)dt / 1e6;

	t->energy += (__int128)v * i * dt;
	t->charge += (__int128)i * dt;
	t->seconds += seconds;
	t->v_sum += (double)v / 1e6 * seconds;
	t->i_sum += (double)i / 1e6 * seconds;
}

static void totals_fold(struct cd_totals *to, struct cd_totals *from)
{
	if (from->samples == 0 && from->seconds <= 0)
		return;
	to->samples += from->samples;
	to->v_min = from->v_min < to->v_min ? from->v_min : to->v_min;
	to->v_max = from->v_max > to->v_max ? from->v_max : to->v_max;
	to->i_min = from->i_min < to->i_min ? from->i_min : to->i_min;
	to->i_max = from->i_max > to->i_max ? from->i_max : to->i_max;
	to->energy += from->energy;
	to->charge += from->charge;
	to->seconds += from->seconds;
	to->v_sum += from->v_sum;
	to->i_sum += from->i_sum;
	totals_reset(from);
}

static bool is_hole(const struct cd_sketch *s, int64_t dt)
{
	int64_t hole = cd_known(s->interval_us) ? s->interval_us * HOLE_FACTOR : INT64_MAX;

	return s->has_prior && dt > (hole > HOLE_MIN_US ? hole : HOLE_MIN_US);
}

/* Time without samples, told by a gap before or seen only now. True when it closed a window. */
static bool skip_missing(struct cd_sketch *s, int64_t t_us)
{
	int64_t dt = s->sampled ? t_us - s->last_us : 0;
	bool closed = false;

	s->hole_us = 0;
	if (is_hole(s, dt)) {
		closed = cd_sketch_flush(s);
		s->has_prior = s->has_last = false;
		s->n_sustain = 0;
		s->hole_us = dt;
	}
	if (s->sampled && !s->has_prior && dt > 0)
		s->torn_us += dt;
	return closed;
}

static void follow(int64_t *interval_us, int64_t dt)
{
	*interval_us = cd_known(*interval_us) ? *interval_us + (dt - *interval_us) / INTERVAL_PART : dt;
}

/* The span from the sample before belongs to what flowed then. Across a hole nothing is known to have flowed. */
static void integrate(struct cd_sketch *s, int64_t t_us)
{
	int64_t dt = t_us - s->last_us;

	if (!s->has_prior || dt <= 0)
		return;
	follow(&s->interval_us, dt);
	if (s->last_i >= s->flow_ua)
		follow(&s->pace_us, dt);
	totals_span(s->last_i < s->flow_ua ? &s->tail : &s->total, s->last_v, s->last_i, dt);
}

static void rise_sample(struct cd_sketch *s, int64_t v, int64_t i)
{
	if (i <= s->rise_ua)
		return;
	s->rise_ua = i;
	cd_bins_add(&s->rise, v, i);
}

/* A window ends with its time, and where the current ends, so that it holds nothing of the idle time behind. */
static bool window_ends(const struct cd_sketch *s, int64_t t_us, int64_t i_ua)
{
	if (s->open.n == 0)
		return false;
	return t_us - s->open.start_us >= s->base_us || (i_ua < s->flow_ua && s->last_i >= s->flow_ua);
}

bool cd_sketch_sample(struct cd_sketch *s, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	bool closed = skip_missing(s, t_us);

	closed |= window_ends(s, t_us, i_ua) && cd_sketch_flush(s);
	integrate(s, t_us);
	window_sample(s, t_us, v_uv, i_ua);
	rise_sample(s, v_uv, i_ua);
	if (i_ua >= s->flow_ua) {
		totals_fold(&s->total, &s->tail);
		totals_sample(&s->total, v_uv, i_ua);
	} else {
		totals_sample(&s->tail, v_uv, i_ua);
	}
	s->last_us = t_us;
	s->last_v = v_uv;
	s->last_i = i_ua;
	s->has_prior = s->sampled = true;
	return closed;
}

void cd_sketch_gap(struct cd_sketch *s)
{
	(void)cd_sketch_flush(s);
	s->has_prior = false;
	s->has_last = false;
	s->n_sustain = 0;
	s->rise_ua = INT64_MAX;
}

int64_t cd_sketch_gap_end(const struct cd_sketch *s, int64_t t_us, int64_t duration_us)
{
	if (!s->sampled || !cd_known(duration_us) || t_us - s->last_us + TOLD_US >= duration_us)
		return t_us;
	return t_us + duration_us;
}

void cd_sketch_commit(struct cd_sketch *s)
{
	if (s->idle.n > 0)
		sustain(s, &s->idle);
	commit_idle(s);
	totals_fold(&s->total, &s->tail);
}

/* 10^-18 J; a µWh is 3.6·10^-3 J. */
int64_t cd_sketch_energy_uwh(const struct cd_sketch *s)
{
	return s->total.seconds > 0 ? (int64_t)(s->total.energy / INT64_C(3600000000000000)) : CD_UNKNOWN;
}

int64_t cd_sketch_charge_uah(const struct cd_sketch *s)
{
	return s->total.seconds > 0 ? (int64_t)(s->total.charge / INT64_C(3600000000)) : CD_UNKNOWN;
}
