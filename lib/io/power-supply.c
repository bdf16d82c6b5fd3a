/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Supplies of class power_supply. The files that exist are looked up once, when the supply appears (the kernel decides
 * then which attributes a driver has); each event reads those and no others. What the uevent itself says is not used:
 * drivers fill it from the same functions, but it is cut at 2 KiB and older than the files.
 *
 * Reading is all we do. Some attributes are commands when written (charge_behaviour, input_current_limit).
 */

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "hash.h"
#include "monitor-internal.h"
#include "quirks.h"
#include "sysfs.h"

#define POLL_US (5 * CD_US_PER_S) /* silent drivers while plugged: a phone's draw changes in seconds */
#define POLL_ACCURACY_US CD_US_PER_S

/* Sorted. What is not here does not matter to charging, or names its owner (serial_number is told once, in `added`,
 * where it can be masked). Documentation/ABI/testing/sysfs-class-power.
 *
 * What a battery is does not change while it is there: reading the fixed half of its attributes at each event would
 * double the cost of the event. They are read anew when the uevent hints at another battery (drivers that swap it
 * under the same name), when `present` changes, and when everything is looked at again. */
struct attribute {
	const char *name;
	bool fixed; /* of a battery */
};

static const struct attribute names[] = {
	{ "capacity", false },
	{ "capacity_level", false },
	{ "charge_behaviour", false },
	{ "charge_control_end_threshold", false },
	{ "charge_control_limit", false },
	{ "charge_control_start_threshold", false },
	{ "charge_full", false },
	{ "charge_full_design", true },
	{ "charge_now", false },
	{ "charge_term_current", false },
	{ "charge_type", false },
	{ "charge_types", false },
	{ "constant_charge_current", false },
	{ "constant_charge_current_max", false },
	{ "constant_charge_voltage", false },
	{ "constant_charge_voltage_max", false },
	{ "current_avg", false },
	{ "current_max", false },
	{ "current_now", false },
	{ "cycle_count", false },
	{ "energy_full", false },
	{ "energy_full_design", true },
	{ "energy_now", false },
	{ "health", false },
	{ "input_current_limit", false },
	{ "input_power_limit", false },
	{ "input_voltage_limit", false },
	{ "internal_resistance", false },
	{ "manufacturer", true },
	{ "model_name", true },
	{ "online", false },
	{ "power_avg", false },
	{ "power_now", false },
	{ "precharge_current", false },
	{ "present", false },
	{ "scope", true },
	{ "state_of_health", false },
	{ "status", false },
	{ "technology", true },
	{ "temp", false },
	{ "time_to_empty_now", false },
	{ "time_to_full_avg", false },
	{ "time_to_full_now", false },
	{ "type", true },
	{ "usb_type", false },
	{ "voltage_avg", false },
	{ "voltage_max", false },
	{ "voltage_max_design", true },
	{ "voltage_min", false },
	{ "voltage_min_design", true },
	{ "voltage_now", false },
	{ "voltage_ocv", false },
};
_Static_assert(CD_ELEMENTSOF(names) <= 64, "input.exposed has a bit for each");

static int compare_names(const void *key, const void *item)
{
	return strcmp(key, ((const struct attribute *)item)->name);
}

static uint64_t look_up(int dir)
{
	int copy = dup(dir);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	uint64_t exposed = 0;

	if (!d) {
		if (copy >= 0)
			close(copy);
		return 0;
	}
	for (struct dirent *e; (e = readdir(d));) {
		const struct attribute *name =
			bsearch(e->d_name, names, CD_ELEMENTSOF(names), sizeof(names[0]), compare_names);

		if (name)
			exposed |= UINT64_C(1) << (name - names);
	}
	closedir(d);
	return exposed;
}

static void line_changed(struct cd_monitor *m, struct input *i)
{
	const char *online = cd_attributes_get(&m->scratch, "online");
	char now = online ? *online : '\0';

	if (i->fingerprint && now != i->online)
		cd_monitor_settle(m);
	i->online = now;
}

static int read_attribute(struct cd_monitor *m, struct input *i, int dir, const struct attribute *a)
{
	const char *kept =
		i->battery && a->fixed && !i->thorough ? cd_attributes_get(&i->fixed, a->name) : NULL;

	if (kept)
		return cd_attributes_set(&m->scratch, a->name, kept, strlen(kept));
	return cd_sysfs_collect(dir, a->name, a->name, &m->scratch);
}

static void read_all(struct cd_monitor *m, struct input *i, int dir)
{
	cd_attributes_clear(&m->scratch);
	for (uint64_t left = i->exposed; left; left &= left - 1)
		if (!cd_input_collected(m, i, read_attribute(m, i, dir, &names[__builtin_ctzll(left)])))
			break;
	if (i->parent)
		(void)cd_input_collected(
			m, i, cd_attributes_set(&m->scratch, "device", i->parent, strlen(i->parent)));
}

/* What could not be read, or cannot be kept, is simply read again next time. */
static void keep_fixed(struct cd_monitor *m, struct input *i)
{
	i->thorough = false;
	cd_attributes_clear(&i->fixed);
	for (uint64_t left = i->exposed; left; left &= left - 1) {
		const struct attribute *a = &names[__builtin_ctzll(left)];
		const char *value = a->fixed ? cd_attributes_get(&m->scratch, a->name) : NULL;

		if (value)
			(void)cd_attributes_set(&i->fixed, a->name, value, strlen(value));
	}
}

