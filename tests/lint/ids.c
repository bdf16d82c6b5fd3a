/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints docs/ids.md from the tables of the core: whoever reads the bus or JSON needs every id, and a page kept by hand
 * is soon behind. The test compares; `ninja -C build ids` rewrites the page.
 */

#include <stdio.h>

#include "catalogue.h"
#include "cause.h"

/* `|` would end the cell. */
static void cell(const char *text)
{
	printf(" ");
	for (; *text; text++)
		printf(*text == '|' ? "\\|" : "%c", *text);
	printf(" |");
}

static void row(const char *id, const char *a, const char *b, const char *c, const char *d)
{
	const char *const cells[] = { a, b, c, d };

	printf("| `%s` |", id);
	for (size_t k = 0; k < CD_ELEMENTSOF(cells) && cells[k]; k++)
		cell(cells[k]);
	printf("\n");
}

static const char *severity_of(const char *id)
{
	for (const struct cd_cause *const *c = cd_causes; *c; c++)
		if (cd_streq((*c)->words.id, id))
			return cd_severity_to_string((*c)->severity);
	return "";
}

static void causes(void)
{
	const struct cd_cause_words *w;

	printf("## Causes\n\n"
	       "`cable-or-adapter` and `inconclusive` are no causes but decisions: the first when cable and "
	       "adapter\n"
	       "together explain the data and neither alone does, the second when nothing does.\n\n"
	       "| cause | class | part | severity | in words |\n|---|---|---|---|---|\n");
	for (size_t k = 0; (w = cd_cause_words_at(k)); k++)
		row(w->id, cd_class_to_string(w->class), cd_part_to_string(w->part), severity_of(w->id),
			w->title);
}

static void features(void)
{
	const struct cd_feature_words *w;

	printf("\n## Features\n\n"
	       "What evidence is made of. Unit `1` is a plain number.\n\n"
	       "| feature | unit | meaning |\n|---|---|---|\n");
	for (size_t k = 0; (w = cd_feature_words_at(k)); k++)
		row(w->id, w->unit, w->text, NULL, NULL);
}

static void words(const char *title, const char *head, const struct cd_words *(*at)(size_t i))
{
	const struct cd_words *w;

	printf("\n## %s\n\n| %s | in words |\n|---|---|\n", title, head);
	for (size_t k = 0; (w = at(k)); k++)
		row(w->id, w->text, NULL, NULL, NULL);
}

int main(void)
{
	printf("# Ids\n\n"
	       "Ids are stable and never translated; the bus and JSON carry ids, the words are for people "
	       "and may change.\n"
	       "Made by `ninja -C build ids` from the tables of the core.\n\n");
	causes();
	words("Symptoms", "symptom", cd_symptom_words_at);
	features();
	words("Next tests", "test", cd_next_test_words_at);
	words("Remedies", "remedy", cd_remedy_words_at);
	return 0;
}
