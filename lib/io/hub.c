/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Over-current at host ports. The hub driver counts per port (over_current_count: onset and clearing may each add
 * one) and sends a change of the hub's interface with OVER_CURRENT_PORT (drivers/usb/core/hub.c). A port is an input
 * only from its first event on: most never have one.
 *
 * Two things stand between the counter and an event:
 *
 *   flood     a lasting fault counts about four times a second (100 ms cool-down and re-power). The first is told at
 *             once, then at most one a second, with the latest count.
 *   spurious  floating or inverted sense pins make all ports of a hub count with nothing plugged in. So a count at a
 *             port without a device waits a second; if another such port of the hub counts meanwhile, it is the
 *             hub's wiring: a row says so, and neither is told.
 *
 *     count ──device──► told (≤ 1/s), unless two or more empty ports count with it
 *       └─no device──► held 1 s ──alone──► told (≤ 1/s)
 *                         └─another one of the hub──► counted in the row
 */

#include <stdio.h>
#include <unistd.h>

#include "hub-internal.h"
#include "sysfs.h"

#define HUBS_MAX 128
#define PORTS_MAX 32 /* a hub descriptor can have 255; USB 2.0 §11.23.2, real ones up to 16 */

struct hubs {
	struct hub *items[HUBS_MAX];
	size_t n;
};

static struct hub *hub_free(struct hub *h)
{
	if (!h)
		return NULL;
	for (size_t i = 0; i < h->n_ports; i++)
		free(h->ports[i].name);
	free(h->ports);
	free(h->syspath);
	free(h->name);
	free(h);
	return NULL;
}
CD_DEFINE_CLEANUP(struct hub *, hub_free)

/* ".../usb1/1-0:1.0" is the interface of the hub device "usb1". */
static char *device_name(const char *syspath)
{
	const char *end = strrchr(syspath, '/'), *start = end;

	while (start > syspath && start[-1] != '/')
		start--;
	return strndup(start, (size_t)(end - start));
}

static struct hub *hub_new(const char *syspath)
{
	CD_CLEANUP(hub_freep) struct hub *h = calloc(1, sizeof(*h));

	if (!h || !(h->syspath = strdup(syspath)) || !(h->name = device_name(syspath)))
		return NULL;
	return CD_TAKE(h);
}

static struct hub *find(const struct cd_monitor *m, const char *syspath)
{
	for (size_t i = 0; m->hubs && i < m->hubs->n; i++)
		if (strcmp(m->hubs->items[i]->syspath, syspath) == 0)
			return m->hubs->items[i];
	return NULL;
}

static struct hub *add(struct cd_monitor *m, const char *syspath)
{
	struct hub *h;

	if (!m->hubs)
		m->hubs = calloc(1, sizeof(*m->hubs));
	h = m->hubs && m->hubs->n < HUBS_MAX ? hub_new(syspath) : NULL;
	if (!h) {
		cd_monitor_warn(m, m->hubs ? E2BIG : ENOMEM, "Cannot watch the ports of %s", syspath);
		return NULL;
	}
	m->hubs->items[m->hubs->n++] = h;
	m->rows_stale = true;
	return h;
}

/* The port's input, if it ever had one. */
struct input *cd_hub_port_input(const struct cd_monitor *m, const struct hub_port *p)
{
	return p->announced ? cd_input_by_name(m, p->name) : NULL;
}

static void drop(struct cd_monitor *m, struct hub *h)
{
	for (size_t i = 0; i < h->n_ports; i++) {
		struct input *input = cd_hub_port_input(m, &h->ports[i]);

		if (input)
			cd_input_remove(m, input);
	}
	if (h->spurious)
		m->sink.absent(m->sink.userdata, h->name);
	for (size_t i = 0; i < m->hubs->n; i++)
		if (m->hubs->items[i] == h)
			m->hubs->items[i] = m->hubs->items[--m->hubs->n];
	m->rows_stale = true;
	hub_free(h);
}

struct hub_port *cd_hub_port(const struct hub *h, const char *name)
{
	for (size_t i = 0; i < h->n_ports; i++)
		if (strcmp(h->ports[i].name, name) == 0)
			return &h->ports[i];
	return NULL;
}

static int read_count(int hub, const char *port, uint32_t *ret)
{
	char path[NAME_MAX_PORT + 32];
	int64_t v;
	int r;

	snprintf(path, sizeof(path), "%s/over_current_count", port);
	r = cd_sysfs_read_int(hub, path, &v);
	if (r < 0)
		return r;
	*ret = (uint32_t)v;
	return 0;
}

