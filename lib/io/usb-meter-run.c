/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One USB meter; the states are drawn in usb-meter-run.h. */

#include "usb-meter-run.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#define DRAIN_MAX_US (2 * CD_US_PER_S)
#define RETRY_FIRST_US (1 * CD_US_PER_S)
#define RETRY_MAX_US (30 * CD_US_PER_S)
/* When all transfers fail at once it is mostly being unplugged: give udev that long before calling it a stall. */
#define BROKEN_GRACE_US INT64_C(250000)
/* Restarts without success before a halt of its endpoints is suspected, and before a person is asked to help. */
#define UNHALT_AFTER 1
#define ASK_FOR_HELP_AFTER 2
#define TIMER_ACCURACY_US 1000
#define DETAIL_MAX 256

static void arm(struct cd_usb_meter *m);

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void tell(struct cd_usb_meter *m, const struct cd_event *ev)
{
	m->sink->event(m->sink->userdata, ev);
}

static void tell_presence(struct cd_usb_meter *m, enum cd_presence p, const char *detail)
{
	m->sink->presence(m->sink->userdata, m->name, "meter", p, detail);
}

static void tell_gap(struct cd_usb_meter *m, int64_t t_us, int64_t since_us, enum cd_gap_reason reason)
{
	if (t_us <= since_us)
		return;
	tell(m, &(struct cd_event){ .t_us = t_us,
			.type = CD_EVENT_GAP,
			.input = m->name,
			.gap = { .reason = reason, .duration_us = t_us - since_us } });
}

static void tell_added(struct cd_usb_meter *m, int64_t now_us)
{
	tell(m, &(struct cd_event){ .t_us = now_us,
			.type = CD_EVENT_ADDED,
			.input = m->name,
			.added = {
				.kind = CD_INPUT_METER,
				.model = m->match->model,
				.serial = m->serial,
				.position = CD_POSITION_UNKNOWN,
				.settle_us = m->match->settle_us,
				.sign_known = m->driver->sign_known,
			} });
}

static void close_it(struct cd_usb_meter *m)
{
	tell(m, &(struct cd_event){ .t_us = cd_io_now(), .type = CD_EVENT_REMOVED, .input = m->name });
	m->sink->absent(m->sink->userdata, m->name);
	m->state = CD_USB_METER_CLOSING;
	arm(m);
	cd_usb_hid_close(m->hid);
}

static void send_next(struct cd_usb_meter *m, int64_t now_us)
{
	struct cd_meter_send send;
	int r;

	m->driver->tick(m->decoder, now_us, &send);
	m->tick_us = send.next_us;
	if (send.len == 0)
		return;
	r = cd_usb_hid_send(m->hid, send.frame, send.len);
	if (r < 0) { /* as good as a frame that did not arrive: the next one is the remedy */
		m->transfer_errors++;
		return;
	}
	m->gap_us = send.next_us - now_us;
	m->sending = true;
}

static void on_sent(void *userdata, int error)
{
	struct cd_usb_meter *m = userdata;

	m->sending = false;
	m->sent_us = cd_io_now();
	/* Never nearer than the decoder wants, counted from the end of this one; a restart meanwhile asks again. */
	m->tick_us = m->sent_us + m->gap_us;
	if (error < 0)
		m->transfer_errors++;
	arm(m);
}

/* It reads: now the meter may speak. */
static void begin(struct cd_usb_meter *m, int64_t now_us)
{
	m->state = CD_USB_METER_STARTING;
	m->heard_us = now_us;
	m->broken_us = 0;
	m->driver->open(m->decoder, m->match->variant, now_us);
	m->tick_us = now_us;
}

static void stall(struct cd_usb_meter *m, int64_t now_us)
{
	char detail[DETAIL_MAX];
	bool talks = m->raw_us > m->heard_us;
	unsigned doubled = m->attempts < 5 ? m->attempts : 5;

	m->state = CD_USB_METER_STALLED;
	m->retry_us = now_us + earlier(RETRY_FIRST_US << doubled, RETRY_MAX_US);
	if (m->attempts == 0) {
		m->stalls++;
		tell_gap(m, now_us, m->heard_us, CD_GAP_STALL);
		m->told_us = now_us;
		snprintf(detail, sizeof(detail), "%s %s", m->match->model,
			talks ? "sends reports that we cannot read: started again"
			      : "is silent: started again");
		tell_presence(m, CD_FAILED, detail);
	} else if (m->attempts == ASK_FOR_HELP_AFTER) {
		snprintf(detail, sizeof(detail), "%s %s after %u restarts: %s", m->match->model,
			talks ? "still sends reports that we cannot read" : "is still silent", m->attempts,
			talks ? "a firmware we do not know?" : "unplug it and plug it in again");
		tell_presence(m, CD_FAILED, detail);
	}
}

