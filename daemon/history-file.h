/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The sessions that ended, and the number of the last one, for the next daemon of this boot: a restart, an upgrade and the
 * end of an idle one do not forget them. In the runtime directory, which is memory: writing there waits for no disk, and
 * what is there ends with the boot, as do the times of the entries (CLOCK_BOOTTIME).
 *
 *     {"chargediag":"sessions","version":1,"last":7,"sessions":[{"id":6,"port":"port0",…,"analysis":"{…}"}, …]}
 */

#include "history.h"

/* Writes it anew, in one step: there is the old file or the new one. Negative errno. */
int history_save(const struct history *h, uint64_t last_session, const char *directory);
/* Into an empty history. 1: *ret_last is set; 0: there is no file; -EBADMSG: it is not one of ours, and nothing was taken;
 * other negative errno. */
int history_load(struct history *h, uint64_t *ret_last, const char *directory);
