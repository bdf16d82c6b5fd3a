/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * watch [PORT]: status, again at every change. A signal only says that it is time to ask: what is shown is
 * always one whole reply, so that a lost or merged signal cannot leave a wrong picture. The daemon may come
 * and go.
 *
 *     signal ─► dirty ─► (one request at a time, at least 200 ms apart) ─► reply ─► show
 *     daemon gone ─► "waiting for chargediagd" ─► daemon there ─► dirty
 */

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "loop.h"
#include "names.h"
#include "screen.h"
#include "view.h"

#define REQUEST_INTERVAL_US 200000
#define REDRAW_INTERVAL_US CD_US_PER_S /* ages grow while nothing happens */

struct watch {
	struct ctl_call *call;
	struct ctl_client client;
	sd_event *event;
	sd_event_source *soon, *tick;
	char *port; /* the one to show; NULL: all */
	struct ctl_world world;
	sd_bus_message *manager; /* the answer that comes before the one with the ports */
	bool has_world, asking, dirty, resting, waiting;
	struct ctl_screen screen;
	struct json_object *lines; /* port name → the line printed last */
	char *last;                /* the JSON printed last, without ages */
	uint64_t left;
};

static const struct ctl_option options[] = {
	{ "count", 'n', "NUMBER", "end after printing this many lines or pictures", 0 },
	{ 0 },
};

static void printed(struct watch *w)
{
	if (fflush(w->call->out.f) != 0)
		(void)sd_event_exit(w->event, CTL_EXIT_USAGE); /* said at the end */
	if (w->left && --w->left == 0)
		(void)sd_event_exit(w->event, CTL_EXIT_OK);
}

static const struct ctl_port *chosen(const struct watch *w)
{
	for (size_t i = 0; w->port && i < w->world.n_ports; i++)
		if (cd_streq(w->world.ports[i].name, w->port))
			return &w->world.ports[i];
	return NULL;
}

static struct json_object *document(struct watch *w, unsigned flags)
{
	struct json_object *doc;

	doc = ctl_document_status(&w->world, chosen(w), flags | (w->call->mask ? CTL_DOC_MASKED : 0));
	doc = ctl_view_mask(w->call, &w->world, doc);
	/* The port that was asked for has gone: an empty list, not all the others. */
	if (w->port && !chosen(w))
		ctl_json_add(doc, "ports", json_object_new_array());
	return doc;
}

static void show_json(struct watch *w)
{
	CTL_JSON struct json_object *timeless = document(w, CTL_DOC_MASKED), *doc = NULL;
	const char *text = json_object_to_json_string_ext(timeless, JSON_C_TO_STRING_PLAIN);

	if (!text)
		ctl_no_memory();
	if (cd_streq(text, w->last))
		return;
	free(w->last);
	w->last = strdup(text);
	doc = document(w, 0);
	ctl_json_print(w->call->out.f, doc);
	printed(w);
}

static void put_time(FILE *f)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[16];

	if (localtime_r(&now, &tm) && strftime(text, sizeof(text), "%H:%M:%S", &tm))
		fprintf(f, "%s  ", text);
}

static char *to_text(const struct watch *w, void (*render)(const struct ctl_out *, struct json_object *),
	struct json_object *doc)
{
	struct ctl_out out = w->call->out;
	char *text = NULL;
	size_t size;

	out.f = open_memstream(&text, &size);
	if (!out.f)
		ctl_no_memory();
	render(&out, doc);
	if (fclose(out.f) != 0 || !text)
		ctl_no_memory();
	return text;
}

static void put_line(struct watch *w, const char *name, const char *text)
{
	if (cd_streq(ctl_json_string(w->lines, name), text))
		return;
	ctl_json_add_string(w->lines, name, text);
	put_time(w->call->out.f);
	fputs(text, w->call->out.f);
	printed(w);
}

static bool is_in(struct json_object *ports, const char *name)
{
	for (size_t i = 0; i < ctl_json_length(ports); i++)
		if (cd_streq(ctl_json_string(json_object_array_get_idx(ports, i), "port"), name))
			return true;
	return false;
}

