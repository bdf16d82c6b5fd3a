/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "verdict.h"

#include "hash.h"
#include "next-test.h"
#include "safety.h"
#include "time-to-full.h"

#include "parameter.h"
#include "parameters/verdict.def"

static double smooth_step(double x, double at, double width)
{
	if (isinf(at))
		return at < 0 ? 1.0 : 0.0;
	if (width <= 0)
		return x >= at ? 1.0 : 0.0;
	return 1.0 / (1.0 + exp(-(x - at) / (width / 2)));
}

double cd_term_value(const struct cd_term *t, const struct cd_feature_value *v)
{
	double width = sqrt(t->soft * t->soft + ERROR_WIDTH * ERROR_WIDTH * v->error * v->error);
	double inside = smooth_step(v->value, t->from, width) -
			(isinf(t->to) ? 0 : smooth_step(v->value, t->to, width));

	if (width <= 0 && v->value == t->to)
		inside = 1;
	if (inside < 0)
		inside = 0;
	return t->no + (t->yes - t->no) * inside;
}

static bool term_holds(const struct cd_term *t, enum cd_position position)
{
	return t->positions == 0 || (t->positions & (1u << position));
}

/* What the terms of one origin come to: the weakest counts. */
struct weight {
	double value;
	double least; /* INFINITY: none */
	size_t carrier;
	bool any; /* the table has terms of this origin */
	bool lacking, evident;
};

static void weigh_term(struct weight *w, size_t k, const struct cd_term *t, enum cd_position position,
	const struct cd_feature_value *v, double *contribution)
{
	double value;

	w->any = true;
	*contribution = NAN;
	if (!term_holds(t, position))
		return;
	if (!v->known) {
		w->lacking |= t->required;
		return;
	}
	*contribution = 0;
	value = CD_GAIN * cd_term_value(t, v);
	w->evident |= !t->condition;
	if (value < w->least) {
		w->least = value;
		w->carrier = k;
	}
}

/* All origins in one pass over a table: this is most of what a judgement costs. */
static void weigh(const struct cd_term *terms, enum cd_position position, const struct cd_features *f,
	struct weight *weights, double *contribution)
{
	for (int o = 0; o < _CD_ORIGIN_MAX; o++)
		weights[o] = (struct weight){ .least = INFINITY };
	for (size_t k = 0; !cd_term_ends(&terms[k]); k++)
		weigh_term(&weights[terms[k].origin], k, &terms[k], position, &f->item[terms[k].feature],
			&contribution[k]);
	for (int o = 0; o < _CD_ORIGIN_MAX; o++) {
		struct weight *w = &weights[o];

		if (!isinf(w->least) && ((!w->lacking && w->evident) || w->least <= 0))
			contribution[w->carrier] = w->value = w->least;
	}
}

/* The background is the same for all causes. */
struct backdrop {
	struct weight weights[_CD_ORIGIN_MAX];
	double contribution[CD_BACKGROUND_MAX];
};

static bool in_front_of(const struct cd_cause *cause, const struct weight *own, enum cd_origin origin)
{
	return !own[origin].any && !(cause->silent & (1u << origin));
}

static double value_of(const struct cd_cause *cause, enum cd_position position, const struct cd_features *f,
	const struct backdrop *b, struct weight *own, double *ret_contribution)
{
	double sum = log(cause->prior);

	weigh(cause->terms, position, f, own, ret_contribution);
	for (int o = 0; o < _CD_ORIGIN_MAX; o++)
		sum += in_front_of(cause, own, (enum cd_origin)o) ? b->weights[o].value : own[o].value;
	return sum;
}

double cd_cause_value(const struct cd_cause *cause, enum cd_position position, const struct cd_features *f,
	double *ret_contribution, double *ret_background)
{
	struct weight own[_CD_ORIGIN_MAX];
	struct backdrop b;
	double sum;

	weigh(cd_background, position, f, b.weights, b.contribution);
	sum = value_of(cause, position, f, &b, own, ret_contribution);
	for (size_t k = 0; k < CD_BACKGROUND_MAX; k++)
		ret_background[k] = NAN;
	for (size_t k = 0; !cd_term_ends(&cd_background[k]); k++)
		if (in_front_of(cause, own, cd_background[k].origin))
			ret_background[k] = b.contribution[k];
	return sum;
}

