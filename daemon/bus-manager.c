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

static const struct cd_input *input_of(const struct port *port, const char *name)
{
	const char *const *names = cd_engine_inputs(port->engine);

	for (const char *const *n = names; n && *n; n++)
		if (cd_streq(*n, name))
			return cd_router_find_input(port->station->router, name);
	return NULL;
}

/* By its own name, or that of a meter in it. */
static struct port *port_of(const struct manager *m, const char *name)
{
	struct port *port = ports_find_name(&m->ports, name);

	for (size_t i = 0; !port && i < m->ports.n; i++) {
		const struct cd_input *input = input_of(m->ports.by_path[i], name);

		if (input && cd_input_kind_measures(input->added.kind))
			port = m->ports.by_path[i];
	}
	return port;
}

/* The input a note is about: the meter of that name, the port's meter, or else its first input. */
static const struct cd_input *note_input(const struct port *port, const char *name)
{
	const char *const *names = cd_engine_inputs(port->engine);
	const struct cd_input *named = input_of(port, name), *first = NULL;

	if (named && cd_input_kind_measures(named->added.kind))
		return named;
	for (const char *const *n = names; n && *n; n++) {
		const struct cd_input *input = cd_router_find_input(port->station->router, *n);

		if (input && cd_input_kind_measures(input->added.kind))
			return input;
		first = first ? first : input;
	}
	return first;
}

/* What is not there yet could not be told from what is misspelt. */
static int check_line(
	const struct port *port, const struct cd_input *input, const char *line, sd_bus_error *error)
{
	if (!line)
		return 0;
	if (!port->station->kind->correlates)
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: line: \"%s\" is of a recording, which says itself what is one port",
			port->name);
	if (!cd_input_kind_measures(input->added.kind))
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: line: \"%s\" is no meter, and in nobody's line; say it of the meter",
			input->name);
	if (!cd_router_find_input(port->station->router, line))
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: line: there is no \"%.*s\"; \"chargectl status\" names what there is",
			BUS_ECHO(line));
	return 0;
}

/* What the message says, where it belongs; the answer is the same before permission was asked for and after. */
static int understand(struct manager *manager, sd_bus_message *m, struct port **ret_port,
	const struct cd_input **ret_input, struct cd_event_note *ret, sd_bus_error *error)
{
	struct port *port;
	const char *name;
	int r;

	r = sd_bus_message_read(m, "s", &name);
	if (r < 0)
		return r;
	port = port_of(manager, name);
	if (!port)
		return no_such_port(manager, name, error);
	*ret_port = port;
	*ret_input = note_input(port, name);
	r = note_read(m, manager_profiles(manager), cd_engine_profile(port->engine), ret, error);
	if (r < 0)
		return r;
	if (!*ret_input)
		return sd_bus_error_setf(
			error, CD_ERROR_NOT_ENOUGH_DATA, "Port \"%s\" has no input", port->name);
	return check_line(port, *ret_input, ret->line, error);
}

/* The caller may: check once more, as the world may have changed while we asked, and do it. What was said of a port that
 * has gone holds for no other, were it of the same name. */
static int set_note(struct manager *manager, sd_bus_message *m, uint64_t serial, sd_bus_error *error)
{
	struct cd_event ev = { .type = CD_EVENT_NOTE };
	const struct cd_input *input;
	struct port *port;
	int r;

	r = understand(manager, m, &port, &input, &ev.note, error);
	if (r < 0)
		return r;
	if (port->serial != serial)
		return sd_bus_error_setf(error, CD_ERROR_NO_SUCH_PORT,
			"The port \"%s\" that was meant has gone, and another came while permission was "
			"asked "
			"for: nothing was noted; say it again if it holds for this one",
			port->name);
	ev.input = input->name;
	ev.t_us = station_now(port->station);
	r = station_feed(port->station, &ev);
	return r < 0 ? r : sd_bus_reply_method_return(m, NULL);
}

static int method_set_note(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
	struct manager *manager = userdata;
	const struct cd_input *input;
	struct cd_event_note note;
	struct port *port;
	int r;

	/* What is wrong is said to everybody, and before the bus is asked who it is. */
	r = understand(manager, m, &port, &input, &note, error);
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
