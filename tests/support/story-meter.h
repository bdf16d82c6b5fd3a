/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The words about USB meters that fake-world understands; a meter is known by its place, "1-3".
 *
 *     meter 1-3 fnb58 [SERIAL]            plugs one in: fnb58 fnb48 no-hid no-out garbage empty
 *     measure 1-3 5000000 500000 [D+ D-]  what flows from now on, in µV and µA
 *     meter-is 1-3 WORD                   silent talking halted hanging corrupt sound busy free
 *     meter-vanish 1-3                    gone in the middle of its transfers, udev has not heard of it
 *     meter-unplug 1-3 | meter-replug 1-3
 *     meter? 1-3                          answers "starts=… keep-alives=… reports=… streaming=0 crashed=0 hung=0
 *                                         driver=usbhid" in one line on standard output; driver is that of its HID
 *                                         interface, "-" none
 */

#include "world.h"

struct story_word {
	const char *word;
	int least; /* words after it */
	void (*run)(struct world *w, char **words);
};

/* Ends with a NULL word. */
extern const struct story_word story_meter_words[];
/* The program that had them open has ended. */
void story_meter_free(void);
