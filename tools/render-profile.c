/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * `profile list`, `show` and `validate` for people.
 */

#include <stdio.h>

#include "profile-values.h"
#include "render.h"
#include "units.h"

#define KEY_WIDTH 16
#define VALUE_WIDTH 24
#define SOURCES_MAX 32

/* The directory of "/usr/share/x/name.profile". */
static void put_dir(const struct ctl_out *out, const char *path)
{
	char dir[CTL_TEXT_MAX];
	char *slash;

	snprintf(dir, sizeof(dir), "%s", path ? path : "—");
	slash = strrchr(dir, '/');
	if (slash && slash != dir)
		*slash = '\0';
	ctl_text_put(out, dir);
}

static void put_list_row(const struct ctl_out *out, struct json_object *p, int name, int title)
{
	fputs("  ", out->f);
	ctl_text_pad(out, ctl_json_string(p, "name"), name + 2);
	ctl_text_pad(out, ctl_json_string(p, "title"), title + 2);
	put_dir(out, ctl_json_string(p, "file"));
	if (ctl_json_string(p, "replaces")) {
		fputs(", replaces that in ", out->f);
		put_dir(out, ctl_json_string(p, "replaces"));
	}
	fputc('\n', out->f);
}

static int wider(int width, const char *text)
{
	char buf[CTL_TEXT_MAX];
	int w = ctl_text_width(ctl_text_clean(text, buf, sizeof(buf)));

	return w > width ? w : width;
}

void ctl_render_profiles(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *list = ctl_json_array(doc, "profiles");
	const char *before = "";
	int name = 0, title = 0;

	for (size_t i = 0; i < ctl_json_length(list); i++) {
		name = wider(name, ctl_json_string(json_object_array_get_idx(list, i), "name"));
		title = wider(title, ctl_json_string(json_object_array_get_idx(list, i), "title"));
	}
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *p = json_object_array_get_idx(list, i);
		const char *category = ctl_json_string(p, "category");

		if (!before || !category ? before != category : !cd_streq(before, category)) {
			ctl_text_styled(out, CTL_BOLD, category);
			fputc('\n', out->f);
		}
		put_list_row(out, p, name, title);
		before = category;
	}
}

/* Sources in the order of their first mention: a value names its own by number. */
struct sources {
	const char *text[SOURCES_MAX];
	size_t n;
};

static void put_source(const struct ctl_out *out, struct sources *s, const char *text)
{
	size_t i = 0;

	while (text && i < s->n && !cd_streq(s->text[i], text))
		i++;
	if (text && i == s->n && i < SOURCES_MAX)
		s->text[s->n++] = text;
	if (text && i < s->n)
		fprintf(out->f, "[%zu]\n", i + 1);
	else
		fputs("no source\n", out->f);
}

/* "3 h", "2 h 40 min", "90 s". */
static char *time_words(int64_t s, char *buf, size_t size)
{
	if (s % 3600 == 0)
		snprintf(buf, size, "%lld h", (long long)(s / 3600));
	else if (s % 60 == 0 && s > 3600)
		snprintf(buf, size, "%lld h %lld min", (long long)(s / 3600), (long long)(s / 60 % 60));
	else if (s % 60 == 0)
		snprintf(buf, size, "%lld min", (long long)(s / 60));
	else
		snprintf(buf, size, "%lld s", (long long)s);
	return buf;
}

static char *range_words(struct json_object *range, char *buf, size_t size)
{
	int64_t low = json_object_get_int64(json_object_array_get_idx(range, 0));
	int64_t high = json_object_get_int64(json_object_array_get_idx(range, 1));
	char from[CTL_QUANTITY_MAX], to[CTL_QUANTITY_MAX];

	time_words(low, from, sizeof(from));
	time_words(high, to, sizeof(to));
	snprintf(buf, size, low == high ? "%s" : "%s to %s", from, to);
	return buf;
}

static char *ids_words(struct json_object *ids, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ctl_json_length(ids) && n < size; i++)
		n += snprintf(buf + n, size - n, "%s%s", i ? " " : "", ctl_json_element(ids, i));
	return buf;
}

static char *value_words(const struct cd_profile_value *v, struct json_object *o, char *buf, size_t size)
{
	struct json_object *value = json_object_object_get(o, "value");

	switch (v->kind) {
	case CD_PROFILE_QUANTITY:
		if (cd_streq(v->unit, "1"))
			snprintf(buf, size, "%lld in series", (long long)json_object_get_int64(value));
		else if (json_object_get_int64(value) == 0)
			snprintf(buf, size, "none");
		else
			ctl_quantity_exact(json_object_get_int64(value), v->unit, buf, size);
		return buf;
	case CD_PROFILE_RANGE:
		return range_words(value, buf, size);
	case CD_PROFILE_ANSWER:
		snprintf(buf, size, "%s", json_object_get_boolean(value) ? "yes" : "no");
		return buf;
	case CD_PROFILE_USB_IDS:
		return ids_words(value, buf, size);
	case CD_PROFILE_CHARGER:
		break;
	}
	return ctl_text_clean(json_object_get_string(value), buf, size);
}

