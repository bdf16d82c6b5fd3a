/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The incidents of a session that neither its V-I points nor the shape of its current keep:
 *
 *   leak        I │ ~~~~~~╭───    a little current, and noisy, before anything was plugged in
 *   in-rush     I │▲ ╭────        the highest current of the first half second
 *   dip         V │──╮╭───        the lowest voltage that current was drawn at
 *   pause       I │──╮    ╭──     a clean fall to a part of it or to nothing while V stays, and back, minutes later
 *   stop        I │──╮            the same, and nothing more
 *   let go      V │─────╮         V goes while only a little current flows, and has for a while
 *               I │──╮__│__
 *
 * Fed with base windows, except for in-rush and dip. Constant memory.
 */

#include "dips.h"
#include "sketch.h"

struct cd_mean {
	double n, seconds, sum, squares;
	int64_t until_us; /* of n > 0 */
	double samples;   /* in its windows */
};

struct cd_course {
	/* Current with nothing attached: of the no-load windows (moved here when a session opens), and of the low start
	 * of a session that a device later stepped up. A */
	struct cd_mean before, start;
	struct cd_window start_held[2]; /* its newest, which may be a ramp already */
	uint32_t n_start;     /* windows of it */
	bool start_begun;     /* its first window is over */
	bool start_over;      /* the first step up was seen */
	bool resting;         /* the current is back at what flowed before, */
	bool rested;          /* and was, and rose again: what flows then was there all the time */
	double rest_s, risen_s; /* how long it was back, and how long as far above as a device that is plugged in */
	int risen_n;          /* windows from the first step up on, */
	int falls;            /* and how many of them fell by more than a tenth from the one before */
	int64_t risen_ua;     /* the one before */
	int64_t inrush_ua;    /* CD_UNKNOWN: no sample yet */
	int64_t opened_us;    /* when the session began; CD_UNKNOWN */

	struct cd_dips dips;

	int64_t level_ua, level_uv; /* what flowed before a fall: slow mean of steady windows; CD_UNKNOWN */
	int64_t steady_us;    /* how long that level was held */
	int64_t prior_ua;     /* of the window before, or of the one before that where it holds an edge */
	bool edge;            /* it does */
	int64_t ended_us;     /* its end; CD_UNKNOWN: time is missing behind it */
	int64_t fallen_us;    /* since when it is fallen; CD_UNKNOWN: it is not */
	int64_t fallen_from_ua, fallen_to_ua;
	int64_t fallen_mc;    /* temperature then; CD_UNKNOWN */
	bool clean;           /* it fell within two windows from near its level */
	uint32_t pauses;      /* ended ones, of PAUSE_MIN or more */
	int64_t pause_mc;     /* temperature at the begin of the last; CD_UNKNOWN */

	int64_t low_us;       /* since when the current is low with V there; CD_UNKNOWN */
	int64_t lost_us;      /* when V went like that, until it is back; CD_UNKNOWN */
	int64_t low_s_at_loss; /* µs it had been low when V went; CD_UNKNOWN: V did not go like that */

	int64_t temp_mc;      /* the last seen; CD_UNKNOWN */
};

void cd_course_reset(struct cd_course *c);
/* A session begins at t_us; what was fed until now was before it. */
void cd_course_open(struct cd_course *c, int64_t t_us);
/* A sample of an open session. */
void cd_course_sample(struct cd_course *c, int64_t t_us, int64_t v_uv, int64_t i_ua);
void cd_course_temperature(struct cd_course *c, int64_t mc);
void cd_course_window(struct cd_course *c, const struct cd_window *w);
void cd_course_gap(struct cd_course *c);

/* A stop that is no pause (yet), of a device that is still there, for it draws a little: µs since the fall; CD_UNKNOWN. */
int64_t cd_course_stopped_us(const struct cd_course *c, int64_t end_us);
/* What flowed before came back, and went on: a device was there all the time, or nobody could tell. */
bool cd_course_rested(const struct cd_course *c);
/* Since the first step up it came and went: somebody uses the device, which may have been there all the time. */
bool cd_course_used(const struct cd_course *c);
/* A step up was seen, but too little of what followed to tell. */
bool cd_course_fresh(const struct cd_course *c);
/* Mean and standard deviation in µA, by a meter of such a smallest step (CD_UNKNOWN), of what flowed with nothing attached,
 * without what the meter's own noise may be of it; false: under 3 s of it. */
bool cd_course_leak(const struct cd_course *c, int64_t step_ua, double *ret_mean_ua, double *ret_sd_ua, double *ret_error_ua);
