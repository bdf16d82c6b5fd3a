/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A file's events through the engine, without a daemon: the analysis document of one file. Memory is what the
 * engine keeps per port, and an entry per session.
 */

#include "compare.h"
#include "event.h"
#include "json.h"
#include "mask.h"

/* Sessions of one file that are kept; a day of charging at one port has a few. More are counted, and said. */
#define CTL_JUDGE_SESSIONS_MAX 10000

/* Of one file, for comparing. */
struct ctl_run {
	struct cd_summary summary;
	unsigned sessions;
};

struct ctl_judge_options {
	const struct cd_profiles *profiles;
	const struct cd_event_note
		*note;         /* what the command line says of every meter, supply and Type-C port */
	struct ctl_mask *mask; /* learns the serials; NULL: none */
	struct ctl_run *run;   /* is given the session with most energy; NULL */
};

/* The document of one file; the caller owns *ret. Warnings are said. Negative errno when the file cannot be
 * read or is malformed (said). */
int ctl_judge_file(const char *path, const struct ctl_judge_options *o, struct json_object **ret);
/* The exit code that a document deserves: a fault beats not knowing, not knowing beats well. */
int ctl_judge_code(struct json_object *doc);
