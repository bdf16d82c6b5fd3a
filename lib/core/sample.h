/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What one input said about the electrical quantities at one instant. A bit per field says which of them it said:
 * an absent field is unknown, never zero.
 */

#include "macro.h"

enum cd_field {
	CD_FIELD_VBUS,   /* vbus_uv: VBUS at the place of the input, µV */
	CD_FIELD_IBUS,   /* ibus_ua: current, µA, > 0 flows towards the device */
	CD_FIELD_DP,     /* dp_uv: D+, µV */
	CD_FIELD_DM,     /* dm_uv: D−, µV */
	CD_FIELD_CC1,    /* cc1_uv */
	CD_FIELD_CC2,    /* cc2_uv */
	CD_FIELD_TEMP,   /* temp_mc: the meter's own temperature, m°C */
	CD_FIELD_ENERGY, /* energy_uwh: the meter's own counter, µWh; resettable by its user */
	CD_FIELD_CHARGE, /* charge_uah: likewise, µAh */
	_CD_FIELD_MAX,
	_CD_FIELD_INVALID = -EINVAL,
};

/* Values beyond these are refused where they enter (readers, decoders): no USB line carries them, and inside them
 * no product or sum of the core can overflow. 100 V and 20 A are twice what USB PD 3.1 (48 V, 5 A) allows. */
#define CD_SAMPLE_MAX_UV INT64_C(100000000)
#define CD_SAMPLE_MAX_UA INT64_C(20000000)

struct cd_sample {
	uint32_t valid; /* 1 << enum cd_field */
	int64_t value[_CD_FIELD_MAX];
};

static inline bool cd_sample_has(const struct cd_sample *s, enum cd_field f)
{
	return s->valid & (1u << f);
}

static inline void cd_sample_set(struct cd_sample *s, enum cd_field f, int64_t v)
{
	s->valid |= 1u << f;
	s->value[f] = v;
}

static inline int64_t cd_sample_get(const struct cd_sample *s, enum cd_field f)
{
	return cd_sample_has(s, f) ? s->value[f] : CD_UNKNOWN;
}

/* The key of a field in a recording ("vbus_uv"); NULL outside the enum. */
const char *cd_field_to_string(enum cd_field f);
/* _CD_FIELD_INVALID for an unknown key. `len` bytes of `s` are looked at. */
enum cd_field cd_field_from_string(const char *s, size_t len);
/* True when `v` is inside the physical range of the field: what lies outside is a broken meter or a broken file. */
bool cd_field_plausible(enum cd_field f, int64_t v);
