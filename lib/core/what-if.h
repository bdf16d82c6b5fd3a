/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What would change a verdict: asked of the model itself, by judging again with one feature changed. Computed when somebody
 * asks, not with every judgement: it takes some hundred of them.
 */

#include "verdict.h"

/* One feature that was seen, alone at another value, with the error it has and all else as it is. */
struct cd_flip {
	enum cd_feature feature;
	double at;         /* the nearest value, as a document writes it, that changes the verdict */
	const char *cause; /* what the verdict then is */
	double confidence;
	double far; /* how far it is from now, in widths of the feature's steps */
};
#define CD_FLIPS_MAX 4

/* The nearest first, one a feature; how many there are. */
size_t cd_what_if_seen(const struct cd_judgement *j, struct cd_flip ret[CD_FLIPS_MAX]);

/* One that could not be computed, and what it could do at most if it were known exactly. */
struct cd_missing {
	enum cd_feature feature;
	double up, down;    /* ln odds of the first cause beside the second: at most, at least */
	const char *supply; /* what would supply it, on one line */
};
#define CD_MISSING_MAX 3

/* The two causes it is about: the first and its rival, or the best of cable and of adapter. False: there are none. */
bool cd_what_if_pair(const struct cd_judgement *j, const struct cd_cause *ret[2]);
/* What could decide most comes first; how many there are. Nothing is said of what does not apply here (no reason), nor of
 * what nobody can supply: detachments where a meter shows drop-outs itself, the word of a driver that has none. */
size_t cd_what_if_known(const struct cd_judgement *j, struct cd_missing ret[CD_MISSING_MAX]);
