/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Routing is looking up: an input by name, its engine by pointer. Counts are tens, so arrays and linear search; the
 * last input found is remembered because a meter says thousands of things in a row.
 */

#include "router.h"

#include "claims.h"
#include "engine-internal.h"

struct cd_router {
	struct cd_settings settings;
	const struct cd_profiles *profiles;
	enum cd_grouping grouping;
	char *one_name;

	struct cd_input **inputs;
	size_t n_inputs;
	struct cd_input *last;
	struct cd_engine **ports;
	size_t n_ports;
	struct cd_claims claims;

	int64_t now_us;
	int64_t deadline_us; /* the earliest of all ports, perhaps early */
	bool changed;        /* some port has something to tell */
	struct cd_engine *told_removed;
	struct cd_router_stats stats;
};

int cd_router_new(
	const struct cd_settings *settings, const struct cd_profiles *profiles, struct cd_router **ret)
{
	struct cd_router *r = calloc(1, sizeof(*r));

	if (!r)
		return -ENOMEM;
	r->settings = *settings;
	r->profiles = profiles;
	r->now_us = INT64_MIN;
	r->deadline_us = INT64_MAX;
	*ret = r;
	return 0;
}

void cd_router_set_settings(struct cd_router *r, const struct cd_settings *settings)
{
	r->settings = *settings;
	for (size_t i = 0; i < r->n_ports; i++)
		cd_engine_set_settings(r->ports[i], settings);
}

struct cd_router *cd_router_free(struct cd_router *r)
{
	if (!r)
		return NULL;
	for (size_t i = 0; i < r->n_ports; i++)
		cd_engine_free(r->ports[i]);
	for (size_t i = 0; i < r->n_inputs; i++)
		cd_input_free(r->inputs[i]);
	cd_engine_free(r->told_removed);
	cd_claims_done(&r->claims);
	free(r->ports);
	free(r->inputs);
	free(r->one_name);
	free(r);
	return NULL;
}

int cd_router_set_grouping(struct cd_router *r, enum cd_grouping grouping, const char *port_name)
{
	char *name = port_name ? strdup(port_name) : NULL;

	if (port_name && !name)
		return -ENOMEM;
	free(r->one_name);
	r->one_name = name;
	r->grouping = grouping;
	return 0;
}

/* Room for one more pointer: capacities are the powers of two, so a count that is one is a full array. */
static int reserve(void ***items, size_t n)
{
	void **grown;

	if (n & (n - 1))
		return 0;
	grown = realloc(*items, (n ? n * 2 : 1) * sizeof(void *));
	if (!grown)
		return -ENOMEM;
	*items = grown;
	return 0;
}

static struct cd_input *find_input(struct cd_router *r, const char *name)
{
	if (r->last && strcmp(r->last->name, name) == 0)
		return r->last;
	for (size_t i = 0; i < r->n_inputs; i++)
		if (strcmp(r->inputs[i]->name, name) == 0)
			return r->last = r->inputs[i];
	return NULL;
}

/* A port that is to be told as removed is no longer there: what comes now comes to a new one of its name. */
struct cd_engine *cd_router_find_port(const struct cd_router *r, const char *name)
{
	for (size_t i = 0; i < r->n_ports; i++)
		if (cd_streq(cd_engine_name(r->ports[i]), name) &&
			!(cd_engine_changes(r->ports[i]) & CD_CHANGE_REMOVED))
			return r->ports[i];
	return NULL;
}

static int get_port(struct cd_router *r, const char *name, struct cd_engine **ret)
{
	struct cd_engine *e = cd_router_find_port(r, name);

	if (!e) {
		if (r->n_ports >= CD_ROUTER_PORTS_MAX)
			return CD_ROUTER_FULL;
		if (reserve((void ***)&r->ports, r->n_ports) < 0)
			return -ENOMEM;
		e = cd_engine_new(name, &r->settings, r->profiles);
		if (!e)
			return -ENOMEM;
		r->ports[r->n_ports++] = e;
		cd_engine_mark(e, CD_CHANGE_ADDED);
	}
	*ret = e;
	return 0;
}

