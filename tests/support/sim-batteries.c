/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Batteries in trouble, and recordings that say too little to tell.
 */

#include "sim-people.h"

/* Pre-charge is 5-12 % of the charge current into a cell below 3 V, so at the input even less; then the step.
 * */
static void deep(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_speaker(rig, r);
	rig->device.precharge_part = sim_uniform(r, 0.08, 0.12);
	rig->device.battery.capacity_ah = 1.3;
	rig->step_s = 0.02;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 2);
}

SIM_SET(overdischarged)
{
	deep(rig, r);
	rig->device.battery.soc = -sim_uniform(r, 0.012, 0.03);
	rig->battery = CD_BATTERY_EMPTY;
	rig->run_s = 2400;
}

SIM_SHOWS(precharge_step)
{
	return f->precharge_s > 360 && f->charge_a > 4 * f->precharge_a && f->precharge_s < f->seconds - 120;
}

SIM_SET(overdischarged_waiting)
{
	deep(rig, r);
	rig->device.battery.soc = -sim_uniform(r, 0.025, 0.03);
	rig->battery = CD_BATTERY_EMPTY;
	rig->run_s = 480;
}

SIM_SHOWS(precharge_only)
{
	return f->precharge_s > 0.95 * f->seconds - 5;
}

/* An empty battery, not an over-discharged one: seconds of pre-charge are its daily life. */
SIM_SET(short_precharge)
{
	deep(rig, r);
	rig->device.battery.soc = -0.0006;
	rig->run_s = 300;
}

static void silent(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.mood = SIM_REFUSES;
	rig->device.idle_a = sim_uniform(r, 0.011, 0.028);
	rig->profile = &sim_speaker;
	rig->device.detect_a = sim_uniform(r, 0.03, 0.09);
	rig->run_s = 150;
}

SIM_SET(not_accepting)
{
	silent(rig, r);
	rig->battery = sim_chance(r, 0.5) ? CD_BATTERY_LOW : CD_BATTERY_EMPTY;
}

SIM_SET(not_accepting_pulses)
{
	silent(rig, r);
	rig->device.mood = SIM_PULSES;
	rig->device.pulse_hz = sim_uniform(r, 0.3, 2);
	rig->device.pulse_a = sim_uniform(r, 0.03, 0.1);
	rig->battery = CD_BATTERY_LOW;
}

/* The same current, and nobody says what the battery holds. */
SIM_SET(not_accepting_unknown)
{
	silent(rig, r);
}

/* The same current again: the lamp says full. */
SIM_SET(full_by_led)
{
	static const struct cd_profile named = { .name = (char *)"anker-soundcore-2" };

	silent(rig, r);
	rig->profile = &named;
	rig->led = "solid-white";
}

SIM_SHOWS(no_current)
{
	return f->max_a < 0.15 && f->end_a < 0.13;
}

SIM_SET(three_seconds)
{
	rig->no_load_s = 0.5;
	rig->run_s = 3;
}

SIM_SET(nothing_plugged)
{
	rig->no_load_s = 60;
	rig->run_s = 0;
}
