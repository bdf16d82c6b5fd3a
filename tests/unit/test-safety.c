/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is dangerous is said first: which causes say so, in which order remedies stand, and that neither a stronger
 * second fault nor a missing verdict hides it.
 */

#include "test.h"

#include "safety.h"

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

static const struct cd_cause *cause(const char *id)
{
	for (size_t k = 0; cd_causes[k]; k++)
		if (cd_streq(cd_causes[k]->words.id, id))
			return cd_causes[k];
	fail_msg("no cause %s", id);
	return NULL;
}

static bool listed(const char *const *ids, size_t n, const char *id)
{
	for (size_t k = 0; k < n; k++)
		if (cd_streq(ids[k], id))
			return true;
	return false;
}

/* Too much voltage, too much current, a leak: at the device or on the way to it. Measured, each. A short on the board is told
 * by a person's word as well: it says *unplug now* when it is the verdict. */
static const char *const dangers[] = { "adapter-overvoltage", "fast-charge-overvoltage",
	"fast-charge-overcurrent", "port-contaminated" };

/* Safety first, then what costs nothing, then what a person loses something by (a reset takes all settings), then the shop. */
static int cost(const char *remedy)
{
	static const char *const shops[] = { "battery-service", "service" };

	if (cd_streq(remedy, "unplug-now"))
		return 0;
	if (cd_streq(remedy, "reset-device"))
		return 2;
	return listed(shops, CD_ELEMENTSOF(shops), remedy) ? 3 : 1;
}

static void remedies_are_in_order(void **state)
{
	for (size_t k = 0; cd_causes[k]; k++) {
		const struct cd_cause *c = cd_causes[k];

		for (size_t i = 1; i < CD_ELEMENTSOF(c->remedies) && c->remedies[i]; i++)
			if (cost(c->remedies[i]) < cost(c->remedies[i - 1]))
				fail_msg("%s: %s after %s", c->words.id, c->remedies[i], c->remedies[i - 1]);
		assert_true(c->danger == listed(dangers, CD_ELEMENTSOF(dangers), c->words.id));
		if (!c->danger && !cd_streq(c->words.id, "board-fault")) {
			if (cd_streq(c->remedies[0], "unplug-now"))
				fail_msg("%s says unplug-now", c->words.id);
			continue;
		}
		assert_str(c->remedies[0], "unplug-now");
		assert_true(c->severity >= CD_SEVERITY_HIGH);
	}
}

struct said {
	enum cd_feature feature;
	double value;
};

static const struct {
	const char *what;
	struct said said[8];
	enum cd_position position;
	const char *verdict;
	bool danger;
} cases[] = {
	{ "a charge",
		{ { CD_FEATURE_DEEPEST_SAG, 50e3 }, { CD_FEATURE_CURRENT_RATIO, 1 },
			{ CD_FEATURE_EXCESS_VOLTAGE, -400e3 } },
		CD_POSITION_SOURCE, "charging", false },
	{ "6 V", { { CD_FEATURE_EXCESS_VOLTAGE, 500e3 } }, CD_POSITION_SOURCE, "adapter-overvoltage", true },
	{ "hardly more than 5.5 V",
		{ { CD_FEATURE_EXCESS_VOLTAGE, 20e3 }, { CD_FEATURE_DEEPEST_SAG, 50e3 },
			{ CD_FEATURE_CURRENT_RATIO, 1 } },
		CD_POSITION_SOURCE, "charging", false },
	{ "9 V for 5 V", { { CD_FEATURE_OVER_VOLTAGE, 4e6 }, { CD_FEATURE_EXCESS_VOLTAGE, 3.5e6 } },
		CD_POSITION_SOURCE, "fast-charge-overvoltage", true },
	{ "twice the amperes", { { CD_FEATURE_OVER_CURRENT_RATIO, 2 } }, CD_POSITION_SOURCE,
		"fast-charge-overcurrent", true },
	{ "a leak", { { CD_FEATURE_LEAK_CURRENT, 20e3 }, { CD_FEATURE_LEAK_NOISE, 0.3 } }, CD_POSITION_SOURCE,
		"port-contaminated", true },
	/* A stronger second fault. */
	{ "6 V and hiccups",
		{ { CD_FEATURE_EXCESS_VOLTAGE, 500e3 }, { CD_FEATURE_DROP_OUTS, 12 },
			{ CD_FEATURE_ON_TIME, 3 }, { CD_FEATURE_DROP_OUT_PERIODICITY, 0.05 },
			{ CD_FEATURE_PORT_TRIPS, 3 } },
		CD_POSITION_SOURCE, NULL, true },
	{ "a leak on a port that trips",
		{ { CD_FEATURE_LEAK_CURRENT, 20e3 }, { CD_FEATURE_LEAK_NOISE, 0.3 },
			{ CD_FEATURE_PORT_TRIPS, 3 }, { CD_FEATURE_DROP_OUTS, 12 } },
		CD_POSITION_SOURCE, NULL, true },
	{ "hiccups", { { CD_FEATURE_DROP_OUTS, 12 }, { CD_FEATURE_ON_TIME, 3 } }, CD_POSITION_SOURCE,
		"adapter-hiccup", false },
};

