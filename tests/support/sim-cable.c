/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The cable with its contacts: a loop resistance, and for a worn one breaks at random whose contact
 * resistance wanders between them. A break says nothing to the adapter: at its end the voltage stays or
 * rises.
 */

#include <math.h>

#include "sim-parts.h"

#define COPPER_PER_K 0.0039
#define WARMING_S 60.0

void sim_cable_start(struct sim_cable *c, double t, struct sim_random *r)
{
	c->start_s = t;
	c->open_until_s = -SIM_NEVER;
	c->r_extra = c->grown_ohm = c->warm_k = 0;
	c->breaks = 0;
	c->next_break_s = c->break_mean_s > 0 ? t + 1 + sim_exponential(r, c->break_mean_s) : SIM_NEVER;
}

bool sim_cable_step(struct sim_cable *c, double t, struct sim_random *r)
{
	c->grown_ohm = c->grow_ohm > 0 ? c->grow_ohm * (1 - exp(-fmax(0, t - c->start_s) / c->grow_s)) : 0;
	if (t >= c->next_break_s) {
		c->breaks++;
		c->open_until_s = t + sim_log_uniform(r, c->break_min_s, c->break_max_s);
		c->next_break_s = c->open_until_s + 0.3 + sim_exponential(r, c->break_mean_s);
		c->r_extra = sim_uniform(r, 0, c->r_flaky);
	}
	if (c->noisy_s > 0 && t >= c->next_break_s - c->noisy_s)
		c->r_extra = sim_uniform(r, 0, c->r_flaky);
	if (c->bounce_s > 0 && t >= c->start_s + 0.8 && t < c->start_s + 0.8 + c->bounce_s)
		return true;
	if (t >= c->replug_at_s && t < c->replug_at_s + c->replug_s)
		return true;
	return t < c->open_until_s;
}

double sim_cable_ohms(const struct sim_cable *c)
{
	return (c->r_loop + c->r_extra + c->grown_ohm) * (1 + COPPER_PER_K * c->warm_k);
}

void sim_cable_take(struct sim_cable *c, double dt, double amps)
{
	double goal = c->heat_k_per_w * amps * amps * c->r_loop;

	c->warm_k += (goal - c->warm_k) * fmin(1, dt / WARMING_S);
}
