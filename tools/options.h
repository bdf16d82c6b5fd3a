/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Command lines from tables: getopt_long and --help read the same rows, so that neither can forget one.
 */

#include "verb.h"

/* Reads leading options of `call` before any verb is known; `*argi` becomes the index of the first other
 * word. 0 or CTL_EXIT_USAGE (said). */
int ctl_options_global(struct ctl_call *call, int argc, char **argv, int *argi);
/* Reads everything behind the verb; argv[0] is the verb. 0 or CTL_EXIT_USAGE (said). */
int ctl_options_verb(struct ctl_call *call, int argc, char **argv);

/* Prints one verb's --help. */
void ctl_options_help(const struct ctl_call *call);
/* Prints the options that every verb or several take. */
void ctl_options_help_common(FILE *f, unsigned takes);
