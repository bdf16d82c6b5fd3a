/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A profile inside a note of a recording: what the analysis uses of it, so that a recording says the same on
 * a machine that does not have the profile.
 */

#include <json-c/json.h>

#include "buffer.h"
#include "profile.h"

/* Replaces *profile. Members it does not know or that do not fit are counted. -EINVAL: no object with a valid
 * name; *profile is then NULL; -ENOMEM. */
int cd_profile_from_json(struct json_object *object, uint64_t *skipped, struct cd_profile **profile);
/* Appends the object. -ENOMEM. */
int cd_profile_to_json(struct cd_buffer *b, const struct cd_profile *p);
