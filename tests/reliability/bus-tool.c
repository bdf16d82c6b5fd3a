/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What flood.py measures with, in C so that the bus is most of what is measured:
 *
 *     bus-tool bare PATH              a daemon that is nothing but libsystemd: our name, and the properties of our Manager and
 *                                     of a port, with fixed values
 *     bus-tool get PATH INTERFACE PROPERTY
 *                                     one Get for each line of standard input, answers its µs
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>

#define NAME "org.chargediag1"
#define PROPERTIES "org.freedesktop.DBus.Properties"

static int fail(int r, const char *what)
{
	fprintf(stderr, "bus-tool: %s: %s\n", what, strerror(-r));
	return EXIT_FAILURE;
}

static int string(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "s", "charging");
}

static int real(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "d", 0.5);
}

static int strings(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "as", 2, "swap-cable", "other-port");
}

static int object(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "o", "/org/chargediag1/session/1");
}

static int inputs(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "a(ssss)", 1, "meter0", "meter", "present", "");
}

static int readings(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "a{sv}", 2, "vbus", "(xsts)", INT64_C(5055000), "measured",
		UINT64_C(1234567890), "meter0", "ibus", "(xsts)", INT64_C(900000), "measured",
		UINT64_C(1234567890), "meter0");
}

static int states(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	return sd_bus_message_append(reply, "a{ss}", 0);
}

static const sd_bus_vtable manager[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Version", "s", string, 0, 0),
	SD_BUS_PROPERTY("Inputs", "a(ssss)", inputs, 0, 0),
	SD_BUS_VTABLE_END,
};

static const sd_bus_vtable port[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Name", "s", string, 0, 0),
	SD_BUS_PROPERTY("Kind", "s", string, 0, 0),
	SD_BUS_PROPERTY("Inputs", "as", strings, 0, 0),
	SD_BUS_PROPERTY("Position", "s", string, 0, 0),
	SD_BUS_PROPERTY("Profile", "s", string, 0, 0),
	SD_BUS_PROPERTY("Readings", "a{sv}", readings, 0, 0),
	SD_BUS_PROPERTY("States", "a{ss}", states, 0, 0),
	SD_BUS_PROPERTY("Class", "s", string, 0, 0),
	SD_BUS_PROPERTY("Cause", "s", string, 0, 0),
	SD_BUS_PROPERTY("Part", "s", string, 0, 0),
	SD_BUS_PROPERTY("Confidence", "d", real, 0, 0),
	SD_BUS_PROPERTY("Severity", "s", string, 0, 0),
	SD_BUS_PROPERTY("Symptoms", "as", strings, 0, 0),
	SD_BUS_PROPERTY("NextTest", "s", string, 0, 0),
	SD_BUS_PROPERTY("Remedies", "as", strings, 0, 0),
	SD_BUS_PROPERTY("Session", "o", object, 0, 0),
	SD_BUS_VTABLE_END,
};

static int loop(sd_bus *bus)
{
	for (;;) {
		int r = sd_bus_process(bus, NULL);

		if (r == 0)
			r = sd_bus_wait(bus, UINT64_MAX);
		if (r < 0)
			return fail(r, "the bus");
	}
}

static int bare(sd_bus *bus, char **args)
{
	int r;

	r = sd_bus_add_object_vtable(bus, NULL, "/org/chargediag1", NAME ".Manager", manager, NULL);
	if (r >= 0)
		r = sd_bus_add_object_vtable(bus, NULL, args[0], NAME ".Port", port, NULL);
	if (r >= 0)
		r = sd_bus_request_name(bus, NAME, 0);
	if (r < 0)
		return fail(r, "cannot start");
	return loop(bus);
}

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e6 + ts.tv_nsec / 1e3;
}

static int get(sd_bus *bus, char **args)
{
	char line[64];

	while (fgets(line, sizeof(line), stdin)) {
		sd_bus_message *m = NULL;
		double began = now_us();
		int r = sd_bus_call_method(
			bus, NAME, args[0], PROPERTIES, "Get", NULL, &m, "ss", args[1], args[2]);

		if (r < 0)
			return fail(r, "Get");
		printf("%.1f\n", now_us() - began);
		fflush(stdout);
		sd_bus_message_unref(m);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *word;
		int args;
		int (*run)(sd_bus *bus, char **args);
	} modes[] = { { "bare", 1, bare }, { "get", 3, get } };
	sd_bus *bus = NULL;
	int r;

	for (size_t i = 0; argc > 1 && i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i].word, argv[1]) != 0 || argc - 2 != modes[i].args)
			continue;
		r = sd_bus_open_system(&bus);
		return r < 0 ? fail(r, "no bus") : modes[i].run(bus, argv + 2);
	}
	fputs("usage: bus-tool bare PATH | get PATH INTERFACE PROPERTY\n", stderr);
	return EXIT_FAILURE;
}
