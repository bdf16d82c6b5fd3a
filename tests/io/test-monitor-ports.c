/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The monitor and what power goes through: Type-C ports with what their partner offers, host ports that trip, power
 * monitors, meters.
 */

#include <stdio.h>
#include <string.h>

#include "monitor-fixture.h"

#define PSY "ucsi-source-psy-USBC000:001"
#define OFFERS "port0-partner/usb_power_delivery/source-capabilities/"

static void port_without_partner(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	world_add_typec_port(f->world, 1);
	fixture_start(f);
	assert_int_equal(heard_last(f, CD_EVENT_ADDED, "port1")->added.kind, CD_INPUT_TYPEC);
	assert_string_equal(value_of(f, "port0", "power_role"), "source [sink]");
	assert_string_equal(value_of(f, "port0", "device"), "USBC000:00");
	assert_string_equal(value_of(f, PSY, "device"), "USBC000:00");
	assert_string_equal(row_of(f, "typec")->detail, "2 ports");
	assert_int_equal(f->warnings, 0);
}

static void plug_and_unplug(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	world_add_ac(f->world, "AC", false);
	fixture_start(f);
	world_plug(f->world, 0, &charger_65w_pd);
	fixture_run(f);
	assert_string_equal(value_of(f, "port0", "power_operation_mode"), "usb_power_delivery");
	assert_string_equal(value_of(f, "port0", "port0-partner/supports_usb_power_delivery"), "yes");
	assert_string_equal(value_of(f, "port0", OFFERS "4:fixed_supply/voltage"), "20000mV");
	assert_int_equal(
		cd_attributes_int(attributes_of(f, "port0"), OFFERS "4:fixed_supply/maximum_current"),
		3250000);
	assert_string_equal(value_of(f, PSY, "online"), "1");
	assert_string_equal(value_of(f, PSY, "voltage_now"), "20000000");
	assert_string_equal(value_of(f, "AC", "online"), "1");
	assert_false(is_known(f, "port0-partner"));
	world_unplug(f->world, 0);
	fixture_run(f);
	assert_null(value_of(f, "port0", "port0-partner/supports_usb_power_delivery"));
	assert_null(value_of(f, "port0", OFFERS "4:fixed_supply/voltage"));
	assert_string_equal(value_of(f, PSY, "online"), "0");
	assert_int_equal(heard_count(f, CD_EVENT_REMOVED, NULL), 0);
	world_plug(f->world, 0, &charger_15w_typec);
	fixture_run(f);
	assert_string_equal(value_of(f, "port0", "power_operation_mode"), "3.0A");
	assert_string_equal(value_of(f, PSY, "current_now"), "0"); /* UCSI names no current outside PD */
	world_unplug(f->world, 0);
	fixture_run(f);
	world_plug(f->world, 0, &charger_30w_pd);
	fixture_run(f);
	assert_string_equal(value_of(f, "port0", OFFERS "4:fixed_supply/maximum_current"), "1500mA");
}

static void downgrade_that_only_typec_tells(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	fixture_start(f);
	world_plug(f->world, 0, &charger_30w_pd);
	fixture_run(f);
	assert_string_equal(value_of(f, PSY, "voltage_now"), "20000000");
	world_downgrade(f->world, 0);
	fixture_run(f);
	assert_string_equal(value_of(f, "port0", "power_operation_mode"), "default");
	assert_string_equal(value_of(f, PSY, "voltage_now"), "5000000");
}

/* The kernel registers the capabilities after the event of their object. */
static void offers_that_come_late(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	fixture_start(f);
	world_plug(f->world, 0, &charger_65w_pd);
	fixture_run(f);
	world_set_quietly(
		f->world, "pd2", "source-capabilities/5:programmable_supply/maximum_voltage", "21000mV");
	fixture_wait(f, CD_EVENT_ATTRIBUTES);
	assert_string_equal(value_of(f, "port0", OFFERS "5:programmable_supply/maximum_voltage"), "21000mV");
}

