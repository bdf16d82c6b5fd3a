/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Power banks switch off when less than 30-90 mA flow for half a minute to two minutes. Seen at the adapter's end,
 * where an unplugged device leaves the voltage standing; and not behind a taper, when the charge was over anyway.
 */

#include "cause.h"

const struct cd_cause cd_cause_power_bank_auto_off = {
	.words = {
		.id = "power-bank-auto-off",
		.class = CD_CLASS_WEAK_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the power bank switches itself off because the device draws so little",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.02,
	.remedies = { "low-current-mode", "wall-adapter" },
	.terms = CD_TERMS {
		{ CD_FEATURE_AUTO_OFF_TIME, CD_ORIGIN_COURSE, .from = 20, .to = 240, .soft = 6, .yes = 4.2, .no = -3.0,
			.required = true },
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 450e3, .soft = 80e3, .yes = 0.8, .no = -1.2,
			.condition = true },
		{ CD_FEATURE_SAID_FULL, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.2, .no = -2.5 },
	},
};
