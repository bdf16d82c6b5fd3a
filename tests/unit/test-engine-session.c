/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What belongs to a session of a port and what does not: counters, lines, contracts, and all that comes
 * when it is over.
 */

#include "feed.h"

#define M "meter0"
#define SUPPLY "usb"
#define CAUSE(f) feed_verdict(f, "bench").cause

static struct feed f;

static int start(void **state)
{
	feed_done(&f); /* a row of a test starts anew */
	feed_start(&f, CD_GROUP_ONE_METER);
	return 0;
}

static int done(void **state)
{
	feed_done(&f);
	return 0;
}

static const struct cd_engine *bench(void)
{
	return feed_find(&f, "bench");
}

static int64_t reading(enum cd_reading_id id)
{
	return cd_engine_reading(bench(), id)->value;
}

static void a_person_opens_a_session_with_what_only_a_person_knows(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_note(&f, 5 * S, M, "label=third try");
	assert_false(feed_session(&f, "bench").open);
	feed_note(&f, 6 * S, M, "battery=low");
	assert_true(feed_session(&f, "bench").open);
	assert_i64(feed_session(&f, "bench").start_us, 0);
	assert_true(f.what & CD_CHANGE_SESSION_STARTED);
}

static struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	assert_true(json_object_object_get_ex(o, key, &v));
	return v;
}

/* The number of `feature` in some cause's evidence; -1: not there. */
static int64_t evidence(const char *feature)
{
	struct json_object *o = feed_analyze(&f, "bench"), *causes = member(o, "causes");
	int64_t found = -1;

	for (size_t k = 0; k < json_object_array_length(causes); k++) {
		struct json_object *list = member(json_object_array_get_idx(causes, k), "evidence");

		for (size_t j = 0; j < json_object_array_length(list); j++) {
			struct json_object *e = json_object_array_get_idx(list, j);

			if (cd_streq(json_object_get_string(member(e, "feature")), feature))
				found = json_object_get_int64(member(e, "value"));
		}
	}
	json_object_put(o);
	return found;
}

static void with_device(int64_t t, bool there)
{
	if (there)
		feed_attributes(&f, t, "usb1-port2", "device/bMaxPower=500mA");
	else
		feed_attributes(&f, t, "usb1-port2", "connect_type=hotplug");
}

static void trips_are_counted_by_the_kernels_counter(void **state)
{
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	with_device(0, true);
	feed_over_current(&f, 1 * S, "usb1-port2", 7); /* the first one heard of counts once */
	assert_int_equal(evidence("port-trips"), 1);
	assert_str(CAUSE(&f), "port-overcurrent");
	feed_over_current(&f, 2 * S, "usb1-port2", 10);
	assert_int_equal(evidence("port-trips"), 4);
	feed_over_current(&f, 3 * S, "usb1-port2", 10);
	assert_int_equal(evidence("port-trips"), 4);
	assert_int_equal(feed_session(&f, "bench").number, 1);
}

static void a_counter_may_start_anew(void **state)
{
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	with_device(0, true);
	feed_over_current(&f, 1 * S, "usb1-port2", 1);
	feed_over_current(&f, 2 * S, "usb1-port2", 9);
	/* The hub was reset: its counter is another one. */
	feed_over_current(&f, 3 * S, "usb1-port2", 2);
	assert_int_equal(evidence("port-trips"), 1 + 8 + 2);
	feed_removed(&f, 4 * S, "usb1-port2");
	feed_added(&f, 5 * S, "usb1-port2", CD_INPUT_USB_PORT);
	with_device(5 * S, true);
	feed_over_current(&f, 6 * S, "usb1-port2", 1);
	assert_int_equal(evidence("port-trips"), 12);
}

/* A connector with a USB 2 and a USB 3 half has a counter for each. */
static void every_port_has_its_own_counter(void **state)
{
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	feed_added(&f, 0, "usb2-port2", CD_INPUT_USB_PORT);
	with_device(0, true);
	feed_over_current(&f, 1 * S, "usb1-port2", 3);
	feed_over_current(&f, 2 * S, "usb2-port2", 1);
	feed_over_current(&f, 3 * S, "usb1-port2", 4);
	feed_over_current(&f, 4 * S, "usb2-port2", 2);
	assert_int_equal(evidence("port-trips"), 4);
}

