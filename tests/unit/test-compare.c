/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Pairs of runs, as tables: what is compared, what counts as a difference, and which part is implicated.
 */

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>

#include "test.h"

#include "compare.h"

#define MV 1e3
#define MA 1e3

struct run {
	const char *cause, *cable, *adapter, *profile;
	enum cd_position at;
	double ma, mv;                   /* the top */
	double mohm, mohm_error;         /* source-impedance; error 0: not known */
	double cable_mohm, adapter_mohm; /* with an error of 10; 0: not known */
	double sag_mv;                   /* 0: not known */
};

static void know(struct cd_summary *s, enum cd_feature id, double value, double error)
{
	s->features.item[id] = (struct cd_feature_value){ .known = true, .value = value, .error = error };
}

/* Ten minutes of it. */
static void curve(struct cd_summary *s, double watts)
{
	for (int k = 0; k < 60; k++) {
		s->curve[k].s = 10 * (k + 1);
		s->curve[k].uwh = watts * 1e6 * s->curve[k].s / 3600;
	}
	s->n_curve = 60;
	s->energy_uwh = llround(s->curve[59].uwh);
}

static struct cd_summary summary_of(const struct run *r)
{
	struct cd_summary s = {
		.exists = true,
		.position = r->at,
		.measured_by = "meter",
		.start_us = 0,
		.end_us = 600 * CD_US_PER_S,
		.energy_uwh = CD_UNKNOWN,
		.verdict = cd_cause_words(r->cause),
		.confidence = 0.9,
		.began = true,
	};

	(void)snprintf(s.port, sizeof(s.port), "bench");
	(void)snprintf(s.cable, sizeof(s.cable), "%s", r->cable ? r->cable : "");
	(void)snprintf(s.adapter, sizeof(s.adapter), "%s", r->adapter ? r->adapter : "");
	(void)snprintf(s.profile, sizeof(s.profile), "%s", r->profile ? r->profile : "");
	for (int k = 0; k < _CD_FEATURE_MAX; k++)
		(void)snprintf(
			s.features.item[k].reason, sizeof(s.features.item[k].reason), "not in this run");
	if (r->ma > 0) {
		s.features.shape =
			(struct cd_shape){ .known = true, .top_ua = llround(r->ma * MA), .flowing_s = 600 };
		know(&s, CD_FEATURE_TOP_CURRENT, r->ma * MA, 0);
		know(&s, CD_FEATURE_LOADED_VOLTAGE, r->mv * MV, 1000);
		know(&s, CD_FEATURE_CHARGE_POWER, r->ma * r->mv, 0);
		curve(&s, r->ma * r->mv / 1e6);
	}
	if (r->mohm_error > 0)
		know(&s, CD_FEATURE_SOURCE_IMPEDANCE, r->mohm, r->mohm_error);
	if (r->cable_mohm > 0)
		know(&s, CD_FEATURE_CABLE_IMPEDANCE, r->cable_mohm, 10);
	if (r->sag_mv > 0)
		know(&s, CD_FEATURE_VOLTAGE_SAG, r->sag_mv * MV, 1000);
	if (r->adapter_mohm > 0)
		know(&s, CD_FEATURE_ADAPTER_IMPEDANCE, r->adapter_mohm, 10);
	return s;
}

static struct cd_comparison compare(const struct run *a, const struct run *b)
{
	struct cd_summary x = summary_of(a), y = summary_of(b);
	struct cd_comparison c;

	cd_compare(&x, &y, &c);
	return c;
}

#define AT CD_POSITION_DEVICE
#define SRC CD_POSITION_SOURCE
#define ANY CD_POSITION_UNKNOWN

