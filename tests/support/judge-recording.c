/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Judges a whole recording in memory; see judge.h.
 */

#include <json-c/json.h>

#include "judge.h"

/* The next event of a recording that is in memory; feeds the reader in pieces. */
struct tape {
	struct cd_recording_reader *reader;
	const char *bytes;
	size_t len, at, piece;
	bool ended;
};

static int tape_next(struct tape *t, struct cd_event *ret)
{
	for (;;) {
		int r = cd_recording_reader_next(t->reader, ret);
		size_t n = t->len - t->at;

		if (r != CD_READ_MORE)
			return r;
		if (t->ended)
			return 0;
		if (t->piece && n > t->piece)
			n = t->piece;
		t->ended = n == 0;
		cd_recording_reader_feed(t->reader, t->bytes + t->at, n);
		t->at += n;
	}
}

static int tape_open(struct tape *t, const char *bytes, size_t len, size_t piece)
{
	*t = (struct tape){ .reader = cd_recording_reader_new(), .bytes = bytes, .len = len, .piece = piece };
	return t->reader ? 0 : -ENOMEM;
}

int judge_grouping(const char *bytes, size_t len, enum cd_grouping *ret, char **ret_port)
{
	struct tape tape;
	struct cd_event ev;
	CD_FREE char *meter = NULL;
	size_t meters = 0, ports = 0;
	int r = tape_open(&tape, bytes, len, 0);

	while (r >= 0 && (r = tape_next(&tape, &ev)) == CD_READ_EVENT) {
		ports += ev.type == CD_EVENT_PORT;
		if (ev.type != CD_EVENT_ADDED || ev.added.kind != CD_INPUT_METER || cd_streq(meter, ev.input))
			continue;
		meters++;
		if (!meter)
			meter = strdup(ev.input);
	}
	tape.reader = cd_recording_reader_free(tape.reader);
	if (r < 0)
		return r;
	*ret = ports == 0 && meters == 1 ? CD_GROUP_ONE_METER : CD_GROUP_EACH;
	*ret_port = *ret == CD_GROUP_ONE_METER ? CD_TAKE(meter) : NULL;
	return 0;
}

#define DARK_US (200 * CD_US_PER_S) /* longer than it takes a session to close */

/* The meters of a recording, for what they show after its end. */
struct meters {
	char *name[4];
	size_t n;
};

static int meters_note(struct meters *m, const struct cd_event *ev)
{
	bool known = ev->type != CD_EVENT_ADDED || ev->added.kind != CD_INPUT_METER || m->n == CD_ELEMENTSOF(m->name);

	for (size_t k = 0; k < m->n && !known; k++)
		known = cd_streq(m->name[k], ev->input);
	if (known)
		return 0;
	m->name[m->n] = strdup(ev->input);
	return m->name[m->n++] ? 0 : -ENOMEM;
}

static int meters_go_on(struct judge *j, const struct meters *m, int64_t from_us, int64_t every_us)
{
	int r = 0;

	for (int64_t t = 1000; t < DARK_US && r >= 0; t += every_us)
		for (size_t k = 0; k < m->n && r >= 0; k++) {
			struct cd_event ev = { .t_us = from_us + t, .type = CD_EVENT_SAMPLE, .input = m->name[k] };

			cd_sample_set(&ev.sample, CD_FIELD_VBUS, 0);
			cd_sample_set(&ev.sample, CD_FIELD_IBUS, 0);
			r = judge_feed(j, &ev);
		}
	return r;
}

static int play_with(struct judge *j, struct tape *tape, const struct judge_options *o, struct meters *m)
{
	struct cd_event ev;
	int64_t last = 0;
	int r;

	while ((r = tape_next(tape, &ev)) == CD_READ_EVENT) {
		ev.t_us += o->shift_us;
		last = ev.t_us;
		if (meters_note(m, &ev) < 0)
			return -ENOMEM;
		if (o->dark_us > 0 && ev.type == CD_EVENT_REMOVED)
			continue;
		if (o->copy && cd_recording_write_event(o->copy, &ev, 0) < 0)
			return -ENOMEM;
		r = judge_feed(j, &ev);
		if (r < 0)
			return r;
	}
	if (r >= 0 && o->dark_us > 0)
		r = meters_go_on(j, m, last, o->dark_us);
	if (r >= 0 && o->idle_us > 0)
		r = judge_advance(j, last + o->idle_us);
	return r;
}

static int play(struct judge *j, struct tape *tape, const struct judge_options *o)
{
	struct meters m = { 0 };
	int r = play_with(j, tape, o, &m);

	for (size_t k = 0; k < m.n; k++)
		free(m.name[k]);
	return r;
}

int judge_recording(const char *bytes, size_t len, const struct judge_options *o, struct json_object **ret)
{
	struct judge j = { 0 };
	struct tape tape = { 0 };
	enum cd_grouping grouping;
	CD_FREE char *port = NULL;
	int r = judge_grouping(bytes, len, &grouping, &port);

	if (r >= 0)
		r = judge_start(&j, o->profiles, grouping, port);
	if (r >= 0)
		r = tape_open(&tape, bytes, len, o->piece);
	if (r >= 0)
		r = play(&j, &tape, o);
	if (r >= 0 && o->ended_only)
		*ret = CD_TAKE(j.sessions);
	else if (r >= 0)
		r = judge_end(&j, ret);
	judge_done(&j);
	tape.reader = cd_recording_reader_free(tape.reader);
	return r;
}
