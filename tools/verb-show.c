/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * show PORT: every property of one port.
 */

#include "view.h"

static struct json_object *document(const struct ctl_call *call, const struct ctl_world *w, unsigned flags)
{
	const struct ctl_port *port = ctl_world_port(w, call->args[0]);

	return port ? ctl_document_show(w, port, flags) : NULL;
}

static int run(struct ctl_call *call)
{
	static const struct ctl_view view = { CTL_REFRESH, document, ctl_render_show };

	return ctl_view_run(call, &view);
}

const struct ctl_verb ctl_verb_show = {
	.name = "show",
	.args = "PORT",
	.help = "show everything that is known of one port",
	.text = "Shows every property of a port: its inputs, each reading with its kind, age and\n"
		"input, the kernel's and people's words, the session, the verdict.\n\n"
		"PORT is a port's name, or the beginning of it where that is unique.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
