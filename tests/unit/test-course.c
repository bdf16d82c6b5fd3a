/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Incidents of a session at their limits: windows of half a second, one after the other, and what is told of them.
 */

#include <math.h>

#include "test.h"

#include "course.h"

#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define WINDOW_US (CD_US_PER_S / 2)
#define OPEN_US (100 * S)
#define STEPS_MAX 8
#define NONE (-1)

/* So many windows of one level; the extremes are the means where they are not said. */
struct step {
	int windows, mv, ma;
	int low_mv, low_ma, high_ma;
};

static struct cd_course course;
static int64_t now_us;

static void fresh(void)
{
	cd_course_reset(&course);
	now_us = OPEN_US - 10 * S;
}

static void open_it(void)
{
	now_us = OPEN_US;
	cd_course_open(&course, OPEN_US);
}

static void window(const struct step *s)
{
	struct cd_window w = { .start_us = now_us,
		.end_us = now_us + WINDOW_US,
		.n = 50,
		.v_uv = s->mv * 1000,
		.i_ua = s->ma * 1000,
		.v_min = (s->low_mv ? s->low_mv : s->mv) * 1000,
		.v_max = s->mv * 1000,
		.i_min = (s->low_ma ? s->low_ma : s->ma) * 1000,
		.i_max = (s->high_ma ? s->high_ma : s->ma) * 1000 };

	cd_course_window(&course, &w);
	now_us += WINDOW_US;
}

static void steps(const struct step *s)
{
	for (; s->windows; s++)
		for (int k = 0; k < s->windows; k++)
			window(s);
}

static void hold(int windows, int mv, int ma)
{
	const struct step s[] = { { windows, mv, ma }, { 0 } };

	steps(s);
}

/* A noisy current: its mean, and a part of it up and down in turns. */
static void noise(int windows, double ma, double part)
{
	for (int k = 0; k < windows; k++) {
		double i = ma * (k % 2 ? 1 + part : 1 - part);
		struct cd_window w = { .start_us = now_us,
			.end_us = now_us + WINDOW_US,
			.n = 50,
			.v_uv = 5000000,
			.v_min = 5000000,
			.v_max = 5000000,
			.i_ua = llround(i * 1e3),
			.i_min = llround(i * 1e3),
			.i_max = llround(i * 1e3) };

		cd_course_window(&course, &w);
		now_us += WINDOW_US;
	}
}

static void nothing_was_seen_of_a_new_one(void **state)
{
	double mean, sd, error;

	fresh();
	assert_false(cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error));
	assert_i64(cd_course_stopped_us(&course, OPEN_US), CD_UNKNOWN);
	assert_false(cd_known(course.opened_us) || cd_known(course.inrush_ua) || cd_known(course.dips.uv) ||
		     cd_known(course.low_s_at_loss) || cd_known(course.pause_mc) || course.pauses);
}

/* --- leak ----------------------------------------------------------------------------------------------------------- */

static void a_leak_is_what_flows_before(void **state)
{
	static const struct {
		const char *what;
		int windows, mv;
		bool known;
	} rows[] = {
		{ "two and a half seconds", 5, 5000, false },
		{ "three", 6, 5000, true },
		{ "no voltage to speak of", 6, 4000, false },
		{ "just enough of it", 6, 4001, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double mean = 0, sd = 0, error = 0;

		fresh();
		hold(rows[k].windows / 2, rows[k].mv, 6);
		hold(rows[k].windows - rows[k].windows / 2, rows[k].mv, 12);
		open_it();
		if (cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error) != rows[k].known)
			fail_msg("%s", rows[k].what);
		if (rows[k].known &&
			(fabs(mean - 9000) > 1 || fabs(sd - 3000) > 10 || fabs(error - 3000 / sqrt(6)) > 10))
			fail_msg("%s: %.1f ± %.1f, sd %.1f", rows[k].what, mean, error, sd);
	}
}

