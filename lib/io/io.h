/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The adapters' side of the seam: they turn what the kernel and devices say into events and hand each to the sink.
 * They never judge, never log, never block; what goes wrong is a note to the sink.
 */

#include <systemd/sd-event.h>

#include "event.h"

/*
 * Of event sources. Inputs have the normal priority. What is due (a deadline that is run before an event which is older would
 * turn that into a late one) and who asks come after them, in turns: who floods the bus holds up no deadline.
 */
#define CD_IO_PRIORITY_AFTER_INPUTS (SD_EVENT_PRIORITY_NORMAL + 10)

/* State of one interface of the machine, or of one device on it: a line in `chargectl status` and a row of the
 * Manager's `Inputs` property. */
enum cd_presence {
	CD_PRESENT,
	CD_ABSENT, /* not there, and why */
	CD_FAILED, /* there, but it cannot be used: why, and what to do */
};
const char *cd_presence_to_string(enum cd_presence p);

struct cd_io_sink {
	/* One event; t_us is CLOCK_BOOTTIME. Borrowed. */
	void (*event)(void *userdata, const struct cd_event *ev);
	/* `name`: "power_supply" "typec" "usb" "hwmon" "udev" "meters", or an input's name; `detail` is a sentence
	 * fragment ("no /sys/class/typec: the kernel has no Type-C port driver bound"). A name's row is replaced;
	 * `kind` is "interface" or the input kind's word. */
	void (*presence)(
		void *userdata, const char *name, const char *kind, enum cd_presence p, const char *detail);
	/* The row of a name is gone (a device was unplugged). */
	void (*absent)(void *userdata, const char *name);
	/* All that one message of the kernel, or one burst of them, brought has been told. NULL: nobody waits for it. */
	void (*turn)(void *userdata);
	/* Something to log, `error` a positive errno or 0. */
	void (*warning)(void *userdata, int error, const char *what);
	void *userdata;
};

/* CLOCK_BOOTTIME in µs. */
int64_t cd_io_now(void);
