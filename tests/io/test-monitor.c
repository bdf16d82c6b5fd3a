/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The monitor and power supplies: what is told at start, at a change, when a driver talks nonsense, when a device
 * leaves without a word, and when nothing is there at all.
 */

#include <stdio.h>
#include <string.h>

#include "monitor-fixture.h"

static void nothing_at_all(void **state)
{
	struct fixture *f = *state;
	static const char *const rows[] = { "power_supply", "typec", "usb", "hwmon" };

	fixture_start(f);
	fixture_run(f);
	assert_int_equal(f->n_known, 0);
	assert_int_equal(f->warnings, 0);
	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		assert_non_null(row_of(f, rows[i]));
		assert_int_equal(row_of(f, rows[i])->presence, CD_ABSENT);
		assert_string_not_equal(row_of(f, rows[i])->detail, "");
	}
	assert_int_equal(row_of(f, "udev")->presence,
		access("/run/udev/control", F_OK) == 0 ? CD_PRESENT : CD_ABSENT);
	assert_non_null(strstr(row_of(f, "power_supply")->detail, "no /sys/class/power_supply"));
}

static void laptop_at_start(void **state)
{
	struct fixture *f = *state;
	const struct heard *h;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	h = heard_last(f, CD_EVENT_ADDED, "BAT0");
	assert_int_equal(h->added.kind, CD_INPUT_POWER_SUPPLY);
	assert_string_equal(h->model, "B-0");
	assert_string_equal(h->serial, "000001");
	assert_int_equal(heard_count(f, CD_EVENT_ATTRIBUTES, "BAT0"), 1);
	assert_string_equal(value_of(f, "BAT0", "status"), "Discharging");
	assert_int_equal(cd_attributes_int(attributes_of(f, "BAT0"), "power_now"), 8000000);
	assert_null(value_of(f, "BAT0", "serial_number"));
	assert_string_equal(value_of(f, "AC", "online"), "0");
	assert_string_equal(row_of(f, "power_supply")->detail, "2 supplies");
	assert_string_equal(row_of(f, "BAT0")->detail, "Battery ACME B-0");
	assert_string_equal(row_of(f, "BAT0")->kind, "power-supply");
	/* Nothing plugged in, nothing armed: an idle machine is left alone. */
	assert_false(armed(f->monitor->settle_source));
	assert_false(armed(f->monitor->poll_source));
	assert_false(armed(f->monitor->hwmon_source));
	assert_false(armed(f->monitor->hub_source));
}

static void change_is_told_once(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	fixture_run(f);
	world_event(f->world, "BAT0", "change"); /* says nothing new */
	fixture_run(f);
	assert_int_equal(f->n_heard, 0);
	world_battery_flow(f->world, "BAT0", "Charging", 12000000);
	fixture_run(f);
	assert_int_equal(f->n_heard, 1);
	assert_string_equal(value_of(f, "BAT0", "status"), "Charging");
	assert_string_equal(value_of(f, "BAT0", "power_now"), "12000000");
}

static void burst_is_read_once_a_turn(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	fixture_run(f);
	for (int i = 0; i < 8; i++)
		world_battery_flow(f->world, "BAT0", "Discharging", 8000000 + i);
	fixture_run(f);
	assert_int_equal(f->n_heard, 1); /* all turns after the first find the last value already told */
	assert_string_equal(value_of(f, "BAT0", "power_now"), "8000007");
}

static void garbage_values(void **state)
{
	struct fixture *f = *state;
	char page[6000];

	memset(page, 'x', sizeof(page) - 1);
	page[sizeof(page) - 1] = '\0';
	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	world_set_quietly(f->world, "BAT0", "model_name", "AB\xff\x01");
	fixture_start(f);
	world_set_quietly(f->world, "BAT0", "model_name", page);
	world_set_quietly(f->world, "BAT0", "manufacturer", "\xc3\xa9\xf0\x9f caf\xc3");
	world_set_quietly(f->world, "BAT0", "energy_now", "-NaN");
	world_set_quietly(f->world, "BAT0", "voltage_now", "99999999999999999999999999");
	world_set(f->world, "BAT0", "capacity", "");
	fixture_run(f);
	assert_int_equal(strlen(value_of(f, "BAT0", "model_name")), CD_ATTRIBUTE_VALUE_MAX);
	assert_string_equal(
		value_of(f, "BAT0", "manufacturer"), "\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd caf\xef\xbf\xbd");
	assert_int_equal(cd_attributes_int(attributes_of(f, "BAT0"), "energy_now"), CD_UNKNOWN);
	assert_int_equal(cd_attributes_int(attributes_of(f, "BAT0"), "voltage_now"), CD_UNKNOWN);
	assert_int_equal(cd_attributes_int(attributes_of(f, "BAT0"), "capacity"), CD_UNKNOWN);
	assert_string_equal(value_of(f, "BAT0", "status"), "Discharging");
}

