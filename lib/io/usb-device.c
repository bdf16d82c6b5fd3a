/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * USB devices that are meters of ours, found by vendor and product id. They are told to whoever drives meters; what
 * else is plugged in is nobody's business here.
 */

#include <stdio.h>

#include "meter.h"
#include "hub-internal.h"
#include "sysfs.h"

#define METERS_MAX 64

struct usb_devices {
	struct {
		char sysname[32];
		int address; /* devnum: another one means it was plugged anew */
		bool seen;
	} items[METERS_MAX];
	size_t n;
};

static ssize_t find(const struct cd_monitor *m, const char *sysname)
{
	for (size_t i = 0; m->usb_devices && i < m->usb_devices->n; i++)
		if (strcmp(m->usb_devices->items[i].sysname, sysname) == 0)
			return (ssize_t)i;
	return -1;
}

static bool remember(struct cd_monitor *m, const char *sysname, int address)
{
	struct usb_devices *u = m->usb_devices;

	if (!u)
		u = m->usb_devices = calloc(1, sizeof(*u));
	if (!u || u->n == METERS_MAX || strlen(sysname) >= sizeof(u->items[0].sysname)) {
		cd_monitor_warn(m, u ? E2BIG : ENOMEM, "Cannot take the meter at %s", sysname);
		return false;
	}
	strcpy(u->items[u->n].sysname, sysname);
	u->items[u->n].address = address;
	u->items[u->n].seen = true;
	u->n++;
	return true;
}

static void removed(struct cd_monitor *m, size_t at)
{
	char sysname[sizeof(m->usb_devices->items[0].sysname)];

	strcpy(sysname, m->usb_devices->items[at].sysname);
	m->usb_devices->items[at] = m->usb_devices->items[--m->usb_devices->n];
	if (m->listener.removed)
		m->listener.removed(m->listener.userdata, sysname);
}

static int read_id(int dir, const char *file, uint16_t *ret)
{
	char text[8], *end;
	int n = cd_sysfs_read_string(dir, file, text, sizeof(text));
	unsigned long v;

	if (n < 0)
		return n;
	v = strtoul(text, &end, 16);
	if (n == 0 || *end || v > UINT16_MAX)
		return -EINVAL;
	*ret = (uint16_t)v;
	return 0;
}

static int read_number(int dir, const char *file, int *ret)
{
	int64_t v;
	int r = cd_sysfs_read_int(dir, file, &v);

	if (r < 0)
		return r;
	if (v < 1 || v > 999)
		return -ERANGE;
	*ret = (int)v;
	return 0;
}

static void appeared(struct cd_monitor *m, const struct device *d, int dir, struct cd_usb_device *device)
{
	ssize_t known = find(m, d->sysname);
	char devnode[32];

	if (read_number(dir, "busnum", &device->bus) < 0 || read_number(dir, "devnum", &device->address) < 0)
		return;
	if (known >= 0 && m->usb_devices->items[known].address != device->address) {
		removed(m, (size_t)known); /* replugged, and the event of its leaving was lost */
		known = -1;
	}
	if (known >= 0)
		m->usb_devices->items[known].seen = true;
	else if (!remember(m, d->sysname, device->address))
		return;
	if (known >= 0 && !d->event)
		return;
	snprintf(devnode, sizeof(devnode), "/dev/bus/usb/%03d/%03d", device->bus, device->address);
	device->sysname = d->sysname;
	device->devnode = devnode;
	cd_attributes_clear(&m->scratch);
	device->serial = cd_sysfs_text(dir, "serial", &m->scratch);
	device->product = cd_sysfs_text(dir, "product", &m->scratch);
	if (m->listener.added)
		m->listener.added(m->listener.userdata, device);
}

void cd_usb_device_event(struct cd_monitor *m, const struct device *d)
{
	CD_SYSFS_CLOSE int dir = -1;
	struct cd_usb_device device = { 0 };
	ssize_t known = find(m, d->sysname);

	cd_hub_device_event(m, d);
	if (d->action == ACTION_REMOVE) {
		if (known >= 0)
			removed(m, (size_t)known);
		return;
	}
	if (d->action == ACTION_CHANGE && known >= 0)
		return;
	dir = cd_sysfs_open(d->syspath);
	if (dir < 0 || read_id(dir, "idVendor", &device.vid) < 0 ||
		read_id(dir, "idProduct", &device.pid) < 0)
		return;
	if (cd_meter_find(device.vid, device.pid, NULL))
		appeared(m, d, dir, &device);
}

void cd_usb_devices_enumerated(struct cd_monitor *m, bool begin)
{
	for (size_t i = m->usb_devices ? m->usb_devices->n : 0; i-- > 0;)
		if (begin)
			m->usb_devices->items[i].seen = false;
		else if (!m->usb_devices->items[i].seen)
			removed(m, i);
}

void cd_usb_devices_done(struct cd_monitor *m)
{
	free(m->usb_devices);
	m->usb_devices = NULL;
}
