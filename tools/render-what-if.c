/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What would change the verdict of an analysis, for people:
 *
 *     What would change the verdict
 *       voltage-sag               0.32 V (now 0.55 V): inconclusive
 *       Each alone, with all else as it is.
 *
 *     Not known, and could decide most
 *       knee                      up to 7.3 for cable-resistance, 7.3 for adapter-current-limited
 *                                 → record while the current changes: …
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"

#define COLUMN 26

static void heading(const struct ctl_out *out, const char *text)
{
	fputc('\n', out->f);
	ctl_text_styled(out, CTL_BOLD, text);
	fputc('\n', out->f);
}

static void put_value(const struct ctl_out *out, struct json_object *o, const char *key)
{
	char text[CTL_QUANTITY_MAX];

	ctl_text_put(
		out, ctl_quantity(ctl_json_double(o, key), ctl_json_string(o, "unit"), text, sizeof(text)));
}

static void put_flip(const struct ctl_out *out, struct json_object *o)
{
	const char *cause = ctl_json_string(o, "cause");
	double confidence = ctl_json_double(o, "confidence");
	char share[CTL_CONFIDENCE_MAX];

	fputs("  ", out->f);
	ctl_text_pad(out, ctl_json_string(o, "feature"), COLUMN);
	put_value(out, o, "at");
	fputs(" (now ", out->f);
	put_value(out, o, "now");
	fputs("): ", out->f);
	ctl_text_put(out, cause);
	if (confidence >= 0 && confidence <= 1 && !cd_streq(cause, "inconclusive"))
		fprintf(out->f, " (%s)", ctl_confidence(confidence, share, sizeof(share)));
	fputc('\n', out->f);
}

/* Said at once where it could speak for one of the two only. */
static void put_share(const struct ctl_out *out, const char *before, double most, const char *cause)
{
	fputs(before, out->f);
	fprintf(out->f, "%.1f for ", most);
	ctl_text_put(out, cause);
}

static bool is_something(double most)
{
	return most >= 0.05 && most < 1000;
}

static void put_missing(const struct ctl_out *out, struct json_object *o)
{
	const char *supply = ctl_json_string(o, "supply");
	double for_most = ctl_json_double(o, "for_at_most"),
	       against_most = ctl_json_double(o, "against_at_most");

	fputs("  ", out->f);
	ctl_text_pad(out, ctl_json_string(o, "feature"), COLUMN);
	if (is_something(for_most))
		put_share(out, "up to ", for_most, ctl_json_string(o, "for"));
	if (is_something(against_most))
		put_share(out, is_something(for_most) ? ", " : "up to ", against_most,
			ctl_json_string(o, "against"));
	fputc('\n', out->f);
	if (!supply)
		return;
	fprintf(out->f, "  %*s→ ", COLUMN, "");
	ctl_text_wrap(out, supply, COLUMN + 4);
}

void ctl_render_what_if(const struct ctl_out *out, struct json_object *session)
{
	struct json_object *flips = ctl_json_array(session, "would_change"),
			   *missing = ctl_json_array(session, "would_decide");

	if (ctl_json_length(flips))
		heading(out, "What would change the verdict");
	for (size_t i = 0; i < ctl_json_length(flips); i++)
		put_flip(out, json_object_array_get_idx(flips, i));
	if (ctl_json_length(flips))
		fputs("  Each alone, with all else as it is.\n", out->f);
	if (ctl_json_length(missing))
		heading(out, "Not known, and could decide most");
	for (size_t i = 0; i < ctl_json_length(missing); i++)
		put_missing(out, json_object_array_get_idx(missing, i));
}
