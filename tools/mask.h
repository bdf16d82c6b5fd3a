/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * --mask: serial numbers out of what people paste into bug reports. A mask learns secrets and replaces each
 * of them by its number ("serial1"), wherever it stands: in a name, a sentence, a line of a recording. The
 * same secret gets the same number, so that what belongs together still reads so.
 */

#include "client.h"
#include "json.h"

#define CTL_SECRETS_MAX 64
#define CTL_SECRET_MIN 3 /* bytes: a shorter one would be found in everything */

struct ctl_mask {
	char *secrets[CTL_SECRETS_MAX]; /* in the order they were learned */
	size_t n;
	bool full; /* and said so */
};

void ctl_mask_done(struct ctl_mask *m);
/* False when it was too short, or the mask is full, which is said once: a person is about to share this. */
bool ctl_mask_learn(struct ctl_mask *m, const char *secret, size_t len);
/* The serial in a meter's name: what follows the model in "fnb58-21A0". */
void ctl_mask_learn_name(struct ctl_mask *m, const char *name);
/* The names of all meters, inputs and ports. */
void ctl_mask_learn_world(struct ctl_mask *m, const struct ctl_world *w);
/* "serial":"…" and "serial_number":"…" of a line of a recording or another JSON text. */
void ctl_mask_learn_text(struct ctl_mask *m, const char *text, size_t len);

/* JSON text with every secret replaced inside string values, allocated; `*ret_len` its length. Keys and
 * numbers are left alone: they hold no serials, and a serial of digits would be found in them. Never NULL. */
char *ctl_mask_json(const struct ctl_mask *m, const char *text, size_t len, size_t *ret_len);
/* The same of a document; takes `doc` over. */
struct json_object *ctl_mask_document(const struct ctl_mask *m, struct json_object *doc);