static int get_input(struct cd_router *r, const char *name, struct cd_input **ret)
{
	struct cd_input *i = find_input(r, name);

	if (!i) {
		if (r->n_inputs >= CD_ROUTER_INPUTS_MAX)
			return CD_ROUTER_FULL;
		if (reserve((void ***)&r->inputs, r->n_inputs) < 0)
			return -ENOMEM;
		i = cd_input_new(name);
		if (!i)
			return -ENOMEM;
		r->inputs[r->n_inputs++] = i;
	}
	*ret = i;
	return 0;
}

static void leave(struct cd_router *r, struct cd_input *i)
{
	if (!i->engine)
		return;
	cd_engine_leave(i->engine, i, r->now_us);
	i->engine = NULL;
}

static int join(struct cd_router *r, struct cd_input *i, struct cd_engine *e)
{
	int q;

	if (i->engine == e)
		return 0;
	leave(r, i);
	q = cd_engine_join(e, i, r->now_us);
	if (q == -E2BIG)
		return CD_ROUTER_FULL;
	if (q < 0)
		return q;
	i->engine = e;
	return 0;
}

static bool listed(const struct cd_event_port *p, const char *input)
{
	for (size_t k = 0; k < p->n_inputs; k++)
		if (cd_streq(p->inputs[k], input))
			return true;
	return false;
}

/* Where an input goes when it comes: to the port that named it, else by the grouping. */
static int place(struct cd_router *r, struct cd_input *i)
{
	const char *claimed = cd_claims_find(&r->claims, i->name);
	const char *name = claimed ? claimed : r->grouping == CD_GROUP_ONE_METER ? r->one_name : i->name;
	struct cd_engine *e;
	int q;

	if (i->engine || (!claimed && r->grouping == CD_GROUP_TOLD))
		return 0;
	q = get_port(r, name, &e);
	return q != 0 ? q : join(r, i, e);
}

static int feed_added(struct cd_router *r, const struct cd_event *ev)
{
	struct cd_input *i;
	int q = get_input(r, ev->input, &i);

	if (q != 0)
		return q;
	q = cd_input_set_added(i, &ev->added);
	if (q < 0)
		return q;
	q = place(r, i);
	if (q != 0)
		return q;
	return i->engine ? cd_engine_feed(i->engine, i, ev) : 0;
}

static int feed_removed(struct cd_router *r, struct cd_input *i)
{
	struct cd_engine *e = i->engine;

	for (size_t k = 0; k < r->n_inputs; k++)
		if (r->inputs[k] == i) {
			memmove(&r->inputs[k], &r->inputs[k + 1], (--r->n_inputs - k) * sizeof(*r->inputs));
			break;
		}
	r->last = NULL;
	i->engine = NULL;
	if (e)
		cd_engine_depart(e, i, r->now_us);
	else
		cd_input_free(i);
	return 0;
}

/* Inputs that are not there yet join when they come. */
static int feed_port(struct cd_router *r, const struct cd_event_port *p)
{
	struct cd_engine *e = cd_router_find_port(r, p->name);
	int worst = cd_claims_port(&r->claims, p);
	int q = 0;

	if (worst == -ENOMEM)
		return worst;
	if (!e && p->n_inputs > 0)
		q = get_port(r, p->name, &e);
	if (q != 0 || !e)
		return q;
	for (size_t k = cd_engine_n_inputs(e); k-- > 0;)
		if (!listed(p, cd_engine_input(e, k)->name))
			leave(r, cd_engine_input(e, k));
	for (size_t k = 0; k < p->n_inputs; k++) {
		struct cd_input *i = find_input(r, p->inputs[k]);

		q = i ? join(r, i, e) : 0;
		if (q < 0)
			return q;
		if (q > 0)
			worst = q;
	}
	return worst < 0 ? CD_ROUTER_FULL : worst;
}

