/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * truth: how often the verdict on a simulated session is the truth. Runs every scenario with many seeds
 * through the engine, in memory, and prints what was right, what was acceptable, what was wrong, and how far
 * the confidence can be believed. A wrong one can be looked at again: simulate NAME --seed N | chargectl
 * analyze -
 */

#include <getopt.h>
#include <stdio.h>

#include "truth.h"

/* Shares in percent of the sessions, at most or at least; the rest as it stands in the report. */
struct limits {
	double wrong, alarms, exact, ece, brier, degraded_wrong;
};

struct work {
	struct truth_job job;
	struct limits limits;
	struct truth_set sets[TRUTH_SETS_MAX];
	size_t n_sets;
};

static void usage(FILE *f)
{
	fputs("Usage: truth [OPTIONS]\n\n"
	      "Judges simulated charges and compares with what is true.\n\n"
	      "  --seeds A..B        1..999 to develop with, from 100000 to judge (default 1..10)\n"
	      "  --scenario NAME     only this one\n"
	      "  --only PREFIX       only those whose names begin like this\n"
	      "  --degrade KIND      the same from worse data, too: no-noload, 10mv, 1sps,\n"
	      "                      30s, noposition, or all of them one by one and together\n"
	      "  --rate HZ           samples a second (default: the scenario's meter)\n"
	      "  --profiles DIR      device profiles (default: the project's)\n"
	      "  --open              ask while the meter is still there\n"
	      "  --settled           leave out scenarios that do not count yet\n"
	      "  --json              one document for machines\n"
	      "  --verbose           one line a session\n\n"
	      "It fails beyond these; pending scenarios do not count:\n\n"
	      "  --wrong-at-most P   percent of the sessions, false alarms among them\n"
	      "  --alarms-at-most P  percent of the sessions\n"
	      "  --exact-at-least P  percent of the sessions whose data can carry the label\n"
	      "  --ece-at-most X     expected calibration error, 0 to 1\n"
	      "  --brier-at-most X   Brier score, 0 to 1\n"
	      "  --degraded-wrong-at-most P   percent, for each kind of worse data\n",
		f);
}

static void add_set(struct work *w, const char *data, unsigned degrade)
{
	if (w->n_sets < TRUTH_SETS_MAX)
		w->sets[w->n_sets++] = (struct truth_set){ .data = data, .degrade = degrade };
}

static int parse_degrade(struct work *w, const char *s)
{
	unsigned all = 0;

	for (unsigned k = 0; k <= SIM_NO_POSITION; k++) {
		if (!cd_streq(s, "all") && !cd_streq(s, sim_degrade_names[k]))
			continue;
		add_set(w, sim_degrade_names[k], 1u << k);
		all |= 1u << k;
	}
	if (cd_streq(s, "all"))
		add_set(w, "together", all);
	return all ? 0 : -EINVAL;
}

static int parse_number(const char *s, double *ret)
{
	char *end;

	*ret = strtod(s, &end);
	return *s && !*end ? 0 : -EINVAL;
}

enum {
	OPTION_WRONG = 256,
	OPTION_ALARMS,
	OPTION_EXACT,
	OPTION_ECE,
	OPTION_BRIER,
	OPTION_DEGRADED,
	OPTION_RATE,
};

static int parse_option(struct work *w, int c, const char *value)
{
	double *const numbers[] = { &w->limits.wrong, &w->limits.alarms, &w->limits.exact, &w->limits.ece,
		&w->limits.brier, &w->limits.degraded_wrong, &w->job.options.rate_hz };

	if (c >= OPTION_WRONG)
		return parse_number(value, numbers[c - OPTION_WRONG]);
	switch (c) {
	case 's':
		return sscanf(value, "%llu..%llu", &w->job.from, &w->job.to) == 2 ? 0 : -EINVAL;
	case 'n':
		w->job.scenario = value;
		return sim_find(value) ? 0 : -EINVAL;
	case 'y':
		w->job.only = value;
		return 0;
	case 'd':
		return parse_degrade(w, value);
	case 'p':
		return judge_load_profiles(value, &w->job.profiles);
	case 'o':
		w->job.open = true;
		return 0;
	case 'v':
		w->job.verbose = true;
		return 0;
	case 'e':
		w->job.settled_only = true;
		return 0;
	case 'j':
		w->job.json = true;
		return 0;
	default:
		return -EINVAL;
	}
}

