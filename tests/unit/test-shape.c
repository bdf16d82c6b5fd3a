/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Courses of a charge and what is read off them. A course is a list of
 * stretches, each going straight from one current to another; it is cut into
 * windows as a session's sketch would.
 */

#include "test.h"

#include <math.h>

#include "shape.h"

#define STRETCHES_MAX 8
#define START_US (1000 * CD_US_PER_S)
#define NONE (-1)

struct stretch {
	int seconds, from_ma, to_ma;
};

/* Windows of at least half a second, at most CD_SERIES_MAX of them. */
static size_t draw(const struct stretch *stretch, struct cd_window *ret)
{
	int all = 0;
	size_t n = 0;
	double width;

	for (size_t k = 0; k < STRETCHES_MAX && stretch[k].seconds; k++)
		all += stretch[k].seconds;
	width = all > 120 ? all / 240.0 : 0.5;
	for (double t = 0; t < all - width / 2 && n < CD_SERIES_MAX; t += width) {
		double at = t + width / 2, ma;
		size_t k = 0;

		while (at > stretch[k].seconds)
			at -= stretch[k++].seconds;
		ma = stretch[k].from_ma + (stretch[k].to_ma - stretch[k].from_ma) * at / stretch[k].seconds;
		ret[n++] = (struct cd_window){ .start_us = START_US + (int64_t)(t * 1e6),
			.end_us = START_US + (int64_t)((t + width) * 1e6) - 100000,
			.n = 5,
			.v_uv = 5000000,
			.v_min = 5000000,
			.v_max = 5000000,
			.i_ua = (int64_t)(ma * 1000),
			.i_min = (int64_t)(ma * 1000),
			.i_max = (int64_t)(ma * 1000) };
	}
	return n;
}

/* "d" detect, "p" pre-charge, "c" constant current, "t" taper, "D" done, "i"
 * idle. */
static const char *phases(const struct cd_shape *s)
{
	static const char letters[] = { [CD_PHASE_DETECT] = 'd',
		[CD_PHASE_PRE_CHARGE] = 'p',
		[CD_PHASE_CONSTANT_CURRENT] = 'c',
		[CD_PHASE_TAPER] = 't',
		[CD_PHASE_DONE] = 'D',
		[CD_PHASE_HOLD] = 'h',
		[CD_PHASE_IDLE] = 'i' };
	static char text[CD_PHASES_MAX + 1];

	for (size_t k = 0; k < s->n_phases; k++)
		text[k] = letters[s->phase[k].phase];
	text[s->n_phases] = '\0';
	return text;
}

enum { TAPERED = 1, TAPERING = 2, DROPPED = 4, DONE = 8, STEPPED = 16 };

