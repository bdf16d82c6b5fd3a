/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a battery's driver says over a session, told word by word. A row is what it said at a time.
 */

#include "test.h"

#include "battery-course.h"

#define S CD_US_PER_S
#define MIN (60 * S)
#define MV INT64_C(1000)
#define MA INT64_C(1000)

static struct cd_battery_course course;
static struct cd_facts facts;

static int fresh(void **state)
{
	cd_battery_course_reset(&course);
	cd_facts_gather(NULL, 0, 0, &facts);
	facts.has_battery = true;
	facts.status = CD_STATUS_CHARGING;
	facts.stored_uah = 0;
	facts.full_uah = 3000 * MA;
	return 0;
}

static void say(int64_t t_us, int cell_mv, int ma, int percent)
{
	facts.battery_us = t_us;
	facts.cell_uv = cell_mv > 0 ? cell_mv * MV : CD_UNKNOWN;
	facts.flow_ua = ma * MA;
	facts.flow_uw = facts.flow_ua * 3;
	facts.capacity = percent >= 0 ? percent : CD_UNKNOWN;
	cd_battery_course_say(&course, &facts);
}

static void of_nothing_nothing_is_known(void **state)
{
	assert_i64(course.said_us, CD_UNKNOWN);
	assert_false(cd_battery_course_charged(&course));
}

static void a_small_current_into_an_empty_cell_revives_it(void **state)
{
	static const struct {
		int cell_mv, ma;
		int64_t revival_us;
	} rows[] = {
		{ 2500, 100, 2 * MIN },
		{ 2899, 100, 2 * MIN },
		{ 2900, 100, 0 },  /* it is charged */
		{ 2500, 5, 0 },    /* a gauge's offset */
		{ 2500, 6, 2 * MIN },
		{ 2500, 750, 2 * MIN },
		{ 2500, 760, 0 },  /* no pre-charge is that strong */
		{ 2500, -100, 0 }, /* it drains */
		{ 0, 100, 0 },     /* nobody knows its volts */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		for (int64_t t = 0; t <= 2 * MIN; t += 30 * S)
			say(t, rows[k].cell_mv, rows[k].ma, 0);
		if (course.revival_us != rows[k].revival_us)
			fail_msg("row %zu: %lld", k, (long long)course.revival_us);
	}
}

static void it_counts_until_the_step(void **state)
{
	for (int64_t t = 0; t < 10 * MIN; t += MIN)
		say(t, 2600, 100, 0);
	say(10 * MIN, 3100, 1500, 1);
	say(11 * MIN, 3200, 1500, 1);
	assert_i64(course.revival_us, 10 * MIN);
	assert_i64(course.cell_uv, 2600 * MV);
	assert_i64(course.capacity, 0);
}

/* Nobody knows what was in a night without a word. */
static void time_that_is_missing_counts_for_nothing(void **state)
{
	say(0, 2600, 100, 0);
	say(9 * MIN, 2600, 100, 0);
	say(30 * MIN, 2600, 100, 0);
	assert_i64(course.revival_us, 9 * MIN);
	cd_battery_course_gap(&course);
	say(31 * MIN, 2600, 100, 0);
	assert_i64(course.revival_us, 9 * MIN);
}

