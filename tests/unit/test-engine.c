/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One port as everyone else sees it: what it is, what it says, who is listened to.
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

/* A new contract: the port, its supply and the battery tell of it one after the other. */
static void a_change_told_in_pieces_is_judged_once(void **state)
{
	static const struct {
		int64_t last_ms, looked_ms; /* after the first piece */
		bool flaps, told;
	} rows[] = {
		{ 0, 1000, false, false },
		{ 5, 6, false, false },
		{ 5, 1000, false, false },
		{ 249, 1000, false, false },
		{ 251, 1000, true, false }, /* that was another change */
		{ 9999, 249, false, false },
		{ 9999, 250, false, true },
	};
	static const char *const full[] = { "type=Battery", "status=Charging", "capacity=50",
		"power_now=20000000", "voltage_now=12000000", NULL };
	static const char *const none[] = { "type=Battery", "status=Unknown", NULL };
	static const char *const mains[] = { "type=Mains", "online=1", NULL };
	static const char *const inputs[] = { "AC", "BAT0", NULL };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const int64_t t = 20 * S;
		bool flapped, told;

		start(state);
		feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
		feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
		assert_int_equal(feed_port_of(&f, 0, "bench", inputs), 0);
		feed_attributes_of(&f, 0, "AC", mains);
		feed_attributes_of(&f, 10 * S, "BAT0", full);
		feed_settled(&f);
		assert_str(CAUSE(&f), "charging");
		f.what = 0;
		feed_attributes_of(&f, t, "BAT0", none);
		assert_true(f.what & CD_CHANGE_READINGS); /* these do not wait */
		if (rows[k].last_ms < rows[k].looked_ms)
			feed_attributes_of(&f, t + rows[k].last_ms * MS, "BAT0", full);
		flapped = f.what & CD_CHANGE_CAUSE;
		feed_advance(&f, t + rows[k].looked_ms * MS);
		told = cd_streq(CAUSE(&f), "inconclusive");
		if (flapped != rows[k].flaps || told != rows[k].told)
			fail_msg("row %zu: %d %d", k, flapped, told);
		done(state);
	}
	start(state);
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

		done(state); /* each row afresh */
		start(state);
		for (int j = 0; j < rows[k].n; j++, name[0]++)
			feed_added(&f, 0, name, rows[k].kind[j]);
		if (rows[k].type)
			feed_attributes(&f, 0, "a", rows[k].type);
		assert_int_equal(cd_engine_kind(bench()), rows[k].port);
	}
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

/* A meter that is plugged in the other way round shows its current negative; one that knows its sign
 * means it. */
static void a_sign_counts_where_it_is_known(void **state)
{
	for (int known = 0; known < 2; known++) {
		struct cd_event ev = feed_make_added(0, M, CD_INPUT_METER);

		done(state); /* each row afresh */
		start(state);
		ev.added.sign_known = known;
		feed_good(&f, &ev);
		feed_hold(&f, 0, 5 * S, M, 5 * V, -500 * MA);
		assert_i64(reading(CD_READING_IBUS), (known ? -1 : 1) * 500 * MA);
		assert_int_equal(feed_session(&f, "bench").number, known ? 0 : 1);
	}
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
		done(state); /* each row afresh */
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
	}
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
		T(a_change_told_in_pieces_is_judged_once),
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
		T(a_port_without_a_session_is_judged_too),
		T(what_attributes_say_of_the_port_is_told),
		T(the_battery_side_is_not_vbus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
