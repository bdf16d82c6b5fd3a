/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "what-if.h"

#include "feature-range.h"
#include "json-put.h"
#include "parameter.h"
#include "supply.h"

#include "parameters/verdict.def"
#include "parameters/what-if.def"

/* Values of one feature at which something may be different: around the ends of all terms of it. */
#define POINTS_MAX 256

struct points {
	double at[POINTS_MAX]; /* rising */
	size_t n;
	double width; /* of the softest step; of a hard edge a half */
};

static void add_point(struct points *p, const struct cd_feature_range *range, double x)
{
	size_t k = p->n;

	if (p->n >= POINTS_MAX)
		return;
	x = fmin(fmax(x, range->least), range->most);
	for (; k > 0 && p->at[k - 1] > x; k--)
		;
	if (k > 0 && p->at[k - 1] == x)
		return;
	memmove(&p->at[k + 1], &p->at[k], (p->n - k) * sizeof(p->at[0]));
	p->at[k] = x;
	p->n++;
}

static void add_end(struct points *p, const struct cd_feature_range *range, double end, double width)
{
	if (isinf(end))
		return;
	p->width = fmax(p->width, width);
	for (double x = range->least; range->whole && x <= range->most && !isinf(range->most); x++)
		add_point(p, range, x); /* words: each of them */
	if (range->whole || width <= 0) {
		add_point(p, range, ceil(end) - 1);
		add_point(p, range, floor(end));
		add_point(p, range, ceil(end));
		add_point(p, range, floor(end) + 1);
		return;
	}
	for (size_t k = 0; k < CD_ELEMENTSOF(LOOKS); k++)
		add_point(p, range, end + LOOKS[k] * width);
}

static void add_terms(struct points *p, const struct cd_term *terms, enum cd_position position,
	enum cd_feature id, double error)
{
	struct cd_feature_range range = cd_feature_range(id);

	for (const struct cd_term *t = terms; !cd_term_ends(t); t++) {
		double width = sqrt(t->soft * t->soft + ERROR_WIDTH * ERROR_WIDTH * error * error);

		if (t->feature != id || (t->positions && !(t->positions & (1u << position))))
			continue;
		add_end(p, &range, t->from, width);
		add_end(p, &range, t->to, width);
	}
}

static void start_points(struct points *p, enum cd_position position, enum cd_feature id, double error)
{
	p->n = 0;
	p->width = 0;
	add_terms(p, cd_background, position, id, error);
}

/* How far one feature can move the sum of a cause: by its term's height, for the weakest of an origin counts. */
static double reach_of(const struct cd_cause *cause, enum cd_feature id)
{
	double most = 0;

	for (const struct cd_term *t = cause->terms; !cd_term_ends(t); t++)
		if (t->feature == id)
			most = fmax(most, t->yes - t->no);
	return most;
}

/* Of all causes those that the feature could bring to where they matter. */
static void points_of(struct points *p, const struct cd_judgement *j, enum cd_feature id)
{
	double error = j->features.item[id].error;
	double first = log(j->ranked[0].confidence) - reach_of(j->ranked[0].cause, id);

	start_points(p, j->position, id, error);
	for (size_t k = 0; k < j->n_ranked; k++) {
		const struct cd_ranked *r = &j->ranked[k];

		if (k == 0 || log(r->confidence) + reach_of(r->cause, id) > first + LOG_HARDLY)
			add_terms(p, r->cause->terms, j->position, id, error);
	}
}

/* The verdict with one feature at another value. `w` is the judgement's copy, and has its other features. */
static const char *verdict_at(struct cd_judgement *w, enum cd_feature id, double x)
{
	memset((char *)w + offsetof(struct cd_judgement, n_ranked), 0,
		sizeof(*w) - offsetof(struct cd_judgement, n_ranked));
	w->features.item[id].value = x;
	cd_judge_features(w->position, w);
	return w->verdict->id;
}

static bool other_than(const char *verdict, const char *now)
{
	return strcmp(verdict, now) != 0;
}

/* To three digits, or as many more as it takes, away from where it is now. */
static bool round_outward(
	struct cd_judgement *w, enum cd_feature id, double x, double outward, const char *now, double *ret)
{
	const char *unit = cd_feature_words_at(id)->unit;
	bool whole = unit[0] == 'u' || strcmp(unit, "mohm") == 0 || cd_feature_range(id).whole;

	for (int digits = 2; digits < 6; digits++) {
		double step = fmax(pow(10, floor(log10(fmax(fabs(x), 1e-9))) - digits), whole ? 1 : 0.001);
		double at = cd_json_quantity_written(outward * ceil(outward * x / step) * step, unit);

		if (other_than(verdict_at(w, id, at), now)) {
			*ret = at;
			return true;
		}
	}
	return false;
}

/* Between `near`, where the verdict is as now, and `beyond`, where it is not. */
static bool find_flip(
	struct cd_judgement *w, enum cd_feature id, double near, double beyond, const char *now, double *ret)
{
	double outward = beyond > near ? 1 : -1;

	for (int k = 0; k < HALVINGS && !cd_feature_range(id).whole; k++) {
		double middle = (near + beyond) / 2;

		if (other_than(verdict_at(w, id, middle), now))
			beyond = middle;
		else
			near = middle;
	}
	return round_outward(w, id, beyond, outward, now, ret);
}

/* The first point in one direction behind which the verdict is another. */
static bool flip_towards(struct cd_judgement *w, enum cd_feature id, const struct points *p, double from,
	bool up, const char *now, double *ret)
{
	double near = from;

	for (size_t k = 0; k < p->n; k++) {
		double x = p->at[up ? k : p->n - 1 - k];

		if (up ? x <= from : x >= from)
			continue;
		if (other_than(verdict_at(w, id, x), now))
			return find_flip(w, id, near, x, now, ret);
		near = x;
	}
	return false;
}

