/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a next test is expected to show: every pair that has a test has words for each side, and the numbers do in the model
 * what they promise.
 */

#include "test.h"

#include "expect.h"
#include "next-test.h"

static struct cd_judgement j;

static int fresh(void **state)
{
	memset(&j, 0, sizeof(j));
	return 0;
}

static void know(enum cd_feature id, double value)
{
	j.features.item[id] = (struct cd_feature_value){ .known = true, .value = value };
}

static void ask(const char *test, const char *one, const char *other)
{
	j.next_test = test;
	j.separates[0] = one;
	j.separates[1] = other;
	for (j.n_ranked = 0; cd_causes[j.n_ranked]; j.n_ranked++)
		j.ranked[j.n_ranked].cause = cd_causes[j.n_ranked];
}

static const struct {
	const char *test, *one, *other;
	enum cd_position position;
	enum cd_feature seen;
	double value;
	/* expected: feature of each (_CD_FEATURE_MAX: none), and its range */
	struct {
		enum cd_feature feature;
		double above, below;
	} e[2];
} rows[] = {
	{ "swap-cable", "cable-resistance", "adapter-current-limited", CD_POSITION_DEVICE,
		CD_FEATURE_VOLTAGE_SAG, 700e3,
		{ { CD_FEATURE_VOLTAGE_SAG, -INFINITY, 433333.333 },
			{ CD_FEATURE_VOLTAGE_SAG, 500e3, INFINITY } } },
	{ "swap-cable", "charging", "cable-resistance", CD_POSITION_UNKNOWN, CD_FEATURE_ASSUMED_SAG, 500e3,
		{ { CD_FEATURE_ASSUMED_SAG, 415e3, INFINITY },
			{ CD_FEATURE_ASSUMED_SAG, -INFINITY, 386666.667 } } },
	/* Not seen, or not seen to be too much: there is nothing that could go away. */
	{ "swap-cable", "cable-resistance", "charging", CD_POSITION_DEVICE, CD_FEATURE_TAPER, 1,
		{ { _CD_FEATURE_MAX }, { _CD_FEATURE_MAX } } },
	{ "swap-cable", "cable-resistance", "charging", CD_POSITION_DEVICE, CD_FEATURE_VOLTAGE_SAG, 100e3,
		{ { _CD_FEATURE_MAX }, { _CD_FEATURE_MAX } } },
	{ "swap-adapter", "adapter-undervoltage", "charging", CD_POSITION_SOURCE, CD_FEATURE_NO_LOAD_VOLTAGE,
		4500e3,
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 4653333.333, INFINITY },
			{ CD_FEATURE_NO_LOAD_VOLTAGE, -INFINITY, 4615e3 } } },
	{ "swap-adapter", "adapter-hiccup", "adapter-current-limited", CD_POSITION_SOURCE,
		CD_FEATURE_DROP_OUTS, 12, { { CD_FEATURE_DROP_OUTS, -INFINITY, 2.5 }, { _CD_FEATURE_MAX } } },
	{ "wiggle", "cable-intermittent", "adapter-hiccup", CD_POSITION_DEVICE, CD_FEATURE_DROP_OUTS, 12,
		{ { CD_FEATURE_CONTACT_PERIODICITY, 0.53, INFINITY },
			{ CD_FEATURE_DROP_OUT_PERIODICITY, -INFINITY, 0.36 } } },
	{ "run-and-replug", "full", "battery-not-accepting", CD_POSITION_SOURCE, CD_FEATURE_TOP_CURRENT, 20e3,
		{ { CD_FEATURE_TOP_CURRENT, 190e3, INFINITY },
			{ CD_FEATURE_TOP_CURRENT, -INFINITY, 40e3 } } },
	{ "wait", "full", "charging", CD_POSITION_SOURCE, CD_FEATURE_END_RATIO, 0.11,
		{ { CD_FEATURE_END_RATIO, -INFINITY, 0.09 }, { CD_FEATURE_END_RATIO, 0.13, INFINITY } } },
	{ "wait-for-step", "battery-overdischarged", "charging-slowly", CD_POSITION_SOURCE,
		CD_FEATURE_LOW_PLATEAU, 0.05,
		{ { CD_FEATURE_PRE_CHARGE_STEP, 2.8, INFINITY }, { _CD_FEATURE_MAX } } },
};

