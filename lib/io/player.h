/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A recording played as live inputs: its events come out in their order at their times, divided by `speed`. Event times
 * stay the recording's own (its router has its own clock).
 */

#include "io.h"

/* Events of one turn of the loop, at most: others have their turn in between. */
#define CD_PLAYER_BURST 512

struct cd_player;

/* Opens `path` (recording or CSV). `speed` ≥ 1; 0 plays without waiting, a bounded number of events per loop turn.
 * -errno of opening, -EINVAL for another speed. What is wrong inside the file goes to sink->warning, with its line, and
 * ends the play; before the first event it is an error of this function, too. */
int cd_player_new(sd_event *event, const struct cd_io_sink *sink, const char *path, double speed,
	struct cd_player **ret);
/* Not from a function of the sink. */
struct cd_player *cd_player_free(struct cd_player *p);
CD_DEFINE_CLEANUP(struct cd_player *, cd_player_free)
/* Its clock now: the time on the recording's own scale. It starts at the first event, never goes back and never passes
 * an event that is still to come, however late the loop is. With speed 0 it is the time of the newest event. After the
 * end it goes on running in real time. */
int64_t cd_player_now(const struct cd_player *p);
double cd_player_speed(const struct cd_player *p);
/* As far as that clock goes before the event that is still to come: to its time, or to where the sleep began that it ends.
 * INT64_MAX: none is to come. */
int64_t cd_player_next(const struct cd_player *p);
bool cd_player_finished(const struct cd_player *p);
