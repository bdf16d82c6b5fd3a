/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Order matters to a client: an object is announced before a signal names it, a session's end is told while
 * its port is still there. What is told has been kept before: whoever heard that a session ended finds it at the next
 * daemon, too, however this one ends (one that was withdrawn is nowhere), and no number that was told is given again.
 *
 * A session may end and the next begin in one change record; the id says which is which.
 */

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "bus-object.h"
#include "io.h"
#include "manager.h"
#include "message-ids.h"
#include "publish.h"
#include "station.h"
#include "tell.h"

static void log_session(const struct port *port, const char *id, const char *what)
{
	char number[24];

	(void)snprintf(number, sizeof(number), "%" PRIu64, port->session);
	log_full(LOG_INFO, 0, id,
		LOG_FIELDS({ CD_FIELD_LOG_PORT, port->name }, { CD_FIELD_LOG_SESSION, number }),
		"%s: session %s %s", port->name, number, what);
}

static void tell_session_started(struct manager *m, struct port *port)
{
	port->session = ++m->last_session;
	manager_keep_sessions(m);
	bus_session_added(m, port);
	bus_emit_session(m, port, "SessionStarted");
	log_session(port, CD_MESSAGE_SESSION_STARTED, "started");
}

/* The analysis of the session that ended; NULL without memory. Caller owns it. */
static struct json_object *ended_analysis(const struct cd_engine *e)
{
	struct json_object *o = cd_engine_ended(e);

	if (o)
		return json_object_get(o);
	return cd_engine_analyze(e, &o) < 0 ? NULL : o;
}

static void keep_ended(struct manager *m, struct station *s, struct port *port)
{
	struct json_object *o = ended_analysis(port->engine);
	int r = -ENOMEM;

	if (o)
		r = history_add(&m->history, port->session, port->name, o, station_to_boottime(s, 0));
	if (r < 0)
		log_full(LOG_ERR, -r, NULL, NULL, "Failed to keep the analysis of a session of %s",
			port->name);
	json_object_put(o);
}

/* A session that was withdrawn was told as started: it ends, and there is nothing to keep of it. */
static void tell_session_ended(struct manager *m, struct station *s, struct port *port)
{
	struct cd_session_info info;

	cd_engine_session(port->engine, &info);
	if (info.number > 0)
		keep_ended(m, s, port);
	manager_keep_sessions(m);
	bus_emit_session(m, port, "SessionEnded");
	bus_session_removed(m, port);
	log_session(port, CD_MESSAGE_SESSION_ENDED, "ended");
	port->session = 0;
}

static void tell_sessions(struct manager *m, struct station *s, struct port *port, unsigned what)
{
	struct cd_session_info info;

	cd_engine_session(port->engine, &info);
	if (what & CD_CHANGE_SESSION_ENDED && port->session != 0)
		tell_session_ended(m, s, port);
	if (what & CD_CHANGE_SESSION_STARTED && port->session == 0)
		tell_session_started(m, port);
	if (what & CD_CHANGE_SESSION_ENDED && port->session != 0 && !info.open)
		tell_session_ended(m, s, port);
}

static int verdict_level(const struct cd_verdict_info *v)
{
	if (v->class == CD_CLASS_OK || v->class == CD_CLASS_UNDECIDED)
		return LOG_INFO;
	return v->severity >= CD_SEVERITY_HIGH ? LOG_WARNING : LOG_NOTICE;
}

static void log_verdict(struct manager *m, const struct port *port, const struct cd_verdict_info *v)
{
	const struct cd_cause_words *words = cd_cause_words(v->cause);
	char confidence[8];

	if (!log_may(&m->log_limit, cd_io_now()))
		return;
	(void)snprintf(confidence, sizeof(confidence), "%.2f", v->confidence);
	log_full(verdict_level(v), 0, CD_MESSAGE_VERDICT,
		LOG_FIELDS({ CD_FIELD_LOG_PORT, port->name },
			{ CD_FIELD_LOG_CLASS, cd_class_to_string(v->class) },
			{ CD_FIELD_LOG_CAUSE, v->cause }, { CD_FIELD_LOG_CONFIDENCE, confidence },
			{ CD_FIELD_LOG_SEVERITY, cd_severity_to_string(v->severity) }),
		"%s: %s (%s, %s)", port->name, words ? words->title : v->cause, v->cause, confidence);
}

static void tell_cause(struct manager *m, struct port *port)
{
	struct cd_verdict_info v;

	cd_engine_verdict(port->engine, &v);
	bus_emit_verdict(m, port, v.exists ? v.cause : "", v.exists ? v.confidence : 0);
	if (v.exists)
		log_verdict(m, port, &v);
}

static struct port *tell_added(struct manager *m, struct station *s, struct cd_engine *engine)
{
	struct port *port;
	int r;

	r = ports_add(&m->ports, s, engine, s->port_name ? s->port_name : cd_engine_name(engine), &port);
	if (r < 0) { /* tried again at its next change */
		if (log_may(&m->log_limit, cd_io_now()))
			log_full(LOG_ERR, -r, NULL, NULL, "Failed to show port %s", cd_engine_name(engine));
		return NULL;
	}
	bus_port_added(m, port);
	return port;
}

static void tell_removed(struct manager *m, struct station *s, struct port *port)
{
	if (port->session != 0)
		tell_session_ended(m, s, port);
	streams_port_removed(&m->streams, port->engine);
	bus_port_removed(m, port);
	ports_remove(&m->ports, port);
}

#define PUBLISHED                                                                                            \
	(CD_CHANGE_INPUTS | CD_CHANGE_READINGS | CD_CHANGE_VERDICT | CD_CHANGE_CAUSE |                       \
		CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED | CD_CHANGE_PHASE | CD_CHANGE_TO_FULL)

void tell_change(struct manager *m, struct station *s, const struct cd_change *change)
{
	struct port *port = ports_find_engine(&m->ports, change->engine);

	if (!port && !(change->what & CD_CHANGE_REMOVED))
		port = tell_added(m, s, change->engine);
	if (!port)
		return;
	if (change->what & (CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED))
		tell_sessions(m, s, port, change->what);
	if (change->what & CD_CHANGE_CAUSE)
		tell_cause(m, port);
	if (change->what & CD_CHANGE_INPUTS)
		streams_inputs_changed(&m->streams, port->engine);
	/* An object that was just announced has all its properties in the announcement. */
	if (!(change->what & CD_CHANGE_ADDED))
		port->publication.pending |= change->what & PUBLISHED;
	if (change->what & CD_CHANGE_REMOVED)
		tell_removed(m, s, port);
}
