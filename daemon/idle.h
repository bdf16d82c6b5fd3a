/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Leaving when there is nothing to do: no input that could charge anything, no reader of a stream, no caller for
 * IdleExit=. udev starts the daemon again when such an input appears, the bus when somebody asks.
 *
 *     something is there ──► nothing is ──► timer ──► asked lately? ──► again
 *              ▲                 │            └─► STOPPING=1, the name goes back, what came before is answered
 *              └─────────────────┘                                                     │
 *                                             something is there now? ──► end with CD_EXIT_AGAIN, else with 0
 */

#include <systemd/sd-event.h>

#include "macro.h"

struct manager;

/* Something came while we left: the service manager starts the next at once (RestartForceExitStatus=). EX_TEMPFAIL. */
#define CD_EXIT_AGAIN 75

struct idle {
	sd_event_source *timer;
	sd_event_source *last; /* the last look */
	bool armed, leaving;
	int64_t asked_us; /* CLOCK_BOOTTIME of the last call; 0: none yet */
};

/* After the bus was opened. Negative errno. */
int idle_init(struct manager *m);
void idle_done(struct idle *i);
/* Once per turn of the loop: is something there? */
void idle_settle(struct manager *m);
/* IdleExit= may be another now: the time is counted anew. */
void idle_restart(struct manager *m);
