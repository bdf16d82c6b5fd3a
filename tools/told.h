/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a command line says of recordings that are judged without a daemon: --at, --profile, --note.
 */

#include "event.h"
#include "verb.h"

#define CTL_TOLD_OPTIONS                                                                                     \
	{ "at", 0, "WHERE", "where the meter sat: source (at the adapter)\nor device", 0 },                  \
		{ "profile", 0, "NAME|FILE", "the device that was charged", 0 },                             \
	{                                                                                                    \
		"note", 0, "KEY=VALUE",                                                                      \
			"what else is known, as of “chargectl note”;\nmay be given several times", 0         \
	}

struct ctl_told {
	struct ctl_call *call;
	struct cd_profiles profiles;
	struct cd_profile *own; /* of a file on the command line */
	struct cd_event_note note;
};

/* 0, or an exit code (said); ctl_told_done() in either case. */
int ctl_told_take(struct ctl_call *call, struct ctl_told *ret);
/* The same note, with what another option of KEY=VALUE words adds or says otherwise. 0 or an exit code (said). */
int ctl_told_more(struct ctl_told *t, const char *option, struct cd_event_note *ret);
void ctl_told_done(struct ctl_told *t);
