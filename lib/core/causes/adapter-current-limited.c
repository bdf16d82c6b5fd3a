/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The voltage stands until the current reaches the adapter's limit and then falls at constant current (fold-back). At the source's
 * end the sag itself is the proof, for there is no cable before the meter; at the device's end only the knee is,
 * unless the other end is measured too.
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_current_limited = {
	.words = {
		.id = "adapter-current-limited",
		.class = CD_CLASS_WEAK_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the adapter runs into its current limit",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.06,
	.path = true,
	.remedies = { "other-adapter", "stronger-adapter", "other-outlet" },
	.terms = CD_TERMS {
		/* Volts too low at the board, and by whom nobody can tell. */
		{ CD_FEATURE_SUPPLY_ALARMS, CD_ORIGIN_CLOUD, .from = 1.5, .to = INFINITY, .soft = 0, .yes = 3.4, .no = -1.0 },
		{ CD_FEATURE_DEEPEST_SAG, CD_ORIGIN_CLOUD, .from = 180e3, .to = INFINITY, .soft = 35e3, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(SOURCE) },
		{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = 300e3, .to = INFINITY, .soft = 70e3, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_PATH_RESISTANCE, CD_ORIGIN_CLOUD, .from = 260, .to = INFINITY, .soft = 45, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = 330e3, .to = INFINITY, .soft = 70e3, .yes = 3.0, .no = -2.0 },
		{ CD_FEATURE_LOADED_VOLTAGE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 4730e3, .soft = 50e3, .yes = 3.4, .no = -1.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_LOCKOUT_MARGIN, CD_ORIGIN_CLOUD, .from = -700e3, .to = INFINITY, .soft = 200e3, .yes = 3.4, .no = -2.5,
			.condition = true },
		{ CD_FEATURE_KNEE, CD_ORIGIN_CLOUD, .from = 0.48, .to = INFINITY, .soft = 0.1, .yes = 3.4, .no = -4.0,
			.positions = CD_AT(DEVICE) },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4700e3, .to = INFINITY, .soft = 50e3, .yes = 3.4, .no = -0.5,
			.condition = true },
		{ CD_FEATURE_ADAPTER_SAG, CD_ORIGIN_CLOUD, .from = 270e3, .to = INFINITY, .soft = 60e3, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_CABLE_SHARE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 0.5, .soft = 0.1, .yes = 3.4, .no = -4.0 },
		{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 500, .soft = 90, .yes = 3.4, .no = -2.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_STRAINED_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 0.85, .soft = 0.06, .yes = 0.5, .no = -2.0 },
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.2, .no = -2.5 },
		{ CD_FEATURE_CONTACT_BREAKS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.2, .no = -2.5 },
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0, .no = -2.5 },
		/* It charges all the same. What lets nothing through, and cells that are revived first, are no sign of it. */
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -0.3 },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = 150e3, .to = INFINITY, .soft = 60e3, .yes = 1.5, .no = -0.3,
			.condition = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.02, .yes = 1.5, .no = -0.3,
			.condition = true },
	},
};
