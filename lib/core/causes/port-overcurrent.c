/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The kernel's over_current_count of this port rose while something was attached. With nothing attached it may be a
 * short that never enumerates or the port's own sensing: less is said then, and emptying the port decides.
 */

#include "cause.h"

const struct cd_cause cd_cause_port_overcurrent = {
	.words = {
		.id = "port-overcurrent",
		.class = CD_CLASS_PORT,
		.part = CD_PART_PORT,
		.title = "the port was switched off for over-current",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.05,
	.remedies = { "unplug-devices", "powered-hub", "wall-adapter" },
	.silent = CD_OF(CLOUD) | CD_OF(DROPS),
	.terms = CD_TERMS {
		{ CD_FEATURE_PORT_TRIPS, CD_ORIGIN_PORT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 5.0, .no = -5.0 },
		{ CD_FEATURE_EMPTY_TRIPS, CD_ORIGIN_PORT, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 1.5, .no = -5.0 },
	},
};
