/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Devices and batteries that do not get going: pre-charge that leads nowhere, firmware that hangs, boards
 * with a short or without life; and those that only take their time.
 */

#include "sim-people.h"

#define LONG_STEP_S 0.02

static void deep(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_speaker(rig, r);
	rig->device.precharge_part = sim_uniform(r, 0.08, 0.12);
	rig->device.battery.capacity_ah = 1.3;
	rig->battery = CD_BATTERY_EMPTY;
	rig->step_s = LONG_STEP_S;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}

static void stuck(struct sim_rig *rig, struct sim_random *r)
{
	deep(rig, r);
	rig->device.battery.stuck = true;
	rig->device.battery.soc = -sim_uniform(r, 0.012, 0.03);
}

/* The charger's timer ends it after half an hour (30 minutes: TI BQ24040, BQ24050; 34.8: Maxim MAX8600A). */
SIM_SET(stuck_timer)
{
	stuck(rig, r);
	rig->device.precharge_limit_s = sim_uniform(r, 1750, 2100);
	rig->device.idle_a = sim_uniform(r, 0.001, 0.006);
	rig->run_s = 2700;
}

SIM_SHOWS(gave_up)
{
	return f->precharge_s > 1700 && f->given_up_s > 300;
}

/* No timer: more than an hour and no step. */
SIM_SET(stuck_long)
{
	stuck(rig, r);
	rig->run_s = sim_uniform(r, 4200, 5400);
}

/* So far it could be a battery that recovers. */
SIM_SET(stuck_so_far)
{
	stuck(rig, r);
	rig->run_s = sim_uniform(r, 600, 1500);
}

/* A phone behind a buck charger. */
SIM_SET(overdischarged_phone)
{
	deep(rig, r);
	sim_use_phone(rig, r);
	rig->device.precharge_part = sim_uniform(r, 0.05, 0.08);
	rig->device.charge_a = sim_uniform(r, 1.2, 1.6);
	rig->device.battery.capacity_ah = 2;
	rig->device.battery.soc = -sim_uniform(r, 0.014, 0.025);
	rig->device.system_a = 0.005;
	rig->run_s = 3000;
}

/* So deep that it is woken with 35 mA first (TI BQ25306 below 2.2 V). */
SIM_SET(overdischarged_wake)
{
	deep(rig, r);
	rig->device.wake_a = sim_uniform(r, 0.033, 0.037);
	rig->device.battery.soc = -sim_uniform(r, 0.029, 0.034);
	rig->battery = sim_chance(r, 0.5) ? CD_BATTERY_EMPTY : _CD_BATTERY_INVALID;
	rig->run_s = 3400;
}

/* 100 mA until it has booted and asked for more. */
SIM_SET(slow_start)
{
	rig->device.start_a = sim_uniform(r, 0.09, 0.1);
	rig->device.start_s = sim_uniform(r, 20, 80);
	rig->device.battery.soc = sim_uniform(r, 0.01, 0.05);
	rig->run_s = 240;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 20);
}

/* A port of 100 mA for more than an hour is as flat, and low, as a pre-charge: the data lines say what it is. */
SIM_SET(crawl)
{
	rig->device.input_limit_a = sim_uniform(r, 0.096, 0.1);
	rig->lines.idle_v[0] = rig->lines.idle_v[1] = rig->data_v[0] = rig->data_v[1] = 0.01;
	rig->run_s = sim_uniform(r, 4200, 4800);
	rig->step_s = LONG_STEP_S;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}

SIM_SHOWS(crawls)
{
	return f->max_a > 0.08 && f->max_a < 0.105;
}

static void hangs(struct sim_rig *rig, struct sim_random *r)
{
	rig->profile = &sim_speaker;
	rig->device.mood = SIM_REFUSES;
	rig->device.no_probe = true;
	rig->device.idle_a = rig->device.detect_a = sim_uniform(r, 0.002, 0.008);
	rig->run_s = sim_uniform(r, 60, 180);
}

/* A few milliamperes, no question on D+, and the battery is known to be low. */
SIM_SET(hung)
{
	hangs(rig, r);
	rig->battery = sim_chance(r, 0.5) ? CD_BATTERY_LOW : CD_BATTERY_EMPTY;
}

