/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Devices that hold back on purpose: too warm, too cold, a limit of the owner's. Nothing of it is a fault. The
 * temperature in a recording is the meter's own: it follows what is around it, not the battery.
 */

#include "sim-people.h"

static void watched(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.heat = (struct sim_heat){ .watched = true,
		.ambient_c = sim_uniform(r, 20, 26),
		.k_per_w = sim_uniform(r, 1.8, 2.4),
		.tau_s = sim_uniform(r, 150, 300),
		.cool_part = 0.2,
		.warm_part = 1,
		.back_k = sim_uniform(r, 2, 4) };
	rig->device.battery.soc = sim_uniform(r, 0.1, 0.25);
	rig->step_s = 0.02;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 2);
	rig->meter.temperature = true;
}

/* In the sun: it stops above 60 °C and goes on some degrees below. */
SIM_SET(hold_hot)
{
	watched(rig, r);
	rig->device.heat.ambient_c = sim_uniform(r, 45.5, 49);
	rig->run_s = sim_uniform(r, 1200, 2400);
}

SIM_SET(hold_warm)
{
	watched(rig, r);
	rig->device.heat.warm_part = sim_uniform(r, 0.4, 0.6);
	rig->device.heat.ambient_c = 25;
	rig->device.heat.change_at_s = sim_uniform(r, 200, 400);
	rig->device.heat.change_c = sim_uniform(r, 48, 52);
	rig->run_s = 1500;
}

/* Carried out into the frost: 20 % below 10 °C, nothing below 0. */
SIM_SET(hold_cold)
{
	watched(rig, r);
	rig->device.heat.change_at_s = sim_uniform(r, 200, 400);
	rig->device.heat.change_c = -sim_uniform(r, 12, 20);
	rig->run_s = 2400;
}

/* The same heat, and the meter has no thermometer. */
SIM_SET(hold_blind)
{
	sim_set_hold_hot(rig, r);
	rig->meter.temperature = false;
}

SIM_SHOWS(held)
{
	return f->held_s > 90 && f->held_s < f->seconds - 60;
}

/* A warm room, and nothing comes of it. */
SIM_SET(warm_but_fine)
{
	watched(rig, r);
	rig->device.heat.ambient_c = sim_uniform(r, 28, 32);
	rig->device.heat.k_per_w = 1;
	rig->run_s = 900;
}

SIM_SHOWS(never_held)
{
	return f->held_s == 0 && f->limited_s < 1 && f->max_a > 0.5;
}

/* From empty to the owner's limit of 75-85 %: an edge without a taper, and most of the energy is in. */
SIM_SET(limit_edge)
{
	rig->battery = CD_BATTERY_EMPTY;
	rig->device.battery.soc = sim_uniform(r, 0.01, 0.03);
	rig->device.charge_a = sim_uniform(r, 1.6, 2.0);
	rig->device.battery.r0 = 0.03; /* no taper that early */
	rig->device.stop_soc = sim_uniform(r, 0.74, 0.82);
	rig->until_done = true;
	rig->after_done_s = 300;
	rig->run_s = 12000;
	rig->step_s = 0.1;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}

SIM_SHOWS(edge)
{
	return f->done && !f->tapered && f->energy_wh > 8;
}
