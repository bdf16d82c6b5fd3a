/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A phone or tablet that runs Linux: its charger's and battery's own words, and what charger detection made of
 * the source (drivers/power/supply/axp20x_usb_power.c, rk817_charger.c, qcom_smbx.c: usb_type, the limit, VBUS
 * and IBUS measured). Amperes into the battery are measured.
 */

#include <math.h>

#include "sim-system.h"

struct handset {
	double percent, volts, temp_c; /* temp_c NAN: not exposed */
	double input_v, input_a, limit_a;
	double battery_a;   /* > 0 charges */
	int sign;           /* of the battery's current_now; -1: inverted, as Qualcomm trees have it */
	const char *type;   /* usb_type */
	const char *status; /* NULL: Charging */
	const char *health;
	const char *mode;   /* of its Type-C port; NULL: no such port */
	bool no_partner;    /* and the port sees nobody */
	bool hides_current; /* of the input */
	const char *input_health;
	int end_threshold;
	const char *behaviour;
	double capacity_ah;
};

static const struct handset usual = {
	.percent = 50,
	.volts = 3.85,
	.temp_c = NAN,
	.input_v = 5.0,
	.input_a = 1.4,
	.limit_a = 1.5,
	.battery_a = 1.2,
	.sign = 1,
	.type = "Unknown SDP [DCP] CDP",
	.health = "Good",
	.capacity_ah = 3,
};
#define SDP "Unknown [SDP] DCP CDP"

static void put_milli(struct sim_attribute_set *a, const char *key, double value)
{
	sim_put(a, key, "%lld", llround(value * 1e3) * 1000);
}

static void say_input(struct sim_stage *s, const struct handset *h, bool online)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "USB");
	sim_put(&a, "online", "%d", online);
	sim_put(&a, "usb_type", "%s", online ? h->type : "[Unknown] SDP DCP CDP");
	put_milli(&a, "input_current_limit", online ? h->limit_a : 0.5);
	put_milli(&a, "voltage_now", online ? h->input_v : 0);
	if (h->input_health)
		sim_put(&a, "health", "%s", online ? h->input_health : "Unknown");
	if (!h->hides_current)
		put_milli(&a, "current_now", online ? h->input_a : 0);
	sim_say_attributes(s, "usb", &a);
}

static void say_cell(struct sim_stage *s, const struct handset *h, bool online)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "Battery");
	sim_put(&a, "present", "1");
	sim_put(&a, "technology", "Li-ion");
	sim_put(&a, "status", "%s", !online ? "Discharging" : h->status ? h->status : "Charging");
	if (h->health)
		sim_put(&a, "health", "%s", h->health);
	sim_put(&a, "capacity", "%d", (int)h->percent);
	put_milli(&a, "charge_full_design", h->capacity_ah);
	put_milli(&a, "charge_full", h->capacity_ah * 0.96);
	put_milli(&a, "charge_now", h->capacity_ah * 0.96 * h->percent / 100);
	put_milli(&a, "current_now", h->sign * (online ? h->battery_a : -0.42));
	put_milli(&a, "voltage_now", h->volts);
	put_milli(&a, "voltage_min_design", 3.4);
	put_milli(&a, "voltage_max_design", 4.35);
	if (!isnan(h->temp_c))
		sim_put(&a, "temp", "%d", (int)lround(h->temp_c * 10));
	if (h->behaviour)
		sim_put(&a, "charge_behaviour", "%s", h->behaviour);
	if (h->end_threshold)
		sim_put(&a, "charge_control_end_threshold", "%d", h->end_threshold);
	sim_say_attributes(s, "battery", &a);
}

static void say_port(struct sim_stage *s, const struct handset *h, bool online)
{
	struct sim_attribute_set a = { 0 };
	bool partner = online && !h->no_partner;

	sim_put(&a, "data_role", "host [device]");
	sim_put(&a, "power_role", "source [sink]");
	sim_put(&a, "port_type", "[dual] source sink");
	sim_put(&a, "orientation", partner ? "reverse" : "unknown");
	sim_put(&a, "power_operation_mode", "%s", partner ? h->mode : "default");
	sim_put(&a, "usb_typec_revision", "1.2");
	if (partner) {
		sim_put(&a, "port0-partner/accessory_mode", "none");
		sim_put(&a, "port0-partner/supports_usb_power_delivery", "no");
	}
	sim_say_attributes(s, "port0", &a);
}

