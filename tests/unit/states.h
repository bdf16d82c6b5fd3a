/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Inputs in a given state, without a router: "kind name key=value key=value …", where '~' in a value is a
 * blank.
 */

#include <stdio.h>

#include "test.h"

#include "facts.h"

#define STATES_MAX 8

struct states {
	struct cd_input *item[STATES_MAX];
	size_t n;
};

static inline void states_word(struct cd_attributes *a, char *word)
{
	char *equals = strchr(word, '=');

	assert_non_null(equals);
	*equals = '\0';
	for (char *p = equals + 1; *p; p++)
		*p = *p == '~' ? ' ' : *p;
	assert_int_equal(cd_attributes_set(a, word, equals + 1, strlen(equals + 1)), 0);
}

static inline struct cd_input *states_input(const char *line, int64_t t_us)
{
	struct cd_event_added added = { .settle_us = CD_UNKNOWN };
	struct cd_attributes a = { 0 };
	char text[1024], *save = NULL, *kind, *name, *word;
	struct cd_input *i;

	(void)snprintf(text, sizeof(text), "%s", line);
	kind = strtok_r(text, " ", &save);
	name = strtok_r(NULL, " ", &save);
	added.kind = cd_input_kind_from_string(kind);
	assert_true((int)added.kind >= 0);
	i = cd_input_new(name);
	assert_non_null(i);
	assert_int_equal(cd_input_set_added(i, &added), 0);
	while ((word = strtok_r(NULL, " ", &save)))
		states_word(&a, word);
	if (a.n > 0)
		assert_int_equal(cd_input_set_attributes(i, &a, t_us), 0);
	cd_attributes_done(&a);
	return i;
}

/* Lines end with NULL and stand in the order of their names, as the engine keeps its inputs. */
static inline void states_make(struct states *s, const char *const *lines, int64_t t_us)
{
	*s = (struct states){ 0 };
	for (; s->n < STATES_MAX && lines[s->n]; s->n++)
		s->item[s->n] = states_input(lines[s->n], t_us);
}

static inline void states_done(struct states *s)
{
	while (s->n > 0)
		cd_input_free(s->item[--s->n]);
}

static inline void states_facts(struct states *s, int sign, struct cd_facts *ret)
{
	cd_facts_gather(s->item, s->n, sign, ret);
}

/* Of one input alone, which is gone then: for what the facts say, not for what they point to. */
static inline void states_facts_of(const char *line, struct cd_facts *ret)
{
	struct states s;

	states_make(&s, (const char *const[]){ line, NULL }, 1);
	states_facts(&s, 0, ret);
	states_done(&s);
}
