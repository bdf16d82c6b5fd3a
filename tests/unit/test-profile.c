/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "profile.h"

#include <stdio.h>

#define COMPLAINTS 16

struct result {
	int r;
	size_t n;
	struct cd_complaint complaints[COMPLAINTS];
	struct cd_profile *profile;
};

static struct result parse_bytes(const char *text, size_t len)
{
	struct result result = { 0 };

	result.r = cd_profile_parse(
		"test", text, len, result.complaints, COMPLAINTS, &result.n, &result.profile);
	return result;
}

static struct result parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static void done(struct result *r)
{
	r->profile = cd_profile_free(r->profile);
}
#define RESULT CD_CLEANUP(done) struct result

static void assert_clean(const struct result *r)
{
	if (r->n)
		fail_msg("line %u: %s", r->complaints[0].line, r->complaints[0].text);
	assert_int_equal(r->r, 0);
}

static void assert_complaint(const struct result *r, size_t i, unsigned line, const char *part)
{
	assert_true(i < r->n && i < COMPLAINTS);
	if (r->complaints[i].line != line || !strstr(r->complaints[i].text, part))
		fail_msg("line %u: %s", r->complaints[i].line, r->complaints[i].text);
}

static void every_key(void **state)
{
	RESULT r = parse("# a speaker\n"
			 "[profile]\n"
			 "Title=Anker Soundcore 2\n"
			 "Category=speaker\n"
			 "RatedVoltage=5.0V\n"
			 "RatedCurrent = 1500 mA\n"
			 "RatedPower=7.5W\n"
			 "Energy=23Wh ; at the plug\n"
			 "Battery=19.24Wh\n"
			 "Cells=2\n"
			 "Charger=boost\n"
			 "Termination=80mA\n"
			 "Usb=057e:2000  0123:abcd\n"
			 "ChargeTime=3h-4h\n"
			 "Regulation=4550mV\n"
			 "Enumerates=no\n"
			 "FastCharge=no\r\n"
			 "Source=someone's bench\n"
			 "  and someone else's\n"
			 "\n"
			 "[sources]\n"
			 "Battery=label of the\n"
			 "\tpack\n"
			 "leds=manual\n"
			 "[leds]\n"
			 "blinking-red=low\n"
			 "solid-white=full\n"
			 "[reset]\n"
			 "Step1=Unplug the cable.\n"
			 "Step2=Hold power for 8 s.\n"
			 "Loses=all pairings");

	assert_clean(&r);
	assert_str(r.profile->name, "test");
	assert_str(r.profile->title, "Anker Soundcore 2");
	assert_str(r.profile->category, "speaker");
	assert_i64(r.profile->rated_uv, 5000000);
	assert_i64(r.profile->rated_ua, 1500000);
	assert_i64(r.profile->rated_uw, 7500000);
	assert_i64(r.profile->energy_uwh, 23000000);
	assert_i64(r.profile->battery_uwh, 19240000);
	assert_i64(r.profile->cells, 2);
	assert_int_equal(r.profile->charger, CD_CHARGER_BOOST);
	assert_i64(r.profile->termination_ua, 80000);
	assert_int_equal(r.profile->n_usb, 2);
	assert_int_equal(r.profile->usb[0].vendor, 0x057e);
	assert_int_equal(r.profile->usb[1].product, 0xabcd);
	assert_str(cd_profile_source(r.profile, "Battery"), "label of the pack");
	assert_str(cd_profile_source(r.profile, "leds"), "manual");
	assert_str(cd_profile_source(r.profile, "Cells"), "someone's bench and someone else's");
	assert_i64(r.profile->charge_time_min_s, 10800);
	assert_i64(r.profile->charge_time_max_s, 14400);
	assert_i64(r.profile->regulation_uv, 4550000);
	assert_int_equal(r.profile->enumerates, CD_NO);
	assert_int_equal(r.profile->fast_charge, CD_NO);
	assert_str(r.profile->source, "someone's bench and someone else's");
	assert_int_equal(cd_profile_led(r.profile, "blinking-red"), CD_LED_LOW);
	assert_int_equal(cd_profile_led(r.profile, "solid-white"), CD_LED_FULL);
	assert_int_equal(cd_profile_led(r.profile, "solid-green"), CD_LED_UNKNOWN);
	assert_int_equal(cd_profile_led(r.profile, NULL), CD_LED_UNKNOWN);
	assert_int_equal(r.profile->n_reset, 2);
	assert_str(r.profile->reset[1], "Hold power for 8 s.");
	assert_str(r.profile->reset_loses, "all pairings");
}

