/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Nothing is queued: a bit per group of properties says what to send, the values are read when it is sent. So
 * a bus that is slow, or not there for a while, costs no memory and gets the newest values.
 */

#include <systemd/sd-event.h>

#include "bus-object.h"
#include "hash.h"
#include "io.h"
#include "manager.h"
#include "names.h"
#include "publish.h"

/* Messages waiting for the bus daemon beyond which we add no signals: it does not read us at the moment. */
#define QUEUE_MAX 512
#define RETRY_US (CD_US_PER_S / 10)

/* clang-format off */
static const char *const reading_names[] = { "Readings", NULL };
static const char *const state_names[] = { "States", NULL };
static const char *const input_names[] = { "Inputs", "Kind", "Position", "Profile", NULL };
static const char *const verdict_names[] = {
	"Class", "Cause", "Part", "Confidence", "Severity", "Symptoms", "NextTest", "Remedies", NULL
};
static const char *const session_names[] = { "Session", NULL };
/* Of the session. */
static const char *const phase_names[] = { "Phase", NULL };
static const char *const to_full_names[] = { "TimeToFull", NULL };
/* clang-format on */
#define NAMES_MAX 20

struct names {
	const char *items[NAMES_MAX];
	size_t n;
};

static void add(struct names *to, const char *const *names)
{
	for (; *names && to->n < NAMES_MAX - 1; names++)
		to->items[to->n++] = *names;
}

static uint64_t states_of(const struct cd_engine *e)
{
	uint64_t h = CD_HASH_START;

	for (int i = 0; i < _CD_STATE_MAX; i++)
		h = cd_hash_string(h, cd_engine_state(e, (enum cd_state_id)i));
	return h;
}

static uint64_t verdict_of(const struct cd_engine *e)
{
	struct cd_verdict_info v;
	uint64_t h = CD_HASH_START;

	cd_engine_verdict(e, &v);
	if (!v.exists)
		return h;
	h = cd_hash_string(h, v.cause);
	h = cd_hash(h, &v.confidence, sizeof(v.confidence));
	h = cd_hash(h, &v.severity, sizeof(v.severity));
	h = cd_hash(h, &v.symptoms, sizeof(v.symptoms));
	h = cd_hash_string(h, v.next_test);
	for (size_t i = 0; i < v.n_remedies; i++)
		h = cd_hash_string(h, v.remedies[i]);
	return h;
}

/* True when a group is another one than was told last. Readings change with every sample; what is told beside
 * them rarely does, and a message half as long is half the work for the bus and all who listen. */
static bool renewed(uint64_t *told, uint64_t now)
{
	bool differs = *told != now;

	*told = now;
	return differs;
}

/* It is rounded already: a charge of hours has a few dozen of them. */
static uint64_t to_full_of(const struct cd_engine *e)
{
	struct cd_session_info info;
	int64_t since_s;
	uint64_t h = CD_HASH_START;

	cd_engine_session(e, &info);
	since_s = cd_known(info.full_since_us) ? info.full_since_us / CD_US_PER_S : CD_UNKNOWN;
	h = cd_hash(h, &info.number, sizeof(info.number));
	h = cd_hash(h, &info.to_full.low_s, sizeof(info.to_full.low_s));
	h = cd_hash(h, &info.to_full.high_s, sizeof(info.to_full.high_s));
	h = cd_hash(h, &info.to_full.percent, sizeof(info.to_full.percent));
	h = cd_hash_string(h, info.to_full.reason);
	return cd_hash(h, &since_s, sizeof(since_s));
}

static void send_session(struct manager *m, struct port *port)
{
	const unsigned pending = port->publication.pending;
	struct names names = { .n = 0 };

	if (pending & CD_CHANGE_PHASE)
		add(&names, phase_names);
	if (pending & CD_CHANGE_TO_FULL && renewed(&port->told_to_full, to_full_of(port->engine)))
		add(&names, to_full_names);
	if (names.n > 0)
		bus_emit_session_changed(m, port, names.items);
}

static void send_port(struct manager *m, struct port *port)
{
	const unsigned pending = port->publication.pending;
	struct names names = { .n = 0 };

	if (pending & CD_CHANGE_READINGS)
		add(&names, reading_names);
	if (pending & CD_CHANGE_READINGS && renewed(&port->told_states, states_of(port->engine)))
		add(&names, state_names);
	if (pending & CD_CHANGE_INPUTS)
		add(&names, input_names);
	if (pending & (CD_CHANGE_VERDICT | CD_CHANGE_CAUSE) &&
		renewed(&port->told_verdict, verdict_of(port->engine)))
		add(&names, verdict_names);
	if (pending & (CD_CHANGE_SESSION_STARTED | CD_CHANGE_SESSION_ENDED))
		add(&names, session_names);
	if (names.n > 0)
		(void)sd_bus_emit_properties_changed_strv(
			m->bus, port->path, CD_IFACE_PORT, (char **)names.items);
	if (port->session != 0)
		send_session(m, port);
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
