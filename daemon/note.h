/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * SetNote's a{sv}: what a person knows, on its way to an event.
 */

#include <systemd/sd-bus.h>

#include "event.h"
#include "profile.h"

/* Reads the dictionary at the message's present place. Strings stay the message's. Negative with *error set:
 * an unknown key, a value that does not fit its key, no key at all, a profile that is not in the set, a lamp that the
 * profile does not have: the note's, or else the port's `profile` (NULL: none). */
int note_read(sd_bus_message *m, const struct cd_profiles *profiles, const char *profile,
	struct cd_event_note *ret, sd_bus_error *error);
