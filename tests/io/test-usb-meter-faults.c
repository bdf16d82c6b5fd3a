/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A USB meter that is not well: silent, halted, hanging, unreadable, in other hands. */

#include "meter-fixture.h"

static void test_stall(void **state)
{
	struct fixture f;
	unsigned starts;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	fake_fnirsi_silent(f.fake, true);
	wait_for(&f, f.told.gaps == 1);
	assert_int_equal(info(&f).state, CD_USB_METER_STALLED);
	assert_int_equal(f.told.presence, CD_FAILED);
	assert_non_null(strstr(f.told.detail, "silent"));
	starts = fake_state(&f).starts;
	wait_for(&f, fake_state(&f).starts > starts); /* it is started again */
	fake_fnirsi_silent(f.fake, false);
	wait_for(&f, f.told.gaps >= 2); /* the rest of the missing time */
	wait_for_samples(&f, 8);
	assert_true(f.told.gap_us > 0);
	assert_int_equal(f.told.presence, CD_PRESENT);
	assert_true(info(&f).stalls >= 1);
	assert_int_equal(f.told.added, 1);
	assert_int_equal(f.told.removed, 0);
	assert_false(fake_state(&f).crashed);
	end(&f);
}

/* The machine slept: nobody listened, and the meter goes on as if nothing had been. */
static void test_suspend(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	cd_usb_meters_slept(f.meters, 3600 * CD_US_PER_S);
	wait_for_samples(&f, 8);
	cd_usb_meters_slept(f.meters, 3600 * CD_US_PER_S);
	wait_for_samples(&f, 8);
	assert_true(f.told.slept_us == 7200 * CD_US_PER_S);
	assert_int_equal(f.told.gap_us, 0);
	assert_int_equal(info(&f).stalls, 0);
	assert_int_equal(f.told.presence, CD_PRESENT);
	fake_fnirsi_silent(f.fake, true);
	wait_for(&f, info(&f).state == CD_USB_METER_STALLED);
	cd_usb_meters_slept(f.meters, 3600 * CD_US_PER_S);
	fake_fnirsi_silent(f.fake, false);
	wait_for_samples(&f, 8);
	assert_true(f.told.gap_us < 3600 * CD_US_PER_S); /* that time is told once */
	stop(&f);
	end(&f);
}

/* Never a word from the start: the gap says so, 81 is tried, and what a person can do is said after some restarts. */
static void test_silent_from_the_start(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	fake_fnirsi_silent(f.fake, true);
	add(&f, "21A0");
	wait_for(&f, f.told.gaps == 1);
	assert_true(fake_state(&f).identifies >= 1);
	wait_for(&f, strstr(f.told.detail, "unplug it"));
	assert_int_equal(f.told.gaps, 1);
	assert_int_equal(f.told.samples, 0);
	assert_true(fake_state(&f).usbfs.clear_halts > 0);
	assert_false(fake_state(&f).crashed);
	stop(&f); /* at once: it is silent already */
	assert_string_equal(fake_fnirsi_driver(f.fake, FAKE_FNIRSI_HID), "usbhid");
	end(&f);
}

static void test_halt(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	fake_fnirsi_halt(f.fake);
	wait_for(&f, f.told.gaps == 1);
	wait_for_samples(&f, 8);
	assert_true(fake_state(&f).usbfs.clear_halts > 0);
	assert_int_equal(f.told.presence, CD_PRESENT);
	assert_true(info(&f).transfer_errors > 0);
	end(&f);
}

/* A device that does not even answer questions is not asked to do anything that would hold the loop: the kernel's
 * driver, which would try for long, is not let loose on it. */
static void test_hangs(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	fake_fnirsi_hang(f.fake);
	stop(&f);
	assert_int_equal(fake_state(&f).usbfs.releases, 1);
	assert_int_equal(fake_state(&f).usbfs.attaches, 0);
	end(&f);
}

static void test_bad_checksums(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	add(&f, "21A0");
	wait_for_samples(&f, 8);
	fake_fnirsi_corrupt(f.fake, 5);
	wait_for(&f, info(&f).stats.bad_checksum == 5);
	wait_for_samples(&f, f.told.samples_since + 8);
	/* all of them: it is said that we cannot read it */
	fake_fnirsi_corrupt(f.fake, UINT32_MAX);
	wait_for(&f, f.told.gaps > 0 && f.told.presence == CD_FAILED);
	assert_non_null(strstr(f.told.detail, "cannot read"));
	fake_fnirsi_corrupt(f.fake, 0);
	wait_for_samples(&f, 8);
	end(&f);
}

