/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One port, wired together: inputs' states become facts and readings, samples and attachments drive the session, and
 * a verdict is drawn from its sketch when something that could change it has happened. Nothing is judged here.
 */

#include <json-c/json.h>

#include "engine-state.h"
#include "parameter.h"

#include "parameters/engine.def"

struct cd_engine *cd_engine_new(
	const char *name, const struct cd_settings *settings, const struct cd_profiles *profiles)
{
	struct cd_engine *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->name = strdup(name);
	if (!e->name)
		return cd_engine_free(e);
	e->settings = *settings;
	e->profiles = profiles;
	e->now_us = e->stalled_us = e->device_us = e->said_us = e->sampled_us = CD_UNKNOWN;
	e->charging_us = CD_UNKNOWN;
	e->evaluate_us = INT64_MAX;
	cd_session_init(&e->session);
	cd_pd_reset(&e->pd);
	cd_facts_gather(NULL, 0, 0, &e->facts);
	cd_readings_init(&e->readings);
	return e;
}

struct cd_engine *cd_engine_free(struct cd_engine *e)
{
	if (!e)
		return NULL;
	cd_departed_clear(&e->departed);
	cd_session_done(&e->session);
	json_object_put(e->ended);
	free(e->name);
	free(e);
	return NULL;
}

void cd_engine_set_settings(struct cd_engine *e, const struct cd_settings *settings)
{
	e->settings = *settings;
}

void cd_engine_mark(struct cd_engine *e, unsigned what)
{
	e->changes |= what;
}

unsigned cd_engine_changes(const struct cd_engine *e)
{
	return e->changes;
}

unsigned cd_engine_take_changes(struct cd_engine *e)
{
	unsigned c = e->changes;

	e->changes = 0;
	return c;
}

bool cd_engine_expendable(const struct cd_engine *e)
{
	return e->n_inputs == 0 && !e->session.open;
}

static bool verdict_differs(const struct cd_verdict *a, const struct cd_verdict *b)
{
	return a->exists != b->exists || a->cause != b->cause || a->confidence != b->confidence ||
	       a->symptoms != b->symptoms || a->severity != b->severity || a->phase != b->phase ||
	       a->next_test != b->next_test;
}

/* A battery's word from before the plug counts once the driver had its chance, even if nothing more is heard: many
 * laptops report a change of state only. */
static int64_t settled_us(const struct cd_engine *e)
{
	int64_t t = cd_session_plugged_us(&e->session) + CD_BATTERY_SETTLE_US;

	return e->session.open && e->facts.has_battery && e->now_us < t ? t : INT64_MAX;
}

void cd_engine_judge(struct cd_engine *e)
{
	struct cd_verdict before = e->verdict;
	struct cd_case c;

	e->dirty = e->in_pieces = false;
	e->evaluate_us = settled_us(e);
	cd_engine_case(e, &c);
	cd_verdict_summary(&c, &e->verdict);
	cd_session_set_tapered(&e->session, e->verdict.tapered);
	if (verdict_differs(&before, &e->verdict))
		e->changes |= CD_CHANGE_VERDICT;
	if (before.phase != e->verdict.phase)
		e->changes |= CD_CHANGE_PHASE;
	if (before.done_us != e->verdict.done_us || cd_to_full_differs(&before.to_full, &e->verdict.to_full))
		e->changes |= CD_CHANGE_TO_FULL;
	/* A session that begins has shown nothing yet: that is no news. */
	if (e->verdict.exists && !cd_streq(before.exists ? before.cause : "inconclusive", e->verdict.cause))
		e->changes |= CD_CHANGE_CAUSE;
}

/* One change is told in pieces, by several drivers one after the other: a verdict in between would be of a machine that
 * never was. */
static void judge_soon(struct cd_engine *e)
{
	if (!e->session.open)
		return;
	e->dirty = true;
	if (e->in_pieces)
		return;
	e->in_pieces = true;
	e->evaluate_us = e->now_us + PIECES_US;
}

/* Samples come by the thousand: judged on a grid that depends on the session's age alone, so that a replay judges at the
 * same moments. Notes and over-current are rare and awaited: judged at once. */
void cd_engine_judge_later(struct cd_engine *e)
{
	int64_t age = e->now_us - e->session.start_us;
	int64_t step = e->settings.evaluate_us > 0 ? e->settings.evaluate_us : 1;

	e->dirty = true;
	if (!e->session.open || e->in_pieces)
		return;
	if (age / EVALUATE_PART > step)
		step = age / EVALUATE_PART < EVALUATE_MAX_US ? age / EVALUATE_PART : EVALUATE_MAX_US;
	step = e->session.start_us + (age / step + 1) * step;
	if (step < e->evaluate_us)
		e->evaluate_us = step;
}

