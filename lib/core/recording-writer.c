/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Events to lines, in the key order of docs/recording.md. The same event gives the same bytes. Sample lines,
 * nearly all of a recording, are formatted straight into the buffer in the one shape that sample-line.c
 * reads.
 */

#include "recording.h"

#include <assert.h>

#include "json-text.h"
#include "recording-profile.h"
#include "utf8.h"

/* Each writer appends what follows the common start of the line. */
typedef int (*write_fn)(struct cd_buffer *b, const struct cd_event *ev, size_t start);

static int literal(struct cd_buffer *b, const char *s)
{
	return cd_buffer_append(b, s, strlen(s));
}

static int key_string(struct cd_buffer *b, const char *key, const char *value)
{
	int r;

	if (!value)
		return 0;
	r = cd_buffer_printf(b, ",\"%s\":", key);
	return r < 0 ? r : cd_json_append_string(b, value);
}

/* What the reader would refuse is left out: it would only be counted there. */
static int key_text(struct cd_buffer *b, const char *key, const char *value, size_t max)
{
	return value && cd_text_valid(value, strnlen(value, max + 1), max) ? key_string(b, key, value) : 0;
}

static char *put_int(char *to, int64_t v)
{
	char digits[20];
	size_t n = 0;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	if (v < 0)
		*to++ = '-';
	do
		digits[n++] = (char)('0' + u % 10);
	while (u /= 10);
	while (n)
		*to++ = digits[--n];
	return to;
}

static char *put_text(char *to, const char *s)
{
	size_t n = strlen(s);

	memcpy(to, s, n);
	return to + n;
}

static int write_sample(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	/* ,"energy_uwh":-9223372036854775808 is 34 bytes, the longest */
	char *to = cd_buffer_reserve(b, _CD_FIELD_MAX * 40);

	if (!to)
		return -ENOMEM;
	for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++) {
		if (!cd_sample_has(&ev->sample, f))
			continue;
		to = put_text(to, ",\"");
		to = put_text(to, cd_field_to_string(f));
		to = put_text(to, "\":");
		to = put_int(to, ev->sample.value[f]);
	}
	b->len = (size_t)(to - b->data);
	return 0;
}

static int write_added(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	const struct cd_event_added *a = &ev->added;
	int r;

	r = key_string(b, "kind", cd_input_kind_to_string(a->kind));
	if (r == 0)
		r = key_text(b, "model", a->model, CD_ADDED_TEXT_MAX);
	if (r == 0)
		r = key_text(b, "serial", a->serial, CD_ADDED_TEXT_MAX);
	if (r == 0 && a->position != CD_POSITION_UNKNOWN)
		r = key_string(b, "position", cd_position_to_string(a->position));
	if (r == 0 && cd_known(a->settle_us))
		r = cd_buffer_printf(b, ",\"settle_us\":%lld", (long long)a->settle_us);
	/* of a meter it is a warning worth reading when false */
	if (r == 0 && (a->sign_known || a->kind == CD_INPUT_METER))
		r = cd_buffer_printf(b, ",\"sign_known\":%s", a->sign_known ? "true" : "false");
	return r;
}

static int write_removed(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	return 0;
}

static int write_attribute(struct cd_buffer *b, const struct cd_attribute *item, size_t value_max)
{
	int error = item->error;
	int r;

	if (item->value && strlen(item->value) > value_max)
		error = E2BIG;
	r = cd_json_append_string(b, item->key);
	if (r < 0)
		return r;
	if (error || !item->value) {
		const char *name = cd_errno_name(error);

		return cd_buffer_printf(b, ":{\"errno\":\"%s\"}", name ? name : "EIO");
	}
	r = literal(b, ":");
	return r < 0 ? r : cd_json_append_string(b, item->value);
}

/* 1: all of it is in the line; 0: the line is full. */
static int write_attribute_map(
	struct cd_buffer *b, const struct cd_attributes *a, size_t start, size_t value_max)
{
	bool first = true;
	int r;

	r = literal(b, ",\"attributes\":{");
	for (size_t i = 0; r == 0 && i < a->n; i++) {
		size_t before = b->len;

		r = first ? 0 : literal(b, ",");
		if (r == 0)
			r = write_attribute(b, &a->items[i], value_max);
		if (r == 0 && b->len - start + strlen("}}\n") > CD_RECORDING_LINE_MAX) {
			b->len = before;
			r = literal(b, "}");
			return r;
		}
		first = false;
	}
	if (r == 0)
		r = literal(b, "}");
	return r < 0 ? r : 1;
}

/* A snapshot may be larger than a line may be (256 values of a page). Then the largest values go first: they
 * are dumps, not states. The last resort cuts the list. */
static int write_attributes(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	static const size_t value_max[] = { SIZE_MAX, 512, 64, 0 };
	size_t before = b->len;
	int r = 0;

	for (size_t i = 0; r == 0 && i < CD_ELEMENTSOF(value_max); i++) {
		b->len = before;
		r = write_attribute_map(b, ev->attributes, start, value_max[i]);
	}
	return r < 0 ? r : 0;
}

static int write_port(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	int r;

	r = key_string(b, "port", ev->port.name);
	if (r == 0)
		r = literal(b, ",\"inputs\":[");
	for (size_t i = 0; r == 0 && i < ev->port.n_inputs; i++) {
		r = i ? literal(b, ",") : 0;
		if (r == 0)
			r = cd_json_append_string(b, ev->port.inputs[i]);
	}
	return r < 0 ? r : literal(b, "]");
}

