/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The second half of docs/model.md: causes with their terms, priors, the background, and where each limit is from. A limit
 * without an origin, an origin without a limit, a cause without a word on its prior: the page is refused.
 */

#include <math.h>
#include <stdio.h>

#include "cause.h"
#include "feature-range.h"
#include "model.h"

static const struct limit {
	enum cd_feature feature;
	double at;
	const char *origin, *too_low, *too_high;
} limits[] = {
#define CD_LIMIT(feature, at, origin, too_low, too_high)                                                     \
	{ CD_FEATURE_##feature, at, origin, too_low, too_high },
#include "parameters/limits.def"
};

static const struct prior {
	const char *cause, *origin, *mistaken_for;
} priors[] = {
#define CD_PRIOR(cause, origin, mistaken_for) { cause, origin, mistaken_for },
#include "parameters/priors.def"
};

static const char *const origins[] = {
	[CD_ORIGIN_CLOUD] = "V-I points",
	[CD_ORIGIN_LEVEL] = "levels",
	[CD_ORIGIN_DROPS] = "interruptions",
	[CD_ORIGIN_SHAPE] = "course",
	[CD_ORIGIN_COURSE] = "incidents",
	[CD_ORIGIN_LINES] = "D+, D−, CC",
	[CD_ORIGIN_BATTERY] = "battery's driver",
	[CD_ORIGIN_CONTRACT] = "contract",
	[CD_ORIGIN_INPUT] = "device's charger",
	[CD_ORIGIN_PORT] = "host's port",
	[CD_ORIGIN_PERSON] = "person",
	[CD_ORIGIN_ENERGY] = "energy",
	[CD_ORIGIN_HEAT] = "heat",
};
_Static_assert(CD_ELEMENTSOF(origins) == _CD_ORIGIN_MAX, "an origin has no name");

static bool is_word(enum cd_feature id)
{
	struct cd_feature_range range = cd_feature_range(id);

	return range.whole && !isinf(range.most);
}

static bool has_limit(const struct cd_term *t, const struct limit *l)
{
	return t->feature == l->feature && (t->from == l->at || t->to == l->at);
}

static const struct limit *limit_at(enum cd_feature id, double at)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(limits); k++)
		if (limits[k].feature == id && limits[k].at == at)
			return &limits[k];
	return NULL;
}

static int check_end(const char *who, const struct cd_term *t, double end)
{
	if (isinf(end) || is_word(t->feature) || limit_at(t->feature, end))
		return 0;
	(void)fprintf(stderr, "lib/core/parameters/limits.def: no row for %s %.10g of %s\n",
		cd_feature_words_at(t->feature)->id, end, who);
	return 1;
}

static int check_terms(const char *who, const struct cd_term *terms)
{
	int missing = 0;

	for (const struct cd_term *t = terms; !cd_term_ends(t); t++)
		missing += check_end(who, t, t->from) + check_end(who, t, t->to);
	return missing;
}

static bool uses(const struct cd_term *terms, const struct limit *l)
{
	for (const struct cd_term *t = terms; !cd_term_ends(t); t++)
		if (has_limit(t, l))
			return true;
	return false;
}

static bool is_used(const struct limit *l)
{
	bool used = uses(cd_background, l);

	for (const struct cd_cause *const *c = cd_causes; *c; c++)
		used |= uses((*c)->terms, l);
	return used;
}

static const struct prior *prior_of(const char *cause)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(priors); k++)
		if (cd_streq(priors[k].cause, cause))
			return &priors[k];
	return NULL;
}