static void failing_attribute(void **state)
{
	struct fixture *f = *state;
	const struct cd_attribute *a;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	world_break(f->world, "BAT0", "power_now");
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	a = cd_attributes_find(attributes_of(f, "BAT0"), "power_now");
	assert_non_null(a);
	assert_null(a->value);
	assert_int_equal(a->error, EISDIR);
	assert_string_equal(value_of(f, "BAT0", "status"), "Discharging");
	assert_non_null(strstr(row_of(f, "BAT0")->detail, "power_now: EISDIR"));
	assert_int_equal(f->warnings, 0);

	world_set(f->world, "BAT0", "power_now", "9000000");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "power_now"), "9000000");
	assert_null(strstr(row_of(f, "BAT0")->detail, "power_now"));

	world_unset(f->world, "BAT0", "power_now"); /* not exposed is not failed */
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	assert_null(cd_attributes_find(attributes_of(f, "BAT0"), "power_now"));
}

/* The message of a first uevent hints at a battery that nobody knows yet: the files are read. */
static void start_with_battery(struct fixture *f)
{
	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	world_set(f->world, "BAT0", "energy_now", "47000000");
	fixture_run(f);
}

static void one_read_says_all(void **state)
{
	struct fixture *f = *state;

	start_with_battery(f);
	world_say(f->world, "BAT0", "energy_now", "46000000");
	world_say(f->world, "BAT0", "voltage_now", "11900000");
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_now"), "46000000");
	assert_string_equal(value_of(f, "BAT0", "voltage_now"), "11900000");
	assert_string_equal(value_of(f, "BAT0", "status"), "Discharging");
}

/* The kernel leaves out what it cannot read; the file tells why. */
static void what_is_not_said_is_asked_for(void **state)
{
	struct fixture *f = *state;

	start_with_battery(f);
	world_set(f->world, "BAT0", "power_now", "7000000");
	fixture_run(f);
	world_break(f->world, "BAT0", "power_now");
	world_set(f->world, "BAT0", "energy_now", "46000000");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_now"), "46000000");
	assert_int_equal(cd_attributes_find(attributes_of(f, "BAT0"), "power_now")->error, EISDIR);
	world_unset(f->world, "BAT0", "power_now");
	world_set(f->world, "BAT0", "energy_now", "45000000");
	fixture_run(f);
	assert_null(cd_attributes_find(attributes_of(f, "BAT0"), "power_now"));
}

/* Newer kernels say the active word only. */
static void lists_are_read_whole(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	fixture_start(f);
	fixture_run(f);
	world_say(f->world, "ucsi-source-psy-USBC000:001", "usb_type", "PD");
	world_set(f->world, "ucsi-source-psy-USBC000:001", "current_now", "1");
	fixture_run(f);
	assert_string_equal(value_of(f, "ucsi-source-psy-USBC000:001", "usb_type"), "[C] PD PD_PPS");
	assert_string_equal(value_of(f, "ucsi-source-psy-USBC000:001", "current_now"), "1");
}

/* A mocked machine may have a uevent file that nobody keeps true. */
static void a_dead_uevent_file_is_not_believed(void **state)
{
	struct fixture *f = *state;

	start_with_battery(f);
	world_write(f->world, "BAT0", "energy_now", "46000000");
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_now"), "46000000");
	world_write(f->world, "BAT0", "energy_now", "45000000"); /* it was caught: nothing of it counts */
	world_say(f->world, "BAT0", "voltage_now", "1");
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_now"), "45000000");
	assert_string_equal(value_of(f, "BAT0", "voltage_now"), "12000000");
}

/* What a battery is, is read when there is reason to think it another one. */
static void swapped_battery(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	world_event(f->world, "BAT0", "change");
	fixture_run(f);
	world_write(f->world, "BAT0", "energy_full_design", "70000000");
	world_battery_flow(f->world, "BAT0", "Discharging", 1);
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_full_design"), "80000000");
	world_break(f->world, "BAT0", "energy_full_design");
	world_set(f->world, "BAT0", "model_name", "B-1");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "model_name"), "B-1");
	assert_int_equal(cd_attributes_find(attributes_of(f, "BAT0"), "energy_full_design")->error, EISDIR);

	world_set(f->world, "BAT0", "present", "0");
	fixture_run(f);
	world_set_quietly(f->world, "BAT0", "energy_full_design", "50000000");
	world_set(f->world, "BAT0", "present", "1");
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "energy_full_design"), "50000000");
}

