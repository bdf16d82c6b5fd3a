/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of meters. A new protocol is a file in meters/ and a line here; a new product of a known protocol is a row
 * in that file. An explicit table instead of linker-section registration: it is greppable, and link-time optimisation
 * cannot lose a row.
 */

#include "meter.h"
#include "meters/drivers.h"

const struct cd_meter_driver *const cd_meter_drivers[] = {
	&cd_meter_fnirsi,
	NULL,
};

static const struct cd_meter_match *find_match(
	const struct cd_meter_match *matches, uint16_t vid, uint16_t pid)
{
	for (const struct cd_meter_match *m = matches; m->vid; m++)
		if (m->vid == vid && m->pid == pid)
			return m;
	return NULL;
}

const struct cd_meter_driver *cd_meter_find(
	uint16_t vid, uint16_t pid, const struct cd_meter_match **ret_match)
{
	for (const struct cd_meter_driver *const *d = cd_meter_drivers; *d; d++) {
		const struct cd_meter_match *m = find_match((*d)->matches, vid, pid);

		if (!m)
			continue;
		if (ret_match)
			*ret_match = m;
		return *d;
	}
	return NULL;
}
