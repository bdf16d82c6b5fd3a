/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <fcntl.h>
#include <stdio.h>

#include "hash.h"
#include "supply-said.h"
#include "sysfs.h"

/* Sorted. What is not here does not matter to charging, or names its owner (serial_number is told once, in `added`,
 * where it can be masked). Documentation/ABI/testing/sysfs-class-power. */
#define FIXED true
#define VARIES false
#define SAID true
#define FILE_ONLY false
/* clang-format off */
const struct cd_supply_attribute cd_supply_attributes[] = {
	{ "capacity",                       VARIES, SAID },
	{ "capacity_level",                 VARIES, SAID },
	{ "charge_behaviour",               VARIES, FILE_ONLY }, /* a list */
	{ "charge_control_end_threshold",   VARIES, SAID },
	{ "charge_control_limit",           VARIES, SAID },
	{ "charge_control_start_threshold", VARIES, SAID },
	{ "charge_full",                    VARIES, SAID },
	{ "charge_full_design",             FIXED,  SAID },
	{ "charge_now",                     VARIES, SAID },
	{ "charge_term_current",            VARIES, SAID },
	{ "charge_type",                    VARIES, SAID },
	{ "charge_types",                   VARIES, FILE_ONLY }, /* a list */
	{ "constant_charge_current",        VARIES, SAID },
	{ "constant_charge_current_max",    VARIES, SAID },
	{ "constant_charge_voltage",        VARIES, SAID },
	{ "constant_charge_voltage_max",    VARIES, SAID },
	{ "current_avg",                    VARIES, SAID },
	{ "current_max",                    VARIES, SAID },
	{ "current_now",                    VARIES, SAID },
	{ "cycle_count",                    VARIES, SAID },
	{ "energy_full",                    VARIES, SAID },
	{ "energy_full_design",             FIXED,  SAID },
	{ "energy_now",                     VARIES, SAID },
	{ "health",                         VARIES, SAID },
	{ "input_current_limit",            VARIES, SAID },
	{ "input_power_limit",              VARIES, SAID },
	{ "input_voltage_limit",            VARIES, SAID },
	{ "internal_resistance",            VARIES, SAID },
	{ "manufacturer",                   FIXED,  FILE_ONLY }, /* text */
	{ "model_name",                     FIXED,  FILE_ONLY }, /* text */
	{ "online",                         VARIES, SAID },
	{ "power_avg",                      VARIES, SAID },
	{ "power_now",                      VARIES, SAID },
	{ "precharge_current",              VARIES, SAID },
	{ "present",                        VARIES, SAID },
	{ "scope",                          FIXED,  SAID },
	{ "state_of_health",                VARIES, SAID },
	{ "status",                         VARIES, SAID },
	{ "technology",                     FIXED,  SAID },
	{ "temp",                           VARIES, SAID },
	{ "time_to_empty_now",              VARIES, SAID },
	{ "time_to_full_avg",               VARIES, SAID },
	{ "time_to_full_now",               VARIES, SAID },
	{ "type",                           FIXED,  SAID },
	{ "usb_type",                       VARIES, FILE_ONLY }, /* a list; whether it is cut down depends on the kernel */
	{ "voltage_avg",                    VARIES, SAID },
	{ "voltage_max",                    VARIES, SAID },
	{ "voltage_max_design",             FIXED,  SAID },
	{ "voltage_min",                    VARIES, SAID },
	{ "voltage_min_design",             FIXED,  SAID },
	{ "voltage_now",                    VARIES, SAID },
	{ "voltage_ocv",                    VARIES, SAID },
};
/* clang-format on */
const size_t cd_supply_n_attributes = CD_ELEMENTSOF(cd_supply_attributes);
_Static_assert(CD_ELEMENTSOF(cd_supply_attributes) <= CD_SUPPLY_ATTRIBUTES_MAX, "a bit for each");

#define NAME_SIZE sizeof(((struct cd_supply_attribute *)0)->name)

static int compare_names(const void *key, const void *item)
{
	return strcmp(key, ((const struct cd_supply_attribute *)item)->name);
}

int cd_supply_attribute_find(const char *name)
{
	const struct cd_supply_attribute *a = bsearch(name, cd_supply_attributes, cd_supply_n_attributes,
		sizeof(cd_supply_attributes[0]), compare_names);

	return a ? (int)(a - cd_supply_attributes) : -ENOENT;
}

/* "POWER_SUPPLY_ENERGY_NOW" is energy_now; negative: none of ours. */
static int find_property(const char *property, size_t n)
{
	static const char prefix[] = "POWER_SUPPLY_";
	const size_t skip = sizeof(prefix) - 1;
	char name[NAME_SIZE];

	if (n < skip || n - skip >= sizeof(name) || memcmp(property, prefix, skip) != 0)
		return -ENOENT;
	property += skip;
	n -= skip;
	for (size_t i = 0; i < n; i++)
		name[i] = property[i] >= 'A' && property[i] <= 'Z' ? (char)(property[i] - 'A' + 'a')
								   : property[i];
	name[n] = '\0';
	return cd_supply_attribute_find(name);
}

static void take_line(struct cd_supply_said *s, size_t at, size_t n)
{
	const char *line = s->text + at, *equals = memchr(line, '=', n);
	size_t name = equals ? (size_t)(equals - line) : 0;
	int i = equals ? find_property(line, name) : -ENOENT;

	if (i < 0 || s->values[i].at || !cd_supply_attributes[i].said)
		return;
	s->values[i].at = (uint16_t)(at + name + 1);
	s->values[i].length = (uint16_t)(n - name - 1);
}

void cd_supply_listen(const char *syspath, struct cd_supply_said *ret)
{
	char path[512]; /* a longer one: the files are read one by one */
	int n;

	ret->fingerprint = 0;
	memset(ret->values, 0, sizeof(ret->values));
	if (snprintf(path, sizeof(path), "%s/uevent", syspath) >= (int)sizeof(path))
		return;
	n = cd_sysfs_read(AT_FDCWD, path, ret->text, sizeof(ret->text));
	if (n <= 0 || (size_t)n == sizeof(ret->text))
		return;
	for (size_t at = 0; at < (size_t)n;) {
		const char *end = memchr(ret->text + at, '\n', (size_t)n - at);
		size_t length = end ? (size_t)(end - ret->text) - at : (size_t)n - at;

		take_line(ret, at, length);
		at += length + 1;
	}
	ret->fingerprint = cd_hash(CD_HASH_START, ret->text, (size_t)n);
}

const char *cd_supply_said(const struct cd_supply_said *s, size_t attribute, size_t *ret_length)
{
	if (!s->fingerprint || !s->values[attribute].at)
		return NULL;
	*ret_length = s->values[attribute].length;
	return s->text + s->values[attribute].at;
}