static void a_danger_comes_first(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(cases); k++) {
		bool first;

		fresh(state);
		for (size_t i = 0; i < CD_ELEMENTSOF(cases[k].said) && cases[k].said[i].value != 0; i++)
			know(cases[k].said[i].feature, cases[k].said[i].value);
		cd_judge_features(cases[k].position, &j);
		first = j.n_remedies > 0 && cd_streq(j.remedies[0], "unplug-now");
		if (cases[k].verdict && !cd_streq(j.verdict->id, cases[k].verdict))
			fail_msg("%s: %s (%.2f)", cases[k].what, j.verdict->id, j.confidence);
		if (first != cases[k].danger || cd_safety_danger(&j) != cases[k].danger)
			fail_msg("%s: %s, first %s", cases[k].what, j.verdict->id,
				j.n_remedies ? j.remedies[0] : "—");
		for (size_t i = 1; i < j.n_remedies; i++)
			assert_string_not_equal(j.remedies[i], "unplug-now");
	}
}

/* Between an adapter that stands a little high and a fast charger's first step there is nothing that may go on; which of the
 * two it is may be unknown for a few hundredths of a volt. */
static void no_voltage_above_is_let_through(void **state)
{
	int unknown = 0;

	for (int mv = 700; mv <= 15000; mv += 10) {
		fresh(state);
		know(CD_FEATURE_OVER_VOLTAGE, mv * 1e3);
		know(CD_FEATURE_EXCESS_VOLTAGE, mv * 1e3 - 500e3);
		know(CD_FEATURE_CURRENT_RATIO, 0.4);
		know(CD_FEATURE_DEEPEST_SAG, 10e3);
		know(CD_FEATURE_PLATEAU, 0);
		know(CD_FEATURE_END_RATIO, 1);
		cd_judge_features(CD_POSITION_SOURCE, &j);
		if (!cd_safety_danger(&j) || !listed(dangers, CD_ELEMENTSOF(dangers), j.ranked[0].cause->words.id))
			fail_msg("%d mV too much: %s (%.2f)", mv, j.verdict->id, j.confidence);
		unknown += cd_streq(j.verdict->id, "inconclusive");
	}
	assert_in_range(unknown, 0, 3);
}

static struct cd_judgement with(const char *id, double confidence, double spoken)
{
	return (struct cd_judgement){ .n_ranked = 1,
		.ranked = { { .cause = cause(id), .confidence = confidence, .spoken = spoken } } };
}

static void what_counts_as_a_danger(void **state)
{
	static const struct {
		const char *cause;
		double confidence, spoken;
		bool danger;
	} rows[] = {
		{ "adapter-overvoltage", 0.2, 1, true },
		{ "adapter-overvoltage", 0.19, 3.9, false },
		{ "adapter-overvoltage", 0.9, 0.9, false },
		{ "adapter-overvoltage", 0.001, 4, true },
		{ "board-fault", 0.4, 5.2, false },
		{ "adapter-hiccup", 0.99, 9, false },
		{ "charging", 0.99, 9, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_judgement one = with(rows[k].cause, rows[k].confidence, rows[k].spoken);

		assert_true(cd_safety_danger(&one) == rows[k].danger);
	}
}

static void nothing_asks_to_charge_on(void **state)
{
	for (size_t k = 0; cd_next_test_words_at(k); k++) {
		const char *id = cd_next_test_words_at(k)->id;
		bool kept = cd_streq(id, "swap-adapter") || cd_streq(id, "say-battery");

		j = with("port-contaminated", 0.6, 6);
		j.next_test = id;
		j.separates[0] = "a", j.separates[1] = "b";
		cd_safety_first(&j);
		assert_true((j.next_test != NULL) == kept);
		assert_true((j.separates[0] != NULL) == kept && (j.separates[1] != NULL) == kept);
	}
	j = with("charging", 0.6, 6);
	j.next_test = "record-longer";
	cd_safety_first(&j);
	assert_str(j.next_test, "record-longer");
}

/* Room for one more, or the last gives way; never twice. */
static void the_list_stays_within_its_bound(void **state)
{
	for (size_t n = 0; n <= CD_REMEDIES_MAX; n++)
		for (size_t at = 0; at <= n; at++) {
			j = with("port-contaminated", 0.6, 6);
			j.n_remedies = n;
			for (size_t k = 0; k < n; k++)
				j.remedies[k] = k == at ? "unplug-now" : "service";
			cd_safety_first(&j);
			assert_int_equal(j.n_remedies, at < n || n == CD_REMEDIES_MAX ? n : n + 1);
			assert_str(j.remedies[0], "unplug-now");
			for (size_t k = 1; k < j.n_remedies; k++)
				assert_str(j.remedies[k], "service");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(remedies_are_in_order, fresh),
		cmocka_unit_test_setup(a_danger_comes_first, fresh),
		cmocka_unit_test_setup(no_voltage_above_is_let_through, fresh),
		cmocka_unit_test_setup(what_counts_as_a_danger, fresh),
		cmocka_unit_test_setup(nothing_asks_to_charge_on, fresh),
		cmocka_unit_test_setup(the_list_stays_within_its_bound, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
