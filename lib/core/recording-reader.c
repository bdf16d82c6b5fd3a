/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Bytes to lines, lines to events, and what holds for the whole recording: the header first, time never
 * backwards.
 *
 *     bytes ─► lines.c ─► sample-line.c ─► event
 *                              │ no
 *                              └► recording-json.c ─► event, skipped or malformed
 */

#include "recording.h"

#include <stdarg.h>
#include <stdio.h>

#include "lines.h"
#include "recording-json.h"
#include "sample-line.h"

struct cd_recording_reader {
	struct cd_lines lines;
	struct cd_json_lines *json;
	bool has_header;
	int64_t t_us; /* of the last line */
	uint64_t events, skipped;
	bool truncated;
	char *started;
	int error;
	char text[224];
	char input[CD_INPUT_NAME_MAX + 1]; /* of the last sample line */
};

struct cd_recording_reader *cd_recording_reader_new(void)
{
	struct cd_recording_reader *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->lines.max = CD_RECORDING_LINE_MAX;
	r->json = cd_json_lines_new();
	return r->json ? r : cd_recording_reader_free(r);
}

struct cd_recording_reader *cd_recording_reader_free(struct cd_recording_reader *r)
{
	if (!r)
		return NULL;
	cd_lines_done(&r->lines);
	(void)cd_json_lines_free(r->json);
	free(r->started);
	free(r);
	return NULL;
}

void cd_recording_reader_feed(struct cd_recording_reader *r, const char *bytes, size_t len)
{
	cd_lines_feed(&r->lines, bytes, len);
}

static int CD_PRINTF(3, 4) fail(struct cd_recording_reader *r, int error, const char *fmt, ...)
{
	va_list ap;
	int n;

	n = snprintf(r->text, sizeof(r->text), "line %llu: ", (unsigned long long)r->lines.number);
	va_start(ap, fmt);
	(void)vsnprintf(r->text + n, sizeof(r->text) - (size_t)n, fmt, ap);
	va_end(ap);
	r->error = error;
	return error;
}

static int fail_json(struct cd_recording_reader *r, int error)
{
	if (error == -ENOMEM)
		return fail(r, error, "out of memory");
	return fail(r, error, "%s", cd_json_lines_error(r->json));
}

static int take_time(struct cd_recording_reader *r, int64_t t_us)
{
	if (t_us < r->t_us)
		return fail(r, -EBADMSG, "t runs backwards (%lld after %lld)", (long long)t_us,
			(long long)r->t_us);
	r->t_us = t_us;
	return 0;
}

static int take_header(struct cd_recording_reader *r, const char *line, size_t len)
{
	const char *started = NULL;
	uint64_t skipped;
	int e;

	if (len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	e = cd_json_lines_header(r->json, line, len, &skipped, &started);
	if (e < 0)
		return fail_json(r, e);
	if (started) {
		r->started = strdup(started);
		if (!r->started)
			return fail_json(r, -ENOMEM);
	}
	r->skipped += skipped;
	r->has_header = true;
	return 0;
}

static int take_sample(struct cd_recording_reader *r, const struct cd_sample_line *line, struct cd_event *ret)
{
	int e = take_time(r, line->t_us);

	if (e < 0)
		return e;
	memcpy(r->input, line->input, line->input_len);
	r->input[line->input_len] = '\0';
	ret->t_us = line->t_us;
	ret->type = CD_EVENT_SAMPLE;
	ret->input = r->input;
	ret->sample = line->sample;
	return CD_JSON_EVENT;
}

static int take_json(struct cd_recording_reader *r, const char *line, size_t len, struct cd_event *ret)
{
	struct cd_event ev;
	uint64_t skipped;
	int64_t t_us;
	int e, result;

	result = cd_json_lines_event(r->json, line, len, &t_us, &skipped, &ev);
	if (result < 0)
		return fail_json(r, result);
	e = take_time(r, t_us);
	if (e < 0)
		return e;
	r->skipped += skipped;
	if (result == CD_JSON_EVENT)
		*ret = ev;
	return result;
}

static int take_line(struct cd_recording_reader *r, const char *line, size_t len, struct cd_event *ret)
{
	struct cd_sample_line sample;

	if (len && line[len - 1] == '\r')
		len--;
	if (!r->has_header)
		return take_header(r, line, len);
	if (cd_sample_line_scan(line, len, &sample))
		return take_sample(r, &sample, ret);
	return take_json(r, line, len, ret);
}

static int take_end(struct cd_recording_reader *r)
{
	if (!r->lines.ended)
		return CD_READ_MORE;
	r->truncated = cd_lines_rest(&r->lines) > 0;
	if (r->has_header)
		return CD_READ_MORE;
	r->lines.number = 1;
	return fail(r, -EBADMSG,
		r->truncated ? "cut off in the header" : "empty: a recording starts with a header");
}

int cd_recording_reader_next(struct cd_recording_reader *r, struct cd_event *ret_event)
{
	const char *line;
	size_t len;
	int e;

	if (r->error < 0)
		return r->error;
	for (;;) {
		e = cd_lines_next(&r->lines, &line, &len);
		if (e == -E2BIG)
			return fail(r, -EBADMSG, "longer than %d bytes", CD_RECORDING_LINE_MAX);
		if (e < 0)
			return fail(r, e, "out of memory");
		if (e == CD_LINES_MORE)
			return take_end(r);
		e = take_line(r, line, len, ret_event);
		if (e < 0)
			return e;
		if (e == CD_JSON_EVENT) {
			r->events++;
			return CD_READ_EVENT;
		}
	}
}

const char *cd_recording_reader_error(const struct cd_recording_reader *r)
{
	return r->error < 0 ? r->text : NULL;
}

void cd_recording_reader_stats(const struct cd_recording_reader *r, struct cd_recording_stats *ret)
{
	*ret = (struct cd_recording_stats){
		.lines = r->lines.number,
		.events = r->events,
		.skipped = r->skipped,
		.truncated = r->truncated,
		.started = r->started,
	};
}
