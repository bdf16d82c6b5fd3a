/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "profile-values.h"

#include <stdio.h>

static struct cd_profile *parse(const char *text)
{
	struct cd_profile *p = NULL;
	struct cd_complaint c;
	size_t n = 0;

	assert_int_equal(cd_profile_parse("test", text, strlen(text), &c, 1, &n, &p), 0);
	if (n)
		fail_msg("%s", c.text);
	return p;
}

#define EVERY_VALUE                                                                                          \
	"[profile]\nTitle=T\nCategory=c\nRatedVoltage=9V\nRatedCurrent=2A\nRatedPower=18W\nFastCharge=yes\n" \
	"Battery=15Wh\nCells=1\nCharger=switching\nEnergy=18Wh\nChargeTime=1h-2h\nTermination=80mA\n"        \
	"Regulation=4.5V\nEnumerates=yes\nUsb=057e:2000\n"

/* A key that is missing in the list would be printed, checked and exported by nobody. */
static void every_key_is_in_the_list(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = parse(EVERY_VALUE);
	CD_CLEANUP(cd_profile_freep) struct cd_profile *nothing = cd_profile_new("nothing");
	const char *line = EVERY_VALUE;
	size_t keys = 0, values = 0;

	for (const struct cd_profile_value *v = cd_profile_values; v->key; v++, values++) {
		char start[64];

		(void)snprintf(start, sizeof(start), "\n%s=", v->key);
		assert_non_null(strstr(EVERY_VALUE, start));
		assert_true(cd_profile_value_known(p, v));
		assert_false(cd_profile_value_known(nothing, v));
	}
	for (; (line = strchr(line, '=')); line++)
		keys++;
	assert_int_equal(values, keys - 2); /* Title, Category */
	assert_i64(cd_profile_value_int(p, &cd_profile_values[0], 0), 9000000);
}

static void each_value_needs_a_source(void **state)
{
	CD_CLEANUP(cd_profile_freep)
	struct cd_profile *p = parse(EVERY_VALUE "[leds]\nred=low\n[reset]\nStep1=x\n");
	struct cd_complaint c[3] = { 0 };

	assert_int_equal(cd_profile_check(p, c, 2), 15);
	assert_string_equal(c[0].text,
		"RatedVoltage has no source: add RatedVoltage=… to [sources], or Source=… to [profile]");
	assert_true(c[0].warning && c[0].line == 0);
	assert_string_equal(c[2].text, "");
	p = cd_profile_free(p);

	p = parse(EVERY_VALUE "Source=label\n[leds]\nred=low\n");
	assert_int_equal(cd_profile_check(p, NULL, 0), 0);
	p = cd_profile_free(p);

	p = parse("[profile]\nCells=1\nBattery=1Wh\n[sources]\nCells=teardown\n");
	assert_int_equal(cd_profile_check(p, c, 1), 1);
	assert_non_null(strstr(c[0].text, "Battery has no source"));
}

static void pairs_that_cannot_both_be_right(void **state)
{
	static const struct {
		const char *lines;
		const char *part; /* NULL: fine */
	} rows[] = {
		{ "FastCharge=no\nRatedVoltage=9V\n", "FastCharge=no" },
		{ "FastCharge=no\nRatedVoltage=5.5V\n", NULL },
		{ "FastCharge=yes\nRatedVoltage=5V\n", "FastCharge=yes" },
		{ "FastCharge=yes\nRatedVoltage=9V\n", NULL },
		{ "RatedVoltage=9V\n", NULL },
		{ "Battery=10Wh\nEnergy=10Wh\n", "at the plug" },
		{ "Battery=10Wh\nEnergy=11Wh\n", NULL },
		{ "Battery=none\nCells=1\n", "Battery=none" },
		{ "Battery=none\nCharger=linear\n", "Battery=none" },
		{ "Battery=none\nRatedCurrent=3A\n", NULL },
		{ "Enumerates=no\nUsb=057e:2000\n", "Enumerates=no" },
		{ "Enumerates=yes\nUsb=057e:2000\n", NULL },
		{ "RatedVoltage=5V\nRegulation=5V\n", "Regulation" },
		{ "RatedVoltage=5V\nRegulation=4.5V\n", NULL },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
		struct cd_complaint c = { 0 };
		char text[200];

		(void)snprintf(text, sizeof(text), "[profile]\nSource=x\n%s", rows[i].lines);
		p = parse(text);
		assert_int_equal(cd_profile_check(p, &c, 1), rows[i].part ? 1 : 0);
		if (rows[i].part && !strstr(c.text, rows[i].part))
			fail_msg("%s", c.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_in_the_list),
		cmocka_unit_test(each_value_needs_a_source),
		cmocka_unit_test(pairs_that_cannot_both_be_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
