/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gaps.h"

static int64_t end_of(const struct cd_gap *g)
{
	return g->start_us + (cd_known(g->duration_us) ? g->duration_us : 0);
}

/* A suspend is told by every input, and a meter's stall reaches into it: one time, and the first reason given. Samples that
 * stayed away are no reason. */
static bool overlaps(struct cd_gap *last, const struct cd_gap *new)
{
	int64_t end = end_of(new);

	if (new->start_us > end_of(last) ||
		(new->start_us == end_of(last) && new->start_us != last->start_us))
		return false;
	if ((int)last->reason < 0)
		last->reason = new->reason;
	if (new->start_us < last->start_us && last->count == 1) {
		last->duration_us = end_of(last) - new->start_us;
		last->start_us = new->start_us;
	}
	if (end > end_of(last))
		last->duration_us = end - last->start_us;
	else if (!cd_known(last->duration_us))
		last->duration_us = new->duration_us;
	return true;
}

/* The last one stands for all that find no room: where they began, how much they are together, how many. */
static void merge(struct cd_gap *last, const struct cd_gap *new)
{
	int64_t more = cd_known(new->duration_us) ? new->duration_us : 0;

	last->duration_us = (cd_known(last->duration_us) ? last->duration_us : 0) + more;
	if (last->reason != new->reason)
		last->reason = _CD_GAP_INVALID;
	if (last->count < UINT32_MAX)
		last->count++;
}

void cd_gaps_add(struct cd_gaps *g, int64_t end_us, int64_t duration_us, enum cd_gap_reason reason)
{
	bool known = cd_known(duration_us) && duration_us > 0; /* a recording writes 0 for unknown */
	struct cd_gap new = { .start_us = end_us - (known ? duration_us : 0),
		.duration_us = known ? duration_us : CD_UNKNOWN,
		.reason = reason,
		.count = 1 };

	if (g->n > 0 && g->item[g->n - 1].count == 1 && overlaps(&g->item[g->n - 1], &new))
		return;
	if (g->n == CD_GAPS_MAX)
		merge(&g->item[g->n - 1], &new);
	else
		g->item[g->n++] = new;
}
