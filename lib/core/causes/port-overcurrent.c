/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The kernel's over_current_count of this port rose while something was attached. A counter that rises with nothing attached is a
 * wiring quirk of the hub and is kept out before it comes here.
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
		{ CD_FEATURE_PORT_TRIPS, CD_ORIGIN_PORT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 5.0, .no = -5.0,
			.required = true },
	},
};
