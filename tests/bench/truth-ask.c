/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Simulates sessions, has them judged in memory, and compares with what is true.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "truth-crude.h"
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
	struct truth_crude crude;
	const struct cd_profiles *profiles;
	bool open;
};

/* A crude one knows profiles, too. */
static void feed_crude(struct feeder *f, const struct cd_event *ev)
{
	struct cd_event named = *ev;

	if (ev->type == CD_EVENT_NOTE && ev->note.profile && !ev->note.inline_profile)
		named.note.inline_profile = cd_profiles_find(f->profiles, ev->note.profile);
	truth_crude_feed(&f->crude, &named);
}

static void feed(void *userdata, const struct cd_event *ev)
{
	struct feeder *f = userdata;

	if (f->open && ev->type == CD_EVENT_REMOVED)
		return;
	(void)judge_feed(f->judge, ev); /* what the router refuses shows in the verdict */
	feed_crude(f, ev);
}

struct answers {
	struct truth_answer engine[TRUTH_SETS_MAX], crude[TRUTH_SETS_MAX];
};

static void read_crude(const struct truth_crude *c, struct truth_answer *ret)
{
	const char *cause = truth_crude_cause(c);

	*ret = (struct truth_answer){ .confidence = 1 };
	(void)snprintf(ret->cause, sizeof ret->cause, "%s", cause);
	(void)snprintf(ret->class, sizeof ret->class, "%s",
		cd_class_to_string(cd_cause_words(cause)->class));
}

/* One session, judged from each kind of data: an answer for each set. */
static int ask(const struct truth_job *job, const struct truth_set *sets, size_t n,
	const struct sim_scenario *s, unsigned long long seed, struct answers *answers)
{
	struct judge judges[TRUTH_SETS_MAX] = { 0 };
	struct feeder feeders[TRUTH_SETS_MAX];
	struct sim_filter filters[TRUTH_SETS_MAX];
	struct json_object *sessions;
	int r = 0;

	for (size_t i = 0; i < n && r >= 0; i++) {
		r = judge_start(&judges[i], &job->profiles, CD_GROUP_EACH, NULL);
		feeders[i] = (struct feeder){ .judge = &judges[i], .profiles = &job->profiles, .open = job->open };
		truth_crude_init(&feeders[i].crude);
		filters[i] = (struct sim_filter){ .to = { feed, &feeders[i] }, .degrade = sets[i].degrade };
	}
	if (r >= 0)
		r = sim_run_filtered(s, seed, &job->options, filters, n, NULL);
	for (size_t i = 0; i < n && r >= 0; i++) {
		r = judge_end(&judges[i], &sessions);
		if (r < 0)
			break;
		read_answer(sessions, &answers->engine[i]);
		read_crude(&feeders[i].crude, &answers->crude[i]);
		json_object_put(sessions);
	}
	for (size_t i = 0; i < n && r < 0; i++)
		judge_done(&judges[i]);
	return r;
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
	for (const struct sim_scenario *next = sim_scenarios_next; next->name; next++)
		if (next == s)
			return true;
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

static int ask_one(const struct truth_job *job, const struct sim_scenario *s, unsigned long long seed,
	struct truth_set *sets, size_t n)
{
	struct answers answers;
	int r = ask(job, sets, n, s, seed, &answers);

	for (size_t i = 0; i < n; i++) {
		struct truth_session *one;

		if (!s->set && sets[i].degrade)
			continue;
		one = add(&sets[i]);
		if (!one)
			return -ENOMEM;
		*one = (struct truth_session){
			.scenario = s, .seed = seed, .outcome = TRUTH_BROKEN, .crude = TRUTH_BROKEN
		};
		if (r >= 0) {
			one->answer = answers.engine[i];
			one->outcome = judge_answer(s, &one->answer, sets[i].degrade != 0);
			one->crude = judge_answer(s, &answers.crude[i], sets[i].degrade != 0);
		}
		if (job->verbose)
			printf("%s %s %llu %s %s %.3f\n", sets[i].data, s->name, seed,
				truth_outcome_names[one->outcome], one->answer.cause, one->answer.confidence);
	}
	return 0;
}

static int ask_table(
	const struct truth_job *job, const struct sim_scenario *table, struct truth_set *sets, size_t n)
{
	int r = 0;

	for (const struct sim_scenario *s = table; s->name && r >= 0; s++)
		for (unsigned long long seed = job->from; seed <= job->to && r >= 0; seed++)
			if ((!job->scenario || cd_streq(job->scenario, s->name)) &&
				(!job->only || strncmp(s->name, job->only, strlen(job->only)) == 0))
				r = ask_one(job, s, seed, sets, n);
	return r;
}

int truth_ask(const struct truth_job *job, struct truth_set *sets, size_t n)
{
	int r = ask_table(job, sim_scenarios, sets, n);

	return r < 0 || job->settled_only ? r : ask_table(job, sim_scenarios_next, sets, n);
}
