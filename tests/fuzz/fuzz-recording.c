/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any bytes as a recording. However they are cut the events are the same; and what comes out can be written,
 * and read again without loss. The first byte says how they are cut.
 */

#include "fuzz.h"
#include "recording-scan.h"
#include "recording.h"

struct outcome {
	int result;
	char error[256];
	struct cd_buffer lines;
	struct cd_recording_stats stats;
};

static void check_event(const struct cd_event *ev)
{
	fuzz_check((int)ev->type >= 0 && ev->type < _CD_EVENT_MAX);
	fuzz_check(ev->t_us >= 0 && ev->t_us <= CD_RECORDING_T_MAX);
	fuzz_check(ev->type == CD_EVENT_PORT ? cd_name_valid(ev->port.name) : cd_name_valid(ev->input));
	if (ev->type == CD_EVENT_SAMPLE)
		for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++)
			fuzz_check(
				!cd_sample_has(&ev->sample, f) || cd_field_plausible(f, ev->sample.value[f]));
}

static int drain(struct cd_recording_reader *r, struct cd_buffer *lines, int64_t *t_us)
{
	struct cd_event ev;
	int result;

	while ((result = cd_recording_reader_next(r, &ev)) == CD_READ_EVENT) {
		check_event(&ev);
		fuzz_check(ev.t_us >= *t_us);
		*t_us = ev.t_us;
		fuzz_check(cd_recording_write_event(lines, &ev, 0) == 0);
	}
	return result;
}

static void read_all(const char *bytes, size_t len, size_t piece, struct outcome *o)
{
	struct cd_recording_reader *r = cd_recording_reader_new();
	int64_t t_us = 0;

	*o = (struct outcome){ .result = CD_READ_MORE };
	for (size_t at = 0; o->result >= 0 && at < len; at += piece) {
		cd_recording_reader_feed(r, bytes + at, len - at < piece ? len - at : piece);
		o->result = drain(r, &o->lines, &t_us);
	}
	if (o->result >= 0) {
		cd_recording_reader_feed(r, NULL, 0);
		o->result = drain(r, &o->lines, &t_us);
	}
	fuzz_check(o->result == CD_READ_MORE || o->result == -EBADMSG);
	fuzz_check((o->result < 0) == (cd_recording_reader_error(r) != NULL));
	if (o->result < 0)
		(void)snprintf(o->error, sizeof(o->error), "%s", cd_recording_reader_error(r));
	cd_recording_reader_stats(r, &o->stats);
	o->stats.started = NULL;
	(void)cd_recording_reader_free(r);
}

static void check_same(const struct outcome *a, const struct outcome *b)
{
	fuzz_check(a->result == b->result && cd_streq(a->error, b->error) && fuzz_same(&a->lines, &b->lines));
	fuzz_check(a->stats.lines == b->stats.lines && a->stats.events == b->stats.events &&
		   a->stats.skipped == b->stats.skipped && a->stats.truncated == b->stats.truncated);
}

/* What was written is read without a word of complaint, and written again it is the same. */
static void check_again(const struct outcome *o)
{
	struct cd_buffer text = { 0 };
	struct outcome again;

	fuzz_check(cd_recording_write_header(&text, NULL) == 0);
	fuzz_check(cd_buffer_append(&text, o->lines.data, o->lines.len) == 0);
	read_all(text.data, text.len, text.len, &again);
	fuzz_check(again.result == CD_READ_MORE && again.stats.skipped == 0);
	fuzz_check(again.stats.events == o->stats.events && fuzz_same(&again.lines, &o->lines));
	cd_buffer_done(&again.lines);
	cd_buffer_done(&text);
}

static void scan(const char *bytes, size_t len)
{
	struct cd_recording_scan *s = cd_recording_scan_new();
	const char *meter;

	(void)cd_recording_scan_feed(s, bytes, len);
	meter = cd_recording_scan_only_meter(s);
	fuzz_check(!meter || cd_name_valid(meter));
	(void)cd_recording_scan_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, cut;

	if (size == 0)
		return 0;
	read_all((const char *)data + 1, size - 1, size, &whole);
	read_all((const char *)data + 1, size - 1, 1 + data[0] % 100, &cut);
	check_same(&whole, &cut);
	check_again(&whole);
	scan((const char *)data + 1, size - 1);
	cd_buffer_done(&whole.lines);
	cd_buffer_done(&cut.lines);
	return 0;
}