/* The kernel takes the device away with the power; long before that it was there for an hour. */
static void a_device_just_gone_has_tripped_it(void **state)
{
	static const struct {
		int64_t gone_s, trip_s;
		const char *cause;
	} rows[] = {
		{ 3600, 3600, "port-overcurrent" },
		{ 3600, 3601, "port-overcurrent" },
		{ 3600, 3610, "port-overcurrent" },
		{ 3600, 3611, "inconclusive" },
		{ 3600, 9999, "inconclusive" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		start(state);
		feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
		with_device(0, true);
		with_device(rows[k].gone_s * S, false);
		feed_over_current(&f, rows[k].trip_s * S, "usb1-port2", 1);
		if (!cd_streq(CAUSE(&f), rows[k].cause))
			fail_msg("gone at %d, tripped at %d: %s", (int)rows[k].gone_s, (int)rows[k].trip_s,
				CAUSE(&f));
		done(state);
	}
	start(state);
	/* The same where the device is an input of its own. */
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	feed_added(&f, 0, "1-2", CD_INPUT_USB_DEVICE);
	feed_removed(&f, 3600 * S, "1-2");
	feed_over_current(&f, 3601 * S, "usb1-port2", 1);
	assert_str(CAUSE(&f), "port-overcurrent");
}

/* A glitch, or what cannot be seen: a shorted cable never enumerates. With a device once there, that counts alone. */
static void with_nothing_there_once_is_spurious(void **state)
{
	static const struct {
		uint32_t trips;
		bool device;
		const char *cause, *test;
		int empty, with;
		double least, most;
	} rows[] = {
		{ 1, false, "inconclusive", NULL, -1, -1, 0, 0.6 },
		{ 2, false, "inconclusive", NULL, -1, -1, 0, 0.6 },
		{ 3, false, "port-overcurrent", "empty-port", 3, -1, 0.62, 0.8 },
		{ 1000, false, "port-overcurrent", "empty-port", 1000, -1, 0.62, 0.8 },
		{ 1, true, "port-overcurrent", NULL, -1, 1, 0.9, 1 },
		{ 1000, true, "port-overcurrent", NULL, -1, 1, 0.9, 1 }, /* the others came long after it left */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_verdict_info v;
		bool event;

		start(state);
		feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
		with_device(0, rows[k].device);
		for (uint32_t n = 1; n <= rows[k].trips; n++) {
			feed_over_current(&f, (n * 20 - 19) * S, "usb1-port2", n);
			with_device((n * 20 - 18) * S, false);
		}
		v = feed_verdict(&f, "bench");
		event = v.symptoms & (1u << CD_SYMPTOM_OVER_CURRENT_EVENT);
		if (!cd_streq(v.cause, rows[k].cause) || (rows[k].test && !cd_streq(v.next_test, rows[k].test)) ||
			v.confidence < rows[k].least || v.confidence > rows[k].most ||
			event != cd_streq(v.cause, "port-overcurrent"))
			fail_msg("row %zu: %s %.2f %s", k, v.cause, v.confidence, v.next_test);
		assert_int_equal(evidence("empty-trips"), rows[k].empty);
		assert_int_equal(evidence("port-trips"), rows[k].with);
		done(state);
	}
	start(state);
}

#define BATTERY(status, flow) "type=Battery", "present=1", status, "capacity=50", flow

/* After the unplug a battery discharges and a contract is gone: no evidence on the session. */
static void a_session_is_judged_on_what_was_there(void **state)
{
	CD_FREE char *open = NULL, *closed = NULL;

	feed_added(&f, 0, "ucsi-source-psy-USBC000:001", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, "BAT0", BATTERY("status=Discharging", "power_now=9000000"));
	feed_attributes(&f, 10 * S, "ucsi-source-psy-USBC000:001", "type=USB", "online=1",
		"voltage_now=20000000", "current_now=3250000");
	feed_attributes(&f, 12 * S, "BAT0", BATTERY("status=Charging", "power_now=30000000"));
	feed_advance(&f, 60 * S);
	assert_str(CAUSE(&f), "charging");
	open = feed_text(&f, "bench");
	feed_attributes(&f, 100 * S, "ucsi-source-psy-USBC000:001", "type=USB", "online=0");
	feed_attributes(&f, 101 * S, "BAT0", BATTERY("status=Discharging", "power_now=9000000"));
	feed_advance(&f, 300 * S);
	assert_false(feed_session(&f, "bench").open);
	assert_i64(feed_session(&f, "bench").end_us, 100 * S);
	assert_str(CAUSE(&f), "charging");
	closed = feed_text(&f, "bench");
	assert_non_null(strstr(closed, "\"cause\":\"charging\""));
	assert_null(strstr(closed, "draining"));
	assert_i64(reading(CD_READING_BATTERY_POWER), -9000000);
	assert_i64(reading(CD_READING_CONTRACT_POWER), CD_UNKNOWN);
}

/* Whatever comes after the end, the analysis of the last session stays as it was when it ended. */
static void the_last_session_stays_as_it_was(void **state)
{
	CD_FREE char *after = NULL;
	struct cd_event lines;
	struct json_object *ended;

	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 60 * S, M, 5 * V, 900 * MA);
	feed_hold(&f, 60 * S, 180 * S, M, 5 * V, 0);
	assert_false(feed_session(&f, "bench").open);
	ended = cd_engine_ended(bench());
	assert_non_null(ended);

	feed_hold(&f, 180 * S, 190 * S, M, 5 * V, 0);
	feed_hold(&f, 190 * S, 191 * S, M, 0, 0);
	feed_hold(&f, 191 * S, 200 * S, M, 9 * V, 0);
	feed_hold(&f, 200 * S, 400 * S, M, 0, 0);
	lines = feed_make_sample(401 * S, M, 0, 0);
	cd_sample_set(&lines.sample, CD_FIELD_DP, 3300 * MV);
	cd_sample_set(&lines.sample, CD_FIELD_DM, 600 * MV);
	feed_good(&f, &lines);
	feed_gap(&f, 402 * S, M, CD_GAP_STALL);
	feed_advance(&f, 9999 * S);
	after = feed_text(&f, "bench");
	assert_str(after, cd_analysis_text(ended));
	assert_int_equal(feed_session(&f, "bench").number, 1);
}