static void test_bad_descriptors(void **state)
{
	static const struct {
		enum fake_fnirsi_shape shape;
		const char *says;
	} rows[] = {
		{ FAKE_FNIRSI_NO_HID, "no HID interface" },
		{ FAKE_FNIRSI_NO_OUT, "no HID interface" },
		{ FAKE_FNIRSI_GARBAGE, "1-3" },
		{ FAKE_FNIRSI_EMPTY, "descriptors" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		struct fixture f;

		begin(&f, rows[i].shape, NULL);
		add(&f, NULL);
		assert_int_equal(f.told.added, 0);
		assert_int_equal(f.told.presence, CD_FAILED);
		assert_string_equal(f.told.row, "fnb58-1-3");
		assert_non_null(strstr(f.told.detail, "/dev/bus/usb/"));
		if (rows[i].shape != FAKE_FNIRSI_GARBAGE) /* which libusb may take for this or that */
			assert_non_null(strstr(f.told.detail, rows[i].says));
		assert_int_equal(fake_state(&f).usbfs.claims, 0);
		/* not tried again by itself, and gone with the device */
		for (int n = 0; n < 5; n++)
			assert_true(sd_event_run(f.event, 1000) >= 0);
		assert_int_equal(fake_state(&f).usbfs.opens, 1);
		cd_usb_meters_removed(f.meters, "1-3");
		assert_int_equal(f.told.absent, 1);
		assert_int_equal(cd_usb_meters_count(f.meters), 0);
		assert_int_equal(f.told.removed, 0);
		end(&f);
	}
}

/* Used by another program: said, and tried again when udev speaks or somebody asks. */
static void test_busy(void **state)
{
	struct fixture f;

	begin(&f, FAKE_FNIRSI_FNB58, "21A0");
	fake_fnirsi_busy(f.fake, true);
	add(&f, "21A0");
	assert_int_equal(f.told.presence, CD_FAILED);
	assert_non_null(strstr(f.told.detail, "in use by another program"));
	assert_int_equal(info(&f).state, CD_USB_METER_FAILED);
	assert_int_equal(fake_state(&f).usbfs.detaches, 0);
	add(&f, "21A0");
	assert_int_equal(f.told.presence, CD_FAILED);
	fake_fnirsi_busy(f.fake, false);
	cd_usb_meters_refresh(f.meters);
	assert_int_equal(f.told.presence, CD_PRESENT);
	wait_for_samples(&f, 4);
	cd_usb_meters_refresh(f.meters); /* nothing to do */
	assert_int_equal(f.told.added, 1);
	end(&f);
}

static void test_node_cannot_be_opened(void **state)
{
	struct fixture f;
	struct cd_usb_device device = {
		.vid = 0x2e3c,
		.pid = 0x5558,
		.bus = 1,
		.address = 99,
		.sysname = "1-3",
		.devnode = "/dev/bus/usb/001/099",
	};

	begin(&f, FAKE_FNIRSI_FNB58, NULL);
	cd_usb_meters_added(f.meters, &device);
	assert_int_equal(f.told.presence, CD_FAILED);
	assert_non_null(strstr(f.told.detail, "/dev/bus/usb/001/099 is missing"));
	cd_usb_meters_removed(f.meters, "1-3");
	assert_int_equal(f.told.absent, 1);
	/* not ours, and nonsense */
	device.pid = 1;
	cd_usb_meters_added(f.meters, &device);
	device.pid = 0x5558;
	device.devnode = NULL;
	cd_usb_meters_added(f.meters, &device);
	assert_int_equal(cd_usb_meters_count(f.meters), 0);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stall),
		cmocka_unit_test(test_suspend),
		cmocka_unit_test(test_silent_from_the_start),
		cmocka_unit_test(test_halt),
		cmocka_unit_test(test_hangs),
		cmocka_unit_test(test_bad_checksums),
		cmocka_unit_test(test_bad_descriptors),
		cmocka_unit_test(test_busy),
		cmocka_unit_test(test_node_cannot_be_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
