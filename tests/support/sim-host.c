/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * USB ports of a host that count over-current: Documentation/ABI/testing/sysfs-bus-usb, and
 * drivers/usb/core/hub.c, which counts onset and clearing and powers the port again 100 ms later.
 */

#include "sim-laptop.h"

static void say_host_port(struct sim_stage *s, const char *input, unsigned count)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "connect_type", "hotplug");
	sim_put(&a, "disable", "0");
	sim_put(&a, "over_current_count", "%u", count);
	sim_say_attributes(s, input, &a);
}

static void say_host_device(struct sim_stage *s)
{
	static const char *const inputs[] = { "usb1-port2", "1-2" };
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "speed", "480");
	sim_put(&a, "bMaxPower", "500mA");
	sim_put(&a, "bDeviceClass", "00");
	sim_put(&a, "product", "Speaker");
	sim_say_added(s, "1-2", CD_INPUT_USB_DEVICE);
	sim_say_port(s, "usb1-port2", inputs, CD_ELEMENTSOF(inputs));
	sim_say_attributes(s, "1-2", &a);
}

/* A device that draws too much: the port counts onset and clearing, the device comes back and does it again.
 * */
SIM_PLAY(hub_over_current)
{
	static const char *const alone[] = { "usb1-port2" };
	uint32_t count = 0;

	sim_say_added(stage, "usb1-port2", CD_INPUT_USB_PORT);
	sim_say_port(stage, "usb1-port2", alone, 1);
	say_host_port(stage, "usb1-port2", 0);
	sim_wait(stage, 5);
	for (int i = 0; i < 4; i++) {
		say_host_device(stage);
		sim_wait(stage, sim_uniform(r, 2, 20));
		sim_say_over_current(stage, "usb1-port2", ++count);
		sim_wait(stage, 0.05);
		sim_say_removed(stage, "1-2");
		sim_wait(stage, 0.208);
		sim_say_over_current(stage, "usb1-port2", ++count);
		sim_wait(stage, 1.5);
	}
	say_host_device(stage);
	sim_wait(stage, 20);
	say_host_port(stage, "usb1-port2", count);
}

/* Unconnected over-current pins: every port counts, with nothing plugged in. */
SIM_PLAY(hub_spurious)
{
	static const char *const ports[] = { "usb1-port1", "usb1-port2", "usb1-port3", "usb1-port4" };

	for (size_t i = 0; i < CD_ELEMENTSOF(ports); i++) {
		sim_say_added(stage, ports[i], CD_INPUT_USB_PORT);
		sim_say_port(stage, ports[i], &ports[i], 1);
		say_host_port(stage, ports[i], 700);
	}
	for (uint32_t n = 1; n <= 40; n++) {
		for (size_t i = 0; i < CD_ELEMENTSOF(ports); i++) {
			sim_say_over_current(stage, ports[i], 700 + n);
			sim_wait(stage, 0.001);
		}
		sim_wait(stage, sim_uniform(r, 0.25, 0.26));
	}
}
