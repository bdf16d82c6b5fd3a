/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See document.h. Strings that the bus leaves empty are unknown: null.
 */

#include "document.h"
#include "reading.h"

static const char *said(const char *s)
{
	return s && *s ? s : NULL;
}

static struct json_object *strings(const struct ctl_strings *list)
{
	struct json_object *a = json_object_new_array();

	for (size_t i = 0; i < list->n; i++)
		if (!a || json_object_array_add(a, json_object_new_string(list->v[i])) < 0)
			ctl_no_memory();
	return a;
}

/* A reading this version has no unit for gets null: the number is still the daemon's. */
static const char *unit_of(const char *name)
{
	enum cd_reading_id id = cd_reading_from_string(name);

	return (int)id < 0 ? NULL : cd_reading_unit(id);
}

static struct json_object *reading(const struct ctl_reading *r, int64_t now_us, unsigned flags)
{
	struct json_object *o = json_object_new_object();

	ctl_json_add_int(o, "value", r->value);
	ctl_json_add_string(o, "unit", unit_of(r->name));
	ctl_json_add_string(o, "kind", said(r->kind));
	/* A clock that runs ahead of ours is no age. */
	if (!(flags & CTL_DOC_MASKED))
		ctl_json_add_int(
			o, "age_us", r->t_us <= (uint64_t)now_us ? now_us - (int64_t)r->t_us : CD_UNKNOWN);
	ctl_json_add_string(o, "input", said(r->input));
	return o;
}

static struct json_object *readings(const struct ctl_port *p, int64_t now_us, unsigned flags)
{
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < p->readings.n; i++)
		ctl_json_add(o, p->readings.v[i].name, reading(&p->readings.v[i], now_us, flags));
	return o;
}

static struct json_object *states(const struct ctl_port *p)
{
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < p->states.n; i++)
		ctl_json_add_string(o, p->states.v[i].key, p->states.v[i].value);
	return o;
}

static struct json_object *verdict(const struct ctl_port *p)
{
	struct json_object *o;

	if (!said(p->class))
		return NULL;
	o = json_object_new_object();
	ctl_json_add_string(o, "class", p->class);
	ctl_json_add_string(o, "cause", said(p->cause));
	ctl_json_add_string(o, "part", said(p->part));
	ctl_json_add_fraction(o, "confidence", p->confidence);
	ctl_json_add_string(o, "severity", said(p->severity));
	return o;
}

/* The range, or why there is none. */
static struct json_object *time_to_full(const struct ctl_to_full *t)
{
	struct json_object *o = json_object_new_object();

	ctl_json_add_int(o, "low_s", t->low_s);
	ctl_json_add_int(o, "high_s", t->high_s);
	ctl_json_add_int(o, "percent", t->percent);
	ctl_json_add_string(o, "reason", said(t->reason));
	return o;
}

static struct json_object *session(const struct ctl_world *w, const struct ctl_port *p, unsigned flags)
{
	const struct ctl_session *s = ctl_world_session(w, p);
	struct json_object *o;

	if (!s)
		return NULL;
	o = json_object_new_object();
	ctl_json_add_int(o, "id", s->id <= INT64_MAX ? (int64_t)s->id : CD_UNKNOWN);
	ctl_json_add_string(o, "phase", said(s->phase));
	if (!(flags & CTL_DOC_MASKED))
		ctl_json_add_int(o, "duration_us",
			s->start_us <= (uint64_t)w->now_us ? w->now_us - (int64_t)s->start_us : CD_UNKNOWN);
	for (size_t i = 0; i < s->totals.n; i++)
		ctl_json_add_int(o, s->totals.v[i].name, s->totals.v[i].value);
	if (!(flags & CTL_DOC_MASKED) && cd_known(s->to_full.full_since_us) &&
		s->to_full.full_since_us <= w->now_us)
		ctl_json_add_int(o, "full_us", w->now_us - s->to_full.full_since_us);
	ctl_json_add(o, "time_to_full", time_to_full(&s->to_full));
	return o;
}

static struct json_object *port_document(const struct ctl_world *w, const struct ctl_port *p, unsigned flags)
{
	struct json_object *o = json_object_new_object();

	ctl_json_add_string(o, "port", p->name);
	ctl_json_add_string(o, "kind", said(p->kind));
	ctl_json_add(o, "inputs", strings(&p->inputs));
	ctl_json_add_string(o, "position", said(p->position));
	ctl_json_add_string(o, "profile", said(p->profile));
	ctl_json_add(o, "readings", readings(p, w->now_us, flags));
	ctl_json_add(o, "states", states(p));
	ctl_json_add(o, "session", session(w, p, flags));
	ctl_json_add(o, "verdict", verdict(p));
	ctl_json_add(o, "symptoms", strings(&p->symptoms));
	ctl_json_add_string(o, "next_test", said(p->next_test));
	ctl_json_add(o, "remedies", strings(&p->remedies));
	return o;
}

static struct json_object *inputs(const struct ctl_world *w)
{
	struct json_object *a = json_object_new_array();

	for (size_t i = 0; i < w->inputs.n; i++) {
		struct json_object *o = json_object_new_object();

		ctl_json_add_string(o, "name", w->inputs.v[i].name);
		ctl_json_add_string(o, "kind", w->inputs.v[i].kind);
		ctl_json_add_string(o, "presence", w->inputs.v[i].presence);
		ctl_json_add_string(o, "detail", said(w->inputs.v[i].detail));
		if (json_object_array_add(a, o) < 0)
			ctl_no_memory();
	}
	return a;
}

struct json_object *ctl_document_status(
	const struct ctl_world *w, const struct ctl_port *port, unsigned flags)
{
	struct json_object *doc = ctl_json_document("status"), *ports = json_object_new_array();

	ctl_json_add_string(doc, "daemon", said(w->version));
	for (size_t i = 0; i < w->n_ports; i++)
		if (!port || port == &w->ports[i])
			if (json_object_array_add(ports, port_document(w, &w->ports[i], flags)) < 0)
				ctl_no_memory();
	ctl_json_add(doc, "ports", ports);
	ctl_json_add(doc, "inputs", inputs(w));
	return doc;
}

struct json_object *ctl_document_list(const struct ctl_world *w)
{
	struct json_object *doc = ctl_json_document("list"), *ports = json_object_new_array();

	for (size_t i = 0; i < w->n_ports; i++) {
		struct json_object *o = port_document(w, &w->ports[i], CTL_DOC_MASKED);

		json_object_object_del(o, "next_test");
		json_object_object_del(o, "remedies");
		if (json_object_array_add(ports, o) < 0)
			ctl_no_memory();
	}
	ctl_json_add(doc, "ports", ports);
	return doc;
}

struct json_object *ctl_document_show(const struct ctl_world *w, const struct ctl_port *port, unsigned flags)
{
	struct json_object *doc = ctl_json_document("show");
	struct json_object *o = port_document(w, port, flags);

	if (!(flags & CTL_DOC_MASKED))
		ctl_json_add_string(o, "path", port->path);
	ctl_json_add(doc, "port", o);
	return doc;
}
