/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * note PORT KEY=VALUE…: what a person knows and no reading can tell. Checked here first, because the daemon
 * can only refuse, and a person wants to know which words there are.
 */

#include <stdio.h>

#include "client.h"
#include "names.h"
#include "note.h"

/* The daemon may have to ask for a password first: it waits two minutes for that. */
#define PATIENCE_US (150 * CD_US_PER_S)

static int append_notes(sd_bus_message *m, char **words, int n)
{
	int r = sd_bus_message_open_container(m, 'a', "{sv}");

	/* A word has been cut in two: its value follows the NUL. */
	for (int i = 0; i < n && r >= 0; i++)
		r = sd_bus_message_append(m, "{sv}", words[i], "s", words[i] + strlen(words[i]) + 1);
	return r < 0 ? r : sd_bus_message_close_container(m);
}

static int send(struct ctl_client *c, const char *port, char **words, int n)
{
	CD_CLEANUP(sd_bus_error_free) sd_bus_error e = SD_BUS_ERROR_NULL;
	CD_CLEANUP(sd_bus_message_unrefp) sd_bus_message *m = NULL;
	char what[256];
	int r;

	r = sd_bus_message_new_method_call(c->bus, &m, c->name, CTL_PATH, CTL_IFACE_MANAGER, "SetNote");
	if (r >= 0)
		r = sd_bus_message_set_allow_interactive_authorization(m, true);
	if (r >= 0)
		r = sd_bus_message_append(m, "s", port);
	if (r >= 0)
		r = append_notes(m, words, n);
	if (r >= 0)
		r = sd_bus_call(c->bus, m, PATIENCE_US, &e, NULL);
	if (r < 0) {
		snprintf(what, sizeof(what), "Failed to note this on %s", port);
		ctl_client_explain(c, &e, r, what);
	}
	return r;
}

/* One of a port's meters by its own name, or a port as anywhere; NULL, and it was said. */
static const char *addressee(const struct ctl_world *w, const char *wanted)
{
	const struct ctl_port *port;

	for (size_t i = 0; i < w->n_ports; i++)
		for (size_t k = 0; k < w->ports[i].inputs.n; k++)
			if (cd_streq(w->ports[i].inputs.v[k], wanted))
				return wanted;
	port = ctl_world_port(w, wanted);
	return port ? port->name : NULL;
}

static int run(struct ctl_call *call)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	const char *name;
	struct ctl_client client;
	struct ctl_world world;
	int r = -ENOENT;

	for (int i = 1; i < call->n_args; i++)
		if (ctl_note_parse(call, call->args[i], &note))
			return CTL_EXIT_USAGE;
	if (ctl_client_open(call, &client) < 0)
		return CTL_EXIT_NO_SUCH;
	if (ctl_client_world(&client, CTL_AS_IT_IS, &world) >= 0) {
		name = addressee(&world, call->args[0]);
		r = name ? send(&client, name, call->args + 1, call->n_args - 1) : -ENOENT;
		ctl_world_done(&world);
	}
	ctl_client_close(&client);
	return r < 0 ? CTL_EXIT_NO_SUCH : CTL_EXIT_OK;
}

const struct ctl_verb ctl_verb_note = {
	.name = "note",
	.args = "PORT KEY=VALUE…",
	.help = "say what only a person can see",
	.text = "Tells the daemon what no reading can: it is weighed in the verdict on PORT from\n"
		"now on, and it stands in recordings.\n\n"
		"  profile=NAME          the device on this port, such as anker-soundcore-2\n"
		"  position=WHERE        the meter is at the source, the device, or unknown\n"
		"  line=NAME             the meter is in the line of this port, battery or meter\n"
		"  led=WORD              what the device's lamp shows, a word of its profile\n"
		"  battery=WORD          empty, low, full or unknown\n"
		"  cable=TEXT            the cable in use, in your words\n"
		"  adapter=TEXT          the adapter in use, in your words\n"
		"  adapter_watts=NUMBER  the power the adapter is rated for\n"
		"  label=TEXT            a name for this session, in your words",
	.takes = CTL_TAKES_BUS,
	.min_args = 2,
	.max_args = -1,
	.run = run,
};
