/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A host's USB port and what hangs on it: what enumerates, what trips, what only looks like it. Where current
 * is known, an inline meter sits at the port.
 */

#include <math.h>
#include <stdio.h>

#include "sim-system.h"

#define PORT "usb1-port2"
#define DEVICE "1-2"

static void say_port(struct sim_stage *s, uint32_t count, const char *connector)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "connect_type", "hotplug");
	sim_put(&a, "disable", "0");
	sim_put(&a, "over_current_count", "%u", count);
	if (connector)
		sim_put(&a, "connector", "%s", connector);
	sim_say_attributes(s, PORT, &a);
}

static void say_device(struct sim_stage *s, const char *product)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "speed", "480");
	sim_put(&a, "bMaxPower", "500mA");
	sim_put(&a, "bConfigurationValue", "1");
	sim_put(&a, "authorized", "1");
	sim_put(&a, "product", "%s", product);
	sim_say_attributes(s, DEVICE, &a);
}

static void open_port(struct sim_stage *s, uint32_t count, bool device)
{
	static const char *const inputs[] = { PORT, DEVICE };

	sim_say_added(s, PORT, CD_INPUT_USB_PORT);
	if (device)
		sim_say_added(s, DEVICE, CD_INPUT_USB_DEVICE);
	sim_say_port(s, PORT, inputs, device ? 2 : 1);
	say_port(s, count, NULL);
	if (device)
		say_device(s, "Disk");
}

/* -- With a meter at the port -- */

static void open_metered(struct sim_stage *s, const struct cd_profile *profile)
{
	static const char *const inputs[] = { "meter0", PORT };
	struct cd_event_note note = CD_NOTE_NOTHING;

	sim_say_meter(s, "meter0", "FNIRSI FNB58", CD_POSITION_SOURCE, 120000);
	sim_say_added(s, PORT, CD_INPUT_USB_PORT);
	sim_say_port(s, "bench", inputs, CD_ELEMENTSOF(inputs));
	say_port(s, 0, NULL);
	if (!profile)
		return;
	note.profile = profile->name;
	note.inline_profile = profile;
	sim_say_note(s, "meter0", &note);
}

static void measure(struct sim_stage *s, double seconds, double volts, double amps, struct sim_random *r)
{
	for (double t = 0; t < seconds; t += 0.1) {
		sim_say_sample(s, "meter0", volts - 0.12 * amps + 0.002 * sim_gauss(r),
			fmax(0, amps + 0.002 * sim_gauss(r)));
		sim_wait(s, 0.1);
	}
}

/* Nothing enumerates within seconds, and the current is that of a port: what the data lines would have to
 * allow. `result` comes twice, as hub.c tries again. */
static void play_metered(struct sim_stage *s, const struct cd_profile *profile, enum cd_enumeration result,
	double amps, struct sim_random *r)
{
	double volts = sim_uniform(r, 4.95, 5.15);

	open_metered(s, profile);
	measure(s, 4, volts, 0, r);
	measure(s, 3, volts, amps, r);
	sim_say_enumeration(s, PORT, result);
	measure(s, 3, volts, amps, r);
	if (result == CD_ENUMERATION_FAILED)
		sim_say_enumeration(s, PORT, result);
	measure(s, 80, volts, amps, r);
}

static double port_amps(struct sim_random *r)
{
	return (sim_chance(r, 0.5) ? 0.1 : 0.5) * sim_uniform(r, 0.95, 1);
}

SIM_PLAY(host_charge_only)
{
	play_metered(stage, sim_chance(r, 0.5) ? &sim_phone : &sim_fast_phone, CD_ENUMERATION_NONE,
		port_amps(r), r);
}

/* A speaker that no host ever sees. */
SIM_PLAY(host_never_enumerates)
{
	play_metered(stage, &sim_speaker, CD_ENUMERATION_NONE, 0.49, r);
}

SIM_PLAY(host_unknown_device)
{
	play_metered(stage, NULL, CD_ENUMERATION_NONE, 0.49, r);
}

