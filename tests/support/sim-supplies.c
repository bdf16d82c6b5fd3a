/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Supplies with a will of their own: power banks that switch off, adapters whose data lines say something
 * that the device does not know; and the neighbours of both.
 */

#include "sim-people.h"

/* What a band or an earbud case takes: a few hundredths of an ampere. */
static void little(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_earbuds(rig, r);
	rig->profile = NULL;
	rig->device.charge_a = sim_uniform(r, 0.02, 0.04);
	rig->device.battery.r0 = 1.0;
	rig->device.no_probe = true;
	sim_use_meter(rig, SIM_FNB58, sim_chance(r, 0.6) ? CD_POSITION_SOURCE : CD_POSITION_DEVICE, 20);
}

/* Off after less than 30-90 mA for half a minute to two (the makers' figures for banks without a mode for
 * small devices). */
static void bank(struct sim_rig *rig, struct sim_random *r)
{
	rig->source.idle_off_a = sim_uniform(r, 0.05, 0.09);
	rig->source.idle_off_s = sim_uniform(r, 30, 120);
}

SIM_SET(bank_small)
{
	little(rig, r);
	bank(rig, r);
	rig->run_s = rig->source.idle_off_s + sim_uniform(r, 40, 90);
}

static void small_case(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_earbuds(rig, r);
	rig->profile = NULL;
	rig->device.charge_a = sim_uniform(r, 0.2, 0.35);
	rig->device.end_part = 0.05;
	rig->device.battery.capacity_ah = 0.15;
	rig->device.battery.r0 = sim_uniform(r, 0.4, 0.7);
	rig->device.battery.soc = sim_uniform(r, 0.6, 0.7);
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 4);
}

/* The last of the taper is less than the bank stays on for. */
SIM_SET(bank_taper)
{
	small_case(rig, r);
	bank(rig, r);
	rig->run_s = 3600;
	rig->step_s = 0.05;
}

SIM_SHOWS(bank_off)
{
	return f->idle_offs == 1 && !f->done;
}

/* It switches off once the charge has ended: both are true, and nothing is wrong. */
SIM_SET(bank_after_full)
{
	sim_use_speaker(rig, r);
	sim_nearly_full(rig, r);
	bank(rig, r);
	rig->device.end_part = 0.1;
	rig->device.idle_a = sim_uniform(r, 0.005, 0.02);
	rig->until_done = true;
	rig->after_done_s = rig->source.idle_off_s + 60;
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 2);
}

SIM_SHOWS(bank_off_full)
{
	return f->idle_offs == 1 && f->done && f->taper_s > 240;
}

/* The device is unplugged; the voltage stays. */
SIM_SET(little_unplugged)
{
	little(rig, r);
	rig->meter.position = CD_POSITION_SOURCE;
	rig->run_s = sim_uniform(r, 60, 300);
	rig->tail_s = 45;
}

/* The adapter is pulled from the wall after ten minutes of little current: no bank waits that long. */
SIM_SET(little_pulled)
{
	little(rig, r);
	rig->meter.rate_hz = 5;
	rig->source.leave_at_s = rig->no_load_s + sim_uniform(r, 600, 900);
	rig->run_s = rig->source.leave_at_s + 40;
}

SIM_SET(little_all_along)
{
	little(rig, r);
	rig->run_s = sim_uniform(r, 200, 400);
}

SIM_SHOWS(little_current)
{
	return f->max_a > 0.012 && f->max_a < 0.09 && f->idle_offs == 0;
}

static void say(struct sim_rig *rig, double dp, double dm)
{
	rig->lines.idle_v[0] = rig->data_v[0] = dp;
	rig->lines.idle_v[1] = rig->data_v[1] = dm;
}

/* Levels that are more than 0.15 V off every known pair (TI BQ25600D, "nonstandard adapter"): the device
 * allows itself what it takes from the unknown. */
SIM_SET(wrong_type)
{
	static const double levels[][2] = { { 1.6, 0.4 }, { 2.3, 1.6 }, { 1.7, 2.3 }, { 3.1, 2.2 } };
	const double *v = levels[sim_random_next(r) % CD_ELEMENTSOF(levels)];

	say(rig, v[0] + sim_uniform(r, -0.08, 0.08), v[1] + sim_uniform(r, -0.08, 0.08));
	rig->device.input_limit_a = 0.5 * sim_uniform(r, 0.96, 1);
	rig->adapter_uw = sim_chance(r, 0.5) ? 10000000 : 12000000;
	rig->run_s = 90;
}

/* Divider 3: Apple's for 1 A. */
SIM_SET(wrong_type_one_amp)
{
	say(rig, sim_uniform(r, 1.95, 2.05), sim_uniform(r, 2.68, 2.78));
	rig->device.input_limit_a = sim_uniform(r, 0.94, 1);
	rig->adapter_uw = sim_chance(r, 0.5) ? 10000000 : 12000000;
	rig->run_s = 90;
}

/* The same levels, and nobody says what device and adapter are rated for. */
SIM_SET(wrong_type_unknown)
{
	sim_set_wrong_type(rig, r);
	rig->profile = NULL;
	rig->adapter_uw = CD_UNKNOWN;
}

SIM_SHOWS(held_back)
{
	return f->max_a > 0.4 && f->max_a < 1.05 && f->limited_s < 1;
}

/* Dividers that the device knows: it takes what it is made for. */
SIM_SET(healthy_divider)
{
	static const double levels[][2] = { { 2.7, 2.0 }, { 2.7, 2.7 }, { 1.2, 1.2 } };
	const double *v = levels[sim_random_next(r) % CD_ELEMENTSOF(levels)];

	say(rig, v[0] + sim_uniform(r, -0.04, 0.04), v[1] + sim_uniform(r, -0.04, 0.04));
	rig->adapter_uw = 12000000;
}

/* Apple's for 1 A, and the device never takes more than half an ampere. */
SIM_SET(divider_enough)
{
	sim_use_earbuds(rig, r);
	say(rig, 2.0, 2.73);
	rig->run_s = 90;
}

/* What a rectifier leaves: tens of millivolts at twice the mains. */
SIM_SET(ripple)
{
	rig->source.ripple_v = sim_uniform(r, 0.01, 0.06);
	rig->source.ripple_hz = sim_chance(r, 0.5) ? 100 : 120;
	rig->source.soft_start_s = sim_log_uniform(r, 0.05, 1);
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
}

/* Off for good at its first overload; a plug pulled from the wall looks the same. */
SIM_SET(latching)
{
	rig->source.overload = SIM_LATCH;
	rig->source.limit_a = sim_uniform(r, 0.8, 1.4);
	rig->source.trip_s = sim_log_uniform(r, 0.02, 0.5);
	rig->run_s = 45;
}

SIM_SHOWS(latched)
{
	return f->trips == 1 && f->end_a < 0.001;
}

/* A cable that warms up as it is loaded. */
SIM_SET(cable_warming)
{
	sim_set_cable_ramp(rig, r);
	rig->cable.heat_k_per_w = sim_uniform(r, 10, 30);
	rig->run_s = 90;
}

/* Before it opens, a worn contact is heard. */
SIM_SET(noisy_contact)
{
	sim_set_flaky_device_end(rig, r);
	rig->cable.r_flaky = sim_uniform(r, 0.3, 0.8);
	rig->cable.noisy_s = sim_uniform(r, 0.5, 2);
}
