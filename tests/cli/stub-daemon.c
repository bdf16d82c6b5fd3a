/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A daemon that says what it is told to say: it shows on the bus the world that stands in a line of JSON on
 * its standard input, and prints what it is asked. For what no real daemon can be brought to say: hostile
 * names, readings of a later version, refusals, a stream that breaks off.
 *
 *     {"version":"1","inputs":[["typec","interface","absent","why"]],
 *      "ports":[{"Name":"port1","Kind":"typec","Readings":{"vbus":[5000000,"measured",2000000,"port1"]},…}],
 *      "sessions":[{"Id":7,"Port":"/org/chargediag1/port/port1","Phase":"taper","Age":60000000,
 *      "Totals":{"energy_uwh":12}}],
 *      "analysis":"…","stream":"…","hold":true,"refuse":{"SetNote":"org.chargediag1.Error.NoSuchPort"}}
 *
 * Each further line replaces the world and tells PropertiesChanged of every port; "verdict PORT CAUSE" and
 * "ended PORT" are signals; the end of the input is the end of the daemon.
 */

#include <fcntl.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define ROOT "/org/chargediag1"
#define MANAGER "org.chargediag1.Manager"
#define PORT "org.chargediag1.Port"
#define SESSION "org.chargediag1.Session"

static struct json_object *world;
static sd_bus *bus;
static int held = -1;

static void must(int r, const char *what)
{
	if (r >= 0)
		return;
	fprintf(stderr, "stub-daemon: %s: %s\n", what, strerror(-r));
	exit(1);
}

static struct json_object *get(struct json_object *o, const char *key)
{
	return o ? json_object_object_get(o, key) : NULL;
}

static size_t length(struct json_object *a)
{
	return a ? json_object_array_length(a) : 0;
}

static const char *string(struct json_object *o)
{
	return o ? json_object_get_string(o) : "";
}

static uint64_t boot_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static char *path_of(const char *name)
{
	char *path;

	must(sd_bus_path_encode(ROOT "/port", name, &path), "encode a path");
	return path;
}

static void append_strings(sd_bus_message *m, struct json_object *a)
{
	must(sd_bus_message_open_container(m, 'a', "s"), "append");
	for (size_t i = 0; i < length(a); i++)
		must(sd_bus_message_append(m, "s", string(json_object_array_get_idx(a, i))), "append");
	must(sd_bus_message_close_container(m), "append");
}

static void append_states(sd_bus_message *m, struct json_object *o)
{
	must(sd_bus_message_open_container(m, 'a', "{ss}"), "append");
	json_object_object_foreach(o, key, value)
		must(sd_bus_message_append(m, "{ss}", key, string(value)), "append");
	must(sd_bus_message_close_container(m), "append");
}

/* [value, kind, age in µs, input]; a bare number is a total. */
static void append_readings(sd_bus_message *m, struct json_object *o)
{
	must(sd_bus_message_open_container(m, 'a', "{sv}"), "append");
	json_object_object_foreach(o, key, r)
	{
		if (json_object_is_type(r, json_type_array))
			must(sd_bus_message_append(m, "{sv}", key, "(xsts)",
				     json_object_get_int64(json_object_array_get_idx(r, 0)),
				     string(json_object_array_get_idx(r, 1)),
				     boot_time() -
					     (uint64_t)json_object_get_int64(json_object_array_get_idx(r, 2)),
				     string(json_object_array_get_idx(r, 3))),
				"append");
		else if (json_object_is_type(r, json_type_string))
			must(sd_bus_message_append(m, "{sv}", key, "s", string(r)), "append");
		else if (!strcmp(key, "full_age_us"))
			must(sd_bus_message_append(m, "{sv}", "full_since_us", "t",
				     boot_time() - (uint64_t)json_object_get_int64(r)),
				"append");
		else
			must(sd_bus_message_append(m, "{sv}", key, "x", json_object_get_int64(r)), "append");
	}
	must(sd_bus_message_close_container(m), "append");
}

static void begin_property(sd_bus_message *m, const char *name, const char *type)
{
	must(sd_bus_message_open_container(m, 'e', "sv"), "append");
	must(sd_bus_message_append(m, "s", name), "append");
	must(sd_bus_message_open_container(m, 'v', type), "append");
}

static void end_property(sd_bus_message *m)
{
	must(sd_bus_message_close_container(m), "append");
	must(sd_bus_message_close_container(m), "append");
}

