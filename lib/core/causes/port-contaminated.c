/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Water or dirt conducts between the contacts: a few noisy milliamperes flow with nothing plugged in, and D+ and
 * D- stand where no port holds them. A meter's own zero error is steady and under 5 mA.
 */

#include "cause.h"

const struct cd_cause cd_cause_port_contaminated = {
	.words = {
		.id = "port-contaminated",
		.class = CD_CLASS_PORT,
		.part = CD_PART_PORT,
		.title = "something conducts in the port or plug: dirt or water",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.02,
	.danger = true,
	.remedies = { "unplug-now", "clean-port", "other-cable" },
	.terms = CD_TERMS {
		{ CD_FEATURE_LEAK_CURRENT, CD_ORIGIN_COURSE, .from = 5e3, .to = 60e3, .soft = 1.0e3, .yes = 6.0, .no = -5.0,
			.required = true },
		{ CD_FEATURE_LEAK_NOISE, CD_ORIGIN_COURSE, .from = 0.05, .to = INFINITY, .soft = 0.02, .yes = 6.0, .no = -0.2 },
		{ CD_FEATURE_IDLE_LINES, CD_ORIGIN_LINES, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -0.3 },
	},
};
