/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A Type-C source turns VBUS on only when it sees the 5.1 kΩ of a device on a CC line (USB Type-C 2.0 §4.5.1.2.1).
 * Boards that left them out charge from an A-to-C cable and never from a C-to-C one.
 */

#include "cause.h"

const struct cd_cause cd_cause_no_cc_termination = {
	.words = {
		.id = "no-cc-termination",
		.class = CD_CLASS_DEVICE,
		.part = CD_PART_DEVICE,
		.title = "the device does not show itself on the CC lines, so a Type-C charger stays off",
	},
	.severity = CD_SEVERITY_LOW,
	.prior = 0.02,
	.remedies = { "a-to-c-cable", "flip-plug" },
	.terms = CD_TERMS {
		{ CD_FEATURE_CC_TERMINATED, CD_ORIGIN_LINES, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 5.0, .no = -6.0,
			.required = true },
		{ CD_FEATURE_PEAK_VOLTAGE, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 1e6, .soft = 100e3, .yes = 0.8, .no = -5.0 },
	},
};
