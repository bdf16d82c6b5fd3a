/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * When it will be full, or for how long it has been: one line of a session.
 */

#include <stdio.h>

#include "render.h"

/* Whoever unplugs within ten minutes has no need of being told. */
#define FULL_TOLD_US (10 * 60 * CD_US_PER_S)
#define HOURS_ALONE 10 /* from here on minutes say nothing */

/* "40 m", "1 h 10 m", "2 h", "42 h". */
static void put_time(char *buf, size_t size, int64_t seconds)
{
	int64_t minutes = (seconds + 30) / 60, hours = minutes / 60;

	if (hours == 0)
		(void)snprintf(buf, size, "%lld m", (long long)minutes);
	else if (minutes % 60 == 0 || hours >= HOURS_ALONE)
		(void)snprintf(buf, size, "%lld h", (long long)hours);
	else
		(void)snprintf(buf, size, "%lld h %lld m", (long long)hours, (long long)(minutes % 60));
}

bool ctl_render_to_full(struct json_object *session, char *buf, size_t size)
{
	struct json_object *t = ctl_json_object(session, "time_to_full");
	int64_t low_s = ctl_json_int(t, "low_s"), high_s = ctl_json_int(t, "high_s");
	int64_t percent = ctl_json_int(t, "percent"), full_us = ctl_json_int(session, "full_us");
	char low[40], high[40], goal[24] = "full";

	if (cd_known(full_us) && full_us > FULL_TOLD_US) {
		put_time(high, sizeof(high), full_us / CD_US_PER_S);
		(void)snprintf(buf, size, "full for %s, still plugged", high);
		return true;
	}
	if (!cd_known(low_s) || !cd_known(high_s))
		return false;
	if (cd_known(percent) && percent < 100)
		(void)snprintf(goal, sizeof(goal), "%lld %%", (long long)percent);
	put_time(low, sizeof(low), low_s);
	put_time(high, sizeof(high), high_s);
	if (low_s < 60 || low_s >= high_s)
		(void)snprintf(buf, size, "%s within %s (estimated)", goal, high);
	else
		(void)snprintf(buf, size, "%s in %s – %s (estimated)", goal, low, high);
	return true;
}
