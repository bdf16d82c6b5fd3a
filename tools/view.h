/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The way of every verb that shows one reply of the daemon: ask, make a document, mask it, print it.
 */

#include "client.h"
#include "document.h"
#include "render.h"

struct ctl_view {
	enum ctl_freshness fresh;
	/* NULL: no such port (said). */
	struct json_object *(*document)(
		const struct ctl_call *call, const struct ctl_world *w, unsigned flags);
	void (*render)(const struct ctl_out *out, struct json_object *doc);
};

/* The exit code. */
int ctl_view_run(struct ctl_call *call, const struct ctl_view *view);
/* With --mask the document without the serials of the world, else as it is; takes it over. */
struct json_object *ctl_view_mask(
	const struct ctl_call *call, const struct ctl_world *w, struct json_object *doc);
/* Masks (with --mask) and prints a document; takes it over. */
void ctl_view_print(const struct ctl_call *call, const struct ctl_world *w, struct json_object *doc,
	void (*render)(const struct ctl_out *out, struct json_object *doc));
