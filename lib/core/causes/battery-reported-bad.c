/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The driver's `health`: Dead, Over voltage, Cell imbalance, Blown fuse, Safety timer expire, No battery, Unspecified failure
 * (Documentation/ABI/testing/sysfs-class-power). Temperatures are no fault.
 */

#include "cause.h"

const struct cd_cause cd_cause_battery_reported_bad = {
	.words = {
		.id = "battery-reported-bad",
		.class = CD_CLASS_DEAD_BATTERY,
		.part = CD_PART_BATTERY,
		.title = "the battery reports that it is faulty",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.04,
	.remedies = { "restart-and-compare", "battery-service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 6.0, .no = -5.0,
			.required = true },
	},
};
