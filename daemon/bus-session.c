/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * org.chargediag1.Session: a session while it lives. An ended one has no object; the Manager answers for it.
 */

#include <stdio.h>

#include "bus-object.h"
#include "manager.h"
#include "names.h"
#include "station.h"

static struct cd_session_info session_of(const struct port *port)
{
	struct cd_session_info info;

	cd_engine_session(port->engine, &info);
	return info;
}

BUS_GETTER(get_id)
{
	return sd_bus_message_append(reply, "t", ((struct port *)userdata)->session);
}

BUS_GETTER(get_port)
{
	return sd_bus_message_append(reply, "o", ((struct port *)userdata)->path);
}

BUS_GETTER(get_start)
{
	const struct port *port = userdata;
	int64_t t_us = station_to_boottime(port->station, session_of(port).start_us);

	return sd_bus_message_append(reply, "t", (uint64_t)(t_us > 0 ? t_us : 0));
}

BUS_GETTER(get_phase)
{
	const char *phase = cd_phase_to_string(session_of(userdata).phase);

	return sd_bus_message_append(reply, "s", phase ? phase : "");
}

BUS_GETTER(get_totals)
{
	const struct cd_session_info info = session_of(userdata);
	int r = sd_bus_message_open_container(reply, 'a', "{sv}");

	if (r >= 0 && cd_known(info.energy_uwh))
		r = sd_bus_message_append(reply, "{sv}", "energy_uwh", "x", info.energy_uwh);
	if (r >= 0 && cd_known(info.charge_uah))
		r = sd_bus_message_append(reply, "{sv}", "charge_uah", "x", info.charge_uah);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

static int append_range(sd_bus_message *reply, const struct cd_to_full *t)
{
	int r;

	if (t->reason)
		return sd_bus_message_append(reply, "{sv}", "reason", "s", t->reason);
	r = sd_bus_message_append(reply, "{sv}{sv}", "low_s", "x", t->low_s, "high_s", "x", t->high_s);
	return r < 0 ? r : sd_bus_message_append(reply, "{sv}", "percent", "x", t->percent);
}

BUS_GETTER(get_time_to_full)
{
	const struct port *port = userdata;
	const struct cd_session_info info = session_of(port);
	int r = sd_bus_message_open_container(reply, 'a', "{sv}");

	if (r >= 0)
		r = append_range(reply, &info.to_full);
	if (r >= 0 && cd_known(info.full_since_us)) {
		int64_t t_us = station_to_boottime(port->station, info.full_since_us);

		r = sd_bus_message_append(
			reply, "{sv}", "full_since_us", "t", (uint64_t)(t_us > 0 ? t_us : 0));
	}
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Id", "t", get_id, 0, SD_BUS_VTABLE_PROPERTY_CONST),
	SD_BUS_PROPERTY("Port", "o", get_port, 0, SD_BUS_VTABLE_PROPERTY_CONST),
	SD_BUS_PROPERTY("Start", "t", get_start, 0, 0),
	SD_BUS_PROPERTY("Phase", "s", get_phase, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
	/* Grows with every sample: read it when it is wanted. */
	SD_BUS_PROPERTY("Totals", "a{sv}", get_totals, 0, 0),
	SD_BUS_PROPERTY("TimeToFull", "a{sv}", get_time_to_full, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
	SD_BUS_VTABLE_END,
};

/* 0 unless it is a canonical decimal number: one object has one path. */
static uint64_t id_from_path(const char *path)
{
	const size_t n = strlen(CD_PATH_SESSION "/");
	char canonical[BUS_SESSION_PATH_MAX];
	uint64_t id;

	if (strncmp(path, CD_PATH_SESSION "/", n) != 0)
		return 0;
	id = strtoull(path + n, NULL, 10);
	return cd_streq(bus_session_path(id, canonical), path) ? id : 0;
}

static int find(sd_bus *bus, const char *path, const char *interface, void *userdata, void **ret_found,
	sd_bus_error *error)
{
	struct manager *m = userdata;

	*ret_found = ports_find_session(&m->ports, id_from_path(path));
	return *ret_found != NULL;
}

int bus_session_register(struct manager *m)
{
	return sd_bus_add_fallback_vtable(m->bus, NULL, CD_PATH_SESSION, CD_IFACE_SESSION, vtable, find, m);
}
