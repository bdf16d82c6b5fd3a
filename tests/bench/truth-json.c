/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The report for machines: one document, every figure of every kind of data.
 */

#include <stdio.h>

#include <json-c/json.h>

#include "truth.h"

static void put_int(struct json_object *o, const char *key, uint64_t v)
{
	json_object_object_add(o, key, json_object_new_uint64(v));
}

static void put_double(struct json_object *o, const char *key, double v)
{
	json_object_object_add(o, key, json_object_new_double(v));
}

static void put_counts(struct json_object *o, const unsigned *counts)
{
	static const char *const keys[] = { "exact", "acceptable", "undecided", "missed", "wrong",
		"false_alarm", "broken" };

	for (unsigned i = 0; i < _TRUTH_OUTCOME_MAX; i++)
		put_int(o, keys[i], counts[i]);
}

static struct json_object *rows_of(const char *key, const struct truth_row *rows, size_t n)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < n; i++) {
		struct json_object *o = json_object_new_object();

		json_object_object_add(o, key, json_object_new_string(rows[i].name));
		put_int(o, "sessions", rows[i].n);
		put_counts(o, rows[i].counts);
		put_int(o, "right_class", rows[i].right_class);
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *bins_of(const struct truth_figures *f)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < TRUTH_BINS; i++) {
		struct json_object *o = json_object_new_object();

		put_double(o, "from", (double)i / TRUTH_BINS);
		put_double(o, "to", (i + 1.0) / TRUTH_BINS);
		put_int(o, "claims", f->bins[i].n);
		put_int(o, "right", f->bins[i].right);
		put_int(o, "named", f->bins[i].named);
		if (f->bins[i].n)
			put_double(o, "confidence", f->bins[i].confidence / f->bins[i].n);
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *mistakes_of(const struct truth_set *set)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < set->n; i++) {
		const struct truth_session *one = &set->sessions[i];
		struct json_object *o;

		if (one->outcome < TRUTH_MISSED)
			continue;
		o = json_object_new_object();
		json_object_object_add(o, "scenario", json_object_new_string(one->scenario->name));
		put_int(o, "seed", one->seed);
		json_object_object_add(o, "expected", json_object_new_string(one->scenario->expect));
		json_object_object_add(o, "cause", json_object_new_string(one->answer.cause));
		put_double(o, "confidence", one->answer.confidence);
		json_object_object_add(
			o, "outcome", json_object_new_string(truth_outcome_names[one->outcome]));
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *crude_of(const struct truth_figures *f)
{
	struct json_object *o = json_object_new_object();

	put_counts(o, f->crude);
	return o;
}

static struct json_object *set_of(const struct truth_set *set, const struct truth_figures *f)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "data", json_object_new_string(set->data));
	put_int(o, "sessions", f->n);
	put_counts(o, f->counts);
	put_int(o, "undecided_verdicts", f->undecided);
	put_int(o, "healthy", f->healthy);
	put_int(o, "healthy_undecided", f->healthy_undecided);
	put_int(o, "carried", f->carried);
	put_int(o, "carried_exact", f->carried_exact);
	put_int(o, "single", f->single);
	put_int(o, "single_exact", f->single_exact);
	json_object_object_add(o, "crude", crude_of(f));
	put_int(o, "pending", f->pending);
	put_int(o, "pending_wrong", f->pending_wrong);
	put_int(o, "claims", f->claims);
	put_double(o, "brier", f->brier);
	put_double(o, "ece", f->ece);
	put_double(o, "too_sure", f->over);
	put_double(o, "named_ece", f->named_ece);
	put_double(o, "named_too_sure", f->named_over);
	json_object_object_add(o, "bins", bins_of(f));
	json_object_object_add(o, "causes", rows_of("cause", f->causes, f->n_causes));
	json_object_object_add(o, "classes", rows_of("class", f->classes, f->n_classes));
	json_object_object_add(o, "mistakes", mistakes_of(set));
	return o;
}

void truth_print_json(
	const struct truth_job *job, const struct truth_set *sets, const struct truth_figures *f, size_t n)
{
	struct json_object *doc = json_object_new_object(), *list = json_object_new_array();

	json_object_object_add(doc, "chargediag", json_object_new_string("truth"));
	put_int(doc, "version", 1);
	put_int(doc, "first_seed", job->from);
	put_int(doc, "last_seed", job->to);
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, set_of(&sets[i], &f[i]));
	json_object_object_add(doc, "sets", list);
	puts(json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN));
	json_object_put(doc);
}
