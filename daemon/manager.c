/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Start order, for a short way to the bus name and nothing lost: read the configuration, open the bus (its handshake
 * runs meanwhile), enumerate inputs, take the name. From then on clients see everything at once. Profiles wait for
 * someone who names one.
 */

#include <malloc.h>
#include <stdio.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "bus-object.h"
#include "bus-pressure.h"
#include "config.h"
#include "history-file.h"
#include "io.h"
#include "manager.h"
#include "message-ids.h"
#include "names.h"
#include "profile-dir.h"
#include "publish.h"
#include "station.h"

static void on_complaint(void *userdata, const char *file, unsigned line, const char *text)
{
	char number[16];

	(void)snprintf(number, sizeof(number), "%u", line);
	if (line > 0)
		log_full(LOG_WARNING, 0, CD_MESSAGE_CONFIG_PROBLEM,
			LOG_FIELDS({ CD_FIELD_LOG_FILE, file }, { CD_FIELD_LOG_LINE, number }), "%s:%u: %s",
			file, line, text);
	else
		log_full(LOG_WARNING, 0, CD_MESSAGE_CONFIG_PROBLEM, LOG_FIELDS({ CD_FIELD_LOG_FILE, file }),
			"%s: %s", file, text);
}

static const char *config_file(const struct manager *m)
{
	const char *e = getenv(CD_ENV_CONFIG);

	return m->args->config ? m->args->config : e && *e ? e : CD_CONFIG_FILE;
}

static int load_conf(struct manager *m)
{
	struct conf conf;
	int r;

	conf_defaults(&conf);
	r = conf_load(&conf, config_file(m), on_complaint, m);
	if (r < 0)
		return log_error_errno(r, "Failed to read the configuration");
	m->conf = conf;
	log_set_level(conf.log_level);
	return 0;
}

static void on_profile_complaint(void *userdata, const char *text)
{
	log_full(LOG_WARNING, 0, CD_MESSAGE_CONFIG_PROBLEM, NULL, "%s", text);
}

/* Engines look a profile up whenever they need it: the set may change below them. */
static int load_profiles(struct manager *m)
{
	const char *e = getenv(CD_ENV_PROFILES);
	const char *const standard[] = { CD_PROFILE_DIR_VENDOR, CD_PROFILE_DIR_ADMIN, NULL };
	const char *own[CD_PROFILE_DIRS_MAX + 1];
	CD_FREE char *list = e && *e ? strdup(e) : NULL;
	const struct cd_profile_complaints complaints = { .complain = on_profile_complaint };
	struct cd_profiles set = { 0 };
	int r;

	if (e && *e && !list)
		return log_error_errno(-ENOMEM, "Failed to read the profiles");
	if (list)
		cd_profile_dirs_split(list, own);
	r = cd_profile_dirs_load(list ? own : standard, &complaints, &set);
	if (r < 0) {
		cd_profiles_done(&set);
		return log_error_errno(r, "Failed to read the profiles");
	}
	cd_profiles_done(&m->profiles);
	m->profiles = set;
	m->profiles_read = true;
	return 0;
}

const struct cd_profiles *manager_profiles(struct manager *m)
{
	if (!m->profiles_read)
		(void)load_profiles(m);
	return &m->profiles;
}

static void load_kept(struct manager *m)
{
	int r;

	m->runtime = getenv(CD_ENV_RUNTIME);
	if (!m->runtime || m->runtime[0] != '/') {
		m->runtime = NULL;
		return;
	}
	r = history_load(&m->history, &m->last_session, m->runtime);
	if (r < 0)
		log_full(LOG_WARNING, -r, NULL, NULL, "Failed to read the sessions that ended before, in %s",
			m->runtime);
	r = kept_notes_load(&m->notes, m->runtime);
	if (r < 0)
		log_full(LOG_WARNING, -r, NULL, NULL, "Failed to read what was noted before, in %s",
			m->runtime);
}

static void keep_notes(const struct manager *m)
{
	int r = m->runtime && m->live ? kept_notes_save(m->live, m->runtime) : 0;

	if (r < 0)
		log_full(LOG_WARNING, -r, NULL, NULL, "Failed to keep what was noted, in %s", m->runtime);
}

