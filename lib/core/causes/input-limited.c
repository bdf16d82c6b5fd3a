/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Charger detection took the source for a computer's port: usb_type SDP and an input limit of 500 mA, or 500 mA
 * drawn from lines that permit more. A phone that uses more than that drains while it charges.
 */

#include "cause.h"

const struct cd_cause cd_cause_input_limited = {
	.words = {
		.id = "input-limited",
		.class = CD_CLASS_PORT,
		.part = CD_PART_PORT,
		.title = "the source was taken for a computer's port: only 500 mA are drawn",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.03,
	.remedies = { "replug", "plain-adapter", "other-cable" },
	.terms = CD_TERMS {
		{ CD_FEATURE_INPUT_LIMIT, CD_ORIGIN_INPUT, .from = 50e3, .to = 560e3, .soft = 20e3, .yes = 4.2, .no = -4.0,
			.required = true },
		{ CD_FEATURE_INPUT_SDP, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 4.2, .no = -1.5 },
		{ CD_FEATURE_INPUT_MISTAKEN, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 4.2, .no = -1.5, .condition = true },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 4.2, .no = -2.0,
			.condition = true },
		/* Who agreed on more than a computer's port gives was not taken for one. */
		{ CD_FEATURE_CONTRACT_POWER, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 8e6, .soft = 1e6, .yes = 4.2, .no = -3.0,
			.condition = true },
		/* 500 mA are too little for what is in use: its battery helps. One that rests is held by something else. */
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = -0.5, .soft = 0, .yes = 1.6, .no = 0.0 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.6, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_CHARGE_HELD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.6, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_TIMER_EXPIRED, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.6, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 1.6, .no = -2.0,
			.condition = true },
		{ CD_FEATURE_LINES_USE, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.45, .soft = 0.05, .yes = 2.6, .no = -4.0,
			.required = true },
		{ CD_FEATURE_LINES_SHARE, CD_ORIGIN_LINES, .from = 0.8, .to = INFINITY, .soft = 0.05, .yes = 2.6, .no = -2.5 },
		/* Volts, and nobody on the CC lines: nothing was taken for a source that could be limited. */
		{ CD_FEATURE_CC_TERMINATED, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.6, .no = -4.0,
			.condition = true },
		/* A device that is rated for what flows was not held at it. */
		{ CD_FEATURE_CURRENT_RATIO, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.8, .soft = 0.05, .yes = 2.6, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_PLATEAU, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.6, .no = -0.5 },
		{ CD_FEATURE_END_RATIO, CD_ORIGIN_SHAPE, .from = 0.15, .to = INFINITY, .soft = 0.04, .yes = 0.3, .no = -2.0 },
	},
};
