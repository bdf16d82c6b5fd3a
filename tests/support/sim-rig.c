/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Connects the parts and lets time run. One step: the device says what it asks for, the circuit is solved,
 * device, source and meter take the result. The step is at most 5 ms (more for charges of hours) and never
 * longer than the meter's sampling period.
 */

#include <math.h>

#include "sim-rig.h"
#include "sim-stage.h"

#define STEP_S 0.005
#define INPUT_CAPACITOR_S 0.02 /* the device's input fades like this when its wire opens */
#define END_MEAN_S 5.0
#define AFTER_DONE_S 30.0
#define LEAK_TAU_S 0.7
#define SAYS_BEFORE_S 1.0
#define ENUMERATES_S 1.5

struct run {
	struct sim_rig *rig;
	struct sim_random physics, noise;
	const struct sim_sink *sink;
	struct sim_facts f;
	double t_attach, t_detach; /* on the recording's clock */
	double done_since_s;
	bool attached, ended, contract_told, end_told, enumeration_told, swapped, swap_told, open;
	double leak_a, leak_as, leak_s;
	double volts_source, volts_device, amps;
	double energy_ws, end_as, end_s, lowest_v;
	double ramp_top_a;
};

static void emit_of(
	struct run *run, const char *input, int64_t t_us, enum cd_event_type type, struct cd_event *ev)
{
	if (!run->sink)
		return;
	ev->t_us = t_us;
	ev->type = type;
	ev->input = input;
	run->sink->event(run->sink->userdata, ev);
}

static void emit(struct run *run, int64_t t_us, enum cd_event_type type, struct cd_event *ev)
{
	emit_of(run, "meter0", t_us, type, ev);
}

static bool has_other(const struct sim_rig *rig)
{
	return rig->other.rate_hz > 0;
}

static void emit_added(struct run *run, const char *input, const struct sim_meter *m)
{
	struct cd_event ev = { .added = { .kind = CD_INPUT_METER,
				       .model = m->model,
				       .position = m->position_hidden ? CD_POSITION_UNKNOWN : m->position,
				       .settle_us = llround(m->settle_s * 1e6) } };

	emit_of(run, input, 0, CD_EVENT_ADDED, &ev);
}

/* The port's inputs, where there is more than the meter. */
static void emit_port(struct run *run, struct sim_stage *stage)
{
	const struct sim_rig *rig = run->rig;
	const char *inputs[4] = { "meter0" };
	size_t n = 1;

	if (has_other(rig))
		inputs[n++] = "meter1";
	if (rig->contract) {
		sim_say_added(stage, "port0", CD_INPUT_TYPEC);
		inputs[n++] = "port0";
	}
	if (rig->enumeration >= 0) {
		sim_say_added(stage, "usb1-port2", CD_INPUT_USB_PORT);
		inputs[n++] = "usb1-port2";
	}
	if (rig->port)
		sim_say_port(stage, rig->port, inputs, n);
}

static void emit_start(struct run *run)
{
	const struct sim_rig *rig = run->rig;
	struct cd_event note = { .note = CD_NOTE_NOTHING };
	struct sim_stage stage = { .sink = run->sink };

	emit_added(run, "meter0", &rig->meter);
	if (has_other(rig))
		emit_added(run, "meter1", &rig->other);
	emit_port(run, &stage);
	if (rig->profile) {
		note.note.profile = rig->profile->name;
		note.note.inline_profile = rig->profile->rated_uv ? rig->profile : NULL;
	}
	note.note.battery = rig->battery;
	note.note.led = rig->led;
	note.note.cable = rig->cable_note;
	note.note.adapter = rig->adapter_note;
	note.note.adapter_uw = rig->adapter_uw;
	if (rig->profile || rig->led || rig->cable_note || rig->adapter_note || rig->battery >= 0 ||
		cd_known(rig->adapter_uw))
		emit(run, 0, CD_EVENT_NOTE, &note);
}

/* What the host's Type-C port says once the contract is there. */
static void emit_contract(struct run *run, int64_t t_us)
{
	struct sim_stage stage = { .sink = run->sink, .t_us = t_us };
	struct sim_attribute_set a = { 0 };

	run->contract_told = true;
	sim_put(&a, "power_role", "source [sink]");
	sim_put(&a, "power_operation_mode", "usb_power_delivery");
	sim_put(&a, "port0-partner/supports_usb_power_delivery", "yes");
	sim_put(&a, "port0-partner/usb_power_delivery/source-capabilities/1:fixed_supply/voltage", "5000mV");
	sim_put(&a, "port0-partner/usb_power_delivery/source-capabilities/1:fixed_supply/maximum_current",
		"3000mA");
	sim_put(&a, "port0-partner/usb_power_delivery/source-capabilities/2:fixed_supply/voltage", "%lldmV",
		llround(run->rig->source.step_v0 * 1e3));
	sim_put(&a, "port0-partner/usb_power_delivery/source-capabilities/2:fixed_supply/maximum_current",
		"3000mA");
	sim_say_attributes(&stage, "port0", &a);
}

