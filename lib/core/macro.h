/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The few helpers that every file of the core uses. Nothing here knows anything about charging.
 */

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CD_ELEMENTSOF(x) (sizeof(x) / sizeof((x)[0]))

#define CD_CLEANUP(fn) __attribute__((cleanup(fn)))
#define CD_PURE __attribute__((pure))
#define CD_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Hands a pointer over: yields its value and leaves NULL behind, so that a CD_CLEANUP local lets go of it. */
#define CD_TAKE(ptr)                                                                                         \
	({                                                                                                   \
		__typeof__(ptr) *_cd_p = &(ptr);                                                             \
		__typeof__(ptr) _cd_v = *_cd_p;                                                              \
		*_cd_p = NULL;                                                                               \
		_cd_v;                                                                                       \
	})

/* Defines fn##p(T **), the form that CD_CLEANUP wants, from a destructor `T *fn(T *)` or `void fn(T *)`. */
#define CD_DEFINE_CLEANUP(T, fn)                                                                             \
	static inline void fn##p(T *p)                                                                       \
	{                                                                                                    \
		if (*p)                                                                                      \
			(void)fn(*p);                                                                        \
	}

static inline void cd_freep(void *p)
{
	free(*(void **)p);
}
#define CD_FREE CD_CLEANUP(cd_freep)

static inline bool cd_streq(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* A quantity that nobody has said. Never shown as a number: `—` for people, null in JSON, absent on the bus. */
#define CD_UNKNOWN INT64_MIN

static inline bool cd_known(int64_t v)
{
	return v != CD_UNKNOWN;
}

#define CD_US_PER_S INT64_C(1000000)
