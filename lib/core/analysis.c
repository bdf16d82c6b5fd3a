/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Judgement in, JSON out. Integers where the unit is a micro-unit, three decimals elsewhere, null for unknown; the same
 * judgement gives the same bytes.
 */

#include "analysis.h"

#include <json-c/json.h>
#include <stdio.h>

#include "analysis-reasoning.h"

/* Members are added to an object that takes them over; a failed allocation anywhere makes the whole entry fail. */
struct builder {
	bool failed;
};

static struct json_object *keep(struct builder *b, struct json_object *o)
{
	if (!o)
		b->failed = true;
	return o;
}

static void add(struct builder *b, struct json_object *o, const char *key, struct json_object *value)
{
	if (!o || json_object_object_add(o, key, value) < 0) {
		b->failed = true;
		json_object_put(value);
	}
}

static void append(struct builder *b, struct json_object *array, struct json_object *value)
{
	if (!array || json_object_array_add(array, value) < 0) {
		b->failed = true;
		json_object_put(value);
	}
}

static struct json_object *text(struct builder *b, const char *s)
{
	return s ? keep(b, json_object_new_string(s)) : NULL;
}

static struct json_object *integer(struct builder *b, int64_t v)
{
	return cd_known(v) ? keep(b, json_object_new_int64(v)) : NULL;
}

static struct json_object *flag(struct builder *b, bool v)
{
	return keep(b, json_object_new_boolean(v));
}

static struct json_object *decimal(struct builder *b, double v)
{
	char s[48];

	if (!isfinite(v))
		return NULL;
	if (fabs(v) < 0.0005)
		v = 0; /* no "-0.000" */
	(void)snprintf(s, sizeof(s), "%.3f", v);
	return keep(b, json_object_new_double_s(v, s));
}

/* Micro-units and milliohms are integers; ratios, seconds and counts have decimals only where they need them. */
static struct json_object *quantity(struct builder *b, double v, const char *unit)
{
	bool whole = unit[0] == 'u' || strcmp(unit, "mohm") == 0 || v == floor(v);

	if (!isfinite(v))
		return NULL;
	return whole && fabs(v) < 9e15 ? keep(b, json_object_new_int64(llround(v))) : decimal(b, v);
}

static struct json_object *object(struct builder *b)
{
	return keep(b, json_object_new_object());
}

static struct json_object *array(struct builder *b)
{
	return keep(b, json_object_new_array());
}

static struct json_object *verdict(struct builder *b, const struct cd_judgement *j)
{
	struct json_object *o = object(b);

	add(b, o, "class", text(b, cd_class_to_string(j->verdict->class)));
	add(b, o, "cause", text(b, j->verdict->id));
	add(b, o, "part", text(b, cd_part_to_string(j->verdict->part)));
	add(b, o, "confidence", decimal(b, cd_reasoning_cut(j->confidence)));
	add(b, o, "severity", text(b, cd_severity_to_string(j->severity)));
	add(b, o, "reason", text(b, j->reason));
	return o;
}

/* The limit that the value is measured against: the nearer end of what the cause expects. */
static double limit_of(const struct cd_term *t, double value)
{
	if (isinf(t->from))
		return t->to;
	if (isinf(t->to))
		return t->from;
	return fabs(value - t->from) < fabs(value - t->to) ? t->from : t->to;
}

static struct json_object *one_evidence(
	struct builder *b, const struct cd_term *t, const struct cd_feature_value *v, double contribution)
{
	const struct cd_feature_words *w = cd_feature_words_at(t->feature);
	struct json_object *o = object(b);

	add(b, o, "feature", text(b, w->id));
	add(b, o, "value", quantity(b, v->value, w->unit));
	add(b, o, "error", quantity(b, v->error, w->unit));
	add(b, o, "unit", text(b, w->unit));
	add(b, o, "limit", quantity(b, limit_of(t, v->value), w->unit));
	add(b, o, "contribution", decimal(b, contribution));
	return o;
}

/* Of what the cause is not about only what speaks against it. */
static struct json_object *evidence(
	struct builder *b, const struct cd_judgement *j, const struct cd_ranked *r)
{
	const struct cd_feature_value *items = j->features.item;
	double contribution[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];
	struct json_object *list = array(b);

	(void)cd_cause_value(r->cause, j->position, &j->features, contribution, background);
	for (size_t k = 0; k < CD_TERMS_MAX && !cd_term_ends(&r->cause->terms[k]); k++) {
		const struct cd_term *t = &r->cause->terms[k];

		if (items[t->feature].known && !isnan(contribution[k]))
			append(b, list, one_evidence(b, t, &items[t->feature], contribution[k]));
	}
	for (size_t k = 0; !cd_term_ends(&cd_background[k]); k++) {
		const struct cd_term *t = &cd_background[k];

		if (!isnan(background[k]) && background[k] < -0.0005)
			append(b, list, one_evidence(b, t, &items[t->feature], background[k]));
	}
	return list;
}