SIM_SET(hung_unknown)
{
	hangs(rig, r);
}

/* As little current from a device that is full and known to be. */
SIM_SET(full_replugged)
{
	hangs(rig, r);
	rig->device.no_probe = false;
	rig->device.detect_a = sim_uniform(r, 0.02, 0.09);
	rig->battery = CD_BATTERY_FULL;
}

SIM_SHOWS(next_to_nothing)
{
	return f->end_a < 0.01;
}

/* A short across the input: every attempt is a peak far beyond the label, from the first instant and with
 * next to no volts. */
static void shorted(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.charger = SIM_SHORTED;
	rig->device.short_ohm = sim_uniform(r, 0.35, 0.7);
	rig->device.input_limit_a = 9;
	rig->device.ramp_a_per_s = SIM_NEVER;
	rig->device.no_probe = true;
	rig->adapter_uw = 10000000;
	rig->source.overload = SIM_HICCUP;
	rig->source.limit_a = sim_uniform(r, 2.2, 2.6);
	rig->source.trip_s = sim_log_uniform(r, 0.03, 0.2);
	rig->source.off_min_s = sim_uniform(r, 0.3, 1);
	rig->source.off_max_s = rig->source.off_min_s * 1.2;
	rig->run_s = 40;
	sim_use_meter(rig, SIM_KM003C, CD_POSITION_SOURCE, 200);
}

SIM_SET(board_short)
{
	shorted(rig, r);
}

/* A second adapter fares the same. */
SIM_SET(board_short_twice)
{
	shorted(rig, r);
	rig->second = rig->source;
	rig->second.v0 = sim_uniform(r, 5.0, 5.2);
	rig->second.limit_a = sim_uniform(r, 2.6, 3.2);
	rig->second.off_min_s = sim_uniform(r, 0.5, 2);
	rig->second.off_max_s = rig->second.off_min_s * 1.2;
	rig->adapter_note = "white 10 W";
	rig->second_note = "black 15 W";
	rig->swap_at_s = rig->no_load_s + 20;
	rig->swap_s = sim_uniform(r, 2, 6);
}

SIM_SHOWS(short_trips)
{
	return f->trips >= 6 && f->max_a > 4;
}

/* Takes more than its battery holds, does not taper, and the battery is as low as before. */
SIM_SET(board_drain)
{
	rig->device.charger = SIM_BOARD;
	rig->device.system_a = sim_uniform(r, 0.8, 1.2);
	rig->battery = rig->battery_at_end = CD_BATTERY_LOW;
	rig->run_s = 14400;
	rig->step_s = 0.1;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}

SIM_SHOWS(drained)
{
	return f->energy_wh > 14.5 && !f->tapered;
}

/* Forty minutes of it: a battery that is being filled can be as low as before, too. */
SIM_SET(board_drain_short)
{
	sim_set_board_drain(rig, r);
	rig->device.system_a = sim_uniform(r, 0.25, 0.45);
	rig->run_s = 2400;
}

SIM_SET(low_for_long)
{
	rig->device.input_limit_a = sim_uniform(r, 0.45, 0.5);
	rig->lines.idle_v[0] = rig->lines.idle_v[1] = rig->data_v[0] = rig->data_v[1] = 0.01;
	rig->device.battery.soc = 0.05;
	rig->battery = rig->battery_at_end = CD_BATTERY_LOW;
	rig->run_s = 2400;
	rig->step_s = LONG_STEP_S;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 1);
}

/* A charger of 9 V on a device made for 5 V; then a plain one, and nothing flows any more. */
SIM_SET(board_killed)
{
	sim_use_speaker(rig, r);
	rig->device.battery.soc = 0.3;
	rig->device.dies_above_v = sim_uniform(r, 6.5, 8);
	rig->second = rig->source;
	rig->source.step_v0 = 9;
	rig->source.step_at_s = rig->no_load_s + sim_uniform(r, 5, 10);
	rig->battery = CD_BATTERY_LOW;
	rig->swap_at_s = rig->no_load_s + 25;
	rig->swap_s = 3;
	rig->second_note = "plain 5 V";
	rig->run_s = 90;
}

SIM_SHOWS(killed)
{
	return f->max_v > 8 && f->max_a > 0.3 && f->end_a < 0.001;
}