/* A meter of one sample a second has windows without length, and its own noise in each. */
static void a_slow_meter_sees_a_leak(void **state)
{
	static const struct {
		int n, noise_ua;
		bool known;
		double sd_ua;
	} rows[] = { { 4, 0, false, 0 }, { 6, 0, true, 0 }, { 6, 1400, true, 0 }, { 6, 2500, true, 2000 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double mean, sd, error;

		fresh();
		for (int i = 0; i < rows[k].n; i++) {
			int64_t ua = 9000 + (i % 2 ? rows[k].noise_ua : -rows[k].noise_ua);
			struct cd_window w = { .start_us = now_us, .end_us = now_us, .n = 1, .v_uv = 5000000,
				.v_min = 5000000, .v_max = 5000000, .i_ua = ua, .i_min = ua, .i_max = ua };

			cd_course_window(&course, &w);
			now_us += S;
		}
		open_it();
		if (cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error) != rows[k].known)
			fail_msg("%d samples", rows[k].n);
		if (rows[k].known)
			assert_true(fabs(sd - rows[k].sd_ua) < 1);
	}
}

/* The low start of a session, up to the step of a device; else what flowed before it, here 1 mA. */
static void a_low_start_may_be_the_leak(void **state)
{
	static const struct {
		const char *what;
		int windows;
		double ma, part;
		int then_ma;
		double mean_ma;
	} rows[] = {
		{ "noise, then a device", 7, 10, 0.2, 100, 10 },
		{ "too short", 6, 10, 0.2, 100, 1 },
		{ "quiet: a device that thinks", 7, 10, 0.055, 100, 1 },
		{ "just noisy enough", 7, 10, 0.065, 100, 10 },
		{ "no step yet", 7, 10, 0.2, 10, 1 },
		{ "three times is no step", 7, 10, 0.2, 30, 1 },
		{ "more than three times is", 7, 10, 0.2, 31, 10 },
		{ "60 mA may leak", 7, 40, 0.2, 60, 1 },
		{ "61 mA are a device", 7, 40, 0.2, 61, 40 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double mean = 0, sd = 0, error = 0;

		fresh();
		hold(6, 5000, 1);
		open_it();
		noise(rows[k].windows, rows[k].ma, rows[k].part);
		hold(1, 5000, rows[k].then_ma);
		hold(20, 5000, 5); /* what comes after the step is not looked at */
		assert_true(cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error));
		if (fabs(mean - rows[k].mean_ma * 1e3) > 1)
			fail_msg("%s: %.3f mA", rows[k].what, mean / 1e3);
	}
}

/* Between two counts of a coarse meter a steady current is spread, too. */
static void a_last_digit_is_no_noise(void **state)
{
	double mean, sd, error;

	for (int step_ma = 4; step_ma <= 5; step_ma++) {
		fresh();
		hold(6, 5000, 1);
		open_it();
		noise(7, 10, 0.225); /* 2.25 mA */
		hold(1, 5000, 100);
		assert_true(cd_course_leak(&course, step_ma * 1000, &mean, &sd, &error));
		if (fabs(mean - (step_ma == 4 ? 10e3 : 1e3)) > 1)
			fail_msg("%d mA: %.1f", step_ma, mean);
	}
}

/* What was back for longer than it was above: no device was plugged in, or it was there before. */
static void what_is_back_for_longer_was_no_plug(void **state)
{
	for (int rest = 6; rest <= 7; rest++) {
		fresh();
		hold(6, 5000, 1);
		open_it();
		noise(40, 10, 0.2);
		hold(1, 5000, 100); /* the step */
		hold(5, 5000, 100);
		hold(rest, 5000, 10);
		assert_int_equal(cd_course_rested(&course), rest == 7);
	}
}

/* It finds out what it is connected to, and then ramps: the ramp is no noise of what flowed before. */
static void a_ramp_is_no_noise(void **state)
{
	static const struct step s[] = { { 1, 5000, 20 }, { 8, 5000, 35 }, { 1, 5000, 42 }, { 1, 5000, 55 }, { 1, 5000, 120 },
		{ 0 } };
	double mean = 0, sd = 0, error = 0;

	fresh();
	hold(6, 5000, 0);
	open_it();
	steps(s);
	assert_true(cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error));
	assert_true(mean < 1);
}

