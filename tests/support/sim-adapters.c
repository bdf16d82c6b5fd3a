/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Adapters that give too little, too much, or only now and then; and devices that take too much.
 */

#include <math.h>

#include "sim-people.h"

static void weak(struct sim_rig *rig, struct sim_random *r)
{
	rig->source.limit_a = sim_uniform(r, 0.5, 1.1);
	rig->source.overload = SIM_FOLD_BACK;
}

SIM_SET(limit_ramp)
{
	weak(rig, r);
	sim_use_meter(rig, sim_chance(r, 0.5) ? SIM_KM003C : SIM_FNB58, CD_POSITION_DEVICE, 0);
	rig->device.ramp_a_per_s =
		rig->meter.rate_hz > 500 ? sim_log_uniform(r, 1, 10) : sim_log_uniform(r, 0.3, 1);
	rig->run_s = 30;
}

SIM_SET(limit_steady)
{
	weak(rig, r);
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_DEVICE, 0);
	rig->device.ramp_a_per_s = 50;
}

SIM_SET(limit_source_end)
{
	weak(rig, r);
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* The same, the meter hooked up when it was all over: the voltage without load is anybody's guess. */
SIM_SET(limit_late)
{
	weak(rig, r);
	rig->no_load_s = 0;
	rig->skip_s = 30;
}

/* No regulation: the voltage falls to the battery's and creeps up with it. */
SIM_SET(limit_linear)
{
	weak(rig, r);
	rig->source.limit_a = sim_uniform(r, 0.4, 0.7);
	rig->device.charger = SIM_LINEAR;
	rig->device.v_uvlo = 3.2;
	rig->device.charge_a = sim_uniform(r, 0.9, 1.2);
	rig->device.input_limit_a = 1.5;
	rig->device.battery = (struct sim_battery){
		.cells = 1, .capacity_ah = 1.0, .r0 = 0.15, .soc = sim_uniform(r, 0.1, 0.3)
	};
	rig->profile = NULL;
	rig->run_s = 300;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 10);
}

/* The device steps back from the limit it met: the plateau looks healthy. */
SIM_SET(limit_back_off)
{
	weak(rig, r);
	rig->device.back_off_a = 0.128;
	rig->device.ramp_a_per_s = 0.3;
}

/* It tries again each 8-20 s, and stands at the limit for a fifth of a second: two samples of an ordinary meter. */
SIM_SET(limit_retries)
{
	weak(rig, r);
	rig->device.back_off_a = 0.1;
	rig->device.ramp_a_per_s = 1;
	rig->device.linger_s = 0.2;
	rig->device.retry_s = sim_uniform(r, 8, 20);
	rig->run_s = 90;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 10);
}

SIM_SET(limit_retries_late)
{
	sim_set_limit_retries(rig, r);
	rig->no_load_s = 0;
	rig->skip_s = 20;
}

SIM_SHOWS(pinned)
{
	return f->pinned_s > 0.6 * f->seconds && f->sag_v > 0.25;
}

SIM_SHOWS(knee_pinned)
{
	return sim_shows_pinned(f) && f->knee_samples >= 20;
}

static void tripping(struct sim_rig *rig, struct sim_random *r)
{
	rig->source.overload = SIM_HICCUP;
	rig->source.limit_a = sim_uniform(r, 0.8, 1.5);
	rig->source.trip_s = sim_log_uniform(r, 0.02, 0.5);
	rig->source.off_min_s = sim_uniform(r, 0.15, 0.5);
	rig->source.off_max_s = rig->source.off_min_s * sim_uniform(r, 1.02, 1.3);
	rig->device.detect_s = sim_uniform(r, 1.0, 4);
	rig->device.ramp_a_per_s = sim_log_uniform(r, 0.5, 10);
	rig->run_s = 90;
}

SIM_SET(hiccup)
{
	tripping(rig, r);
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
	if (rig->meter.rate_hz < 50) { /* two readings a second see a dip of a second */
		rig->source.off_min_s = fmax(rig->source.off_min_s, 2 / rig->meter.rate_hz);
		rig->source.off_max_s = rig->source.off_min_s * 1.2;
	}
}

