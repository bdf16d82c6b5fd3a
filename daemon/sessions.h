/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * ListSessions: live and ended sessions as one list, newest first.
 */

#include <systemd/sd-bus.h>

#include "macro.h"

struct manager;

struct session_query {
	uint64_t limit;
	const char *port; /* NULL: of all; belongs to the message */
};

/* Options: `limit` (t), `port` (s). An unknown one or a wrong type: negative with *error set. */
int sessions_read_query(sd_bus_message *m, struct session_query *ret, sd_bus_error *error);
/* True when a session of a port of this name is remembered. */
bool sessions_of_port(const struct manager *m, const char *port);
/* Appends aa{sv}. */
int sessions_append(const struct manager *m, const struct session_query *query, sd_bus_message *reply);
