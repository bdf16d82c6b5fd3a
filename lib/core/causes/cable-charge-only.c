/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Power wires and no data wires: a host that should see the device sees nothing of it, or an adapter's meter never
 * sees the device's charger detection (0.6 V on D+, BC1.2 §3.2.4) and the device then takes 100 or 500 mA for a
 * port it knows nothing of. Only a profile can say that the device would enumerate.
 */

#include "cause.h"

const struct cd_cause cd_cause_cable_charge_only = {
	.words = {
		.id = "cable-charge-only",
		.class = CD_CLASS_BAD_CABLE,
		.part = CD_PART_CABLE,
		.title = "the cable has no data wires",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.02,
	.remedies = { "other-cable", "other-port" },
	.terms = CD_TERMS {
		{ CD_FEATURE_ENUMERATION, CD_ORIGIN_PORT, .from = -INFINITY, .to = -0.5, .soft = 0, .yes = 4.5, .no = -5.0 },
		{ CD_FEATURE_PROBE, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.2, .no = -4.0,
			.required = true },
		{ CD_FEATURE_PLATEAU, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 2.2, .no = -0.7,
			.required = true },
		{ CD_FEATURE_CURRENT_RATIO, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.63, .soft = 0.05, .yes = 2.2, .no = -3.0,
			.required = true },
		{ CD_FEATURE_PORT_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 4.5, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_EMPTY_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 4.5, .no = -3.0,
			.condition = true },
	},
};