static void restart(struct cd_usb_meter *m, int64_t now_us)
{
	bool unhalt = m->broken_us || m->attempts >= UNHALT_AFTER;

	m->attempts++;
	m->state = CD_USB_METER_STARTING;
	m->heard_us = now_us;
	m->broken_us = 0;
	m->tick_us = INT64_MAX; /* until on_restarted() */
	cd_usb_hid_restart(m->hid, unhalt);
}

static void on_restarted(void *userdata)
{
	struct cd_usb_meter *m = userdata;

	if (m->state != CD_USB_METER_STARTING)
		return;
	begin(m, cd_io_now());
	arm(m);
}

/* The first sample after the start or a stall. */
static void stream(struct cd_usb_meter *m, int64_t t_us)
{
	if (cd_known(m->told_us)) {
		tell_gap(m, t_us, m->told_us, CD_GAP_STALL);
		tell_presence(m, CD_PRESENT, m->match->model);
		m->told_us = CD_UNKNOWN;
	}
	if (m->state == CD_USB_METER_STALLED) /* by itself */
		m->tick_us = earlier(m->tick_us, cd_io_now());
	m->state = CD_USB_METER_STREAMING;
	m->attempts = 0;
}

static void on_report(void *userdata, const uint8_t *bytes, size_t len)
{
	struct cd_usb_meter *m = userdata;
	struct cd_meter_sample samples[CD_METER_SAMPLES_MAX];
	size_t n = 0;

	m->raw_us = cd_io_now();
	if (m->driver->feed(m->decoder, bytes, len, m->raw_us, samples, &n) != CD_FEED_SAMPLES || n == 0)
		return;
	m->heard_us = m->raw_us;
	if (m->state == CD_USB_METER_STARTING || m->state == CD_USB_METER_STALLED) {
		stream(m, samples[0].t_us);
		arm(m);
	}
	for (size_t i = 0; i < n; i++)
		tell(m, &(struct cd_event){ .t_us = samples[i].t_us,
				.type = CD_EVENT_SAMPLE,
				.input = m->name,
				.sample = samples[i].sample });
}

static void on_broken(void *userdata, int error)
{
	struct cd_usb_meter *m = userdata;

	m->transfer_errors++;
	if (m->broken_us == 0)
		m->broken_us = cd_io_now();
	arm(m);
}

static void on_gone(void *userdata)
{
	cd_usb_meter_unplugged(userdata);
}

static void on_closed(void *userdata)
{
	struct cd_usb_meter *m = userdata;

	m->hid = NULL;
	m->closed(m, m->userdata);
}

static int64_t stall_at(const struct cd_usb_meter *m)
{
	int64_t t = m->heard_us + m->driver->stall_us;

	return m->broken_us ? earlier(t, m->broken_us + BROKEN_GRACE_US) : t;
}

static int64_t drained_at(const struct cd_usb_meter *m)
{
	if (m->broken_us)
		return m->stop_us;
	return earlier(later(m->raw_us, m->sent_us) + m->driver->drain_us, m->stop_us + DRAIN_MAX_US);
}

/* When the timer is to run next; INT64_MAX: never. */
static int64_t next_step(const struct cd_usb_meter *m)
{
	switch (m->state) {
	case CD_USB_METER_STARTING:
	case CD_USB_METER_STREAMING:
		return earlier(m->sending ? INT64_MAX : m->tick_us, stall_at(m));
	case CD_USB_METER_STALLED:
		return m->retry_us;
	case CD_USB_METER_STOPPING:
		return drained_at(m);
	case CD_USB_METER_FAILED:
	case CD_USB_METER_CLOSING:
	case _CD_USB_METER_STATE_MAX:
		break;
	}
	return INT64_MAX;
}

static void step(struct cd_usb_meter *m, int64_t now_us)
{
	switch (m->state) {
	case CD_USB_METER_STARTING:
	case CD_USB_METER_STREAMING:
		if (now_us >= stall_at(m))
			stall(m, now_us);
		else if (!m->sending && now_us >= m->tick_us)
			send_next(m, now_us);
		break;
	case CD_USB_METER_STALLED:
		restart(m, now_us);
		break;
	case CD_USB_METER_STOPPING:
		close_it(m);
		break;
	case CD_USB_METER_FAILED:
	case CD_USB_METER_CLOSING:
	case _CD_USB_METER_STATE_MAX:
		break;
	}
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct cd_usb_meter *m = userdata;
	int64_t now_us;

	/* When the loop was late, what looks like silence may be waiting to be read. */
	cd_usb_loop_pump(m->loop, 0);
	now_us = cd_io_now();
	if (now_us >= next_step(m))
		step(m, now_us);
	arm(m);
	return 0;
}

/* Reports move the end of the patience without arming: the timer runs early then, finds nothing to do and arms again,
 * which costs less than a system call for each report. */
