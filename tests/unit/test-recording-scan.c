/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "recording-scan.h"

#define HEADER "{\"chargediag\":\"recording\",\"version\":1}\n"
#define METER(name) "{\"t\":0,\"input\":\"" name "\",\"event\":\"added\",\"kind\":\"meter\"}\n"
#define SAMPLE "{\"t\":1,\"input\":\"meter\",\"event\":\"sample\",\"vbus_uv\":5000000}\n"
#define SUPPLY "{\"t\":1,\"input\":\"BAT0\",\"event\":\"added\",\"kind\":\"power-supply\"}\n"

static const struct {
	const char *text, *meter;
} rows[] = {
	{ "", NULL },
	{ HEADER, NULL },
	{ HEADER METER("m0") SAMPLE, "m0" },
	{ HEADER SAMPLE SUPPLY METER("m0") SAMPLE METER("m0"), "m0" }, /* plugged in again */
	{ HEADER METER("m0") SAMPLE METER("m1"), NULL },
	{ HEADER METER("m0") METER("m1") METER("m0"), NULL },
	{ HEADER SUPPLY SAMPLE, NULL },
	{ HEADER METER("m0") SAMPLE "{\"t\":2,\"event\":\"port\",\"port\":\"p\",\"inputs\":[\"m0\"]}\n",
		NULL },
	/* JSON as other programs write it */
	{ HEADER "{ \"kind\" : \"meter\", \"event\" : \"added\", \"input\" : \"m 0\" , \"t\" : 0}\n", NULL },
	{ HEADER "{ \"kind\" : \"meter\", \"event\" : \"added\", \"input\" : \"m0\" , \"t\" : 0}\r\n", "m0" },
	{ HEADER "{\"t\":0,\"input\":\"m0\",\"event\":\"added\",\"kind\":\"\\u006deter\"}\n", "m0" },
	{ HEADER METER("m0") "{\"t\":2,\"event\":\"p\\u006frt\",\"port\":\"p\",\"inputs\":[]}\n", NULL },
	/* the words elsewhere */
	{ HEADER METER("m0") "{\"t\":2,\"input\":\"port\",\"event\":\"removed\"}\n", "m0" },
	{ HEADER METER("m0") "{\"t\":2,\"event\":\"port\",\"port\":\"p\"}\n",
		"m0" }, /* incomplete: no event */
	{ HEADER METER("m0") "{\"t\":2,\"input\":\"x\",\"event\":\"note\",\"label\":\"meter\"}\n", "m0" },
	/* only whole lines, and what comes before the first that is malformed */
	{ HEADER METER("m0") "{\"t\":0,\"input\":\"m1\",\"event\":\"added\",\"kind\":\"meter\"}", "m0" },
	{ HEADER METER("m0") "meter\" what?\n" METER("m1"), "m0" },
	/* a first line that is no header is not looked at: reading will tell */
	{ METER("m0"), NULL },
};

static void only_meters_are_found(void **state)
{
	static const size_t pieces[] = { 1, 17, 100000 };

	for (size_t i = 0; i < CD_ELEMENTSOF(rows) * CD_ELEMENTSOF(pieces); i++) {
		CD_CLEANUP(cd_recording_scan_freep) struct cd_recording_scan *s = cd_recording_scan_new();
		const char *text = rows[i / 3].text, *meter;
		size_t piece = pieces[i % 3], len = strlen(text);

		for (size_t at = 0; at < len; at += piece)
			if (cd_recording_scan_feed(s, text + at, len - at < piece ? len - at : piece))
				break;
		meter = cd_recording_scan_only_meter(s);
		if (!cd_streq(meter, rows[i / 3].meter))
			fail_msg("row %zu: %s", i / 3, meter ? meter : "(none)");
	}
}

static void two_meters_end_the_search(void **state)
{
	CD_CLEANUP(cd_recording_scan_freep) struct cd_recording_scan *s = cd_recording_scan_new();
	static const char text[] = HEADER METER("m0") SAMPLE;
	static const char more[] = METER("m1");

	assert_false(cd_recording_scan_feed(s, text, sizeof(text) - 1));
	assert_true(cd_recording_scan_feed(s, more, sizeof(more) - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_meters_are_found),
		cmocka_unit_test(two_meters_end_the_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
