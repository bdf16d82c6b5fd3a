/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What `port` events said of inputs, known ones and ones still to come. An input that was unplugged and comes back goes
 * where it was said to belong.
 */

#include "event.h"

#define CD_CLAIMS_MAX 1024

struct cd_claim {
	char input[CD_INPUT_NAME_MAX + 1];
	char port[CD_INPUT_NAME_MAX + 1];
};

struct cd_claims {
	struct cd_claim *items;
	size_t n, allocated;
};

void cd_claims_done(struct cd_claims *c);
/* The port event is from now on what holds for its port. -ENOMEM; -E2BIG: some inputs were not taken in. */
int cd_claims_port(struct cd_claims *c, const struct cd_event_port *p);
/* The port that claims the input; NULL: none. */
const char *cd_claims_find(const struct cd_claims *c, const char *input);
