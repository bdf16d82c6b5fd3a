/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The lowest voltage that current was drawn at, and that stood or came back. What falls to nothing at once is an adapter that
 * leaves the wall, whose capacitors feed the device for a while. A source met its limit there, even where the device stepped back from it at
 * once:
 *
 *     V │────╮  ╭────────╮  ╭────────╮  ╭──      a device that tries again and again: each dip is too short to be told
 *       │    ╰──╯        ╰──╯        ╰──╯        from a plug that is pulled, but three of them at a current that
 *     I │────▄▄▄▄────────▄▄▄▄────────▄▄▄▄──      stays are not three plugs
 *
 * Fed with the samples of a session. Constant memory.
 */

#include "sample.h"

#define CD_DIPS_REPEATED 3

struct cd_dips {
	int64_t uv, ua; /* CD_UNKNOWN: none */
	int64_t contract_uv; /* of now, where it is one of less than 5 V; CD_UNKNOWN */
	struct {
		int64_t uv, ua, contract_uv; /* how far below its contract; CD_UNKNOWN */
	} below;
	struct {
		int64_t start_us, v_max, i_max;
		uint32_t n;
	} block;
	int64_t block_uv; /* of the block before; CD_UNKNOWN: it does not continue one */
	struct {
		int64_t uv, ua; /* as far as it has fallen, and is falling; CD_UNKNOWN */
	} fall;
	int64_t stood_uv, stood_ua; /* before a short one; CD_UNKNOWN */
	struct {
		int64_t start_us, t_us, v_uv, i_ua; /* its first and its newest sample */
		int64_t pair_uv, pair_ua;           /* the higher of two that follow each other, where that is lowest; CD_UNKNOWN */
		bool on;
	} now;
	struct {
		int64_t uv, ua;
	} deepest[CD_DIPS_REPEATED]; /* of the short ones, the deepest first */
	uint32_t n_deepest;
};

void cd_dips_reset(struct cd_dips *d);
/* What is agreed from here on, CD_UNKNOWN: nothing that anybody heard. A source that was asked for 4.2 V does not sag there. */
void cd_dips_contract(struct cd_dips *d, int64_t contract_uv);
void cd_dips_sample(struct cd_dips *d, int64_t t_us, int64_t v_uv, int64_t i_ua);
/* Time is missing: what comes does not continue what was. */
void cd_dips_gap(struct cd_dips *d);
