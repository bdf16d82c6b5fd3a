/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A battery's temperature: what is around it and what charging adds, with one time constant; and the limits
 * that chargers take from JEITA's guide, in the four steps of TI's BQ25887 (REG08): nothing below 0 °C and
 * above 60 °C, 20 % from 0 to 10 °C, 40-100 % from 45 to 60 °C.
 */

#include <math.h>

#include "sim-parts.h"

#define METER_K 3.0

void sim_heat_start(struct sim_heat *h)
{
	h->temp_c = h->ambient_c;
	h->meter_c = h->ambient_c + METER_K;
	h->part = 1;
}

static double part_at(const struct sim_heat *h, double c)
{
	if (c < 0 || c > 60)
		return 0;
	if (c < 10)
		return h->cool_part;
	return c > 45 ? h->warm_part : 1;
}

/* Towards more current only once it is some degrees inside the better range. */
static double allowed(const struct sim_heat *h)
{
	double now = part_at(h, h->temp_c);
	double surely = fmin(part_at(h, h->temp_c - h->back_k), part_at(h, h->temp_c + h->back_k));

	return now > h->part ? fmax(h->part, surely) : now;
}

void sim_heat_step(struct sim_heat *h, double t, double dt, double watts)
{
	double around = h->change_at_s > 0 && t >= h->change_at_s ? h->change_c : h->ambient_c;

	if (!h->watched)
		return;
	h->temp_c += (around + h->k_per_w * watts - h->temp_c) * fmin(1, dt / h->tau_s);
	h->meter_c += (around + METER_K - h->meter_c) * fmin(1, dt / h->tau_s);
	h->part = allowed(h);
}
