/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ids that stand in more than one table, names that go both ways, and words that a person may read.
 */

#include "test.h"

#include <ctype.h>
#include <stdio.h>

#include "cause.h"
#include "engine.h"
#include "reading.h"
#include "utf8.h"
#include "verdict.h"

static const char *const of_issue[] = { "charging", "full", "charging-slowly", "charge-limit",
	"adapter-underpowered", "cable-resistance", "cable-intermittent", "adapter-current-limited",
	"adapter-hiccup", "adapter-undervoltage", "adapter-overvoltage", "fast-charge-overvoltage",
	"fast-charge-overcurrent", "port-overcurrent", "battery-overdischarged", "battery-not-accepting",
	"battery-reported-bad", "cable-or-adapter", "inconclusive" };

static bool is_id(const char *s)
{
	if (!s || !s[0] || s[0] == '-' || s[strlen(s) - 1] == '-')
		return false;
	for (; *s; s++)
		if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '-')
			return false;
	return true;
}

/* For people: valid UTF-8, no control characters, no double blanks, nothing at its ends. */
static void assert_readable(const char *id, const char *text)
{
	size_t n = text ? strlen(text) : 0;

	if (n == 0 || !cd_text_valid(text, n, 4096) || strstr(text, "  ") || text[0] == ' ' ||
		text[n - 1] == ' ')
		fail_msg("%s: \"%s\"", id, text ? text : "nothing");
	for (size_t k = 0; k < n; k++)
		if (iscntrl((unsigned char)text[k]))
			fail_msg("%s has a control character", id);
}

static void every_cause_is_there_once(void **state)
{
	size_t n = 0;

	for (size_t k = 0; k < CD_ELEMENTSOF(of_issue); k++)
		if (!cd_cause_words(of_issue[k]))
			fail_msg("no cause %s", of_issue[k]);
	for (const struct cd_cause_words *w; (w = cd_cause_words_at(n)); n++) {
		assert_true(is_id(w->id));
		assert_ptr_equal(cd_cause_words(w->id), w);
		assert_non_null(cd_class_to_string(w->class));
		assert_non_null(cd_part_to_string(w->part));
		assert_readable(w->id, w->title);
		assert_true(w->title[strlen(w->title) - 1] != '.'); /* a clause */
		if (w->summary)
			assert_readable(w->id, w->summary);
	}
	assert_true(n >= CD_ELEMENTSOF(of_issue));
	assert_null(cd_cause_words_at(n));
	assert_null(cd_cause_words_at(SIZE_MAX));
	assert_null(cd_cause_words("no-such"));
	assert_null(cd_cause_words(NULL));
}

/* "{draw}" in a summary stands for a reading. */
static void summaries_name_readings(void **state)
{
	for (size_t k = 0; cd_causes[k]; k++) {
		const char *s = cd_causes[k]->words.summary;

		while (s && (s = strchr(s, '{'))) {
			const char *end = strchr(s, '}');
			char name[64];

			assert_non_null(end);
			(void)snprintf(name, sizeof(name), "%.*s", (int)(end - s - 1), s + 1);
			if ((int)cd_reading_from_string(name) < 0)
				fail_msg("%s: no reading %s", cd_causes[k]->words.id, name);
			s = end;
		}
	}
}

static void a_cause_is_complete(void **state)
{
	for (size_t k = 0; cd_causes[k]; k++) {
		const struct cd_cause *c = cd_causes[k];
		bool faulty = c->words.class != CD_CLASS_OK;
		size_t n = 0, remedies = 0;

		assert_true(c->prior > 0 && c->prior <= 1);
		assert_non_null(cd_severity_to_string(c->severity));
		for (; n <= CD_TERMS_MAX && (c->terms[n].yes != 0 || c->terms[n].no != 0); n++) {
			const struct cd_term *t = &c->terms[n];

			assert_non_null(cd_feature_words_at(t->feature));
			assert_true((int)t->origin >= 0 && t->origin < _CD_ORIGIN_MAX);
			assert_true(t->from < t->to);
			assert_false(isinf(t->from) && isinf(t->to)); /* would say nothing */
			assert_true(t->yes > t->no);
			assert_true(t->soft >= 0);
			assert_true(t->positions < 1u << _CD_POSITION_MAX);
		}
		assert_true(n > 0 && n <= CD_TERMS_MAX); /* the end is in the table, which has room for it */
		for (; remedies < CD_ELEMENTSOF(c->remedies) && c->remedies[remedies]; remedies++)
			if (!cd_remedy_words(c->remedies[remedies]))
				fail_msg("%s: no words for %s", c->words.id, c->remedies[remedies]);
		if (faulty && remedies == 0)
			fail_msg("%s has no remedy", c->words.id);
		if (c->severity == CD_SEVERITY_UNPLUG_NOW || c->severity == CD_SEVERITY_HIGH)
			assert_true(remedies > 0);
		if (c->severity == CD_SEVERITY_UNPLUG_NOW)
			assert_str(c->remedies[0], "unplug-now");
	}
}