/* Falling confidence; the catalogue's order where equal, so that equal data give equal bytes. */
static void rank(struct cd_ranked *r, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct cd_ranked x = r[i];
		size_t k = i;

		for (; k > 0 && r[k - 1].confidence < x.confidence; k--)
			r[k] = r[k - 1];
		r[k] = x;
	}
}

/* A battery that charges goes with a bad cable or adapter as with a good one: it takes volts to show either. */
static bool shows(const struct cd_cause *cause, const struct cd_term *t)
{
	return !cause->path || t->origin != CD_ORIGIN_BATTERY;
}

/* The sum of what speaks for a cause. */
static double spoken(const struct cd_cause *cause, const double *contribution)
{
	double sum = 0;

	for (size_t k = 0; k < CD_TERMS_MAX && !cd_term_ends(&cause->terms[k]); k++)
		sum += contribution[k] > 0 && shows(cause, &cause->terms[k]) ? contribution[k] : 0; /* NAN is not */
	return sum;
}

static void posterior(struct cd_judgement *j)
{
	struct backdrop b;
	double total = PRIOR_OTHER;

	weigh(cd_background, j->position, &j->features, b.weights, b.contribution);
	for (size_t k = 0; cd_causes[k]; k++) { /* catalogue.c asserts that they fit */
		struct cd_ranked *r = &j->ranked[j->n_ranked++];
		struct weight own[_CD_ORIGIN_MAX];
		double contribution[CD_TERMS_MAX];

		*r = (struct cd_ranked){ .cause = cd_causes[k] };
		r->confidence = exp(value_of(r->cause, j->position, &j->features, &b, own, contribution));
		r->spoken = spoken(r->cause, contribution);
		total += r->confidence;
	}
	for (size_t k = 0; k < j->n_ranked; k++)
		j->ranked[k].confidence /= total;
	rank(j->ranked, j->n_ranked);
}

/* The sum of cable and of adapter causes that are about the way of the volts, and the best of each. */
struct sides {
	double cable, adapter;
	const struct cd_ranked *best_cable, *best_adapter;
};

static void side_add(const struct cd_ranked *r, double *sum, const struct cd_ranked **best)
{
	*sum += r->confidence;
	*best = *best ? *best : r;
}

static struct sides sides_of(const struct cd_judgement *j)
{
	struct sides s = { 0 };

	for (size_t k = 0; k < j->n_ranked; k++) {
		const struct cd_ranked *r = &j->ranked[k];

		if (!r->cause->path)
			continue;
		if (r->cause->words.part == CD_PART_CABLE)
			side_add(r, &s.cable, &s.best_cable);
		else
			side_add(r, &s.adapter, &s.best_adapter);
	}
	return s;
}

static bool decide_either(struct cd_judgement *j)
{
	struct sides s = sides_of(j);
	double both = s.cable + s.adapter;

	if (both < CD_BAR || !j->ranked[0].cause->path || j->ranked[0].spoken < SPEAKS)
		return false;
	if (s.cable > s.adapter * APART || s.adapter > s.cable * APART)
		return false;
	j->verdict = cd_cause_words("cable-or-adapter");
	j->confidence = both;
	j->severity = CD_SEVERITY_MEDIUM;
	j->next_test = "swap-cable";
	j->separates[0] = s.best_cable->cause->words.id;
	j->separates[1] = s.best_adapter->cause->words.id;
	return true;
}

static void add_remedy(struct cd_judgement *j, const char *id)
{
	for (size_t k = 0; k < j->n_remedies; k++)
		if (strcmp(j->remedies[k], id) == 0)
			return;
	if (j->n_remedies < CD_REMEDIES_MAX)
		j->remedies[j->n_remedies++] = id;
}

/* What was offered was not taken: more of it would not be, either. */
static bool is_vain(const struct cd_judgement *j, const char *id)
{
	const struct cd_feature_value *share = &j->features.item[CD_FEATURE_NEGOTIATED_SHARE];

	return strcmp(id, "stronger-adapter") == 0 && share->known && share->value < TAKEN;
}