static const struct {
	const char *what;
	struct stretch stretch[STRETCHES_MAX];
	int idle_ma;
	unsigned flags;
	int top_ma;
	const char *phases;
} courses[] = {
	{ "a second", { { 1, 900, 900 } }, NONE, 0, 900, "d" },
	{ "a steady charge", { { 600, 900, 900 } }, NONE, 0, 900, "c" },
	{ "it rises first", { { 60, 100, 900 }, { 600, 900, 900 } }, NONE, 0, 900, "dc" },
	{ "a full charge", { { 1800, 1000, 1000 }, { 1800, 1000, 20 } }, NONE, TAPERED | DONE, 1000, "ctD" },
	{ "the current is gone after the taper", { { 1800, 1000, 1000 }, { 1500, 1000, 100 } }, 0,
		TAPERED | DONE, 1000, "ctD" },
	{ "still in the taper", { { 1800, 1000, 1000 }, { 900, 1000, 300 } }, NONE, TAPERED, 1000, "ct" },
	{ "early in it", { { 1800, 1000, 1000 }, { 900, 1000, 600 } }, NONE, TAPERING, 1000, "ct" },
	{ "a slope of a minute is no taper yet", { { 600, 1000, 1000 }, { 60, 1000, 600 } }, NONE, 0, 1000,
		"c" },
	{ "an edge: somebody's limit", { { 600, 1000, 1000 }, { 600, 200, 200 } }, NONE, DROPPED, 1000, "c" },
	{ "over in five seconds is an edge, too",
		{ { 600, 1000, 1000 }, { 5, 1000, 200 }, { 600, 200, 200 } }, NONE, DROPPED, 1000, "c" },
	{ "the current is gone without a taper", { { 600, 1000, 1000 } }, 0, 0, 1000, "ci" },
	{ "a deeply discharged cell", { { 300, 100, 100 }, { 900, 1000, 1000 } }, NONE, STEPPED, 1000, "pc" },
	{ "and all of it", { { 600, 100, 100 }, { 1800, 1000, 1000 }, { 1800, 1000, 10 } }, NONE,
		STEPPED | TAPERED | DONE, 1000, "pctD" },
	{ "a full battery is topped up",
		{ { 1800, 16, 16 }, { 200, 850, 560 }, { 200, 560, 330 }, { 300, 330, 100 },
			{ 1800, 16, 16 } },
		NONE, TAPERED | DONE, 563, "dctD" },
	{ "and is being topped up",
		{ { 1800, 16, 16 }, { 60, 850, 800 }, { 300, 800, 420 }, { 120, 420, 300 } }, NONE, TAPERED,
		743, "dct" },
	{ "water dries, and then a device is plugged in", { { 200, 60, 35 }, { 900, 1000, 1000 } }, NONE, 0,
		1000, "dc" },
	{ "a pre-charge rises with the cell", { { 200, 60, 85 }, { 900, 1000, 1000 } }, NONE, STEPPED, 1000,
		"pc" },
	{ "a contact that comes and goes",
		{ { 60, 300, 300 }, { 24, 600, 600 }, { 90, 300, 300 }, { 9, 1000, 1000 }, { 60, 300, 300 },
			{ 900, 1000, 1000 } },
		NONE, 0, 1000, "dc" },
	{ "a plateau of less than a minute", { { 50, 100, 100 }, { 900, 1000, 1000 } }, NONE, 0, 1000, "dc" },
	{ "not so low", { { 300, 450, 450 }, { 900, 1000, 1000 } }, NONE, 0, 1000, "dc" },
	{ "no plateau, a slope", { { 600, 10, 1000 }, { 900, 1000, 1000 } }, NONE, 0, 1000, "dc" },
	{ "in use now and then: bumps neither hide a taper",
		{ { 1200, 1000, 1000 }, { 600, 1000, 600 }, { 20, 1000, 1000 }, { 600, 580, 200 },
			{ 20, 900, 900 }, { 600, 190, 20 } },
		NONE, TAPERED | DONE, 1000, "ctD" },
	{ "nor make one", { { 600, 500, 500 }, { 15, 1500, 1500 }, { 600, 500, 500 } }, NONE, 0, 500, "c" },
};

static void courses_are_read(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(courses); k++) {
		struct cd_window w[CD_SERIES_MAX];
		int64_t idle = courses[k].idle_ma == NONE ? CD_UNKNOWN : courses[k].idle_ma * 1000;
		struct cd_shape s;
		unsigned flags;

		cd_shape_read(w, draw(courses[k].stretch, w), START_US, idle, &s);
		flags = (s.tapered ? TAPERED : 0) | (s.tapering ? TAPERING : 0) | (s.dropped ? DROPPED : 0) |
			(s.done ? DONE : 0) | (s.stepped ? STEPPED : 0);
		assert_true(s.known);
		if (flags != courses[k].flags || !cd_streq(phases(&s), courses[k].phases))
			fail_msg("%s: flags %u, phases %s", courses[k].what, flags, phases(&s));
		if (llabs(s.top_ua - courses[k].top_ma * 1000) > courses[k].top_ma * 20)
			fail_msg("%s: top %lld", courses[k].what, (long long)s.top_ua);
		assert_true(cd_known(s.done_us) == s.done);
		for (size_t j = 1; j < s.n_phases; j++)
			assert_true(s.phase[j].start_us > s.phase[j - 1].start_us);
	}
}

/* A gap behind `seconds` of the course. */
struct tear {
	int seconds, missing;
};

