/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "lines.h"

#include <stdio.h>

/* Feeds `text` in pieces of `piece` bytes, writes "1:line|2:line|" and at the end "rest=N" or the error. */
static void run(const char *text, size_t len, size_t piece, size_t max, char *out, size_t size)
{
	CD_CLEANUP(cd_lines_done) struct cd_lines l = { .max = max };
	size_t used = 0;
	const char *line;
	size_t n;
	int r = CD_LINES_MORE;

	out[0] = '\0';
	for (size_t at = 0; r >= 0;) {
		size_t take = len - at < piece ? len - at : piece;

		cd_lines_feed(&l, text + at, take);
		at += take;
		while ((r = cd_lines_next(&l, &line, &n)) == CD_LINES_LINE)
			used += (size_t)snprintf(
				out + used, size - used, "%d:%.*s|", (int)l.number, (int)n, line);
		if (take == 0)
			break;
	}
	(void)snprintf(out + used, size - used, r < 0 ? "line %d: %d" : "rest=%d",
		r < 0 ? (int)l.number : (int)cd_lines_rest(&l), r);
}

static void cuts_change_nothing(void **state)
{
	static const struct {
		const char *text, *expect;
	} rows[] = {
		{ "", "rest=0" },
		{ "\n", "1:|rest=0" },
		{ "a", "rest=1" },
		{ "a\n", "1:a|rest=0" },
		{ "a\nbc\n\ndef", "1:a|2:bc|3:|rest=3" },
		{ "1234567\n", "1:1234567|rest=0" },
		{ "a\n12345678\nb\n", "1:a|line 2: -7" },
		{ "a\n12345678", "1:a|line 2: -7" },
		{ "a\n1234567", "1:a|rest=7" },
	};
	char out[200];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++)
		for (size_t piece = 1; piece <= 16; piece++) {
			run(rows[i].text, strlen(rows[i].text), piece, 8, out, sizeof(out));
			if (strcmp(out, rows[i].expect) != 0)
				fail_msg("\"%s\" in pieces of %zu: %s", rows[i].text, piece, out);
		}
}

static void whole_lines_are_not_copied(void **state)
{
	CD_CLEANUP(cd_lines_done) struct cd_lines l = { .max = 100 };
	const char text[] = "one\ntwo\n";
	const char *line;
	size_t len;

	cd_lines_feed(&l, text, sizeof(text) - 1);
	assert_int_equal(cd_lines_next(&l, &line, &len), CD_LINES_LINE);
	assert_ptr_equal(line, text);
	assert_int_equal(cd_lines_next(&l, &line, &len), CD_LINES_LINE);
	assert_ptr_equal(line, text + 4);
	assert_int_equal(cd_lines_next(&l, &line, &len), CD_LINES_MORE);
	assert_null(l.carry.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_change_nothing),
		cmocka_unit_test(whole_lines_are_not_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