static int finish_session(struct cd_engine *e)
{
	struct json_object *doc = NULL;
	struct cd_case c;
	int r;

	cd_engine_judge(e);
	cd_engine_case(e, &c);
	r = cd_analysis_entry(&c, &doc);
	json_object_put(e->ended);
	e->ended = r < 0 ? NULL : doc; /* without memory it has ended all the same */
	e->changes |= CD_CHANGE_SESSION_ENDED;
	cd_pd_reset(&e->pd); /* what follows is another attachment */
	return r;
}

static void gather(struct cd_engine *e)
{
	bool device = e->facts.usb_device;

	cd_facts_gather(e->inputs, e->n_inputs, e->battery_sign.sign, &e->facts);
	for (size_t k = 0; k < e->departed.n; k++)
		cd_facts_recall(&e->facts, e->departed.item[k]);
	cd_facts_pd(&e->facts, &e->pd);
	if (device || e->facts.usb_device)
		e->device_us = e->now_us;
	e->held.note = e->facts.note;
}

/* What a port is, and where its meter sits, may follow from what inputs say and not only from which they are. */
static void renew_identity(struct cd_engine *e)
{
	enum cd_port_kind kind = cd_engine_kind(e);
	enum cd_position position = cd_engine_position(e);

	if (kind != e->kind || position != e->position)
		e->changes |= CD_CHANGE_INPUTS;
	e->kind = kind;
	e->position = position;
}

/* What a supply or a partner opened is judged when all of it has been told. */
static void begin_verdict(struct cd_engine *e)
{
	if (!e->session.attached) {
		cd_engine_judge(e);
		return;
	}
	cd_verdict_begin(&e->verdict);
	e->changes |= CD_CHANGE_VERDICT | CD_CHANGE_PHASE;
}

int cd_engine_session_did(struct cd_engine *e, int r)
{
	if (r < 0)
		return r;
	if (r & CD_SESSION_OPENED) {
		e->holds = e->session.attached;
		if (e->departed.n > 0) {
			cd_departed_clear(&e->departed);
			gather(e);
			e->changes |= CD_CHANGE_INPUTS | CD_CHANGE_READINGS; /* their notes are gone */
		}
		renew_identity(e);
		e->changes |= CD_CHANGE_SESSION_STARTED;
		begin_verdict(e);
	}
	return r & CD_SESSION_CLOSED ? finish_session(e) : 0;
}

/* A Type-C port with a partner knows best: one that gives power is attached, one that takes it is not. Else a supply's word counts,
 * unless everything else says that it is stuck. */
static bool is_attached(const struct cd_facts *f)
{
	bool online = f->has_supply && cd_known(f->online) && f->online > 0 && !f->online_contradicts;

	if (f->has_typec && f->partner == CD_YES && f->sink != CD_MAYBE)
		return f->sink == CD_YES || f->mains_online;
	return online;
}

/* Some machines charge and never set `online` (ThinkPad T14 AMD: laptop-mode-tools#191). Where one was seen online, an EC that
 * is slow to say that it does not charge any more is no plug. */
static bool charges_alone(struct cd_engine *e, bool online)
{
	const struct cd_facts *f = &e->facts;
	bool flows = !cd_known(f->flow_uw) || f->flow_uw > 0;

	e->told |= online;
	if (e->told || !f->has_battery || f->status == CD_STATUS_DISCHARGING)
		e->charging_us = CD_UNKNOWN;
	else if (!cd_known(e->charging_us) && f->status == CD_STATUS_CHARGING && !f->sign_contradicts && flows)
		e->charging_us = e->now_us;
	return cd_known(e->charging_us) && e->now_us - e->charging_us >= ALONE_US;
}

/* A board runs from what its chip complains of, for as long as there is the chip. */
static bool runs_from_it(const struct cd_engine *e)
{
	return e->facts.low_supply != CD_MAYBE && e->session.open && e->session.alarms.n > 0;
}

static int hear_alarm(struct cd_engine *e)
{
	bool before = e->alarmed;

	e->alarmed = e->facts.low_supply == CD_YES;
	if (before || !e->alarmed)
		return 0;
	return cd_engine_session_did(e, cd_session_alarm(&e->session, &e->settings, e->now_us));
}