/* A phone in use, which a recording begins with: what flowed before flows in between, too. */
static void what_rests_was_there_all_the_time(void **state)
{
	static const struct {
		const char *what;
		struct step step[STEPS_MAX];
		bool rested;
	} rows[] = {
		{ "it charges", { { 60, 5000, 900 }, { 0 } }, false },
		{ "and ends", { { 60, 5000, 900 }, { 60, 5000, 20 }, { 0 } }, false },
		{ "and goes on", { { 60, 5000, 900 }, { 4, 5000, 20 }, { 1, 5000, 900 }, { 0 } }, true },
		{ "it looks at its source", { { 8, 5000, 900 }, { 10, 5000, 20 }, { 60, 5000, 900 }, { 0 } }, false },
		{ "for 10 s", { { 8, 5000, 900 }, { 13, 5000, 20 }, { 60, 5000, 900 }, { 0 } }, true },
		{ "less than rested", { { 60, 5000, 900 }, { 4, 5000, 23 }, { 1, 5000, 900 }, { 0 } }, true },
		{ "more", { { 60, 5000, 900 }, { 4, 5000, 26 }, { 1, 5000, 900 }, { 0 } }, false },
		{ "its source was gone", { { 60, 5000, 900 }, { 4, 0, 0 }, { 1, 5000, 900 }, { 0 } }, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		noise(20, 20, 0.25);
		open_it();
		hold(1, 5000, 100);
		steps(rows[k].step);
		if (course.rested != rows[k].rested)
			fail_msg("%s", rows[k].what);
	}
}

/* Ten looks at what came after a low start, of 20 each: a charger steps back once or twice, a device in use comes and goes. */
static void what_comes_and_goes_may_have_been_there(void **state)
{
	static const struct {
		const char *what;
		struct step step[STEPS_MAX];
		bool fresh, used;
	} rows[] = {
		{ "it just came", { { 9, 5000, 900 }, { 0 } }, true, false },
		{ "it charges", { { 10, 5000, 900 }, { 0 } }, false, false },
		{ "it steps back twice", { { 4, 5000, 900 }, { 4, 5000, 500 }, { 4, 5000, 100 }, { 20, 5000, 900 }, { 0 } }, false,
			false },
		{ "three times", { { 4, 5000, 900 }, { 4, 5000, 500 }, { 4, 5000, 300 }, { 4, 5000, 200 }, { 0 } }, false, true },
		{ "by a tenth each", { { 4, 5000, 900 }, { 4, 5000, 810 }, { 4, 5000, 730 }, { 4, 5000, 660 }, { 0 } }, false,
			false },
		{ "and more", { { 4, 5000, 900 }, { 4, 5000, 809 }, { 4, 5000, 720 }, { 4, 5000, 640 }, { 0 } }, false, true },
		{ "at once", { { 1, 5000, 900 }, { 1, 5000, 500 }, { 1, 5000, 300 }, { 1, 5000, 200 }, { 0 } }, true, true },
		{ "later", { { 17, 5000, 900 }, { 1, 5000, 500 }, { 1, 5000, 300 }, { 1, 5000, 300 }, { 4, 5000, 200 }, { 0 } },
			false, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		noise(20, 20, 0.25);
		open_it();
		steps(rows[k].step);
		if (cd_course_fresh(&course) != rows[k].fresh || cd_course_used(&course) != rows[k].used)
			fail_msg("%s", rows[k].what);
	}
}

/* Before anything steps up there is nothing that could come and go. */
static void what_did_not_rise_is_not_used(void **state)
{
	fresh();
	noise(20, 20, 0.25);
	open_it();
	noise(20, 40, 0.3);
	assert_false(cd_course_used(&course) || cd_course_fresh(&course));
}

/* --- in-rush and dip ------------------------------------------------------------------------------------------------ */

static void in_rush_is_of_the_first_half_second(void **state)
{
	fresh();
	open_it();
	assert_false(cd_known(course.inrush_ua));
	cd_course_sample(&course, OPEN_US, 5000000, 200000);
	cd_course_sample(&course, OPEN_US + 100 * MS, 5000000, 2300000);
	cd_course_sample(&course, OPEN_US + 200 * MS, 5000000, 900000);
	assert_i64(course.inrush_ua, 2300000);
	cd_course_sample(&course, OPEN_US + 500 * MS, 5000000, 2400000);
	assert_i64(course.inrush_ua, 2400000);
	cd_course_sample(&course, OPEN_US + 501 * MS, 5000000, 3000000);
	assert_i64(course.inrush_ua, 2400000);
}

static void a_dip_is_drawn_at_for_a_moment(void **state)
{
	static const struct {
		const char *what;
		int step_us;
		struct {
			int mv, ma;
		} sample[13];
		int dip_mv, dip_ma; /* NONE */
	} rows[] = {
		{ "three samples and 60 ms", 30000, { { 4300, 500 }, { 4400, 600 }, { 4350, 550 } }, 4400,
			600 },
		{ "two samples", 100000, { { 4400, 500 }, { 4300, 500 } }, NONE, NONE },
		{ "three samples in a little less", 29999, { { 4400, 500 }, { 4400, 500 }, { 4400, 500 } },
			NONE, NONE },
		{ "100 mA", 30000, { { 4400, 100 }, { 4400, 100 }, { 4400, 100 } }, 4400, 100 },
		{ "99 mA are no load", 30000, { { 4400, 99 }, { 4400, 99 }, { 4400, 99 } }, NONE, NONE },
		{ "the load left in between", 30000,
			{ { 4400, 500 }, { 4400, 500 }, { 4900, 0 }, { 4400, 500 }, { 4400, 500 } }, NONE,
			NONE },
		{ "3.3 V", 30000, { { 3300, 500 }, { 3300, 500 }, { 3300, 500 } }, 3300, 500 },
		{ "below it nothing charges", 30000, { { 3299, 500 }, { 3299, 500 }, { 3299, 500 } }, NONE,
			NONE },
		{ "on the way to nothing", 30000,
			{ { 4400, 500 }, { 3500, 500 }, { 100, 500 }, { 4400, 500 } }, NONE, NONE },
		{ "the deeper of two", 30000,
			{ { 4600, 900 }, { 4600, 900 }, { 4600, 900 }, { 4200, 700 }, { 4200, 700 },
				{ 4200, 700 }, { 4200, 700 }, { 4200, 700 }, { 4200, 700 } },
			4200, 700 },
		{ "an adapter that leaves the wall", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4700, 900 }, { 4600, 900 }, { 4500, 900 },
				{ 4300, 900 }, { 4100, 900 }, { 3900, 900 }, { 3700, 50 }, { 3500, 0 }, { 3200, 0 } },
			5000, 900 },
		{ "and nobody saw its end", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4700, 900 }, { 4600, 900 }, { 4500, 900 } }, 5000, 900 },
		{ "the device let go, and it came back", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4700, 900 }, { 4600, 900 }, { 4500, 900 }, { 4700, 50 },
				{ 4751, 50 } },
			4700, 900 },
		{ "hardly back", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4700, 900 }, { 4600, 900 }, { 4500, 900 }, { 4700, 50 },
				{ 4750, 50 } },
			5000, 900 },
		{ "50 mV are no fall", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4950, 900 }, { 4950, 900 }, { 4950, 900 } }, 4950, 900 },
		{ "51 mV are", 30000,
			{ { 5000, 900 }, { 5000, 900 }, { 5000, 900 }, { 4949, 900 }, { 4949, 900 }, { 4949, 900 } }, 5000, 900 },
		{ "it recovers", 30000,
			{ { 4200, 700 }, { 4200, 700 }, { 4200, 700 }, { 4600, 500 }, { 4600, 500 },
				{ 4600, 500 } },
			4200, 700 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		open_it();
		for (int n = 0; rows[k].sample[n].mv; n++)
			cd_course_sample(&course, OPEN_US + S + n * rows[k].step_us,
				rows[k].sample[n].mv * 1000, rows[k].sample[n].ma * 1000);
		if (rows[k].dip_mv == NONE ? cd_known(course.dips.uv)
					   : course.dips.uv != rows[k].dip_mv * 1000 ||
						     course.dips.ua != rows[k].dip_ma * 1000)
			fail_msg("%s: %lld µV", rows[k].what, (long long)course.dips.uv);
	}
}

