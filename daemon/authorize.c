/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Credentials come from the bus daemon (GetConnectionCredentials), which took them from the caller's socket:
 * reading /proc would race with the caller, and is closed to our service by ProtectProc=. Groups are compared
 * with our own, so that no name service has to be asked.
 */

#include <unistd.h>

#include "authorize.h"
#include "bus-error.h"
#include "manager.h"

struct request {
	struct manager *manager;
	sd_bus_message *call;
	sd_bus_message_handler_t act;
};

static struct request *request_free(struct request *q)
{
	if (q) {
		sd_bus_message_unref(q->call);
		free(q);
	}
	return NULL;
}
CD_DEFINE_CLEANUP(struct request *, request_free)

struct caller {
	bool uid_known, in_group;
	uint32_t uid;
};

static int read_groups(sd_bus_message *m, struct caller *c)
{
	const uint32_t *gids;
	size_t bytes;
	int r;

	r = sd_bus_message_enter_container(m, 'v', "au");
	if (r < 0)
		return r;
	r = sd_bus_message_read_array(m, 'u', (const void **)&gids, &bytes);
	if (r < 0)
		return r;
	for (size_t i = 0; i < bytes / sizeof(*gids); i++)
		c->in_group |= gids[i] == getegid();
	return sd_bus_message_exit_container(m);
}

/* a{sv} of GetConnectionCredentials. */
static int read_caller(sd_bus_message *m, struct caller *c)
{
	const char *key;
	int r;

	r = sd_bus_message_enter_container(m, 'a', "{sv}");
	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		r = sd_bus_message_read(m, "s", &key);
		if (r < 0)
			return r;
		if (cd_streq(key, "UnixUserID")) {
			r = sd_bus_message_read(m, "v", "u", &c->uid);
			c->uid_known = r >= 0;
		} else if (cd_streq(key, "UnixGroupIDs")) {
			r = read_groups(m, c);
		} else {
			r = sd_bus_message_skip(m, "v");
		}
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r;
}

static bool allowed(const struct caller *c)
{
	return (c->uid_known && (c->uid == 0 || c->uid == geteuid())) || c->in_group;
}

static int answer(struct request *q, sd_bus_message *credentials, sd_bus_error *error)
{
	struct caller caller = { 0 };
	int r;

	if (sd_bus_message_is_method_error(credentials, NULL))
		return sd_bus_error_copy(error, sd_bus_message_get_error(credentials));
	r = read_caller(credentials, &caller);
	if (r < 0)
		return r;
	if (!allowed(&caller))
		return sd_bus_error_setf(error, SD_BUS_ERROR_ACCESS_DENIED,
			"%s: root and members of the group \"chargediag\" may do this; \"adduser USER "
			"chargediag\" and a "
			"new login make one, or use sudo",
			sd_bus_message_get_member(q->call));
	r = sd_bus_message_rewind(q->call, true);
	return r < 0 ? r : q->act(q->call, q->manager, error);
}

static int on_credentials(sd_bus_message *reply, void *userdata, sd_bus_error *unused)
{
	struct request *q = userdata;
	sd_bus_error error = SD_BUS_ERROR_NULL;
	int r;

	r = answer(q, reply, &error);
	if (r < 0 || sd_bus_error_is_set(&error))
		(void)sd_bus_reply_method_errno(q->call, r, &error);
	sd_bus_error_free(&error);
	return 1;
}

static void on_destroy(void *userdata)
{
	struct request *q = userdata;

	q->manager->pending_calls--;
	request_free(q);
}

int authorize(struct manager *m, sd_bus_message *call, sd_bus_message_handler_t act, sd_bus_error *error)
{
	CD_CLEANUP(request_freep) struct request *q = NULL;
	sd_bus_slot *slot;
	int r;

	if (m->pending_calls >= AUTHORIZE_PENDING_MAX)
		return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
			"%d calls wait for the bus already; try again", AUTHORIZE_PENDING_MAX);
	q = calloc(1, sizeof(*q));
	if (!q)
		return -ENOMEM;
	*q = (struct request){ .manager = m, .call = sd_bus_message_ref(call), .act = act };
	r = sd_bus_call_method_async(m->bus, &slot, "org.freedesktop.DBus", "/org/freedesktop/DBus",
		"org.freedesktop.DBus", "GetConnectionCredentials", on_credentials, q, "s",
		sd_bus_message_get_sender(call));
	if (r < 0)
		return r;
	/* The slot floats: it lives until the answer came or the bus is closed. */
	(void)sd_bus_slot_set_destroy_callback(slot, on_destroy);
	(void)sd_bus_slot_set_floating(slot, true);
	sd_bus_slot_unref(slot);
	(void)CD_TAKE(q);
	m->pending_calls++;
	return 1;
}
