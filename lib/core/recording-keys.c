/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Keys of events, one table per kind of event.
 */

#include "recording-keys.h"

#include "decimal.h"
#include "recording-profile.h"
#include "recording.h"
#include "utf8.h"

bool cd_key_int(struct json_object *value, int64_t min, int64_t max, int64_t *ret)
{
	int64_t v;

	if (!json_object_is_type(value, json_type_int))
		return false;
	v = json_object_get_int64(value); /* saturates: still outside */
	if (v < min || v > max)
		return false;
	*ret = v;
	return true;
}

const char *cd_key_string(struct json_object *value, size_t max)
{
	const char *s;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	s = json_object_get_string(value);
	return cd_text_valid(s, (size_t)json_object_get_string_len(value), max) ? s : NULL;
}

void cd_key_scratch_done(struct cd_key_scratch *s)
{
	cd_attributes_done(&s->attributes);
	s->profile = cd_profile_free(s->profile);
}

void cd_key_scratch_clear(struct cd_key_scratch *s, struct cd_event *ev)
{
	s->skipped = 0;
	if (ev->type == CD_EVENT_ADDED)
		ev->added.settle_us = CD_UNKNOWN;
	if (ev->type == CD_EVENT_NOTE) {
		ev->note = CD_NOTE_NOTHING;
		s->profile = cd_profile_free(s->profile);
	}
	if (ev->type == CD_EVENT_ATTRIBUTES) {
		cd_attributes_clear(&s->attributes);
		ev->attributes = &s->attributes;
	}
}

/* Tables of {key, setter}; the setter says whether the value fits. The bit of a key is its place in the
 * table. */
struct event_key {
	const char *key;
	bool (*set)(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev);
};

static int set_from(const struct event_key *table, size_t n, struct cd_key_scratch *s, const char *key,
	struct json_object *value, struct cd_event *ev)
{
	for (size_t i = 0; i < n; i++)
		if (cd_streq(table[i].key, key))
			return table[i].set(s, value, ev) ? (int)i : -EINVAL;
	return -ENOENT;
}

#define DEFINE_SET(name, table)                                                                              \
	static int name(                                                                                     \
		struct cd_key_scratch *s, const char *key, struct json_object *value, struct cd_event *ev)   \
	{                                                                                                    \
		return set_from((table), CD_ELEMENTSOF(table), s, key, value, ev);                           \
	}

/* A word of an enum; `member` is written only when it is one. */
#define SET_WORD(name, member, from_string)                                                                  \
	static bool name(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)           \
	{                                                                                                    \
		int v = (int)from_string(cd_key_string(value, 64));                                          \
                                                                                                             \
		if (v >= 0)                                                                                  \
			(member) = v;                                                                        \
		return v >= 0;                                                                               \
	}

#define SET_TEXT(name, member, max)                                                                          \
	static bool name(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)           \
	{                                                                                                    \
		(member) = cd_key_string(value, (max));                                                      \
		return (member) != NULL;                                                                     \
	}

/* added */

SET_WORD(set_kind, ev->added.kind, cd_input_kind_from_string)
SET_TEXT(set_model, ev->added.model, CD_ADDED_TEXT_MAX)
SET_TEXT(set_serial, ev->added.serial, CD_ADDED_TEXT_MAX)
SET_WORD(set_added_position, ev->added.position, cd_position_from_string)

static bool set_settle(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	return cd_key_int(value, 0, CD_SETTLE_US_MAX, &ev->added.settle_us);
}

static bool set_sign_known(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	if (!json_object_is_type(value, json_type_boolean))
		return false;
	ev->added.sign_known = json_object_get_boolean(value);
	return true;
}

static const struct event_key added_keys[] = {
	{ "kind", set_kind },
	{ "model", set_model },
	{ "serial", set_serial },
	{ "position", set_added_position },
	{ "settle_us", set_settle },
	{ "sign_known", set_sign_known },
};
DEFINE_SET(set_added, added_keys)

/* removed: nothing but time and input */

static int set_removed(
	struct cd_key_scratch *s, const char *key, struct json_object *value, struct cd_event *ev)
{
	return -ENOENT;
}

/* sample */

static int set_sample(
	struct cd_key_scratch *s, const char *key, struct json_object *value, struct cd_event *ev)
{
	enum cd_field f = cd_field_from_string(key, strlen(key));
	int64_t v;

	if ((int)f < 0 || !cd_key_int(value, INT64_MIN, INT64_MAX, &v) || !cd_field_plausible(f, v))
		return -EINVAL;
	cd_sample_set(&ev->sample, f, v);
	return (int)f;
}

/* attributes */

/* {"errno":"ENODEV"} -> ENODEV, 0 for anything else. */
static int failed_read(struct json_object *value)
{
	if (!json_object_is_type(value, json_type_object) || json_object_object_length(value) != 1)
		return 0;
	return cd_errno_from_name(cd_key_string(json_object_object_get(value, "errno"), 64));
}

static int put_attribute(struct cd_attributes *a, const char *key, struct json_object *value)
{
	if (json_object_is_type(value, json_type_string))
		return cd_attributes_set_text(
			a, key, json_object_get_string(value), (size_t)json_object_get_string_len(value));
	return cd_attributes_set_error(a, key, failed_read(value));
}

static bool set_attribute_map(struct cd_key_scratch *s, struct json_object *map, struct cd_event *ev)
{
	if (!json_object_is_type(map, json_type_object))
		return false;
	json_object_object_foreach(map, key, value)
	{
		int r = put_attribute(&s->attributes, key, value);

		if (r == -ENOMEM)
			s->no_memory = true;
		if (r < 0)
			s->skipped++;
	}
	return true;
}

