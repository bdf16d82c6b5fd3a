/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * truth: how often the verdict on a simulated session is the truth. Runs every scenario with many seeds
 * through the engine, in memory, and prints what was right, what was acceptable, what was wrong, and how far
 * the confidence can be believed. A wrong one can be looked at again: simulate NAME --seed N | chargectl
 * analyze -
 */

#include <getopt.h>
#include <math.h>
#include <stdio.h>

#include <json-c/json.h>

#include "judge.h"
#include "sim.h"

#define BINS 10
#define PAIRS_MAX 512
#define SEEDS_KEPT 6

enum outcome { EXACT, ACCEPTABLE, WRONG, FALSE_ALARM, BROKEN, _OUTCOME_MAX };
static const char *const outcome_names[] = { "exact", "acceptable", "wrong", "false alarm", "broken" };

struct pair {
	const char *scenario, *expect;
	char got[64];
	unsigned n;
	unsigned long long seeds[SEEDS_KEPT];
	double confidence; /* sum */
};

struct report {
	unsigned counts[_OUTCOME_MAX];
	struct pair pairs[PAIRS_MAX];
	size_t n_pairs;
	struct {
		unsigned n, right;
		double confidence;
	} bins[BINS];
};

struct answer {
	char cause[64], class[64];
	double confidence;
};

struct job {
	unsigned long long from, to;
	const char *scenario;
	struct sim_options options;
	struct cd_profiles profiles;
	double wrong_percent, alarm_percent; /* at most, or it fails */
	bool verbose, open;
};

/* What the session's verdict was: the last entry that has one. */
static void read_answer(struct json_object *sessions, struct answer *ret)
{
	*ret = (struct answer){ .cause = "none", .class = "none" };
	for (size_t i = 0; i < json_object_array_length(sessions); i++) {
		struct json_object *entry = json_object_array_get_idx(sessions, i), *verdict, *v;

		if (!json_object_object_get_ex(entry, "verdict", &verdict) || !verdict)
			continue;
		if (json_object_object_get_ex(verdict, "cause", &v) && v)
			(void)snprintf(ret->cause, sizeof ret->cause, "%s", json_object_get_string(v));
		if (json_object_object_get_ex(verdict, "class", &v) && v)
			(void)snprintf(ret->class, sizeof ret->class, "%s", json_object_get_string(v));
		if (json_object_object_get_ex(verdict, "confidence", &v))
			ret->confidence = json_object_get_double(v);
	}
}

struct feeder {
	struct judge *judge;
	bool open;
};

static void feed(void *userdata, const struct cd_event *ev)
{
	struct feeder *f = userdata;

	if (f->open && ev->type == CD_EVENT_REMOVED)
		return;
	(void)judge_feed(f->judge, ev); /* what the router refuses shows in the verdict */
}

static int ask(
	const struct job *job, const struct sim_scenario *s, unsigned long long seed, struct answer *ret)
{
	struct judge j;
	struct feeder feeder = { &j, job->open };
	struct sim_sink sink = { feed, &feeder };
	struct json_object *sessions;
	int r = judge_start(&j, &job->profiles, CD_GROUP_EACH, NULL);

	if (r >= 0)
		r = sim_run(s, seed, &job->options, &sink, NULL);
	if (r >= 0)
		r = judge_end(&j, &sessions);
	if (r < 0) {
		judge_done(&j);
		return r;
	}
	read_answer(sessions, ret);
	json_object_put(sessions);
	return 0;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; p && (p = strstr(p, word)); p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

static enum outcome judge_answer(const struct sim_scenario *s, const struct answer *a)
{
	if (cd_streq(a->cause, s->expect))
		return EXACT;
	/* Where the truth is that nothing can be said, no session is an answer too. */
	if (has_word(s->accept, a->cause) ||
		(cd_streq(s->expect, "inconclusive") && cd_streq(a->cause, "none")))
		return ACCEPTABLE;
	if (s->healthy && !cd_streq(a->class, "ok") && !cd_streq(a->class, "undecided"))
		return FALSE_ALARM;
	return WRONG;
}

static void remember(
	struct report *r, const struct sim_scenario *s, unsigned long long seed, const struct answer *a)
{
	struct pair *p = r->pairs;

	while (p < r->pairs + r->n_pairs && !(p->scenario == s->name && cd_streq(p->got, a->cause)))
		p++;
	if (p == r->pairs + PAIRS_MAX)
		return;
	if (p == r->pairs + r->n_pairs) {
		*p = (struct pair){ .scenario = s->name, .expect = s->expect };
		memcpy(p->got, a->cause, sizeof p->got);
		r->n_pairs++;
	}
	if (p->n < SEEDS_KEPT)
		p->seeds[p->n] = seed;
	p->n++;
	p->confidence += a->confidence;
}

static void calibrate(struct report *r, const struct answer *a, bool right)
{
	unsigned bin = (unsigned)fmin(BINS - 1, floor(a->confidence * BINS));

	if (cd_streq(a->cause, "inconclusive") || cd_streq(a->cause, "none"))
		return; /* not an answer one could believe or not */
	r->bins[bin].n++;
	r->bins[bin].right += right;
	r->bins[bin].confidence += a->confidence;
}

static void run_scenario(const struct job *job, const struct sim_scenario *s, struct report *total)
{
	unsigned counts[_OUTCOME_MAX] = { 0 };

	for (unsigned long long seed = job->from; seed <= job->to; seed++) {
		struct answer a;
		enum outcome o = BROKEN;

		if (ask(job, s, seed, &a) >= 0) {
			o = judge_answer(s, &a);
			calibrate(total, &a, o == EXACT || o == ACCEPTABLE);
			if (o != EXACT)
				remember(total, s, seed, &a);
		}
		if (job->verbose)
			printf("%s %llu %s %s %.3f\n", s->name, seed, outcome_names[o], a.cause,
				a.confidence);
		counts[o]++;
		total->counts[o]++;
	}
	printf("%-24s %-24s", s->name, s->expect);
	for (unsigned o = 0; o < _OUTCOME_MAX; o++)
		printf(" %5u", counts[o]);
	putchar('\n');
}

static void print_pairs(const struct report *r)
{
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct pair *p = &r->pairs[i];
		const struct sim_scenario *s = sim_find(p->scenario);

		if (has_word(s->accept, p->got))
			continue;
		printf("  %-24s %-24s taken for %-24s %4u  (%.2f)  seeds", p->scenario, p->expect, p->got,
			p->n, p->confidence / p->n);
		for (unsigned k = 0; k < p->n && k < SEEDS_KEPT; k++)
			printf(" %llu", p->seeds[k]);
		putchar('\n');
	}
}

