/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Devices that do something while they charge or when they are full, recorded from anywhere to anywhere: nothing is
 * wrong with any of them. Figures of the phone are those of sim-activity.c, around them the ranges that other phones,
 * tablets and speakers take.
 */

#include <math.h>

#include "sim-people.h"

/* Up to 3 A at 5 V is what a tablet takes from a Type-C port (USB Type-C R2.0, table 4-17). */
static const struct cd_profile tablet = { .name = (char *)"sim-tablet",
	.title = (char *)"Tablet",
	.category = (char *)"tablet",
	.rated_uv = 5000000,
	.rated_ua = 3000000,
	.energy_uwh = 32000000,
	.charge_time_min_s = 9000,
	.charge_time_max_s = 18000,
	.regulation_uv = CD_UNKNOWN,
	.battery_uwh = CD_UNKNOWN,
	.enumerates = CD_YES,
	.fast_charge = CD_NO };

/* A meter that smooths, and one that shows each value for 0.6-0.7 s however often it is asked (a TC66C: 6-7 equal ones
 * in a row at 10/s). */
static void any_meter(struct sim_rig *rig, struct sim_random *r)
{
	static const double rates[] = { 1, 2, 5, 10, 10, 20, 50, 100 };
	static const double steps[] = { 1e-5, 1e-4, 1e-3, 1e-2 };

	sim_use_meter(rig, SIM_FNB58, sim_chance(r, 0.6) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE,
		sim_pick(r, rates, CD_ELEMENTSOF(rates)));
	rig->meter.position_hidden = sim_chance(r, 0.4);
	rig->meter.step_a = sim_pick(r, steps, CD_ELEMENTSOF(steps));
	rig->meter.step_v = fmin(rig->meter.step_a, 0.01);
	rig->meter.noise_a = rig->meter.step_a * 0.3;
	rig->meter.noise_v = fmax(rig->meter.step_v * 0.3, 0.0004);
	rig->meter.settle_s = sim_log_uniform(r, 0.001, 0.5);
	rig->meter.data_lines = sim_chance(r, 0.5);
	if (!sim_chance(r, 0.3))
		return;
	rig->meter.renew_s = sim_uniform(r, 0.6, 0.7);
	rig->meter.settle_s = 0.1;
	rig->meter.noise_a = rig->meter.noise_v = 0;
}

/* Whoever records begins before the plug or any time after it, and ends when he likes. */
static void any_cut(struct sim_rig *rig, struct sim_random *r)
{
	rig->no_load_s = 0;
	if (sim_chance(r, 0.35))
		rig->no_load_s = sim_uniform(r, 2, 15);
	else
		rig->skip_s = sim_uniform(r, 2, 60);
	rig->run_s = sim_log_uniform(r, 60, 1500);
	if (sim_chance(r, 0.15))
		rig->tail_s = sim_uniform(r, 2, 40);
	rig->step_s = 0.01;
	if (sim_chance(r, 0.5))
		rig->profile = NULL;
	any_meter(rig, r);
}

static struct sim_activity used_phone(struct sim_random *r)
{
	return (struct sim_activity){ .floor_a = sim_uniform(r, 0.004, 0.010),
		.rest_a = sim_uniform(r, 0.010, 0.025),
		.rest_spread = sim_uniform(r, 0.5, 0.8),
		.quiet_share = sim_uniform(r, 0.1, 0.4),
		.look_s = sim_log_uniform(r, 0.1, 0.7),
		.wake_mean_s = sim_log_uniform(r, 20, 120),
		.wake_low_a = 0.12,
		.wake_high_a = 0.22,
		.use_mean_s = sim_log_uniform(r, 30, 600),
		.use_min_s = 5,
		.use_max_s = 300,
		.use_low_a = 0.3,
		.use_high_a = 1.3,
		.stretch_mean_s = sim_log_uniform(r, 3, 30),
		.pause_a = sim_uniform(r, 0.02, 0.06),
		.used_first = sim_chance(r, 0.5) };
}

static void phone(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.activity = used_phone(r);
	rig->device.system_a = rig->device.idle_a = 0;
	any_cut(rig, r);
}

/* Full; a phone tops up when it has lost some (at -100 to -150 mV, or by a clock), with 0.1-0.3 A for a minute or two. */
static void is_full(struct sim_rig *rig, struct sim_random *r)
{
	rig->device.battery.soc = 1;
	rig->device.recharge_s = sim_chance(r, 0.5) ? sim_uniform(r, 60, 600) : 0;
	rig->device.recharge_soc = sim_uniform(r, 0.003, 0.01);
}

