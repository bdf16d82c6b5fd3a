/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a session leaves behind: sums that are exact, windows that merge, bins that widen.
 */

#include "test.h"

#include "sample.h"
#include "sketch.h"

#define V INT64_C(1000000)
#define MV INT64_C(1000)
#define A INT64_C(1000000)
#define MA INT64_C(1000)
#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define FLOW (10 * MA)

static struct cd_sketch s;

static int fresh(void **state)
{
	cd_sketch_reset(&s, CD_UNKNOWN, FLOW);
	return 0;
}

/* Samples of one level at from, from + step, … up to and with `to`. */
static void hold(int64_t from, int64_t to, int64_t step, int64_t v, int64_t i)
{
	for (int64_t t = from; t <= to; t += step)
		(void)cd_sketch_sample(&s, t, v, i);
}

static void a_constant_load_is_counted_exactly(void **state)
{
	static const struct {
		int64_t v, i, step, seconds, uwh, uah;
	} rows[] = {
		{ 5 * V, 1 * A, 100 * MS, 3600, 5000000, 1000000 },
		{ 5 * V, 1 * A, 10 * MS, 36, 50000, 10000 },
		{ 5100 * MV, 437 * MA, 1 * S, 7200, 4457400, 874000 },
		{ 9 * V, 2 * A, 60 * S, 7200, 36000000, 4000000 },
		{ 5 * V, 10 * MA, 1 * S, 3, 41, 8 }, /* 41.7 µWh, 8.3 µAh: cut */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		hold(7 * S, (7 + rows[k].seconds) * S, rows[k].step, rows[k].v, rows[k].i);
		assert_i64(cd_sketch_energy_uwh(&s), rows[k].uwh);
		assert_i64(cd_sketch_charge_uah(&s), rows[k].uah);
		assert_true(s.total.seconds > (double)rows[k].seconds - 1e-6);
		assert_true(s.total.seconds < (double)rows[k].seconds + 1e-6);
	}
}

/* What a sample may be at most (sample.h), for thirty years. */
static void the_largest_values_overflow_nothing(void **state)
{
	const int64_t hours = 24 * 365 * 30;

	hold(0, hours * 3600 * S, 3600 * S, CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UA);
	assert_i64(cd_sketch_energy_uwh(&s), 2000 * 1000000 * hours);
	assert_i64(cd_sketch_charge_uah(&s), 20 * 1000000 * hours);
	(void)cd_sketch_flush(&s);
	assert_i64(s.series[s.n_series - 1].v_uv, CD_SAMPLE_MAX_UV);
	assert_i64(s.series[s.n_series - 1].i_ua, CD_SAMPLE_MAX_UA);

	fresh(state);
	hold(0, 10 * S, 100 * MS, -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UA);
	hold(11 * S, 20 * S, 100 * MS, CD_SAMPLE_MAX_UV, -CD_SAMPLE_MAX_UA);
	hold(21 * S, 30 * S, 100 * MS, 5 * V, 1 * A);
	assert_i64(s.total.v_min, -CD_SAMPLE_MAX_UV);
	assert_i64(s.total.i_min, -CD_SAMPLE_MAX_UA);
}

static void unknown_before_the_second_sample(void **state)
{
	assert_i64(cd_sketch_energy_uwh(&s), CD_UNKNOWN);
	assert_i64(cd_sketch_v0_uv(&s, NULL), CD_UNKNOWN);
	(void)cd_sketch_sample(&s, 0, 5 * V, 1 * A);
	assert_i64(cd_sketch_energy_uwh(&s), CD_UNKNOWN);
	assert_i64(cd_sketch_charge_uah(&s), CD_UNKNOWN);
	assert_false(cd_sketch_flush(&s) && cd_sketch_flush(&s));
}

