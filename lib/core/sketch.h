/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A session in constant memory. Every feature is computed from this; none keeps a buffer of its own.
 *
 *   samples ─► base window (≥ 0.5 s, ≥ 3 × the meter's smoothing) ─┬─► series: ≤ 256 windows, merged pairwise when full
 *                                                                  ├─► V-I bins: settled windows only
 *                                                                  └─► sustained extremes
 *
 * Means of settled windows, never differences of neighbouring samples: on one real log the slope of V on I came out as
 * 106 mΩ from samples 0.1 s apart and 203 mΩ from regression, because the meter smooths and the device ramps.
 *
 * Time without samples (suspend, a meter that stalls, a hole) belongs to no window: none spans it as long as the series has
 * room, and how much of it lies before or in a window is kept, so that nobody takes it for time in which current flowed.
 */

#include "parameter.h"

#define CD_SERIES_MAX 256
#define CD_BINS 64

/* One window: sums would overflow nothing, means are what is kept. */
struct cd_window {
	int64_t start_us, end_us; /* of its first and after its last sample */
	uint64_t n;
	int64_t v_uv, i_ua; /* means */
	int64_t v_min, v_max, i_min, i_max;
	int64_t torn_us; /* without samples, between the window before and this one */
	int64_t lost_us; /* without samples, inside: only where windows had to be joined over it */
	bool moving;     /* the meter may not have come to its volts yet */
};

/* Where the volts have been since when, as far as a meter that smooths shows it. */
struct cd_volts {
	int64_t uv, since_us; /* CD_UNKNOWN: none yet */
};

/* Sums of the points whose current falls into one bin. */
struct cd_bin {
	uint32_t n;
	double v, i, vv; /* sums of V, A and V² */
};

struct cd_bins {
	int64_t width_ua; /* doubles when a current exceeds the last bin */
	struct cd_bin bin[CD_BINS];
};

/* Running sums over samples, each weighted with the time to the next. Energy and charge are integers and therefore exact,
 * which no compensated sum of doubles is: 2·10^9 µV · 2·10^7 µA · a century of 3·10^15 µs is 10^32, of the 1.7·10^38 that
 * there is room for. */
struct cd_totals {
	uint64_t samples;
	int64_t v_min, v_max, i_min, i_max;
	double v_sum, i_sum; /* V·s and A·s */
	double seconds;      /* that the two cover */
	__int128 energy;     /* µV·µA·µs = 10^-18 J */
	__int128 charge;     /* µA·µs */
};

/* What follows the last current is kept apart until current flows again, so that idle time after a session changes
 * nothing in it. */
struct cd_sketch {
	int64_t base_us; /* width of a base window */
	int64_t flow_ua; /* a smaller current is none */
	int64_t rest_us; /* so long after the last move of the volts the meter shows them */
	struct cd_volts volts;
	/* Volts without load: before the first load, where the source is at rest; in its pauses, when it may be another
	 * contract's, or an empty power bank's; and since the last current. */
	struct cd_rest {
		uint64_t n;
		double v; /* sum of V */
	} no_load, no_load_paused, no_load_tail;
	int64_t no_load_ua; /* the lowest current of those before the first load; CD_UNKNOWN */
	bool loaded;        /* a load was seen */

	struct cd_window open; /* being filled; sums in the four below */
	int64_t sum_v, sum_i;
	struct cd_window last; /* the base window closed before */
	bool has_last;

	struct cd_window series[CD_SERIES_MAX];
	size_t n_series;
	uint32_t merge;   /* base windows that make one of the series */
	uint32_t merging; /* of which the newest has so many */

	struct cd_bins settled;
	uint64_t n_settled;

	/* Samples that exceed every current before them: the way up, sample by sample, with nothing of plateaus, drop-outs
	 * or the unplug. For meters that do not smooth it away. */
	struct cd_bins rise;
	int64_t rise_ua;

	int64_t sustain_i[CD_SUSTAIN];
	size_t n_sustain;
	int64_t i_sustained_ua; /* the highest current that held for CD_SUSTAIN windows; CD_UNKNOWN */
	int64_t v_sustained_uv; /* the highest voltage that held for a whole window; CD_UNKNOWN */

	struct cd_totals total; /* up to the last current */
	struct cd_totals tail;  /* since; folded in when current flows again */
	struct cd_window idle;  /* windows without current since; likewise. n 0: none */
	int64_t idle_v, idle_i; /* its sums: a mean of months would no longer move by adding to it */
	struct cd_stood {       /* of it, what was seen while the volts stood, up to where they went. n 0: they did not */
		uint64_t n;
		int64_t i; /* sum */
		int64_t start_us, end_us;
		bool over;
	} stood;
	int64_t interval_us;    /* typical distance of samples; CD_UNKNOWN before the second */
	int64_t pace_us;        /* the same while current flowed: an idle meter may be asked less often */
	int64_t last_us, last_v, last_i;
	bool has_prior;  /* last_* can be integrated from */
	bool sampled;    /* last_us is the time of a sample */
	int64_t torn_us; /* time without samples that the next window begins after */
	int64_t hole_us; /* of it, what no gap had told when the last sample came */
};

/* `settle_us` may be CD_UNKNOWN. `flow_ua`: a current below it counts as none. */
void cd_sketch_reset(struct cd_sketch *s, int64_t settle_us, int64_t flow_ua);
/* One sample with both quantities known. Times do not decrease. True when it closed a base window, now in s->last. */
bool cd_sketch_sample(struct cd_sketch *s, int64_t t_us, int64_t v_uv, int64_t i_ua);
/* Time is missing: nothing is integrated or averaged across it. */
void cd_sketch_gap(struct cd_sketch *s);
/* A gap is told at its end. One in whose time there were samples is not: whoever wrote it told it at its beginning. */
int64_t cd_sketch_gap_end(const struct cd_sketch *s, int64_t t_us, int64_t duration_us);
/* Closes the window being filled, if anything is in it. True when it did. */
bool cd_sketch_flush(struct cd_sketch *s);
/* A window of the no-load segment before the sketch began. */
void cd_sketch_no_load(struct cd_sketch *s, const struct cd_window *w);
/* Mean volts without load, µV, and of how many windows: before the first load, else in the pauses. CD_UNKNOWN and 0. `ret_n` may be NULL. */
int64_t cd_sketch_v0_uv(const struct cd_sketch *s, uint64_t *ret_n);

/* Folds what followed the last current into the session after all: for one in which none ever flowed. */
void cd_sketch_commit(struct cd_sketch *s);

int64_t cd_sketch_energy_uwh(const struct cd_sketch *s);
int64_t cd_sketch_charge_uah(const struct cd_sketch *s);

void cd_bins_add(struct cd_bins *b, int64_t v_uv, int64_t i_ua);
