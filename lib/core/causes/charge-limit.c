/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The battery rests at its end threshold (charge_control_end_threshold, charge_behaviour: Documentation/ABI sysfs-class-power) and
 * its voltage is that of a live pack: elsewhere a dead pack at 2.3 V of 15.4 V design was shown as "holding at 80 %".
 */

#include "cause.h"

const struct cd_cause cd_cause_charge_limit = {
	.words = {
		.id = "charge-limit",
		.class = CD_CLASS_OK,
		.part = CD_PART_SETTINGS,
		.title = "charging is held at the limit that is set on this machine",
	},
	.severity = CD_SEVERITY_INFO,
	.prior = 0.12,
	.remedies = { "charge-limit-setting" },
	.terms = CD_TERMS {
		{ CD_FEATURE_CHARGE_HELD, CD_ORIGIN_BATTERY, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 5.0, .no = -4.0,
			.required = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.9, .to = INFINITY, .soft = 0.03, .yes = 5.0, .no = -5.0 },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.0, .no = -4.0 },
		{ CD_FEATURE_TIMER_EXPIRED, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.0, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_STOP_CAPACITY, CD_ORIGIN_STORE, .from = 49.5, .to = INFINITY, .soft = 1, .yes = 2.5, .no = -2.0 },
	},
};
