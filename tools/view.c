/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See view.h.
 */

#include "mask.h"
#include "view.h"

struct json_object *ctl_view_mask(
	const struct ctl_call *call, const struct ctl_world *w, struct json_object *doc)
{
	struct ctl_mask mask = { .n = 0 };

	if (!call->mask)
		return doc;
	ctl_mask_learn_world(&mask, w);
	doc = ctl_mask_document(&mask, doc);
	ctl_mask_done(&mask);
	return doc;
}

void ctl_view_print(const struct ctl_call *call, const struct ctl_world *w, struct json_object *doc,
	void (*render)(const struct ctl_out *out, struct json_object *doc))
{
	CTL_JSON struct json_object *d = ctl_view_mask(call, w, doc);

	if (call->json)
		ctl_json_print(call->out.f, d);
	else
		render(&call->out, d);
	if (w->left_out)
		ctl_say("%u more ports or sessions than this version can show were left out", w->left_out);
}

int ctl_view_run(struct ctl_call *call, const struct ctl_view *view)
{
	struct json_object *doc = NULL;
	struct ctl_client client;
	struct ctl_world world;
	int r;

	if (ctl_client_open(call, &client) < 0)
		return CTL_EXIT_NO_SUCH;
	r = ctl_client_world(&client, view->fresh, &world);
	if (r >= 0) {
		doc = view->document(call, &world, call->mask ? CTL_DOC_MASKED : 0);
		if (doc)
			ctl_view_print(call, &world, doc, view->render);
		ctl_world_done(&world);
	}
	ctl_client_close(&client);
	return doc ? CTL_EXIT_OK : CTL_EXIT_NO_SUCH;
}
