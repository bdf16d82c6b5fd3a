/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * How often the verdict on a simulated session is the truth: sessions are asked one by one (truth-ask.c),
 * every figure is computed from the answers (truth-figures.c) and printed for people (truth-print.c) or
 * machines (truth-json.c). A classifier of a few thresholds (truth-crude.h) is asked, too.
 */

#include "judge.h"
#include "sim.h"

#define TRUTH_BINS 10

enum truth_outcome {
	TRUTH_EXACT,
	TRUTH_ACCEPTABLE,
	TRUTH_UNDECIDED, /* worse data only: not decided, which costs nobody anything */
	TRUTH_MISSED,    /* worse data only: a fault passed as "ok" */
	TRUTH_WRONG,
	TRUTH_FALSE_ALARM, /* a fault named where there is none */
	TRUTH_BROKEN,
	_TRUTH_OUTCOME_MAX,
};
extern const char *const truth_outcome_names[];

struct truth_answer {
	char cause[64], class[64];
	double confidence;
};

struct truth_session {
	const struct sim_scenario *scenario;
	unsigned long long seed;
	enum truth_outcome outcome;
	struct truth_answer answer;
	enum truth_outcome crude; /* what the crude classifier came to */
};

/* The sessions of one kind of data. */
struct truth_set {
	const char *data; /* "full", or what it lacks */
	unsigned degrade; /* 1 << enum sim_degrade */
	struct truth_session *sessions;
	size_t n, n_allocated;
};

struct truth_job {
	unsigned long long from, to;
	const char *scenario, *only; /* this one; those whose names begin so */
	struct sim_options options;
	struct cd_profiles profiles;
	bool verbose, open, json;
	bool settled_only; /* leave out what does not count yet */
};

#define TRUTH_SETS_MAX 8

/* Asks about every scenario of the job and every seed, from each kind of data; snapshots of files have only
 * the full one. -ENOMEM. */
int truth_ask(const struct truth_job *job, struct truth_set *sets, size_t n);
/* Waits in sim_scenarios_next, or for a cause that the catalogue does not know: such sessions are shown and
 * count for nothing. */
bool truth_pending(const struct sim_scenario *s);
bool truth_has_word(const char *list, const char *word);

struct truth_row {
	const char *name;
	unsigned n, counts[_TRUTH_OUTCOME_MAX];
	unsigned right_class; /* exact or acceptable, or another cause of the expected class */
};
#define TRUTH_ROWS_MAX 64

struct truth_figures {
	unsigned n, counts[_TRUTH_OUTCOME_MAX];
	unsigned undecided;                  /* of n: verdicts that decide nothing, expected or not */
	unsigned healthy, healthy_undecided; /* of n: nothing is wrong with these */
	/* Whose data can carry the label: nothing but the truth is acceptable. The wider reading leaves out only those
	 * where another cause is: there, too, it may be right not to decide. */
	unsigned carried, carried_exact, single, single_exact;
	unsigned crude[_TRUTH_OUTCOME_MAX]; /* of n: the crude classifier's */
	unsigned pending, pending_wrong;     /* not in n */
	struct truth_row causes[TRUTH_ROWS_MAX], classes[TRUTH_ROWS_MAX];
	size_t n_causes, n_classes;
	/* Of the verdicts that claim something: */
	struct {
		unsigned n, right;
		unsigned named; /* of the right ones: the very cause that is true, where another one is acceptable, too */
		double confidence;
	} bins[TRUTH_BINS];
	unsigned claims;
	double brier; /* mean squared distance of confidence and outcome */
	double ece;   /* expected calibration error: mean distance of confidence and share, by bin */
	double over;  /* the part of it that is confidence above the share of right ones */
	/* The same with the true cause alone for right. A confidence is that of one cause, and what is acceptable may be
	 * several: an honest one lies between the two. */
	double named_ece, named_over;
};
void truth_figures(const struct truth_set *set, struct truth_figures *ret);

void truth_print(const struct truth_set *set, const struct truth_figures *f);
void truth_print_scenarios(const struct truth_set *set);
/* One line for each kind of data. */
void truth_print_degraded(const struct truth_set *sets, const struct truth_figures *f, size_t n);
void truth_print_json(
	const struct truth_job *job, const struct truth_set *sets, const struct truth_figures *f, size_t n);
