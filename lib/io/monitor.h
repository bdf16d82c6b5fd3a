/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The kernel's side: libudev's monitor, enumeration and snapshots of sysfs. Owns every power_supply, typec, hub-port
 * and hwmon input, and tells the meter adapter about USB devices. Table-driven: one row per subsystem (subsystems.c).
 *
 * An input is named after its device ("BAT0", "port0", "usb1-port2", "powerz-1-2:1.0"). Attributes are keyed by path
 * below the device's directory; where a symbolic link says what a port belongs to (`device`, `connector`), its value
 * is the last component of the link's target.
 */

#include "io.h"

struct cd_monitor;

struct cd_monitor_options {
	bool poll_allowed; /* slow polling where quirks mark the driver as silent */
};

/* Arms the netlink monitor first and enumerates then, so that nothing is lost in between. A machine without udev, USB
 * or sysfs is not an error: presence rows say so. -ENOMEM or the errno of sd-event. */
int cd_monitor_new(sd_event *event, const struct cd_io_sink *sink, const struct cd_monitor_options *options,
	struct cd_monitor **ret);
struct cd_monitor *cd_monitor_free(struct cd_monitor *m);
CD_DEFINE_CLEANUP(struct cd_monitor *, cd_monitor_free)

/* The directory of an input in sysfs; NULL: there is none of this name. */
const char *cd_monitor_syspath(const struct cd_monitor *m, const char *input);

/* Reads everything once more (a client asked, the queue overflowed, a reload). At most once a second takes
 * effect. */
void cd_monitor_refresh(struct cd_monitor *m);

/* Looks whether the machine slept, and if so tells all inputs of it and reads them. The monitor looks by itself once the
 * machine is awake, and with every event; this is for who acts upon the clock before that. */
void cd_monitor_awake(struct cd_monitor *m);

/* A USB device that is a meter of ours appeared or left; called by the monitor, also during enumeration. `added` may
 * come again for a device that has not left: udev has dealt with it (permissions) since the enumeration saw it. */
struct cd_usb_device {
	uint16_t vid, pid;
	int bus, address;       /* busnum, devnum */
	const char *sysname;    /* "1-2" */
	const char *devnode;    /* "/dev/bus/usb/001/002" */
	const char *serial;     /* NULL: none */
	const char *product;    /* NULL: none */
};
struct cd_usb_listener {
	void (*added)(void *userdata, const struct cd_usb_device *device);
	void (*removed)(void *userdata, const char *sysname);
	void (*slept)(void *userdata, int64_t duration_us); /* the machine did, until now; NULL: no matter */
	void *userdata;
};
/* Before cd_monitor_start(). */
void cd_monitor_set_usb_listener(struct cd_monitor *m, const struct cd_usb_listener *listener);
/* Enumerates and begins to deliver. 0 or negative errno; absences are presence rows, not errors. */
int cd_monitor_start(struct cd_monitor *m);
