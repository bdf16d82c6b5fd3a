/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Over 1.2 times the rated input current for 3 s or more. The device decides what flows; a strong charger only permits it. So the
 * part to look at is the device, and the remedy a charger that does not permit it.
 */

#include "cause.h"

const struct cd_cause cd_cause_fast_charge_overcurrent = {
	.words = {
		.id = "fast-charge-overcurrent",
		.class = CD_CLASS_FAST_CHARGER,
		.part = CD_PART_DEVICE,
		.title = "the device draws more current than its input is rated for",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.03,
	.danger = true,
	.remedies = { "unplug-now", "plain-adapter", "service" },
	.terms = CD_TERMS {
		{ CD_FEATURE_OVER_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = 1.2, .to = INFINITY, .soft = 0.03, .yes = 5.5, .no = -5.0,
			.required = true },
		{ CD_FEATURE_LOCKOUT_MARGIN, CD_ORIGIN_LEVEL, .from = -700e3, .to = INFINITY, .soft = 200e3, .yes = 5.5, .no = -1.0,
			.condition = true },
	},
};
