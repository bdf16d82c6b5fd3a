/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Root hubs with over-current counters, USB devices, and hwmon chips.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world-internal.h"

#define HOST "pci0000:00/0000:00:14.0"

void world_add_hub(struct world *w, unsigned bus, unsigned ports)
{
	g_autofree char *hub = world_printf(HOST "/usb%u", bus);
	g_autofree char *name = world_printf("usb%u", bus);
	g_autofree char *interface = world_printf("%u-0:1.0", bus);
	g_autofree char *busnum = world_printf("%u\n", bus);
	const char *attributes[] = { "idVendor", "1d6b\n", "idProduct", "0002\n", "bDeviceClass", "09\n",
		"busnum", busnum, "devnum", "1\n", "speed", "480\n", "product", "xHCI Host Controller\n",
		NULL };
	const char *properties[] = { "DEVTYPE", "usb_device", "PRODUCT", "1d6b/2/601", "DRIVER", "usb",
		NULL };
	const char *interface_attributes[] = { "bInterfaceClass", "09\n", "bInterfaceNumber", "00\n", NULL };
	const char *interface_properties[] = { "DEVTYPE", "usb_interface", "DRIVER", "hub", NULL };

	world_add(w, "usb", hub, NULL, attributes, properties);
	world_add(w, "usb", interface, name, interface_attributes, interface_properties);
	for (unsigned i = 1; i <= ports; i++) {
		g_autofree char *count = world_printf("usb%u-port%u/over_current_count", bus, i);
		g_autofree char *type = world_printf("usb%u-port%u/connect_type", bus, i);

		world_set_quietly(w, interface, count, "0");
		world_set_quietly(w, interface, type, "hotplug");
	}
	world_event(w, interface, "bind");
}

void world_add_usb_device(struct world *w, const char *name, uint16_t vid, uint16_t pid, const char *product,
	const char *serial)
{
	unsigned bus, port;
	g_autofree char *v = world_printf("%04x\n", vid);
	g_autofree char *p = world_printf("%04x\n", pid);
	g_autofree char *title = world_printf("%s\n", product);
	g_autofree char *id = world_printf("%x/%x/100", vid, pid);

	if (sscanf(name, "%u-%u", &bus, &port) != 2)
		world_fail("'%s' is no USB device below a root hub", name);
	g_autofree char *hub = world_printf("usb%u", bus);
	g_autofree char *interface = world_printf("%u-0:1.0", bus);
	g_autofree char *busnum = world_printf("%u\n", bus);
	g_autofree char *devnum = world_printf("%u\n", port + 1);
	g_autofree char *link = world_printf("usb%u-port%u/device", bus, port);
	g_autofree char *target = world_printf("../../%s", name);
	const char *attributes[] = { "idVendor", v, "idProduct", p, "busnum", busnum, "devnum", devnum,
		"speed", "12\n", "bMaxPower", "100mA\n", "product", title, NULL };
	const char *properties[] = { "DEVTYPE", "usb_device", "PRODUCT", id, NULL };

	world_add(w, "usb", name, hub, attributes, properties);
	if (serial)
		world_set_quietly(w, name, "serial", serial);
	if (world_has(w, interface))
		world_link(w, interface, link, target);
	world_event(w, name, "bind");
}

void world_add_hwmon(struct world *w, const char *name, const char *parent, const char *const *attributes)
{
	g_autofree char *in = world_printf("hwmon/%s", name);
	const char *none[] = { NULL };

	if (!*parent) {
		parent = "sensor";
		if (!world_has(w, parent))
			world_add(w, "platform", "platform/sensor", NULL, NULL, NULL);
	}
	world_announce_link(w, in, parent);
	world_add_pairs(w, "hwmon", in, parent, attributes, none);
}

/* "usb1-port2" belongs to interface "1-0:1.0". */
void world_over_current(struct world *w, const char *port, unsigned count)
{
	unsigned bus, number;

	if (sscanf(port, "usb%u-port%u", &bus, &number) != 2)
		world_fail("'%s' is no port of a root hub", port);
	g_autofree char *interface = world_printf("%u-0:1.0", bus);
	g_autofree char *attribute = world_printf("%s/over_current_count", port);
	g_autofree char *path = world_printf("%s/%s", world_path(w, interface) + strlen("/sys"), port);
	g_autofree char *text = world_printf("%u", count);

	world_set_quietly(w, interface, attribute, text);
	umockdev_testbed_set_property(w->bed, world_path(w, interface), "OVER_CURRENT_PORT", path);
	umockdev_testbed_set_property(w->bed, world_path(w, interface), "OVER_CURRENT_COUNT", text);
	world_event(w, interface, "change");
}
