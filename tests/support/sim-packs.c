/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a machine's battery says of itself: worn, broken, too hot; and packs that are fine and say odd things.
 */

#include <math.h>

#include "sim-system.h"

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
	sim_pack_level(&m.packs[0], sim_uniform(r, 10, 85));
	sim_machine_play(stage, &m, 420, r);
}

SIM_PLAY(pack_worn_full)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 0.40, 0.76));
	m.packs[0].cycles = (int)sim_uniform(r, 500, 1200);
	sim_pack_level(&m.packs[0], 100);
	m.packs[0].status = "Full";
	sim_machine_play(stage, &m, 300, r);
}

/* 83-104 %: used, or new and better than its label; 300 cycles are no fault either. */
SIM_PLAY(pack_used)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 0.83, 1.04));
	m.packs[0].cycles = (int)sim_uniform(r, 1, 700);
	sim_pack_level(&m.packs[0], sim_uniform(r, 3, 85));
	sim_machine_play(stage, &m, 420, r);
}

/* A gauge that lost count: 654.75 Wh of 45.8 were reported (omarchy#9668). No wear can be read from that. */
SIM_PLAY(pack_miscounted)
{
	struct sim_machine m;

	worn_machine(&m, r, sim_uniform(r, 5, 15));
	sim_pack_level(&m.packs[0], sim_uniform(r, 10, 70));
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
	m.packs[0].health = SIM_PICK(r, words);
	m.packs[0].status = SIM_PICK(r, states);
	m.packs[0].take_w = sim_uniform(r, 0.5, 4);
	sim_pack_level(&m.packs[0], sim_uniform(r, 3, 90));
	sim_machine_play(stage, &m, 300, r);
}

/* Words that are no fault of the battery. */
SIM_PLAY(pack_good_words)
{
	static const char *const words[] = { "Good", "Unknown", "Warm", "Cool", "Calibration required" };
	struct sim_machine m;

	sim_machine_default(&m);
	m.packs[0].health = SIM_PICK(r, words);
	sim_pack_level(&m.packs[0], sim_uniform(r, 3, 80));
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
	p->status = SIM_PICK(r, states);
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

/* A low cell that comes back: minutes of pre-charge, then the step. */
SIM_PLAY(pack_recovers)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	p->percent = 0;
	p->volts = p->design_volts / 3.84 * sim_uniform(r, 2.7, 2.95);
	p->take_w = sim_uniform(r, 1.0, 2.5);
	p->health = "Good";
	sim_machine_play(stage, &m, sim_uniform(r, 240, 900), r);
	p->volts = p->design_volts / 3.84 * 3.3;
	p->take_w = 38;
	sim_machine_live(stage, &m, 420, r);
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
	sim_pack_level(p, sim_uniform(r, 20, 70));
	p->temp_c = sim_uniform(r, 34, 42);
	p->health = "Good";
	sim_machine_play(stage, &m, 60, r);
	heat(stage, &m, sim_uniform(r, 58, 63), 300, r);
	p->health = SIM_PICK(r, words);
	p->status = "Not charging";
	heat(stage, &m, p->temp_c - 2, 240, r);
}

/* Brought in from the frost. */
SIM_PLAY(pack_cold)
{
	struct sim_machine m;
	struct sim_pack *p = &m.packs[0];

	sim_machine_default(&m);
	sim_pack_level(p, sim_uniform(r, 20, 80));
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
	sim_pack_level(p, sim_uniform(r, 20, 75));
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
	sim_pack_level(p, sim_uniform(r, 20, 75));
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
	sim_pack_level(p, 100);
	p->temp_c = sim_uniform(r, 38, 47);
	p->health = "Good";
	p->status = "Full";
	sim_machine_play(stage, &m, 300, r);
}
