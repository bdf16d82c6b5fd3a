/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the files of the fake world share.
 */

#include <umockdev.h>

#include "world.h"

#define WORLD_DEVICES_MAX 2048
#define WORLD_PORTS_MAX 16

struct world_device {
	char *name; /* last component of path */
	char *path; /* "/sys/devices/…" */
};

struct world {
	UMockdevTestbed *bed;
	char *root;
	struct world_device devices[WORLD_DEVICES_MAX];
	size_t n;
	const struct world_charger *plugged[WORLD_PORTS_MAX];
};

void world_fail(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
char *world_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
const char *world_path(const struct world *w, const char *name);
/* `attributes` and `properties` are name, value, …, NULL. Returns the new device's path; with the preload library an
 * "add" uevent goes out by itself. */
const char *world_add(struct world *w, const char *subsystem, const char *name, const char *parent,
	const char *const *attributes, const char *const *properties);
/* Before world_add() with the same `name` ("hwmon/hwmon3") and parent: its link to the device behind it. */
void world_announce_link(struct world *w, const char *name, const char *parent);
const char *world_add_pairs(struct world *w, const char *subsystem, const char *name, const char *parent,
	const char *const *pairs, const char *const *properties);
void world_set_int(struct world *w, const char *name, const char *attribute, int64_t value);
void world_link(struct world *w, const char *name, const char *link, const char *target);
/* Calls `fn` for every device whose path has `part` in it. */
void world_each(struct world *w, const char *part, void (*fn)(struct world *w, const char *name, int64_t x),
	int64_t x);
