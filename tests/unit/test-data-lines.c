/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * D+, D−, CC1 and CC2 at the limits of what is read off them.
 */

#include "test.h"

#include "data-lines.h"

#define MS (CD_US_PER_S / 1000)
#define MV INT64_C(1000)
#define UNSEEN (-1)
#define SAMPLES_MAX 8

static struct cd_data_lines lines;

static void at(int64_t ms, int dp_mv, int dm_mv, int64_t since_ms, bool counts)
{
	struct cd_sample s = { 0 };

	if (dp_mv != UNSEEN)
		cd_sample_set(&s, CD_FIELD_DP, dp_mv * MV);
	if (dm_mv != UNSEEN)
		cd_sample_set(&s, CD_FIELD_DM, dm_mv * MV);
	cd_data_lines_sample(&lines, ms * MS, &s, since_ms == UNSEEN ? CD_UNKNOWN : since_ms * MS, counts);
}

static void cc_at(int64_t ms, int cc1_mv, int cc2_mv)
{
	struct cd_sample s = { 0 };

	if (cc1_mv != UNSEEN)
		cd_sample_set(&s, CD_FIELD_CC1, cc1_mv * MV);
	if (cc2_mv != UNSEEN)
		cd_sample_set(&s, CD_FIELD_CC2, cc2_mv * MV);
	cd_data_lines_sample(&lines, ms * MS, &s, CD_UNKNOWN, true);
}

