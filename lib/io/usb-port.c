/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is told of a host port's over-current counter: see the drawing in hub.c.
 */

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "hub-internal.h"
#include "sysfs.h"

#define TELL_US CD_US_PER_S       /* at most one event per port in this time */
#define HOLD_US CD_US_PER_S       /* ports of one hub that count within this time count together */
#define LEFT_US (2 * CD_US_PER_S) /* the hub driver takes a device away within 100 ms of the trip */
#define ACCURACY_US (CD_US_PER_S / 20)

static int on_due(sd_event_source *s, uint64_t usec, void *userdata);

/* What the port says of itself and of what hangs on it: a claim to draw (bMaxPower), never a measurement. */
static const char *const port_files[] = { "connect_type", "disable", "over_current_count", "device/bMaxPower",
	"device/idProduct", "device/idVendor", "device/manufacturer", "device/product", "device/speed",
	NULL };

static void port_read(struct cd_monitor *m, struct input *i)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(i->syspath);

	if (dir < 0) {
		i->gone = dir == -ENOENT || dir == -ENODEV;
		return;
	}
	cd_attributes_clear(&m->scratch);
	for (const char *const *f = port_files; *f; f++)
		if (!cd_input_collected(m, i, cd_sysfs_collect(dir, *f, *f, &m->scratch)))
			break;
	(void)cd_sysfs_collect_link(dir, "device", "device", &m->scratch);
	(void)cd_sysfs_collect_link(dir, "connector", "connector", &m->scratch);
	cd_input_tell(m, i);
}

static void port_path(const struct hub *h, const struct hub_port *p, char path[static PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%s", h->syspath, p->name);
}

static struct input *announce(struct cd_monitor *m, const struct hub *h, struct hub_port *p)
{
	static const struct cd_event_added added = { .kind = CD_INPUT_USB_PORT, .settle_us = CD_UNKNOWN };
	struct input *i = cd_hub_port_input(m, p);
	char path[PATH_MAX];

	if (i)
		return i;
	port_path(h, p, path);
	i = cd_input_add(m, path, p->name, &added);
	if (!i)
		return NULL;
	p->announced = true;
	i->read = port_read;
	return i;
}

static void tell(struct cd_monitor *m, const struct hub *h, struct hub_port *p)
{
	struct input *i = announce(m, h, p);

	p->due_us = INT64_MAX;
	p->told_us = m->now_us;
	if (!i)
		return;
	port_read(m, i); /* what hangs there is to be known before the event */
	i->dirty = false;
	m->sink.event(m->sink.userdata, &(struct cd_event){ .t_us = m->now_us,
						.type = CD_EVENT_OVER_CURRENT,
						.input = i->name,
						.over_current = { .count = p->count } });
}

static bool attached(const struct cd_monitor *m, const struct hub *h, const struct hub_port *p)
{
	char path[PATH_MAX];

	if (cd_known(p->left_us) && m->now_us - p->left_us < LEFT_US)
		return true;
	port_path(h, p, path);
	if (strlen(path) + strlen("/device") >= sizeof(path))
		return false;
	strcat(path, "/device");
	return access(path, F_OK) == 0;
}

static void spurious_row(struct cd_monitor *m, const struct hub *h)
{
	char detail[160];

	snprintf(detail, sizeof(detail),
		"%u ports report over-current at once with nothing attached: taken as a wiring quirk of the "
		"hub",
		h->spurious);
	m->sink.presence(m->sink.userdata, h->name, "usb-port", CD_PRESENT, detail);
}

static void mark_spurious(struct cd_monitor *m, struct hub *h, struct hub_port *p)
{
	p->due_us = INT64_MAX;
	if (p->spurious)
		return;
	p->spurious = true;
	h->spurious++;
}

/* Ports with nothing attached that counted within the last second. */
static unsigned idle_counters(const struct cd_monitor *m, const struct hub *h)
{
	unsigned n = 0;

	for (size_t i = 0; i < h->n_ports; i++)
		n += cd_known(h->ports[i].counted_us) && m->now_us - h->ports[i].counted_us <= HOLD_US;
	return n;
}

/* A count with nothing attached. True when it is the hub's wiring. */
static bool is_spurious(struct cd_monitor *m, struct hub *h, struct hub_port *p)
{
	unsigned before = h->spurious;

	p->counted_us = m->now_us;
	if (!p->spurious && idle_counters(m, h) < 2)
		return false;
	for (size_t i = 0; i < h->n_ports; i++) {
		struct hub_port *other = &h->ports[i];

		if (cd_known(other->counted_us) && m->now_us - other->counted_us <= HOLD_US)
			mark_spurious(m, h, other);
	}
	if (h->spurious != before)
		spurious_row(m, h);
	return true;
}

static void arm(struct cd_monitor *m, int64_t due_us)
{
	uint64_t at;

	/* The nearest is served; the handler arms for the next. Timers run on the clock that stops in suspend. */
	if (m->hub_source && sd_event_source_get_enabled(m->hub_source, NULL) > 0 &&
		sd_event_source_get_time(m->hub_source, &at) >= 0 && (int64_t)at + m->asleep_us <= due_us)
		return;
	(void)cd_monitor_arm(m, &m->hub_source, due_us > m->now_us ? (uint64_t)(due_us - m->now_us) : 0,
		ACCURACY_US, on_due);
}

void cd_hub_counted(struct cd_monitor *m, struct hub *h, struct hub_port *p, uint32_t count)
{
	bool waiting = p->due_us != INT64_MAX, alone = !attached(m, h, p);
	int64_t due = m->now_us + (alone ? HOLD_US : 0);

	if (count == p->count)
		return;
	p->count = count;
	if (alone && is_spurious(m, h, p))
		return;
	if (!alone && idle_counters(m, h) >= 2)
		return; /* with several empty ports at once it is the hub's wiring, whatever hangs on this one */
	if (!alone)
		p->spurious = false;
	if (waiting)
		return; /* the event that is due takes the latest count with it */
	if (cd_known(p->told_us) && p->told_us + TELL_US > due)
		due = p->told_us + TELL_US;
	p->due_us = due;
	if (due <= m->now_us)
		tell(m, h, p);
	else
		arm(m, due);
}

static void tell_due(struct cd_monitor *m, struct hub *h)
{
	for (size_t i = 0; i < h->n_ports; i++)
		if (h->ports[i].due_us <= m->now_us)
			tell(m, h, &h->ports[i]);
}

static void arm_next(struct cd_monitor *m, struct hub *h)
{
	for (size_t i = 0; i < h->n_ports; i++)
		if (h->ports[i].due_us != INT64_MAX)
			arm(m, h->ports[i].due_us);
}

static int on_due(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct cd_monitor *m = userdata;

	cd_monitor_begin(m);
	cd_hubs_each(m, tell_due);
	cd_hubs_each(m, arm_next);
	cd_monitor_end(m);
	return 0;
}

void cd_hub_keep_seen(struct cd_monitor *m, const struct hub *h)
{
	for (size_t i = 0; i < h->n_ports; i++) {
		struct input *input = cd_hub_port_input(m, &h->ports[i]);

		if (input)
			input->seen = true;
	}
}
