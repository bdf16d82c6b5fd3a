/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Over 5.5 V leaves the Type-C range for 5 V (4.75-5.5 V, Type-C 2.0 §4.4), over 5.6 V no measuring error of a common meter
 * explains it; cable compensation stays under 5.4 V. More than 5 V that PD or QC agreed to is no fault.
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_overvoltage = {
	.words = {
		.id = "adapter-overvoltage",
		.class = CD_CLASS_BAD_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the adapter gives too much voltage",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.03,
	.danger = true,
	.remedies = { "unplug-now", "other-adapter" },
	.silent = CD_OF(CLOUD),
	.terms = CD_TERMS {
		{ CD_FEATURE_EXCESS_VOLTAGE, CD_ORIGIN_LEVEL, .from = 100e3, .to = INFINITY, .soft = 30e3, .yes = 6.0, .no = -6.0,
			.required = true },
		{ CD_FEATURE_OVER_VOLTAGE, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 1150e3, .soft = 60e3, .yes = 6.0, .no = -1.5 },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.3 },
	},
};
