/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A charge without fault, for causes that are about something else. Each row is weaker than the term by which the cause
 * that is about it speaks for itself, so that two true faults leave the stronger as the verdict. Limits are those of the
 * causes, where their sources stand.
 */

#include "cause.h"

#define ENDS { .yes = 0, .no = 0 }

const struct cd_term cd_background[] = {
	/* clang-format off */
	{ CD_FEATURE_SUPPLY_ALARMS, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 1.5, .soft = 0, .no = -2.0 },
	{ CD_FEATURE_DEEPEST_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 190e3, .soft = 35e3, .no = -2.5,
		.positions = CD_AT(SOURCE) },
	{ CD_FEATURE_VOLTAGE_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 430e3, .soft = 90e3, .no = -2.5,
		.positions = CD_AT(DEVICE) | CD_AT(UNKNOWN) },
	{ CD_FEATURE_ASSUMED_SAG, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 400e3, .soft = 60e3, .no = -1.5 },
	{ CD_FEATURE_NO_LOAD_VOLTAGE, CD_ORIGIN_CLOUD, .from = 4720e3, .to = INFINITY, .soft = 40e3, .no = -2.5 },
	{ CD_FEATURE_CABLE_IMPEDANCE, CD_ORIGIN_CLOUD, .from = -INFINITY, .to = 380, .soft = 70, .no = -2.5 },
	{ CD_FEATURE_EXCESS_VOLTAGE, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 100e3, .soft = 40e3, .no = -4.0 },
	{ CD_FEATURE_OVER_CURRENT_RATIO, CD_ORIGIN_LEVEL, .from = -INFINITY, .to = 1.2, .soft = 0.04, .no = -3.0 },
	{ CD_FEATURE_DROP_OUTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_CONTACT_BREAKS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_DETACHMENTS, CD_ORIGIN_DROPS, .from = -INFINITY, .to = 2.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_PRE_CHARGE_STEP, CD_ORIGIN_SHAPE, .from = -INFINITY, .to = 2.5, .soft = 0.3, .no = -1.5 },
	{ CD_FEATURE_LEAK_CURRENT, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 5.5e3, .soft = 1e3, .no = -2.5 },
	{ CD_FEATURE_AUTO_OFF_TIME, CD_ORIGIN_COURSE, .from = -INFINITY, .to = 15, .soft = 4, .no = -1.0 },
	{ CD_FEATURE_HEALTH_BAD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_TIMER_EXPIRED, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_TOO_WARM_OR_COLD, CD_ORIGIN_BATTERY, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -1.0 },
	{ CD_FEATURE_REVIVAL_TIME, CD_ORIGIN_STORE, .from = -INFINITY, .to = 60, .soft = 10, .no = -1.5 },
	{ CD_FEATURE_VAIN_TIME, CD_ORIGIN_STORE, .from = -INFINITY, .to = 1800, .soft = 120, .no = -1.0 },
	{ CD_FEATURE_HOLD_HEAT, CD_ORIGIN_HEAT, .from = -INFINITY, .to = 0, .soft = 1500, .no = -1.0 },
	{ CD_FEATURE_NEGOTIATED_SHARE, CD_ORIGIN_CONTRACT, .from = 0.6, .to = INFINITY, .soft = 0.05, .no = -1.5 },
	{ CD_FEATURE_CABLE_RATING, CD_ORIGIN_CONTRACT, .from = 0.75, .to = INFINITY, .soft = 0.04, .no = -1.5 },
	{ CD_FEATURE_INPUT_OVER_VOLTAGE, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -2.0 },
	{ CD_FEATURE_INPUT_SDP, CD_ORIGIN_INPUT, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -1.0 },
	{ CD_FEATURE_LINES_SHARE, CD_ORIGIN_LINES, .from = 0.75, .to = INFINITY, .soft = 0.05, .no = -0.7 },
	{ CD_FEATURE_PORT_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 0.5, .soft = 0, .no = -3.0 },
	{ CD_FEATURE_EMPTY_TRIPS, CD_ORIGIN_PORT, .from = -INFINITY, .to = 2.5, .soft = 0, .no = -1.4 },
	{ CD_FEATURE_ENUMERATION, CD_ORIGIN_PORT, .from = -0.5, .to = INFINITY, .soft = 0, .no = -1.5 },
	{ CD_FEATURE_ENERGY_SHARE, CD_ORIGIN_ENERGY, .from = 0.82, .to = INFINITY, .soft = 0.05, .no = -2.5 },
	ENDS,
	/* clang-format on */
};
_Static_assert(CD_ELEMENTSOF(cd_background) <= CD_BACKGROUND_MAX, "raise CD_BACKGROUND_MAX");
