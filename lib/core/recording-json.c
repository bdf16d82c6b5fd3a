/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * JSON lines through json-c, in its strict mode and with a bounded depth. What that still lets pass and could
 * hide something is refused here: NUL bytes, bytes behind the object. What is merely sloppy (a key in single
 * quotes, a raw tab, 1. for 1.0) is left to it.
 *
 * The keys of each event are recording-keys.c; here are the line, its time, its kind, and what all events
 * share.
 */

#include "recording-json.h"

#include <stdarg.h>
#include <stdio.h>

#include "recording-keys.h"
#include "recording.h"

struct cd_json_lines {
	struct json_tokener *tokener;
	struct json_object *root; /* of the last line: events borrow from it */
	struct cd_key_scratch scratch;
	char error[160];
};

struct cd_json_lines *cd_json_lines_new(void)
{
	struct cd_json_lines *j = calloc(1, sizeof(*j));

	if (!j)
		return NULL;
	j->tokener = json_tokener_new_ex(CD_RECORDING_DEPTH_MAX);
	if (!j->tokener)
		return cd_json_lines_free(j);
	json_tokener_set_flags(j->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	return j;
}

struct cd_json_lines *cd_json_lines_free(struct cd_json_lines *j)
{
	if (!j)
		return NULL;
	json_object_put(j->root);
	if (j->tokener)
		json_tokener_free(j->tokener);
	cd_key_scratch_done(&j->scratch);
	free(j);
	return NULL;
}

const char *cd_json_lines_error(const struct cd_json_lines *j)
{
	return j->error;
}

static int CD_PRINTF(2, 3) malformed(struct cd_json_lines *j, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(j->error, sizeof(j->error), fmt, ap);
	va_end(ap);
	return -EBADMSG;
}

static const char *skip_blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++;
	return s;
}

/* Leaves the line's object in j->root. */
static int parse_line(struct cd_json_lines *j, const char *line, size_t len)
{
	const char *start = skip_blanks(line, line + len);
	enum json_tokener_error e;

	json_object_put(CD_TAKE(j->root));
	if (start == line + len)
		return malformed(j, "an empty line");
	if (*start != '{')
		return malformed(j, "not a JSON object");
	if (memchr(line, '\0', len))
		return malformed(j, "not JSON: a NUL byte");
	json_tokener_reset(j->tokener);
	errno = 0;
	j->root = json_tokener_parse_ex(j->tokener, line, (int)len);
	e = json_tokener_get_error(j->tokener);
	if (e == json_tokener_continue)
		return malformed(j, "not JSON: the line ends inside a value");
	if (e != json_tokener_success)
		return malformed(j, "not JSON: %s at byte %zu", json_tokener_error_desc(e),
			json_tokener_get_parse_end(j->tokener) + 1);
	if (skip_blanks(line + json_tokener_get_parse_end(j->tokener), line + len) != line + len)
		return malformed(j, "not JSON: bytes behind the object");
	return 0;
}

static int get_time(struct cd_json_lines *j, int64_t *ret)
{
	struct json_object *t = NULL;

	if (!json_object_object_get_ex(j->root, "t", &t)) {
		if (json_object_object_get_ex(j->root, "chargediag", &t))
			return malformed(j, "a second header: a file holds one recording");
		return malformed(j, "no t: each event has its time");
	}
	if (!cd_key_int(t, 0, CD_RECORDING_T_MAX, ret))
		return malformed(j, "t is not a whole number of microseconds from 0 to 10^15");
	return 0;
}

/* Hands each key to its setter. Counts what has none or is refused; false when a required key is missing. */
static bool read_keys(
	struct cd_json_lines *j, const struct cd_event_keys *table, struct cd_event *ev, uint64_t *skipped)
{
	unsigned missing = table->required;

	json_object_object_foreach(j->root, key, value)
	{
		int i;

		if (cd_streq(key, "t") || cd_streq(key, "event") ||
			(table->has_input && cd_streq(key, "input")))
			continue;
		i = table->set(&j->scratch, key, value, ev);
		if (i < 0)
			j->scratch.skipped++;
		else
			missing &= ~(1u << i);
	}
	*skipped += j->scratch.skipped;
	return missing == 0 && !j->scratch.no_memory;
}

int cd_json_lines_event(struct cd_json_lines *j, const char *line, size_t len, int64_t *ret_t,
	uint64_t *ret_skipped, struct cd_event *ret)
{
	struct cd_event ev = { 0 };
	uint64_t skipped = 0;
	const char *input;
	int r;

	r = parse_line(j, line, len);
	if (r < 0)
		return r;
	r = get_time(j, &ev.t_us);
	if (r < 0)
		return r;
	*ret_t = ev.t_us;
	*ret_skipped = 1;
	ev.type = cd_event_type_from_string(cd_key_string(json_object_object_get(j->root, "event"), 64));
	if ((int)ev.type < 0)
		return CD_JSON_SKIPPED;
	input = cd_key_string(json_object_object_get(j->root, "input"), CD_INPUT_NAME_MAX);
	if (cd_event_keys[ev.type].has_input && !cd_name_valid(input))
		return CD_JSON_SKIPPED;
	ev.input = cd_event_keys[ev.type].has_input ? input : NULL;
	cd_key_scratch_clear(&j->scratch, &ev);
	if (!read_keys(j, &cd_event_keys[ev.type], &ev, &skipped))
		return j->scratch.no_memory ? -ENOMEM : CD_JSON_SKIPPED;
	*ret_skipped = skipped;
	*ret = ev;
	return CD_JSON_EVENT;
}

static int check_header(struct cd_json_lines *j)
{
	struct json_object *version = NULL;
	int64_t v;

	if (!cd_streq(cd_key_string(json_object_object_get(j->root, "chargediag"), 64), "recording"))
		return malformed(
			j, "not the header of a recording: {\"chargediag\":\"recording\",\"version\":1,…}");
	if (!json_object_object_get_ex(j->root, "version", &version) ||
		!cd_key_int(version, 1, INT64_MAX, &v))
		return malformed(j, "the header says no version");
	if (v != 1)
		return malformed(j, "version %lld of the recording format; this program reads version 1",
			(long long)v);
	return 0;
}

int cd_json_lines_header(struct cd_json_lines *j, const char *line, size_t len, uint64_t *ret_skipped,
	const char **ret_started)
{
	const char *started = NULL;
	uint64_t skipped = 0;
	int r;

	r = parse_line(j, line, len);
	if (r == 0)
		r = check_header(j);
	if (r < 0)
		return r;
	json_object_object_foreach(j->root, key, value)
	{
		if (cd_streq(key, "started"))
			started = cd_key_string(value, 64);
		if (!cd_streq(key, "chargediag") && !cd_streq(key, "version") &&
			!(cd_streq(key, "started") && started))
			skipped++;
	}
	*ret_started = started;
	*ret_skipped = skipped;
	return 0;
}
