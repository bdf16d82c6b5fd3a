/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "course.h"

#include <math.h>

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/course.def"

#define FALLEN_PART(ua) ((ua) / FALLEN_DIVISOR)
#define BACK_PART(ua) ((ua) / 10 * BACK_TENTHS)
#define NEAR_PART(ua) ((ua) / 10 * NEAR_TENTHS)
/* Between two counts nothing is spread by more than half of one. */
#define FLICKER(step_ua) ((double)(step_ua) / 1e6 / 2)
#define LOWER_PART(ua) ((ua) / 10 * LOWER_TENTHS)
#define KEPT_PART(uv) ((uv) / 10 * KEPT_TENTHS)

void cd_course_reset(struct cd_course *c)
{
	*c = (struct cd_course){ .inrush_ua = CD_UNKNOWN,
		.opened_us = CD_UNKNOWN,
		.level_ua = CD_UNKNOWN,
		.level_uv = CD_UNKNOWN,
		.prior_ua = CD_UNKNOWN,
		.ended_us = CD_UNKNOWN,
		.fallen_us = CD_UNKNOWN,
		.fallen_mc = CD_UNKNOWN,
		.pause_mc = CD_UNKNOWN,
		.low_us = CD_UNKNOWN,
		.lost_us = CD_UNKNOWN,
		.low_s_at_loss = CD_UNKNOWN,
		.temp_mc = CD_UNKNOWN };
	cd_dips_reset(&c->dips);
}

/* A window of a single sample has no length of its own: time counts from the window before. */
static void mean_add(struct cd_mean *m, const struct cd_window *w)
{
	int64_t from_us = m->n > 0 ? m->until_us + w->torn_us : w->start_us;
	double x = (double)w->i_ua / 1e6;

	m->n++;
	m->seconds += (double)(w->end_us - from_us) / 1e6;
	m->until_us = w->end_us;
	m->samples += w->n;
	m->sum += x;
	m->squares += x * x;
}

/* What was measured before the session begins stays; all else begins anew. */
void cd_course_open(struct cd_course *c, int64_t t_us)
{
	struct cd_mean before = c->before;
	int64_t mc = c->temp_mc;

	cd_course_reset(c);
	c->before = before;
	c->opened_us = t_us;
	if (cd_known(mc))
		cd_course_temperature(c, mc);
}

void cd_course_sample(struct cd_course *c, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	if (t_us - c->opened_us > INRUSH_US)
		cd_dips_sample(&c->dips, t_us, v_uv, i_ua);
	else if (!cd_known(c->inrush_ua) || i_ua > c->inrush_ua)
		c->inrush_ua = i_ua;
}

void cd_course_temperature(struct cd_course *c, int64_t mc)
{
	c->temp_mc = mc;
}

#define START_HELD CD_ELEMENTSOF(((struct cd_course *)NULL)->start_held)

/* The low start of a session, up to the first step. */
static bool was_long(const struct cd_mean *m)
{
	return m->n >= LEAK_WINDOWS && m->seconds >= LEAK_MIN_S;
}

/* Without the newest windows, where they are short enough for a ramp to begin in them, and it is long enough. */
static struct cd_mean start_of(const struct cd_course *c)
{
	struct cd_mean m = c->start;
	uint32_t n = c->n_start < START_HELD ? c->n_start : (uint32_t)START_HELD;

	for (uint32_t k = c->n_start - n; k < c->n_start; k++) {
		const struct cd_window *w = &c->start_held[k % START_HELD];
		const struct cd_window *newest = &c->start_held[(c->n_start - 1) % START_HELD];

		if (!was_long(&m) || newest->end_us - w->start_us > RAMP_BEGINS_US)
			mean_add(&m, w);
	}
	return m;
}

static void watch_start(struct cd_course *c, const struct cd_window *w)
{
	double i = (double)w->i_ua / 1e6;
	struct cd_mean start;
	bool stepped;

	if (c->start_over)
		return;
	start = start_of(c);
	stepped = start.n > 0 && i > LEAK_STEP * start.sum / start.n;
	if (i > LEAK_MAX_A || (stepped && was_long(&start))) {
		c->start_over = true;
		return;
	}
	if (!c->start_begun && w->end_us - w->start_us < RAMP_BEGINS_US) {
		c->start_begun = true; /* it begins somewhere in this one */
		return;
	}
	if (stepped) { /* it creeps up: that was not yet what leaks */
		c->start = (struct cd_mean){ 0 };
		c->n_start = 0;
	}
	/* Those that a ramp begins in are no noise of it. */
	if (c->n_start >= START_HELD)
		mean_add(&c->start, &c->start_held[c->n_start % START_HELD]);
	c->start_held[c->n_start++ % START_HELD] = *w;
}

