/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * USB meters through libusb, asynchronously inside the sd-event loop: no thread of ours, nothing blocks. The libusb
 * context is created with the first meter and without device discovery (libudev discovers, we wrap the descriptor).
 */

#include "io.h"
#include "meter.h"
#include "monitor.h"

struct cd_usb_meters;

int cd_usb_meters_new(sd_event *event, const struct cd_io_sink *sink, struct cd_usb_meters **ret);
/* Stops streams and gives interfaces back; drains at most briefly, see cd_usb_meters_stop(). */
struct cd_usb_meters *cd_usb_meters_free(struct cd_usb_meters *m);
CD_DEFINE_CLEANUP(struct cd_usb_meters *, cd_usb_meters_free)

/* What the monitor calls. */
void cd_usb_meters_added(void *meters, const struct cd_usb_device *device);
void cd_usb_meters_removed(void *meters, const char *sysname);

/* Begins the orderly end: keep-alive off, drain until the driver's silence. `done` is called once, at the latest after
 * 2 s, from the loop; at once when no meter is open. */
int cd_usb_meters_stop(struct cd_usb_meters *m, void (*done)(void *userdata), void *userdata);
