/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Machines with nothing wrong: held by a setting, resting full, charging at any level by any driver, pulled and
 * put back. And those of which that cannot be known.
 */

#include <math.h>

#include "sim-system.h"

/* -- Held by a setting -- */

static void held(struct sim_machine *m, struct sim_random *r, double percent)
{
	sim_machine_default(m);
	m->packs[0].status = "Not charging";
	m->packs[0].coulombs = sim_chance(r, 0.3);
	m->load_w = sim_uniform(r, 6, 25);
	sim_pack_level(&m->packs[0], percent);
}

SIM_PLAY(pack_held)
{
	static const int ends[] = { 60, 70, 80, 80, 85, 90 };
	int end = SIM_PICK(r, ends);
	struct sim_machine m;

	held(&m, r, end + (sim_chance(r, 0.2) ? 1 : 0));
	m.packs[0].end_threshold = end;
	m.packs[0].start_threshold = end - 5;
	sim_machine_play(stage, &m, 300, r);
}

/* Plugged in between the two thresholds, where charging does not start. */
SIM_PLAY(pack_held_between)
{
	struct sim_machine m;

	held(&m, r, sim_uniform(r, 66, 76));
	m.packs[0].end_threshold = 80;
	m.packs[0].start_threshold = 65;
	sim_machine_play(stage, &m, 300, r);
}

/* Charged to 100 before the limit was set: it stays above. */
SIM_PLAY(pack_held_above)
{
	struct sim_machine m;

	held(&m, r, sim_uniform(r, 84, 96));
	m.packs[0].end_threshold = 80;
	m.packs[0].start_threshold = 75;
	sim_machine_play(stage, &m, 300, r);
}

SIM_PLAY(pack_inhibited)
{
	static const char *const words[] = { "auto [inhibit-charge] force-discharge", "auto [inhibit-charge]",
		"auto inhibit-charge [inhibit-charge-awake]" };
	struct sim_machine m;

	held(&m, r, sim_uniform(r, 20, 95));
	m.packs[0].behaviour = SIM_PICK(r, words);
	sim_machine_play(stage, &m, 300, r);
}

/* Told to discharge while plugged in, to calibrate it. */
SIM_PLAY(pack_calibrates)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	sim_pack_level(p, sim_uniform(r, 30, 90));
	p->behaviour = "auto inhibit-charge [force-discharge]";
	p->status = "Discharging";
	p->take_w = -12;
	sim_machine_play(stage, &m, 420, r);
}

/* -- Nothing wrong -- */

SIM_PLAY(pack_any_level)
{
	static const double watts[] = { 45, 65, 65, 90, 100 };
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	sim_machine_charger(&m, sim_pick(r, watts, CD_ELEMENTSOF(watts)));
	sim_pack_level(p, sim_uniform(r, 2, 97));
	p->take_w = p->percent > 80 ? 42 * (101 - p->percent) / 21 : 42;
	p->coulombs = sim_chance(r, 0.5);
	p->sign = (int)sim_uniform(r, -1, 1.99);
	p->health = sim_chance(r, 0.3) ? "Good" : NULL;
	p->temp_c = sim_chance(r, 0.3) ? sim_uniform(r, 20, 38) : NAN;
	m.newer = sim_chance(r, 0.3);
	m.no_supply = sim_chance(r, 0.2);
	m.no_typec = m.no_supply && sim_chance(r, 0.5);
	m.load_w = sim_uniform(r, 5, 22);
	sim_machine_play(stage, &m, 420, r);
}

/* Rests above 95 %: firmware does not top up before the level has fallen further. */
SIM_PLAY(pack_rests)
{
	struct sim_machine m;

	held(&m, r, sim_uniform(r, 95, 99.9));
	if (sim_chance(r, 0.5))
		m.packs[0].end_threshold = 0;
	sim_machine_play(stage, &m, 300, r);
}

/* The battery has not noticed yet. */
SIM_PLAY(pack_just_plugged)
{
	static const char *const words[] = { "Discharging", "Not charging", "Unknown" };
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	sim_pack_level(p, sim_uniform(r, 20, 80));
	p->status = SIM_PICK(r, words);
	p->take_w = 0;
	sim_machine_open(stage, &m, r);
	sim_machine_plug(stage, &m, r);
	sim_wait(stage, 1);
}

/* ThinkPads charge one battery at a time. */
SIM_PLAY(pack_two)
{
	bool first = sim_chance(r, 0.5);
	struct sim_machine m;

	sim_machine_default(&m);
	m.n_packs = 2;
	sim_pack_level(&m.packs[first ? 0 : 1], sim_uniform(r, 20, 80));
	sim_pack_level(&m.packs[first ? 1 : 0], sim_uniform(r, 97, 100));
	m.packs[first ? 1 : 0].status = sim_chance(r, 0.5) ? "Not charging" : "Full";
	m.packs[1].design_wh = 23.5;
	m.packs[1].full_wh = 22.1;
	sim_machine_play(stage, &m, 420, r);
}

