/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * From features to a verdict: what a term is worth, how terms of one origin count once, and how the causes
 * that come out of it are decided on.
 */

#include "test.h"

#include <stdio.h>

#include "verdict.h"

#define FEATURE(n) ((enum cd_feature)(n))

static struct cd_features features;
static struct cd_judgement j;

static int fresh(void **state)
{
	memset(&features, 0, sizeof(features));
	memset(&j, 0, sizeof(j));
	return 0;
}

static void know(struct cd_features *f, enum cd_feature id, double value)
{
	f->item[id] = (struct cd_feature_value){ .known = true, .value = value };
}

static void assert_near(double a, double b)
{
	if (!(fabs(a - b) < 1e-3))
		fail_msg("%f is not %f", a, b);
}

static void a_term_is_a_step(void **state)
{
	static const struct {
		double from, to, soft, value, error, expected;
	} rows[] = {
		/* Hard edges belong to what is inside. */
		{ 0.5, INFINITY, 0, 0.49, 0, -3 },
		{ 0.5, INFINITY, 0, 0.5, 0, 2 },
		{ -INFINITY, 0.5, 0, 0.5, 0, 2 },
		{ -INFINITY, 0.5, 0, 0.51, 0, -3 },
		{ 1, 2, 0, 0.99, 0, -3 },
		{ 1, 2, 0, 1, 0, 2 },
		{ 1, 2, 0, 2, 0, 2 },
		{ 1, 2, 0, 2.01, 0, -3 },
		/* At a soft one half of the way, further away less and less. */
		{ 10, INFINITY, 2, 10, 0, -0.5 },
		{ 10, INFINITY, 2, 12, 0, -3 + 5 * 0.8808 },
		{ 10, INFINITY, 2, 8, 0, -3 + 5 * 0.1192 },
		{ 10, INFINITY, 2, 30, 0, 2 },
		{ 10, INFINITY, 2, -30, 0, -3 },
		{ -INFINITY, 10, 2, 8, 0, -3 + 5 * 0.8808 },
		{ 10, 20, 1, 15, 0, 2 },
		{ 10, 20, 1, 25, 0, -3 },
		/* What is not known well says little. */
		{ 10, INFINITY, 0, 12, 1, -3 + 5 * 0.8808 },
		{ 10, INFINITY, 2, 30, 1000, -3 + 5 * 0.505 },
		{ 10, INFINITY, 2, -30, 1000, -3 + 5 * 0.49 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_term t = {
			.from = rows[k].from, .to = rows[k].to, .soft = rows[k].soft, .yes = 2, .no = -3
		};
		struct cd_feature_value v = { .known = true, .value = rows[k].value, .error = rows[k].error };

		assert_near(cd_term_value(&t, &v), rows[k].expected);
	}
}

/* A cause of our own: three features of one origin, one of another. */
static struct cd_term own_terms[CD_TERMS_MAX + 1] = {
	{ CD_FEATURE_KNEE, CD_ORIGIN_CLOUD, .from = 0.5, .to = INFINITY, .yes = 2, .no = -2 },
	{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = 0.5, .to = INFINITY, .yes = 3, .no = -4 },
	{ CD_FEATURE_LOADED_VOLTAGE, CD_ORIGIN_CLOUD, .from = 0.5, .to = INFINITY, .yes = 3, .no = -1,
		.condition = true },
	{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .yes = 1, .no = -1 },
};
static const struct cd_cause own = { .prior = 1, .terms = own_terms };

/* "1" yes, "0" no, "-" not computed, for knee, sag, loaded voltage and said-low; what each then
 * contributes. */
static const struct {
	const char *known;
	bool required; /* the knee is */
	double contribution[4];
} origins[] = {
	{ "----", false, { NAN, NAN, NAN, NAN } },
	{ "1---", false, { 2, NAN, NAN, NAN } },
	{ "0---", false, { -2, NAN, NAN, NAN } },
	{ "11--", false, { 2, 0, NAN, NAN } }, /* once, with the weakest */
	{ "10--", false, { 0, -4, NAN, NAN } },
	{ "00--", false, { 0, -4, NAN, NAN } },
	{ "01-1", false, { -2, 0, NAN, 1 } }, /* origins add up */
	{ "11-0", false, { 2, 0, NAN, -1 } },
	/* A condition speaks for nothing alone, and against. */
	{ "--1-", false, { NAN, NAN, 0, NAN } },
	{ "--0-", false, { NAN, NAN, -1, NAN } },
	{ "1-1-", false, { 2, NAN, 0, NAN } },
	{ "-11-", false, { NAN, 3, 0, NAN } },
	{ "110-", false, { 0, 0, -1, NAN } },
	{ "100-", false, { 0, -4, 0, NAN } },
	/* Without what is required the others can only speak against. */
	{ "-1--", true, { NAN, 0, NAN, NAN } },
	{ "-0--", true, { NAN, -4, NAN, NAN } },
	{ "-1-1", true, { NAN, 0, NAN, 1 } },
	{ "11--", true, { 2, 0, NAN, NAN } },
};

static void an_origin_counts_once(void **state)
{
	static const enum cd_feature ids[] = { CD_FEATURE_KNEE, CD_FEATURE_VOLTAGE_SAG,
		CD_FEATURE_LOADED_VOLTAGE, CD_FEATURE_SAID_LOW };

	for (size_t k = 0; k < CD_ELEMENTSOF(origins); k++) {
		double contribution[CD_TERMS_MAX] = { 0 }, sum = 0, background[CD_BACKGROUND_MAX];

		fresh(state);
		own_terms[0].required = origins[k].required;
		for (size_t i = 0; i < CD_ELEMENTSOF(ids); i++)
			if (origins[k].known[i] != '-')
				know(&features, ids[i], origins[k].known[i] - '0');
		for (size_t i = 0; i < CD_ELEMENTSOF(ids); i++)
			sum += isnan(origins[k].contribution[i]) ? 0 : CD_GAIN * origins[k].contribution[i];
		assert_near(cd_cause_value(&own, CD_POSITION_UNKNOWN, &features, contribution, background), sum);
		for (size_t i = 0; i < CD_ELEMENTSOF(ids); i++) {
			double x = contribution[i], e = CD_GAIN * origins[k].contribution[i];

			if (isnan(x) != isnan(e) || (!isnan(e) && fabs(x - e) > 1e-9))
				fail_msg("%s: term %zu contributes %f", origins[k].known, i, x);
		}
	}
}

static void a_term_holds_where_the_meter_sits(void **state)
{
	struct cd_cause c = { .prior = 0.5,
		.terms = CD_TERMS { { CD_FEATURE_KNEE, CD_ORIGIN_CLOUD, .from = 0.5, .to = INFINITY, .yes = 2,
			.no = -2, .positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) } } };
	double contribution[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	know(&features, CD_FEATURE_KNEE, 1);
	assert_near(cd_cause_value(&c, CD_POSITION_DEVICE, &features, contribution, background), CD_GAIN * 2 + log(0.5));
	assert_near(cd_cause_value(&c, CD_POSITION_UNKNOWN, &features, contribution, background), CD_GAIN * 2 + log(0.5));
	assert_near(cd_cause_value(&c, CD_POSITION_SOURCE, &features, contribution, background), log(0.5));
	assert_true(isnan(contribution[0]));
}

struct said {
	enum cd_feature feature;
	double value;
};

#define SAID_MAX 8
static const struct {
	const char *what;
	struct said said[SAID_MAX];
	enum cd_position position;
	const char *verdict, *test;
} verdicts[] = {
	{ "a sag at an unknown place",
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6 }, { CD_FEATURE_VOLTAGE_SAG, 0.7e6 },
			{ CD_FEATURE_LOADED_VOLTAGE, 4.4e6 } },
		CD_POSITION_UNKNOWN, "cable-or-adapter", "swap-cable" },
	{ "at the device's end",
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6 }, { CD_FEATURE_VOLTAGE_SAG, 0.7e6 },
			{ CD_FEATURE_LOADED_VOLTAGE, 4.4e6 } },
		CD_POSITION_DEVICE, "cable-or-adapter", "swap-cable" },
	{ "and along a straight line",
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6 }, { CD_FEATURE_VOLTAGE_SAG, 0.7e6 },
			{ CD_FEATURE_LOADED_VOLTAGE, 4.4e6 }, { CD_FEATURE_KNEE, 0.01 },
			{ CD_FEATURE_SOURCE_IMPEDANCE, 600 } },
		CD_POSITION_DEVICE, "cable-resistance", NULL },
	{ "with a knee",
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6 }, { CD_FEATURE_VOLTAGE_SAG, 0.7e6 },
			{ CD_FEATURE_LOADED_VOLTAGE, 4.4e6 }, { CD_FEATURE_KNEE, 0.95 },
			{ CD_FEATURE_SOURCE_IMPEDANCE, 100 } },
		CD_POSITION_DEVICE, "adapter-current-limited", NULL },
	{ "before any cable",
		{ { CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6 }, { CD_FEATURE_DEEPEST_SAG, 0.7e6 },
			{ CD_FEATURE_LOADED_VOLTAGE, 4.4e6 } },
		CD_POSITION_SOURCE, "adapter-current-limited", NULL },
	{ "trips", { { CD_FEATURE_PORT_TRIPS, 3 } }, CD_POSITION_UNKNOWN, "port-overcurrent", NULL },
	{ "twice the rated current", { { CD_FEATURE_OVER_CURRENT_RATIO, 2 }, { CD_FEATURE_DROP_OUTS, 0 } },
		CD_POSITION_SOURCE, "fast-charge-overcurrent", NULL },
	{ "its word", { { CD_FEATURE_HEALTH_BAD, 1 }, { CD_FEATURE_BATTERY_DIRECTION, 0 } },
		CD_POSITION_UNKNOWN, "battery-reported-bad", NULL },
};

