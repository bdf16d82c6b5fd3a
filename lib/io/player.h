/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A recording played as live inputs: its events come out in their order at their times, divided by `speed`. Event times
 * stay the recording's own (its router has its own clock).
 */

#include "io.h"

struct cd_player;

/* Opens `path` (recording or CSV). `speed` ≥ 1; 0 plays without waiting, a bounded number of events per loop turn.
 * -errno of opening; later errors go to sink->warning and end the play. */
int cd_player_new(sd_event *event, const struct cd_io_sink *sink, const char *path, double speed,
	struct cd_player **ret);
struct cd_player *cd_player_free(struct cd_player *p);
CD_DEFINE_CLEANUP(struct cd_player *, cd_player_free)
/* Its clock now: the time on the recording's own scale. After the end it goes on running in real time. */
int64_t cd_player_now(const struct cd_player *p);
double cd_player_speed(const struct cd_player *p);
bool cd_player_finished(const struct cd_player *p);
