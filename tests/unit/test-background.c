/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A charge without fault: what it shows costs no cause anything, what it does not show costs those that are about
 * something else, and less than it brings the cause that is about it.
 */

#include "test.h"

#include "verdict.h"

/* On either side of the limit, three widths of the step away: the numbers of a charge that is well, and of one that is
 * not. */
static const struct {
	enum cd_feature feature;
	enum cd_position position;
	double well, ill;
} rows[] = {
	{ CD_FEATURE_DEEPEST_SAG, CD_POSITION_SOURCE, 80e3, 300e3 },
	{ CD_FEATURE_VOLTAGE_SAG, CD_POSITION_DEVICE, 150e3, 720e3 },
	{ CD_FEATURE_VOLTAGE_SAG, CD_POSITION_UNKNOWN, 150e3, 720e3 },
	{ CD_FEATURE_ASSUMED_SAG, CD_POSITION_DEVICE, 210e3, 590e3 },
	{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_POSITION_SOURCE, 4850e3, 4590e3 },
	{ CD_FEATURE_CABLE_IMPEDANCE, CD_POSITION_DEVICE, 170, 590 },
	{ CD_FEATURE_EXCESS_VOLTAGE, CD_POSITION_SOURCE, -30e3, 230e3 },
	{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_OVER_CURRENT_RATIO, CD_POSITION_SOURCE, 1.07, 1.33 },
	{ CD_FEATURE_DROP_OUTS, CD_POSITION_SOURCE, 2, 3 },
	{ CD_FEATURE_CONTACT_BREAKS, CD_POSITION_SOURCE, 2, 3 },
	{ CD_FEATURE_SUPPLY_ALARMS, CD_POSITION_UNKNOWN, 1, 2 },
	{ CD_FEATURE_DETACHMENTS, CD_POSITION_UNKNOWN, 2, 3 },
	{ CD_FEATURE_PRE_CHARGE_STEP, CD_POSITION_SOURCE, 1, 3.5 },
	{ CD_FEATURE_LEAK_CURRENT, CD_POSITION_SOURCE, 2e3, 9e3 },
	{ CD_FEATURE_AUTO_OFF_TIME, CD_POSITION_SOURCE, 2, 28 },
	{ CD_FEATURE_HEALTH_BAD, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_TIMER_EXPIRED, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_TOO_WARM_OR_COLD, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_REVIVAL_TIME, CD_POSITION_UNKNOWN, 0, 120 },
	{ CD_FEATURE_VAIN_TIME, CD_POSITION_UNKNOWN, 600, 2400 },
	{ CD_FEATURE_HOLD_HEAT, CD_POSITION_UNKNOWN, -5e3, 5e3 },
	{ CD_FEATURE_NEGOTIATED_SHARE, CD_POSITION_UNKNOWN, 0.77, 0.43 },
	{ CD_FEATURE_CABLE_RATING, CD_POSITION_UNKNOWN, 0.9, 0.6 },
	{ CD_FEATURE_INPUT_SDP, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_LINES_SHARE, CD_POSITION_SOURCE, 0.92, 0.58 },
	{ CD_FEATURE_PORT_TRIPS, CD_POSITION_UNKNOWN, 0, 1 },
	{ CD_FEATURE_EMPTY_TRIPS, CD_POSITION_UNKNOWN, 0, 3 },
	{ CD_FEATURE_ENUMERATION, CD_POSITION_UNKNOWN, 0, -1 },
	{ CD_FEATURE_ENERGY_SHARE, CD_POSITION_SOURCE, 1, 0.65 },
};

static const struct cd_term *term_of(enum cd_feature feature)
{
	for (const struct cd_term *t = cd_background; !cd_term_ends(t); t++)
		if (t->feature == feature)
			return t;
	return NULL;
}

static double value(const struct cd_term *t, double x)
{
	const struct cd_feature_value v = { .known = true, .value = x };

	return cd_term_value(t, &v);
}