static const struct {
	const char *what;
	struct stretch stretch[STRETCHES_MAX];
	struct tear tear;
	unsigned flags;
	bool unseen;
	const char *phases;
} torn[] = {
	{ "asleep in the middle of a steady charge", { { 600, 900, 900 } }, { 300, 36000 }, 0, false, "c" },
	{ "a short idle time that a suspend makes long is no pre-charge",
		{ { 30, 100, 100 }, { 900, 1000, 1000 } }, { 20, 3600 }, 0, false, "dc" },
	{ "a plateau before a suspend, something else behind it", { { 300, 100, 100 }, { 900, 1000, 1000 } },
		{ 300, 3600 }, 0, false, "dc" },
	{ "a pre-charge that is seen to end is one, suspend or not",
		{ { 300, 100, 100 }, { 900, 1000, 1000 } }, { 150, 3600 }, STEPPED, false, "pc" },
	{ "a hole too short to hide anything hides nothing", { { 300, 100, 100 }, { 900, 1000, 1000 } },
		{ 300, 5 }, STEPPED, false, "pc" },
	{ "asleep, and the current is gone: neither edge nor taper",
		{ { 600, 1000, 1000 }, { 600, 200, 200 } }, { 600, 3600 }, 0, true, "c" },
	{ "asleep, and it is less: not tapering", { { 600, 1000, 1000 }, { 600, 600, 600 } }, { 600, 3600 },
		0, true, "c" },
	{ "a taper with a suspend in it", { { 1800, 1000, 1000 }, { 1800, 1000, 20 } }, { 2400, 120 },
		TAPERED | DONE, false, "ctD" },
};

static void what_happens_unseen_is_not_told(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(torn); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(torn[k].stretch, w), j = 0;
		int64_t at = START_US + torn[k].tear.seconds * CD_US_PER_S;
		int64_t missing = torn[k].tear.missing * CD_US_PER_S;
		struct cd_shape whole, s;
		unsigned flags;

		cd_shape_read(w, n, START_US, CD_UNKNOWN, &whole);
		while (w[j].start_us < at)
			j++;
		w[j].torn_us = missing;
		for (; j < n; j++) {
			w[j].start_us += missing;
			w[j].end_us += missing;
		}
		cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
		flags = (s.tapered ? TAPERED : 0) | (s.tapering ? TAPERING : 0) | (s.dropped ? DROPPED : 0) |
			(s.done ? DONE : 0) | (s.stepped ? STEPPED : 0);
		if (flags != torn[k].flags || s.unseen != torn[k].unseen ||
			!cd_streq(phases(&s), torn[k].phases))
			fail_msg("%s: flags %u, phases %s", torn[k].what, flags, phases(&s));
		assert_true(s.flowing_s > whole.flowing_s - 1e-6 && s.flowing_s < whole.flowing_s + 1e-6);
		if (s.stepped)
			assert_i64(llround(s.pre_charge_s), llround(whole.pre_charge_s));
		for (size_t m = 1; m < s.n_phases; m++)
			assert_true(s.phase[m].start_us > s.phase[m - 1].start_us);
	}
}

static void of_no_windows_nothing_is_known(void **state)
{
	struct cd_shape s;

	cd_shape_read(NULL, 0, START_US, CD_UNKNOWN, &s);
	assert_false(s.known);
	assert_int_equal(s.n_phases, 0);
	assert_i64(s.done_us, CD_UNKNOWN);
}

static void numbers_of_a_whole_charge(void **state)
{
	static const struct stretch stretch[STRETCHES_MAX] = { { 600, 100, 100 }, { 1800, 1000, 1000 },
		{ 1800, 1000, 10 } };
	struct cd_window w[CD_SERIES_MAX];
	struct cd_shape s;

	cd_shape_read(w, draw(stretch, w), START_US, CD_UNKNOWN, &s);
	assert_true(s.pre_charge_s > 560 && s.pre_charge_s < 640);
	assert_true(s.step > 9.5 && s.step < 10.5);
	assert_i64(s.top_uv, 5000000);
	assert_i64(s.top_error_uv < 1, true);
	assert_true(s.flowing_s > 4180 && s.flowing_s < 4201);
	assert_true(s.decline_s > 600 && s.decline_s < 900); /* from 80 % to 40 %: 727 s */
	assert_true(s.end_ua < 25000);
	assert_true(s.mean_power_uw > 4800000 && s.mean_power_uw <= 5000000);
	assert_i64(s.phase[0].start_us, START_US);
}

