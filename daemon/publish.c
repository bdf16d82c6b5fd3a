/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Nothing is queued: a bit per group of properties says what to send, the values are read when it is sent. So
 * a bus that is slow, or not there for a while, costs no memory and gets the newest values.
 */

#include <systemd/sd-event.h>

#include "bus-object.h"
#include "io.h"
#include "manager.h"
#include "names.h"
#include "publish.h"

/* Messages waiting for the bus daemon beyond which we add no signals: it does not read us at the moment. */
#define QUEUE_MAX 512
#define RETRY_US (CD_US_PER_S / 10)

/* clang-format off */
static const struct {
	unsigned bits;
	const char *names[9];
} groups[] = {
	{ CD_CHANGE_READINGS, { "Readings", "States" } },
	{ CD_CHANGE_INPUTS, { "Inputs", "Kind", "Position", "Profile" } },
	{ CD_CHANGE_VERDICT | CD_CHANGE_CAUSE,
		{ "Class", "Cause", "Part", "Confidence", "Severity", "Symptoms", "NextTest", "Remedies" } },
	{ CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED, { "Session" } },
};
/* clang-format on */
#define NAMES_MAX 24

static void send_port(struct manager *m, struct port *port)
{
	const unsigned pending = port->publication.pending;
	const char *names[NAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < CD_ELEMENTSOF(groups); i++)
		for (const char *const *s = groups[i].names; pending & groups[i].bits && *s; s++)
			names[n++] = *s;
	names[n] = NULL;
	if (n > 0)
		(void)sd_bus_emit_properties_changed_strv(m->bus, port->path, CD_IFACE_PORT, (char **)names);
	if (pending & CD_CHANGE_PHASE && port->session != 0)
		bus_emit_phase(m, port);
}

/* When this publication is due; INT64_MAX: it has nothing to say. */
static int64_t due(const struct manager *m, const struct publication *p)
{
	if (p->pending == 0)
		return INT64_MAX;
	return p->last_us == INT64_MIN ? INT64_MIN : p->last_us + m->conf.change_interval_us;
}

static void arm(struct manager *m, int64_t at_us)
{
	if (at_us == INT64_MAX) {
		(void)sd_event_source_set_enabled(m->publish_timer, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_set_time(m->publish_timer, (uint64_t)at_us);
	(void)sd_event_source_set_enabled(m->publish_timer, SD_EVENT_ONESHOT);
}

static int64_t flush_inputs(struct manager *m, int64_t now_us)
{
	int64_t at = due(m, &m->inputs);

	if (at > now_us)
		return at;
	(void)sd_bus_emit_properties_changed(m->bus, CD_PATH_ROOT, CD_IFACE_MANAGER, "Inputs", NULL);
	m->inputs = (struct publication){ .last_us = now_us };
	return INT64_MAX;
}

void publish_flush(struct manager *m)
{
	int64_t now_us = cd_io_now(), next;
	uint64_t queued = 0;

	if (!m->announced)
		return;
	if (sd_bus_get_n_queued_write(m->bus, &queued) >= 0 && queued > QUEUE_MAX) {
		arm(m, now_us + RETRY_US);
		return;
	}
	next = flush_inputs(m, now_us);
	for (size_t i = 0; i < m->ports.n; i++) {
		struct port *port = m->ports.by_path[i];
		int64_t at = due(m, &port->publication);

		if (at <= now_us) {
			send_port(m, port);
			port->publication = (struct publication){ .last_us = now_us };
		} else if (at < next) {
			next = at;
		}
	}
	arm(m, next);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	publish_flush(userdata);
	return 0;
}

int publish_init(struct manager *m)
{
	int r;

	m->inputs.last_us = INT64_MIN;
	r = sd_event_add_time(m->event, &m->publish_timer, CLOCK_BOOTTIME, 0, CD_US_PER_S / 20, on_timer, m);
	if (r < 0)
		return r;
	(void)sd_event_source_set_description(m->publish_timer, "publish");
	return sd_event_source_set_enabled(m->publish_timer, SD_EVENT_OFF);
}
