/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "recording.h"
#include "sample-line.h"

#include <stdio.h>

#define START "{\"t\":10000,\"input\":\"meter0\",\"event\":\"sample\""

static bool scan(const char *line, struct cd_sample_line *ret)
{
	/* an exact allocation, so that a sanitizer sees a read behind the line */
	CD_FREE char *copy = malloc(strlen(line) + !*line);

	memcpy(copy, line, strlen(line));
	return cd_sample_line_scan(copy, strlen(line), ret);
}

static void takes_the_writers_shape(void **state)
{
	static const char line[] =
		START ",\"vbus_uv\":5102300,\"ibus_ua\":-498200,\"dp_uv\":0,\"temp_mc\":31200}";
	struct cd_sample_line got;

	assert_true(cd_sample_line_scan(line, sizeof(line) - 1, &got));
	assert_i64(got.t_us, 10000);
	assert_int_equal(got.input_len, 6);
	assert_memory_equal(got.input, "meter0", 6);
	assert_i64(cd_sample_get(&got.sample, CD_FIELD_VBUS), 5102300);
	assert_i64(cd_sample_get(&got.sample, CD_FIELD_IBUS), -498200);
	assert_i64(cd_sample_get(&got.sample, CD_FIELD_DP), 0);
	assert_i64(cd_sample_get(&got.sample, CD_FIELD_DM), CD_UNKNOWN);
	assert_i64(cd_sample_get(&got.sample, CD_FIELD_TEMP), 31200);
}

/* Each key here is the one of sample.c. */
static void takes_every_field(void **state)
{
	for (int f = 0; f < _CD_FIELD_MAX; f++) {
		CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
		struct cd_event ev = { .type = CD_EVENT_SAMPLE, .input = "m" };
		struct cd_sample_line got;

		cd_sample_set(&ev.sample, f, 17);
		assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
		assert_true(cd_sample_line_scan(b.data, b.len - 1, &got));
		assert_int_equal(got.sample.valid, 1u << f);
		assert_i64(cd_sample_get(&got.sample, f), 17);
	}
}

static void takes_no_fields(void **state)
{
	struct cd_sample_line got;

	assert_true(scan(START "}", &got));
	assert_int_equal(got.sample.valid, 0);
}

static void leaves_the_rest_to_json(void **state)
{
	static const char *const lines[] = {
		"",
		"}",
		"{}",
		"{\"t\":}",
		"{\"t\":1}",
		" " START "}",
		START "} ",
		START ",}",
		START,
		START ",\"vbus_uv\":1",
		START ",\"vbus_uv\":}",
		START ",\"vbus_uv\":-}",
		START ",\"vbus_uv\":-0}",
		START ",\"vbus_uv\":01}",
		START ",\"vbus_uv\":+1}",
		START ",\"vbus_uv\":1.0}",
		START ",\"vbus_uv\":1e3}",
		START ",\"vbus_uv\": 1}",
		START ",\"vbus_uv\":\"1\"}",
		START ",\"vbus_uv\":null}",
		START ",\"vbus_uv\":100000001}",
		START ",\"vbus_uv\":9999999999999999999}",
		START ",\"vbus_uv\":1,\"vbus_uv\":2}",
		START ",\"ibus_ua\":1,\"vbus_uv\":2}",
		START ",\"colour\":2}",
		START ",\"vbus_uv\":1}}",
		"{\"t\":-1,\"input\":\"m\",\"event\":\"sample\"}",
		"{\"t\":1000000000000001,\"input\":\"m\",\"event\":\"sample\"}",
		"{\"t\":1,\"input\":\"\",\"event\":\"sample\"}",
		"{\"t\":1,\"input\":\"a b\",\"event\":\"sample\"}",
		"{\"t\":1,\"input\":\"a\\u0062\",\"event\":\"sample\"}",
		"{\"t\":1,\"input\":\"k\xc3\xbc\",\"event\":\"sample\"}",
		"{\"t\":1,\"input\":\"meter",
		"{\"t\":1,\"input\":\"meter}",
		"{\"t\":1,\"input\":\"m\",\"event\":\"samples\"}",
		"{\"t\":1,\"input\":\"m\",\"event\":\"removed\"}",
	};
	struct cd_sample_line got;

	for (size_t i = 0; i < CD_ELEMENTSOF(lines); i++)
		if (scan(lines[i], &got))
			fail_msg("%s", lines[i]);
}

static void names_end_at_the_bound(void **state)
{
	char line[200];
	struct cd_sample_line got;

	(void)snprintf(line, sizeof(line), "{\"t\":0,\"input\":\"%0*d\",\"event\":\"sample\"}",
		CD_INPUT_NAME_MAX, 1);
	assert_true(scan(line, &got));
	(void)snprintf(line, sizeof(line), "{\"t\":0,\"input\":\"%0*d\",\"event\":\"sample\"}",
		CD_INPUT_NAME_MAX + 1, 1);
	assert_false(scan(line, &got));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_writers_shape),
		cmocka_unit_test(takes_every_field),
		cmocka_unit_test(takes_no_fields),
		cmocka_unit_test(leaves_the_rest_to_json),
		cmocka_unit_test(names_end_at_the_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
