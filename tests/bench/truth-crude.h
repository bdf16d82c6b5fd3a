/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A crude classifier, to compare with: one pass over the events and a table of fixed thresholds, limits of USB and
 * rules of thumb; the first that is crossed names the cause. It knows no error and has no doubts. What the engine is
 * worth is what it is better than this from the same data.
 */

#include "event.h"

struct truth_crude {
	/* The first meter. */
	char input[CD_INPUT_NAME_MAX + 1]; /* "" none yet */
	enum cd_position position;
	unsigned n;
	int64_t first_us, last_us, last_ua;
	int64_t load_us;   /* when a load was seen first; CD_UNKNOWN */
	int64_t early_ua;  /* the most in the first minute of load */
	int64_t noload_uv; /* the last before the load; CD_UNKNOWN */
	int64_t max_uv, max_ua, loaded_uv; /* loaded: the lowest at max_ua, or next to it */
	unsigned drops, opens; /* of the voltage; of the current alone */
	bool down, open;
	/* What a person or the drivers said last. */
	enum cd_battery_note battery;
	bool rated_5v, online;
	int64_t rated_ua;
	char status[16], health[32];
	unsigned trips;
};

void truth_crude_init(struct truth_crude *c);
void truth_crude_feed(struct truth_crude *c, const struct cd_event *ev);
/* An id of the catalogue; static. */
const char *truth_crude_cause(const struct truth_crude *c);
