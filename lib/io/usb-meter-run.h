/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One USB meter, from its opening to its end. Behind usb-meter.h, which keeps the set of them.
 *
 *          plugged in, or looked at again
 *               │
 *               ▼          ok
 *     FAILED ◄─ open ──────────────► STARTING ──── a report we can read ────► STREAMING
 *       │ no loop: tried again         │    ▲                                    │
 *       │ when udev speaks             │    └─ 1, 2, 4 … 30 s later ─┐           │ silent for stall_us,
 *       │                              │ silent                      │           │ or every transfer failed
 *       │                              └──────────────────────────► STALLED ◄────┘
 *       │
 *       │       stop, from all three:  keep-alive ends ─► STOPPING ─ silent for drain_us, or 2 s ─► CLOSING
 *       ▼       unplugged, from everywhere ───────────────────────────────────────────────────────► CLOSING
 *     freed ◄────────────────────────────────────────────── transfers back, interface given back ──────┘
 *
 * Events: `added` after a successful open; `sample`; `gap` when a stall is noticed and again when it is over, each for
 * the time up to it that no gap has told yet, and for a suspend; `removed` when CLOSING begins.
 */

#include "io.h"
#include "meter.h"
#include "usb-hid.h"
#include "usb-meter.h"

struct cd_usb_meter {
	/* Who it is; the strings belong to it. */
	char *name, *sysname, *serial, *devnode;
	int bus, address;
	const struct cd_meter_driver *driver;
	const struct cd_meter_match *match;
	const struct cd_io_sink *sink;
	void (*closed)(struct cd_usb_meter *m, void *userdata); /* frees it; from the loop */
	void *userdata;

	enum cd_usb_meter_state state;
	struct cd_usb_loop *loop;
	struct cd_usb_hid *hid;
	void *decoder;
	sd_event_source *timer;
	bool sending;      /* a frame is on its way */
	int64_t tick_us;   /* when the decoder wants to send the next */
	int64_t gap_us;    /* from the end of a frame to the next */
	int64_t sent_us;   /* the last frame left */
	int64_t raw_us;    /* the last report, whatever it was */
	int64_t heard_us;  /* the last report with a sample, or the start */
	int64_t broken_us; /* no transfer reads since then; 0: some do */
	int64_t told_us;   /* missing time has been told up to here; CD_UNKNOWN: nothing is missing */
	int64_t retry_us;
	int64_t stop_us;
	unsigned attempts; /* to restart, since it last streamed */
	uint64_t stalls, transfer_errors;
};

/* Opens it. On failure it is FAILED, its presence row says why, and this may be tried again. */
void cd_usb_meter_open(struct cd_usb_meter *m, struct cd_usb_loop *loop);
/* Begins the orderly end. Not when FAILED. */
void cd_usb_meter_stop(struct cd_usb_meter *m);
/* The machine slept. Not when FAILED. */
void cd_usb_meter_slept(struct cd_usb_meter *m, int64_t duration_us);
/* It has left. Not when FAILED. */
void cd_usb_meter_unplugged(struct cd_usb_meter *m);
/* At once and without a word to the sink. */
struct cd_usb_meter *cd_usb_meter_free(struct cd_usb_meter *m);
CD_DEFINE_CLEANUP(struct cd_usb_meter *, cd_usb_meter_free)
