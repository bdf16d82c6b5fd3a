/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The decision behind the correlator, by itself: from what the inputs say, which of them are one port. A port is named
 * after one of its inputs, its leader.
 */

#include "event.h"

/* One input; borrowed. */
struct cd_grouping_input {
	const char *name;
	enum cd_input_kind kind;
	const struct cd_attributes *attributes;
	const char *line; /* the input in whose line it was said to be; NULL: nobody said */
	/* The port it is in now; NULL: none. Unplugged, things stay where they were charged last. */
	const char *port;
};

#define CD_GROUPING_NONE (-1) /* belongs to no port */

/* Writes to `ret_leader[i]` the index of the input that input `i`'s port is named after, or CD_GROUPING_NONE. A leader
 * leads itself; no port gets more than CD_PORT_INPUTS_MAX inputs. -ENOMEM. */
int cd_grouping_decide(const struct cd_grouping_input *inputs, size_t n, int *ret_leader);
