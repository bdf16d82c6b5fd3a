/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A picture that is drawn again in its place, and a keyboard that is asked for one key.
 */

#include <termios.h>

#include "verb.h"

struct ctl_screen {
	bool drawn;
	bool keys; /* the terminal has been asked to give keys at once */
	struct termios before;
};

/* Asks standard input for single keys, where it is a terminal and ours to ask. */
void ctl_screen_keys(struct ctl_screen *s);
/* Gives the terminal back. */
void ctl_screen_done(struct ctl_screen *s);
/* Shows `text` from the top of the terminal, cut at its size. */
void ctl_screen_draw(struct ctl_screen *s, const struct ctl_environment *env, FILE *f, const char *text);
/* Bytes of the first line of `text` that fit into `columns`; colour sequences take no room. */
size_t ctl_screen_fit(const char *text, int columns);