static void verdicts_are_drawn(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(verdicts); k++) {
		fresh(state);
		for (size_t i = 0; i < SAID_MAX && verdicts[k].said[i].value != 0; i++)
			know(&j.features, verdicts[k].said[i].feature, verdicts[k].said[i].value);
		cd_judge_features(verdicts[k].position, &j);
		if (!cd_streq(j.verdict->id, verdicts[k].verdict))
			fail_msg("%s: %s (%.2f)", verdicts[k].what, j.verdict->id, j.confidence);
		if (verdicts[k].test)
			assert_str(j.next_test, verdicts[k].test);
		assert_null(j.reason);
		assert_true(j.n_remedies > 0);
	}
}

static void either_carries_the_sum(void **state)
{
	double cable = 0, adapter = 0;

	know(&j.features, CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6);
	know(&j.features, CD_FEATURE_VOLTAGE_SAG, 0.7e6);
	know(&j.features, CD_FEATURE_LOADED_VOLTAGE, 4.4e6);
	cd_judge_features(CD_POSITION_DEVICE, &j);
	for (size_t k = 0; k < j.n_ranked; k++) {
		if (!j.ranked[k].cause->path)
			continue;
		cable += j.ranked[k].cause->words.part == CD_PART_CABLE ? j.ranked[k].confidence : 0;
		adapter += j.ranked[k].cause->words.part == CD_PART_ADAPTER ? j.ranked[k].confidence : 0;
	}
	assert_near(j.confidence, cable + adapter);
	assert_true(cable < CD_BAR || adapter < CD_BAR);
	assert_true(j.confidence >= CD_BAR);
	assert_int_equal(j.severity, CD_SEVERITY_MEDIUM);
	assert_int_equal(cd_cause_words(j.separates[0])->part, CD_PART_CABLE);
	assert_int_equal(cd_cause_words(j.separates[1])->part, CD_PART_ADAPTER);
	assert_int_equal(j.n_remedies, 3);
	assert_str(j.remedies[0], "reseat");
}

