/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "expect.h"

#include "parameter.h"
#include "parameters/expect.def"

/* A test looks again at the same parts, or exchanges one. What it will see, the most telling first. */
#define FEATURES_MAX 8

struct experiment {
	const char *test;
	enum cd_part exchanged;             /* _CD_PART_MAX: none */
	enum cd_feature sees[FEATURES_MAX]; /* ends with _CD_FEATURE_MAX */
};

#define SEES(...)                                                                                            \
	{                                                                                                    \
		__VA_ARGS__, _CD_FEATURE_MAX                                                                 \
	}
#define OTHER_RUN                                                                                            \
	SEES(CD_FEATURE_DEEPEST_SAG, CD_FEATURE_VOLTAGE_SAG, CD_FEATURE_ASSUMED_SAG, CD_FEATURE_DROP_OUTS,   \
		CD_FEATURE_NO_LOAD_VOLTAGE, CD_FEATURE_EXCESS_VOLTAGE, CD_FEATURE_BATTERY_FLOW)

static const struct experiment experiments[] = {
	{ "swap-cable", CD_PART_CABLE, OTHER_RUN },
	{ "swap-adapter", CD_PART_ADAPTER, OTHER_RUN },
	{ "wiggle", _CD_PART_MAX, SEES(CD_FEATURE_CONTACT_PERIODICITY, CD_FEATURE_DROP_OUT_PERIODICITY) },
	{ "run-and-replug", _CD_PART_MAX, SEES(CD_FEATURE_TOP_CURRENT) },
	{ "wait", _CD_PART_MAX, SEES(CD_FEATURE_END_RATIO) },
	{ "wait-for-step", _CD_PART_MAX, SEES(CD_FEATURE_PRE_CHARGE_STEP) },
	{ "say-battery", _CD_PART_MAX, { _CD_FEATURE_MAX } },
	{ "empty-port", _CD_PART_MAX, { _CD_FEATURE_MAX } },
	{ "record-longer", _CD_PART_MAX,
		SEES(CD_FEATURE_DEEPEST_SAG, CD_FEATURE_VOLTAGE_SAG, CD_FEATURE_CURRENT_RATIO) },
};

/* The first row that fits; "" fits any cause, a part any cause of it. */
static const struct {
	const char *test, *cause;
	enum cd_part part;
	const char *text;
} words[] = {
	/* clang-format off */
	{ "swap-cable", "", CD_PART_CABLE, "with another cable the current rises by a fifth, or the resistance falls by 0.15 ohm" },
	{ "swap-cable", "", _CD_PART_MAX, "with another cable it stays as it is" },
	{ "swap-adapter", "charging-slowly", _CD_PART_MAX, "a stronger adapter helps only if the device does not limit itself" },
	{ "swap-adapter", "", CD_PART_ADAPTER, "with another adapter it gets better" },
	{ "swap-adapter", "", _CD_PART_MAX, "with another adapter it stays as it is" },
	{ "wiggle", "cable-intermittent", _CD_PART_MAX, "it breaks off as the plugs are moved" },
	{ "wiggle", "adapter-hiccup", _CD_PART_MAX, "it goes on in its own rhythm, however the plugs are moved" },
	{ "wiggle", "", _CD_PART_MAX, "moving the plugs changes nothing" },
	{ "run-and-replug", "full", _CD_PART_MAX, "the device draws current again" },
	{ "run-and-replug", "battery-not-accepting", _CD_PART_MAX, "it draws next to nothing again" },
	{ "run-and-replug", "device-not-drawing", _CD_PART_MAX, "it draws nothing again" },
	{ "run-and-replug", "", _CD_PART_MAX, "it does the same as before" },
	{ "wait", "full", _CD_PART_MAX, "the current soon falls to nothing and stays there" },
	{ "wait", "", _CD_PART_MAX, "the current goes on for as long as the battery has room" },
	{ "wait-for-step", "battery-overdischarged", _CD_PART_MAX, "the current steps up within 35 minutes" },
	{ "wait-for-step", "battery-precharge-stuck", _CD_PART_MAX, "the current stays at its low level, or stops" },
	{ "wait-for-step", "", _CD_PART_MAX, "the current does not step up" },
	{ "say-battery", "battery-not-accepting", _CD_PART_MAX, "the device shows a low battery, or nothing at all" },
	{ "say-battery", "device-not-drawing", _CD_PART_MAX, "a low battery as well: for these two, reset the device and look again" },
	{ "say-battery", "battery-precharge-stuck", _CD_PART_MAX, "a low battery as well: only time tells these two apart" },
	{ "say-battery", "board-fault", _CD_PART_MAX, "a low battery as well, though current flows" },
	{ "say-battery", "", _CD_PART_MAX, "the device shows a full battery, or that it charges" },
	{ "empty-port", "port-overcurrent", _CD_PART_MAX, "it ends with what was unplugged; if it goes on, the port's sensing is at fault" },
	{ "empty-port", "", _CD_PART_MAX, "it goes on with nothing plugged in" },
	{ "record-longer", "charging", _CD_PART_MAX, "the current stands and the voltage holds" },
	{ "record-longer", "", _CD_PART_MAX, "what speaks for it shows again, and more clearly" },
	/* clang-format on */
};

static const struct experiment *experiment_of(const char *test)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(experiments); k++)
		if (cd_streq(experiments[k].test, test))
			return &experiments[k];
	return NULL;
}

