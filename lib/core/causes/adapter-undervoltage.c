/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Under 4.75 V at the receptacle without load (USB 2.0 §7.2.2, high-power port). Without current a cable drops nothing, so the
 * meter's position does not matter.
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_undervoltage = {
	.words = {
		.id = "adapter-undervoltage",
		.class = CD_CLASS_WEAK_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the adapter gives too little voltage even without load",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.04,
	.path = true,
	.remedies = { "other-outlet", "other-adapter" },
	.terms = CD_TERMS {
		{ CD_FEATURE_SUPPLY_ALARMS, CD_ORIGIN_CLOUD, .from = 1.5, .to = INFINITY, .soft = 0, .yes = 3.8, .no = -1.0 },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 4730e3, .soft = 30e3, .yes = 3.8, .no = -4.0 },
		{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = 330e3, .to = INFINITY, .soft = 70e3, .yes = 2.4, .no = -2.0 },
		/* It charges all the same. What lets nothing through, and cells that are revived first, are no sign of it. */
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -0.3 },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = 150e3, .to = INFINITY, .soft = 60e3, .yes = 1.5, .no = -0.3,
			.condition = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.02, .yes = 1.5, .no = -0.3,
			.condition = true },
	},
};