/* Its pull-up was seen, so the data lines are there: bad, but there. */
SIM_PLAY(host_enumeration_failed)
{
	play_metered(stage, &sim_phone, CD_ENUMERATION_FAILED, port_amps(r), r);
}

/* A phone that boots: nothing at first, then there it is. */
SIM_PLAY(host_slow_to_enumerate)
{
	static const char *const inputs[] = { "meter0", PORT, DEVICE };
	double volts = sim_uniform(r, 4.95, 5.15);

	open_metered(stage, &sim_phone);
	measure(stage, 4, volts, 0, r);
	measure(stage, 3, volts, 0.095, r);
	sim_say_enumeration(stage, PORT, CD_ENUMERATION_NONE);
	measure(stage, sim_uniform(r, 5, 20), volts, 0.095, r);
	sim_say_added(stage, DEVICE, CD_INPUT_USB_DEVICE);
	sim_say_port(stage, "bench", inputs, CD_ELEMENTSOF(inputs));
	say_device(stage, "Phone");
	sim_say_enumeration(stage, PORT, CD_ENUMERATION_OK);
	measure(stage, 80, volts, 0.49, r);
}

/* Without a meter: a Type-C port sees its partner, the USB port behind it sees nothing. */
SIM_PLAY(host_charge_only_typec)
{
	static const char *const inputs[] = { "port0", PORT };
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct sim_attribute_set a = { 0 }, b = { 0 };

	sim_say_added(stage, "port0", CD_INPUT_TYPEC);
	sim_say_added(stage, PORT, CD_INPUT_USB_PORT);
	sim_say_port(stage, "port0", inputs, 2);
	sim_put(&a, "data_role", "[host] device");
	sim_put(&a, "power_role", "[source] sink");
	sim_put(&a, "power_operation_mode", "default");
	sim_say_attributes(stage, "port0", &a);
	say_port(stage, 0, "port0");
	note.profile = sim_phone.name;
	note.inline_profile = &sim_phone;
	sim_say_note(stage, "port0", &note);
	sim_wait(stage, 10);
	sim_put(&b, "data_role", "[host] device");
	sim_put(&b, "power_role", "[source] sink");
	sim_put(&b, "power_operation_mode", "default");
	sim_put(&b, "port0-partner/accessory_mode", "none");
	sim_put(&b, "port0-partner/supports_usb_power_delivery", "no");
	sim_say_attributes(stage, "port0", &b);
	sim_wait(stage, sim_uniform(r, 3, 6));
	sim_say_enumeration(stage, PORT, CD_ENUMERATION_NONE);
	for (int i = 0; i < 4; i++) {
		sim_wait(stage, 30);
		say_port(stage, 0, "port0");
	}
}

/* -- What the port counts -- */

SIM_PLAY(host_device)
{
	open_port(stage, 0, true);
	sim_say_enumeration(stage, PORT, CD_ENUMERATION_OK);
	for (int i = 0; i < 8; i++) {
		sim_wait(stage, sim_uniform(r, 20, 40));
		say_port(stage, 0, NULL);
	}
}

/* Trips of before: the counter stands, it does not rise. */
SIM_PLAY(host_old_count)
{
	uint32_t count = (uint32_t)sim_uniform(r, 2, 900);

	open_port(stage, count, true);
	sim_say_enumeration(stage, PORT, CD_ENUMERATION_OK);
	for (int i = 0; i < 8; i++) {
		sim_wait(stage, sim_uniform(r, 20, 40));
		say_port(stage, count, NULL);
	}
}

/* One trip, onset and clearing, while a device is on it. */
SIM_PLAY(host_one_trip)
{
	uint32_t count = (uint32_t)sim_uniform(r, 0, 20);

	open_port(stage, count, true);
	for (int i = 0; i < 3; i++) {
		sim_wait(stage, sim_uniform(r, 5, 20));
		say_port(stage, count, NULL);
	}
	sim_say_over_current(stage, PORT, ++count);
	sim_wait(stage, sim_uniform(r, 0.1, 0.3));
	sim_say_over_current(stage, PORT, ++count);
	sim_wait(stage, 20);
	say_port(stage, count, NULL);
	sim_wait(stage, 20);
	say_port(stage, count, NULL);
}

