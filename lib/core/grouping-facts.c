/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * From attributes to facts: what an input is, whether power comes in there, and how much.
 */

#include <ctype.h>
#include <stdio.h>

#include "grouping-internal.h"

bool cd_grouping_prefix(const char *s, const char *prefix)
{
	return s && strncmp(s, prefix, strlen(prefix)) == 0;
}

unsigned cd_grouping_number(const char *name)
{
	size_t n = strlen(name);

	while (n > 0 && isdigit((unsigned char)name[n - 1]))
		n--;
	return (unsigned)strtoul(name + n, NULL, 10);
}

/* Supply types as Documentation/ABI/testing/sysfs-class-power has them, with those that old drivers still print
 * (USB_DCP, USB_PD…). What has no type we know but says `online` is a line of power, as UPower takes it, too. */
static enum role supply_role(const struct cd_grouping_input *in)
{
	const char *type = cd_attributes_get(in->attributes, "type");

	if (cd_streq(cd_attributes_get(in->attributes, "scope"), "Device"))
		return ROLE_NONE;
	if (cd_streq(type, "Battery"))
		return cd_attributes_int(in->attributes, "present") == 0 ? ROLE_NONE : ROLE_BATTERY;
	if (cd_streq(type, "Mains"))
		return ROLE_MAINS;
	if (cd_streq(type, "UPS"))
		return ROLE_NONE;
	if (strstr(in->name, "-source-psy-") || cd_grouping_prefix(in->name, "CROS_USBPD_CHARGER"))
		return ROLE_CONNECTOR;
	if (cd_grouping_prefix(type, "USB") || cd_streq(type, "BrickID") || cd_streq(type, "Wireless"))
		return ROLE_SUPPLY;
	return cd_attributes_find(in->attributes, "online") ? ROLE_SUPPLY : ROLE_NONE;
}

static enum role role_of(const struct cd_grouping_input *in)
{
	switch (in->kind) {
	case CD_INPUT_POWER_SUPPLY:
		return supply_role(in);
	case CD_INPUT_TYPEC:
		return ROLE_TYPEC;
	case CD_INPUT_USB_DEVICE:
		return ROLE_DEVICE;
	case CD_INPUT_METER:
	case CD_INPUT_HWMON:
	case CD_INPUT_IIO:
		return ROLE_METER;
	case CD_INPUT_USB_PORT:
		return ROLE_ALONE;
	case _CD_INPUT_MAX:
	case _CD_INPUT_INVALID:
		break;
	}
	return ROLE_NONE;
}

/* Attributes of the partner stand below "port0-partner/". */
static bool has_partner(const struct cd_grouping_input *in)
{
	char prefix[CD_INPUT_NAME_MAX + sizeof("-partner/")];

	snprintf(prefix, sizeof(prefix), "%s-partner/", in->name);
	for (size_t i = 0; i < in->attributes->n; i++)
		if (cd_grouping_prefix(in->attributes->items[i].key, prefix))
			return true;
	return false;
}

/* What a Type-C mode allows at 5 V (USB Type-C 2.0 §4.5.2.3); PD more than its 15 W floor, how much the supply says. */
static int64_t mode_power(const struct cd_grouping_input *in)
{
	static const struct {
		const char *mode;
		int64_t uw;
	} modes[] = {
		{ "usb_power_delivery", 15000000 },
		{ "3.0A", 15000000 },
		{ "1.5A", 7500000 },
		{ "default", 2500000 },
	};
	const char *mode = cd_attributes_get(in->attributes, "power_operation_mode");

	for (size_t i = 0; i < CD_ELEMENTSOF(modes); i++)
		if (cd_streq(mode, modes[i].mode))
			return modes[i].uw;
	return 0;
}

/* Volts times amperes in µW, without overflow: a kernel number may be anything up to 10^15. */
static int64_t product(int64_t uv, int64_t ua)
{
	if (uv <= 0 || ua <= 0 || uv > INT64_C(1000000000) || ua > INT64_C(1000000000))
		return 0;
	return uv * ua / 1000000;
}

static int64_t supply_power(const struct cd_grouping_input *in)
{
	int64_t uv = cd_attributes_int(in->attributes, "voltage_now");
	int64_t power = product(uv, cd_attributes_int(in->attributes, "current_now"));

	return power ? power : product(uv, cd_attributes_int(in->attributes, "current_max"));
}

struct fact cd_grouping_look(const struct cd_grouping_input *in)
{
	struct fact f = { .name = in->name, .role = role_of(in), .online = -1, .leader = CD_GROUPING_NONE };
	int64_t online = cd_attributes_int(in->attributes, "online");
	char role[16];

	if (cd_known(online))
		f.online = online > 0;
	f.port = in->port;
	f.line = in->line;
	f.device = cd_attributes_get(in->attributes, "device");
	f.number = cd_grouping_number(in->name);
	if (f.role == ROLE_TYPEC) {
		f.power_uw = mode_power(in);
		f.sinks = has_partner(in) &&
			  cd_attributes_active(in->attributes, "power_role", role, sizeof(role)) &&
			  cd_streq(role, "sink");
	} else if (f.role == ROLE_CONNECTOR || f.role == ROLE_SUPPLY) {
		f.power_uw = supply_power(in);
	}
	return f;
}