static bool nearest_flip(
	const struct cd_judgement *j, struct cd_judgement *w, enum cd_feature id, struct cd_flip *ret)
{
	const char *now = j->verdict->id;
	struct cd_feature_value was = w->features.item[id];
	struct points p;
	double at[2], width, far = INFINITY;

	points_of(&p, j, id);
	width = p.width > 0 ? p.width : HARD_WIDTH;
	for (int up = 0; up < 2; up++)
		if (flip_towards(w, id, &p, was.value, up, now, &at[up]) &&
			fabs(at[up] - was.value) / width < far) {
			far = fabs(at[up] - was.value) / width;
			*ret = (struct cd_flip){ .feature = id, .at = at[up], .far = far };
		}
	if (!isinf(far)) {
		ret->cause = verdict_at(w, id, ret->at);
		ret->confidence = w->confidence;
	}
	w->features.item[id] = was;
	return !isinf(far);
}

/* Into a short list, the nearest first; equal ones in the order of the features. */
static void insert_flip(struct cd_flip *list, size_t *n, const struct cd_flip *f)
{
	size_t k = *n;

	for (; k > 0 && list[k - 1].far > f->far; k--)
		if (k < CD_FLIPS_MAX)
			list[k] = list[k - 1];
	if (k < CD_FLIPS_MAX)
		list[k] = *f;
	if (*n < CD_FLIPS_MAX)
		(*n)++;
}

size_t cd_what_if_seen(const struct cd_judgement *j, struct cd_flip ret[CD_FLIPS_MAX])
{
	struct cd_judgement w = *j;
	struct cd_flip f;
	size_t n = 0;

	for (int id = 0; id < _CD_FEATURE_MAX && j->n_ranked > 0; id++)
		if (w.features.item[id].known && nearest_flip(j, &w, (enum cd_feature)id, &f))
			insert_flip(ret, &n, &f);
	return n;
}

static const struct cd_cause *ranked_of(const struct cd_judgement *j, const char *id)
{
	for (size_t k = 0; k < j->n_ranked; k++)
		if (cd_streq(j->ranked[k].cause->words.id, id))
			return j->ranked[k].cause;
	return NULL;
}

bool cd_what_if_pair(const struct cd_judgement *j, const struct cd_cause *ret[2])
{
	if (j->n_ranked < 2)
		return false;
	ret[0] = ranked_of(j, j->separates[0]);
	ret[1] = ranked_of(j, j->separates[1]);
	if (!ret[0] || !ret[1]) {
		ret[0] = j->ranked[0].cause;
		ret[1] = j->ranked[1].cause;
	}
	return true;
}

static double odds(
	const struct cd_judgement *j, const struct cd_cause *const pair[2], const struct cd_features *f)
{
	double own[CD_TERMS_MAX], background[CD_BACKGROUND_MAX];

	return cd_cause_value(pair[0], j->position, f, own, background) -
	       cd_cause_value(pair[1], j->position, f, own, background);
}

static void try_value(const struct cd_judgement *j, const struct cd_cause *const pair[2],
	struct cd_features *f, double now, double x, struct cd_missing *m)
{
	double change;

	f->item[m->feature] = (struct cd_feature_value){ .known = true, .value = x };
	change = odds(j, pair, f) - now;
	m->up = fmax(m->up, change);
	m->down = fmin(m->down, change);
}

/* Two steps against each other have their most somewhere between their ends. */
static void range_of(const struct cd_judgement *j, const struct cd_cause *const pair[2],
	struct cd_features *f, enum cd_feature id, struct cd_missing *ret)
{
	struct cd_feature_value was = f->item[id];
	double now = odds(j, pair, f);
	struct points p;

	*ret = (struct cd_missing){ .feature = id };
	start_points(&p, j->position, id, 0);
	for (size_t k = 0; k < 2; k++)
		add_terms(&p, pair[k]->terms, j->position, id, 0);
	for (size_t k = 0; k < p.n; k++) {
		try_value(j, pair, f, now, p.at[k], ret);
		for (int m = 1; m < BETWEEN && k > 0 && !cd_feature_range(id).whole; m++)
			try_value(j, pair, f, now, p.at[k - 1] + (p.at[k] - p.at[k - 1]) * m / BETWEEN, ret);
	}
	f->item[id] = was;
}

static double most(const struct cd_missing *m)
{
	return fmax(m->up, -m->down);
}

static void insert_missing(struct cd_missing *list, size_t *n, const struct cd_missing *m)
{
	size_t k = *n;

	for (; k > 0 && most(&list[k - 1]) < most(m); k--)
		if (k < CD_MISSING_MAX)
			list[k] = list[k - 1];
	if (k < CD_MISSING_MAX)
		list[k] = *m;
	if (*n < CD_MISSING_MAX)
		(*n)++;
}

size_t cd_what_if_known(const struct cd_judgement *j, struct cd_missing ret[CD_MISSING_MAX])
{
	const struct cd_cause *pair[2];
	struct cd_features f = j->features;
	struct cd_missing m;
	const char *supply;
	size_t n = 0;

	if (!cd_what_if_pair(j, pair))
		return 0;
	for (int id = 0; id < _CD_FEATURE_MAX; id++) {
		if (f.item[id].known || !f.item[id].reason[0])
			continue;
		supply = cd_supply((enum cd_feature)id, f.item[id].reason);
		if (!supply)
			continue;
		range_of(j, pair, &f, (enum cd_feature)id, &m);
		m.supply = supply;
		if (most(&m) >= WORTH_NAMING)
			insert_missing(ret, &n, &m);
	}
	return n;
}
