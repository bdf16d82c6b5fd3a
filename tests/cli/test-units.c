/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Numbers as people read them.
 */

#include <math.h>

#include "macro.h"
#include "test.h"
#include "units.h"

static void test_confidence(void **state)
{
	static const struct {
		double value;
		const char *text;
	} rows[] = {
		{ 0, "0.00" }, { 0.004, "0.00" }, { 0.87, "0.87" }, { 0.9949, "0.99" },
		{ 0.995, "> 0.99" }, { 1, "> 0.99" }, { 1.01, "—" }, { -0.1, "—" }, { NAN, "—" },
	};

	(void)state;
	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		char buf[CTL_CONFIDENCE_MAX];

		assert_string_equal(ctl_confidence(rows[i].value, buf, sizeof(buf)), rows[i].text);
	}
}

static void test_quantities(void **state)
{
	/* clang-format off */
	static const struct {
		double value, error;
		const char *unit, *text;
	} rows[] = {
		{ 20e6, 0, "uV", "20.00 V" },
		{ 5.036e6, 0, "uV", "5.04 V" },
		{ 5.1e6, 3e3, "uV", "5.100 ± 0.003 V" },
		{ 5.1e6, 3, "uV", "5.10 V" },
		{ 62e3, 0, "uA", "0.062 A" },
		{ 999.9e3, 0, "uA", "1.000 A" },
		{ 1.5e6, 0, "uA", "1.50 A" },
		{ -230e3, 0, "uA", "−0.230 A" },
		{ -8.4e6, 0, "uW", "−8.40 W" },
		{ -8.4e6, 0.1e6, "uW", "−8.40 ± 0.10 W" },
		{ 38.4e6, 0, "uW", "38.4 W" },
		{ 320e3, 0, "uW", "0.32 W" },
		{ 64968, 0, "uWh", "65 mWh" },
		{ 640, 0, "uWh", "0.64 mWh" },
		{ 24.1e6, 0, "uWh", "24.1 Wh" },
		{ 2.5e6, 0, "uWh", "2.50 Wh" },
		{ 12800, 0, "uAh", "13 mAh" },
		{ 12.8e6, 0, "uAh", "12.80 Ah" },
		{ 352, 12.3, "mohm", "352 ± 12 mΩ" },
		{ 352, 0.2, "mohm", "352.0 ± 0.2 mΩ" },
		{ 20e3, 0, "mohm", "20.0 Ω" },
		{ 0.42, 0, "s", "0.42 s" },
		{ 63, 0, "s", "63 s" },
		{ 1320, 0, "s", "22 min" },
		{ 36000, 0, "s", "10.0 h" },
		{ 420000, 0, "us", "0.42 s" },
		{ 12, 0, "1", "12" },
		{ 0.25, 0.02, "1", "0.25 ± 0.02" },
		{ -1, 0, "1", "−1" },
		{ 63, 0, "%", "63 %" },
		{ 86.5, 0, "%", "86.5 %" },
		{ 31200, 0, "mC", "31.2 °C" },
		{ 0, 0, "uW", "0.00 W" },
		{ -1, 0, "uV", "0.00 V" }, /* no minus before nothing */
		{ 3.25, 0, "K/s", "3.25 K/s" },
		{ 3, 0, NULL, "3" },
		{ NAN, 0, "uV", "—" },
		{ INFINITY, 0, "uV", "—" },
		{ 1, NAN, "1", "1" },
		{ 1e19, 0, "uV", "—" },
	};
	/* clang-format on */
	char buf[CTL_QUANTITY_MAX];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++)
		assert_str(ctl_quantity_error(rows[i].value, rows[i].error, rows[i].unit, buf, sizeof(buf)),
			rows[i].text);
}

static void test_unknown_is_a_dash(void **state)
{
	char buf[CTL_QUANTITY_MAX];

	assert_str(ctl_quantity_int(CD_UNKNOWN, "uV", buf, sizeof(buf)), "—");
	assert_str(ctl_quantity_int(0, "uV", buf, sizeof(buf)), "0.00 V");
}

static void test_durations(void **state)
{
	static const struct {
		int64_t us;
		const char *text, *clock;
	} rows[] = {
		{ 0, "0 s", "0:00:00" },
		{ 420000, "0.42 s", "0:00:00" },
		{ 2900000, "2 s", "0:00:02" },
		{ 372 * CD_US_PER_S, "6 min", "0:06:12" },
		{ 4440 * CD_US_PER_S, "1 h 14 min", "1:14:00" },
		{ 183600 * CD_US_PER_S, "2 d 3 h", "51:00:00" },
		{ -1, "—", "—" },
		{ CD_UNKNOWN, "—", "—" },
	};
	char buf[CTL_QUANTITY_MAX];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		assert_str(ctl_duration(rows[i].us, buf, sizeof(buf)), rows[i].text);
		assert_str(ctl_clock(rows[i].us, buf, sizeof(buf)), rows[i].clock);
	}
}

static void test_durations_typed(void **state)
{
	static const struct {
		const char *text;
		int64_t us; /* −1: refused */
	} rows[] = {
		{ "90", 90 * CD_US_PER_S },
		{ "90s", 90 * CD_US_PER_S },
		{ "500ms", 500000 },
		{ "1h30m", 5400 * CD_US_PER_S },
		{ "2d", 172800 * CD_US_PER_S },
		{ "0", -1 },
		{ "", -1 },
		{ "1 h", -1 },
		{ "10x", -1 },
		{ "1.5h", -1 },
		{ "-3s", -1 },
		{ "5 ", -1 },
		{ "999999999d", -1 },
		{ "99999999999999999999", -1 },
		{ "1h30", 3630 * CD_US_PER_S },
		{ "30 30", -1 },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		int64_t us = -1;
		int r = ctl_duration_parse(rows[i].text, &us);

		assert_int_equal(r, rows[i].us < 0 ? -EINVAL : 0);
		assert_i64(us, rows[i].us);
	}
}

static void exact_quantities_keep_every_digit(void **state)
{
	static const struct {
		int64_t micro;
		const char *unit, *text;
	} rows[] = {
		{ 5000000, "uV", "5 V" },
		{ 5100000, "uV", "5.1 V" },
		{ 19240000, "uWh", "19.24 Wh" },
		{ 1500000, "uA", "1.5 A" },
		{ 1000000, "uA", "1 A" },
		{ 500000, "uA", "500 mA" },
		{ 80500, "uA", "80.5 mA" },
		{ 1, "uA", "0.001 mA" },
		{ 12345678, "uW", "12.345678 W" },
		{ 240000000, "uW", "240 W" },
		{ 0, "uWh", "0 Wh" },
		{ CD_UNKNOWN, "uWh", "—" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		char text[CTL_QUANTITY_MAX];

		assert_string_equal(
			ctl_quantity_exact(rows[i].micro, rows[i].unit, text, sizeof(text)), rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_confidence),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_unknown_is_a_dash),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_durations_typed),
		cmocka_unit_test(exact_quantities_keep_every_digit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
