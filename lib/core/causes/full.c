/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A constant-voltage taper down to C/10..C/20 (BQ24052, TP4056: termination at 10 %), then next to nothing. "No current" alone is
 * not it: an open cable, a hung device and a dead charger look the same, so the taper is required, or the battery's own word.
 */

#include "cause.h"

const struct cd_cause cd_cause_full = {
	.words = {
		.id = "full",
		.class = CD_CLASS_OK,
		.part = CD_PART_NONE,
		.title = "the battery is full",
	},
	.severity = CD_SEVERITY_INFO,
	.prior = 0.3,
	.remedies = { "unplug-when-full" },
	.terms = CD_TERMS {
		{ CD_FEATURE_TAPER, CD_ORIGIN_SHAPE, .from = 0.6, .to = INFINITY, .soft = 0.1, .yes = 4.0, .no = -3.0,
			.required = true },
		{ CD_FEATURE_END_RATIO, CD_ORIGIN_SHAPE, .from = -INFINITY, .to = 0.12, .soft = 0.03, .yes = 4.0, .no = -2.5 },
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_LEVEL, .from = 150e3, .to = INFINITY, .soft = 40e3, .yes = 0.3, .no = -1.0 },
		{ CD_FEATURE_AUTO_OFF_TIME, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 15, .soft = 4, .yes = 0.1, .no = -0.05 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 6.5, .no = -3.0 },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.9, .to = INFINITY, .soft = 0.03, .yes = 6.5, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 6.5, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_CAPACITY_LEFT, CD_ORIGIN_BATTERY, .from = 80, .to = INFINITY, .soft = 1.2, .yes = 6.5, .no = 0.5,
			.condition = true },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.2 },
		{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -3.0 },
		{ CD_FEATURE_ENERGY_SHARE, CD_ORIGIN_ENERGY, .from = 0.82, .to = INFINITY, .soft = 0.05, .yes = 0.3, .no = -5.0 },
	},
};
