/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The state machine drawn in session.h, step by step: what opens a session, what keeps it, what closes it
 * and when it is then said to have ended.
 */

#include "test.h"

#include "sample.h"
#include "session.h"

#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define V INT64_C(1000000)
#define MA INT64_C(1000)
#define NEVER INT64_MAX

static const struct cd_settings set = CD_SETTINGS_DEFAULT;
static struct cd_session s;

static int fresh(void **state)
{
	cd_session_init(&s);
	return 0;
}

static int done(void **state)
{
	cd_session_done(&s);
	return 0;
}

static int sample(int64_t t, int64_t v, int64_t i)
{
	int r = cd_session_sample(&s, &set, CD_UNKNOWN, t, v, i);

	assert_true(r >= 0);
	return r & ~CD_SESSION_WINDOW;
}

/* Samples in [from, to), 100 ms apart; what they did in all. */
static int hold(int64_t from, int64_t to, int64_t v, int64_t i)
{
	int did = 0;

	for (int64_t t = from; t < to; t += 100 * MS)
		did |= sample(t, v, i);
	return did;
}

/* Runs what is due until `until`; the time of the close, or NEVER. */
static int64_t run(int64_t until)
{
	while (s.deadline_us <= until) {
		int64_t t = s.deadline_us;

		if (cd_session_deadline(&s, &set, t) & CD_SESSION_CLOSED)
			return t;
		assert_true(s.deadline_us > t);
	}
	return NEVER;
}

static void nothing_happened_yet(void **state)
{
	assert_false(s.open);
	assert_int_equal(s.number, 0);
	assert_i64(cd_session_end(&s), CD_UNKNOWN);
	assert_false(cd_session_provisional(&s));
	assert_i64(s.deadline_us, NEVER);
	assert_int_equal(cd_session_attached(&s, &set, 5 * S, false), 0);
	assert_int_equal(cd_session_hint(&s, &set, 6 * S), 0);
	cd_session_gap(&s);
	assert_false(s.open);
}

