/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The adapter, bank or port that supplies. Its output capacitor makes it fade rather than vanish: 60 ms,
 * which gives the dips of 0.1-0.8 s that hiccup adapters show on meters.
 */

#include <math.h>

#include "sim-parts.h"

#define FADE_S 0.06

void sim_source_start(struct sim_source *s)
{
	s->emf = s->v0;
	s->off_until_s = -SIM_NEVER;
	s->over_since_s = s->idle_since_s = SIM_NEVER;
	s->latched = s->loaded = false;
	s->trips = s->idle_offs = 0;
	s->ripple_now_v = 0;
}

double sim_source_volts(const struct sim_source *s, double amps)
{
	double drop = s->rs * amps;

	if (drop < -s->compensation_v)
		drop = -s->compensation_v;
	return s->emf + s->ripple_now_v - drop;
}

static void trip(struct sim_source *s, double t, struct sim_random *r)
{
	s->trips++;
	s->over_since_s = SIM_NEVER;
	if (s->overload == SIM_LATCH)
		s->latched = true;
	else
		s->off_until_s = t + sim_uniform(r, s->off_min_s, s->off_max_s);
}

static void watch_overload(struct sim_source *s, double t, double demand_a, struct sim_random *r)
{
	if (s->overload == SIM_FOLD_BACK || demand_a <= s->limit_a) {
		s->over_since_s = SIM_NEVER;
		return;
	}
	if (s->over_since_s > t)
		s->over_since_s = t;
	if (t - s->over_since_s >= s->trip_s)
		trip(s, t, r);
}

/* Once loaded, a bank that has next to nothing to do for a while switches off; 30-90 mA for 0.5-2 minutes is
 * what banks are known for. */
static void watch_idle(struct sim_source *s, double t, double demand_a)
{
	s->loaded |= demand_a > 0.001;
	if (s->idle_off_s <= 0 || !s->loaded || demand_a >= s->idle_off_a) {
		s->idle_since_s = SIM_NEVER;
		return;
	}
	if (s->idle_since_s > t)
		s->idle_since_s = t;
	if (t - s->idle_since_s >= s->idle_off_s) {
		s->latched = true;
		s->idle_offs++;
	}
}

void sim_source_step(struct sim_source *s, double t, double dt, double demand_a, struct sim_random *r)
{
	double target = t >= s->step_at_s ? s->step_v0 : s->v0;
	bool off = s->latched || t < s->off_until_s || t >= s->leave_at_s;

	if (off) {
		s->emf -= s->emf * fmin(1, dt / FADE_S);
		s->ripple_now_v = 0;
		return;
	}
	if (s->fade_a > 0 && t >= s->fade_at_s)
		s->limit_a = fmin(s->limit_a, s->fade_a);
	watch_overload(s, t, demand_a, r);
	watch_idle(s, t, demand_a);
	s->ripple_now_v = s->ripple_v > 0 ? s->ripple_v * sin(2 * M_PI * s->ripple_hz * t) : 0;
	if (s->emf < target)
		s->emf = fmin(target, s->emf + target * dt / s->soft_start_s);
	else
		s->emf -= (s->emf - target) * fmin(1, dt / FADE_S);
}
