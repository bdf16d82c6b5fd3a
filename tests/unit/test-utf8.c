/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "utf8.h"

#include <string.h>

static const struct {
	const char *bytes;
	size_t len, expect;
} sequences[] = {
	{ "", 0, 0 },
	{ "\0", 1, 1 },
	{ "a", 1, 1 },
	{ "\x7f", 1, 1 },
	{ "\x80", 1, 0 },
	{ "\xc0\x80", 2, 0 }, /* overlong NUL */
	{ "\xc1\xbf", 2, 0 },
	{ "\xc2\x80", 2, 2 },
	{ "\xc3\xa9x", 3, 2 },
	{ "\xc3", 1, 0 },
	{ "\xc3(", 2, 0 },
	{ "\xe0\x9f\xbf", 3, 0 }, /* overlong */
	{ "\xe0\xa0\x80", 3, 3 },
	{ "\xe2\x82\xac", 3, 3 },
	{ "\xe2\x82", 2, 0 },
	{ "\xed\x9f\xbf", 3, 3 },
	{ "\xed\xa0\x80", 3, 0 }, /* surrogate */
	{ "\xef\xbf\xbd", 3, 3 },
	{ "\xf0\x8f\xbf\xbf", 4, 0 }, /* overlong */
	{ "\xf0\x9f\x94\x8b", 4, 4 },
	{ "\xf4\x8f\xbf\xbf", 4, 4 },
	{ "\xf4\x90\x80\x80", 4, 0 }, /* above U+10FFFF */
	{ "\xf5\x80\x80\x80", 4, 0 },
	{ "\xf0\x9f\x94(", 4, 0 },
	{ "\xff", 1, 0 },
};

static void sequences_by_the_table(void **state)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(*sequences); i++)
		if (cd_utf8_sequence(sequences[i].bytes, sequences[i].len) != sequences[i].expect)
			fail_msg("row %zu", i);
}

static bool text(const char *s, size_t max)
{
	return cd_text_valid(s, strlen(s), max);
}

static void text_is_printable(void **state)
{
	assert_true(text("red 1 m", 200));
	assert_true(text("rotes Kabel, 1 m, für Übergänge", 200));
	assert_false(text("", 200));
	assert_false(text("two\nlines", 200));
	assert_false(text("\x1b[31mred", 200));
	assert_false(text("del\x7f", 200));
	assert_false(text("c1 \xc2\x9b", 200));
	assert_true(text("nbsp \xc2\xa0", 200));
	assert_false(cd_text_valid("a\0b", 3, 200));
}

static void text_has_a_bound(void **state)
{
	assert_true(text("12345", 5));
	assert_false(text("123456", 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_by_the_table),
		cmocka_unit_test(text_is_printable),
		cmocka_unit_test(text_has_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
