/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a battery's driver said over one session, in constant memory: a single word of it does not tell an empty cell that is
 * revived from one that is half full.
 */

#include "facts.h"

struct cd_battery_course {
	int64_t said_us;    /* its last word; CD_UNKNOWN: it said nothing yet */
	int64_t cell_uv;    /* the lowest volts of a cell; CD_UNKNOWN */
	int64_t capacity;   /* the lowest state of charge, %; CD_UNKNOWN */
	int64_t revival_us; /* while a small current flowed into cells that low */
	bool was_low;       /* a cell was that low */
	bool reviving;      /* a small current flows into it */
	bool blind;         /* it was that low while nobody knew what flowed */
};

void cd_battery_course_reset(struct cd_battery_course *b);
/* Time is missing: nothing is added up across it. */
void cd_battery_course_gap(struct cd_battery_course *b);
/* What the driver says now, which is not what it said before: f->battery_us. */
void cd_battery_course_say(struct cd_battery_course *b, const struct cd_facts *f);
/* It never was so empty that a charger would have revived it. */
bool cd_battery_course_charged(const struct cd_battery_course *b);
