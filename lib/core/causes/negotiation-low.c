/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Both sides could do more and agreed on less: stuck at 5 V though the source offers 20 V and the machine takes it
 * (seen on Framework laptops, whose firmware needed a replug). Not the charger's power is missing but the
 * agreement. What then flows at 5 V may lose 0.75 V on its way and be as it should (USB Type-C 2.0 §4.4.1 at 3 A), so the sag
 * is no part of it.
 */

#include "cause.h"

const struct cd_cause cd_cause_negotiation_low = {
	.words = {
		.id = "negotiation-low",
		.class = CD_CLASS_DEVICE,
		.part = CD_PART_DEVICE,
		.title = "charger and device agreed on much less power than both can do",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.03,
	.remedies = { "replug", "flip-plug", "other-port", "firmware-update" },
	.silent = CD_OF(CLOUD),
	.terms = CD_TERMS {
		{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 0.6, .soft = 0.05, .yes = 5.0, .no = -4.5,
			.required = true },
		{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = 0.9, .to = INFINITY, .soft = 0.05, .yes = 5.0, .no = 0.8,
			.condition = true },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.8, .no = -1.5,
			.condition = true },
		{ CD_FEATURE_CHARGE_HELD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 0.8, .no = -1.0,
			.condition = true },
	},
};
