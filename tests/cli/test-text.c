/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Foreign text made fit for a terminal, and for a picture of its size.
 */

#include "exit.h"
#include "json.h"
#include "screen.h"
#include "test.h"
#include "text.h"

static void test_nothing_steers_the_terminal(void **state)
{
	static const struct {
		const char *raw, *clean;
	} rows[] = {
		{ "FNIRSI FNB58", "FNIRSI FNB58" },
		{ "Ω – “größe”", "Ω – “größe”" },
		{ "\033[2J\033]0;pwned\a", "?[2J?]0;pwned?" },
		{ "a\nb\tc\rd", "a?b?c?d" },
		{ "\xc2\x9b"
		  "31m",
			"?31m" }, /* C1: CSI in one character */
		{ "a\xe2\x80\xae"
		  "b",
			"a?b" }, /* right-to-left override */
		{ "a\xe2\x80\xa8"
		  "b",
			"a?b" }, /* line separator */
		{ "\xff\xfe"
		  "a",
			"??a" },           /* no UTF-8 */
		{ "\xed\xa0\x80", "???" }, /* a surrogate */
		{ "\x7f", "?" },
		{ "", "" },
		{ NULL, "—" },
	};
	char buf[64];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++)
		assert_str(ctl_text_clean(rows[i].raw, buf, sizeof(buf)), rows[i].clean);
}

static void test_cut_between_characters(void **state)
{
	char buf[6];

	assert_str(ctl_text_clean("ΩΩΩΩ", buf, sizeof(buf)), "ΩΩ");
	assert_str(ctl_text_clean("abcdefgh", buf, sizeof(buf)), "abcde");
}

static void test_width(void **state)
{
	assert_int_equal(ctl_text_width("20 mΩ ± 3"), 9);
	assert_int_equal(ctl_text_width(""), 0);
}

static void test_first_sentence(void **state)
{
	assert_int_equal(ctl_text_sentence("Use another cable."), 17);
	assert_int_equal(ctl_text_sentence("Use 0.5 A or more. Then look."), 17);
	assert_int_equal(ctl_text_sentence("no full stop"), 12);
	assert_int_equal(ctl_text_sentence("one, i.e. two. Three."), 13);
}

static void test_capitals(void **state)
{
	char buf[64];

	assert_str(ctl_text_capitals("weak-adapter", buf, sizeof(buf)), "WEAK ADAPTER");
	assert_str(ctl_text_capitals("bad\033x", buf, sizeof(buf)), "BAD?X");
	assert_str(ctl_text_capitals(NULL, buf, sizeof(buf)), "—");
}

static char *printed(void (*print)(const struct ctl_out *out), bool color)
{
	struct ctl_out out = { .color = color, .columns = 20 };
	char *text = NULL;
	size_t size;

	out.f = open_memstream(&text, &size);
	assert_non_null(out.f);
	print(&out);
	fclose(out.f);
	return text;
}

static void print_wrapped(const struct ctl_out *out)
{
	fputs("  ", out->f);
	ctl_text_wrap(out, "one two three four five", 2);
}

static void print_styled(const struct ctl_out *out)
{
	ctl_text_styled(out, CTL_BAD, "x");
	ctl_text_pad(out, "Ω", 3);
	ctl_text_pad(out, "long", 2);
	fputc('|', out->f);
}

static void test_wrap(void **state)
{
	CD_FREE char *text = printed(print_wrapped, false);

	assert_str(text, "  one two three four\n  five\n");
}

static void test_color_only_when_on(void **state)
{
	CD_FREE char *plain = printed(print_styled, false), *color = printed(print_styled, true);

	assert_str(plain, "xΩ  long |");
	assert_str(color, "\033[1;31mx\033[0mΩ  long |");
}

static void test_screen_fit(void **state)
{
	assert_int_equal(ctl_screen_fit("abcdef\nx", 4), 4);
	assert_int_equal(ctl_screen_fit("ab\ncdef", 4), 2);
	assert_int_equal(ctl_screen_fit("ΩΩΩ", 2), 4);
	assert_int_equal(ctl_screen_fit("\033[1mab\033[0mc", 2), 10); /* the end of a style is kept */
	assert_int_equal(ctl_screen_fit("\033[1", 2), 3);
}

static void test_json_cannot_steer_either(void **state)
{
	CTL_JSON struct json_object *doc = ctl_json_document("x");
	CD_FREE char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	ctl_json_add_string(doc, "a", "\033[1m\x7f\xc2\x9b\xe2\x80\xae/Ω");
	ctl_json_add_int(doc, "b", CD_UNKNOWN);
	ctl_json_add_fraction(doc, "c", 0.9);
	ctl_json_print(f, doc);
	fclose(f);
	assert_str(text,
		"{\"chargediag\":\"x\",\"version\":1,\"a\":\"\\u001b[1m\\u007f\\u009b\\u202e/Ω\",\"b\":null,"
		"\"c\":0.900}\n");
}

static void test_json_of_the_wrong_kind_is_unknown(void **state)
{
	CTL_JSON struct json_object *doc =
		json_tokener_parse("{\"a\":\"x\",\"b\":1.5,\"c\":[1],\"d\":null,\"e\":1e300}");

	assert_i64(ctl_json_int(doc, "a"), CD_UNKNOWN);
	assert_i64(ctl_json_int(doc, "b"), 2);
	assert_i64(ctl_json_int(doc, "e"), CD_UNKNOWN);
	assert_i64(ctl_json_int(doc, "none"), CD_UNKNOWN);
	assert_i64(ctl_json_int(NULL, "a"), CD_UNKNOWN);
	assert_null(ctl_json_string(doc, "c"));
	assert_null(ctl_json_string(doc, "d"));
	assert_null(ctl_json_object(doc, "c"));
	assert_null(ctl_json_element(ctl_json_array(doc, "c"), 0));
	assert_null(ctl_json_element(ctl_json_array(doc, "c"), 7));
	assert_int_equal(ctl_json_length(ctl_json_array(doc, "d")), 0);
}

static void test_worst_exit_code(void **state)
{
	assert_int_equal(ctl_exit_worse(CTL_EXIT_OK, CTL_EXIT_INCONCLUSIVE), CTL_EXIT_INCONCLUSIVE);
	assert_int_equal(ctl_exit_worse(CTL_EXIT_FAULT, CTL_EXIT_INCONCLUSIVE), CTL_EXIT_FAULT);
	assert_int_equal(ctl_exit_worse(CTL_EXIT_FAULT, CTL_EXIT_FILE), CTL_EXIT_FILE);
	assert_int_equal(ctl_exit_worse(CTL_EXIT_OK, CTL_EXIT_OK), CTL_EXIT_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_steers_the_terminal),
		cmocka_unit_test(test_cut_between_characters),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_first_sentence),
		cmocka_unit_test(test_capitals),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_color_only_when_on),
		cmocka_unit_test(test_screen_fit),
		cmocka_unit_test(test_json_cannot_steer_either),
		cmocka_unit_test(test_json_of_the_wrong_kind_is_unknown),
		cmocka_unit_test(test_worst_exit_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