static void two_voltages_are_a_signature(void **state)
{
	static const struct {
		int dp, dm;
		enum cd_signature is;
	} rows[] = {
		{ 0, 0, CD_SIGNATURE_NONE },
		{ -50, 40, CD_SIGNATURE_NONE }, /* a meter's zero error */
		{ 150, 150, CD_SIGNATURE_NONE },
		{ 3300, 0, CD_SIGNATURE_DATA },
		{ 0, 3300, CD_SIGNATURE_DATA },
		{ 3150, 150, CD_SIGNATURE_DATA },
		{ 3149, 150, CD_SIGNATURE_FOREIGN },
		{ 3150, 151, CD_SIGNATURE_FOREIGN },
		{ 2000, 2700, CD_SIGNATURE_DIVIDER_1A0 },
		{ 2150, 2550, CD_SIGNATURE_DIVIDER_1A0 },
		{ 2151, 2550, CD_SIGNATURE_FOREIGN },
		{ 2700, 2000, CD_SIGNATURE_DIVIDER_2A1 },
		{ 2700, 2700, CD_SIGNATURE_DIVIDER_2A4 },
		{ 2850, 2550, CD_SIGNATURE_DIVIDER_2A4 },
		{ 2851, 2700, CD_SIGNATURE_FOREIGN },
		{ 1200, 1200, CD_SIGNATURE_DIVIDER_2A0 },
		{ 3300, 600, CD_SIGNATURE_ASKS },
		{ 600, 3300, CD_SIGNATURE_ASKS },
		{ 3300, 3300, CD_SIGNATURE_ASKS },
		{ 600, 0, CD_SIGNATURE_DCP },
		{ 750, 150, CD_SIGNATURE_DCP },
		{ 751, 150, CD_SIGNATURE_FOREIGN },
		{ 0, 600, CD_SIGNATURE_FOREIGN }, /* the probe is on D+ */
		{ 151, 151, CD_SIGNATURE_DCP },   /* shorted, wherever they stand */
		{ 800, 680, CD_SIGNATURE_DCP },
		{ 680, 800, CD_SIGNATURE_DCP },
		{ 800, 679, CD_SIGNATURE_FOREIGN },
		{ 1050, 931, CD_SIGNATURE_DCP },
		{ 1051, 932, CD_SIGNATURE_FOREIGN },
		{ 1600, 1600, CD_SIGNATURE_FOREIGN },
		{ 5000, 5000, CD_SIGNATURE_FOREIGN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_data_lines_reset(&lines);
		at(0, rows[k].dp, rows[k].dm, UNSEEN, true);
		if (lines.now != rows[k].is)
			fail_msg("%d / %d mV: %s", rows[k].dp, rows[k].dm, cd_signature_to_string(lines.now));
	}
}

/* As far off as a charger IC allows, and no further. */
static void each_pair_has_a_tolerance(void **state)
{
	static const struct {
		int dp, dm;
		enum cd_signature is;
	} rows[] = {
		{ 3300, 0, CD_SIGNATURE_DATA },
		{ 0, 3300, CD_SIGNATURE_DATA },
		{ 2000, 2700, CD_SIGNATURE_DIVIDER_1A0 },
		{ 2700, 2000, CD_SIGNATURE_DIVIDER_2A1 },
		{ 2700, 2700, CD_SIGNATURE_DIVIDER_2A4 },
		{ 1200, 1200, CD_SIGNATURE_DIVIDER_2A0 },
		{ 3300, 600, CD_SIGNATURE_ASKS },
		{ 600, 3300, CD_SIGNATURE_ASKS },
		{ 3300, 3300, CD_SIGNATURE_ASKS },
		{ 600, 0, CD_SIGNATURE_DCP },
	};
	static const struct {
		int dp, dm;
		bool is;
	} off[] = { { 150, 0, true }, { -150, 0, true }, { 0, 150, true }, { 0, -150, true },
		{ 151, 0, false }, { -151, 0, false }, { 0, 151, false }, { 0, -151, false } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++)
		for (size_t n = 0; n < CD_ELEMENTSOF(off); n++) {
			cd_data_lines_reset(&lines);
			at(0, rows[k].dp + off[n].dp, rows[k].dm + off[n].dm, UNSEEN, true);
			if ((lines.now == rows[k].is) != off[n].is)
				fail_msg("%d / %d mV, %d / %d off: %s", rows[k].dp, rows[k].dm, off[n].dp,
					off[n].dm, cd_signature_to_string(lines.now));
		}
}

/* Neither, or one of them, is nothing: what stood before still stands. */
static void both_are_needed(void **state)
{
	cd_data_lines_reset(&lines);
	at(0, 600, UNSEEN, 0, true);
	at(0, UNSEEN, 600, 0, true);
	assert_int_equal(lines.now, _CD_SIGNATURE_UNKNOWN);
	assert_false(lines.probe_watched);
	at(100, 0, 0, 0, true);
	at(200, 2700, UNSEEN, 0, true);
	assert_int_equal(lines.now, CD_SIGNATURE_NONE);
}

/* How long each counts, in ms: 0.3 s after it began, from sample to sample. */
static void a_signature_counts_when_it_stands(void **state)
{
	static const struct {
		const char *what;
		struct {
			int ms, dp, dm;
			bool counts;
		} sample[SAMPLES_MAX]; /* ends with time 0 */
		int none, divider, foreign;
	} rows[] = {
		{ "stands", { { 1000, 0, 0, true }, { 1300, 0, 0, true }, { 1400, 0, 0, true } }, 400, 0, 0 },
		{ "for 299 ms", { { 1000, 0, 0, true }, { 1299, 0, 0, true } }, 0, 0, 0 },
		{ "again",
			{ { 1000, 0, 0, true }, { 1200, 2700, 2700, true }, { 1400, 0, 0, true },
				{ 1600, 0, 0, true } },
			0, 0, 0 },
		{ "one, then another",
			{ { 1000, 0, 0, true }, { 2000, 0, 0, true }, { 2100, 2700, 2700, true },
				{ 2500, 2700, 2700, true } },
			1000, 400, 0 },
		{ "on the way",
			{ { 1000, 0, 0, true }, { 2000, 0, 0, true }, { 2100, 1600, 1600, true },
				{ 2200, 2700, 2700, true }, { 3200, 2700, 2700, true } },
			1000, 1000, 0 },
		{ "a hole of 3 s", { { 1000, 0, 0, true }, { 4000, 0, 0, true } }, 3000, 0, 0 },
		{ "a longer one", { { 1000, 0, 0, true }, { 4001, 0, 0, true } }, 0, 0, 0 },
		{ "not of this session",
			{ { 1000, 0, 0, true }, { 1500, 0, 0, true }, { 2000, 0, 0, false },
				{ 2500, 0, 0, true } },
			1000, 0, 0 },
		{ "twice the same moment",
			{ { 1000, 0, 0, true }, { 2000, 0, 0, true }, { 2000, 0, 0, true } }, 1000, 0, 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_data_lines_reset(&lines);
		for (int n = 0; n < SAMPLES_MAX && rows[k].sample[n].ms; n++)
			at(rows[k].sample[n].ms, rows[k].sample[n].dp, rows[k].sample[n].dm, UNSEEN,
				rows[k].sample[n].counts);
		if (lines.flow.us[CD_SIGNATURE_NONE] != rows[k].none * MS ||
			lines.flow.us[CD_SIGNATURE_DIVIDER_2A4] != rows[k].divider * MS ||
			lines.flow.us[CD_SIGNATURE_FOREIGN] != rows[k].foreign * MS)
			fail_msg("%s: %lld, %lld, %lld", rows[k].what,
				(long long)lines.flow.us[CD_SIGNATURE_NONE],
				(long long)lines.flow.us[CD_SIGNATURE_DIVIDER_2A4],
				(long long)lines.flow.us[CD_SIGNATURE_FOREIGN]);
	}
}

static void the_main_one_stood_longest(void **state)
{
	struct cd_signatures s = { 0 };

	assert_int_equal(cd_signatures_main(&s), _CD_SIGNATURE_UNKNOWN);
	s.us[CD_SIGNATURE_DCP] = 499 * MS;
	assert_int_equal(cd_signatures_main(&s), _CD_SIGNATURE_UNKNOWN);
	s.us[CD_SIGNATURE_DCP] = 500 * MS;
	assert_int_equal(cd_signatures_main(&s), CD_SIGNATURE_DCP);
	s.us[CD_SIGNATURE_FOREIGN] = 501 * MS;
	assert_int_equal(cd_signatures_main(&s), CD_SIGNATURE_FOREIGN);
	s.us[CD_SIGNATURE_NONE] = 502 * MS;
	assert_int_equal(cd_signatures_main(&s), CD_SIGNATURE_NONE);
}

static void what_stood_before_a_session_is_its_idle_time(void **state)
{
	static const struct {
		int dp, dm;
		enum cd_signature idle;
		bool quiet;
	} rows[] = {
		{ 0, 0, CD_SIGNATURE_NONE, true },
		{ 2700, 2700, CD_SIGNATURE_DIVIDER_2A4, false },
		{ 1600, 1600, CD_SIGNATURE_FOREIGN, false },
		{ UNSEEN, UNSEEN, _CD_SIGNATURE_UNKNOWN, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_data_lines_reset(&lines);
		for (int ms = 100; ms <= 2000; ms += 100)
			at(ms, rows[k].dp, rows[k].dm, UNSEEN, true);
		cd_data_lines_open(&lines);
		assert_int_equal(cd_signatures_main(&lines.idle), rows[k].idle);
		assert_int_equal(cd_signatures_main(&lines.flow), _CD_SIGNATURE_UNKNOWN);
		assert_int_equal(lines.was_quiet, rows[k].quiet);
	}
}

static void a_probe_is_seen_in_the_first_seconds(void **state)
{
	static const struct {
		const char *what;
		int since_ms, dp, dm;
		bool watched, seen;
	} rows[] = {
		{ "on D+", 500, 600, 0, true, true },
		{ "on D-, its second half", 500, 0, 600, true, true },
		{ "450 mV", 500, 450, 0, true, true },
		{ "449 mV", 500, 449, 0, true, false },
		{ "800 mV", 500, 800, 0, true, true },
		{ "801 mV", 500, 801, 0, true, false },
		{ "450 mV on D-", 500, 0, 450, true, true },
		{ "449 mV on D-", 500, 0, 449, true, false },
		{ "800 mV on D-", 500, 0, 800, true, true },
		{ "801 mV on D-", 500, 0, 801, true, false },
		{ "nothing", 500, 0, 0, true, false },
		{ "at 3 s", 3000, 600, 0, true, true },
		{ "later", 3001, 600, 0, false, false },
		{ "no session", UNSEEN, 600, 0, false, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_data_lines_reset(&lines);
		at(1000, rows[k].dp, rows[k].dm, rows[k].since_ms, true);
		if (lines.probe_watched != rows[k].watched || lines.probe_seen != rows[k].seen)
			fail_msg("%s: %d, %d", rows[k].what, lines.probe_watched, lines.probe_seen);
		at(1100, 0, 0, rows[k].since_ms, true); /* what was seen stays */
		assert_int_equal(lines.probe_seen, rows[k].seen);
		cd_data_lines_open(&lines); /* until the next session */
		assert_false(lines.probe_watched || lines.probe_seen);
	}
}

static void rd_holds_cc(void **state)
{
	static const struct {
		int cc1, cc2;
		bool terminated;
	} rows[] = {
		{ 0, 0, false },
		{ 199, 0, false },
		{ 200, 0, true },
		{ 410, 5000, true },
		{ 2040, 0, true },
		{ 2041, 0, false },
		{ 3300, 3300, false },
		{ 0, 199, false },
		{ 0, 200, true },
		{ 3300, 2040, true },
		{ 3300, 2041, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_data_lines_reset(&lines);
		cc_at(1000, rows[k].cc1, rows[k].cc2);
		if (lines.cc_terminated != rows[k].terminated)
			fail_msg("%d / %d mV: %d", rows[k].cc1, rows[k].cc2, lines.cc_terminated);
		cc_at(2500, 5000, 5000); /* once it was */
		assert_int_equal(lines.cc_terminated, rows[k].terminated);
		assert_i64(lines.cc_first_us, 1000 * MS);
		assert_i64(lines.cc_last_us, 2500 * MS);
	}
	cd_data_lines_reset(&lines);
	cc_at(1000, 410, UNSEEN);
	cc_at(1000, UNSEEN, 410);
	assert_false(lines.cc_terminated || cd_known(lines.cc_first_us) || cd_known(lines.cc_last_us));
}

static void a_signature_has_a_name_and_may_promise_a_current(void **state)
{
	static const struct {
		enum cd_signature s;
		const char *name;
		int64_t ma; /* UNSEEN */
	} rows[] = {
		{ CD_SIGNATURE_NONE, "none", 500 },
		{ CD_SIGNATURE_DATA, "data", 900 },
		{ CD_SIGNATURE_DCP, "dcp", 1500 },
		{ CD_SIGNATURE_DIVIDER_1A0, "divider-1a0", 1000 },
		{ CD_SIGNATURE_DIVIDER_2A1, "divider-2a1", 2100 },
		{ CD_SIGNATURE_DIVIDER_2A4, "divider-2a4", 2400 },
		{ CD_SIGNATURE_DIVIDER_2A0, "divider-2a0", 2000 },
		{ CD_SIGNATURE_ASKS, "asks", UNSEEN },
		{ CD_SIGNATURE_FOREIGN, "foreign", 500 },
	};

	assert_int_equal(CD_ELEMENTSOF(rows), _CD_SIGNATURE_MAX);
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		assert_str(cd_signature_to_string(rows[k].s), rows[k].name);
		assert_i64(cd_signature_current_ua(rows[k].s),
			rows[k].ma == UNSEEN ? CD_UNKNOWN : rows[k].ma * 1000);
	}
	assert_i64(cd_signature_current_ua(_CD_SIGNATURE_UNKNOWN), CD_UNKNOWN);
	assert_i64(cd_signature_current_ua(_CD_SIGNATURE_MAX), CD_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_voltages_are_a_signature),
		cmocka_unit_test(each_pair_has_a_tolerance),
		cmocka_unit_test(both_are_needed),
		cmocka_unit_test(a_signature_counts_when_it_stands),
		cmocka_unit_test(the_main_one_stood_longest),
		cmocka_unit_test(what_stood_before_a_session_is_its_idle_time),
		cmocka_unit_test(a_probe_is_seen_in_the_first_seconds),
		cmocka_unit_test(rd_holds_cc),
		cmocka_unit_test(a_signature_has_a_name_and_may_promise_a_current),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
