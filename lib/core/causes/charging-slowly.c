/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Under 5 W (Android SettingsLib, config_chargingSlowlyThreshold) and under 63 % of what the device is rated for, so that earbuds
 * that want 2.5 W are never slow; at a known current level (100, 500 or 900 mA: USB 2.0 §7.2.1, USB 3.2 §11.4.5); or the firmware
 * says so while the battery still gains. A source that gave way whenever more was asked of it (seen at its own end) does not
 * charge slowly by the device's choice.
 */

#include "cause.h"

const struct cd_cause cd_cause_charging_slowly = {
	.words = {
		.id = "charging-slowly",
		.class = CD_CLASS_OK,
		.part = CD_PART_NONE,
		.title = "the device charges, but slowly: a low current at a good voltage",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.12,
	.remedies = { "stronger-adapter", "other-port", "other-cable" },
	.terms = CD_TERMS {
		{ CD_FEATURE_CHARGE_POWER, CD_ORIGIN_LEVEL, .from = 200e3, .to = 5000e3, .soft = 400e3, .yes = 2.2, .no = -4.0 },
		{ CD_FEATURE_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 0.63, .soft = 0.05, .yes = 2.2, .no = -4.0 },
		{ CD_FEATURE_PLATEAU, CD_ORIGIN_LEVEL, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.2, .no = 1.8,
			.condition = true },
		{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 250e3, .soft = 60e3, .yes = 0.5, .no = -3.0 },
		{ CD_FEATURE_DEEPEST_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 190e3, .soft = 35e3, .yes = 0.5, .no = -2.5,
			.positions = CD_AT(SOURCE) },
		{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 250e3, .soft = 60e3, .yes = 0.5, .no = -3.0 },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4720e3, .to = INFINITY, .soft = 40e3, .yes = 0.5, .no = -3.0 },
		{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 380, .soft = 70, .yes = 0.5, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_END_RATIO, CD_ORIGIN_SHAPE, .from = 0.15, .to = INFINITY, .soft = 0.04, .yes = 0.4, .no = -2.5 },
		{ CD_FEATURE_SLOW_BIT, CD_ORIGIN_CONTRACT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -1.0 },
		{ CD_FEATURE_INPUT_SDP, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.3 },
		{ CD_FEATURE_INPUT_MISTAKEN, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -2.5, .condition = true },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -2.0,
			.condition = true },
		{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = 0.6, .to = INFINITY, .soft = 0.05, .yes = 3.0, .no = -1.0, .condition = true },
		{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = 0.75, .to = INFINITY, .soft = 0.04, .yes = 3.0, .no = -1.0, .condition = true },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -4.0 },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.02, .yes = 1.5, .no = -2.5,
			.condition = true },
		{ CD_FEATURE_REVIVAL_TIME, CD_ORIGIN_STORE, .from = -INFINITY, .to = 60, .soft = 10, .yes = 0.1, .no = -2.0 },
		{ CD_FEATURE_CAPACITY_LEFT, CD_ORIGIN_BATTERY, .from = 80, .to = INFINITY, .soft = 1.2, .yes = 1.5, .no = -0.5,
			.condition = true },
	},
};
