/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Documents: what a verb has to say, before anyone decides how it looks. json-c's objects, with getters that
 * take a missing or wrongly typed member as unknown.
 */

#include <json-c/json.h>

#include "macro.h"
#include "text.h"

static inline void ctl_json_putp(struct json_object **o)
{
	json_object_put(*o);
}
#define CTL_JSON CD_CLEANUP(ctl_json_putp)

/* NULL when absent, null or not a string. */
const char *ctl_json_string(struct json_object *o, const char *key);
/* It is there, and that. */
bool ctl_json_is(struct json_object *o, const char *key, bool value);
/* CD_UNKNOWN when absent, null or no number. */
int64_t ctl_json_int(struct json_object *o, const char *key);
/* NaN likewise. */
double ctl_json_double(struct json_object *o, const char *key);
/* NULL when absent or of another type. */
struct json_object *ctl_json_array(struct json_object *o, const char *key);
struct json_object *ctl_json_object(struct json_object *o, const char *key);
/* Elements of an array; 0 of NULL. */
size_t ctl_json_length(struct json_object *array);
/* An element that is a string; NULL. */
const char *ctl_json_element(struct json_object *array, size_t i);

/* Building; running out of memory ends the program, as a tool may. An unknown value becomes null. */
void ctl_json_add(struct json_object *o, const char *key, struct json_object *v);
void ctl_json_add_string(struct json_object *o, const char *key, const char *v);
void ctl_json_add_int(struct json_object *o, const char *key, int64_t v);
/* Three decimals, as confidences have. */
void ctl_json_add_fraction(struct json_object *o, const char *key, double v);
/* {"chargediag":kind,"version":1} */
struct json_object *ctl_json_document(const char *kind);

/* Prints one line. A byte that a terminal would obey (DEL, C1, a direction override) is written as \uXXXX,
 * which is the same JSON. */
void ctl_json_print(FILE *f, struct json_object *o);
void ctl_json_print_text(FILE *f, const char *json);
/* Says so and ends the program: nothing else can be done without memory. */
_Noreturn void ctl_no_memory(void);