/* A distance of eight typical ones, but at least a second, is a hole. */
static void holes_are_not_integrated(void **state)
{
	static const struct {
		int64_t step, hole;
		bool counted;
	} rows[] = {
		{ 100 * MS, 1000 * MS, true },
		{ 100 * MS, 1001 * MS, false },
		{ 100 * MS, 30 * S, false },
		{ 10 * MS, 1 * S, true },
		{ 10 * MS, 2 * S, false },
		{ 1 * S, 8 * S, true },
		{ 1 * S, 9 * S, false },
		{ 60 * S, 480 * S, true },
		{ 60 * S, 481 * S, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		int64_t end = 100 * rows[k].step, all = 2 * end + (rows[k].counted ? rows[k].hole : 0);

		fresh(state);
		hold(0, end, rows[k].step, 5 * V, 1 * A);
		hold(end + rows[k].hole, 2 * end + rows[k].hole, rows[k].step, 5 * V, 1 * A);
		assert_i64(cd_sketch_charge_uah(&s), all / 3600);
	}
}

static void nothing_is_integrated_across_a_gap(void **state)
{
	hold(0, 36 * S, 100 * MS, 5 * V, 1 * A);
	cd_sketch_gap(&s);
	(void)cd_sketch_sample(&s, 36 * S + 500 * MS, 5 * V, 1 * A);
	assert_i64(cd_sketch_charge_uah(&s), 10000);
	hold(36 * S + 600 * MS, 72 * S + 500 * MS, 100 * MS, 5 * V, 1 * A);
	assert_i64(cd_sketch_charge_uah(&s), 20000);
	cd_sketch_gap(&s);
	cd_sketch_gap(&s);
	assert_i64(cd_sketch_charge_uah(&s), 20000);
}

static void standing_time_adds_nothing(void **state)
{
	hold(0, 36 * S, 100 * MS, 5 * V, 1 * A);
	for (int k = 0; k < 1000; k++)
		(void)cd_sketch_sample(&s, 36 * S, 5 * V, 20 * A);
	assert_i64(cd_sketch_charge_uah(&s), 10000);
	assert_true(s.interval_us == 100 * MS);
}

/* Asked less often while nothing flows, a meter is as fast as it was. */
static void the_pace_is_that_of_the_flow(void **state)
{
	hold(0, 10 * S, 10 * MS, 5 * V, 1 * A);
	hold(10 * S, 60 * S, S, 5 * V, 0);
	assert_true(s.pace_us < 20 * MS);
	assert_true(s.interval_us > 900 * MS);
}

static void a_rest_ends_where_the_volts_go(void **state)
{
	hold(0, 10 * S, 100 * MS, 5 * V, 1 * A);
	hold(10 * S, 20 * S, 100 * MS, 5 * V, 2 * MA);
	hold(20 * S, 90 * S, 100 * MS, 0, 0);
	(void)cd_sketch_flush(&s);
	assert_i64(s.stood.i / (int64_t)s.stood.n, 2 * MA);
	assert_true(s.stood.over && s.stood.end_us < 21 * S);
}

static void volts_that_soon_go_are_no_rest(void **state)
{
	hold(0, 10 * S, 100 * MS, 5 * V, 1 * A);
	hold(10 * S, 12 * S, 100 * MS, 4500 * MV, 0);
	hold(12 * S, 20 * S, 100 * MS, 0, 0);
	(void)cd_sketch_flush(&s);
	assert_true(s.stood.n == 0);
	hold(20 * S, 30 * S, 100 * MS, 5 * V, 0); /* and they may come back to one */
	(void)cd_sketch_flush(&s);
	assert_true(s.stood.n > 0 && s.stood.start_us >= 20 * S);
}

/* Idle time counts once current flows again, and only then. */
static void idle_time_waits(void **state)
{
	struct cd_sketch before;

	hold(0, 36 * S, 100 * MS, 5 * V, 1 * A);
	(void)cd_sketch_sample(&s, 36 * S + 100 * MS, 5 * V, 0);
	before = s;
	hold(37 * S, 3600 * S, 100 * MS, 5 * V, 5 * MA);
	(void)cd_sketch_flush(&s);
	assert_i64(cd_sketch_charge_uah(&s), 10000 + 27); /* the last 0.1 s at 1 A */
	assert_int_equal(s.n_series, before.n_series);
	assert_int_equal(s.total.samples, before.total.samples);
	assert_i64(s.total.i_min, 1 * A);
	assert_i64(cd_sketch_v0_uv(&s, NULL), CD_UNKNOWN);
	assert_int_equal(s.n_settled, before.n_settled);

	/* One window for the whole idle time. */
	hold(3600 * S, 3600 * S + 900 * MS, 100 * MS, 5 * V, 1 * A);
	assert_int_equal(s.n_series, before.n_series + 2);
	assert_i64(s.series[before.n_series].i_ua, 4999);
	assert_i64(s.total.i_min, 0);
	assert_i64(cd_sketch_v0_uv(&s, NULL), 5 * V);
	assert_true(cd_sketch_charge_uah(&s) > 10000 + 4900);
}

/* A day at 10 S/s, 4.8 mA and 5.2 mA in turn: the mean stays a mean, however long. */
static void a_long_idle_time_keeps_its_mean(void **state)
{
	for (int64_t k = 0; k < 24 * 7200; k++)
		hold(k * 500 * MS, k * 500 * MS + 400 * MS, 100 * MS, k % 2 ? 5100 * MV : 5 * V,
			k % 2 ? 5200 : 4800);
	(void)cd_sketch_flush(&s);
	assert_i64(s.idle.i_ua, 5 * MA);
	assert_i64(s.idle.v_uv, 5050 * MV);
	assert_true(s.idle.n == 24 * 7200 * 5);

	/* And longer: the count of samples has room for more than 32 bits. */
	s.idle_v *= 10000;
	s.idle_i *= 10000;
	s.idle.n *= 10000;
	hold(24 * 3600 * S, 24 * 3600 * S + 400 * MS, 100 * MS, 5 * V, 5 * MA);
	(void)cd_sketch_flush(&s);
	assert_i64(s.idle.i_ua, 5 * MA);
}

static void without_current_ever_the_idle_time_is_all_there_is(void **state)
{
	hold(0, 20 * S, 100 * MS, 5 * V, 5 * MA);
	(void)cd_sketch_flush(&s);
	assert_int_equal(s.n_series, 0);
	cd_sketch_commit(&s);
	assert_int_equal(s.n_series, 1);
	assert_i64(s.series[0].i_ua, 5 * MA);
	assert_i64(s.series[0].start_us, 0);
	assert_i64(s.series[0].end_us, 20 * S);
	assert_int_equal(s.total.samples, 201);
	assert_i64(s.v_sustained_uv, 5 * V);
	assert_i64(s.i_sustained_ua, CD_UNKNOWN);
	cd_sketch_commit(&s);
	assert_int_equal(s.n_series, 1);
}

static void a_window_is_as_wide_as_the_meter_needs(void **state)
{
	static const struct {
		int64_t settle, base;
	} rows[] = { { CD_UNKNOWN, 500 * MS }, { 0, 500 * MS }, { 120 * MS, 500 * MS },
		{ 166 * MS, 500 * MS }, { 200 * MS, 600 * MS }, { 3 * S, 9 * S }, { 10 * S - 1, 30 * S - 3 },
		{ 10 * S, 500 * MS }, { 60 * S, 500 * MS } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_sketch_reset(&s, rows[k].settle, FLOW);
		assert_i64(s.base_us, rows[k].base);
		hold(0, rows[k].base - 100 * MS, 50 * MS, 5 * V, 1 * A);
		assert_int_equal(s.n_series, 0);
		assert_true(cd_sketch_sample(&s, rows[k].base, 5 * V, 1 * A));
		assert_i64(s.last.start_us, 0);
	}
}

/* A window holds nothing of the idle time behind the current. */
static void a_window_ends_where_the_current_ends(void **state)
{
	hold(0, 700 * MS, 100 * MS, 5 * V, 1 * A);
	assert_int_equal(s.n_series, 1);
	assert_true(cd_sketch_sample(&s, 800 * MS, 5 * V, 0));
	assert_int_equal(s.n_series, 2);
	assert_i64(s.series[1].start_us, 500 * MS);
	assert_i64(s.series[1].end_us, 700 * MS);
	assert_i64(s.series[1].i_min, 1 * A);
	assert_false(cd_sketch_sample(&s, 900 * MS, 5 * V, 0));
}

/* Windows before and after a merge say the same in all. */
static void the_series_merges_and_loses_nothing(void **state)
{
	static const unsigned windows[] = { 255, 256, 257, 384, 385, 512, 513, 1024, 1025, 5000, 100000 };
	static const struct {
		size_t n;
		uint32_t merge;
	} expect[] = { { 255, 1 }, { 256, 1 }, { 129, 2 }, { 192, 2 }, { 193, 2 }, { 256, 2 }, { 129, 4 },
		{ 256, 4 }, { 129, 8 }, { 157, 32 }, { 196, 512 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(windows); k++) {
		int64_t n = 0, sum = 0, expected = 0, end = 0;

		fresh(state);
		for (unsigned w = 0; w < windows[k]; w++) {
			int64_t i = 1 * A + (w % 2) * 100 * MA;

			hold(w * 500 * MS, w * 500 * MS + 400 * MS, 100 * MS, 5 * V, i);
			expected += 5 * i;
		}
		(void)cd_sketch_flush(&s);
		assert_int_equal(s.n_series, expect[k].n);
		assert_int_equal(s.merge, expect[k].merge);
		for (size_t j = 0; j < s.n_series; j++) {
			n += s.series[j].n;
			sum += (int64_t)s.series[j].n * s.series[j].i_ua;
			assert_true(s.series[j].start_us > end || j == 0);
			assert_true(s.series[j].end_us > s.series[j].start_us);
			end = s.series[j].end_us;
		}
		assert_i64(n, 5 * (int64_t)windows[k]);
		/* A mean is cut to a whole µA at each merge. */
		assert_true(sum <= expected && sum > expected - (int64_t)s.merge * n);
		assert_i64(s.series[0].start_us, 0);
		assert_i64(end, (windows[k] - 1) * 500 * MS + 400 * MS);
		assert_i64(s.series[0].v_min, 5 * V);
		assert_i64(s.series[0].i_max, (s.merge > 1 ? 1100 : 1000) * MA);
	}
}

/* However the time is lost, told by a gap or not: windows end before it and begin behind it, and it is counted. */
static void no_window_spans_missing_time(void **state)
{
	for (int told = 0; told < 2; told++) {
		fresh(state);
		hold(0, 120 * S + 200 * MS, 100 * MS, 5 * V, 200 * MA); /* merging has begun */
		if (told)
			cd_sketch_gap(&s);
		hold(720 * S, 840 * S, 100 * MS, 5 * V, 1 * A);
		assert_true(told || s.hole_us == 0);
		(void)cd_sketch_flush(&s);
		assert_i64(cd_sketch_charge_uah(&s), (120200 * 200 + 120000 * 1000) / 3600);
		for (size_t k = 0; k < s.n_series; k++) {
			const struct cd_window *w = &s.series[k];

			assert_true(w->end_us <= 120 * S + 200 * MS || w->start_us >= 720 * S);
			assert_i64(w->i_min, w->i_max);
			assert_i64(w->lost_us, 0);
			assert_i64(w->torn_us, w->start_us == 720 * S ? 600 * S - 200 * MS : 0);
		}
	}
}

static void a_hole_is_told_once(void **state)
{
	hold(0, 10 * S, 100 * MS, 5 * V, 1 * A);
	(void)cd_sketch_sample(&s, 15 * S, 5 * V, 1 * A);
	assert_i64(s.hole_us, 5 * S);
	(void)cd_sketch_sample(&s, 15 * S + 100 * MS, 5 * V, 1 * A);
	assert_i64(s.hole_us, 0);
	cd_sketch_gap(&s);
	(void)cd_sketch_sample(&s, 60 * S, 5 * V, 1 * A);
	assert_i64(s.hole_us, 0); /* somebody else told of it */
}

/* A meter that stalls all the time costs no more memory, and what is missing is still known. */
static void a_series_torn_everywhere_stays_bounded(void **state)
{
	int64_t missing = 0, covered = 0;

	for (int64_t k = 0; k < 5000; k++) {
		hold(k * 30 * S, k * 30 * S + 10 * S, 500 * MS, 5 * V, 1 * A);
		cd_sketch_gap(&s);
	}
	assert_true(s.n_series <= CD_SERIES_MAX);
	for (size_t k = 0; k < s.n_series; k++) {
		missing += s.series[k].torn_us + s.series[k].lost_us;
		covered += s.series[k].end_us - s.series[k].start_us - s.series[k].lost_us;
	}
	/* A window ends with its last sample: up to half a second to the next window is neither. */
	assert_i64(missing, 4999 * 20 * S);
	assert_true(covered > 5000 * 4 * S && covered <= 5000 * 10 * S);
	assert_i64(cd_sketch_charge_uah(&s), INT64_C(5000) * 10 * A / 3600);
}

/* Sums to compare with: v·i and i over one period of the two patterns, 7 and 11 long, and what is left of one. */
static __int128 exactly(int64_t n, bool energy)
{
	__int128 sum = 0, all = 0;

	for (int64_t k = 0; k < 77; k++) {
		int64_t v = 5 * V + k % 7, i = 1 * A + k % 11;

		all += energy ? (__int128)v * i : i;
		sum += k < n % 77 ? (energy ? (__int128)v * i : i) : 0;
	}
	return sum + all * (n / 77);
}

/* A day at 1000 samples a second, and not the last bit is lost: in doubles the sum of 10^7 a sample would have begun to
 * round after a second. */
static void a_day_at_a_kilohertz_is_exact(void **state)
{
	const int64_t n = INT64_C(24) * 3600 * 1000;

	for (int64_t k = 0; k <= n; k++)
		(void)cd_sketch_sample(&s, k * MS, 5 * V + k % 7, 1 * A + k % 11);
	assert_true(s.total.energy == exactly(n, true) * MS);
	assert_true(s.total.charge == exactly(n, false) * MS);
}

/* Thirty days, suspended for eight hours each night. */
static void a_month_with_nights_is_exact(void **state)
{
	const int64_t day = 16 * 3600;
	__int128 energy = 0;

	for (int64_t d = 0; d < 30; d++) {
		int64_t from = d * 24 * 3600 * S;

		for (int64_t k = 0; k <= day; k++)
			(void)cd_sketch_sample(&s, from + k * S, 5 * V + k % 7, 1 * A + k % 11);
		cd_sketch_gap(&s);
		energy += exactly(day, true) * S;
	}
	assert_true(s.total.energy == energy);
	assert_true(s.total.seconds > 30.0 * (double)day - 1e-3);
	assert_true(s.total.seconds < 30.0 * (double)day + 1e-3);
}

static uint64_t points(const struct cd_bins *b)
{
	uint64_t n = 0;

	for (size_t k = 0; k < CD_BINS; k++)
		n += b->bin[k].n;
	return n;
}

static void bins_widen_to_the_largest_current(void **state)
{
	static const struct {
		int64_t i, width;
		size_t bin;
	} rows[] = {
		{ 0, 25 * MA, 0 },
		{ -20 * A, 25 * MA, 0 },
		{ 25 * MA - 1, 25 * MA, 0 },
		{ 25 * MA, 25 * MA, 1 },
		{ 1600 * MA - 1, 25 * MA, 63 },
		{ 1600 * MA, 50 * MA, 32 },
		{ 3200 * MA, 100 * MA, 32 },
		{ 20 * A, 400 * MA, 50 },
	};
	double all_v = 0, all_i = 0, v = 0, i = 0;

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_bins_add(&s.settled, 5 * V, rows[k].i);
		assert_i64(s.settled.width_ua, rows[k].width);
		assert_true(s.settled.bin[rows[k].bin].n > 0);
		assert_int_equal(points(&s.settled), k + 1);
		all_v += 5;
		all_i += rows[k].i > 0 ? (double)rows[k].i / 1e6 : 0;
	}
	for (size_t k = 0; k < CD_BINS; k++) {
		v += s.settled.bin[k].v;
		i += s.settled.bin[k].i;
	}
	assert_true(v > all_v - 1e-9 && v < all_v + 1e-9);
	assert_true(i > all_i - 1e-9 && i < all_i + 1e-9);
}

/* Only windows in which nothing moved become points. */
static void points_are_settled_windows(void **state)
{
	hold(0, 2400 * MS, 100 * MS, 5 * V, 1 * A);         /* windows 0…4 */
	hold(2500 * MS, 2900 * MS, 100 * MS, 5 * V, 2 * A); /* window 5: a step up to it */
	hold(3000 * MS, 3400 * MS, 100 * MS, 5 * V, 2 * A); /* window 6: as before */
	hold(3500 * MS, 3700 * MS, 100 * MS, 5 * V, 2 * A); /* window 7: moves in itself */
	hold(3800 * MS, 3900 * MS, 100 * MS, 5 * V, 1700 * MA);
	hold(4000 * MS, 4300 * MS, 100 * MS, 5 * V, 1900 * MA); /* window 8: a drop-out is in it */
	(void)cd_sketch_sample(&s, 4400 * MS, 1 * V, 1900 * MA);
	hold(4500 * MS, 4900 * MS, 100 * MS, 5 * V, 1900 * MA); /* window 9 */
	(void)cd_sketch_sample(&s, 5000 * MS, 5 * V, 1900 * MA);
	assert_int_equal(s.n_series, 10);
	assert_int_equal(s.n_settled, 5 + 1 + 1);
	assert_int_equal(points(&s.settled), s.n_settled);
}

static void sustained_is_what_held_for_three_seconds(void **state)
{
	hold(0, 2900 * MS, 100 * MS, 5 * V, 2 * A);
	assert_i64(s.i_sustained_ua, CD_UNKNOWN);
	hold(3000 * MS, 5900 * MS, 100 * MS, 5 * V, 1 * A); /* closes the sixth window of 2 A */
	assert_i64(s.i_sustained_ua, 2 * A);
	hold(6000 * MS, 8400 * MS, 100 * MS, 5 * V, 3 * A); /* 2.5 s only */
	hold(8500 * MS, 12 * S, 100 * MS, 5 * V, 1 * A);
	assert_i64(s.i_sustained_ua, 2 * A);
	assert_i64(s.v_sustained_uv, 5 * V);
	(void)cd_sketch_sample(&s, 12 * S + 100 * MS, 9 * V, 1 * A);
	hold(12 * S + 200 * MS, 14 * S, 100 * MS, 5 * V, 1 * A);
	assert_i64(s.v_sustained_uv, 5 * V); /* a spike does not hold */
}

static void a_gap_breaks_what_is_sustained(void **state)
{
	hold(0, 2400 * MS, 100 * MS, 5 * V, 2 * A);
	cd_sketch_gap(&s);
	hold(20 * S, 20 * S + 900 * MS, 100 * MS, 5 * V, 2 * A);
	(void)cd_sketch_flush(&s);
	assert_i64(s.i_sustained_ua, CD_UNKNOWN);
}

/* A plug that is pushed in: the line is at 5.1 V at once, a meter of half a second gets there as it can, and so early something
 * flows for one sample only. */
static void the_way_of_a_meter_is_no_voltage(void **state)
{
	static const struct {
		const char *what;
		int64_t settle, at, uv;
	} rows[] = {
		{ "it shows what is there", 0, 100 * MS, 4270 * MV },
		{ "it smooths", 500 * MS, 100 * MS, CD_UNKNOWN },
		{ "after twice its time", 500 * MS, 1000 * MS, CD_UNKNOWN },
		{ "after three times", 500 * MS, 1500 * MS, 4270 * MV },
		{ "nobody knows whether it does", CD_UNKNOWN, 100 * MS, CD_UNKNOWN },
		{ "but none known does for longer", CD_UNKNOWN, 500 * MS, 4270 * MV },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		cd_sketch_reset(&s, rows[k].settle, FLOW);
		hold(0, 5 * S - 50 * MS, 50 * MS, 0, 0);
		hold(5 * S, 5 * S + rows[k].at - 50 * MS, 50 * MS, 4270 * MV, 1 * MA);
		(void)cd_sketch_flush(&s);
		hold(5 * S + rows[k].at, 5 * S + rows[k].at, 50 * MS, 4270 * MV, 12 * MA);
		hold(5 * S + rows[k].at + 50 * MS, 5 * S + rows[k].at + 50 * MS, 50 * MS, 4800 * MV, 6 * MA);
		if (cd_sketch_v0_uv(&s, NULL) != rows[k].uv)
			fail_msg("%s: %lld", rows[k].what, (long long)cd_sketch_v0_uv(&s, NULL));
	}
}

static void no_load_is_a_voltage_that_stands(void **state)
{
	static const struct {
		struct cd_window w;
		bool counts;
	} rows[] = {
		{ { .n = 5, .v_uv = 5 * V, .i_ua = 0, .v_min = 5 * V }, true },
		{ { .n = 5, .v_uv = 5 * V, .i_ua = 50 * MA - 1, .v_min = 4900 * MV }, true },
		{ { .n = 5, .v_uv = 5 * V, .i_ua = 50 * MA, .v_min = 5 * V }, false },
		{ { .n = 5, .v_uv = 5 * V, .i_ua = 0, .v_min = 4850 * MV }, false },
		{ { .n = 5, .v_uv = 3 * V, .i_ua = 0, .v_min = 3 * V }, false },
		{ { .n = 5, .v_uv = 0, .i_ua = 0, .v_min = 0 }, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		cd_sketch_no_load(&s, &rows[k].w);
		assert_i64(cd_sketch_v0_uv(&s, NULL), rows[k].counts ? rows[k].w.v_uv : CD_UNKNOWN);
	}
	fresh(state);
	cd_sketch_no_load(&s, &(struct cd_window){ .n = 1, .v_uv = 5 * V, .v_min = 5 * V });
	cd_sketch_no_load(&s, &(struct cd_window){ .n = 1, .v_uv = 5100 * MV, .v_min = 5100 * MV });
	assert_i64(cd_sketch_v0_uv(&s, NULL), 5050 * MV);
}

/* In a pause it may be another contract's level, or what is left of a power bank: it counts where nothing else was seen. */
static void volts_of_a_pause_count_last(void **state)
{
	const struct cd_window before = { .n = 1, .v_uv = 5 * V, .v_min = 5 * V };
	uint64_t n;

	for (int seen = 0; seen < 2; seen++) {
		fresh(state);
		if (seen)
			cd_sketch_no_load(&s, &before);
		hold(0, 5 * S, 100 * MS, 9 * V, 1 * A);
		hold(5 * S, 10 * S, 100 * MS, 8900 * MV, 0);
		hold(10 * S, 15 * S, 100 * MS, 9 * V, 1 * A);
		(void)cd_sketch_flush(&s);
		assert_i64(cd_sketch_v0_uv(&s, &n), seen ? 5 * V : 8900 * MV);
		assert_true(seen ? n == 1 : n > 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_constant_load_is_counted_exactly, fresh),
		cmocka_unit_test_setup(the_largest_values_overflow_nothing, fresh),
		cmocka_unit_test_setup(unknown_before_the_second_sample, fresh),
		cmocka_unit_test_setup(holes_are_not_integrated, fresh),
		cmocka_unit_test_setup(nothing_is_integrated_across_a_gap, fresh),
		cmocka_unit_test_setup(standing_time_adds_nothing, fresh),
		cmocka_unit_test_setup(the_pace_is_that_of_the_flow, fresh),
		cmocka_unit_test_setup(a_rest_ends_where_the_volts_go, fresh),
		cmocka_unit_test_setup(volts_that_soon_go_are_no_rest, fresh),
		cmocka_unit_test_setup(idle_time_waits, fresh),
		cmocka_unit_test_setup(a_long_idle_time_keeps_its_mean, fresh),
		cmocka_unit_test_setup(without_current_ever_the_idle_time_is_all_there_is, fresh),
		cmocka_unit_test_setup(a_window_is_as_wide_as_the_meter_needs, fresh),
		cmocka_unit_test_setup(a_window_ends_where_the_current_ends, fresh),
		cmocka_unit_test_setup(the_series_merges_and_loses_nothing, fresh),
		cmocka_unit_test_setup(no_window_spans_missing_time, fresh),
		cmocka_unit_test_setup(a_hole_is_told_once, fresh),
		cmocka_unit_test_setup(a_series_torn_everywhere_stays_bounded, fresh),
		cmocka_unit_test_setup(a_day_at_a_kilohertz_is_exact, fresh),
		cmocka_unit_test_setup(a_month_with_nights_is_exact, fresh),
		cmocka_unit_test_setup(bins_widen_to_the_largest_current, fresh),
		cmocka_unit_test_setup(points_are_settled_windows, fresh),
		cmocka_unit_test_setup(sustained_is_what_held_for_three_seconds, fresh),
		cmocka_unit_test_setup(a_gap_breaks_what_is_sustained, fresh),
		cmocka_unit_test_setup(the_way_of_a_meter_is_no_voltage, fresh),
		cmocka_unit_test_setup(no_load_is_a_voltage_that_stands, fresh),
		cmocka_unit_test_setup(volts_of_a_pause_count_last, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
