/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What holds for every simulated session, whatever its verdict, beside what holds for any life of a port
 * (test-properties.c):
 *
 *   half the samples give the same class, one without a decision, or another way of being fine;
 *   pieces of any size give the same bytes, and later times the same but later;
 *   without any evidence nothing is decided;
 *   a cause does not gain from losing what speaks for it.
 *
 * The last is a table of what speaks for what, by physics, not by the catalogue: a scenario, the evidence
 * taken away, and the cause whose confidence may then not be greater by more than 0.02. Causes that the
 * catalogue does not know yet have none, and pass.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "feed.h"
#include "judge.h"
#include "sim.h"

#define SEED 21
#define SEEDS 4
#define LONG_S 700 /* sessions beyond this cost more than they tell here */
/* What is lost may have spoken for a rival, too, and a little more against it than for the cause: 0.009 has
 * been seen. More than this is a gain. */
#define NOTHING 0.02
#define SHIFT_US (INT64_C(7654321) * 1000)
#define ALL (1u << SIM_NO_SAMPLES | 1u << SIM_NO_NOTES | 1u << SIM_NO_POSITION)

struct listener {
	struct judge *judge;
	struct cd_buffer *copy;
};

static void hear(void *userdata, const struct cd_event *ev)
{
	struct listener *l = userdata;

	if (l->judge)
		(void)judge_feed(l->judge, ev);
	if (l->copy)
		assert_int_equal(cd_recording_write_event(l->copy, ev, 0), 0);
}

static struct json_object *judged(const char *name, uint64_t seed, unsigned degrade)
{
	struct json_object *sessions;
	struct judge j;
	struct listener l = { .judge = &j };
	struct sim_filter filter = { .to = { hear, &l }, .degrade = degrade };

	assert_int_equal(judge_start(&j, NULL, CD_GROUP_EACH, NULL), 0);
	assert_int_equal(sim_run_filtered(sim_find(name), seed, NULL, &filter, 1, NULL), 0);
	assert_int_equal(judge_end(&j, &sessions), 0);
	return sessions;
}

/* Of the last session that has a verdict; NULL: none has. */
static struct json_object *last_entry(struct json_object *sessions)
{
	struct json_object *found = NULL;

	for (size_t i = 0; i < json_object_array_length(sessions); i++) {
		struct json_object *entry = json_object_array_get_idx(sessions, i);

		if (json_object_object_get(entry, "verdict"))
			found = entry;
	}
	return found;
}

static void verdict_of(struct json_object *sessions, char *ret, size_t size, const char *key)
{
	struct json_object *entry = last_entry(sessions), *verdict = NULL;
	const char *word = NULL;

	if (entry)
		verdict = json_object_object_get(entry, "verdict");
	if (verdict)
		word = json_object_get_string(json_object_object_get(verdict, key));
	(void)snprintf(ret, size, "%s", word ? word : "undecided");
}

static double confidence_in(struct json_object *sessions, const char *cause)
{
	struct json_object *entry = last_entry(sessions), *causes;

	if (!entry || !json_object_object_get_ex(entry, "causes", &causes))
		return 0;
	for (size_t i = 0; i < json_object_array_length(causes); i++) {
		struct json_object *c = json_object_array_get_idx(causes, i);

		if (cd_streq(json_object_get_string(json_object_object_get(c, "cause")), cause))
			return json_object_get_double(json_object_object_get(c, "confidence"));
	}
	return 0;
}

static bool is_short(const struct sim_scenario *s)
{
	struct sim_facts f;

	assert_int_equal(sim_run(s, SEED, NULL, NULL, &f), 0);
	return s->set && f.seconds < LONG_S;
}

/* What is to be seen lasts two samples: of half of them nothing is left. */
static bool is_brief(const struct sim_scenario *s)
{
	return strncmp(s->name, "weak-adapter-retries", strlen("weak-adapter-retries")) == 0;
}

static void half_the_samples_give_no_other_class(void **state)
{
	for (const struct sim_scenario *s = sim_scenarios; s->name; s++) {
		struct json_object *all, *half;
		char before[32], after[32];

		if (!s->set || is_brief(s))
			continue;
		all = judged(s->name, SEED, 0);
		half = judged(s->name, SEED, 1u << SIM_HALF_RATE);
		verdict_of(all, before, sizeof before, "class");
		verdict_of(half, after, sizeof after, "class");
		if (!cd_streq(after, before) && !cd_streq(after, "undecided") &&
			!cd_streq(before, "undecided"))
			fail_msg("%s seed %u: %s, of half the samples %s", s->name, SEED, before, after);
		json_object_put(all);
		json_object_put(half);
	}
}

static void nothing_is_decided_without_evidence(void **state)
{
	for (const struct sim_scenario *s = sim_scenarios; s->name; s++) {
		struct json_object *sessions;
		char cause[64];

		if (!s->set)
			continue;
		sessions = judged(s->name, SEED, ALL);
		verdict_of(sessions, cause, sizeof cause, "cause");
		if (!cd_streq(cause, "undecided") && !cd_streq(cause, "inconclusive"))
			fail_msg("%s: %s of nothing", s->name, cause);
		json_object_put(sessions);
	}
}

