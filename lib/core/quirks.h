/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What drivers do differently from Documentation/ABI/testing/sysfs-class-power. Drivers are known by the name they
 * give their supply, because that is what a recording has too. Meanings matter to the engine, silence to the monitor.
 */

#include "macro.h"

enum {
	/* voltage_now and current_now are what was agreed on, not what was measured. */
	CD_QUIRK_NOMINAL = 1 << 0,
	/* A supply of type USB whose voltage_now and current_now are those of the battery side. */
	CD_QUIRK_BATTERY_SIDE = 1 << 1,
	/* No uevent when what it says changes: must be read now and then while something is plugged. */
	CD_QUIRK_SILENT = 1 << 2,
	/* voltage_max_design and current_max are the most that its source permits now. */
	CD_QUIRK_PERMITTED = 1 << 3,
};

/* The quirks of the supply `name`; `machine` is the DMI product version, NULL where that is unknown or does not
 * matter: quirks of one model are left out then. */
unsigned cd_quirks_of_supply(const char *name, const char *machine) CD_PURE;
