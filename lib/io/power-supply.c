/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Supplies of class power_supply. The files that exist are looked up once, when the supply appears (the kernel decides
 * then which attributes a driver has); each event reads those and no others, most of them with one read of the supply's
 * `uevent` file (supply-said.h). What the message of the event says is not used: it is older than the files.
 *
 * What a battery is does not change while it is there: its fixed attributes are read anew when the message hints at
 * another battery (drivers that swap it under the same name), when `present` changes, and when everything is looked at
 * again.
 *
 * Reading is all we do. Some attributes are commands when written (charge_behaviour, input_current_limit).
 */

#include <unistd.h>

#include "hash.h"
#include "monitor-internal.h"
#include "quirks.h"
#include "supply-said.h"
#include "sysfs.h"

#define POLL_US (5 * CD_US_PER_S) /* silent drivers while plugged: a phone's draw changes in seconds */
#define POLL_ACCURACY_US CD_US_PER_S

static uint64_t look_up(int dir)
{
	struct cd_sysfs_names names = { .dir = dir };
	uint64_t exposed = 0;

	for (const char *name; (name = cd_sysfs_next(&names));) {
		int i = cd_supply_attribute_find(name);

		if (i >= 0)
			exposed |= UINT64_C(1) << i;
	}
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

/* One look at a supply. */
struct look {
	struct cd_monitor *monitor;
	struct input *input;
	struct cd_supply_said said;
	bool by_files; /* what the uevent file says is not taken */
	bool left;     /* there is no directory to read from */
	int dir;       /* opened when a file is to be read; -1: not yet */
};

static void look_done(struct look *l)
{
	cd_sysfs_closep(&l->dir);
}

static bool open_directory(struct look *l)
{
	if (l->dir < 0 && !l->left) {
		l->dir = cd_sysfs_open(l->input->syspath);
		l->left = l->dir < 0;
		l->input->gone |= l->dir == -ENOENT || l->dir == -ENODEV;
	}
	return !l->left;
}

static int read_attribute(struct look *l, size_t attribute)
{
	const struct cd_supply_attribute *a = &cd_supply_attributes[attribute];
	struct cd_attributes *to = &l->monitor->scratch;
	const struct input *i = l->input;
	const char *value =
		i->battery && a->fixed && !i->thorough ? cd_attributes_get(&i->fixed, a->name) : NULL;
	size_t length;

	if (value)
		return cd_attributes_set(to, a->name, value, strlen(value));
	value = l->by_files ? NULL : cd_supply_said(&l->said, attribute, &length);
	if (value)
		return cd_attributes_set(to, a->name, value, length);
	return open_directory(l) ? cd_sysfs_collect(l->dir, a->name, a->name, to) : 0;
}

static void read_all(struct look *l)
{
	struct cd_monitor *m = l->monitor;
	struct input *i = l->input;

	cd_attributes_clear(&m->scratch);
	if (l->by_files && !open_directory(l))
		return;
	for (uint64_t left = i->exposed; left; left &= left - 1)
		if (!cd_input_collected(m, i, read_attribute(l, (size_t)__builtin_ctzll(left))))
			break;
	if (i->parent)
		(void)cd_input_collected(
			m, i, cd_attributes_set(&m->scratch, "device", i->parent, strlen(i->parent)));
}

static bool contradicts(
	const struct cd_supply_said *said, const struct input *i, const struct cd_attributes *a)
{
	for (uint64_t left = i->exposed; left; left &= left - 1) {
		size_t n = (size_t)__builtin_ctzll(left), length;
		const char *word = cd_supply_said(said, n, &length);
		const char *file = word ? cd_attributes_get(a, cd_supply_attributes[n].name) : NULL;

		if (word && (!file || strlen(file) != length || memcmp(file, word, length) != 0))
			return true;
	}
	return false;
}

/* The kernel makes the uevent file's text at each read. In a copy of a sysfs, a machine mocked for a test, it may be a
 * mere file that nobody keeps true. So the text is taken where it has changed since we last looked; else the files are
 * read, and where it stands against them and still does not change, it is not taken at all. */
static void choose(struct look *l)
{
	const struct input *i = l->input;

	cd_supply_listen(i->syspath, &l->said);
	l->by_files = i->thorough || i->deaf || !l->said.fingerprint || l->said.fingerprint == i->heard;
}

static void check(struct look *l)
{
	struct input *i = l->input;

	i->heard = l->said.fingerprint;
	if (!l->by_files)
		return;
	i->deaf = contradicts(&l->said, i, &l->monitor->scratch);
	if (!i->deaf)
		return;
	cd_supply_listen(i->syspath, &l->said);
	i->deaf = l->said.fingerprint == i->heard;
	i->heard = l->said.fingerprint;
}

/* What could not be read, or cannot be kept, is simply read again next time. */
static void keep_fixed(struct cd_monitor *m, struct input *i)
{
	cd_attributes_clear(&i->fixed);
	for (uint64_t left = i->exposed; left; left &= left - 1) {
		const struct cd_supply_attribute *a = &cd_supply_attributes[__builtin_ctzll(left)];
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
	CD_CLEANUP(look_done) struct look l = { .monitor = m, .input = i, .dir = -1 };

	choose(&l);
	read_all(&l);
	if (i->battery && !l.left && swapped(m, i)) {
		i->thorough = l.by_files = true;
		read_all(&l);
	}
	if (l.left)
		return;
	check(&l);
	if (i->battery && i->thorough)
		keep_fixed(m, i);
	i->thorough = false;
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
