/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A cause is a file below causes/: its words, its prior, and a table of terms. A term says how much more probable the
 * cause makes one feature than *other* does, as a natural logarithm (before CD_GAIN, parameters/shared.def):
 *
 *     ln LR │   yes ────╮
 *           │            ╲       yes inside [from, to], no outside, a smooth step between; the step is as wide as the
 *         0 ┼─────────────╲────  softness and the feature's standard error together, so a value near its limit
 *           │              ╲     says little
 *           │               ╰─── no
 *           └───────────────┴──► feature
 *                           to
 *
 * Terms of one origin are views of one fact. They enter once: with the weakest of them, because the signature holds only
 * as far as its weakest part. A feature that could not be computed says nothing; where it is required for its origin,
 * the origin can then only speak against the cause. A condition counts like any other term, but speaks for nothing alone.
 *
 * A cause explains one fault. Of origins that it has no term of it predicts what a charge without fault shows
 * (background.c): two faults at once are rare.
 */

#include <math.h>

#include "feature.h"

enum cd_origin {
	CD_ORIGIN_CLOUD,    /* the V-I points */
	CD_ORIGIN_LEVEL,    /* voltage and current against limits */
	CD_ORIGIN_DROPS,    /* interruptions */
	CD_ORIGIN_SHAPE,    /* the course of the charge */
	CD_ORIGIN_COURSE,   /* incidents: leak, in-rush, pauses, the source letting go */
	CD_ORIGIN_LINES,    /* D+, D− and CC */
	CD_ORIGIN_BATTERY,  /* the battery's driver */
	CD_ORIGIN_STORE,    /* what the battery's cells and store did meanwhile, by its driver */
	CD_ORIGIN_CONTRACT, /* what was agreed and offered */
	CD_ORIGIN_INPUT,    /* what the device's own charger took its source for */
	CD_ORIGIN_PORT,     /* the host's port */
	CD_ORIGIN_PERSON,   /* notes */
	CD_ORIGIN_ENERGY,   /* a whole charge against the profile */
	CD_ORIGIN_HEAT,     /* the temperature of a pause */
	_CD_ORIGIN_MAX,
};

struct cd_term {
	enum cd_feature feature;
	enum cd_origin origin;
	double from, to;    /* in the feature's unit; -INFINITY, INFINITY: open */
	double soft;        /* width of the step, same unit; 0 for counts and words: a hard edge */
	double yes, no;     /* ln likelihood ratio against *other* */
	unsigned positions; /* 1 << enum cd_position where the term holds; 0: everywhere */
	bool required;
	bool condition; /* must hold for the others to count, and is no evidence by itself */
};

#define CD_TERMS_MAX 44
#define CD_AT(p) (1u << CD_POSITION_##p)
#define CD_OF(o) (1u << CD_ORIGIN_##o)

struct cd_cause {
	struct cd_cause_words words;
	enum cd_severity severity;
	double prior;                       /* relative; see catalogue.c for the sources */
	const char *remedies[6];            /* ids, cheapest and safest first */
	bool path; /* about volts lost or broken on the way: one of those that "cable-or-adapter" is about */
	bool danger; /* too many volts, amperes or a leak, as measured: it is said first, whatever leads (safety.c) */
	unsigned silent; /* 1 << enum cd_origin: it predicts nothing of it, not even what a charge without fault shows */
	const struct cd_term *terms; /* at most CD_TERMS_MAX; ends with yes == no == 0 */
};
/* What follows is a table of its own: numbers need no relocation, so the pages of all causes' terms are shared and
 * clean. */
#define CD_TERMS (const struct cd_term[CD_TERMS_MAX + 1])

/* What every cause predicts of origins it has no term of: what a charge without fault shows. These terms only speak against
 * (yes is 0), for a cause that is not about an origin does not promise anything of it either. Ends like a cause's.
 * background.c. */
extern const struct cd_term cd_background[];
#define CD_BACKGROUND_MAX 36

static inline bool cd_term_ends(const struct cd_term *t)
{
	return t->yes == 0 && t->no == 0;
}

/* ln likelihood ratio of one term for a computed feature. */
double cd_term_value(const struct cd_term *t, const struct cd_feature_value *v);

/* The catalogue, ends with NULL; one line per cause in catalogue.c. */
extern const struct cd_cause *const cd_causes[];
#define CD_CAUSES_MAX 48
