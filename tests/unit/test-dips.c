/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Short dips: a source that is tried again and again at its limit, against plugs that are pulled, trips, ripple and steps.
 * Those of three samples and more are in test-course.c.
 */

#include "test.h"

#include "dips.h"

#define MS INT64_C(1000)
#define NONE 0

static struct cd_dips dips;
static int64_t now_us;

static void sample(int mv, int ma, int ms)
{
	now_us += ms * MS;
	cd_dips_sample(&dips, now_us, mv * 1000, ma * 1000);
}

static void fresh(void)
{
	cd_dips_reset(&dips);
	now_us = 0;
}

struct row {
	const char *what;
	int mv, ma, n; /* of each dip */
	int rate_ms, times;
	int after_mv, after_ma; /* one sample behind it */
	int dip_mv;             /* what is told; NONE: no dip */
};

/* Four samples stand between two dips, so that no three in a row are low. */
static void play(const struct row *r)
{
	fresh();
	for (int k = 0; k < r->times; k++) {
		for (int n = 0; n < 4; n++)
			sample(5000, 1000, r->rate_ms);
		for (int n = 0; n < r->n; n++)
			sample(r->mv + n * 10, r->ma, r->rate_ms);
		if (r->after_ma)
			sample(r->after_mv, r->after_ma, r->rate_ms);
	}
	for (int n = 0; n < 4; n++)
		sample(5000, 1000, r->rate_ms);
}

static void three_short_ones_at_a_current_that_stays_are_told(void **state)
{
	static const struct row rows[] = {
		{ "two samples, three times", 4350, 1020, 2, 100, 3, 0, 0, 4360 },
		{ "a current a tenth lower", 4350, 900, 2, 100, 3, 0, 0, 4360 },
		{ "twice: somebody plugs", 4350, 1020, 2, 100, 2, 0, 0, NONE },
		{ "one sample", 4350, 1020, 1, 100, 5, 0, 0, NONE },
		{ "the current goes, too: a contact, a trip", 4350, 890, 2, 100, 5, 0, 0, NONE },
		{ "it goes on down: the way to nothing", 4350, 1000, 2, 100, 5, 1200, 300, NONE },
		{ "under 0.1 V is ripple", 4910, 1000, 2, 100, 5, 0, 0, NONE },
		{ "two samples of a fast meter", 4350, 1020, 2, 10, 5, 0, 0, NONE },
		{ "two samples of a slow one", 4350, 1020, 2, 500, 3, 0, 0, 4360 },
		{ "longer than a second is a level", 4350, 1020, 2, 1200, 5, 0, 0, NONE },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		play(&rows[k]);
		if (rows[k].dip_mv == NONE ? dips.uv < 4850 * MS : dips.uv != rows[k].dip_mv * MS)
			fail_msg("%s: %lld µV", rows[k].what, (long long)dips.uv);
	}
}

/* So low it was each of three times; a single one may have been anything. */
static void the_third_deepest_counts(void **state)
{
	static const int mv[] = { 4300, 4700, 4500, 4400, 4600 };

	fresh();
	for (size_t k = 0; k < CD_ELEMENTSOF(mv); k++) {
		for (int n = 0; n < 4; n++)
			sample(5000, 1000, 100);
		sample(mv[k], 1010 + (int)k, 100);
		sample(mv[k], 1010 + (int)k, 100);
	}
	sample(5000, 1000, 100);
	assert_i64(dips.uv, 4500 * MS);
	assert_i64(dips.ua, 1012 * MS);
}

static void a_dip_that_missing_time_cuts_is_none(void **state)
{
	fresh();
	for (int k = 0; k < 5; k++) {
		for (int n = 0; n < 4; n++)
			sample(5000, 1000, 100);
		sample(4350, 1020, 100);
		cd_dips_gap(&dips);
		sample(4350, 1020, 100);
	}
	sample(5000, 1000, 100);
	assert_true(dips.uv >= 4900 * MS);
}

/* A phone that charges its battery directly asks for 4.2 V, and gets them. */
static void what_was_asked_for_is_no_sag(void **state)
{
	fresh();
	for (int n = 0; n < 6; n++)
		sample(5050, 300, 50);
	for (int n = 0; n < 12; n++) /* the line is there first */
		sample(4190, 300, 50);
	assert_i64(dips.uv, 4190 * MS);
	cd_dips_contract(&dips, 4200 * MS);
	assert_false(cd_known(dips.uv) || cd_known(dips.below.uv));
	for (int n = 0; n < 12; n++)
		sample(4170, 2700, 50);
	for (int k = 1; k <= 10; k++) { /* and up with the battery, each second */
		cd_dips_contract(&dips, (4200 + 40 * k) * MS);
		for (int n = 0; n < 20; n++)
			sample(4170 + 40 * k, 2700, 50);
	}
	assert_false(cd_known(dips.uv));
	assert_i64(dips.below.uv, 30 * MS);

	/* It gets less than it asks for. */
	for (int n = 0; n < 12; n++)
		sample(4100, 2900, 50);
	assert_i64(dips.below.uv, 500 * MS);
	assert_i64(dips.below.ua, 2900 * MS);
	assert_i64(dips.below.contract_uv, 4600 * MS);

	/* 5 V are what was there without load. */
	cd_dips_contract(&dips, 5000 * MS);
	for (int n = 0; n < 12; n++)
		sample(4900, 2900, 50);
	assert_i64(dips.uv, 4900 * MS);
	assert_i64(dips.below.uv, 500 * MS);
}

/* What stood deeper than what is agreed now was no way there. */
static void a_dip_of_before_is_kept(void **state)
{
	fresh();
	for (int n = 0; n < 12; n++)
		sample(3900, 300, 50);
	cd_dips_contract(&dips, 4200 * MS);
	assert_i64(dips.uv, 3900 * MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_short_ones_at_a_current_that_stays_are_told),
		cmocka_unit_test(the_third_deepest_counts),
		cmocka_unit_test(a_dip_that_missing_time_cuts_is_none),
		cmocka_unit_test(what_was_asked_for_is_no_sag),
		cmocka_unit_test(a_dip_of_before_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
