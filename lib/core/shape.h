/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The shape of a charge, read off the series of windows:
 *
 *      I │        ┌───────────╮              ipk: the current of the constant-current phase
 *        │        │            ╲
 *        │ ┌──────┘             ╲__          taper: a decline that takes its time, not an edge
 *        │ │ pre-charge  CC       ╲____ done
 *        └─┴──────────────────────────────► t
 *
 * Times are of observed time: a suspend in the middle makes a charge no longer and a plateau no pre-charge, and a change that
 * happened in it is not known for an edge or a decline.
 *
 * Bumps (a phone in use) are taken off first by a morphological opening, so that they neither hide nor fake a decline.
 */

#include "engine.h"
#include "sketch.h"

#define CD_PHASES_MAX 8

struct cd_phase_span {
	enum cd_phase phase;
	int64_t start_us;
};

struct cd_shape {
	bool known;            /* there is a series at all */
	int64_t top_ua;        /* 95 % of the flowing time is below it */
	int64_t top_uv;        /* the mean voltage while the current was near it; CD_UNKNOWN */
	double top_error_uv;   /* its standard error */
	bool limited;          /* near the top it stands, as a limit holds it */
	int64_t mean_power_uw; /* while the current was near the top; CD_UNKNOWN */
	double flowing_s;      /* time with current */
	bool away;             /* most of the time a current of a load flowed away from the device */

	bool tapered;     /* declined below 40 % of the top, gradually */
	bool tapering;    /* declining still: between 40 % and 70 % of it for minutes */
	bool dropped;     /* declined by an edge */
	bool unseen;      /* declined while time was missing: neither of the three */
	double decline_s; /* how long the decline from 80 % to 40 % took */
	int64_t end_ua;   /* the current of the last stretch */
	bool done;        /* tapered to the end, or current gone after a taper */
	int64_t done_us;  /* since when; CD_UNKNOWN */

	/* The decline so far as an exponential, for what is yet to come; all with bumps taken off. */
	int64_t level_ua;          /* the current now */
	double tau_s, tau_error_s; /* its time constant; NAN: it does not decline, or not like that */
	bool late;                 /* the series begins in the decline: the charge current was higher */

	bool stepped;        /* a low plateau, then a step up */
	bool leapt;          /* the same, but the step was in a time that is missing: not stepped */
	bool topped_up;      /* the same, and it declined soon: the battery was full before. Not stepped */
	double pre_charge_s; /* how long the plateau was */
	double step;         /* how many times the current grew */
	size_t step_at;      /* the window it grew in */
	int64_t held_ua;     /* it is near this most of the time, within each window, too: something regulates it; CD_UNKNOWN */
	double flat_s;       /* how long the current has stood at one level, to the end */

	struct cd_phase_span phase[CD_PHASES_MAX];
	size_t n_phases;
};

/* `idle_ua`: the current that is left while VBUS stays and no charge flows any more; CD_UNKNOWN while it flows or when VBUS is
 * gone. */
void cd_shape_read(
	const struct cd_window *series, size_t n, int64_t start_us, int64_t idle_ua, struct cd_shape *ret);
