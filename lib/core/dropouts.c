/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "dropouts.h"

#include <math.h>

#include "parameter.h"
#include "parameters/dropouts.def"

#define COLLAPSE_PART(v) ((v) / 100 * COLLAPSE_PERCENT)
#define RECOVERED_PART(v) ((v) / 100 * RECOVERED_PERCENT)
#define KEPT_PART(v) ((v) / 100 * KEPT_PERCENT)

void cd_dropouts_reset(struct cd_dropouts *d)
{
	memset(d, 0, sizeof(*d));
	d->v_ref_uv = d->i_ref_ua = d->i_window_ua = d->peak_ua = d->source_uv = d->rest_ua = d->settle_us = CD_UNKNOWN;
	d->least_ua = d->prior_ua = d->step_ua = d->asleep_ua = CD_UNKNOWN;
}

static void begin(struct cd_dropouts *d, int state, int64_t t_us, int64_t v_uv)
{
	d->state = state;
	d->risen_uv = 0;
	d->floor_ua = INT64_MAX;
	d->n = d->n_floor = d->returns = 0;
	d->left = false;
	d->silent = false;
	d->resumed_us = CD_UNKNOWN;
	d->now = (struct cd_drop){ .t_us = t_us, .floor_uv = v_uv, .i_before_ua = d->peak_ua,
		.floor_ua = CD_UNKNOWN, .through_ua = CD_UNKNOWN };
	d->source_floor_uv = d->source_uv;
}

/* What collapsed at the device's end and stood at the adapter's broke in between. */
static bool kept_at_source(const struct cd_dropouts *d)
{
	return cd_known(d->source_floor_uv) && d->source_floor_uv >= KEPT_PART(d->v_ref_uv);
}

static bool is_fine(const struct cd_dropouts *d)
{
	return cd_known(d->step_ua) && d->step_ua <= FINE_UA;
}

/* What a meter may read when nothing flows. */
static double nothing(const struct cd_dropouts *d)
{
	return is_fine(d) ? NOTHING_FINE_UA : NOTHING_UA;
}

/* A contact that opens takes the current to nothing at once, as soon as the meter can follow. */
static bool fell_at_once(const struct cd_dropouts *d)
{
	double settle_us = cd_known(d->settle_us) ? (double)d->settle_us : SETTLE_BLIND_US;

	return d->n_until <= FALLS_IN || (double)(d->floor_us - d->now.t_us) <= SETTLED_TIMES * settle_us;
}

/* A device that goes on living draws something; through an open contact nothing flows but what the meter's smoothing has left of
 * the current before. */
static bool nothing_flowed(struct cd_dropouts *d)
{
	double settle_us = cd_known(d->settle_us) ? (double)d->settle_us : SETTLE_BLIND_US;
	double times = settle_us > 0 ? (double)d->now.duration_us / settle_us : INFINITY;
	double left = (double)d->i_ref_ua * exp(-times);

	if ((double)d->floor_ua > nothing(d) + left) {
		if (times >= SETTLED_TIMES && (!cd_known(d->rest_ua) || d->floor_ua < d->rest_ua))
			d->rest_ua = d->floor_ua;
		return false;
	}
	if (!fell_at_once(d))
		return false;
	if (!d->zero_seen && times >= 2 * SETTLED_TIMES && (double)d->n_floor < FLOOR_SHARE * (double)d->n)
		return false;
	d->now.floor_ua = d->floor_ua;
	d->now.through_ua = d->floor_ua - llround(left);
	return !cd_known(d->rest_ua) || d->floor_ua < d->rest_ua / 10 * REST_TENTHS;
}

/* Through an open contact nothing flows until it closes, and then the device begins anew. What leaves the least again and again,
 * and is back, is a device that works a little and sleeps; that least is what it draws asleep. */
