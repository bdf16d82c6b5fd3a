/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * How long a battery was held at full, by its driver's word: what ages it most, and what a farm of devices pays for. A charge
 * that is topped up now and then is full for the sum of its times.
 */

#include "macro.h"

struct cd_full_time {
	int64_t sum_us;   /* of the times before */
	int64_t since_us; /* CD_UNKNOWN: it is not full now */
};

void cd_full_time_say(struct cd_full_time *f, int64_t t_us, bool full);
/* All of it until then; CD_UNKNOWN as time counts as none of the present. */
int64_t cd_full_time_until(const struct cd_full_time *f, int64_t t_us);
