/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Contracts that are lower than they could be, cables that carry less than the charger gives, and what looks
 * like either and is not.
 */

#include "sim-system.h"

/* 60 to 100 W; what one buys with a laptop. */
static void any_charger(struct sim_machine *m, struct sim_random *r)
{
	static const double watts[] = { 60, 65, 65, 90, 100 };

	sim_machine_charger(m, sim_pick(r, watts, CD_ELEMENTSOF(watts)));
}

static void any_wish(struct sim_machine *m, struct sim_random *r)
{
	m->wish = sim_chance(r, 0.5) ? SIM_WISH_FIXED : SIM_WISH_VARIABLE;
	m->wish_ma = sim_chance(r, 0.5) ? 3250 : 5000;
}

/* 5 V 3 A of a charger that offers 20 V, to a machine that wants them; on some nothing flows below 9 V
 * (FrameworkComputer/SoftwareFirmwareIssueTracker#3). */
static void choose_five(struct sim_machine *m, struct sim_random *r)
{
	m->chosen = 1;
	m->asked_ma = 3000;
	m->slow = sim_chance(r, 0.5);
	if (sim_chance(r, 0.5))
		m->input_w = 0.01;
}

SIM_PLAY(negotiation_low)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	any_wish(&m, r);
	choose_five(&m, r);
	m.newer = sim_chance(r, 0.3);
	m.load_w = sim_uniform(r, 18, 30);
	m.packs[0].percent = sim_uniform(r, 20, 90);
	sim_machine_play(stage, &m, 420, r);
}

/* The same, and the machine at rest gains a little: 15 W where 60 and more were to be had. */
SIM_PLAY(negotiation_low_gains)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	any_wish(&m, r);
	choose_five(&m, r);
	m.input_w = 0;
	m.load_w = sim_uniform(r, 6, 11);
	m.packs[0].percent = sim_uniform(r, 15, 60);
	sim_machine_play(stage, &m, 600, r);
}

/* Without sink-capabilities nobody knows that the machine takes 20 V; a note can say it. */
SIM_PLAY(negotiation_low_profile)
{
	static const struct cd_profile laptop = { .name = (char *)"sim-laptop",
		.rated_uv = 20000000,
		.rated_ua = 3250000,
		.energy_uwh = CD_UNKNOWN,
		.charge_time_min_s = CD_UNKNOWN,
		.charge_time_max_s = CD_UNKNOWN,
		.regulation_uv = CD_UNKNOWN,
		.enumerates = CD_MAYBE,
		.fast_charge = CD_YES };
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	choose_five(&m, r);
	m.wish = SIM_WISH_HIDDEN;
	m.load_w = sim_uniform(r, 18, 30);
	note.profile = laptop.name;
	note.inline_profile = &laptop;
	sim_machine_open(stage, &m, r);
	sim_say_note(stage, "port0", &note);
	sim_machine_plug(stage, &m, r);
	sim_machine_live(stage, &m, 420, r);
}

/* Every contract begins with 5 V (USB PD 3.1 §8.3.2): that is no fault in the second after the plug. */
SIM_PLAY(negotiation_settles)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	any_wish(&m, r);
	m.chosen = 1;
	m.asked_ma = 3000;
	m.slow = true;
	sim_machine_open(stage, &m, r);
	sim_machine_plug(stage, &m, r);
	sim_wait(stage, sim_uniform(r, 0.3, 2.5));
	m.chosen = m.n_offers;
	m.asked_ma = m.offers[m.n_offers - 1].ma;
	m.slow = false;
	sim_machine_say_source(stage, &m);
	sim_machine_live(stage, &m, 300, r);
}

/* It wants no more: sink-capabilities end at 9 V or 15 V. */
SIM_PLAY(negotiation_all_it_wants)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	m.chosen = sim_chance(r, 0.5) ? 2 : 3;
	m.wish = SIM_WISH_FIXED;
	m.wish_mv = m.offers[m.chosen - 1].mv;
	m.wish_ma = m.asked_ma = 3000;
	m.packs[0].take_w = 20;
	m.load_w = sim_uniform(r, 3, 6);
	sim_machine_play(stage, &m, 420, r);
}