static const struct event_key attribute_keys[] = {
	{ "attributes", set_attribute_map },
};
DEFINE_SET(set_attributes, attribute_keys)

/* port */

static bool set_port_name(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	const char *name = cd_key_string(value, CD_INPUT_NAME_MAX);

	if (!cd_name_valid(name))
		return false;
	ev->port.name = name;
	return true;
}

static bool new_input(const struct cd_event_port *port, const char *name)
{
	for (size_t i = 0; i < port->n_inputs; i++)
		if (cd_streq(port->inputs[i], name))
			return false;
	return true;
}

static bool set_port_inputs(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	if (!json_object_is_type(value, json_type_array))
		return false;
	ev->port.inputs = s->inputs;
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		const char *name = cd_key_string(json_object_array_get_idx(value, i), CD_INPUT_NAME_MAX);

		if (ev->port.n_inputs < CD_PORT_INPUTS_MAX && cd_name_valid(name) &&
			new_input(&ev->port, name))
			s->inputs[ev->port.n_inputs++] = name;
		else
			s->skipped++;
	}
	return true;
}

static const struct event_key port_keys[] = {
	{ "port", set_port_name },
	{ "inputs", set_port_inputs },
};
DEFINE_SET(set_port, port_keys)

/* note: the texts are those of cd_note_set(); a profile may be an object, watts are a number */

static bool set_inline_profile(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	int r = cd_profile_from_json(value, &s->skipped, &s->profile);

	if (r == -ENOMEM)
		s->no_memory = true;
	if (r < 0)
		return false;
	ev->note.profile = s->profile->name;
	ev->note.inline_profile = s->profile;
	return true;
}

static bool set_watts(struct json_object *value, struct cd_event_note *note)
{
	const char *text;
	int64_t uw;

	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
		return false;
	text = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN); /* as it stands in the line */
	if (cd_decimal_parse(text, strlen(text), CD_DECIMAL_EXPONENT, &uw) < 0 || uw <= 0 ||
		uw > CD_ADAPTER_UW_MAX)
		return false;
	note->adapter_uw = uw;
	return true;
}

static int set_note(struct cd_key_scratch *s, const char *key, struct json_object *value, struct cd_event *ev)
{
	if (cd_streq(key, "adapter_watts"))
		return set_watts(value, &ev->note) ? 0 : -EINVAL;
	if (cd_streq(key, "profile") && json_object_is_type(value, json_type_object))
		return set_inline_profile(s, value, ev) ? 0 : -EINVAL;
	return cd_note_set(&ev->note, key, cd_key_string(value, CD_NOTE_TEXT_MAX));
}

/* gap */

SET_WORD(set_reason, ev->gap.reason, cd_gap_reason_from_string)

static bool set_duration(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	return cd_key_int(value, 0, CD_RECORDING_T_MAX, &ev->gap.duration_us);
}

static const struct event_key gap_keys[] = {
	{ "reason", set_reason },
	{ "duration_us", set_duration },
};
DEFINE_SET(set_gap, gap_keys)

/* over-current, enumeration */

static bool set_count(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	int64_t count;

	if (!cd_key_int(value, 0, UINT32_MAX, &count))
		return false;
	ev->over_current.count = (uint32_t)count;
	return true;
}

static const struct event_key over_current_keys[] = {
	{ "count", set_count },
};
DEFINE_SET(set_over_current, over_current_keys)

SET_WORD(set_result, ev->enumeration.result, cd_enumeration_from_string)

static const struct event_key enumeration_keys[] = {
	{ "result", set_result },
};
DEFINE_SET(set_enumeration, enumeration_keys)

/* pd */

static bool set_sop(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	int64_t sop;

	if (!cd_key_int(value, 0, 2, &sop))
		return false;
	ev->pd.sop = (uint8_t)sop;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -EINVAL;
}

static bool set_wire(struct cd_key_scratch *s, struct json_object *value, struct cd_event *ev)
{
	const char *hex = cd_key_string(value, 2 * CD_PD_WIRE_MAX);
	size_t n = hex ? strlen(hex) : 0;

	if (n == 0 || n % 2)
		return false;
	for (size_t i = 0; i < n; i += 2) {
		int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);

		if (high < 0 || low < 0)
			return false;
		s->wire[i / 2] = (uint8_t)(high << 4 | low);
	}
	ev->pd.wire = s->wire;
	ev->pd.n = n / 2;
	return true;
}

static const struct event_key pd_keys[] = {
	{ "sop", set_sop },
	{ "wire", set_wire },
};
DEFINE_SET(set_pd, pd_keys)

#define FIRST (1u << 0)
#define FIRST_TWO (1u << 0 | 1u << 1)

const struct cd_event_keys cd_event_keys[_CD_EVENT_MAX] = {
	[CD_EVENT_ADDED] = { true, FIRST, set_added },
	[CD_EVENT_REMOVED] = { true, 0, set_removed },
	[CD_EVENT_SAMPLE] = { true, 0, set_sample },
	[CD_EVENT_ATTRIBUTES] = { true, FIRST, set_attributes },
	[CD_EVENT_PORT] = { false, FIRST_TWO, set_port },
	[CD_EVENT_NOTE] = { true, 0, set_note },
	[CD_EVENT_GAP] = { true, FIRST_TWO, set_gap },
	[CD_EVENT_OVER_CURRENT] = { true, FIRST, set_over_current },
	[CD_EVENT_ENUMERATION] = { true, FIRST, set_enumeration },
	[CD_EVENT_PD] = { true, FIRST_TWO, set_pd },
};