/* Ports that have gone since: one line each, and their last line is forgotten. */
static void put_gone(struct watch *w, struct json_object *ports)
{
	CTL_JSON struct json_object *gone = json_object_new_array();

	json_object_object_foreach(w->lines, port, text)
	{
		(void)text;
		if (!is_in(ports, port) && json_object_array_add(gone, json_object_new_string(port)) < 0)
			ctl_no_memory();
	}
	for (size_t i = 0; i < ctl_json_length(gone); i++) {
		char line[CTL_TEXT_MAX], name[128];

		snprintf(line, sizeof(line), "%-9s gone\n",
			ctl_text_clean(ctl_json_element(gone, i), name, sizeof(name)));
		put_line(w, ctl_json_element(gone, i), line);
		json_object_object_del(w->lines, ctl_json_element(gone, i));
	}
}

static void show_lines(struct watch *w)
{
	CTL_JSON struct json_object *doc = document(w, CTL_DOC_MASKED);
	struct json_object *ports = ctl_json_array(doc, "ports");

	for (size_t i = 0; i < ctl_json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);
		CD_FREE char *text = to_text(w, ctl_render_port_line, port);

		put_line(w, ctl_json_string(port, "port"), text);
	}
	put_gone(w, ports);
}

static void show_picture(struct watch *w)
{
	CTL_JSON struct json_object *doc = NULL;
	CD_FREE char *text = NULL;

	w->world.now_us = ctl_now();
	doc = document(w, 0);
	text = to_text(w, ctl_render_status, doc);
	ctl_environment_resize(&w->call->env);
	ctl_screen_draw(&w->screen, &w->call->env, w->call->out.f, text);
}

static void show(struct watch *w)
{
	if (w->call->json) {
		show_json(w);
	} else if (w->call->env.tty) {
		show_picture(w);
		printed(w);
	} else {
		show_lines(w);
	}
}

static int on_manager(sd_bus_message *m, void *userdata, sd_bus_error *e);
static int on_objects(sd_bus_message *m, void *userdata, sd_bus_error *e);

static void ask(struct watch *w)
{
	w->dirty = true;
	if (w->asking || w->resting || w->waiting)
		return;
	w->dirty = false;
	w->asking = ctl_client_ask(&w->client, on_manager, on_objects, w) >= 0;
}

static void rest(struct watch *w)
{
	w->resting = ctl_loop_again(w->soon, REQUEST_INTERVAL_US) >= 0;
}

static void take_world(struct watch *w, struct ctl_world *world)
{
	if (w->has_world)
		ctl_world_done(&w->world);
	w->world = *world;
	w->has_world = true;
	show(w);
}

static int on_manager(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	struct watch *w = userdata;

	(void)e;
	sd_bus_message_unref(w->manager);
	w->manager = sd_bus_message_ref(m);
	return 0;
}

static int on_objects(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	struct ctl_world world;
	struct watch *w = userdata;

	(void)e;
	w->asking = false;
	/* A daemon that has just gone: the change of owner says the rest. */
	if (!sd_bus_message_is_method_error(m, NULL) && ctl_world_parse(m, w->manager, &world) >= 0)
		take_world(w, &world);
	rest(w);
	return 0;
}

static int on_soon(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct watch *w = userdata;

	(void)s;
	(void)usec;
	w->resting = false;
	if (w->dirty)
		ask(w);
	return 0;
}

static int on_tick(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct watch *w = userdata;

	(void)usec;
	if (w->has_world && !w->waiting)
		show_picture(w);
	return ctl_loop_again(s, REDRAW_INTERVAL_US);
}

static int on_signal(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	(void)m;
	(void)e;
	ask(userdata);
	return 0;
}

static void wait_for_daemon(struct watch *w)
{
	w->waiting = true;
	if (w->call->env.tty && !w->call->json)
		ctl_screen_draw(&w->screen, &w->call->env, w->call->out.f, "waiting for chargediagd\n");
	else
		ctl_say("waiting for chargediagd");
}

static int on_owner(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	const char *name, *old, *new;
	struct watch *w = userdata;

	(void)e;
	if (sd_bus_message_read(m, "sss", &name, &old, &new) < 0)
		return 0;
	if (!*new) {
		wait_for_daemon(w);
		return 0;
	}
	w->waiting = false;
	ask(w);
	return 0;
}

static int on_bus_lost(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	struct watch *w = userdata;

	(void)m;
	(void)e;
	ctl_say("The bus went away");
	return sd_event_exit(w->event, CTL_EXIT_NO_SUCH);
}

