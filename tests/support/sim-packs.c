/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a machine's battery says of itself: worn, broken, too hot, held, resting; and packs that are fine and
 * say odd things.
 */

#include <math.h>

#include "sim-system.h"

#define PICK(r, words) ((words)[sim_random_next(r) % CD_ELEMENTSOF(words)])

/* Open-circuit voltage of a cell at rest, roughly: 3.4 V empty, 4.2 V full. */
static void set_level(struct sim_pack *p, double percent)
{
	p->percent = percent;
	p->volts = p->design_volts / 3.84 * (3.45 + 0.0072 * percent);
}

static void worn_machine(struct sim_machine *m, struct sim_random *r, double health)
{
	sim_machine_default(m);
	m->load_w = sim_uniform(r, 8, 20);
	m->packs[0].full_wh = m->packs[0].design_wh * health;
	m->packs[0].coulombs = sim_chance(r, 0.5);
}

/* Under 80 % of its design: Apple's and most makers' end of life. */
SIM_PLAY(pack_worn)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 0.40, 0.76));
	m.packs[0].cycles = sim_chance(r, 0.7) ? (int)sim_uniform(r, 500, 1200) : 0;
	set_level(&m.packs[0], sim_uniform(r, 10, 85));
	sim_machine_play(stage, &m, 420, r);
}

SIM_PLAY(pack_worn_full)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 0.40, 0.76));
	m.packs[0].cycles = (int)sim_uniform(r, 500, 1200);
	set_level(&m.packs[0], 100);
	m.packs[0].status = "Full";
	sim_machine_play(stage, &m, 300, r);
}

/* 83-104 %: used, or new and better than its label; 300 cycles are no fault either. */
SIM_PLAY(pack_used)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 0.83, 1.04));
	m.packs[0].cycles = (int)sim_uniform(r, 1, 700);
	set_level(&m.packs[0], sim_uniform(r, 3, 85));
	sim_machine_play(stage, &m, 420, r);
}

/* A gauge that lost count: 654.75 Wh of 45.8 were reported (omarchy#9668). No wear can be read from that. */
SIM_PLAY(pack_miscounted)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 5, 15));
	set_level(&m.packs[0], sim_uniform(r, 10, 70));
	sim_machine_play(stage, &m, 420, r);
}

/* -- Broken -- */

SIM_PLAY(pack_bad_while_charging)
{
	static const char *const words[] = { "Dead", "Cell imbalance", "Blown fuse", "Over voltage",
		"Unspecified failure" };
	static const char *const states[] = { "Not charging", "Charging", "Unknown" };
	struct sim_machine m;

	sim_machine_default(&m);
	m.packs[0].health = PICK(r, words);
	m.packs[0].status = PICK(r, states);
	m.packs[0].take_w = sim_uniform(r, 0.5, 4);
	set_level(&m.packs[0], sim_uniform(r, 3, 90));
	sim_machine_play(stage, &m, 300, r);
}

/* Words that are no fault of the battery. */
SIM_PLAY(pack_good_words)
{
	static const char *const words[] = { "Good", "Unknown", "Warm", "Cool", "Calibration required" };
	struct sim_machine m;

	sim_machine_default(&m);
	m.packs[0].health = PICK(r, words);
	set_level(&m.packs[0], sim_uniform(r, 3, 80));
	sim_machine_play(stage, &m, 420, r);
}

/* 0.4-2.4 V a cell, nothing goes in. */
SIM_PLAY(pack_dead)
{
	static const char *const states[] = { "Not charging", "Not charging", "Unknown" };
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	p->design_volts = sim_chance(r, 0.5) ? 11.52 : 15.44;
	p->percent = 0;
	p->volts = p->design_volts / 3.85 * sim_uniform(r, 0.4, 2.4);
	p->coulombs = sim_chance(r, 0.5);
	p->status = PICK(r, states);
	p->cycles = sim_chance(r, 0.5) ? 0 : 640;
	sim_machine_play(stage, &m, 420, r);
}

/* An empty pack that lives: 3.2-3.5 V a cell, and it takes charge. */
SIM_PLAY(pack_empty)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	p->percent = sim_uniform(r, 0, 2);
	p->volts = p->design_volts / 3.84 * sim_uniform(r, 3.2, 3.5);
	p->take_w = sim_uniform(r, 8, 42);
	sim_machine_play(stage, &m, 420, r);
}

/* The charger gave up on a low cell: half an hour at a tenth of the current and no rise (BQ24050: 30 min). */
SIM_PLAY(pack_timer)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	p->percent = 0;
	p->volts = p->design_volts / 3.84 * sim_uniform(r, 2.5, 2.9);
	p->take_w = sim_uniform(r, 1.0, 2.5);
	p->health = "Good";
	sim_machine_play(stage, &m, sim_uniform(r, 1800, 2100), r);
	p->health = "Safety timer expire";
	p->status = "Not charging";
	sim_machine_live(stage, &m, 300, r);
}

