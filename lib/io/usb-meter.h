/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * USB meters through libusb, asynchronously inside the sd-event loop: no thread of ours, nothing blocks. The libusb
 * context is created with the first meter and without device discovery (libudev discovers, we wrap the descriptor); it
 * goes with the last.
 *
 * A meter's input is named after its model and serial number, "fnb58-21A0", so that it is the same in whatever port it
 * is plugged; without a serial after its place, "fnb58-1-2", and with both where two have the same serial.
 *
 * What goes wrong with a meter is its presence row; nothing is logged twice.
 */

#include "io.h"
#include "meter.h"
#include "monitor.h"

#define CD_USB_METERS_MAX 64

enum cd_usb_meter_state {
	CD_USB_METER_FAILED,
	CD_USB_METER_STARTING,
	CD_USB_METER_STREAMING,
	CD_USB_METER_STALLED,
	CD_USB_METER_STOPPING,
	CD_USB_METER_CLOSING,
	_CD_USB_METER_STATE_MAX,
};
const char *cd_usb_meter_state_to_string(enum cd_usb_meter_state s);

struct cd_usb_meters;

/* The functions of the sink may not free the meters. */
int cd_usb_meters_new(sd_event *event, const struct cd_io_sink *sink, struct cd_usb_meters **ret);
/* Closes all at once, waiting up to 0.2 s for each, and tells the sink nothing. A meter that streams is left without the
 * drain it needs: cd_usb_meters_stop() first. */
struct cd_usb_meters *cd_usb_meters_free(struct cd_usb_meters *m);
CD_DEFINE_CLEANUP(struct cd_usb_meters *, cd_usb_meters_free)

/* What the monitor calls. `added` for one that is open already changes nothing; one that failed is tried again. */
void cd_usb_meters_added(void *meters, const struct cd_usb_device *device);
void cd_usb_meters_removed(void *meters, const char *sysname);

/* The machine slept so long, until now: what the meters said meanwhile nobody heard, and that is no silence of theirs. */
void cd_usb_meters_slept(void *meters, int64_t duration_us);

/* Tries again what could not be opened: another program may have let go of it meanwhile, which no event tells. */
void cd_usb_meters_refresh(struct cd_usb_meters *m);

/* Begins the orderly end: keep-alive off, drain until the driver's silence, give the interfaces back. `done` is called
 * once, from the loop or, when no meter is open, at once: after 2 s, or 1.5 s later when a device hangs. Further meters
 * are ignored. 0 or, when it has been called before, -EALREADY. */
int cd_usb_meters_stop(struct cd_usb_meters *m, void (*done)(void *userdata), void *userdata);

/* Health, for those who show it. Strings belong to the meter. */
struct cd_usb_meter_info {
	const char *name;
	const char *sysname;
	const char *model;
	const char *serial; /* NULL unknown */
	const char *driver;
	enum cd_usb_meter_state state;
	struct cd_meter_stats stats;
	uint64_t stalls;
	uint64_t transfer_errors;
};
size_t cd_usb_meters_count(const struct cd_usb_meters *m);
/* False beyond the count. */
bool cd_usb_meters_info(const struct cd_usb_meters *m, size_t i, struct cd_usb_meter_info *ret);
