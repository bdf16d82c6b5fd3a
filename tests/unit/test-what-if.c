/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What would change a verdict: each value that is named does, no nearer one does where it was looked, and what is said of
 * the unknown is what the model would make of it.
 */

#include "test.h"

#include <stdio.h>

#include "feature-range.h"
#include "supply.h"
#include "what-if.h"

static struct cd_judgement j;

static int fresh(void **state)
{
	memset(&j, 0, sizeof(j));
	return 0;
}

static void know(enum cd_feature id, double value, double error)
{
	j.features.item[id] = (struct cd_feature_value){ .known = true, .value = value, .error = error };
}

static void miss(enum cd_feature id, const char *reason)
{
	(void)snprintf(j.features.item[id].reason, sizeof(j.features.item[id].reason), "%s", reason);
}

static void judge(enum cd_position position)
{
	cd_judge_features(position, &j);
}

/* From nothing but the features. */
static void judge_with(enum cd_feature id, double value, double error, struct cd_judgement *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->features = j.features;
	ret->features.item[id].known = true;
	ret->features.item[id].value = value;
	ret->features.item[id].error = error;
	cd_judge_features(j.position, ret);
}

static void a_sag(void)
{
	know(CD_FEATURE_NO_LOAD_VOLTAGE, 5.1e6, 2e3);
	know(CD_FEATURE_VOLTAGE_SAG, 0.7e6, 5e3);
	know(CD_FEATURE_LOADED_VOLTAGE, 4.4e6, 5e3);
}

static const struct cd_flip *flip_of(const struct cd_flip *list, size_t n, enum cd_feature id)
{
	for (size_t k = 0; k < n; k++)
		if (list[k].feature == id)
			return &list[k];
	return NULL;
}

static void a_value_that_would_change_it_is_found(void **state)
{
	struct cd_flip flips[CD_FLIPS_MAX];
	const struct cd_flip *f;
	size_t n;

	a_sag();
	judge(CD_POSITION_DEVICE);
	assert_str(j.verdict->id, "cable-or-adapter");
	n = cd_what_if_seen(&j, flips);
	f = flip_of(flips, n, CD_FEATURE_VOLTAGE_SAG);
	assert_non_null(f);
	assert_true(f->at < 420e3 && f->at > 150e3);
	assert_true(flip_of(flips, n, CD_FEATURE_LOADED_VOLTAGE)->at > 4.6e6);
	for (size_t k = 1; k < n; k++)
		assert_true(flips[k].far >= flips[k - 1].far);
}

static void a_word_becomes_the_other_word(void **state)
{
	struct cd_flip flips[CD_FLIPS_MAX];
	size_t n;

	know(CD_FEATURE_PORT_TRIPS, 3, 0);
	know(CD_FEATURE_BATTERY_DIRECTION, 1, 0);
	judge(CD_POSITION_UNKNOWN);
	assert_str(j.verdict->id, "port-overcurrent");
	n = cd_what_if_seen(&j, flips);
	assert_true(n > 0);
	assert_true(flip_of(flips, n, CD_FEATURE_PORT_TRIPS)->at == 0);
	assert_str(flip_of(flips, n, CD_FEATURE_PORT_TRIPS)->cause, "charging");
}

static void the_unknown_that_decides_most_comes_first(void **state)
{
	struct cd_missing m[CD_MISSING_MAX];
	size_t n;

	a_sag();
	miss(CD_FEATURE_KNEE, "no ramp");
	miss(CD_FEATURE_SAID_FULL, "nobody said");
	miss(CD_FEATURE_CAPACITY, "no term has it");
	miss(CD_FEATURE_DETACHMENTS, "what is measured shows drop-outs itself");
	miss(CD_FEATURE_BATTERY_DIRECTION, "no battery reports here");
	judge(CD_POSITION_DEVICE);
	n = cd_what_if_known(&j, m);
	/* What a person says of the battery tells no cable from an adapter, and nobody can bring the other two. */
	assert_int_equal(n, 1);
	assert_int_equal(m[0].feature, CD_FEATURE_KNEE);
	assert_true(m[0].up > 4 && m[0].down < -4);
	assert_non_null(strstr(m[0].supply, "current changes"));
	miss(CD_FEATURE_KNEE, ""); /* it does not apply here */
	assert_int_equal(cd_what_if_known(&j, m), 0);
}