static void arm(struct cd_usb_meter *m)
{
	int64_t t = next_step(m);

	if (t == INT64_MAX) {
		(void)sd_event_source_set_enabled(m->timer, SD_EVENT_OFF);
		return;
	}
	/* Fail for programmer errors only. */
	(void)sd_event_source_set_time(m->timer, (uint64_t)later(t, 0));
	(void)sd_event_source_set_enabled(m->timer, SD_EVENT_ONESHOT);
}

void cd_usb_meter_stop(struct cd_usb_meter *m)
{
	if (m->state == CD_USB_METER_STOPPING || m->state == CD_USB_METER_CLOSING)
		return;
	m->state = CD_USB_METER_STOPPING;
	m->stop_us = cd_io_now();
	arm(m);
}

/* Nobody listened: the silence until now was ours. */
void cd_usb_meter_slept(struct cd_usb_meter *m, int64_t duration_us)
{
	int64_t now_us = cd_io_now();

	if (m->state == CD_USB_METER_STOPPING || m->state == CD_USB_METER_CLOSING)
		return;
	tell_gap(m, now_us, now_us - duration_us, CD_GAP_SUSPEND);
	m->heard_us = earlier(m->heard_us + duration_us, now_us);
	if (m->broken_us)
		m->broken_us = earlier(m->broken_us + duration_us, now_us);
	if (cd_known(m->told_us))
		m->told_us = earlier(m->told_us + duration_us, now_us);
	arm(m);
}

void cd_usb_meter_unplugged(struct cd_usb_meter *m)
{
	if (m->state != CD_USB_METER_CLOSING)
		close_it(m);
}

static void tell_failure(struct cd_usb_meter *m, int error)
{
	/* clang-format off */
	static const struct {
		int error;
		const char *format; /* of the node */
	} reasons[] = {
		{ -EACCES, "%s: permission denied: is the udev rule installed?" },
		{ -EPERM, "%s: permission denied: is the udev rule installed?" },
		{ -EBUSY, "%s: in use by another program: close that, then plug the meter in again" },
		{ -ENOENT, "%s is missing: is /dev/bus/usb visible to this service?" },
		{ -ENODEV, "%s: it left while it was being opened" },
		{ -ENXIO, "%s: it left while it was being opened" },
		{ -EPROTONOSUPPORT, "%s: no HID interface with an endpoint in each direction: "
		                    "is the meter in its firmware update mode?" },
		{ -EIO, "%s: its descriptors cannot be read: unplug it and plug it in again" },
	};
	/* clang-format on */
	char detail[DETAIL_MAX], node[DETAIL_MAX / 2];

	snprintf(node, sizeof(node), "%s", m->devnode);
	for (size_t i = 0; i < CD_ELEMENTSOF(reasons); i++)
		if (reasons[i].error == error) {
			snprintf(detail, sizeof(detail), reasons[i].format, node);
			tell_presence(m, CD_FAILED, detail);
			return;
		}
	snprintf(detail, sizeof(detail), "%s: %s", node, strerror(-error));
	tell_presence(m, CD_FAILED, detail);
}

static int open_hid(struct cd_usb_meter *m)
{
	const struct cd_usb_hid_handler handler = { .report = on_report,
		.sent = on_sent,
		.restarted = on_restarted,
		.broken = on_broken,
		.gone = on_gone,
		.closed = on_closed,
		.userdata = m };
	int r;

	if (!m->timer) {
		r = sd_event_add_time(cd_usb_loop_event(m->loop), &m->timer, CLOCK_BOOTTIME, 0,
			TIMER_ACCURACY_US, on_timer, m);
		if (r < 0)
			return r;
	}
	return cd_usb_hid_open(m->loop, m->devnode, m->match->interface, &handler, &m->hid);
}

void cd_usb_meter_open(struct cd_usb_meter *m, struct cd_usb_loop *loop)
{
	int64_t now_us;
	int r;

	assert(m->state == CD_USB_METER_FAILED && !m->hid);
	m->loop = loop;
	r = open_hid(m);
	if (r < 0) {
		m->timer = sd_event_source_disable_unref(m->timer);
		tell_failure(m, r);
		return;
	}
	now_us = cd_io_now();
	m->told_us = CD_UNKNOWN;
	m->attempts = 0;
	tell_presence(m, CD_PRESENT, m->match->model);
	tell_added(m, now_us);
	begin(m, now_us);
	arm(m);
}

struct cd_usb_meter *cd_usb_meter_free(struct cd_usb_meter *m)
{
	if (!m)
		return NULL;
	cd_usb_hid_free(m->hid);
	sd_event_source_disable_unref(m->timer);
	free(m->decoder);
	free(m->name);
	free(m->sysname);
	free(m->serial);
	free(m->devnode);
	free(m);
	return NULL;
}