/* A charge stands, too, once the battery is revived; a device that plays rises from its standby and does not. */
static void what_follows_a_pre_charge_is_held(void **state)
{
	static const struct stretch stretch[STRETCHES_MAX] = { { 600, 100, 100 }, { 600, 1000, 1000 } };
	static const struct {
		int low_ma, high_ma;
		int every;
		bool stepped;
	} rows[] = { { 500, 1500, 1, true }, { 499, 1100, 1, false }, { 900, 1501, 1, false },
		{ 100, 1900, 3, true } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(stretch, w);
		struct cd_shape s;

		for (size_t i = n / 2; i < n; i += (size_t)rows[k].every) {
			w[i].i_min = rows[k].low_ma * 1000;
			w[i].i_max = rows[k].high_ma * 1000;
		}
		cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
		assert_int_equal(s.stepped, rows[k].stepped);
	}
}

/* A minute of more, and then as before, is a device in use. */
static void what_falls_back_was_no_pre_charge(void **state)
{
	for (int s = 50; s <= 70; s += 20) {
		const struct stretch stretch[STRETCHES_MAX] = { { 150, 160, 160 }, { s, 600, 600 },
			{ 120, 160, 160 } };
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(stretch, w);
		struct cd_shape shape;

		cd_shape_read(w, n, START_US, CD_UNKNOWN, &shape);
		assert_int_equal(shape.stepped, s == 70);
	}
}

/* Something regulates a current that stays at its level within each window. */
static void a_level_is_held_or_not(void **state)
{
	static const struct stretch stretch[STRETCHES_MAX] = { { 60, 40, 40 }, { 20, 400, 400 } };
	static const struct {
		int low_ma, high_ma;
		int64_t held_ua;
	} rows[] = { { 20, 60, 40000 }, { 19, 60, CD_UNKNOWN }, { 20, 61, CD_UNKNOWN } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(stretch, w);
		struct cd_shape s;

		for (size_t i = 0; i < n; i++) {
			w[i].i_min = w[i].i_ua / 40 * rows[k].low_ma;
			w[i].i_max = w[i].i_ua / 40 * rows[k].high_ma;
		}
		cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
		assert_i64(s.held_ua, rows[k].held_ua);
	}
}

/* What a limit holds stands near the top, within each window and from one to the
 * next; whatever the device does below. */