/* The last offer is PPS, which the UCSI supply misreads: its voltage_max and current_max mean nothing. */
SIM_PLAY(contract_pps_listed)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_charger(&m, r);
	m.offers[m.n_offers++] = (struct sim_offer){ .mv = 21000, .ma = 3000, .programmable = true };
	m.n_listed = sim_chance(r, 0.3) ? 4 : m.n_offers; /* or cut at the first page of four */
	m.newer = sim_chance(r, 0.5);
	m.load_w = sim_uniform(r, 8, 25);
	sim_machine_play(stage, &m, 420, r);
}

/* 28 V and more: the contract's position is beyond the list, the supply says 0 V and 5 A
 * (FrameworkComputer/SoftwareFirmwareIssueTracker#28). */
SIM_PLAY(contract_epr)
{
	struct sim_machine m;

	sim_machine_default(&m);
	sim_machine_charger(&m, 100);
	m.chosen = 8;
	m.asked_ma = 5000;
	m.marker = sim_chance(r, 0.5) ? SIM_MARKER_5A : SIM_MARKER_NONE;
	m.load_w = sim_uniform(r, 20, 70);
	m.packs[0].take_w = 60;
	sim_machine_play(stage, &m, 420, r);
}

/* The supply says 5 V 3 A, always, and 45-65 W come in (ThinkPad T14: fwupd/firmware-lenovo#521). The battery's
 * own watts are more than such a contract could give: it cannot be what was agreed. */
SIM_PLAY(contract_nominal)
{
	struct sim_machine m;

	sim_machine_default(&m);
	any_wish(&m, r);
	m.chosen = 1;
	m.asked_ma = 3000;
	m.input_w = sim_uniform(r, 45, 65);
	m.load_w = sim_uniform(r, 6, 18);
	m.packs[0].take_w = sim_uniform(r, 22, 42);
	m.packs[0].percent = sim_uniform(r, 10, 75);
	sim_machine_play(stage, &m, 420, r);
}

/* A monitor or dock gives 45-65 W, the machine uses more. */
SIM_PLAY(dock_weak)
{
	static const double watts[] = { 45, 60, 65 };
	struct sim_machine m;
	double w = sim_pick(r, watts, 3);

	sim_machine_default(&m);
	sim_machine_charger(&m, w);
	m.slow = sim_chance(r, 0.4);
	m.load_w = w * sim_uniform(r, 1.15, 1.6);
	m.wish_ma = 5000;
	m.packs[0].percent = sim_uniform(r, 10, 60);
	sim_machine_play(stage, &m, 600, r);
}

/* Rp alone: a charger without PD, 15 W at most. */
SIM_PLAY(weak_without_pd)
{
	struct sim_machine m;

	sim_machine_default(&m);
	m.chosen = m.n_offers = m.n_listed = 0;
	m.mode = sim_chance(r, 0.5) ? "3.0A" : "1.5A";
	m.slow = sim_chance(r, 0.7);
	m.load_w = sim_machine_agreed_w(&m) + sim_uniform(r, 4, 15);
	sim_machine_play(stage, &m, 420, r);
}

/* A phone's charger on a laptop that takes nothing from so little: it neither charges nor drains much. */
SIM_PLAY(weak_refused)
{
	struct sim_machine m;

	sim_machine_default(&m);
	m.n_offers = m.n_listed = m.chosen = sim_chance(r, 0.5) ? 1 : 2;
	m.asked_ma = m.chosen == 1 ? 3000 : 2000;
	m.offers[1].ma = 2000;
	m.slow = sim_chance(r, 0.3);
	m.packs[0].status = "Not charging";
	m.packs[0].percent = sim_uniform(r, 15, 85);
	sim_machine_play(stage, &m, 420, r);
}

