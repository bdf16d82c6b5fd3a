/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sessions that neither a current nor a supply shows: a board's own chip calls its supply too low, a battery charges and
 * nothing says from what, a lamp is lit and the host sees no device.
 */

#include "feed.h"

#define CHIP "hwmon1"
#define PORT "usb1-port3"

static struct feed f;

static int start(void **state)
{
	feed_done(&f);
	feed_start(&f, CD_GROUP_ONE_METER);
	return 0;
}

static int done(void **state)
{
	feed_done(&f);
	return 0;
}

static void chip(int64_t t, bool low)
{
	feed_attributes(&f, t, CHIP, "name=rpi_volt", low ? "in0_lcrit_alarm=1" : "in0_lcrit_alarm=0");
}

/* So many alarms, a minute and more apart. */
static void board(int alarms)
{
	start(NULL);
	feed_added(&f, 0, CHIP, CD_INPUT_HWMON);
	chip(S, false);
	for (int k = 0; k < alarms; k++) {
		chip((60 + 150 * k) * S, true);
		chip((65 + 150 * k) * S, true); /* still the same */
		chip((70 + 150 * k) * S, false);
	}
	feed_advance(&f, 1200 * S);
}

static void a_board_without_an_alarm_has_no_session(void **state)
{
	board(0);
	assert_false(feed_session(&f, "bench").open);
	assert_int_equal(feed_session(&f, "bench").number, 0);
	assert_int_equal(cd_engine_kind(feed_find(&f, "bench")), CD_PORT_SUPPLY);
}

static void one_alarm_shows_no_cause(void **state)
{
	board(1);
	assert_true(feed_session(&f, "bench").open);
	assert_str(feed_verdict(&f, "bench").cause, "inconclusive");
	assert_true(feed_verdict(&f, "bench").symptoms & 1u << CD_SYMPTOM_UNDER_VOLTAGE);
}

static void alarms_again_and_again_are_the_cable_or_the_adapter(void **state)
{
	board(4);
	assert_int_equal(feed_session(&f, "bench").number, 1); /* the board was on all the time */
	assert_str(feed_verdict(&f, "bench").cause, "cable-or-adapter");
	assert_str(feed_verdict(&f, "bench").next_test, "swap-cable");
	assert_true(feed_verdict(&f, "bench").symptoms & 1u << CD_SYMPTOM_UNDER_VOLTAGE);
}

static void without_the_chip_the_session_ends(void **state)
{
	board(2);
	assert_false(f.what & CD_CHANGE_SESSION_ENDED);
	feed_removed(&f, 1300 * S, CHIP);
	feed_advance(&f, 1400 * S);
	assert_true(f.what & CD_CHANGE_SESSION_ENDED);
}

static void battery(int64_t t, const char *status, const char *ua)
{
	feed_attributes(&f, t, "BAT0", "type=Battery", status, ua, "voltage_now=12000000");
}

static void machine(const char *online)
{
	start(NULL);
	feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, "AC", "type=Mains", online);
}

static void a_battery_that_charges_is_a_session(void **state)
{
	machine("online=0");
	battery(S, "status=Charging", "current_now=2900000");
	assert_false(feed_session(&f, "bench").open); /* perhaps something will say so in a moment */
	battery(21 * S, "status=Charging", "current_now=2900000");
	assert_true(feed_session(&f, "bench").open);
	battery(200 * S, "status=Full", "current_now=0");
	feed_advance(&f, 400 * S);
	assert_true(feed_session(&f, "bench").open);
	battery(401 * S, "status=Discharging", "current_now=-900000");
	feed_advance(&f, 500 * S);
	assert_false(feed_session(&f, "bench").open);
}

static void it_is_none_where_the_driver_contradicts_itself(void **state)
{
	machine("online=0");
	battery(S, "status=Charging", "current_now=-230000");
	battery(60 * S, "status=Charging", "current_now=-230000");
	assert_false(feed_session(&f, "bench").open);
	battery(90 * S, "status=Charging", "current_now=0");
	battery(150 * S, "status=Charging", "current_now=0");
	assert_false(feed_session(&f, "bench").open);
}

/* An EC that is slow to say that it does not charge any more. */
static void what_was_online_once_is_believed(void **state)
{
	machine("online=1");
	battery(S, "status=Charging", "current_now=2900000");
	feed_attributes(&f, 100 * S, "AC", "type=Mains", "online=0");
	for (int k = 0; k < 10; k++)
		battery((110 + 10 * k) * S, "status=Charging", "current_now=2900000");
	feed_advance(&f, 300 * S);
	assert_false(feed_session(&f, "bench").open);
}

static void enumeration(int64_t t, enum cd_enumeration result)
{
	struct cd_event ev = { .t_us = t, .type = CD_EVENT_ENUMERATION, .input = PORT };

	ev.enumeration.result = result;
	feed_good(&f, &ev);
}

/* A player of which a profile says that it enumerates; its lamp as told. */
static void player(const char *led, enum cd_enumeration result)
{
	static const char text[] = "[profile]\nTitle=Player\nEnumerates=yes\n[leds]\nsolid-red=charging\n";
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	struct cd_complaint complaints[4];
	size_t n;
	struct cd_event ev = { .t_us = 0, .type = CD_EVENT_NOTE, .input = PORT, .note = CD_NOTE_NOTHING };

	start(NULL);
	assert_int_equal(cd_profile_parse("player", text, strlen(text), complaints, 4, &n, &p), 0);
	assert_int_equal(p->enumerates, CD_YES);
	ev.note.inline_profile = p;
	feed_added(&f, 0, PORT, CD_INPUT_USB_PORT);
	feed_good(&f, &ev);
	enumeration(3 * S, result);
	feed_note(&f, 5 * S, PORT, led);
}

static void a_lamp_without_a_device_is_power_without_data(void **state)
{
	player("led=solid-red", CD_ENUMERATION_NONE);
	assert_true(feed_session(&f, "bench").open);
	assert_str(feed_verdict(&f, "bench").cause, "cable-charge-only");
	player("led=off", CD_ENUMERATION_NONE);
	assert_false(feed_session(&f, "bench").open);
	player("led=solid-red", CD_ENUMERATION_FAILED);
	assert_false(feed_session(&f, "bench").open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, start, done)
		T(a_board_without_an_alarm_has_no_session),
		T(one_alarm_shows_no_cause),
		T(alarms_again_and_again_are_the_cable_or_the_adapter),
		T(without_the_chip_the_session_ends),
		T(a_battery_that_charges_is_a_session),
		T(it_is_none_where_the_driver_contradicts_itself),
		T(what_was_online_once_is_believed),
		T(a_lamp_without_a_device_is_power_without_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
