/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What D+, D− and CC said, as features: from states made by hand.
 */

#include "case-by-hand.h"

static struct cd_data_lines lines;

/* What stood with nothing attached, and while current flowed; _CD_SIGNATURE_UNKNOWN: not long enough. */
static void stood(enum cd_signature idle, enum cd_signature flow)
{
	cd_data_lines_reset(&lines);
	if ((int)idle >= 0)
		lines.idle.us[idle] = S;
	if ((int)flow >= 0)
		lines.flow.us[flow] = S;
}

static void of_lines_that_nobody_saw_nothing_is_known(void **state)
{
	stood(_CD_SIGNATURE_UNKNOWN, _CD_SIGNATURE_UNKNOWN);
	c.profile = profile;
	profile->rated_ua = 2 * A;
	cd_line_features(&c, &lines, &f);
	assert_unknown(CD_FEATURE_LINES_SHARE, "D+ and D- were not seen");
	assert_unknown(CD_FEATURE_LINES_USE, "");
	assert_unknown(CD_FEATURE_PROBE, "D+ and D- were not seen");
	assert_unknown(CD_FEATURE_IDLE_LINES, "D+ and D- were not seen with nothing");
	assert_unknown(CD_FEATURE_CC_TERMINATED, "CC1 and CC2 were not seen");
}

static void a_charger_promises_a_share(void **state)
{
	static const struct {
		enum cd_signature flow;
		double share; /* of 2 A; NAN: it promises none */
	} rows[] = {
		{ CD_SIGNATURE_NONE, NAN },
		{ CD_SIGNATURE_DATA, NAN },
		{ CD_SIGNATURE_ASKS, NAN },
		{ CD_SIGNATURE_DCP, 0.75 },
		{ CD_SIGNATURE_DIVIDER_1A0, 0.5 },
		{ CD_SIGNATURE_DIVIDER_2A1, 1.05 },
		{ CD_SIGNATURE_DIVIDER_2A4, 1.2 },
		{ CD_SIGNATURE_DIVIDER_2A0, 1.0 },
		{ CD_SIGNATURE_FOREIGN, 0.25 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, rows[k].flow);
		c.profile = profile;
		profile->rated_ua = 2 * A;
		cd_line_features(&c, &lines, &f);
		if (isnan(rows[k].share))
			assert_unknown(CD_FEATURE_LINES_SHARE, "D+ and D- are not those of a charger");
		else
			assert_is(CD_FEATURE_LINES_SHARE, rows[k].share);
		assert_unknown(CD_FEATURE_LINES_USE, "");
	}
}

static void a_share_needs_a_rating(void **state)
{
	stood(_CD_SIGNATURE_UNKNOWN, CD_SIGNATURE_DCP);
	cd_line_features(&c, &lines, &f);
	assert_unknown(CD_FEATURE_LINES_SHARE, "no profile");
	c.profile = profile;
	cd_line_features(&c, &lines, &f);
	assert_unknown(CD_FEATURE_LINES_SHARE, "no profile");
	profile->rated_ua = 0;
	cd_line_features(&c, &lines, &f);
	assert_unknown(CD_FEATURE_LINES_SHARE, "no profile");
}

/* A small adapter tells all it can give; one of the wrong type could give more than it tells. */
static void a_label_says_more_or_not(void **state)
{
	static const struct {
		enum cd_signature flow;
		int64_t label_uw;
		double share; /* NAN: unknown */
	} rows[] = {
		{ CD_SIGNATURE_DIVIDER_1A0, 5000000, 1 },
		{ CD_SIGNATURE_DIVIDER_1A0, 12000000, 2.4 },
		{ CD_SIGNATURE_FOREIGN, 5000000, 2 },
		{ CD_SIGNATURE_DCP, 7500000, 1 },
		{ CD_SIGNATURE_DIVIDER_1A0, CD_UNKNOWN, NAN },
		{ CD_SIGNATURE_NONE, 5000000, NAN },
		{ CD_SIGNATURE_ASKS, 18000000, NAN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, rows[k].flow);
		facts.note.adapter_uw = rows[k].label_uw;
		cd_line_features(&c, &lines, &f);
		if (isnan(rows[k].share))
			assert_unknown(CD_FEATURE_LABEL_SHARE, "");
		else
			assert_is(CD_FEATURE_LABEL_SHARE, rows[k].share);
	}
}

/* How much of it the device takes needs a while of current. */
static void what_is_taken_of_it(void **state)
{
	static const struct {
		bool known;
		double flowing_s;
		bool limited;
		double use; /* NAN: unknown */
	} rows[] = { { true, 10, true, 0.9 }, { true, 9.9, true, NAN }, { false, 60, true, NAN },
		{ true, 60, false, NAN } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, CD_SIGNATURE_DIVIDER_1A0);
		c.profile = profile;
		profile->rated_ua = 2 * A;
		f.shape = (struct cd_shape){
			.known = rows[k].known, .top_ua = 900 * MA, .limited = rows[k].limited, .flowing_s = rows[k].flowing_s
		};
		cd_line_features(&c, &lines, &f);
		if (isnan(rows[k].use))
			assert_unknown(CD_FEATURE_LINES_USE, "");
		else
			assert_is(CD_FEATURE_LINES_USE, rows[k].use);
	}
}

