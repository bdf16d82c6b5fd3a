/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Decimal text to integer millionths, exactly: no strtod, whose result depends on the locale and is binary.
 */

#include "macro.h"

enum {
	CD_DECIMAL_COMMA = 1 << 0,    /* the point is written as a comma */
	CD_DECIMAL_EXPONENT = 1 << 1, /* "1e-05", as spreadsheets and scripts print small numbers */
};

/* Reads all `len` bytes of `s` as [+-]digits[.digits][e[+-]digits] and gives its value × 10^6; further digits
 * are rounded, halves away from zero. -EINVAL: not such a number; -ERANGE: above 10^12 in size. */
int cd_decimal_parse(const char *s, size_t len, unsigned flags, int64_t *ret_micro);

/* Reads a number with one of the units of the list, blanks between them allowed ("1.5A", "500 mA"). */
struct cd_unit {
	const char *name;
	int64_t per_unit; /* how many of the wanted steps one unit is: "A" in µA is 1000000 */
};
/* -EINVAL: no number or no such unit; -ERANGE. `units` ends with name NULL. */
int cd_decimal_parse_unit(const char *s, size_t len, const struct cd_unit *units, int64_t *ret);