static bool lived(struct cd_dropouts *d)
{
	if (d->returns < RETURNS_MIN)
		return false;
	if (d->floor_ua >= ASLEEP_UA && (!cd_known(d->rest_ua) || d->floor_ua < d->rest_ua))
		d->rest_ua = d->floor_ua;
	return true;
}

/* A meter reads the same at nothing each time; what a device goes on drawing is now this and now that. */
static bool reads_nothing(const struct cd_dropouts *d, const struct cd_drop *drop)
{
	return !cd_known(drop->through_ua) || !cd_known(d->least_ua) || drop->through_ua <= d->least_ua + ZERO_UA;
}

/* What it leaves is what the device, where it was seen to live from little, leaves by itself. A fine meter tells that from
 * nothing. */
static bool is_asleep(const struct cd_dropouts *d, const struct cd_drop *drop)
{
	if (d->n_alive < ALIVE_WINDOWS || (is_fine(d) && d->asleep_ua < ASLEEP_UA))
		return false;
	return cd_known(drop->floor_ua) && drop->floor_ua >= d->asleep_ua / 10 * REST_TENTHS;
}

const struct cd_drop_ring *cd_dropouts_breaks(const struct cd_dropouts *d, struct cd_drop_ring *buf)
{
	buf->n = 0;
	for (size_t k = 0; k < cd_drop_ring_len(&d->interruptions); k++) {
		const struct cd_drop *drop = cd_drop_ring_at(&d->interruptions, k);

		if (reads_nothing(d, drop) && !is_asleep(d, drop))
			cd_drop_ring_add(buf, drop);
	}
	return buf->n == cd_drop_ring_len(&d->interruptions) ? &d->interruptions : buf;
}

static void read_least(struct cd_dropouts *d, int64_t i_ua)
{
	if (cd_known(i_ua) && i_ua > -NOTHING_UA && (!cd_known(d->least_ua) || i_ua < d->least_ua))
		d->least_ua = i_ua;
}

static void read_step(struct cd_dropouts *d, int64_t i_ua)
{
	int64_t step = cd_known(d->prior_ua) ? llabs(i_ua - d->prior_ua) : 0;

	if (step > 0 && (!cd_known(d->step_ua) || step < d->step_ua))
		d->step_ua = step;
	d->prior_ua = i_ua;
}

static int64_t within(const struct cd_dropouts *d)
{
	return d->state == CD_DROP_INTERRUPTION ? RESUMED_WITHIN_US : BACK_WITHIN_US;
}

static void end(struct cd_dropouts *d, struct cd_drop_ring *ring, int64_t t_us)
{
	d->now.duration_us = t_us - d->now.t_us;
	if (d->state == CD_DROP_INTERRUPTION && lived(d))
		ring = NULL;
	if (ring == &d->interruptions && !nothing_flowed(d))
		ring = NULL;
	if (ring == &d->collapses && kept_at_source(d))
		ring = &d->interruptions;
	if (ring && d->now.duration_us <= within(d))
		cd_drop_ring_add(ring, &d->now);
	d->state = CD_DROP_NONE;
	d->peak_ua = CD_UNKNOWN;
}

static void read_floor(struct cd_dropouts *d, int64_t t_us, int64_t i_ua)
{
	if (i_ua < d->floor_ua - ZERO_UA) {
		d->n_floor = d->returns = 0;
		d->floor_us = t_us;
		d->n_until = d->n;
	}
	d->n++;
	d->floor_ua = i_ua < d->floor_ua ? i_ua : d->floor_ua;
	if (i_ua <= d->floor_ua + ZERO_UA) {
		d->n_floor++;
		d->returns += d->left;
		d->left = false;
	} else if (i_ua > d->floor_ua + LEFT_UA) {
		d->left = true;
	}
}

static bool collapsed(const struct cd_dropouts *d, int64_t v_uv)
{
	return v_uv < COLLAPSE_PART(d->v_ref_uv) && v_uv < COLLAPSE_BELOW_UV;
}