/* The type follows from the name, or from the JSON: an unknown property is of a later version. */
static void append_property(sd_bus_message *m, const char *name, struct json_object *v)
{
	bool dictionary = json_object_is_type(v, json_type_object);
	bool readings = !strcmp(name, "Readings") || !strcmp(name, "Totals") || !strcmp(name, "TimeToFull");
	const char *type = json_object_is_type(v, json_type_array)             ? "as"
			   : readings                                          ? "a{sv}"
			   : dictionary                                        ? "a{ss}"
			   : json_object_is_type(v, json_type_double)          ? "d"
			   : json_object_is_type(v, json_type_int)             ? "t"
			   : !strcmp(name, "Session") || !strcmp(name, "Port") ? "o"
									       : "s";

	begin_property(m, name, type);
	if (json_object_is_type(v, json_type_array))
		append_strings(m, v);
	else if (readings)
		append_readings(m, v);
	else if (dictionary)
		append_states(m, v);
	else if (*type == 'd')
		must(sd_bus_message_append(m, "d", json_object_get_double(v)), "append");
	else if (*type == 't')
		must(sd_bus_message_append(m, "t", (uint64_t)json_object_get_int64(v)), "append");
	else
		must(sd_bus_message_append(m, type, string(v)), "append");
	end_property(m);
}

static void append_properties(sd_bus_message *m, struct json_object *o)
{
	must(sd_bus_message_open_container(m, 'a', "{sv}"), "append");
	json_object_object_foreach(o, name, v)
	{
		if (!strcmp(name, "Age")) {
			begin_property(m, "Start", "t");
			must(sd_bus_message_append(m, "t", boot_time() - (uint64_t)json_object_get_int64(v)),
				"append");
			end_property(m);
		} else {
			append_property(m, name, v);
		}
	}
	must(sd_bus_message_close_container(m), "append");
}

static void append_inputs(sd_bus_message *m)
{
	struct json_object *inputs = get(world, "inputs");

	begin_property(m, "Inputs", "a(ssss)");
	must(sd_bus_message_open_container(m, 'a', "(ssss)"), "append");
	for (size_t i = 0; i < length(inputs); i++) {
		struct json_object *row = json_object_array_get_idx(inputs, i);

		must(sd_bus_message_append(m, "(ssss)", string(json_object_array_get_idx(row, 0)),
			     string(json_object_array_get_idx(row, 1)),
			     string(json_object_array_get_idx(row, 2)),
			     string(json_object_array_get_idx(row, 3))),
			"append");
	}
	must(sd_bus_message_close_container(m), "append");
	end_property(m);
}

static void begin_object(sd_bus_message *m, const char *path, const char *interface)
{
	must(sd_bus_message_open_container(m, 'e', "oa{sa{sv}}"), "append");
	must(sd_bus_message_append(m, "o", path), "append");
	must(sd_bus_message_open_container(m, 'a', "{sa{sv}}"), "append");
	must(sd_bus_message_open_container(m, 'e', "sa{sv}"), "append");
	must(sd_bus_message_append(m, "s", interface), "append");
}

static void end_object(sd_bus_message *m)
{
	for (int i = 0; i < 3; i++)
		must(sd_bus_message_close_container(m), "append");
}

