/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One probabilistic model: hypotheses are the causes of the catalogue and one flat *other*, which makes every feature as
 * likely as any. The posterior is prior times likelihoods, normalised. `cable-or-adapter` and `inconclusive` are
 * decisions on the posterior, not hypotheses.
 */

#include "cause.h"
#include "parameter.h"
#include "symptoms.h"

struct cd_ranked {
	const struct cd_cause *cause;
	double confidence;
	double spoken; /* the sum of what speaks for it */
};

struct cd_judgement {
	struct cd_features features;
	enum cd_position position;
	struct cd_ranked ranked[CD_CAUSES_MAX]; /* falling */
	size_t n_ranked;
	const struct cd_cause_words *verdict;
	double confidence;
	enum cd_severity severity;
	unsigned symptoms;
	const char *next_test;
	const char *separates[2];
	const char *remedies[CD_REMEDIES_MAX];
	size_t n_remedies;
	const char *reason; /* why it is inconclusive; NULL */
};

void cd_judge(const struct cd_case *c, struct cd_judgement *ret);
/* The part of it that sees nothing but j->features, which are there already; the rest of *j is zero. */
void cd_judge_features(enum cd_position position, struct cd_judgement *j);
/* ln of prior times likelihood against *other*. `ret_contribution`[CD_TERMS_MAX] are the shares of the cause's terms in
 * it: the weakest of an origin carries the origin's value; the others are part of the same observation and carry 0. NAN:
 * not computed. `ret_background`[CD_BACKGROUND_MAX] likewise, per row of cd_background[]. */
double cd_cause_value(const struct cd_cause *cause, enum cd_position position, const struct cd_features *f,
	double *ret_contribution, double *ret_background);

/* What the engine keeps of a judgement. */
struct cd_verdict {
	bool exists;
	const char *cause;
	enum cd_class class;
	enum cd_part part;
	double confidence;
	enum cd_severity severity;
	unsigned symptoms;
	const char *next_test;
	const char *remedies[CD_REMEDIES_MAX];
	size_t n_remedies;
	enum cd_phase phase;
	bool tapered;
	uint64_t fingerprint; /* of the features it was drawn from; 0: of none */
	int64_t done_us; /* since when it is done, by its shape; CD_UNKNOWN */
	struct cd_to_full to_full;
};
/* Of a session that has shown nothing yet. */
void cd_verdict_begin(struct cd_verdict *ret);
/* Renews *ret, which is the one before or all zero. */
void cd_verdict_summary(const struct cd_case *c, struct cd_verdict *ret);
void cd_verdict_info_of(const struct cd_verdict *v, struct cd_verdict_info *ret);