static int parse(int argc, char **argv, struct work *w)
{
	static const struct option options[] = {
		{ "seeds", required_argument, NULL, 's' },
		{ "scenario", required_argument, NULL, 'n' },
		{ "only", required_argument, NULL, 'y' },
		{ "degrade", required_argument, NULL, 'd' },
		{ "rate", required_argument, NULL, OPTION_RATE },
		{ "profiles", required_argument, NULL, 'p' },
		{ "open", no_argument, NULL, 'o' },
		{ "settled", no_argument, NULL, 'e' },
		{ "json", no_argument, NULL, 'j' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "wrong-at-most", required_argument, NULL, OPTION_WRONG },
		{ "alarms-at-most", required_argument, NULL, OPTION_ALARMS },
		{ "exact-at-least", required_argument, NULL, OPTION_EXACT },
		{ "ece-at-most", required_argument, NULL, OPTION_ECE },
		{ "brier-at-most", required_argument, NULL, OPTION_BRIER },
		{ "degraded-wrong-at-most", required_argument, NULL, OPTION_DEGRADED },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) >= 0) {
		if (c == 'h')
			return usage(stdout), 1;
		if (parse_option(w, c, optarg) < 0)
			return usage(stderr), -EINVAL;
	}
	return optind == argc ? 0 : (usage(stderr), -EINVAL);
}

static bool exceeds(const char *data, const char *what, double value, double limit)
{
	if (value <= limit)
		return false;
	fprintf(stderr, "truth: data %s: %s %.4g is beyond %.4g\n", data, what, value, limit);
	return true;
}

static double percent(unsigned part, unsigned n)
{
	return n ? 100.0 * part / n : 0;
}

/* Broken ones are never good enough; a false alarm is a wrong one, too. */
static bool good_enough(const struct limits *l, const struct truth_set *set, const struct truth_figures *f)
{
	unsigned alarms = f->counts[TRUTH_FALSE_ALARM], wrong = f->counts[TRUTH_WRONG] + alarms;
	bool bad = exceeds(set->data, "broken", f->counts[TRUTH_BROKEN], 0);

	if (set->degrade)
		return !(bad | exceeds(set->data, "wrong", percent(wrong, f->n), l->degraded_wrong));
	bad |= exceeds(set->data, "wrong", percent(wrong, f->n), l->wrong);
	bad |= exceeds(set->data, "false alarms", percent(alarms, f->n), l->alarms);
	bad |= exceeds(set->data, "not exact", 100 - percent(f->carried_exact, f->carried), 100 - l->exact);
	bad |= exceeds(set->data, "calibration error", f->ece, l->ece);
	return !(bad | exceeds(set->data, "Brier score", f->brier, l->brier));
}

static int run(struct work *w, struct truth_figures *figures)
{
	int r = truth_ask(&w->job, w->sets, w->n_sets);

	if (r < 0)
		return r;
	for (size_t i = 0; i < w->n_sets; i++)
		truth_figures(&w->sets[i], &figures[i]);
	if (w->job.json) {
		truth_print_json(&w->job, w->sets, figures, w->n_sets);
		return 0;
	}
	truth_print_scenarios(&w->sets[0]);
	for (size_t i = 0; i < w->n_sets; i++)
		truth_print(&w->sets[i], &figures[i]);
	truth_print_degraded(w->sets, figures, w->n_sets);
	return 0;
}

int main(int argc, char **argv)
{
	static struct truth_figures figures[TRUTH_SETS_MAX];
	struct work w = { .job = { .from = 1, .to = 10, .options = SIM_OPTIONS_DEFAULT },
		.limits = { .wrong = 100, .alarms = 100, .ece = 1, .brier = 1, .degraded_wrong = 100 } };
	bool good = true;
	int r;

	add_set(&w, "full", 0);
	r = parse(argc, argv, &w);
	if (r != 0)
		return r < 0 ? 1 : 0;
	if (!w.job.profiles.n) /* without them two scenarios know less */
		(void)judge_load_profiles(TRUTH_PROFILES, &w.job.profiles);
	r = run(&w, figures);
	for (size_t i = 0; i < w.n_sets; i++) {
		good &= r >= 0 && good_enough(&w.limits, &w.sets[i], &figures[i]);
		free(w.sets[i].sessions);
	}
	cd_profiles_done(&w.job.profiles);
	return good ? 0 : 1;
}
