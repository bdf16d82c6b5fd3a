/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * More than 6 V (5 V + 1 V) on an input made for 5 V only. Over-voltage protection of such inputs trips at 6.0-6.5 V where there
 * is any (bq2407x 6.4-6.8 V); linear chargers without it end at about 8 V.
 */

#include "cause.h"

const struct cd_cause cd_cause_fast_charge_overvoltage = {
	.words = {
		.id = "fast-charge-overvoltage",
		.class = CD_CLASS_FAST_CHARGER,
		.part = CD_PART_ADAPTER,
		.title = "a fast charger drives more voltage than this device is made for",
	},
	.severity = CD_SEVERITY_UNPLUG_NOW,
	.prior = 0.03,
	.danger = true,
	.remedies = { "unplug-now", "plain-adapter", "computer-port" },
	.silent = CD_OF(CLOUD),
	.terms = CD_TERMS {
		{ CD_FEATURE_OVER_VOLTAGE, CD_ORIGIN_LEVEL, .from = 1000e3, .to = INFINITY, .soft = 30e3, .yes = 7.5, .no = -6.0,
			.required = true },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.3 },
	},
};