static void leaves_with_a_word(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	fixture_run(f);
	world_event(f->world, "BAT0", "change");
	world_remove(f->world, "BAT0");
	fixture_run(f);
	assert_int_equal(heard_count(f, CD_EVENT_REMOVED, "BAT0"), 1);
	assert_null(row_of(f, "BAT0"));
	assert_int_equal(row_of(f, "power_supply")->presence, CD_ABSENT);
	world_add_battery(f->world, "BAT0", "Full", 0);
	fixture_run(f);
	assert_string_equal(value_of(f, "BAT0", "status"), "Full");
}

static void leaves_between_event_and_read(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	fixture_run(f);
	world_event(f->world, "BAT0", "change");
	world_vanish(f->world, "BAT0");
	fixture_run(f);
	assert_int_equal(heard_count(f, CD_EVENT_REMOVED, "BAT0"), 1);
}

static void leaves_in_silence(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	world_vanish(f->world, "BAT0");
	fixture_run(f);
	assert_true(is_known(f, "BAT0"));
	cd_monitor_refresh(f->monitor);
	assert_false(is_known(f, "BAT0"));
}

static void refresh_at_most_once_a_second(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	fixture_start(f);
	fixture_run(f);
	world_set_quietly(f->world, "BAT0", "power_now", "1");
	cd_monitor_refresh(f->monitor);
	world_set_quietly(f->world, "BAT0", "power_now", "2");
	cd_monitor_refresh(f->monitor);
	assert_string_equal(value_of(f, "BAT0", "power_now"), "1");
	f->monitor->refreshed_us -= CD_US_PER_S;
	cd_monitor_refresh(f->monitor);
	assert_string_equal(value_of(f, "BAT0", "power_now"), "2");
}

static void lost_events_are_made_good(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	fixture_run(f);
	world_battery_flow(f->world, "BAT0", "Charging", 1000000);
	world_remove(f->world, "AC");
	world_add_battery(f->world, "BAT1", "Full", 0);
	fixture_overflow = true;
	fixture_run(f);
	assert_int_equal(heard_last(f, CD_EVENT_GAP, "BAT0")->gap, CD_GAP_OVERFLOW);
	assert_int_equal(heard_count(f, CD_EVENT_GAP, "AC"), 1);
	assert_string_equal(value_of(f, "BAT0", "status"), "Charging");
	assert_false(is_known(f, "AC"));
	assert_true(is_known(f, "BAT1"));
	assert_int_equal(f->warnings, 1);
	assert_non_null(strstr(f->warning, "overflow"));
}

/* Whoever is about to act upon the clock asks first: no event needs to have come. */
static void suspend_is_noticed_without_an_event(void **state)
{
	struct fixture *f = *state;

	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	fixture_run(f);
	cd_monitor_awake(f->monitor);
	assert_int_equal(heard_count(f, CD_EVENT_GAP, NULL), 0);
	f->monitor->asleep_us -= 3600 * CD_US_PER_S;
	world_set_quietly(f->world, "AC", "online", "1");
	cd_monitor_awake(f->monitor);
	assert_int_equal(heard_last(f, CD_EVENT_GAP, "AC")->gap, CD_GAP_SUSPEND);
	assert_string_equal(value_of(f, "AC", "online"), "1");
	assert_in_range(f->meters_slept_us, 3600 * CD_US_PER_S - 1000000, 3600 * CD_US_PER_S + 1000000);
	cd_monitor_awake(f->monitor);
	assert_int_equal(heard_count(f, CD_EVENT_GAP, NULL), 1);
}

static void suspend_is_a_gap(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	fixture_run(f);
	world_set_quietly(f->world, "BAT0", "energy_now", "40000000");
	f->monitor->asleep_us -= 3600 * CD_US_PER_S; /* as if the clocks had drifted apart since */
	world_event(f->world, "AC", "change");
	fixture_run(f);
	assert_int_equal(heard_count(f, CD_EVENT_GAP, NULL), 2);
	assert_int_equal(heard_last(f, CD_EVENT_GAP, "BAT0")->gap, CD_GAP_SUSPEND);
	assert_in_range(heard_last(f, CD_EVENT_GAP, "BAT0")->duration_us, 3600 * CD_US_PER_S - 1000000,
		3600 * CD_US_PER_S + 1000000);
	assert_string_equal(value_of(f, "BAT0", "energy_now"), "40000000");
}

