/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See value.h. Recursion is bounded by the bus: a message nests at most 64 deep (D-Bus specification, "Valid
 * Signatures").
 */

#include <math.h>

#include "value.h"

/* Room for every basic type. */
union basic {
	uint8_t y;
	int b;
	int16_t n;
	uint16_t q;
	int32_t i;
	uint32_t u;
	int64_t x;
	uint64_t t;
	double d;
	const char *s;
};

static struct json_object *basic_to_json(char type, const union basic *v)
{
	switch (type) {
	case 'y':
		return json_object_new_int(v->y);
	case 'b':
		return json_object_new_boolean(v->b);
	case 'n':
		return json_object_new_int(v->n);
	case 'q':
		return json_object_new_int(v->q);
	case 'i':
		return json_object_new_int(v->i);
	case 'u':
		return json_object_new_int64(v->u);
	case 'x':
		return json_object_new_int64(v->x);
	case 't':
		return json_object_new_uint64(v->t);
	case 'd':
		return isfinite(v->d) ? json_object_new_double(v->d) : NULL;
	case 's':
	case 'o':
	case 'g':
		return json_object_new_string(v->s);
	default:
		return NULL;
	}
}

static int read_dictionary(sd_bus_message *m, struct json_object *to)
{
	char type;
	const char *contents, *key;
	int r;

	while ((r = sd_bus_message_peek_type(m, &type, &contents)) > 0) {
		struct json_object *value = NULL;

		r = sd_bus_message_enter_container(m, 'e', contents);
		if (r >= 0)
			r = sd_bus_message_read_basic(m, contents[0], &key);
		if (r >= 0)
			r = ctl_value_read(m, &value);
		if (r >= 0)
			ctl_json_add(to, key, value);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
		if (r < 0)
			return r;
	}
	return r;
}

static int read_elements(sd_bus_message *m, struct json_object *to)
{
	struct json_object *value;
	int r;

	while ((r = ctl_value_read(m, &value)) > 0)
		if (json_object_array_add(to, value) < 0)
			ctl_no_memory();
	return r;
}

static int read_container(sd_bus_message *m, char type, const char *contents, struct json_object **ret)
{
	bool dictionary = type == 'a' && (strncmp(contents, "{s", 2) == 0 || strncmp(contents, "{o", 2) == 0);
	CTL_JSON struct json_object *o = dictionary ? json_object_new_object() : json_object_new_array();
	int r;

	if (!o)
		ctl_no_memory();
	r = sd_bus_message_enter_container(m, type, contents);
	if (r >= 0)
		r = dictionary ? read_dictionary(m, o) : read_elements(m, o);
	if (r >= 0)
		r = sd_bus_message_exit_container(m);
	if (r < 0)
		return r;
	*ret = CD_TAKE(o);
	return 1;
}

int ctl_value_read(sd_bus_message *m, struct json_object **ret)
{
	const char *contents;
	union basic v;
	char type;
	int r = sd_bus_message_peek_type(m, &type, &contents);

	if (r <= 0)
		return r;
	if (type == 'v') {
		r = sd_bus_message_enter_container(m, 'v', contents);
		if (r >= 0)
			r = ctl_value_read(m, ret);
		return r < 0 ? r : (r = sd_bus_message_exit_container(m)) < 0 ? r : 1;
	}
	if (strchr("a(r{e", type))
		return read_container(m, type, contents, ret);
	r = sd_bus_message_read_basic(m, type, &v);
	if (r > 0)
		*ret = basic_to_json(type, &v);
	return r;
}
