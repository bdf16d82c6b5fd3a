/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A USB meter that is well: streams, comes and goes, is stopped, has a name. */

#include "meter-fixture.h"

static void ignore_event(void *userdata, const struct cd_event *ev)
{
}

static void ignore_presence(
	void *userdata, const char *name, const char *kind, enum cd_presence p, const char *detail)
{
}

static void ignore_absent(void *userdata, const char *name)
{
}

static void ignore_warning(void *userdata, int error, const char *what)
{
}

static void test_stream(void **state)
{
	struct fixture f;
	struct fake_fnirsi_state s;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	assert_int_equal(f.told.meters_presence, CD_ABSENT);
	assert_int_equal(cd_usb_meters_count(f.meters), 0);
	fake_fnirsi_set(f.fake, 5102300, 498200);
	fake_fnirsi_set_lines(f.fake, 600000, 601000);
	add(&f, "21A0");
	assert_int_equal(f.told.added, 1);
	assert_string_equal(f.told.name, "fnb58-21A0");
	assert_string_equal(f.told.model, "FNIRSI FNB58");
	assert_string_equal(f.told.serial, "21A0");
	assert_int_equal(f.told.settle_us, 120000);
	assert_int_equal(f.told.position, CD_POSITION_UNKNOWN);
	assert_false(f.told.sign_known);
	assert_int_equal(f.told.presence, CD_PRESENT);
	assert_string_equal(f.told.row, "fnb58-21A0");
	assert_int_equal(f.told.meters_presence, CD_PRESENT);
	assert_int_equal(info(&f).state, CD_USB_METER_STARTING);

	wait_for_samples(&f, 20);
	assert_int_equal(info(&f).state, CD_USB_METER_STREAMING);
	assert_int_equal(cd_sample_get(&f.told.sample, CD_FIELD_VBUS), 5102300);
	assert_int_equal(cd_sample_get(&f.told.sample, CD_FIELD_IBUS), 498200);
	assert_int_equal(cd_sample_get(&f.told.sample, CD_FIELD_DP), 600000);
	assert_int_equal(cd_sample_get(&f.told.sample, CD_FIELD_DM), 601000);
	assert_int_equal(cd_sample_get(&f.told.sample, CD_FIELD_TEMP), 25000);
	/* a step arrives */
	fake_fnirsi_set(f.fake, 4900000, 1500000);
	wait_for(&f, cd_sample_get(&f.told.sample, CD_FIELD_IBUS) == 1500000);
	/* and it goes on past the second that the start alone gives */
	wait_for(&f, fake_state(&f).keep_alives >= 4);
	wait_for_samples(&f, f.told.samples_since + 20);

	s = fake_state(&f);
	assert_false(s.crashed);
	assert_int_equal(s.nonsense, 0);
	assert_int_equal(s.usbfs.refused, 0);
	assert_int_equal(info(&f).stats.bad_checksum, 0);
	/* one interface is ours, the others keep their drivers */
	assert_string_equal(fake_fnirsi_driver(f.fake, FAKE_FNIRSI_HID), "usbfs");
	assert_string_equal(fake_fnirsi_driver(f.fake, 0), "usb-storage");
	assert_string_equal(fake_fnirsi_driver(f.fake, 1), "cdc_acm");
	assert_string_equal(fake_fnirsi_driver(f.fake, 2), "cdc_acm");
	assert_int_equal(s.usbfs.detaches, 1);
	end(&f);
}

static void test_stop_and_drain(void **state)
{
	struct fixture f;
	struct fake_fnirsi_state s;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	stop(&f);
	s = fake_state(&f);
	assert_false(s.streaming); /* released when it had fallen silent */
	assert_false(s.hung);
	assert_int_equal(s.usbfs.releases, 1);
	assert_int_equal(s.usbfs.attaches, 1);
	assert_string_equal(fake_fnirsi_driver(f.fake, FAKE_FNIRSI_HID), "usbhid");
	assert_int_equal(f.told.removed, 1);
	assert_int_equal(f.told.absent, 1);
	assert_int_equal(f.told.meters_presence, CD_ABSENT);
	assert_int_equal(cd_usb_meters_count(f.meters), 0);
	/* what comes later is ignored */
	add(&f, "21A0");
	assert_int_equal(f.told.added, 1);
	assert_int_equal(cd_usb_meters_stop(f.meters, on_done, &f.told), -EALREADY);
	end(&f);
}

static void test_stop_of_nothing(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, NULL);
	assert_int_equal(cd_usb_meters_stop(f.meters, on_done, &f.told), 0);
	assert_true(f.told.done); /* at once */
	end(&f);
}

static void test_freed_while_streaming(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, NULL);
	add(&f, NULL);
	wait_for_samples(&f, 8);
	f.meters = cd_usb_meters_free(f.meters);
	assert_int_equal(f.told.removed, 0); /* without a word */
	assert_string_equal(fake_fnirsi_driver(f.fake, FAKE_FNIRSI_HID), "usbhid");
	end(&f);
}

static void test_vanish_and_replug(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	fake_fnirsi_vanish(f.fake);
	wait_for(&f, f.told.removed == 1); /* before udev says a word */
	assert_int_equal(f.told.absent, 1);
	wait_for(&f, cd_usb_meters_count(f.meters) == 0);
	cd_usb_meters_removed(f.meters, "1-3");
	assert_int_equal(f.told.removed, 1);
	assert_int_equal(f.told.gaps, 0);
	assert_int_equal(f.told.meters_presence, CD_ABSENT);

	fake_fnirsi_replug(f.fake);
	add(&f, "21A0");
	assert_int_equal(f.told.added, 2);
	assert_string_equal(f.told.name, "fnb58-21A0");
	wait_for_samples(&f, 8);
	assert_int_equal(f.told.presence, CD_PRESENT);
	end(&f);
}

