/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * `list` and `show` for people: a line per port, and everything about one port.
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"
#include "words.h"

#define LABEL_WIDTH 12

/* "weak-adapter adapter-underpowered (0.92)"; "—" without a verdict. */
static char *verdict_words(struct json_object *verdict, char *buf, size_t size)
{
	double confidence = ctl_json_double(verdict, "confidence");
	const char *cause = ctl_json_string(verdict, "cause"), *class = ctl_json_string(verdict, "class");
	char share[CTL_CONFIDENCE_MAX];
	size_t n;

	if (!verdict)
		return ctl_text_clean(NULL, buf, size);
	snprintf(buf, size, "%s%s%s", class ? class : "—", cause ? " " : "", cause ? cause : "");
	n = strlen(buf);
	if (isfinite(confidence) && confidence > 0)
		snprintf(buf + n, size - n, " (%s)", ctl_confidence(confidence, share, sizeof(share)));
	return buf;
}

struct row {
	char name[CTL_TEXT_MAX], kind[64], what[CTL_TEXT_MAX], verdict[160];
};

static void row_of(struct json_object *port, struct row *ret)
{
	char what[CTL_TEXT_MAX], verdict[160];

	ctl_text_clean(ctl_json_string(port, "port"), ret->name, sizeof(ret->name));
	ctl_text_clean(ctl_json_string(port, "kind"), ret->kind, sizeof(ret->kind));
	ctl_text_clean(
		ctl_words_plugged(port) ? ctl_words_port(port, what, sizeof(what)) : "nothing plugged in",
		ret->what, sizeof(ret->what));
	ctl_text_clean(verdict_words(ctl_json_object(port, "verdict"), verdict, sizeof(verdict)),
		ret->verdict, sizeof(ret->verdict));
}

static int wider(int width, const char *text)
{
	int w = ctl_text_width(text);

	return w > width ? w : width;
}

void ctl_render_list(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *ports = ctl_json_array(doc, "ports");
	int name = 4, kind = 4, what = 4;
	struct row r;

	for (size_t i = 0; i < ctl_json_length(ports); i++) {
		row_of(json_object_array_get_idx(ports, i), &r);
		name = wider(name, r.name);
		kind = wider(kind, r.kind);
		what = wider(what, r.what);
	}
	if (!ctl_json_length(ports))
		return;
	fprintf(out->f, "%-*s  %-*s  %-*s  %s\n", name, "NAME", kind, "KIND", what, "WHAT", "VERDICT");
	for (size_t i = 0; i < ctl_json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);

		row_of(port, &r);
		ctl_text_pad(out, r.name, name + 2);
		ctl_text_pad(out, r.kind, kind + 2);
		ctl_text_pad(out, r.what, what + 2);
		ctl_text_styled(out, ctl_words_style(ctl_json_object(port, "verdict")), r.verdict);
		fputc('\n', out->f);
	}
}

static void put_line(const struct ctl_out *out, const char *label, const char *value)
{
	ctl_text_pad(out, label, LABEL_WIDTH);
	ctl_text_put(out, value);
	fputc('\n', out->f);
}

static void put_ids(const struct ctl_out *out, const char *label, struct json_object *ids,
	const char *(*words)(const char *id))
{
	for (size_t i = 0; i < ctl_json_length(ids); i++) {
		const char *id = ctl_json_element(ids, i);

		ctl_text_pad(out, i ? "" : label, LABEL_WIDTH);
		if (words && id && words(id) != id) {
			ctl_text_put(out, id);
			fputs(": ", out->f);
		}
		ctl_text_put(out, id && words ? words(id) : id);
		fputc('\n', out->f);
	}
	if (!ctl_json_length(ids))
		put_line(out, label, NULL);
}