static void more_offers_than_a_snapshot_takes(void **state)
{
	struct fixture *f = *state;
	static const char *const files[] = { "voltage", "maximum_voltage", "minimum_voltage",
		"maximum_current", "operational_current", "maximum_power", "operational_power",
		"pps_power_limited", "dual_role_power", "unconstrained_power", "higher_capability",
		"usb_suspend_supported" };
	char name[96];

	world_add_typec_port(f->world, 0);
	world_plug(f->world, 0, &charger_65w_pd);
	for (int i = 1; i <= 24; i++)
		for (size_t k = 0; k < CD_ELEMENTSOF(files); k++) {
			snprintf(name, sizeof(name), "s%s-capabilities/%d:fixed_supply/%s",
				i & 1 ? "ource" : "ink", i, files[k]);
			world_set_quietly(f->world, "pd2", name, "1");
		}
	fixture_start(f);
	assert_int_equal(attributes_of(f, "port0")->n, CD_ATTRIBUTES_MAX);
	assert_string_equal(value_of(f, "port0", "power_role"), "source [sink]");
	assert_int_equal(f->warnings, 1);
	world_event(f->world, "port0", "change");
	fixture_run(f);
	assert_int_equal(f->warnings, 1); /* said once */
}

static void port_leaves(void **state)
{
	struct fixture *f = *state;

	world_add_typec_port(f->world, 0);
	fixture_start(f);
	world_remove(f->world, "port0");
	fixture_run(f);
	assert_false(is_known(f, "port0"));
	assert_int_equal(row_of(f, "typec")->presence, CD_ABSENT);
}

static void host_port_trips_with_its_device(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 1, 4);
	world_add_usb_device(f->world, "1-2", 0x291a, 0x3302, "Soundcore 2", NULL);
	world_over_current(f->world, "usb1-port2", 7); /* before we came: not our news */
	fixture_start(f);
	fixture_run(f);
	assert_int_equal(f->n_known, 0);
	assert_string_equal(row_of(f, "usb")->detail, "1 hub with 4 ports");
	world_over_current(f->world, "usb1-port2", 8);
	fixture_run(f);
	assert_int_equal(heard_last(f, CD_EVENT_ADDED, "usb1-port2")->added.kind, CD_INPUT_USB_PORT);
	assert_int_equal(heard_last(f, CD_EVENT_OVER_CURRENT, "usb1-port2")->count, 8);
	assert_string_equal(value_of(f, "usb1-port2", "device"), "1-2");
	assert_string_equal(value_of(f, "usb1-port2", "device/product"), "Soundcore 2");
	assert_string_equal(value_of(f, "usb1-port2", "device/bMaxPower"), "100mA");
	assert_string_equal(value_of(f, "usb1-port2", "connect_type"), "hotplug");
	/* What is told of the port comes before its event. */
	assert_int_equal(f->heard[f->n_heard - 1].type, CD_EVENT_OVER_CURRENT);
	world_event(f->world, "1-0:1.0", "change"); /* the same count again */
	fixture_run(f);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 0);
	assert_false(armed(f->monitor->hub_source));
}

static void flood_is_one_event_a_second(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 1, 2);
	world_add_usb_device(f->world, "1-1", 1, 2, "load", NULL);
	fixture_start(f);
	fixture_run(f);
	for (unsigned i = 1; i <= 8; i++) {
		world_over_current(f->world, "usb1-port1", i);
		fixture_run_on(f);
	}
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 1);
	assert_int_equal(heard_last(f, CD_EVENT_OVER_CURRENT, NULL)->count, 1);
	fixture_wait(f, CD_EVENT_OVER_CURRENT);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 1);
	assert_int_equal(heard_last(f, CD_EVENT_OVER_CURRENT, NULL)->count, 8);
	assert_false(armed(f->monitor->hub_source));
}

