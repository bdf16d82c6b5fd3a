/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The next test of an analysis for people, with what to expect of it under each cause:
 *
 *     Next test
 *       Charge the same device …
 *       cable-resistance          with another cable the current rises by a fifth, …
 *                                 voltage-sag under 0.43 V (now 0.70 V)
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"
#include "words.h"

#define COLUMN 26

static void put_separates(const struct ctl_out *out, struct json_object *list)
{
	size_t n = ctl_json_length(list);

	for (size_t i = 0; i < n; i++) {
		fputs(i == 0 ? "  It separates " : i + 1 == n ? " from " : ", ", out->f);
		ctl_text_put(out, ctl_json_element(list, i));
	}
	if (n)
		fputs(".\n", out->f);
}

static void put_limit(const struct ctl_out *out, const char *word, double v, const char *unit)
{
	char text[CTL_QUANTITY_MAX];

	fprintf(out->f, " %s ", word);
	ctl_text_put(out, ctl_quantity(v, unit, text, sizeof(text)));
}

/* "voltage-sag under 0.43 V (now 0.70 V)" */
static void put_range(const struct ctl_out *out, struct json_object *e)
{
	const char *feature = ctl_json_string(e, "feature"), *unit = ctl_json_string(e, "unit");
	double above = ctl_json_double(e, "above"), below = ctl_json_double(e, "below");
	double now = ctl_json_double(e, "now");

	if (!feature || (!isfinite(above) && !isfinite(below)))
		return;
	fprintf(out->f, "  %*s", COLUMN, "");
	ctl_text_put(out, feature);
	if (isfinite(above))
		put_limit(out, "above", above, unit);
	if (isfinite(above) && isfinite(below))
		fputs(" and", out->f);
	if (isfinite(below))
		put_limit(out, "under", below, unit);
	if (isfinite(now)) {
		put_limit(out, "(now", now, unit);
		fputc(')', out->f);
	}
	fputc('\n', out->f);
}

static void put_expectations(const struct ctl_out *out, struct json_object *list)
{
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *e = json_object_array_get_idx(list, i);

		fputs("  ", out->f);
		ctl_text_pad(out, ctl_json_string(e, "cause"), COLUMN);
		ctl_text_wrap(out, ctl_json_string(e, "text"), COLUMN + 2);
		put_range(out, e);
	}
}

static void put_lamps(const struct ctl_out *out, struct json_object *list)
{
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *led = json_object_array_get_idx(list, i);

		fputs(i ? ", " : "  Its lamp: ", out->f);
		ctl_text_put(out, ctl_json_string(led, "led"));
		fputs(" means ", out->f);
		ctl_text_put(out, ctl_json_string(led, "meaning"));
	}
	if (ctl_json_length(list))
		fputs(".\n", out->f);
}

void ctl_render_test(const struct ctl_out *out, struct json_object *test)
{
	const char *text = ctl_json_string(test, "text"), *id = ctl_json_string(test, "test");

	fputs("  ", out->f);
	/* The document's own words; older documents have only the id. */
	ctl_text_wrap(out, text && *text ? text : id ? ctl_words_next_test(id) : NULL, 2);
	put_separates(out, ctl_json_array(test, "separates"));
	put_expectations(out, ctl_json_array(test, "expect"));
	put_lamps(out, ctl_json_array(test, "leds"));
}