/* More power on offer would not be taken, either. */
static void what_was_offered_and_not_taken_is_not_to_be_bought(void **state)
{
	for (int k = 0; k < 2; k++) {
		bool stronger = false, replug = false;

		fresh(state);
		know(&j.features, CD_FEATURE_BATTERY_DIRECTION, 1);
		know(&j.features, CD_FEATURE_CHARGE_POWER, 2.5e6);
		know(&j.features, CD_FEATURE_INPUT_SDP, 1);
		if (k)
			know(&j.features, CD_FEATURE_NEGOTIATED_SHARE, 0.68);
		cd_judge_features(CD_POSITION_DEVICE, &j);
		assert_str(j.verdict->id, "charging-slowly");
		for (size_t i = 0; i < j.n_remedies; i++) {
			stronger |= cd_streq(j.remedies[i], "stronger-adapter");
			replug |= cd_streq(j.remedies[i], "replug");
		}
		assert_true(stronger == !k && replug == !!k);
	}
}

/* On the way from slow to not they are beyond the bar together, and for a while neither is. */
static void slow_or_not_is_a_question_of_degree(void **state)
{
	unsigned between = 0;

	for (int percent = 40; percent <= 80; percent++) {
		fresh(state);
		know(&j.features, CD_FEATURE_CHARGE_POWER, 4e6);
		know(&j.features, CD_FEATURE_CURRENT_RATIO, percent / 100.0);
		know(&j.features, CD_FEATURE_NO_LOAD_VOLTAGE, 5.05e6);
		know(&j.features, CD_FEATURE_VOLTAGE_SAG, 0.1e6);
		know(&j.features, CD_FEATURE_END_RATIO, 0.8);
		cd_judge_features(CD_POSITION_SOURCE, &j);
		if (j.ranked[0].confidence + j.ranked[1].confidence < CD_BAR)
			continue;
		assert_ptr_equal(j.verdict, &j.ranked[0].cause->words);
		assert_int_equal(j.verdict->class, CD_CLASS_OK);
		assert_near(j.confidence, j.ranked[0].confidence);
		assert_null(j.reason);
		between += j.confidence < CD_BAR;
	}
	assert_true(between > 0);
}

