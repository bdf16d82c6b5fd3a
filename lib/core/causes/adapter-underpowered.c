/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Plugged in and the battery still has to help: the agreed or offered power is below what the device draws. Watts alone are no
 * evidence (a 100 W brick shows 5 W at first); the battery's flow and the firmware's slow-charger bit are (UCSI
 * GET_CONNECTOR_STATUS, Battery Charging Capability Status 2 and 3: what Windows shows).
 */

#include "cause.h"

const struct cd_cause cd_cause_adapter_underpowered = {
	.words = {
		.id = "adapter-underpowered",
		.class = CD_CLASS_WEAK_ADAPTER,
		.part = CD_PART_ADAPTER,
		.title = "the charger gives less power than the device uses",
		.summary = "the device uses about {draw}, the charger agreed to {contract-power}",
	},
	.severity = CD_SEVERITY_MEDIUM,
	.prior = 0.10,
	.remedies = { "stronger-adapter", "lower-load", "other-port" },
	.terms = CD_TERMS {
		{ CD_FEATURE_BATTERY_DIRECTION, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = -0.1, .soft = 0.7, .yes = 1.6, .no = -3.5 },
		{ CD_FEATURE_BATTERY_FLOW, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0, .soft = 800e3, .yes = 1.6, .no = -3.5 },
		{ CD_FEATURE_BATTERY_FULL, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.6, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_CHARGE_HELD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.6, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_CELL_VOLTAGE, CD_ORIGIN_BATTERY, .from = 0.8, .to = INFINITY, .soft = 0.03, .yes = 2.6, .no = -3.0,
			.condition = true },
		{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 2.6, .no = -2.0,
			.condition = true },
		{ CD_FEATURE_TOP_CURRENT, CD_ORIGIN_LEVEL, .from = 100e3, .to = INFINITY, .soft = 30e3, .yes = 0.2, .no = -3.5 },
		{ CD_FEATURE_SLOW_BIT, CD_ORIGIN_INPUT, .from = 0.5, .to = INFINITY, .soft = 0, .yes = 3.0, .no = -0.5 },
		{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -2.0,
			.condition = true },
		{ CD_FEATURE_CONTRACT_POWER, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 95e6, .soft = 12e6, .yes = 1.2, .no = -1.0 },
		{ CD_FEATURE_OFFER_POWER, CD_ORIGIN_CONTRACT, .from = -INFINITY, .to = 95e6, .soft = 12e6, .yes = 1.2, .no = -1.0 },
		{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = 0.72, .to = INFINITY, .soft = 0.05, .yes = 1.2, .no = -2.0, .condition = true },
		{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = 0.75, .to = INFINITY, .soft = 0.04, .yes = 1.2, .no = -2.0, .condition = true },
		{ CD_FEATURE_INPUT_LIMIT, CD_ORIGIN_INPUT, .from = 600e3, .to = INFINITY, .soft = 30e3, .yes = 3.0, .no = -1.5, .condition = true },
		{ CD_FEATURE_INPUT_MISTAKEN, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .yes = 3.0, .no = -2.0, .condition = true },
	},
};
