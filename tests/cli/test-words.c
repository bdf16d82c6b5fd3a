/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ids to words, and every word of the catalogue through the templates that clients fill in.
 */

#include "reading.h"
#include "test.h"
#include "words.h"

/* Every reading there is, so that no template lacks one. */
static struct json_object *all_readings(void)
{
	struct json_object *readings = json_object_new_object();

	for (int i = 0; i < _CD_READING_MAX; i++) {
		struct json_object *r = json_object_new_object();

		ctl_json_add_int(r, "value", 38400000);
		ctl_json_add_string(r, "unit", cd_reading_unit(i));
		ctl_json_add(readings, cd_reading_to_string(i), r);
	}
	return readings;
}

static void test_every_summary_expands(void **state)
{
	CTL_JSON struct json_object *readings = all_readings();
	const struct cd_cause_words *w;
	char buf[CTL_TEXT_MAX];

	for (size_t i = 0; (w = cd_cause_words_at(i)); i++) {
		ctl_words_cause(w->id, readings, buf, sizeof(buf));
		assert_null(strchr(buf, '{'));
		if (w->summary)
			assert_string_not_equal(buf, w->title);
		assert_str(ctl_words_cause(w->id, NULL, buf, sizeof(buf)),
			w->summary && !strchr(w->summary, '{') ? w->summary : w->title);
	}
}

static void test_unknown_ids_are_printed(void **state)
{
	char buf[CTL_TEXT_MAX];

	assert_str(ctl_words_cause("of-tomorrow\033", NULL, buf, sizeof(buf)), "of-tomorrow?");
	assert_str(ctl_words_cause(NULL, NULL, buf, sizeof(buf)), "—");
	assert_str(ctl_words_remedy("of-tomorrow"), "of-tomorrow");
	assert_str(ctl_words_symptom("of-tomorrow"), "of-tomorrow");
	assert_str(ctl_words_next_test("of-tomorrow"), "of-tomorrow");
	assert_str(ctl_words_feature("of-tomorrow"), "of-tomorrow");
	assert_str(ctl_words_kind("guessed"), "guessed");
}

static void test_contract_is_never_measured(void **state)
{
	assert_str(ctl_words_kind("contract"), "negotiated, not measured");
	assert_str(ctl_words_kind("measured"), "measured");
}

static void test_confidence(void **state)
{
	assert_str(ctl_words_confidence(0.8), "likely");
	assert_str(ctl_words_confidence(0.79), "possible");
	assert_str(ctl_words_confidence(0.5), "possible");
	assert_str(ctl_words_confidence(0.49), "not decided");
}

static void test_ports(void **state)
{
	static const struct {
		const char *port, *words;
		bool plugged;
	} rows[] = {
		{ "{\"kind\":\"typec\",\"states\":{\"partner\":\"yes\",\"operation-mode\":\"usb_power_"
		  "delivery\","
		  "\"power-role\":\"sink\"}}",
			"USB-C, PD, sink", true },
		{ "{\"kind\":\"typec\",\"states\":{\"partner\":\"no\",\"power-role\":\"sink\"}}", "USB-C",
			false },
		{ "{\"kind\":\"typec\",\"states\":{\"partner\":\"yes\",\"operation-mode\":\"3.0A\"}}",
			"USB-C, 3 A by Type-C", true },
		{ "{\"kind\":\"supply\",\"states\":{\"supply-online\":\"1\",\"usb-type\":\"SDP\"}}",
			"power supply, computer port (SDP), online", true },
		{ "{\"kind\":\"supply\",\"states\":{\"supply-online\":\"0\"}}", "power supply", false },
		{ "{\"kind\":\"meter\",\"position\":\"source\",\"readings\":{\"vbus\":{\"value\":5000000}},"
		  "\"profile\":\"phone\",\"states\":{\"label\":\"ticket 8812\"}}",
			"USB meter at the adapter “ticket 8812”, phone", true },
		{ "{\"kind\":\"meter\",\"position\":\"unknown\",\"readings\":{\"vbus\":{\"value\":20000}}}",
			"USB meter", false },
		{ "{\"kind\":\"usb-port\"}", "USB host port", false },
		{ "{\"kind\":\"of-tomorrow\"}", "of-tomorrow", true },
		{ "{}", "port", true },
	};
	char buf[CTL_TEXT_MAX];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CTL_JSON struct json_object *port = json_tokener_parse(rows[i].port);

		assert_str(ctl_words_port(port, buf, sizeof(buf)), rows[i].words);
		assert_int_equal(ctl_words_plugged(port), rows[i].plugged);
	}
}

static void test_styles(void **state)
{
	static const struct {
		const char *verdict;
		enum ctl_style style;
	} rows[] = {
		{ "{\"class\":\"bad-adapter\",\"severity\":\"unplug-now\"}", CTL_BAD },
		{ "{\"class\":\"weak-adapter\",\"severity\":\"medium\"}", CTL_WARN },
		{ "{\"class\":\"ok\",\"severity\":\"info\"}", CTL_GOOD },
		{ "{\"class\":\"ok\",\"severity\":\"medium\"}", CTL_WARN },
		{ "{\"class\":\"undecided\",\"severity\":\"medium\"}", CTL_BOLD },
		{ "{}", CTL_BOLD },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CTL_JSON struct json_object *v = json_tokener_parse(rows[i].verdict);

		assert_int_equal(ctl_words_style(v), rows[i].style);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_summary_expands),
		cmocka_unit_test(test_unknown_ids_are_printed),
		cmocka_unit_test(test_contract_is_never_measured),
		cmocka_unit_test(test_confidence),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_styles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