static const struct cd_cause *cause_of(const char *id)
{
	for (size_t k = 0; cd_causes[k]; k++)
		if (cd_streq(cd_causes[k]->words.id, id))
			return cd_causes[k];
	fail_msg("no cause %s", id);
	return NULL;
}

/* Half an ampere is a port's limit to a device that is rated for more, and enough for one that is not. */
static void who_takes_what_he_is_rated_for_is_not_limited(void **state)
{
	double terms[CD_TERMS_MAX], background[CD_BACKGROUND_MAX], half, whole;
	const struct cd_cause *limited = cause_of("input-limited");

	know(&features, CD_FEATURE_LINES_USE, 0.33);
	know(&features, CD_FEATURE_LINES_SHARE, 2.8);
	know(&features, CD_FEATURE_PLATEAU, 1);
	know(&features, CD_FEATURE_CURRENT_RATIO, 0.25);
	half = cd_cause_value(limited, CD_POSITION_UNKNOWN, &features, terms, background);
	know(&features, CD_FEATURE_CURRENT_RATIO, 0.92);
	whole = cd_cause_value(limited, CD_POSITION_UNKNOWN, &features, terms, background);
	assert_true(half > log(limited->prior) && whole < log(limited->prior) - 4);
}

/* A battery that charges goes with any cable. */
static void a_battery_alone_shows_no_cable(void **state)
{
	know(&j.features, CD_FEATURE_BATTERY_DIRECTION, 1);
	know(&j.features, CD_FEATURE_END_RATIO, 0.02);
	know(&j.features, CD_FEATURE_STOPPED_TIME, 60);
	know(&j.features, CD_FEATURE_NEGOTIATED_SHARE, 1);
	cd_judge_features(CD_POSITION_UNKNOWN, &j);
	assert_true(j.ranked[0].cause->path);
	assert_str(j.verdict->id, "inconclusive");
}

