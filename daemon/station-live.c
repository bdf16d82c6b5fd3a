/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * This machine: kernel interfaces and USB meters, their clock is the machine's. Which of the inputs are one
 * port is decided here, once per turn of the loop and only after events that can change it.
 */

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "correlate.h"
#include "hash.h"
#include "io.h"
#include "manager.h"
#include "message-ids.h"
#include "monitor.h"
#include "station.h"
#include "usb-meter.h"

struct live {
	struct station station;
	struct cd_monitor *monitor;
	struct cd_usb_meters *meters;
	struct cd_correlator *correlator;
	bool correlate; /* since the last time something came that may change the grouping */
};

static int64_t live_now(const struct station *s)
{
	return cd_io_now();
}

static double live_pace(const struct station *s)
{
	return 1;
}

/* Its timer goes by a clock that counts suspends, and may be the first to run behind one. */
static void live_awake(struct station *s)
{
	cd_monitor_awake(((struct live *)s)->monitor);
}

static void live_took(struct station *s, const struct cd_event *ev)
{
	if (cd_correlator_cares(ev))
		((struct live *)s)->correlate = true;
}

static void live_settle(struct station *s)
{
	struct live *l = (struct live *)s;
	int r;

	if (!l->correlate)
		return;
	l->correlate = false;
	r = cd_correlator_run(l->correlator, s->router, live_now(s));
	if (r < 0)
		log_full(LOG_ERR, -r, NULL, NULL, "Failed to group inputs into ports");
	if (s->manager->notes.n > 0)
		kept_notes_give(&s->manager->notes, s);
}

/* Empty: it has none. */
static void directory_of(const struct live *l, const char *input, char ret[static PATH_MAX])
{
	const char *path = cd_monitor_syspath(l->monitor, input);
	struct cd_usb_meter_info meter;

	(void)snprintf(ret, PATH_MAX, "%s", path ? path : "");
	for (size_t i = 0; !path && cd_usb_meters_info(l->meters, i, &meter); i++)
		if (cd_streq(meter.name, input))
			(void)snprintf(ret, PATH_MAX, "/sys/bus/usb/devices/%s", meter.sysname);
}

/* sysfs numbers its directories anew for each device, also for one of a name that was there before (idr_alloc_cyclic() in
 * fs/kernfs/dir.c). 0: there is none. */
static uint64_t number_of(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 ? 0 : st.st_ino;
}

uint64_t station_live_instance_of(const struct station *s, const char *input)
{
	const struct live *l = (const struct live *)s;
	char path[PATH_MAX], partner[PATH_MAX + CD_INPUT_NAME_MAX + 16];
	uint64_t numbers[2];

	directory_of(l, input, path);
	(void)snprintf(partner, sizeof(partner), "%s/%s-partner", path, input);
	numbers[0] = number_of(path);
	numbers[1] = number_of(partner);
	return numbers[0] == 0 ? 0 : cd_hash(cd_hash_string(CD_HASH_START, input), numbers, sizeof(numbers));
}

uint64_t station_live_instance(const struct station *s, const struct cd_engine *engine)
{
	const char *const *names = cd_engine_inputs(engine);
	uint64_t sum = 0;

	for (const char *const *n = names; n && *n; n++) { /* in whatever order they joined */
		const uint64_t one = station_live_instance_of(s, *n);

		if (one == 0)
			return 0;
		sum += one;
	}
	return sum;
}

static void live_refresh(struct station *s)
{
	struct live *l = (struct live *)s;

	cd_monitor_refresh(l->monitor);
	cd_usb_meters_refresh(l->meters);
}

static bool live_stop(struct station *s, void (*done)(void *userdata), void *userdata)
{
	struct live *l = (struct live *)s;

	return l->meters && cd_usb_meters_stop(l->meters, done, userdata) >= 0;
}

static void live_done(struct station *s)
{
	struct live *l = (struct live *)s;

	l->monitor = cd_monitor_free(l->monitor);
	l->meters = cd_usb_meters_free(l->meters);
	l->correlator = cd_correlator_free(l->correlator);
}

