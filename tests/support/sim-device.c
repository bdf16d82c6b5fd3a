/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The device with its charger IC:
 *
 *     off ─► detect ─► pre-charge ─► constant ─► taper ─► done
 *      ▲   volts gone   < 3.0 V/cell   full current   4.20 V/cell   end current
 *      └────── from everywhere: input below v_uvlo or above v_ovp
 *
 * Given up is where a pre-charge timer ends (30 minutes: TI BQ24040, BQ24050), and the charger's own end of
 * charge is left again when the cell has lost some (recharge at -100...-150 mV, 120 mV in ADI's ADP5360).
 * A switching charger draws VBAT·IBAT/(eta·VBUS), so its input current rises while it charges with constant
 * current; a linear one draws IBAT.
 */

#include <math.h>

#include "sim-parts.h"

#define V_PRECHARGE 3.0
#define V_FULL 4.20
#define V_WAKE 2.2
#define BROWN_OUT_S 0.005

static void enter(struct sim_device *d, enum sim_stage_of_charge stage, double t)
{
	d->stage = stage;
	d->since_s = t;
}

void sim_device_start(struct sim_device *d, double t, struct sim_random *r)
{
	enter(d, SIM_OFF, t);
	d->set_a = d->want_a = d->amps = d->volts = 0;
	d->ceiling_a = d->input_limit_a;
	d->use_until_s = -1;
	d->use_now_a = 0;
	d->next_use_s = d->use_mean_s > 0 ? t + sim_exponential(r, d->use_mean_s) : SIM_NEVER;
	d->low_since_s = SIM_NEVER;
	d->met_s = d->again_s = SIM_NEVER;
	sim_heat_start(&d->heat);
	if (d->activity.floor_a > 0)
		sim_activity_start(&d->activity, t, r);
}

static double used_now(struct sim_device *d, double t, struct sim_random *r)
{
	if (t >= d->next_use_s) {
		d->use_until_s = t + sim_uniform(r, 2, 25);
		d->next_use_s = d->use_until_s + sim_exponential(r, d->use_mean_s);
		d->use_now_a = d->use_a * sim_uniform(r, 0.3, 1);
	}
	return t < d->use_until_s ? d->use_now_a : 0;
}

static double precharge_want(const struct sim_device *d)
{
	if (d->wake_a > 0 && sim_battery_open_volts(&d->battery) < V_WAKE)
		return d->wake_a;
	return d->charge_a * d->precharge_part;
}

/* What would bring the cell to its full voltage, at most `most`. */
static double towards_full(const struct sim_device *d, double most)
{
	double to_full = (V_FULL - sim_battery_open_volts(&d->battery)) / d->battery.r0;

	return fmax(0, fmin(most, to_full));
}

/* What the charger would put into the battery now. */
static double battery_want(const struct sim_device *d)
{
	double part = d->heat.watched ? d->heat.part : 1;

	switch (d->stage) {
	case SIM_PRECHARGE:
		return precharge_want(d) * part;
	case SIM_CONSTANT:
	case SIM_TAPER:
		return towards_full(d, d->charge_a * part);
	default:
		return 0;
	}
}

static double input_for(const struct sim_device *d, double battery_a)
{
	double volts = fmax(d->volts, 4.0);

	if (d->charger == SIM_LINEAR)
		return battery_a;
	return sim_battery_volts(&d->battery, battery_a) * battery_a / (d->efficiency * volts);
}

static void advance_stage(struct sim_device *d, double t)
{
	double open = sim_battery_open_volts(&d->battery);

	switch (d->stage) {
	case SIM_OFF:
		if (!d->dead && d->volts > d->v_uvlo + 0.2 && d->volts < d->v_ovp)
			enter(d, SIM_DETECT, t);
		break;
	case SIM_DETECT:
		if (t - d->since_s >= d->detect_s)
			enter(d, open < V_PRECHARGE ? SIM_PRECHARGE : SIM_CONSTANT, t);
		break;
	case SIM_PRECHARGE:
		if (open >= V_PRECHARGE)
			enter(d, SIM_CONSTANT, t);
		else if (d->precharge_limit_s > 0 && t - d->since_s >= d->precharge_limit_s)
			enter(d, SIM_GIVEN_UP, t);
		break;
	case SIM_CONSTANT:
		if (t >= d->stop_at_s || (d->stop_soc > 0 && d->battery.soc >= d->stop_soc)) {
			enter(d, SIM_DONE, t);
			break;
		}
		if (towards_full(d, d->charge_a) < d->charge_a)
			enter(d, SIM_TAPER, t);
		break;
	case SIM_TAPER:
		if (towards_full(d, d->charge_a) <= d->charge_a * d->end_part)
			enter(d, SIM_DONE, t);
		break;
	case SIM_DONE:
		if (d->recharge_s > 0 && t - d->since_s >= d->recharge_s) {
			d->battery.soc -= d->recharge_soc;
			enter(d, SIM_TAPER, t);
		}
		break;
	case SIM_GIVEN_UP:
		break;
	}
}

/* What it takes whatever its battery does. */
static double moody_want(const struct sim_device *d, double t)
{
	if (d->mood == SIM_PULSES && fmod(t * d->pulse_hz, 1) < 0.25)
		return d->idle_a + d->pulse_a;
	return d->idle_a;
}

static double stairs(const struct sim_device *d, double t)
{
	if (d->stair_s <= 0)
		return 0;
	return fmod(floor((t - d->since_s) / d->stair_s) * d->stair_a, d->stair_top_a);
}

static double wanted(struct sim_device *d, double t, struct sim_random *r)
{
	double use = used_now(d, t, r) + sim_activity_step(&d->activity, t, r);

	if (d->charger == SIM_SHORTED)
		return d->input_limit_a;
	if (d->stage == SIM_OFF)
		return 0;
	if (d->stage == SIM_DETECT)
		return d->detect_a;
	if (d->mood != SIM_CHARGES)
		return moody_want(d, t);
	if (d->charger == SIM_BOARD)
		return d->system_a + use + stairs(d, t);
	if (d->stage == SIM_DONE || d->stage == SIM_GIVEN_UP)
		return d->idle_a + use;
	if (t < d->start_s)
		return d->start_a;
	return input_for(d, battery_want(d)) + d->system_a + use;
}

static double ramped(struct sim_device *d, double dt)
{
	double goal = fmin(d->want_a, d->ceiling_a);
	double next = d->set_a + d->ramp_a_per_s * dt;

	if (next >= goal)
		return goal;
	return next;
}

void sim_device_step(struct sim_device *d, double t, double dt, struct sim_random *r)
{
	advance_stage(d, t);
	d->want_a = fmin(wanted(d, t, r), d->input_limit_a);
	d->set_a = ramped(d, dt);
}

double sim_device_ask(const struct sim_device *d)
{
	if (d->ramp_step_a > 0 && d->set_a < d->want_a)
		return fmax(d->detect_a, floor(d->set_a / d->ramp_step_a) * d->ramp_step_a);
	return d->set_a;
}

double sim_device_reach(const struct sim_device *d, double emf, double ohms)
{
	double floor_v = d->v_regulation;
	double r = fmax(ohms, 0.001);

	if (d->charger == SIM_BOARD || d->charger == SIM_SHORTED)
		floor_v = 0;
	if (d->charger == SIM_SHORTED)
		r += d->short_ohm;
	if (d->charger == SIM_LINEAR) {
		floor_v = sim_battery_volts(&d->battery, 0) + 0.08;
		r += 0.12 + d->battery.r0 * d->battery.cells; /* the pass element, the cell */
	}
	return fmax(0, (emf - floor_v) / r);
}

double sim_device_pinned_volts(const struct sim_device *d, double amps)
{
	if (d->charger == SIM_SHORTED)
		return amps * d->short_ohm;
	if (d->charger == SIM_BOARD)
		return 0.3;
	if (d->charger == SIM_LINEAR)
		return sim_battery_volts(&d->battery, amps) + 0.08 + 0.12 * amps;
	return d->v_regulation;
}

static void brown_out(struct sim_device *d, double t)
{
	bool bad = d->volts < d->v_uvlo || d->volts > d->v_ovp || d->dead;

	d->dead |= d->dies_above_v > 0 && d->volts > d->dies_above_v;

	if (!bad) {
		d->low_since_s = SIM_NEVER;
		return;
	}
	if (d->low_since_s > t)
		d->low_since_s = t;
	if (t - d->low_since_s >= BROWN_OUT_S && d->stage != SIM_OFF) {
		enter(d, SIM_OFF, t);
		d->set_a = 0;
	}
}

/* An input-current optimiser: it met the limit, waits for its next look, steps back, and tries again some time. */
static void step_back(struct sim_device *d, double t, double amps)
{
	if (t >= d->again_s) {
		d->ceiling_a = SIM_NEVER;
		d->again_s = SIM_NEVER;
	}
	if (d->back_off_a <= 0 || amps >= d->set_a - 0.001 || d->stage <= SIM_DETECT) {
		d->met_s = SIM_NEVER;
		return;
	}
	d->met_s = fmin(d->met_s, t);
	if (t - d->met_s < d->linger_s)
		return;
	d->ceiling_a = fmax(0.1, amps - d->back_off_a);
	d->again_s = d->retry_s > 0 ? t + d->retry_s : SIM_NEVER;
}

void sim_device_take(struct sim_device *d, double t, double dt, double volts, double amps)
{
	double for_battery = amps - d->system_a - d->use_now_a * (t < d->use_until_s) - d->activity.now_a;
	double battery_a = battery_want(d);

	d->volts = volts;
	d->amps = amps;
	step_back(d, t, amps);
	d->set_a = fmin(d->set_a, fmax(amps, d->detect_a) + 0.1); /* the loop does not wind up far */
	if (d->charger == SIM_SWITCHING && battery_a > 0)
		for_battery *= d->efficiency * volts / sim_battery_volts(&d->battery, battery_a);
	if (battery_a > 0 && for_battery > 0 && d->charger != SIM_BOARD)
		sim_battery_charge(&d->battery, fmin(battery_a, for_battery), dt);
	sim_heat_step(&d->heat, t, dt, volts * amps);
	brown_out(d, t);
}