void manager_keep_sessions(struct manager *m)
{
	int r = m->runtime ? history_save(&m->history, m->last_session, m->runtime) : 0;

	if (r < 0 && log_may(&m->log_limit, cd_io_now()))
		log_full(LOG_WARNING, -r, NULL, NULL, "Failed to keep the sessions that ended, in %s",
			m->runtime);
}

void manager_settle(struct manager *m)
{
	for (struct station *s = m->stations; s; s = s->next)
		station_settle(s);
	/* Correlating and announcing may have woken us again: it is done. */
	(void)sd_event_source_set_enabled(m->settle, SD_EVENT_OFF);
	publish_flush(m);
	streams_flush(&m->streams);
	idle_settle(m);
}

static int on_settle(sd_event_source *source, void *userdata)
{
	manager_settle(userdata);
	return 0;
}

void manager_wake(struct manager *m)
{
	(void)sd_event_source_set_enabled(m->settle, SD_EVENT_ONESHOT);
}

static int on_disconnected(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	struct manager *m = userdata;

	log_full(LOG_ERR, 0, CD_MESSAGE_BUS_LOST, NULL, "The message bus went away");
	m->exit_code = EXIT_FAILURE;
	if (!m->stopping) /* a meter that is not told hangs until somebody replugs it */
		manager_stop(m);
	return 0;
}

static int open_bus(struct manager *m)
{
	const bool user = m->args->user_bus;
	int r;

	r = user ? sd_bus_open_user(&m->bus) : sd_bus_open_system(&m->bus);
	if (r < 0)
		return log_error_errno(r, "Failed to connect to the %s bus", user ? "session" : "system");
	r = sd_bus_match_signal(m->bus, NULL, NULL, "/org/freedesktop/DBus/Local",
		"org.freedesktop.DBus.Local", "Disconnected", on_disconnected, m);
	if (r >= 0)
		r = bus_register(m);
	if (r >= 0)
		r = idle_init(m);
	if (r >= 0)
		r = sd_bus_attach_event(m->bus, m->event, CD_IO_PRIORITY_AFTER_INPUTS);
	return r < 0 ? log_error_errno(r, "Failed to set up the bus") : 0;
}

static int new_manager(struct manager *m)
{
	int r;

	r = load_conf(m);
	if (r < 0)
		return r;
	r = sd_event_add_defer(m->event, &m->settle, on_settle, m);
	if (r >= 0)
		r = sd_event_source_set_enabled(m->settle, SD_EVENT_OFF);
	if (r >= 0)
		r = publish_init(m);
	if (r < 0)
		return log_error_errno(r, "Failed to set up the event loop");
	load_kept(m);
	return open_bus(m);
}

int manager_new(sd_event *event, const struct args *args, struct manager **ret)
{
	CD_CLEANUP(manager_freep) struct manager *m = calloc(1, sizeof(*m));
	int r;

	if (!m)
		return log_error_errno(-ENOMEM, "Failed to start");
	m->event = sd_event_ref(event);
	m->args = args;
	m->log_limit = (struct log_limit){ .interval_us = 30 * CD_US_PER_S, .burst = 20 };
	m->authorizations.log_limit = (struct log_limit){ .interval_us = 30 * CD_US_PER_S, .burst = 3 };
	m->streams.manager = m;
	r = new_manager(m);
	if (r < 0)
		return r;
	*ret = CD_TAKE(m);
	return 0;
}

struct manager *manager_free(struct manager *m)
{
	if (!m)
		return NULL;
	streams_done(&m->streams);
	while (m->stations) {
		struct station *s = m->stations;

		m->stations = s->next;
		station_free(s);
	}
	authorizations_done(&m->authorizations);
	m->bus = sd_bus_flush_close_unref(m->bus);
	idle_done(&m->idle);
	(void)sd_event_source_disable_unref(m->settle);
	(void)sd_event_source_disable_unref(m->publish_timer);
	ports_done(&m->ports);
	presence_done(&m->presence);
	history_done(&m->history);
	kept_notes_done(&m->notes);
	cd_profiles_done(&m->profiles);
	sd_event_unref(m->event);
	free(m);
	return NULL;
}

