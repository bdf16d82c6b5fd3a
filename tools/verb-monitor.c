/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * monitor: the daemon's signals as lines of JSON, for scripts that act on them. Nothing is asked again: what
 * a signal says is what is printed.
 */

#include <stdio.h>

#include "document.h"
#include "loop.h"
#include "mask.h"
#include "names.h"
#include "reading.h"
#include "value.h"

struct monitor {
	const struct ctl_call *call;
	sd_event *event;
	struct ctl_mask mask;
	uint64_t left; /* lines to print before the end */
};

/* Names of a signal's arguments in its line; NULL ends. Paths of ports are told as port names. */
struct signal {
	const char *interface, *member;
	const char *arguments[4];
};

static const struct signal signals[] = {
	{ CTL_IFACE_MANAGER, "SessionEnded", { "path", "id" } },
	{ CTL_IFACE_MANAGER, "SessionStarted", { "path", "id" } },
	{ CTL_IFACE_MANAGER, "VerdictChanged", { "path", "cause", "confidence" } },
	{ CTL_IFACE_OBJECTS, "InterfacesAdded", { "path", "interfaces" } },
	{ CTL_IFACE_OBJECTS, "InterfacesRemoved", { "path", "interfaces" } },
	{ CTL_IFACE_PROPERTIES, "PropertiesChanged", { "interface", "changed", "invalidated" } },
};

static const struct ctl_option options[] = {
	{ "count", 'n', "NUMBER", "end after this many signals", 0 },
	{ 0 },
};

static const struct signal *find_signal(sd_bus_message *m)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(signals); i++)
		if (sd_bus_message_is_signal(m, signals[i].interface, signals[i].member))
			return &signals[i];
	return NULL;
}

/* [value, kind, t_us, input] of the bus as the object that docs/json.md has. */
static void name_readings(struct json_object *readings)
{
	static const char *const names[] = { "value", "kind", "t_us", "input" };

	json_object_object_foreach(readings, name, r)
	{
		struct json_object *o;
		enum cd_reading_id id = cd_reading_from_string(name);

		if (!json_object_is_type(r, json_type_array))
			continue;
		o = json_object_new_object();
		for (size_t i = 0; i < CD_ELEMENTSOF(names); i++)
			ctl_json_add(o, names[i], json_object_get(json_object_array_get_idx(r, i)));
		ctl_json_add_string(o, "unit", (int)id < 0 ? NULL : cd_reading_unit(id));
		ctl_json_add(readings, name,
			o); /* replaces the value of an existing key: allowed while iterating */
	}
}

static void tidy(struct monitor *mon, struct json_object *line)
{
	struct json_object *added = ctl_json_object(ctl_json_object(line, "interfaces"), CTL_IFACE_PORT);
	struct json_object *changed = ctl_json_object(line, "changed");
	const char *kind = ctl_json_string(added, "Kind"), *name = ctl_json_string(added, "Name");

	if (ctl_json_object(added, "Readings"))
		name_readings(ctl_json_object(added, "Readings"));
	if (ctl_json_object(changed, "Readings"))
		name_readings(ctl_json_object(changed, "Readings"));
	if (cd_streq(kind, "meter") && name)
		ctl_mask_learn_name(&mon->mask, name);
}

static void add_port(struct json_object *line, const char *path)
{
	CD_FREE char *name = NULL;

	if (path && sd_bus_path_decode(path, CTL_PATH_PORT, &name) > 0)
		ctl_json_add_string(line, "port", name);
}

static void print(struct monitor *mon, struct json_object *line)
{
	if (mon->call->mask) {
		/* The path is the name once more, in an encoding in which no serial would be found. */
		if (ctl_json_string(line, "port"))
			json_object_object_del(line, "path");
		line = ctl_mask_document(&mon->mask, line);
	}
	ctl_json_print(mon->call->out.f, line);
	json_object_put(line);
	if (fflush(mon->call->out.f) != 0)
		(void)sd_event_exit(mon->event, CTL_EXIT_USAGE); /* said at the end */
	if (mon->left && --mon->left == 0)
		(void)sd_event_exit(mon->event, CTL_EXIT_OK);
}

