/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * From samples of two ends to windows that both can stand for. What is read off them is in pair-read.c.
 */

#include "pair.h"

#include "parameter.h"
#include "parameters/pair.def"
#include "parameters/window.def"

static void window_clear(struct cd_pair *p)
{
	for (int k = 0; k < _CD_PAIR_MAX; k++) {
		struct cd_pair_side *s = &p->side[k];

		s->n = s->v = s->i = 0;
		s->v_min = s->i_min = INT64_MAX;
		s->i_max = INT64_MIN;
	}
	p->start_us = CD_UNKNOWN;
}

static void points_clear(struct cd_pair *p)
{
	memset(&p->across, 0, sizeof(p->across));
	memset(&p->source, 0, sizeof(p->source));
	p->across.width_ua = p->source.width_ua = BIN_UA;
	p->n = p->n_differ = 0;
	memset(p->differ, 0, sizeof(p->differ));
	p->before_ua = CD_UNKNOWN;
	window_clear(p);
}

void cd_pair_reset(struct cd_pair *p)
{
	memset(p, 0, sizeof(*p));
	for (int k = 0; k < _CD_PAIR_MAX; k++) {
		struct cd_pair_side *s = &p->side[k];

		s->settle_us = s->last_uv = s->last_ua = s->step_uv = CD_UNKNOWN;
	}
	points_clear(p);
}

static void rest_fold(struct cd_pair_rest *to, struct cd_pair_rest *from)
{
	double part = from->n > REST_MAX ? REST_MAX / from->n : 1;

	to->n += from->n * part;
	to->i += from->i * part;
	to->n_source += from->n_source * part;
	to->source += from->source * part;
	to->source_sq += from->source_sq * part;
	to->across += from->across * part;
	to->across_sq += from->across_sq * part;
	memset(from, 0, sizeof(*from));
}

static int64_t band(int64_t i_ua)
{
	int64_t part = i_ua / SETTLED_PART;

	return part > SETTLED_UA ? part : SETTLED_UA;
}

static bool side_stands(const struct cd_pair_side *s)
{
	int64_t v = s->v / s->n;

	return s->v_min > PRESENT_UV && s->v_min > v / 10 * WHOLE_TENTHS &&
	       s->i_max - s->i_min <= band(s->i / s->n);
}

static bool agree(int64_t a, int64_t b)
{
	int64_t more = a > b ? a : b;

	return llabs(a - b) <= AGREE_UA + more / AGREE_PART;
}

static void rest_window(struct cd_pair *p, int64_t source_uv, int64_t device_uv, int64_t i_ua)
{
	double source = (double)source_uv / 1e6, across = (double)(source_uv - device_uv) / 1e6;
	struct cd_pair_rest *t = &p->tail;

	t->n++;
	t->n_source++;
	t->i += (double)i_ua / 1e6;
	t->source += source;
	t->source_sq += source * source;
	t->across += across;
	t->across_sq += across * across;
}

/* Before it is plugged in a device's own charger measures nothing, and a meter at its plug no volts. What the adapter gives
 * without load its meter tells alone. */
static void rest_alone(struct cd_pair *p, const struct cd_pair_side *s)
{
	double source = (double)(s->v / s->n) / 1e6;

	if (!side_stands(s) || s->i / s->n >= NO_LOAD_UA)
		return;
	p->tail.n_source++;
	p->tail.source += source;
	p->tail.source_sq += source * source;
}

static void loaded_window(struct cd_pair *p, int64_t source_uv, int64_t device_uv, const int64_t i_ua[])
{
	if (!agree(i_ua[CD_PAIR_SOURCE], i_ua[CD_PAIR_DEVICE])) {
		p->n_differ++;
		for (int k = 0; k < _CD_PAIR_MAX; k++)
			p->differ[k] += (double)i_ua[k] / 1e6;
		return;
	}
	rest_fold(&p->rest, &p->tail);
	cd_bins_add(&p->across, source_uv - device_uv, i_ua[CD_PAIR_SOURCE]);
	cd_bins_add(&p->source, source_uv, i_ua[CD_PAIR_SOURCE]);
	p->n++;
}

/* Whatever is plugged in next may stand at other volts. */
static void source_is_gone(struct cd_pair *p)
{
	p->tail.n_source = p->tail.source = p->tail.source_sq = 0;
}

