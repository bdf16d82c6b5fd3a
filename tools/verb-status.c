/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * status [PORT]: what is plugged, what flows, what is wrong, what to do first. Everything it prints is of one
 * reply.
 */

#include "view.h"

static struct json_object *document(const struct ctl_call *call, const struct ctl_world *w, unsigned flags)
{
	const struct ctl_port *port = NULL;

	if (call->n_args && !(port = ctl_world_port(w, call->args[0])))
		return NULL;
	return ctl_document_status(w, port, flags);
}

static int run(struct ctl_call *call)
{
	static const struct ctl_view view = { CTL_REFRESH, document, ctl_render_status };

	return ctl_view_run(call, &view);
}

const struct ctl_verb ctl_verb_status = {
	.name = "status",
	.args = "[PORT]",
	.help = "say what is plugged in, what flows, what is wrong",
	.text = "Says for every port, or for one, what is plugged in, what flows, what is wrong\n"
		"with it, and the first thing to do. Every number says how it is known:\n"
		"measured, negotiated (a contract is not what flows), advertised or estimated.\n"
		"What is unknown is “—” or left out, never 0. Last come the interfaces that this\n"
		"machine lacks, and why.\n\n"
		"PORT is a port's name, or the beginning of it where that is unique.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.max_args = 1,
	.run = run,
};