static bool near(double a, double b)
{
	return a == b || fabs(a - b) < 1e-6 * fabs(b);
}

static void the_numbers_are_the_terms_own(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_expectation e[2];

		fresh(state);
		j.position = rows[k].position;
		know(rows[k].seen, rows[k].value);
		ask(rows[k].test, rows[k].one, rows[k].other);
		assert_true(cd_expect(&j, e));
		for (size_t i = 0; i < 2; i++) {
			assert_str(e[i].cause, j.separates[i]);
			if (e[i].feature != rows[k].e[i].feature)
				fail_msg("%s, %s: feature %d", rows[k].test, e[i].cause, (int)e[i].feature);
			if (e[i].feature != _CD_FEATURE_MAX && (!near(e[i].above, rows[k].e[i].above) ||
								       !near(e[i].below, rows[k].e[i].below)))
				fail_msg(
					"%s, %s: %g to %g", rows[k].test, e[i].cause, e[i].above, e[i].below);
		}
	}
}

/* Whatever was seen and whichever two: one number is never expected under both. */
static void both_never_expect_the_same(void **state)
{
	static const char *const tests[] = { "swap-cable", "swap-adapter", "second-device" };
	unsigned together = 0;

	for (size_t t = 0; t < CD_ELEMENTSOF(tests); t++)
		for (size_t a = 0; cd_causes[a]; a++)
			for (size_t b = 0; cd_causes[b]; b++) {
				struct cd_expectation e[2];

				if (a == b)
					continue;
				fresh(state);
				j.position = CD_POSITION_DEVICE;
				know(CD_FEATURE_VOLTAGE_SAG, 700e3);
				know(CD_FEATURE_NO_LOAD_VOLTAGE, 4500e3);
				know(CD_FEATURE_DROP_OUTS, 8);
				know(CD_FEATURE_CONTACT_BREAKS, 8);
				ask(tests[t], cd_causes[a]->words.id, cd_causes[b]->words.id);
				if (!cd_expect(&j, e) || e[0].feature != e[1].feature || e[0].feature == _CD_FEATURE_MAX)
					continue;
				together++;
				if (e[0].above < e[1].below && e[1].above < e[0].below)
					fail_msg("%s: %s and %s expect the same of %s", tests[t],
						cd_causes[a]->words.id, cd_causes[b]->words.id,
						cd_feature_words_at(e[0].feature)->id);
			}
	assert_true(together > 10);
}

static void without_a_test_there_is_nothing_to_expect(void **state)
{
	struct cd_expectation e[2];

	ask(NULL, NULL, NULL);
	assert_false(cd_expect(&j, e));
	ask("swap-cable", "cable-resistance", "of-tomorrow");
	assert_false(cd_expect(&j, e));
	ask("of-tomorrow", "cable-resistance", "charging");
	assert_false(cd_expect(&j, e));
}

static bool same_part(const char *a, const char *b)
{
	return cd_cause_words(a)->part == cd_cause_words(b)->part;
}

/* Whatever leads and whatever follows. Two faults of one part look alike when it is exchanged: nothing else does. */
static void every_pair_has_words_on_one_line(void **state)
{
	for (size_t i = 0; cd_causes[i]; i++)
		for (size_t k = 0; cd_causes[k]; k++) {
			const char *a = cd_causes[i]->words.id, *b = cd_causes[k]->words.id, *test;
			struct cd_expectation e[2];

			cd_next_test_between(a, b, 0.5, 0.4, &test);
			if (!test || i == k)
				continue;
			ask(test, a, b);
			if (!cd_expect(&j, e))
				fail_msg("%s: nothing to expect", test);
			for (size_t s = 0; s < 2; s++)
				if (!e[s].text || strlen(e[s].text) > 90 ||
					strpbrk(e[s].text, "\n.") != strstr(e[s].text, "."))
					fail_msg("%s, %s: %s", test, e[s].cause,
						e[s].text ? e[s].text : "no words");
			if (cd_streq(e[0].text, e[1].text) && !same_part(a, b))
				fail_msg("%s does not separate %s from %s: %s", test, a, b, e[0].text);
		}
}