static void a_probe_is_missed_only_where_it_would_show(void **state)
{
	static const struct {
		enum cd_signature flow;
		bool watched, seen, was_quiet;
		enum cd_position position;
		int is; /* −1: unknown */
		const char *why;
	} rows[] = {
		{ CD_SIGNATURE_DCP, true, true, true, CD_POSITION_SOURCE, 1, NULL },
		{ CD_SIGNATURE_DCP, true, false, true, CD_POSITION_SOURCE, 0, NULL },
		{ CD_SIGNATURE_DCP, true, false, true, CD_POSITION_UNKNOWN, 0, NULL },
		{ CD_SIGNATURE_NONE, true, false, false, CD_POSITION_SOURCE, 0, NULL },
		{ CD_SIGNATURE_DCP, true, true, false, CD_POSITION_SOURCE, 1, NULL },
		{ CD_SIGNATURE_DCP, true, false, false, CD_POSITION_SOURCE, -1, "the adapter holds D+" },
		{ CD_SIGNATURE_DCP, false, false, true, CD_POSITION_SOURCE, -1,
			"D+ was not seen in the first" },
		{ CD_SIGNATURE_DCP, true, true, true, CD_POSITION_DEVICE, -1, "the meter is behind" },
		{ _CD_SIGNATURE_UNKNOWN, true, true, true, CD_POSITION_SOURCE, -1, "D+ and D- were not" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, rows[k].flow);
		lines.probe_watched = rows[k].watched;
		lines.probe_seen = rows[k].seen;
		lines.was_quiet = rows[k].was_quiet;
		c.position = rows[k].position;
		cd_line_features(&c, &lines, &f);
		if (rows[k].is < 0)
			assert_unknown(CD_FEATURE_PROBE, rows[k].why);
		else
			assert_is(CD_FEATURE_PROBE, rows[k].is);
	}
}

static void what_the_lines_are_with_nothing_attached(void **state)
{
	static const struct {
		enum cd_signature idle;
		enum cd_position position;
		int is; /* −1: unknown */
	} rows[] = {
		{ CD_SIGNATURE_FOREIGN, CD_POSITION_SOURCE, 1 },
		{ CD_SIGNATURE_FOREIGN, CD_POSITION_UNKNOWN, 1 },
		{ CD_SIGNATURE_NONE, CD_POSITION_SOURCE, 0 },
		{ CD_SIGNATURE_DCP, CD_POSITION_SOURCE, 0 },
		{ CD_SIGNATURE_FOREIGN, CD_POSITION_DEVICE, -1 },
		{ _CD_SIGNATURE_UNKNOWN, CD_POSITION_SOURCE, -1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(rows[k].idle, CD_SIGNATURE_DCP);
		c.position = rows[k].position;
		cd_line_features(&c, &lines, &f);
		if (rows[k].is < 0)
			assert_unknown(CD_FEATURE_IDLE_LINES, "D+ and D- were not seen with nothing");
		else
			assert_is(CD_FEATURE_IDLE_LINES, rows[k].is);
	}
}

static void an_open_cc_line_may_be_an_empty_socket(void **state)
{
	static const struct {
		uint64_t number; /* of the session; 0: none */
		bool terminated;
		int64_t watched_ms; /* −1: never */
		const char *cable;
		int is; /* −1: unknown */
		const char *why;
	} rows[] = {
		{ 1, true, 0, NULL, 1, NULL },
		{ 0, true, 0, NULL, 1, NULL },
		{ 1, false, 2000, NULL, 0, NULL },
		{ 1, false, 1999, NULL, -1, "CC1 and CC2 were seen for under 2 s" },
		{ 0, false, 2000, "red", 0, NULL },
		{ 0, false, 1999, "red", -1, "CC1 and CC2 were seen for under 2 s" },
		{ 0, false, 60000, NULL, -1, "nobody said that something is plugged in" },
		{ 0, false, -1, "red", -1, "CC1 and CC2 were not seen" },
		{ 0, false, -1, NULL, -1, "CC1 and CC2 were not seen" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, _CD_SIGNATURE_UNKNOWN);
		session.number = rows[k].number;
		facts.note.cable = rows[k].cable;
		lines.cc_terminated = rows[k].terminated;
		if (rows[k].watched_ms >= 0) {
			lines.cc_first_us = 10 * S;
			lines.cc_last_us = 10 * S + rows[k].watched_ms * MS;
		}
		cd_line_features(&c, &lines, &f);
		if (rows[k].is < 0)
			assert_unknown(CD_FEATURE_CC_TERMINATED, rows[k].why);
		else
			assert_is(CD_FEATURE_CC_TERMINATED, rows[k].is);
	}
}

/* Each of the notes by which a person tells that something is plugged in. */
static void a_person_tells_that_something_is_plugged_in(void **state)
{
	for (int k = 0; k < 4; k++) {
		fresh(state);
		stood(_CD_SIGNATURE_UNKNOWN, _CD_SIGNATURE_UNKNOWN);
		session.number = 0;
		lines.cc_first_us = 10 * S;
		lines.cc_last_us = 13 * S;
		facts.note.battery = k == 0 ? CD_BATTERY_EMPTY : _CD_BATTERY_INVALID;
		facts.note.led = k == 1 ? "red" : NULL;
		facts.note.cable = k == 2 ? "1 m" : NULL;
		facts.note.profile = k == 3 ? "speaker" : NULL;
		cd_line_features(&c, &lines, &f);
		assert_is(CD_FEATURE_CC_TERMINATED, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(of_lines_that_nobody_saw_nothing_is_known),
		T(a_charger_promises_a_share),
		T(a_share_needs_a_rating),
		T(a_label_says_more_or_not),
		T(what_is_taken_of_it),
		T(a_probe_is_missed_only_where_it_would_show),
		T(what_the_lines_are_with_nothing_attached),
		T(an_open_cc_line_may_be_an_empty_socket),
		T(a_person_tells_that_something_is_plugged_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