/* A charger IC that measures VBUS is a slow meter at the device's end. What it said counts once, and not again each time the
 * battery says something. */
static int sample_facts(struct cd_engine *e)
{
	const struct cd_facts *f = &e->facts;

	bool anew = cd_known(f->bus_uv) && f->bus_us != e->sampled_us;

	e->sampled_us = f->bus_us;
	if (f->meter || !anew)
		return 0;
	if (!cd_known(f->bus_ua)) {
		cd_session_volts(&e->session, e->now_us, f->bus_uv);
		return 0;
	}
	return cd_engine_session_did(
		e, cd_session_sample(&e->session, &e->settings, CD_UNKNOWN, e->now_us, f->bus_uv, f->bus_ua));
}

/* An unplug comes in pieces: partner or contract are gone, a supply still says online, the battery drains already. */
static bool leaving(const struct cd_engine *e)
{
	bool partner = e->held.partner == CD_YES && e->facts.has_typec && e->facts.partner == CD_NO;
	bool contract = cd_known(e->held.contract_uv) && !cd_known(e->facts.contract_uv);

	return e->holds && (partner || contract);
}

/* A word from before the plug counts once the driver had its chance. */
static void say_battery(struct cd_engine *e, bool attached)
{
	const struct cd_facts *f = &e->facts;
	int64_t since_us = e->session.full.since_us, start_us = cd_session_plugged_us(&e->session);
	bool fresh = cd_known(f->battery_us) &&
		     (f->battery_us >= start_us || e->now_us >= start_us + CD_BATTERY_SETTLE_US);

	if (attached && fresh && cd_known(f->flow_uw) && f->flow_uw > e->session.peak_uw)
		e->session.peak_uw = f->flow_uw;
	if (attached && fresh && cd_known(f->flow_ua) && f->flow_ua > e->session.peak_ua)
		e->session.peak_ua = f->flow_ua;
	if (f->has_battery && fresh && (attached || !e->holds) && f->battery_us != e->session.battery.said_us)
		cd_session_battery(&e->session, f);
	cd_session_full(&e->session, e->now_us, attached && f->has_battery && fresh && cd_facts_full(f));
	if (since_us != e->session.full.since_us)
		e->changes |= CD_CHANGE_TO_FULL;
}

static bool has_departed(const struct cd_engine *e, const struct cd_input *input)
{
	for (size_t k = 0; k < e->departed.n; k++)
		if (e->departed.item[k] == input)
			return true;
	return false;
}

static int cut_measured(struct cd_engine *e)
{
	return e->session.open && e->session.electrical
		       ? cd_engine_session_did(e, cd_session_cut(&e->session))
		       : 0;
}

/* What was measured is judged at the place where it was. */
static int cut_as_it_was(struct cd_engine *e, const struct cd_input *meter)
{
	struct cd_facts now = e->facts;
	int r;

	e->facts.meter = cd_engine_has(e, meter) || has_departed(e, meter) ? meter : NULL;
	e->facts.source_meter = NULL;
	e->facts.note.position = e->position;
	r = cut_measured(e);
	e->facts = now;
	return r;
}

/* A meter joined the port, or a person said which of two is at the device. One that was unplugged is still waited for, and is
 * the same; another that takes its place is as good. */
static int see_who_measures(struct cd_engine *e, const struct cd_input *before)
{
	const struct cd_input *meter = e->facts.meter;
	const char *now = meter ? meter->name : "";
	enum cd_position at = meter ? cd_input_position(meter) : CD_POSITION_UNKNOWN;
	bool same = strcmp(now, e->measured_by) == 0 || (at != CD_POSITION_UNKNOWN && at == e->measured_at);

	strcpy(e->measured_by, now); /* an input's name is never longer */
	e->measured_at = at;
	return same ? 0 : cut_as_it_was(e, before);
}

/* Everything that is a function of the inputs' states. */
int cd_engine_renew(struct cd_engine *e)
{
	const struct cd_input *meter = e->facts.meter;
	bool attached;
	int r;

	gather(e);
	r = see_who_measures(e, meter);
	if (r < 0)
		return r;
	cd_facts_learn(&e->facts, &e->battery_sign);
	cd_readings_from_facts(&e->readings, &e->facts, e->inputs, e->n_inputs);
	e->changes |= CD_CHANGE_READINGS;
	r = hear_alarm(e);
	if (r < 0)
		return r;
	attached = is_attached(&e->facts);
	attached = charges_alone(e, attached) || attached || runs_from_it(e);
	if (attached && !leaving(e)) {
		e->held = e->facts;
		e->holds = true;
	}
	e->held.meter = NULL;
	renew_identity(e);
	r = cd_engine_session_did(e, cd_session_attached(&e->session, &e->settings, e->now_us, attached));
	if (r < 0)
		return r;
	if (e->facts.partner == CD_YES && e->facts.sink == CD_NO)
		cd_session_swapped(&e->session);
	r = sample_facts(e);
	if (r < 0)
		return r;
	say_battery(e, attached);
	judge_soon(e);
	return 0;
}

