/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The ports as the bus shows them. An engine knows what a port is and how it fares; this adds the name that
 * is unique on the whole bus, the object path, the id of the live session and what has not been told yet.
 */

#include "engine.h"

struct station;

#define PORTS_MAX 1024 /* of all stations together */

/* What is to be told of an object, and when something was told last: see publish.h. */
struct publication {
	unsigned pending; /* CD_CHANGE_… */
	int64_t last_us;  /* CLOCK_BOOTTIME; INT64_MIN: never */
};

struct port {
	struct station *station;
	struct cd_engine *engine;
	char *name; /* the engine's or the station's, with "-2" when another port has it already */
	char *path;
	uint64_t serial;  /* no other port has had it, of whatever name */
	uint64_t session; /* id of the live one; 0: none */
	struct publication publication;
	uint64_t told_states, told_verdict, told_to_full; /* fingerprints of what was announced last */
};

struct ports {
	struct port **by_path;   /* sorted */
	struct port **by_engine; /* sorted by address */
	size_t n, allocated;
	uint64_t added;   /* so far: their serials */
	uint64_t refused; /* beyond PORTS_MAX */
};

/* Frees the ports too. */
void ports_done(struct ports *p);
/* Adds a port for an engine; `name` is what it should be called. -ENOMEM; -E2BIG: full, counted. */
int ports_add(struct ports *p, struct station *station, struct cd_engine *engine, const char *name,
	struct port **ret);
/* Takes the port out and frees it. */
void ports_remove(struct ports *p, struct port *port);

struct port *ports_find_path(const struct ports *p, const char *path);
struct port *ports_find_engine(const struct ports *p, const struct cd_engine *engine);
struct port *ports_find_name(const struct ports *p, const char *name);
struct port *ports_find_session(const struct ports *p, uint64_t id);
