/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Simulates sessions, has them judged in memory, and compares with what is true.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "truth.h"

const char *const truth_outcome_names[] = { "exact", "acceptable", "undecided", "missed", "wrong",
	"false alarm", "broken" };

/* What the session's verdict was: the last entry that has one. */
static void read_answer(struct json_object *sessions, struct truth_answer *ret)
{
	*ret = (struct truth_answer){ .cause = "none", .class = "none" };
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

static int ask(const struct truth_job *job, unsigned degrade, const struct sim_scenario *s,
	unsigned long long seed, struct truth_answer *ret)
{
	struct judge j;
	struct feeder feeder = { &j, job->open };
	struct sim_sink sink = { feed, &feeder };
	struct sim_options options = job->options;
	struct json_object *sessions;
	int r = judge_start(&j, &job->profiles, CD_GROUP_EACH, NULL);

	options.degrade |= degrade;
	if (r >= 0)
		r = sim_run(s, seed, &options, &sink, NULL);
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

bool truth_has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; p && (p = strstr(p, word)); p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

bool truth_pending(const struct sim_scenario *s)
{
	return !cd_cause_words(s->expect);
}

static bool is_ok(const char *cause)
{
	const struct cd_cause_words *w = cd_cause_words(cause);

	return w && w->class == CD_CLASS_OK;
}

/* What worse data leave of the truth: not to decide is no mistake, and what is "ok" may be so in another way
 * (half a minute of a charge that ends full is a charge). */
static enum truth_outcome judge_degraded(const struct sim_scenario *s, const struct truth_answer *a)
{
	if (cd_streq(a->class, "undecided") || cd_streq(a->class, "none"))
		return TRUTH_UNDECIDED;
	if (cd_streq(a->class, "ok"))
		return s->healthy || is_ok(s->expect) ? TRUTH_ACCEPTABLE : TRUTH_MISSED;
	return s->healthy ? TRUTH_FALSE_ALARM : TRUTH_WRONG;
}

static enum truth_outcome judge_answer(
	const struct sim_scenario *s, const struct truth_answer *a, bool degraded)
{
	if (cd_streq(a->cause, s->expect))
		return TRUTH_EXACT;
	/* Where the truth is that nothing can be said, no session is an answer too. */
	if (truth_has_word(s->accept, a->cause) ||
		((cd_streq(s->expect, "inconclusive") || truth_has_word(s->accept, "inconclusive")) &&
			cd_streq(a->cause, "none")))
		return TRUTH_ACCEPTABLE;
	if (degraded)
		return judge_degraded(s, a);
	if (s->healthy && !cd_streq(a->class, "ok") && !cd_streq(a->class, "undecided"))
		return TRUTH_FALSE_ALARM;
	return TRUTH_WRONG;
}

static struct truth_session *add(struct truth_set *set)
{
	size_t more = set->n_allocated ? 2 * set->n_allocated : 1024;
	struct truth_session *grown;

	if (set->n < set->n_allocated)
		return &set->sessions[set->n++];
	grown = reallocarray(set->sessions, more, sizeof *grown);
	if (!grown)
		return NULL;
	set->sessions = grown;
	set->n_allocated = more;
	return &set->sessions[set->n++];
}

static int ask_scenario(const struct truth_job *job, const struct sim_scenario *s, struct truth_set *set)
{
	for (unsigned long long seed = job->from; seed <= job->to; seed++) {
		struct truth_session *one = add(set);

		if (!one)
			return -ENOMEM;
		*one = (struct truth_session){ .scenario = s, .seed = seed, .outcome = TRUTH_BROKEN };
		if (ask(job, set->degrade, s, seed, &one->answer) >= 0)
			one->outcome = judge_answer(s, &one->answer, set->degrade != 0);
		if (job->verbose)
			printf("%s %s %llu %s %s %.3f\n", set->data, s->name, seed,
				truth_outcome_names[one->outcome], one->answer.cause, one->answer.confidence);
	}
	return 0;
}

int truth_ask(const struct truth_job *job, struct truth_set *set)
{
	int r = 0;

	for (const struct sim_scenario *s = sim_scenarios; s->name && r >= 0; s++)
		/* Snapshots of files are not a meter's data: nothing of them can be left out. */
		if ((!job->scenario || cd_streq(job->scenario, s->name)) && (s->set || !set->degrade))
			r = ask_scenario(job, s, set);
	return r;
}