static void renew_names(struct cd_engine *e)
{
	for (size_t k = 0; k < e->n_inputs; k++)
		e->names[k] = e->inputs[k]->name;
	e->names[e->n_inputs] = NULL;
	e->changes |= CD_CHANGE_INPUTS;
}

/* False: it was not here. */
static bool take_out(struct cd_engine *e, struct cd_input *input, int64_t t_us)
{
	bool meter = e->facts.meter == input;
	size_t k = 0;

	while (k < e->n_inputs && e->inputs[k] != input)
		k++;
	if (k == e->n_inputs)
		return false;
	memmove(&e->inputs[k], &e->inputs[k + 1], (--e->n_inputs - k) * sizeof(e->inputs[0]));
	e->now_us = t_us;
	renew_names(e);
	if (meter)
		cd_session_gap(&e->session);
	cd_readings_forget(&e->readings, input->name);
	return true;
}

/* Firmware tells of one plug piece by piece: "mains online" some milliseconds before the port that it came through. What
 * opened a session moves on to that port then, which has the session. */
static void withdraw_fleeting(struct cd_engine *e)
{
	if (e->n_inputs == 0 && e->session.open && e->now_us - e->session.start_us < FLEETING_US)
		cd_session_withdraw(&e->session);
}

/* A meter that moves on takes the line with it. */
static void end_measured(struct cd_engine *e, const struct cd_input *input, int64_t t_us)
{
	bool fleeting = e->n_inputs == 1 && t_us - e->session.start_us < FLEETING_US;

	if (e->facts.meter != input || fleeting)
		return;
	e->now_us = t_us;
	(void)cut_measured(e);
}

/* Only allocation can fail in cd_engine_renew(), and then the port has lost nothing by what left. */
void cd_engine_leave(struct cd_engine *e, struct cd_input *input, int64_t t_us)
{
	end_measured(e, input, t_us);
	if (!take_out(e, input, t_us))
		return;
	withdraw_fleeting(e);
	(void)cd_engine_renew(e);
}

int cd_engine_join(struct cd_engine *e, struct cd_input *input, int64_t t_us)
{
	size_t k = e->n_inputs;
	int r;

	if (k >= CD_PORT_INPUTS_MAX)
		return -E2BIG;
	r = cd_departed_welcome(&e->departed, input);
	if (r < 0)
		return r;
	for (; k > 0 && strcmp(e->inputs[k - 1]->name, input->name) > 0; k--)
		e->inputs[k] = e->inputs[k - 1];
	e->inputs[k] = input;
	e->n_inputs++;
	e->now_us = t_us;
	renew_names(e);
	r = cd_engine_renew(e);
	if (r < 0)
		cd_engine_leave(e, input, t_us);
	return r;
}

/* Kept before anything is judged anew: without what it said the verdict would be another one for a moment. */
void cd_engine_depart(struct cd_engine *e, struct cd_input *input, int64_t t_us)
{
	bool was_here = take_out(e, input, t_us);

	if (e->session.number == 0 && !cd_session_provisional(&e->session))
		cd_input_free(input);
	else
		cd_departed_keep(&e->departed, input);
	if (was_here)
		(void)cd_engine_renew(e);
}

int64_t cd_engine_deadline(const struct cd_engine *e)
{
	return e->session.deadline_us < e->evaluate_us ? e->session.deadline_us : e->evaluate_us;
}

int cd_engine_run_deadline(struct cd_engine *e)
{
	int64_t t = cd_engine_deadline(e);

	/* Behind a suspend it may be one of before. */
	e->now_us = !cd_known(e->now_us) || t > e->now_us ? t : e->now_us;
	if (t == e->evaluate_us)
		cd_engine_judge(e);
	if (t != e->session.deadline_us)
		return 0;
	if (e->dirty)
		cd_engine_judge(e); /* whether it tapered decides if it closes */
	return cd_engine_session_did(e, cd_session_deadline(&e->session, &e->settings, t));
}