static void current_opens(void **state)
{
	static const struct {
		int64_t before, i;
		bool opens;
	} rows[] = {
		{ 0, 10 * MA, false }, /* one step of 10 mA: the meter may have no smaller one */
		{ 0, 9999, false },
		{ 9 * MA, 10 * MA, true }, /* steps of 1 mA are known */
		{ 9 * MA, 9999, false },
		{ 0, 21 * MA, true }, /* no step of the meter is that large */
		{ 0, 20 * MA, false },
		{ 0, -500 * MA, false }, /* flows the other way */
		{ 0, CD_SAMPLE_MAX_UA, true },
		{ -CD_SAMPLE_MAX_UA, CD_SAMPLE_MAX_UA, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		bool opens;

		fresh(state);
		assert_int_equal(sample(1 * S, 5 * V, rows[k].before), 0);
		opens = sample(1100 * MS, 5 * V, rows[k].i) == CD_SESSION_OPENED;
		if (opens != rows[k].opens || s.open != opens)
			fail_msg("%lld after %lld", (long long)rows[k].i, (long long)rows[k].before);
		if (opens)
			assert_i64(s.start_us, 1100 * MS);
		done(state);
	}
}

static void the_first_sample_may_open(void **state)
{
	assert_int_equal(sample(0, 5 * V, 10 * MA), CD_SESSION_OPENED);
	assert_int_equal(s.number, 1);
	assert_i64(s.start_us, 0);
}

static void the_ten_seconds_before_are_the_no_load_segment(void **state)
{
	hold(0, 19 * S, 4 * V, 0); /* too long ago */
	hold(19 * S, 30 * S, 5 * V, 0);
	hold(30 * S, 31 * S, 5 * V, 500 * MA);
	assert_true(s.open);
	assert_i64(s.start_us, 30 * S);
	assert_i64(cd_sketch_v0_uv(&s.electrical->sketch, NULL), 5 * V);
	assert_int_equal(s.electrical->sketch.no_load.n, 20);
	assert_i64(s.electrical->sketch.total.v_max, 5 * V);
	assert_i64(s.electrical->sketch.total.samples, 10);
}

/* What has moved just before goes on moving in the session. */
static void what_moved_before_has_moved(void **state)
{
	for (int64_t t = 0; t < 5 * S; t += 50 * MS)
		assert_true(cd_session_sample(&s, &set, 500 * MS, t, 0, t / (50 * MS) % 2 * MA) >= 0);
	assert_true(cd_session_sample(&s, &set, 500 * MS, 5 * S, 4060000, 10 * MA) & CD_SESSION_OPENED);
	for (int64_t t = 5 * S + 50 * MS; t < 6 * S; t += 50 * MS)
		assert_true(cd_session_sample(&s, &set, 500 * MS, t, 4100000, 5 * MA) >= 0);
	for (int64_t t = 6 * S; t < 8 * S; t += 50 * MS)
		assert_true(cd_session_sample(&s, &set, 500 * MS, t, 5 * V, 500 * MA) >= 0);
	assert_i64(cd_sketch_v0_uv(&s.electrical->sketch, NULL), CD_UNKNOWN);
}

/* A partner opens it as current does: the volts before are no load, and the meter is what it was. */
static void a_partner_has_a_no_load_segment_too(void **state)
{
	int64_t settle_us = 400 * MS;

	for (int64_t t = 0; t < 20 * S; t += 100 * MS)
		assert_true(cd_session_sample(&s, &set, settle_us, t, t < 10 * S ? 4 * V : 5 * V, 0) >= 0);
	assert_int_equal(cd_session_attached(&s, &set, 20 * S, true), CD_SESSION_OPENED);
	assert_i64(cd_sketch_v0_uv(&s.electrical->sketch, NULL), 5 * V);
	assert_int_equal(s.electrical->sketch.total.samples, 0);
	assert_i64(s.electrical->sketch.base_us, 3 * settle_us);
}

static void without_current_it_closes_after_a_minute(void **state)
{
	hold(0, 10 * S, 5 * V, 500 * MA);
	hold(10 * S, 60 * S, 5 * V, 0);
	assert_i64(run(69 * S), NEVER);
	assert_true(s.open);
	assert_i64(cd_session_end(&s), 9900 * MS);
	assert_i64(run(1000 * S), 69900 * MS);
	assert_false(s.open);
	assert_i64(cd_session_end(&s), 9900 * MS); /* its last evidence, not the close */
	assert_i64(s.deadline_us, NEVER);
	assert_int_equal(cd_session_deadline(&s, &set, 2000 * S), 0);
}

/* How far apart the meter's samples are is known from before the session. */
static void a_hole_at_its_beginning_is_a_hole(void **state)
{
	hold(0, 10 * S, 5 * V, 0);
	assert_int_equal(sample(10 * S, 5 * V, 1000 * MA), CD_SESSION_OPENED);
	hold(40 * S, 76 * S, 5 * V, 1000 * MA);
	(void)sample(76 * S, 5 * V, 1000 * MA);
	assert_i64(cd_sketch_charge_uah(&s.electrical->sketch), 10000);
}

static void current_that_comes_back_keeps_it(void **state)
{
	hold(0, 10 * S, 5 * V, 500 * MA);
	hold(10 * S, 69 * S, 0, 0);
	assert_i64(run(69 * S), NEVER);
	assert_int_equal(hold(69 * S, 70 * S, 5 * V, 500 * MA), 0);
	assert_i64(run(129 * S), NEVER);
	assert_int_equal(s.number, 1);
	assert_i64(run(1000 * S), 129900 * MS);
	assert_i64(cd_session_end(&s), 69900 * MS);
}

static void a_tapered_one_stays_until_vbus_goes(void **state)
{
	hold(0, 10 * S, 5 * V, 500 * MA);
	cd_session_set_tapered(&s, true);
	for (int64_t t = 10 * S; t < 3600 * S; t += 100 * MS) {
		(void)sample(t, 5 * V, 0);
		assert_i64(run(t), NEVER);
	}
	hold(3600 * S, 3700 * S, 0, 0);
	assert_i64(run(4000 * S), 3659900 * MS);
	assert_i64(cd_session_end(&s), 3599900 * MS);
}

static void a_partner_opens_and_keeps(void **state)
{
	assert_int_equal(cd_session_attached(&s, &set, 5 * S, true), CD_SESSION_OPENED);
	assert_i64(s.start_us, 5 * S);
	assert_int_equal(cd_session_attached(&s, &set, 6 * S, true), 0);
	assert_i64(run(100000 * S), NEVER);
	assert_i64(s.deadline_us, NEVER);
	assert_int_equal(cd_session_attached(&s, &set, 7200 * S, false), 0);
	assert_i64(cd_session_end(&s), 7200 * S);

	/* Away for less than a minute: the same. */
	assert_i64(run(7259 * S), NEVER);
	assert_int_equal(cd_session_attached(&s, &set, 7259 * S, true), 0);
	assert_int_equal(cd_session_attached(&s, &set, 7300 * S, false), 0);
	assert_int_equal(cd_session_attached(&s, &set, 7310 * S, false), 0); /* told twice */
	assert_i64(run(8000 * S), 7360 * S);
	assert_int_equal(s.number, 1);
	assert_i64(cd_session_end(&s), 7300 * S);

	assert_int_equal(cd_session_attached(&s, &set, 8000 * S, true), CD_SESSION_OPENED);
	assert_int_equal(s.number, 2);
	assert_i64(s.start_us, 8000 * S);
}

static void current_keeps_it_when_the_partner_is_gone(void **state)
{
	(void)cd_session_attached(&s, &set, 0, true);
	hold(1 * S, 20 * S, 5 * V, 500 * MA);
	(void)cd_session_attached(&s, &set, 10 * S, false);
	assert_i64(run(70 * S), NEVER);
	assert_i64(run(1000 * S), 79900 * MS);
	assert_i64(cd_session_end(&s), 19900 * MS);
}

/* A recording of VBUS in which nothing ever flowed. */
static void vbus_alone_is_one_session_from_first_to_last(void **state)
{
	hold(0, 2 * S, 0, 0);
	assert_false(cd_session_provisional(&s));
	hold(2 * S, 50 * S, 5 * V, 0);
	assert_true(cd_session_provisional(&s));
	hold(50 * S, 60 * S, 800000, 0); /* vSafe0V: gone */
	assert_false(s.open);
	assert_true(cd_session_provisional(&s));
	assert_i64(s.first_vbus_us, 2 * S);
	assert_i64(cd_session_end(&s), 49900 * MS);
}

static void a_person_opens_it_where_there_is_vbus(void **state)
{
	hold(0, 2 * S, 5 * V, 0);
	assert_int_equal(cd_session_hint(&s, &set, 3 * S), CD_SESSION_OPENED);
	assert_i64(s.start_us, 0);
	assert_int_equal(cd_session_hint(&s, &set, 4 * S), 0);
	for (int64_t t = 4 * S; t < 300 * S; t += S) {
		(void)sample(t, 5 * V, 0);
		assert_i64(run(t), NEVER);
	}
	hold(300 * S, 301 * S, 0, 0);
	assert_i64(run(1000 * S), 359 * S);
	assert_i64(cd_session_end(&s), 299 * S);
	assert_int_equal(cd_session_hint(&s, &set, 1000 * S), 0); /* no VBUS: nothing is plugged in */
}

static void over_current_opens_and_is_counted(void **state)
{
	assert_int_equal(cd_session_over_current(&s, &set, 5 * S, 2, true), CD_SESSION_OPENED);
	assert_int_equal(cd_session_over_current(&s, &set, 6 * S, 1, true), 0);
	assert_int_equal(cd_session_over_current(&s, &set, 7 * S, 4, false), 0);
	assert_int_equal(s.over_current_n, 3);
	assert_int_equal(s.spurious_n, 4);
	assert_i64(s.over_current_us, 7 * S);
	assert_i64(run(1000 * S), 67 * S);
	assert_i64(cd_session_end(&s), 7 * S);

	assert_int_equal(cd_session_over_current(&s, &set, 2000 * S, 1, true), CD_SESSION_OPENED);
	assert_int_equal(s.over_current_n, 1);
	assert_int_equal(s.spurious_n, 0);
}

/* Two sessions have nothing in common, whatever opens the second. */
static void the_next_session_begins_anew(void **state)
{
	for (int how = 0; how < 4; how++) {
		const struct cd_sketch *k;

		fresh(state);
		hold(0, 3600 * S, 5 * V, 500 * MA);
		hold(3600 * S, 3602 * S, 0, 500 * MA); /* a drop-out, half a volt-ampere */
		hold(3602 * S, 3610 * S, 5 * V, 500 * MA);
		hold(3610 * S, 3670 * S, 0, 0);
		assert_true(run(3700 * S) < NEVER);
		hold(3700 * S, 3710 * S, 5200000, 0);
		if (how == 0)
			(void)sample(3710 * S, 5200000, 500 * MA);
		else if (how == 1)
			(void)cd_session_attached(&s, &set, 3710 * S, true);
		else if (how == 2)
			(void)cd_session_hint(&s, &set, 3710 * S);
		else
			(void)cd_session_over_current(&s, &set, 3710 * S, 1, true);
		assert_true(s.open);
		assert_int_equal(s.number, 2);
		assert_i64(s.start_us, how == 2 ? 3700 * S : 3710 * S);
		k = &s.electrical->sketch;
		if (cd_known(cd_sketch_energy_uwh(k)) && cd_sketch_energy_uwh(k) != 0)
			fail_msg("opened by %d: %lld uWh of the session before", how,
				(long long)cd_sketch_energy_uwh(k));
		assert_int_equal(k->n_series, 0);
		assert_int_equal(s.electrical->drops.collapses.n, 0);
		done(state);
	}
}

/* What follows a session is not of it. */
static void a_closed_session_stays_as_it_was(void **state)
{
	struct cd_electrical before;

	hold(0, 60 * S, 5 * V, 500 * MA);
	hold(60 * S, 130 * S, 5 * V, 0);
	assert_true(run(130 * S) < NEVER);
	before = *s.electrical;
	hold(130 * S, 140 * S, 5 * V, 0);
	hold(140 * S, 141 * S, 0, 0); /* would be a drop-out */
	hold(141 * S, 190 * S, 5900000, 0);
	cd_session_gap(&s);
	assert_memory_equal(&before, s.electrical, sizeof(before));
	assert_i64(cd_session_end(&s), 59900 * MS);
}

static void the_pre_roll_outlives_a_close(void **state)
{
	hold(0, 10 * S, 5 * V, 500 * MA);
	hold(10 * S, 80 * S, 5 * V, 0);
	assert_true(run(80 * S) < NEVER);
	hold(80 * S, 90 * S, 5100000, 0);
	assert_int_equal(sample(90 * S, 5 * V, 500 * MA), CD_SESSION_OPENED);
	assert_i64(cd_sketch_v0_uv(&s.electrical->sketch, NULL), 5100000);
}

/* Low at the plug stays what it was, whatever is said when it is full. */
static void what_was_low_has_been_low(void **state)
{
	cd_session_said(&s, 1 * S, true);
	hold(2 * S, 30 * S, 5 * V, 500 * MA);
	cd_session_said(&s, 20 * S, false);
	assert_i64(s.low_us, 1 * S);
	assert_i64(s.said_us, 20 * S);
	cd_session_said(&s, 25 * S, true);
	assert_i64(s.low_us, 1 * S);
}

static void what_is_said_last_before_the_plug_counts(void **state)
{
	cd_session_said(&s, 1 * S, true);
	cd_session_said(&s, 2 * S, false);
	hold(3 * S, 30 * S, 5 * V, 500 * MA);
	assert_i64(s.low_us, CD_UNKNOWN);
	cd_session_said(&s, 20 * S, true);
	assert_i64(s.low_us, 20 * S);
}

static void of_an_earlier_charge_it_says_nothing(void **state)
{
	cd_session_said(&s, 1 * S, true);
	hold(3600 * S, 3630 * S, 5 * V, 500 * MA);
	assert_i64(s.low_us, CD_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_happened_yet, fresh, done),
		cmocka_unit_test_setup_teardown(current_opens, fresh, done),
		cmocka_unit_test_setup_teardown(the_first_sample_may_open, fresh, done),
		cmocka_unit_test_setup_teardown(the_ten_seconds_before_are_the_no_load_segment, fresh, done),
		cmocka_unit_test_setup_teardown(what_moved_before_has_moved, fresh, done),
		cmocka_unit_test_setup_teardown(a_partner_has_a_no_load_segment_too, fresh, done),
		cmocka_unit_test_setup_teardown(without_current_it_closes_after_a_minute, fresh, done),
		cmocka_unit_test_setup_teardown(a_hole_at_its_beginning_is_a_hole, fresh, done),
		cmocka_unit_test_setup_teardown(current_that_comes_back_keeps_it, fresh, done),
		cmocka_unit_test_setup_teardown(a_tapered_one_stays_until_vbus_goes, fresh, done),
		cmocka_unit_test_setup_teardown(a_partner_opens_and_keeps, fresh, done),
		cmocka_unit_test_setup_teardown(current_keeps_it_when_the_partner_is_gone, fresh, done),
		cmocka_unit_test_setup_teardown(vbus_alone_is_one_session_from_first_to_last, fresh, done),
		cmocka_unit_test_setup_teardown(a_person_opens_it_where_there_is_vbus, fresh, done),
		cmocka_unit_test_setup_teardown(over_current_opens_and_is_counted, fresh, done),
		cmocka_unit_test_setup_teardown(the_next_session_begins_anew, fresh, done),
		cmocka_unit_test_setup_teardown(a_closed_session_stays_as_it_was, fresh, done),
		cmocka_unit_test_setup_teardown(the_pre_roll_outlives_a_close, fresh, done),
		cmocka_unit_test_setup_teardown(what_was_low_has_been_low, fresh, done),
		cmocka_unit_test_setup_teardown(what_is_said_last_before_the_plug_counts, fresh, done),
		cmocka_unit_test_setup_teardown(of_an_earlier_charge_it_says_nothing, fresh, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
