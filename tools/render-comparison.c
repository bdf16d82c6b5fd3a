/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A comparison document (docs/json.md) for people: the runs, the answer, the numbers side by side, what to try next.
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"
#include "words.h"

#define COLUMN_NAME 19
#define COLUMN_VALUE 18

static void put_said(const struct ctl_out *out, struct json_object *run, const char *key)
{
	const char *v = ctl_json_string(run, key);

	if (!v)
		return;
	fprintf(out->f, ", %s ", key);
	ctl_text_put(out, v);
}

/* "A  old.ndjson: 42 s, 105 mWh, meter at the device, cable red, adapter 5 W" */
static void put_run(const struct ctl_out *out, const char *name, struct json_object *run)
{
	int64_t start = ctl_json_int(run, "start_us"), end = ctl_json_int(run, "end_us");
	int64_t energy = ctl_json_int(run, "energy_uwh"), sessions = ctl_json_int(run, "sessions");
	char text[CTL_QUANTITY_MAX];

	ctl_text_styled(out, CTL_BOLD, name);
	fputs("  ", out->f);
	ctl_text_put(out, ctl_json_string(run, "file"));
	fprintf(out->f, ": %s",
		ctl_duration(
			cd_known(start) && cd_known(end) ? end - start : CD_UNKNOWN, text, sizeof(text)));
	if (cd_known(energy))
		fprintf(out->f, ", %s", ctl_quantity_int(energy, "uWh", text, sizeof(text)));
	if (sessions > 1)
		fprintf(out->f, ", of %lld sessions", (long long)sessions);
	ctl_put_place(out, run);
	put_said(out, run, "cable");
	put_said(out, run, "adapter");
	put_said(out, run, "profile");
	put_said(out, run, "label");
	fputc('\n', out->f);
}

static void put_result(const struct ctl_out *out, struct json_object *result)
{
	const char *part = ctl_json_string(result, "part"), *run = ctl_json_string(result, "run");
	char text[CTL_TEXT_MAX];

	if (cd_streq(part, "none")) {
		ctl_text_styled(out, CTL_GOOD, "NO FAULT");
	} else if (!part || cd_streq(part, "unknown")) {
		ctl_text_styled(out, CTL_WARN, "NOT DECIDED");
	} else {
		ctl_text_styled(out, CTL_BAD, ctl_text_capitals(part, text, sizeof(text)));
		if (run)
			fprintf(out->f, " OF %c", run[0] - 'a' + 'A');
	}
	fputs("  ", out->f);
	ctl_text_put(out, ctl_json_string(result, "reason"));
	fputc('\n', out->f);
}

static char *signed_quantity(double v, double error, const char *unit, char *buf, size_t size)
{
	buf[0] = '+';
	(void)ctl_quantity_error(v, error, unit, buf + (v > 0), size - 1);
	return buf;
}

static void put_row(const struct ctl_out *out, struct json_object *d)
{
	const char *id = ctl_json_string(d, "quantity"), *unit = ctl_json_string(d, "unit");
	int64_t energy = ctl_json_int(d, "energy_uwh");
	struct json_object *shown = NULL;
	char name[64], text[CTL_QUANTITY_MAX + 1];

	snprintf(name, sizeof(name), "%s%s%s", id ? id : "—", cd_known(energy) ? " to " : "",
		cd_known(energy) ? ctl_quantity_int(energy, "uWh", text, sizeof(text)) : "");
	ctl_text_pad(out, name, COLUMN_NAME);
	ctl_text_pad(out,
		ctl_quantity_error(
			ctl_json_double(d, "a"), ctl_json_double(d, "a_error"), unit, text, sizeof(text)),
		COLUMN_VALUE);
	ctl_text_pad(out,
		ctl_quantity_error(
			ctl_json_double(d, "b"), ctl_json_double(d, "b_error"), unit, text, sizeof(text)),
		COLUMN_VALUE);
	ctl_text_put(out, signed_quantity(ctl_json_double(d, "difference"), ctl_json_double(d, "error"), unit,
				  text, sizeof(text)));
	(void)json_object_object_get_ex(d, "shown", &shown);
	fputs(json_object_get_boolean(shown) ? "\n" : "  (none shown)\n", out->f);
}

static void put_rows(const struct ctl_out *out, struct json_object *list)
{
	bool any = false;

	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *d = json_object_array_get_idx(list, i);

		if (isnan(ctl_json_double(d, "difference")))
			continue;
		if (!any)
			fprintf(out->f, "%-*s%-*s%-*sB − A\n", COLUMN_NAME, "", COLUMN_VALUE, "A",
				COLUMN_VALUE, "B");
		any = true;
		put_row(out, d);
	}
}

static void put_cable(const struct ctl_out *out, struct json_object *result)
{
	double r = ctl_json_double(result, "cable_mohm");
	char text[CTL_QUANTITY_MAX];

	if (isnan(r))
		return;
	ctl_text_pad(out, "cable", COLUMN_NAME);
	fprintf(out->f, "%s, by the difference of the two ends\n",
		ctl_quantity_error(
			r, ctl_json_double(result, "cable_error_mohm"), "mohm", text, sizeof(text)));
}

void ctl_render_comparison(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *result = ctl_json_object(doc, "result");
	const char *test = ctl_json_string(ctl_json_object(result, "next_test"), "text");

	put_run(out, "A", ctl_json_object(doc, "a"));
	put_run(out, "B", ctl_json_object(doc, "b"));
	put_result(out, result);
	put_rows(out, ctl_json_array(doc, "differences"));
	put_cable(out, result);
	if (!test)
		return;
	fputs("→ ", out->f);
	ctl_text_wrap(out, test, 2);
}
