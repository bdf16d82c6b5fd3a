/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the two halves of the fake usbfs share: fake-usbfs.c answers calls and keeps the books of interfaces,
 * fake-usbfs-urb.c has the URBs.
 */

#include "fake-usbfs.h"

struct fake_usbfs {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	char *devnode, *path;
	int fifo;
	int ready; /* state of the FIFO; -1 not known */
	struct fake_usbfs_device device;

	GMutex lock; /* of what follows */
	GCond closed;
	const char *drivers[FAKE_USBFS_INTERFACES];
	GPtrArray *urbs;
	bool halted, deaf, busy, gone;
	struct fake_usbfs_counts counts;
};

/* All with the lock held. Those that answer a call return a positive errno or 0. */
void fake_usbfs_set_ready(struct fake_usbfs *u, bool ready);
void fake_usbfs_update_ready(struct fake_usbfs *u);
/* Takes a new URB. *ret_out are the bytes of a whole OUT transfer, or stay as they are. */
int fake_usbfs_submit(struct fake_usbfs *u, UMockdevIoctlData *data, GBytes **ret_out);
int fake_usbfs_discard(struct fake_usbfs *u, gulong address);
int fake_usbfs_reap(struct fake_usbfs *u, UMockdevIoctlData *data);
/* All that wait come back with a status. */
void fake_usbfs_finish_all(struct fake_usbfs *u, int status);
/* One IN transfer that waits comes back with these bytes. */
bool fake_usbfs_finish_in(struct fake_usbfs *u, const uint8_t *bytes, size_t len);
GPtrArray *fake_usbfs_make_urbs(void);
