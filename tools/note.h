/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * KEY=VALUE words of a command line, for `note` and `analyze --note`.
 */

#include "event.h"
#include "verb.h"

/* Cuts the word in two at its `=`, checks both and sets them in `note`, which borrows from the word. 0 or
 * CTL_EXIT_USAGE (said, with the keys or values there are). */
int ctl_note_parse(const struct ctl_call *call, char *word, struct cd_event_note *note);