#define LESS(what) (1u << SIM_NO_##what)
static const struct {
	const char *scenario, *cause;
	unsigned without;
} supports[] = {
	/* The voltage before the plug is what a sag is measured from. */
	{ "weak-adapter", "adapter-current-limited", LESS(NOLOAD) },
	{ "undervoltage", "adapter-undervoltage", LESS(NOLOAD) },
	{ "undervoltage-device", "adapter-undervoltage", LESS(NOLOAD) },
	{ "bad-cable-ramp", "cable-resistance", LESS(NOLOAD) },
	{ "contaminated", "port-contaminated", LESS(NOLOAD) },
	/* Where the meter sits is what makes a cable visible, or an adapter's own. (Not the voltage before the
	 * plug: without current both ends show the same.) */
	{ "weak-adapter", "adapter-current-limited", LESS(POSITION) },
	{ "bad-cable-ramp", "cable-resistance", LESS(POSITION) },
	{ "flaky-cable", "cable-intermittent", LESS(POSITION) },
	/* What a person says of the battery, the lamp, the device. */
	{ "not-accepting", "battery-not-accepting", LESS(NOTES) },
	{ "full-by-led", "full", LESS(NOTES) },
	{ "full-replugged", "full", LESS(NOTES) },
	{ "fast-overvoltage", "fast-charge-overvoltage", LESS(NOTES) },
	{ "overcurrent", "fast-charge-overcurrent", LESS(NOTES) },
	{ "slow-port", "charging-slowly", LESS(NOTES) },
	{ "worn-phone", "battery-worn", LESS(NOTES) },
	{ "board-drain", "board-fault", LESS(NOTES) },
	{ "charge-only", "cable-charge-only", LESS(NOTES) },
	{ "wrong-type", "adapter-wrong-type", LESS(NOTES) },
	/* D+ and D-: who asked for what, and whether anybody did. */
	{ "healthy-fast-phone", "charging", LESS(LINES) },
	{ "charge-only", "cable-charge-only", LESS(LINES) },
	{ "wrong-type", "adapter-wrong-type", LESS(LINES) },
	{ "hung", "device-not-drawing", LESS(LINES) },
	{ "no-termination", "no-cc-termination", LESS(LINES) },
};

static const char *degrade_name(unsigned mask)
{
	unsigned k = 0;

	while (!(mask >> k & 1))
		k++;
	return sim_degrade_names[k];
}

static void losing_support_is_no_gain(void **state)
{
	unsigned gains = 0;

	for (size_t k = 0; k < CD_ELEMENTSOF(supports); k++)
		for (uint64_t seed = SEED; seed < SEED + SEEDS; seed++) {
			struct json_object *all = judged(supports[k].scenario, seed, 0);
			struct json_object *less = judged(supports[k].scenario, seed, supports[k].without);
			double before = confidence_in(all, supports[k].cause);
			double after = confidence_in(less, supports[k].cause);

			if (after > before + NOTHING) {
				print_error("%s seed %u: %s %.3f, without what supports it (%s) %.3f\n",
					supports[k].scenario, (unsigned)seed, supports[k].cause, before,
					degrade_name(supports[k].without), after);
				gains++;
			}
			json_object_put(all);
			json_object_put(less);
		}
	assert_int_equal(gains, 0);
}

static void unshift(struct json_object *o, int64_t shift_us)
{
	if (json_object_is_type(o, json_type_array))
		for (size_t i = 0; i < json_object_array_length(o); i++)
			unshift(json_object_array_get_idx(o, i), shift_us);
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, key, v)
	{
		if (v && (cd_streq(key, "start_us") || cd_streq(key, "end_us")))
			json_object_set_int64(v, json_object_get_int64(v) - shift_us);
		else
			unshift(v, shift_us);
	}
}

static char *analysed(const struct cd_buffer *b, const struct judge_options *o)
{
	struct json_object *sessions = NULL;
	char *text;

	assert_int_equal(judge_recording(b->data, b->len, o, &sessions), 0);
	unshift(sessions, o->shift_us);
	text = judge_text(sessions);
	assert_non_null(text);
	json_object_put(sessions);
	return text;
}

static void pieces_and_times_change_nothing(void **state)
{
	static const struct judge_options ways[] = { { .piece = 0 }, { .piece = 61 }, { .piece = 4096 },
		{ .shift_us = SHIFT_US } };

	for (const struct sim_scenario *s = sim_scenarios; s->name; s++) {
		struct cd_buffer b = { 0 };
		struct listener l = { .copy = &b };
		struct sim_sink sink = { hear, &l };
		char *first = NULL;

		if (!is_short(s))
			continue;
		assert_int_equal(cd_recording_write_header(&b, "2026-11-22T10:00:00Z"), 0);
		assert_int_equal(
			sim_run(s, SEED, &(struct sim_options){ 4, _CD_POSITION_INVALID }, &sink, NULL), 0);
		for (size_t w = 0; w < CD_ELEMENTSOF(ways); w++) {
			char *text = analysed(&b, &ways[w]);

			if (first && !cd_streq(first, text))
				fail_msg("%s: way %zu makes a difference", s->name, w);
			free(first);
			first = text;
		}
		free(first);
		cd_buffer_done(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_the_samples_give_no_other_class),
		cmocka_unit_test(nothing_is_decided_without_evidence),
		cmocka_unit_test(losing_support_is_no_gain),
		cmocka_unit_test(pieces_and_times_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
