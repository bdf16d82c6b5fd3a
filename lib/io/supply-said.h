/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What is read of a supply, and its `uevent` file, in which the kernel says all of it at once. One read instead of
 * one per attribute: most of what a change of a battery costs us is opening files.
 *
 * The text is made by the driver at the time of the read (power_supply_uevent() in
 * drivers/power/supply/power_supply_sysfs.c), in the words of the attribute files, with three exceptions that the
 * table and the caller know:
 *   - lists of choices are cut down to the active word (Linux 6.13: "no possible values in uevents");
 *   - text ends at its first newline: what a maker wrote into a battery is read from its file;
 *   - a property whose read fails with ENODEV or ENODATA is left out, any other error makes the whole text empty, and so
 *     does a text of more than UEVENT_BUFFER_SIZE: what is missing is read from its file, which gives the errno.
 * Attributes that are not the power_supply core's (a platform driver's thresholds) are missing as well.
 */

#include "macro.h"

struct cd_supply_attribute {
	char name[31]; /* not a pointer: so the table needs no relocation and is shared */
	bool fixed;    /* of a battery: what it is, not how it fares */
	bool said;     /* the uevent file has it in the same words */
};
#define CD_SUPPLY_ATTRIBUTES_MAX 64 /* input.exposed has a bit for each */
extern const struct cd_supply_attribute cd_supply_attributes[];
extern const size_t cd_supply_n_attributes;
/* Index in the table, negative: not ours. */
int cd_supply_attribute_find(const char *name);

struct cd_supply_said {
	uint64_t fingerprint; /* of the text; 0: nothing could be read */
	struct {
		uint16_t at, length; /* in text; at 0: not said */
	} values[CD_SUPPLY_ATTRIBUTES_MAX];
	char text[2048 + 1]; /* UEVENT_BUFFER_SIZE of the kernel, and one to see that there is more */
};
void cd_supply_listen(const char *syspath, struct cd_supply_said *ret);
/* NULL: it does not say. Not NUL-terminated. */
const char *cd_supply_said(const struct cd_supply_said *s, size_t attribute, size_t *ret_length);
