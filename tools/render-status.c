/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * `status` for people: the ports, then what this machine lacks and why.
 */

#include <stdio.h>

#include "render.h"
#include "words.h"

#define NAME_WIDTH_MAX 24 /* a longer name sticks out of its column */

/* What a machine may lack, by the name of its row. */
static const char *interface_words(const char *name)
{
	static const struct {
		const char *name, *words;
	} table[] = {
		{ "power_supply", "power supplies" },
		{ "typec", "Type-C ports" },
		{ "usb", "USB host ports" },
		{ "hwmon", "hwmon meters" },
		{ "meters", "USB meters" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(table); i++)
		if (cd_streq(table[i].name, name))
			return table[i].words;
	return name;
}

static void put_absence(const struct ctl_out *out, struct json_object *input)
{
	const char *presence = ctl_json_string(input, "presence");

	if (!presence || cd_streq(presence, "present"))
		return;
	if (cd_streq(presence, "absent"))
		fputs("no ", out->f);
	ctl_text_put(out, interface_words(ctl_json_string(input, "name")));
	if (!cd_streq(presence, "absent"))
		fputs(" cannot be used", out->f);
	if (ctl_json_string(input, "detail")) {
		fputs(": ", out->f);
		ctl_text_put(out, ctl_json_string(input, "detail"));
	}
	fputc('\n', out->f);
}

static int name_width(struct json_object *port)
{
	char name[CTL_TEXT_MAX];

	return ctl_text_width(ctl_text_clean(ctl_json_string(port, "port"), name, sizeof(name)));
}

/* A computer has a dozen sockets: those with nothing in them share a line. */
static bool is_idle_socket(struct json_object *port)
{
	return cd_streq(ctl_json_string(port, "kind"), "usb-port") && !ctl_words_plugged(port);
}

static void put_ports(const struct ctl_out *out, struct json_object *ports)
{
	size_t n = ctl_json_length(ports), idle = 0;
	int width = CTL_NAME_WIDTH;

	for (size_t i = 0; i < n; i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);
		int w = name_width(port);

		if (is_idle_socket(port))
			idle++;
		else if (w > width && w <= NAME_WIDTH_MAX)
			width = w;
	}
	for (size_t i = 0; i < n; i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);

		if (idle < 2 || !is_idle_socket(port))
			ctl_render_port(out, port, width);
	}
	if (idle >= 2)
		fprintf(out->f, "%zu USB host ports with nothing to report\n", idle);
}

void ctl_render_status(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *ports = ctl_json_array(doc, "ports"), *inputs = ctl_json_array(doc, "inputs");

	put_ports(out, ports);
	if (!ctl_json_length(ports))
		fputs("Nothing to observe here: no port, power supply or meter was found.\n", out->f);
	ctl_render_hints(out, ports);
	for (size_t i = 0; i < ctl_json_length(inputs); i++)
		put_absence(out, json_object_array_get_idx(inputs, i));
}