static void plug_is_looked_at_again(void **state)
{
	struct fixture *f = *state;

	world_add_battery(f->world, "BAT0", "Discharging", 8000000);
	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	fixture_run(f);
	world_set(f->world, "AC", "online", "1");
	fixture_run(f);
	assert_true(armed(f->monitor->settle_source));
	world_set_quietly(f->world, "BAT0", "status", "Charging"); /* the EC is late and says nothing */
	fixture_wait(f, CD_EVENT_ATTRIBUTES);
	assert_string_equal(value_of(f, "BAT0", "status"), "Charging");
}

static void silent_driver_is_polled_while_plugged(void **state)
{
	struct fixture *f = *state;
	static const char *const battery[] = { "type=Battery", "status=Discharging", "current_now=-300000",
		NULL };
	static const char *const usb[] = { "type=USB", "online=0", NULL };

	world_add_supply(f->world, "axp20x-battery", battery);
	world_add_supply(f->world, "usb-charger", usb);
	fixture_start(f);
	fixture_run(f);
	assert_false(armed(f->monitor->poll_source));
	world_set_quietly(f->world, "axp20x-battery", "status", "Charging");
	world_set(f->world, "usb-charger", "online", "1"); /* others speak for it */
	fixture_run(f);
	assert_string_equal(value_of(f, "axp20x-battery", "status"), "Charging");
	assert_true(armed(f->monitor->poll_source));
	world_set(f->world, "usb-charger", "online", "0");
	fixture_run(f);
	assert_false(armed(f->monitor->poll_source));
}

static void polling_can_be_forbidden(void **state)
{
	struct fixture *f = *state;
	static const char *const usb[] = { "type=USB", "online=1", NULL };

	f->options.poll_allowed = false;
	world_add_supply(f->world, "axp20x-usb", usb);
	fixture_start(f);
	assert_false(armed(f->monitor->poll_source));
}

static void odd_names(void **state)
{
	struct fixture *f = *state;
	static const char *const mouse[] = { "type=Battery", "scope=Device", "capacity=30", NULL };
	static const char *const gauge[] = { "type=Battery", "status=Full", NULL };
	char long_name[120];

	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	world_add_supply(f->world, "hid-Fancy BT mouse-battery", mouse);
	world_add_supply(f->world, "bq24735@5-0009", gauge);
	world_add_supply(f->world, long_name, gauge);
	fixture_start(f);
	assert_true(is_known(f, "hid-Fancy_BT_mouse-battery"));
	assert_true(is_known(f, "bq24735@5-0009"));
	assert_int_equal(f->n_known, 2);
	assert_int_equal(f->warnings, 1);
}

static void as_many_inputs_as_the_bound(void **state)
{
	struct fixture *f = *state;
	static const char *const one[] = { "type=Battery", NULL };

	for (int i = 0; i < CD_MONITOR_INPUTS_MAX + 3; i++) {
		char name[16];

		snprintf(name, sizeof(name), "b%d", i);
		world_add_supply(f->world, name, one);
	}
	fixture_start(f);
	assert_int_equal(f->monitor->n_inputs, CD_MONITOR_INPUTS_MAX);
	assert_int_equal(f->warnings, 3);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_at_all),
		TEST(laptop_at_start),
		TEST(change_is_told_once),
		TEST(burst_is_read_once_a_turn),
		TEST(garbage_values),
		TEST(failing_attribute),
		TEST(one_read_says_all),
		TEST(what_is_not_said_is_asked_for),
		TEST(lists_are_read_whole),
		TEST(a_dead_uevent_file_is_not_believed),
		TEST(swapped_battery),
		TEST(leaves_with_a_word),
		TEST(leaves_between_event_and_read),
		TEST(leaves_in_silence),
		TEST(refresh_at_most_once_a_second),
		TEST(lost_events_are_made_good),
		TEST(suspend_is_a_gap),
		TEST(suspend_is_noticed_without_an_event),
		TEST(plug_is_looked_at_again),
		TEST(silent_driver_is_polled_while_plugged),
		TEST(polling_can_be_forbidden),
		TEST(odd_names),
		TEST(as_many_inputs_as_the_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