static void what_is_not_said_is_unknown(void **state)
{
	RESULT r = parse("\xef\xbb\xbf[profile]\nTitle=A thing\n");

	assert_clean(&r);
	assert_str(r.profile->title, "A thing");
	assert_null(r.profile->category);
	assert_i64(r.profile->rated_uv, CD_UNKNOWN);
	assert_i64(r.profile->rated_ua, CD_UNKNOWN);
	assert_i64(r.profile->energy_uwh, CD_UNKNOWN);
	assert_i64(r.profile->charge_time_min_s, CD_UNKNOWN);
	assert_i64(r.profile->charge_time_max_s, CD_UNKNOWN);
	assert_i64(r.profile->regulation_uv, CD_UNKNOWN);
	assert_i64(r.profile->rated_uw, CD_UNKNOWN);
	assert_i64(r.profile->battery_uwh, CD_UNKNOWN);
	assert_i64(r.profile->cells, CD_UNKNOWN);
	assert_i64(r.profile->termination_ua, CD_UNKNOWN);
	assert_true((int)r.profile->charger < 0);
	assert_int_equal(r.profile->n_usb, 0);
	assert_null(cd_profile_source(r.profile, "Title"));
	assert_int_equal(r.profile->enumerates, CD_MAYBE);
	assert_int_equal(r.profile->fast_charge, CD_MAYBE);
	assert_int_equal(r.profile->n_leds, 0);
	assert_int_equal(r.profile->n_reset, 0);
}

