/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sessions with nothing wrong, and those that look as if something were.
 */

#include "sim-people.h"

SIM_SET(healthy_phone)
{
}

SIM_SHOWS(charging)
{
	return f->max_a > 0.1 && f->limited_s < 0.5 && f->trips == 0 && f->breaks == 0;
}

SIM_SET(full_phone)
{
	sim_nearly_full(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 2);
}

SIM_SET(soundcore_full)
{
	sim_use_speaker(rig, r);
	sim_nearly_full(rig, r);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 2);
}

SIM_SHOWS(done)
{
	return f->done && f->taper_s > 240;
}

/* As people record: hooked up when the charge was half through its taper, the phone used now and then. */
SIM_SET(phone_late)
{
	sim_nearly_full(rig, r);
	rig->device.use_mean_s = 120;
	rig->device.use_a = sim_uniform(r, 0.3, 1.2);
	rig->device.battery.soc = 0.9;
	rig->profile = NULL;
	rig->no_load_s = 0;
	rig->skip_s = sim_uniform(r, 60, 300);
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_SOURCE, 2);
}

SIM_SET(earbuds)
{
	sim_use_earbuds(rig, r);
	rig->run_s = 120;
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_SOURCE, 0);
}

/* The voltage rises with the load: cable compensation, 5.16 V at 0.1 A to 5.28 V at 1.4 A measured on a real
 * one. */
SIM_SET(compensated)
{
	rig->source.rs = -sim_uniform(r, 0.06, 0.12);
	rig->source.v0 = sim_uniform(r, 5.1, 5.18);
}

SIM_SET(device_end)
{
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_DEVICE, 0);
	rig->cable.r_loop = sim_uniform(r, 0.08, 0.16);
}

SIM_SET(in_use)
{
	sim_use_meter(rig, SIM_TC66C, CD_POSITION_SOURCE, 0);
	rig->device.use_mean_s = 10;
	rig->device.use_a = 0.8;
	rig->device.charge_a = sim_uniform(r, 1.0, 1.5);
	rig->run_s = 180;
}

SIM_SET(cheap_meter)
{
	sim_use_meter(rig, SIM_CHEAP, CD_POSITION_SOURCE, 0);
	rig->run_s = 120;
}

/* A computer's port: 500 mA, 900 mA on USB 3, 100 mA where nothing enumerates. */
SIM_SET(slow_port)
{
	static const double ports[] = { 0.5, 0.5, 0.1 };

	rig->device.input_limit_a = sim_pick(r, ports, 3) * sim_uniform(r, 0.96, 1);
	rig->device.ramp_a_per_s = 5;
	rig->run_s = 120;
	rig->data_v[0] = rig->data_v[1] = 0.02;
}

/* The same without a profile: 500 mA may be all it ever takes. */
SIM_SET(slow_no_profile)
{
	sim_set_slow_port(rig, r);
	rig->profile = NULL;
}

SIM_SHOWS(slow)
{
	return sim_shows_charging(f) && f->mean_w < 3;
}

/* Up to 5.5 V is a Type-C source's right (USB Type-C R2.0 §4.4.2), and compensation uses it. */
SIM_SET(high_but_fine)
{
	rig->source.v0 = sim_uniform(r, 5.25, 5.32);
	rig->source.rs = -0.05;
	rig->source.compensation_v = 0.1;
}

SIM_SET(low_but_fine)
{
	rig->source.v0 = sim_uniform(r, 4.86, 4.94);
}

/* Nine volts for a phone that asked for them: D+ 3.3 V, D− 0.6 V is its request (QC 2.0). */
SIM_SET(fast_phone)
{
	rig->profile = &sim_fast_phone;
	rig->device.v_ovp = 14;
	rig->device.charge_a = sim_uniform(r, 3.0, 4.0);
	rig->source.step_v0 = 9;
	rig->source.step_at_s = rig->no_load_s + sim_uniform(r, 2, 4);
	rig->data_step_v[0] = 3.3;
}

/* Nine or twenty volts by contract, which the host's Type-C port shows. */
SIM_SET(contract)
{
	static const double volts[] = { 9, 15, 20 };

	sim_set_fast_phone(rig, r);
	rig->profile = NULL;
	rig->contract = true;
	rig->device.v_ovp = 24;
	rig->source.step_v0 = sim_pick(r, volts, 3);
	rig->data_step_v[0] = 0.6;
}

/* The same through a meter of which nobody tells the machine more: it sees D+ and D-, on which USB PD says nothing. */
SIM_SET(contract_unseen)
{
	sim_set_contract(rig, r);
	rig->contract = false;
	rig->data_step_v[0] = rig->data_v[0];
	rig->data_step_v[1] = rig->data_v[1];
}

/* The plug takes a moment to settle. */
SIM_SET(bounce)
{
	rig->cable.bounce_s = sim_uniform(r, 0.2, 1.4);
	sim_use_any_meter(rig, r, sim_chance(r, 0.5) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE);
}

/* Pulled and put back once. */
SIM_SET(replug)
{
	rig->cable.replug_at_s = rig->no_load_s + sim_uniform(r, 15, 40);
	rig->cable.replug_s = sim_uniform(r, 2, 8);
	rig->run_s = 90;
}

/* At the end the adapter is pulled from the wall: not a drop-out. */
SIM_SET(pulled)
{
	rig->source.leave_at_s = rig->no_load_s + 60;
	rig->run_s = 75;
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* Anybody's device on anybody's meter. */
SIM_SET(anybody)
{
	static void (*const devices[])(
		struct sim_rig *, struct sim_random *) = { sim_use_phone, sim_use_speaker, sim_use_earbuds };

	devices[sim_random_next(r) % CD_ELEMENTSOF(devices)](rig, r);
	sim_use_any_meter(rig, r, sim_chance(r, 0.6) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE);
	rig->meter.position_hidden = sim_chance(r, 0.3);
	if (sim_chance(r, 0.4))
		rig->profile = NULL;
	if (sim_chance(r, 0.3)) {
		rig->no_load_s = 0;
		rig->skip_s = sim_uniform(r, 5, 300);
	}
	rig->source.rs = sim_chance(r, 0.3) ? -sim_uniform(r, 0.03, 0.1) : rig->source.rs;
	rig->device.use_mean_s = sim_chance(r, 0.3) ? 20 : 0;
	rig->device.use_a = rig->device.input_limit_a * 0.3;
	rig->run_s = sim_uniform(r, 45, 300);
}

/* A limit of the device's own: no taper, no current. Only its files could say why. */
SIM_SET(clean_stop)
{
	rig->device.stop_at_s = sim_uniform(r, 60, 120);
	rig->run_s = 240;
	rig->profile = NULL;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 20);
}