SIM_SET(in_use_charging)
{
	phone(rig, r);
	rig->device.battery.soc = sim_uniform(r, 0.1, 0.97);
}

/* Through the end of charge. */
SIM_SET(in_use_to_full)
{
	sim_nearly_full(rig, r);
	phone(rig, r);
	rig->device.battery.soc = sim_uniform(r, 0.86, 0.99);
	rig->device.recharge_s = sim_chance(r, 0.5) ? sim_uniform(r, 60, 600) : 0;
	rig->device.recharge_soc = 0.01;
	rig->step_s = 0.02;
	rig->until_done = false;
	rig->run_s = sim_uniform(r, 900, 3600);
}

SIM_SHOWS(in_use_done)
{
	return f->done && f->tapered;
}

SIM_SET(in_use_full)
{
	phone(rig, r);
	is_full(rig, r);
}

/* Nobody touches it: what it does by itself. */
SIM_SET(at_rest_full)
{
	sim_set_in_use_full(rig, r);
	rig->device.activity.use_mean_s = 0;
	rig->device.activity.used_first = false;
}

/* Somebody moves the charger in its socket: no volts for a moment. A power bank would stay off. */
SIM_SET(in_use_moved)
{
	sim_set_in_use_full(rig, r);
	rig->run_s = sim_uniform(r, 60, 180);
	rig->swap_at_s = rig->no_load_s + sim_uniform(r, 0.5, 0.9) * rig->run_s;
	rig->swap_s = sim_uniform(r, 0.3, 2.5);
	rig->second = rig->source;
}

/* A tablet, or a small laptop on a 5 V port: it never draws as little as a phone. */
static void tablet_in_use(struct sim_rig *rig, struct sim_random *r)
{
	struct sim_activity *a = &rig->device.activity;

	phone(rig, r);
	if (rig->profile)
		rig->profile = &tablet;
	a->floor_a = sim_uniform(r, 0.015, 0.06);
	a->rest_a = sim_uniform(r, 0.03, 0.15);
	a->wake_high_a = 0.5;
	a->pause_a = sim_uniform(r, 0.15, 0.4);
	a->use_high_a = 2.0;
	rig->source.limit_a = sim_uniform(r, 3.0, 3.4);
	rig->device.input_limit_a = sim_uniform(r, 2.4, 2.8);
	rig->device.charge_a = sim_uniform(r, 2.4, 3.4);
	rig->device.battery.capacity_ah = 7.6;
	rig->device.battery.r0 = 0.03;
	rig->cable.r_loop = sim_uniform(r, 0.06, 0.12);
}

SIM_SET(tablet_charging)
{
	tablet_in_use(rig, r);
	rig->device.battery.soc = sim_uniform(r, 0.1, 0.97);
}

SIM_SET(tablet_full)
{
	tablet_in_use(rig, r);
	is_full(rig, r);
	rig->device.recharge_soc = 0.005;
}

/* A speaker: its amplifier idles at some tens of milliamperes, a beat takes up to an ampere for a tenth of a second, and
 * between two pieces it is silent for seconds. Two channels of 6 W (the Soundcore 2's rating) are 12 W at their loudest;
 * music's mean is a tenth of its peak. */
static void plays(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_speaker(rig, r);
	rig->device.input_limit_a = sim_uniform(r, 1.4, 1.5);
	rig->device.activity = (struct sim_activity){ .floor_a = sim_uniform(r, 0.02, 0.07),
		.rest_a = 0.003,
		.rest_spread = 0.5,
		.quiet_share = 0.5,
		.look_s = sim_log_uniform(r, 0.05, 0.3),
		.use_mean_s = sim_log_uniform(r, 10, 120),
		.use_min_s = 60,
		.use_max_s = 1200,
		.use_low_a = 0.08,
		.use_high_a = sim_uniform(r, 0.3, 0.9),
		.stretch_mean_s = sim_uniform(r, 60, 240), /* a piece of music, */
		.pause_a = 0.005,                          /* and silence */
		.beat_s = sim_chance(r, 0.7) ? 60 / sim_uniform(r, 70, 160) : 0,
		.beat_part = sim_uniform(r, 0.15, 0.5),
		.beat_rest = sim_uniform(r, 0.05, 0.5),
		.used_first = sim_chance(r, 0.7) };
	rig->device.system_a = rig->device.idle_a = 0;
	any_cut(rig, r);
}

SIM_SET(music_charging)
{
	plays(rig, r);
	rig->device.battery.soc = sim_uniform(r, 0.1, 0.97);
}

SIM_SET(music_full)
{
	plays(rig, r);
	is_full(rig, r);
}
