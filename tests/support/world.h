/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The fake world: a machine made of files, over umockdev, that speaks of batteries, ports and chargers instead of
 * attributes, so that tests read as stories. It changes the same files and sends the same uevents, in the same
 * order, as Linux does; where the kernel has a habit that readers trip over (zeros right after a plug, a downgrade
 * that no power_supply event tells), the world has it too.
 *
 * It knows nothing of chargediag. The program that uses it must have umockdev's preload library linked or preloaded.
 * What cannot be done in a test's own world ends the test: all functions abort on failure, with a message.
 */

#include <stdbool.h>
#include <stdint.h>

#define WORLD_PDOS_MAX 7

/* What is plugged in. `mv` 0 ends the list of offers. */
struct world_charger {
	const char *name; /* "65w" */
	const char *mode; /* of power_operation_mode: "usb_power_delivery" "3.0A" "1.5A" "default" */
	const char *usb_type;
	const char *charge_type; /* what a firmware makes of it: "Standard", or "Trickle" for a slow one */
	struct {
		unsigned mv, ma;
	} offer[WORLD_PDOS_MAX];
	unsigned selected; /* index of the agreed offer */
};
extern const struct world_charger charger_65w_pd;
extern const struct world_charger charger_30w_pd;
extern const struct world_charger charger_15w_typec;
extern const struct world_charger charger_5w_dcp;
/* By name ("65w" "30w" "15w" "5w"); NULL: no such charger. */
const struct world_charger *world_charger_find(const char *name);

struct world;

struct world *world_new(void);
void world_free(struct world *w);
/* The directory that stands for "/": UMOCKDEV_DIR of programs that are to live in this world. */
const char *world_root(const struct world *w);

/* Makes devices; each comes with its "add" uevent. A battery has 60 Wh of 80 designed and 48 in it. */
void world_add_battery(struct world *w, const char *name, const char *status, int64_t uw);
void world_add_ac(struct world *w, const char *name, bool online);
/* Port `n` of the UCSI controller USBC000:00: typec port<n> and ucsi-source-psy-USBC000:00<n+1>. */
void world_add_typec_port(struct world *w, unsigned n);
/* A power supply with just these attributes: "name=value" strings, NULL-terminated. */
void world_add_supply(struct world *w, const char *name, const char *const *attributes);
/* Root hub usb<bus> with ports usb<bus>-port1 … */
void world_add_hub(struct world *w, unsigned bus, unsigned ports);
/* A USB device in a port of a root hub: "1-2" hangs on usb1-port2. */
void world_add_usb_device(struct world *w, const char *name, uint16_t vid, uint16_t pid, const char *product,
	const char *serial);
/* A hwmon chip. `parent` is a device of this world, "" for a platform device of its own. */
void world_add_hwmon(struct world *w, const char *name, const char *parent, const char *const *attributes);

/* A charger comes to, or leaves, a Type-C port; the AC adapters of the machine follow, as firmware makes them. */
void world_plug(struct world *w, unsigned port, const struct world_charger *charger);
void world_unplug(struct world *w, unsigned port);
/* The agreed offer changes (renegotiation). A fall to plain USB fires only a typec event, as real UCSI does. */
void world_renegotiate(struct world *w, unsigned port, unsigned selected);
void world_downgrade(struct world *w, unsigned port);
/* The battery's firmware says: status, and the flow in µW (always positive, as ACPI gives it). */
void world_battery_flow(struct world *w, const char *name, const char *status, int64_t uw);

/* The counter of a hub port and the hub's uevent. */
void world_over_current(struct world *w, const char *port, unsigned count);

/* One attribute. Devices are known by their last path component. */
void world_set(struct world *w, const char *name, const char *attribute, const char *value); /* and uevent */
void world_set_quietly(
	struct world *w, const char *name, const char *attribute, const char *value); /* no uevent */
/* Half of that: what the kernel never does, but a copy of a sysfs may. Only the line in the `uevent` file, or only the
 * attribute file. */
void world_say(struct world *w, const char *name, const char *attribute, const char *value);
void world_write(struct world *w, const char *name, const char *attribute, const char *value);
void world_unset(struct world *w, const char *name, const char *attribute);
/* Reading it fails from now on (EISDIR stands for whatever the driver says). */
void world_break(struct world *w, const char *name, const char *attribute);
void world_event(struct world *w, const char *name, const char *action);
/* The device leaves, with its uevent; or only its directory does and nobody is told. */
void world_remove(struct world *w, const char *name);
void world_vanish(struct world *w, const char *name);
bool world_has(const struct world *w, const char *name);