/* -- Temperature. Chargers stop below 0 and above 60 °C, many above 45 (JEITA). -- */

static void heat(
	struct sim_stage *s, struct sim_machine *m, double to_c, double seconds, struct sim_random *r)
{
	struct sim_pack *p = &m->packs[0];
	double from = p->temp_c;

	for (double t = 30; t <= seconds; t += 30) {
		p->temp_c = from + (to_c - from) * t / seconds;
		sim_machine_live(s, m, 30, r);
	}
}

/* It charges, grows hot, and stops. */
SIM_PLAY(pack_grows_hot)
{
	static const char *const words[] = { "Overheat", "Hot" };
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, sim_uniform(r, 20, 70));
	p->temp_c = sim_uniform(r, 34, 42);
	p->health = "Good";
	sim_machine_play(stage, &m, 60, r);
	heat(stage, &m, sim_uniform(r, 58, 63), 300, r);
	p->health = PICK(r, words);
	p->status = "Not charging";
	heat(stage, &m, p->temp_c - 2, 240, r);
}

/* Brought in from the frost. */
SIM_PLAY(pack_cold)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, sim_uniform(r, 20, 80));
	p->temp_c = -sim_uniform(r, 1, 12);
	p->health = "Cold";
	p->status = "Not charging";
	sim_machine_open(stage, &m, r);
	sim_machine_plug(stage, &m, r);
	heat(stage, &m, p->temp_c + 0.8, 420, r);
}

/* The word is not exposed, the thermometer is. */
SIM_PLAY(pack_hot_no_word)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, sim_uniform(r, 20, 75));
	p->temp_c = sim_uniform(r, 40, 44);
	sim_machine_play(stage, &m, 60, r);
	heat(stage, &m, 61, 240, r);
	p->status = "Not charging";
	heat(stage, &m, 61.5, 240, r);
}

/* Warm, and it charges all the same, slower. */
SIM_PLAY(pack_warm_charging)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, sim_uniform(r, 20, 75));
	p->temp_c = sim_uniform(r, 45, 50);
	p->health = "Warm";
	p->take_w = sim_uniform(r, 12, 20);
	sim_machine_play(stage, &m, 420, r);
}

/* Hot, and full: it stopped because it is full. */
SIM_PLAY(pack_hot_full)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, 100);
	p->temp_c = sim_uniform(r, 38, 47);
	p->health = "Good";
	p->status = "Full";
	sim_machine_play(stage, &m, 300, r);
}

/* -- Held by a setting -- */

static void held(struct sim_machine *m, struct sim_random *r, double percent)
{
	sim_machine_default(m);
	m->packs[0].status = "Not charging";
	m->packs[0].coulombs = sim_chance(r, 0.3);
	m->load_w = sim_uniform(r, 6, 25);
	set_level(&m->packs[0], percent);
}

SIM_PLAY(pack_held)
{
	static const int ends[] = { 60, 70, 80, 80, 85, 90 };
	int end = PICK(r, ends);
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
	m.packs[0].behaviour = PICK(r, words);
	sim_machine_play(stage, &m, 300, r);
}

/* Told to discharge while plugged in, to calibrate it. */
SIM_PLAY(pack_calibrates)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	set_level(p, sim_uniform(r, 30, 90));
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
	set_level(p, sim_uniform(r, 2, 97));
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
	set_level(p, sim_uniform(r, 20, 80));
	p->status = PICK(r, words);
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
	set_level(&m.packs[first ? 0 : 1], sim_uniform(r, 20, 80));
	set_level(&m.packs[first ? 1 : 0], sim_uniform(r, 97, 100));
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
	set_level(&m.packs[1], sim_uniform(r, 20, 80));
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
	set_level(&m.packs[0], sim_uniform(r, 2, 60));
	m.packs[0].take_w = 0;
	sim_machine_play(stage, &m, 600, r);
}

/* The end of the charge: little flows, as it should. */
SIM_PLAY(pack_tail)
{
	struct sim_machine m;

	sim_machine_default(&m);
	set_level(&m.packs[0], sim_uniform(r, 95, 99));
	m.packs[0].take_w = sim_uniform(r, 0.8, 5);
	m.packs[0].coulombs = sim_chance(r, 0.5);
	sim_machine_play(stage, &m, 420, r);
}

/* Charged for some minutes, then pulled: that it drains afterwards is nobody's fault. */
SIM_PLAY(pack_unplugged)
{
	struct sim_machine m;

	sim_machine_default(&m);
	set_level(&m.packs[0], sim_uniform(r, 10, 70));
	sim_machine_play(stage, &m, sim_uniform(r, 150, 400), r);
	sim_machine_unplug(stage, &m, r);
	sim_machine_live(stage, &m, 300, r);
}

/* Pulled and put back after some seconds. */
SIM_PLAY(pack_replugged)
{
	struct sim_machine m;

	sim_machine_default(&m);
	set_level(&m.packs[0], sim_uniform(r, 10, 70));
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
	set_level(&m.packs[0], sim_uniform(r, 30, 70));
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