static int on_signal(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	CTL_JSON struct json_object *line = NULL;
	const struct signal *s = find_signal(m);
	struct monitor *mon = userdata;
	struct json_object *v;

	(void)e;
	if (!s)
		return 0;
	line = json_object_new_object();
	ctl_json_add_string(line, "signal", s->member);
	if (!cd_streq(s->arguments[0], "path"))
		ctl_json_add_string(line, "path", sd_bus_message_get_path(m));
	for (size_t i = 0; i < CD_ELEMENTSOF(s->arguments) && s->arguments[i]; i++)
		if (ctl_value_read(m, &v) > 0)
			ctl_json_add(line, s->arguments[i], v);
	add_port(line, ctl_json_string(line, "path"));
	tidy(mon, line);
	print(mon, CD_TAKE(line));
	return 0;
}

static int on_owner(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	const char *name, *old, *new;
	struct json_object *line;
	struct monitor *mon = userdata;

	(void)e;
	if (sd_bus_message_read(m, "sss", &name, &old, &new) < 0)
		return 0;
	line = json_object_new_object();
	ctl_json_add_string(line, "signal", "daemon");
	ctl_json_add(line, "running", json_object_new_boolean(*new != '\0'));
	print(mon, line);
	return 0;
}

static int on_bus_lost(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	struct monitor *mon = userdata;

	(void)m;
	(void)e;
	ctl_say("The bus went away");
	return sd_event_exit(mon->event, CTL_EXIT_NO_SUCH);
}

static int subscribe(struct monitor *mon, struct ctl_client *c)
{
	char match[512];
	int r;

	snprintf(match, sizeof(match), "type='signal',sender='%s',path_namespace='" CTL_PATH "'", c->name);
	r = sd_bus_add_match_async(c->bus, NULL, match, on_signal, NULL, mon);
	snprintf(match, sizeof(match),
		"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='%s'", c->name);
	if (r >= 0)
		r = sd_bus_add_match_async(c->bus, NULL, match, on_owner, NULL, mon);
	if (r >= 0)
		r = sd_bus_match_signal_async(c->bus, NULL, NULL, "/org/freedesktop/DBus/Local",
			"org.freedesktop.DBus.Local", "Disconnected", on_bus_lost, NULL, mon);
	if (r < 0)
		ctl_say("Failed to listen to %s: %s", c->name, strerror(-r));
	return r;
}

static int monitor(struct monitor *mon, struct ctl_client *c)
{
	CTL_JSON struct json_object *header = ctl_json_document("monitor");
	struct ctl_world world;
	int r;

	/* Listening first: nothing is lost between the answer and the first line. */
	if (subscribe(mon, c) < 0 || ctl_client_world(c, CTL_AS_IT_IS, &world) < 0)
		return CTL_EXIT_NO_SUCH;
	ctl_mask_learn_world(&mon->mask, &world);
	ctl_world_done(&world);
	ctl_json_print(mon->call->out.f, header);
	fflush(mon->call->out.f);
	r = sd_bus_attach_event(c->bus, mon->event, 0);
	if (r < 0) {
		ctl_say("Failed to set up the event loop: %s", strerror(-r));
		return CTL_EXIT_NO_SUCH;
	}
	r = ctl_loop_run(mon->event);
	(void)sd_bus_detach_event(c->bus);
	return r;
}

static int run(struct ctl_call *call)
{
	CD_CLEANUP(ctl_event_unrefp) sd_event *event = NULL;
	struct monitor mon = { .call = call };
	struct ctl_client client;
	int code;

	if (ctl_loop_count(call, "count", &mon.left))
		return CTL_EXIT_USAGE;
	if (ctl_loop_new(&event) < 0 || ctl_client_open(call, &client) < 0)
		return CTL_EXIT_NO_SUCH;
	mon.event = event;
	code = monitor(&mon, &client);
	ctl_client_close(&client);
	ctl_mask_done(&mon.mask);
	return code;
}

const struct ctl_verb ctl_verb_monitor = {
	.name = "monitor",
	.args = "",
	.help = "print what the daemon tells as lines of JSON",
	.text = "Prints each signal of the daemon as a line of JSON, at once, until Ctrl-C:\n"
		"VerdictChanged, SessionStarted, SessionEnded, PropertiesChanged,\n"
		"InterfacesAdded, InterfacesRemoved; and “daemon” when it stops or starts. The\n"
		"first line names the format.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.options = options,
	.run = run,
};
