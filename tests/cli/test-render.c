/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Documents as text: the picture of a laptop that drains while plugged in, and documents that are broken,
 * hostile or of a later version.
 */

#include "render.h"
#include "test.h"

typedef void (*render_fn)(const struct ctl_out *out, struct json_object *doc);

static void port_alone(const struct ctl_out *out, struct json_object *port)
{
	ctl_render_port(out, port, CTL_NAME_WIDTH);
}

static void analysis(const struct ctl_out *out, struct json_object *doc)
{
	ctl_render_analysis(out, doc, NULL);
}

static char *rendered(render_fn render, const char *json)
{
	CTL_JSON struct json_object *doc = json_tokener_parse(json);
	struct ctl_out out = { .columns = 80 };
	char *text = NULL;
	size_t size;

	assert_non_null(doc);
	out.f = open_memstream(&text, &size);
	assert_non_null(out.f);
	render(&out, doc);
	fclose(out.f);
	return text;
}

static void assert_rendered(render_fn render, const char *json, const char *expected)
{
	CD_FREE char *text = rendered(render, json);

	assert_str(text, expected);
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

#define LAPTOP                                                                                               \
	"{\"port\":\"port1\",\"kind\":\"typec\",\"readings\":{"                                              \
	"\"battery-capacity\":{\"value\":63,\"unit\":\"%%\",\"kind\":\"advertised\",\"age_us\":2000000},"    \
	"\"battery-power\":{\"value\":-8400000,\"unit\":\"uW\",\"kind\":\"measured\",\"age_us\":2000000},"   \
	"\"contract-voltage\":{\"value\":20000000,\"unit\":\"uV\",\"kind\":\"contract\",\"age_us\":"         \
	"360000000},"                                                                                        \
	"\"contract-current\":{\"value\":1500000,\"unit\":\"uA\",\"kind\":\"contract\",\"age_us\":"          \
	"360000000},"                                                                                        \
	"\"contract-power\":{\"value\":30000000,\"unit\":\"uW\",\"kind\":\"contract\",\"age_us\":360000000}" \
	","                                                                                                  \
	"\"offer-power\":{\"value\":30000000,\"unit\":\"uW\",\"kind\":\"advertised\",\"age_us\":360000000}," \
	"\"draw\":{\"value\":38400000,\"unit\":\"uW\",\"kind\":\"estimated\",\"age_us\":2000000}%s},"        \
	"\"states\":{\"power-role\":\"sink\",\"operation-mode\":\"usb_power_delivery\",\"partner\":\"yes\"," \
	"\"battery-status\":\"Discharging\"},"                                                               \
	"\"session\":{\"id\":7,\"phase\":\"constant-current\",\"duration_us\":372000000},"                   \
	"\"verdict\":{\"class\":\"weak-adapter\",\"cause\":\"adapter-underpowered\",\"part\":\"adapter\","   \
	"\"confidence\":0.92,\"severity\":\"medium\"},\"symptoms\":[\"draining\",\"slow-by-firmware\"],"     \
	"\"next_test\":null,\"remedies\":[\"stronger-adapter\",\"lower-load\"]}"

static void test_laptop(void **state)
{
	char port[4096];

	snprintf(port, sizeof(port), LAPTOP, "");
	assert_rendered(port_alone, port,
		"port1     USB-C, PD, sink                       constant-current, 6 min\n"
		"  battery    63 %, discharging, −8.40 W (measured, 2 s ago)\n"
		"  contract   20.00 V × 1.50 A = 30.0 W (negotiated, not measured), offer up to 30.0 W "
		"(advertised)\n"
		"  firmware   says: slow charging\n"
		"  WEAK ADAPTER (0.92)  the device uses about 38.4 W, the charger agreed to 30.0 W  "
		"[draining]\n"
		"  → Use a stronger adapter, at least of the power the device is rated for     more: "
		"chargectl "
		"explain port1\n");
}

static void test_never_more_than_six_lines(void **state)
{
	CD_FREE char *text = NULL;
	char port[4096];

	/* Everything at once: a meter's flow beside battery, contract, limit and firmware. */
	snprintf(port, sizeof(port), LAPTOP,
		",\"vbus\":{\"value\":19900000,\"unit\":\"uV\",\"kind\":\"measured\",\"age_us\":1000000},"
		"\"ibus\":{\"value\":1490000,\"unit\":\"uA\",\"kind\":\"measured\",\"age_us\":3000000},"
		"\"input-limit\":{\"value\":450000,\"unit\":\"uA\",\"kind\":\"advertised\",\"age_us\":1}");
	text = rendered(port_alone, port);
	assert_int_equal(count_lines(text), 6);
	assert_non_null(strstr(text, "19.90 V × 1.49 A (measured, 3 s ago)"));
	assert_non_null(strstr(text, "input limit 0.450 A (advertised)"));
}

static void test_mixed_kinds_are_told_apart(void **state)
{
	assert_rendered(port_alone,
		"{\"port\":\"a\",\"kind\":\"supply\",\"readings\":{"
		"\"vbus\":{\"value\":5000000,\"unit\":\"uV\",\"kind\":\"measured\",\"age_us\":0},"
		"\"ibus\":{\"value\":500000,\"unit\":\"uA\",\"kind\":\"contract\",\"age_us\":0}},"
		"\"states\":{\"supply-online\":\"1\"}}",
		"a         power supply, online\n"
		"  flow       5.00 V (measured, 0 s ago) × 0.500 A (negotiated, not measured)\n");
}

static void test_nothing_plugged_is_one_line(void **state)
{
	assert_rendered(port_alone,
		"{\"port\":\"AC\",\"kind\":\"supply\",\"states\":{\"supply-online\":\"0\"},\"readings\":{"
		"\"battery-capacity\":{\"value\":63,\"unit\":\"%\"},"
		"\"battery-power\":{\"value\":-8400000,\"unit\":\"uW\",\"kind\":\"measured\",\"age_us\":"
		"2000000}},"
		"\"verdict\":{\"class\":\"ok\",\"cause\":\"charging\"}}",
		"AC        power supply, nothing plugged in, battery 63 %, −8.40 W (measured, 2 s ago)\n");
	assert_rendered(port_alone,
		"{\"port\":\"port0\",\"kind\":\"typec\",\"states\":{\"partner\":\"no\"},\"session\":{},"
		"\"verdict\":{\"class\":\"bad-cable\",\"cause\":\"x\",\"confidence\":0.9}}",
		"port0     USB-C, nothing plugged in, last session: BAD CABLE (0.90)\n");
}

static void test_undecided_says_the_next_test(void **state)
{
	assert_rendered(port_alone,
		"{\"port\":\"m\",\"kind\":\"meter\",\"states\":{},\"readings\":{},\"session\":{\"phase\":"
		"\"taper\"},"
		"\"verdict\":{\"class\":\"undecided\",\"cause\":\"inconclusive\",\"confidence\":0,"
		"\"severity\":\"info\"},"
		"\"next_test\":\"swap-adapter\",\"remedies\":[\"reseat\"]}",
		"m         USB meter                             taper\n"
		"  INCONCLUSIVE  the data do not show a cause\n"
		"  → Charge the same device with the same cable from another adapter     more: chargectl "
		"explain m\n");
}

static void test_unplug_now_comes_first(void **state)
{
	CD_FREE char *text = rendered(port_alone,
		"{\"port\":\"m\",\"kind\":\"meter\",\"session\":{},\"verdict\":{\"class\":\"bad-adapter\","
		"\"cause\":\"of-tomorrow\",\"confidence\":0.99,\"severity\":\"unplug-now\"},\"remedies\":["
		"\"unplug-now\"]}");

	assert_non_null(
		strstr(text, "\n  UNPLUG NOW: BAD ADAPTER (0.99)  of-tomorrow\n  → Unplug it now     more"));
}

/* A danger need not be the verdict: the first remedy tells. */
static void test_unplug_now_comes_before_a_test(void **state)
{
	static const char verdict[] = "\"verdict\":{\"class\":\"undecided\",\"cause\":\"inconclusive\","
				      "\"confidence\":0.4,\"severity\":\"info\"}";
	CD_FREE char *port = NULL, *session = NULL, *text = NULL, *more = NULL;

	assert_true(asprintf(&port,
			    "{\"port\":\"m\",\"kind\":\"meter\",\"session\":{},%s,\"next_test\":\"swap-adapter\","
			    "\"remedies\":[\"unplug-now\",\"reseat\"]}",
			    verdict) > 0);
	assert_true(asprintf(&session,
			    "{\"sessions\":[{\"port\":\"m\",%s,\"remedies\":[{\"remedy\":\"unplug-now\"}]}]}",
			    verdict) > 0);
	text = rendered(port_alone, port);
	assert_non_null(strstr(text, "\n  UNPLUG NOW: INCONCLUSIVE (0.40)  the data do not show a cause\n"
				     "  → Unplug it now     more"));
	more = rendered(analysis, session);
	assert_string_equal(more, "m\n"
				  "UNPLUG NOW: INCONCLUSIVE  the data do not show a cause\n"
				  "  → Unplug it now. If the device is hot, let it cool before anything else.\n"
				  "\nWhat to do\n"
				  "  1. Unplug it now. If the device is hot, let it cool before anything else.\n");
}

static void test_no_port_says_what_is_missing(void **state)
{
	assert_rendered(ctl_render_status,
		"{\"ports\":[],\"inputs\":[{\"name\":\"typec\",\"presence\":\"absent\",\"detail\":\"no "
		"/sys/class/typec\"},"
		"{\"name\":\"power_supply\",\"presence\":\"present\",\"detail\":null},"
		"{\"name\":\"of-tomorrow\",\"presence\":\"absent\",\"detail\":null},"
		"{\"name\":\"fnb58-1\",\"presence\":\"failed\",\"detail\":\"permission denied\"}]}",
		"Nothing to observe here: no port, power supply or meter was found.\n"
		"no Type-C ports: no /sys/class/typec\n"
		"no of-tomorrow\n"
		"fnb58-1 cannot be used: permission denied\n");
}

static void test_idle_sockets_share_a_line(void **state)
{
	assert_rendered(ctl_render_status, "{\"ports\":[{\"port\":\"usb1-port1\",\"kind\":\"usb-port\"}]}",
		"usb1-port1 USB host port, nothing plugged in\n");
	assert_rendered(ctl_render_status,
		"{\"ports\":[{\"port\":\"usb1-port1\",\"kind\":\"usb-port\"},{\"port\":\"usb1-port2\","
		"\"kind\":"
		"\"usb-port\",\"verdict\":{\"class\":\"port\",\"cause\":\"of-tomorrow\",\"confidence\":0.9}},"
		"{\"port\":\"usb1-port3\",\"kind\":\"usb-port\"}]}",
		"usb1-port2 USB host port                         the last session is over\n"
		"  PORT (0.90)  of-tomorrow\n"
		"2 USB host ports with nothing to report\n");
}

static void test_hostile_strings(void **state)
{
	static const render_fn renders[] = { port_alone, ctl_render_port_line };
	static const char port[] =
		"{\"port\":\"a\\u001b[2Jb\",\"kind\":\"\\u009b\",\"session\":{\"phase\":\"x\\ny\"},"
		"\"states\":{"
		"\"battery-status\":\"\\u001b]0;x\\u0007\",\"label\":\"\\r\",\"usb-type\":\"\\b\",\"power-"
		"role\":\"\\u202e\"},"
		"\"readings\":{\"vbus\":{\"value\":1,\"unit\":\"\\u001b\",\"kind\":\"\\u001b\"},"
		"\"battery-capacity\":{\"value\":9223372036854775807,\"unit\":\"%\"}},"
		"\"verdict\":{\"class\":\"\\u001b\",\"cause\":\"\\u001b\",\"confidence\":1e300,\"severity\":"
		"\"\\u001b\"},"
		"\"symptoms\":[\"\\u001b\",7,null],\"next_test\":\"\\u001b\",\"remedies\":[\"\\u001b\"]}";

	for (size_t i = 0; i < CD_ELEMENTSOF(renders); i++) {
		CD_FREE char *text = rendered(renders[i], port);

		for (const char *p = text; *p; p++)
			assert_true(*p == '\n' || (unsigned char)*p >= 0x20);
		assert_null(strstr(text, "\xc2\x9b"));
		assert_null(strstr(text, "\xe2\x80\xae"));
	}
}

static void test_documents_of_another_shape(void **state)
{
	static const render_fn renders[] = { ctl_render_status, port_alone, ctl_render_port_line,
		ctl_render_list, ctl_render_show, analysis };
	static const char *const documents[] = { "{}", "[]", "7",
		"{\"ports\":7,\"inputs\":\"x\",\"sessions\":{}}",
		"{\"ports\":[7,null,{},{\"readings\":[],\"states\":7,\"verdict\":[],\"symptoms\":{},"
		"\"remedies\":7}]}",
		"{\"port\":{},\"sessions\":[7,{},{\"causes\":[7,{\"evidence\":[7,{}]}],\"phases\":[7,{}],"
		"\"verdict\":7,"
		"\"not_computed\":[7,{}],\"symptoms\":[7],\"next_test\":{},\"remedies\":[7,{}]}]}",
		"{\"port\":{\"readings\":{\"x\":7},\"states\":{\"y\":null},\"session\":{\"z_us\":null,\"_"
		"us\":1}}}",
		"{\"ports\":[{\"port\":\"p\",\"kind\":\"meter\",\"verdict\":{\"cause\":\"x\",\"confidence\":"
		"1e300}}],"
		"\"port\":{\"verdict\":{\"confidence\":1e300}},"
		"\"sessions\":[{\"verdict\":{\"cause\":\"x\",\"confidence\":1e300}}]}" };

	for (size_t i = 0; i < CD_ELEMENTSOF(renders); i++)
		for (size_t j = 0; j < CD_ELEMENTSOF(documents); j++) {
			CD_FREE char *text = rendered(renders[i], documents[j]);

			assert_null(strstr(text, "(null)"));
		}
}

static void test_list(void **state)
{
	assert_rendered(ctl_render_list,
		"{\"ports\":[{\"port\":\"BAT0\",\"kind\":\"supply\",\"states\":{\"supply-online\":\"0\"}},"
		"{\"port\":\"fnb58-Ω\",\"kind\":\"meter\",\"session\":{},\"verdict\":{\"class\":\"ok\","
		"\"cause\":"
		"\"charging\",\"confidence\":0.9}}]}",
		"NAME     KIND    WHAT                VERDICT\n"
		"BAT0     supply  nothing plugged in  —\n"
		"fnb58-Ω  meter   USB meter           ok charging (0.90)\n");
	assert_rendered(ctl_render_list, "{\"ports\":[]}", "");
}

static void test_analysis(void **state)
{
	assert_rendered(analysis,
		"{\"sessions\":[{\"port\":\"meter0\",\"position\":\"source\",\"profile\":\"anker-soundcore-"
		"2\","
		"\"start_us\":3780000,\"end_us\":163780000,\"energy_uwh\":64968,\"charge_uah\":12800,"
		"\"phases\":[{\"phase\":\"detect\",\"start_us\":3780000},{\"phase\":\"constant-current\","
		"\"start_us\":65120000}],"
		"\"verdict\":{\"class\":\"weak-adapter\",\"cause\":\"of-tomorrow\",\"confidence\":0.91,"
		"\"severity\":\"medium\",\"reason\":null},"
		"\"causes\":[{\"cause\":\"of-tomorrow\",\"confidence\":0.91,\"prior\":0.05,\"sum\":-0.296,\"evidence\":[{\"feature\":\"odd-"
		"feature\","
		"\"value\":12,\"error\":0,\"unit\":\"1\",\"limit\":3,\"contribution\":3.2},{\"feature\":"
		"\"other-feature\","
		"\"value\":352,\"error\":12,\"unit\":\"mohm\",\"limit\":null,\"contribution\":-0.5},{\"feature\":"
		"\"view\",\"value\":7,\"error\":0,\"unit\":\"1\",\"limit\":6,\"contribution\":0.0}]},"
		"{\"cause\":\"rival\",\"confidence\":0.2,\"evidence\":[{\"feature\":\"slope\",\"value\":2,"
		"\"error\":0,\"unit\":\"1\",\"limit\":6,\"contribution\":1.5},{\"feature\":\"view\",\"value\":7,"
		"\"error\":0,\"unit\":\"1\",\"limit\":6,\"contribution\":0.0}]},"
		"{\"cause\":\"hardly\",\"confidence\":0.04,\"evidence\":[{\"feature\":\"hidden\"}]}],"
		"\"weighing\":{\"log_total\":-0.202,\"unlisted\":0.0,\"other\":0.05},"
		"\"not_computed\":[{\"feature\":\"odd-slope\",\"reason\":\"current span 0.08 A is under 0.15 "
		"A\"}],"
		"\"would_change\":[{\"feature\":\"odd-feature\",\"unit\":\"uV\",\"now\":550000,\"at\":318000,"
		"\"cause\":\"rival\",\"confidence\":0.6},{\"feature\":\"view\",\"unit\":\"1\",\"now\":0,\"at\":1,"
		"\"cause\":\"inconclusive\",\"confidence\":0.3},7,{}],"
		"\"would_decide\":[{\"feature\":\"odd-slope\",\"reason\":\"r\",\"supply\":\"record it\",\"for\":\"a\","
		"\"for_at_most\":7.257,\"against\":\"b\",\"against_at_most\":0.0},{\"feature\":\"f\",\"reason\":\"r\","
		"\"supply\":null,\"for\":\"a\",\"for_at_most\":0.0,\"against\":\"b\",\"against_at_most\":1.0},{}],"
		"\"symptoms\":[\"odd-symptom\"],"
		"\"next_test\":{\"test\":\"t\",\"separates\":[\"a\",\"b\",\"c\"],\"text\":\"Swap it.\","
		"\"expect\":[{\"cause\":\"a\",\"text\":\"it goes\",\"feature\":\"odd-sag\",\"unit\":\"uV\","
		"\"now\":700000,\"above\":null,\"below\":230000},{\"cause\":\"b\",\"text\":\"it stays\","
		"\"feature\":\"odd-sag\",\"unit\":\"uV\",\"now\":null,\"above\":300000,\"below\":900000},"
		"{\"cause\":\"c\",\"text\":\"who knows\",\"feature\":null},7,{}],"
		"\"leds\":[{\"led\":\"red\",\"meaning\":\"low\"},{\"led\":\"white\",\"meaning\":\"full\"}]},"
		"\"remedies\":[{\"remedy\":\"r\",\"text\":\"Use another one, which is a long sentence that "
		"goes on and on "
		"until the line ends.\"},{\"remedy\":\"of-tomorrow\",\"text\":\"\",\"steps\":[\"Press.\",\"Wait.\"],"
		"\"loses\":\"all settings\"}]}]}",
		"meter0, 2 min, 65 mWh, 13 mAh, meter at the source, profile anker-soundcore-2\n"
		"WEAK ADAPTER (0.91, likely)  of-tomorrow\n"
		"\nCauses\n"
		"  0.91    likely    of-tomorrow               of-tomorrow\n"
		"  0.20              rival                     rival\n"
		"  0.04              hardly                    hardly\n"
		"\nEvidence for of-tomorrow\n"
		"  feature                   value               limit      weight meaning\n"
		"  odd-feature               12                  3          +3.20  \n"
		"  other-feature             352 ± 12 mΩ         —          −0.50  \n"
		"  view                      7                   6          ·      \n"
		"  prior                     0.05                           −3.00  how common it is, before "
		"anything was seen\n"
		"  sum −0.296, of all candidates −0.202: e^−0.094 = 0.910\n"
		"  · no weight of its own: what is seen in several ways is weighed once\n"
		"\nEvidence for rival\n"
		"  feature                   value               limit      weight meaning\n"
		"  slope                     2                   6          +1.50  \n"
		"\nNot computed\n"
		"  odd-slope                 current span 0.08 A is under 0.15 A\n"
		"\nWhat would change the verdict\n"
		"  odd-feature               0.32 V (now 0.55 V): rival (0.60)\n"
		"  view                      1 (now 0): inconclusive\n"
		"  —                         — (now —): —\n"
		"  —                         — (now —): —\n"
		"  Each alone, with all else as it is.\n"
		"\nNot known, and could decide most\n"
		"  odd-slope                 up to 7.3 for a\n"
		"                            → record it\n"
		"  f                         up to 1.0 for b\n"
		"  —                         \n"
		"\nSymptoms\n"
		"  odd-symptom               \n"
		"\nPhases\n"
		"   0:00:00  detect\n"
		"   0:01:01  constant-current\n"
		"\nNext test\n"
		"  Swap it.\n"
		"  It separates a, b from c.\n"
		"  a                         it goes\n"
		"                            odd-sag under 0.23 V (now 0.70 V)\n"
		"  b                         it stays\n"
		"                            odd-sag above 0.30 V and under 0.90 V\n"
		"  c                         who knows\n"
		"  —                         —\n"
		"  —                         —\n"
		"  Its lamp: red means low, white means full.\n"
		"\nWhat to do\n"
		"  1. Use another one, which is a long sentence that goes on and on until the\n"
		"     line ends.\n"
		"  2. of-tomorrow\n"
		"     - Press.\n"
		"     - Wait.\n"
		"     It loses: all settings\n");
}

static void test_to_full(void **state)
{
	static const struct {
		const char *session, *text;
	} rows[] = {
		{ "{\"time_to_full\":{\"low_s\":4200,\"high_s\":6000,\"percent\":100}}",
			"full in 1 h 10 m – 1 h 40 m (estimated)" },
		{ "{\"time_to_full\":{\"low_s\":1200,\"high_s\":7200,\"percent\":80}}",
			"80 % in 20 m – 2 h (estimated)" },
		{ "{\"time_to_full\":{\"low_s\":0,\"high_s\":480,\"percent\":100}}",
			"full within 8 m (estimated)" },
		{ "{\"time_to_full\":{\"low_s\":45000,\"high_s\":52200}}", "full in 12 h – 14 h (estimated)" },
		{ "{\"full_us\":660000000}", "full for 11 m, still plugged" },
		{ "{\"full_us\":540000000}", NULL },
		{ "{\"time_to_full\":{\"low_s\":null,\"high_s\":null,\"reason\":\"it is full\"}}", NULL },
		{ "{\"time_to_full\":3}", NULL },
		{ "{}", NULL },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		CTL_JSON struct json_object *session = json_tokener_parse(rows[k].session);
		char text[CTL_TEXT_MAX];

		assert_int_equal(ctl_render_to_full(session, text, sizeof(text)), rows[k].text != NULL);
		if (rows[k].text)
			assert_str(text, rows[k].text);
	}
}

static void test_to_full_is_a_line_of_its_port(void **state)
{
	assert_rendered(port_alone,
		"{\"port\":\"m\",\"kind\":\"meter\",\"readings\":{\"vbus\":{\"value\":5100000,\"unit\":\"uV\"}},"
		"\"session\":{\"time_to_full\":{\"low_s\":1200,\"high_s\":2400,\"percent\":100}}}",
		"m         USB meter                             \n"
		"  flow       5.10 V (origin unknown)\n"
		"  charge     full in 20 m – 40 m (estimated)\n");
}

static void test_gaps_are_one_line(void **state)
{
	assert_rendered(analysis,
		"{\"sessions\":[{\"port\":\"a\",\"gaps\":[{\"duration_us\":2100000000,\"reason\":\"suspend\","
		"\"count\":1},{\"duration_us\":null,\"reason\":\"overflow\",\"count\":1},{\"duration_us\":"
		"60000000,\"reason\":null,\"count\":3}],\"verdict\":{\"class\":\"undecided\",\"cause\":"
		"\"inconclusive\"}}]}",
		"a\n5 gaps, 36 min missing (suspend, overflow, no samples)\n"
		"INCONCLUSIVE  the data do not show a cause\n");
}

/* A phone's charger IC sits where a meter at the device would, and is none. */
static void test_the_devices_own_reading_is_no_meter(void **state)
{
	assert_rendered(analysis,
		"{\"sessions\":[{\"port\":\"usb\",\"position\":\"device\",\"measured_by\":\"device\","
		"\"verdict\":{\"class\":\"undecided\",\"cause\":\"inconclusive\"}}]}",
		"usb, by the device's own reading\nINCONCLUSIVE  the data do not show a cause\n");
	assert_rendered(analysis,
		"{\"sessions\":[{\"port\":\"m\",\"position\":\"device\",\"measured_by\":\"meter\","
		"\"verdict\":{\"class\":\"undecided\",\"cause\":\"inconclusive\"}}]}",
		"m, meter at the device\nINCONCLUSIVE  the data do not show a cause\n");
}

static void test_analysis_without_a_verdict(void **state)
{
	assert_rendered(analysis,
		"{\"sessions\":[{\"port\":\"a\",\"start_us\":null,\"end_us\":null,\"verdict\":{\"class\":"
		"\"undecided\","
		"\"cause\":\"inconclusive\",\"confidence\":0.3,\"reason\":\"no session was seen\"}}]}",
		"a\nINCONCLUSIVE  the data do not show a cause\n  no session was seen\n");
	assert_rendered(analysis, "{\"sessions\":[]}", "Nothing to judge: no session and no port.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_laptop),
		cmocka_unit_test(test_never_more_than_six_lines),
		cmocka_unit_test(test_to_full),
		cmocka_unit_test(test_to_full_is_a_line_of_its_port),
		cmocka_unit_test(test_gaps_are_one_line),
		cmocka_unit_test(test_the_devices_own_reading_is_no_meter),
		cmocka_unit_test(test_mixed_kinds_are_told_apart),
		cmocka_unit_test(test_nothing_plugged_is_one_line),
		cmocka_unit_test(test_undecided_says_the_next_test),
		cmocka_unit_test(test_unplug_now_comes_first),
		cmocka_unit_test(test_unplug_now_comes_before_a_test),
		cmocka_unit_test(test_no_port_says_what_is_missing),
		cmocka_unit_test(test_idle_sockets_share_a_line),
		cmocka_unit_test(test_hostile_strings),
		cmocka_unit_test(test_documents_of_another_shape),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_analysis),
		cmocka_unit_test(test_analysis_without_a_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
