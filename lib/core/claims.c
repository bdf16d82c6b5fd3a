/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "claims.h"

#include <stdio.h>

void cd_claims_done(struct cd_claims *c)
{
	free(c->items);
	*c = (struct cd_claims){ 0 };
}

static bool listed(const struct cd_event_port *p, const char *input)
{
	for (size_t k = 0; k < p->n_inputs; k++)
		if (cd_streq(p->inputs[k], input))
			return true;
	return false;
}

static struct cd_claim *find(const struct cd_claims *c, const char *input)
{
	for (size_t k = 0; k < c->n; k++)
		if (strcmp(c->items[k].input, input) == 0)
			return &c->items[k];
	return NULL;
}

static int add(struct cd_claims *c, const char *input, const char *port)
{
	struct cd_claim *claim = find(c, input);

	if (!claim) {
		if (c->n >= CD_CLAIMS_MAX)
			return -E2BIG;
		if (c->n == c->allocated) {
			size_t wanted = c->allocated ? c->allocated * 2 : 8;
			struct cd_claim *grown = realloc(c->items, wanted * sizeof(*grown));

			if (!grown)
				return -ENOMEM;
			c->items = grown;
			c->allocated = wanted;
		}
		claim = &c->items[c->n++];
		(void)snprintf(claim->input, sizeof(claim->input), "%s", input);
	}
	(void)snprintf(claim->port, sizeof(claim->port), "%s", port);
	return 0;
}

int cd_claims_port(struct cd_claims *c, const struct cd_event_port *p)
{
	int r = 0;

	for (size_t k = c->n; k-- > 0;)
		if (strcmp(c->items[k].port, p->name) == 0 && !listed(p, c->items[k].input))
			c->items[k] = c->items[--c->n];
	for (size_t k = 0; k < p->n_inputs && r == 0; k++)
		r = add(c, p->inputs[k], p->name);
	return r;
}

const char *cd_claims_find(const struct cd_claims *c, const char *input)
{
	const struct cd_claim *claim = find(c, input);

	return claim ? claim->port : NULL;
}
