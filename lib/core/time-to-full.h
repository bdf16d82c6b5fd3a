/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * How long until the charge ends, as a range, or why nobody can tell.
 *
 *      I │──────────────╮ knee: 70…95 % of a cell's charge     From what is missing (a battery's driver, or a profile's
 *        │               ╲                                     energy less what has flowed): constant current up to the
 *        │                ╲__                                  knee, then a current that falls in proportion to what is
 *        │                   ╲____ end: C/20…C/10              missing. From the decline alone (an inline meter): its time
 *        └──────────────────────────► t                        constant, down to the end current.
 *
 * The range is what is not known: where the knee lies, where the charger ends, what a pack has lost to its age. It is
 * wide early and for a meter, and narrow in the taper. A number that would be a guess is not given.
 */

#include "feature.h"

/* A store being filled: amounts in any unit, rates in that unit an hour: now, and the highest of this charge; the goal as a
 * part of `full`. */
struct cd_filling {
	double now, full, rate, top, goal;
};
/* Hours to the goal with the knee at `knee` (part of full) and the end of charge at `end` (part of the top rate). */
double cd_filling_hours(const struct cd_filling *f, double knee, double end);

/* Exact, to a second. */
void cd_time_to_full(const struct cd_case *c, const struct cd_shape *shape, struct cd_to_full *ret);
/* To what a person would say: outwards, to whole minutes or multiples of them. */
void cd_to_full_round(struct cd_to_full *t);
bool cd_to_full_differs(const struct cd_to_full *a, const struct cd_to_full *b);