/* udev may be first, too, and a new one may be there before the old one is closed. */
static void test_quick_replug(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 4);
	fake_fnirsi_replug(f.fake);
	cd_usb_meters_removed(f.meters, "1-3");
	assert_int_equal(f.told.removed, 1);
	add(&f, "21A0");
	assert_int_equal(f.told.added, 2);
	assert_string_equal(f.told.name, "fnb58-21A0");
	wait_for_samples(&f, 8);
	assert_int_equal(cd_usb_meters_count(f.meters), 1);
	/* and its leaving may go untold */
	fake_fnirsi_replug(f.fake);
	add(&f, "21A0");
	wait_for(&f, f.told.removed == 2 && f.told.added == 3);
	wait_for_samples(&f, 8);
	end(&f);
}

/* From the uevent to the sample and back, through the monitor. */
static void test_hotplug(void **state)
{
	const struct cd_io_sink quiet = { .event = ignore_event,
		.presence = ignore_presence,
		.absent = ignore_absent,
		.warning = ignore_warning };
	const struct cd_monitor_options options = { .poll_allowed = false };
	struct cd_monitor *monitor;
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	assert_int_equal(cd_monitor_new(f.event, &quiet, &options, &monitor), 0);
	cd_monitor_set_usb_listener(monitor, &(struct cd_usb_listener){ .added = cd_usb_meters_added,
						     .removed = cd_usb_meters_removed,
						     .userdata = f.meters });
	assert_int_equal(cd_monitor_start(monitor), 0);
	wait_for_samples(&f, 8); /* it was there already */
	assert_string_equal(f.told.name, "fnb58-21A0");
	fake_fnirsi_unplug(f.fake);
	wait_for(&f, f.told.removed == 1 && cd_usb_meters_count(f.meters) == 0);
	fake_fnirsi_replug(f.fake);
	wait_for(&f, f.told.added == 2);
	wait_for_samples(&f, 8);
	assert_string_equal(f.told.name, "fnb58-21A0");
	/* nobody saw it leave */
	fake_fnirsi_replug(f.fake);
	wait_for(&f, f.told.added == 3);
	wait_for_samples(&f, 8);
	assert_int_equal(f.told.removed, 2);
	cd_monitor_free(monitor);
	end(&f);
}

static void test_added_twice(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	add(&f, "21A0");
	assert_int_equal(f.told.added, 1);
	wait_for_samples(&f, 8);
	add(&f, "21A0");
	assert_int_equal(f.told.added, 1);
	assert_int_equal(fake_state(&f).usbfs.opens, 1);
	cd_usb_meters_removed(f.meters, "1-9"); /* nobody's */
	end(&f);
}

/* Names: by serial, by place without one, by both when two are alike, and plain ASCII whatever the device says. */
static void test_names(void **state)
{
	struct fixture f;
	struct fake_fnirsi *second, *third;

	begin(&f, FAKE_FNIRSI_FNB58, "A/1 \xff");
	add(&f, "A/1 \xff");
	assert_string_equal(f.told.name, "fnb58-A_1__");
	assert_string_equal(f.told.serial, "A/1 \xff");
	second = fake_fnirsi_new(f.world, FAKE_FNIRSI_FNB58, "1-2", NULL);
	add_at(&f, second, "1-2", 0x2e3c, 0x5558, "A/1 \xff");
	assert_string_equal(f.told.name, "fnb58-A_1__-1-2");
	third = fake_fnirsi_new(f.world, FAKE_FNIRSI_FNB48, "1-4", NULL);
	add_at(&f, third, "1-4", 0x0483, 0x003a, "///");
	assert_string_equal(f.told.name, "fnb48-1-4");
	assert_int_equal(f.told.settle_us, 500000);
	assert_int_equal(cd_usb_meters_count(f.meters), 3);
	wait_for_samples(&f, 40);
	/* one leaves, the others stay */
	fake_fnirsi_unplug(second);
	cd_usb_meters_removed(f.meters, "1-2");
	wait_for(&f, cd_usb_meters_count(f.meters) == 2);
	f.told.samples_since = 0;
	wait_for_samples(&f, 40);
	cd_usb_meters_free(CD_TAKE(f.meters));
	fake_fnirsi_free(second);
	fake_fnirsi_free(third);
	f.told.backwards = false; /* of one meter only */
	end(&f);
}

static void test_bound(void **state)
{
	struct fixture f;
	char place[32];
	struct cd_usb_device device = {
		.vid = 0x2e3c,
		.pid = 0x5558,
		.bus = 1,
		.sysname = place,
		.devnode = "/nowhere", /* umockdev minds many failures below /dev */
		.serial = "a serial number that is far too long to be a part of any name whatsoever, and "
			  "then some",
	};

	begin(&f, FAKE_FNIRSI_FNB58, NULL);
	for (int i = 0; i < CD_USB_METERS_MAX + 10; i++) {
		snprintf(place, sizeof(place), "1-1.2.3.4.%d", i);
		cd_usb_meters_added(f.meters, &device);
		assert_true(cd_name_valid(f.told.row));
	}
	assert_int_equal(cd_usb_meters_count(f.meters), CD_USB_METERS_MAX);
	assert_int_equal(f.told.warnings, 1);
	f.told.warnings = 0;
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stop_and_drain),
		cmocka_unit_test(test_stop_of_nothing),
		cmocka_unit_test(test_freed_while_streaming),
		cmocka_unit_test(test_vanish_and_replug),
		cmocka_unit_test(test_quick_replug),
		cmocka_unit_test(test_hotplug),
		cmocka_unit_test(test_added_twice),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
