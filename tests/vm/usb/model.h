/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A USB device that is to be emulated: its descriptors, and what it answers. A new one is a file with a `struct
 * usb_model` and a line in models.c; the standard requests, the halting of endpoints, plugging and the wire to the
 * kernel are vhci.c's.
 */

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define USB_PACKET_MAX 4096

/* Values of the attach file of vhci_hcd: enum usb_device_speed of linux/usb/ch9.h. */
enum usb_speed {
	USB_FULL = 2,
	USB_HIGH = 3,
};

/* A control request (USB 2.0 §9.3). */
struct usb_request {
	uint8_t type, request;
	uint16_t value, index, length;
};

/* What a story may set, by name: an int64_t in the model's state. */
struct usb_key {
	const char *name;
	size_t offset;
};

struct usb_model {
	const char *name, *vendor, *product;
	enum usb_speed speed;
	const uint8_t *device; /* 18 bytes; its strings are 1 vendor, 2 product, 3 serial number */
	const uint8_t *config;
	size_t config_len;
	const uint8_t *report; /* of its HID interface, where it has one */
	size_t report_len;

	size_t state_size;
	const struct usb_key *keys;
	/* Power came: `state` holds what was set, and what is private in it must begin anew. */
	void (*plugged)(void *state);
	/* Something was set while it was plugged in. */
	void (*changed)(void *state);
	/* Class and vendor requests. The length of the reply; -EPIPE: unknown, which stalls. */
	int (*control)(void *state, const struct usb_request *r, uint8_t *reply);
	void (*out)(void *state, uint8_t endpoint, const uint8_t *bytes, size_t len, int64_t now_us);
	/* The length of the packet; -EAGAIN: nothing to say now (it sends NAK). */
	int (*in)(void *state, uint8_t endpoint, uint8_t *bytes, size_t room, int64_t now_us);
	/* When in() has something to say that nobody's request brings about; INT64_MAX: never. */
	int64_t (*next)(const void *state);
	/* What a story may ask; NULL: all is well. */
	const char *(*trouble)(const void *state);
};

/* NULL ends. */
extern const struct usb_model *const usb_models[];

/* clang-format off */
#define USB_DEVICE(class, vid, pid) \
	18, 1, 0x00, 0x02, (class), 0, 0, 64, (vid) & 0xff, (vid) >> 8, (pid) & 0xff, (pid) >> 8, 0x00, 0x02, 1, 2, 3, 1
/* attributes: 0x80 powered by the bus, 0xc0 by itself, | 0x20 wakes the host */
#define USB_CONFIG(interfaces, len, attributes) 9, 2, (len) & 0xff, (len) >> 8, (interfaces), 1, 0, (attributes), 50
#define USB_INTERFACE(number, endpoints, class, subclass, protocol) \
	9, 4, (number), 0, (endpoints), (class), (subclass), (protocol), 0
#define USB_HID(report_len) 9, 0x21, 0x11, 1, 0, 1, 0x22, (report_len), 0
#define USB_ENDPOINT(address, type, size, interval) 7, 5, (address), (type), (size) & 0xff, (size) >> 8, (interval)
#define USB_BULK 2
#define USB_INTERRUPT 3
/* clang-format on */
