/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Incidents of a session as features: from states made by hand.
 */

#include "case-by-hand.h"

static struct cd_course course;

/* Of a session that began; the clock of the case is 100 s later. */
static void begin(void **state)
{
	fresh(state);
	cd_course_reset(&course);
	cd_course_open(&course, 100 * S);
	session.last_vbus_us = CD_UNKNOWN;
}

static void of_no_session_nothing_is_known(void **state)
{
	cd_course_reset(&course);
	course.inrush_ua = 1 * A;
	course.low_s_at_loss = 30 * S;
	f.shape = (struct cd_shape){ .known = true, .top_ua = 900 * MA };
	cd_course_features(&c, &course, &f);
	for (int k = 0; k < _CD_FEATURE_MAX; k++)
		assert_false(f.item[k].known || f.item[k].reason[0]);
}

static void more_than_an_error_is_drawn(void **state)
{
	static const struct {
		bool known;
		int64_t top_ua;
		int is; /* −1: unknown */
	} rows[] = { { true, 8500, 1 }, { true, 8499, 0 }, { true, 0, 0 }, { false, 900000, -1 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		begin(state);
		f.shape = (struct cd_shape){ .known = rows[k].known, .top_ua = rows[k].top_ua };
		cd_course_features(&c, &course, &f);
		if (rows[k].is < 0)
			assert_unknown(CD_FEATURE_DRAWS, "");
		else
			assert_is(CD_FEATURE_DRAWS, rows[k].is);
	}
}

/* Means of 8 mA, 2 mA up and down. */
static void leak_of(double n, double a)
{
	course.before = (struct cd_mean){ .n = n, .seconds = n / 2, .sum = n * a, .squares = n * a * a * (1 + 0.0625) };
}

static void what_leaks_is_seen_from_the_adapter(void **state)
{
	begin(state);
	leak_of(16, 0.008);
	c.position = CD_POSITION_DEVICE;
	cd_course_features(&c, &course, &f);
	assert_unknown(CD_FEATURE_LEAK_CURRENT, "a meter at the device's end");
	assert_unknown(CD_FEATURE_LEAK_NOISE, "");

	c.position = CD_POSITION_SOURCE;
	cd_course_features(&c, &course, &f);
	assert_is(CD_FEATURE_LEAK_CURRENT, 8000);
	assert_is(CD_FEATURE_LEAK_NOISE, 0.25);
	assert_true(fabs(f.item[CD_FEATURE_LEAK_CURRENT].error - 500) < 1e-3);
	assert_true(fabs(f.item[CD_FEATURE_LEAK_NOISE].error - 0.0625) < 1e-6);

	begin(state);
	leak_of(5, 0.008);
	cd_course_features(&c, &course, &f);
	assert_unknown(CD_FEATURE_LEAK_CURRENT, "under 3 s");

	begin(state);
	leak_of(6, 0); /* no noise of nothing */
	cd_course_features(&c, &course, &f);
	assert_is(CD_FEATURE_LEAK_CURRENT, 0);
	assert_unknown(CD_FEATURE_LEAK_NOISE, "");
}

/* What flowed before is no leak where a device was there all the time, or may have been. */
static void a_device_at_rest_does_not_leak(void **state)
{
	static const struct {
		double spread;
		unsigned number;
		bool fresh_vbus, rested;
		int risen, falls; /* windows since a step up, −1: there was none; and those of them that fell */
		const char *why; /* NULL: it leaks */
	} rows[] = {
		{ 0.25, 1, true, false, -1, 0, NULL },
		{ 0.25, 2, true, false, -1, 0, NULL },
		{ 0.25, 2, false, false, -1, 0, "whether the device of" },
		{ 0.25, 1, true, true, -1, 0, "the current came back" },
		{ 0.49, 1, true, false, -1, 0, NULL },
		{ 0.51, 1, true, false, -1, 0, "what flowed before" },
		{ 0.25, 1, true, false, 10, 2, NULL },
		{ 0.25, 1, true, false, 9, 2, "whether a device was plugged in" },
		{ 0.25, 1, true, false, 10, 3, "what followed comes and goes" },
		{ 0.25, 1, true, false, 9, 3, "what followed comes and goes" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double a = 0.02, n = 16;

		begin(state);
		c.position = CD_POSITION_SOURCE;
		session.number = rows[k].number;
		session.fresh_vbus = rows[k].fresh_vbus;
		course.rested = rows[k].rested;
		course.start_over = rows[k].risen >= 0;
		course.risen_n = rows[k].risen;
		course.falls = rows[k].falls;
		course.before = (struct cd_mean){ n, n / 2, n * a, n * a * a * (1 + rows[k].spread * rows[k].spread) };
		cd_course_features(&c, &course, &f);
		if (rows[k].why)
			assert_unknown(CD_FEATURE_LEAK_CURRENT, rows[k].why);
		else
			assert_is(CD_FEATURE_LEAK_CURRENT, 20000);
	}
}

static void in_rush_is_against_the_rating(void **state)
{
	begin(state);
	c.profile = profile;
	profile->rated_ua = 2 * A;
	cd_course_features(&c, &course, &f);
	assert_unknown(CD_FEATURE_INRUSH_RATIO, "");
	course.inrush_ua = 3 * A;
	cd_course_features(&c, &course, &f);
	assert_is(CD_FEATURE_INRUSH_RATIO, 1.5);

	for (int k = 0; k < 3; k++) {
		begin(state);
		course.inrush_ua = 3 * A;
		c.profile = k ? profile : NULL;
		profile->rated_ua = k == 1 ? 0 : CD_UNKNOWN;
		cd_course_features(&c, &course, &f);
		assert_unknown(CD_FEATURE_INRUSH_RATIO, "no profile");
	}
}

/* Fell cleanly at 150 s to 20 mA. */
static void fallen(void)
{
	course.fallen_us = 150 * S;
	course.fallen_to_ua = 20 * MA;
	course.clean = true;
}

static void a_stop_lasts(void **state)
{
	static const struct {
		const char *what;
		bool falls, tapered;
		uint32_t pauses;
		int64_t now_us, vbus_us; /* −1: unknown */
		double stopped;          /* NAN: unknown */
		int hold;
	} rows[] = {
		{ "nothing fell", false, false, 0, 200 * S, -1, 0, 0 },
		{ "for 50 s", true, false, 0, 200 * S, -1, 50, 1 },
		{ "for 10 s", true, false, 0, 160 * S, -1, 10, 1 },
		{ "for less", true, false, 0, 160 * S - 1, -1, 0, 0 },
		{ "VBUS went after 30 s", true, false, 0, 200 * S, 180 * S, 30, 1 },
		{ "VBUS went before it", true, false, 0, 200 * S, 140 * S, 0, 0 },
		{ "after a taper", true, true, 0, 200 * S, -1, NAN, 0 },
		{ "it paused before", false, false, 1, 200 * S, -1, 0, 1 },
		{ "it paused before and tapered", false, true, 1, 200 * S, -1, NAN, 1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		begin(state);
		if (rows[k].falls)
			fallen();
		f.shape.tapered = rows[k].tapered;
		course.pauses = rows[k].pauses;
		c.now_us = rows[k].now_us;
		session.last_vbus_us = rows[k].vbus_us < 0 ? CD_UNKNOWN : rows[k].vbus_us;
		cd_course_features(&c, &course, &f);
		if (isnan(rows[k].stopped))
			assert_unknown(CD_FEATURE_STOPPED_TIME, "the current had tapered");
		else if (f.item[CD_FEATURE_STOPPED_TIME].value != rows[k].stopped)
			fail_msg("%s: stopped for %f", rows[k].what, f.item[CD_FEATURE_STOPPED_TIME].value);
		if (f.item[CD_FEATURE_HOLD].value != rows[k].hold)
			fail_msg("%s: hold %f", rows[k].what, f.item[CD_FEATURE_HOLD].value);
		assert_is(CD_FEATURE_PAUSES, rows[k].pauses);
		assert_true(f.item[CD_FEATURE_HOLD].known);
	}
}

/* By how much it is beyond the range of full current, m°C; below 0 within it. */
static void a_hold_has_a_heat(void **state)
{
	static const struct {
		int64_t fallen_mc, pause_mc; /* −1: not seen */
		uint32_t pauses;
		bool falls;
		double heat; /* NAN: unknown */
		const char *why;
	} rows[] = {
		{ 43000, -1, 0, true, 0, NULL },
		{ 45000, -1, 0, true, 2000, NULL },
		{ 25000, -1, 0, true, -15000, NULL },
		{ 10000, -1, 0, true, 0, NULL },
		{ 4000, -1, 0, true, 6000, NULL },
		{ 30000, -1, 0, true, -13000, NULL },
		{ 25000, 48000, 1, true, 5000, NULL }, /* of the pause, not of the fall after it */
		{ -1, 48000, 0, true, NAN, "no temperature" },
		{ 48000, -1, 1, false, NAN, "no temperature" },
		{ 48000, 48000, 0, false, NAN, "the current did not pause" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		begin(state);
		if (rows[k].falls)
			fallen();
		course.pauses = rows[k].pauses;
		course.fallen_mc = rows[k].fallen_mc < 0 ? CD_UNKNOWN : rows[k].fallen_mc;
		course.pause_mc = rows[k].pause_mc < 0 ? CD_UNKNOWN : rows[k].pause_mc;
		cd_course_features(&c, &course, &f);
		if (isnan(rows[k].heat))
			assert_unknown(CD_FEATURE_HOLD_HEAT, rows[k].why);
		else
			assert_is(CD_FEATURE_HOLD_HEAT, rows[k].heat);
	}
}

static void the_source_let_go(void **state)
{
	begin(state);
	cd_course_features(&c, &course, &f);
	assert_unknown(CD_FEATURE_AUTO_OFF_TIME, "the voltage did not go away");
	course.low_s_at_loss = 32500 * MS;
	cd_course_features(&c, &course, &f);
	assert_is(CD_FEATURE_AUTO_OFF_TIME, 32.5);

	begin(state);
	course.low_s_at_loss = 32500 * MS;
	f.shape.done = true;
	cd_course_features(&c, &course, &f);
	assert_unknown(CD_FEATURE_AUTO_OFF_TIME, "the charge had tapered to its end");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(of_no_session_nothing_is_known),
		T(more_than_an_error_is_drawn),
		T(what_leaks_is_seen_from_the_adapter),
		T(a_device_at_rest_does_not_leak),
		T(in_rush_is_against_the_rating),
		T(a_stop_lasts),
		T(a_hold_has_a_heat),
		T(the_source_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
