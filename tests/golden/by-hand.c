/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The hand check that docs/json.md describes, done for every entry of every golden case: from nothing but what an analysis
 * prints, the confidences come out again. What the model is made of stays out of here, but for which causes "cable-or-
 * adapter" is about.
 */

#include <math.h>
#include <stdio.h>

#include <json-c/json.h>

#include "case.h"
#include "cause.h"
#include "judge.h"
#include "verdict.h"

#define LAST_DIGIT 0.001

static struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	(void)json_object_object_get_ex(o, key, &v);
	return v;
}

static double number(struct json_object *o, const char *key)
{
	struct json_object *v = member(o, key);

	return v ? json_object_get_double(v) : NAN;
}

static const char *text(struct json_object *o, const char *key)
{
	return json_object_get_string(member(o, key));
}

static unsigned wrong(
	const struct golden_case *c, struct json_object *cause, const char *what, double got, double wanted)
{
	fprintf(stderr, "%s: %s of %s is %.4f, by hand %.4f\n", c->path, what, text(cause, "cause"), got,
		wanted);
	return 1;
}

/* Each printed number is off by half a last digit at most. */
static unsigned check_cause(const struct golden_case *c, struct json_object *cause, double log_total)
{
	struct json_object *evidence = member(cause, "evidence");
	size_t n = json_object_array_length(evidence);
	double sum = log(number(cause, "prior")), slack = (double)(n + 2) * LAST_DIGIT / 2, p;

	for (size_t k = 0; k < n; k++)
		sum += number(json_object_array_get_idx(evidence, k), "contribution");
	if (!(fabs(sum - number(cause, "sum")) < slack))
		return wrong(c, cause, "sum", number(cause, "sum"), sum);
	p = exp(sum - log_total);
	if (!(fabs(p - number(cause, "confidence")) < LAST_DIGIT + p * slack))
		return wrong(c, cause, "confidence", number(cause, "confidence"), p);
	return 0;
}

static double path_sum(struct json_object *causes)
{
	double sum = 0;

	for (size_t k = 0; k < json_object_array_length(causes); k++) {
		struct json_object *cause = json_object_array_get_idx(causes, k);

		for (size_t i = 0; cd_causes[i]; i++)
			if (cd_causes[i]->path && cd_streq(cd_causes[i]->words.id, text(cause, "cause")))
				sum += number(cause, "confidence");
	}
	return sum;
}

/* What the verdict's own confidence may be, from the causes: least, most. */
static void expected(struct json_object *entry, const char *id, double *ret_least, double *ret_most)
{
	struct json_object *causes = member(entry, "causes");
	size_t n = json_object_array_length(causes);
	double first = n ? number(json_object_array_get_idx(causes, 0), "confidence") : 0;

	*ret_least = *ret_most = first;
	if (cd_streq(id, "inconclusive")) {
		*ret_least = *ret_most = fmin(first, CD_BAR - 0.001);
	} else if (cd_streq(id, "cable-or-adapter")) {
		*ret_least = path_sum(causes);
		*ret_most =
			*ret_least + number(member(entry, "weighing"), "unlisted") + (double)n * LAST_DIGIT;
	}
}

/* Each phase begins within the session, after the one before it. */
static unsigned check_phases(const struct golden_case *c, struct json_object *entry)
{
	struct json_object *phases = member(entry, "phases");
	double before = -1, start = number(entry, "start_us"), end = number(entry, "end_us");

	for (size_t k = 0; k < json_object_array_length(phases); k++) {
		double at = number(json_object_array_get_idx(phases, k), "start_us");

		if (!(at > before && at >= start && at <= end)) {
			fprintf(stderr, "%s: phases %s of a session from %.0f to %.0f\n", c->path,
				json_object_to_json_string(phases), start, end);
			return 1;
		}
		before = at;
	}
	return 0;
}

static unsigned check_entry(const struct golden_case *c, struct json_object *entry)
{
	struct json_object *causes = member(entry, "causes"), *w = member(entry, "weighing");
	struct json_object *verdict = member(entry, "verdict");
	double rest = number(w, "unlisted") + number(w, "other"), p = number(verdict, "confidence"), least,
	       most;
	size_t n = json_object_array_length(causes);
	unsigned bad = check_phases(c, entry);

	if (!w)
		return bad + (n ? wrong(c, verdict, "weighing", NAN, NAN) : 0);
	for (size_t k = 0; k < n; k++) {
		struct json_object *cause = json_object_array_get_idx(causes, k);

		bad += check_cause(c, cause, number(w, "log_total"));
		rest += number(cause, "confidence");
	}
	if (!(fabs(rest - 1) < (double)(n + 2) * LAST_DIGIT))
		bad += wrong(c, verdict, "everything together", rest, 1);
	expected(entry, text(verdict, "cause"), &least, &most);
	if (!(p > least - LAST_DIGIT * 1.01 && p < most + LAST_DIGIT * 1.01))
		bad += wrong(c, verdict, "confidence", p, least);
	return bad;
}

unsigned golden_by_hand(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct judge_options o = { .profiles = profiles };
	struct json_object *sessions = NULL;
	unsigned bad = 0;

	if (judge_recording(c->recording.data, c->recording.len, &o, &sessions) < 0) {
		fprintf(stderr, "%s: the recording cannot be read\n", c->path);
		return 1;
	}
	for (size_t i = 0; i < json_object_array_length(sessions); i++)
		bad += check_entry(c, json_object_array_get_idx(sessions, i));
	json_object_put(sessions);
	return bad;
}
