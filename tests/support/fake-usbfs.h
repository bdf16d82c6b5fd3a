/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A node below /dev/bus/usb that answers the ioctls of usbfs (include/uapi/linux/usbdevice_fs.h), for libusb in a
 * program that knows nothing of it. It keeps the books of interfaces, kernel drivers and URBs; what the device itself
 * does is up to its owner.
 *
 * umockdev answers ioctls, in a thread of its own, but its node is a plain file: always ready for poll(), refused by
 * epoll. Real usbfs is writable when an URB can be reaped. A pipe can be both: the node is a FIFO, kept full while
 * there is nothing to reap. A FIFO cannot seek, which libusb does before it reads the descriptors of a node it was
 * given: usbfs-seek.c, linked or preloaded, helps it over that.
 *
 * What it has not: POLLERR after unplugging (the URBs come back with ENODEV instead), isochronous and bulk transfers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <umockdev.h>

#define FAKE_USBFS_INTERFACES 8

struct fake_usbfs;

struct fake_usbfs_device {
	const uint8_t *descriptors; /* as read from the node; fewer than 256 bytes */
	size_t n_descriptors;
	const char *drivers[FAKE_USBFS_INTERFACES]; /* of the kernel, by interface; NULL: none */
	/* From umockdev's thread, without locks held: a whole interrupt OUT transfer; an interface, or the descriptor
	 * that held one, was released. */
	void (*out)(void *userdata, struct fake_usbfs *u, const uint8_t *bytes, size_t len);
	void (*released)(void *userdata, struct fake_usbfs *u);
	void *userdata;
};

struct fake_usbfs_counts {
	unsigned opens, closes, claims, releases, detaches, attaches, clear_halts;
	unsigned submits, reaps, discards, refused;
};

/* `devnode` "/dev/bus/usb/001/004". `device` is copied, its pointers are borrowed. */
struct fake_usbfs *fake_usbfs_new(
	UMockdevTestbed *bed, const char *devnode, const struct fake_usbfs_device *device);
/* The program under test must have closed the node. */
void fake_usbfs_free(struct fake_usbfs *u);

/* Completes one waiting IN transfer. False: nobody reads, or the device is gone or halted. */
bool fake_usbfs_in(struct fake_usbfs *u, const uint8_t *bytes, size_t len);
/* All transfers of the interrupt endpoints come back with EPIPE until the halt is cleared. */
void fake_usbfs_halt(struct fake_usbfs *u);
/* Control requests are not answered, as by a device that hangs. */
void fake_usbfs_set_deaf(struct fake_usbfs *u, bool deaf);
/* Another program has claimed the interfaces. */
void fake_usbfs_set_busy(struct fake_usbfs *u, bool busy);
/* Unplugged: everything that is in flight, and everything later, fails with ENODEV. */
void fake_usbfs_vanish(struct fake_usbfs *u);

void fake_usbfs_counts(struct fake_usbfs *u, struct fake_usbfs_counts *ret);
/* "usbfs" while it is claimed; NULL: none. */
const char *fake_usbfs_driver(struct fake_usbfs *u, unsigned interface);
