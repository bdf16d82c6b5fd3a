/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Time that is missing: kept in bounds, counted once, told in the analysis; and time that a battery was full.
 */

#include "feed.h"

#include "full-time.h"
#include "gaps.h"

#define M "meter0"
#define B "BAT0"

static struct feed f;

static int start(void **state)
{
	feed_done(&f);
	feed_start(&f, CD_GROUP_ONE_METER);
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	return 0;
}

static int done(void **state)
{
	feed_done(&f);
	return 0;
}

static void one_time_counts_once(void **state)
{
	struct cd_gaps g = { .n = 0 };

	/* Samples stayed away, then three inputs tell why; the meter's stall reaches out of it at both ends. */
	cd_gaps_add(&g, 700 * S, 600 * S, _CD_GAP_INVALID);
	for (int k = 0; k < 3; k++)
		cd_gaps_add(&g, 700 * S, 600 * S, CD_GAP_SUSPEND);
	cd_gaps_add(&g, 702 * S, 604 * S, CD_GAP_STALL);
	assert_int_equal(g.n, 1);
	assert_i64(g.item[0].start_us, 98 * S);
	assert_i64(g.item[0].duration_us, 604 * S);
	assert_int_equal(g.item[0].reason, CD_GAP_SUSPEND);
	/* The next one, and two that nobody knows the length of. */
	cd_gaps_add(&g, 800 * S, 50 * S, CD_GAP_STALL);
	cd_gaps_add(&g, 900 * S, CD_UNKNOWN, CD_GAP_OVERFLOW);
	cd_gaps_add(&g, 900 * S, 0, CD_GAP_OVERFLOW); /* as a recording writes it */
	assert_int_equal(g.n, 3);
	assert_i64(g.item[2].duration_us, CD_UNKNOWN);
	assert_i64(g.item[2].start_us, 900 * S);
}

static void too_many_become_one(void **state)
{
	struct cd_gaps g = { .n = 0 };

	for (int k = 1; k <= 1000; k++)
		cd_gaps_add(&g, k * 10 * S, 2 * S, k == 500 ? CD_GAP_SUSPEND : CD_GAP_STALL);
	assert_int_equal(g.n, CD_GAPS_MAX);
	assert_int_equal(g.item[CD_GAPS_MAX - 2].count, 1);
	assert_int_equal(g.item[CD_GAPS_MAX - 1].count, 1000 - CD_GAPS_MAX + 1);
	assert_i64(g.item[CD_GAPS_MAX - 1].start_us, CD_GAPS_MAX * 10 * S - 2 * S);
	assert_i64(g.item[CD_GAPS_MAX - 1].duration_us, (1000 - CD_GAPS_MAX + 1) * 2 * S);
	assert_int_equal(g.item[CD_GAPS_MAX - 1].reason, _CD_GAP_INVALID);
}

static void gap(int64_t t_us, int64_t duration_us, enum cd_gap_reason reason)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_GAP, .input = M };

	ev.gap.reason = reason;
	ev.gap.duration_us = duration_us;
	feed_good(&f, &ev);
}

static struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	assert_true(json_object_object_get_ex(o, key, &v));
	return v;
}

static struct json_object *gaps_of(struct json_object *o, size_t n)
{
	struct json_object *list = member(o, "gaps");

	assert_int_equal(json_object_array_length(list), n);
	return list;
}

/* An hour asleep with the meter between charger and phone: one session, without that hour in any of its numbers. */
static void a_suspend_ends_no_session(void **state)
{
	struct json_object *o, *g;

	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 305 * S, M, 5 * V, 1 * A);
	gap(3905 * S, 3600 * S, CD_GAP_SUSPEND);
	feed_hold(&f, 3905 * S, 4205 * S, M, 5 * V, 1 * A);
	assert_int_equal(feed_session(&f, "bench").number, 1);
	assert_i64(feed_session(&f, "bench").charge_uah, 599800 / 3600 * 1000 + 611); /* 299.9 s twice */
	o = feed_analyze(&f, "bench");
	g = json_object_array_get_idx(gaps_of(o, 1), 0);
	assert_i64(json_object_get_int64(member(g, "start_us")), 305 * S);
	assert_i64(json_object_get_int64(member(g, "duration_us")), 3600 * S);
	assert_str(json_object_get_string(member(g, "reason")), "suspend");
	assert_int_equal(json_object_get_int(member(g, "count")), 1);
	json_object_put(o);
}

/* Behind it the current has as long to come back as ever; if it does not, the session ended before. */
static void after_a_suspend_it_waits_once_more(void **state)
{
	struct json_object *o;

	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 105 * S, M, 5 * V, 1 * A);
	gap(3705 * S, 3600 * S, CD_GAP_SUSPEND);
	feed_hold(&f, 3705 * S, 3764 * S, M, 5 * V, 0);
	assert_true(feed_session(&f, "bench").open);
	feed_hold(&f, 3764 * S, 3767 * S, M, 5 * V, 0);
	assert_false(feed_session(&f, "bench").open);
	assert_i64(feed_session(&f, "bench").end_us, 105 * S - 100 * MS);
	o = feed_analyze(&f, "bench");
	(void)gaps_of(o, 0); /* it lies behind the end */
	json_object_put(o);
}

