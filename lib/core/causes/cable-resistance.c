/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Volts fall in proportion to amperes: over 0.5 Ω loop is beyond the USB 2.0 budget (125 mV per conductor at 500 mA, §7.2.2), over
 * 0.25 Ω beyond the Type-C one (500 + 250 mV at 3 A, Type-C 2.0 §4.4.1). Only a meter at the device's end can see it, and only a
 * straight line down to the top current (no knee) tells it from an adapter that gives up.
 * Measured at both ends, the cable's own ohms and its share of the volts lost tell it from any adapter, with any current.
 */

#include "cause.h"

const struct cd_cause cd_cause_cable_resistance = {
	.words = {
		.id = "cable-resistance",
		.class = CD_CLASS_BAD_CABLE,
		.part = CD_PART_CABLE,
		.title = "the cable or its contacts resist too much",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.08,
	.path = true,
	.remedies = { "reseat", "other-cable", "clean-port", "try-cable-elsewhere" },
	.terms = CD_TERMS {
		/* Volts too low at the board, and by whom nobody can tell. */
		{ CD_FEATURE_SUPPLY_ALARMS, CD_ORIGIN_CLOUD, .from = 1.5, .to = INFINITY, .soft = 0, .yes = 3.4, .no = -1.0 },
		{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = 300e3, .to = INFINITY, .soft = 70e3, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_PATH_RESISTANCE, CD_ORIGIN_CLOUD, .from = 300, .to = INFINITY, .soft = 45, .yes = 3.4, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = 330e3, .to = INFINITY, .soft = 70e3, .yes = 3.0, .no = -2.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_LOADED_VOLTAGE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 4730e3, .soft = 50e3, .yes = 3.4, .no = -1.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_LOCKOUT_MARGIN, CD_ORIGIN_CLOUD, .from = -700e3, .to = INFINITY, .soft = 200e3, .yes = 3.4, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_KNEE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 0.35, .soft = 0.1, .yes = 3.4, .no = -4.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_SOURCE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = 380, .to = INFINITY, .soft = 70, .yes = 3.4, .no = -3.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4700e3, .to = INFINITY, .soft = 50e3, .yes = 3.4, .no = -0.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.condition = true },
		{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = 380, .to = INFINITY, .soft = 70, .yes = 3.4, .no = -4.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = 380, .to = INFINITY, .soft = 70, .yes = 3.4, .no = -4.0,
			.positions = CD_AT(SOURCE),
			.condition = true },
		{ CD_FEATURE_CABLE_SHARE, CD_ORIGIN_CLOUD, .from = 0.5, .to = INFINITY, .soft = 0.1, .yes = 3.4, .no = -4.0 },
		{ CD_FEATURE_STRAINED_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 0.85, .soft = 0.06, .yes = 0.5, .no = -2.0 },
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.2, .no = -1.5 },
		{ CD_FEATURE_CONTACT_BREAKS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0.2, .no = -1.5 },
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0, .no = -2.5 },
		/* It charges all the same. What lets nothing through, and cells that are revived first, are no sign of it. */
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -0.3 },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = 150e3, .to = INFINITY, .soft = 60e3, .yes = 1.5, .no = -0.3,
			.condition = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.02, .yes = 1.5, .no = -0.3,
			.condition = true },
	},
};