/* A window of many samples has none of the meter's own noise. */
static void mean_of(const struct cd_mean *m, double *ret_mean, double *ret_sd)
{
	double noise = m->samples > 0 ? SAMPLE_NOISE_A * SAMPLE_NOISE_A * m->n / m->samples : 0;

	*ret_mean = m->n > 0 ? m->sum / m->n : 0;
	*ret_sd = m->n > 0 ? sqrt(fmax(0, m->squares / m->n - *ret_mean * *ret_mean - noise)) : 0;
}

/* Of the low start, if that is a leak's; else of the time before. A last digit that flickers is no noise of it. */
static struct cd_mean leak_of(const struct cd_course *c, int64_t step_ua)
{
	const struct cd_mean start = start_of(c);
	double mean, sd;

	mean_of(&start, &mean, &sd);
	return c->start_over && was_long(&start) && sd >= LEAK_NOISE * mean && sd > FLICKER(step_ua) ? start : c->before;
}

/* Since the window before: one of a single sample has no length of its own. */
static int64_t passed(const struct cd_course *c, const struct cd_window *w)
{
	return cd_known(c->ended_us) ? w->end_us - c->ended_us - w->torn_us : w->end_us - w->start_us;
}

/* A plug that is pushed in, and a device that looks at its source, are over then. */
static void watch_rest(struct cd_course *c, const struct cd_window *w)
{
	const struct cd_mean m = leak_of(c, 0);
	double mean, sd;

	if (!c->start_over || c->rested || !was_long(&m) || w->start_us - c->opened_us < RESTS_FROM_US)
		return;
	mean_of(&m, &mean, &sd);
	if ((double)w->i_ua / 1e6 > LEAK_STEP * mean) {
		c->rested = c->resting;
		c->risen_s += (double)passed(c, w) / 1e6;
	} else if (w->v_min > THERE_UV && (double)w->i_ua / 1e6 <= mean + sd) {
		c->resting = true;
		c->rest_s += (double)passed(c, w) / 1e6;
	}
}

/*
 * What comes after a low start:
 *
 *     plugged in  │   ╭─────      in use  │  ╭╮ ╭╮╭─╮
 *                 │ ╭─╯                   │ ╭╯╰╮│╰╯ ╰
 *                 │~╯                     │~╯  ╰╯
 */
static void watch_risen(struct cd_course *c, const struct cd_window *w)
{
	if (!c->start_over || c->risen_n >= RISEN_WINDOWS)
		return;
	if (c->risen_n > 0 && w->i_ua < LOWER_PART(c->risen_ua))
		c->falls++;
	c->risen_ua = w->i_ua;
	c->risen_n++;
}

static void learn_level(struct cd_course *c, const struct cd_window *w)
{
	bool near = cd_known(c->level_ua) && llabs(w->i_ua - c->level_ua) <= c->level_ua / LEVEL_NEAR_PART;

	if (!near) {
		c->level_ua = w->i_ua;
		c->steady_us = w->end_us - w->start_us;
	} else {
		c->steady_us += passed(c, w);
	}
	c->level_ua += (w->i_ua - c->level_ua) / LEVEL_PART;
	c->level_uv = w->v_uv;
}

static void fall(struct cd_course *c, const struct cd_window *w)
{
	c->fallen_us = w->start_us;
	c->fallen_from_ua = c->level_ua;
	c->fallen_to_ua = w->i_ua;
	c->fallen_mc = c->temp_mc;
	c->clean = cd_known(c->prior_ua) && c->prior_ua >= NEAR_PART(c->level_ua);
}

static void come_back(struct cd_course *c, const struct cd_window *w)
{
	if (c->clean && w->start_us - c->fallen_us >= PAUSE_MIN_US) {
		c->pauses++;
		c->pause_mc = c->fallen_mc;
	}
	c->fallen_us = CD_UNKNOWN;
	c->level_ua = CD_UNKNOWN;
	c->steady_us = 0;
}