/* A battery charges through a bad cable, too: measured at both ends it counts against what the battery says. */
static void a_cable_measured_at_both_ends_is_not_outvoted(void **state)
{
	for (int ohms = 0; ohms < 2; ohms++) {
		fresh(state);
		know(&j.features, CD_FEATURE_BATTERY_DIRECTION, 1);
		know(&j.features, CD_FEATURE_BATTERY_FLOW, 2.9e6);
		know(&j.features, CD_FEATURE_NO_LOAD_VOLTAGE, 5.11e6);
		know(&j.features, CD_FEATURE_LOADED_VOLTAGE, 5.09e6);
		know(&j.features, CD_FEATURE_UNRATED_POWER, 4.2e6);
		know(&j.features, CD_FEATURE_CABLE_IMPEDANCE, ohms ? 770 : 100);
		if (ohms)
			know(&j.features, CD_FEATURE_CABLE_SHARE, 0.96);
		cd_judge_features(CD_POSITION_SOURCE, &j);
		assert_str(j.verdict->id, ohms ? "cable-resistance" : "charging");
	}
}

/* Nothing flows, or cells are that low: nor do these. */
static void what_gets_nothing_does_not_speak_for_a_cable(void **state)
{
	static const struct {
		enum cd_feature feature;
		double value;
	} rows[] = { { CD_FEATURE_BATTERY_FLOW, 0 }, { CD_FEATURE_CELL_VOLTAGE, 0.57 } };
	static const char *const ids[] = { "cable-resistance", "adapter-current-limited", "adapter-undervoltage" };
	double terms[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	for (size_t k = 0; k < CD_ELEMENTSOF(rows) * CD_ELEMENTSOF(ids); k++) {
		const struct cd_cause *cause = cause_of(ids[k % CD_ELEMENTSOF(ids)]);

		fresh(state);
		know(&features, CD_FEATURE_BATTERY_DIRECTION, 1);
		know(&features, rows[k / CD_ELEMENTSOF(ids)].feature, rows[k / CD_ELEMENTSOF(ids)].value);
		assert_true(cd_cause_value(cause, CD_POSITION_UNKNOWN, &features, terms, background) < log(cause->prior));
	}
}

/* The label says as much as the lines do: it is small, and not of the wrong type. */
static void a_small_adapter_is_not_of_the_wrong_type(void **state)
{
	for (int watts = 5; watts <= 10; watts += 5) {
		fresh(state);
		know(&j.features, CD_FEATURE_LINES_SHARE, 0.55);
		know(&j.features, CD_FEATURE_LINES_USE, 0.97);
		know(&j.features, CD_FEATURE_LABEL_SHARE, watts / 5);
		know(&j.features, CD_FEATURE_CURRENT_RATIO, 0.53);
		know(&j.features, CD_FEATURE_VOLTAGE_SAG, 0.05e6);
		know(&j.features, CD_FEATURE_NO_LOAD_VOLTAGE, 5.05e6);
		know(&j.features, CD_FEATURE_CHARGE_POWER, 4.8e6);
		cd_judge_features(CD_POSITION_SOURCE, &j);
		assert_true(cd_streq(j.ranked[0].cause->words.id, "adapter-wrong-type") == (watts > 5));
	}
}

/* A battery that does not charge shows no limit of the input where a contract, or its own timer, says otherwise. */
static void a_rest_shows_no_limit_of_the_input(void **state)
{
	static const struct {
		enum cd_feature feature;
		double value;
	} rows[] = { { CD_FEATURE_CONTRACT_POWER, 60e6 }, { CD_FEATURE_TIMER_EXPIRED, 1 }, { CD_FEATURE_HEALTH_BAD, 1 } };
	const struct cd_cause *limited = cause_of("input-limited");
	double terms[CD_TERMS_MAX], background[CD_BACKGROUND_MAX], rests, drains;

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		know(&features, CD_FEATURE_BATTERY_DIRECTION, 0);
		know(&features, CD_FEATURE_BATTERY_FULL, 0);
		know(&features, rows[k].feature, rows[k].value);
		assert_true(cd_cause_value(limited, CD_POSITION_UNKNOWN, &features, terms, background) < log(limited->prior) - 1);
	}
	fresh(state);
	know(&features, CD_FEATURE_BATTERY_FULL, 0);
	know(&features, CD_FEATURE_BATTERY_DIRECTION, 0);
	rests = cd_cause_value(limited, CD_POSITION_UNKNOWN, &features, terms, background);
	know(&features, CD_FEATURE_BATTERY_DIRECTION, -1);
	drains = cd_cause_value(limited, CD_POSITION_UNKNOWN, &features, terms, background);
	assert_near(rests, log(limited->prior));
	assert_true(drains > rests + 2);
}

