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
	int64_t rest_us;      /* since when nothing flows into it, nor out of it; CD_UNKNOWN: it does */
	int64_t rest_percent; /* its state of charge then */
	int64_t vain_us;      /* of that: while it says Charging, and current flows into the device */
	unsigned stops;       /* times a charge stopped at once */
	int64_t stop_percent; /* where a charge stopped at once, and it rests since; CD_UNKNOWN */
	int64_t full_us;      /* when it last said that it is full; CD_UNKNOWN */
	int64_t rate;         /* of its last word, see battery-course.c; CD_UNKNOWN */
	int64_t drain_us;     /* since when it drains; CD_UNKNOWN: it does not */
	int64_t contract_uv, contract_ua; /* of the two below; CD_UNKNOWN */
	int64_t charged_us;   /* how long it charged */
	double gained;        /* what flowed in less what flowed out: `rate` times µs */
	bool charges;         /* by its last word */
	bool was_low;       /* a cell was that low */
	bool reviving;      /* a small current flows into it */
	bool blind;         /* it was that low while nobody knew what flowed */
};

void cd_battery_course_reset(struct cd_battery_course *b);
/* Time is missing: nothing is added up across it. */
void cd_battery_course_gap(struct cd_battery_course *b);
/* What the driver says now, which is not what it said before: f->battery_us. */
void cd_battery_course_say(struct cd_battery_course *b, const struct cd_facts *f);
/* How long nothing has flowed into it; 0: it does. */
int64_t cd_battery_course_rested_us(const struct cd_battery_course *b);
/* It was full a moment ago: some machines take a burst from their battery on top of what the charger gives. */
bool cd_battery_course_just_full(const struct cd_battery_course *b);
/* It has drained for a moment only, of a session in which it gains: it helps out on top of what the charger gives. */
bool cd_battery_course_helps_out(const struct cd_battery_course *b, int64_t now_us);
/* It never was so empty that a charger would have revived it. */
bool cd_battery_course_charged(const struct cd_battery_course *b);