static void add_station(struct manager *m, struct station *s)
{
	s->next = m->stations;
	m->stations = s;
}

static int start_inputs(struct manager *m)
{
	struct station *s;
	int r;

	if (!m->args->no_hardware) {
		r = station_live_new(m, &s);
		if (r < 0)
			return log_error_errno(r, "Failed to watch this machine");
		m->live = s;
		add_station(m, s);
		r = station_live_start(s);
		if (r < 0)
			return log_error_errno(r, "Failed to watch this machine");
	}
	for (size_t i = 0; i < m->args->n_plays; i++) {
		r = station_play_new(m, &m->args->plays[i], &s);
		if (r < 0)
			return log_error_errno(r, "Failed to play %s", m->args->plays[i].file);
		add_station(m, s);
	}
	return 0;
}

/* org.freedesktop.DBus.RequestName: what it answers when the name is ours. */
#define NAME_PRIMARY_OWNER 1

static int on_name(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	int *name = userdata;
	uint32_t answer = 0;
	int r = sd_bus_message_is_method_error(reply, NULL) ? -sd_bus_message_get_errno(reply)
							    : sd_bus_message_read(reply, "u", &answer);

	*name = r < 0 ? r : answer == NAME_PRIMARY_OWNER ? 1 : -EEXIST;
	return 1;
}

/* Asked without waiting for the answer to our greeting: one round trip instead of two. */
static int take_name(struct manager *m)
{
	CD_CLEANUP(sd_bus_slot_unrefp) sd_bus_slot *slot = NULL;
	int r, name = 0;

	r = sd_bus_request_name_async(m->bus, &slot, m->args->bus_name, 0, on_name, &name);
	while (r >= 0 && name == 0) {
		r = sd_bus_process(m->bus, NULL);
		if (r == 0)
			r = sd_bus_wait(m->bus, UINT64_MAX);
	}
	return r < 0 ? r : name;
}

int manager_start(struct manager *m)
{
	int r;

	r = start_inputs(m);
	if (r < 0)
		return r;
	manager_settle(m); /* ports are correlated before anyone sees them */
	r = take_name(m);
	if (r == -EEXIST)
		return log_error_errno(r, "%s is owned by another chargediagd", m->args->bus_name);
	if (r < 0)
		return log_error_errno(
			r, "Failed to own %s (is the bus policy installed?)", m->args->bus_name);
	m->announced = true;
	manager_wake(m);
	(void)malloc_trim(0); /* what reading files and enumerating took for a moment goes back */
	log_full(LOG_INFO, 0, CD_MESSAGE_STARTED, NULL, CD_PROGRAM " " CD_VERSION " started, %zu ports",
		m->ports.n);
	return 0;
}

/* A service manager wants to know when the reload began, on the clock it measures with. */
static void notify_reloading(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	(void)sd_notifyf(false, "RELOADING=1\nMONOTONIC_USEC=%lld",
		(long long)ts.tv_sec * CD_US_PER_S + ts.tv_nsec / 1000);
}

void manager_reload(struct manager *m)
{
	notify_reloading();
	log_info("Reloading configuration and profiles");
	(void)load_conf(m);
	(void)load_profiles(m);
	idle_restart(m);
	for (struct station *s = m->stations; s; s = s->next) {
		cd_router_set_settings(s->router, &m->conf.settings);
		if (s->kind->refresh)
			s->kind->refresh(s);
	}
	manager_wake(m);
	(void)sd_notify(false, "READY=1");
}

static void on_stopped(void *userdata)
{
	struct manager *m = userdata;

	bus_end(m->bus);
	(void)sd_event_exit(m->event, m->exit_code);
}

void manager_stop(struct manager *m)
{
	if (m->stopping) { /* asked twice: do not wait for meters */
		on_stopped(m);
		return;
	}
	m->stopping = true;
	keep_notes(m); /* before the meters go */
	(void)sd_notify(false, "STOPPING=1");
	if (!m->live || !m->live->kind->stop(m->live, on_stopped, m))
		on_stopped(m);
}
