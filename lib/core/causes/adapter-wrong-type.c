/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * By D+ and D- the adapter promises nothing the device understands, or less than it is rated for (BC1.2, dividers
 * of BQ25600D): the device then takes 500 mA or 1 A from an adapter that could give more.
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_wrong_type = {
	.words = {
		.id = "adapter-wrong-type",
		.class = CD_CLASS_BAD_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the adapter does not tell this device what it can give",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.02,
	.remedies = { "plain-adapter", "other-adapter" },
	.terms = CD_TERMS {
		{ CD_FEATURE_LINES_SHARE, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.75, .soft = 0.05, .yes = 3.6, .no = -4.0,
			.required = true },
		{ CD_FEATURE_LINES_USE, CD_ORIGIN_LINES, .from = 0.7, .to = 1.12, .soft = 0.06, .yes = 3.6, .no = -3.0,
			.required = true },
		/* One that gives no more than it tells is small, and not of the wrong type. */
		{ CD_FEATURE_LABEL_SHARE, CD_ORIGIN_LINES, .from = 1.3, .to = INFINITY, .soft = 0.1, .yes = 3.6, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 270e3, .soft = 60e3, .yes = 0.4, .no = -2.5 },
		{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4700e3, .to = INFINITY, .soft = 50e3, .yes = 0.4, .no = -2.0 },
		{ CD_FEATURE_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 0.8, .soft = 0.05, .yes = 1.2, .no = -4.0,
			.condition = true },
		{ CD_FEATURE_END_RATIO, CD_ORIGIN_SHAPE, .from = 0.15, .to = INFINITY, .soft = 0.04, .yes = 0.3, .no = -1.5 },
	},
};
