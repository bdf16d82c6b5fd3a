/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One port as everyone else sees it: what it is, what it says, and what its sessions are judged on.
 */

#include "feed.h"

#define M "meter0"
#define SUPPLY "usb"
#define CAUSE(f) feed_verdict(f, "bench").cause

static struct feed f;

static int start(void **state)
{
	feed_done(&f); /* some tests start several times */
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

/* Nothing comes after the plug: the driver had reported before it. */
static void a_battery_that_said_it_before_the_plug_is_believed_later(void **state)
{
	static const char *const battery[] = { "type=Battery", "status=Charging", "capacity=50",
		"power_now=20000000", "voltage_now=12000000", NULL };
	static const char *const mains[] = { "type=Mains", "online=1", NULL };
	static const char *const inputs[] = { "AC", "BAT0", NULL };

	feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port_of(&f, 0, "bench", inputs), 0);
	feed_attributes_of(&f, 0, "BAT0", battery);
	feed_attributes_of(&f, 1000, "AC", mains);
	feed_advance(&f, 4 * CD_US_PER_S);
	assert_str(CAUSE(&f), "inconclusive");
	feed_advance(&f, 6 * CD_US_PER_S);
	assert_str(CAUSE(&f), "charging");
}

static void a_port_is_what_its_inputs_are(void **state)
{
	static const struct {
		enum cd_input_kind kind[3];
		int n;
		const char *type;
		enum cd_port_kind port;
	} rows[] = {
		{ { CD_INPUT_METER }, 1, NULL, CD_PORT_METER },
		{ { CD_INPUT_HWMON }, 1, NULL, CD_PORT_METER },
		{ { CD_INPUT_IIO }, 1, NULL, CD_PORT_METER },
		{ { CD_INPUT_METER, CD_INPUT_USB_PORT }, 2, NULL, CD_PORT_METER },
		{ { CD_INPUT_METER, CD_INPUT_USB_PORT, CD_INPUT_TYPEC }, 3, NULL, CD_PORT_TYPEC },
		{ { CD_INPUT_USB_PORT, CD_INPUT_USB_DEVICE }, 2, NULL, CD_PORT_USB },
		{ { CD_INPUT_USB_DEVICE }, 1, NULL, CD_PORT_OTHER },
		{ { CD_INPUT_POWER_SUPPLY }, 1, "type=Mains", CD_PORT_SUPPLY },
		{ { CD_INPUT_POWER_SUPPLY }, 1, "type=USB_PD_DRP", CD_PORT_SUPPLY },
		{ { CD_INPUT_POWER_SUPPLY }, 1, "type=Battery", CD_PORT_SUPPLY },
		{ { CD_INPUT_POWER_SUPPLY }, 1, "type=UPS", CD_PORT_OTHER },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		char name[2] = "a";

		start(state);
		for (int j = 0; j < rows[k].n; j++, name[0]++)
			feed_added(&f, 0, name, rows[k].kind[j]);
		if (rows[k].type)
			feed_attributes(&f, 0, "a", rows[k].type);
		assert_int_equal(cd_engine_kind(bench()), rows[k].port);
		done(state);
	}
	start(state);
}

static void a_person_knows_better_where_the_meter_sits(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_SOURCE);
	feed_note(&f, 1, M, "position=device");
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	feed_note(&f, 2, M, "label=again");
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	assert_null(cd_engine_profile(bench()));
	feed_note(&f, 3, M, "profile=unheard-of");
	assert_str(cd_engine_profile(bench()), "unheard-of");
	assert_str(cd_engine_state(bench(), CD_STATE_LABEL), "again");
	assert_null(cd_engine_state(bench(), CD_STATE_LED));
}

