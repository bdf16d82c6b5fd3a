/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Two ports that began to charge at one moment may be one line. That they are nobody can see, for two chargers on one power
 * strip begin together as well: a person is asked, and not overruled.
 */

#include <stdio.h>

#include "render.h"

/* A contract and the word of the firmware come within a second of the plug, a slow meter's current in the next. */
#define TOGETHER_US (3 * CD_US_PER_S)

static bool is_meter(struct json_object *port)
{
	return cd_streq(ctl_json_string(port, "kind"), "meter");
}

/* CD_UNKNOWN: there is no session. */
static int64_t age(struct json_object *port)
{
	return ctl_json_int(ctl_json_object(port, "session"), "duration_us");
}

static bool together(struct json_object *meter, struct json_object *other)
{
	int64_t a = age(meter), b = age(other);

	return other != meter && !cd_streq(ctl_json_string(other, "kind"), "usb-port") && cd_known(a) &&
	       cd_known(b) && llabs(a - b) <= TOGETHER_US;
}

/* The only port that may be on the meter's line. Of two meters the later one is asked about. */
static struct json_object *partner(struct json_object *ports, size_t meter)
{
	struct json_object *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ctl_json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);

		if (!together(json_object_array_get_idx(ports, meter), port))
			continue;
		n++;
		found = is_meter(port) && i > meter ? NULL : port;
	}
	return n == 1 ? found : NULL;
}

void ctl_render_hints(const struct ctl_out *out, struct json_object *ports)
{
	for (size_t i = 0; i < ctl_json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i), *other;
		const char *names[2];

		other = is_meter(port) ? partner(ports, i) : NULL;
		if (!other)
			continue;
		names[0] = ctl_json_string(port, "port");
		names[1] = ctl_json_string(other, "port");
		ctl_text_put(out, names[0]);
		fputs(" and ", out->f);
		ctl_text_put(out, names[1]);
		fputs(" began together. If both are on one line, say so: chargectl note ", out->f);
		ctl_text_put(out, names[0]);
		fputs(" line=", out->f);
		ctl_text_put(out, names[1]);
		fputc('\n', out->f);
	}
}