int model_check(void)
{
	int wrong = check_terms("the background", cd_background);

	for (const struct cd_cause *const *c = cd_causes; *c; c++) {
		const char *id = (*c)->words.id;

		wrong += check_terms(id, (*c)->terms);
		if (prior_of(id))
			continue;
		(void)fprintf(stderr, "lib/core/parameters/priors.def: no row for %s\n", id);
		wrong++;
	}
	for (size_t k = 0; k < CD_ELEMENTSOF(limits); k++) {
		if (is_used(&limits[k]))
			continue;
		(void)fprintf(stderr, "lib/core/parameters/limits.def: no term has %s %.10g\n",
			cd_feature_words_at(limits[k].feature)->id, limits[k].at);
		wrong++;
	}
	return wrong;
}

static void print_end(enum cd_feature id, double at)
{
	char text[64];

	model_quantity(at, cd_feature_words_at(id)->unit, text, sizeof(text));
	printf("%s", text);
}

static void print_range(const struct cd_term *t)
{
	printf(" ");
	if (isinf(t->from)) {
		printf("up to ");
		print_end(t->feature, t->to);
	} else if (isinf(t->to)) {
		printf("from ");
		print_end(t->feature, t->from);
	} else {
		print_end(t->feature, t->from);
		printf(" to ");
		print_end(t->feature, t->to);
	}
	printf(" | ");
	if (t->soft > 0)
		print_end(t->feature, t->soft);
	printf(" |");
}

static void print_where(const struct cd_term *t)
{
	const char *comma = " ";

	for (int p = 0; t->positions && p < _CD_POSITION_MAX; p++) {
		if (!(t->positions & (1u << p)))
			continue;
		printf("%s%s", comma, cd_position_to_string((enum cd_position)p));
		comma = ", ";
	}
	printf(" |");
}

static void print_terms(const struct cd_term *terms)
{
	printf("| feature | of | expected | softness | ln LR inside | outside | meter at | |\n"
	       "|---|---|---|---|---|---|---|---|\n");
	for (const struct cd_term *t = terms; !cd_term_ends(t); t++) {
		printf("| `%s` | %s |", cd_feature_words_at(t->feature)->id, origins[t->origin]);
		print_range(t);
		printf(" %+.1f | %+.1f |", t->yes, t->no);
		print_where(t);
		printf(" %s%s |\n", t->required ? "required" : "", t->condition ? "condition" : "");
	}
}

/* The first comment behind the licence line: what the cause is about, and the sources. */
static void print_header(const char *top, const char *id)
{
	char path[512], line[512];
	bool in = false;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/lib/core/causes/%s.c", top, id);
	f = fopen(path, "re");
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		if (in && strcmp(line, " */\n") == 0)
			break;
		if (in)
			fputs(line[2] == ' ' ? line + 3 : "\n", stdout);
		in |= strcmp(line, "/*\n") == 0;
	}
	(void)fclose(f);
}

static void print_notes(const struct cd_cause *c)
{
	const char *comma = "Predicts nothing of: ";

	if (c->danger)
		printf("A danger: said first, whatever leads.\n");
	if (c->path)
		printf("One of those that `cable-or-adapter` is about.\n");
	for (int o = 0; o < _CD_ORIGIN_MAX; o++) {
		if (!(c->silent & (1u << o)))
			continue;
		printf("%s%s", comma, origins[o]);
		comma = ", ";
	}
	if (c->silent)
		printf(".\n");
}

static void print_cause(const char *top, const struct cd_cause *c)
{
	printf("\n### %s\n\n", c->words.id);
	print_header(top, c->words.id);
	printf("\n");
	print_notes(c);
	if (c->danger || c->path || c->silent)
		printf("\n");
	print_terms(c->terms);
}

static void print_priors(void)
{
	printf("\n## Priors\n\n"
	       "`lib/core/causes/NAME.c`, relative: a factor of two in any of them moves the "
	       "odds by 0.7 nat,\nless than one clear piece of evidence. Where one is too low, the cause "
	       "loses to "
	       "what it is mistaken for; where it\nis too high, it wins over that.\n\n"
	       "| cause | prior | origin | mistaken for |\n|---|---|---|---|\n");
	for (const struct cd_cause *const *c = cd_causes; *c; c++) {
		const struct prior *p = prior_of((*c)->words.id);

		printf("| `%s` | %g |", (*c)->words.id, (*c)->prior);
		model_cell(p ? p->origin : "");
		model_cell(p ? p->mistaken_for : "");
		printf("\n");
	}
}