static void add_remedies(struct cd_judgement *j, const struct cd_cause *c)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(c->remedies) && c->remedies[k]; k++)
		add_remedy(j, is_vain(j, c->remedies[k]) ? "replug" : c->remedies[k]);
}

static void remedies_for_either(struct cd_judgement *j)
{
	static const char *const ids[] = { "reseat", "other-cable", "other-adapter" };

	for (size_t k = 0; k < CD_ELEMENTSOF(ids); k++)
		add_remedy(j, ids[k]);
}

/* How fast is a question of degree: where it is one of the two beyond the bar the device charges, and the more probable one is
 * said, with what it has by itself. */
static bool is_of_degree(const struct cd_judgement *j)
{
	static const char *const degrees[] = { "charging", "charging-slowly" };
	double sum = 0;
	size_t n = 0;

	for (size_t k = 0; k < CD_ELEMENTSOF(degrees) && k < j->n_ranked; k++)
		for (size_t i = 0; i < CD_ELEMENTSOF(degrees); i++)
			if (strcmp(j->ranked[k].cause->words.id, degrees[i]) == 0) {
				sum += j->ranked[k].confidence;
				n++;
			}
	return n == CD_ELEMENTSOF(degrees) && sum >= CD_BAR;
}

static const char *why_nothing(const struct cd_judgement *j)
{
	if (j->features.shape.away)
		return "the current flows away from the device: it gives power, or the meter is the wrong way round";
	return j->ranked[0].confidence < CD_BAR ? "no cause is more probable than all others together"
						: "nothing was seen that speaks for a cause";
}

static void decide_one(struct cd_judgement *j)
{
	const struct cd_ranked *top = &j->ranked[0];

	if ((top->confidence >= CD_BAR || is_of_degree(j)) && top->spoken >= SPEAKS) {
		j->verdict = &top->cause->words;
		j->severity = top->cause->severity;
		add_remedies(j, top->cause);
	} else {
		j->verdict = cd_cause_words("inconclusive");
		j->severity = CD_SEVERITY_INFO;
		j->reason = why_nothing(j);
	}
	j->confidence = fmin(top->confidence, j->reason ? CD_BAR - JUST_UNDER : 1);
	if (j->n_ranked > 1)
		cd_next_test_between(top->cause->words.id, j->ranked[1].cause->words.id, top->confidence,
			j->ranked[1].confidence, &j->next_test);
	if (j->next_test) {
		j->separates[0] = top->cause->words.id;
		j->separates[1] = j->ranked[1].cause->words.id;
	}
}

static const char *too_little(const struct cd_case *c, const struct cd_features *f)
{
	const struct cd_session *s = c->session;

	if (s->number == 0 && !cd_session_provisional(s) && c->facts->status == CD_STATUS_CHARGING)
		return "no session yet: the battery says that it charges, and nothing says from what";
	if (s->number == 0 && !cd_session_provisional(s))
		return "no session: neither a current nor a supply that is online was seen";
	for (size_t k = 0; k < _CD_FEATURE_MAX; k++)
		if (f->item[k].known)
			return NULL;
	return "nothing could be computed from the data";
}

void cd_judge_features(enum cd_position position, struct cd_judgement *j)
{
	j->position = position;
	posterior(j);
	if (decide_either(j))
		remedies_for_either(j);
	else
		decide_one(j);
	cd_safety_first(j);
}

/* All that the case says; the verdict is still to be drawn. The ranked causes are filled when it is. */
static void look(const struct cd_case *c, struct cd_judgement *j)
{
	memset((char *)j + offsetof(struct cd_judgement, n_ranked), 0,
		sizeof(*j) - offsetof(struct cd_judgement, n_ranked));
	j->position = c->position;
	cd_features_compute(c, &j->features);
	j->symptoms = cd_symptoms(c, &j->features);
	j->reason = too_little(c, &j->features);
}

static void conclude(enum cd_position position, struct cd_judgement *j)
{
	if (j->reason)
		j->verdict = cd_cause_words("inconclusive");
	else
		cd_judge_features(position, j);
}

