/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See sim-stage.h.
 */

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "sim-stage.h"

static char *keep(struct sim_attribute_set *set, const char *s)
{
	size_t len = strlen(s) + 1;
	char *at = set->text + set->used;

	assert(set->used + len <= sizeof set->text);
	memcpy(at, s, len);
	set->used += len;
	return at;
}

static struct cd_attribute *place(struct sim_attribute_set *set, const char *key)
{
	size_t i = set->n;

	assert(set->n < SIM_SET_ITEMS);
	while (i > 0 && strcmp(set->items[i - 1].key, key) > 0)
		i--;
	memmove(set->items + i + 1, set->items + i, (set->n - i) * sizeof set->items[0]);
	set->n++;
	set->items[i] = (struct cd_attribute){ .key = keep(set, key) };
	return &set->items[i];
}

void sim_put(struct sim_attribute_set *set, const char *key, const char *fmt, ...)
{
	char value[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(value, sizeof value, fmt, ap); /* all values of ours are short */
	va_end(ap);
	place(set, key)->value = keep(set, value);
}

void sim_put_error(struct sim_attribute_set *set, const char *key, int error)
{
	place(set, key)->error = error;
}

void sim_wait(struct sim_stage *stage, double seconds)
{
	stage->t_us += llround(seconds * 1e6);
}

static void say(struct sim_stage *stage, enum cd_event_type type, const char *input, struct cd_event *ev)
{
	ev->t_us = stage->t_us;
	ev->type = type;
	ev->input = input;
	if (stage->sink)
		stage->sink->event(stage->sink->userdata, ev);
}

void sim_say_added(struct sim_stage *stage, const char *input, enum cd_input_kind kind)
{
	struct cd_event ev = { .added = { .kind = kind, .settle_us = CD_UNKNOWN } };

	say(stage, CD_EVENT_ADDED, input, &ev);
}

void sim_say_meter(struct sim_stage *stage, const char *input, const char *model, enum cd_position position,
	int64_t settle_us)
{
	struct cd_event ev = { .added = {
				       .kind = CD_INPUT_METER,
				       .model = model,
				       .position = position,
				       .settle_us = settle_us,
			       } };

	say(stage, CD_EVENT_ADDED, input, &ev);
}

void sim_say_removed(struct sim_stage *stage, const char *input)
{
	struct cd_event ev = { 0 };

	say(stage, CD_EVENT_REMOVED, input, &ev);
}

void sim_say_attributes(struct sim_stage *stage, const char *input, struct sim_attribute_set *set)
{
	struct cd_event ev = { .attributes = &set->view };

	set->view = (struct cd_attributes){ .items = set->items, .n = set->n, .allocated = SIM_SET_ITEMS };
	say(stage, CD_EVENT_ATTRIBUTES, input, &ev);
}

void sim_say_port(struct sim_stage *stage, const char *name, const char *const *inputs, size_t n)
{
	struct cd_event ev = { .port = { .name = name, .inputs = inputs, .n_inputs = n } };

	say(stage, CD_EVENT_PORT, NULL, &ev);
}

void sim_say_over_current(struct sim_stage *stage, const char *input, uint32_t count)
{
	struct cd_event ev = { .over_current = { .count = count } };

	say(stage, CD_EVENT_OVER_CURRENT, input, &ev);
}

void sim_say_enumeration(struct sim_stage *stage, const char *input, enum cd_enumeration result)
{
	struct cd_event ev = { .enumeration = { .result = result } };

	say(stage, CD_EVENT_ENUMERATION, input, &ev);
}

void sim_say_note(struct sim_stage *stage, const char *input, const struct cd_event_note *note)
{
	struct cd_event ev = { .note = *note };

	say(stage, CD_EVENT_NOTE, input, &ev);
}

void sim_say_sample(struct sim_stage *stage, const char *input, double volts, double amps)
{
	struct cd_event ev = { 0 };

	cd_sample_set(&ev.sample, CD_FIELD_VBUS, llround(volts * 1e6));
	cd_sample_set(&ev.sample, CD_FIELD_IBUS, llround(amps * 1e6));
	say(stage, CD_EVENT_SAMPLE, input, &ev);
}

static void little_endian(uint8_t *to, uint32_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

void sim_say_pd(struct sim_stage *stage, const char *input, unsigned sop, uint16_t header,
	const uint32_t *objects, size_t n)
{
	uint8_t wire[2 + 4 * 7];
	struct cd_event ev = { .pd = { .sop = (uint8_t)sop, .wire = wire, .n = 2 + 4 * n } };

	assert(n <= 7);
	little_endian(wire, header | (uint32_t)n << 12, 2);
	for (size_t i = 0; i < n; i++)
		little_endian(wire + 2 + 4 * i, objects[i], 4);
	say(stage, CD_EVENT_PD, input, &ev);
}
