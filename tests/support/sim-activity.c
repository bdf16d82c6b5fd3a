/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a device draws beside its charger, while somebody uses it and while nobody does:
 *
 *     rests ─► wakes ─► rests        every half minute or so, by itself
 *       └────► used ⇄ pauses ─► rests
 *
 * Processors sleep between interrupts, so that nothing here is a level with some noise: at rest most looks find a
 * burst of work, some find the sharp floor of the sleeping machine, and the bursts are log-normal. A cellular radio
 * and a screen wake it for seconds. In use the work changes several times a second and pauses while somebody reads.
 *
 * Figures: a phone charged to full while used, RDTech TC66C, 10 samples/s for two hours (dimorlus/TC66): floor
 * 6.7-7.2 mA, at rest 7-60 mA with a mean of 15-25 and a standard deviation of 0.55-0.75 of the mean, a fifth of the
 * values at the floor; 0.5-3 s of 120-220 mA; 300-1300 mA for seconds to minutes; pauses of 2-20 s at 20-100 mA.
 */

#include <math.h>

#include "sim-parts.h"

#define WAKE_MIN_S 0.5
#define WAKE_MAX_S 3
#define PAUSE_MIN_S 2
#define PAUSE_MAX_S 20
#define WAKE_SPREAD 0.15
#define USE_SPREAD 0.4 /* of the logarithm, from one piece of work to the next: a factor of 1.5 */
#define PAUSE_SPREAD 0.5

static void enter(struct sim_activity *a, enum sim_doing doing, double until_s, double centre_a)
{
	a->doing = doing;
	a->until_s = until_s;
	a->centre_a = centre_a;
	a->level_until_s = -1;
}

static void rest(struct sim_activity *a, double t, struct sim_random *r)
{
	enter(a, SIM_RESTS, a->wake_mean_s > 0 ? t + sim_exponential(r, a->wake_mean_s) : SIM_NEVER,
		a->rest_a);
	if (a->next_use_s > t)
		return;
	a->next_use_s = a->use_mean_s > 0 ? t + sim_exponential(r, a->use_mean_s) : SIM_NEVER;
}

static void use(struct sim_activity *a, double t, struct sim_random *r)
{
	enter(a, SIM_USED, fmin(a->use_ends_s, t + sim_exponential(r, a->stretch_mean_s)),
		sim_log_uniform(r, a->use_low_a, a->use_high_a));
}

static void begin_use(struct sim_activity *a, double t, struct sim_random *r)
{
	a->use_ends_s = t + sim_log_uniform(r, a->use_min_s, a->use_max_s);
	use(a, t, r);
}

void sim_activity_start(struct sim_activity *a, double t, struct sim_random *r)
{
	a->now_a = 0;
	a->next_use_s = t;
	rest(a, t, r);
	if (a->used_first)
		begin_use(a, t, r);
}

static void go_on(struct sim_activity *a, double t, struct sim_random *r)
{
	switch (a->doing) {
	case SIM_RESTS:
		enter(a, SIM_WAKES, t + sim_uniform(r, WAKE_MIN_S, WAKE_MAX_S),
			sim_uniform(r, a->wake_low_a, a->wake_high_a));
		break;
	case SIM_USED:
		if (t < a->use_ends_s)
			enter(a, SIM_PAUSES,
				fmin(a->use_ends_s, t + sim_uniform(r, PAUSE_MIN_S, PAUSE_MAX_S)),
				a->pause_a);
		else
			rest(a, t, r);
		break;
	case SIM_PAUSES:
		if (t < a->use_ends_s)
			use(a, t, r);
		else
			rest(a, t, r);
		break;
	case SIM_WAKES:
		rest(a, t, r);
		break;
	}
}

/* Its logarithm is normal, its mean is one. */
static double log_normal(struct sim_random *r, double spread)
{
	return exp(spread * sim_gauss(r) - spread * spread / 2);
}

static double look(const struct sim_activity *a, struct sim_random *r)
{
	switch (a->doing) {
	case SIM_RESTS:
		return sim_chance(r, a->quiet_share) ? 0 : a->centre_a * log_normal(r, a->rest_spread);
	case SIM_WAKES:
		return a->centre_a * log_normal(r, WAKE_SPREAD);
	case SIM_USED:
		return a->centre_a * log_normal(r, USE_SPREAD);
	case SIM_PAUSES:
		return a->centre_a * log_normal(r, PAUSE_SPREAD);
	}
	return 0;
}

/* Music: a burst in each beat, the amplifier's own current between. */
static double beat(const struct sim_activity *a, double t)
{
	if (a->doing != SIM_USED || a->beat_s <= 0)
		return 1;
	return fmod(t, a->beat_s) < a->beat_part * a->beat_s ? 1 : a->beat_rest;
}

double sim_activity_step(struct sim_activity *a, double t, struct sim_random *r)
{
	if (a->floor_a <= 0)
		return 0;
	if (a->doing == SIM_RESTS && t >= a->next_use_s)
		begin_use(a, t, r);
	else if (t >= a->until_s)
		go_on(a, t, r);
	if (t >= a->level_until_s) {
		a->level_a = look(a, r);
		a->level_until_s = t + sim_exponential(r, a->look_s);
	}
	a->now_a = a->floor_a + a->level_a * beat(a, t);
	return a->now_a;
}