static void device_taken_away_by_the_trip(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 1, 2);
	world_add_usb_device(f->world, "1-1", 1, 2, "load", NULL);
	fixture_start(f);
	fixture_run(f);
	world_unset(f->world, "1-0:1.0", "usb1-port1/device");
	world_remove(f->world, "1-1");
	world_over_current(f->world, "usb1-port1", 1);
	fixture_run(f);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, "usb1-port1"), 1);
}

static void one_empty_port_counts_after_a_while(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 2, 4);
	fixture_start(f);
	world_over_current(f->world, "usb2-port3", 1);
	fixture_run(f);
	assert_int_equal(f->n_heard, 0);
	assert_true(armed(f->monitor->hub_source));
	fixture_wait(f, CD_EVENT_OVER_CURRENT);
	assert_string_equal(heard_last(f, CD_EVENT_OVER_CURRENT, NULL)->input, "usb2-port3");
	assert_null(value_of(f, "usb2-port3", "device"));
}

static void all_empty_ports_at_once_are_the_hub(void **state)
{
	struct fixture *f = *state;
	char port[16];

	world_add_hub(f->world, 1, 4);
	world_add_hub(f->world, 2, 4);
	world_add_usb_device(f->world, "1-4", 1, 2, "load", NULL);
	world_add_usb_device(f->world, "2-1", 2, 2, "load", NULL);
	fixture_start(f);
	fixture_run(f);
	for (unsigned count = 1; count <= 3; count++)
		for (int i = 1; i <= 3; i++) {
			snprintf(port, sizeof(port), "usb1-port%d", i);
			world_over_current(f->world, port, count);
			fixture_run_on(f);
		}
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 0);
	assert_non_null(strstr(row_of(f, "usb1")->detail, "3 ports report over-current at once"));
	/* Nor has the device tripped them all; one beside which nothing else counts is believed at once. */
	world_over_current(f->world, "usb1-port4", 1);
	fixture_run_on(f);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 0);
	world_over_current(f->world, "usb2-port1", 1);
	fixture_run_on(f);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, NULL), 1);
	assert_int_equal(heard_count(f, CD_EVENT_OVER_CURRENT, "usb2-port1"), 1);
	world_remove(f->world, "1-0:1.0");
	world_remove(f->world, "2-0:1.0");
	fixture_run_on(f);
	assert_int_equal(heard_count(f, CD_EVENT_REMOVED, "usb2-port1"), 1);
	assert_null(row_of(f, "usb1"));
}

static void trips_in_a_lost_queue(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 1, 2);
	world_add_usb_device(f->world, "1-1", 1, 2, "load", NULL);
	fixture_start(f);
	fixture_run(f);
	world_over_current(f->world, "usb1-port1", 5);
	fixture_overflow = true;
	fixture_run(f);
	assert_int_equal(heard_last(f, CD_EVENT_OVER_CURRENT, "usb1-port1")->count, 5);
	assert_int_equal(heard_count(f, CD_EVENT_REMOVED, NULL), 0);
}

static const char *const powerz[] = { "name=powerz", "in0_input=9012", "curr1_input=-1503", "in1_input=1650",
	"in2_input=0", "in3_input=600", "in4_input=601", "temp1_input=31200", NULL };

static void power_z(void **state)
{
	struct fixture *f = *state;
	const struct heard *h;

	world_add_hub(f->world, 1, 2);
	world_add_usb_device(f->world, "1-2", 0x5fc9, 0x0063, "KM003C", "003C-7");
	world_add_hwmon(f->world, "hwmon3", "1-2", powerz);
	fixture_start(f);
	h = heard_last(f, CD_EVENT_ADDED, "powerz-1-2");
	assert_int_equal(h->added.kind, CD_INPUT_HWMON);
	assert_true(h->added.sign_known);
	assert_int_equal(h->added.position, CD_POSITION_UNKNOWN);
	fixture_wait(f, CD_EVENT_SAMPLE);
	h = heard_last(f, CD_EVENT_SAMPLE, "powerz-1-2");
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_VBUS), 9012000);
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_IBUS), -1503000);
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_DM), 601000);
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_TEMP), 31200);

	/* Broken numbers are no numbers. */
	world_set_quietly(f->world, "hwmon3", "in0_input", "garbage");
	world_set_quietly(f->world, "hwmon3", "curr1_input", "99999999999");
	fixture_wait(f, CD_EVENT_SAMPLE);
	h = heard_last(f, CD_EVENT_SAMPLE, NULL);
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_VBUS), CD_UNKNOWN);
	assert_int_equal(cd_sample_get(&h->sample, CD_FIELD_IBUS), CD_UNKNOWN);

	world_remove(f->world, "hwmon3");
	fixture_run(f);
	assert_false(is_known(f, "powerz-1-2"));
	assert_int_equal(row_of(f, "hwmon")->presence, CD_ABSENT);
}

