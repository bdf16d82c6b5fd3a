/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What everyone else sees of an engine, and the case its session makes.
 */

#include <json-c/json.h>

#include "engine-state.h"

const char *cd_engine_name(const struct cd_engine *e)
{
	return e->name;
}

enum cd_position cd_engine_position(const struct cd_engine *e)
{
	if (e->facts.source_meter) /* each has its own word, and one leads */
		return CD_POSITION_DEVICE;
	if ((int)e->facts.note.position > CD_POSITION_UNKNOWN)
		return e->facts.note.position;
	if (e->facts.meter)
		return e->facts.meter->added.position;
	/* A charger IC that measures VBUS sits in the device. */
	return cd_known(e->facts.bus_uv) || (e->holds && cd_known(e->held.bus_uv)) ? CD_POSITION_DEVICE
										   : CD_POSITION_UNKNOWN;
}

static const struct cd_profile *profile(const struct cd_engine *e)
{
	const struct cd_event_note *n = &e->facts.note;

	if (n->inline_profile)
		return n->inline_profile;
	return n->profile && e->profiles ? cd_profiles_find(e->profiles, n->profile) : NULL;
}

/* A profile given with the recording may leave the lamps to the installed one of its name. */
static const struct cd_profile *lamps(const struct cd_engine *e)
{
	const struct cd_event_note *n = &e->facts.note;

	if (n->inline_profile && n->inline_profile->n_leds > 0)
		return n->inline_profile;
	return n->profile && e->profiles ? cd_profiles_find(e->profiles, n->profile) : NULL;
}

const char *cd_engine_profile(const struct cd_engine *e)
{
	return e->facts.note.profile;
}

enum cd_port_kind cd_engine_kind(const struct cd_engine *e)
{
	if (e->facts.has_typec)
		return CD_PORT_TYPEC;
	if (e->facts.meter)
		return CD_PORT_METER;
	if (e->facts.has_supply || e->facts.has_battery || e->facts.low_supply != CD_MAYBE)
		return CD_PORT_SUPPLY;
	return e->facts.has_usb_port ? CD_PORT_USB : CD_PORT_OTHER;
}

const char *const *cd_engine_inputs(const struct cd_engine *e)
{
	return e->names;
}

size_t cd_engine_n_inputs(const struct cd_engine *e)
{
	return e->n_inputs;
}

bool cd_engine_has(const struct cd_engine *e, const struct cd_input *input)
{
	for (size_t k = 0; k < e->n_inputs; k++)
		if (e->inputs[k] == input)
			return true;
	return false;
}

struct cd_input *cd_engine_input(const struct cd_engine *e, size_t i)
{
	return i < e->n_inputs ? e->inputs[i] : NULL;
}

int64_t cd_engine_now(const struct cd_engine *e)
{
	return e->now_us;
}

const struct cd_reading *cd_engine_reading(const struct cd_engine *e, enum cd_reading_id id)
{
	return &e->readings.item[id];
}

const char *cd_engine_state(const struct cd_engine *e, enum cd_state_id id)
{
	return cd_readings_state(&e->facts, id);
}

/* After the unplug a battery discharges and a contract is gone: that is no evidence on the session. */
static const struct cd_facts *facts_of_session(const struct cd_engine *e)
{
	return e->session.attached || !e->holds ? &e->facts : &e->held;
}

void cd_engine_case(const struct cd_engine *e, struct cd_case *ret)
{
	*ret = (struct cd_case){
		.session = &e->session,
		.facts = facts_of_session(e),
		.present = &e->facts,
		.profile = profile(e),
		.lamps = lamps(e),
		.position = cd_engine_position(e),
		.meter = e->facts.meter,
		.port = e->name,
		.now_us = e->now_us,
		.said_us = e->said_us,
		.stalled = cd_known(e->stalled_us) && e->stalled_us >= e->session.start_us,
	};
}

void cd_engine_session(const struct cd_engine *e, struct cd_session_info *ret)
{
	const struct cd_session *s = &e->session;
	const struct cd_electrical *el = s->electrical;

	*ret = (struct cd_session_info){
		.number = s->number,
		.open = s->open,
		.start_us = s->start_us,
		.end_us = cd_session_end(s),
		.phase = e->verdict.phase,
		.energy_uwh = el ? cd_sketch_energy_uwh(&el->sketch) : CD_UNKNOWN,
		.charge_uah = el ? cd_sketch_charge_uah(&el->sketch) : CD_UNKNOWN,
		.to_full = e->verdict.to_full,
		.full_since_us = CD_UNKNOWN,
	};
	if (!s->open || !e->verdict.exists)
		ret->to_full = (struct cd_to_full){ CD_UNKNOWN, CD_UNKNOWN, "nothing is plugged in", 100 };
	else
		ret->full_since_us = cd_known(s->full.since_us) ? s->full.since_us : e->verdict.done_us;
}

void cd_engine_verdict(const struct cd_engine *e, struct cd_verdict_info *ret)
{
	cd_verdict_info_of(&e->verdict, ret);
}

int cd_engine_analyze(const struct cd_engine *e, struct json_object **ret)
{
	struct cd_case c;

	cd_engine_case(e, &c);
	return cd_analysis_entry(&c, ret);
}

struct json_object *cd_engine_ended(const struct cd_engine *e)
{
	return e->ended;
}

int cd_engine_analyze_nothing(struct json_object **ret)
{
	static const struct cd_settings settings = CD_SETTINGS_DEFAULT;
	CD_CLEANUP(cd_engine_freep) struct cd_engine *e = cd_engine_new("", &settings, NULL);
	struct json_object *entry;
	int r;

	r = e ? cd_engine_analyze(e, &entry) : -ENOMEM;
	if (r < 0)
		return r;
	if (json_object_object_add(entry, "port", NULL) < 0) {
		json_object_put(entry);
		return -ENOMEM;
	}
	*ret = entry;
	return 0;
}
