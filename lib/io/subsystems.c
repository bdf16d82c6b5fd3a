/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The subsystems that are looked at. A row is all that the monitor knows of one.
 *
 * The order matters at the start only: supplies before ports, ports before hubs, so that what a person looks for first
 * is there first.
 */

#include "monitor-internal.h"

/* clang-format off */
const struct subsystem cd_subsystems[] = {
	{ "power_supply",       "class/power_supply",       cd_supply_event },
	{ "typec",              "class/typec",              cd_typec_event },
	{ "usb_power_delivery", "class/usb_power_delivery", cd_pd_event },
	{ "usb",                "bus/usb/devices",          cd_usb_event },
	{ "hwmon",              "class/hwmon",              cd_hwmon_event },
	{ NULL, NULL, NULL },
};
/* clang-format on */

const struct subsystem *cd_subsystem_find(const char *name)
{
	for (const struct subsystem *s = cd_subsystems; s->name; s++)
		if (cd_streq(s->name, name))
			return s;
	return NULL;
}

/* Interfaces ("1-0:1.0") are of interest when they are hubs, devices ("1-2") when they are meters. */
void cd_usb_event(struct cd_monitor *m, const struct device *d)
{
	if (strchr(d->sysname, ':'))
		cd_hub_event(m, d);
	else
		cd_usb_device_event(m, d);
}
