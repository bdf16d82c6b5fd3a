/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Overload protection in hiccup mode: VBUS is lost and back within a second (ChromiumOS EC charge_ramp_sw.c,
 * OC_RECOVER_MAX_TIME), three times or more, with a rhythm, each time from a high current. At the source's end no cable can take
 * VBUS away, so the rhythm need not be seen.
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_hiccup = {
	.words = {
		.id = "adapter-hiccup",
		.class = CD_CLASS_WEAK_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the adapter switches itself off under load and tries again",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.05,
	.path = true,
	.remedies = { "other-adapter", "stronger-adapter", "second-device" },
	.silent = CD_OF(CLOUD),
	.terms = CD_TERMS {
		{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 4.2, .no = -5.0 },
		/* A device or cable may lose its charger with a rhythm, too, and nobody saw the current before. */
		{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = 2.5, .to = INFINITY, .soft = 0, .yes = 1.8, .no = -5.0 },
		{ CD_FEATURE_ON_TIME, CD_ORIGIN_DROPS, .from = 0.45, .to = INFINITY, .soft = 0.1, .yes = 4.2, .no = -0.3,
			.condition = true },
		{ CD_FEATURE_DROP_OUT_PERIODICITY, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 0.42, .soft = 0.06, .yes = 4.2, .no = -2.5,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN),
			.required = true },
		{ CD_FEATURE_DROP_OUT_CURRENT, CD_ORIGIN_DROPS, .from = 0.5, .to = INFINITY, .soft = 0.15, .yes = 4.2, .no = -2.0,
			.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
	},
};
