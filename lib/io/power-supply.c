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

#include "monitor-internal.h"
#include "quirks.h"
#include "sysfs.h"

#define POLL_US (5 * CD_US_PER_S) /* silent drivers while plugged: a phone's draw changes in seconds */
#define POLL_ACCURACY_US CD_US_PER_S

/* Sorted. What is not here does not matter to charging, or names its owner (serial_number is told once, in `added`,
 * where it can be masked). Documentation/ABI/testing/sysfs-class-power. */
static const char *const names[] = {
	"capacity",
	"capacity_level",
	"charge_behaviour",
	"charge_control_end_threshold",
	"charge_control_limit",
	"charge_control_start_threshold",
	"charge_full",
	"charge_full_design",
	"charge_now",
	"charge_term_current",
	"charge_type",
	"charge_types",
	"constant_charge_current",
	"constant_charge_current_max",
	"constant_charge_voltage",
	"constant_charge_voltage_max",
	"current_avg",
	"current_max",
	"current_now",
	"cycle_count",
	"energy_full",
	"energy_full_design",
	"energy_now",
	"health",
	"input_current_limit",
	"input_power_limit",
	"input_voltage_limit",
	"internal_resistance",
	"manufacturer",
	"model_name",
	"online",
	"power_avg",
	"power_now",
	"precharge_current",
	"present",
	"scope",
	"state_of_health",
	"status",
	"technology",
	"temp",
	"time_to_empty_now",
	"time_to_full_avg",
	"time_to_full_now",
	"type",
	"usb_type",
	"voltage_avg",
	"voltage_max",
	"voltage_max_design",
	"voltage_min",
	"voltage_min_design",
	"voltage_now",
	"voltage_ocv",
};
_Static_assert(CD_ELEMENTSOF(names) <= 64, "input.exposed has a bit for each");

static int compare_names(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
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
		const char *const *name =
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

static void supply_read(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	cd_attributes_clear(&m->scratch);
	for (uint64_t left = i->exposed; left; left &= left - 1) {
		const char *name = names[__builtin_ctzll(left)];

		if (!cd_input_collected(m, i, cd_sysfs_collect(dir, name, name, &m->scratch)))
			break;
	}
	if (i->parent)
		(void)cd_input_collected(
			m, i, cd_attributes_set(&m->scratch, "device", i->parent, strlen(i->parent)));
	line_changed(m, i);
	cd_input_tell(m, i);
}

/* What does not change while the supply exists. */
static void describe(struct cd_monitor *m, struct input *i, int dir)
{
	char word[32] = "";

	i->read = supply_read;
	i->exposed = look_up(dir);
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
			m->inputs[i]->dirty = true;
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