static void a_stall_is_a_symptom_of_its_session(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 0, 30 * S, M, 5 * V, 900 * MA);
	feed_gap(&f, 30 * S, M, CD_GAP_SUSPEND);
	feed_hold(&f, 30 * S, 35 * S, M, 5 * V, 900 * MA);
	assert_false(feed_verdict(&f, "bench").symptoms & (1u << CD_SYMPTOM_METER_STALLED));
	feed_gap(&f, 35 * S, M, CD_GAP_STALL);
	feed_advance(&f, 60 * S);
	assert_true(feed_verdict(&f, "bench").symptoms & (1u << CD_SYMPTOM_METER_STALLED));
	feed_advance(&f, 200 * S);
	assert_true(feed_verdict(&f, "bench").symptoms & (1u << CD_SYMPTOM_METER_STALLED));
	feed_hold(&f, 300 * S, 330 * S, M, 5 * V, 900 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_false(feed_verdict(&f, "bench").symptoms & (1u << CD_SYMPTOM_METER_STALLED));
}

/* Ten minutes of sleep within a charge, told at `told`. The caller frees. */
static char *slept(int64_t told)
{
	struct cd_event ev = { .t_us = told, .type = CD_EVENT_GAP, .input = M };
	char *text;

	ev.gap.reason = CD_GAP_SUSPEND;
	ev.gap.duration_us = 600 * S;
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 0, 30 * S, M, 5 * V, 900 * MA);
	feed_good(&f, &ev);
	feed_hold(&f, 630 * S, 660 * S, M, 5 * V, 900 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 1);
	text = feed_text(&f, "bench");
	feed_done(&f);
	feed_start(&f, CD_GROUP_ONE_METER);
	return text;
}

static void a_gap_is_told_at_either_end(void **state)
{
	CD_FREE char *after = slept(630 * S), *before = slept(30 * S);

	assert_string_equal(after, before);
	assert_non_null(strstr(after, "\"gaps\":[{\"start_us\":30000000,\"duration_us\":600000000,"));
}

static void lines_sample(int64_t t, int64_t v, int64_t i, int64_t dp, int64_t dm)
{
	struct cd_event ev = feed_make_sample(t, M, v, i);

	cd_sample_set(&ev.sample, CD_FIELD_DP, dp);
	cd_sample_set(&ev.sample, CD_FIELD_DM, dm);
	feed_good(&f, &ev);
}