static void samples_are_read(void **state)
{
	struct cd_event ev = feed_make_sample(3 * S, M, 5100 * MV, 400 * MA);

	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	for (int id = 0; id < _CD_READING_MAX; id++)
		assert_i64(reading((enum cd_reading_id)id), CD_UNKNOWN);
	cd_sample_set(&ev.sample, CD_FIELD_DP, 600 * MV);
	cd_sample_set(&ev.sample, CD_FIELD_TEMP, -40000);
	feed_good(&f, &ev);
	assert_i64(reading(CD_READING_VBUS), 5100 * MV);
	assert_i64(reading(CD_READING_IBUS), 400 * MA);
	assert_i64(reading(CD_READING_POWER), 2040000);
	assert_i64(reading(CD_READING_DP), 600 * MV);
	assert_i64(reading(CD_READING_DM), CD_UNKNOWN);
	assert_i64(reading(CD_READING_TEMPERATURE), -40000);
	assert_int_equal(cd_engine_reading(bench(), CD_READING_VBUS)->kind, CD_KIND_MEASURED);
	assert_str(cd_engine_reading(bench(), CD_READING_VBUS)->input, M);
	assert_i64(cd_engine_reading(bench(), CD_READING_VBUS)->t_us, 3 * S);
	assert_int_equal(feed_session(&f, "bench").number, 1);
}

static void volts_alone_or_amperes_alone_open_nothing(void **state)
{
	struct cd_event ev = { .type = CD_EVENT_SAMPLE, .input = M };

	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	cd_sample_set(&ev.sample, CD_FIELD_IBUS, 2 * A);
	feed_good(&f, &ev);
	assert_i64(reading(CD_READING_IBUS), 2 * A);
	assert_i64(reading(CD_READING_POWER), CD_UNKNOWN);
	ev.sample.valid = 0;
	feed_good(&f, &ev);
	cd_sample_set(&ev.sample, CD_FIELD_VBUS, 5 * V);
	feed_good(&f, &ev);
	assert_i64(reading(CD_READING_VBUS), 5 * V);
	assert_int_equal(feed_session(&f, "bench").number, 0);
}

/* A meter that is plugged in the other way round shows its current negative; one that knows its sign means it. */
static void a_sign_counts_where_it_is_known(void **state)
{
	for (int known = 0; known < 2; known++) {
		struct cd_event ev = feed_make_added(0, M, CD_INPUT_METER);

		start(state);
		ev.added.sign_known = known;
		feed_good(&f, &ev);
		feed_hold(&f, 0, 5 * S, M, 5 * V, -500 * MA);
		assert_i64(reading(CD_READING_IBUS), (known ? -1 : 1) * 500 * MA);
		assert_int_equal(feed_session(&f, "bench").number, known ? 0 : 1);
		done(state);
	}
	start(state);
}

static void only_the_first_meter_is_listened_to(void **state)
{
	feed_meter(&f, 0, "b", CD_POSITION_SOURCE);
	feed_meter(&f, 0, "a", CD_POSITION_DEVICE);
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	feed_sample(&f, 1 * S, "b", 5 * V, 2 * A);
	assert_i64(reading(CD_READING_VBUS), CD_UNKNOWN);
	feed_sample(&f, 1 * S, "a", 4 * V, 1 * A);
	assert_i64(reading(CD_READING_VBUS), 4 * V);
}

/* Whoever said a number may leave by any door; the number leaves with it. */
static void what_left_says_nothing_any_more(void **state)
{
	/* A meter that was not listened to any more. */
	feed_meter(&f, 0, "b", CD_POSITION_SOURCE);
	feed_sample(&f, 1 * S, "b", 0, 0);
	assert_str(cd_engine_reading(bench(), CD_READING_VBUS)->input, "b");
	feed_meter(&f, 2 * S, "a", CD_POSITION_SOURCE);
	feed_removed(&f, 3 * S, "b");
	assert_i64(reading(CD_READING_VBUS), CD_UNKNOWN);
	assert_i64(reading(CD_READING_IBUS), CD_UNKNOWN);
	done(state);

	/* The device's own charger, when a meter has come. */
	start(state);
	feed_added(&f, 0, SUPPLY, CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, SUPPLY, "type=USB", "online=1", "voltage_now=5000000", "current_now=500000");
	assert_i64(reading(CD_READING_VBUS), 5 * V);
	assert_str(cd_engine_reading(bench(), CD_READING_VBUS)->input, SUPPLY);
	feed_meter(&f, 1 * S, M, CD_POSITION_DEVICE);
	feed_removed(&f, 2 * S, SUPPLY);
	assert_i64(reading(CD_READING_VBUS), CD_UNKNOWN);
	assert_i64(reading(CD_READING_POWER), CD_UNKNOWN);
}

