/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * org.chargediag1.Manager, on the root object.
 */

#include <inttypes.h>

#include "bus-analysis.h"
#include "authorize.h"
#include "bus-error.h"
#include "bus-object.h"
#include "config.h"
#include "manager.h"
#include "names.h"
#include "note.h"
#include "sessions.h"
#include "station.h"

BUS_GETTER(get_version)
{
	return sd_bus_message_append(reply, "s", CD_VERSION);
}

BUS_GETTER(get_inputs)
{
	const struct manager *m = userdata;
	int r = sd_bus_message_open_container(reply, 'a', "(ssss)");

	for (size_t i = 0; r >= 0 && i < m->presence.n; i++) {
		const struct presence_row *row = &m->presence.rows[i];

		r = sd_bus_message_append(reply, "(ssss)", row->name, row->kind,
			cd_presence_to_string(row->presence), row->detail);
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

static int no_such_port(const struct manager *m, const char *name, sd_bus_error *error)
{
	const struct ports *p = &m->ports;

	if (p->n == 0)
		return sd_bus_error_setf(error, CD_ERROR_NO_SUCH_PORT,
			"There is no port \"%.*s\", nor any other; the property Inputs says why",
			BUS_ECHO(name));
	return sd_bus_error_setf(error, CD_ERROR_NO_SUCH_PORT, "There is no port \"%.*s\"; there %s %s%s%s%s",
		BUS_ECHO(name), p->n == 1 ? "is" : "are", p->by_path[0]->name, p->n > 1 ? ", " : "",
		p->n > 1 ? p->by_path[1]->name : "", p->n > 2 ? ", …" : "");
}

static int method_list_sessions(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct manager *manager = userdata;
	struct session_query query;
	sd_bus_message *reply = NULL;
	int r;

	r = sessions_read_query(m, &query, error);
	if (r < 0)
		return r;
	if (query.port && !ports_find_name(&manager->ports, query.port) &&
		!sessions_of_port(manager, query.port))
		return no_such_port(manager, query.port, error);
	r = sd_bus_message_new_method_return(m, &reply);
	if (r >= 0)
		r = sessions_append(manager, &query, reply);
	if (r >= 0)
		r = sd_bus_send(NULL, reply, NULL);
	sd_bus_message_unref(reply);
	return r;
}

static int method_get_analysis(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct manager *manager = userdata;
	const struct history_entry *ended;
	const struct port *port;
	CD_FREE char *text = NULL;
	uint64_t id;
	int r;

	r = sd_bus_message_read(m, "t", &id);
	if (r < 0)
		return r;
	ended = history_find(&manager->history, id);
	if (ended)
		return sd_bus_reply_method_return(m, "s", ended->analysis);
	port = ports_find_session(&manager->ports, id);
	if (!port)
		return sd_bus_error_setf(error, CD_ERROR_NO_SESSION,
			"There is no session %" PRIu64
			"; live ones and the last %d that ended are known (ListSessions)",
			id, HISTORY_MAX);
	r = bus_analysis_of_engine(port->engine, &text);
	return r < 0 ? r : sd_bus_reply_method_return(m, "s", text);
}

/* The input a note on a port is about: its meter, or else the first one. */
static const char *note_input(const struct port *port)
{
	const char *const *names = cd_engine_inputs(port->engine);

	for (const char *const *n = names; n && *n; n++) {
		const struct cd_input *input = cd_router_find_input(port->station->router, *n);

		if (input && input->added.kind == CD_INPUT_METER)
			return *n;
	}
	return names ? names[0] : NULL;
}

/* The caller may: check once more, as the world may have changed while we asked, and do it. What was said of a port that
 * has gone holds for no other, were it of the same name. */
static int set_note(struct manager *manager, sd_bus_message *m, uint64_t serial, sd_bus_error *error)
{
	struct cd_event ev = { .type = CD_EVENT_NOTE };
	char input[CD_INPUT_NAME_MAX + 1];
	struct port *port;
	const char *name;
	int r;

	r = sd_bus_message_read(m, "s", &name);
	if (r < 0)
		return r;
	port = ports_find_name(&manager->ports, name);
	if (!port)
		return no_such_port(manager, name, error);
	if (port->serial != serial)
		return sd_bus_error_setf(error, CD_ERROR_NO_SUCH_PORT,
			"The port \"%s\" that was meant has gone, and another came while permission was "
			"asked "
			"for: nothing was noted; say it again if it holds for this one",
			port->name);
	r = note_read(m, manager_profiles(manager), cd_engine_profile(port->engine), &ev.note, error);
	if (r < 0)
		return r;
	if (!note_input(port))
		return sd_bus_error_setf(
			error, CD_ERROR_NOT_ENOUGH_DATA, "Port \"%s\" has no input", port->name);
	/* A copy: the engine's own list may change while it takes the event. */
	(void)strncpy(input, note_input(port), CD_INPUT_NAME_MAX);
	input[CD_INPUT_NAME_MAX] = '\0';
	ev.input = input;
	ev.t_us = station_now(port->station);
	r = station_feed(port->station, &ev);
	return r < 0 ? r : sd_bus_reply_method_return(m, NULL);
}

static int method_set_note(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct manager *manager = userdata;
	struct cd_event_note note;
	struct port *port;
	const char *name;
	int r;

	/* What is wrong is said to everybody, and before the bus is asked who it is. */
	r = sd_bus_message_read(m, "s", &name);
	if (r < 0)
		return r;
	port = ports_find_name(&manager->ports, name);
	if (!port)
		return no_such_port(manager, name, error);
	r = note_read(m, manager_profiles(manager), cd_engine_profile(port->engine), &note, error);
	return r < 0 ? r : authorize(manager, m, CD_ACTION_NOTE, set_note, port->serial, error);
}

static int method_refresh(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct manager *manager = userdata;

	for (struct station *s = manager->stations; s; s = s->next)
		if (s->kind->refresh)
			s->kind->refresh(s);
	return sd_bus_reply_method_return(m, NULL);
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Version", "s", get_version, 0, SD_BUS_VTABLE_PROPERTY_CONST),
	SD_BUS_PROPERTY("Inputs", "a(ssss)", get_inputs, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
	SD_BUS_METHOD_WITH_ARGS("ListSessions", SD_BUS_ARGS("a{sv}", options),
		SD_BUS_RESULT("aa{sv}", sessions), method_list_sessions, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD_WITH_ARGS("GetAnalysis", SD_BUS_ARGS("t", id), SD_BUS_RESULT("s", analysis),
		method_get_analysis, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD_WITH_ARGS("SetNote", SD_BUS_ARGS("s", port, "a{sv}", note), SD_BUS_NO_RESULT,
		method_set_note, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD_WITH_ARGS(
		"Refresh", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT, method_refresh, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL_WITH_ARGS("VerdictChanged", SD_BUS_ARGS("o", port, "s", cause, "d", confidence), 0),
	SD_BUS_SIGNAL_WITH_ARGS("SessionStarted", SD_BUS_ARGS("o", port, "t", id), 0),
	SD_BUS_SIGNAL_WITH_ARGS("SessionEnded", SD_BUS_ARGS("o", port, "t", id), 0),
	SD_BUS_VTABLE_END,
};

int bus_manager_register(struct manager *m)
{
	return sd_bus_add_object_vtable(m->bus, NULL, CD_PATH_ROOT, CD_IFACE_MANAGER, vtable, m);
}
