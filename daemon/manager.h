/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The daemon's one object of wiring: who exists, and what happens in which order.
 *
 *     adapters ─► station ─► router ─► tell ─┬─► publish ─► PropertiesChanged
 *                    │                       ├─► signals, objects, history, journal
 *                    └─► streams             └─► streams
 *
 * Everything runs on one sd-event loop. What many events of one turn of the loop would do many times
 * (correlate inputs, send properties, arm timers) is done once, by the `settle` source, before the loop
 * sleeps again.
 */

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "args.h"
#include "authorize.h"
#include "conf.h"
#include "history.h"
#include "idle.h"
#include "log.h"
#include "notes-kept.h"
#include "port.h"
#include "presence.h"
#include "profile.h"
#include "stream.h"

struct manager {
	sd_event *event;
	sd_bus *bus;
	const struct args *args;
	struct conf conf;
	struct cd_profiles
		profiles; /* for engines, which look one up when a note named it; else manager_profiles() */
	bool profiles_read;
	struct presence presence;
	struct publication inputs; /* of the Manager's Inputs */
	struct ports ports;
	struct history history;
	struct streams streams;
	struct station *live;     /* NULL with --no-hardware; also in the list */
	struct station *stations; /* linked */
	sd_event_source *settle;
	sd_event_source *publish_timer;
	struct log_limit log_limit; /* of messages that devices cause */
	uint64_t last_session;
	const char *
		runtime; /* where sessions that ended, and notes, are kept for the next daemon; NULL: nowhere */
	struct kept_notes notes; /* of the daemon before us, until it is clear for which they hold */
	struct idle idle;
	struct authorizations authorizations; /* calls that wait for permission */
	bool stopping;
	int exit_code;
	bool announced; /* we own our name: before, there is nobody to tell */
};

/* Reads the configuration, opens the bus, registers the objects; starts nothing yet. Says itself what went wrong.
 * `args` is borrowed. */
int manager_new(sd_event *event, const struct args *args, struct manager **ret);
struct manager *manager_free(struct manager *m);
CD_DEFINE_CLEANUP(struct manager *, manager_free)

/* Starts the inputs, takes the name. Says itself what went wrong. */
int manager_start(struct manager *m);
/* SIGHUP: configuration and profiles anew. */
void manager_reload(struct manager *m);
/* Begins the orderly end; the loop ends by itself. */
void manager_stop(struct manager *m);

/* The profiles, read at the first call: most machines have no note that names one. */
const struct cd_profiles *manager_profiles(struct manager *m);

/* A session began or ended: for the next daemon. */
void manager_keep_sessions(struct manager *m);

/* Something happened: settle before the loop sleeps. */
void manager_wake(struct manager *m);
/* Now: whoever knows that nothing more comes in this turn saves a round of the loop. */
void manager_settle(struct manager *m);
