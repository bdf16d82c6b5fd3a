/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "departed.h"

void cd_departed_clear(struct cd_departed *d)
{
	while (d->n > 0)
		cd_input_free(d->item[--d->n]);
}

static void drop(struct cd_departed *d, size_t k)
{
	cd_input_free(d->item[k]);
	memmove(&d->item[k], &d->item[k + 1], (--d->n - k) * sizeof(d->item[0]));
}

void cd_departed_keep(struct cd_departed *d, struct cd_input *input)
{
	if (d->n == CD_PORT_INPUTS_MAX)
		drop(d, 0);
	d->item[d->n++] = input;
}

int cd_departed_welcome(struct cd_departed *d, struct cd_input *input)
{
	for (size_t k = 0; k < d->n; k++) {
		int r = 0;

		if (strcmp(d->item[k]->name, input->name) != 0)
			continue;
		if (d->item[k]->has_note && !input->has_note)
			r = cd_input_add_note(input, &d->item[k]->note);
		if (r == 0)
			drop(d, k);
		return r;
	}
	return 0;
}
