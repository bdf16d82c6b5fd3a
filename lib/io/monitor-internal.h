/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the files behind cd_monitor share. monitor.c owns the netlink socket and the order of things, inputs.c the set
 * of inputs, and one file per subsystem knows what a device of it looks like:
 *
 *     netlink ─► monitor.c ─► subsystems.c ─► power-supply.c typec.c hub.c usb-device.c hwmon.c
 *                   │            (table)        mark their input dirty, or add and remove it
 *                   └─► flush: every dirty input is read once and told when it differs
 *
 * So a burst of uevents of one device costs one read, and a value is never older than the last event.
 */

#include <libudev.h>

#include "attributes.h"
#include "monitor.h"

#define CD_MONITOR_INPUTS_MAX 1024 /* as many as a router takes */

enum action {
	ACTION_ADD,    /* appeared, or was there when we came */
	ACTION_CHANGE, /* anything else that is not the end */
	ACTION_REMOVE,
};

/* A device of the kernel, as an event or the enumeration names it. Borrowed strings. */
struct device {
	enum action action;
	const char *subsystem;
	const char *syspath;
	const char *sysname;
	struct udev_device *event; /* NULL when enumerated */
};

struct input;

struct subsystem {
	const char *name;  /* as udev calls it */
	const char *where; /* its directory of links, below /sys */
	void (*event)(struct cd_monitor *m, const struct device *d);
};
/* Ends with a NULL name; the order is that of enumeration. */
extern const struct subsystem cd_subsystems[];
const struct subsystem *cd_subsystem_find(const char *name);

struct input {
	char *syspath; /* the set is sorted by it */
	char *name;
	enum cd_input_kind kind;
	void (*read)(struct cd_monitor *m, struct input *i); /* fills m->scratch and calls cd_input_tell() */
	uint64_t fingerprint;                                /* of the attributes told last; 0: none yet */
	unsigned failed; /* attributes that could not be read at that time */
	bool dirty;
	bool seen;     /* by the enumeration that runs */
	bool gone;     /* its directory is: to be removed by the flush */
	bool thorough; /* the next read takes nothing for granted */
	bool overfull; /* more attributes than a snapshot takes: said once */

	/* power_supply */
	uint64_t exposed; /* which rows of the attribute table exist */
	char *parent;     /* sysname of the device behind it, where a port is found by it */
	char online;      /* first character of `online`, 0 unknown */
	bool silent;      /* its driver sends no uevents */
	bool peripheral;  /* scope Device */
	bool battery;
	char present;               /* first character of `present` */
	uint64_t identity;          /* of the last uevent's hints */
	uint64_t heard;             /* of the uevent file's text when it was last looked at */
	bool deaf;                  /* that text is not the kernel's: never taken */
	struct cd_attributes fixed; /* what a battery is */

	struct hwmon *hwmon;
};

struct cd_monitor {
	sd_event *event;
	struct cd_io_sink sink;
	struct cd_monitor_options options;
	struct cd_usb_listener listener;

	struct udev *udev;
	struct udev_monitor *netlink;
	sd_event_source *netlink_source;
	sd_event_source *clock_source;
	sd_event_source *settle_source;
	sd_event_source *poll_source;
	sd_event_source *hwmon_source;
	sd_event_source *hub_source;

	struct input **inputs; /* sorted by syspath */
	size_t n_inputs, allocated_inputs;
	struct hubs *hubs;
	struct usb_devices *usb_devices;
	struct cd_attributes scratch; /* the snapshot being read */

	char machine[64];     /* DMI product version, for quirks */
	int64_t now_us;       /* of the turn of the loop that runs: one time for all it tells */
	int64_t asleep_us;    /* CLOCK_BOOTTIME − CLOCK_MONOTONIC when last looked */
	int64_t refreshed_us; /* the last refresh on request */
	unsigned settle_step;
	bool hwmon_chips;      /* there is a chip, ours or not */
	bool rows_stale;       /* presence.c: something came or went */
	uint64_t told_rows[4]; /* and the fingerprints of the interface rows told last */
};

/* monitor.c */
void cd_monitor_mark_supplies(struct cd_monitor *m);
void cd_monitor_settle(struct cd_monitor *m); /* something was plugged or unplugged: look again soon */
void cd_monitor_warn(struct cd_monitor *m, int error, const char *fmt, ...) CD_PRINTF(3, 4);
/* Begins and ends a turn of the loop: one clock, suspend noticed, dirty inputs told, rows and timers put right. */
void cd_monitor_begin(struct cd_monitor *m);
void cd_monitor_end(struct cd_monitor *m);
/* One-shot timer `*source`, made at first use, in `delay_us` from now. */
int cd_monitor_arm(struct cd_monitor *m, sd_event_source **source, uint64_t delay_us, uint64_t accuracy_us,
	sd_event_time_handler_t fn);
void cd_monitor_disarm(sd_event_source *source);

/* inputs.c */
struct input *cd_input_find(const struct cd_monitor *m, const char *syspath);
struct input *cd_input_by_name(const struct cd_monitor *m, const char *name);
/* Makes an input and tells `added`; `sysname` is made a valid name. NULL: refused, and said why. */
struct input *cd_input_add(
	struct cd_monitor *m, const char *syspath, const char *sysname, const struct cd_event_added *added);
/* Tells `removed` and forgets the input. */
void cd_input_remove(struct cd_monitor *m, struct input *i);
/* Tells m->scratch as the input's attributes when it differs from what was told last. */
void cd_input_tell(struct cd_monitor *m, struct input *i);
/* Deals with the negative answers of cd_sysfs_collect(). False: stop reading. */
bool cd_input_collected(struct cd_monitor *m, struct input *i, int r);
void cd_inputs_done(struct cd_monitor *m);
/* A gap of all inputs. */
void cd_inputs_gap(struct cd_monitor *m, enum cd_gap_reason reason, int64_t duration_us);

/* suspend.c */
int64_t cd_suspend_total(void); /* µs that the machine slept since it booted */
/* True: it slept since this was last asked, and all inputs were told of it. */
bool cd_suspend_notice(struct cd_monitor *m);
/* Has cd_monitor_awake() called at the end of each suspend. Negative errno. */
int cd_suspend_watch(struct cd_monitor *m);

/* presence.c */
void cd_presence_update(struct cd_monitor *m);
void cd_presence_input(struct cd_monitor *m, const struct input *i);

/* One per subsystem. */
void cd_supply_event(struct cd_monitor *m, const struct device *d);
void cd_supply_poll_update(struct cd_monitor *m); /* arms or disarms the timer for silent drivers */
void cd_typec_event(struct cd_monitor *m, const struct device *d);
void cd_pd_event(struct cd_monitor *m, const struct device *d);
void cd_typec_mark(struct cd_monitor *m); /* all ports are to be read */
void cd_usb_event(struct cd_monitor *m, const struct device *d);
void cd_hwmon_event(struct cd_monitor *m, const struct device *d);
void cd_hwmon_done(struct hwmon *h);
void cd_hub_event(struct cd_monitor *m, const struct device *d);
void cd_hub_device_event(struct cd_monitor *m, const struct device *d); /* what hangs on a port changed */
void cd_hubs_count(const struct cd_monitor *m, unsigned *ret_hubs, unsigned *ret_ports);
void cd_hubs_enumerated(struct cd_monitor *m, bool begin); /* before and after an enumeration */
void cd_hubs_done(struct cd_monitor *m);
void cd_usb_device_event(struct cd_monitor *m, const struct device *d);
void cd_usb_devices_enumerated(struct cd_monitor *m, bool begin);
void cd_usb_devices_done(struct cd_monitor *m);
