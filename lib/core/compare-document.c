/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A comparison as JSON: integers where the unit is a micro-unit or a milliohm, three decimals elsewhere, null for unknown;
 * the same runs give the same bytes.
 */

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>

#include "compare.h"

/* One that could not be built stays out, and `failed` says so in the end. */
struct writer {
	struct json_object *o;
	bool *failed;
};

static void put(struct writer w, const char *key, struct json_object *value)
{
	if (!w.o || json_object_object_add(w.o, key, value) < 0) {
		*w.failed = true;
		json_object_put(value);
	}
}

static void put_made(struct writer w, const char *key, struct json_object *value)
{
	*w.failed |= !value;
	put(w, key, value);
}

static void put_text(struct writer w, const char *key, const char *s)
{
	if (s && s[0])
		put_made(w, key, json_object_new_string(s));
	else
		put(w, key, NULL);
}

static void put_integer(struct writer w, const char *key, int64_t v)
{
	if (cd_known(v))
		put_made(w, key, json_object_new_int64(v));
	else
		put(w, key, NULL);
}

static void put_decimal(struct writer w, const char *key, double v)
{
	char s[48];

	(void)snprintf(s, sizeof(s), "%.3f", fabs(v) < 0.0005 ? 0 : v);
	put_made(w, key, json_object_new_double_s(v, s));
}

static void put_quantity(struct writer w, const char *key, bool known, double v, const char *unit)
{
	if (!known || !isfinite(v) || fabs(v) > 9e15)
		put(w, key, NULL);
	else if (unit[0] == 's')
		put_decimal(w, key, v);
	else
		put_integer(w, key, llround(v));
}

static struct writer put_object(struct writer w, const char *key)
{
	struct writer inner = { json_object_new_object(), w.failed };

	put_made(w, key, inner.o);
	return inner;
}

static void put_verdict(struct writer w, const struct cd_summary *s)
{
	struct writer v;

	if (!s->exists) {
		put(w, "verdict", NULL);
		return;
	}
	v = put_object(w, "verdict");
	put_text(v, "class", cd_class_to_string(s->verdict->class));
	put_text(v, "cause", s->verdict->id);
	put_text(v, "part", cd_part_to_string(s->verdict->part));
	put_decimal(v, "confidence", floor(s->confidence * 1000) / 1000);
	put_text(v, "reason", s->reason);
}

static void put_run(struct writer w, const char *key, const struct cd_compared_file *f)
{
	const struct cd_summary *s = f->summary;
	struct writer r = put_object(w, key);

	put_text(r, "file", f->file);
	put_integer(r, "sessions", f->sessions);
	put_text(r, "port", s->port);
	put_text(r, "position", cd_position_to_string(s->position));
	put_text(r, "measured_by", s->measured_by);
	put_text(r, "profile", s->profile);
	put_text(r, "cable", s->cable);
	put_text(r, "adapter", s->adapter);
	put_text(r, "label", s->label);
	put_integer(r, "start_us", s->exists ? s->start_us : CD_UNKNOWN);
	put_integer(r, "end_us", s->exists ? s->end_us : CD_UNKNOWN);
	put_integer(r, "energy_uwh", s->exists ? s->energy_uwh : CD_UNKNOWN);
	put_verdict(r, s);
}

static struct json_object *difference(const struct cd_comparison *c, enum cd_compared q, bool *failed)
{
	const struct cd_compared_words *words = cd_compared_words(q);
	const struct cd_difference *d = &c->item[q];
	struct writer w = { json_object_new_object(), failed };

	put_text(w, "quantity", words->id);
	put_text(w, "unit", words->unit);
	put_quantity(w, "a", d->known, d->a, words->unit);
	put_quantity(w, "a_error", d->known, d->a_error, words->unit);
	put_quantity(w, "b", d->known, d->b, words->unit);
	put_quantity(w, "b_error", d->known, d->b_error, words->unit);
	put_quantity(w, "difference", d->known, d->difference, words->unit);
	put_quantity(w, "error", d->known, d->error, words->unit);
	put_made(w, "shown", json_object_new_boolean(d->shown));
	if (q == CD_COMPARED_TIME)
		put_quantity(w, "energy_uwh", d->known, c->energy_uwh, "uWh");
	put_text(w, "reason", d->known ? NULL : d->reason);
	return w.o;
}

static void put_differences(struct writer w, const struct cd_comparison *c)
{
	struct json_object *list = json_object_new_array();

	for (int q = 0; list && q < _CD_COMPARED_MAX; q++) {
		struct json_object *o = difference(c, (enum cd_compared)q, w.failed);

		if (json_object_array_add(list, o) < 0) {
			*w.failed = true;
			json_object_put(o);
		}
	}
	put_made(w, "differences", list);
}

static void put_exchanged(struct writer w, const struct cd_comparison *c)
{
	static const char *const parts[] = { "cable", "adapter", "device" };
	static const char *const words[] = { "no", "yes", "maybe" };
	struct writer x = put_object(w, "changed");

	for (int k = 0; k < _CD_EXCHANGE_MAX; k++)
		put_text(x, parts[k], words[c->exchanged[k]]);
}

static void put_result(struct writer w, const struct cd_comparison *c)
{
	struct writer r = put_object(w, "result"), t;
	const struct cd_words *test = c->next_test ? cd_next_test_words(c->next_test) : NULL;
	char run[2] = { c->run, '\0' };

	put_text(r, "outcome", cd_outcome_to_string(c->outcome));
	put_text(r, "part", cd_part_to_string(c->part));
	put_text(r, "run", run);
	put_quantity(r, "cable_mohm", true, c->cable_mohm, "mohm");
	put_quantity(r, "cable_error_mohm", true, c->cable_error_mohm, "mohm");
	put_text(r, "reason", c->reason);
	if (!test) {
		put(r, "next_test", NULL);
		return;
	}
	t = put_object(r, "next_test");
	put_text(t, "test", test->id);
	put_text(t, "text", test->text);
}

int cd_comparison_document(const struct cd_comparison *c, const struct cd_compared_file *a,
	const struct cd_compared_file *b, struct json_object **ret)
{
	bool failed = false;
	struct writer w = { json_object_new_object(), &failed };

	put_text(w, "chargediag", "comparison");
	put_integer(w, "version", 1);
	put_run(w, "a", a);
	put_run(w, "b", b);
	put_exchanged(w, c);
	put_differences(w, c);
	put_result(w, c);
	if (failed) {
		json_object_put(w.o);
		return -ENOMEM;
	}
	*ret = w.o;
	return 0;
}