static void monitor_that_hangs(void **state)
{
	struct fixture *f = *state;
	static const char *const ina[] = { "name=ina226", "in0_input=1", "in1_input=5012", "curr1_input=498",
		NULL };
	static const char *const files[] = { "in1_input", "curr1_input" };

	world_add_hwmon(f->world, "hwmon1", "", ina);
	fixture_start(f);
	fixture_wait(f, CD_EVENT_SAMPLE);
	assert_int_equal(
		cd_sample_get(&heard_last(f, CD_EVENT_SAMPLE, "ina226-sensor")->sample, CD_FIELD_VBUS),
		5012000);
	for (size_t i = 0; i < CD_ELEMENTSOF(files); i++)
		world_break(f->world, "hwmon1", files[i]);
	while (row_of(f, "ina226-sensor")->presence != CD_FAILED)
		assert_true(sd_event_run(f->event, 5 * CD_US_PER_S) > 0);
	world_set_quietly(f->world, "hwmon1", "in1_input", "5000");
	fixture_wait(f, CD_EVENT_SAMPLE);
	assert_int_equal(heard_last(f, CD_EVENT_GAP, "ina226-sensor")->gap, CD_GAP_STALL);
	assert_true(heard_last(f, CD_EVENT_GAP, NULL)->duration_us >= CD_US_PER_S);
	assert_int_equal(row_of(f, "ina226-sensor")->presence, CD_PRESENT);
}

static const char *alarm_of(struct fixture *f)
{
	return cd_attributes_get(attributes_of(f, "rpi_volt-sensor"), "in0_lcrit_alarm");
}

/* Told when the kernel tells it, and never polled. */
static void board_that_browns_out(void **state)
{
	struct fixture *f = *state;
	static const char *const pi[] = { "name=rpi_volt", "in0_lcrit_alarm=0", NULL };

	world_add_hwmon(f->world, "hwmon1", "", pi);
	fixture_start(f);
	assert_string_equal(alarm_of(f), "0");
	assert_false(armed(f->monitor->hwmon_source));
	world_set(f->world, "hwmon1", "in0_lcrit_alarm", "1");
	fixture_run(f);
	assert_string_equal(alarm_of(f), "1");
	world_remove(f->world, "hwmon1");
	fixture_run(f);
	assert_false(is_known(f, "rpi_volt-sensor"));
}

static void chips_that_are_no_meters(void **state)
{
	struct fixture *f = *state;
	static const char *const cpu[] = { "name=coretemp", "temp1_input=50000", NULL };
	static const char *const mirror[] = { "name=ina219", "in1_input=5000", NULL };

	world_add_battery(f->world, "BAT0", "Full", 0);
	world_add_hwmon(f->world, "hwmon0", "", cpu);
	world_add_hwmon(f->world, "hwmon1", "BAT0", mirror); /* repeats what the supply says */
	fixture_start(f);
	assert_int_equal(f->monitor->n_inputs, 1);
	assert_false(armed(f->monitor->hwmon_source));
	assert_int_equal(row_of(f, "hwmon")->presence, CD_ABSENT);
}

