/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How fast recordings are read: the same sample lines through memchr() alone (the floor), the strict scanner,
 * the whole reader, and json-c. Rounds alternate, the best of each counts, ratios are what to compare between
 * machines.
 */

#include <stdio.h>
#include <time.h>

#include "recording-json.h"
#include "recording.h"
#include "sample-line.h"

#define LINES 100000L
#define ROUNDS 5
#define PIECE 65536

static double seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int make_recording(struct cd_buffer *b)
{
	struct cd_event ev = { .type = CD_EVENT_SAMPLE, .input = "meter0" };
	int r = cd_recording_write_header(b, "2026-11-22T10:00:00Z");

	for (long i = 0; r == 0 && i < LINES; i++) {
		ev.t_us = i * 10000;
		cd_sample_set(&ev.sample, CD_FIELD_VBUS, 5102300 - i % 977);
		cd_sample_set(&ev.sample, CD_FIELD_IBUS, 498200 + i % 311);
		cd_sample_set(&ev.sample, CD_FIELD_DP, 600000);
		cd_sample_set(&ev.sample, CD_FIELD_DM, 601000);
		cd_sample_set(&ev.sample, CD_FIELD_TEMP, 31200);
		r = cd_recording_write_event(b, &ev, 0);
	}
	return r;
}

/* Each takes the recording and returns the lines it understood. */

typedef long (*line_fn)(void *userdata, const char *line, size_t len);

static long each_line(const struct cd_buffer *b, line_fn fn, void *userdata)
{
	const char *s = memchr(b->data, '\n', b->len), *end = b->data + b->len, *stop;
	long n = 0;

	for (s++; (stop = memchr(s, '\n', (size_t)(end - s))); s = stop + 1)
		n += fn(userdata, s, (size_t)(stop - s));
	return n;
}

static long only_find(void *userdata, const char *line, size_t len)
{
	return len > 0;
}

static long scan(void *userdata, const char *line, size_t len)
{
	struct cd_sample_line sample;

	return cd_sample_line_scan(line, len, &sample);
}

static long parse(void *userdata, const char *line, size_t len)
{
	struct cd_event ev;
	uint64_t skipped;
	int64_t t_us;

	return cd_json_lines_event(userdata, line, len, &t_us, &skipped, &ev) == CD_JSON_EVENT;
}

static long run_memchr(const struct cd_buffer *b)
{
	return each_line(b, only_find, NULL);
}

static long run_scanner(const struct cd_buffer *b)
{
	return each_line(b, scan, NULL);
}

static long run_json(const struct cd_buffer *b)
{
	CD_CLEANUP(cd_json_lines_freep) struct cd_json_lines *json = cd_json_lines_new();

	return json ? each_line(b, parse, json) : 0;
}

static long run_reader(const struct cd_buffer *b)
{
	CD_CLEANUP(cd_recording_reader_freep) struct cd_recording_reader *r = cd_recording_reader_new();
	struct cd_event ev;
	long n = 0;

	for (size_t at = 0; r && at < b->len; at += PIECE) {
		cd_recording_reader_feed(r, b->data + at, b->len - at < PIECE ? b->len - at : PIECE);
		while (cd_recording_reader_next(r, &ev) == CD_READ_EVENT)
			n++;
	}
	return n;
}

static struct {
	const char *name;
	long (*run)(const struct cd_buffer *b);
	double best;
} ways[] = {
	{ "memchr", run_memchr, 1e9 },
	{ "scanner", run_scanner, 1e9 },
	{ "reader", run_reader, 1e9 },
	{ "json-c", run_json, 1e9 },
};

int main(void)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };

	if (make_recording(&b) < 0)
		return 1;
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < CD_ELEMENTSOF(ways); i++) {
			double from = seconds(), took;

			if (ways[i].run(&b) != LINES)
				return 1;
			took = seconds() - from;
			if (took < ways[i].best)
				ways[i].best = took;
		}
	for (size_t i = 0; i < CD_ELEMENTSOF(ways); i++)
		(void)printf("%-8s %7.2f M lines/s %6.1f x json-c\n", ways[i].name,
			LINES / ways[i].best / 1e6, ways[CD_ELEMENTSOF(ways) - 1].best / ways[i].best);
	return 0;
}
