/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a plug makes contact with: cables of two conductors, dirt, and configuration lines that nobody pulls;
 * and what looks like these and is not.
 */

#include "sim-people.h"

/* 500 mA is what charger ICs take from what they cannot name (TI BQ25600D, BQ25895M), 100 mA what USB 2.0
 * §7.2.1 allows before a configuration. */
static double unnamed_a(struct sim_random *r)
{
	return (sim_chance(r, 0.7) ? 0.5 : 0.1) * sim_uniform(r, 0.95, 1);
}

static void two_conductors(struct sim_rig *rig, struct sim_random *r)
{
	rig->cable.no_data = true;
	rig->device.input_limit_a = unnamed_a(r);
	rig->run_s = 90;
}

/* Nobody ever asks the adapter, though the profile says that the device would. */
SIM_SET(charge_only)
{
	two_conductors(rig, r);
	if (sim_chance(r, 0.4)) /* a divider that offers 2.4 A, and 0.5 A flow */
		for (int k = 0; k < 2; k++)
			rig->lines.idle_v[k] = rig->data_v[k] = sim_uniform(r, 2.65, 2.75);
	rig->adapter_uw = 10000000;
}

/* From the device's end: D+ asks and D- does not answer, as on any computer's port. */
SIM_SET(charge_only_device_end)
{
	two_conductors(rig, r);
	rig->meter.position = CD_POSITION_DEVICE;
}

static void on_a_host(struct sim_rig *rig, enum cd_enumeration result)
{
	rig->enumeration = result;
	for (int k = 0; k < 2; k++)
		rig->lines.idle_v[k] = rig->data_v[k] = 0.01;
}

SIM_SET(charge_only_host)
{
	two_conductors(rig, r);
	on_a_host(rig, CD_ENUMERATION_NONE);
}

/* A speaker has nothing to enumerate with, and takes what a port gives. */
SIM_SET(silent_on_host)
{
	sim_use_speaker(rig, r);
	rig->device.input_limit_a = 0.5 * sim_uniform(r, 0.95, 1);
	rig->run_s = 90;
	on_a_host(rig, CD_ENUMERATION_NONE);
}

SIM_SET(phone_on_host)
{
	rig->device.input_limit_a = 0.5 * sim_uniform(r, 0.95, 1);
	rig->run_s = 90;
	on_a_host(rig, CD_ENUMERATION_OK);
}

/* Earbuds that never ask what they are connected to. */
SIM_SET(never_asks)
{
	sim_use_earbuds(rig, r);
	rig->device.no_probe = true;
	rig->run_s = 90;
}

SIM_SHOWS(unnamed_current)
{
	return f->max_a > 0.08 && f->max_a < 0.56 && f->limited_s < 1;
}

/* Water or dirt conducts some milliamperes, as it likes, and lifts the data lines (Android and Maxim's
 * contaminant detection take less than 1 Mohm there for wet). */
SIM_SET(contaminated)
{
	rig->leak_a = sim_log_uniform(r, 0.008, 0.04);
	rig->leak_noise_a = rig->leak_a * sim_uniform(r, 0.15, 0.4);
	rig->lines.idle_v[0] = sim_uniform(r, 0.25, 1.0);
	rig->lines.idle_v[1] = sim_uniform(r, 0.2, 0.9);
	rig->lines.noise_idle_v = sim_uniform(r, 0.02, 0.08);
	rig->no_load_s = sim_uniform(r, 7, 9.5);
	sim_use_meter(rig, sim_chance(r, 0.5) ? SIM_FNB58 : SIM_TC66C, CD_POSITION_SOURCE, 10);
}

/* The same, nothing recorded before the plug: 20 mA more than the device takes, which nobody knows. */
SIM_SET(contaminated_late)
{
	sim_set_contaminated(rig, r);
	rig->no_load_s = 0;
	rig->skip_s = sim_uniform(r, 5, 60);
}

SIM_SHOWS(leak)
{
	return f->leak_a > 0.006;
}

/* A meter whose zero is off shows current without a device, too: always the same. */
SIM_SET(meter_offset)
{
	rig->no_load_s = sim_uniform(r, 7, 9.5);
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
	rig->meter.offset_a = sim_uniform(r, 0.004, 0.009);
	rig->meter.offset_v = sim_uniform(r, -0.01, 0.01);
	rig->meter.gain_a = sim_uniform(r, -0.01, 0.01);
	rig->meter.gain_v = sim_uniform(r, -0.002, 0.002);
	rig->meter.shunt_ohm = sim_uniform(r, 0.01, 0.04);
}

/* A Type-C source: its open pins stand at its pull-up, above 2.5 V (vOPEN: 1.65 V for 1.5 A, 2.75 V for 3 A,
 * Type-C R2.0 table 4-36; what pulls up to 3.3 or 5 V reads more). */
static void type_c(struct sim_rig *rig, struct sim_random *r)
{
	double open_v = sim_chance(r, 0.5) ? sim_uniform(r, 3.1, 3.4) : sim_uniform(r, 4.6, 5.1);

	sim_use_meter(rig, SIM_KM003C, CD_POSITION_SOURCE, 50);
	rig->meter.cc_lines = true;
	rig->type_c = true;
	rig->lines.cc_idle_v[0] = rig->lines.cc_idle_v[1] = rig->lines.cc_v[1] = open_v;
	rig->lines.cc_v[0] = sim_chance(r, 0.5) ? sim_uniform(r, 0.85, 1.1) : sim_uniform(r, 1.5, 1.9);
}

SIM_SET(healthy_type_c)
{
	type_c(rig, r);
}

SIM_SET(no_termination)
{
	type_c(rig, r);
	rig->no_termination = true;
}

/* The same source with nothing plugged in, and nobody says that there is. */
SIM_SET(type_c_idle)
{
	type_c(rig, r);
	rig->profile = NULL;
	rig->no_load_s = 60;
	rig->run_s = 0;
}

/* A meter without these lines: 0 V, and a dead adapter gives that as well. */
SIM_SET(no_termination_blind)
{
	type_c(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 10);
	rig->no_termination = true;
}

SIM_SET(dead_adapter)
{
	rig->source.v0 = 0;
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

SIM_SHOWS(no_volts)
{
	return f->max_v < 0.1 && f->max_a < 0.01;
}
