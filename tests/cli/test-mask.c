/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Serial numbers that must not leave the machine.
 */

#include "mask.h"
#include "test.h"

static void assert_masked(const struct ctl_mask *m, const char *text, const char *expected)
{
	CD_FREE char *masked = NULL;
	size_t len;

	masked = ctl_mask_json(m, text, strlen(text), &len);
	assert_str(masked, expected);
	assert_int_equal(len, strlen(expected));
}

static void test_learned_from_a_recording(void **state)
{
	static const char line[] =
		"{\"t\":0,\"input\":\"fnb58-21A0\",\"event\":\"added\",\"serial\":\"21A0\"}\n"
		"{\"t\":210,\"attributes\":{\"serial_number\":\"XYZ1\",\"a\":\"is XYZ1 21A0\"}}\n";
	struct ctl_mask m = { .n = 0 };

	ctl_mask_learn_text(&m, line, strlen(line));
	assert_int_equal(m.n, 2);
	assert_masked(&m, line,
		"{\"t\":0,\"input\":\"fnb58-serial1\",\"event\":\"added\",\"serial\":\"serial1\"}\n"
		"{\"t\":210,\"attributes\":{\"serial_number\":\"serial2\",\"a\":\"is serial2 serial1\"}}\n");
	ctl_mask_done(&m);
}

static void test_keys_and_numbers_stay(void **state)
{
	struct ctl_mask m = { .n = 0 };

	assert_true(ctl_mask_learn(&m, "123", 3));
	assert_true(ctl_mask_learn(&m, "event", 5));
	assert_masked(&m, "{\"event\":\"event\",\"t\":1234,\"a123\":\"b123\"}",
		"{\"event\":\"serial2\",\"t\":1234,\"a123\":\"bserial1\"}");
	ctl_mask_done(&m);
}

static void test_longest_first_and_escapes(void **state)
{
	struct ctl_mask m = { .n = 0 };

	assert_true(ctl_mask_learn(&m, "abc", 3));
	assert_true(ctl_mask_learn(&m, "abcdef", 6));
	assert_masked(&m, "[\"abcdefabc\\\"abc\",\"x\\\\\",\"abc\"]",
		"[\"serial2serial1\\\"serial1\",\"x\\\\\",\"serial1\"]");
	assert_masked(&m, "[\"abc", "[\"serial1");
	assert_masked(&m, "", "");
	ctl_mask_done(&m);
}

static void test_bounds(void **state)
{
	struct ctl_mask m = { .n = 0 };
	char secret[16];

	assert_false(ctl_mask_learn(&m, "ab", 2));
	for (int i = 0; i < CTL_SECRETS_MAX; i++)
		assert_true(ctl_mask_learn(&m, secret, sprintf(secret, "secret%03d", i)));
	assert_false(ctl_mask_learn(&m, "another", 7));
	assert_true(ctl_mask_learn(&m, "secret000", 9)); /* known */
	assert_masked(&m, "[\"secret063\"]", "[\"serial64\"]");
	ctl_mask_done(&m);
}

static void test_worst_growth(void **state)
{
	struct ctl_mask m = { .n = 0 };

	for (int i = 0; i < CTL_SECRETS_MAX; i++)
		assert_true(ctl_mask_learn(&m, (char[]){ 'a', 'b', (char)('0' + i) }, 3));
	assert_masked(&m, "[\"abgabgabg\"]", "[\"serial56serial56serial56\"]");
	ctl_mask_done(&m);
}

static void test_document(void **state)
{
	struct ctl_mask m = { .n = 0 };
	struct json_object *doc = json_tokener_parse("{\"port\":\"fnb58-21A0\",\"c\":0.920}");

	assert_true(ctl_mask_learn(&m, "21A0", 4));
	doc = ctl_mask_document(&m, doc);
	assert_str(json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN),
		"{\"port\":\"fnb58-serial1\",\"c\":0.920}");
	json_object_put(doc);
	ctl_mask_done(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_learned_from_a_recording),
		cmocka_unit_test(test_keys_and_numbers_stay),
		cmocka_unit_test(test_longest_first_and_escapes),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_worst_growth),
		cmocka_unit_test(test_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
