/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "dips.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/dips.def"

#define CONTRACT_PART(uv) ((uv) / 100 * CONTRACT_PERCENT)
#define STAYS_PART(ua) ((ua) / 10 * STAYS_TENTHS)

void cd_dips_reset(struct cd_dips *d)
{
	*d = (struct cd_dips){
		.uv = CD_UNKNOWN, .ua = CD_UNKNOWN, .stood_uv = CD_UNKNOWN, .stood_ua = CD_UNKNOWN
	};
	d->block_uv = d->fall.uv = d->fall.ua = CD_UNKNOWN;
	d->contract_uv = d->below.uv = d->below.ua = d->below.contract_uv = CD_UNKNOWN;
}

static void interrupt(struct cd_dips *d)
{
	d->block.n = 0;
	d->block_uv = CD_UNKNOWN;
	d->now.on = false;
	d->stood_uv = d->stood_ua = CD_UNKNOWN;
}

void cd_dips_gap(struct cd_dips *d)
{
	interrupt(d);
	d->fall.uv = CD_UNKNOWN;
}

/* The line gets there before the source says that it is ready. */
static void forget_the_way(struct cd_dips *d)
{
	cd_dips_gap(d);
	d->n_deepest = 0;
	if (cd_known(d->contract_uv) && cd_known(d->uv) && d->uv >= d->contract_uv - CONTRACT_PART(d->contract_uv))
		d->uv = d->ua = CD_UNKNOWN;
}

void cd_dips_contract(struct cd_dips *d, int64_t contract_uv)
{
	int64_t low = cd_known(contract_uv) && contract_uv < LOW_CONTRACT_UV ? contract_uv : CD_UNKNOWN;
	bool moves = cd_known(low) != cd_known(d->contract_uv) ||
		     (cd_known(low) && llabs(low - d->contract_uv) > FALL_UV);

	d->contract_uv = low;
	if (moves)
		forget_the_way(d);
}

static void take_below(struct cd_dips *d, int64_t uv, int64_t ua)
{
	int64_t below = d->contract_uv - uv;

	if (cd_known(d->below.uv) && below <= d->below.uv)
		return;
	d->below.uv = below;
	d->below.ua = ua;
	d->below.contract_uv = d->contract_uv;
}

static void take(struct cd_dips *d, int64_t uv, int64_t ua)
{
	if (cd_known(d->contract_uv)) {
		take_below(d, uv, ua);
		return;
	}
	if (cd_known(d->uv) && uv >= d->uv)
		return;
	d->uv = uv;
	d->ua = ua;
}

static void fall_ends(struct cd_dips *d, bool somewhere)
{
	if (somewhere && cd_known(d->fall.uv))
		take(d, d->fall.uv, d->fall.ua);
	d->fall.uv = CD_UNKNOWN;
}

/* A source that meets its limit falls to where the device steps back, or to a level. */
static void watch_fall(struct cd_dips *d, int64_t uv, int64_t ua)
{
	bool falls = cd_known(d->block_uv) && uv < d->block_uv - FALL_UV;

	d->block_uv = uv;
	if (falls) {
		d->fall.uv = uv;
		d->fall.ua = ua;
		return;
	}
	fall_ends(d, true);
	take(d, uv, ua);
}

/* Where nothing is drawn any more: it comes back, or goes on to nothing. */
static void watch_left(struct cd_dips *d, int64_t v_uv)
{
	if (v_uv < DIP_ABOVE_UV)
		fall_ends(d, false);
	else if (cd_known(d->fall.uv) && v_uv > d->fall.uv + DIP_DEEP_UV / 2)
		fall_ends(d, true);
}

/* Highest of a block, lowest of the blocks: one sample on the way to nothing is no dip. */
static void watch_block(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	if (d->block.n == 0) {
		d->block.start_us = t_us;
		d->block.v_max = v_uv;
		d->block.i_max = i_ua;
	}
	d->block.n++;
	d->block.v_max = v_uv > d->block.v_max ? v_uv : d->block.v_max;
	d->block.i_max = i_ua > d->block.i_max ? i_ua : d->block.i_max;
	if (d->block.n < DIP_SAMPLES || t_us - d->block.start_us < DIP_US)
		return;
	watch_fall(d, d->block.v_max, d->block.i_max);
	d->block.n = 0;
}

static void begin(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	d->now.on = true;
	d->now.start_us = d->now.t_us = t_us;
	d->now.v_uv = v_uv;
	d->now.i_ua = i_ua;
	d->now.pair_uv = CD_UNKNOWN;
}

static void go_on(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	int64_t uv = v_uv > d->now.v_uv ? v_uv : d->now.v_uv, ua = i_ua > d->now.i_ua ? i_ua : d->now.i_ua;

	/* Of faster meters the blocks are. */
	if (t_us - d->now.t_us >= DIP_US && (!cd_known(d->now.pair_uv) || uv < d->now.pair_uv)) {
		d->now.pair_uv = uv;
		d->now.pair_ua = ua;
	}
	d->now.t_us = t_us;
	d->now.v_uv = v_uv;
	d->now.i_ua = i_ua;
}

/* So deep was each of as many. */
static void came_back(struct cd_dips *d)
{
	uint32_t k = d->n_deepest;

	if (!cd_known(d->now.pair_uv))
		return;
	for (; k > 0 && d->deepest[k - 1].uv > d->now.pair_uv; k--)
		if (k < CD_DIPS_REPEATED)
			d->deepest[k] = d->deepest[k - 1];
	if (k < CD_DIPS_REPEATED) {
		d->deepest[k].uv = d->now.pair_uv;
		d->deepest[k].ua = d->now.pair_ua;
	}
	if (d->n_deepest < CD_DIPS_REPEATED)
		d->n_deepest++;
	if (d->n_deepest == CD_DIPS_REPEATED)
		take(d, d->deepest[CD_DIPS_REPEATED - 1].uv, d->deepest[CD_DIPS_REPEATED - 1].ua);
}

static void stand(struct cd_dips *d, int64_t v_uv, int64_t i_ua)
{
	d->now.on = false;
	d->stood_uv = v_uv;
	d->stood_ua = i_ua;
}

/* An unplug takes the current with it. */
static void watch_short(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	bool stays = cd_known(d->stood_uv) && i_ua >= STAYS_PART(d->stood_ua);

	if (!d->now.on) {
		if (stays && v_uv <= d->stood_uv - DIP_DEEP_UV)
			begin(d, t_us, v_uv, i_ua);
		else
			stand(d, v_uv, i_ua);
		return;
	}
	if (stays && v_uv <= d->stood_uv - DIP_DEEP_UV / 2 && t_us - d->now.start_us <= DIP_SHORT_US) {
		go_on(d, t_us, v_uv, i_ua);
		return;
	}
	if (stays && v_uv > d->stood_uv - DIP_DEEP_UV / 2)
		came_back(d);
	stand(d, v_uv, i_ua);
}

void cd_dips_sample(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	if (i_ua < DIP_FROM_UA || v_uv < DIP_ABOVE_UV) {
		watch_left(d, v_uv);
		interrupt(d);
		return;
	}
	watch_block(d, t_us, v_uv, i_ua);
	watch_short(d, t_us, v_uv, i_ua);
}