/* The window of the edge itself belongs to neither side. */
static bool holds_edge(const struct cd_course *c, const struct cd_window *w)
{
	return !cd_known(c->fallen_us) && cd_known(c->level_ua) && w->i_min < FALLEN_PART(c->level_ua) &&
	       w->i_max >= NEAR_PART(c->level_ua);
}

static void watch_pause(struct cd_course *c, const struct cd_window *w)
{
	bool kept = !cd_known(c->level_uv) || w->v_min >= KEPT_PART(c->level_uv);

	if (cd_known(c->fallen_us)) {
		if (!kept)
			c->clean = false;
		if (w->i_ua >= BACK_PART(c->fallen_from_ua))
			come_back(c, w);
		else
			c->fallen_to_ua += (w->i_ua - c->fallen_to_ua) / LEVEL_PART;
		return;
	}
	if (c->steady_us >= STEADY_US && c->level_ua >= LEVEL_MIN_UA && kept &&
		w->i_ua < FALLEN_PART(c->level_ua) && w->i_max < NEAR_PART(c->level_ua)) {
		fall(c, w);
		return;
	}
	if (!holds_edge(c, w))
		learn_level(c, w);
}

/* A power bank that let go stays off until somebody asks for it. */
static void watch_back(struct cd_course *c, const struct cd_window *w)
{
	if (!cd_known(c->lost_us) || w->v_max <= THERE_UV)
		return;
	if (w->start_us - c->lost_us < BACK_US)
		c->low_s_at_loss = CD_UNKNOWN;
	c->lost_us = CD_UNKNOWN;
}

static void watch_loss(struct cd_course *c, const struct cd_window *w)
{
	watch_back(c, w);
	if (w->v_min > THERE_UV && w->i_max < LOW_UA) {
		if (!cd_known(c->low_us))
			c->low_us = w->start_us;
		return;
	}
	if (cd_known(c->low_us) && w->v_min < GONE_UV && w->i_max < LOW_UA) {
		c->low_s_at_loss = w->start_us - c->low_us;
		c->lost_us = w->start_us;
	}
	c->low_us = CD_UNKNOWN;
}

void cd_course_window(struct cd_course *c, const struct cd_window *w)
{
	bool edge;

	if (!cd_known(c->opened_us)) {
		if (w->v_min > THERE_UV)
			mean_add(&c->before, w);
		return;
	}
	edge = holds_edge(c, w);
	watch_start(c, w);
	watch_rest(c, w);
	watch_risen(c, w);
	watch_pause(c, w);
	watch_loss(c, w);
	if (!edge || c->edge) /* after a second one it did not fall from where it stood */
		c->prior_ua = w->i_ua;
	c->edge = edge;
	c->ended_us = w->end_us;
}

void cd_course_gap(struct cd_course *c)
{
	c->fallen_us = c->level_ua = c->low_us = c->lost_us = c->prior_ua = c->ended_us = CD_UNKNOWN;
	cd_dips_gap(&c->dips);
	c->steady_us = 0;
	c->edge = false;
}

/* An unplugged device draws nothing beyond the meter's own error: that of the time before it, or what is usual. */
static bool is_there(const struct cd_course *c)
{
	double zero = c->before.n > 0 ? c->before.sum / c->before.n * 1e6 + RESIDUE_UA : RESIDUE_BLIND_UA;

	return (double)c->fallen_to_ua >= zero;
}

int64_t cd_course_stopped_us(const struct cd_course *c, int64_t end_us)
{
	if (!cd_known(c->fallen_us) || !c->clean || end_us < c->fallen_us || !is_there(c))
		return CD_UNKNOWN;
	return end_us - c->fallen_us;
}

bool cd_course_rested(const struct cd_course *c)
{
	return c->rested || c->rest_s > c->risen_s;
}

bool cd_course_used(const struct cd_course *c)
{
	return c->falls >= RISEN_FALLS;
}

bool cd_course_fresh(const struct cd_course *c)
{
	return c->start_over && c->risen_n < RISEN_LEAST;
}

bool cd_course_leak(const struct cd_course *c, int64_t step_ua, double *ret_mean_ua, double *ret_sd_ua, double *ret_error_ua)
{
	const struct cd_mean m = leak_of(c, cd_known(step_ua) ? step_ua : 0);
	double mean, sd;

	if (!was_long(&m))
		return false;
	mean_of(&m, &mean, &sd);
	*ret_mean_ua = mean * 1e6;
	*ret_sd_ua = sd * 1e6;
	*ret_error_ua = sd / sqrt(m.n) * 1e6;
	return true;
}
