/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Chargers revive an empty cell at 5-20 % of the normal current (BQ25306 10 %, BQ24052 20 %) for up to 30 min (BQ24050 timer),
 * then step up: half of the naive figure at the plug, because a buck converter draws less at a low cell voltage.
 */

#include "cause.h"

const struct cd_cause cd_cause_battery_overdischarged = {
	.words = {
		.id = "battery-overdischarged",
		.class = CD_CLASS_DEAD_BATTERY,
		.part = CD_PART_BATTERY,
		.title = "the battery was deeply discharged and is being revived",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.05,
	.remedies = { "leave-charging", "plain-adapter" },
	.terms = CD_TERMS {
		{ CD_FEATURE_PRE_CHARGE_STEP, CD_ORIGIN_SHAPE, .from = 2.5, .to = INFINITY, .soft = 0.3, .yes = 4.0, .no = -3.0 },
		{ CD_FEATURE_PRE_CHARGE_TIME, CD_ORIGIN_SHAPE, .from = 100, .to = INFINITY, .soft = 20, .yes = 4.0, .no = -3.0 },
		{ CD_FEATURE_STOPPED_TIME, CD_ORIGIN_SHAPE, .from = -INFINITY, .to = 25, .soft = 5, .yes = 4.0, .no = -1.2,
			.condition = true },
		{ CD_FEATURE_LOW_PLATEAU, CD_ORIGIN_LEVEL, .from = 0.02, .to = 0.16, .soft = 0.02, .yes = 2.8, .no = -2.0 },
		{ CD_FEATURE_FLOWING_TIME, CD_ORIGIN_LEVEL, .from = 120, .to = INFINITY, .soft = 30, .yes = 2.8, .no = -1.0 },
		{ CD_FEATURE_REVIVAL_TIME, CD_ORIGIN_STORE, .from = 60, .to = 3450, .soft = 20, .yes = 4.5, .no = -1.0 },
		/* What the battery itself shows counts against what its input only looks like. */
		{ CD_FEATURE_LOWEST_CELL, CD_ORIGIN_STORE, .from = -INFINITY, .to = 3300e3, .soft = 50e3, .yes = 4.5, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_LOWEST_CAPACITY, CD_ORIGIN_STORE, .from = -INFINITY, .to = 5, .soft = 0.5, .yes = 4.5, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -0.3 },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.5, .no = -3.0 },
	},
};