/* clang-format off */
static const struct {
	const char *about;
	struct run a, b;
	enum cd_outcome outcome;
	enum cd_part part;
	char run;
	const char *next_test, *reason;
} rows[] = {
	/* One part was exchanged, and it shows. */
	{ "another cable: twice the current",
		{ "cable-or-adapter", "red", "x", "p", AT, 730, 4500 }, { "charging", "white", "x", "p", AT, 1800, 4850 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "the cable “red” there is less current; " },
	{ "the other way round",
		{ "charging", "white", "x", "p", AT, 1800, 4850 }, { "cable-or-adapter", "red", "x", "p", AT, 730, 4500 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'b', NULL, "the cable “red”" },
	{ "another cable: ohms, and a board that takes its current all the same",
		{ "cable-resistance", "red", "", "", AT, 1000, 4200, 700, 10 }, { "charging", "white", "", "", AT, 1000, 4800, 200, 10 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "there is more resistance; " },
	{ "the same at a steady current: by the volts that are lost",
		{ "cable-resistance", "red", "", "", AT, 1000, 4200, 0, 0, 0, 0, 800 }, { "charging", "white", "", "", AT, 1000, 4800, 0, 0, 0, 0, 200 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "there is more resistance; " },
	{ "of another adapter they are no ohms",
		{ "cable-resistance", "", "old", "", AT, 1000, 4200, 0, 0, 0, 0, 800 }, { "charging", "", "new", "", AT, 1000, 4800, 0, 0, 0, 0, 200 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "no difference shown, and yet" },
	{ "ohms and amperes agree",
		{ "cable-resistance", "red", "", "", AT, 700, 4500, 800, 10 }, { "charging", "white", "", "", AT, 1500, 4800, 200, 10 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "less current and more resistance" },
	{ "the cable's own ohms, by two meters",
		{ "charging-slowly", "red", "", "", AT, 1000, 4500, 900, 10, 700 }, { "charging-slowly", "white", "", "", AT, 1000, 4500, 900, 10, 100 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "more resistance" },
	{ "seen from the adapter only the current tells of a cable",
		{ "charging-slowly", "red", "x", "p", SRC, 600, 5050 }, { "charging", "white", "x", "p", SRC, 1500, 5000 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "less current" },
	{ "another adapter",
		{ "cable-or-adapter", "red", "old", "p", AT, 700, 4500 }, { "charging", "red", "new", "p", AT, 1700, 4800 },
		CD_OUTCOME_CHANGED_PART, CD_PART_ADAPTER, 'a', NULL, "the adapter “old”" },
	{ "another adapter, seen from its end",
		{ "adapter-current-limited", "red", "old", "p", SRC, 1000, 4500, 400, 10, 0, 400 }, { "charging", "red", "new", "p", SRC, 1000, 5000, 50, 10, 0, 50 },
		CD_OUTCOME_CHANGED_PART, CD_PART_ADAPTER, 'a', NULL, "more resistance" },
	{ "of two contracts the one with more watts is the better one",
		{ "charging", "", "5 V", "p", AT, 1500, 5000 }, { "charging", "", "9 V", "p", AT, 1200, 9000 },
		CD_OUTCOME_CHANGED_PART, CD_PART_ADAPTER, 'a', NULL, "less power" },

	/* A difference that is none, or is no fault. */
	{ "two good cables",
		{ "charging", "red", "x", "p", AT, 1500, 4900, 120, 10 }, { "charging", "white", "x", "p", AT, 1480, 4880, 130, 10 },
		CD_OUTCOME_NO_DIFFERENCE, CD_PART_NONE, 0, NULL, "no difference shown" },
	{ "a third more current, as a fuller battery draws it",
		{ "charging", "red", "x", "p", AT, 1500, 4900 }, { "charging", "white", "x", "p", AT, 1950, 4880 },
		CD_OUTCOME_NO_FAULT, CD_PART_NONE, 0, NULL, "both are well" },
	{ "the same third where one is at fault",
		{ "cable-or-adapter", "red", "x", "p", AT, 1500, 4500 }, { "charging", "white", "x", "p", AT, 1950, 4880 },
		CD_OUTCOME_CHANGED_PART, CD_PART_CABLE, 'a', NULL, "less current" },
	{ "0.2 ohm more, and nothing suffers",
		{ "charging", "red", "x", "p", AT, 1500, 4800, 320, 10 }, { "charging", "white", "x", "p", AT, 1500, 4880, 110, 10 },
		CD_OUTCOME_NO_FAULT, CD_PART_NONE, 0, NULL, "both are well" },
	{ "0.3 ohm more within an error of 0.2",
		{ "cable-or-adapter", "red", "x", "p", AT, 800, 4500, 700, 200 }, { "cable-or-adapter", "white", "x", "p", AT, 800, 4500, 400, 200 },
		CD_OUTCOME_OTHER_PART, CD_PART_ADAPTER, 0, "swap-adapter", "another cable changed nothing" },
	{ "a cable cannot be the cause of ohms seen from the adapter",
		{ "cable-or-adapter", "red", "x", "p", SRC, 800, 4500, 700, 10 }, { "cable-or-adapter", "white", "x", "p", SRC, 800, 4500, 300, 10 },
		CD_OUTCOME_OTHER_PART, CD_PART_ADAPTER, 0, "swap-adapter", "it is the adapter" },

	/* Nothing came of it. */
	{ "another cable, the same fault",
		{ "adapter-current-limited", "red", "x", "p", AT, 800, 4500 }, { "adapter-current-limited", "white", "x", "p", AT, 810, 4500 },
		CD_OUTCOME_OTHER_PART, CD_PART_ADAPTER, 0, "swap-adapter", "it is the adapter" },
	{ "another adapter, the same fault",
		{ "cable-or-adapter", "red", "x", "p", AT, 800, 4500 }, { "cable-or-adapter", "red", "y", "p", AT, 810, 4500 },
		CD_OUTCOME_OTHER_PART, CD_PART_CABLE, 0, "swap-cable", "it is the cable" },
	{ "two bad cables, or a contact in the device",
		{ "cable-resistance", "red", "x", "p", AT, 800, 4500 }, { "cable-resistance", "white", "x", "p", AT, 810, 4500 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "swap-adapter", "unless both have the same fault" },
	{ "slow with either",
		{ "charging-slowly", "red", "x", "p", AT, 500, 4900 }, { "charging-slowly", "white", "x", "p", AT, 500, 4900 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "swap-adapter", "it is not the cable" },
	{ "less than a fifth",
		{ "cable-or-adapter", "red", "x", "p", AT, 1000, 4500 }, { "cable-or-adapter", "white", "x", "p", AT, 1180, 4500 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "less than a fifth" },
	{ "judged differently, and yet the same",
		{ "cable-or-adapter", "red", "x", "p", AT, 1000, 4500 }, { "charging", "white", "x", "p", AT, 1000, 4600 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "repeat them" },
	{ "ohms and amperes contradict",
		{ "cable-or-adapter", "red", "", "", AT, 1500, 4500, 800, 10 }, { "cable-or-adapter", "white", "", "", AT, 700, 4500, 200, 10 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "does not explain both" },
	{ "the battery sets the current",
		{ "battery-overdischarged", "red", "x", "p", AT, 150, 5000 }, { "charging", "white", "x", "p", AT, 1500, 4900 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "A: its battery or device sets the current" },
	{ "another device draws what it wants",
		{ "cable-or-adapter", "", "", "phone", AT, 800, 4500 }, { "charging", "", "", "earbuds", AT, 300, 4900 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "another device draws another current" },

	/* Not one part. */
	{ "two parts",
		{ "cable-or-adapter", "red", "old", "p", AT, 700, 4500 }, { "charging", "white", "new", "p", AT, 1700, 4800 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "2 parts were changed at once" },
	{ "two parts, and all is well",
		{ "charging", "red", "old", "p", AT, 1700, 4800 }, { "charging", "white", "new", "p", AT, 1700, 4800 },
		CD_OUTCOME_NO_DIFFERENCE, CD_PART_NONE, 0, NULL, "no difference shown" },
	{ "said of one run only",
		{ "cable-or-adapter", "red", "old", "p", AT, 700, 4500 }, { "charging", "white", "", "p", AT, 1700, 4800 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "the adapter is said of one run only" },
	{ "none, and they differ",
		{ "cable-or-adapter", "", "", "p", AT, 700, 4500 }, { "charging", "", "", "p", AT, 1700, 4800 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "swap-cable", "the runs differ, and no part is said" },
	{ "none, and both are at fault",
		{ "cable-or-adapter", "", "", "p", AT, 700, 4500 }, { "cable-or-adapter", "", "", "p", AT, 700, 4500 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "swap-cable", "no difference shown, and no part is said" },
	{ "none, and all is well",
		{ "charging", "", "", "p", AT, 1700, 4800 }, { "charging", "", "", "p", AT, 1700, 4800 },
		CD_OUTCOME_NO_DIFFERENCE, CD_PART_NONE, 0, NULL, "both are well" },

	/* One meter, moved. */
	{ "the cable takes it",
		{ "inconclusive", "", "", "p", SRC, 700, 5000, 60, 10 }, { "cable-or-adapter", "", "", "p", AT, 700, 4500, 860, 15 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_CABLE, 0, NULL, "more than 500 mohm" },
	{ "it does not, the other way round: it is the adapter",
		{ "cable-or-adapter", "", "", "p", AT, 700, 4500, 760, 15 }, { "adapter-current-limited", "", "", "p", SRC, 700, 4600, 600, 10 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_ADAPTER, 0, "swap-adapter", "it is the adapter" },
	{ "all is well",
		{ "charging", "", "", "p", SRC, 1500, 5000, 60, 10 }, { "charging", "", "", "p", AT, 1500, 4850, 180, 15 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_NONE, 0, NULL, "good enough" },
	{ "neither good nor bad beyond doubt",
		{ "inconclusive", "", "", "p", SRC, 700, 5000, 60, 10 }, { "cable-or-adapter", "", "", "p", AT, 700, 4500, 580, 30 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_UNKNOWN, 0, "swap-adapter", "the error reaches over" },
	{ "no slope at one end",
		{ "inconclusive", "", "", "p", SRC, 700, 5000 }, { "cable-or-adapter", "", "", "p", AT, 700, 4500, 860, 15 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "record-longer", "the ohms at the adapter's end are not known: not in this run" },
	{ "no slope at all, and the volts that are lost at a steady current",
		{ "inconclusive", "", "", "p", SRC, 700, 5040, 0, 0, 0, 0, 60 }, { "cable-or-adapter", "", "", "p", AT, 690, 4500, 0, 0, 0, 0, 600 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_CABLE, 0, NULL, "more than 500 mohm" },
	{ "of another current they say nothing",
		{ "inconclusive", "", "", "p", SRC, 1000, 5040, 0, 0, 0, 0, 60 }, { "cable-or-adapter", "", "", "p", AT, 690, 4500, 0, 0, 0, 0, 600 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "record-longer", "the ohms at the device's end are not known" },
	{ "of little current neither",
		{ "inconclusive", "", "", "p", SRC, 190, 5040, 0, 0, 0, 0, 60 }, { "cable-or-adapter", "", "", "p", AT, 190, 4500, 0, 0, 0, 0, 600 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, "record-longer", "the ohms at the device's end are not known" },
	{ "an adapter that gives way, by the volts that are lost",
		{ "adapter-current-limited", "", "", "p", SRC, 700, 4600, 0, 0, 0, 0, 500 }, { "cable-or-adapter", "", "", "p", AT, 700, 4500, 0, 0, 0, 0, 600 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_ADAPTER, 0, "swap-adapter", "it is the adapter" },
	{ "a cable of 0.43 ohm at a good adapter: that one is not to blame",
		{ "charging", "", "", "p", SRC, 1200, 5040, 0, 0, 0, 0, 50 }, { "cable-or-adapter", "", "", "p", AT, 1200, 4530, 0, 0, 0, 0, 570 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_UNKNOWN, 0, "swap-cable", "loses more than the adapter" },
	{ "the ends are mixed up",
		{ "inconclusive", "", "", "p", AT, 700, 5000, 60, 10 }, { "cable-or-adapter", "", "", "p", SRC, 700, 4500, 860, 15 },
		CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, 0, NULL, "less resistance at the device's end" },
	{ "an adapter that compensates: its ohms are negative",
		{ "charging", "", "", "p", SRC, 1500, 5200, -90, 10 }, { "charging", "", "", "p", AT, 1500, 4950, 210, 15 },
		CD_OUTCOME_TWO_POSITIONS, CD_PART_NONE, 0, NULL, "good enough" },
};
/* clang-format on */

static void runs_are_compared(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_comparison c = compare(&rows[k].a, &rows[k].b);

		if (c.outcome != rows[k].outcome || c.part != rows[k].part || c.run != rows[k].run ||
			!cd_streq(
				c.next_test ? c.next_test : "", rows[k].next_test ? rows[k].next_test : "") ||
			!strstr(c.reason, rows[k].reason))
			fail_msg("%s: %s, part %s of “%c”, test %s: %s", rows[k].about,
				cd_outcome_to_string(c.outcome), cd_part_to_string(c.part),
				c.run ? c.run : '-', c.next_test ? c.next_test : "—", c.reason);
	}
}

/* What is A and what is B is no matter. */
static void order_changes_nothing_but_the_name(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_comparison c = compare(&rows[k].b, &rows[k].a);
		char run = rows[k].run == 'a' ? 'b' : rows[k].run == 'b' ? 'a' : 0;

		if (c.outcome != rows[k].outcome || c.part != rows[k].part || c.run != run)
			fail_msg("%s: %s, part %s", rows[k].about, cd_outcome_to_string(c.outcome),
				cd_part_to_string(c.part));
	}
}

static void every_outcome_is_in_the_table(void **state)
{
	for (int o = 0; o < _CD_OUTCOME_MAX; o++) {
		size_t k = 0;

		while (k < CD_ELEMENTSOF(rows) && (int)rows[k].outcome != o)
			k++;
		if (k == CD_ELEMENTSOF(rows))
			fail_msg("no row for %s", cd_outcome_to_string((enum cd_outcome)o));
	}
}

static void quantities_have_errors(void **state)
{
	const struct run a = { "charging", "red", "", "", AT, 1000, 4800, 300, 30 },
			 b = { "charging", "white", "", "", AT, 2000, 4800, 200, 40 };
	struct cd_comparison c = compare(&a, &b);
	const struct cd_difference *r = &c.item[CD_COMPARED_SOURCE_IMPEDANCE], *t = &c.item[CD_COMPARED_TIME],
				   *i = &c.item[CD_COMPARED_CURRENT];

	assert_true(r->known && r->difference == -100 && r->a_error == 30 && r->b_error == 40);
	assert_true(r->error > 50 && r->error < 54 && !r->shown); /* 30, 40 and twice 4 % of 250 */
	assert_true(i->known && i->difference == 1e6 && i->shown && fabs(i->error - 106e3) < 1e3);
	assert_true(t->known && fabs(t->a - 600) < 1 && fabs(t->b - 300) < 1 && t->shown);
	assert_true(fabs(c.energy_uwh - 800e3) < 1);
	assert_true(fabs(c.item[CD_COMPARED_POWER].difference - 4.8e6) < 1);
	assert_true(isnan(c.cable_mohm));
}

static void what_cannot_be_compared_says_why(void **state)
{
	const struct run a = { "charging", "", "", "", AT, 1000, 4800, 300, 30 },
			 unplaced = { "charging", "", "", "", ANY, 1000, 4800, 200, 40 },
			 moved = { "charging", "", "", "", SRC, 1000, 4800 },
			 idle = { "charging", "", "", "", AT };
	struct cd_summary late, whole = summary_of(&a),
				nothing = { .exists = false, .energy_uwh = CD_UNKNOWN };
	struct cd_comparison c = compare(&a, &unplaced);

	assert_string_equal(
		c.item[CD_COMPARED_SOURCE_IMPEDANCE].reason, "B: it is not said where the meter sat");
	assert_string_equal(c.item[CD_COMPARED_CABLE_IMPEDANCE].reason, "A: not in this run");
	c = compare(&a, &moved);
	assert_string_equal(c.item[CD_COMPARED_SOURCE_IMPEDANCE].reason, "the meter sat at different ends");
	assert_string_equal(c.item[CD_COMPARED_POWER].reason, "the meter sat at different ends");
	assert_string_equal(c.item[CD_COMPARED_TIME].reason, "the meter sat at different ends");
	assert_true(c.item[CD_COMPARED_CURRENT].known);
	c = compare(&a, &idle);
	assert_string_equal(c.item[CD_COMPARED_CURRENT].reason, "B: no charge current was seen");
	assert_string_equal(c.item[CD_COMPARED_TIME].reason, "B: no charge current was seen");
	late = whole;
	late.began = false;
	late.features.shape.tapering = true;
	cd_compare(&late, &whole, &c);
	assert_string_equal(c.item[CD_COMPARED_POWER].reason, "A: it begins while the current falls already");
	cd_compare(&whole, &nothing, &c);
	assert_int_equal(c.outcome, CD_OUTCOME_UNDECIDED);
	assert_string_equal(c.reason, "B: no session was recorded");
	assert_string_equal(c.item[CD_COMPARED_POWER].reason, "B: nothing to compare");
}

static void the_document_is_this(void **state)
{
	const struct run a = { "cable-or-adapter", "red", "x", "p", AT, 700, 4500, 800, 10 },
			 b = { "charging", "white", "x", "p", AT, 1500, 4800, 200, 10 };
	struct cd_summary x = summary_of(&a), y = summary_of(&b);
	const struct cd_compared_file fa = { "a.ndjson", &x, 1 }, fb = { "b.ndjson", &y, 2 };
	struct json_object *doc = NULL;
	struct cd_comparison c;

	cd_compare(&x, &y, &c);
	assert_int_equal(cd_comparison_document(&c, &fa, &fb, &doc), 0);
	assert_string_equal(
		json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
		"{\"chargediag\":\"comparison\",\"version\":1,"
		"\"a\":{\"file\":\"a.ndjson\",\"sessions\":1,\"port\":\"bench\",\"position\":\"device\",\"measured_by\":\"meter\","
		"\"profile\":\"p\","
		"\"cable\":\"red\",\"adapter\":\"x\",\"label\":null,\"start_us\":0,\"end_us\":600000000,"
		"\"energy_uwh\":525000,\"verdict\":{\"class\":\"undecided\",\"cause\":\"cable-or-adapter\","
		"\"part\":\"unknown\",\"confidence\":0.900,\"reason\":null}},"
		"\"b\":{\"file\":\"b.ndjson\",\"sessions\":2,\"port\":\"bench\",\"position\":\"device\",\"measured_by\":\"meter\","
		"\"profile\":\"p\","
		"\"cable\":\"white\",\"adapter\":\"x\",\"label\":null,\"start_us\":0,\"end_us\":600000000,"
		"\"energy_uwh\":1200000,\"verdict\":{\"class\":\"ok\",\"cause\":\"charging\",\"part\":"
		"\"none\","
		"\"confidence\":0.900,\"reason\":null}},"
		"\"changed\":{\"cable\":\"yes\",\"adapter\":\"no\",\"device\":\"no\"},"
		"\"differences\":["
		"{\"quantity\":\"charge-power\",\"unit\":\"uW\",\"a\":3150000,\"a_error\":0,\"b\":7200000,"
		"\"b_error\":0,"
		"\"difference\":4050000,\"error\":365928,\"shown\":true,\"reason\":null},"
		"{\"quantity\":\"top-current\",\"unit\":\"uA\",\"a\":700000,\"a_error\":0,\"b\":1500000,\"b_"
		"error\":0,"
		"\"difference\":800000,\"error\":77782,\"shown\":true,\"reason\":null},"
		"{\"quantity\":\"time\",\"unit\":\"s\",\"a\":600.000,\"a_error\":0.000,\"b\":262.500,\"b_"
		"error\":0.000,"
		"\"difference\":-337.500,\"error\":30.494,\"shown\":true,\"energy_uwh\":525000,\"reason\":"
		"null},"
		"{\"quantity\":\"source-impedance\",\"unit\":\"mohm\",\"a\":800,\"a_error\":10,\"b\":200,\"b_"
		"error\":10,"
		"\"difference\":-600,\"error\":32,\"shown\":true,\"reason\":null},"
		"{\"quantity\":\"cable-impedance\",\"unit\":\"mohm\",\"a\":null,\"a_error\":null,\"b\":null,"
		"\"b_error\":null,\"difference\":null,\"error\":null,\"shown\":false,\"reason\":\"A: not in "
		"this run\"},"
		"{\"quantity\":\"adapter-impedance\",\"unit\":\"mohm\",\"a\":null,\"a_error\":null,\"b\":"
		"null,"
		"\"b_error\":null,\"difference\":null,\"error\":null,\"shown\":false,\"reason\":\"A: not in "
		"this run\"},"
		"{\"quantity\":\"loss\",\"unit\":\"mohm\",\"a\":null,\"a_error\":null,\"b\":null,"
		"\"b_error\":null,\"difference\":null,\"error\":null,\"shown\":false,\"reason\":\"A: not in "
		"this run\"}],"
		"\"result\":{\"outcome\":\"changed-part\",\"part\":\"cable\",\"run\":\"a\",\"cable_mohm\":"
		"null,"
		"\"cable_error_mohm\":null,\"reason\":\"with the cable “red” there is less current and more "
		"resistance; "
		"nothing else is said to have changed\",\"next_test\":null}}");
	json_object_put(doc);
}

/* The longest words that a note may have. */
static void long_words_fit(void **state)
{
	struct run a = { "cable-or-adapter", NULL, "x", "p", AT, 700, 4500 },
		   b = { "charging", "white", "x", "p", AT, 1500, 4800 };
	char word[CD_NOTE_TEXT_MAX + 1];
	struct cd_comparison c;

	memset(word, 'm', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	a.cable = word;
	c = compare(&a, &b);
	assert_int_equal(c.outcome, CD_OUTCOME_CHANGED_PART);
	assert_non_null(strstr(c.reason, "said to have changed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_are_compared),
		cmocka_unit_test(order_changes_nothing_but_the_name),
		cmocka_unit_test(every_outcome_is_in_the_table),
		cmocka_unit_test(quantities_have_errors),
		cmocka_unit_test(what_cannot_be_compared_says_why),
		cmocka_unit_test(the_document_is_this),
		cmocka_unit_test(long_words_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
