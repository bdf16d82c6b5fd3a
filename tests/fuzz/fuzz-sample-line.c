/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The scanner against the JSON parser: whatever the scanner takes, the parser must understand as the same
 * event, with nothing left out. The scanner may refuse anything.
 */

#include "fuzz.h"
#include "recording-json.h"
#include "sample-line.h"

static void check_same(const struct cd_sample_line *line, const struct cd_event *ev)
{
	fuzz_check(ev->type == CD_EVENT_SAMPLE && ev->t_us == line->t_us);
	fuzz_check(
		strlen(ev->input) == line->input_len && memcmp(ev->input, line->input, line->input_len) == 0);
	fuzz_check(ev->sample.valid == line->sample.valid);
	for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++)
		fuzz_check(cd_sample_get(&ev->sample, f) == cd_sample_get(&line->sample, f));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cd_json_lines *json;
	struct cd_sample_line line;
	uint64_t skipped = 0;
	struct cd_event ev;
	int64_t t_us = 0;

	if (!cd_sample_line_scan((const char *)data, size, &line))
		return 0;
	json = cd_json_lines_new();
	fuzz_check(
		cd_json_lines_event(json, (const char *)data, size, &t_us, &skipped, &ev) == CD_JSON_EVENT);
	fuzz_check(skipped == 0 && t_us == line.t_us);
	check_same(&line, &ev);
	(void)cd_json_lines_free(json);
	return 0;
}
