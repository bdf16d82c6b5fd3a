/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The times of a session in which nobody looked: what is computed over it leaves them out, and whoever reads it is told
 * how much that is, and why.
 */

#include "event.h"

#define CD_GAPS_MAX 32

struct cd_gap {
	int64_t start_us;
	int64_t duration_us; /* CD_UNKNOWN: nobody said */
	enum cd_gap_reason
		reason; /* _CD_GAP_INVALID: samples stayed away and nobody said why; or for several reasons */
	uint32_t count; /* of gaps in this one: more than 1 only in the last, when there were too many */
};

struct cd_gaps {
	struct cd_gap item[CD_GAPS_MAX]; /* by start */
	size_t n;
};

/* One that ended at `end_us`. The same time told twice (by each input of a port) counts once. */
void cd_gaps_add(struct cd_gaps *g, int64_t end_us, int64_t duration_us, enum cd_gap_reason reason);
