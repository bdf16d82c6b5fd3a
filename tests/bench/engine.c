/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How fast the engine takes samples, and whether its memory stays constant: a day at 100 S/s. Prints ratios beside an
 * empty loop of the same events, and memory after the first hundredth and after all.
 */

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "router.h"

#define SAMPLES 8640000L /* 24 h at 100 S/s */
#define WARM (SAMPLES / 100)

static double seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long rss_kb(void)
{
	struct rusage u;

	return getrusage(RUSAGE_SELF, &u) == 0 ? u.ru_maxrss : -1;
}

static void make(struct cd_event *ev, long k)
{
	ev->t_us = k * 10000;
	ev->sample = (struct cd_sample){ 0 };
	cd_sample_set(&ev->sample, CD_FIELD_VBUS, 5050000 - k % 97 * 10);
	cd_sample_set(&ev->sample, CD_FIELD_IBUS, k < 500 ? 0 : 900000 + k % 89 * 10);
	cd_sample_set(&ev->sample, CD_FIELD_DP, 600000);
	cd_sample_set(&ev->sample, CD_FIELD_DM, 600000);
}

/* What it costs to make the events alone. */
static double empty_loop(struct cd_event *ev)
{
	volatile int64_t sink = 0;
	double from = seconds();

	for (long k = 0; k < SAMPLES; k++) {
		make(ev, k);
		sink += ev->sample.value[CD_FIELD_VBUS];
	}
	(void)sink; /* clang: set but not used */
	return seconds() - from;
}

static int feed_all(struct cd_router *r, struct cd_event *ev, long *ret_warm_kb)
{
	struct cd_change change;

	for (long k = 0; k < SAMPLES; k++) {
		make(ev, k);
		if (cd_router_feed(r, ev) < 0)
			return -ENOMEM;
		while (cd_router_next_change(r, &change))
			;
		if (k == WARM)
			*ret_warm_kb = rss_kb();
	}
	return 0;
}

int main(void)
{
	struct cd_event ev = { .type = CD_EVENT_ADDED,
		.input = "meter0",
		.added = { .kind = CD_INPUT_METER, .settle_us = 120000 } };
	CD_CLEANUP(cd_router_freep) struct cd_router *r = NULL;
	struct cd_profiles profiles = { 0 };
	struct cd_settings settings = CD_SETTINGS_DEFAULT;
	double empty, full;
	long warm = 0;

	if (cd_router_new(&settings, &profiles, &r) < 0 || cd_router_feed(r, &ev) < 0)
		return 1;
	ev.type = CD_EVENT_SAMPLE;
	empty = empty_loop(&ev);
	full = seconds();
	if (feed_all(r, &ev, &warm) < 0)
		return 1;
	full = seconds() - full;
	printf("%.1f million samples/s, %.1f times an empty loop; memory after 24 h / after 14 min: %.3f (%ld kB)\n",
		(double)SAMPLES / full / 1e6, full / empty, (double)rss_kb() / (double)warm, rss_kb());
	return 0;
}
