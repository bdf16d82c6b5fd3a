/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The report for people.
 */

#include <stdio.h>

#include "truth.h"

#define SEEDS_SHOWN 6

static double percent(unsigned part, unsigned n)
{
	return n ? 100.0 * part / n : 0;
}

static void print_row(const char *name, const char *what, const unsigned *counts)
{
	printf("%-24s %-24s", name, what);
	for (unsigned o = 0; o < _TRUTH_OUTCOME_MAX; o++)
		printf(" %5u", counts[o]);
}

static void print_head(const char *name, const char *what)
{
	printf("\n%-24s %-24s exact accpt undec missd wrong alarm broken\n", name, what);
}

/* The sessions of a set come scenario by scenario. */
void truth_print_scenarios(const struct truth_set *set)
{
	print_head("scenario", "truth");
	for (size_t i = 0; i < set->n;) {
		const struct sim_scenario *s = set->sessions[i].scenario;
		unsigned counts[_TRUTH_OUTCOME_MAX] = { 0 };

		for (; i < set->n && set->sessions[i].scenario == s; i++)
			counts[set->sessions[i].outcome]++;
		print_row(s->name, s->expect, counts);
		puts(truth_pending(s) ? "  pending" : "");
	}
}

static bool same_mistake(const struct truth_session *a, const struct truth_session *b)
{
	return a->scenario == b->scenario && cd_streq(a->answer.cause, b->answer.cause);
}

static bool is_mistake(const struct truth_session *one)
{
	return one->outcome >= TRUTH_MISSED;
}

static void print_mistake(const struct truth_set *set, size_t at)
{
	const struct truth_session *first = &set->sessions[at];
	double confidence = 0;
	unsigned n = 0;

	for (size_t i = 0; i < at; i++)
		if (same_mistake(&set->sessions[i], first))
			return; /* said already */
	for (size_t i = at; i < set->n; i++)
		if (same_mistake(&set->sessions[i], first)) {
			n++;
			confidence += set->sessions[i].answer.confidence;
		}
	printf("  %-24s %-24s taken for %-24s %4u  (%.2f)%s  seeds", first->scenario->name,
		first->scenario->expect, first->answer.cause, n, confidence / n,
		truth_pending(first->scenario) ? " pending" : "");
	for (size_t i = at, shown = 0; i < set->n && shown < SEEDS_SHOWN; i++)
		if (same_mistake(&set->sessions[i], first)) {
			printf(" %llu", set->sessions[i].seed);
			shown++;
		}
	putchar('\n');
}

static void print_bins(const struct truth_figures *f)
{
	printf("\nconfidence of the %u verdicts that claim something, and how many of them were right:\n",
		f->claims);
	for (unsigned i = 0; i < TRUTH_BINS; i++)
		if (f->bins[i].n)
			printf("  %.1f-%.1f  n %5u  mean %.3f  right %.3f  the true cause %.3f\n", (double)i / TRUTH_BINS,
				(i + 1.0) / TRUTH_BINS, f->bins[i].n, f->bins[i].confidence / f->bins[i].n,
				(double)f->bins[i].right / f->bins[i].n,
				(double)f->bins[i].named / f->bins[i].n);
	printf("Brier score %.4f  expected calibration error %.4f (too sure by %.4f)\n", f->brier, f->ece,
		f->over);
	printf("with nothing but the true cause for right: calibration error %.4f (too sure by %.4f)\n",
		f->named_ece, f->named_over);
}

static void print_rows(const char *head, const struct truth_row *rows, size_t n, bool classes)
{
	print_head(head, classes ? "right class" : "sessions");
	for (size_t i = 0; i < n; i++) {
		const struct truth_row *row = &rows[i];
		char what[32];

		if (classes)
			(void)snprintf(what, sizeof what, "%u of %u", row->right_class, row->n);
		else
			(void)snprintf(what, sizeof what, "%u", row->n);
		print_row(row->name, what, row->counts);
		puts(!classes && !cd_cause_words(row->name) ? "  pending" : "");
	}
}

void truth_print(const struct truth_set *set, const struct truth_figures *f)
{
	print_rows("cause", f->causes, f->n_causes, false);
	print_rows("class", f->classes, f->n_classes, true);
	printf("\n%u sessions, data %s:", f->n, set->data);
	for (unsigned o = 0; o < _TRUTH_OUTCOME_MAX; o++)
		printf("  %s %u (%.1f %%)", truth_outcome_names[o], f->counts[o],
			percent(f->counts[o], f->n));
	printf("\nexact where the data can carry the label: %u of %u (%.1f %%); with those where it may be right not "
	       "to decide: %u of %u (%.1f %%)\n",
		f->carried_exact, f->carried, percent(f->carried_exact, f->carried), f->single_exact, f->single,
		percent(f->single_exact, f->single));
	printf("a crude classifier of fixed thresholds, same data: exact %.1f %%  wrong %.1f %%  false alarm %.1f %%"
	       " (another's, comparable data: exact 79 %%  wrong 4.4 %%)\n",
		percent(f->crude[TRUTH_EXACT], f->n), percent(f->crude[TRUTH_WRONG], f->n),
		percent(f->crude[TRUTH_FALSE_ALARM], f->n));
	printf("healthy: %u, false alarms %u, undecided %u\n", f->healthy, f->counts[TRUTH_FALSE_ALARM],
		f->healthy_undecided);
	printf("pending, not counted (causes and rows that are still to come): %u, of them wrong %u\n",
		f->pending, f->pending_wrong);
	printf("\nmistakes (scenario, truth, verdict, how often, mean confidence):\n");
	for (size_t i = 0; i < set->n; i++)
		if (is_mistake(&set->sessions[i]))
			print_mistake(set, i);
	print_bins(f);
}

/* "undecided" here is every verdict that decides nothing, whether or not it was the best there was. */
void truth_print_degraded(const struct truth_set *sets, const struct truth_figures *f, size_t n)
{
	printf("\n%-12s %8s %7s %7s %7s %7s %9s %7s %7s\n", "data", "sessions", "exact%", "wrong%", "alarm%",
		"missed%", "undecided", "Brier", "ECE");
	for (size_t i = 0; i < n; i++)
		printf("%-12s %8u %7.2f %7.2f %7.2f %7.2f %9.2f %7.4f %7.4f\n", sets[i].data, f[i].n,
			percent(f[i].counts[TRUTH_EXACT], f[i].n), percent(f[i].counts[TRUTH_WRONG], f[i].n),
			percent(f[i].counts[TRUTH_FALSE_ALARM], f[i].n),
			percent(f[i].counts[TRUTH_MISSED], f[i].n), percent(f[i].undecided, f[i].n),
			f[i].brier, f[i].ece);
}