static void nothing_over_the_bar_is_inconclusive(void **state)
{
	cd_judge_features(CD_POSITION_UNKNOWN, &j); /* the priors alone */
	assert_str(j.verdict->id, "inconclusive");
	assert_str(j.ranked[0].cause->words.id, "charging");
	assert_true(j.confidence < CD_BAR);
	assert_non_null(j.reason);
	assert_int_equal(j.severity, CD_SEVERITY_INFO);
	assert_int_equal(j.n_remedies, 0);
}

static unsigned seed = 1;

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % n;
}

/* Features at random, known or not, near limits or far from any: what comes out is a distribution. */
static void what_comes_out_is_a_distribution(void **state)
{
	for (int round = 0; round < 3000; round++) {
		double sum = 0;
		bool listed = false;

		fresh(state);
		for (int k = 0; k < _CD_FEATURE_MAX; k++)
			if (draw(2))
				know(&j.features, FEATURE(k),
					pow(10, draw(9)) * (draw(8) ? 1 : -1) * (draw(1000) / 1000.0));
		cd_judge_features((enum cd_position)draw(_CD_POSITION_MAX), &j);
		for (size_t k = 0; k < j.n_ranked; k++) {
			double p = j.ranked[k].confidence;

			assert_true(p >= 0 && p <= 1);
			assert_true(k == 0 || p <= j.ranked[k - 1].confidence);
			listed |= &j.ranked[k].cause->words == j.verdict;
			sum += p;
		}
		assert_true(sum <= 1 + 1e-12);
		assert_true(j.confidence >= 0 && j.confidence <= 1 + 1e-12);
		assert_true(listed || j.verdict->class == CD_CLASS_UNDECIDED);
		assert_true(!cd_streq(j.verdict->id, "inconclusive") || j.confidence < CD_BAR);
		assert_true(cd_streq(j.verdict->id, "inconclusive") || j.confidence >= CD_BAR ||
			    (j.verdict->class == CD_CLASS_OK &&
				    j.confidence + j.ranked[1].confidence >= CD_BAR));
		assert_true((j.reason != NULL) == cd_streq(j.verdict->id, "inconclusive"));
		assert_true((j.next_test != NULL) == (j.separates[0] != NULL));
		assert_true(!j.next_test || cd_next_test_words(j.next_test));
		for (size_t k = 0; k < j.n_remedies; k++)
			assert_non_null(cd_remedy_words(j.remedies[k]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_term_is_a_step, fresh),
		cmocka_unit_test_setup(who_takes_what_he_is_rated_for_is_not_limited, fresh),
		cmocka_unit_test_setup(an_origin_counts_once, fresh),
		cmocka_unit_test_setup(a_term_holds_where_the_meter_sits, fresh),
		cmocka_unit_test_setup(verdicts_are_drawn, fresh),
		cmocka_unit_test_setup(either_carries_the_sum, fresh),
		cmocka_unit_test_setup(what_was_offered_and_not_taken_is_not_to_be_bought, fresh),
		cmocka_unit_test_setup(slow_or_not_is_a_question_of_degree, fresh),
		cmocka_unit_test_setup(a_battery_alone_shows_no_cable, fresh),
		cmocka_unit_test_setup(a_cable_measured_at_both_ends_is_not_outvoted, fresh),
		cmocka_unit_test_setup(what_gets_nothing_does_not_speak_for_a_cable, fresh),
		cmocka_unit_test_setup(a_small_adapter_is_not_of_the_wrong_type, fresh),
		cmocka_unit_test_setup(a_rest_shows_no_limit_of_the_input, fresh),
		cmocka_unit_test_setup(nothing_over_the_bar_is_inconclusive, fresh),
		cmocka_unit_test_setup(what_comes_out_is_a_distribution, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
