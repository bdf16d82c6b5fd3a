/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A bus that takes our answers slower than it brings us questions, or not at all. Its queues are shared: what one client
 * does not read may stop what all others are to hear.
 */

#include <systemd/sd-bus.h>

/* From now on each message that comes waits until there is room for its answer; within bounds. Negative errno of sd-bus. */
int bus_pressure_register(sd_bus *bus);

/* Before the event loop ends, which has sd-bus say what is left to say, and wait for that. Where the bus takes nothing it is
 * closed, and nothing more is said. */
void bus_end(sd_bus *bus);
