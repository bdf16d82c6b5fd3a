/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The fields of a sample: their keys in a recording and the range each may physically have. The ranges only
 * keep out what no meter can have measured; what is merely unhealthy must pass, it is what we look for.
 */

#include "sample.h"

/* D+, D- and CC reach VBUS when a contact is bridged, and a meter's zero may lie a little below 0: volts are
 * limited by size only. A meter counts up to some days of charging; 10^12 is a MWh. Meters are specified to
 * 85 °C at most; beyond -100..300 °C the sensor is broken. */
#define COUNTER_MAX INT64_C(1000000000000)

/* clang-format off */
static const struct {
	const char *key;
	int64_t min, max;
} fields[_CD_FIELD_MAX] = {
	[CD_FIELD_VBUS]   = { "vbus_uv",    -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UV },
	[CD_FIELD_IBUS]   = { "ibus_ua",    -CD_SAMPLE_MAX_UA, CD_SAMPLE_MAX_UA },
	[CD_FIELD_DP]     = { "dp_uv",      -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UV },
	[CD_FIELD_DM]     = { "dm_uv",      -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UV },
	[CD_FIELD_CC1]    = { "cc1_uv",     -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UV },
	[CD_FIELD_CC2]    = { "cc2_uv",     -CD_SAMPLE_MAX_UV, CD_SAMPLE_MAX_UV },
	[CD_FIELD_TEMP]   = { "temp_mc",    -100000,           300000 },
	[CD_FIELD_ENERGY] = { "energy_uwh", -COUNTER_MAX,      COUNTER_MAX },
	[CD_FIELD_CHARGE] = { "charge_uah", -COUNTER_MAX,      COUNTER_MAX },
};
/* clang-format on */

const char *cd_field_to_string(enum cd_field f)
{
	return (int)f >= 0 && f < _CD_FIELD_MAX ? fields[f].key : NULL;
}

enum cd_field cd_field_from_string(const char *s, size_t len)
{
	for (int f = 0; f < _CD_FIELD_MAX; f++)
		if (strlen(fields[f].key) == len && memcmp(fields[f].key, s, len) == 0)
			return (enum cd_field)f;
	return _CD_FIELD_INVALID;
}

bool cd_field_plausible(enum cd_field f, int64_t v)
{
	return (int)f >= 0 && f < _CD_FIELD_MAX && v >= fields[f].min && v <= fields[f].max;
}
