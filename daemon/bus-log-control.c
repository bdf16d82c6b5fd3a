/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * org.freedesktop.LogControl1, which `systemctl service-log-level` speaks. Where messages go is decided by
 * the service manager; so LogTarget is not writable here. Setting the level is for root and our own user
 * (sd-bus checks).
 */

#include "bus-object.h"
#include "log.h"
#include "manager.h"
#include "names.h"

BUS_GETTER(get_level)
{
	return sd_bus_message_append(reply, "s", log_level_to_string(log_level()));
}

BUS_GETTER(get_target)
{
	return sd_bus_message_append(reply, "s", log_target());
}

BUS_GETTER(get_identifier)
{
	return sd_bus_message_append(reply, "s", CD_PROGRAM);
}

static int set_level(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *value, void *userdata, sd_bus_error *error)
{
	const char *s;
	int r;

	r = sd_bus_message_read(value, "s", &s);
	if (r < 0)
		return r;
	r = log_level_from_string(s);
	if (r < 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS,
			"LogLevel: one of emerg alert crit err warning notice info debug is expected");
	log_set_level(r);
	return 0;
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_WRITABLE_PROPERTY("LogLevel", "s", get_level, set_level, 0, 0),
	SD_BUS_PROPERTY("LogTarget", "s", get_target, 0, 0),
	SD_BUS_PROPERTY("SyslogIdentifier", "s", get_identifier, 0, SD_BUS_VTABLE_PROPERTY_CONST),
	SD_BUS_VTABLE_END,
};

int bus_log_control_register(struct manager *m)
{
	return sd_bus_add_object_vtable(m->bus, NULL, CD_PATH_LOG_CONTROL, CD_IFACE_LOG_CONTROL, vtable, m);
}
