/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * No call may get lost between two daemons. The service manager is told first: a start that the bus asks it for then waits
 * for our end instead of finding us still there. Then the bus takes the name back; what it had sent us before comes
 * before its answer, and is answered by us. Calls after that start the next daemon.
 *
 * Nor may a device. The manager queues a start that udev asks for once it knows that we stop; one that it was asked for
 * before did nothing, for we ran. That device's event is in our socket by the time the bus has answered, for
 * the kernel gives it to all listeners at once: so we look once more, after all that waits to be read. What is found then
 * we cannot stay for, as a service that said STOPPING=1 is stopped in any case: we end so that we are started
 * again. (Giving the name back before that word, and taking it again, would keep us. But a call that comes in between
 * finds us running in the manager's eyes: nobody would be started for it when we do leave.)
 */

#include <inttypes.h>
#include <systemd/sd-daemon.h>

#include "idle.h"
#include "io.h"
#include "manager.h"
#include "station.h"

#define TIMER_ACCURACY_US (CD_US_PER_S / 4)
/* After inputs, bus and deadlines: what has arrived has been looked at. */
#define PRIORITY SD_EVENT_PRIORITY_IDLE

/* The battery of a mouse is no supply of this machine. */
static bool is_peripheral(const struct manager *m, const char *name)
{
	const struct cd_input *input = m->live ? cd_router_find_input(m->live->router, name) : NULL;

	return input && cd_streq(cd_attributes_get(&input->attributes, "scope"), "Device");
}

/* Devices stay for as long as they are there, also those that failed: a meter may be tried again. They are what udev starts
 * us for (60-chargediag.rules; a test holds the two together): what kept us and did not start us would be watched or not by
 * accident. Where no udevd runs nothing starts us, so we stay. */
static bool keeps(const struct manager *m, const struct presence_row *row)
{
	if (cd_streq(row->kind, "interface"))
		return cd_streq(row->name, "udev") && row->presence == CD_ABSENT;
	return !is_peripheral(m, row->name);
}

static bool something_is_there(const struct manager *m)
{
	if (m->args->n_plays > 0)
		return true;
	for (size_t i = 0; i < m->presence.n; i++)
		if (keeps(m, &m->presence.rows[i]))
			return true;
	/* What was unplugged may come back within its session. */
	for (size_t i = 0; i < m->ports.n; i++)
		if (m->ports.by_path[i]->session != 0)
			return true;
	return false;
}

static void disarm(struct idle *i)
{
	i->armed = false;
	(void)sd_event_source_set_enabled(i->timer, SD_EVENT_OFF);
}

static void arm(struct manager *m, int64_t when_us)
{
	m->idle.armed = true;
	(void)sd_event_source_set_time(m->idle.timer, (uint64_t)when_us);
	(void)sd_event_source_set_enabled(m->idle.timer, SD_EVENT_ONESHOT);
}

static int on_last(sd_event_source *source, void *userdata)
{
	struct manager *m = userdata;

	if (m->stopping) /* a signal was quicker */
		return 0;
	if (something_is_there(m)) {
		log_info("Something appeared at the last moment: ending to be started again");
		m->exit_code = CD_EXIT_AGAIN;
	}
	manager_stop(m);
	return 0;
}

static int on_released(sd_bus_message *reply, void *userdata, sd_bus_error *error)
{
	struct manager *m = userdata;

	if (!m->stopping && sd_event_source_set_enabled(m->idle.last, SD_EVENT_ONESHOT) < 0)
		manager_stop(m);
	return 1;
}

static void leave(struct manager *m)
{
	m->idle.leaving = true;
	log_info("Nothing is there and nobody asked for %" PRIi64 " s: ending until something appears",
		m->conf.idle_exit_us / CD_US_PER_S);
	(void)sd_notify(false, "STOPPING=1");
	if (sd_bus_release_name_async(m->bus, NULL, m->args->bus_name, on_released, m) < 0)
		manager_stop(m);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct manager *m = userdata;
	const bool busy = m->streams.n > 0 || m->authorizations.n > 0; /* which end without a word to us */
	const int64_t again_us = (busy ? cd_io_now() : m->idle.asked_us) + m->conf.idle_exit_us;

	if (again_us > cd_io_now())
		arm(m, again_us);
	else
		leave(m);
	return 0;
}

void idle_settle(struct manager *m)
{
	const bool idle =
		m->conf.idle_exit_us > 0 && !m->idle.leaving && !m->stopping && !something_is_there(m);

	if (idle && !m->idle.armed)
		arm(m, cd_io_now() + m->conf.idle_exit_us);
	else if (!idle && m->idle.armed)
		disarm(&m->idle);
}

void idle_restart(struct manager *m)
{
	disarm(&m->idle);
}

static int on_message(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	struct manager *m = userdata;

	if (sd_bus_message_is_method_call(message, NULL, NULL) > 0)
		m->idle.asked_us = cd_io_now();
	return 0;
}

static int add_sources(struct manager *m)
{
	int r;

	r = sd_event_add_time(m->event, &m->idle.timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY_US, on_timer, m);
	if (r < 0)
		return r;
	(void)sd_event_source_set_description(m->idle.timer, "idle");
	disarm(&m->idle);
	r = sd_event_source_set_priority(m->idle.timer, PRIORITY);
	if (r >= 0)
		r = sd_event_add_defer(m->event, &m->idle.last, on_last, m);
	if (r >= 0)
		r = sd_event_source_set_enabled(m->idle.last, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_source_set_priority(m->idle.last, PRIORITY);
	return r;
}

int idle_init(struct manager *m)
{
	int r = add_sources(m);

	return r < 0 ? r : sd_bus_add_filter(m->bus, NULL, on_message, m);
}

void idle_done(struct idle *i)
{
	i->timer = sd_event_source_disable_unref(i->timer);
	i->last = sd_event_source_disable_unref(i->last);
}