static int renew_input(struct cd_router *r, struct cd_input *i, const struct cd_event *ev)
{
	switch (ev->type) {
	case CD_EVENT_ATTRIBUTES:
		return cd_input_set_attributes(i, ev->attributes, r->now_us);
	case CD_EVENT_NOTE:
		return cd_input_add_note(i, &ev->note);
	case CD_EVENT_OVER_CURRENT:
		cd_input_tripped(i, r->inputs, r->n_inputs, r->now_us);
		return 0;
	default:
		return 0;
	}
}

static int feed_input(struct cd_router *r, const struct cd_event *ev)
{
	struct cd_input *i = find_input(r, ev->input);
	int q;

	if (!i)
		return CD_ROUTER_UNKNOWN_INPUT;
	if (ev->type == CD_EVENT_REMOVED)
		return feed_removed(r, i);
	q = renew_input(r, i, ev);
	if (q < 0)
		return q;
	return i->engine ? cd_engine_feed(i->engine, i, ev) : 0;
}

static void find_deadline(struct cd_router *r)
{
	r->deadline_us = INT64_MAX;
	for (size_t i = 0; i < r->n_ports; i++)
		if (cd_engine_deadline(r->ports[i]) < r->deadline_us)
			r->deadline_us = cd_engine_deadline(r->ports[i]);
}

/* A port that lost its inputs and its session has nothing left to show. Its removal is told like any change. */
static void drop_expendable(struct cd_router *r)
{
	for (size_t i = 0; i < r->n_ports; i++)
		if (cd_engine_expendable(r->ports[i]))
			cd_engine_mark(r->ports[i], CD_CHANGE_REMOVED);
}

int cd_router_advance(struct cd_router *r, int64_t t_us)
{
	while (r->deadline_us <= t_us && r->deadline_us < INT64_MAX) {
		for (size_t i = 0; i < r->n_ports; i++)
			while (cd_engine_deadline(r->ports[i]) <= r->deadline_us) {
				int q = cd_engine_run_deadline(r->ports[i]);

				if (q < 0)
					return q;
			}
		r->changed = true;
		drop_expendable(r);
		find_deadline(r);
	}
	if (t_us > r->now_us)
		r->now_us = t_us;
	return 0;
}

static void count(struct cd_router *r, int outcome)
{
	r->stats.events++;
	r->stats.unknown_input += outcome == CD_ROUTER_UNKNOWN_INPUT;
	r->stats.refused += outcome == CD_ROUTER_FULL;
}

int cd_router_feed(struct cd_router *r, const struct cd_event *ev)
{
	struct cd_event late;
	int q;

	if (ev->t_us < r->now_us) {
		r->stats.late++;
		late = *ev;
		late.t_us = r->now_us;
		ev = &late;
	}
	q = cd_router_advance(r, cd_event_awake_us(ev));
	if (q < 0)
		return q;
	if (ev->t_us > r->now_us)
		r->now_us = ev->t_us;

	if (ev->type == CD_EVENT_PORT)
		q = feed_port(r, &ev->port);
	else if (ev->type == CD_EVENT_ADDED)
		q = feed_added(r, ev);
	else
		q = feed_input(r, ev);
	count(r, q);
	if (ev->type != CD_EVENT_SAMPLE)
		drop_expendable(r);
	r->changed = true;
	if (r->last && r->last->engine && ev->type == CD_EVENT_SAMPLE) {
		if (cd_engine_deadline(r->last->engine) < r->deadline_us)
			r->deadline_us = cd_engine_deadline(r->last->engine);
	} else {
		find_deadline(r);
	}
	return q != 0 ? q : ev == &late ? CD_ROUTER_LATE : 0;
}