static const struct station_kind live_kind = {
	.boottime = true,
	.correlates = true,
	.now = live_now,
	.pace = live_pace,
	.awake = live_awake,
	.took = live_took,
	.settle = live_settle,
	.refresh = live_refresh,
	.stop = live_stop,
	.done = live_done,
};

static void log_over_current(struct manager *m, const struct cd_event *ev)
{
	if (ev->over_current.count == 0 || !log_may(&m->log_limit, cd_io_now()))
		return;
	log_full(LOG_WARNING, 0, CD_MESSAGE_OVER_CURRENT, LOG_FIELDS({ CD_FIELD_LOG_INPUT, ev->input }),
		"%s: over-current, the %" PRIu32 ". of this port", ev->input, ev->over_current.count);
}

static void on_event(void *userdata, const struct cd_event *ev)
{
	struct live *l = userdata;
	int r;

	/* An input that has just come belongs to no port yet, and what it says but once would be lost. */
	if (!cd_correlator_cares(ev))
		live_settle(&l->station);
	r = station_feed(&l->station, ev);
	if (r < 0)
		station_log_failed(&l->station, r, ev->input ? ev->input : "a port");
	if (r < 0 || r == CD_ROUTER_UNKNOWN_INPUT)
		return; /* nobody took it; one that is late was taken */
	if (ev->type == CD_EVENT_OVER_CURRENT)
		log_over_current(l->station.manager, ev);
}

static void inputs_changed(struct manager *m)
{
	m->inputs.pending |= CD_CHANGE_INPUTS;
	manager_wake(m);
}

static void on_presence(
	void *userdata, const char *name, const char *kind, enum cd_presence presence, const char *detail)
{
	struct manager *m = ((struct live *)userdata)->station.manager;

	if (presence_set(&m->presence, name, kind, presence, detail) <= 0)
		return;
	inputs_changed(m);
	if (presence == CD_FAILED && log_may(&m->log_limit, cd_io_now()))
		log_full(LOG_WARNING, 0, CD_MESSAGE_INPUT_FAILED, LOG_FIELDS({ CD_FIELD_LOG_INPUT, name }),
			"%s: %s", name, detail ? detail : "cannot be used");
}

static void on_absent(void *userdata, const char *name)
{
	struct manager *m = ((struct live *)userdata)->station.manager;

	if (presence_remove(&m->presence, name))
		inputs_changed(m);
}

/* What a uevent changed goes out in the turn of the loop that it came in. */
static void on_turn(void *userdata)
{
	manager_settle(((struct live *)userdata)->station.manager);
}

static void on_warning(void *userdata, int error, const char *what)
{
	struct manager *m = ((struct live *)userdata)->station.manager;

	if (log_may(&m->log_limit, cd_io_now()))
		log_full(LOG_WARNING, error, NULL, NULL, "%s", what);
}

static int new_inputs(struct live *l)
{
	struct manager *m = l->station.manager;
	const struct cd_monitor_options options = { .poll_allowed = m->conf.poll };
	const struct cd_io_sink sink = {
		.event = on_event,
		.presence = on_presence,
		.absent = on_absent,
		.turn = on_turn,
		.warning = on_warning,
		.userdata = l,
	};
	int r;

	r = cd_router_set_grouping(l->station.router, CD_GROUP_TOLD, NULL);
	if (r < 0)
		return r;
	l->correlator = cd_correlator_new();
	if (!l->correlator)
		return -ENOMEM;
	r = cd_usb_meters_new(m->event, &sink, &l->meters);
	if (r < 0)
		return r;
	r = cd_monitor_new(m->event, &sink, &options, &l->monitor);
	if (r < 0)
		return r;
	cd_monitor_set_usb_listener(l->monitor, &(struct cd_usb_listener){ .added = cd_usb_meters_added,
							.removed = cd_usb_meters_removed,
							.slept = cd_usb_meters_slept,
							.userdata = l->meters });
	return 0;
}

int station_live_new(struct manager *m, struct station **ret)
{
	struct live *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	r = station_init(&l->station, m, &live_kind);
	if (r >= 0)
		r = new_inputs(l);
	if (r < 0) {
		station_free(&l->station);
		return r;
	}
	*ret = &l->station;
	return 0;
}

int station_live_start(struct station *s)
{
	return cd_monitor_start(((struct live *)s)->monitor);
}
