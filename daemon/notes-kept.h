/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a person said of this machine's ports, from a daemon that ends to the next one: written when the end begins, read and
 * removed at the start.
 *
 * A note holds for what was plugged in when it was said, and while no daemon runs nobody sees a plug. So it is given on only
 * where the port is of the same inputs, each the same instance in the kernel (a device that was replugged is
 * another, whatever its name), with the same Type-C partner; and only by a daemon that looks again within
 * seconds: what hangs on a meter has no instance that could be compared. What a lamp shows and how full a battery is was said
 * of a moment, and is not given on. Nor is anything after a crash, for it is not known since when nobody looked.
 *
 * The file is lines of a recording on CLOCK_BOOTTIME, with the port's instance in the place of the serial number:
 *
 *     {"t":812345678,"input":"AC","event":"added","kind":"power-supply","serial":"9c5b31e0a1b2c3d4"}
 *     {"t":812345678,"input":"AC","event":"note","adapter":"no-name 65 W"}
 */

#include "input.h"

#define NOTES_KEPT_MAX 64

struct station;

struct kept_notes {
	struct cd_input *items[NOTES_KEPT_MAX]; /* owned; added.serial is the port's instance */
	size_t n;
	int64_t left_us; /* CLOCK_BOOTTIME */
};

void kept_notes_done(struct kept_notes *k);
/* The notes of the live station. Negative errno. */
int kept_notes_save(const struct station *live, const char *directory);
/* Into an empty set. Negative errno: it cannot be read, or is not what we wrote, and nothing was taken. */
int kept_notes_load(struct kept_notes *k, const char *directory);
/* Gives to the station what holds for the ports as they are now; each once. */
void kept_notes_give(struct kept_notes *k, struct station *live);
