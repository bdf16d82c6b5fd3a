/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * PropertiesChanged, at a rate that is ours and not a device's: an object's first change goes out at the end
 * of the loop's turn, later ones are folded and go out when ChangeInterval has passed. Whoever wants every
 * sample opens a stream.
 */

#include "port.h"

struct manager;

/* Sends what is due, arms the timer for what is not yet. */
void publish_flush(struct manager *m);
/* The timer, switched off. */
int publish_init(struct manager *m);