static const struct cd_cause *cause_of(const struct cd_judgement *j, const char *id)
{
	for (size_t k = 0; k < j->n_ranked; k++)
		if (cd_streq(j->ranked[k].cause->words.id, id))
			return j->ranked[k].cause;
	return NULL;
}

static const char *text_of(const char *test, const struct cd_cause_words *cause)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(words); k++)
		if (strcmp(words[k].test, test) == 0 &&
			(words[k].cause[0] == '\0' || strcmp(words[k].cause, cause->id) == 0) &&
			(words[k].part == _CD_PART_MAX || words[k].part == cause->part))
			return words[k].text;
	return NULL;
}

/* The cause's own term of a feature: one that is evidence, where the meter sits. */
static const struct cd_term *term_of(
	const struct cd_cause *cause, enum cd_position position, enum cd_feature feature)
{
	for (const struct cd_term *t = cause->terms; !cd_term_ends(t); t++)
		if (t->feature == feature && !t->condition &&
			(t->positions == 0 || (t->positions & (1u << position))))
			return t;
	return NULL;
}

/* Well inside: past the ends by the width of the step, where there is room for it. */
static void expect_inside(const struct cd_term *t, struct cd_expectation *e)
{
	double margin = t->to - t->from > 2 * t->soft ? t->soft : 0;

	e->feature = t->feature;
	e->above = t->from + margin; /* an open end stays open */
	e->below = t->to - margin;
}

static void look_again(const struct experiment *x, const struct cd_judgement *j, const struct cd_cause *cause,
	struct cd_expectation *e)
{
	for (size_t k = 0; x->sees[k] != _CD_FEATURE_MAX; k++) {
		const struct cd_term *t = term_of(cause, j->position, x->sees[k]);

		if (!t)
			continue;
		expect_inside(t, e);
		return;
	}
}

/* What was seen of a cause and goes away with the part that has it: open at one end, so that there is one way out. */
static const struct cd_term *signature(
	const struct experiment *x, const struct cd_judgement *j, const struct cd_cause *cause)
{
	for (size_t k = 0; x->sees[k] != _CD_FEATURE_MAX; k++) {
		const struct cd_term *t = term_of(cause, j->position, x->sees[k]);
		const struct cd_feature_value *v = &j->features.item[x->sees[k]];

		if (t && t->yes >= TELLS && v->known && isinf(t->from) != isinf(t->to) &&
			cd_term_value(t, v) > (t->yes + t->no) / 2)
			return t;
	}
	return NULL;
}

/* What was seen beyond the limit is mostly gone, or mostly still there. Not all of it goes: the other parts lose something,
 * too, and more when more flows (tests/golden/next-test.py has the physics). Of a count what is left says nothing. */
static double between(const struct cd_term *t, double now, double share)
{
	double limit = isinf(t->from) ? t->to : t->from;

	return t->soft > 0 ? limit + share * (now - limit) : limit;
}

static void expect_gone(const struct cd_term *t, double now, struct cd_expectation *e)
{
	e->feature = t->feature;
	e->above = isinf(t->from) ? between(t, now, GONE) : -INFINITY;
	e->below = isinf(t->from) ? INFINITY : between(t, now, GONE);
}

static void expect_kept(const struct cd_term *t, double now, struct cd_expectation *e)
{
	e->feature = t->feature;
	e->above = isinf(t->from) ? -INFINITY : between(t, now, KEPT);
	e->below = isinf(t->from) ? between(t, now, KEPT) : INFINITY;
}

static bool goes_away(const struct experiment *x, const struct cd_cause *cause)
{
	return cause->words.part == x->exchanged;
}

/* With the part goes what was seen of the cause that is in it; with the wrong part exchanged it stays. Two causes in one
 * part: each has its own. */
static void exchange(const struct experiment *x, const struct cd_judgement *j,
	const struct cd_cause *const causes[2], struct cd_expectation e[2])
{
	for (size_t k = 0; k < 2; k++) {
		const struct cd_term *t = goes_away(x, causes[k]) ? signature(x, j, causes[k]) : NULL;

		double now = t ? j->features.item[t->feature].value : 0;

		if (!t)
			continue;
		expect_gone(t, now, &e[k]);
		if (!goes_away(x, causes[1 - k]))
			expect_kept(t, now, &e[1 - k]);
	}
}

/* Two ranges of one feature that overlap tell nothing. */
static void drop_overlap(struct cd_expectation e[2])
{
	if (e[0].feature != e[1].feature || e[0].above >= e[1].below || e[1].above >= e[0].below)
		return;
	e[0].feature = e[1].feature = _CD_FEATURE_MAX;
}

bool cd_expect(const struct cd_judgement *j, struct cd_expectation ret[2])
{
	const struct experiment *x = experiment_of(j->next_test);
	const struct cd_cause *causes[2] = { cause_of(j, j->separates[0]), cause_of(j, j->separates[1]) };

	if (!x || !causes[0] || !causes[1])
		return false;
	for (size_t k = 0; k < 2; k++) {
		ret[k] = (struct cd_expectation){ .cause = causes[k]->words.id,
			.text = text_of(x->test, &causes[k]->words),
			.feature = _CD_FEATURE_MAX };
		if (x->exchanged == _CD_PART_MAX)
			look_again(x, j, causes[k], &ret[k]);
	}
	if (x->exchanged != _CD_PART_MAX)
		exchange(x, j, causes, ret);
	drop_overlap(ret);
	return true;
}
