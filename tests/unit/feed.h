/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Events for tests of the engine, in one line each. What every call answers is checked here, but for
 * feed_event(), which is for tests of the answers. Words are "key=value", ending with NULL.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "test.h"

#include "router.h"

#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define V INT64_C(1000000)
#define MV INT64_C(1000)
#define A INT64_C(1000000)
#define MA INT64_C(1000)

struct feed {
	struct cd_router *router;
	unsigned what;          /* all that changes told, of any port */
	struct cd_buffer *copy; /* events are written here too; NULL: not */
	bool keep;              /* changes are not asked for */
	int64_t last_us;        /* of the last event */
};

static inline void feed_changes(struct feed *f)
{
	struct cd_change change;

	while (!f->keep && cd_router_next_change(f->router, &change))
		f->what |= change.what;
}

static inline void feed_start_with(
	struct feed *f, enum cd_grouping grouping, const char *name, const struct cd_profiles *profiles)
{
	static const struct cd_settings settings = CD_SETTINGS_DEFAULT;

	*f = (struct feed){ 0 };
	assert_int_equal(cd_router_new(&settings, profiles, &f->router), 0);
	assert_int_equal(cd_router_set_grouping(f->router, grouping, name), 0);
}

static inline void feed_start(struct feed *f, enum cd_grouping grouping)
{
	feed_start_with(f, grouping, "bench", NULL);
}

static inline void feed_done(struct feed *f)
{
	f->router = cd_router_free(f->router);
}

static inline int feed_event(struct feed *f, const struct cd_event *ev)
{
	int r = cd_router_feed(f->router, ev);

	f->last_us = ev->t_us;
	if (f->copy && r >= 0)
		assert_int_equal(cd_recording_write_event(f->copy, ev, 0), 0);
	feed_changes(f);
	return r;
}

static inline void feed_good(struct feed *f, const struct cd_event *ev)
{
	assert_int_equal(feed_event(f, ev), 0);
}

static inline void feed_advance(struct feed *f, int64_t t_us)
{
	assert_int_equal(cd_router_advance(f->router, t_us), 0);
	feed_changes(f);
}

/* All pieces of the last change have been told, see PIECES_US. */
static inline void feed_settled(struct feed *f)
{
	feed_advance(f, f->last_us + S / 4);
}

static inline struct cd_event feed_make_added(int64_t t_us, const char *input, enum cd_input_kind kind)
{
	return (struct cd_event){ .t_us = t_us,
		.type = CD_EVENT_ADDED,
		.input = input,
		.added = { .kind = kind, .settle_us = CD_UNKNOWN } };
}

static inline void feed_added(struct feed *f, int64_t t_us, const char *input, enum cd_input_kind kind)
{
	struct cd_event ev = feed_make_added(t_us, input, kind);

	feed_good(f, &ev);
}

static inline void feed_meter(struct feed *f, int64_t t_us, const char *input, enum cd_position position)
{
	struct cd_event ev = feed_make_added(t_us, input, CD_INPUT_METER);

	ev.added.position = position;
	feed_good(f, &ev);
}

static inline void feed_plain(struct feed *f, int64_t t_us, const char *input, enum cd_event_type type)
{
	struct cd_event ev = { .t_us = t_us, .type = type, .input = input };

	feed_good(f, &ev);
}

static inline void feed_removed(struct feed *f, int64_t t_us, const char *input)
{
	feed_plain(f, t_us, input, CD_EVENT_REMOVED);
}

static inline struct cd_event feed_make_sample(int64_t t_us, const char *input, int64_t v_uv, int64_t i_ua)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_SAMPLE, .input = input };

	cd_sample_set(&ev.sample, CD_FIELD_VBUS, v_uv);
	cd_sample_set(&ev.sample, CD_FIELD_IBUS, i_ua);
	return ev;
}

static inline void feed_sample(struct feed *f, int64_t t_us, const char *input, int64_t v_uv, int64_t i_ua)
{
	struct cd_event ev = feed_make_sample(t_us, input, v_uv, i_ua);

	feed_good(f, &ev);
}