static void say_all(struct sim_stage *s, const struct handset *h, bool online)
{
	if (h->mode)
		say_port(s, h, online);
	say_input(s, h, online);
	say_cell(s, h, online);
}

/* `turn_s` after the plug it becomes `then`. */
static void play_turn(struct sim_stage *s, struct handset h, double turn_s, const struct handset *then,
	double seconds, struct sim_random *r)
{
	static const char *const inputs[] = { "battery", "usb", "port0" };
	size_t n = h.mode ? 3 : 2;
	double percent = h.percent;

	for (size_t i = 0; i < n; i++)
		sim_say_added(s, inputs[i], i < 2 ? CD_INPUT_POWER_SUPPLY : CD_INPUT_TYPEC);
	sim_say_port(s, n == 3 ? "port0" : "usb", inputs, n);
	say_all(s, &h, false);
	sim_wait(s, 10);
	for (double t = 0; t <= seconds; t += 20) {
		struct handset now = then && t >= turn_s ? *then : h;

		now.percent = percent;
		now.input_v += 0.004 * sim_gauss(r);
		if (now.battery_a != 0)
			now.battery_a += 0.008 * sim_gauss(r);
		say_all(s, &now, true);
		percent = fmax(0, fmin(100, percent + now.battery_a * 20 / 36 / now.capacity_ah));
		sim_wait(s, 20);
	}
}

static void play(struct sim_stage *s, const struct handset *h, double seconds, struct sim_random *r)
{
	play_turn(s, *h, 0, NULL, seconds, r);
}

/* -- Taken for a port of 500 mA -- */

static void taken_for_sdp(struct handset *h, struct sim_random *r)
{
	static const double limits[] = { 0.45, 0.5, 0.5 };

	*h = usual;
	h->type = SDP;
	h->limit_a = sim_pick(r, limits, 3);
	h->input_a = h->limit_a * sim_uniform(r, 0.9, 1);
	h->input_v = sim_uniform(r, 4.85, 5.1);
	h->battery_a = h->input_a * 1.2 - sim_uniform(r, 0.7, 0.95); /* the phone's own use */
	h->percent = sim_uniform(r, 10, 80);
	h->hides_current = sim_chance(r, 0.4);
}

/* It drains, whether it says so or says that it charges. */
SIM_PLAY(phone_input_limited)
{
	struct handset h;

	taken_for_sdp(&h, r);
	h.status = sim_chance(r, 0.5) ? "Discharging" : NULL;
	play(stage, &h, 400, r);
}

/* The Type-C port sees 3 A of Rp, the charger stays at 500 mA. */
SIM_PLAY(phone_input_limited_typec)
{
	struct handset h;

	taken_for_sdp(&h, r);
	h.mode = "3.0A";
	h.battery_a = sim_uniform(r, -0.25, 0.03);
	h.status = h.battery_a < 0 ? "Discharging" : NULL;
	play(stage, &h, 400, r);
}

/* The same port, and with the screen off the battery gains. */
SIM_PLAY(phone_sdp_gains)
{
	struct handset h;

	taken_for_sdp(&h, r);
	h.battery_a = sim_uniform(r, 0.15, 0.4);
	play(stage, &h, 400, r);
}

SIM_PLAY(phone_sdp_full)
{
	struct handset h;

	taken_for_sdp(&h, r);
	h.percent = 100;
	h.volts = 4.33;
	h.battery_a = 0;
	h.input_a = 0.2;
	h.status = "Full";
	play(stage, &h, 300, r);
}

/* Says SDP and takes 1.5 A and more: the limit came from elsewhere (Type-C, user space). */
SIM_PLAY(phone_sdp_raised)
{
	struct handset h = usual;

	h.type = SDP;
	h.limit_a = sim_chance(r, 0.5) ? 1.5 : 2;
	h.input_a = h.limit_a * 0.9;
	h.battery_a = h.input_a * 0.85;
	h.percent = sim_uniform(r, 10, 75);
	h.mode = sim_chance(r, 0.5) ? "3.0A" : NULL;
	play(stage, &h, 400, r);
}