/* QC: the device asks for 9 V on D+ and D−, and is unplugged. When its session closes a minute later the
 * lines ask for nothing; they did. */
static void who_asked_for_more_has_asked(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	for (int64_t t = 0; t < 3 * S; t += 100 * MS)
		lines_sample(t, 5 * V, 0, 0, 0);
	for (int64_t t = 3 * S; t < 5 * S; t += 100 * MS)
		lines_sample(t, 5 * V, 500 * MA, 600 * MV, 0);
	for (int64_t t = 5 * S; t < 60 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 1500 * MA, 3300 * MV, 600 * MV);
	assert_str(CAUSE(&f), "charging");
	for (int64_t t = 60 * S; t < 200 * S; t += 100 * MS)
		lines_sample(t, t < 62 * S ? 7 * V : 0, 0, 0, 0);
	assert_false(feed_session(&f, "bench").open);
	assert_str(CAUSE(&f), "charging");

	/* The next one did not: it only found out that its adapter, which stands there already, shorts the lines (BC1.2). */
	for (int64_t t = 297 * S; t < 300 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 0, 0, 0);
	for (int64_t t = 300 * S; t < 360 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 1500 * MA, 600 * MV, t < 301 * S ? 600 * MV : 0);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_str(CAUSE(&f), "adapter-overvoltage");
}

/* A contract is made before the device draws its current. */
static void a_contract_before_the_current_counts(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	for (int64_t t = 0; t < 3 * S; t += 100 * MS)
		lines_sample(t, 5 * V, 0, 0, 0);
	feed_plain(&f, 3 * S, M, CD_EVENT_PD);
	for (int64_t t = 3 * S; t < 4 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 0, 0, 0);
	for (int64_t t = 4 * S; t < 60 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 1500 * MA, 0, 0);
	assert_str(CAUSE(&f), "charging");
	for (int64_t t = 60 * S; t < 297 * S; t += 100 * MS)
		lines_sample(t, 0, 0, 0, 0);
	assert_str(CAUSE(&f), "charging");

	/* An hour-old contract is none. */
	for (int64_t t = 297 * S; t < 300 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 0, 0, 0);
	for (int64_t t = 300 * S; t < 360 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 1500 * MA, 0, 0);
	assert_str(CAUSE(&f), "adapter-overvoltage");
}

static void a_verdict_is_told_when_it_changes(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	assert_false(feed_verdict(&f, "bench").exists);
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	assert_false(f.what & (CD_CHANGE_VERDICT | CD_CHANGE_SESSION_STARTED));
	feed_hold(&f, 5 * S, 5 * S + 500 * MS, M, 5 * V, 900 * MA);
	assert_true(f.what & CD_CHANGE_SESSION_STARTED);
	assert_true(f.what & CD_CHANGE_VERDICT);
	assert_str(CAUSE(&f), "inconclusive"); /* half a second shows nothing */
	assert_false(f.what & CD_CHANGE_CAUSE);
	f.what = 0;
	feed_hold(&f, 5 * S + 500 * MS, 30 * S, M, 5 * V, 900 * MA);
	assert_str(CAUSE(&f), "charging");
	assert_true(f.what & CD_CHANGE_CAUSE);
	assert_true(f.what & CD_CHANGE_PHASE);
	f.what = 0;
	feed_hold(&f, 30 * S, 31 * S, M, 5 * V, 900 * MA);
	assert_false(f.what & (CD_CHANGE_CAUSE | CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED));
	assert_true(f.what & CD_CHANGE_READINGS);
	feed_advance(&f, 200 * S);
	assert_true(f.what & CD_CHANGE_SESSION_ENDED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, done)
	const struct CMUnitTest tests[] = {
		T(a_person_opens_a_session_with_what_only_a_person_knows),
		T(trips_are_counted_by_the_kernels_counter),
		T(a_counter_may_start_anew),
		T(every_port_has_its_own_counter),
		T(a_device_just_gone_has_tripped_it),
		T(with_nothing_there_once_is_spurious),
		T(a_session_is_judged_on_what_was_there),
		T(the_last_session_stays_as_it_was),
		T(a_stall_is_a_symptom_of_its_session),
		T(a_gap_is_told_at_either_end),
		T(who_asked_for_more_has_asked),
		T(a_contract_before_the_current_counts),
		T(a_verdict_is_told_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
