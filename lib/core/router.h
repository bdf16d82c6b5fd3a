/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Inputs in, ports out. The router remembers the last state of every input, gives each event to the engine of the
 * port its input belongs to, and collects what changed. One router has one clock: the daemon has one for live inputs
 * and one per played recording, `analyze` has one.
 *
 *     event ─► router ─► engine (one per port) ─► change records ─► whoever tells the world
 */

#include "engine.h"
#include "input.h"

#define CD_ROUTER_INPUTS_MAX 1024
#define CD_ROUTER_PORTS_MAX 512

struct cd_router;

/* `profiles` is borrowed and must outlive the router. -ENOMEM. */
int cd_router_new(
	const struct cd_settings *settings, const struct cd_profiles *profiles, struct cd_router **ret);
struct cd_router *cd_router_free(struct cd_router *r);
CD_DEFINE_CLEANUP(struct cd_router *, cd_router_free)

/* How inputs become ports until a `port` event says otherwise. */
enum cd_grouping {
	CD_GROUP_EACH, /* every input is its own port */
	CD_GROUP_TOLD, /* an input waits for a `port` event (the daemon's live inputs: its correlator tells) */
	CD_GROUP_ONE_METER, /* all inputs are one port named after the only meter (recordings, docs/recording.md) */
};
/* `port_name` names the one port of CD_GROUP_ONE_METER. Before the first event only. -ENOMEM. */
int cd_router_set_grouping(struct cd_router *r, enum cd_grouping grouping, const char *port_name);

/* New settings for all ports, those to come and those that are: a session that is open goes on under them. */
void cd_router_set_settings(struct cd_router *r, const struct cd_settings *settings);

/* What cd_router_feed() may answer beside 0. */
enum {
	CD_ROUTER_UNKNOWN_INPUT = 1, /* an event of an input that was never added: counted, dropped */
	CD_ROUTER_LATE = 2,          /* its time ran backwards: taken at the router's present time */
	CD_ROUTER_FULL = 3,          /* a bound was reached: counted, dropped */
};
/* Takes one event. Deadlines at or before its time are run first, each at its own time: a late timer changes
 * nothing. 0, one of the above, or -ENOMEM. */
int cd_router_feed(struct cd_router *r, const struct cd_event *ev);
/* Runs the deadlines up to `t_us`, as a timer does. */
int cd_router_advance(struct cd_router *r, int64_t t_us);
/* The next moment something would happen without an event; INT64_MAX: never. */
int64_t cd_router_deadline(const struct cd_router *r);

/* What happened to a port since it was last asked. */
enum {
	CD_CHANGE_ADDED = 1 << 0,
	CD_CHANGE_REMOVED = 1 << 1,
	CD_CHANGE_INPUTS = 1 << 2,   /* Inputs, Kind, Position, Profile */
	CD_CHANGE_READINGS = 1 << 3, /* Readings, States */
	CD_CHANGE_VERDICT = 1 << 4,  /* Class, Cause, Confidence, Severity, Symptoms, Remedies */
	CD_CHANGE_SESSION_STARTED = 1 << 5,
	CD_CHANGE_PHASE = 1 << 6,
	CD_CHANGE_SESSION_ENDED =
		1 << 7, /* cd_engine_ended() has its analysis until the next change is asked for */
	CD_CHANGE_TO_FULL = 1 << 9, /* the session's TimeToFull or FullSince */
	CD_CHANGE_CAUSE = 1 << 8,   /* the leading cause is another one: worth a VerdictChanged */
};
struct cd_change {
	struct cd_engine *engine; /* with CD_CHANGE_REMOVED it is valid until the next call */
	unsigned what;
};
/* True and one change record, each port at most once; false when all have been told. */
bool cd_router_next_change(struct cd_router *r, struct cd_change *ret);

size_t cd_router_n_ports(const struct cd_router *r);
struct cd_engine *cd_router_port(const struct cd_router *r, size_t i); /* in order of creation */
struct cd_engine *cd_router_find_port(const struct cd_router *r, const char *name);

/* What is known of each input, for recordings that begin in the middle and for clients. */
size_t cd_router_n_inputs(const struct cd_router *r);
const struct cd_input *cd_router_input(const struct cd_router *r, size_t i);
const struct cd_input *cd_router_find_input(const struct cd_router *r, const char *name);
/* Appends header-less lines that recreate what is known of the port's inputs at `t_us`: `port`, `added`,
 * `attributes`, `note` events. -ENOMEM. */
int cd_router_write_port_state(const struct cd_router *r, const struct cd_engine *engine, struct cd_buffer *b,
	int64_t t_us, int64_t base_us);

struct cd_router_stats {
	uint64_t events;
	uint64_t unknown_input;
	uint64_t late;
	uint64_t refused; /* at a bound */
};
void cd_router_stats(const struct cd_router *r, struct cd_router_stats *ret);