static void a_limit_holds_the_top(void **state)
{
	static const struct {
		const char *what;
		struct stretch stretch[STRETCHES_MAX];
		int ripple_ma, saw_ma;
		bool limited;
	} rows[] = {
		{ "a limit", { { 60, 1000, 1000 } }, 0, 0, true },
		{ "above a taper", { { 60, 1000, 1000 }, { 60, 1000, 300 } }, 0, 0, true },
		{ "that a meter shows with 3 % and three counts", { { 60, 1000, 1000 } }, 59, 0, true },
		{ "a device in use", { { 60, 1000, 1000 } }, 61, 0, false },
		{ "one that is seen once in each window", { { 60, 1000, 1000 } }, 0, 61, false },
		{ "for ten seconds", { { 11, 1000, 1000 }, { 100, 100, 100 } }, 0, 0, true },
		{ "not that long", { { 9, 1000, 1000 }, { 100, 100, 100 } }, 0, 0, false },
		{ "a slope", { { 20, 100, 1000 } }, 0, 0, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(rows[k].stretch, w);
		struct cd_shape s;

		for (size_t i = 0; i < n; i++) {
			w[i].i_ua -= i % 2 ? rows[k].saw_ma * 1000 : 0;
			w[i].i_min = w[i].i_max = w[i].i_ua;
			w[i].i_min -= rows[k].ripple_ma * 1000;
		}
		cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
		if (s.limited != rows[k].limited)
			fail_msg("%s", rows[k].what);
	}
}

/* What opening leaves of a device at rest stands, and its current does not: each window holds this and that. */
static void a_pre_charge_is_held(void **state)
{
	static const struct stretch stretch[STRETCHES_MAX] = { { 600, 100, 100 }, { 600, 1000, 1000 } };
	static const struct {
		int low_ma, high_ma;
		int every; /* n-th window is so */
		bool stepped;
	} rows[] = { { 90, 120, 1, true }, { 50, 150, 1, true }, { 49, 120, 1, false }, { 90, 151, 1, false },
		{ 90, 300, 3, true } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(stretch, w);
		struct cd_shape s;

		for (size_t i = 0; i < n / 2; i += (size_t)rows[k].every) {
			w[i].i_min = rows[k].low_ma * 1000;
			w[i].i_max = rows[k].high_ma * 1000;
		}
		cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
		assert_int_equal(s.stepped, rows[k].stepped);
	}
}

/* A drop-out within a window says nothing of the voltage at the top. */
static void the_top_voltage_is_of_whole_windows(void **state)
{
	static const struct stretch stretch[STRETCHES_MAX] = { { 60, 1000, 1000 } };
	struct cd_window w[CD_SERIES_MAX];
	size_t n = draw(stretch, w);
	struct cd_shape s;

	for (size_t k = 0; k < n; k += 2) {
		w[k].v_min = 0;
		w[k].v_uv = 2500000;
	}
	cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
	assert_i64(s.top_uv, 5000000);
	for (size_t k = 1; k < n; k += 2)
		w[k].v_min = 0;
	cd_shape_read(w, n, START_US, CD_UNKNOWN, &s);
	assert_i64(s.top_uv, CD_UNKNOWN);
	assert_i64(s.mean_power_uw, CD_UNKNOWN);
}

static void only_times_shift(void **state)
{
	const int64_t shift = INT64_C(7654321) * 1000;

	for (size_t k = 0; k < CD_ELEMENTSOF(courses); k++) {
		struct cd_window w[CD_SERIES_MAX];
		size_t n = draw(courses[k].stretch, w);
		struct cd_shape a, b;

		cd_shape_read(w, n, START_US, CD_UNKNOWN, &a);
		for (size_t j = 0; j < n; j++) {
			w[j].start_us += shift;
			w[j].end_us += shift;
		}
		cd_shape_read(w, n, START_US + shift, CD_UNKNOWN, &b);
		b.done_us -= cd_known(b.done_us) ? shift : 0;
		for (size_t j = 0; j < b.n_phases; j++)
			b.phase[j].start_us -= shift;
		assert_memory_equal(&a, &b, sizeof(a));
	}
}

/* Whatever the windows hold: no number that is none, phases in order. */
static void nonsense_is_survived(void **state)
{
	static const int64_t values[] = { 0, 1, -1, 10000, 20000000, -20000000 };
	struct cd_window w[CD_SERIES_MAX] = { 0 };
	unsigned seed = 12345;

	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + (seed = seed * 1103515245 + 12345) / 65536 % CD_SERIES_MAX;
		int64_t t = 0;
		struct cd_shape s;

		for (size_t k = 0; k < n; k++) {
			seed = seed * 1103515245 + 12345;
			w[k].start_us = t;
			w[k].end_us = t += seed / 65536 % 3 * 100000;
			t += seed / 1048576 % 2 * 3600000000;
			w[k].i_ua = values[seed / 65536 % CD_ELEMENTSOF(values)];
			w[k].v_uv = w[k].v_min = values[seed / 4194304 % CD_ELEMENTSOF(values)] * 5;
			w[k].n = 1;
		}
		cd_shape_read(w, n, 0, round % 2 ? 0 : CD_UNKNOWN, &s);
		assert_true(s.known);
		assert_true(s.flowing_s >= 0 && s.decline_s == s.decline_s && s.step == s.step);
		assert_true(s.n_phases <= CD_PHASES_MAX);
		for (size_t k = 1; k < s.n_phases; k++)
			if (s.phase[k].start_us <= s.phase[k - 1].start_us)
				fail_msg("round %d: phases %s", round, phases(&s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(courses_are_read),
		cmocka_unit_test(what_happens_unseen_is_not_told),
		cmocka_unit_test(of_no_windows_nothing_is_known),
		cmocka_unit_test(numbers_of_a_whole_charge),
		cmocka_unit_test(what_follows_a_pre_charge_is_held),
		cmocka_unit_test(what_falls_back_was_no_pre_charge),
		cmocka_unit_test(a_level_is_held_or_not),
		cmocka_unit_test(a_limit_holds_the_top),
		cmocka_unit_test(a_pre_charge_is_held),
		cmocka_unit_test(the_top_voltage_is_of_whole_windows),
		cmocka_unit_test(only_times_shift),
		cmocka_unit_test(nonsense_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