static void append_list(sd_bus_message *m, const char *key, const char *interface)
{
	struct json_object *list = get(world, key);

	for (size_t i = 0; i < length(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		char *encoded = path_of(string(get(o, "Name"))), session[64];

		(void)snprintf(session, sizeof(session), ROOT "/session/%zu", i + 1);
		begin_object(m, strcmp(interface, SESSION) ? encoded : session, interface);
		append_properties(m, o);
		end_object(m);
		free(encoded);
	}
}

static void append_world(sd_bus_message *m)
{
	must(sd_bus_message_open_container(m, 'a', "{oa{sa{sv}}}"), "append");
	append_list(m, "ports", PORT);
	append_list(m, "sessions", SESSION);
	must(sd_bus_message_close_container(m), "append");
}

static void append_manager(sd_bus_message *m)
{
	must(sd_bus_message_open_container(m, 'a', "{sv}"), "append");
	append_property(m, "Version", get(world, "version"));
	append_inputs(m);
	must(sd_bus_message_close_container(m), "append");
}

static int open_stream(void)
{
	const char *text = string(get(world, "stream"));
	int fds[2];

	must(pipe2(fds, O_CLOEXEC) < 0 ? -1 : 0, "pipe");
	must(fcntl(fds[1], F_SETPIPE_SZ, 1 << 20) < 0 ? -1 : 0, "pipe size");
	must(write(fds[1], text, strlen(text)) < 0 ? -1 : 0, "write");
	if (json_object_get_boolean(get(world, "hold")))
		held = fds[1]; /* ends with the daemon */
	else
		close(fds[1]);
	return fds[0];
}

static void say_note(sd_bus_message *m)
{
	const char *port, *key, *value;

	must(sd_bus_message_read(m, "s", &port), "SetNote");
	printf("note %s", port);
	must(sd_bus_message_enter_container(m, 'a', "{sv}"), "SetNote");
	while (sd_bus_message_read(m, "{sv}", &key, "s", &value) > 0)
		printf(" %s=%s", key, value);
	puts("");
}

static int on_call(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	sd_bus_message *reply = NULL;
	const char *member = sd_bus_message_get_member(m), *refusal;
	int fd;

	(void)userdata;
	if (!member || sd_bus_message_is_signal(m, NULL, NULL))
		return 0;
	refusal = string(get(get(world, "refuse"), member));
	if (*refusal)
		return sd_bus_error_setf(e, refusal, "the stub refuses %s", member);
	if (strcmp(member, "SetNote"))
		printf("call %s\n", member);
	must(sd_bus_message_new_method_return(m, &reply), "reply");
	if (!strcmp(member, "GetManagedObjects")) {
		append_world(reply);
	} else if (!strcmp(member, "GetAll")) {
		append_manager(reply);
	} else if (!strcmp(member, "GetAnalysis")) {
		must(sd_bus_message_append(reply, "s", string(get(world, "analysis"))), "append");
	} else if (!strcmp(member, "OpenStream")) {
		fd = open_stream();
		must(sd_bus_message_append(reply, "h", fd), "append");
		close(fd);
	} else if (!strcmp(member, "SetNote")) {
		say_note(m);
	}
	fflush(stdout);
	must(sd_bus_send(NULL, reply, NULL), "send");
	sd_bus_message_unref(reply);
	return 1;
}

static void tell_changes(void)
{
	struct json_object *ports = get(world, "ports");

	for (size_t i = 0; i < length(ports); i++) {
		struct json_object *o = json_object_array_get_idx(ports, i);
		char *path = path_of(string(get(o, "Name")));
		sd_bus_message *m = NULL;

		must(sd_bus_message_new_signal(
			     bus, &m, path, "org.freedesktop.DBus.Properties", "PropertiesChanged"),
			"signal");
		must(sd_bus_message_append(m, "s", PORT), "append");
		append_properties(m, o);
		must(sd_bus_message_append(m, "as", 0), "append");
		must(sd_bus_send(NULL, m, NULL), "send");
		sd_bus_message_unref(m);
		free(path);
	}
}

static void signal_line(char *line)
{
	char *word = strtok(line, " "), *port = strtok(NULL, " "), *cause = strtok(NULL, " ");
	char *path = path_of(port ? port : "");

	if (word && !strcmp(word, "verdict") && cause)
		must(sd_bus_emit_signal(bus, ROOT, MANAGER, "VerdictChanged", "osd", path, cause, 0.5),
			"signal");
	else if (word && !strcmp(word, "ended"))
		must(sd_bus_emit_signal(bus, ROOT, MANAGER, "SessionEnded", "ot", path, UINT64_C(7)),
			"signal");
	free(path);
}

static int on_input(sd_event_source *s, int fd, uint32_t revents, void *userdata)
{
	static char buf[1 << 22];
	static size_t len;
	ssize_t n = read(fd, buf + len, sizeof(buf) - len - 1);
	char *newline;

	(void)revents;
	(void)userdata;
	if (n <= 0)
		return sd_event_exit(sd_event_source_get_event(s), 0);
	len += (size_t)n;
	while ((newline = memchr(buf, '\n', len))) {
		*newline = '\0';
		if (*buf == '{') {
			json_object_put(world);
			world = json_tokener_parse(buf);
			must(world ? 0 : -1, "parse the world");
			tell_changes();
			puts("ready");
			fflush(stdout);
		} else {
			signal_line(buf);
		}
		len -= (size_t)(newline + 1 - buf);
		memmove(buf, newline + 1, len);
	}
	return 0;
}

int main(int argc, char **argv)
{
	sd_event *event;

	must(sd_event_new(&event), "loop");
	must(sd_bus_open_system(&bus), "connect");
	must(sd_bus_add_filter(bus, NULL, on_call, NULL), "filter");
	must(sd_bus_request_name(bus, argc > 1 ? argv[1] : "org.chargediag1", 0), "own the name");
	must(sd_bus_attach_event(bus, event, 0), "attach");
	must(sd_event_add_io(event, NULL, STDIN_FILENO, EPOLLIN, on_input, NULL), "stdin");
	must(sd_event_loop(event), "loop");
	json_object_put(world);
	if (held >= 0)
		close(held);
	sd_bus_flush_close_unref(bus);
	sd_event_unref(event);
	return 0;
}
