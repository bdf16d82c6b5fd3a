/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "quirks.h"

static void known_drivers(void **state)
{
	static const struct {
		const char *name, *machine;
		unsigned flags;
	} rows[] = {
		{ "ucsi-source-psy-USBC000:001", NULL, CD_QUIRK_NOMINAL },
		{ "tcpm-source-psy-6-0022", NULL, CD_QUIRK_NOMINAL },
		{ "CROS_USBPD_CHARGER0", NULL, CD_QUIRK_PERMITTED },
		{ "bq25890-charger", NULL, CD_QUIRK_BATTERY_SIDE | CD_QUIRK_SILENT },
		{ "bq25890-charger-0", NULL, CD_QUIRK_BATTERY_SIDE | CD_QUIRK_SILENT },
		{ "axp20x-battery", NULL, CD_QUIRK_SILENT },
		{ "axp20x-usb", "", CD_QUIRK_SILENT },
		{ "AC", "ThinkPad T490", CD_QUIRK_SILENT },
		{ "AC", "ThinkPad T480", 0 },
		{ "AC", NULL, 0 },
		{ "BAT0", "ThinkPad T490", 0 },
		{ "hid-ucsi-source-psy-", NULL, 0 },
		{ "", "", 0 },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++)
		assert_int_equal(cd_quirks_of_supply(rows[i].name, rows[i].machine), rows[i].flags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_drivers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