void cd_judge(const struct cd_case *c, struct cd_judgement *ret)
{
	look(c, ret);
	conclude(c->position, ret);
}

/* Of all that cd_judge_features() sees; 0: it is not asked. */
static uint64_t fingerprint(enum cd_position position, const struct cd_judgement *j)
{
	uint64_t hash = cd_hash(CD_HASH_START, &position, sizeof(position));

	for (size_t k = 0; k < _CD_FEATURE_MAX; k++) {
		const struct cd_feature_value *v = &j->features.item[k];

		hash = cd_hash(hash, &v->known, sizeof(v->known));
		if (!v->known)
			continue;
		hash = cd_hash(hash, &v->value, sizeof(v->value));
		hash = cd_hash(hash, &v->error, sizeof(v->error));
	}
	return j->reason ? 0 : hash;
}

/* Without samples only the battery's driver can tell, and "Charging" does not say in which way. */
static enum cd_phase phase_of(const struct cd_case *c, const struct cd_shape *shape)
{
	static const enum cd_phase rests[] = {
		[CD_STATUS_UNKNOWN] = _CD_PHASE_INVALID,
		[CD_STATUS_CHARGING] = _CD_PHASE_INVALID,
		[CD_STATUS_DISCHARGING] = CD_PHASE_IDLE,
		[CD_STATUS_NOT_CHARGING] = CD_PHASE_HOLD,
		[CD_STATUS_FULL] = CD_PHASE_DONE,
	};

	if (shape->n_phases > 0)
		return shape->phase[shape->n_phases - 1].phase;
	if (c->session->electrical)
		return CD_PHASE_DETECT;
	return c->facts->has_battery ? rests[c->facts->status] : _CD_PHASE_INVALID;
}

static void draw(enum cd_position position, struct cd_judgement *j, struct cd_verdict *ret)
{
	conclude(position, j);
	*ret = (struct cd_verdict){
		.exists = true,
		.cause = j->verdict->id,
		.class = j->verdict->class,
		.part = j->verdict->part,
		.confidence = j->confidence,
		.severity = j->severity,
		.next_test = j->next_test,
		.n_remedies = j->n_remedies,
	};
	memcpy(ret->remedies, j->remedies, sizeof(ret->remedies));
}

void cd_verdict_begin(struct cd_verdict *ret)
{
	const struct cd_cause_words *w = cd_cause_words("inconclusive");

	*ret = (struct cd_verdict){
		.exists = true,
		.cause = w->id,
		.class = w->class,
		.part = w->part,
		.severity = CD_SEVERITY_INFO,
		.phase = _CD_PHASE_INVALID,
		.done_us = CD_UNKNOWN,
		.to_full = { CD_UNKNOWN, CD_UNKNOWN, "it has just begun", 100 },
	};
}

/* Most changes of a battery change no feature. The same features make the same verdict: it is not drawn again. */
void cd_verdict_summary(const struct cd_case *c, struct cd_verdict *ret)
{
	struct cd_judgement j;
	const struct cd_shape *shape = &j.features.shape;
	uint64_t now;

	if (c->session->number == 0) {
		*ret = (struct cd_verdict){ .phase = CD_PHASE_IDLE };
		return;
	}
	look(c, &j);
	now = fingerprint(c->position, &j);
	if (!ret->exists || now == 0 || now != ret->fingerprint)
		draw(c->position, &j, ret);
	ret->fingerprint = now;
	ret->symptoms = j.symptoms;
	ret->phase = phase_of(c, shape);
	ret->tapered = shape->tapered || shape->done;
	ret->done_us = shape->done_us;
	cd_time_to_full(c, shape, &ret->to_full);
	cd_to_full_round(&ret->to_full);
}

void cd_verdict_info_of(const struct cd_verdict *v, struct cd_verdict_info *ret)
{
	*ret = (struct cd_verdict_info){
		.exists = v->exists,
		.class = v->class,
		.cause = v->cause,
		.part = v->part,
		.confidence = v->confidence,
		.severity = v->severity,
		.symptoms = v->symptoms,
		.next_test = v->next_test,
		.n_remedies = v->n_remedies,
	};
	memcpy(ret->remedies, v->remedies, sizeof(ret->remedies));
}
