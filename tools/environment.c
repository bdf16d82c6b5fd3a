/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Everything that is not said on the command line. DBUS_SYSTEM_BUS_ADDRESS is not here: sd-bus reads it
 * itself.
 */

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "environment.h"
#include "names.h"

/* An empty variable says nothing, as https://no-color.org has it. */
static const char *get(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

void ctl_environment_resize(struct ctl_environment *e)
{
	struct winsize size;

	e->columns = 80;
	e->rows = 24;
	if (!e->tty || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return;
	if (size.ws_col >= 20)
		e->columns = size.ws_col;
	if (size.ws_row >= 4)
		e->rows = size.ws_row;
}

void ctl_environment_read(struct ctl_environment *ret)
{
	const char *term = get("TERM"), *name = get("CHARGEDIAG_BUS_NAME");

	*ret = (struct ctl_environment){
		.bus_name = name ? name : CTL_BUS_NAME,
		.profiles = get("CHARGEDIAG_PROFILES"),
		.tty = isatty(STDOUT_FILENO),
	};
	ret->color = ret->tty && !get("NO_COLOR") && term && strcmp(term, "dumb") != 0;
	ctl_environment_resize(ret);
}
