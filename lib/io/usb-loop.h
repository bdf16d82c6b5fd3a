/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A libusb context whose descriptors live in an sd-event loop. No thread is made: libusb starts one only to discover
 * devices, and udev does that for us. Each descriptor of libusb is an I/O source; when one is ready, libusb handles
 * what is there and waits for nothing.
 */

#include <libusb.h>
#include <systemd/sd-event.h>

#include "macro.h"

struct cd_usb_loop;

/* -ENOMEM, the errno of sd-event, -EOPNOTSUPP for a libusb that needs timers of ours. */
int cd_usb_loop_new(sd_event *event, struct cd_usb_loop **ret);
/* Not from inside a libusb callback; every handle is closed before. */
struct cd_usb_loop *cd_usb_loop_free(struct cd_usb_loop *l);
CD_DEFINE_CLEANUP(struct cd_usb_loop *, cd_usb_loop_free)

libusb_context *cd_usb_loop_context(const struct cd_usb_loop *l);
sd_event *cd_usb_loop_event(const struct cd_usb_loop *l);
/* Handles what is ready, and waits up to `timeout_us` for something; only for an end that cannot go through the
 * loop. */
void cd_usb_loop_pump(struct cd_usb_loop *l, int64_t timeout_us);
/* The errno of the first descriptor that sd-event refused since the last call, negative; else 0. libusb's notifier
 * cannot fail, so whoever opens a device asks here afterwards. */
int cd_usb_loop_take_error(struct cd_usb_loop *l);

/* The negative errno that stands for a libusb error; 0 stays 0. */
int cd_usb_errno(int libusb_error);