/* 32 bits, and then from 0. */
SIM_PLAY(host_count_wraps)
{
	uint32_t count = UINT32_MAX - (uint32_t)sim_uniform(r, 0, 3);

	open_port(stage, count, true);
	sim_wait(stage, 10);
	for (int i = 0; i < 6; i++) {
		sim_say_over_current(stage, PORT, ++count);
		sim_wait(stage, sim_uniform(r, 0.2, 0.3));
	}
	sim_wait(stage, 20);
	say_port(stage, count, NULL);
}

/* A floating pin of one port, nothing on it. */
SIM_PLAY(host_flood_alone)
{
	uint32_t count = (uint32_t)sim_uniform(r, 0, 800);

	open_port(stage, count, false);
	sim_wait(stage, 5);
	for (int i = 0; i < 60; i++) {
		sim_say_over_current(stage, PORT, ++count);
		sim_wait(stage, sim_uniform(r, 0.25, 0.26));
	}
	say_port(stage, count, NULL);
}

/* -- Supplies that are no chargers -- */

/* The USB-C socket of a graphics card or desktop: the supply of a port that gives (systemd#21988, #24214). */
SIM_PLAY(desktop_output)
{
	static const char *const inputs[] = { "port0", "ucsi-source-psy-1-00081" };

	sim_say_added(stage, inputs[0], CD_INPUT_TYPEC);
	sim_say_added(stage, inputs[1], CD_INPUT_POWER_SUPPLY);
	sim_say_port(stage, "port0", inputs, 2);
	for (int i = 0; i < 8; i++) {
		struct sim_attribute_set port = { 0 }, supply = { 0 };

		sim_put(&port, "data_role", "[host] device");
		sim_put(&port, "power_role", "[source] sink");
		sim_put(&port, "power_operation_mode", i ? "1.5A" : "default");
		if (i) {
			sim_put(&port, "port0-partner/accessory_mode", "none");
			sim_put(&port, "port0-partner/supports_usb_power_delivery", "no");
		}
		sim_say_attributes(stage, inputs[0], &port);
		sim_put(&supply, "type", "USB");
		if (sim_chance(r, 0.7))
			sim_put(&supply, "scope", "Device");
		sim_put(&supply, "online", "0");
		sim_put(&supply, "usb_type", "[C] PD PD_PPS");
		sim_put(&supply, "charge_type", i ? "Unknown" : "N/A");
		sim_put(&supply, "voltage_min", "5000000");
		sim_put(&supply, "voltage_max", "5000000");
		sim_put(&supply, "voltage_now", "5000000");
		sim_put(&supply, "current_max", i ? "1500000" : "0");
		sim_put(&supply, "current_now", i ? "1500000" : "0");
		sim_say_attributes(stage, inputs[1], &supply);
		sim_wait(stage, 30);
	}
}

/* A board behind a UPS: mains there, the UPS full. */
SIM_PLAY(board_ups)
{
	static const char *const inputs[] = { "AC", "ups" };

	sim_say_added(stage, "AC", CD_INPUT_POWER_SUPPLY);
	sim_say_added(stage, "ups", CD_INPUT_POWER_SUPPLY);
	sim_say_port(stage, "AC", inputs, 2);
	for (int i = 0; i < 8; i++) {
		struct sim_attribute_set mains = { 0 }, ups = { 0 };

		sim_put(&mains, "type", "Mains");
		sim_put(&mains, "online", "%d", i > 0);
		sim_say_attributes(stage, "AC", &mains);
		sim_put(&ups, "type", "UPS");
		sim_put(&ups, "present", "1");
		sim_put(&ups, "status", i ? "Full" : "Discharging");
		sim_put(&ups, "capacity", "%d", i ? 100 : 99);
		sim_put(&ups, "voltage_now", "%lld", llround(sim_uniform(r, 4.10, 4.16) * 1e3) * 1000);
		sim_say_attributes(stage, "ups", &ups);
		sim_wait(stage, 30);
	}
}
