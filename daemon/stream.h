/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A port's events as recording lines through a pipe: header, what is known of its inputs, then everything as
 * it comes (docs/recording.md). A reader that is too slow loses whole lines, and is told: when it has caught
 * up it gets a `gap` with reason `dropped` for each input that lost some, and, if more than samples were
 * lost, the inputs' present state once more.
 *
 *     open ─► header, state ─► lines ──buffer full──► dropping ──drained──► gap, state ─► lines
 *                                │                        │
 *                                └──── reader closes, or the port goes and all is written ───► gone
 */

#include "router.h"

struct manager;
struct station;
struct stream;

struct streams {
	struct manager *manager;
	struct stream *first;
	size_t n;
	struct cd_buffer scratch; /* one line */
};

void streams_done(struct streams *s);

/* *ret_fd is the reader's end; the caller owns it. -EDQUOT: MaxStreams or MaxStreamsPerClient are reached. */
int streams_open(struct streams *s, struct station *station, struct cd_engine *engine, const char *sender,
	int *ret_fd);
/* One event of a station, to the streams of the port it belongs to. Of CD_EVENT_REMOVED before the router
 * takes it, of all others after. */
void streams_tee(struct streams *s, struct station *station, const struct cd_event *ev);
/* The port has other inputs now, or goes. */
void streams_inputs_changed(struct streams *s, const struct cd_engine *engine);
void streams_port_removed(struct streams *s, const struct cd_engine *engine);
/* Writes what the pipes take; once per turn of the loop. */
void streams_flush(struct streams *s);
