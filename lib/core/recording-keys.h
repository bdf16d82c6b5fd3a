/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The keys of each event of a recording: what each must be, and where it goes (docs/recording.md).
 */

#include <json-c/json.h>

#include "event.h"

/* Memory behind the event that is being read. */
struct cd_key_scratch {
	struct cd_attributes attributes;
	struct cd_profile *profile;
	const char *inputs[CD_PORT_INPUTS_MAX];
	uint8_t wire[CD_PD_WIRE_MAX];
	uint64_t skipped; /* keys and elements left out */
	bool no_memory;
};

void cd_key_scratch_done(struct cd_key_scratch *s);
/* Ready for an event of ev->type, whose members are set to "not said". */
void cd_key_scratch_clear(struct cd_key_scratch *s, struct cd_event *ev);

struct cd_event_keys {
	bool has_input;
	unsigned required; /* bits of keys without which the event says nothing */
	/* The key's bit, or negative when it is unknown or its value is refused. */
	int (*set)(struct cd_key_scratch *s, const char *key, struct json_object *value, struct cd_event *ev);
};
extern const struct cd_event_keys cd_event_keys[_CD_EVENT_MAX];

/* A JSON integer (no fraction, no exponent) in a range. */
bool cd_key_int(struct json_object *value, int64_t min, int64_t max, int64_t *ret);
/* Text of at most `max` bytes without control characters; NULL for anything else. Borrowed from `value`. */
const char *cd_key_string(struct json_object *value, size_t max);