static bool interrupted(const struct cd_dropouts *d, int64_t v_uv, int64_t i_ua)
{
	return cd_known(d->i_ref_ua) && d->i_ref_ua >= INTERRUPT_FROM_UA &&
	       i_ua < d->i_ref_ua / INTERRUPT_PART && v_uv >= KEPT_PART(d->v_ref_uv);
}

static void watch(struct cd_dropouts *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	if (collapsed(d, v_uv)) {
		begin(d, CD_DROP_COLLAPSE, t_us, v_uv);
		return;
	}
	if (interrupted(d, v_uv, i_ua)) {
		begin(d, CD_DROP_INTERRUPTION, t_us, v_uv);
		read_floor(d, t_us, i_ua);
		return;
	}
	if (!cd_known(d->peak_ua) || i_ua >= d->peak_ua || t_us - d->peak_us > PEAK_US) {
		d->peak_ua = i_ua;
		d->peak_us = t_us;
	}
}

/* A source that tries again and trips before a slow meter has shown its full voltage, or before there is any: into a short the
 * current comes and the voltage hardly does. */
#define RISEN_PART(v) ((v) / 10 * RISEN_TENTHS)

static bool surges(const struct cd_dropouts *d, int64_t i_ua)
{
	return d->silent && i_ua >= INTERRUPT_FROM_UA;
}

static bool tried_again(struct cd_dropouts *d, int64_t v_uv, int64_t i_ua)
{
	if (d->risen_uv == 0 && v_uv < d->now.floor_uv + RISEN_PART(d->v_ref_uv) && !surges(d, i_ua)) {
		d->silent |= i_ua < INTERRUPT_FROM_UA / INTERRUPT_PART;
		return false;
	}
	if (d->risen_uv == 0)
		d->peak_ua = i_ua;
	d->risen_uv = v_uv > d->risen_uv ? v_uv : d->risen_uv;
	d->peak_ua = i_ua > d->peak_ua ? i_ua : d->peak_ua;
	return v_uv <= d->now.floor_uv + (d->risen_uv - d->now.floor_uv) / FALLEN_BACK_DIVISOR;
}

static void in_collapse(struct cd_dropouts *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	if (d->risen_uv == 0 && v_uv < d->now.floor_uv)
		d->now.floor_uv = v_uv;
	if (tried_again(d, v_uv, i_ua)) {
		int64_t peak_ua = d->peak_ua;

		end(d, &d->collapses, t_us);
		d->peak_ua = peak_ua;
		begin(d, CD_DROP_COLLAPSE, t_us, v_uv);
		return;
	}
	if (v_uv >= RECOVERED_PART(d->v_ref_uv)) {
		end(d, &d->collapses, t_us);
		d->i_ref_ua = d->i_window_ua = CD_UNKNOWN; /* the device begins anew, in its own time */
	} else if (t_us - d->now.t_us > BACK_WITHIN_US && v_uv > COLLAPSE_PART(COLLAPSE_BELOW_UV)) {
		end(d, NULL, t_us); /* a new, lower level: a sagging source, not a drop-out */
		d->v_ref_uv = CD_UNKNOWN;
	}
}

/* A charger begins anew with a ramp, and the next break may come before it is half way up. */
static bool charges_again(struct cd_dropouts *d, int64_t t_us, int64_t i_ua)
{
	if (i_ua < INTERRUPT_FROM_UA)
		d->resumed_us = CD_UNKNOWN;
	else if (!cd_known(d->resumed_us))
		d->resumed_us = t_us;
	return cd_known(d->resumed_us) && t_us - d->resumed_us >= RESUMED_US;
}

