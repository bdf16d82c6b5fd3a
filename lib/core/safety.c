/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "safety.h"

#include "parameter.h"
#include "parameters/safety.def"
#include "parameters/verdict.def"

#define UNPLUG "unplug-now"

/* A prior is no reason to alarm anybody. What was seen beyond doubt is said though a second fault leads. */
static bool dangerous(const struct cd_ranked *r)
{
	if (!r->cause->danger)
		return false;
	return (r->confidence >= RISK && r->spoken >= SPEAKS) || r->spoken >= PLAIN;
}

bool cd_safety_danger(const struct cd_judgement *j)
{
	for (size_t k = 0; k < j->n_ranked; k++)
		if (dangerous(&j->ranked[k]))
			return true;
	return false;
}

static void to_front(struct cd_judgement *j)
{
	size_t at = 0;

	while (at < j->n_remedies && strcmp(j->remedies[at], UNPLUG) != 0)
		at++;
	if (at == j->n_remedies) {
		if (j->n_remedies < CD_REMEDIES_MAX)
			j->n_remedies++;
		else
			at--; /* the last one, the dearest, gives way */
	}
	for (; at > 0; at--)
		j->remedies[at] = j->remedies[at - 1];
	j->remedies[0] = UNPLUG;
}

/* Another adapter takes the danger away or shows that it is in the device; a word takes no current at all. */
static bool harmless(const char *test)
{
	return strcmp(test, "swap-adapter") == 0 || strcmp(test, "say-battery") == 0;
}

void cd_safety_first(struct cd_judgement *j)
{
	if (!cd_safety_danger(j))
		return;
	to_front(j);
	if (j->next_test && !harmless(j->next_test))
		j->next_test = j->separates[0] = j->separates[1] = NULL;
}
