/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Under 0 and over 60 °C charging stops, from 45 °C and up to 10 °C it slows down (JEITA; BQ25887 REG08). The
 * current falls at once and comes back by itself when the temperature does. The meter's own temperature is a hint
 * at best.
 */

#include "cause.h"

const struct cd_cause cd_cause_temperature_hold = {
	.words = {
		.id = "temperature-hold",
		.class = CD_CLASS_OK,
		.part = CD_PART_ENVIRONMENT,
		.title = "charging is held until the battery is neither too warm nor too cold",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.03,
	.remedies = { "let-temperature", "remove-case" },
	.terms = CD_TERMS {
		{ CD_FEATURE_TOO_WARM_OR_COLD, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 4.6, .no = -0.5,
			.required = true },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 4.6, .no = 0.6 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 4.6, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_HOLD, CD_ORIGIN_COURSE, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.6, .no = -0.8,
			.required = true },
		{ CD_FEATURE_HOLD_HEAT, CD_ORIGIN_HEAT, .from = 0, .to = INFINITY, .soft = 1500, .yes = 2.8, .no = -3.0,
			.required = true },
		{ CD_FEATURE_TAPER, CD_ORIGIN_SHAPE, .from = -INFINITY, .to = 0.3, .soft = 0.1, .yes = 0.2, .no = -2.5 },
	},
};