static unsigned seed = 3;

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % n;
}

/* A value in the range, off its end by a hair. */
static double value_in(const struct cd_expectation *e)
{
	double hair = 1e-6 * fmax(1, fabs(isinf(e->above) ? e->below : e->above));

	return isinf(e->above) ? e->below - hair : e->above + hair;
}

static double worth(const char *id, enum cd_feature feature, double value)
{
	struct cd_features f = j.features;
	double contribution[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	f.item[feature] = (struct cd_feature_value){ .known = true, .value = value };
	for (size_t k = 0; cd_causes[k]; k++)
		if (cd_streq(cd_causes[k]->words.id, id))
			return cd_cause_value(cd_causes[k], j.position, &f, contribution, background);
	return NAN;
}

/* With whatever else known: a value that one side expects and the other does not makes it no less probable beside the other
 * than the value that the other expects. Of an exchanged part: what is expected takes away what spoke for its cause. */
static void the_numbers_do_what_they_promise(void **state)
{
	size_t compared = 0;

	for (int round = 0; round < 20000; round++) {
		size_t a = draw(30), b = draw(30);
		struct cd_expectation e[2];
		double to_a, to_b;
		size_t gone; /* whose part is exchanged */
		enum cd_part part;
		bool swap;

		if (a == b)
			continue;
		fresh(state);
		j.position = (enum cd_position)draw(_CD_POSITION_MAX);
		for (size_t k = 0; k < 2; k++)
			for (const struct cd_term *t = cd_causes[k ? a : b]->terms; !cd_term_ends(t); t++)
				if (draw(2))
					know(t->feature,
						isinf(t->to) ? t->from + 3 * t->soft : t->to - 3 * t->soft);
		cd_next_test_between(cd_causes[a]->words.id, cd_causes[b]->words.id, 0.5, 0.4, &j.next_test);
		if (!j.next_test)
			continue;
		ask(j.next_test, cd_causes[a]->words.id, cd_causes[b]->words.id);
		assert_true(cd_expect(&j, e));
		if (e[0].feature == _CD_FEATURE_MAX || e[0].feature != e[1].feature ||
			same_part(e[0].cause, e[1].cause))
			continue;
		swap = strncmp(j.next_test, "swap", 4) == 0;
		part = cd_streq(j.next_test, "swap-cable") ? CD_PART_CABLE : CD_PART_ADAPTER;
		gone = cd_cause_words(e[0].cause)->part == part ? 0 : 1;
		to_a = worth(e[gone].cause, e[gone].feature, value_in(&e[gone])) -
		       (swap ? 0 : worth(e[1 - gone].cause, e[gone].feature, value_in(&e[gone])));
		to_b = worth(e[gone].cause, e[gone].feature, value_in(&e[1 - gone])) -
		       (swap ? 0 : worth(e[1 - gone].cause, e[gone].feature, value_in(&e[1 - gone])));
		if (swap ? to_a > to_b + 1e-9 : to_a < to_b - 1e-9)
			fail_msg("%s: %s and %s expect the wrong way", j.next_test, e[gone].cause,
				e[1 - gone].cause);
		compared++;
	}
	assert_true(compared > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_numbers_are_the_terms_own, fresh),
		cmocka_unit_test_setup(without_a_test_there_is_nothing_to_expect, fresh),
		cmocka_unit_test_setup(both_never_expect_the_same, fresh),
		cmocka_unit_test_setup(every_pair_has_words_on_one_line, fresh),
		cmocka_unit_test_setup(the_numbers_do_what_they_promise, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
