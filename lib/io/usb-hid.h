/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One HID interface of a USB device, opened through libusb: reports in, frames out, nothing blocks and nothing of what
 * it means is known here.
 *
 *     open ─► RUNNING ◄──────────────── all transfers submitted ◄─┐
 *               │ restart with `unhalt`                           │
 *               ▼                                                 │
 *            CANCELLING ─ IN transfers back ─► ASKING ─ answered ─┤ clear halt
 *               │                                └─ no answer ────┘
 *     close ─► CLOSING ─ all transfers back ─► asks once more ─► interface and its kernel driver given back ─► closed
 *
 * Why it asks: clearing a halt, and giving the interface back (the kernel's driver then probes the device), are system
 * calls that last as long as the device takes to answer, 5 s and more for one that hangs. So it is first asked for its
 * status by an ordinary transfer; a device that does not answer is spared, and gets its driver back when replugged.
 *
 * One call does wait for the device: wrapping the descriptor asks for the active configuration, at most 1 s. The device
 * has answered the kernel's own questions just before, when it was enumerated.
 */

#include "usb-loop.h"

struct cd_usb_hid;

/* Called from inside libusb: send, restart and close may be called from here, free may not. Not after close, but for
 * `closed`, which comes from the loop itself. */
struct cd_usb_hid_handler {
	void (*report)(void *userdata, const uint8_t *bytes, size_t len);
	/* The frame has left, or has failed with this negative errno; then the next may be sent. */
	void (*sent)(void *userdata, int error);
	/* restart() is done. */
	void (*restarted)(void *userdata);
	/* Every transfer for reports has failed, the last with this negative errno. restart() reads again. */
	void (*broken)(void *userdata, int error);
	/* Unplugged. Close it. */
	void (*gone)(void *userdata);
	/* It is freed when this returns. */
	void (*closed)(void *userdata);
	void *userdata;
};

/* Opens `devnode`, claims the interface (`interface` -1: the first of class HID with an endpoint in each direction;
 * its kernel driver is detached, no other interface is touched) and begins to read. Negative errno: -EACCES and -ENOENT
 * of the node, -EBUSY another program has claimed it, -ENODEV it has left, -EPROTONOSUPPORT no such interface, -EIO its
 * descriptors cannot be read. */
int cd_usb_hid_open(struct cd_usb_loop *loop, const char *devnode, int interface,
	const struct cd_usb_hid_handler *handler, struct cd_usb_hid **ret);
/* At once, waiting up to 0.2 s for the device; `closed` is not called. NULL is fine. */
struct cd_usb_hid *cd_usb_hid_free(struct cd_usb_hid *h);
CD_DEFINE_CLEANUP(struct cd_usb_hid *, cd_usb_hid_free)

/* One frame at a time: -EBUSY while one is on its way. -EMSGSIZE, -ENODEV, -EIO. */
int cd_usb_hid_send(struct cd_usb_hid *h, const uint8_t *frame, size_t len);
/* Reads again with the transfers that failed; with `unhalt` clears a halt of the endpoints before. Then, perhaps
 * before this returns, calls `restarted`. Does nothing while an earlier one is not done. */
void cd_usb_hid_restart(struct cd_usb_hid *h, bool unhalt);
/* Begins to close. Once. */
void cd_usb_hid_close(struct cd_usb_hid *h);
