/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Exit codes, chargectl(1). Of several, `ctl_exit_worse` says which one counts.
 */

enum ctl_exit {
	CTL_EXIT_OK = 0,
	CTL_EXIT_USAGE = 1,        /* wrong words on the command line; output that cannot be written */
	CTL_EXIT_NO_SUCH = 2,      /* no such port, no daemon, or it refused */
	CTL_EXIT_FAULT = 3,        /* a verb that judges found a fault */
	CTL_EXIT_INCONCLUSIVE = 4, /* … or could not tell */
	CTL_EXIT_FILE = 5,         /* a file cannot be read or is malformed */
};

/* The code of two: what failed to run beats what was found, a fault beats not knowing, not knowing beats
 * well. */
static inline enum ctl_exit ctl_exit_worse(enum ctl_exit a, enum ctl_exit b)
{
	static const unsigned char rank[] = { 0, 4, 3, 2, 1, 5 };

	return rank[a] > rank[b] ? a : b;
}