static void nothing_is_said_of_no_judgement(void **state)
{
	const struct cd_cause *pair[2];
	struct cd_flip flips[CD_FLIPS_MAX];
	struct cd_missing m[CD_MISSING_MAX];

	assert_int_equal(cd_what_if_seen(&j, flips), 0);
	assert_int_equal(cd_what_if_known(&j, m), 0);
	assert_false(cd_what_if_pair(&j, pair));
}

static void a_supply_goes_by_the_reason_first(void **state)
{
	static const struct {
		enum cd_feature feature;
		const char *reason, *part;
	} rows[] = {
		{ CD_FEATURE_LINES_SHARE, "no profile: the device's rating is unknown", "profile=NAME" },
		{ CD_FEATURE_LINES_SHARE, "D+ and D- were not seen", "D+ and D-" },
		{ CD_FEATURE_VOLTAGE_SAG, "the no-load voltage is unknown", "before" },
		{ CD_FEATURE_SAID_LOW, "nobody said: chargectl note PORT battery=low|full led=COLOUR",
			"battery=low" },
		{ CD_FEATURE_CC_TERMINATED, "nobody said that something is plugged in: note PORT cable=…",
			"profile=NAME" },
		{ CD_FEATURE_LABEL_SHARE, "nobody said what its label says: chargectl note PORT adapter_watts=…",
			"adapter_watts" },
		{ CD_FEATURE_CABLE_IMPEDANCE, "it takes a meter at each end", "both ends" },
		{ CD_FEATURE_EXCESS_VOLTAGE, "at a fast-charge level, and D+, D- and PD were not seen", "D+ and D-" },
		{ CD_FEATURE_NEGOTIATED_SHARE, "nothing says what the device can take", "profile=NAME" },
		{ CD_FEATURE_NEGOTIATED_SHARE, "no contract is exposed here", NULL },
		{ CD_FEATURE_HEALTH_BAD, "the driver does not report health", NULL },
		{ CD_FEATURE_DETACHMENTS, "what is measured shows drop-outs itself", NULL },
		{ CD_FEATURE_PROBE, "the adapter holds D+ and D-: a probe would not show", NULL },
		{ CD_FEATURE_PRE_CHARGE_STEP, "the current rose in a time that is missing", NULL },
		{ CD_FEATURE_PRE_CHARGE_STEP, "the battery was not empty: that is no pre-charge", NULL },
		{ CD_FEATURE_KNEE, "the device holds its input voltage: the current tells nothing of a limit", NULL },
		{ CD_FEATURE_HOLD_HEAT, "the current did not pause", NULL },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *text = cd_supply(rows[k].feature, rows[k].reason);

		if (!rows[k].part)
			assert_null(text);
		else if (!text || !strstr(text, rows[k].part))
			fail_msg("%s: %s", rows[k].reason, text ? text : "nothing");
	}
}

static unsigned seed = 11;

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % n;
}

/* Around the end of some term: where verdicts are close. */
static double some_value(enum cd_feature id)
{
	struct cd_feature_range r = cd_feature_range(id);
	double x = r.whole ? draw(4) - 1.0 : 0;

	for (unsigned tries = 0; tries < 40 && !r.whole; tries++) {
		const struct cd_cause *c = cd_causes[draw(30)];

		for (const struct cd_term *t = c->terms; !cd_term_ends(t); t++)
			if (t->feature == id)
				x = (isinf(t->from) ? t->to : t->from) * (0.7 + draw(60) / 100.0);
	}
	return fmin(fmax(x, r.least), r.most);
}