static void volts_say_more_than_percent(void **state)
{
	static const struct {
		int cell_mv, percent;
		bool charged;
	} rows[] = {
		{ 0, -1, false },
		{ 0, 4, false },
		{ 0, 5, true },
		{ 3299, 60, false }, /* a gauge that has lost count */
		{ 3300, 0, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		say(0, rows[k].cell_mv, 100, rows[k].percent);
		say(MIN, rows[k].cell_mv ? 3900 : 0, 100, rows[k].percent < 0 ? -1 : 80);
		if (cd_battery_course_charged(&course) != rows[k].charged)
			fail_msg("row %zu", k);
	}
}

/* Where the driver does not say what flows, an empty cell is not known to get nothing. */
static void an_unknown_current_is_no_zero(void **state)
{
	facts.full_uah = CD_UNKNOWN;
	say(0, 2600, 100, 0);
	say(MIN, 2600, 100, 0);
	assert_true(course.blind);
	assert_i64(course.revival_us, 0);
}

/* Whatever its status says. */
static void nothing_that_flows_is_a_rest(void **state)
{
	static const struct {
		enum cd_battery_status status;
		int ma, percent;
		int64_t rested_us;
	} rows[] = {
		{ CD_STATUS_NOT_CHARGING, 0, 20, 20 * MIN },
		{ CD_STATUS_CHARGING, 0, 20, 20 * MIN },
		{ CD_STATUS_CHARGING, 15, 20, 20 * MIN }, /* an offset */
		{ CD_STATUS_CHARGING, -15, 20, 20 * MIN },
		{ CD_STATUS_CHARGING, 18, 20, 0 },
		{ CD_STATUS_UNKNOWN, 0, 20, 20 * MIN },
		{ CD_STATUS_DISCHARGING, 0, 20, 0 },
		{ CD_STATUS_FULL, 0, 100, 0 },
		{ CD_STATUS_NOT_CHARGING, 0, 96, 0 }, /* full */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.status = rows[k].status;
		for (int64_t t = 0; t <= 20 * MIN; t += MIN)
			say(t, 3700, rows[k].ma, rows[k].percent);
		if (cd_battery_course_rested_us(&course) != rows[k].rested_us)
			fail_msg("row %zu", k);
	}
}

/* A gauge that reports no current, and a state of charge that rises. */
static void what_rises_does_not_rest(void **state)
{
	for (int64_t t = 0; t <= 20 * MIN; t += MIN)
		say(t, 3700, 0, (int)(20 + t / (5 * MIN)));
	assert_true(cd_battery_course_rested_us(&course) < 10 * MIN);
}

static void a_stop_is_no_taper(void **state)
{
	static const struct {
		int before_ma;
		int64_t wait_us;
		bool stops;
	} rows[] = {
		{ 1500, 30 * S, true },
		{ 150, 30 * S, true },
		{ 140, 30 * S, false },       /* it had tapered */
		{ 1500, 2 * MIN, true },
		{ 1500, 2 * MIN + S, false }, /* nobody saw */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		say(0, 3900, rows[k].before_ma, 80);
		say(rows[k].wait_us, 3900, 0, 80);
		if (cd_known(course.stop_percent) != rows[k].stops)
			fail_msg("row %zu", k);
	}
	say(10 * MIN, 3900, 1500, 80);
	assert_i64(course.stop_percent, CD_UNKNOWN);
}

static void what_does_not_reach_the_battery_is_in_vain(void **state)
{
	static const struct {
		enum cd_battery_status status;
		int64_t bus_ua;
		int ma;
		int64_t vain_us;
	} rows[] = {
		{ CD_STATUS_CHARGING, 600 * MA, 0, 30 * MIN },
		{ CD_STATUS_CHARGING, 179 * MA, 0, 0 },
		{ CD_STATUS_CHARGING, CD_UNKNOWN, 0, 0 },
		{ CD_STATUS_CHARGING, 600 * MA, 300, 0 },
		{ CD_STATUS_NOT_CHARGING, 600 * MA, 0, 0 }, /* it lives from its input: nobody claims to charge */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.status = rows[k].status;
		facts.bus_ua = rows[k].bus_ua;
		for (int64_t t = 0; t <= 30 * MIN; t += MIN)
			say(t, 3700, rows[k].ma, 20);
		if (course.vain_us != rows[k].vain_us)
			fail_msg("row %zu", k);
	}
}

static void a_burst_from_a_full_battery_is_short(void **state)
{
	facts.status = CD_STATUS_FULL;
	say(0, 4300, 0, 100);
	facts.status = CD_STATUS_DISCHARGING;
	say(2 * MIN, 4300, -500, 100);
	assert_true(cd_battery_course_just_full(&course));
	say(2 * MIN + S, 4300, -500, 100);
	assert_false(cd_battery_course_just_full(&course));
}

#define T(name) cmocka_unit_test_setup(name, fresh)
/* A row: words of 30 s each, C charges with 1 A, D drains with 1 A, d with 0.2 A, R rests. */
static void tell(const char *words)
{
	int64_t t = 0;

	for (const char *w = words; *w; w++, t += 30 * S) {
		facts.status = *w == 'C' ? CD_STATUS_CHARGING : *w == 'R' ? CD_STATUS_NOT_CHARGING : CD_STATUS_DISCHARGING;
		say(t, 3700, *w == 'C' ? 1000 : *w == 'D' ? -1000 : *w == 'd' ? -200 : 0, 50);
	}
}

static void a_moment_of_a_session_that_gains_is_help(void **state)
{
	static const struct {
		const char *words;
		bool helps;
	} rows[] = {
		{ "D", false }, /* it never charged */
		{ "CD", true },
		{ "CCCCCCCCD", true },
		{ "CCCCCCCCDDDD", true },
		{ "CCDDC", false }, /* it charges */
		{ "CCCCCCCCR", false },
		{ "CDDD", false },  /* it drains for longer than it charged */
		{ "CDCDDDCDDDDCCCCD", false }, /* it loses on the whole */
		{ "CCCCCCCCCCCCCCddddddddddd", false },
		{ "CCCCCCCCCCCCCCdddddddddd", true },
		{ "CCCCCCCCCCCCCCddddddddddCd", true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		tell(rows[k].words);
		if (cd_battery_course_helps_out(&course, facts.battery_us) != rows[k].helps)
			fail_msg("%s", rows[k].words);
	}
}

/* Its driver may have said its last word; and what another contract gave is over. */
static void help_ends_by_itself_and_with_its_contract(void **state)
{
	tell("CCCCCCCCCCCCCCCCD");
	assert_true(cd_battery_course_helps_out(&course, facts.battery_us + 5 * MIN - 1));
	assert_false(cd_battery_course_helps_out(&course, facts.battery_us + 5 * MIN));
	fresh(state);
	tell("CCCC");
	facts.contract_uv = 5000 * MV;
	facts.contract_ua = 3000 * MA;
	facts.status = CD_STATUS_DISCHARGING;
	say(2 * MIN, 3700, -100, 50);
	assert_false(cd_battery_course_helps_out(&course, facts.battery_us));
}

/* Without amperes, by time alone; and what nobody knows of ends a run. */
static void help_is_told_without_amperes(void **state)
{
	facts.full_uah = CD_UNKNOWN;
	tell("CCCCD");
	assert_true(cd_battery_course_helps_out(&course, facts.battery_us));
	cd_battery_course_gap(&course);
	assert_false(cd_battery_course_helps_out(&course, facts.battery_us));
}

/* A driver that says 1 µAh of a full battery, and currents as large as any. */
static void no_word_is_too_large(void **state)
{
	facts.full_uah = 1;
	for (int k = 0; k < 100; k++)
		say(k * MIN, 4000, k < 90 ? 1000000 : -1000000, 50);
	assert_true(course.gained > 1e20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(of_nothing_nothing_is_known),
		T(a_small_current_into_an_empty_cell_revives_it),
		T(it_counts_until_the_step),
		T(time_that_is_missing_counts_for_nothing),
		T(volts_say_more_than_percent),
		T(an_unknown_current_is_no_zero),
		T(nothing_that_flows_is_a_rest),
		T(what_rises_does_not_rest),
		T(a_stop_is_no_taper),
		T(what_does_not_reach_the_battery_is_in_vain),
		T(a_burst_from_a_full_battery_is_short),
		T(a_moment_of_a_session_that_gains_is_help),
		T(help_ends_by_itself_and_with_its_contract),
		T(help_is_told_without_amperes),
		T(no_word_is_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
