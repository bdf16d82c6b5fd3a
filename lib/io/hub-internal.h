/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Hubs and their ports: hub.c keeps them, usb-port.c decides what is told of a count.
 */

#include "monitor-internal.h"

#define NAME_MAX_PORT 64 /* "1-2.3.4.5-port6": seven tiers at most (USB 2.0 §4.1.1) */

struct hub_port {
	char *name;         /* "usb1-port2" */
	uint32_t count;     /* seen last */
	int64_t counted_us; /* when it last rose with nothing attached; CD_UNKNOWN: never */
	int64_t told_us;    /* when a count was last told */
	int64_t left_us;    /* when a device last left: a tripped port takes its device away */
	int64_t due_us;     /* when the count is to be told; INT64_MAX: nothing to tell */
	bool announced;     /* it has an input */
	bool spurious;      /* its hub's wiring counts */
};

struct hub {
	char *syspath; /* of the interface */
	char *name;    /* of the device: "usb1" */
	struct hub_port *ports;
	size_t n_ports;
	unsigned spurious; /* ports found spurious so far */
	bool seen;
};

/* The counter of a port was read: decides whether, and when, that is told. */
void cd_hub_counted(struct cd_monitor *m, struct hub *h, struct hub_port *p, uint32_t count);
/* The hub was seen by the enumeration, and with it the inputs of its ports. */
void cd_hub_keep_seen(struct cd_monitor *m, const struct hub *h);

struct hub_port *cd_hub_port(const struct hub *h, const char *name);
struct input *cd_hub_port_input(const struct cd_monitor *m, const struct hub_port *p);
void cd_hubs_each(struct cd_monitor *m, void (*fn)(struct cd_monitor *m, struct hub *h));