static void draw_features(void)
{
	for (int k = 0; k < _CD_FEATURE_MAX; k++)
		if (draw(3) == 0)
			know((enum cd_feature)k, some_value((enum cd_feature)k), 0);
		else if (draw(2))
			miss((enum cd_feature)k, "no profile: drawn so");
}

/* Each stated value, fed in, makes the stated verdict, with the stated confidence; and it can be. */
static void every_stated_value_changes_the_verdict(void **state)
{
	size_t flipped = 0;

	for (int round = 0; round < 150; round++) {
		struct cd_flip flips[CD_FLIPS_MAX];
		struct cd_judgement then;
		size_t n;

		fresh(state);
		draw_features();
		judge((enum cd_position)draw(_CD_POSITION_MAX));
		n = cd_what_if_seen(&j, flips);
		for (size_t k = 0; k < n; k++) {
			struct cd_feature_range r = cd_feature_range(flips[k].feature);

			assert_true(flips[k].at >= r.least && flips[k].at <= r.most);
			assert_true(!r.whole || flips[k].at == floor(flips[k].at));
			judge_with(flips[k].feature, flips[k].at, j.features.item[flips[k].feature].error,
				&then);
			assert_string_not_equal(then.verdict->id, j.verdict->id);
			assert_str(then.verdict->id, flips[k].cause);
			assert_true(then.confidence == flips[k].confidence);
			/* Half of the way there changes nothing: it is the nearest, and not just one that does. */
			if (!r.whole) {
				double now = j.features.item[flips[k].feature].value;

				judge_with(flips[k].feature, now + (flips[k].at - now) * 0.5,
					j.features.item[flips[k].feature].error, &then);
				flipped += cd_streq(then.verdict->id, j.verdict->id);
			}
		}
	}
	assert_true(flipped > 100);
}

static double odds(const struct cd_judgement *of, const struct cd_cause *const pair[2])
{
	double own[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	return cd_cause_value(pair[0], of->position, &of->features, own, background) -
	       cd_cause_value(pair[1], of->position, &of->features, own, background);
}

/* No value of the unknown moves the odds further than it was said to. */
static void the_unknown_can_do_no_more_than_was_said(void **state)
{
	size_t named = 0;

	for (int round = 0; round < 300; round++) {
		const struct cd_cause *pair[2];
		struct cd_missing m[CD_MISSING_MAX];
		size_t n;

		fresh(state);
		draw_features();
		judge((enum cd_position)draw(_CD_POSITION_MAX));
		n = cd_what_if_known(&j, m);
		assert_true(cd_what_if_pair(&j, pair));
		for (size_t k = 0; k < n; k++, named++) {
			assert_true(m[k].up >= 0 && m[k].down <= 0);
			assert_true(k == 0 || fmax(m[k].up, -m[k].down) <= fmax(m[k - 1].up, -m[k - 1].down));
			for (int i = 0; i < 20; i++) {
				struct cd_judgement then;
				double change;

				judge_with(m[k].feature, some_value(m[k].feature), 0, &then);
				change = odds(&then, pair) - odds(&j, pair);
				/* Looked at where steps begin and end: between two of them there may be a little more. */
				if (change > m[k].up + 0.1 || change < m[k].down - 0.1)
					fail_msg("%s: %.3f, said %.3f to %.3f",
						cd_feature_words_at(m[k].feature)->id, change, m[k].down,
						m[k].up);
			}
		}
	}
	assert_true(named > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_value_that_would_change_it_is_found, fresh),
		cmocka_unit_test_setup(a_word_becomes_the_other_word, fresh),
		cmocka_unit_test_setup(the_unknown_that_decides_most_comes_first, fresh),
		cmocka_unit_test_setup(nothing_is_said_of_no_judgement, fresh),
		cmocka_unit_test_setup(a_supply_goes_by_the_reason_first, fresh),
		cmocka_unit_test_setup(every_stated_value_changes_the_verdict, fresh),
		cmocka_unit_test_setup(the_unknown_can_do_no_more_than_was_said, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
