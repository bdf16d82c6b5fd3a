/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Contacts open at random: breaks of 10 ms to some seconds (RESUMED_WITHIN_US), without a period. At the source's end VBUS stays while the current goes; at the
 * device's end both go, as they do when an adapter trips, but that one has a rhythm. Where nobody measures, the kernel
 * loses the charger and has it back.
 */

#include "cause.h"

const struct cd_cause cd_cause_cable_intermittent = {
	.words = {
		.id = "cable-intermittent",
		.class = CD_CLASS_BAD_CABLE,
		.part = CD_PART_CABLE,
		.title = "the connection breaks again and again",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.05,
	.path = true,
	.remedies = { "reseat", "other-cable", "clean-port" },
	.silent = CD_OF(CLOUD),
	.terms = CD_TERMS {
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 4.0, .no = -3.0,
			.positions = CD_AT(SOURCE),
			.condition = true },
		{ CD_FEATURE_CONTACT_BREAKS, CD_ORIGIN_DROPS, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 4.0, .no = -5.0 },
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 4.0, .no = -5.0 },
		{ CD_FEATURE_CONTACT_PERIODICITY, CD_ORIGIN_DROPS, .from = 0.45, .to = INFINITY, .soft = 0.08, .yes = 4.0, .no = -3.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
		{ CD_FEATURE_CONTACT_PERIODICITY, CD_ORIGIN_DROPS, .from = 0.30, .to = INFINITY, .soft = 0.08, .yes = 4.0, .no = 0.5,
			.positions = CD_AT(SOURCE) },
	},
};