/* Another battery in the bay. True when it has to be looked at as a whole. */
static bool swapped(struct cd_monitor *m, struct input *i)
{
	const char *present = cd_attributes_get(&m->scratch, "present");
	char now = present ? *present : '\0';
	bool changed = now != i->present;

	i->present = now;
	return changed && !i->thorough;
}

static void supply_read(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	read_all(m, i, dir);
	if (i->battery && swapped(m, i)) {
		i->thorough = true;
		read_all(m, i, dir);
	}
	if (i->battery && i->thorough)
		keep_fixed(m, i);
	line_changed(m, i);
	cd_input_tell(m, i);
}

/* What does not change while the supply exists. */
static void describe(struct cd_monitor *m, struct input *i, int dir)
{
	char word[32] = "";

	i->read = supply_read;
	i->exposed = look_up(dir);
	i->thorough = true;
	i->silent = cd_quirks_of_supply(i->name, m->machine) & CD_QUIRK_SILENT;
	i->peripheral =
		cd_sysfs_read_string(dir, "scope", word, sizeof(word)) > 0 && cd_streq(word, "Device");
	i->battery = cd_sysfs_read_string(dir, "type", word, sizeof(word)) > 0 && cd_streq(word, "Battery");
	if (strstr(i->name, "source-psy")) {
		char parent[CD_INPUT_NAME_MAX];

		if (cd_sysfs_read_link(dir, "device", parent, sizeof(parent)) >= 0)
			i->parent = strdup(parent); /* without it the port is found by its number */
	}
}

static void supply_add(struct cd_monitor *m, const struct device *d)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(d->syspath);
	struct cd_event_added added = { .kind = CD_INPUT_POWER_SUPPLY, .settle_us = CD_UNKNOWN };
	struct input *i;

	if (dir == -ENOENT || dir == -ENODEV)
		return; /* left already: its remove event is on the way */
	if (dir < 0) {
		cd_monitor_warn(m, -dir, "Cannot look at %s", d->syspath);
		return;
	}
	cd_attributes_clear(&m->scratch); /* cleans what drivers pass on from a battery's memory */
	added.model = cd_sysfs_text(dir, "model_name", &m->scratch);
	added.serial = cd_sysfs_text(dir, "serial_number", &m->scratch);
	i = cd_input_add(m, d->syspath, d->sysname, &added);
	if (i)
		describe(m, i, dir);
}

/* The kernel puts the values into the uevent, too. They are a hint only: what they say of the battery's identity is
 * compared with the last event, and the files are read when it differs. */
static uint64_t identity(struct udev_device *event)
{
	static const char *const properties[] = { "POWER_SUPPLY_SERIAL_NUMBER", "POWER_SUPPLY_MODEL_NAME",
		"POWER_SUPPLY_MANUFACTURER", "POWER_SUPPLY_TECHNOLOGY", "POWER_SUPPLY_ENERGY_FULL_DESIGN",
		"POWER_SUPPLY_CHARGE_FULL_DESIGN", "POWER_SUPPLY_VOLTAGE_MIN_DESIGN",
		"POWER_SUPPLY_VOLTAGE_MAX_DESIGN", "POWER_SUPPLY_TYPE" };
	uint64_t hash = CD_HASH_START;

	for (size_t i = 0; i < CD_ELEMENTSOF(properties); i++)
		hash = cd_hash_string(hash, udev_device_get_property_value(event, properties[i]));
	return hash;
}

static void hint(struct input *i, struct udev_device *event)
{
	uint64_t now = identity(event);

	i->thorough |= now != i->identity;
	i->identity = now;
}

/* Drivers without events of their own are looked at when others speak. */
static void mark_silent(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		m->inputs[i]->dirty |= m->inputs[i]->silent;
}

void cd_supply_event(struct cd_monitor *m, const struct device *d)
{
	struct input *i = cd_input_find(m, d->syspath);

	if (d->action == ACTION_REMOVE) {
		if (i)
			cd_input_remove(m, i);
		return;
	}
	if (!i) {
		supply_add(m, d);
		return;
	}
	i->dirty = i->seen = true;
	if (!d->event)
		i->thorough = true;
	else if (i->battery)
		hint(i, d->event);
	if (!i->peripheral)
		mark_silent(m);
	/* The PD objects of a port appear without a uevent; the supply of the port speaks right after. */
	if (d->event && i->parent)
		cd_typec_mark(m);
}

void cd_monitor_mark_supplies(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		if (m->inputs[i]->kind == CD_INPUT_POWER_SUPPLY && !m->inputs[i]->peripheral)
			m->inputs[i]->dirty = m->inputs[i]->thorough = true;
}

static int on_poll(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct cd_monitor *m = userdata;

	cd_monitor_begin(m);
	mark_silent(m);
	cd_monitor_end(m);
	return 0;
}

void cd_supply_poll_update(struct cd_monitor *m)
{
	bool silent = false, plugged = false;
	int enabled = SD_EVENT_OFF;

	for (size_t i = 0; i < m->n_inputs; i++) {
		silent |= m->inputs[i]->silent;
		plugged |= m->inputs[i]->online > '0' && !m->inputs[i]->battery && !m->inputs[i]->peripheral;
	}
	if (!m->options.poll_allowed || !silent || !plugged) {
		cd_monitor_disarm(m->poll_source);
		return;
	}
	if (m->poll_source)
		(void)sd_event_source_get_enabled(m->poll_source, &enabled);
	if (enabled == SD_EVENT_OFF)
		(void)cd_monitor_arm(m, &m->poll_source, POLL_US, POLL_ACCURACY_US, on_poll);
}
