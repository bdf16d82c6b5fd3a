/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * FNV-1a, 64 bits, for "is it another one than last time": two different texts of one thing that follow each other
 * collide once in 2^64. Not for keys of tables, and nobody outside sees a value of it.
 */

#include "macro.h"

#define CD_HASH_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t cd_hash(uint64_t hash, const void *bytes, size_t n)
{
	for (const unsigned char *p = bytes; n > 0; n--)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

/* With its final NUL, so that "ab","c" is not "a","bc"; NULL is not "". */
static inline uint64_t cd_hash_string(uint64_t hash, const char *s)
{
	return s ? cd_hash(hash, s, strlen(s) + 1) : cd_hash(hash, "\1", 1);
}
