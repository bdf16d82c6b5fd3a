/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Between what is measured of two runs and what is concluded from it.
 */

#include "compare.h"

/* Fills in item[] and energy_uwh. */
void cd_compare_quantities(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c);
/* One run with the meter at either end: fills in cable_mohm. False: it cannot, and c->reason says why. */
bool cd_compare_positions(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c);
