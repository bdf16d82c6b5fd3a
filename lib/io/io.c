/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What all adapters share: the clock and the word for a presence.
 */

#include <time.h>

#include "io.h"

/* CLOCK_BOOTTIME goes on during suspend: a gap stays as long as it was. */
int64_t cd_io_now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_BOOTTIME, &ts); /* cannot fail: the clock exists since Linux 2.6.39 */
	return (int64_t)ts.tv_sec * CD_US_PER_S + ts.tv_nsec / 1000;
}

const char *cd_presence_to_string(enum cd_presence p)
{
	switch (p) {
	case CD_PRESENT:
		return "present";
	case CD_ABSENT:
		return "absent";
	case CD_FAILED:
		return "failed";
	}
	return NULL;
}
