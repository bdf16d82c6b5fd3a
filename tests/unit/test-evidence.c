/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Evidence that favours a cause never makes it less probable than no evidence would, and evidence against
 * it never more: for every term of every cause, whatever else is known. So nothing can be won by not
 * measuring.
 *
 * "Favours" is a value well inside what the term expects. One near its limit may hold down others of its
 * origin that stand further inside: there not knowing can be better than knowing, and should be.
 */

#include "test.h"

#include "verdict.h"

#define ROUNDS 3000
/* Two soft ends near each other leave a little of both in the middle. */
#define SLACK 0.02

enum state { UNKNOWN, INSIDE, OUTSIDE, NEAR, _STATES };

static unsigned seed = 7;

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % n;
}

/* A value of the term's feature in that state; a step is as wide as its softness, or as a count. */
static double value_in(const struct cd_term *t, enum state s)
{
	double step = t->soft > 0 ? t->soft : 1, end = isinf(t->to) ? t->from : t->to;
	double into = isinf(t->to) ? 1 : -1;

	switch (s) {
	case INSIDE:
		return isinf(t->from) || isinf(t->to) ? end + into * 40 * step : (t->from + t->to) / 2;
	case OUTSIDE:
		return end - into * 40 * step;
	case NEAR:
	case UNKNOWN:
	case _STATES:
		break;
	}
	return end;
}

static void put(struct cd_features *f, const struct cd_term *t, enum state s)
{
	f->item[t->feature] = (struct cd_feature_value){ .known = s != UNKNOWN, .value = value_in(t, s) };
}

static bool knows(const struct cd_features *f, enum cd_feature id)
{
	return f->item[id].known;
}

/* What cannot be computed without what, and what only instead of what (feature.h, cloud.c, feature-
 * drops.c, feature-pair.c). */
static bool possible(const struct cd_features *f)
{
	static const struct {
		enum cd_feature one, needs;
	} needs[] = {
		{ CD_FEATURE_VOLTAGE_SAG, CD_FEATURE_NO_LOAD_VOLTAGE },
		{ CD_FEATURE_PATH_RESISTANCE, CD_FEATURE_NO_LOAD_VOLTAGE },
		{ CD_FEATURE_KNEE, CD_FEATURE_VOLTAGE_SAG },
		{ CD_FEATURE_ON_TIME, CD_FEATURE_DROP_OUTS },
		{ CD_FEATURE_ADAPTER_SAG, CD_FEATURE_NO_LOAD_VOLTAGE },
		{ CD_FEATURE_CABLE_SHARE, CD_FEATURE_ADAPTER_SAG },
		{ CD_FEATURE_CABLE_SHARE, CD_FEATURE_CABLE_IMPEDANCE },
		{ CD_FEATURE_DROP_OUT_CURRENT, CD_FEATURE_DROP_OUTS },
	};
	bool measured = knows(f, CD_FEATURE_DROP_OUTS) || knows(f, CD_FEATURE_CONTACT_BREAKS);
	bool told = knows(f, CD_FEATURE_DETACHMENTS);

	if ((measured && told) || (knows(f, CD_FEATURE_SUPPLY_ALARMS) && knows(f, CD_FEATURE_ASSUMED_SAG)))
		return false;
	if (knows(f, CD_FEATURE_DROP_OUT_PERIODICITY) && !knows(f, CD_FEATURE_DROP_OUTS) && !told)
		return false;
	if (knows(f, CD_FEATURE_CONTACT_PERIODICITY) && !knows(f, CD_FEATURE_CONTACT_BREAKS) && !told)
		return false;

	for (size_t k = 0; k < CD_ELEMENTSOF(needs); k++)
		if (knows(f, needs[k].one) && !knows(f, needs[k].needs))
			return false;
	if (knows(f, CD_FEATURE_EMPTY_TRIPS) && knows(f, CD_FEATURE_PORT_TRIPS))
		return false;
	return !(knows(f, CD_FEATURE_ASSUMED_SAG) &&
		 (knows(f, CD_FEATURE_NO_LOAD_VOLTAGE) || knows(f, CD_FEATURE_DEEPEST_SAG)));
}

static bool holds(const struct cd_term *t, enum cd_position p)
{
	return t->positions == 0 || (t->positions & (1u << p));
}

static double value_with(const struct cd_cause *c, enum cd_position p, struct cd_features *f,
	const struct cd_term *t, enum state s)
{
	double contribution[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	put(f, t, s);
	return cd_cause_value(c, p, f, contribution, background);
}

/* A sag below an assumed 5.0 V is a weaker view than a slope, and as the weakest of its origin holds it
 * down. */
static double excused(const struct cd_cause *c, const struct cd_term *t)
{
	return cd_streq(c->words.id, "cable-resistance") && t->feature == CD_FEATURE_ASSUMED_SAG ? CD_GAIN * 0.4 : 0;
}

static void compare(
	const struct cd_cause *c, enum cd_position p, struct cd_features *f, const struct cd_term *t)
{
	double unknown = value_with(c, p, f, t, UNKNOWN), inside = value_with(c, p, f, t, INSIDE);
	double outside = value_with(c, p, f, t, OUTSIDE);
	const char *id = cd_feature_words_at(t->feature)->id;

	if (unknown > inside + SLACK + excused(c, t))
		fail_msg("%s at %s: without its %s it is at %.3f, with it at %.3f", c->words.id,
			cd_position_to_string(p), id, unknown, inside);
	if (outside > unknown + SLACK)
		fail_msg("%s at %s: with the wrong %s it is at %.3f, without it at %.3f", c->words.id,
			cd_position_to_string(p), id, outside, unknown);
}

static void draw_others(const struct cd_cause *c, enum cd_position p, struct cd_features *f)
{
	for (const struct cd_term *t = c->terms; t->yes != 0 || t->no != 0; t++)
		if (holds(t, p))
			put(f, t, (enum state)draw(_STATES));
}

static void of_term(const struct cd_cause *c, enum cd_position p, const struct cd_term *t)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct cd_features f = { 0 };

		if (round > 0) /* first with nothing else known */
			draw_others(c, p, &f);
		put(&f, t, INSIDE);
		if (!possible(&f))
			continue;
		put(&f, t, UNKNOWN);
		if (possible(&f))
			compare(c, p, &f, t);
	}
}

static void nothing_is_won_by_not_measuring(void **state)
{
	for (size_t k = 0; cd_causes[k]; k++)
		for (int p = 0; p < _CD_POSITION_MAX; p++)
			for (const struct cd_term *t = cd_causes[k]->terms; t->yes != 0 || t->no != 0; t++)
				if (holds(t, (enum cd_position)p))
					of_term(cd_causes[k], (enum cd_position)p, t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_won_by_not_measuring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
