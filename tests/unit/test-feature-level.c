/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Too many volts: by a meter, by a charger that measures no amperes, and by its health.
 */

#include "case-by-hand.h"

/* The highest VBUS that it is made for, unless it was seen to ask for more. */
static void a_rating_of_5_volts_says_so(void **state)
{
	sketch.v_sustained_uv = 9 * V;
	c.profile = profile;
	profile->rated_uv = 5 * V;
	cd_voltage_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_OVER_VOLTAGE, 4e6);
	assert_is(CD_FEATURE_EXCESS_VOLTAGE, 3.5e6);

	memset(&f, 0, sizeof(f));
	facts.high_voltage = true;
	cd_voltage_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_VOLTAGE, "the profile does not say");
	assert_is(CD_FEATURE_EXCESS_VOLTAGE, 0);

	memset(&f, 0, sizeof(f));
	facts.high_voltage = false;
	session.open = true;
	see_lines(3300, 600);
	cd_voltage_features(&c, &sketch, &f);
	assert_unknown(CD_FEATURE_OVER_VOLTAGE, "the profile does not say");

	profile->fast_charge = CD_NO; /* certainly not: whoever asked, it was not this */
	cd_voltage_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_OVER_VOLTAGE, 4e6);
}

#define S CD_US_PER_S

/* 5 V, and from `at_us` on `uv` with `ua`, in windows of half a second up to `end_us`. */
static void rises(int64_t first_uv, int64_t at_us, int64_t uv, int64_t ua, int64_t end_us)
{
	session.number = 1;
	session.start_us = 0;
	sketch.n_series = 0;
	for (int64_t t = 0; t < end_us; t += S / 2) {
		int64_t v = t < at_us ? first_uv : uv;

		sketch.series[sketch.n_series++] = (struct cd_window){ .start_us = t, .end_us = t + S / 2, .n = 5,
			.v_uv = v, .v_min = v, .v_max = v, .i_ua = t < at_us ? 400 * MA : ua };
	}
	sketch.v_sustained_uv = uv;
}