int64_t cd_router_deadline(const struct cd_router *r)
{
	return r->deadline_us;
}

static void unlink_port(struct cd_router *r, size_t i)
{
	memmove(&r->ports[i], &r->ports[i + 1], (--r->n_ports - i) * sizeof(*r->ports));
}

bool cd_router_next_change(struct cd_router *r, struct cd_change *ret)
{
	r->told_removed = cd_engine_free(r->told_removed);
	if (!r->changed)
		return false;
	for (size_t i = 0; i < r->n_ports; i++) {
		struct cd_engine *e = r->ports[i];
		unsigned what = cd_engine_changes(e);

		if (what == 0)
			continue;
		if (what & CD_CHANGE_REMOVED) {
			unlink_port(r, i);
			r->told_removed = e;
			/* Nobody ever heard of it: nothing to tell, unless a session ended in it. */
			if ((what & CD_CHANGE_ADDED) && !(what & CD_CHANGE_SESSION_ENDED)) {
				r->told_removed = cd_engine_free(e);
				i--;
				continue;
			}
		}
		*ret = (struct cd_change){ .engine = e, .what = cd_engine_take_changes(e) };
		return true;
	}
	r->changed = false;
	return false;
}

size_t cd_router_n_ports(const struct cd_router *r)
{
	return r->n_ports;
}

struct cd_engine *cd_router_port(const struct cd_router *r, size_t i)
{
	return i < r->n_ports ? r->ports[i] : NULL;
}

size_t cd_router_n_inputs(const struct cd_router *r)
{
	return r->n_inputs;
}

const struct cd_input *cd_router_input(const struct cd_router *r, size_t i)
{
	return i < r->n_inputs ? r->inputs[i] : NULL;
}

const struct cd_input *cd_router_find_input(const struct cd_router *r, const char *name)
{
	for (size_t i = 0; i < r->n_inputs; i++)
		if (strcmp(r->inputs[i]->name, name) == 0)
			return r->inputs[i];
	return NULL;
}

static int write_added(const struct cd_input *i, struct cd_buffer *b, int64_t t_us, int64_t base_us)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_ADDED, .input = i->name, .added = i->added };

	return cd_recording_write_event(b, &ev, base_us);
}

static int write_said(const struct cd_input *i, struct cd_buffer *b, int64_t t_us, int64_t base_us)
{
	struct cd_event ev = { .t_us = t_us, .type = CD_EVENT_ATTRIBUTES, .input = i->name };
	int q = 0;

	if (cd_known(i->attributes_us)) {
		ev.attributes = &i->attributes;
		q = cd_recording_write_event(b, &ev, base_us);
	}
	if (q >= 0 && i->has_note) {
		ev.type = CD_EVENT_NOTE;
		ev.note = i->note;
		q = cd_recording_write_event(b, &ev, base_us);
	}
	return q;
}

int cd_router_write_port_state(const struct cd_router *r, const struct cd_engine *engine, struct cd_buffer *b,
	int64_t t_us, int64_t base_us)
{
	struct cd_event port = { .t_us = t_us, .type = CD_EVENT_PORT };
	int q = 0;

	/* A port event names inputs that are known: `added` of all comes first. */
	for (size_t k = 0; q >= 0 && k < cd_engine_n_inputs(engine); k++)
		q = write_added(cd_engine_input(engine, k), b, t_us, base_us);
	port.port.name = cd_engine_name(engine);
	port.port.inputs = cd_engine_inputs(engine);
	port.port.n_inputs = cd_engine_n_inputs(engine);
	if (q >= 0)
		q = cd_recording_write_event(b, &port, base_us);
	for (size_t k = 0; q >= 0 && k < cd_engine_n_inputs(engine); k++)
		q = write_said(cd_engine_input(engine, k), b, t_us, base_us);
	return q;
}

void cd_router_stats(const struct cd_router *r, struct cd_router_stats *ret)
{
	*ret = r->stats;
}
