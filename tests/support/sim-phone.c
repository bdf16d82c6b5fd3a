/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Phones that run Linux: what their own charger and battery drivers say, no meter. `voltage_now` of these USB
 * supplies is measured (axp20x, many bq2xxx and rk8xx drivers), unlike that of ucsi.
 */

#include <math.h>

#include "sim-laptop.h"

struct phone {
	double capacity_percent;
	double input_v, input_a, limit_a; /* at its USB input, and what it allows itself */
	double battery_a;                 /* > 0 charges */
	const char *type;
	bool measures;
};

static void say_usb(struct sim_stage *s, const struct phone *p, bool online)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "USB");
	sim_put(&a, "online", "%d", online);
	sim_put(&a, "usb_type", "%s", online ? p->type : "[Unknown] SDP DCP CDP");
	sim_put(&a, "input_current_limit", "%lld", llround(p->limit_a * 1e3) * 1000);
	if (p->measures) {
		sim_put(&a, "voltage_now", "%lld", online ? llround(p->input_v * 1e3) * 1000 : 0);
		sim_put(&a, "current_now", "%lld", online ? llround(p->input_a * 1e3) * 1000 : 0);
	} else {
		sim_put(&a, "voltage_now", "%lld", online ? llround(p->input_v * 1e3) * 1000 : 0);
	}
	sim_say_attributes(s, "usb", &a);
}

static void say_cell(struct sim_stage *s, const struct phone *p, bool online)
{
	struct sim_attribute_set a = { 0 };
	double amps = online ? p->battery_a : -0.5;

	sim_put(&a, "type", "Battery");
	sim_put(&a, "present", "1");
	sim_put(&a, "status", "%s", online ? "Charging" : "Discharging");
	sim_put(&a, "health", "Good");
	sim_put(&a, "capacity", "%d", (int)p->capacity_percent);
	sim_put(&a, "charge_full", "3000000");
	sim_put(&a, "charge_full_design", "3000000");
	sim_put(&a, "charge_now", "%lld", llround(p->capacity_percent * 300) * 100);
	sim_put(&a, "current_now", "%lld", llround(amps * 1e3) * 1000);
	sim_put(&a, "voltage_now", "3860000");
	sim_say_attributes(s, "battery", &a);
}

static void play(struct sim_stage *s, struct phone p, struct sim_random *r)
{
	static const char *const inputs[] = { "battery", "usb" };

	sim_say_added(s, "battery", CD_INPUT_POWER_SUPPLY);
	sim_say_added(s, "usb", CD_INPUT_POWER_SUPPLY);
	sim_say_port(s, "usb", inputs, 2);
	say_usb(s, &p, false);
	say_cell(s, &p, false);
	sim_wait(s, 10);
	for (int i = 0; i < 20; i++) {
		struct phone now = p;

		now.input_v += 0.005 * sim_gauss(r);
		now.battery_a += 0.01 * sim_gauss(r);
		say_usb(s, &now, true);
		say_cell(s, &now, true);
		sim_wait(s, 30);
		p.capacity_percent += p.battery_a * 30 / 36 / 3.0;
	}
}

/* "Charging", and 230 mA flow out of the battery: the port was taken for one of 500 mA. */
SIM_PLAY(phone_taken_for_sdp)
{
	play(stage,
		(struct phone){ .capacity_percent = 41.6,
			.input_v = 4.97,
			.limit_a = 0.45,
			.battery_a = -0.23,
			.type = "Unknown [SDP] DCP CDP" },
		r);
}

SIM_PLAY(phone_healthy)
{
	play(stage,
		(struct phone){ .capacity_percent = sim_uniform(r, 20, 70),
			.input_v = sim_uniform(r, 4.85, 5.05),
			.input_a = 1.4,
			.limit_a = 1.5,
			.battery_a = 1.2,
			.type = "Unknown SDP [DCP] CDP",
			.measures = true },
		r);
}

/* Its input is held at 4.4-4.5 V and a third of what it would take comes in: cable or adapter. */
SIM_PLAY(phone_pinned)
{
	play(stage,
		(struct phone){ .capacity_percent = sim_uniform(r, 20, 70),
			.input_v = sim_uniform(r, 4.38, 4.50),
			.input_a = sim_uniform(r, 0.4, 0.6),
			.limit_a = 1.5,
			.battery_a = 0.25,
			.type = "Unknown SDP [DCP] CDP",
			.measures = true },
		r);
}