static void port_found(struct cd_monitor *m, struct hub *h, int dir, const char *name)
{
	struct hub_port *p = cd_hub_port(h, name), *ports;
	uint32_t count;

	if (read_count(dir, name, &count) < 0)
		return; /* before Linux 4.17 there is no counter */
	if (p) {
		cd_hub_counted(m, h, p, count);
		return;
	}
	if (h->n_ports == PORTS_MAX)
		return;
	ports = reallocarray(h->ports, h->n_ports + 1, sizeof(*ports));
	if (!ports)
		return;
	h->ports = ports;
	ports[h->n_ports] = (struct hub_port){ .name = strdup(name),
		.count = count,
		.told_us = CD_UNKNOWN,
		.counted_us = CD_UNKNOWN,
		.left_us = CD_UNKNOWN,
		.due_us = INT64_MAX };
	if (ports[h->n_ports].name)
		h->n_ports++;
	m->rows_stale = true;
}

/* The first look takes the counts as they are; a later one, after lost events, finds what has been missed. */
static void scan(struct cd_monitor *m, struct hub *h)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(h->syspath);
	struct cd_sysfs_names names = { .dir = dir };

	if (dir < 0)
		return;
	for (const char *name; (name = cd_sysfs_next(&names));)
		if (strstr(name, "-port") && strlen(name) < NAME_MAX_PORT)
			port_found(m, h, dir, name);
}

static bool is_hub(const char *syspath)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(syspath);
	char class[8];

	return dir >= 0 && cd_sysfs_read_string(dir, "bInterfaceClass", class, sizeof(class)) > 0 &&
	       cd_streq(class, "09");
}

/* The attribute is the truth; the event's own count serves where it has gone already. */
static void over_current(struct cd_monitor *m, struct hub *h, const char *port_path, const char *said)
{
	const char *name = strrchr(port_path, '/') ? strrchr(port_path, '/') + 1 : port_path;
	CD_SYSFS_CLOSE int dir = cd_sysfs_open(h->syspath);
	struct hub_port *p = cd_hub_port(h, name);
	uint32_t count;

	if (!p)
		return;
	if (dir < 0 || read_count(dir, name, &count) < 0) {
		if (!said)
			return;
		count = (uint32_t)strtoul(said, NULL, 10);
	}
	cd_hub_counted(m, h, p, count);
}

void cd_hub_event(struct cd_monitor *m, const struct device *d)
{
	struct hub *h = find(m, d->syspath);
	const char *port = d->event ? udev_device_get_property_value(d->event, "OVER_CURRENT_PORT") : NULL;

	if (d->action == ACTION_REMOVE) {
		if (h)
			drop(m, h);
		return;
	}
	if (!h && is_hub(d->syspath))
		h = add(m, d->syspath);
	if (!h)
		return;
	h->seen = true;
	if (port && d->action == ACTION_CHANGE)
		over_current(m, h, port, udev_device_get_property_value(d->event, "OVER_CURRENT_COUNT"));
	else
		scan(m, h);
	cd_hub_keep_seen(m, h);
}

/* "1-2" hangs on usb1-port2, "1-2.3" on 1-2-port3. Calls `fn` for the port a device hangs on. */
void cd_hub_device_event(struct cd_monitor *m, const struct device *d)
{
	const char *cut = strrchr(d->sysname, '.') ? strrchr(d->sysname, '.') : strrchr(d->sysname, '-');
	char name[NAME_MAX_PORT];
	bool root = cut && *cut == '-';

	if (!cut || snprintf(name, sizeof(name), "%s%.*s-port%s", root ? "usb" : "", (int)(cut - d->sysname),
			    d->sysname, cut + 1) >= (int)sizeof(name))
		return;
	for (size_t i = 0; m->hubs && i < m->hubs->n; i++) {
		struct hub_port *p = cd_hub_port(m->hubs->items[i], name);
		struct input *input = p ? cd_hub_port_input(m, p) : NULL;

		if (p && d->action == ACTION_REMOVE)
			p->left_us = m->now_us;
		if (input)
			input->dirty = true;
	}
}

void cd_hubs_each(struct cd_monitor *m, void (*fn)(struct cd_monitor *m, struct hub *h))
{
	for (size_t i = 0; m->hubs && i < m->hubs->n; i++)
		fn(m, m->hubs->items[i]);
}

void cd_hubs_count(const struct cd_monitor *m, unsigned *ret_hubs, unsigned *ret_ports)
{
	*ret_hubs = m->hubs ? (unsigned)m->hubs->n : 0;
	*ret_ports = 0;
	for (size_t i = 0; m->hubs && i < m->hubs->n; i++)
		*ret_ports += (unsigned)m->hubs->items[i]->n_ports;
}

void cd_hubs_enumerated(struct cd_monitor *m, bool begin)
{
	for (size_t i = m->hubs ? m->hubs->n : 0; i-- > 0;)
		if (begin)
			m->hubs->items[i]->seen = false;
		else if (!m->hubs->items[i]->seen)
			drop(m, m->hubs->items[i]);
}

void cd_hubs_done(struct cd_monitor *m)
{
	for (size_t i = 0; m->hubs && i < m->hubs->n; i++)
		hub_free(m->hubs->items[i]);
	free(m->hubs);
	m->hubs = NULL;
}