/* An adapter with cable compensation under a stair of load up to 2.2 A and beyond, as its tester does it. */
SIM_SET(hiccup_bench)
{
	tripping(rig, r);
	rig->source.rs = -sim_uniform(r, 0.05, 0.1);
	rig->source.limit_a = sim_uniform(r, 2.0, 2.3);
	rig->profile = NULL;
	rig->device.charger = SIM_BOARD;
	rig->device.input_limit_a = 3;
	rig->device.detect_a = 0.01;
	rig->device.system_a = 0.01;
	rig->device.stair_a = 0.3;
	rig->device.stair_s = sim_uniform(r, 1.5, 3);
	rig->device.stair_top_a = 2.6;
	rig->run_s = 240;
}

SIM_SET(hiccup_device_end)
{
	tripping(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_DEVICE, 0);
}

SIM_SHOWS(trips)
{
	return f->trips >= 5 && f->breaks == 0;
}

SIM_SET(undervoltage)
{
	rig->source.v0 = sim_uniform(r, 4.35, 4.60);
	rig->device.v_regulation = rig->source.v0 - sim_uniform(r, 0.3, 0.4);
	rig->device.charge_a = sim_uniform(r, 1.0, 1.5);
}

/* The same, the meter hooked up later: nobody knows the voltage without load. */
SIM_SET(undervoltage_late)
{
	sim_set_undervoltage(rig, r);
	rig->no_load_s = 0;
	rig->skip_s = 20;
}

SIM_SET(overvoltage)
{
	rig->source.v0 = sim_uniform(r, 5.70, 5.95);
	rig->source.rs = 0.02;
	rig->device.v_ovp = 6.5;
	rig->profile = sim_chance(r, 0.5) ? &sim_phone : NULL;
	rig->data_v[0] = rig->data_v[1] = 0.3;
}

/* At a protocol's level from the first moment, and nobody asked. */
SIM_SET(overvoltage_stuck)
{
	static const double volts[] = { 9, 9, 12 };

	sim_set_overvoltage(rig, r);
	rig->source.v0 = sim_pick(r, volts, 3);
	rig->profile = NULL;
	rig->device.v_ovp = 14;
}

/* It was an adapter of 5 V until now. */
SIM_SET(overvoltage_step)
{
	rig->source.step_v0 = sim_uniform(r, 5.70, 5.95);
	rig->source.step_at_s = rig->no_load_s + sim_uniform(r, 10, 30);
	rig->source.rs = 0.02;
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* A charger that steps to 9 or 12 V though the device never asked. */
SIM_SET(fast_overvoltage)
{
	static const double steps[] = { 9, 9, 12 };

	sim_use_speaker(rig, r);
	rig->source.step_v0 = sim_pick(r, steps, 3);
	rig->source.step_at_s = rig->no_load_s + sim_uniform(r, 2, 10);
	rig->device.v_ovp = sim_chance(r, 0.5) ? 6.5 : 30;
	rig->device.battery.soc = 0.4;
}

SIM_SHOWS(over_volts)
{
	return f->max_v > 5.62;
}

/* More than it is rated for, from a plain 5 V adapter that can give it. */
SIM_SET(overcurrent)
{
	sim_use_speaker(rig, r);
	rig->source.limit_a = 4;
	rig->device.input_limit_a = 1.5 * sim_uniform(r, 1.35, 1.8);
	rig->device.charge_a = 2.5;
	rig->device.v_regulation = 4.3;
}

SIM_SHOWS(over_amps)
{
	return f->max_a > 1.3 * 1.5 && f->limited_s < 0.5;
}

/* Within what ratings are rounded to. */
SIM_SET(slightly_over)
{
	sim_set_overcurrent(rig, r);
	rig->device.input_limit_a = 1.5 * sim_uniform(r, 1.03, 1.1);
}

SIM_SET(over_no_profile)
{
	sim_set_overcurrent(rig, r);
	rig->profile = NULL;
}
