/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "supply.h"

#define NAME_IT "name the device: chargectl note PORT profile=NAME"
#define SAY_IT "say what it shows: chargectl note PORT battery=low (or full), led=COLOUR"
#define FROM_BEFORE "record from 2 s before the device is plugged in"
#define LONGER "record longer"
#define WAIT "leave it plugged in and look again"
#define VARY "record while the current changes: the first minutes, or the device in use"
#define BOTH_ENDS "measure at both ends: two meters, or two runs and chargectl compare"
#define LINES "a meter that shows D+ and D-, at the adapter's end, from before the plug"

/* How the reason begins. NULL: the question does not arise in this session, or what was missed is over. */
static const struct {
	const char *reason, *text;
} by_reason[] = {
	{ "no profile", NAME_IT },
	{ "the no-load voltage is unknown", FROM_BEFORE },
	{ "nobody said that something is plugged in",
		"name what is plugged in: chargectl note PORT profile=NAME" },
	{ "nobody said what its label", "say what is on its label: chargectl note PORT adapter_watts=NUMBER" },
	{ "nobody", SAY_IT },
	{ "under ", LONGER },
	{ "plugged in for under", WAIT },
	{ "nothing says what the device can take", NAME_IT },
	{ "what is measured shows", NULL },
	{ "the voltage does not sag", NULL },
	{ "the device holds its input", NULL },
	{ "volts without load and with it are of different contracts", NULL },
	{ "drop-outs at every high current", NULL },
	{ "the current fell in a time", NULL },
	{ "the current rose in a time", NULL },
	{ "the current did not", NULL },
	{ "the battery was not empty", NULL },
	{ "there was no low plateau", NULL },
	{ "D+ and D- are not those of a charger", NULL },
	{ "the adapter holds D+ and D-", NULL },
};

static const char *const by_feature[_CD_FEATURE_MAX] = {
	[CD_FEATURE_NO_LOAD_VOLTAGE] = FROM_BEFORE,
	[CD_FEATURE_VOLTAGE_SAG] = FROM_BEFORE,
	[CD_FEATURE_DEEPEST_SAG] = LONGER,
	[CD_FEATURE_SOURCE_IMPEDANCE] = VARY,
	[CD_FEATURE_KNEE] = VARY,
	[CD_FEATURE_CABLE_IMPEDANCE] = BOTH_ENDS,
	[CD_FEATURE_ADAPTER_IMPEDANCE] = BOTH_ENDS,
	[CD_FEATURE_ADAPTER_SAG] = BOTH_ENDS,
	[CD_FEATURE_CABLE_SHARE] = BOTH_ENDS,
	[CD_FEATURE_EXCESS_VOLTAGE] = LINES,
	[CD_FEATURE_TOP_CURRENT] = LONGER,
	[CD_FEATURE_TAPER] = WAIT,
	[CD_FEATURE_END_CURRENT] = WAIT,
	[CD_FEATURE_END_RATIO] = WAIT,
	[CD_FEATURE_PRE_CHARGE_STEP] = WAIT,
	[CD_FEATURE_PRE_CHARGE_TIME] = WAIT,
	[CD_FEATURE_PRE_CHARGE_OVERRUN] = WAIT,
	[CD_FEATURE_LEAK_CURRENT] = "a meter at the adapter's end, 3 s with nothing attached",
	[CD_FEATURE_HOLD_HEAT] = "a meter with a temperature probe",
	[CD_FEATURE_LINES_SHARE] = LINES,
	[CD_FEATURE_LABEL_SHARE] = LINES,
	[CD_FEATURE_PROBE] = LINES,
	[CD_FEATURE_IDLE_LINES] = LINES,
	[CD_FEATURE_CC_TERMINATED] = "a meter that shows CC1 and CC2",
	[CD_FEATURE_ENERGY_SHARE] = "record one whole charge, from low to full",
	[CD_FEATURE_SAID_LOW] = SAY_IT,
	[CD_FEATURE_SAID_FULL] = SAY_IT,
};

const char *cd_supply(enum cd_feature id, const char *reason)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(by_reason); k++)
		if (strncmp(reason, by_reason[k].reason, strlen(by_reason[k].reason)) == 0)
			return by_reason[k].text;
	return by_feature[id];
}
