/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * An FNIRSI meter in the fake world: plugged into a port, it streams what it "measures" as long as it is asked to,
 * and has the habits of the real ones that a host must respect (sources in lib/core/meters/fnirsi.c):
 *
 *  - it sends about a second of data after 82; 83 prolongs that, but starts nothing;
 *  - two of 81 and 82 nearer than 25 ms crash it;
 *  - released while it sends, it hangs until it is replugged;
 *  - an FNB58 has a mass-storage and two CDC interfaces beside the HID one, which are nobody's business.
 *
 * It lives in a thread of its own, so that the program under test may be this one. All functions abort on failure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "fake-usbfs.h"
#include "world.h"

enum fake_fnirsi_shape {
	FAKE_FNIRSI_FNB58, /* four interfaces, the last is HID */
	FAKE_FNIRSI_FNB48, /* HID only, older start */
	FAKE_FNIRSI_NO_HID,
	FAKE_FNIRSI_NO_OUT,  /* HID without an endpoint towards the device */
	FAKE_FNIRSI_GARBAGE, /* a device descriptor, then noise */
	FAKE_FNIRSI_EMPTY,   /* no descriptors at all */
};
#define FAKE_FNIRSI_HID 3 /* interface number on an FNB58 */

struct fake_fnirsi;

/* Plugs one in: `place` "1-3" is port 3 of root hub 1, made where missing. `serial` NULL: none. The uevents go out. */
struct fake_fnirsi *fake_fnirsi_new(
	struct world *w, enum fake_fnirsi_shape shape, const char *place, const char *serial);
/* Whoever had it open has closed it. */
void fake_fnirsi_free(struct fake_fnirsi *f);

/* What it measures from now on, µV and µA; D+ and D- likewise. */
void fake_fnirsi_set(struct fake_fnirsi *f, int64_t vbus_uv, int64_t ibus_ua);
void fake_fnirsi_set_lines(struct fake_fnirsi *f, int64_t dp_uv, int64_t dm_uv);
/* Takes commands and sends nothing. */
void fake_fnirsi_silent(struct fake_fnirsi *f, bool silent);
/* Answers nothing at all any more, until it is replugged. */
void fake_fnirsi_hang(struct fake_fnirsi *f);
/* All transfers fail until the halt is cleared. */
void fake_fnirsi_halt(struct fake_fnirsi *f);
/* The check of the next `n` reports is wrong. */
void fake_fnirsi_corrupt(struct fake_fnirsi *f, unsigned n);
/* Another program has it. */
void fake_fnirsi_busy(struct fake_fnirsi *f, bool busy);
/* Gone in the middle of its transfers; udev has not heard of it yet. */
void fake_fnirsi_vanish(struct fake_fnirsi *f);
/* Vanishes, and udev hears of it. */
void fake_fnirsi_unplug(struct fake_fnirsi *f);
/* Unplugs where needed and plugs in again, in the same port with the next address: healthy and not started. */
void fake_fnirsi_replug(struct fake_fnirsi *f);

struct fake_fnirsi_state {
	unsigned identifies, starts, keep_alives, nonsense; /* commands since it was plugged in */
	unsigned reports;                                   /* taken by somebody */
	bool streaming;
	bool crashed; /* started too hastily */
	bool hung;    /* released while it was sending */
	struct fake_usbfs_counts usbfs;
};
void fake_fnirsi_state(struct fake_fnirsi *f, struct fake_fnirsi_state *ret);
/* Who drives an interface: the kernel driver's name, "usbfs", or NULL. */
const char *fake_fnirsi_driver(struct fake_fnirsi *f, unsigned interface);

/* Where it is now. */
int fake_fnirsi_address(const struct fake_fnirsi *f);
const char *fake_fnirsi_devnode(const struct fake_fnirsi *f);