static int on_key(sd_event_source *s, int fd, uint32_t revents, void *userdata)
{
	char c;

	(void)revents;
	(void)userdata;
	(void)!read(fd, &c, 1); /* any key will do, and so will a terminal that has gone */
	return sd_event_exit(sd_event_source_get_event(s), CTL_EXIT_OK);
}

static int subscribe(struct watch *w)
{
	struct ctl_client *c = &w->client;
	char match[512];
	int r;

	snprintf(match, sizeof(match), "type='signal',sender='%s',path_namespace='" CTL_PATH "'", c->name);
	r = sd_bus_add_match_async(c->bus, NULL, match, on_signal, NULL, w);
	snprintf(match, sizeof(match),
		"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='%s'", c->name);
	if (r >= 0)
		r = sd_bus_add_match_async(c->bus, NULL, match, on_owner, NULL, w);
	if (r >= 0)
		r = sd_bus_match_signal_async(c->bus, NULL, NULL, "/org/freedesktop/DBus/Local",
			"org.freedesktop.DBus.Local", "Disconnected", on_bus_lost, NULL, w);
	return r;
}

static int set_up(struct watch *w)
{
	bool picture = w->call->env.tty && !w->call->json;
	int r = sd_bus_attach_event(w->client.bus, w->event, 0);

	if (r >= 0)
		r = ctl_loop_after(w->event, REQUEST_INTERVAL_US, on_soon, w, &w->soon);
	if (r >= 0 && picture)
		r = ctl_loop_after(w->event, REDRAW_INTERVAL_US, on_tick, w, &w->tick);
	if (r >= 0 && picture)
		ctl_screen_keys(&w->screen);
	if (r >= 0 && w->screen.keys)
		r = sd_event_add_io(w->event, NULL, STDIN_FILENO, EPOLLIN, on_key, w);
	if (r < 0)
		ctl_say("Failed to set up the event loop: %s", strerror(-r));
	return r;
}

/* The first picture: here a missing daemon or port is an error, later it may come back. */
static int begin(struct watch *w)
{
	struct ctl_world world;
	const struct ctl_port *port;

	if (subscribe(w) < 0 || ctl_client_world(&w->client, CTL_REFRESH, &world) < 0)
		return -ENOENT;
	if (w->call->n_args) {
		port = ctl_world_port(&world, w->call->args[0]);
		w->port = port ? strdup(port->name) : NULL;
		if (!w->port) {
			ctl_world_done(&world);
			return -ENOENT;
		}
	}
	if (set_up(w) < 0) {
		ctl_world_done(&world);
		return -EIO;
	}
	w->resting = true;
	take_world(w, &world);
	return 0;
}

static void done(struct watch *w)
{
	ctl_screen_done(&w->screen);
	(void)sd_bus_detach_event(w->client.bus);
	sd_event_source_unref(w->soon);
	sd_event_source_unref(w->tick);
	if (w->has_world)
		ctl_world_done(&w->world);
	sd_bus_message_unref(w->manager);
	json_object_put(w->lines);
	free(w->last);
	free(w->port);
	ctl_client_close(&w->client);
}

static int run(struct ctl_call *call)
{
	CD_CLEANUP(ctl_event_unrefp) sd_event *event = NULL;
	struct watch w = { .call = call };
	int code;

	if (ctl_loop_count(call, "count", &w.left))
		return CTL_EXIT_USAGE;
	if (ctl_loop_new(&event) < 0 || ctl_client_open(call, &w.client) < 0)
		return CTL_EXIT_NO_SUCH;
	w.event = event;
	w.lines = json_object_new_object();
	code = begin(&w) < 0 ? CTL_EXIT_NO_SUCH : ctl_loop_run(event);
	done(&w);
	return code;
}

const struct ctl_verb ctl_verb_watch = {
	.name = "watch",
	.args = "[PORT]",
	.help = "show status again at every change",
	.text = "Shows status, for all ports or one, and again whenever something changes, until\n"
		"a key or Ctrl-C. Where standard output is no terminal, one line per change of a\n"
		"port; with --json one status document per change. When the daemon goes, it waits\n"
		"for it to come back.",
	.takes = CTL_TAKES_BUS | CTL_TAKES_JSON | CTL_TAKES_MASK,
	.options = options,
	.max_args = 1,
	.run = run,
};
