/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The environment and the terminal, read once at the start and nowhere else.
 */

#include <stdbool.h>

struct ctl_environment {
	const char *bus_name; /* CHARGEDIAG_BUS_NAME; the default name when unset */
	const char
		*profiles; /* CHARGEDIAG_PROFILES: one directory instead of the usual two; NULL when unset */
	bool tty;          /* standard output is a terminal */
	bool color;        /* … and neither NO_COLOR nor TERM=dumb speaks against it */
	int columns;       /* of the terminal, 80 without one */
	int rows;          /* 24 without one */
};

void ctl_environment_read(struct ctl_environment *ret);
/* The size of the terminal again: a window may be resized while `watch` runs. */
void ctl_environment_resize(struct ctl_environment *e);