static struct json_object *causes(struct builder *b, const struct cd_judgement *j)
{
	struct json_object *list = array(b);

	for (size_t k = 0; k < cd_reasoning_listed(j); k++) {
		struct json_object *o = object(b);

		add(b, o, "cause", text(b, j->ranked[k].cause->words.id));
		add(b, o, "confidence", decimal(b, cd_reasoning_cut(j->ranked[k].confidence)));
		add(b, o, "prior", decimal(b, j->ranked[k].cause->prior));
		add(b, o, "sum", decimal(b, cd_reasoning_sum(j, &j->ranked[k])));
		add(b, o, "evidence", evidence(b, j, &j->ranked[k]));
		append(b, list, o);
	}
	return list;
}

static struct json_object *not_computed(struct builder *b, const struct cd_judgement *j)
{
	struct json_object *list = array(b);

	for (size_t k = 0; k < _CD_FEATURE_MAX; k++) {
		struct json_object *o;

		if (j->features.item[k].known || !j->features.item[k].reason[0])
			continue;
		o = object(b);
		add(b, o, "feature", text(b, cd_feature_words_at(k)->id));
		add(b, o, "reason", text(b, j->features.item[k].reason));
		append(b, list, o);
	}
	return list;
}

/* A phase begins with a window, and a window may reach a little beyond the session. Without volts there was none. */
static struct json_object *phases(struct builder *b, const struct cd_shape *s, int64_t end_us)
{
	struct json_object *list = array(b);
	int64_t before = CD_UNKNOWN;

	for (size_t k = 0; k < s->n_phases && cd_known(end_us); k++) {
		int64_t start_us = s->phase[k].start_us;
		struct json_object *o;

		if (start_us > end_us)
			start_us = end_us;
		if (cd_known(before) && start_us <= before)
			continue;
		before = start_us;
		o = object(b);
		add(b, o, "phase", text(b, cd_phase_to_string(s->phase[k].phase)));
		add(b, o, "start_us", integer(b, start_us));
		append(b, list, o);
	}
	return list;
}

static struct json_object *symptoms(struct builder *b, unsigned seen)
{
	struct json_object *list = array(b);

	for (int k = 0; k < _CD_SYMPTOM_MAX; k++)
		if (seen & (1u << k))
			append(b, list, text(b, cd_symptom_to_string((enum cd_symptom)k)));
	return list;
}

static struct json_object *next_test(struct builder *b, const struct cd_case *c, const struct cd_judgement *j)
{
	struct json_object *o, *pair;

	if (!j->next_test)
		return NULL;
	o = object(b);
	pair = array(b);
	add(b, o, "test", text(b, j->next_test));
	for (size_t k = 0; k < 2 && j->separates[k]; k++)
		append(b, pair, text(b, j->separates[k]));
	add(b, o, "separates", pair);
	add(b, o, "text", text(b, cd_next_test_words(j->next_test)->text));
	cd_reasoning_put_test(c, j, o, &b->failed);
	return o;
}

static struct json_object *remedies(struct builder *b, const struct cd_case *c, const struct cd_judgement *j)
{
	struct json_object *list = array(b);

	for (size_t k = 0; k < j->n_remedies; k++) {
		const struct cd_words *w = cd_remedy_words(j->remedies[k]);
		struct json_object *o = object(b), *steps;

		add(b, o, "remedy", text(b, j->remedies[k]));
		add(b, o, "text", text(b, w ? w->text : NULL));
		if (strcmp(j->remedies[k], "reset-device") == 0 && c->profile && c->profile->n_reset > 0) {
			steps = array(b);
			for (size_t m = 0; m < c->profile->n_reset; m++)
				append(b, steps, text(b, c->profile->reset[m]));
			add(b, o, "steps", steps);
			add(b, o, "loses", text(b, c->profile->reset_loses));
		}
		append(b, list, o);
	}
	return list;
}

static int64_t mean(double sum, double seconds)
{
	return seconds > 0 ? llround(sum / seconds * 1e6) : CD_UNKNOWN;
}