static void print_report(const struct report *r)
{
	unsigned n = 0;

	for (unsigned o = 0; o < _OUTCOME_MAX; o++)
		n += r->counts[o];
	if (n == 0)
		return;
	printf("\n%u sessions:", n);
	for (unsigned o = 0; o < _OUTCOME_MAX; o++)
		printf("  %s %u (%.1f %%)", outcome_names[o], r->counts[o], 100.0 * r->counts[o] / n);
	printf("\n\nwrong ones (scenario, truth, verdict, how often, mean confidence):\n");
	print_pairs(r);
	printf("\nconfidence of the verdicts given, and how many of them were right:\n");
	for (unsigned i = 0; i < BINS; i++)
		if (r->bins[i].n)
			printf("  %.1f-%.1f  n %5u  mean %.3f  right %.3f\n", (double)i / BINS,
				(i + 1.0) / BINS, r->bins[i].n, r->bins[i].confidence / r->bins[i].n,
				(double)r->bins[i].right / r->bins[i].n);
}

/* Broken ones are never good enough; a false alarm is a wrong one, too. */
static bool good_enough(const struct job *job, const struct report *r)
{
	unsigned n = 0, alarms = r->counts[FALSE_ALARM];

	for (unsigned o = 0; o < _OUTCOME_MAX; o++)
		n += r->counts[o];
	return r->counts[BROKEN] == 0 && 100.0 * (r->counts[WRONG] + alarms) <= job->wrong_percent * n &&
	       100.0 * alarms <= job->alarm_percent * n;
}

static int parse(int argc, char **argv, struct job *job)
{
	static const struct option options[] = {
		{ "seeds", required_argument, NULL, 's' },
		{ "scenario", required_argument, NULL, 'n' },
		{ "rate", required_argument, NULL, 'r' },
		{ "profiles", required_argument, NULL, 'p' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "open", no_argument, NULL, 'o' },
		{ "wrong-at-most", required_argument, NULL, 'w' },
		{ "alarms-at-most", required_argument, NULL, 'a' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (c == 's' && sscanf(optarg, "%llu..%llu", &job->from, &job->to) != 2)
			return -EINVAL;
		else if (c == 'n')
			job->scenario = optarg;
		else if (c == 'w')
			job->wrong_percent = strtod(optarg, NULL);
		else if (c == 'a')
			job->alarm_percent = strtod(optarg, NULL);
		else if (c == 'r')
			job->options.rate_hz = strtod(optarg, NULL);
		else if (c == 'o')
			job->open = true; /* asks while the meter is still there */
		else if (c == 'v')
			job->verbose = true;
		else if (c == 'p' && judge_load_profiles(optarg, &job->profiles) < 0)
			return -EINVAL;
		else if (c == '?')
			return -EINVAL;
	}
	return job->scenario && !sim_find(job->scenario) ? -EINVAL : 0;
}

int main(int argc, char **argv)
{
	static struct report report;
	struct job job = { .from = 1,
		.to = 10,
		.options = SIM_OPTIONS_DEFAULT,
		.wrong_percent = 100,
		.alarm_percent = 100 };

	if (parse(argc, argv, &job) < 0) {
		fputs("Usage: truth [--seeds A..B] [--scenario NAME] [--rate HZ] [--profiles DIR] [--open] "
		      "[--verbose]\n"
		      "             [--wrong-at-most PERCENT] [--alarms-at-most PERCENT]\n",
			stderr);
		return 1;
	}
	if (!job.profiles.n)
		(void)judge_load_profiles(
			TRUTH_PROFILES, &job.profiles); /* without them two scenarios know less */
	printf("%-24s %-24s exact accpt wrong alarm broken\n", "scenario", "truth");
	for (const struct sim_scenario *s = sim_scenarios; s->name; s++)
		if (!job.scenario || cd_streq(job.scenario, s->name))
			run_scenario(&job, s, &report);
	print_report(&report);
	cd_profiles_done(&job.profiles);
	return good_enough(&job, &report) ? 0 : 1;
}
