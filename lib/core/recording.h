/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Recordings, version 1: newline-delimited JSON, one event a line (docs/recording.md). The reader takes bytes
 * in pieces of any size and gives events; the writer takes events and gives lines. Neither opens a file.
 */

#include "buffer.h"
#include "event.h"

#define CD_RECORDING_LINE_MAX 65536 /* bytes with newline; a longer line makes the recording malformed */
#define CD_RECORDING_T_MAX INT64_C(1000000000000000) /* µs: 31 years; a larger t is malformed */
#define CD_RECORDING_DEPTH_MAX 16                     /* of nested arrays and objects in a line */

enum cd_read_result {
	CD_READ_MORE = 0,  /* everything fed so far has been given out */
	CD_READ_EVENT = 1, /* *ret_event is valid until the next call on this reader */
};

struct cd_recording_reader;

struct cd_recording_reader *cd_recording_reader_new(void); /* NULL: no memory */
struct cd_recording_reader *cd_recording_reader_free(struct cd_recording_reader *r);
CD_DEFINE_CLEANUP(struct cd_recording_reader *, cd_recording_reader_free)

/* Lends the reader the next `len` bytes; they must stay until cd_recording_reader_next() answers
 * CD_READ_MORE. len 0 says the file has ended: an unterminated last line is then dropped and counted. */
void cd_recording_reader_feed(struct cd_recording_reader *r, const char *bytes, size_t len);

/* CD_READ_EVENT, CD_READ_MORE, or negative: -EBADMSG (malformed: cd_recording_reader_error() says what and
 * where), -ENOMEM. After a negative answer the reader only repeats it. */
int cd_recording_reader_next(struct cd_recording_reader *r, struct cd_event *ret_event);

/* "line 17: t runs backwards (12000 after 13000)"; NULL when there is no error. */
const char *cd_recording_reader_error(const struct cd_recording_reader *r);

struct cd_recording_stats {
	uint64_t lines;
	uint64_t events;
	uint64_t skipped;      /* unknown event, kind or key, value out of range: counted, not fatal */
	bool truncated;        /* the last line had no end and was dropped */
	const char *started;   /* the header's "started", NULL before it */
};
void cd_recording_reader_stats(const struct cd_recording_reader *r, struct cd_recording_stats *ret);

/* Appends the header line for a recording that starts at wall-clock `started` ("2026-11-22T10:00:00Z").
 * -ENOMEM. */
int cd_recording_write_header(struct cd_buffer *b, const char *started);
/* Appends the event's line, with t = ev->t_us − base_us, never below 0. Reading the line back gives an equal
 * event, but for what the format bounds: text that it does not allow is left out, attributes that do not fit
 * a line become {"errno":"E2BIG"}, longest first. -ENOMEM; `b` is then unchanged. */
int cd_recording_write_event(struct cd_buffer *b, const struct cd_event *ev, int64_t base_us);