static void meters_are_announced(void **state)
{
	struct fixture *f = *state;

	world_add_hub(f->world, 1, 4);
	world_add_usb_device(f->world, "1-1", 0x046d, 0xc077, "Mouse", NULL);
	world_add_usb_device(f->world, "1-2", 0x2e3c, 0x5558, "FNB58", "21A0");
	fixture_start(f);
	fixture_run(f);
	assert_int_equal(f->meters_added, 1);
	assert_string_equal(f->meter_sysname, "1-2");
	assert_string_equal(f->meter_devnode, "/dev/bus/usb/001/003");
	assert_string_equal(f->meter_serial, "21A0");
	assert_int_equal(f->meter.vid, 0x2e3c);
	world_remove(f->world, "1-2");
	fixture_run(f);
	assert_int_equal(f->meters_removed, 1);
	world_add_usb_device(f->world, "1-3", 0x2e3c, 0x5558, "FNB58", NULL);
	fixture_run(f);
	assert_true(f->meters_added >= 2);
	assert_string_equal(f->meter_sysname, "1-3");
	assert_string_equal(f->meter_serial, "");
	world_vanish(f->world, "1-3");
	fixture_overflow = true;
	world_event(f->world, "1-1", "change");
	fixture_run(f);
	assert_int_equal(f->meters_removed, 2);
}

/* Anything may happen in any order, told or not. What must hold is checked by the fixture at each event (nothing is told
 * of what is not there, nothing twice), and at the end what is known is what is there. */
static void anything_in_any_order(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { "BAT0", "BAT1", "AC", "mouse", "port0" };
	static const char *const mouse[] = { "type=Battery", "scope=Device", "capacity=3", NULL };
	uint32_t seed = 1;
	bool plugged = false;

	world_add_typec_port(f->world, 0);
	fixture_start(f);
	for (int step = 0; step < 160; step++) {
		seed = seed * 1103515245u + 12345u;
		const char *name = names[(seed >> 16) % 4];
		bool there = world_has(f->world, name);

		switch ((seed >> 20) % 8) {
		case 0:
			if (there)
				world_remove(f->world, name);
			break;
		case 1:
			if (there)
				world_vanish(f->world, name);
			break;
		case 2:
			if (there)
				world_break(f->world, name, "type");
			break;
		case 3:
			plugged ? world_unplug(f->world, 0) : world_plug(f->world, 0, &charger_65w_pd);
			plugged = !plugged;
			break;
		case 4:
			fixture_overflow = true;
			break;
		default:
			if (there)
				world_set(f->world, name, "capacity", step & 1 ? "50" : "51");
			else if (strcmp(name, "AC") == 0)
				world_add_ac(f->world, name, plugged);
			else if (strcmp(name, "mouse") == 0)
				world_add_supply(f->world, name, mouse);
			else
				world_add_battery(f->world, name, "Charging", step);
		}
		if (step % 2)
			fixture_run(f);
	}
	fixture_run(f);
	f->monitor->refreshed_us = CD_UNKNOWN;
	cd_monitor_refresh(f->monitor);
	for (size_t i = 0; i < CD_ELEMENTSOF(names); i++)
		assert_int_equal(is_known(f, names[i]), world_has(f->world, names[i]));
	assert_true(is_known(f, PSY));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(port_without_partner),
		TEST(plug_and_unplug),
		TEST(downgrade_that_only_typec_tells),
		TEST(offers_that_come_late),
		TEST(more_offers_than_a_snapshot_takes),
		TEST(port_leaves),
		TEST(host_port_trips_with_its_device),
		TEST(flood_is_one_event_a_second),
		TEST(device_taken_away_by_the_trip),
		TEST(one_empty_port_counts_after_a_while),
		TEST(all_empty_ports_at_once_are_the_hub),
		TEST(trips_in_a_lost_queue),
		TEST(power_z),
		TEST(monitor_that_hangs),
		TEST(board_that_browns_out),
		TEST(chips_that_are_no_meters),
		TEST(meters_are_announced),
		TEST(anything_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
