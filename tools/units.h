/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Numbers with units, as people read them: SI micro-units in, "8.40 W" out. One table says how each unit is
 * shown.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CTL_QUANTITY_MAX 64 /* bytes of the longest quantity */

/* "20.00 V", "0.062 A", "−8.40 W", "65.0 mWh", "87 %". An unknown unit is printed behind the bare number; a
 * value that is no number is "—". Returns buf. */
char *ctl_quantity(double value, const char *unit, char *buf, size_t size);
/* The same of an integer that may be CD_UNKNOWN. */
char *ctl_quantity_int(int64_t value, const char *unit, char *buf, size_t size);
/* "5.10 ± 0.003 V": enough decimals to show the error. No error (0 or no number): the value alone. */
char *ctl_quantity_error(double value, double error, const char *unit, char *buf, size_t size);

/* Every digit of a value in millionths ("uV", "uWh"), as who wrote it down did: "5.1 V", "19.24 Wh", "500 mA". Unknown:
 * "—". */
char *ctl_quantity_exact(int64_t micro, const char *unit, char *buf, size_t size);

#define CTL_CONFIDENCE_MAX 16
/* "0.87"; what would round to certainty is "> 0.99": a model is never sure. Outside 0 to 1: "—". Returns buf. */
char *ctl_confidence(double value, char *buf, size_t size);

/* "0.42 s", "12 s", "6 min", "1 h 14 min", "2 d 3 h"; negative or CD_UNKNOWN: "—". */
char *ctl_duration(int64_t us, char *buf, size_t size);
/* "0:22:05", hours, minutes and seconds since something. */
char *ctl_clock(int64_t us, char *buf, size_t size);
/* "90" and "90s", "10m", "2h", "1h30m", "500ms" → µs. -EINVAL for anything else, for 0 and for more than a
 * year. */
int ctl_duration_parse(const char *s, int64_t *ret_us);
