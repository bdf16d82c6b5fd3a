/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Pre-charge that never ends: chargers give up after 30 min (BQ24050, BQ24040) or a quarter of the fast timer
 * (BQ25150); an hour at that level without a step, or a plateau that ends in nothing, is a cell that does not
 * recover. The driver may say so itself: Safety timer expire.
 */

#include "cause.h"

const struct cd_cause cd_cause_battery_precharge_stuck = {
	.words = {
		.id = "battery-precharge-stuck",
		.class = CD_CLASS_DEAD_BATTERY,
		.part = CD_PART_BATTERY,
		.title = "the battery does not come out of pre-charge",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.02,
	.remedies = { "leave-charging", "reset-device", "battery-service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_LOW_PLATEAU, CD_ORIGIN_LEVEL, .from = 0.015, .to = 0.2, .soft = 0.02, .yes = 2.2, .no = -4.0,
			.required = true },
		{ CD_FEATURE_PLATEAU, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.2, .no = 0.6,
			.condition = true },
		{ CD_FEATURE_PRE_CHARGE_STEP, CD_ORIGIN_SHAPE, .from = -INFINITY, .to = 2.0, .soft = 0.2, .yes = 3.0, .no = -5.0 },
		{ CD_FEATURE_PRE_CHARGE_OVERRUN, CD_ORIGIN_SHAPE, .from = 1.0, .to = INFINITY, .soft = 0.08, .yes = 3.0, .no = -4.0,
			.required = true },
		{ CD_FEATURE_REVIVAL_TIME, CD_ORIGIN_STORE, .from = 3450, .to = INFINITY, .soft = 120, .yes = 5.0, .no = -0.5 },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_STORE, .from = -INFINITY, .to = 0.8, .soft = 0.02, .yes = 5.0, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_LOWEST_CAPACITY, CD_ORIGIN_STORE, .from = -INFINITY, .to = 5, .soft = 0.5, .yes = 5.0, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.0, .no = -0.2 },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.0, .no = -4.0 },
		{ CD_FEATURE_TIMER_EXPIRED, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 5.5, .no = -1.5,
			.required = true },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.5, .no = -1.5 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.5, .no = -4.0,
			.condition = true },
	},
};
