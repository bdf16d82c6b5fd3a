/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The values of a profile as a list: what prints, checks or exports all of them does so from one table.
 */

#include "profile.h"

enum cd_profile_value_kind {
	CD_PROFILE_QUANTITY, /* int64_t, CD_UNKNOWN */
	CD_PROFILE_RANGE,    /* two of them, the second behind the first */
	CD_PROFILE_ANSWER,   /* enum cd_tristate */
	CD_PROFILE_CHARGER,  /* enum cd_charger */
	CD_PROFILE_USB_IDS,  /* usb[], n_usb */
};

struct cd_profile_value {
	const char *key;    /* "RatedVoltage", as in a file; NULL ends the list */
	const char *member; /* "rated_uv", as in JSON */
	enum cd_profile_value_kind kind;
	size_t offset;
	const char *unit; /* "uV", "s", "1" */
};

extern const struct cd_profile_value cd_profile_values[]; /* in the order in which people read them */

bool cd_profile_value_known(const struct cd_profile *p, const struct cd_profile_value *v);
/* Of a quantity, and of a range its first and second. */
int64_t cd_profile_value_int(const struct cd_profile *p, const struct cd_profile_value *v, size_t i);

/* Of an answer that is known. */
bool cd_profile_value_yes(const struct cd_profile *p, const struct cd_profile_value *v);

/* What no line of the file is to blame for: values without a source, and values that cannot both be right. All are
 * warnings with line 0. Writes at most `max`; returns how many there are. */
size_t cd_profile_check(const struct cd_profile *p, struct cd_complaint *complaints, size_t max);
