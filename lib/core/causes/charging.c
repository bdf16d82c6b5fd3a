/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Healthy: current flows, the voltage stays where it belongs, nothing interrupts. It has the largest prior because most
 * charges are; ChromiumOS' and Android's rules start from "fine until shown otherwise" too.
 */

#include "cause.h"

const struct cd_cause cd_cause_charging = {
	.words = {
		.id = "charging",
		.class = CD_CLASS_OK,
		.part = CD_PART_NONE,
		.title = "the device is charging as it should",
	},
	.severity = CD_SEVERITY_INFO,
	.prior = 1.0,
	.terms = CD_TERMS {
		{ CD_FEATURE_SUPPLY_ALARMS, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 1.5, .soft = 0, .yes = 0.8, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_DEEPEST_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 190e3, .soft = 35e3, .yes = 0.8, .no = -2.5,
			.positions = CD_AT(SOURCE) },
		{ CD_FEATURE_PATH_RESISTANCE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 300, .soft = 50, .yes = 0.8, .no = -2.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_KNEE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 0.35, .soft = 0.1, .yes = 0.8, .no = -2.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 400e3, .soft = 60e3, .yes = 0.8, .no = -2.0 },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4720e3, .to = INFINITY, .soft = 40e3, .yes = 0.8, .no = -3.0 },
		{ CD_FEATURE_LOADED_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4650e3, .to = INFINITY, .soft = 80e3, .yes = 0.8, .no = -1.5,
			.positions = CD_AT(SOURCE) },
		{ CD_FEATURE_LOADED_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4450e3, .to = INFINITY, .soft = 80e3, .yes = 0.8, .no = -1.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_LOCKOUT_MARGIN, CD_ORIGIN_CLOUD, .from = 0, .to = INFINITY, .soft = 150e3, .yes = 0.8, .no = -5.0,
			.condition = true },
		{ CD_FEATURE_ADAPTER_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 260e3, .soft = 60e3, .yes = 0.8, .no = -2.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		/* Measured at both ends. A battery charges through such a cable as well. */
		{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 380, .soft = 70, .yes = 0.8, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = 0.53, .to = INFINITY, .soft = 0.05, .yes = 1.2, .no = -2.0 },
		{ CD_FEATURE_OVER_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 1.2, .soft = 0.04, .yes = 1.2, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_EXCESS_VOLTAGE, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 100e3, .soft = 40e3, .yes = 1.2, .no = -4.0,
			.condition = true },
		/* As little as a small device is rated for is enough for it. */
		{ CD_FEATURE_UNRATED_POWER, CD_ORIGIN_LEVEL, .from = 800e3, .to = INFINITY, .soft = 300e3, .yes = 1.2, .no = -2.0 },
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.3, .no = -5.0 },
		{ CD_FEATURE_CONTACT_BREAKS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.3, .no = -5.0 },
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0, .no = -5.0 },
		{ CD_FEATURE_END_RATIO, CD_ORIGIN_SHAPE, .from = 0.10, .to = INFINITY, .soft = 0.03, .yes = 0.5, .no = -2.5 },
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.5, .no = -4.0 },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = 150e3, .to = INFINITY, .soft = 60e3, .yes = 2.5, .no = -1.5 },
		{ CD_FEATURE_CAPACITY_LEFT, CD_ORIGIN_BATTERY, .from = 80, .to = INFINITY, .soft = 1.2, .yes = 2.5, .no = -1.5,
			.condition = true },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.5, .no = -3.0,
			.condition = true },
		/* A cell that low is revived first, with a tenth of the current. */
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.02, .yes = 2.5, .no = -2.5,
			.condition = true },
		{ CD_FEATURE_REVIVAL_TIME, CD_ORIGIN_STORE, .from = -INFINITY, .to = 60, .soft = 10, .yes = 0.1, .no = -2.0 },
		{ CD_FEATURE_PORT_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -4.0 },
		{ CD_FEATURE_EMPTY_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.3, .no = -4.0 },
		{ CD_FEATURE_ENUMERATION, CD_ORIGIN_PORT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 0.3, .no = -2.0 },
		{ CD_FEATURE_SLOW_BIT, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -1.8 },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_INPUT_SDP, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -2.0 },
		{ CD_FEATURE_INPUT_MISTAKEN, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -3.0, .condition = true },
		{ CD_FEATURE_INPUT_LIMIT, CD_ORIGIN_INPUT, .from = 600e3, .to = INFINITY, .soft = 30e3, .yes = 0.3, .no = -1.5 },
		{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = 0.6, .to = INFINITY, .soft = 0.05, .yes = 0.3, .no = -3.5 },
		{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = 0.75, .to = INFINITY, .soft = 0.04, .yes = 0.3, .no = -3.0 },
		{ CD_FEATURE_STOPPED_TIME, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 25, .soft = 5, .yes = 0.1, .no = -1.5 },
		{ CD_FEATURE_PAUSES, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 1.5, .soft = 0, .yes = 0.1, .no = -1.0 },
		{ CD_FEATURE_AUTO_OFF_TIME, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 15, .soft = 4, .yes = 0.1, .no = -1.6 },
		{ CD_FEATURE_LEAK_CURRENT, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 5.5e3, .soft = 1e3, .yes = 0.1, .no = -3.0 },
		{ CD_FEATURE_ENERGY_SHARE, CD_ORIGIN_ENERGY, .from = 0.82, .to = INFINITY, .soft = 0.05, .yes = 0.1, .no = -2.5 },
		{ CD_FEATURE_LINES_SHARE, CD_ORIGIN_LINES, .from = 0.75, .to = INFINITY, .soft = 0.05, .yes = 0.1, .no = -1.0 },
	},
};
