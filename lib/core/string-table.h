/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Enum values and their names from one array, so that the two directions cannot disagree. The array is
 * indexed by the enum; the size check finds a value that was added without its name at the end.
 */

#include "macro.h"

static inline int cd_table_lookup(const char *const *table, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (table[i] && strlen(table[i]) == len && memcmp(table[i], s, len) == 0)
			return (int)i;
	return -EINVAL;
}

#define CD_DEFINE_TO_STRING(fn, T, table, max)                                                               \
	_Static_assert(CD_ELEMENTSOF(table) == (size_t)(max), "a name is missing in " #table);               \
	const char *fn##_to_string(T v)                                                                      \
	{                                                                                                    \
		return (int)v >= 0 && (int)v < (int)(max) ? (table)[v] : NULL;                               \
	}

#define CD_DEFINE_FROM_STRING(fn, T, table, max)                                                             \
	T fn##_from_string(const char *s)                                                                    \
	{                                                                                                    \
		return s ? (T)cd_table_lookup((table), (size_t)(max), s, strlen(s)) : (T)-EINVAL;            \
	}

#define CD_DEFINE_STRING_TABLE(fn, T, table, max)                                                            \
	CD_DEFINE_TO_STRING(fn, T, table, max)                                                               \
	CD_DEFINE_FROM_STRING(fn, T, table, max)
