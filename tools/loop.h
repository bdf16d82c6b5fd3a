/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The event loop of verbs that stay: it ends well at Ctrl-C and SIGTERM.
 */

#include <systemd/sd-event.h>

#include "verb.h"

static inline void ctl_event_unrefp(sd_event **e)
{
	sd_event_unref(*e);
}

/* A loop that SIGINT and SIGTERM end with code 0. Negative errno (said). */
int ctl_loop_new(sd_event **ret);
/* Calls `fn` once after `us`, or every time it is armed again with ctl_loop_again(). Negative errno. */
int ctl_loop_after(
	sd_event *e, int64_t us, sd_event_time_handler_t fn, void *userdata, sd_event_source **ret);
int ctl_loop_again(sd_event_source *timer, int64_t us);
/* Runs until someone ends it; its code. */
int ctl_loop_run(sd_event *e);

/* The number of option `name` (--count); `*ret` stays when it was not given. CTL_EXIT_USAGE (said). */
int ctl_loop_count(const struct ctl_call *call, const char *name, uint64_t *ret);
/* The time of option `name` (--for). Likewise. */
int ctl_loop_time(const struct ctl_call *call, const char *name, int64_t *ret_us);
