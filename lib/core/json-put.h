/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Members of a JSON object, one call each, in the manner of all our documents: integers where the unit is a micro-unit,
 * three decimals elsewhere, null for unknown. What could not be built stays out, and `failed` says so in the end.
 */

#include "macro.h"

struct json_object;

struct cd_json_put {
	struct json_object *o;
	bool *failed;
};

void cd_json_put_text(struct cd_json_put to, const char *key, const char *s); /* NULL: null */
void cd_json_put_decimal(struct cd_json_put to, const char *key, double v);   /* NAN, INFINITY: null */
/* A feature's value in its unit (enum cd_feature). */
void cd_json_put_quantity(struct cd_json_put to, const char *key, double v, const char *unit);
struct cd_json_put cd_json_put_object(struct cd_json_put to, const char *key);
struct cd_json_put cd_json_put_array(struct cd_json_put to, const char *key);
/* A new object at the end of an array. */
struct cd_json_put cd_json_put_item(struct cd_json_put array);
/* What cd_json_put_quantity() writes of a value, as a number: what a reader of the document works with. */
double cd_json_quantity_written(double v, const char *unit);
