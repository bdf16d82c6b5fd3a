/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Whole charges. A battery is worn when a charge that is known to go from empty to full takes less than 80 %
 * of what a new one takes (80 % at 500 cycles is Apple's promise, 70 % NASA's end of life). How full it was
 * at the start nobody can see in the current.
 */

#include "sim-people.h"

static void whole(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.battery.soc = sim_uniform(r, 0.005, 0.03);
	rig->battery = CD_BATTERY_EMPTY;
	rig->battery_at_end = CD_BATTERY_FULL;
	rig->until_done = true;
	rig->after_done_s = 120;
	rig->run_s = 21600;
	rig->step_s = 0.1;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
	rig->device.idle_a = sim_uniform(r, 0.003, 0.015);
}

static void wear(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.battery.capacity_ah *= sim_uniform(r, 0.42, 0.68);
	rig->device.battery.r0 *= sim_uniform(r, 1.8, 3);
}

SIM_SET(whole_phone)
{
	whole(rig, r);
}

SIM_SET(worn_phone)
{
	whole(rig, r);
	wear(rig, r);
}

SIM_SET(whole_speaker)
{
	sim_use_speaker(rig, r);
	whole(rig, r);
}

SIM_SET(worn_speaker)
{
	sim_use_speaker(rig, r);
	whole(rig, r);
	wear(rig, r);
}

/* Nobody says where it started. */
SIM_SET(worn_unmarked)
{
	sim_set_worn_phone(rig, r);
	rig->battery = _CD_BATTERY_INVALID;
}

SIM_SHOWS(worn)
{
	return f->done && f->taper_s > 300 && f->energy_wh < 11;
}

SIM_SHOWS(worn_speaker)
{
	return f->done && f->taper_s > 300 && f->energy_wh < 17;
}

SIM_SHOWS(whole_phone)
{
	return f->done && f->taper_s > 300 && f->energy_wh > 12.5;
}

SIM_SHOWS(whole_speaker)
{
	return f->done && f->taper_s > 300 && f->energy_wh > 19.5;
}

/* A good battery that had a third in it. */
SIM_SET(partial)
{
	whole(rig, r);
	rig->battery = _CD_BATTERY_INVALID;
	rig->device.battery.soc = sim_uniform(r, 0.3, 0.6);
}

SIM_SHOWS(partial)
{
	return f->done && f->taper_s > 300 && f->energy_wh < 11;
}

/* From empty, and taken off half way. */
SIM_SET(taken_off)
{
	whole(rig, r);
	rig->battery_at_end = _CD_BATTERY_INVALID;
	rig->run_s = sim_uniform(r, 1800, 3000);
}

SIM_SHOWS(taken_off)
{
	return !f->done && f->energy_wh > 2 && f->max_a > 0.8;
}

/* Cold raises the resistance: the taper starts early, and in the end as much goes in. */
SIM_SET(cold_whole)
{
	whole(rig, r);
	rig->device.battery.r0 *= sim_uniform(r, 2, 3);
}

/* It tops up again and again: still full. */
SIM_SET(tops_up)
{
	sim_use_speaker(rig, r);
	sim_nearly_full(rig, r);
	rig->until_done = false;
	rig->device.recharge_s = sim_uniform(r, 900, 1500);
	rig->device.recharge_soc = 0.03;
	rig->device.idle_a = sim_uniform(r, 0.003, 0.02);
	rig->run_s = 7200;
	rig->step_s = 0.1;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}
