/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Counts and calibration of a set of sessions.
 */

#include <math.h>
#include <stdio.h>

#include "cause.h"
#include "truth.h"

static struct truth_row *row_of(struct truth_row *rows, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (cd_streq(rows[i].name, name))
			return &rows[i];
	if (*n == TRUTH_ROWS_MAX)
		return &rows[TRUTH_ROWS_MAX - 1];
	rows[*n].name = name;
	return &rows[(*n)++];
}

static void count(struct truth_row *row, const struct truth_session *one, bool right_class)
{
	row->n++;
	row->counts[one->outcome]++;
	row->right_class += right_class;
}

static bool is_right(const struct truth_session *one)
{
	return one->outcome == TRUTH_EXACT || one->outcome == TRUTH_ACCEPTABLE;
}

/* It claims that one of its members is true, and its confidence is the sum of theirs: where worse data lose which one, that
 * is decided no more, and the claim is as true as it was. */
static bool is_member(const char *cause)
{
	for (size_t i = 0; cd_causes[i]; i++)
		if (cd_streq(cd_causes[i]->words.id, cause))
			return cd_causes[i]->path;
	return false;
}

static bool is_true(const struct truth_session *one)
{
	return one->outcome == TRUTH_EXACT ||
	       (cd_streq(one->answer.cause, "cable-or-adapter") && is_member(one->scenario->expect));
}

/* Not an answer one could believe or not. */
static bool claims(const struct truth_session *one)
{
	return one->outcome != TRUTH_BROKEN && !cd_streq(one->answer.cause, "inconclusive") &&
	       !cd_streq(one->answer.cause, "none");
}

static void calibrate(struct truth_figures *f, const struct truth_session *one)
{
	bool named = is_true(one), right = named || is_right(one);
	double c = one->answer.confidence;
	unsigned bin = (unsigned)fmin(TRUTH_BINS - 1, floor(c * TRUTH_BINS));

	f->claims++;
	f->bins[bin].n++;
	f->bins[bin].right += right;
	f->bins[bin].named += named;
	f->bins[bin].confidence += c;
	f->brier += (c - right) * (c - right);
}

static void finish_calibration(struct truth_figures *f)
{
	if (f->claims == 0)
		return;
	f->brier /= f->claims;
	for (unsigned i = 0; i < TRUTH_BINS; i++) {
		double gap = f->bins[i].confidence - f->bins[i].right;
		double named = f->bins[i].confidence - f->bins[i].named;

		f->ece += fabs(gap) / f->claims;
		f->over += fmax(0, gap) / f->claims;
		f->named_ece += fabs(named) / f->claims;
		f->named_over += fmax(0, named) / f->claims;
	}
}

/* Nothing else is acceptable than `expect` and, where `undecided`, than not to decide. */
static bool only(const char *accept, bool undecided)
{
	char list[128], *save = NULL;

	(void)snprintf(list, sizeof list, "%s", accept ? accept : "");
	for (char *word = strtok_r(list, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		const struct cd_cause_words *w = cd_cause_words(word);

		if (!undecided || !w || w->class != CD_CLASS_UNDECIDED)
			return false;
	}
	return true;
}

static void count_carried(struct truth_figures *f, const struct truth_session *one)
{
	bool exact = one->outcome == TRUTH_EXACT;

	if (only(one->scenario->accept, false)) {
		f->carried++;
		f->carried_exact += exact;
	}
	if (only(one->scenario->accept, true)) {
		f->single++;
		f->single_exact += exact;
	}
}

static void add(struct truth_figures *f, const struct truth_session *one, bool can_miss)
{
	const struct sim_scenario *s = one->scenario;
	const struct cd_cause_words *w = cd_cause_words(s->expect);
	const char *class = w ? cd_class_to_string(w->class) : "pending";
	bool right_class = is_right(one) || cd_streq(class, one->answer.class);
	bool undecided = cd_streq(one->answer.class, "undecided") || cd_streq(one->answer.class, "none");

	if (truth_pending(s)) {
		f->pending++;
		f->pending_wrong += one->outcome == TRUTH_WRONG || one->outcome == TRUTH_FALSE_ALARM;
		count(row_of(f->causes, &f->n_causes, s->expect), one, right_class);
		return;
	}
	f->n++;
	f->counts[one->outcome]++;
	f->undecided += undecided;
	f->healthy += s->healthy;
	f->healthy_undecided += s->healthy && undecided;
	f->crude[one->crude]++;
	if (w->class != CD_CLASS_UNDECIDED)
		count_carried(f, one);
	count(row_of(f->causes, &f->n_causes, s->expect), one, right_class);
	count(row_of(f->classes, &f->n_classes, class), one, right_class);
	if (claims(one) && !(can_miss && one->outcome == TRUTH_MISSED))
		calibrate(f, one);
}

void truth_figures(const struct truth_set *set, struct truth_figures *ret)
{
	/* Where a part of the time is gone the fault may be gone with it: what is left is "ok" then. */
	bool can_miss = set->degrade & (1u << SIM_CUT | 1u << SIM_NO_NOLOAD);

	*ret = (struct truth_figures){ 0 };
	for (size_t i = 0; i < set->n; i++)
		add(ret, &set->sessions[i], can_miss);
	finish_calibration(ret);
}