/* By a meter that sees neither D+, D- nor PD. */
static void what_rises_and_is_charged_at_may_be_agreed(void **state)
{
	static const struct {
		const char *what;
		int64_t first_uv, at_us, uv, ua, end_us;
		bool may;
	} rows[] = {
		{ "a fast charge", 5 * V, 2 * S, 7600 * MV, 2000 * MA, 20 * S, true },
		{ "at the latest", 5 * V, 8 * S, 7600 * MV, 1000 * MA, 20 * S, true },
		{ "later", 5 * V, 8 * S + S / 2, 7600 * MV, 1000 * MA, 20 * S, false },
		{ "it takes less", 5 * V, 2 * S, 7600 * MV, 999 * MA, 20 * S, false },
		{ "it stood there from the beginning", 7600 * MV, 2 * S, 7600 * MV, 2000 * MA, 20 * S, false },
		{ "5.8 V", 5 * V, 2 * S, 5800 * MV, 2000 * MA, 20 * S, true },
		{ "less saves nothing", 5 * V, 2 * S, 5790 * MV, 2000 * MA, 20 * S, false },
		{ "hardly begun", 5 * V, 2 * S, 7600 * MV, 2000 * MA, 4 * S + S / 2, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		rises(rows[k].first_uv, rows[k].at_us, rows[k].uv, rows[k].ua, rows[k].end_us);
		cd_voltage_features(&c, &sketch, &f);
		if (f.item[CD_FEATURE_EXCESS_VOLTAGE].known == rows[k].may)
			fail_msg("%s", rows[k].what);
	}

	/* Not by what is known to be made for 5 V. */
	fresh(state);
	rises(5 * V, 2 * S, 7600 * MV, 2000 * MA, 20 * S);
	c.profile = profile;
	profile->rated_uv = 5 * V;
	cd_voltage_features(&c, &sketch, &f);
	assert_is(CD_FEATURE_EXCESS_VOLTAGE, 2.1e6);
	assert_is(CD_FEATURE_OVER_VOLTAGE, 2.6e6);
}

/* A router of 12 V, on 12 V: no fault, and 20 V are one. */
static void a_rating_of_more_than_5_volts_is_one(void **state)
{
	static const struct {
		int64_t uv;
		double excess, over;
	} rows[] = {
		{ 12 * V, 0, 0 },
		{ 13100 * MV, 0, 1.1e6 },
		{ 13500 * MV, 0.3e6, 1.5e6 },
		{ 20 * V, 6.8e6, 8e6 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		sketch.v_sustained_uv = rows[k].uv;
		c.profile = profile;
		profile->rated_uv = 12 * V;
		profile->fast_charge = CD_NO;
		cd_voltage_features(&c, &sketch, &f);
		assert_is(CD_FEATURE_EXCESS_VOLTAGE, rows[k].excess);
		assert_is(CD_FEATURE_OVER_VOLTAGE, rows[k].over);
	}
}

/* The same watts at lower volts, as far as any cable goes; of a device that takes what it is given, the rated amperes. */
static void amperes_are_rated_at_their_volts(void **state)
{
	static const struct {
		int64_t rated_uv, rated_ua, uv;
		enum cd_tristate fast;
		double ratio; /* of 3 A */
	} rows[] = {
		{ 9 * V, 2220 * MA, 9 * V, CD_YES, 3 / 2.22 },
		{ 9 * V, 2220 * MA, 5 * V, CD_YES, 1 },
		{ 9 * V, 2220 * MA, 8500 * MV, CD_YES, 3 / 2.22 },
		{ 20 * V, 2250 * MA, 15 * V, CD_YES, 1 },
		{ 20 * V, 5000 * MA, 15 * V, CD_YES, 0.6 },
		{ 12 * V, 1000 * MA, 5 * V, CD_YES, 3 / 2.4 },
		{ 12 * V, 1000 * MA, 5 * V, CD_NO, 3 },
		{ 5 * V, 1000 * MA, 4 * V, CD_YES, 3 },
		{ 9 * V, 2220 * MA, CD_UNKNOWN, CD_YES, 3 / 2.22 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		sketch.i_sustained_ua = 3 * A;
		c.profile = profile;
		profile->rated_uv = rows[k].rated_uv;
		profile->rated_ua = rows[k].rated_ua;
		profile->fast_charge = rows[k].fast;
		f.shape.top_uv = rows[k].uv;
		cd_level_features(&c, &sketch, &f);
		assert_is(CD_FEATURE_OVER_CURRENT_RATIO, rows[k].ratio);
	}
}

/* A charger that measures no amperes: what two of its words say. */
static void volts_alone_are_volts(void **state)
{
	session.open = true;
	cd_session_volts(&session, 100 * S, 9 * V);
	cd_features_compute(&c, &f);
	assert_false(f.item[CD_FEATURE_PEAK_VOLTAGE].known);
	cd_session_volts(&session, 100 * S + 100 * MS, 8 * V); /* too soon */
	assert_i64(session.volts.held_uv, CD_UNKNOWN);
	cd_session_volts(&session, 105 * S, 7 * V);
	cd_session_volts(&session, 110 * S, 6 * V);
	cd_features_compute(&c, &f);
	assert_is(CD_FEATURE_PEAK_VOLTAGE, 7e6);
	assert_is(CD_FEATURE_EXCESS_VOLTAGE, 1.5e6);
}

static void a_charger_reports_over_voltage(void **state)
{
	cd_features_compute(&c, &f);
	assert_false(f.item[CD_FEATURE_INPUT_OVER_VOLTAGE].known);
	facts.input_health_known = true;
	cd_features_compute(&c, &f);
	assert_is(CD_FEATURE_INPUT_OVER_VOLTAGE, 0);
	facts.input_over_voltage = true;
	cd_features_compute(&c, &f);
	assert_is(CD_FEATURE_INPUT_OVER_VOLTAGE, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_rating_of_5_volts_says_so),
		T(what_rises_and_is_charged_at_may_be_agreed),
		T(a_rating_of_more_than_5_volts_is_one),
		T(amperes_are_rated_at_their_volts),
		T(volts_alone_are_volts),
		T(a_charger_reports_over_voltage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
