/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A device that is plugged into the kernel's vhci_hcd: USB/IP over a socket pair, no network and no other tool
 * (Documentation/usb/usbip_protocol.rst). The kernel believes every word of it.
 */

#include "model.h"

#define DEVICE_PENDING_MAX 64
#define DEVICE_SERIAL_MAX 32

struct pending {
	uint32_t sequence, len;
	uint8_t endpoint;
};

struct device {
	const struct usb_model *model;
	void *state;
	char name[16], serial[DEVICE_SERIAL_MAX];
	int port;                                   /* of the virtual host controller */
	int fd;                                     /* the wire; -1: unplugged */
	uint16_t halted;                            /* IN endpoints, a bit each, until the host clears it */
	int64_t refusals;                           /* so many attempts to clear it are refused */
	struct pending pending[DEVICE_PENDING_MAX]; /* IN transfers that wait for an answer */
	size_t n_pending;
};

/* Negative errno. */
int device_plug(struct device *d);

/* As if pulled out: transfers under way fail. */
void device_unplug(struct device *d);

/* What the host sent; afterwards call device_pump(). */
void device_readable(struct device *d, int64_t now_us);

/* Answers what can be answered. */
void device_pump(struct device *d, int64_t now_us);

/* When device_pump() should be called without a word from the host; INT64_MAX: never. */
int64_t device_next(const struct device *d);