static void print_users(const struct limit *l)
{
	const char *comma = " ";

	for (const struct cd_cause *const *c = cd_causes; *c; c++) {
		if (!uses((*c)->terms, l))
			continue;
		printf("%s%s", comma, (*c)->words.id);
		comma = ", ";
	}
	if (uses(cd_background, l))
		printf("%sbackground", comma);
	printf(" |");
}

static void print_limits(void)
{
	printf("\n## Limits of the terms\n\n"
	       "`lib/core/parameters/limits.def`. Words (yes, no, draining) have no limit to be wrong.\n\n"
	       "| feature | limit | used by | origin | where it is too low | where it is too high |\n"
	       "|---|---|---|---|---|---|\n");
	for (size_t k = 0; k < CD_ELEMENTSOF(limits); k++) {
		const struct limit *l = &limits[k];

		printf("| `%s` | ", cd_feature_words_at(l->feature)->id);
		print_end(l->feature, l->at);
		printf(" |");
		print_users(l);
		model_cell(l->origin);
		model_cell(l->too_low);
		model_cell(l->too_high);
		printf("\n");
	}
}

/* clang-format off */
static const char follows[] =
	"## How a verdict follows\n"
	"\n"
	"1. Features are computed from the session, each with its standard error, or with the reason why it cannot be.\n"
	"2. A cause starts with its prior. For each of its terms whose feature is known it takes the natural logarithm of how\n"
	"   much more probable it makes the value than *other* does: one figure inside the expected range, another outside, a\n"
	"   smooth step between, as wide as softness and twice the standard error together (`ERROR_WIDTH`); times `CD_GAIN`.\n"
	"3. Terms of one origin are views of one fact: the weakest counts, the others add nothing. A feature that is unknown\n"
	"   says nothing; where it is *required*, its origin can then only speak against. A *condition* speaks for nothing alone.\n"
	"4. Of an origin that it has no term of, a cause predicts a charge without fault (the background), unless it is said to\n"
	"   predict nothing of it.\n"
	"5. Priors times likelihoods are divided by their sum, *other* (`PRIOR_OTHER`) with them: the confidences.\n"
	"6. A cause is the verdict from `CD_BAR` on, with `SPEAKS` of evidence for it at least. Where cable and adapter pass the\n"
	"   bar only together, neither `APART` times the other, it is `cable-or-adapter`; where nothing passes, `inconclusive`.\n"
	"7. A danger with something real to go by is said first, whatever leads (`RISK`, `PLAIN`).\n"
	"\n"
	"Softness and the two figures of a term are *chosen*, and checked against simulated charges (`build/tests/bench/truth`:\n"
	"seeds below 1000 to develop with, others to judge). A softness that is too small lets a value at its limit decide; one\n"
	"that is too large lets a clear value say little. Figures that are too high make verdicts too sure, so that of those\n"
	"given with 0.8 fewer than 80 % are right; figures that are too low make them inconclusive.\n";
/* clang-format on */

void model_causes(const char *top)
{
	fputs(follows, stdout);
	print_priors();
	printf("\n## Causes\n");
	for (const struct cd_cause *const *c = cd_causes; *c; c++)
		print_cause(top, *c);
	printf("\n## Background\n\n"
	       "`lib/core/background.c`: a charge without fault, for causes that are about something else. "
	       "Each row "
	       "is weaker than\nthe term by which the cause that is about it speaks for itself: too weak, a "
	       "second "
	       "fault does not tell against the\nothers; too strong, two true faults leave no verdict.\n\n");
	print_terms(cd_background);
	print_limits();
}