SIM_PLAY(phone_any_charger)
{
	static const char *const types[] = { "Unknown SDP [DCP] CDP", "Unknown SDP DCP [CDP]",
		"SDP DCP CDP [C] PD", "[DCP]" };
	struct handset h = usual;

	h.type = SIM_PICK(r, types);
	h.percent = sim_uniform(r, 3, 84);
	h.volts = 3.5 + 0.008 * h.percent;
	h.input_v = sim_uniform(r, 4.75, 5.2);
	h.limit_a = sim_chance(r, 0.5) ? 1.5 : 3;
	h.input_a = h.limit_a * sim_uniform(r, 0.8, 0.98);
	h.battery_a = h.input_a * h.input_v * 0.88 / h.volts - 0.15;
	h.sign = sim_chance(r, 0.3) ? -1 : 1;
	h.temp_c = sim_chance(r, 0.5) ? sim_uniform(r, 18, 41) : NAN;
	h.mode = sim_chance(r, 0.4) ? "3.0A" : NULL;
	play(stage, &h, 400, r);
}

/* -- Nothing is drawn -- */

/* 5 V, a limit of 1.5 A, half empty, neither hot nor held: and nothing flows in. */
SIM_PLAY(phone_not_drawing)
{
	struct handset h = usual;

	h.percent = sim_uniform(r, 8, 75);
	h.volts = 3.6 + 0.006 * h.percent;
	h.temp_c = sim_uniform(r, 20, 34);
	h.input_v = sim_uniform(r, 5.0, 5.15);
	h.input_a = sim_uniform(r, 0.001, 0.015);
	h.status = sim_chance(r, 0.5) ? "Not charging" : "Discharging";
	h.battery_a = cd_streq(h.status, "Discharging") ? -sim_uniform(r, 0.2, 0.5) : 0;
	h.mode = sim_chance(r, 0.5) ? "3.0A" : NULL;
	play(stage, &h, 400, r);
}

SIM_PLAY(phone_not_drawing_full)
{
	struct handset h = usual;

	h.percent = 100;
	h.volts = sim_uniform(r, 4.28, 4.35);
	h.input_a = sim_uniform(r, 0.001, 0.06);
	h.battery_a = 0;
	h.status = "Full";
	play(stage, &h, 300, r);
}

/* The charger sees VBUS, the port's CC logic sees nobody: a source or cable without Rp, or a port that has
 * lost count. Which, the files do not say. */
SIM_PLAY(phone_no_partner)
{
	struct handset h = usual;

	h.mode = "3.0A";
	h.no_partner = true;
	h.input_a = 0.005;
	h.limit_a = 0.1;
	h.type = "[Unknown] SDP DCP CDP";
	h.battery_a = -0.35;
	h.status = "Discharging";
	play(stage, &h, 300, r);
}

SIM_PLAY(phone_dead_cell)
{
	struct handset h = usual;

	h.percent = 0;
	h.volts = sim_uniform(r, 0.9, 2.3);
	h.input_a = sim_uniform(r, 0.005, 0.05);
	h.battery_a = 0;
	h.status = "Not charging";
	h.health = sim_chance(r, 0.5) ? "Good" : "Unknown";
	play(stage, &h, 400, r);
}

/* -- Paused -- */

SIM_PLAY(phone_hot)
{
	static const char *const hot[] = { "Overheat", "Hot" };
	struct handset h = usual, then;

	h.percent = sim_uniform(r, 20, 75);
	h.temp_c = sim_uniform(r, 41, 44.5);
	then = h;
	then.health = SIM_PICK(r, hot);
	then.temp_c = sim_chance(r, 0.5) ? sim_uniform(r, 45.2, 48) : sim_uniform(r, 60.2, 62);
	then.status = "Not charging";
	then.battery_a = 0;
	then.input_a = 0.18;
	play_turn(stage, h, 160, &then, 400, r);
}

SIM_PLAY(phone_held)
{
	struct handset h = usual;
	bool inhibited = sim_chance(r, 0.5);

	h.percent = inhibited ? sim_uniform(r, 30, 90) : 80;
	h.volts = 4.05;
	h.end_threshold = inhibited ? 0 : 80;
	h.behaviour = inhibited ? "auto [inhibit-charge]" : NULL;
	h.status = "Not charging";
	h.battery_a = 0;
	h.input_a = 0.2;
	play(stage, &h, 300, r);
}

/* Ten hours were not enough: at 3.8-4.0 V a cell that is more often a weak source than a bad battery, but it is
 * the charger's word. */
SIM_PLAY(phone_timer)
{
	struct handset h = usual;

	h.percent = sim_uniform(r, 50, 75);
	h.volts = sim_uniform(r, 3.8, 4.0);
	h.health = "Safety timer expire";
	h.status = "Not charging";
	h.battery_a = 0;
	h.input_a = 0.2;
	play(stage, &h, 300, r);
}

