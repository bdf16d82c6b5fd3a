/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "full-time.h"

void cd_full_time_say(struct cd_full_time *f, int64_t t_us, bool full)
{
	if (full == cd_known(f->since_us))
		return;
	if (!full)
		f->sum_us += t_us - f->since_us;
	f->since_us = full ? t_us : CD_UNKNOWN;
}

int64_t cd_full_time_until(const struct cd_full_time *f, int64_t t_us)
{
	bool now = cd_known(f->since_us) && cd_known(t_us) && t_us > f->since_us;

	return f->sum_us + (now ? t_us - f->since_us : 0);
}
