/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of driver quirks. One row each, with where it was read or seen. A row that is wrong costs: NOMINAL a
 * measurement taken for a contract; BATTERY_SIDE a measurement not made use of; SILENT a few wake-ups while plugged. The
 * sign of a battery's current needs no row: it is learnt (cd_facts_learn()).
 */

#include "quirks.h"

struct quirk {
	const char *prefix;  /* of the supply's name */
	const char *machine; /* prefix of the DMI product version; NULL: any */
	unsigned flags;
};

/* clang-format off */
static const struct quirk quirks[] = {
	/* cosmic-settings-daemon#182: across a full unplug and replug the ACPI AC of a T490 sends nothing. */
	{ "AC", "ThinkPad T490", CD_QUIRK_SILENT },

	/* drivers/power/supply/axp20x_battery.c: no call of power_supply_changed() at all; axp20x_usb_power.c and
	 * axp20x_ac_power.c tell plug and unplug, but VBUS and IBUS are measured and change without a word. */
	{ "axp20x-", NULL, CD_QUIRK_SILENT },
	{ "axp813-", NULL, CD_QUIRK_SILENT },

	/* drivers/power/supply/bq25890_charger.c: type USB, but voltage_now is the system rail (F_SYSV) and
	 * current_now the charge current times −50 mA, behind an ADC conversion that no event announces. */
	{ "bq25890-charger", NULL, CD_QUIRK_BATTERY_SIDE | CD_QUIRK_SILENT },

	/* drivers/power/supply/cros_usbpd-charger.c: meas.voltage_max and meas.current_max of EC_CMD_USB_PD_POWER_INFO. */
	{ "CROS_USBPD_CHARGER", NULL, CD_QUIRK_PERMITTED },

	/* drivers/usb/typec/tcpm/tcpm.c: port->supply_voltage and port->current_limit, what was asked for. */
	{ "tcpm-source-psy-", NULL, CD_QUIRK_NOMINAL },

	/* drivers/usb/typec/ucsi/psy.c: volts of the selected PDO, operating current of the RDO, 0 outside PD. */
	{ "ucsi-source-psy-", NULL, CD_QUIRK_NOMINAL },
};
/* clang-format on */

static bool has_prefix(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

unsigned cd_quirks_of_supply(const char *name, const char *machine)
{
	unsigned flags = 0;

	for (size_t i = 0; i < CD_ELEMENTSOF(quirks); i++) {
		if (!has_prefix(name, quirks[i].prefix))
			continue;
		if (quirks[i].machine && !(machine && has_prefix(machine, quirks[i].machine)))
			continue;
		flags |= quirks[i].flags;
	}
	return flags;
}
