/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Compares an analysis with what a golden case expects of it: a table of keys, each with the place in the
 * entry that it speaks about and a manner of comparing.
 */

#include <stdarg.h>
#include <stdio.h>

#include <json-c/json.h>

#include "case.h"

struct complaint {
	const struct golden_case *c;
	unsigned n;
};

static void CD_PRINTF(2, 3) complain(struct complaint *to, const char *fmt, ...)
{
	va_list ap;

	to->n++;
	fprintf(stderr, "%s: ", to->c->path);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static const char *text(struct json_object *o)
{
	return o ? json_object_get_string(o) : "null";
}

static struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	(void)json_object_object_get_ex(o, key, &v);
	return v;
}

static bool has(struct json_object *array, const char *id, const char *key)
{
	for (size_t i = 0; array && i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);

		if (key && !json_object_object_get_ex(item, key, &item))
			continue;
		if (cd_streq(json_object_get_string(item), id))
			return true;
	}
	return false;
}

/* "id" or {"any_of": […]}. */
static bool one_of(struct json_object *want, const char *id)
{
	struct json_object *list;

	if (json_object_object_get_ex(want, "any_of", &list))
		return has(list, id, NULL);
	return cd_streq(text(want), id);
}

static void check_word(
	struct complaint *to, struct json_object *where, const char *key, struct json_object *want)
{
	struct json_object *got = NULL;

	(void)json_object_object_get_ex(where, key, &got);
	if (got && json_object_is_type(got, json_type_object)) /* next_test */
		(void)json_object_object_get_ex(got, "test", &got);
	if (!one_of(want, text(got)))
		complain(to, "%s is %s, wanted %s", key, text(got), text(want));
}

static void check_confidence(struct complaint *to, struct json_object *verdict, struct json_object *want)
{
	struct json_object *got = NULL;

	(void)json_object_object_get_ex(verdict, "confidence", &got);
	if (json_object_get_double(got) < json_object_get_double(want))
		complain(to, "confidence is %s, wanted at least %s", text(got), text(want));
}

static void check_list(struct complaint *to, struct json_object *got, const char *key,
	struct json_object *want, bool present, const char *what)
{
	for (size_t i = 0; i < json_object_array_length(want); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(want, i));

		if (has(got, id, key) != present)
			complain(to, "%s %s %s in %s", what, id, present ? "is missing" : "must not be",
				text(got));
	}
}

static void check_phases(struct complaint *to, struct json_object *got, struct json_object *want)
{
	size_t w = 0;

	for (size_t i = 0; got && i < json_object_array_length(got); i++) {
		struct json_object *phase = NULL;

		(void)json_object_object_get_ex(json_object_array_get_idx(got, i), "phase", &phase);
		if (w < json_object_array_length(want) &&
			cd_streq(text(phase), text(json_object_array_get_idx(want, w))))
			w++;
	}
	if (w < json_object_array_length(want))
		complain(to, "phases are %s, wanted %s", text(got), text(want));
}

/* The value that some cause was judged by. */
static struct json_object *find_evidence(struct json_object *causes, const char *feature)
{
	for (size_t i = 0; causes && i < json_object_array_length(causes); i++) {
		struct json_object *list = member(json_object_array_get_idx(causes, i), "evidence");

		for (size_t k = 0; list && k < json_object_array_length(list); k++) {
			struct json_object *item = json_object_array_get_idx(list, k);

			if (cd_streq(text(member(item, "feature")), feature))
				return member(item, "value");
		}
	}
	return NULL;
}

static void check_evidence(struct complaint *to, struct json_object *causes, struct json_object *want)
{
	json_object_object_foreach(want, feature, range)
	{
		struct json_object *got = find_evidence(causes, feature);
		double v = json_object_get_double(got);

		if (!got || v < json_object_get_double(json_object_array_get_idx(range, 0)) ||
			v > json_object_get_double(json_object_array_get_idx(range, 1)))
			complain(to, "%s is %s, wanted %s", feature, text(got), text(range));
	}
}

static void check_not(struct complaint *to, struct json_object *verdict, struct json_object *never)
{
	struct json_object *got = NULL;

	(void)json_object_object_get_ex(verdict, "cause", &got);
	if (has(never, text(got), NULL))
		complain(to, "cause is %s, and must not be", text(got));
}

static struct json_object *find_entry(const struct golden_case *c, struct json_object *sessions)
{
	size_t n = json_object_array_length(sessions);
	struct json_object *port, *name;

	if (!json_object_object_get_ex(c->expect, "port", &port))
		return n ? json_object_array_get_idx(sessions, n - 1) : NULL;
	while (n-- > 0) {
		struct json_object *entry = json_object_array_get_idx(sessions, n);

		if (json_object_object_get_ex(entry, "port", &name) && cd_streq(text(name), text(port)))
			return entry;
	}
	return NULL;
}

static unsigned check_entry(const struct golden_case *c, struct json_object *entry)
{
	struct complaint to = { .c = c };
	struct json_object *verdict = NULL;

	if (!entry || !json_object_object_get_ex(entry, "verdict", &verdict)) {
		complain(&to, "no verdict in %s", text(entry));
		return to.n;
	}
	json_object_object_foreach(c->expect, key, want)
	{
		if (cd_streq(key, "cause") || cd_streq(key, "class") || cd_streq(key, "severity") ||
			cd_streq(key, "part"))
			check_word(&to, verdict, key, want);
		else if (cd_streq(key, "next_test"))
			check_word(&to, entry, key, want);
		else if (cd_streq(key, "min_confidence"))
			check_confidence(&to, verdict, want);
		else if (cd_streq(key, "not"))
			check_not(&to, verdict, want);
		else if (cd_streq(key, "symptoms"))
			check_list(&to, member(entry, "symptoms"), NULL, want, true, "symptom");
		else if (cd_streq(key, "no_symptoms"))
			check_list(&to, member(entry, "symptoms"), NULL, want, false, "symptom");
		else if (cd_streq(key, "remedies"))
			check_list(&to, member(entry, "remedies"), "remedy", want, true, "remedy");
		else if (cd_streq(key, "evidence"))
			check_evidence(&to, member(entry, "causes"), want);
		else if (cd_streq(key, "phases"))
			check_phases(&to, member(entry, "phases"), want);
		else if (!cd_streq(key, "about") && !cd_streq(key, "file") && !cd_streq(key, "generate") &&
			 !cd_streq(key, "capture") && !cd_streq(key, "port") && !cd_streq(key, "every"))
			complain(&to, "unknown expectation \"%s\"", key);
	}
	if (to.n)
		fprintf(stderr, "verdict: %s\ncauses: %s\n", text(verdict), text(member(entry, "causes")));
	return to.n;
}

unsigned golden_check(const struct golden_case *c, struct json_object *sessions)
{
	size_t n = json_object_array_length(sessions);
	unsigned wrong = 0;

	if (n == 0 || !json_object_get_boolean(member(c->expect, "every")))
		return check_entry(c, find_entry(c, sessions));
	for (size_t i = 0; i < n; i++)
		wrong += check_entry(c, json_object_array_get_idx(sessions, i));
	return wrong;
}