/* Samples of one level in [from, to), a tenth of a second apart. */
static inline void feed_hold(
	struct feed *f, int64_t from_us, int64_t to_us, const char *input, int64_t v_uv, int64_t i_ua)
{
	for (int64_t t = from_us; t < to_us; t += 100 * MS)
		feed_sample(f, t, input, v_uv, i_ua);
}

static inline void feed_set_attributes(struct cd_attributes *a, const char *const *words)
{
	for (; *words; words++) {
		const char *equals = strchr(*words, '=');
		char key[CD_ATTRIBUTE_KEY_MAX + 1];

		(void)snprintf(key, sizeof(key), "%.*s", (int)(equals - *words), *words);
		assert_int_equal(cd_attributes_set(a, key, equals + 1, strlen(equals + 1)), 0);
	}
}

static inline void feed_attributes_of(
	struct feed *f, int64_t t_us, const char *input, const char *const *words)
{
	struct cd_attributes a = { 0 };
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_ATTRIBUTES, .input = input, .attributes = &a };

	feed_set_attributes(&a, words);
	feed_good(f, &ev);
	cd_attributes_done(&a);
}
#define feed_attributes(f, t_us, input, ...)                                                                 \
	feed_attributes_of(f, t_us, input, (const char *const[]){ __VA_ARGS__, NULL })

static inline struct cd_event feed_make_port(int64_t t_us, const char *name, const char *const *inputs)
{
	struct cd_event ev = {
		.t_us = t_us, .type = CD_EVENT_PORT, .port = { .name = name, .inputs = inputs }
	};

	while (inputs[ev.port.n_inputs])
		ev.port.n_inputs++;
	return ev;
}

static inline int feed_port_of(struct feed *f, int64_t t_us, const char *name, const char *const *inputs)
{
	struct cd_event ev = feed_make_port(t_us, name, inputs);

	return feed_event(f, &ev);
}
/* Answers what the router answers. */
#define feed_port(f, t_us, name, ...) feed_port_of(f, t_us, name, (const char *const[]){ __VA_ARGS__, NULL })

static inline void feed_note_of(struct feed *f, int64_t t_us, const char *input, const char *const *words)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_NOTE, .input = input, .note = CD_NOTE_NOTHING };

	for (; *words; words++) {
		const char *equals = strchr(*words, '=');
		char key[32];

		(void)snprintf(key, sizeof(key), "%.*s", (int)(equals - *words), *words);
		assert_int_equal(cd_note_set(&ev.note, key, equals + 1), 0);
	}
	feed_good(f, &ev);
}
#define feed_note(f, t_us, input, ...)                                                                       \
	feed_note_of(f, t_us, input, (const char *const[]){ __VA_ARGS__, NULL })

static inline void feed_gap(struct feed *f, int64_t t_us, const char *input, enum cd_gap_reason reason)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_GAP, .input = input };

	ev.gap.reason = reason;
	ev.gap.duration_us = 0;
	feed_good(f, &ev);
}

static inline void feed_over_current(struct feed *f, int64_t t_us, const char *input, uint32_t count)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_OVER_CURRENT, .input = input };

	ev.over_current.count = count;
	feed_good(f, &ev);
}

static inline struct cd_engine *feed_find(struct feed *f, const char *name)
{
	struct cd_engine *e = cd_router_find_port(f->router, name);

	if (!e)
		fail_msg("no port %s", name);
	return e;
}

static inline struct cd_session_info feed_session(struct feed *f, const char *port)
{
	struct cd_session_info info;

	cd_engine_session(feed_find(f, port), &info);
	return info;
}

static inline struct cd_verdict_info feed_verdict(struct feed *f, const char *port)
{
	struct cd_verdict_info info;

	cd_engine_verdict(feed_find(f, port), &info);
	return info;
}

/* The analysis of the port's open or last session. Caller owns. */
static inline struct json_object *feed_analyze(struct feed *f, const char *port)
{
	struct json_object *o = NULL;

	assert_int_equal(cd_engine_analyze(feed_find(f, port), &o), 0);
	return o;
}

static inline char *feed_text(struct feed *f, const char *port)
{
	struct json_object *o = feed_analyze(f, port);
	char *text = strdup(cd_analysis_text(o));

	json_object_put(o);
	return text;
}
