/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * list: a line per port.
 */

#include "view.h"

static struct json_object *document(const struct ctl_call *call, const struct ctl_world *w, unsigned flags)
{
	(void)call;
	(void)flags; /* a list has no times */
	return ctl_document_list(w);
}

static int run(struct ctl_call *call)
{
	static const struct ctl_view view = { CTL_AS_IT_IS, document, ctl_render_list };

	return ctl_view_run(call, &view);
}

const struct ctl_verb ctl_verb_list = {
	.name = "list",
	.args = "",
	.help = "list the ports, one a line",
	.text = "Lists the ports: name, kind, what is plugged in, and the verdict. Prints nothing\n"
		"when there is no port.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.run = run,
};
