/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Sections, keys and values of a configuration file. The few rules there are cost less here than as a library, which
 * every start of the daemon and of each chargectl would load and relocate.
 *
 *     # comment            ; comment
 *     [section]
 *     Key = value          ; a comment after a blank
 *         continues the value of the key before, as a call of its own; no comment here
 *
 * `:` is as good as `=`. A line that is none of these is passed over: who wants to complain sees it in next().
 */

#include "macro.h"

#define CD_INI_LINE_MAX 200 /* with newline and NUL */
#define CD_INI_NAME_MAX 50  /* of a section or a continued key, with NUL; longer ones are cut */

struct cd_ini {
	/* Like fgets(): the next line with its newline; NULL: the end. */
	char *(*next)(char *buf, int size, void *userdata);
	void (*value)(void *userdata, const char *section, const char *name, const char *value);
	void *userdata;
};
void cd_ini_parse(const struct cd_ini *ini);
