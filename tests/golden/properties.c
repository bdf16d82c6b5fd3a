/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What holds for every recording, whatever its verdict:
 *
 *   the same bytes in give the same bytes out, in pieces of any size;
 *   shifting all times shifts the times and changes nothing else;
 *   time that passes after the end of a session changes nothing about it;
 *   nor does how often a meter is asked that has nothing on its line any more;
 *   what was recorded live gives, replayed, the analysis of the live session.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "case.h"
#include "judge.h"

#define SHIFT_US (INT64_C(7654321) * 1000)
#define CLOSE_US (120 * CD_US_PER_S) /* every session whose end was recorded is closed by then */
#define DARK_US (50 * INT64_C(1000))
#define DARK_SELDOM_US (CD_US_PER_S)
#define IDLE_US (3 * 3600 * CD_US_PER_S)

static char *analysis(const struct golden_case *c, const struct judge_options *o)
{
	struct json_object *sessions = NULL;
	char *text = NULL;

	if (judge_recording(c->recording.data, c->recording.len, o, &sessions) >= 0)
		text = judge_text(sessions);
	json_object_put(sessions);
	return text;
}

static unsigned compare(const struct golden_case *c, const char *what, const char *a, const char *b)
{
	size_t i = 0;

	if (a && b && cd_streq(a, b))
		return 0;
	fprintf(stderr, "%s: %s changes the analysis\n", c->path, what);
	if (a && b) {
		while (a[i] && a[i] == b[i])
			i++;
		i = i > 60 ? i - 60 : 0;
		fprintf(stderr, "  one   …%.160s\n  other …%.160s\n", a + i, b + i);
	}
	return 1;
}

/* Times are the integers under keys that end in `_us`: taken back by the shift, everywhere. */
static void unshift(struct json_object *o)
{
	if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			unshift(json_object_array_get_idx(o, i));
		return;
	}
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, key, v)
	{
		if (cd_streq(key, "start_us") || cd_streq(key, "end_us"))
			json_object_set_int64(v, json_object_get_int64(v) - SHIFT_US);
		else
			unshift(v);
	}
}

static char *shifted_back(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct judge_options o = { .profiles = profiles, .shift_us = SHIFT_US };
	struct json_object *sessions = NULL;
	char *text = NULL;

	if (judge_recording(c->recording.data, c->recording.len, &o, &sessions) >= 0) {
		unshift(sessions);
		text = judge_text(sessions);
	}
	json_object_put(sessions);
	return text;
}

/* Lives through the recording, writing down what it feeds, then judges what was written. */
static char *recorded_live(const struct golden_case *c, const struct cd_profiles *profiles, char **ret_live)
{
	struct judge_options o = { .profiles = profiles };
	struct golden_case written = { .path = c->path };
	struct json_object *sessions = NULL;
	char *text = NULL;

	o.copy = &written.recording;
	if (cd_recording_write_header(o.copy, "2026-11-22T10:00:00Z") >= 0 &&
		judge_recording(c->recording.data, c->recording.len, &o, &sessions) >= 0)
		*ret_live = judge_text(sessions);
	json_object_put(sessions);
	o.copy = NULL;
	text = analysis(&written, &o);
	cd_buffer_done(&written.recording);
	return text;
}

/* Verdicts only: in its last window a session holds more or less of the unplug. */
static char *verdicts_when_dark(const struct golden_case *c, const struct cd_profiles *profiles, int64_t every_us)
{
	struct judge_options o = { .profiles = profiles, .dark_us = every_us };
	struct json_object *sessions = NULL, *verdicts = json_object_new_array(), *v;
	char *text = NULL;

	if (judge_recording(c->recording.data, c->recording.len, &o, &sessions) >= 0) {
		for (size_t k = 0; k < json_object_array_length(sessions); k++)
			if (json_object_object_get_ex(json_object_array_get_idx(sessions, k), "verdict", &v) &&
				json_object_object_get_ex(v, "cause", &v))
				(void)json_object_array_add(verdicts, json_object_get(v));
		text = judge_text(verdicts);
	}
	json_object_put(sessions);
	json_object_put(verdicts);
	return text;
}

unsigned golden_properties(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct judge_options plain = { .profiles = profiles }, pieces = { .profiles = profiles, .piece = 17 },
			     closed = { .profiles = profiles, .idle_us = CLOSE_US, .ended_only = true },
			     idle = { .profiles = profiles, .idle_us = IDLE_US, .ended_only = true };
	CD_FREE char *once = analysis(c, &plain), *again = analysis(c, &plain), *cut = analysis(c, &pieces),
		     *early = analysis(c, &closed), *late = analysis(c, &idle), *live = NULL,
		     *dark = verdicts_when_dark(c, profiles, DARK_US),
		     *seldom = verdicts_when_dark(c, profiles, DARK_SELDOM_US),
		     *shifted = shifted_back(c, profiles), *replayed = recorded_live(c, profiles, &live);

	return compare(c, "running again", once, again) + compare(c, "reading in pieces", once, cut) +
	       compare(c, "shifting the times", once, shifted) +
	       compare(c, "idle time after the end", early, late) +
	       compare(c, "how often an idle meter is asked", dark, seldom) +
	       compare(c, "recording and replaying", live, replayed) +
	       compare(c, "being recorded", once, live);
}
