/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One map from names to errno. sd-bus keeps a pointer to it, so it is constant and ends with its own marker.
 */

#include "bus-error.h"

static const sd_bus_error_map map[] = {
	SD_BUS_ERROR_MAP(CD_ERROR_NO_SUCH_PORT, ENOENT),
	SD_BUS_ERROR_MAP(CD_ERROR_NO_SESSION, ENXIO),
	SD_BUS_ERROR_MAP(CD_ERROR_NOT_ENOUGH_DATA, ENODATA),
	SD_BUS_ERROR_MAP(CD_ERROR_METER_BUSY, EBUSY),
	SD_BUS_ERROR_MAP(CD_ERROR_METER_LOST, ENODEV),
	SD_BUS_ERROR_MAP(CD_ERROR_UNSUPPORTED, EOPNOTSUPP),
	SD_BUS_ERROR_MAP(CD_ERROR_INVALID_RECORDING, EBADMSG),
	SD_BUS_ERROR_MAP(CD_ERROR_LIMITS_EXCEEDED, EDQUOT),
	SD_BUS_ERROR_MAP_END,
};

int bus_error_register(void)
{
	int r = sd_bus_error_add_map(map);

	return r < 0 ? r : 0;
}

int bus_error_echo(const char *s)
{
	size_t n = strnlen(s, BUS_ERROR_ECHO + 1);

	if (n <= BUS_ERROR_ECHO)
		return (int)n;
	/* D-Bus strings are valid UTF-8: step back over continuation bytes. */
	for (n = BUS_ERROR_ECHO; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
		;
	return (int)n;
}
