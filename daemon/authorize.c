/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Credentials come from the bus daemon (GetConnectionCredentials), which took them from the caller's socket:
 * reading /proc would race with the caller, and is closed to our service by ProtectProc=. Groups are compared
 * with our own, so that no name service has to be asked.
 */

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "authorize.h"
#include "bus-error.h"
#include "io.h"
#include "manager.h"
#include "polkit.h"

struct caller {
	bool uid_known, in_group;
	uint32_t uid;
};

struct request {
	struct request *next;
	struct manager *manager;
	sd_bus_message *call;
	const char *action;
	authorized_t then;
	uint64_t about;
	sd_bus_slot *watch; /* of the caller's name */
	sd_bus_slot *slot;  /* the question that is on its way */
	struct caller caller;
	char polkit_id[40]; /* of the question to polkit; empty: not asked yet */
};

static struct request *request_free(struct request *q)
{
	if (q) {
		sd_bus_slot_unref(q->watch);
		sd_bus_slot_unref(q->slot);
		sd_bus_message_unref(q->call);
		free(q);
	}
	return NULL;
}
CD_DEFINE_CLEANUP(struct request *, request_free)

void authorizations_done(struct authorizations *a)
{
	while (a->first) {
		struct request *q = a->first;

		a->first = q->next;
		request_free(q);
	}
	a->n = 0;
}

static void forget(struct request *q)
{
	struct authorizations *a = &q->manager->authorizations;

	for (struct request **p = &a->first; *p; p = &(*p)->next)
		if (*p == q) {
			*p = q->next;
			a->n--;
			break;
		}
	request_free(q);
}

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

/* The answer to the caller that comes of `r` and `error`, if it has not got one; the request has ended. */
static int finish(struct request *q, int r, sd_bus_error *error)
{
	if (r < 0 || sd_bus_error_is_set(error))
		(void)sd_bus_reply_method_errno(q->call, r, error);
	sd_bus_error_free(error);
	forget(q);
	return 1;
}

static int act(struct request *q, sd_bus_error *error)
{
	int r = sd_bus_message_rewind(q->call, true);

	return r < 0 ? r : q->then(q->manager, q->call, q->about, error);
}

static int refuse(const struct request *q, enum polkit_answer answer, sd_bus_error *error)
{
	const char *member = sd_bus_message_get_member(q->call);

	if (answer == POLKIT_CHALLENGE)
		return sd_bus_error_setf(error, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED,
			"%s: a password is needed, and nobody here can ask for it; root and members of the "
			"group \"chargediag\" need none: use sudo, or \"adduser USER chargediag\" and a new "
			"login",
			member);
	return sd_bus_error_setf(error, SD_BUS_ERROR_ACCESS_DENIED,
		"%s: root and members of the group \"chargediag\" may do this%s; \"adduser USER chargediag\" "
		"and a new login make one, or use sudo",
		member, answer == POLKIT_NO ? ", and whom polkit lets" : "");
}

/* Of the bus's or polkit's mistakes the administrator should know. */
static void log_failure(const struct request *q, const sd_bus_error *e)
{
	if (log_may(&q->manager->authorizations.log_limit, cd_io_now()))
		log_full(LOG_WARNING, 0, NULL, NULL,
			"polkit cannot say whether %s is allowed: %s: members of our group may", q->action,
			e && e->message ? e->message : "an answer of another form");
}

static int on_polkit(sd_bus_message *reply, void *userdata, sd_bus_error *unused)
{
	struct request *q = userdata;
	sd_bus_error error = SD_BUS_ERROR_NULL;
	const enum polkit_answer answer = polkit_read(reply);
	bool yes = answer == POLKIT_YES;

	if (answer == POLKIT_FAILED) {
		log_failure(q, sd_bus_message_get_error(reply));
		polkit_cancel(q->manager->bus, q->polkit_id);
	}
	if (answer == POLKIT_FAILED || answer == POLKIT_ABSENT)
		yes = q->caller.in_group;
	return finish(q, yes ? act(q, &error) : refuse(q, answer, &error), &error);
}

static unsigned waiting_of(const struct request *q)
{
	unsigned n = 0;

	for (const struct request *o = q->manager->authorizations.first; o; o = o->next)
		n += o != q && o->polkit_id[0] && o->caller.uid == q->caller.uid;
	return n;
}