static void in_interruption(struct cd_dropouts *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	d->now.floor_uv = v_uv < d->now.floor_uv ? v_uv : d->now.floor_uv;
	read_floor(d, t_us, i_ua);
	if (collapsed(d, v_uv)) {
		d->state = CD_DROP_COLLAPSE; /* the current went first, the voltage follows */
	} else if (i_ua >= d->i_ref_ua / RESUMED_DIVISOR || charges_again(d, t_us, i_ua)) {
		end(d, &d->interruptions, t_us);
	} else if (t_us - d->now.t_us > RESUMED_WITHIN_US) {
		end(d, NULL, t_us); /* a pause, or the end */
		d->i_ref_ua = CD_UNKNOWN;
	}
}

void cd_dropouts_sample(struct cd_dropouts *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	read_least(d, i_ua);
	read_step(d, i_ua);
	if (!cd_known(d->v_ref_uv))
		return;
	switch (d->state) {
	case CD_DROP_NONE:
		watch(d, t_us, v_uv, i_ua);
		break;
	case CD_DROP_COLLAPSE:
		in_collapse(d, t_us, v_uv, i_ua);
		break;
	case CD_DROP_INTERRUPTION:
		in_interruption(d, t_us, v_uv, i_ua);
		break;
	}
}

/* A device in use comes and goes in bursts of a second: only a current that stood can be interrupted. An amplifier's is the
 * same in every window, and anything in each. */
static bool stood(int64_t before, const struct cd_window *w)
{
	return cd_known(before) && llabs(before - w->i_ua) <= w->i_ua / ALIKE_PART &&
	       w->i_min >= w->i_ua / STOOD_PART;
}

/* Nothing flows through an open contact: a low current that comes and goes is a device that lives from it. */
static void read_low(struct cd_dropouts *d, const struct cd_window *w)
{
	if (d->state != CD_DROP_NONE || w->i_max >= INTERRUPT_FROM_UA || w->i_max - w->i_min <= LEFT_UA ||
		w->v_min < COLLAPSE_BELOW_UV)
		return;
	d->n_alive += d->n_alive < ALIVE_WINDOWS;
	if (!cd_known(d->asleep_ua) || w->i_min < d->asleep_ua)
		d->asleep_ua = w->i_min;
}

/* A window with a drop-out in it still tells what the voltage was before and after: its highest. */
static void first_reference(struct cd_dropouts *d, const struct cd_window *w)
{
	if (!cd_known(d->v_ref_uv) && w->v_max >= COLLAPSE_BELOW_UV)
		d->v_ref_uv = w->v_max;
}

void cd_dropouts_window(struct cd_dropouts *d, const struct cd_window *w)
{
	bool broken = w->v_min < KEPT_PART(w->v_uv) ||
		      (w->i_max >= INTERRUPT_FROM_UA && w->i_min < w->i_max / INTERRUPT_PART);

	read_low(d, w);
	if (broken || d->state != CD_DROP_NONE || w->v_uv < COLLAPSE_PART(COLLAPSE_BELOW_UV)) {
		first_reference(d, w);
		return;
	}
	d->v_ref_uv = w->v_uv;
	if (stood(d->i_window_ua, w))
		d->i_ref_ua = w->i_ua;
	d->i_window_ua = w->i_ua;
}

void cd_dropouts_open(struct cd_dropouts *d, int64_t settle_us, int64_t v_uv, int64_t i_ua)
{
	cd_dropouts_reset(d);
	d->settle_us = settle_us;
	read_least(d, i_ua);
	d->zero_seen = cd_known(d->least_ua);
	if (cd_known(v_uv) && v_uv >= COLLAPSE_BELOW_UV)
		d->v_ref_uv = v_uv;
}

void cd_dropouts_source(struct cd_dropouts *d, int64_t v_uv)
{
	d->source_uv = v_uv;
	d->from_source = true;
	if (cd_known(d->source_floor_uv) && v_uv < d->source_floor_uv)
		d->source_floor_uv = v_uv;
}

void cd_dropouts_gap(struct cd_dropouts *d)
{
	d->state = CD_DROP_NONE;
	d->v_ref_uv = d->i_ref_ua = d->i_window_ua = d->peak_ua = d->source_uv = CD_UNKNOWN;
}