static void window_close(struct cd_pair *p)
{
	const struct cd_pair_side *s = &p->side[CD_PAIR_SOURCE], *d = &p->side[CD_PAIR_DEVICE];
	int64_t before = p->before_ua, step, i[_CD_PAIR_MAX];

	if (s->n == 0 || d->n == 0) {
		if (s->n > 0)
			rest_alone(p, s);
		p->before_ua = CD_UNKNOWN;
		window_clear(p);
		return;
	}
	if (s->v_min < PRESENT_UV)
		source_is_gone(p);
	i[CD_PAIR_SOURCE] = s->i / s->n;
	i[CD_PAIR_DEVICE] = d->i / d->n;
	step = cd_known(before) ? llabs(i[CD_PAIR_SOURCE] - before) : 0;
	p->before_ua = i[CD_PAIR_SOURCE];
	if (d->v / d->n < PRESENT_UV) {
		rest_alone(p, s);
	} else if (side_stands(s) && side_stands(d) && step <= band(i[CD_PAIR_SOURCE])) {
		if (i[CD_PAIR_SOURCE] < NO_LOAD_UA && i[CD_PAIR_DEVICE] < NO_LOAD_UA)
			rest_window(p, s->v / s->n, d->v / d->n, i[CD_PAIR_SOURCE]);
		else
			loaded_window(p, s->v / s->n, d->v / d->n, i);
	}
	window_clear(p);
}

static int64_t width_us(const struct cd_pair *p)
{
	int64_t width = BASE_US;

	for (int k = 0; k < _CD_PAIR_MAX; k++) {
		int64_t settle = p->side[k].settle_us;

		if (cd_known(settle) && settle < WINDOW_MAX_US / SETTLE_FACTOR &&
			settle * SETTLE_FACTOR > width)
			width = settle * SETTLE_FACTOR;
	}
	return width;
}

/* A window ends with its time once both were heard, and where current begins or ends, so that it holds but one of them. */
static bool window_ends(
	const struct cd_pair *p, const struct cd_pair_side *s, int64_t t_us, int64_t i_ua, int64_t flow_ua)
{
	int64_t age;

	if (!cd_known(p->start_us))
		return false;
	age = t_us - p->start_us;
	if (cd_known(s->last_ua) && (s->last_ua < flow_ua) != (i_ua < flow_ua))
		return true;
	if (age >= WINDOW_MAX_US)
		return true;
	return age >= width_us(p) && p->side[CD_PAIR_SOURCE].n > 0 && p->side[CD_PAIR_DEVICE].n > 0;
}

static void learn_step(struct cd_pair_side *s, int64_t v_uv)
{
	int64_t step = cd_known(s->last_uv) ? llabs(v_uv - s->last_uv) : 0;

	if (step > 0 && step <= STEP_MAX_UV && (!cd_known(s->step_uv) || step < s->step_uv))
		s->step_uv = step;
}

void cd_pair_sample(struct cd_pair *p, enum cd_pair_end end, int64_t settle_us, int64_t t_us, int64_t v_uv,
	int64_t i_ua, int64_t flow_ua)
{
	struct cd_pair_side *s = &p->side[end];

	s->settle_us = settle_us;
	if (window_ends(p, s, t_us, i_ua, flow_ua))
		window_close(p);
	if (!cd_known(p->start_us))
		p->start_us = t_us;
	learn_step(s, v_uv);
	s->n++;
	s->v += v_uv;
	s->i += i_ua;
	s->v_min = v_uv < s->v_min ? v_uv : s->v_min;
	s->i_min = i_ua < s->i_min ? i_ua : s->i_min;
	s->i_max = i_ua > s->i_max ? i_ua : s->i_max;
	s->last_uv = v_uv;
	s->last_ua = i_ua;
}

void cd_pair_gap(struct cd_pair *p)
{
	if (cd_known(p->start_us))
		window_close(p);
	p->before_ua = CD_UNKNOWN;
}

void cd_pair_begin(struct cd_pair *p)
{
	struct cd_pair_rest before;

	cd_pair_gap(p);
	before = p->rest;
	before.n_source = before.source = before.source_sq = 0;
	memset(&p->rest, 0, sizeof(p->rest));
	rest_fold(&p->rest, &before);
	rest_fold(&p->rest, &p->tail);
	points_clear(p);
}

bool cd_pair_exists(const struct cd_pair *p)
{
	return cd_known(p->side[CD_PAIR_SOURCE].last_uv) && cd_known(p->side[CD_PAIR_DEVICE].last_uv);
}
