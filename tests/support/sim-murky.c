/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Faults as people really record them: any device, any meter, sometimes nobody says what or where, sometimes
 * hooked up late, the device in use. What may be said of them is broad; blaming the wrong part is the
 * mistake.
 */

#include <math.h>

#include "sim-people.h"

static void any_device(struct sim_rig *rig, struct sim_random *r)
{
	static void (*const devices[])(
		struct sim_rig *, struct sim_random *) = { sim_use_phone, sim_use_phone, sim_use_speaker };

	devices[sim_random_next(r) % CD_ELEMENTSOF(devices)](rig, r);
	rig->device.v_regulation = sim_uniform(r, 4.3, 4.7);
	rig->device.ramp_a_per_s = sim_log_uniform(r, 0.13, 50); /* 64 mA in 0.5 s is the slowest known */
	if (sim_chance(r, 0.3))
		rig->device.ramp_step_a = 0.064;
	if (sim_chance(r, 0.4))
		rig->profile = NULL;
	if (sim_chance(r, 0.3)) {
		rig->device.use_mean_s = 15;
		rig->device.use_a = 0.4;
	}
}

static void any_start(struct sim_rig *rig, struct sim_random *r)
{
	rig->no_load_s = sim_uniform(r, 2, 8);
	rig->run_s = sim_uniform(r, 45, 240);
	if (sim_chance(r, 0.3)) {
		rig->no_load_s = 0;
		rig->skip_s = sim_uniform(r, 3, 120);
	}
}

static void any_bench(struct sim_rig *rig, struct sim_random *r, enum cd_position position)
{
	any_device(rig, r);
	any_start(rig, r);
	sim_use_any_meter(rig, r, position);
	rig->meter.position_hidden = sim_chance(r, 0.4);
	rig->meter.offset_a = sim_uniform(r, 0, 0.006);
	if (sim_chance(r, 0.3)) {
		rig->source.rs = -sim_uniform(r, 0.03, 0.1);
		rig->source.v0 = sim_uniform(r, 5.0, 5.2);
	}
}

static enum cd_position any_position(struct sim_random *r)
{
	return sim_chance(r, 0.5) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE;
}

SIM_SET(murky_healthy)
{
	any_bench(rig, r, any_position(r));
}

SIM_SET(murky_cable)
{
	any_bench(rig, r, CD_POSITION_DEVICE);
	rig->cable.r_loop = sim_uniform(r, 0.6, 2.0);
}

SIM_SET(murky_limit)
{
	any_bench(rig, r, any_position(r));
	rig->source.limit_a = sim_uniform(r, 0.35, 1.1);
}

SIM_SET(murky_hiccup)
{
	any_bench(rig, r, any_position(r));
	rig->source.overload = SIM_HICCUP;
	rig->source.limit_a = sim_uniform(r, 0.6, 1.4);
	rig->source.trip_s = sim_log_uniform(r, 0.01, 1);
	rig->source.off_min_s = fmax(sim_uniform(r, 0.1, 0.6), 1.5 / rig->meter.rate_hz);
	rig->source.off_max_s = rig->source.off_min_s * 1.4;
	rig->device.detect_s = sim_uniform(r, 0.4, 8);
	rig->device.ramp_a_per_s = fmax(rig->device.ramp_a_per_s, 0.3);
}

SIM_SHOWS(some_trips)
{
	return f->trips >= 5;
}

SIM_SET(murky_contact)
{
	any_bench(rig, r, any_position(r));
	rig->cable.break_mean_s = sim_uniform(r, 3, 12);
	rig->cable.break_min_s = fmax(0.08, 1 / rig->meter.rate_hz);
	rig->cable.r_flaky = sim_uniform(r, 0, 0.6);
	rig->device.detect_s = sim_uniform(r, 0.2, 1);
}

SIM_SHOWS(some_breaks)
{
	return f->breaks >= 5;
}

/* Neither good nor bad: 0.3-0.45 ohm cost a device its last few hundred millivolts. */
SIM_SET(marginal_cable)
{
	sim_use_any_meter(rig, r, CD_POSITION_DEVICE);
	rig->cable.r_loop = sim_uniform(r, 0.28, 0.42);
	rig->device.input_limit_a = sim_uniform(r, 1.0, 1.3);
	rig->device.v_regulation = 4.3;
	rig->profile = NULL;
}

/* A board without a battery: its load comes and goes, nothing tapers. */
SIM_SET(board)
{
	rig->profile = NULL;
	rig->device.charger = SIM_BOARD;
	rig->device.v_uvlo = 3.8;
	rig->device.input_limit_a = 2.5;
	rig->device.system_a = sim_uniform(r, 0.25, 0.5);
	rig->device.use_mean_s = 6;
	rig->device.use_a = sim_uniform(r, 0.4, 1.3);
	rig->run_s = 180;
	sim_use_any_meter(rig, r, any_position(r));
}

/* The adapter's own voltage is low, seen through the cable before anything flows. */
SIM_SET(undervoltage_device_end)
{
	sim_set_undervoltage(rig, r);
	sim_use_any_meter(rig, r, CD_POSITION_DEVICE);
}

/* A small cell behind a linear charger, deep down. */
SIM_SET(overdischarged_linear)
{
	sim_use_earbuds(rig, r);
	rig->device.precharge_part =
		sim_uniform(r, 0.08, 0.14); /* 10 % usual; 20 % parts look like slow charging */
	rig->device.battery.soc = -sim_uniform(r, 0.02, 0.03);
	rig->device.system_a = 0.001;
	rig->battery = sim_chance(r, 0.5) ? CD_BATTERY_EMPTY : _CD_BATTERY_INVALID;
	rig->run_s = 2700;
	rig->step_s = 0.02;
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_SOURCE, 2);
}
