/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See json.h.
 */

#include <math.h>
#include <stdlib.h>

#include "exit.h"
#include "json.h"
#include "utf8.h"

static struct json_object *get(struct json_object *o, const char *key, json_type type)
{
	struct json_object *v;

	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, key, &v))
		return NULL;
	return json_object_is_type(v, type) ? v : NULL;
}

const char *ctl_json_string(struct json_object *o, const char *key)
{
	struct json_object *v = get(o, key, json_type_string);

	return v ? json_object_get_string(v) : NULL;
}

double ctl_json_double(struct json_object *o, const char *key)
{
	struct json_object *v = get(o, key, json_type_double);

	v = v ? v : get(o, key, json_type_int);
	return v ? json_object_get_double(v) : NAN;
}

bool ctl_json_is(struct json_object *o, const char *key, bool value)
{
	struct json_object *v = get(o, key, json_type_boolean);

	return v && json_object_get_boolean(v) == value;
}

int64_t ctl_json_int(struct json_object *o, const char *key)
{
	struct json_object *v = get(o, key, json_type_int);
	double d;

	if (v)
		return json_object_get_int64(v);
	d = ctl_json_double(o, key);
	return isfinite(d) && fabs(d) < 9e15 ? (int64_t)llround(d) : CD_UNKNOWN;
}

struct json_object *ctl_json_array(struct json_object *o, const char *key)
{
	return get(o, key, json_type_array);
}

struct json_object *ctl_json_object(struct json_object *o, const char *key)
{
	return get(o, key, json_type_object);
}

size_t ctl_json_length(struct json_object *array)
{
	return array ? json_object_array_length(array) : 0;
}

const char *ctl_json_element(struct json_object *array, size_t i)
{
	struct json_object *v = array ? json_object_array_get_idx(array, i) : NULL;

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}

void ctl_no_memory(void)
{
	fputs("chargectl: Out of memory\n", stderr);
	exit(CTL_EXIT_USAGE);
}

void ctl_json_add(struct json_object *o, const char *key, struct json_object *v)
{
	if (!o || json_object_object_add(o, key, v) < 0)
		ctl_no_memory();
}

void ctl_json_add_string(struct json_object *o, const char *key, const char *v)
{
	ctl_json_add(o, key, v ? json_object_new_string(v) : NULL);
}

void ctl_json_add_int(struct json_object *o, const char *key, int64_t v)
{
	ctl_json_add(o, key, cd_known(v) ? json_object_new_int64(v) : NULL);
}

void ctl_json_add_fraction(struct json_object *o, const char *key, double v)
{
	char text[32];

	snprintf(text, sizeof(text), "%.3f", v);
	ctl_json_add(o, key, isfinite(v) && fabs(v) < 1e9 ? json_object_new_double_s(v, text) : NULL);
}

struct json_object *ctl_json_document(const char *kind)
{
	struct json_object *doc = json_object_new_object();

	ctl_json_add_string(doc, "chargediag", kind);
	ctl_json_add_int(doc, "version", 1);
	return doc;
}

void ctl_json_print_text(FILE *f, const char *json)
{
	const char *p = json;
	uint32_t c;

	while (*p) {
		size_t n = cd_utf8_sequence(p, strnlen(p, 4));

		c = n ? ctl_text_code_point(p, n) : 0;
		if (n && ctl_text_harmless(c))
			fwrite(p, 1, n, f);
		else if (c != '\n' && c != '\r')
			fprintf(f, "\\u%04x", n ? (unsigned)c : 0xfffdu);
		p += n ? n : 1;
	}
	fputc('\n', f);
}

void ctl_json_print(FILE *f, struct json_object *o)
{
	const char *text =
		json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);

	if (!text)
		ctl_no_memory();
	ctl_json_print_text(f, text);
}
