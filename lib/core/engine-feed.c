/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What each kind of event does to a port.
 */

#include "engine-state.h"
#include "parameter.h"

#include "parameters/engine.def"

/* Whose samples the session is made of. One that left during it is still waited for: volts of the other end would mix
 * with its own. */
static bool leads(const struct cd_engine *e, const struct cd_input *input)
{
	const struct cd_facts *f = &e->facts;

	return input == f->meter || (input == f->source_meter && !e->session.open && !cd_engine_has(e, f->meter));
}

static int feed_pair(struct cd_engine *e, enum cd_pair_end end, int64_t settle_us, int64_t v, int64_t i)
{
	return cd_known(v) && cd_known(i)
		       ? cd_session_pair(&e->session, &e->settings, end, settle_us, e->now_us, v, i)
		       : 0;
}

/* The device's own charger measures the other end of what a meter at the adapter sees. Only its own word is of now. */
static int feed_charger(struct cd_engine *e, const struct cd_input *input)
{
	const struct cd_facts *f = &e->facts;

	if (!f->meter || !f->bus_by || strcmp(f->bus_by, input->name) != 0 ||
		cd_engine_position(e) != CD_POSITION_SOURCE)
		return 0;
	return feed_pair(e, CD_PAIR_DEVICE, CD_UNKNOWN, f->bus_uv, f->bus_ua);
}

static enum cd_pair_end pair_end(const struct cd_engine *e, const struct cd_input *input)
{
	bool source = input == e->facts.source_meter || cd_engine_position(e) == CD_POSITION_SOURCE;

	return source ? CD_PAIR_SOURCE : CD_PAIR_DEVICE;
}

static int feed_sample(struct cd_engine *e, const struct cd_input *input, const struct cd_sample *sample)
{
	int64_t v = cd_sample_get(sample, CD_FIELD_VBUS), i = cd_sample_get(sample, CD_FIELD_IBUS);
	bool both = cd_known(v) && cd_known(i);
	int r = 0;

	if (cd_known(i) && !input->added.sign_known && i < 0)
		i = -i;
	if (!leads(e, input))
		return input == e->facts.source_meter
			       ? feed_pair(e, CD_PAIR_SOURCE, input->added.settle_us, v, i)
			       : 0;
	cd_readings_sample(&e->readings, input->name, e->now_us, sample, i);
	e->changes |= CD_CHANGE_READINGS;
	e->session.contract_uv = e->facts.contract_uv;
	if (both)
		r = cd_session_sample(&e->session, &e->settings, input->added.settle_us, e->now_us, v, i);
	if (r >= 0 && feed_pair(e, pair_end(e, input), input->added.settle_us, v, i) < 0)
		return -ENOMEM;
	cd_session_lines(&e->session, e->now_us, sample);
	if (!both || r < 0)
		return r;
	if (!e->dirty)
		cd_engine_judge_later(e);
	return cd_engine_session_did(e, r);
}

/* The kernel takes a tripped port's device away with the power: a device seen this long before is the one that tripped it.
 * So is a load that never enumerates and that only a meter saw. */
static bool recent(const struct cd_engine *e, int64_t t_us)
{
	return cd_known(t_us) && e->now_us - t_us <= DEVICE_GONE_US;
}

/* By how much a port's counter rose. One that fell has started anew, with the hub. */
static uint32_t count_trips(struct cd_input *input, uint32_t count)
{
	uint32_t before = input->over_current_count;
	bool known = input->over_current_known;

	input->over_current_known = true;
	input->over_current_count = count;
	if (!known)
		return 1;
	return count >= before ? count - before : count;
}

static int feed_over_current(struct cd_engine *e, struct cd_input *input, uint32_t count)
{
	uint32_t by = count_trips(input, count);
	bool device;
	int r;

	if (by == 0)
		return 0;
	device = !input->in_company &&
		 (e->facts.usb_device || recent(e, e->device_us) || recent(e, e->session.last_current_us));
	r = cd_engine_session_did(e, cd_session_over_current(&e->session, &e->settings, e->now_us, by, device));
	e->session.company |= input->in_company;
	cd_engine_judge(e);
	return r;
}

/* A host that sees nothing of a device whose lamp is lit: it has power, and no data. */
static int show_lit(struct cd_engine *e)
{
	const struct cd_facts *f = &e->facts;
	struct cd_case c;

	cd_engine_case(e, &c);
	if (!f->has_usb_port || f->usb_device || f->enumeration != CD_ENUMERATION_NONE || !cd_said_lit(&c))
		return 0;
	return cd_engine_session_did(e, cd_session_shown(&e->session, &e->settings, e->now_us));
}

static int feed_note(struct cd_engine *e, const struct cd_event_note *note)
{
	struct cd_case c;
	int r = cd_engine_renew(e);

	e->changes |= CD_CHANGE_INPUTS;
	if (r < 0)
		return r;
	if ((int)note->battery < 0 && !note->led) {
		if (e->session.open)
			cd_engine_judge(e);
		return 0;
	}
	e->said_us = e->now_us;
	cd_engine_case(e, &c);
	cd_session_said(&e->session, e->now_us, cd_said_low(&c));
	r = cd_engine_session_did(e, cd_session_hint(&e->session, &e->settings, e->now_us));
	if (r >= 0)
		r = show_lit(e);
	cd_engine_judge(e);
	return r;
}

static int feed_pd(struct cd_engine *e, const struct cd_event *ev)
{
	cd_session_pd(&e->session, e->now_us);
	if (cd_pd_message(&e->pd, ev->pd.sop, ev->pd.wire, ev->pd.n, e->now_us) != CD_PD_KNOWN)
		return 0;
	return cd_engine_renew(e);
}

static int feed_attributes(struct cd_engine *e, const struct cd_input *input)
{
	int r = cd_engine_renew(e);

	return r < 0 ? r : feed_charger(e, input);
}

static int feed_enumeration(struct cd_engine *e, struct cd_input *input, enum cd_enumeration result)
{
	int r;

	input->enumeration = result;
	r = cd_engine_renew(e);
	if (r >= 0)
		r = show_lit(e);
	if (r >= 0 && e->session.open)
		cd_engine_judge(e);
	return r;
}

int cd_engine_feed(struct cd_engine *e, struct cd_input *input, const struct cd_event *ev)
{
	e->now_us = ev->t_us;
	switch (ev->type) {
	case CD_EVENT_SAMPLE:
		return feed_sample(e, input, &ev->sample);
	case CD_EVENT_ADDED:
		return cd_engine_renew(e);
	case CD_EVENT_ATTRIBUTES:
		return feed_attributes(e, input);
	case CD_EVENT_NOTE:
		return feed_note(e, &ev->note);
	case CD_EVENT_OVER_CURRENT:
		return feed_over_current(e, input, ev->over_current.count);
	case CD_EVENT_GAP:
		cd_pd_gap(&e->pd);
		cd_session_missing(&e->session, &e->settings, e->now_us, ev->gap.duration_us, ev->gap.reason);
		if (ev->gap.reason == CD_GAP_STALL && (e->session.open || e->session.number == 0))
			e->stalled_us = e->now_us;
		cd_engine_judge_later(e);
		return 0;
	case CD_EVENT_PD:
		return feed_pd(e, ev);
	case CD_EVENT_ENUMERATION:
		return feed_enumeration(e, input, ev->enumeration.result);
	case CD_EVENT_REMOVED:
	case CD_EVENT_PORT:
	case _CD_EVENT_MAX:
	case _CD_EVENT_INVALID:
		break;
	}
	return 0;
}
