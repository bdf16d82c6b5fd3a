/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * explain PORT: the whole analysis of a live port: causes, evidence, what could not be computed, next test,
 * remedies.
 */

#include "view.h"

static struct json_object *parse(const char *text, const struct ctl_port *port)
{
	struct json_object *doc = json_tokener_parse(text);

	if (!json_object_is_type(doc, json_type_object)) {
		ctl_say("The analysis of %s is not JSON: daemon and chargectl of one version belong together",
			port->name);
		json_object_put(doc);
		return NULL;
	}
	return doc;
}

static void print(const struct ctl_call *call, const struct ctl_world *w, const struct ctl_port *port,
	struct json_object *doc)
{
	CTL_JSON struct json_object *status = ctl_document_status(w, port, call->mask ? CTL_DOC_MASKED : 0);
	CTL_JSON struct json_object *d = ctl_view_mask(call, w, doc);
	struct json_object *p = json_object_array_get_idx(ctl_json_array(status, "ports"), 0);
	char text[CTL_TEXT_MAX];

	if (call->json) {
		ctl_json_print(call->out.f, d);
		return;
	}
	ctl_render_analysis(&call->out, d, ctl_json_object(p, "readings"));
	if (ctl_render_to_full(ctl_json_object(p, "session"), text, sizeof(text)))
		fprintf(call->out.f, "\n%s\n", text);
}

static int explain(const struct ctl_call *call, struct ctl_client *client, const struct ctl_world *w)
{
	const struct ctl_port *port = ctl_world_port(w, call->args[0]);
	struct json_object *doc;
	CD_FREE char *text = NULL;

	if (!port || ctl_client_analysis(client, port, &text) < 0)
		return CTL_EXIT_NO_SUCH;
	doc = parse(text, port);
	if (!doc)
		return CTL_EXIT_NO_SUCH;
	print(call, w, port, doc);
	return CTL_EXIT_OK;
}

static int run(struct ctl_call *call)
{
	struct ctl_client client;
	struct ctl_world world;
	int r = CTL_EXIT_NO_SUCH;

	if (ctl_client_open(call, &client) < 0)
		return CTL_EXIT_NO_SUCH;
	if (ctl_client_world(&client, CTL_AS_IT_IS, &world) >= 0) {
		r = explain(call, &client, &world);
		ctl_world_done(&world);
	}
	ctl_client_close(&client);
	return r;
}

const struct ctl_verb ctl_verb_explain = {
	.name = "explain",
	.args = "PORT",
	.help = "explain the verdict on one port, with evidence",
	.text = "Explains the verdict on a port: the causes by confidence; for each the evidence\n"
		"with value, error, limit and weight (above 0 it speaks for the cause), and\n"
		"their sum; what could not be computed and why; what would change the verdict;\n"
		"the phases of the session; the test that would tell causes apart, with what to\n"
		"expect under each; and what to do, safest and cheapest first.\n\n"
		"PORT is a port's name, or the beginning of it where that is unique.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
