/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A short behind the connector trips whatever feeds it within a fraction of a second, again and again, from more
 * than twice the rated current, before any charger could have ramped. One that the source can hold drags its volts
 * below those at which any charger works, and under any battery's. Or power goes in for half an hour and the battery is
 * still called low, without a taper.
 */

#include "cause.h"

const struct cd_cause cd_cause_board_fault = {
	.words = {
		.id = "board-fault",
		.class = CD_CLASS_DEVICE,
		.part = CD_PART_DEVICE,
		.title = "the device itself is faulty: it takes current and does not charge",
	},
	.severity = CD_SEVERITY_HIGH,
	.prior = 0.02,
	.remedies = { "unplug-now", "second-device", "service" },
	.silent = CD_OF(LEVEL),
	.terms = CD_TERMS {
		{ CD_FEATURE_ON_TIME, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 0.6, .soft = 0.1, .yes = 1.2, .no = -4.0,
			.required = true },
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 1.2, .no = -0.3 },
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .yes = 0, .no = -1.5 },
		{ CD_FEATURE_INRUSH_RATIO, CD_ORIGIN_COURSE, .from = 1.8, .to = INFINITY, .soft = 0.15, .yes = 3.0, .no = -0.9 },
		{ CD_FEATURE_LOCKOUT_MARGIN, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = -700e3, .soft = 200e3, .yes = 5.0, .no = 0 },
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_CLOUD, .from = 450e3, .to = INFINITY, .soft = 50e3, .yes = 5.0, .no = 0,
			.condition = true },
		{ CD_FEATURE_STILL_LOW, CD_ORIGIN_PERSON, .from = 1800, .to = INFINITY, .soft = 120, .yes = 5.2, .no = -3.0,
			.required = true },
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_PERSON, .from = 180e3, .to = INFINITY, .soft = 30e3, .yes = 5.2, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_TAPER, CD_ORIGIN_PERSON, .from = -INFINITY, .to = 0.3, .soft = 0.1, .yes = 5.2, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_VAIN_TIME, CD_ORIGIN_STORE, .from = 1800, .to = INFINITY, .soft = 120, .yes = 4.5, .no = -1.0 },
	},
};
