/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "cause.h"
#include "next-test.h"

static const char *between(const char *one, const char *other, double p, double q)
{
	const char *test = "untouched";

	cd_next_test_between(one, other, p, q, &test);
	return test;
}

static void pairs_have_their_experiment(void **state)
{
	static const struct {
		const char *one, *other, *test;
	} rows[] = {
		{ "cable-resistance", "adapter-current-limited", "swap-cable" },
		{ "cable-resistance", "charging-slowly", "swap-cable" },
		{ "adapter-hiccup", "cable-intermittent", "wiggle" },
		{ "adapter-hiccup", "adapter-current-limited", "swap-adapter" },
		{ "full", "battery-not-accepting", "run-and-replug" },
		{ "full", "charging", "wait" },
		{ "charging", "charge-limit", "record-longer" },
		{ "port-overcurrent", "charging", "empty-port" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		assert_str(between(rows[k].one, rows[k].other, 0.5, 0.4), rows[k].test);
		assert_str(between(rows[k].other, rows[k].one, 0.5, 0.4), rows[k].test);
	}
}

static void a_sure_verdict_needs_none(void **state)
{
	assert_null(between("cable-resistance", "charging", 0.95, 0.03));
	assert_null(between("cable-resistance", "charging", 0.8, 0.59));
	assert_non_null(between("cable-resistance", "charging", 0.8, 0.61));
	assert_non_null(between("cable-resistance", "charging", 0.79, 0.1));
	assert_null(between("charge-limit", "temperature-hold", 0.5, 0.4));
}

/* Whatever leads and whatever follows: the answer is a test that has words, and does not depend on the
 * order. */
static void every_answer_has_words(void **state)
{
	for (size_t i = 0; cd_causes[i]; i++)
		for (size_t j = 0; cd_causes[j]; j++) {
			const char *a = cd_causes[i]->words.id, *b = cd_causes[j]->words.id;
			const char *test = between(a, b, 0.5, 0.4);

			if (test && !cd_next_test_words(test))
				fail_msg("no words for %s", test);
			if (!cd_streq(test, between(b, a, 0.5, 0.4)))
				fail_msg("%s and %s: the order matters", a, b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_have_their_experiment),
		cmocka_unit_test(a_sure_verdict_needs_none),
		cmocka_unit_test(every_answer_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
