/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Interruptions of a session, told apart by what the voltage did:
 *
 *   VBUS ──┐  ┌──      VBUS ─────────      collapse: V and I are gone, and come back. The source switched off
 *          └──┘                             (hiccup), or, seen from the device's end, a contact opened.
 *   I    ──┐  ┌──      I    ──┐  ┌──       interruption: only I is gone while V stays. Seen from the source's
 *          └──┘               └──┘          end that is an open contact or the device pausing.
 *
 * The threshold is relative (V < 0.78 V before): a meter that smooths over 0.5 s shows a hiccup to 0 V as 1.9-3.3 V
 * [simulated]. A voltage is back within 3 s, or it was somebody unplugging; a current within 20 s, or the device paused. Where the
 * other end is measured, too, what collapsed at the device and stood at the adapter is an interruption.
 */

#include "sketch.h"

#define CD_DROPS_MAX 64

struct cd_drop {
	int64_t t_us;
	int64_t duration_us;
	int64_t floor_uv;    /* the lowest voltage in it */
	int64_t i_before_ua; /* the highest current of the powered interval before it, 1 s at most */
	int64_t floor_ua;    /* the lowest current in it; CD_UNKNOWN: it is one of the voltage */
	int64_t through_ua;  /* the same without what the meter's smoothing has left; CD_UNKNOWN */
};

struct cd_drop_ring {
	struct cd_drop item[CD_DROPS_MAX]; /* the newest, in a ring */
	uint64_t n;                        /* all there ever were */
};

struct cd_dropouts {
	struct cd_drop_ring collapses;
	struct cd_drop_ring interruptions;

	int64_t v_ref_uv, i_ref_ua; /* of the last good stretch; CD_UNKNOWN before it */
	int64_t i_window_ua;        /* of the last window: two alike make a stretch */
	int64_t peak_ua, peak_us;   /* the highest current lately, and when */
	struct cd_drop now;         /* the one going on */
	int64_t risen_uv;           /* how far the voltage has come back in it; 0: not */
	int64_t floor_ua;           /* the lowest current in it, */
	uint64_t n, n_floor;        /* its samples, and those that read as little */
	int64_t floor_us;           /* when it was first as little; */
	uint64_t n_until;           /* samples before that */
	uint64_t returns;           /* how often the current had left that, and was back */
	bool left;                  /* it has left it now */
	int64_t rest_ua;            /* what the device was seen to go on drawing in a pause of its own; CD_UNKNOWN */
	int n_alive;                /* low windows in which the current came and went, */
	int64_t asleep_ua;          /* and the lowest current in them; CD_UNKNOWN */
	int64_t prior_ua, step_ua;  /* of the sample before; the smallest step of the meter seen; CD_UNKNOWN */
	int64_t least_ua;           /* the lowest current of all, without load, too; CD_UNKNOWN */
	bool zero_seen;             /* it was seen without load */
	int64_t settle_us;          /* how long the meter smooths; CD_UNKNOWN */
	bool silent;                /* nothing flowed in it */
	int64_t resumed_us;         /* since when there is a charge current again; CD_UNKNOWN */
	/* Of a session that is measured at the device's end, what a meter at the adapter's says. */
	int64_t source_uv, source_floor_uv; /* last, and the lowest in the one going on; CD_UNKNOWN */
	bool from_source;                   /* there is one: collapses are the adapter's, interruptions the contact's */
	enum { CD_DROP_NONE, CD_DROP_COLLAPSE, CD_DROP_INTERRUPTION } state;
};

void cd_dropouts_reset(struct cd_dropouts *d);
/* A session begins, of a meter that smooths for so long, after a no-load voltage, which is what a collapse is measured against,
 * and what the meter said of the current then (CD_UNKNOWN: neither was seen). */
void cd_dropouts_open(struct cd_dropouts *d, int64_t settle_us, int64_t v_uv, int64_t i_ua);
void cd_dropouts_sample(struct cd_dropouts *d, int64_t t_us, int64_t v_uv, int64_t i_ua);
/* A sample of the other end, where that is the adapter's. */
void cd_dropouts_source(struct cd_dropouts *d, int64_t v_uv);
/* A base window closed: the reference moves to its means, unless it saw a drop-out. */
void cd_dropouts_window(struct cd_dropouts *d, const struct cd_window *w);
void cd_dropouts_gap(struct cd_dropouts *d);
/* Puts the interruptions in which the meter read what it reads at nothing into `buf`, and gives it back. */
const struct cd_drop_ring *cd_dropouts_breaks(const struct cd_dropouts *d, struct cd_drop_ring *buf);

static inline void cd_drop_ring_add(struct cd_drop_ring *r, const struct cd_drop *drop)
{
	r->item[r->n++ % CD_DROPS_MAX] = *drop;
}
static inline size_t cd_drop_ring_len(const struct cd_drop_ring *r)
{
	return r->n < CD_DROPS_MAX ? (size_t)r->n : CD_DROPS_MAX;
}
/* The k-th oldest kept. */
static inline const struct cd_drop *cd_drop_ring_at(const struct cd_drop_ring *r, size_t k)
{
	return &r->item[(r->n - cd_drop_ring_len(r) + k) % CD_DROPS_MAX];
}
