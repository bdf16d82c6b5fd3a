/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any bytes as a table. However they are cut the events are the same, and all of them are inside the ranges
 * that the core relies on. The first byte says how they are cut.
 */

#include "csv.h"
#include "fuzz.h"

static int drain(struct cd_csv_reader *r, struct cd_buffer *lines, int64_t *t_us)
{
	struct cd_event ev;
	int result;

	while ((result = cd_csv_reader_next(r, &ev)) == CD_READ_EVENT) {
		fuzz_check(ev.t_us >= *t_us && ev.t_us <= CD_RECORDING_T_MAX);
		*t_us = ev.t_us;
		if (ev.type == CD_EVENT_SAMPLE)
			for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++)
				fuzz_check(!cd_sample_has(&ev.sample, f) ||
					   cd_field_plausible(f, ev.sample.value[f]));
		fuzz_check(cd_recording_write_event(lines, &ev, 0) == 0);
	}
	return result;
}

static int read_all(
	const char *bytes, size_t len, size_t piece, struct cd_buffer *lines, char *error, size_t size)
{
	struct cd_csv_reader *r = cd_csv_reader_new(NULL);
	int64_t t_us = 0;
	int result = CD_READ_MORE;

	for (size_t at = 0; result >= 0 && at < len; at += piece) {
		cd_csv_reader_feed(r, bytes + at, len - at < piece ? len - at : piece);
		result = drain(r, lines, &t_us);
	}
	if (result >= 0) {
		cd_csv_reader_feed(r, NULL, 0);
		result = drain(r, lines, &t_us);
	}
	fuzz_check(result == CD_READ_MORE || result == -EBADMSG);
	(void)snprintf(error, size, "%s", result < 0 ? cd_csv_reader_error(r) : "");
	(void)cd_csv_reader_free(r);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cd_buffer whole = { 0 }, cut = { 0 };
	char error_whole[256], error_cut[256];
	int a, b;

	if (size == 0)
		return 0;
	a = read_all((const char *)data + 1, size - 1, size, &whole, error_whole, sizeof(error_whole));
	b = read_all((const char *)data + 1, size - 1, 1 + data[0] % 100, &cut, error_cut, sizeof(error_cut));
	fuzz_check(a == b && cd_streq(error_whole, error_cut) && fuzz_same(&whole, &cut));
	cd_buffer_done(&whole);
	cd_buffer_done(&cut);
	return 0;
}
