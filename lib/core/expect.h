/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What to expect of a next test under each of the two causes that it separates: in words from a table, in numbers from the
 * causes' own terms. Computed when somebody asks, not with every judgement.
 */

#include "verdict.h"

struct cd_expectation {
	const char *cause;
	const char *text;        /* a clause on one line */
	enum cd_feature feature; /* _CD_FEATURE_MAX: no number goes with it */
	double above, below;     /* where its value will be; -INFINITY, INFINITY: open */
};

/* Of j->next_test, in the order of j->separates; false, and nothing written, when there is no test. */
bool cd_expect(const struct cd_judgement *j, struct cd_expectation ret[2]);
