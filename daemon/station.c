/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Deadlines are late-proof: the router runs each at its own time before the next event. Early is the danger:
 * a deadline that is run before an event which is older, but still on its way, would turn that event into a
 * late one, and a recording of the same events would be judged otherwise. So our timer comes after all
 * inputs, and the clock of a recording never passes an event that is still to come.
 */

#include <math.h>
#include <systemd/sd-event.h>

#include "io.h"
#include "manager.h"
#include "station.h"
#include "tell.h"

#define TIMER_ACCURACY_US (CD_US_PER_S / 10)

int64_t station_now(const struct station *s)
{
	return s->kind->now(s);
}

int64_t station_to_boottime(const struct station *s, int64_t t_us)
{
	return s->kind->boottime ? t_us : cd_io_now() - (station_now(s) - t_us);
}

static void tell_changes(struct station *s)
{
	struct cd_change change;

	while (cd_router_next_change(s->router, &change))
		tell_change(s->manager, s, &change);
	manager_wake(s->manager);
}

int station_feed(struct station *s, const struct cd_event *ev)
{
	struct streams *streams = &s->manager->streams;
	int r;

	if (ev->type == CD_EVENT_NOTE && ev->note.profile)
		(void)manager_profiles(s->manager);
	/* What leaves is known to the router before, what comes only after. */
	if (ev->type == CD_EVENT_REMOVED)
		streams_tee(streams, s, ev);
	r = cd_router_feed(s->router, ev);
	if (r < 0)
		return r;
	if (ev->type != CD_EVENT_REMOVED && r != CD_ROUTER_UNKNOWN_INPUT && r != CD_ROUTER_FULL)
		streams_tee(streams, s, ev);
	if (s->kind->took && r != CD_ROUTER_UNKNOWN_INPUT)
		s->kind->took(s, ev);
	tell_changes(s);
	return r;
}

void station_log_failed(const struct station *s, int error, const char *whose)
{
	if (log_may(&s->manager->log_limit, cd_io_now()))
		log_full(LOG_ERR, -error, NULL, NULL, "Failed to take an event of %s", whose);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct station *s = userdata;
	int r;

	s->armed_us = INT64_MAX;
	if (s->kind->awake)
		s->kind->awake(s);
	r = cd_router_advance(s->router, station_now(s));
	if (r < 0)
		log_full(LOG_ERR, -r, NULL, NULL, "Failed to run what was due");
	tell_changes(s);
	return 0;
}

/* Deadlines beyond an event that is to come run with that event. A timer could only wait for the clock to pass it, and
 * being more urgent than the player of a recording it would keep that event from being fed for ever. */
static bool needs_timer(const struct station *s, int64_t deadline_us, double pace)
{
	return pace > 0 && (!s->kind->until || deadline_us <= s->kind->until(s));
}

static void arm(struct station *s, int64_t deadline_us)
{
	double pace = s->kind->pace(s);
	int64_t wait_us;

	if (!needs_timer(s, deadline_us, pace))
		deadline_us = INT64_MAX;
	if (deadline_us == s->armed_us)
		return;
	s->armed_us = deadline_us;
	if (deadline_us == INT64_MAX) {
		(void)sd_event_source_set_enabled(s->timer, SD_EVENT_OFF);
		return;
	}
	wait_us = (int64_t)ceil((double)(deadline_us - station_now(s)) * pace);
	(void)sd_event_source_set_time(s->timer, (uint64_t)(cd_io_now() + (wait_us > 0 ? wait_us : 0)));
	(void)sd_event_source_set_enabled(s->timer, SD_EVENT_ONESHOT);
}

void station_settle(struct station *s)
{
	if (s->kind->settle) {
		s->kind->settle(s);
		tell_changes(s);
	}
	arm(s, cd_router_deadline(s->router));
}

int station_init(struct station *s, struct manager *m, const struct station_kind *kind)
{
	int r;

	s->manager = m;
	s->kind = kind;
	s->armed_us = INT64_MAX;
	r = cd_router_new(&m->conf.settings, &m->profiles, &s->router);
	if (r < 0)
		return r;
	r = sd_event_add_time(m->event, &s->timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY_US, on_timer, s);
	if (r < 0)
		return r;
	(void)sd_event_source_set_enabled(s->timer, SD_EVENT_OFF);
	(void)sd_event_source_set_description(s->timer, "station-deadline");
	return sd_event_source_set_priority(s->timer, CD_IO_PRIORITY_AFTER_INPUTS);
}

struct station *station_free(struct station *s)
{
	if (!s)
		return NULL;
	s->kind->done(s);
	(void)sd_event_source_disable_unref(s->timer);
	cd_router_free(s->router);
	free(s);
	return NULL;
}