/* The same at 2.6-2.9 V: the cell never left pre-charge. */
SIM_PLAY(phone_timer_low)
{
	struct handset h = usual, then;

	h.percent = 0;
	h.volts = sim_uniform(r, 2.6, 2.9);
	h.input_a = 0.12;
	h.battery_a = sim_uniform(r, 0.06, 0.15);
	h.capacity_ah = 4;
	then = h;
	then.health = "Safety timer expire";
	then.status = "Not charging";
	then.battery_a = 0;
	then.input_a = 0.01;
	play_turn(stage, h, 1800, &then, 2200, r);
}

/* -- An empty cell -- */

static struct handset empty_cell(struct sim_random *r)
{
	struct handset h = usual;

	h.percent = 0;
	h.volts = sim_uniform(r, 2.35, 2.75);
	h.battery_a = sim_uniform(r, 0.06, 0.2);
	h.input_a = 0.08 + 0.6 * h.battery_a;
	h.temp_c = sim_uniform(r, 18, 32);
	return h;
}

/* A tenth of the current into a cell at 2.4-2.8 V: it is being revived. */
SIM_PLAY(phone_revived)
{
	struct handset h = empty_cell(r);

	play(stage, &h, sim_uniform(r, 600, 1200), r);
}

/* The same for more than an hour, and its volts do not rise. */
SIM_PLAY(phone_revived_in_vain)
{
	struct handset h = empty_cell(r);

	h.capacity_ah = 40; /* what goes in is lost: its state of charge stays at 0 */
	h.battery_a = sim_uniform(r, 0.15, 0.3);
	play(stage, &h, sim_uniform(r, 4500, 6000), r);
}

/* Little comes in for some minutes, then a charge, at half full: a hold that ended, and no pre-charge. */
SIM_PLAY(phone_held_then_charges)
{
	struct handset h = usual, then;

	h.percent = sim_uniform(r, 45, 75);
	h.volts = 3.6 + 0.006 * h.percent;
	h.input_a = 0.15;
	h.battery_a = 0;
	h.status = "Not charging";
	then = h;
	then.status = "Charging";
	then.input_a = sim_uniform(r, 1.2, 1.45);
	then.battery_a = then.input_a * 0.9;
	play_turn(stage, h, sim_uniform(r, 250, 700), &then, 1100, r);
}

/* -- Too many volts -- */

/* Its charger measures volts, no amperes, and keeps out what is too much. */
static struct handset overdriven(double volts)
{
	struct handset h = usual;

	h.hides_current = true;
	h.input_v = volts;
	h.status = "Discharging";
	h.battery_a = -0.2;
	return h;
}

SIM_PLAY(phone_overvoltage)
{
	struct handset h = overdriven(sim_uniform(r, 6.2, 7.6));

	h.input_health = sim_chance(r, 0.6) ? "Over voltage" : NULL;
	play(stage, &h, 400, r);
}

/* 9 V, where a profile says 5 V. */
SIM_PLAY(phone_9v)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct handset h = overdriven(sim_uniform(r, 8.9, 9.1));

	note.profile = "pine64-pinephone";
	play(stage, &h, 400, r);
	sim_say_note(stage, "usb", &note);
}

/* -- A battery that gets nothing -- */

static struct handset idle_battery(struct sim_random *r, double percent)
{
	struct handset h = usual;

	h.percent = percent;
	h.volts = 3.55 + 0.006 * percent;
	h.temp_c = sim_uniform(r, 18, 32);
	h.status = "Not charging";
	h.battery_a = 0;
	h.input_a = 0.25;
	return h;
}

SIM_PLAY(phone_cold_says_good)
{
	struct handset h = idle_battery(r, sim_uniform(r, 25, 70));

	h.temp_c = sim_uniform(r, -6, -1);
	play(stage, &h, 900, r);
}

SIM_PLAY(phone_low_gets_nothing)
{
	struct handset h = idle_battery(r, sim_uniform(r, 4, 30));

	h.input_a = 0.03;
	play(stage, &h, 1800, r);
}

SIM_PLAY(phone_says_charging_in_vain)
{
	struct handset h = idle_battery(r, sim_uniform(r, 15, 50));

	h.status = "Charging";
	h.input_a = sim_uniform(r, 0.5, 0.9);
	play(stage, &h, 2700, r);
}

SIM_PLAY(phone_stops_at_80)
{
	struct handset then = idle_battery(r, 80), h = usual;

	h.percent = 78.2;
	h.volts = 4.0;
	h.temp_c = then.temp_c;
	play_turn(stage, h, 180, &then, 1200, r);
}
