/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Under 80 % of what the battery was made for (Apple: 80 % at 500 cycles; NASA's ageing set ends at 70 %), by the
 * driver's own count or by the energy of one whole charge from low to done against the profile. A cold battery
 * shows the same for an hour.
 */

#include "cause.h"

const struct cd_cause cd_cause_battery_worn = {
	.words = {
		.id = "battery-worn",
		.class = CD_CLASS_DEAD_BATTERY,
		.part = CD_PART_BATTERY,
		.title = "the battery holds much less than it was made for",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.03,
	.remedies = { "repeat-warm", "battery-service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_CAPACITY_LEFT, CD_ORIGIN_BATTERY, .from = 1, .to = 80, .soft = 1.2, .yes = 5.2, .no = -5.0,
			.required = true },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -0.5, .to = INFINITY, .soft = 0, .yes = 5.2, .no = -1.0,
			.condition = true },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.2, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.03, .yes = 5.2, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_ENERGY_SHARE, CD_ORIGIN_ENERGY, .from = -INFINITY, .to = 0.82, .soft = 0.05, .yes = 5.5, .no = -5.0 },
	},
};