/* A stall is not known to hide anything but the meter. */
static void a_stall_keeps_no_session_open(void **state)
{
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 105 * S, M, 5 * V, 1 * A);
	gap(3705 * S, 3600 * S, CD_GAP_STALL);
	assert_false(feed_session(&f, "bench").open);
}

static void samples_that_stay_away_are_a_gap_too(void **state)
{
	struct json_object *o, *g;

	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 105 * S, M, 5 * V, 1 * A);
	feed_hold(&f, 135 * S, 235 * S, M, 5 * V, 1 * A);
	o = feed_analyze(&f, "bench");
	g = json_object_array_get_idx(gaps_of(o, 1), 0);
	assert_i64(json_object_get_int64(member(g, "duration_us")), 30 * S + 100 * MS);
	assert_null(member(g, "reason"));
	json_object_put(o);
}

/* -- Minutes at full ------------------------------------------------------------------------------------------- */

static void times_at_full_add_up(void **state)
{
	struct cd_full_time t = { .since_us = CD_UNKNOWN };

	assert_i64(cd_full_time_until(&t, 100 * S), 0);
	cd_full_time_say(&t, 10 * S, true);
	cd_full_time_say(&t, 15 * S, true);
	assert_i64(cd_full_time_until(&t, 20 * S), 10 * S);
	cd_full_time_say(&t, 30 * S, false);
	cd_full_time_say(&t, 40 * S, false);
	cd_full_time_say(&t, 50 * S, true);
	assert_i64(cd_full_time_until(&t, 60 * S), 30 * S);
	assert_i64(cd_full_time_until(&t, CD_UNKNOWN), 20 * S);
}

static int64_t full_us(void)
{
	struct json_object *o = feed_analyze(&f, "bench");
	int64_t v = json_object_get_int64(member(o, "full_us"));

	json_object_put(o);
	return v;
}

static void say(int64_t t_us, const char *status, const char *online)
{
	char word[40], on[16];

	(void)snprintf(word, sizeof(word), "status=%s", status);
	(void)snprintf(on, sizeof(on), "online=%s", online);
	feed_attributes(&f, t_us, B, "type=Battery", word);
	feed_attributes(&f, t_us, "AC", "type=Mains", on);
	feed_settled(&f);
}

/* By the driver, plugged in for 42 hours; a top-up does not count, nor what comes after the unplug. */
static void a_driver_says_full(void **state)
{
	const int64_t hour = 3600 * S;

	feed_done(&f);
	feed_start(&f, CD_GROUP_TOLD);
	feed_added(&f, 0, B, CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
	(void)feed_port(&f, 0, "bench", "AC", B);
	say(0, "Full", "0");
	assert_i64(feed_session(&f, "bench").full_since_us, CD_UNKNOWN);
	say(10 * S, "Charging", "1");
	f.what = 0;
	say(1 * hour, "Full", "1");
	assert_true(f.what & CD_CHANGE_TO_FULL);
	assert_i64(feed_session(&f, "bench").full_since_us, 1 * hour);
	assert_str(feed_session(&f, "bench").to_full.reason, "it is full");
	say(20 * hour, "Charging", "1");
	assert_i64(feed_session(&f, "bench").full_since_us, CD_UNKNOWN);
	say(21 * hour, "Full", "1");
	say(43 * hour, "Full", "0");
	feed_advance(&f, 44 * hour);
	assert_false(feed_session(&f, "bench").open);
	assert_i64(full_us(), (19 + 22) * hour);
}

/* By its current: 42 hours with VBUS behind the taper, a sample every ten seconds. */
static void a_meter_sees_full_for_days(void **state)
{
	int64_t t = 10 * S;

	for (; t < 3600 * S; t += 10 * S)
		feed_sample(&f, t, M, 5 * V, 1 * A);
	for (int k = 0; k < 290; k++, t += 10 * S)
		feed_sample(&f, t, M, 5 * V, 1 * A - k * 3400);
	for (int64_t end = t + 42 * 3600 * S; t < end; t += 10 * S)
		feed_sample(&f, t, M, 5 * V, 5 * MA);
	assert_true(feed_session(&f, "bench").open);
	assert_true(cd_known(feed_session(&f, "bench").full_since_us));
	assert_true(full_us() >= 42 * 3600 * S - 60 * S && full_us() < 42 * 3600 * S + 900 * S);
	for (int64_t end = t + 600 * S; t < end; t += 10 * S)
		feed_sample(&f, t, M, 0, 0);
	assert_false(feed_session(&f, "bench").open);
	assert_true(full_us() >= 42 * 3600 * S - 60 * S && full_us() < 42 * 3600 * S + 900 * S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_time_counts_once),
		cmocka_unit_test(too_many_become_one),
		cmocka_unit_test_setup_teardown(a_suspend_ends_no_session, start, done),
		cmocka_unit_test_setup_teardown(after_a_suspend_it_waits_once_more, start, done),
		cmocka_unit_test_setup_teardown(a_stall_keeps_no_session_open, start, done),
		cmocka_unit_test_setup_teardown(samples_that_stay_away_are_a_gap_too, start, done),
		cmocka_unit_test(times_at_full_add_up),
		cmocka_unit_test_setup_teardown(a_driver_says_full, start, done),
		cmocka_unit_test_setup_teardown(a_meter_sees_full_for_days, start, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