static void each_tells_well_from_ill(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const struct cd_term *t = term_of(rows[k].feature);

		if (!t)
			fail_msg("row %zu: the background says nothing of it", k);
		if (value(t, rows[k].well) < 0.02 * t->no || value(t, rows[k].ill) > 0.98 * t->no)
			fail_msg("%s: %.3f, %.3f of %.3f", cd_feature_words_at(rows[k].feature)->id,
				value(t, rows[k].well), value(t, rows[k].ill), t->no);
	}
}

static void none_is_without_a_row_here(void **state)
{
	for (const struct cd_term *t = cd_background; !cd_term_ends(t); t++) {
		size_t k = 0;

		while (k < CD_ELEMENTSOF(rows) && rows[k].feature != t->feature)
			k++;
		if (k == CD_ELEMENTSOF(rows) || term_of(t->feature) != t)
			fail_msg("%s has no row in this test, or two there",
				cd_feature_words_at(t->feature)->id);
	}
}

/* They speak against and never for; neither required nor conditions. */
static void they_only_speak_against(void **state)
{
	for (const struct cd_term *t = cd_background; !cd_term_ends(t); t++) {
		assert_true(t->yes == 0 && t->no < 0 && t->soft >= 0);
		assert_true(isinf(t->from) != isinf(t->to));
		assert_false(t->required || t->condition);
	}
}

/* The greatest that a cause has to say for what the background finds ill, and of which origin it takes it. */
static double spoken_for(const struct cd_term *of, double ill, double well)
{
	double best = -INFINITY;

	for (size_t k = 0; cd_causes[k]; k++)
		for (const struct cd_term *t = cd_causes[k]->terms; !cd_term_ends(t); t++) {
			if (t->feature != of->feature)
				continue;
			assert_int_equal(t->origin, of->origin);
			if (value(t, ill) > value(t, well))
				best = fmax(best, value(t, ill));
		}
	return best;
}

/* Or two true faults would leave neither as the verdict. */
static void who_is_about_it_wins_more_than_others_lose(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const struct cd_term *t = term_of(rows[k].feature);
		double most = spoken_for(t, rows[k].ill, rows[k].well);

		if (most <= -t->no)
			fail_msg("%s: %.2f against %.2f", cd_feature_words_at(t->feature)->id, most, t->no);
	}
}

static bool is_about(const struct cd_cause *cause, enum cd_origin origin)
{
	for (const struct cd_term *t = cause->terms; !cd_term_ends(t); t++)
		if (t->origin == origin)
			return true;
	return false;
}

static double sum(const struct cd_cause *cause, enum cd_position p, enum cd_feature feature, double x)
{
	double own[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];
	struct cd_features features = { 0 };

	features.item[feature] = (struct cd_feature_value){ .known = true, .value = x };
	return cd_cause_value(cause, p, &features, own, background);
}

/* Every cause against every row: who speaks of the origin itself, or is silent of it, is not judged by the background. */
static void only_of_what_a_cause_is_not_about(void **state)
{
	for (size_t n = 0; cd_causes[n]; n++)
		for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
			const struct cd_cause *cause = cd_causes[n];
			const struct cd_term *t = term_of(rows[k].feature);
			double step = sum(cause, rows[k].position, t->feature, rows[k].ill) -
				      sum(cause, rows[k].position, t->feature, rows[k].well);
			double due = cause->silent & (1u << t->origin) ? 0 : CD_GAIN * t->no;

			if (is_about(cause, t->origin))
				continue;
			if (fabs(step - due) > 0.05 * fabs(CD_GAIN * t->no))
				fail_msg("%s, %s: %.3f instead of %.3f", cause->words.id,
					cd_feature_words_at(t->feature)->id, step, due);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_tells_well_from_ill),
		cmocka_unit_test(none_is_without_a_row_here),
		cmocka_unit_test(they_only_speak_against),
		cmocka_unit_test(who_is_about_it_wins_more_than_others_lose),
		cmocka_unit_test(only_of_what_a_cause_is_not_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