/* --- pauses and stops ----------------------------------------------------------------------------------------------- */

static const struct {
	const char *what;
	struct step step[STEPS_MAX];
	unsigned pauses;
	int stopped; /* windows since the fall, at the end; NONE */
} falls[] = {
	{ "nothing falls", { { 80, 5000, 500 } }, 0, NONE },
	{ "a pause", { { 40, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 1, NONE },
	{ "two of them",
		{ { 40, 5000, 500 }, { 40, 5000, 8 }, { 41, 5000, 500 }, { 40, 5000, 100 },
			{ 1, 5000, 400 } },
		2, NONE },
	{ "under 20 s", { { 40, 5000, 500 }, { 39, 5000, 8 }, { 1, 5000, 500 } }, 0, NONE },
	{ "a level held for under 20 s", { { 39, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 0, NONE },
	{ "it wanders within a quarter",
		{ { 20, 5000, 500 }, { 20, 5000, 590 }, { 40, 5000, 8 }, { 1, 5000, 600 } }, 1, NONE },
	{ "a quarter exactly", { { 20, 5000, 400 }, { 20, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 1,
		NONE },
	{ "more than a quarter", { { 20, 5000, 400 }, { 20, 5000, 501 }, { 40, 5000, 8 }, { 1, 5000, 501 } },
		0, NONE },
	{ "the level follows by an eighth a window",
		{ { 40, 5000, 500 }, { 8, 5000, 600 }, { 1, 5000, 282 } }, 0, 1 },
	{ "and no faster", { { 40, 5000, 500 }, { 8, 5000, 600 }, { 1, 5000, 284 } }, 0, NONE },
	{ "a level has to be held anew",
		{ { 40, 5000, 500 }, { 40, 5000, 8 }, { 30, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } },
		1, NONE },
	{ "a step is another level",
		{ { 20, 5000, 500 }, { 20, 5000, 900 }, { 40, 5000, 8 }, { 1, 5000, 900 } }, 0, NONE },
	{ "a level of 100 mA", { { 40, 5000, 100 }, { 40, 5000, 8 }, { 1, 5000, 100 } }, 1, NONE },
	{ "less is none", { { 40, 5000, 99 }, { 40, 5000, 8 }, { 1, 5000, 99 } }, 0, NONE },
	{ "to a little under half", { { 40, 5000, 500 }, { 40, 5000, 249 } }, 0, 40 },
	{ "to half is no fall", { { 40, 5000, 500 }, { 40, 5000, 250 } }, 0, NONE },
	{ "back to 80 %", { { 40, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 400 } }, 1, NONE },
	{ "less is not back", { { 40, 5000, 500 }, { 40, 5000, 8 }, { 1, 5000, 399 } }, 0, 41 },
	{ "a peak of 80 % in the window", { { 40, 5000, 500 }, { 1, 5000, 240, 0, 0, 400 } }, 0, NONE },
	{ "of less", { { 40, 5000, 500 }, { 1, 5000, 240, 0, 0, 399 } }, 0, 1 },
	{ "the voltage keeps nine tenths", { { 40, 5000, 500 }, { 40, 4500, 8 }, { 1, 5000, 500 } }, 1,
		NONE },
	{ "less, and the source went", { { 40, 5000, 500 }, { 40, 4499, 8 }, { 1, 5000, 500 } }, 0, NONE },
	{ "it goes in the middle",
		{ { 40, 5000, 500 }, { 20, 5000, 8 }, { 1, 5000, 8, 4499 }, { 20, 5000, 8 },
			{ 1, 5000, 500 } },
		0, NONE },
	{ "on the way down for longer: no edge",
		{ { 40, 5000, 500 }, { 1, 5000, 380 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 0, NONE },
	{ "a little lower before", { { 40, 5000, 500 }, { 1, 5000, 395 }, { 40, 5000, 8 }, { 1, 5000, 500 } },
		1, NONE },
	{ "the edge is within a window",
		{ { 40, 5000, 500 }, { 1, 5000, 300, 0, 8, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 1,
		NONE },
	{ "a contact that chatters is no edge",
		{ { 40, 5000, 500 }, { 2, 5000, 300, 0, 8, 500 }, { 40, 5000, 8 }, { 1, 5000, 500 } }, 0,
		NONE },
	{ "it stopped", { { 40, 5000, 500 }, { 60, 5000, 8 } }, 0, 60 },
	{ "nothing is left: somebody pulled the plug", { { 40, 5000, 500 }, { 60, 5000, 4 } }, 0, NONE },
	{ "5 mA are more than an error", { { 40, 5000, 500 }, { 60, 5000, 5 } }, 0, 60 },
	{ "the last of it counts", { { 40, 5000, 500 }, { 1, 5000, 200 }, { 80, 5000, 3 } }, 0, NONE },
};

static void falls_are_told(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(falls); k++) {
		int64_t stopped;

		fresh();
		open_it();
		steps(falls[k].step);
		stopped = cd_course_stopped_us(&course, now_us);
		if (course.pauses != falls[k].pauses ||
			stopped != (falls[k].stopped == NONE ? CD_UNKNOWN : falls[k].stopped * WINDOW_US))
			fail_msg("%s: %u pauses, stopped for %lld", falls[k].what, course.pauses,
				(long long)stopped);
	}
}

/* Two samples a second: a window holds one, and has no length. */
static void one_sample(int ma, int64_t torn_us)
{
	struct cd_window w = { .start_us = now_us + torn_us,
		.end_us = now_us + torn_us,
		.n = 1,
		.v_uv = 5000000,
		.v_min = 5000000,
		.v_max = 5000000,
		.i_ua = ma * 1000,
		.i_min = ma * 1000,
		.i_max = ma * 1000,
		.torn_us = torn_us };

	cd_course_window(&course, &w);
	now_us += torn_us + WINDOW_US;
}

static void a_slow_meter_sees_a_pause(void **state)
{
	static const struct {
		int windows;
		int64_t torn_us; /* of it, without samples in the middle */
		unsigned pauses;
	} rows[] = { { 41, 0, 1 }, { 40, 0, 0 }, { 31, 10 * S, 0 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		open_it();
		for (int n = 0; n < rows[k].windows; n++)
			one_sample(500, n == 20 ? rows[k].torn_us : 0);
		for (int n = 0; n < 40; n++)
			one_sample(8, 0);
		one_sample(500, 0);
		if (course.pauses != rows[k].pauses)
			fail_msg("row %zu: %u", k, course.pauses);
	}
}

/* A meter that shows 20 mA with nothing attached shows them when the device is gone, too. */
static void what_is_left_is_seen_against_before(void **state)
{
	static const struct {
		int ma;
		bool there;
	} rows[] = { { 5, false }, { 20, false }, { 22, false }, { 23, true }, { 30, true } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		hold(8, 5000, 20);
		open_it();
		hold(40, 5000, 500);
		hold(60, 5000, rows[k].ma);
		if (cd_known(cd_course_stopped_us(&course, now_us)) != rows[k].there)
			fail_msg("%d mA", rows[k].ma);
	}
}

static void a_stop_is_none_before_it_began(void **state)
{
	fresh();
	open_it();
	hold(40, 5000, 500);
	hold(10, 5000, 8);
	assert_i64(cd_course_stopped_us(&course, OPEN_US + 20 * S), 0);
	assert_i64(cd_course_stopped_us(&course, OPEN_US + 20 * S - 1), CD_UNKNOWN);
}

static void a_pause_has_the_temperature_it_began_at(void **state)
{
	fresh();
	cd_course_temperature(&course, 25000);
	open_it();
	assert_i64(course.temp_mc, 25000); /* what was known before the session still is */
	hold(40, 5000, 500);
	cd_course_temperature(&course, 44000);
	hold(1, 5000, 8);
	cd_course_temperature(&course, 30000);
	hold(39, 5000, 8);
	assert_i64(course.pause_mc, CD_UNKNOWN);
	assert_i64(course.fallen_mc, 44000);
	hold(1, 5000, 500);
	assert_i64(course.pause_mc, 44000);
}

/* --- letting go ----------------------------------------------------------------------------------------------------- */

static void the_source_lets_go_of_little(void **state)
{
	static const struct {
		const char *what;
		struct step step[STEPS_MAX];
		int low; /* windows; NONE */
	} rows[] = {
		{ "after half a minute of little", { { 60, 5000, 40 }, { 1, 0, 0 } }, 60 },
		{ "of just little enough", { { 60, 5000, 94 }, { 1, 0, 0 } }, 60 },
		{ "95 mA are more", { { 60, 5000, 95 }, { 1, 0, 0 } }, NONE },
		{ "a peak is more", { { 60, 5000, 40, 0, 0, 95 }, { 1, 0, 0 } }, NONE },
		{ "it was never there", { { 60, 4000, 40 }, { 1, 0, 0 } }, NONE },
		{ "it was", { { 60, 4001, 40 }, { 1, 0, 0 } }, 60 },
		{ "a volt is not gone", { { 60, 5000, 40 }, { 1, 1000, 0 } }, NONE },
		{ "less is", { { 60, 5000, 40 }, { 1, 999, 0 } }, 60 },
		{ "it goes with a load", { { 60, 5000, 40 }, { 1, 0, 0, 0, 0, 95 } }, NONE },
		{ "from the last time it was low",
			{ { 60, 5000, 40 }, { 1, 5000, 200 }, { 20, 5000, 40 }, { 1, 0, 0 } }, 20 },
		{ "it stays", { { 60, 5000, 40 } }, NONE },
		{ "it is back at once: a drop-out", { { 60, 5000, 40 }, { 2, 0, 0 }, { 4, 5000, 40 }, { 0 } }, NONE },
		{ "within a window", { { 60, 5000, 40 }, { 5, 0, 0 }, { 1, 5000, 40, .low_mv = 1 }, { 4, 5000, 40 }, { 0 } }, NONE },
		{ "nobody is as quick", { { 60, 5000, 40 }, { 15, 0, 0 }, { 4, 5000, 40 }, { 0 } }, NONE },
		{ "after 8 s: by its button", { { 60, 5000, 40 }, { 16, 0, 0 }, { 4, 5000, 40 }, { 0 } }, 60 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh();
		open_it();
		steps(rows[k].step);
		if (course.low_s_at_loss != (rows[k].low == NONE ? CD_UNKNOWN : rows[k].low * WINDOW_US))
			fail_msg("%s: %lld", rows[k].what, (long long)course.low_s_at_loss);
	}
}

/* --- holes, and the next session ------------------------------------------------------------------------------------ */

static void nothing_is_told_across_a_hole(void **state)
{
	fresh();
	open_it();
	hold(40, 5000, 500);
	cd_course_gap(&course);
	hold(40, 5000, 8);
	hold(1, 5000, 500);
	assert_int_equal(course.pauses, 0);

	fresh();
	open_it();
	hold(40, 5000, 500);
	cd_course_gap(&course);
	hold(10, 5000, 500); /* held for 25 s, but not seen to be */
	hold(40, 5000, 8);
	hold(1, 5000, 500);
	assert_int_equal(course.pauses, 0);

	fresh();
	open_it();
	hold(40, 5000, 500);
	hold(20, 5000, 8);
	cd_course_gap(&course);
	assert_i64(cd_course_stopped_us(&course, now_us), CD_UNKNOWN);

	hold(60, 5000, 40);
	cd_course_gap(&course);
	hold(1, 0, 0);
	assert_i64(course.low_s_at_loss, CD_UNKNOWN);

	fresh();
	open_it();
	cd_course_sample(&course, OPEN_US + S, 4400000, 500000);
	cd_course_sample(&course, OPEN_US + S + 30 * MS, 4400000, 500000);
	cd_course_gap(&course);
	cd_course_sample(&course, OPEN_US + S + 60 * MS, 4400000, 500000);
	assert_i64(course.dips.uv, CD_UNKNOWN);
}

static void a_session_begins_anew(void **state)
{
	double mean, sd, error;

	fresh();
	open_it();
	hold(40, 5000, 500);
	hold(40, 5000, 8);
	hold(1, 5000, 500);
	cd_course_sample(&course, OPEN_US, 5000000, 900000);
	assert_int_equal(course.pauses, 1);
	open_it();
	assert_int_equal(course.pauses, 0);
	assert_false(cd_known(course.inrush_ua));
	assert_i64(course.opened_us, OPEN_US);
	assert_false(cd_course_leak(&course, CD_UNKNOWN, &mean, &sd, &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_was_seen_of_a_new_one),
		cmocka_unit_test(a_leak_is_what_flows_before),
		cmocka_unit_test(a_slow_meter_sees_a_leak),
		cmocka_unit_test(a_low_start_may_be_the_leak),
		cmocka_unit_test(what_rests_was_there_all_the_time),
		cmocka_unit_test(what_comes_and_goes_may_have_been_there),
		cmocka_unit_test(what_did_not_rise_is_not_used),
		cmocka_unit_test(a_ramp_is_no_noise),
		cmocka_unit_test(a_last_digit_is_no_noise),
		cmocka_unit_test(what_is_back_for_longer_was_no_plug),
		cmocka_unit_test(in_rush_is_of_the_first_half_second),
		cmocka_unit_test(a_dip_is_drawn_at_for_a_moment),
		cmocka_unit_test(falls_are_told),
		cmocka_unit_test(a_slow_meter_sees_a_pause),
		cmocka_unit_test(what_is_left_is_seen_against_before),
		cmocka_unit_test(a_stop_is_none_before_it_began),
		cmocka_unit_test(a_pause_has_the_temperature_it_began_at),
		cmocka_unit_test(the_source_lets_go_of_little),
		cmocka_unit_test(nothing_is_told_across_a_hole),
		cmocka_unit_test(a_session_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
