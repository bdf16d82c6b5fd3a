/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Cables that are at fault.
 */

#include "sim-people.h"

/* So much that the device must lower its current: its regulation is 0.45-0.8 V below the source. */
static void bad_cable(struct sim_rig *rig, struct sim_random *r)
{
	rig->cable.r_loop = sim_uniform(r, 0.7, 1.6);
	rig->device.ramp_a_per_s = sim_log_uniform(r, 0.6, 3);
}

/* The way up is recorded: V falls along a line, no knee. */
SIM_SET(cable_ramp)
{
	bad_cable(rig, r);
	sim_use_meter(rig, sim_chance(r, 0.5) ? SIM_KM003C : SIM_FNB58, CD_POSITION_DEVICE, 0);
	rig->device.ramp_a_per_s =
		rig->meter.rate_hz > 500 ? sim_log_uniform(r, 1, 10) : sim_log_uniform(r, 0.3, 1);
	rig->run_s = 30;
}

/* The case that started the project: a speaker and a cable that is too thin for it. */
SIM_SET(speaker_cable)
{
	sim_use_speaker(rig, r);
	bad_cable(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_DEVICE, 0);
	/* It feels its way: 64 mA every half second, as chargers with input current optimization do. */
	rig->device.ramp_a_per_s = 0.128;
	rig->device.ramp_step_a = 0.064;
	rig->run_s = 120;
}

SIM_SHOWS(limited)
{
	return f->limited_s > 0.6 * f->seconds && f->sag_v > 0.25 && f->trips == 0;
}

SIM_SHOWS(knee_visible)
{
	return sim_shows_limited(f) && f->knee_samples >= 20;
}

/* Only the plateau is recorded. */
SIM_SET(cable_steady)
{
	bad_cable(rig, r);
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_DEVICE, 0);
	rig->device.ramp_a_per_s = 50;
}

/* The same cable from the adapter's end: a good voltage and little current. */
SIM_SET(cable_source_end)
{
	bad_cable(rig, r);
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* From the device's end, hooked up when it was all over. */
SIM_SET(cable_late)
{
	bad_cable(rig, r);
	sim_use_any_meter(rig, r, CD_POSITION_DEVICE);
	rig->no_load_s = 0;
	rig->skip_s = 30;
}

/* No regulation: a board with a stepped load, 0.7-1.2 ohm. */
SIM_SET(cable_no_regulation)
{
	rig->cable.r_loop = sim_uniform(r, 0.55, 0.8);
	rig->profile = NULL;
	rig->device.charger = SIM_BOARD;
	rig->device.v_uvlo = 3.4;
	rig->device.input_limit_a = 1.6;
	rig->device.system_a = sim_uniform(r, 0.3, 0.5);
	rig->device.use_mean_s = 8;
	rig->device.use_a = 0.9;
	rig->device.ramp_a_per_s = 20;
	rig->run_s = 120;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_DEVICE, 0);
}

static void flaky(struct sim_rig *rig, struct sim_random *r)
{
	rig->cable.break_mean_s = sim_uniform(r, 4, 9);
	rig->cable.break_min_s = 0.08;
	rig->cable.r_flaky = sim_uniform(r, 0.1, 0.6);
	rig->device.detect_s = sim_uniform(r, 0.2, 0.6);
	rig->run_s = 120;
}

SIM_SET(flaky_source_end)
{
	flaky(rig, r);
}

SIM_SET(flaky_device_end)
{
	flaky(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_DEVICE, 0);
}

SIM_SHOWS(breaks)
{
	return f->breaks >= 5 && f->trips == 0;
}
