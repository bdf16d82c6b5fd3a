/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a recording says beside its analysis: when it was made, what a person noted, and the current at one moment.
 */

#include "event.h"

struct ctl_learn_scan {
	char date[16];      /* "2026-11-22", "" unknown */
	int64_t low_us;     /* when somebody first said that the battery was empty or low; CD_UNKNOWN */
	int64_t adapter_uw; /* what the adapter is said to be rated for; CD_UNKNOWN */
	unsigned n_meters;
	bool gaps;                   /* time for which nothing is known */
	int64_t before_ua, after_ua; /* mean current before and after `edge_us`; CD_UNKNOWN */
};

/* `edge_us` may be CD_UNKNOWN. Negative errno: the file cannot be read. */
int ctl_learn_scan(const char *path, int64_t edge_us, struct ctl_learn_scan *ret);
