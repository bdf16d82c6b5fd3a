/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tells the router which inputs are one port. The decision is grouping.c's; here it is compared with what the router
 * has, and only what differs becomes a `port` event. Ports that lose inputs come first, so that an input is never in
 * two places, not even for the length of an event.
 */

#include "correlate.h"

#include "grouping.h"
#include "hash.h"

struct cd_correlator {
	struct cd_grouping_input *inputs;
	int *leaders;
	size_t allocated;
	uint64_t
		told; /* fingerprint of decision and outcome last time: what a router refused is not repeated */
};

struct cd_correlator *cd_correlator_new(void)
{
	return calloc(1, sizeof(struct cd_correlator));
}

struct cd_correlator *cd_correlator_free(struct cd_correlator *c)
{
	if (!c)
		return NULL;
	free(c->inputs);
	free(c->leaders);
	free(c);
	return NULL;
}

bool cd_correlator_cares(const struct cd_event *ev)
{
	return ev->type == CD_EVENT_ADDED || ev->type == CD_EVENT_REMOVED ||
	       ev->type == CD_EVENT_ATTRIBUTES || ev->type == CD_EVENT_NOTE;
}

static int make_room(struct cd_correlator *c, size_t n)
{
	struct cd_grouping_input *inputs;
	int *leaders;

	if (n <= c->allocated)
		return 0;
	inputs = reallocarray(c->inputs, n, sizeof(*inputs));
	if (!inputs)
		return -ENOMEM;
	c->inputs = inputs;
	leaders = reallocarray(c->leaders, n, sizeof(*leaders));
	if (!leaders)
		return -ENOMEM;
	c->leaders = leaders;
	c->allocated = n;
	return 0;
}

static const char *actual(const struct cd_router *r, size_t i)
{
	const struct cd_input *in = cd_router_input(r, i);

	return in->engine ? cd_engine_name(in->engine) : NULL;
}

static int decide(struct cd_correlator *c, const struct cd_router *r)
{
	size_t n = cd_router_n_inputs(r);
	int q = make_room(c, n);

	if (q < 0)
		return q;
	for (size_t i = 0; i < n; i++) {
		const struct cd_input *in = cd_router_input(r, i);

		c->inputs[i] = (struct cd_grouping_input){ in->name, in->added.kind, &in->attributes,
			in->note.line, actual(r, i) };
	}
	return cd_grouping_decide(c->inputs, n, c->leaders);
}

/* What should be, and what the router made of it. */
static uint64_t fingerprint(const struct cd_correlator *c, const struct cd_router *r)
{
	uint64_t hash = CD_HASH_START;

	for (size_t i = 0; i < cd_router_n_inputs(r); i++) {
		const struct cd_input *in = cd_router_input(r, i);

		hash = cd_hash_string(hash, in->name);
		hash = cd_hash(hash, &c->leaders[i], sizeof(c->leaders[i]));
		hash = cd_hash(hash, &in->engine, sizeof(in->engine));
	}
	return hash;
}

static int tell(struct cd_router *r, int64_t t_us, const char *name, const char *const *inputs, size_t n)
{
	int q = cd_router_feed(r, &(struct cd_event){ .t_us = t_us,
					  .type = CD_EVENT_PORT,
					  .port = { .name = name, .inputs = inputs, .n_inputs = n } });

	return q < 0 ? q : 0; /* the router counts what it cannot take */
}

/* The port `name` as it should be: the inputs that are led by the input of that name. */
static int tell_port(const struct cd_correlator *c, struct cd_router *r, int64_t t_us, const char *name)
{
	const char *members[CD_PORT_INPUTS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < cd_router_n_inputs(r); i++)
		if (c->leaders[i] >= 0 && n < CD_ELEMENTSOF(members) &&
			strcmp(c->inputs[c->leaders[i]].name, name) == 0)
			members[n++] = c->inputs[i].name;
	return tell(r, t_us, name, members, n);
}

static const char *wanted(const struct cd_correlator *c, size_t i)
{
	return c->leaders[i] >= 0 ? c->inputs[c->leaders[i]].name : NULL;
}

/* Each misplaced input names a port that is not as it should be: first the one it has to leave, then its own. After a
 * port was told, all its inputs are in place, so that no port is told twice. */
static int settle(const struct cd_correlator *c, struct cd_router *r, int64_t t_us)
{
	for (int joining = 0; joining < 2; joining++)
		for (size_t i = 0; i < cd_router_n_inputs(r); i++) {
			const char *now = actual(r, i), *want = wanted(c, i), *name = joining ? want : now;
			char copy[CD_INPUT_NAME_MAX + 1];
			int q;

			if (!name || cd_streq(now, want) || strlen(name) >= sizeof(copy))
				continue;
			strcpy(copy, name); /* the port may go with its last input */
			q = tell_port(c, r, t_us, copy);
			if (q < 0)
				return q;
		}
	return 0;
}

int cd_correlator_run(struct cd_correlator *c, struct cd_router *r, int64_t t_us)
{
	int q = decide(c, r);

	if (q < 0)
		return q;
	if (fingerprint(c, r) == c->told)
		return 0;
	q = settle(c, r, t_us);
	if (q < 0)
		return q;
	c->told = fingerprint(c, r);
	return 0;
}
