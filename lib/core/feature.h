/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Numbers computed over a session, each with its standard error, or with the reason why it cannot be computed. A cause
 * sees nothing of a session but these.
 */

#include "facts.h"
#include "parameter.h"
#include "session.h"
#include "shape.h"

enum cd_feature {
	/* Voltage and current together. */
	CD_FEATURE_NO_LOAD_VOLTAGE,
	CD_FEATURE_LOADED_VOLTAGE,
	CD_FEATURE_LOCKOUT_MARGIN,
	CD_FEATURE_VOLTAGE_SAG,
	CD_FEATURE_ASSUMED_SAG,
	CD_FEATURE_DEEPEST_SAG,
	CD_FEATURE_PATH_RESISTANCE,
	CD_FEATURE_SOURCE_IMPEDANCE,
	CD_FEATURE_KNEE,
	/* From both ends of the line, or from the adapter's. */
	CD_FEATURE_CABLE_IMPEDANCE,
	CD_FEATURE_ADAPTER_IMPEDANCE,
	CD_FEATURE_ADAPTER_SAG,
	CD_FEATURE_CABLE_SHARE,
	CD_FEATURE_TOP_CURRENT,
	CD_FEATURE_PEAK_VOLTAGE,
	CD_FEATURE_EXCESS_VOLTAGE,
	/* Against what the device is made for. */
	CD_FEATURE_OVER_CURRENT_RATIO,
	CD_FEATURE_OVER_VOLTAGE,
	CD_FEATURE_INPUT_OVER_VOLTAGE,
	CD_FEATURE_CURRENT_RATIO,
	CD_FEATURE_STRAINED_RATIO,
	CD_FEATURE_CHARGE_POWER,
	CD_FEATURE_UNRATED_POWER,
	CD_FEATURE_LOW_PLATEAU,
	CD_FEATURE_PLATEAU,
	/* Interruptions. */
	CD_FEATURE_DROP_OUTS,
	CD_FEATURE_DROP_OUT_PERIODICITY,
	CD_FEATURE_DROP_OUT_CURRENT,
	CD_FEATURE_INTERRUPTIONS,
	CD_FEATURE_CONTACT_BREAKS,
	CD_FEATURE_CONTACT_PERIODICITY,
	CD_FEATURE_DETACHMENTS,
	CD_FEATURE_SUPPLY_ALARMS,
	/* The shape of the charge. */
	CD_FEATURE_TAPER,
	CD_FEATURE_END_CURRENT,
	CD_FEATURE_END_RATIO,
	CD_FEATURE_PRE_CHARGE_STEP,
	CD_FEATURE_PRE_CHARGE_TIME,
	CD_FEATURE_FLOWING_TIME,
	CD_FEATURE_PRE_CHARGE_OVERRUN,
	/* Incidents. */
	CD_FEATURE_DRAWS,
	CD_FEATURE_LEAK_CURRENT,
	CD_FEATURE_LEAK_NOISE,
	CD_FEATURE_INRUSH_RATIO,
	CD_FEATURE_ON_TIME,
	CD_FEATURE_PAUSES,
	CD_FEATURE_STOPPED_TIME,
	CD_FEATURE_HOLD,
	CD_FEATURE_HOLD_HEAT,
	CD_FEATURE_AUTO_OFF_TIME,
	/* D+, D− and CC. */
	CD_FEATURE_LINES_SHARE,
	CD_FEATURE_LINES_USE,
	CD_FEATURE_LABEL_SHARE,
	CD_FEATURE_PROBE,
	CD_FEATURE_IDLE_LINES,
	CD_FEATURE_CC_TERMINATED,
	/* What the battery's driver says. */
	CD_FEATURE_BATTERY_DIRECTION,
	CD_FEATURE_BATTERY_FLOW,
	CD_FEATURE_BATTERY_FULL,
	CD_FEATURE_CHARGE_HELD,
	CD_FEATURE_CELL_VOLTAGE,
	CD_FEATURE_LOWEST_CELL,
	CD_FEATURE_LOWEST_CAPACITY,
	CD_FEATURE_REVIVAL_TIME,
	CD_FEATURE_REST_TIME,
	CD_FEATURE_STOP_CAPACITY,
	CD_FEATURE_VAIN_TIME,
	CD_FEATURE_HEALTH_BAD,
	CD_FEATURE_TIMER_EXPIRED,
	CD_FEATURE_TOO_WARM_OR_COLD,
	CD_FEATURE_CAPACITY,
	CD_FEATURE_CAPACITY_LEFT,
	CD_FEATURE_ENERGY_SHARE,
	/* What was agreed and offered. */
	CD_FEATURE_CONTRACT_POWER,
	CD_FEATURE_CONTRACT_CURRENT,
	CD_FEATURE_OFFER_POWER,
	CD_FEATURE_SLOW_BIT,
	CD_FEATURE_NEGOTIATED_SHARE,
	CD_FEATURE_CABLE_RATING,
	CD_FEATURE_INPUT_LIMIT,
	CD_FEATURE_INPUT_SDP,
	CD_FEATURE_INPUT_MISTAKEN,
	/* A host's port. */
	CD_FEATURE_PORT_TRIPS,
	CD_FEATURE_EMPTY_TRIPS,
	CD_FEATURE_ENUMERATION,
	/* What a person says. */
	CD_FEATURE_SAID_LOW,
	CD_FEATURE_SAID_FULL,
	CD_FEATURE_STILL_LOW,
	_CD_FEATURE_MAX,
};

struct cd_feature_value {
	bool known;
	double value;    /* in the unit of cd_feature_info() */
	double error;    /* standard error; 0 for counts and words */
	char reason[96]; /* why it is not known */
};

struct cd_features {
	struct cd_feature_value item[_CD_FEATURE_MAX];
	struct cd_shape shape;
};

/* All that a verdict is drawn from. Borrowed. */
struct cd_case {
	const struct cd_session *session;
	const struct cd_facts *facts;     /* of the session: as they were when something was last attached */
	const struct cd_facts *present;   /* of now */
	const struct cd_profile *profile; /* NULL: none */
	const struct cd_profile
		*lamps; /* the same, or the installed one of its name: who knows what a lamp means */
	enum cd_position position;
	const struct cd_input *meter; /* NULL: none */
	const char *port;
	int64_t now_us;
	int64_t said_us; /* when a person last spoke of the battery; CD_UNKNOWN */
	bool stalled;
};

/* Whose volts and amperes these are: "meter", "device" (its own charger, which sits at the device's end) or NULL (nobody's). */
const char *cd_case_measured_by(const struct cd_case *c);
/* A person calls the battery low, or its lamp means so. */
bool cd_said_low(const struct cd_case *c);
/* A person sees a lamp that tells of power coming in. */
bool cd_said_lit(const struct cd_case *c);

/* Id, unit and meaning, in words.c: cd_feature_words_at(feature). */
void cd_features_compute(const struct cd_case *c, struct cd_features *ret);
