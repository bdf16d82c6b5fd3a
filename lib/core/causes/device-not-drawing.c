/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Volts are there, the battery is not full, and the device draws nothing, not even to look for a charger: hung
 * firmware, or a charger chip that is gone. What it needs is a reset before anything else.
 */

#include "cause.h"

const struct cd_cause cd_cause_device_not_drawing = {
	.words = {
		.id = "device-not-drawing",
		.class = CD_CLASS_DEVICE,
		.part = CD_PART_DEVICE,
		.title = "the device does not draw any current",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.02,
	.remedies = { "other-cable", "other-adapter", "reset-device", "service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 18e3, .soft = 4e3, .yes = 2.6, .no = -4.5,
			.required = true },
		{ CD_FEATURE_PEAK_VOLTAGE, CD_ORIGIN_LEVEL, .from = 4400e3, .to = INFINITY, .soft = 80e3, .yes = 3.0, .no = -3.0 },
		{ CD_FEATURE_CC_TERMINATED, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_PROBE, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.5, .no = -2.5 },
		{ CD_FEATURE_SAID_LOW, CD_ORIGIN_PERSON, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.6, .no = -0.9 },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.6, .no = -4.0 },
		/* A machine whose battery rests may live from its input all the same, and one that drains from both. */
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.0, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = -150e3, .soft = 60e3, .yes = 2.0, .no = 0 },
		{ CD_FEATURE_TOO_WARM_OR_COLD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.0, .no = -2.0,
			.condition = true },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.0, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_CHARGE_HELD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.0, .no = -4.0,
			.condition = true },
	},
};