/* Nothing but the firmware's bit says why: no list of offers, a contract that reads 0. */
SIM_PLAY(weak_by_slow_bit)
{
	struct sim_machine m;

	sim_machine_default(&m);
	m.n_offers = m.n_listed = 0;
	m.chosen = 1;
	m.asked_ma = 0;
	m.slow = true;
	m.wish = SIM_WISH_HIDDEN;
	m.input_w = 30;
	m.load_w = 30 + sim_uniform(r, 4, 12);
	sim_machine_play(stage, &m, 420, r);
}

/* The bit is set and the battery gains (seen as "Trickle" on a T480s). */
SIM_PLAY(slow_bit_gains)
{
	static const double watts[] = { 15, 18, 27, 30 };
	struct sim_machine m;

	sim_machine_default(&m);
	sim_machine_charger(&m, sim_pick(r, watts, 4));
	m.slow = true;
	m.load_w = sim_machine_agreed_w(&m) * sim_uniform(r, 0.3, 0.7);
	sim_machine_play(stage, &m, 420, r);
}

/* -- Cables. A source that knows of the cable offers no more than it carries (USB PD 3.1 §6.4.1); one that
 * does not goes on offering 5 A, and the sink asks for 3. -- */

static void cable_machine(struct sim_machine *m, struct sim_random *r, enum sim_marker marker)
{
	sim_machine_default(m);
	sim_machine_charger(m, 100);
	any_wish(m, r);
	m->wish_ma = 5000;
	m->marker = marker;
	m->asked_ma = 3000;
	m->load_w = sim_uniform(r, 63, 85);
	m->packs[0].percent = sim_uniform(r, 20, 80);
}

SIM_PLAY(cable_underrated)
{
	struct sim_machine m;

	cable_machine(&m, r, SIM_MARKER_3A);
	sim_machine_play(stage, &m, 420, r);
}

/* No answer from the cable: then 3 A is all it may carry (USB Type-C 2.0 §4.9). */
SIM_PLAY(cable_underrated_silent)
{
	struct sim_machine m;

	cable_machine(&m, r, SIM_MARKER_NONE);
	sim_machine_play(stage, &m, 420, r);
}

/* The source offers what the cable carries; only the label on it says that it could give 100 W. */
SIM_PLAY(cable_underrated_label)
{
	struct sim_machine m;

	cable_machine(&m, r, SIM_MARKER_3A);
	m.offers[3].ma = 3000;
	sim_machine_open(stage, &m, r);
	sim_machine_note_watts(stage, &m, 100);
	sim_machine_plug(stage, &m, r);
	sim_machine_live(stage, &m, 420, r);
}

/* The same without the note: a 60 W charger looks like this. */
SIM_PLAY(cable_or_60w)
{
	struct sim_machine m;

	cable_machine(&m, r, sim_chance(r, 0.5) ? SIM_MARKER_3A : SIM_MARKER_NONE);
	m.offers[3].ma = 3000;
	sim_machine_play(stage, &m, 420, r);
}

/* A 60 W charger, and its label says so: not the cable's fault. */
SIM_PLAY(cable_3a_60w_label)
{
	struct sim_machine m;

	cable_machine(&m, r, SIM_MARKER_3A);
	sim_machine_charger(&m, 60);
	sim_machine_open(stage, &m, r);
	sim_machine_note_watts(stage, &m, 60);
	sim_machine_plug(stage, &m, r);
	sim_machine_live(stage, &m, 420, r);
}

/* Three amperes are enough for this machine. */
SIM_PLAY(cable_3a_enough)
{
	struct sim_machine m;

	cable_machine(&m, r, sim_chance(r, 0.5) ? SIM_MARKER_3A : SIM_MARKER_NONE);
	m.wish_ma = 3250;
	m.load_w = sim_uniform(r, 8, 18);
	sim_machine_play(stage, &m, 420, r);
}

SIM_PLAY(cable_5a)
{
	struct sim_machine m;

	cable_machine(&m, r, SIM_MARKER_5A);
	m.asked_ma = 5000;
	m.load_w = sim_uniform(r, 20, 60);
	sim_machine_play(stage, &m, 420, r);
}
