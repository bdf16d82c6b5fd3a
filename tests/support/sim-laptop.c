/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Laptops. Attribute names, units and the shape of values are the kernel's (Documentation/ABI/testing/
 * sysfs-class-power, -typec, -usb_power_delivery; drivers/usb/typec/pd.c prints `mV` and `mA` behind its
 * numbers; ucsi/psy.c reports the contract as voltage_now and current_now, and the firmware's "slow" as
 * charge_type Trickle).
 */

#include <math.h>
#include <stdio.h>

#include "sim-laptop.h"

#define SUPPLY "ucsi-source-psy-USBC000:001"
#define OFFERS "port0-partner/usb_power_delivery/source-capabilities"

static const struct sim_laptop usual = {
	.capacity_percent = 63,
	.design_wh = 57,
	.full_wh = 49.7,
	.volts = 11.9,
	.design_volts = 11.52,
	.load_w = 12,
	.adapter_w = 65,
	.charge_w = 45,
	.end_threshold = 100,
};

static void flow(struct sim_laptop *l, struct sim_random *r)
{
	double spare = (l->plugged ? l->adapter_w : 0) - l->load_w * (1 + 0.02 * sim_gauss(r));
	bool held = l->status && !cd_streq(l->status, "Charging");

	l->flow_w = held ? 0 : fmin(spare, l->charge_w);
}

static const char *status_of(const struct sim_laptop *l)
{
	if (!l->plugged || l->flow_w < -0.05)
		return "Discharging";
	return l->status ? l->status : "Charging";
}

static void say_battery(struct sim_stage *s, const struct sim_laptop *l)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "Battery");
	sim_put(&a, "present", "1");
	sim_put(&a, "technology", "Li-poly");
	sim_put(&a, "status", "%s", status_of(l));
	sim_put(&a, "capacity", "%d", (int)l->capacity_percent);
	sim_put(&a, "capacity_level", "%s", l->capacity_percent >= 99.5 ? "Full" : "Normal");
	sim_put(&a, "cycle_count", "212");
	sim_put(&a, "energy_full_design", "%lld", llround(l->design_wh * 1e6));
	sim_put(&a, "energy_full", "%lld", llround(l->full_wh * 1e6));
	sim_put(&a, "energy_now", "%lld", llround(l->full_wh * l->capacity_percent * 1e3) * 10);
	sim_put(&a, "power_now", "%lld", llround(fabs(l->flow_w) * 1e3) * 1000);
	sim_put(&a, "voltage_now", "%lld", llround(l->volts * 1e3) * 1000);
	sim_put(&a, "voltage_min_design", "%lld", llround(l->design_volts * 1e6));
	sim_put(&a, "model_name", "5B10W13930");
	if (l->health)
		sim_put(&a, "health", "%s", l->health);
	if (l->end_threshold > 0) {
		sim_put(&a, "charge_control_start_threshold", "%d",
			l->end_threshold == 100 ? 0 : l->end_threshold - 5);
		sim_put(&a, "charge_control_end_threshold", "%d", l->end_threshold);
	}
	sim_say_attributes(s, "BAT0", &a);
}

static void say_mains(struct sim_stage *s, const struct sim_laptop *l)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "Mains");
	sim_put(&a, "online", "%d", l->plugged);
	sim_say_attributes(s, "AC", &a);
}

/* The contract, in the supply's clothes: not a measurement. */
static void say_supply(struct sim_stage *s, const struct sim_laptop *l)
{
	struct sim_attribute_set a = { 0 };
	double amps = l->adapter_w / 20;

	sim_put(&a, "type", "USB");
	sim_put(&a, "scope", "System");
	sim_put(&a, "online", "%d", l->plugged);
	sim_put(&a, "usb_type", "%s", l->plugged ? "C [PD] PD_PPS" : "[C] PD PD_PPS");
	sim_put(&a, "charge_type", "%s",
		!l->plugged         ? "Unknown"
		: l->adapter_w < 45 ? "Trickle"
		: l->flow_w > 0     ? "Standard"
				    : "N/A");
	sim_put(&a, "voltage_min", "5000000");
	sim_put(&a, "voltage_max", "%d", l->plugged ? 20000000 : 5000000);
	sim_put(&a, "voltage_now", "%d", l->plugged ? 20000000 : 0);
	sim_put(&a, "current_max", "%lld", l->plugged ? llround(amps * 1e6) : 0);
	sim_put(&a, "current_now", "%lld", l->plugged ? llround(amps * 1e6) : 0);
	sim_say_attributes(s, SUPPLY, &a);
}

static void put_offer(struct sim_attribute_set *a, int position, int millivolts, double watts)
{
	char key[128];
	double amps = fmin(3, watts / millivolts * 1e3);

	(void)snprintf(key, sizeof key, OFFERS "/%d:fixed_supply/voltage", position);
	sim_put(a, key, "%dmV", millivolts);
	(void)snprintf(key, sizeof key, OFFERS "/%d:fixed_supply/maximum_current", position);
	sim_put(a, key, "%lldmA", millivolts == 20000 ? llround(watts / 20 * 1e3) : llround(amps * 1e3));
}

static void say_typec(struct sim_stage *s, const struct sim_laptop *l)
{
	static const int millivolts[] = { 5000, 9000, 15000, 20000 };
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "data_role", "[host] device");
	sim_put(&a, "power_role", l->plugged ? "source [sink]" : "[source] sink");
	sim_put(&a, "port_type", "[dual] source sink");
	sim_put(&a, "power_operation_mode", l->plugged ? "usb_power_delivery" : "default");
	sim_put(&a, "usb_power_delivery_revision", "3.0");
	if (l->plugged) {
		sim_put(&a, "port0-partner/supports_usb_power_delivery", "yes");
		sim_put(&a, "port0-partner/usb_power_delivery_revision", "3.0");
		sim_put(&a, "port0-partner/accessory_mode", "none");
		for (int i = 0; i < 4; i++)
			put_offer(&a, i + 1, millivolts[i], l->adapter_w);
	}
	sim_say_attributes(s, "port0", &a);
}

