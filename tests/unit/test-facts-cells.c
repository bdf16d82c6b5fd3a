/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "states.h"

#define U CD_UNKNOWN
#define BAT "power-supply BAT0 type=Battery "

/* Laptops give nominal volts as voltage_min_design, phones those of an empty cell. */
static void design_volts_tell_the_cells(void **state)
{
	static const struct {
		const char *line;
		int64_t cell_uv, design_uv;
	} rows[] = {
		{ BAT "technology=Li-ion voltage_now=3800000 voltage_max_design=4350000 voltage_min_design=3400000",
			3800000, 3700000 },
		{ BAT "technology=Li-ion voltage_now=2400000 voltage_min_design=3400000", 2400000, 3700000 },
		{ BAT "technology=Li-ion voltage_now=2400000 voltage_max_design=4200000", 2400000, 3700000 },
		{ BAT "technology=Li-poly voltage_now=15200000 voltage_min_design=15440000", 3800000, 15440000 },
		{ BAT "technology=Li-ion voltage_now=2296000 voltage_min_design=15440000", 574000, 15440000 },
		{ BAT "technology=LION voltage_now=11400000 voltage_min_design=11100000", 3800000, 11100000 },
		{ BAT "technology=Li-ion voltage_now=7600000 voltage_max_design=8800000", 3800000, 7400000 },
		/* Another chemistry, or none said; design volts of no count; more than a cell bears. */
		{ BAT "technology=LiFe voltage_now=3300000 voltage_max_design=4200000", U, U },
		{ BAT "technology=NiMH voltage_now=3800000 voltage_min_design=3700000", U, 3700000 },
		{ BAT "voltage_now=3800000 voltage_min_design=3700000", U, 3700000 },
		{ BAT "technology=Li-ion voltage_now=12000000 voltage_min_design=12600000", U, 12600000 },
		{ BAT "technology=Li-ion voltage_now=5000000 voltage_min_design=3700000", U, 3700000 },
		{ BAT "technology=Li-ion voltage_min_design=3700000", U, 3700000 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		if (f.cell_uv != rows[k].cell_uv || f.design_uv != rows[k].design_uv)
			fail_msg("%s: %lld %lld", rows[k].line, (long long)f.cell_uv, (long long)f.design_uv);
	}
}

static void millivolts_come_with_milliamperes(void **state)
{
	static const struct {
		const char *line;
		int64_t flow_ua;
	} rows[] = {
		{ BAT "status=Charging voltage_now=3900000 current_now=1500", 1500 },
		{ BAT "status=Charging voltage_now=3900 current_now=1500", 1500000 },
		{ BAT "status=Discharging voltage_now=3900 current_now=-1500", -1500000 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		assert_i64(f.flow_ua, rows[k].flow_ua);
	}
}

/* A charger's health is of its input, and of what it watches. Of one that is not there nothing counts. */
static void a_charger_has_a_health_of_its_own(void **state)
{
	static const struct {
		const char *line;
		bool known, over, warm, timer;
	} rows[] = {
		{ "power-supply usb type=USB online=1", false, false, false, false },
		{ "power-supply usb type=USB online=1 health=Unknown", false, false, false, false },
		{ "power-supply usb type=USB online=1 health=Good", true, false, false, false },
		{ "power-supply usb type=USB online=1 health=Over~voltage", true, true, false, false },
		{ "power-supply usb type=USB online=1 health=Overheat", true, false, true, false },
		{ "power-supply usb type=USB online=1 health=Safety~timer~expire", true, false, false, true },
		{ "power-supply usb type=USB online=0 health=Over~voltage", false, false, false, false },
		{ "power-supply hid type=USB scope=Device online=1 health=Over~voltage", false, false, false, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_facts f;

		states_facts_of(rows[k].line, &f);
		if (f.input_health_known != rows[k].known || f.input_over_voltage != rows[k].over ||
			f.input_too_warm_or_cold != rows[k].warm || f.input_timer_expired != rows[k].timer)
			fail_msg("%s", rows[k].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_charger_has_a_health_of_its_own),
		cmocka_unit_test(millivolts_come_with_milliamperes),
		cmocka_unit_test(design_volts_tell_the_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
