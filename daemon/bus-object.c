/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ports and sessions are found when asked for, not registered one by one: an object of ours costs the bus
 * nothing until somebody looks.
 */

#include <inttypes.h>
#include <stdio.h>

#include "bus-error.h"
#include "bus-object.h"
#include "bus-pressure.h"
#include "manager.h"
#include "names.h"

const char *bus_session_path(uint64_t id, char buf[static BUS_SESSION_PATH_MAX])
{
	if (id == 0)
		return "/";
	(void)snprintf(buf, BUS_SESSION_PATH_MAX, CD_PATH_SESSION "/%" PRIu64, id);
	return buf;
}

static void free_strv(char **strv)
{
	for (char **s = strv; s && *s; s++)
		free(*s);
	free(strv);
}

/* All objects below the root. */
static int enumerate(sd_bus *bus, const char *prefix, void *userdata, char ***ret_nodes, sd_bus_error *error)
{
	struct manager *m = userdata;
	char **nodes = calloc(2 * m->ports.n + 1, sizeof(*nodes));
	char path[BUS_SESSION_PATH_MAX];
	size_t n = 0;
	bool ok = nodes != NULL;

	for (size_t i = 0; ok && i < m->ports.n; i++) {
		const struct port *port = m->ports.by_path[i];

		ok = (nodes[n++] = strdup(port->path)) != NULL;
		if (ok && port->session != 0)
			ok = (nodes[n++] = strdup(bus_session_path(port->session, path))) != NULL;
	}
	if (!ok) {
		free_strv(nodes);
		return -ENOMEM;
	}
	*ret_nodes = nodes;
	return 0;
}

int bus_register(struct manager *m)
{
	static int (*const interfaces[])(struct manager *) = {
		bus_manager_register,
		bus_port_register,
		bus_session_register,
		bus_log_control_register,
	};
	int r;

	r = bus_error_register();
	for (size_t i = 0; r >= 0 && i < CD_ELEMENTSOF(interfaces); i++)
		r = interfaces[i](m);
	if (r >= 0)
		r = sd_bus_add_node_enumerator(m->bus, NULL, CD_PATH_ROOT, enumerate, m);
	if (r >= 0)
		r = sd_bus_add_object_manager(m->bus, NULL, CD_PATH_ROOT);
	if (r >= 0)
		r = bus_pressure_register(m->bus);
	return r;
}

void bus_port_added(struct manager *m, const struct port *port)
{
	if (m->announced)
		(void)sd_bus_emit_object_added(m->bus, port->path);
}

void bus_port_removed(struct manager *m, const struct port *port)
{
	if (m->announced)
		(void)sd_bus_emit_object_removed(m->bus, port->path);
}

void bus_session_added(struct manager *m, const struct port *port)
{
	char path[BUS_SESSION_PATH_MAX];

	if (m->announced)
		(void)sd_bus_emit_object_added(m->bus, bus_session_path(port->session, path));
}

void bus_session_removed(struct manager *m, const struct port *port)
{
	char path[BUS_SESSION_PATH_MAX];

	if (m->announced)
		(void)sd_bus_emit_object_removed(m->bus, bus_session_path(port->session, path));
}

void bus_emit_verdict(struct manager *m, const struct port *port, const char *cause, double confidence)
{
	if (m->announced)
		(void)sd_bus_emit_signal(m->bus, CD_PATH_ROOT, CD_IFACE_MANAGER, "VerdictChanged", "osd",
			port->path, cause, confidence);
}

void bus_emit_session(struct manager *m, const struct port *port, const char *signal)
{
	if (m->announced)
		(void)sd_bus_emit_signal(
			m->bus, CD_PATH_ROOT, CD_IFACE_MANAGER, signal, "ot", port->path, port->session);
}

void bus_emit_session_changed(struct manager *m, const struct port *port, const char *const *names)
{
	char path[BUS_SESSION_PATH_MAX];

	if (m->announced)
		(void)sd_bus_emit_properties_changed_strv(
			m->bus, bus_session_path(port->session, path), CD_IFACE_SESSION, (char **)names);
}
