/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Which inputs are one port: decided from what the inputs say, by the table in grouping.c. Live only; a recording
 * carries the answers as `port` events.
 */

#include "router.h"

struct cd_correlator;
struct cd_correlator *cd_correlator_new(void);
struct cd_correlator *cd_correlator_free(struct cd_correlator *c);
CD_DEFINE_CLEANUP(struct cd_correlator *, cd_correlator_free)

/* Looks at the router's inputs and, when the grouping differs from the one told last, feeds the router the `port`
 * events that make it so. -ENOMEM. */
int cd_correlator_run(struct cd_correlator *c, struct cd_router *r, int64_t t_us);
/* True when an event of this kind can change the grouping: added, removed, attributes, note. */
bool cd_correlator_cares(const struct cd_event *ev);