/* What is said later: by a person at the end or at a change of the adapter, by the host once it has tried. */
static void emit_later(struct run *run, int64_t t_us, double t)
{
	const struct sim_rig *rig = run->rig;
	struct cd_event ev = { .note = CD_NOTE_NOTHING };

	if (run->swapped && !run->swap_told) {
		run->swap_told = true;
		ev.note.adapter = rig->second_note;
		emit(run, t_us, CD_EVENT_NOTE, &ev);
	}
	if (!run->end_told && t >= run->t_detach - SAYS_BEFORE_S &&
		(rig->battery_at_end >= 0 || rig->led_at_end)) {
		run->end_told = true;
		ev.note = CD_NOTE_NOTHING;
		ev.note.battery = rig->battery_at_end;
		ev.note.led = rig->led_at_end;
		emit(run, t_us, CD_EVENT_NOTE, &ev);
	}
	if (!run->enumeration_told && rig->enumeration >= 0 && t >= run->t_attach + ENUMERATES_S &&
		run->sink) {
		struct cd_event told = { .t_us = t_us,
			.type = CD_EVENT_ENUMERATION,
			.input = "usb1-port2",
			.enumeration = { .result = rig->enumeration } };

		run->enumeration_told = true;
		run->sink->event(run->sink->userdata, &told);
	}
}

static void put_lines(struct run *run, double t, struct cd_sample *sample)
{
	const struct sim_rig *rig = run->rig;
	struct sim_line_state state = { .cut = rig->cable.no_data,
		.at_device = rig->meter.position == CD_POSITION_DEVICE,
		.since_s = t - run->t_attach,
		.on_v = t >= rig->source.step_at_s ? rig->data_step_v : rig->data_v };

	state.asked = run->attached && !run->open && !rig->device.no_probe && run->volts_source > 1;
	if (rig->meter.data_lines)
		sim_lines_read(&rig->lines, &state, &run->noise, sample);
	if (rig->meter.cc_lines) {
		const double *cc =
			run->attached && !rig->no_termination ? rig->lines.cc_v : rig->lines.cc_idle_v;

		cd_sample_set(sample, CD_FIELD_CC1, llround(cc[0] * 1000) * 1000);
		cd_sample_set(sample, CD_FIELD_CC2, llround(cc[1] * 1000) * 1000);
	}
}

static void emit_sample(struct run *run, int64_t t_us, double t)
{
	struct sim_rig *rig = run->rig;
	struct cd_event ev = { 0 };

	sim_meter_read(&rig->meter, &run->noise, &ev.sample);
	put_lines(run, t, &ev.sample);
	if (rig->meter.temperature)
		cd_sample_set(&ev.sample, CD_FIELD_TEMP, llround(rig->device.heat.meter_c * 10) * 100);
	emit(run, t_us, CD_EVENT_SAMPLE, &ev);
	if (!has_other(rig))
		return;
	sim_meter_read(&rig->other, &run->noise, &ev.sample);
	emit_of(run, "meter1", t_us, CD_EVENT_SAMPLE, &ev);
}

/* Volts at both ends and the current, for what the device asks. */
static void solve(struct run *run, double ask, bool open, double dt)
{
	struct sim_rig *rig = run->rig;
	const struct sim_source *s = &rig->source;
	double rc = sim_cable_ohms(&rig->cable) + rig->meter.shunt_ohm;
	double amps, held = s->limit_a;
	bool holds;

	if (open || !run->attached) {
		run->amps = 0;
		run->volts_source = sim_source_volts(s, 0);
		run->volts_device =
			open ? run->volts_device * (1 - fmin(1, dt / INPUT_CAPACITOR_S)) : run->volts_source;
		return;
	}
	amps = fmin(ask, sim_device_reach(&rig->device, s->emf, rc + fmax(0, s->rs)));
	holds = s->overload == SIM_FOLD_BACK && amps > held && s->emf > 1;
	if (holds)
		amps = held;
	run->amps = amps;
	run->volts_device = sim_source_volts(s, amps) - rc * amps;
	if (holds)
		run->volts_device = fmin(run->volts_device, sim_device_pinned_volts(&rig->device, amps));
	run->volts_source = run->volts_device + rc * amps;
	if (amps < ask - 0.001 && rig->device.stage > SIM_DETECT) {
		run->f.limited_s += dt;
		run->f.pinned_s += holds ? dt : 0;
	}
}