static void put_key(const struct ctl_out *out, const char *key)
{
	fputs("  ", out->f);
	ctl_text_pad(out, key, KEY_WIDTH);
}

static void put_values(const struct ctl_out *out, struct json_object *values, struct sources *s)
{
	for (const struct cd_profile_value *v = cd_profile_values; v->key; v++) {
		struct json_object *o = ctl_json_object(values, v->member);
		char text[CTL_TEXT_MAX];

		put_key(out, v->key);
		if (!o) {
			fputs("—\n", out->f);
			continue;
		}
		ctl_text_pad(out, value_words(v, o, text, sizeof(text)), VALUE_WIDTH);
		put_source(out, s, ctl_json_string(o, "source"));
	}
}

static void put_head(const struct ctl_out *out, const char *head, struct json_object *o, struct sources *s)
{
	fputs(head, out->f);
	fputc(' ', out->f);
	put_source(out, s, ctl_json_string(o, "source"));
}

static void put_lamps(const struct ctl_out *out, struct json_object *leds, struct sources *s)
{
	struct json_object *words = ctl_json_object(leds, "value");

	if (!words)
		return;
	put_head(out, "Lamp", leds, s);
	json_object_object_foreach(words, lamp, meaning)
	{
		put_key(out, lamp);
		ctl_text_put(out, json_object_get_string(meaning));
		fputc('\n', out->f);
	}
}

static void put_reset(const struct ctl_out *out, struct json_object *reset, struct sources *s)
{
	struct json_object *steps = ctl_json_array(reset, "value");

	if (!reset)
		return;
	put_head(out, "Reset", reset, s);
	for (size_t i = 0; i < ctl_json_length(steps); i++) {
		fprintf(out->f, "  %2zu. ", i + 1);
		ctl_text_wrap(out, ctl_json_element(steps, i), 6);
	}
	if (ctl_json_string(reset, "loses")) {
		fputs("  Loses: ", out->f);
		ctl_text_wrap(out, ctl_json_string(reset, "loses"), 9);
	}
}

static void put_sources(const struct ctl_out *out, const struct sources *s)
{
	if (s->n)
		fputs("Sources\n", out->f);
	for (size_t i = 0; i < s->n; i++) {
		fprintf(out->f, "  [%zu]%s ", i + 1, i < 9 ? " " : "");
		ctl_text_wrap(out, s->text[i], 7);
	}
}

void ctl_render_profile(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *p = ctl_json_object(doc, "profile");
	struct sources sources = { .n = 0 };

	ctl_text_styled(out, CTL_BOLD, ctl_json_string(p, "name"));
	fputs(": ", out->f);
	ctl_text_put(out, ctl_json_string(p, "title"));
	fputc('\n', out->f);
	put_key(out, "Category");
	ctl_text_put(out, ctl_json_string(p, "category"));
	fputc('\n', out->f);
	put_values(out, ctl_json_object(p, "values"), &sources);
	put_lamps(out, ctl_json_object(p, "leds"), &sources);
	put_reset(out, ctl_json_object(p, "reset"), &sources);
	put_sources(out, &sources);
	fputs("File\n  ", out->f);
	ctl_text_put(out, ctl_json_string(p, "file"));
	if (ctl_json_string(p, "replaces")) {
		fputs(", replaces ", out->f);
		ctl_text_put(out, ctl_json_string(p, "replaces"));
	}
	fputc('\n', out->f);
}

static void put_complaint(const struct ctl_out *out, const char *file, struct json_object *c)
{
	int64_t line = ctl_json_int(c, "line");

	ctl_text_put(out, file);
	if (cd_known(line))
		fprintf(out->f, ":%lld", (long long)line);
	fputs(json_object_get_boolean(json_object_object_get(c, "warning")) ? ": warning: " : ": ", out->f);
	ctl_text_put(out, ctl_json_string(c, "text"));
	fputc('\n', out->f);
}

void ctl_render_profile_check(const struct ctl_out *out, struct json_object *doc)
{
	struct json_object *files = ctl_json_array(doc, "files");

	for (size_t i = 0; i < ctl_json_length(files); i++) {
		struct json_object *file = json_object_array_get_idx(files, i);
		struct json_object *list = ctl_json_array(file, "complaints");
		bool valid = json_object_get_boolean(json_object_object_get(file, "valid"));

		for (size_t k = 0; k < ctl_json_length(list); k++)
			put_complaint(out, ctl_json_string(file, "file"), json_object_array_get_idx(list, k));
		ctl_text_put(out, ctl_json_string(file, "file"));
		fputs(valid ? ": valid\n" : ": malformed\n", out->f);
	}
}
