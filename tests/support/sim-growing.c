/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Faults that are not there from the beginning: a contact that warms up, an adapter that gets too hot, a wire that opens for
 * seconds; and a short that its source can hold.
 */

#include "sim-people.h"

static void grows(struct sim_rig *rig, struct sim_random *r)
{
	rig->cable.r_loop = sim_uniform(r, 0.15, 0.3);
	rig->cable.grow_ohm = sim_uniform(r, 0.8, 1.4);
	rig->cable.grow_s = sim_uniform(r, 60, 120);
	rig->run_s = 400;
}

/* From the device's end: its input stays where it holds it, and the current goes. */
SIM_SET(cable_grows)
{
	sim_use_any_meter(rig, r, CD_POSITION_DEVICE);
	grows(rig, r);
}

SIM_SET(cable_grows_both_ends)
{
	sim_set_both_ends_healthy(rig, r);
	grows(rig, r);
}

SIM_SHOWS(grown)
{
	return f->limited_s > 0.4 * f->seconds && f->sag_v > 0.3 && f->trips == 0;
}

/* Fine for minutes, then it holds half of what it did. */
SIM_SET(adapter_fades)
{
	rig->source.overload = SIM_FOLD_BACK;
	rig->source.fade_at_s = sim_uniform(r, 100, 200);
	rig->source.fade_a = sim_uniform(r, 0.5, 0.8);
	rig->run_s = 400;
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* The wire opens for seconds, and then the device finds out anew what it is connected to, and dares little by little. */
SIM_SET(slow_contact)
{
	rig->cable.break_mean_s = sim_uniform(r, 7, 11);
	rig->cable.break_min_s = 1;
	rig->cable.break_max_s = 6;
	rig->device.detect_s = sim_uniform(r, 1.5, 4);
	rig->device.ramp_a_per_s = sim_log_uniform(r, 0.13, 0.5);
	rig->run_s = 240;
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* An adapter that holds its current holds the short with it, at volts that charge nothing. */
SIM_SET(short_held)
{
	rig->device.charger = SIM_SHORTED;
	rig->device.short_ohm = sim_uniform(r, 0.5, 0.9);
	rig->device.input_limit_a = 9;
	rig->device.ramp_a_per_s = SIM_NEVER;
	rig->device.no_probe = true;
	rig->source.overload = SIM_FOLD_BACK;
	rig->source.limit_a = sim_uniform(r, 1.2, 2.4);
	rig->run_s = 40;
	sim_use_any_meter(rig, r, sim_chance(r, 0.5) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE);
}

SIM_SHOWS(held_short)
{
	return f->end_a > 0.5 && f->trips == 0;
}