/* µW as watts, exactly. */
static int write_watts(struct cd_buffer *b, int64_t uw)
{
	int digits = 6;
	int64_t fraction = uw % 1000000;

	if (!cd_known(uw) || uw <= 0)
		return 0;
	for (; fraction && fraction % 10 == 0; fraction /= 10)
		digits--;
	if (fraction)
		return cd_buffer_printf(b, ",\"adapter_watts\":%lld.%0*lld", (long long)(uw / 1000000),
			digits, (long long)fraction);
	return cd_buffer_printf(b, ",\"adapter_watts\":%lld", (long long)(uw / 1000000));
}

static int write_note_profile(struct cd_buffer *b, const struct cd_event_note *note)
{
	int r;

	if (!note->inline_profile)
		return key_string(b, "profile", note->profile);
	r = literal(b, ",\"profile\":");
	return r < 0 ? r : cd_profile_to_json(b, note->inline_profile);
}

static int write_note(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	const struct cd_event_note *note = &ev->note;
	int r;

	r = write_note_profile(b, note);
	if (r == 0)
		r = key_string(b, "position", cd_position_to_string(note->position));
	if (r == 0)
		r = key_string(b, "line", note->line);
	if (r == 0)
		r = key_text(b, "led", note->led, CD_NOTE_TEXT_MAX);
	if (r == 0)
		r = key_string(b, "battery", cd_battery_note_to_string(note->battery));
	if (r == 0)
		r = key_text(b, "cable", note->cable, CD_NOTE_TEXT_MAX);
	if (r == 0)
		r = key_text(b, "adapter", note->adapter, CD_NOTE_TEXT_MAX);
	if (r == 0)
		r = write_watts(b, note->adapter_uw);
	return r < 0 ? r : key_text(b, "label", note->label, CD_NOTE_TEXT_MAX);
}

static int write_gap(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	int64_t duration = ev->gap.duration_us > 0 ? ev->gap.duration_us : 0;

	return cd_buffer_printf(b, ",\"reason\":\"%s\",\"duration_us\":%lld",
		cd_gap_reason_to_string(ev->gap.reason), (long long)duration);
}

static int write_over_current(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	return cd_buffer_printf(b, ",\"count\":%u", ev->over_current.count);
}

static int write_enumeration(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	return key_string(b, "result", cd_enumeration_to_string(ev->enumeration.result));
}

static int write_pd(struct cd_buffer *b, const struct cd_event *ev, size_t start)
{
	int r = cd_buffer_printf(b, ",\"sop\":%u,\"wire\":\"", ev->pd.sop);

	for (size_t i = 0; r == 0 && i < ev->pd.n; i++)
		r = cd_buffer_printf(b, "%02x", ev->pd.wire[i]);
	return r < 0 ? r : literal(b, "\"");
}

static const write_fn writers[_CD_EVENT_MAX] = {
	[CD_EVENT_ADDED] = write_added,
	[CD_EVENT_REMOVED] = write_removed,
	[CD_EVENT_SAMPLE] = write_sample,
	[CD_EVENT_ATTRIBUTES] = write_attributes,
	[CD_EVENT_PORT] = write_port,
	[CD_EVENT_NOTE] = write_note,
	[CD_EVENT_GAP] = write_gap,
	[CD_EVENT_OVER_CURRENT] = write_over_current,
	[CD_EVENT_ENUMERATION] = write_enumeration,
	[CD_EVENT_PD] = write_pd,
};

/* {"t":123,"input":"meter0","event":"sample" */
static int write_start(struct cd_buffer *b, const struct cd_event *ev, int64_t t_us)
{
	char *to = cd_buffer_reserve(b, 32);
	int r;

	if (!to)
		return -ENOMEM;
	to = put_text(to, "{\"t\":");
	to = put_int(to, t_us);
	b->len = (size_t)(to - b->data);
	if (ev->type != CD_EVENT_PORT) {
		r = literal(b, ",\"input\":");
		if (r == 0)
			r = cd_json_append_string(b, ev->input);
		if (r < 0)
			return r;
	}
	to = cd_buffer_reserve(b, 64);
	if (!to)
		return -ENOMEM;
	to = put_text(to, ",\"event\":\"");
	to = put_text(to, cd_event_type_to_string(ev->type));
	to = put_text(to, "\"");
	b->len = (size_t)(to - b->data);
	return 0;
}

int cd_recording_write_event(struct cd_buffer *b, const struct cd_event *ev, int64_t base_us)
{
	int64_t t_us = ev->t_us > base_us ? ev->t_us - base_us : 0;
	size_t start = b->len;
	int r;

	assert((int)ev->type >= 0 && ev->type < _CD_EVENT_MAX);
	r = write_start(b, ev, t_us);
	if (r == 0)
		r = writers[ev->type](b, ev, start);
	if (r == 0)
		r = literal(b, "}\n");
	if (r < 0)
		b->len = start;
	return r;
}

int cd_recording_write_header(struct cd_buffer *b, const char *started)
{
	size_t start = b->len;
	int r;

	r = literal(b, "{\"chargediag\":\"recording\",\"version\":1");
	if (r == 0)
		r = key_string(b, "started", started);
	if (r == 0)
		r = literal(b, "}\n");
	if (r < 0)
		b->len = start;
	return r;
}
