/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A lithium-ion pack: open-circuit voltage over state of charge (a usual NMC curve) and one resistance. The
 * taper follows from the two: tau = r0 * capacity / (slope of the curve).
 */

#include <stddef.h>

#include "sim-parts.h"

/* Below 0 the cell is over-discharged: little charge, much voltage. */
static const struct {
	double soc, volts;
} curve[] = {
	{ -0.060, 1.20 },
	{ -0.030, 2.10 },
	{ -0.010, 2.75 },
	{ 0.000, 3.05 },
	{ 0.030, 3.35 },
	{ 0.080, 3.55 },
	{ 0.200, 3.66 },
	{ 0.400, 3.76 },
	{ 0.600, 3.90 },
	{ 0.800, 4.04 },
	{ 0.900, 4.10 },
	{ 1.000, 4.20 },
	{ 1.200, 4.40 },
};

double sim_battery_open_volts(const struct sim_battery *b)
{
	size_t i = 1;

	while (i + 1 < CD_ELEMENTSOF(curve) && b->soc > curve[i].soc)
		i++;
	return curve[i - 1].volts + (b->soc - curve[i - 1].soc) * (curve[i].volts - curve[i - 1].volts) /
					    (curve[i].soc - curve[i - 1].soc);
}

double sim_battery_volts(const struct sim_battery *b, double amps)
{
	return b->cells * (sim_battery_open_volts(b) + amps * b->r0);
}

void sim_battery_charge(struct sim_battery *b, double amps, double dt)
{
	if (!b->stuck)
		b->soc += amps * dt / 3600 / b->capacity_ah;
}
