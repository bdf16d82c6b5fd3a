/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "json-put.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>

static void put(struct cd_json_put to, const char *key, struct json_object *value)
{
	if (!to.o || json_object_object_add(to.o, key, value) < 0) {
		*to.failed = true;
		json_object_put(value);
	}
}

static void put_made(struct cd_json_put to, const char *key, struct json_object *value)
{
	*to.failed |= !value;
	put(to, key, value);
}

void cd_json_put_text(struct cd_json_put to, const char *key, const char *s)
{
	if (s)
		put_made(to, key, json_object_new_string(s));
	else
		put(to, key, NULL);
}

void cd_json_put_decimal(struct cd_json_put to, const char *key, double v)
{
	char s[48];

	if (!isfinite(v)) {
		put(to, key, NULL);
		return;
	}
	if (fabs(v) < 0.0005)
		v = 0; /* no "-0.000" */
	(void)snprintf(s, sizeof(s), "%.3f", v);
	put_made(to, key, json_object_new_double_s(v, s));
}

static bool whole(double v, const char *unit)
{
	return (unit[0] == 'u' || strcmp(unit, "mohm") == 0 || v == floor(v)) && fabs(v) < 9e15;
}

void cd_json_put_quantity(struct cd_json_put to, const char *key, double v, const char *unit)
{
	if (isfinite(v) && whole(v, unit))
		put_made(to, key, json_object_new_int64(llround(v)));
	else
		cd_json_put_decimal(to, key, v);
}

double cd_json_quantity_written(double v, const char *unit)
{
	return whole(v, unit) ? (double)llround(v) : (double)llround(v * 1000) / 1000;
}

struct cd_json_put cd_json_put_object(struct cd_json_put to, const char *key)
{
	struct cd_json_put inner = { json_object_new_object(), to.failed };

	put_made(to, key, inner.o);
	return inner;
}

struct cd_json_put cd_json_put_array(struct cd_json_put to, const char *key)
{
	struct cd_json_put inner = { json_object_new_array(), to.failed };

	put_made(to, key, inner.o);
	return inner;
}

struct cd_json_put cd_json_put_item(struct cd_json_put array)
{
	struct cd_json_put item = { json_object_new_object(), array.failed };

	if (!array.o || !item.o || json_object_array_add(array.o, item.o) < 0) {
		*array.failed = true;
		json_object_put(item.o);
		item.o = NULL;
	}
	return item;
}