/* Dirt conducts as it likes: a mean, and a slow wandering around it. */
static void leak(struct run *run, double dt)
{
	const struct sim_rig *rig = run->rig;
	double part = fmin(1, dt / LEAK_TAU_S);

	if (rig->leak_a <= 0)
		return;
	run->leak_a += (rig->leak_a - run->leak_a) * part +
		       rig->leak_noise_a * sqrt(2 * part) * sim_gauss(&run->physics);
	run->leak_a = fmax(0, run->leak_a);
	/* At the device's end the meter sees what flows into the device's port, and only then. */
	if (run->volts_source > 1 && (rig->meter.position == CD_POSITION_SOURCE || run->attached))
		run->amps += run->leak_a;
}

static void note_charge(struct run *run, double dt)
{
	struct sim_facts *f = &run->f;

	switch (run->rig->device.stage) {
	case SIM_PRECHARGE:
		f->precharge_s += dt;
		f->precharge_a = run->amps;
		break;
	case SIM_TAPER:
		f->tapered = true;
		f->taper_s += dt;
		f->charge_a = fmax(f->charge_a, run->amps);
		break;
	case SIM_DONE:
		f->done = true;
		break;
	case SIM_GIVEN_UP:
		f->given_up_s += dt;
		break;
	case SIM_CONSTANT:
		f->charge_a = fmax(f->charge_a, run->amps);
		break;
	default:
		break;
	}
	if (run->rig->device.heat.watched && run->rig->device.heat.part < 1)
		f->held_s += dt;
}

static void note_facts(struct run *run, double t, double dt)
{
	struct sim_facts *f = &run->f;
	double volts = run->rig->meter.position == CD_POSITION_DEVICE ? run->volts_device : run->volts_source;

	if (!run->attached) {
		if (t >= 0 && t < run->t_attach) {
			f->no_load_v = volts;
			run->leak_as += run->amps * dt;
			run->leak_s += dt;
		}
		return;
	}
	if (t < 0) /* before the recording */
		return;
	f->seconds += dt;
	f->max_v = fmax(f->max_v, volts);
	f->max_a = fmax(f->max_a, run->amps);
	run->energy_ws += volts * run->amps * dt;
	if (run->amps > 0.2 * f->max_a && run->amps > 0.03)
		run->lowest_v = fmin(run->lowest_v, volts);
	if (t > run->t_detach - END_MEAN_S || run->done_since_s < SIM_NEVER) {
		run->end_as += run->amps * dt;
		run->end_s += dt;
	}
	note_charge(run, dt);
}

static void attach_and_detach(struct run *run, double t)
{
	struct sim_device *d = &run->rig->device;

	if (!run->attached && !run->ended && t >= run->t_attach) {
		run->attached = true;
		sim_device_start(d, 0, &run->physics);
		sim_cable_start(&run->rig->cable, t, &run->physics);
	}
	if (run->rig->until_done && d->stage == SIM_DONE && run->done_since_s == SIM_NEVER) {
		run->done_since_s = t;
		run->t_detach = fmin(run->t_detach,
			t + (run->rig->after_done_s > 0 ? run->rig->after_done_s : AFTER_DONE_S));
	}
	if (run->attached && t >= run->t_detach) {
		run->attached = false;
		run->ended = true;
		sim_device_start(d, t, &run->physics);
	}
}

/* Somebody takes another adapter: no volts for a while, then those of the other. */
static bool swapping(struct run *run, double t)
{
	struct sim_rig *rig = run->rig;

	if (rig->swap_at_s <= 0 || t < rig->swap_at_s)
		return false;
	if (!run->swapped) {
		unsigned trips = rig->source.trips;

		run->swapped = true;
		rig->source = rig->second;
		sim_source_start(&rig->source);
		rig->source.trips = trips;
	}
	if (t < rig->swap_at_s + rig->swap_s)
		rig->source.emf = 0;
	return t < rig->swap_at_s + rig->swap_s;
}

static double volts_at(const struct run *run, const struct sim_meter *m)
{
	return m->position == CD_POSITION_DEVICE ? run->volts_device : run->volts_source;
}

