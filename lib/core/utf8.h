/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * UTF-8 as far as foreign strings need it: what is valid, and what a terminal may be shown.
 */

#include "macro.h"

/* Length of the well-formed sequence at the start of `s` (Unicode 15 table 3-7: no overlong form, no
 * surrogate, nothing above U+10FFFF), 0 when there is none or it is cut off by `len`. A NUL byte counts as a
 * sequence of 1. */
size_t cd_utf8_sequence(const char *s, size_t len) CD_PURE;

/* True for 1..max bytes of well-formed UTF-8 without control characters (C0, DEL, C1): text that may be
 * stored and printed as it is. */
bool cd_text_valid(const char *s, size_t len, size_t max) CD_PURE;
