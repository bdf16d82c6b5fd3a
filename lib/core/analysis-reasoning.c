/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "analysis-reasoning.h"

#include "expect.h"
#include "json-put.h"
#include "parameter.h"
#include "what-if.h"

#include "parameters/analysis.def"

double cd_reasoning_cut(double confidence)
{
	return floor(confidence * 1000) / 1000;
}

size_t cd_reasoning_listed(const struct cd_judgement *j)
{
	size_t n = 0;

	while (n < j->n_ranked && cd_reasoning_cut(j->ranked[n].confidence) > LISTED)
		n++;
	return n;
}

double cd_reasoning_sum(const struct cd_judgement *j, const struct cd_ranked *r)
{
	double contribution[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	return cd_cause_value(r->cause, j->position, &j->features, contribution, background);
}

/* confidence = e^sum / total, of whichever cause; the most probable one loses least in the division. */
static double log_total(const struct cd_judgement *j)
{
	return cd_reasoning_sum(j, &j->ranked[0]) - log(j->ranked[0].confidence);
}

static void put_weighing(struct cd_json_put entry, const struct cd_judgement *j)
{
	struct cd_json_put w;
	double listed = 0, unlisted = 0;
	size_t n = cd_reasoning_listed(j);

	if (j->n_ranked == 0) {
		cd_json_put_text(entry, "weighing", NULL);
		return;
	}
	for (size_t k = 0; k < j->n_ranked; k++)
		*(k < n ? &listed : &unlisted) += j->ranked[k].confidence;
	w = cd_json_put_object(entry, "weighing");
	cd_json_put_decimal(w, "log_total", log_total(j));
	cd_json_put_decimal(w, "unlisted", unlisted);
	cd_json_put_decimal(w, "other", fmax(0, 1 - listed - unlisted));
}

static void put_flips(struct cd_json_put entry, const struct cd_judgement *j)
{
	struct cd_json_put list = cd_json_put_array(entry, "would_change");
	struct cd_flip flips[CD_FLIPS_MAX];
	size_t n = cd_what_if_seen(j, flips);

	for (size_t k = 0; k < n; k++) {
		const struct cd_feature_words *w = cd_feature_words_at(flips[k].feature);
		struct cd_json_put o = cd_json_put_item(list);

		cd_json_put_text(o, "feature", w->id);
		cd_json_put_text(o, "unit", w->unit);
		cd_json_put_quantity(o, "now", j->features.item[flips[k].feature].value, w->unit);
		cd_json_put_quantity(o, "at", flips[k].at, w->unit);
		cd_json_put_text(o, "cause", flips[k].cause);
		cd_json_put_decimal(o, "confidence", cd_reasoning_cut(flips[k].confidence));
	}
}

static void put_missing(struct cd_json_put entry, const struct cd_judgement *j)
{
	const struct cd_cause *pair[2];
	struct cd_missing missing[CD_MISSING_MAX];
	size_t n = cd_what_if_known(j, missing);
	struct cd_json_put list = cd_json_put_array(entry, "would_decide");

	for (size_t k = 0; k < n && cd_what_if_pair(j, pair); k++) {
		const struct cd_missing *m = &missing[k];
		struct cd_json_put o = cd_json_put_item(list);

		cd_json_put_text(o, "feature", cd_feature_words_at(m->feature)->id);
		cd_json_put_text(o, "reason", j->features.item[m->feature].reason);
		cd_json_put_text(o, "supply", m->supply);
		cd_json_put_text(o, "for", pair[0]->words.id);
		cd_json_put_decimal(o, "for_at_most", m->up);
		cd_json_put_text(o, "against", pair[1]->words.id);
		cd_json_put_decimal(o, "against_at_most", -m->down);
	}
}

void cd_reasoning_put(const struct cd_judgement *j, struct json_object *o, bool *failed)
{
	struct cd_json_put entry = { o, failed };

	put_weighing(entry, j);
	put_flips(entry, j);
	put_missing(entry, j);
}

static void put_expectation(
	struct cd_json_put list, const struct cd_judgement *j, const struct cd_expectation *e)
{
	struct cd_json_put o = cd_json_put_item(list);
	bool any = e->feature != _CD_FEATURE_MAX;
	const struct cd_feature_words *w = any ? cd_feature_words_at(e->feature) : NULL;
	const struct cd_feature_value *now = any ? &j->features.item[e->feature] : NULL;

	cd_json_put_text(o, "cause", e->cause);
	cd_json_put_text(o, "text", e->text);
	cd_json_put_text(o, "feature", any ? w->id : NULL);
	if (!any)
		return;
	cd_json_put_text(o, "unit", w->unit);
	cd_json_put_quantity(o, "now", now->known ? now->value : NAN, w->unit);
	cd_json_put_quantity(o, "above", e->above, w->unit);
	cd_json_put_quantity(o, "below", e->below, w->unit);
}

/* What this device's lamps mean, where a person is asked what they show. */
static void put_lamps(struct cd_json_put test, const struct cd_profile *p)
{
	struct cd_json_put list = cd_json_put_array(test, "leds");

	for (size_t k = 0; k < p->n_leds; k++) {
		struct cd_json_put o = cd_json_put_item(list);

		cd_json_put_text(o, "led", p->leds[k].name);
		cd_json_put_text(o, "meaning", cd_led_meaning_to_string(p->leds[k].meaning));
	}
}

void cd_reasoning_put_test(
	const struct cd_case *c, const struct cd_judgement *j, struct json_object *o, bool *failed)
{
	struct cd_json_put test = { o, failed }, list = cd_json_put_array(test, "expect");
	struct cd_expectation e[2];

	if (cd_expect(j, e))
		for (size_t k = 0; k < CD_ELEMENTSOF(e); k++)
			put_expectation(list, j, &e[k]);
	if (c->lamps && c->lamps->n_leds > 0 && strcmp(j->next_test, "say-battery") == 0)
		put_lamps(test, c->lamps);
}