static void say_all(struct sim_stage *s, const struct sim_laptop *l)
{
	say_mains(s, l);
	if (!l->no_typec) {
		say_typec(s, l);
		say_supply(s, l);
	}
	say_battery(s, l);
}

static void open_laptop(struct sim_stage *s, struct sim_laptop *l, struct sim_random *r)
{
	static const char *const inputs[] = { "BAT0", "AC", SUPPLY, "port0" };

	sim_say_added(s, "BAT0", CD_INPUT_POWER_SUPPLY);
	sim_say_added(s, "AC", CD_INPUT_POWER_SUPPLY);
	if (!l->no_typec) {
		sim_say_added(s, SUPPLY, CD_INPUT_POWER_SUPPLY);
		sim_say_added(s, "port0", CD_INPUT_TYPEC);
	}
	sim_say_port(s, l->no_typec ? "AC" : "port0", inputs, l->no_typec ? 2 : 4);
	flow(l, r);
	say_all(s, l);
	sim_wait(s, sim_uniform(r, 8, 12));
}

static void plug(struct sim_stage *s, struct sim_laptop *l, struct sim_random *r)
{
	l->plugged = true;
	flow(l, r);
	say_mains(s, l);
	sim_wait(s, 0.35);
	if (!l->no_typec) {
		say_typec(s, l);
		sim_wait(s, 0.2);
		say_supply(s, l);
	}
	sim_wait(s, sim_uniform(r, 0.5, 2));
	say_battery(s, l);
}

/* The battery's files are read every 30 s. */
static void live(struct sim_stage *s, struct sim_laptop *l, double seconds, struct sim_random *r)
{
	for (double t = 0; t < seconds; t += 30) {
		sim_wait(s, 30);
		flow(l, r);
		l->capacity_percent = fmin(100, l->capacity_percent + l->flow_w * 30 / 36 / l->full_wh);
		l->volts += l->flow_w * 2e-5;
		say_battery(s, l);
	}
}

static void play(struct sim_stage *s, struct sim_laptop *l, double seconds, struct sim_random *r)
{
	open_laptop(s, l, r);
	plug(s, l, r);
	live(s, l, seconds, r);
}

SIM_PLAY(laptop_weak)
{
	struct sim_laptop l = usual;

	l.adapter_w = 30;
	l.load_w = 30 + sim_uniform(r, 5, 12);
	play(stage, &l, 420, r);
}

SIM_PLAY(laptop_no_typec)
{
	struct sim_laptop l = usual;

	l.no_typec = true;
	l.adapter_w = 30;
	l.load_w = 30 + sim_uniform(r, 5, 12);
	play(stage, &l, 600, r);
}

/* A 30 W charger is enough for a machine at rest. */
SIM_PLAY(laptop_small_but_fine)
{
	struct sim_laptop l = usual;

	l.adapter_w = 30;
	l.load_w = sim_uniform(r, 8, 13);
	play(stage, &l, 420, r);
}

SIM_PLAY(laptop_healthy)
{
	struct sim_laptop l = usual;

	l.load_w = sim_uniform(r, 8, 25);
	play(stage, &l, 420, r);
}

/* A minute above what the charger gives is what batteries are for. */
SIM_PLAY(laptop_brief_load)
{
	struct sim_laptop l = usual;

	play(stage, &l, 240, r);
	l.load_w = 75;
	live(stage, &l, 60, r);
	l.load_w = 14;
	live(stage, &l, 300, r);
}

SIM_PLAY(laptop_full)
{
	struct sim_laptop l = usual;

	l.capacity_percent = 100;
	l.volts = 13.0;
	l.status = "Full";
	play(stage, &l, 300, r);
}

SIM_PLAY(laptop_limit)
{
	struct sim_laptop l = usual;

	l.capacity_percent = 80;
	l.end_threshold = 80;
	l.volts = 12.4;
	l.status = "Not charging";
	play(stage, &l, 300, r);
}

/* A pack of four cells at 0.57 V each that reports 0 % and "Not charging" with thresholds at 0/100: taken for
 * a charge limit by a desktop (omarchy#7803). */
SIM_PLAY(laptop_dead_pack)
{
	struct sim_laptop l = usual;

	l.capacity_percent = 0;
	l.volts = 2.296;
	l.design_volts = 15.44;
	l.status = "Not charging";
	play(stage, &l, 300, r);
}

SIM_PLAY(laptop_health_dead)
{
	static const char *const words[] = { "Dead", "Cell imbalance", "Blown fuse", "Over voltage" };
	struct sim_laptop l = usual;

	l.capacity_percent = sim_uniform(r, 3, 60);
	l.health = words[sim_random_next(r) % CD_ELEMENTSOF(words)];
	l.status = "Not charging";
	play(stage, &l, 300, r);
}

/* The charger was unplugged, `online` stays 1 (AsahiLinux/linux#626): the partner is gone, the battery
 * drains. */
SIM_PLAY(laptop_stuck_online)
{
	struct sim_laptop l = usual;

	open_laptop(stage, &l, r);
	plug(stage, &l, r);
	live(stage, &l, 90, r);
	l.plugged = false;
	flow(&l, r);
	say_typec(stage, &l);
	say_battery(stage, &l);
	live(stage, &l, 300, r);
}