/* The inner pack is dead, the other one charges (omarchy#7965, a T460). */
SIM_PLAY(pack_two_one_dead)
{
	struct sim_machine m;

	sim_machine_default(&m);
	m.n_packs = 2;
	m.packs[0].percent = 0;
	m.packs[0].volts = sim_uniform(r, 0.3, 5);
	m.packs[0].status = sim_chance(r, 0.5) ? "Not charging" : "Unknown";
	m.packs[0].cycles = 870;
	sim_pack_level(&m.packs[1], sim_uniform(r, 20, 80));
	sim_machine_play(stage, &m, 420, r);
}

/* A limit without a threshold: charge_types names the mode (Documentation/ABI/testing/sysfs-class-power). */
SIM_PLAY(pack_long_life)
{
	struct sim_machine m;

	held(&m, r, sim_uniform(r, 78, 81));
	m.packs[0].end_threshold = 0;
	m.packs[0].charge_types =
		sim_chance(r, 0.5) ? "Standard [Long_Life]" : "Fast Standard Adaptive [Long_Life]";
	sim_machine_play(stage, &m, 300, r);
}

/* "Charging", and for ten minutes neither the power nor the stock moves: what refuses is not said. */
SIM_PLAY(pack_charges_nothing)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_pack_level(&m.packs[0], sim_uniform(r, 2, 60));
	m.packs[0].take_w = 0;
	sim_machine_play(stage, &m, 600, r);
}

/* The end of the charge: little flows, as it should. */
SIM_PLAY(pack_tail)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_pack_level(&m.packs[0], sim_uniform(r, 95, 99));
	m.packs[0].take_w = sim_uniform(r, 0.8, 5);
	m.packs[0].coulombs = sim_chance(r, 0.5);
	sim_machine_play(stage, &m, 420, r);
}

/* Charged for some minutes, then pulled: that it drains afterwards is nobody's fault. */
SIM_PLAY(pack_unplugged)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_pack_level(&m.packs[0], sim_uniform(r, 10, 70));
	sim_machine_play(stage, &m, sim_uniform(r, 150, 400), r);
	sim_machine_unplug(stage, &m, r);
	sim_machine_live(stage, &m, 300, r);
}

/* Pulled and put back after some seconds. */
SIM_PLAY(pack_replugged)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_pack_level(&m.packs[0], sim_uniform(r, 10, 70));
	sim_machine_play(stage, &m, 180, r);
	sim_machine_unplug(stage, &m, r);
	sim_wait(stage, sim_uniform(r, 4, 40));
	sim_machine_plug(stage, &m, r);
	sim_machine_live(stage, &m, 300, r);
}

/* A weak charger, then a good one a few minutes later: the last session is the good one's. */
SIM_PLAY(pack_better_charger)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_pack_level(&m.packs[0], sim_uniform(r, 30, 70));
	sim_machine_charger(&m, 18);
	m.slow = true;
	m.load_w = sim_uniform(r, 24, 32);
	sim_machine_play(stage, &m, 240, r);
	sim_machine_unplug(stage, &m, r);
	sim_machine_live(stage, &m, 180, r);
	sim_machine_charger(&m, 100);
	m.slow = false;
	sim_machine_plug(stage, &m, r);
	sim_machine_live(stage, &m, 300, r);
}

/* A driver that tells next to nothing: status and level. */
SIM_PLAY(pack_sparse)
{
	static const char *const inputs[] = { "battery", "charger" };
	double percent = sim_uniform(r, 5, 80);
	bool level = sim_chance(r, 0.7);

	sim_say_added(stage, inputs[0], CD_INPUT_POWER_SUPPLY);
	sim_say_added(stage, inputs[1], CD_INPUT_POWER_SUPPLY);
	sim_say_port(stage, inputs[1], inputs, 2);
	for (int i = -1; i < 12; i++) {
		struct sim_attribute_set battery = { 0 }, charger = { 0 };

		sim_put(&charger, "type", sim_chance(r, 0.5) ? "Mains" : "USB");
		sim_put(&charger, "online", i < 0 ? "0" : "1");
		sim_say_attributes(stage, inputs[1], &charger);
		sim_put(&battery, "type", "Battery");
		sim_put(&battery, "status", i < 0 ? "Discharging" : "Charging");
		if (level)
			sim_put(&battery, "capacity", "%d", (int)(percent + i / 3));
		sim_say_attributes(stage, inputs[0], &battery);
		sim_wait(stage, i < 0 ? 8 : 30);
	}
}

/* Taken out: there is nothing to charge. */
SIM_PLAY(pack_absent)
{
	static const char *const inputs[] = { "BAT0", "AC", "ucsi-source-psy-USBC000:001", "port0" };
	struct sim_machine m;

	sim_machine_default(&m);
	m.n_packs = 0;
	sim_say_added(stage, "BAT0", CD_INPUT_POWER_SUPPLY);
	sim_machine_open(stage, &m, r);
	sim_say_port(stage, "port0", inputs, CD_ELEMENTSOF(inputs));
	sim_machine_plug(stage, &m, r);
	for (int i = 0; i < 10; i++) {
		struct sim_attribute_set a = { 0 };

		sim_put(&a, "type", "Battery");
		sim_put(&a, "present", "0");
		sim_say_attributes(stage, "BAT0", &a);
		sim_wait(stage, 30);
	}
}
