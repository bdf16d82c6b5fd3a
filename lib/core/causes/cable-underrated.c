/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A cable without an e-marker, or with one for 3 A, holds the contract at 3 A though the source could give 5 A
 * (USB Type-C 2.0 §4.6.2.5, USB PD 3.1 §6.4.4.3.1). Where the kernel shows no cable that is no proof of one
 * without marker.
 */

#include "cause.h"

const struct cd_cause cd_cause_cable_underrated = {
	.words = {
		.id = "cable-underrated",
		.class = CD_CLASS_BAD_CABLE,
		.part = CD_PART_CABLE,
		.title = "the cable is marked for less current than the charger could give",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.03,
	.remedies = { "other-cable" },
	.terms = CD_TERMS {
		{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 0.75, .soft = 0.04, .yes = 5.0, .no = -4.0,
			.required = true },
		{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 0.9, .soft = 0.04, .yes = 5.0, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_CONTRACT_CURRENT, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 3200e3, .soft = 60e3, .yes = 5.0, .no = -3.0 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.3, .no = -1.5 },
	},
};
