/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The pass before the reading. A sample line is recognised by its scanner; what is left is searched for the
 * words that a `port` event or a meter's `added` must contain, or a backslash, behind which JSON can hide any
 * letter. Only such lines are parsed, by the reader's own code, so that both agree on what they are.
 */

#include "recording-scan.h"

#include "lines.h"
#include "recording-json.h"
#include "recording.h"
#include "sample-line.h"

struct cd_recording_scan {
	struct cd_lines lines;
	struct cd_json_lines *json;
	unsigned meters; /* 2: more than one */
	bool has_port;
	bool finished;
	char meter[CD_INPUT_NAME_MAX + 1];
};

struct cd_recording_scan *cd_recording_scan_new(void)
{
	struct cd_recording_scan *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->lines.max = CD_RECORDING_LINE_MAX;
	s->json = cd_json_lines_new();
	return s->json ? s : cd_recording_scan_free(s);
}

struct cd_recording_scan *cd_recording_scan_free(struct cd_recording_scan *s)
{
	if (!s)
		return NULL;
	cd_lines_done(&s->lines);
	(void)cd_json_lines_free(s->json);
	free(s);
	return NULL;
}

static bool may_matter(const char *line, size_t len)
{
	struct cd_sample_line sample;

	if (cd_sample_line_scan(line, len, &sample))
		return false;
	return memmem(line, len, "port\"", 5) || memmem(line, len, "meter\"", 6) || memchr(line, '\\', len);
}

static void take_meter(struct cd_recording_scan *s, const char *name)
{
	size_t n = strlen(name);

	if (s->meters && strcmp(s->meter, name) == 0)
		return;
	s->meters++;
	memcpy(s->meter, name, n + 1); /* the reader bounds names */
	s->finished = s->meters > 1;
}

static void take_line(struct cd_recording_scan *s, const char *line, size_t len)
{
	struct cd_event ev;
	uint64_t skipped;
	int64_t t_us;
	int r;

	if (s->lines.number == 1 || !may_matter(line, len)) /* the first is the header */
		return;
	r = cd_json_lines_event(s->json, line, len, &t_us, &skipped, &ev);
	if (r < 0)
		s->finished = true;
	else if (r == CD_JSON_EVENT && ev.type == CD_EVENT_PORT)
		s->finished = s->has_port = true;
	else if (r == CD_JSON_EVENT && ev.type == CD_EVENT_ADDED && ev.added.kind == CD_INPUT_METER)
		take_meter(s, ev.input);
}

bool cd_recording_scan_feed(struct cd_recording_scan *s, const char *bytes, size_t len)
{
	cd_lines_feed(&s->lines, bytes, len);
	while (!s->finished) {
		const char *line;
		size_t n;
		int r = cd_lines_next(&s->lines, &line, &n);

		if (r == CD_LINES_MORE)
			return false;
		if (r < 0)
			s->finished = true;
		else
			take_line(s, line, n);
	}
	return true;
}

const char *cd_recording_scan_only_meter(const struct cd_recording_scan *s)
{
	return s->meters == 1 && !s->has_port ? s->meter : NULL;
}
