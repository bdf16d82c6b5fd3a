/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The daemon's face on D-Bus, as daemon/org.chargediag1.xml documents it: one file per interface with its
 * vtable, bus-object.c for the objects that come and go.
 */

#include <systemd/sd-bus.h>

#include "port.h"

struct manager;

/* Registers all interfaces. Negative errno of sd-bus. */
int bus_register(struct manager *m);

/* InterfacesAdded and -Removed. */
void bus_port_added(struct manager *m, const struct port *port);
void bus_port_removed(struct manager *m, const struct port *port);
void bus_session_added(struct manager *m, const struct port *port);
void bus_session_removed(struct manager *m, const struct port *port);

/* Signals of the Manager. */
void bus_emit_verdict(struct manager *m, const struct port *port, const char *cause, double confidence);
void bus_emit_session(struct manager *m, const struct port *port, const char *signal);
/* PropertiesChanged of the live session's Phase. */
/* `names`: of the port's live session; NULL-terminated. */
void bus_emit_session_changed(struct manager *m, const struct port *port, const char *const *names);

/* One per interface; bus_register() calls them. */
int bus_manager_register(struct manager *m);
int bus_port_register(struct manager *m);
int bus_session_register(struct manager *m);
int bus_log_control_register(struct manager *m);

/* "/org/chargediag1/session/12"; "/" for 0. */
#define BUS_SESSION_PATH_MAX 64
const char *bus_session_path(uint64_t id, char buf[static BUS_SESSION_PATH_MAX]);

/* The head of a property's getter. */
#define BUS_GETTER(name)                                                                                     \
	static int name(sd_bus *bus, const char *path, const char *interface, const char *property,          \
		sd_bus_message *reply, void *userdata, sd_bus_error *error)