static void put_readings(const struct ctl_out *out, struct json_object *readings)
{
	fputs("readings\n", out->f);
	if (!readings)
		return;
	json_object_object_foreach(readings, name, r)
	{
		int64_t age = ctl_json_int(r, "age_us");
		char text[CTL_QUANTITY_MAX];

		fputs("  ", out->f);
		ctl_text_pad(out, name, 20);
		ctl_text_pad(out,
			ctl_quantity_int(
				ctl_json_int(r, "value"), ctl_json_string(r, "unit"), text, sizeof(text)),
			12);
		ctl_text_pad(out, ctl_json_string(r, "kind"), 12);
		if (cd_known(age)) {
			snprintf(text, sizeof(text) - 8, "%s", ctl_duration(age, (char[32]){ 0 }, 32));
			strcat(text, " ago");
			ctl_text_pad(out, text, 14);
		}
		ctl_text_put(out, ctl_json_string(r, "input"));
		fputc('\n', out->f);
	}
}

static void put_states(const struct ctl_out *out, struct json_object *states)
{
	fputs("states\n", out->f);
	if (!states)
		return;
	json_object_object_foreach(states, key, value)
	{
		fputs("  ", out->f);
		ctl_text_pad(out, key, 20);
		ctl_text_put(out, json_object_get_string(value));
		fputc('\n', out->f);
	}
}

/* A total's unit is the end of its name ("energy_uwh"). */
static const char *unit_of_key(const char *key)
{
	static const char *const units[][2] = { { "_uwh", "uWh" }, { "_uah", "uAh" }, { "_us", "us" } };
	size_t len = strlen(key);

	for (size_t i = 0; i < CD_ELEMENTSOF(units); i++)
		if (len > strlen(units[i][0]) && cd_streq(key + len - strlen(units[i][0]), units[i][0]))
			return units[i][1];
	return NULL;
}

static void put_to_full(const struct ctl_out *out, struct json_object *session)
{
	const char *reason = ctl_json_string(ctl_json_object(session, "time_to_full"), "reason");
	char text[CTL_TEXT_MAX];

	fputs("  ", out->f);
	ctl_text_pad(out, "time_to_full", 20);
	if (ctl_render_to_full(session, text, sizeof(text))) {
		ctl_text_put(out, text);
	} else {
		fputs("—", out->f);
		if (reason) {
			fputs("  ", out->f);
			ctl_text_put(out, reason);
		}
	}
	fputc('\n', out->f);
}

static void put_session(const struct ctl_out *out, struct json_object *session)
{
	if (!session) {
		put_line(out, "session", NULL);
		return;
	}
	fputs("session\n", out->f);
	json_object_object_foreach(session, key, value)
	{
		char text[CTL_TEXT_MAX];
		const char *unit = unit_of_key(key);

		if (json_object_is_type(value, json_type_object))
			continue;
		fputs("  ", out->f);
		ctl_text_pad(out, key, 20);
		if (unit)
			ctl_text_put(
				out, ctl_quantity_int(ctl_json_int(session, key), unit, text, sizeof(text)));
		else
			ctl_text_put(out, json_object_get_string(value));
		fputc('\n', out->f);
	}
	put_to_full(out, session);
}

void ctl_render_show(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *port = ctl_json_object(doc, "port"), *verdict = ctl_json_object(port, "verdict");
	const char *test = ctl_json_string(port, "next_test");
	char text[CTL_TEXT_MAX];

	put_line(out, "port", ctl_json_string(port, "port"));
	put_line(out, "kind", ctl_json_string(port, "kind"));
	put_ids(out, "inputs", ctl_json_array(port, "inputs"), NULL);
	put_line(out, "position", ctl_json_string(port, "position"));
	put_line(out, "profile", ctl_json_string(port, "profile"));
	put_readings(out, ctl_json_object(port, "readings"));
	put_states(out, ctl_json_object(port, "states"));
	put_session(out, ctl_json_object(port, "session"));
	put_line(out, "verdict", verdict_words(verdict, text, sizeof(text)));
	if (verdict) {
		put_line(out, "part", ctl_json_string(verdict, "part"));
		put_line(out, "severity", ctl_json_string(verdict, "severity"));
	}
	put_ids(out, "symptoms", ctl_json_array(port, "symptoms"), ctl_words_symptom);
	put_line(out, "next test", test ? ctl_words_next_test(test) : NULL);
	put_ids(out, "remedies", ctl_json_array(port, "remedies"), ctl_words_remedy);
}