static void bad_values_are_named_and_skipped(void **state)
{
	static const struct {
		const char *line;
		const char *part;
	} rows[] = {
		{ "RatedVoltage=5", "expected volts" },
		{ "RatedVoltage=5A", "expected volts" },
		{ "RatedVoltage=0.5V", "expected volts" },
		{ "RatedVoltage=230V", "expected volts" },
		{ "RatedCurrent=-1A", "expected amperes" },
		{ "RatedCurrent=11A", "expected amperes" },
		{ "RatedCurrent=1,5A", "expected amperes" },
		{ "Energy=23", "expected watt-hours" },
		{ "Energy=23kWh", "expected watt-hours" },
		{ "ChargeTime=4h-3h", "expected a time" },
		{ "ChargeTime=", "expected a time" },
		{ "ChargeTime=3h-", "expected a time" },
		{ "ChargeTime=3", "expected a time" },
		{ "ChargeTime=1s", "expected a time" },
		{ "Enumerates=maybe", "expected yes or no" },
		{ "Category=Blue Tooth", "expected a word" },
		{ "Source=", "expected 1 to 240 bytes" },
		{ "Colour=red", "unknown key Colour" },
		{ "title=lower case", "unknown key title in [profile]: it is spelled Title" },
		{ "RatedPower=300W", "expected watts" },
		{ "RatedPower=10mW", "expected watts" },
		{ "Battery=19.24", "expected watt-hours such as 19.24Wh, or none" },
		{ "Battery=0Wh", "expected watt-hours" },
		{ "Battery=5200mAh", "expected watt-hours" },
		{ "Cells=0", "1 to 6" },
		{ "Cells=7", "1 to 6" },
		{ "Cells=1.5", "1 to 6" },
		{ "Cells=2S", "1 to 6" },
		{ "Termination=80", "expected amperes" },
		{ "Charger=buck", "expected linear, switching or boost" },
		{ "Usb=", "expected up to 8 ids" },
		{ "Usb=057E:2000", "expected up to 8 ids" },
		{ "Usb=057e-2000", "expected up to 8 ids" },
		{ "Usb=057e:200", "expected up to 8 ids" },
		{ "Usb=057e:20000", "expected up to 8 ids" },
		{ "Usb=057e:2000,057e:2001", "expected up to 8 ids" },
		{ "Usb=1:2", "expected up to 8 ids" },
		{ "Usb=0000:0001 0000:0002 0000:0003 0000:0004 0000:0005 0000:0006 0000:0007 0000:0008 "
		  "0000:0009",
			"expected up to 8 ids" },
		{ "Title", "neither [section] nor Key=Value" },
		{ "Source=\x1b[31m", "control characters" },
		{ "Source=caf\xff", "not UTF-8" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		char text[200];
		RESULT r = { 0 };

		(void)snprintf(text, sizeof(text), "[profile]\nTitle=T\n%s\nRatedVoltage=9V\n", rows[i].line);
		r = parse(text);
		assert_int_equal(r.r, 0);
		assert_complaint(&r, 0, 3, rows[i].part);
		assert_i64(r.profile->rated_uv, 9000000);
		assert_i64(r.profile->rated_ua, CD_UNKNOWN);
		assert_null(r.profile->source);
	}
}

static void complaints_are_printable(void **state)
{
	RESULT r = parse("[profile]\nTitle=T\nRatedVoltage=\x1b[31m\xc3\xa9\n");

	assert_complaint(&r, 0, 3, "?[31m??");
}

static void no_battery_is_an_answer(void **state)
{
	RESULT r = parse("[profile]\nBattery=none\n");

	assert_clean(&r);
	assert_i64(r.profile->battery_uwh, 0);
}

static void what_is_unknown_here_is_a_warning(void **state)
{
	static const struct {
		const char *text;
		bool warning;
	} rows[] = {
		{ "[profile]\nTitle=T\nColour=red\n", true },
		{ "[profile]\nTitle=T\nTitle=U\n", true },
		{ "[profile]\nTitle=T\n[weather]\nRain=yes\n", true },
		{ "[profile]\nTitle=T\n[sources]\nColour=label\n", true },
		{ "[profile]\nTitle=T\n[sources]\nSource=label\n", true },
		{ "[profile]\nTitle=T\n[sources]\nTitle=a\nTitle=b\n", true },
		{ "[profile]\nTitle=T\n[reset]\nLose=all\n", true },
		{ "[profile]\nTitle=T\nCells=many\n", false },
		{ "[profile]\nTitle=T\nnonsense\n", false },
		{ "[profile]\nTitle=T\n[leds]\nred=blue\n", false },
		{ "[profile]\nTitle=T\n[leds\n", false },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		RESULT r = parse(rows[i].text);

		assert_int_equal(r.r, 0);
		assert_int_equal(r.n, 1);
		if (r.complaints[0].warning != rows[i].warning)
			fail_msg("%s", r.complaints[0].text);
	}
}

static void no_profile_is_an_error(void **state)
{
	static const char *const texts[] = { "", "\n", "[leds]\nred=low\n", "[profile]\nColour=red\n",
		"[profile]\n", "{\"chargediag\":\"recording\"}\n" };

	for (size_t i = 0; i < CD_ELEMENTSOF(texts); i++) {
		RESULT r = parse(texts[i]);

		assert_int_equal(r.r, -EINVAL);
		assert_null(r.profile);
		assert_complaint(&r, r.n - 1, 1, "no usable [profile]");
	}
}

static void a_bad_name_is_an_error(void **state)
{
	struct cd_complaint c;
	struct cd_profile *p = NULL;
	size_t n;

	assert_int_equal(cd_profile_parse("Bad Name", "[profile]\nTitle=T\n", 18, &c, 1, &n, &p), -EINVAL);
	assert_int_equal(n, 1);
	assert_null(p);
}

static void unknown_sections_are_named_once(void **state)
{
	RESULT r = parse("A=1\n[profile]\nTitle=T\n[Profile]\nTitle=x\nEnergy=x\n[leds\nred=low\n");

	assert_complaint(&r, 0, 1, "unknown section []");
	assert_complaint(&r, 1, 4, "unknown section [Profile]");
	assert_complaint(&r, 2, 7, "a section header without ]");
	assert_int_equal(r.r, 0);
	assert_str(r.profile->title, "T");
}

static void long_lines_are_refused_whole(void **state)
{
	char text[1000];
	RESULT r = { 0 };
	int n = snprintf(
		text, sizeof(text), "[profile]\nTitle=T\nSource=%0300d\n  its continuation\nEnergy=9Wh\n", 1);

	r = parse_bytes(text, (size_t)n);
	assert_int_equal(r.n, 1);
	assert_complaint(&r, 0, 3, "continue it on an indented line");
	assert_null(r.profile->source);
	assert_str(r.profile->title, "T");
	assert_i64(r.profile->energy_uwh, 9000000);
}

static void lines_end_at_the_bound(void **state)
{
	char text[1000];
	RESULT r = { 0 };
	/* its 200 bytes hold newline and NUL, too */
	int n = snprintf(text, sizeof(text), "[profile]\nSource=%0191d\n", 1);

	r = parse_bytes(text, (size_t)n);
	assert_clean(&r);
	assert_int_equal(strlen(r.profile->source), 191);
	done(&r);
	n = snprintf(text, sizeof(text), "[profile]\nTitle=T\nSource=%0192d\n", 1);
	r = parse_bytes(text, (size_t)n);
	assert_complaint(&r, 0, 3, "longer than 198 bytes");
}

static void text_is_bounded_across_lines(void **state)
{
	char text[2000];
	RESULT r = { 0 };
	int n = snprintf(text, sizeof(text), "[profile]\nTitle=T\nSource=%0150d\n %089d\n", 1, 1);

	r = parse_bytes(text, (size_t)n);
	assert_clean(&r);
	assert_int_equal(strlen(r.profile->source), CD_PROFILE_TEXT_MAX);
	done(&r);

	n = snprintf(text, sizeof(text), "[profile]\nTitle=T\nSource=%0150d\n %090d\n x\n", 1, 1);
	r = parse_bytes(text, (size_t)n);
	assert_int_equal(r.n, 1);
	assert_complaint(&r, 0, 4, "1 to 240 bytes");
	assert_int_equal(strlen(r.profile->source), 150);
}

static void indentation_is_a_trap_and_says_so(void **state)
{
	RESULT r = parse("[profile]\n  Energy=9Wh\n  RatedVoltage=5V\nTitle=T\n");

	assert_int_equal(r.n, 1);
	assert_complaint(&r, 0, 3, "continues Energy, which is no text");
	assert_str(r.profile->title, "T");
	done(&r);

	/* what follows a refused line belongs to it, not to the value before */
	r = parse("[profile]\nTitle=T\nnonsense\n  more of it\nColour=red\n  and blue\n");
	assert_int_equal(r.n, 2);
	assert_str(r.profile->title, "T");
}

static void nul_bytes_are_refused(void **state)
{
	static const char text[] = "[profile]\nTitle=T\0x\nEnergy=9Wh\n";
	RESULT r = parse_bytes(text, sizeof(text) - 1);

	assert_int_equal(r.n, 1);
	assert_complaint(&r, 0, 2, "not UTF-8");
	assert_null(r.profile->title);
	assert_i64(r.profile->energy_uwh, 9000000);
}

static void twice_is_said(void **state)
{
	RESULT r = parse("[profile]\nTitle=A\nTitle=B\n[leds]\nred=low\nred=full\n");

	assert_int_equal(r.n, 2);
	assert_complaint(&r, 0, 3, "given twice");
	assert_complaint(&r, 1, 6, "given twice");
	assert_str(r.profile->title, "B");
	assert_int_equal(r.profile->n_leds, 1);
	assert_int_equal(cd_profile_led(r.profile, "red"), CD_LED_FULL);
}

static void steps_close_ranks(void **state)
{
	RESULT r = parse("[profile]\nTitle=A\n[reset]\nStep3=c\nStep1=a\nStep0=x\nStep13=x\nStep01=x\nStep="
			 "x\nStep1x=y\n");

	assert_int_equal(r.n, 6);
	assert_complaint(&r, 0, 6, "unknown key Step0");
	assert_complaint(&r, 5, 5, "leaves out a step");
	assert_int_equal(r.profile->n_reset, 2);
	assert_str(r.profile->reset[0], "a");
	assert_str(r.profile->reset[1], "c");
	assert_null(r.profile->reset[2]);
}

static void lists_are_bounded(void **state)
{
	char text[2000] = "[profile]\nTitle=T\n[leds]\n";
	size_t n = strlen(text);
	RESULT r = { 0 };

	for (int i = 0; i <= CD_PROFILE_LEDS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "lamp-%d=low\n", i);
	r = parse_bytes(text, n);
	assert_int_equal(r.n, 1);
	assert_complaint(&r, 0, 3 + CD_PROFILE_LEDS_MAX + 1, "more than 12 lamps");
	assert_int_equal(r.profile->n_leds, CD_PROFILE_LEDS_MAX);
}

static void complaints_beyond_max_are_counted(void **state)
{
	struct cd_complaint c[2] = { { 0 }, { .line = 77 } };
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	const char *text = "[profile]\nTitle=T\nA=1\nB=2\nC=3\n";
	size_t n = 0;

	assert_int_equal(cd_profile_parse("t", text, strlen(text), c, 1, &n, &p), 0);
	assert_int_equal(n, 3);
	assert_int_equal(c[0].line, 3);
	assert_int_equal(c[1].line, 77);
	p = cd_profile_free(p);
	assert_int_equal(cd_profile_parse("t", text, strlen(text), NULL, 0, NULL, &p), 0);
}

static void copies_stand_alone(void **state)
{
	RESULT r = parse("[profile]\nTitle=T\nEnergy=9Wh\n[leds]\nred=low\n[reset]\nStep1=a\nLoses=b\n"
			 "[sources]\nEnergy=measured\n");
	CD_CLEANUP(cd_profile_freep) struct cd_profile *copy = cd_profile_copy(r.profile);

	done(&r);
	assert_str(copy->name, "test");
	assert_str(copy->title, "T");
	assert_i64(copy->energy_uwh, 9000000);
	assert_int_equal(cd_profile_led(copy, "red"), CD_LED_LOW);
	assert_str(copy->reset[0], "a");
	assert_str(cd_profile_source(copy, "Energy"), "measured");
	assert_null(cd_profile_source(copy, "Title"));
	assert_str(copy->reset_loses, "b");
}

static void names(void **state)
{
	char name[CD_PROFILE_NAME_MAX + 2];

	assert_true(cd_profile_name_valid("anker-soundcore-2"));
	assert_false(cd_profile_name_valid(""));
	assert_false(cd_profile_name_valid(NULL));
	assert_false(cd_profile_name_valid("Anker"));
	assert_false(cd_profile_name_valid("a.b"));
	assert_null(cd_profile_new("a/b"));
	memset(name, 'a', sizeof(name));
	name[CD_PROFILE_NAME_MAX + 1] = '\0';
	assert_false(cd_profile_name_valid(name));
	name[CD_PROFILE_NAME_MAX] = '\0';
	assert_true(cd_profile_name_valid(name));
	for (int m = 0; m < _CD_LED_MAX; m++)
		assert_int_equal(cd_led_meaning_from_string(cd_led_meaning_to_string(m)), m);
	assert_null(cd_led_meaning_to_string(_CD_LED_MAX));
	for (int c = 0; c < _CD_CHARGER_MAX; c++)
		assert_int_equal(cd_charger_from_string(cd_charger_to_string(c)), c);
}

static void the_set_is_sorted_and_replaces(void **state)
{
	static const char *const order[] = { "m", "a", "z", "b", "a" };
	CD_CLEANUP(cd_profiles_done) struct cd_profiles set = { 0 };

	for (size_t i = 0; i < CD_ELEMENTSOF(order); i++) {
		struct cd_profile *p = cd_profile_new(order[i]);

		p->rated_uv = (int64_t)i;
		assert_int_equal(cd_profiles_add(&set, p), 0);
	}
	assert_int_equal(set.n, 4);
	for (size_t i = 1; i < set.n; i++)
		assert_true(strcmp(set.items[i - 1]->name, set.items[i]->name) < 0);
	assert_i64(cd_profiles_find(&set, "a")->rated_uv, 4);
	assert_null(cd_profiles_find(&set, "c"));
	assert_null(cd_profiles_find(&set, NULL));
	assert_null(cd_profiles_find(NULL, "a"));
}

static void the_set_is_bounded(void **state)
{
	CD_CLEANUP(cd_profiles_done) struct cd_profiles set = { 0 };
	char name[16];

	for (int i = 0; i < CD_PROFILES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "p%d", i);
		assert_int_equal(cd_profiles_add(&set, cd_profile_new(name)), 0);
	}
	assert_int_equal(cd_profiles_add(&set, cd_profile_new("one-more")), -E2BIG);
	assert_int_equal(cd_profiles_add(&set, cd_profile_new("p7")), 0);
	assert_int_equal(set.n, CD_PROFILES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key),
		cmocka_unit_test(what_is_not_said_is_unknown),
		cmocka_unit_test(bad_values_are_named_and_skipped),
		cmocka_unit_test(complaints_are_printable),
		cmocka_unit_test(no_battery_is_an_answer),
		cmocka_unit_test(what_is_unknown_here_is_a_warning),
		cmocka_unit_test(no_profile_is_an_error),
		cmocka_unit_test(a_bad_name_is_an_error),
		cmocka_unit_test(unknown_sections_are_named_once),
		cmocka_unit_test(long_lines_are_refused_whole),
		cmocka_unit_test(lines_end_at_the_bound),
		cmocka_unit_test(text_is_bounded_across_lines),
		cmocka_unit_test(indentation_is_a_trap_and_says_so),
		cmocka_unit_test(nul_bytes_are_refused),
		cmocka_unit_test(twice_is_said),
		cmocka_unit_test(steps_close_ranks),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(complaints_beyond_max_are_counted),
		cmocka_unit_test(copies_stand_alone),
		cmocka_unit_test(names),
		cmocka_unit_test(the_set_is_sorted_and_replaces),
		cmocka_unit_test(the_set_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