/* The meter that is gone is still part of the session, but no longer of the present. */
static void the_charger_speaks_again_when_the_meter_is_gone(void **state)
{
	feed_added(&f, 0, SUPPLY, CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, SUPPLY, "type=USB", "online=1", "voltage_now=5000000", "current_now=500000");
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 1 * S, 30 * S, M, 5100 * MV, 510 * MA);
	assert_i64(reading(CD_READING_VBUS), 5100 * MV);
	feed_removed(&f, 30 * S, M);
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_SOURCE);
	feed_attributes(
		&f, 40 * S, SUPPLY, "type=USB", "online=1", "voltage_now=4800000", "current_now=400000");
	assert_i64(reading(CD_READING_VBUS), 4800 * MV);
	assert_i64(reading(CD_READING_IBUS), 400 * MA);
	assert_str(cd_engine_reading(bench(), CD_READING_VBUS)->input, SUPPLY);
}

static void a_meter_pulled_and_put_back_keeps_its_notes(void **state)
{
	feed_meter(&f, 0, M, CD_POSITION_UNKNOWN);
	feed_note(&f, 0, M, "position=device", "cable=red 1 m", "battery=low");
	feed_hold(&f, 1 * S, 30 * S, M, 5 * V, 500 * MA);
	feed_removed(&f, 30 * S, M);
	assert_i64(reading(CD_READING_VBUS), CD_UNKNOWN);
	assert_str(cd_engine_state(bench(), CD_STATE_CABLE), "red 1 m");
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	assert_null(cd_engine_inputs(bench())[0]);

	feed_meter(&f, 40 * S, M, CD_POSITION_UNKNOWN);
	assert_str(cd_engine_state(bench(), CD_STATE_CABLE), "red 1 m");
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	feed_hold(&f, 40 * S, 60 * S, M, 5 * V, 500 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 1);
	/* 29 s and 20 s; nothing in between. */
	assert_i64(feed_session(&f, "bench").charge_uah, 6777); /* (28.9 + 19.9) s */

	/* In the next session it has to be said again, were it gone; it is not. */
	feed_advance(&f, 200 * S);
	feed_hold(&f, 200 * S, 210 * S, M, 5 * V, 500 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_str(cd_engine_state(bench(), CD_STATE_CABLE), "red 1 m");
}

static void notes_of_the_departed_end_with_the_next_session(void **state)
{
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	feed_meter(&f, 0, "a", CD_POSITION_SOURCE);
	feed_note(&f, 0, "a", "cable=red 1 m");
	feed_hold(&f, 1 * S, 30 * S, "a", 5 * V, 500 * MA);
	feed_removed(&f, 30 * S, "a");
	feed_advance(&f, 200 * S);
	assert_false(feed_session(&f, "bench").open);
	assert_str(cd_engine_state(bench(), CD_STATE_CABLE), "red 1 m");
	feed_meter(&f, 300 * S, "b", CD_POSITION_DEVICE);
	assert_str(cd_engine_state(bench(), CD_STATE_CABLE), "red 1 m");
	feed_hold(&f, 301 * S, 310 * S, "b", 5 * V, 500 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_null(cd_engine_state(bench(), CD_STATE_CABLE));
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
}

/* Seventeen meters come and go in one session: the bound of what is remembered. */
static void many_depart(void **state)
{
	char name[16], note[32];

	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	for (int k = 0; k < 2 * CD_PORT_INPUTS_MAX; k++) {
		int64_t t = k * 10 * S;

		(void)snprintf(name, sizeof(name), "m%02d", k);
		(void)snprintf(note, sizeof(note), k % 2 ? "adapter=%d" : "cable=%d", k);
		feed_meter(&f, t, name, CD_POSITION_SOURCE);
		feed_note(&f, t, name, note);
		feed_hold(&f, t, t + 5 * S, name, 5 * V, 500 * MA);
		feed_removed(&f, t + 5 * S, name);
	}
	assert_int_equal(feed_session(&f, "bench").number, 1);
	assert_non_null(cd_engine_state(bench(), CD_STATE_CABLE));
	assert_i64(feed_session(&f, "bench").end_us, (2 * CD_PORT_INPUTS_MAX - 1) * 10 * S + 4900 * MS);
	free(feed_text(&f, "bench"));
}

#define PARTNER "port0-partner/type=x"

static void attached_is_who_is_powered(void **state)
{
	static const struct {
		const char *supply, *role, *partner;
		bool opens;
	} rows[] = {
		{ "online=0", NULL, NULL, false },
		{ "online=1", NULL, NULL, true },
		{ "online=2", NULL, NULL, true }, /* programmable: a supply that is there, too */
		{ "online=x", NULL, NULL, false },
		{ NULL, "power_role=source [sink]", NULL, false },
		{ NULL, "power_role=source [sink]", PARTNER, true },
		{ NULL, "power_role=[source] sink", PARTNER, false },
		{ "online=1", "power_role=[source] sink", PARTNER, false }, /* we feed the partner */
		{ "online=1", "power_role=source [sink]", NULL, true },
		{ "online=0", "power_role=source [sink]", PARTNER, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		start(state);
		if (rows[k].supply) {
			feed_added(&f, 0, SUPPLY, CD_INPUT_POWER_SUPPLY);
			feed_attributes(&f, 1, SUPPLY, "type=USB", "online=0");
		}
		if (rows[k].role) {
			feed_added(&f, 2, "port0", CD_INPUT_TYPEC);
			if (rows[k].partner)
				feed_attributes(&f, 2, "port0", rows[k].role, rows[k].partner);
			else
				feed_attributes(&f, 2, "port0", rows[k].role);
		}
		if (rows[k].supply)
			feed_attributes(&f, 3, SUPPLY, "type=USB", rows[k].supply);
		if (feed_session(&f, "bench").open != rows[k].opens)
			fail_msg("row %zu", k);
		assert_int_equal(feed_verdict(&f, "bench").exists, rows[k].opens);
		done(state);
	}
	start(state);
}

/* The charger IC of a phone: a slow meter at the device's end. */
static void a_charger_that_measures_is_a_meter(void **state)
{
	char text[32];

	feed_added(&f, 0, SUPPLY, CD_INPUT_POWER_SUPPLY);
	for (int k = 0; k < 30; k++) {
		(void)snprintf(text, sizeof(text), "current_now=%d", 1500000 + k % 2 * 1000);
		feed_attributes(&f, k * S, SUPPLY, "type=USB", "online=1", "voltage_now=4900000", text);
	}
	assert_i64(reading(CD_READING_POWER), 4900 * 1501);
	assert_i64(feed_session(&f, "bench").charge_uah, 29 * 1500500 / 3600);
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

static void with_nothing_there_it_is_spurious(void **state)
{
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	with_device(0, false);
	for (int k = 1; k < 1000; k++)
		feed_over_current(&f, k * S, "usb1-port2", (uint32_t)k);
	assert_str(CAUSE(&f), "inconclusive");
	assert_int_equal(evidence("port-trips"), -1);
	assert_int_equal(feed_verdict(&f, "bench").symptoms & (1u << CD_SYMPTOM_OVER_CURRENT_EVENT), 0);
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

static void lines_sample(int64_t t, int64_t v, int64_t i, int64_t dp, int64_t dm)
{
	struct cd_event ev = feed_make_sample(t, M, v, i);

	cd_sample_set(&ev.sample, CD_FIELD_DP, dp);
	cd_sample_set(&ev.sample, CD_FIELD_DM, dm);
	feed_good(&f, &ev);
}

/* QC: the device asks for 9 V on D+ and D−, and is unplugged. When its session closes a minute later the lines ask for
 * nothing; they did. */
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

	/* The next one did not ask. */
	for (int64_t t = 300 * S; t < 360 * S; t += 100 * MS)
		lines_sample(t, 9 * V, 1500 * MA, 600 * MV, 0);
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
	for (int64_t t = 60 * S; t < 300 * S; t += 100 * MS)
		lines_sample(t, 0, 0, 0, 0);
	assert_str(CAUSE(&f), "charging");

	/* An hour-old contract is none. */
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
	assert_true(f.what & CD_CHANGE_CAUSE);
	f.what = 0;
	feed_hold(&f, 5 * S + 500 * MS, 30 * S, M, 5 * V, 900 * MA);
	assert_str(CAUSE(&f), "charging");
	assert_true(f.what & CD_CHANGE_PHASE);
	f.what = 0;
	feed_hold(&f, 30 * S, 31 * S, M, 5 * V, 900 * MA);
	assert_false(f.what & (CD_CHANGE_CAUSE | CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED));
	assert_true(f.what & CD_CHANGE_READINGS);
	feed_advance(&f, 200 * S);
	assert_true(f.what & CD_CHANGE_SESSION_ENDED);
}

static void a_port_without_a_session_is_judged_too(void **state)
{
	CD_FREE char *text = NULL;

	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	text = feed_text(&f, "bench");
	assert_non_null(strstr(text, "\"cause\":\"inconclusive\""));
	assert_non_null(strstr(text, "\"reason\":\"no session"));
	assert_null(cd_engine_ended(bench()));
}

/* Kind and position are properties of the port, though it is attributes that say them. */
static void what_attributes_say_of_the_port_is_told(void **state)
{
	feed_added(&f, 0, SUPPLY, CD_INPUT_POWER_SUPPLY);
	assert_int_equal(cd_engine_kind(bench()), CD_PORT_OTHER);
	f.what = 0;
	feed_attributes(&f, S, SUPPLY, "type=USB", "online=1", "voltage_now=5000000", "current_now=500000");
	assert_int_equal(cd_engine_kind(bench()), CD_PORT_SUPPLY);
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_DEVICE);
	assert_true(f.what & CD_CHANGE_INPUTS);

	f.what = 0;
	feed_attributes(
		&f, 2 * S, SUPPLY, "type=USB", "online=1", "voltage_now=5000000", "current_now=600000");
	assert_false(f.what & CD_CHANGE_INPUTS);
}

/* bq25890: of type USB, but what it measures is the system rail and the charge current (lib/core/quirks.c). */
static void the_battery_side_is_not_vbus(void **state)
{
	feed_added(&f, 0, "bq25890-charger", CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, "bq25890-charger", "type=USB", "online=1", "voltage_now=3900000",
		"current_now=-1500000", "input_current_limit=2000000");
	assert_i64(reading(CD_READING_VBUS), CD_UNKNOWN);
	assert_i64(reading(CD_READING_IBUS), CD_UNKNOWN);
	assert_i64(reading(CD_READING_INPUT_LIMIT), 2000000);
	assert_int_equal(cd_engine_position(bench()), CD_POSITION_UNKNOWN);
	assert_true(feed_session(&f, "bench").open);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, done)
	const struct CMUnitTest tests[] = {
		T(a_battery_that_said_it_before_the_plug_is_believed_later),
		T(a_port_is_what_its_inputs_are),
		T(a_person_knows_better_where_the_meter_sits),
		T(samples_are_read),
		T(volts_alone_or_amperes_alone_open_nothing),
		T(a_sign_counts_where_it_is_known),
		T(only_the_first_meter_is_listened_to),
		T(what_left_says_nothing_any_more),
		T(the_charger_speaks_again_when_the_meter_is_gone),
		T(a_meter_pulled_and_put_back_keeps_its_notes),
		T(notes_of_the_departed_end_with_the_next_session),
		T(many_depart),
		T(attached_is_who_is_powered),
		T(a_charger_that_measures_is_a_meter),
		T(a_person_opens_a_session_with_what_only_a_person_knows),
		T(trips_are_counted_by_the_kernels_counter),
		T(a_counter_may_start_anew),
		T(every_port_has_its_own_counter),
		T(a_device_just_gone_has_tripped_it),
		T(with_nothing_there_it_is_spurious),
		T(a_session_is_judged_on_what_was_there),
		T(the_last_session_stays_as_it_was),
		T(a_stall_is_a_symptom_of_its_session),
		T(who_asked_for_more_has_asked),
		T(a_contract_before_the_current_counts),
		T(a_verdict_is_told_when_it_changes),
		T(a_port_without_a_session_is_judged_too),
		T(what_attributes_say_of_the_port_is_told),
		T(the_battery_side_is_not_vbus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