static void electrical(struct builder *b, struct json_object *o, const struct cd_case *c)
{
	const struct cd_sketch *s = c->session->electrical ? &c->session->electrical->sketch : NULL;
	const struct cd_totals *t = s ? (s->total.samples > 0 ? &s->total : &s->tail) : NULL;
	bool any = t && t->samples > 0;
	struct json_object *v = object(b), *i = object(b);

	add(b, o, "energy_uwh", integer(b, s ? cd_sketch_energy_uwh(s) : CD_UNKNOWN));
	add(b, o, "charge_uah", integer(b, s ? cd_sketch_charge_uah(s) : CD_UNKNOWN));
	add(b, v, "no_load", integer(b, s ? cd_sketch_v0_uv(s, NULL) : CD_UNKNOWN));
	add(b, v, "min", integer(b, any ? t->v_min : CD_UNKNOWN));
	add(b, v, "mean", integer(b, any ? mean(t->v_sum, t->seconds) : CD_UNKNOWN));
	add(b, v, "max", integer(b, any ? t->v_max : CD_UNKNOWN));
	add(b, i, "min", integer(b, any ? t->i_min : CD_UNKNOWN));
	add(b, i, "mean", integer(b, any ? mean(t->i_sum, t->seconds) : CD_UNKNOWN));
	add(b, i, "max", integer(b, any ? t->i_max : CD_UNKNOWN));
	add(b, i, "sustained", integer(b, s ? s->i_sustained_ua : CD_UNKNOWN));
	add(b, o, "voltage_uv", v);
	add(b, o, "current_ua", i);
}

static int64_t full_us(const struct cd_case *c, const struct cd_judgement *j)
{
	int64_t end = cd_session_end(c->session);
	int64_t since = j->features.shape.done_us;

	int64_t shape = cd_known(since) && cd_known(end) && end > since ? end - since : 0;
	int64_t driver = cd_full_time_until(&c->session->full, end);

	return shape > driver ? shape : driver;
}

/* Those of the session: what is missing behind its end is nobody's loss. */
static struct json_object *gaps(struct builder *b, const struct cd_session *s)
{
	struct json_object *list = array(b);
	int64_t end = cd_session_end(s);

	for (size_t k = 0; k < s->gaps.n && cd_known(end) && s->gaps.item[k].start_us < end; k++) {
		const struct cd_gap *g = &s->gaps.item[k];
		struct json_object *o = object(b);

		add(b, o, "start_us", integer(b, g->start_us));
		add(b, o, "duration_us", integer(b, g->duration_us));
		add(b, o, "reason", text(b, (int)g->reason < 0 ? NULL : cd_gap_reason_to_string(g->reason)));
		add(b, o, "count", integer(b, g->count));
		append(b, list, o);
	}
	return list;
}

static const char *profile_name(const struct cd_case *c)
{
	return c->profile ? c->profile->name : c->facts->note.profile;
}

int cd_analysis_entry(const struct cd_case *c, struct json_object **ret)
{
	struct builder b = { 0 };
	struct json_object *o = object(&b);
	const struct cd_session *s = c->session;
	bool any = s->number > 0 || cd_session_provisional(s);
	struct cd_judgement j;

	cd_judge(c, &j);
	add(&b, o, "port", text(&b, c->port));
	add(&b, o, "position", text(&b, cd_position_to_string(c->position)));
	add(&b, o, "measured_by", text(&b, cd_case_measured_by(c)));
	add(&b, o, "profile", text(&b, profile_name(c)));
	add(&b, o, "profile_known", profile_name(c) ? flag(&b, c->profile != NULL) : NULL);
	add(&b, o, "start_us",
		integer(&b, !any            ? CD_UNKNOWN
			    : s->number > 0 ? s->start_us
					    : s->first_vbus_us));
	add(&b, o, "end_us", integer(&b, any ? cd_session_end(s) : CD_UNKNOWN));
	electrical(&b, o, c);
	add(&b, o, "full_us", integer(&b, full_us(c, &j)));
	add(&b, o, "phases", phases(&b, &j.features.shape, any ? cd_session_end(s) : CD_UNKNOWN));
	add(&b, o, "gaps", gaps(&b, s));
	add(&b, o, "verdict", verdict(&b, &j));
	add(&b, o, "causes", causes(&b, &j));
	cd_reasoning_put(&j, o, &b.failed);
	add(&b, o, "not_computed", not_computed(&b, &j));
	add(&b, o, "symptoms", symptoms(&b, j.symptoms));
	add(&b, o, "next_test", next_test(&b, c, &j));
	add(&b, o, "remedies", remedies(&b, c, &j));
	if (b.failed) {
		json_object_put(o);
		return -ENOMEM;
	}
	*ret = o;
	return 0;
}

struct json_object *cd_analysis_document(const char *file, struct json_object *sessions)
{
	struct builder b = { 0 };
	struct json_object *o = object(&b);

	add(&b, o, "chargediag", text(&b, "analysis"));
	add(&b, o, "version", integer(&b, 1));
	add(&b, o, "file", text(&b, file));
	add(&b, o, "sessions", sessions);
	if (b.failed) {
		json_object_put(o);
		return NULL;
	}
	return o;
}

const char *cd_analysis_text(struct json_object *doc)
{
	return json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}