static void step(struct run *run, double t, double dt)
{
	struct sim_rig *rig = run->rig;
	bool open;

	attach_and_detach(run, t);
	open = run->attached && sim_cable_step(&rig->cable, t, &run->physics);
	open |= swapping(run, t);
	if (rig->type_c && (!run->attached || rig->no_termination))
		rig->source.emf = 0;
	run->open = open;
	if (run->attached)
		sim_device_step(&rig->device, t - run->t_attach, dt, &run->physics);
	solve(run, sim_device_ask(&rig->device), open, dt);
	if (!run->swapped || t >= rig->swap_at_s + rig->swap_s)
		sim_source_step(&rig->source, t, dt, open ? 0 : run->amps, &run->physics);
	sim_cable_take(&rig->cable, dt, run->amps);
	if (run->attached)
		sim_device_take(&rig->device, t - run->t_attach, dt, run->volts_device, run->amps);
	leak(run, dt);
	sim_meter_step(&rig->meter, dt, volts_at(run, &rig->meter), run->amps);
	if (has_other(rig))
		sim_meter_step(&rig->other, dt, volts_at(run, &rig->other), run->amps);
	note_facts(run, t, dt);
}

/* Samples of the ramp: what tells a resistance from a limit. */
static void note_knee(struct run *run)
{
	double top = run->ramp_top_a;

	if (!run->attached || run->rig->device.stage <= SIM_DETECT)
		return;
	if (run->rig->meter.amps > top * 0.1 && run->rig->meter.amps < top * 0.9)
		run->f.knee_samples++;
}

static void finish(struct run *run, struct sim_facts *ret)
{
	struct sim_facts *f = &run->f;

	f->trips = run->rig->source.trips;
	f->breaks = run->rig->cable.breaks;
	f->idle_offs = run->rig->source.idle_offs;
	f->energy_wh = run->energy_ws / 3600;
	f->leak_a = run->leak_s > 0 ? run->leak_as / run->leak_s : 0;
	f->attach_s = run->t_attach;
	f->end_a = run->end_s > 0 ? run->end_as / run->end_s : 0;
	f->mean_w = f->seconds > 0 ? run->energy_ws / f->seconds : 0;
	f->sag_v = f->no_load_v > 0 ? f->no_load_v - run->lowest_v : 0;
	*ret = *f;
}

void sim_rig_run(struct sim_rig *rig, uint64_t seed, const struct sim_sink *sink, struct sim_facts *ret)
{
	int64_t step_us = llround((rig->step_s > 0 ? rig->step_s : STEP_S) * 1e6);
	int64_t period = llround(1e6 / rig->meter.rate_hz), parts = (period + step_us - 1) / step_us;
	int64_t pitch = period / parts, t, end;
	struct run run = { .rig = rig, .sink = sink, .done_since_s = SIM_NEVER, .lowest_v = 99 };
	struct cd_event removed = { 0 };

	run.physics = sim_random_make(seed, 1);
	run.noise = sim_random_make(seed, 2);
	/* The most it will draw, for counting the samples of the ramp. */
	run.ramp_top_a = fmin(fmin(rig->device.input_limit_a, rig->source.limit_a),
		sim_device_reach(&rig->device, rig->source.v0, rig->cable.r_loop + fmax(0, rig->source.rs)));
	run.t_attach = rig->skip_s > 0 ? -rig->skip_s : rig->no_load_s;
	run.t_detach = (rig->skip_s > 0 ? 0 : rig->no_load_s) + rig->run_s;
	period = pitch * parts;
	sim_source_start(&rig->source);
	emit_start(&run);
	for (t = rig->skip_s > 0 ? -llround(rig->skip_s * 1e6 / pitch) * pitch : 0;; t += pitch) {
		step(&run, t * 1e-6, pitch * 1e-6);
		note_knee(&run);
		if (rig->contract && !run.contract_told && t * 1e-6 >= rig->source.step_at_s - 0.3)
			emit_contract(&run, t);
		if (t >= 0)
			emit_later(&run, t, t * 1e-6);
		if (t >= 0 && t % period == 0)
			emit_sample(&run, t, t * 1e-6);
		end = llround((run.t_detach + rig->tail_s) * 1e6);
		if (t >= end)
			break;
	}
	emit(&run, t, CD_EVENT_REMOVED, &removed);
	if (has_other(rig))
		emit_of(&run, "meter1", t, CD_EVENT_REMOVED, &removed);
	finish(&run, ret);
}
