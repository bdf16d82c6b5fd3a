/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What is dangerous comes before what is likely.
 */

#include "verdict.h"

/* Whether one of the dangerous causes has something real to go by, whichever cause leads. */
bool cd_safety_danger(const struct cd_judgement *j);
/* With such a danger, *unplug now* is the first remedy, and no next test asks to go on charging with the same parts. */
void cd_safety_first(struct cd_judgement *j);
