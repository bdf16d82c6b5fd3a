/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Inputs that left a port during its session. The session is still judged by what they said, and one that comes back is
 * the same: what a person said of it still holds.
 */

#include "input.h"

struct cd_departed {
	struct cd_input *item[CD_PORT_INPUTS_MAX]; /* owned, oldest first */
	size_t n;
};

void cd_departed_clear(struct cd_departed *d);
/* Takes the input over; the oldest goes when there are too many. */
void cd_departed_keep(struct cd_departed *d, struct cd_input *input);
/* An input of the same name is back: its notes are handed on unless it has new ones. On -ENOMEM nothing has changed. */
int cd_departed_welcome(struct cd_departed *d, struct cd_input *input);