/* Two terms of one feature and origin must not both hold: the feature would count for two. */
static void a_feature_speaks_once(void **state)
{
	for (size_t k = 0; cd_causes[k]; k++) {
		const struct cd_term *t = cd_causes[k]->terms;

		for (size_t i = 0; t[i].yes != 0 || t[i].no != 0; i++)
			for (size_t j = 0; j < i; j++) {
				unsigned a = t[i].positions ? t[i].positions : ~0u;
				unsigned b = t[j].positions ? t[j].positions : ~0u;

				if (t[i].feature == t[j].feature && t[i].origin == t[j].origin && (a & b))
					fail_msg("%s: %s twice", cd_causes[k]->words.id,
						cd_feature_words_at(t[i].feature)->id);
			}
	}
}

static void words_of(const struct cd_words *(*at)(size_t), const struct cd_words *(*find)(const char *))
{
	size_t n = 0;

	for (const struct cd_words *w; (w = at(n)); n++) {
		assert_true(is_id(w->id));
		assert_ptr_equal(find(w->id), w); /* and so it is there once */
		assert_readable(w->id, w->text);
		assert_true(w->text[strlen(w->text) - 1] == '.');
	}
	assert_true(n > 0);
	assert_null(at(SIZE_MAX));
	assert_null(find("no-such"));
	assert_null(find(""));
	assert_null(find(NULL));
}

static void all_words_are_readable(void **state)
{
	words_of(cd_symptom_words_at, cd_symptom_words);
	words_of(cd_remedy_words_at, cd_remedy_words);
	words_of(cd_next_test_words_at, cd_next_test_words);
}

static void every_feature_has_words_and_a_unit(void **state)
{
	static const char *const units[] = { "uV", "uA", "mohm", "s", "1", "%", "uW", "uWh", "mC" };

	for (size_t k = 0; k < _CD_FEATURE_MAX; k++) {
		const struct cd_feature_words *w = cd_feature_words_at(k);
		bool found = false;

		assert_true(is_id(w->id));
		assert_ptr_equal(cd_feature_words(w->id), w);
		assert_readable(w->id, w->text);
		for (size_t u = 0; u < CD_ELEMENTSOF(units); u++)
			found |= cd_streq(w->unit, units[u]);
		if (!found)
			fail_msg("%s is in %s", w->id, w->unit);
	}
	assert_null(cd_feature_words_at(_CD_FEATURE_MAX));
	assert_null(cd_feature_words("no-such"));
}

/* Names of an enum: each different, none outside; and back where there is a way back. */
#define ASSERT_NAMES(fn, T, max)                                                                             \
	do {                                                                                                 \
		for (int _k = 0; _k < (max); _k++) {                                                         \
			assert_true(is_id(fn##_to_string((T)_k)));                                           \
			for (int _j = 0; _j < _k; _j++)                                                      \
				assert_string_not_equal(fn##_to_string((T)_k), fn##_to_string((T)_j));       \
		}                                                                                            \
		assert_null(fn##_to_string((T)(max)));                                                       \
		assert_null(fn##_to_string((T)-1));                                                          \
		assert_null(fn##_to_string((T)-EINVAL));                                                     \
	} while (0)

static void names_are_names(void **state)
{
	ASSERT_NAMES(cd_class, enum cd_class, _CD_CLASS_MAX);
	ASSERT_NAMES(cd_part, enum cd_part, _CD_PART_MAX);
	ASSERT_NAMES(cd_severity, enum cd_severity, _CD_SEVERITY_MAX);
	ASSERT_NAMES(cd_symptom, enum cd_symptom, _CD_SYMPTOM_MAX);
	ASSERT_NAMES(cd_port_kind, enum cd_port_kind, _CD_PORT_MAX);
	ASSERT_NAMES(cd_phase, enum cd_phase, _CD_PHASE_MAX);
	for (int k = 0; k < _CD_CLASS_MAX; k++)
		assert_int_equal(cd_class_from_string(cd_class_to_string((enum cd_class)k)), k);
	assert_int_equal(cd_class_from_string("no-such"), _CD_CLASS_INVALID);
	assert_int_equal(cd_class_from_string(NULL), _CD_CLASS_INVALID);
	for (int k = 0; k < _CD_SYMPTOM_MAX; k++)
		assert_str(cd_symptom_words_at((size_t)k)->id, cd_symptom_to_string((enum cd_symptom)k));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cause_is_there_once),
		cmocka_unit_test(summaries_name_readings),
		cmocka_unit_test(a_cause_is_complete),
		cmocka_unit_test(a_feature_speaks_once),
		cmocka_unit_test(all_words_are_readable),
		cmocka_unit_test(every_feature_has_words_and_a_unit),
		cmocka_unit_test(names_are_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
