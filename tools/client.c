/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Calls to the daemon, and what their failures mean to a person. What the reply holds is read in world.c.
 */

#include <time.h>

#include "client.h"
#include "names.h"

#define NO_DAEMON "is chargediagd running? try `systemctl start chargediagd`"

/* Errors of the bus that are about the daemon as a whole, not about one call. */
static const struct {
	const char *name;
	const char *text; /* %s: the bus name */
} daemon_errors[] = {
	{ SD_BUS_ERROR_SERVICE_UNKNOWN, "%s is not on the bus: " NO_DAEMON },
	{ SD_BUS_ERROR_NAME_HAS_NO_OWNER, "%s is not on the bus: " NO_DAEMON },
	{ "org.freedesktop.DBus.Error.Spawn.ChildExited",
		"%s did not start: see `journalctl -u chargediagd`" },
	{ "org.freedesktop.DBus.Error.Spawn.ExecFailed",
		"%s did not start: see `journalctl -u chargediagd`" },
	{ "org.freedesktop.systemd1.NoSuchUnit", "%s is not on the bus: " NO_DAEMON },
	{ SD_BUS_ERROR_NO_REPLY, "%s does not answer: see `systemctl status chargediagd`" },
	{ SD_BUS_ERROR_TIMEOUT, "%s does not answer: see `systemctl status chargediagd`" },
	{ SD_BUS_ERROR_DISCONNECTED, "the bus went away while %s was asked" },
};

int64_t ctl_now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_BOOTTIME, &ts); /* cannot fail on Linux */
	return ts.tv_sec * CD_US_PER_S + ts.tv_nsec / 1000;
}

void ctl_client_explain(const struct ctl_client *c, const sd_bus_error *e, int r, const char *what)
{
	const char *name = e && e->name ? e->name : "";

	for (size_t i = 0; i < CD_ELEMENTSOF(daemon_errors); i++)
		if (cd_streq(name, daemon_errors[i].name)) {
			ctl_say(daemon_errors[i].text, c->name);
			return;
		}
	if (r == -ETIMEDOUT)
		ctl_say("%s does not answer: see `systemctl status chargediagd`", c->name);
	else if (cd_streq(name, SD_BUS_ERROR_ACCESS_DENIED) ||
		 cd_streq(name, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED))
		ctl_say("%s: not allowed: %s", what, e->message ? e->message : "ask the administrator");
	else
		ctl_say("%s: %s", what, e && e->message ? e->message : strerror(-r));
}

int ctl_client_open(const struct ctl_call *call, struct ctl_client *ret)
{
	struct ctl_client c = { .name = call->bus_name, .user = call->user_bus };
	int r;

	if (!sd_bus_service_name_is_valid(c.name)) {
		ctl_say("“%s” is not a bus name", c.name);
		return -EINVAL;
	}
	r = c.user ? sd_bus_open_user(&c.bus) : sd_bus_open_system(&c.bus);
	if (r < 0) {
		ctl_say("Failed to connect to the %s bus: %s%s", c.user ? "session" : "system", strerror(-r),
			c.user ? "" : ": is dbus running? try `systemctl start dbus`");
		return r;
	}
	*ret = c;
	return 0;
}

void ctl_client_close(struct ctl_client *c)
{
	c->bus = sd_bus_flush_close_unref(c->bus);
}

int ctl_client_ask(struct ctl_client *c, sd_bus_message_handler_t on_manager,
	sd_bus_message_handler_t on_objects, void *userdata)
{
	int r;

	r = sd_bus_call_method_async(c->bus, NULL, c->name, CTL_PATH, CTL_IFACE_PROPERTIES, "GetAll",
		on_manager, userdata, "s", CTL_IFACE_MANAGER);
	if (r >= 0 && on_objects)
		r = sd_bus_call_method_async(c->bus, NULL, c->name, CTL_PATH, CTL_IFACE_OBJECTS,
			"GetManagedObjects", on_objects, userdata, NULL);
	return r;
}

struct answers {
	sd_bus_message *manager, *objects;
};

static void answers_done(struct answers *a)
{
	sd_bus_message_unref(a->manager);
	sd_bus_message_unref(a->objects);
}

static int keep_manager(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	(void)e;
	((struct answers *)userdata)->manager = sd_bus_message_ref(m);
	return 0;
}

static int keep_objects(sd_bus_message *m, void *userdata, sd_bus_error *e)
{
	(void)e;
	((struct answers *)userdata)->objects = sd_bus_message_ref(m);
	return 0;
}

/* One that does not come is an error's, after sd-bus' time for a call. */
static int wait_for(struct ctl_client *c, const struct answers *a)
{
	int r = 0;

	while (r >= 0 && (!a->manager || !a->objects)) {
		r = sd_bus_process(c->bus, NULL);
		if (r == 0)
			r = sd_bus_wait(c->bus, UINT64_MAX);
	}
	return r;
}

int ctl_client_world(struct ctl_client *c, enum ctl_freshness fresh, struct ctl_world *ret)
{
	CD_CLEANUP(answers_done) struct answers a = { 0 };
	const sd_bus_error *e;
	int r;

	/* All is sent before the first answer is waited for, which is the bus's own to our greeting; the daemon takes
	 * calls in order. A refusal to refresh costs only freshness. */
	if (fresh == CTL_REFRESH)
		(void)sd_bus_call_method_async(
			c->bus, NULL, c->name, CTL_PATH, CTL_IFACE_MANAGER, "Refresh", NULL, NULL, NULL);
	r = ctl_client_ask(c, keep_manager, keep_objects, &a);
	if (r >= 0)
		r = wait_for(c, &a);
	e = r >= 0 ? sd_bus_message_get_error(a.objects) : NULL;
	if (r < 0 || e) {
		ctl_client_explain(
			c, e, r < 0 ? r : -sd_bus_error_get_errno(e), "Failed to ask for the state");
		return r < 0 ? r : -sd_bus_error_get_errno(e);
	}
	r = ctl_world_parse(a.objects, a.manager, ret);
	if (r < 0)
		ctl_say("%s answers what this version does not understand: %s", c->name, strerror(-r));
	return r;
}

int ctl_client_analysis(struct ctl_client *c, const struct ctl_port *p, char **ret)
{
	CD_CLEANUP(sd_bus_error_free) sd_bus_error e = SD_BUS_ERROR_NULL;
	CD_CLEANUP(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *text;
	char what[256];
	int r;

	r = sd_bus_call_method(c->bus, c->name, p->path, CTL_IFACE_PORT, "GetAnalysis", &e, &reply, NULL);
	if (r >= 0)
		r = sd_bus_message_read(reply, "s", &text);
	if (r < 0) {
		snprintf(what, sizeof(what), "Failed to get the analysis of %s", p->name);
		ctl_client_explain(c, &e, r, what);
		return r;
	}
	*ret = strdup(text);
	return *ret ? 0 : -ENOMEM;
}
