/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Volts are there and next to nothing flows, though the battery is low: a person or the driver has to say the latter, for a full
 * battery draws as little. Or the pack's voltage is far below its design: under 2.5 V a cell, protection has opened.
 */

#include "cause.h"

const struct cd_cause cd_cause_battery_not_accepting = {
	.words = {
		.id = "battery-not-accepting",
		.class = CD_CLASS_DEAD_BATTERY,
		.part = CD_PART_BATTERY,
		.title = "the battery takes no charge",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.04,
	.remedies = { "other-adapter", "reset-device", "battery-service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 60e3, .soft = 20e3, .yes = 1.0, .no = -5.0,
			.required = true },
		{ CD_FEATURE_DRAWS, CD_ORIGIN_COURSE, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 0.2, .no = -1.2 },
		{ CD_FEATURE_PROBE, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 0.3, .no = -1.5 },
		{ CD_FEATURE_PEAK_VOLTAGE, CD_ORIGIN_LEVEL, .from = 4400e3, .to = INFINITY, .soft = 80e3, .yes = 1.0, .no = -3.0 },
		{ CD_FEATURE_FLOWING_TIME, CD_ORIGIN_SHAPE, .from = 30, .to = INFINITY, .soft = 8, .yes = 0.3, .no = -1.5 },
		{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.7 },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -4.0 },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.72, .soft = 0.04, .yes = 5.0, .no = -0.5,
			.required = true },
		{ CD_FEATURE_REST_TIME, CD_ORIGIN_STORE, .from = 600, .to = INFINITY, .soft = 100, .yes = 3.5, .no = -1.0,
			.required = true },
		/* Above, firmware that holds a limit without showing it is more common. */
		{ CD_FEATURE_CAPACITY, CD_ORIGIN_STORE, .from = -INFINITY, .to = 45, .soft = 4, .yes = 3.5, .no = -3.0,
			.required = true },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.0, .no = -4.0 },
	},
};