static int ask_polkit(struct request *q, sd_bus_error *error)
{
	struct authorizations *a = &q->manager->authorizations;

	if (waiting_of(q) >= AUTHORIZE_PENDING_PER_USER)
		return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
			"%d calls of yours wait for polkit already; try again", AUTHORIZE_PENDING_PER_USER);
	q->slot = sd_bus_slot_unref(q->slot);
	(void)snprintf(q->polkit_id, sizeof(q->polkit_id), CD_PROGRAM "-%" PRIu64, ++a->asked);
	return polkit_ask(q->call, q->action, q->polkit_id, on_polkit, q, &q->slot);
}

static int on_credentials(sd_bus_message *reply, void *userdata, sd_bus_error *unused)
{
	struct request *q = userdata;
	sd_bus_error error = SD_BUS_ERROR_NULL;
	int r;

	if (sd_bus_message_is_method_error(reply, NULL))
		return finish(q, sd_bus_error_copy(&error, sd_bus_message_get_error(reply)), &error);
	r = read_caller(reply, &q->caller);
	if (r < 0)
		return finish(q, r, &error);
	if (q->caller.uid_known && (q->caller.uid == 0 || q->caller.uid == geteuid()))
		return finish(q, act(q, &error), &error);
	r = ask_polkit(q, &error);
	return r < 0 ? finish(q, r, &error) : 1;
}

/* Nobody waits for the answer any more, and no password is to be typed for it. */
static int on_caller_gone(sd_bus_message *signal, void *userdata, sd_bus_error *unused)
{
	struct request *q = userdata;

	if (q->polkit_id[0])
		polkit_cancel(q->manager->bus, q->polkit_id);
	forget(q);
	return 0;
}

/* Without one of ours, a match that the bus refuses (it has a limit) would cost us the connection. */
static int on_watched(sd_bus_message *reply, void *userdata, sd_bus_error *unused)
{
	return 1;
}

/* A unique name has one owner in its life: it can only lose it. sd_bus_track would wait for the bus. */
static int watch_caller(struct request *q)
{
	char match[512];

	if (snprintf(match, sizeof(match),
		    "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
		    "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='%s'",
		    sd_bus_message_get_sender(q->call)) >= (int)sizeof(match))
		return -ENAMETOOLONG;
	return sd_bus_add_match_async(q->manager->bus, &q->watch, match, on_caller_gone, on_watched, q);
}

static unsigned calls_of(const struct authorizations *a, const char *client)
{
	unsigned n = 0;

	for (const struct request *q = a->first; q; q = q->next)
		n += cd_streq(sd_bus_message_get_sender(q->call), client);
	return n;
}

static int check_limits(const struct authorizations *a, sd_bus_message *call, sd_bus_error *error)
{
	if (calls_of(a, sd_bus_message_get_sender(call)) >= AUTHORIZE_PENDING_PER_CLIENT)
		return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
			"%d calls of yours wait for permission already; try again",
			AUTHORIZE_PENDING_PER_CLIENT);
	if (a->n >= AUTHORIZE_PENDING_MAX)
		return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
			"%d calls wait for permission already; try again", AUTHORIZE_PENDING_MAX);
	return 0;
}

int authorize(struct manager *m, sd_bus_message *call, const char *action, authorized_t then, uint64_t about,
	sd_bus_error *error)
{
	CD_CLEANUP(request_freep) struct request *q = NULL;
	struct authorizations *a = &m->authorizations;
	int r;

	r = check_limits(a, call, error);
	if (r < 0)
		return r;
	q = calloc(1, sizeof(*q));
	if (!q)
		return -ENOMEM;
	*q = (struct request){
		.manager = m, .call = sd_bus_message_ref(call), .action = action, .then = then, .about = about
	};
	r = watch_caller(q); /* first: who leaves before the bus has it is unknown to the question */
	if (r < 0)
		return r;
	r = sd_bus_call_method_async(m->bus, &q->slot, "org.freedesktop.DBus", "/org/freedesktop/DBus",
		"org.freedesktop.DBus", "GetConnectionCredentials", on_credentials, q, "s",
		sd_bus_message_get_sender(call));
	if (r < 0)
		return r;
	q->next = a->first;
	a->first = CD_TAKE(q);
	a->n++;
	return 1;
}
