/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Two measurements of one line, one at each end: two meters, or a meter at the adapter and the device's own charger. What
 * one of them can never tell, both together do:
 *
 *     adapter ── Vs, Is ──── cable, contacts ──── Vd, Id ── device
 *
 *     Vs − Vd │              . ·´          slope: the cable with its contacts
 *             │        . ·´                intercept: what the two meters differ by
 *             │  . ·´
 *             └─────────────────────► Is   (what flows in the cable; the other meter lives on the line)
 *
 * Both are averaged over the same windows of time, and a window counts only where both currents stood still and agree.
 * Memory is constant.
 */

#include "sketch.h"

enum cd_pair_end {
	CD_PAIR_SOURCE,
	CD_PAIR_DEVICE,
	_CD_PAIR_MAX,
};

/* One end's part of the window being filled, and its resolution. */
struct cd_pair_side {
	int64_t settle_us; /* CD_UNKNOWN */
	int64_t n, v, i;   /* sums */
	int64_t v_min, i_min, i_max;
	int64_t last_uv, last_ua; /* CD_UNKNOWN: none yet */
	int64_t step_uv;          /* the smallest step seen; CD_UNKNOWN */
};

/* Sums over windows without load, in V and A. What the meters differ by stays when the adapter is another one; its volts do
 * not. */
struct cd_pair_rest {
	double n, i, across, across_sq;
	double n_source, source, source_sq;
};

struct cd_pair {
	struct cd_pair_side side[_CD_PAIR_MAX];
	int64_t start_us;              /* of the window being filled; CD_UNKNOWN */
	int64_t before_ua;             /* of the window before; CD_UNKNOWN */
	struct cd_bins across, source; /* Vs − Vd and Vs over Is: settled windows under load */
	struct cd_pair_rest rest;
	struct cd_pair_rest tail;    /* since the last load: taken in when current flows again */
	uint64_t n;                  /* windows under load that agree */
	uint64_t n_differ;           /* and that do not */
	double differ[_CD_PAIR_MAX]; /* sums of their currents, A */
};

void cd_pair_reset(struct cd_pair *p);
/* A session opens: the meters' difference that was seen without load still holds, and the volts of the idle time before. */
void cd_pair_begin(struct cd_pair *p);
/* One sample of one end. Times do not decrease. A current below `flow_ua` is none. */
void cd_pair_sample(struct cd_pair *p, enum cd_pair_end end, int64_t settle_us, int64_t t_us, int64_t v_uv,
	int64_t i_ua, int64_t flow_ua);
/* Time is missing. */
void cd_pair_gap(struct cd_pair *p);
/* Both ends have been heard. */
bool cd_pair_exists(const struct cd_pair *p);

struct cd_pair_value {
	bool known;
	double value, error; /* ohms, volts or a share */
	char reason[96];     /* why it is not known */
};

struct cd_pair_result {
	struct cd_pair_value cable;   /* ohms between the two */
	struct cd_pair_value adapter; /* ohms of what is before the first */
	struct cd_pair_value sag;     /* volts lost before the first, from no load to the top current */
	struct cd_pair_value share;   /* of all volts lost, what the cable takes: 0…1 */
	double offset_v;              /* what the two meters differ by without current; NAN */
	double r2, span_a;            /* of the line behind `cable`; NAN where the current was steady */
	unsigned windows;
};
void cd_pair_read(const struct cd_pair *p, struct cd_pair_result *ret);
