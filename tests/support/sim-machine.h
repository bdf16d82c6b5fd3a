/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A machine with one or two packs behind a USB-C port, as the kernel shows it: more of it than sim-laptop.h
 * has. What the source offers, what was agreed, what the cable's marker says and what the battery feels are
 * set apart, so that a scenario can make any two of them disagree.
 */

#include "sim-people.h"
#include "sim-stage.h"

#define SIM_OFFERS_MAX 7 /* of the standard power range (USB PD 3.1 §6.4.1) */

struct sim_offer {
	int mv, ma;
	bool programmable; /* PPS: mv is its upper end, 3.3 V the lower */
};

enum sim_marker {
	SIM_MARKER_NONE, /* no portN-cable: no marker, no answer, or firmware that does not ask */
	SIM_MARKER_3A,
	SIM_MARKER_5A,
};

/* The machine's own sink-capabilities. */
enum sim_wish {
	SIM_WISH_HIDDEN,   /* the driver has none */
	SIM_WISH_FIXED,    /* 5 V and one more */
	SIM_WISH_VARIABLE, /* 5 V and a range up to it */
};

struct sim_pack {
	double percent, design_wh, full_wh, volts, design_volts;
	double take_w;                        /* the most it takes */
	double temp_c;                        /* NAN: not exposed */
	int cycles;                           /* 0: the driver does not know */
	int start_threshold, end_threshold;   /* both 0: no such files */
	const char *status;                   /* NULL: follows from the flow */
	const char *health;                   /* NULL: not exposed, as on ACPI batteries */
	const char *behaviour, *charge_types; /* NULL: no such file */
	bool coulombs;                        /* charge_* and current_now for energy_* and power_now */
	int sign;                             /* of current_now: 1 as the ABI says, 0 none, -1 inverted */
	double flow_w;                        /* state; > 0 charges */
};

struct sim_machine {
	struct sim_pack packs[2];
	unsigned n_packs;
	double load_w;  /* what the machine uses */
	double input_w; /* what it gets; 0: what was agreed */
	struct sim_offer offers[SIM_OFFERS_MAX];
	unsigned n_offers, n_listed; /* of them the list in sysfs shows so many; 0 listed: no list at all */
	unsigned chosen;             /* the position asked for; 0: no USB PD. Beyond n_offers: EPR */
	int asked_ma;
	const char *mode; /* power_operation_mode while plugged */
	enum sim_wish wish;
	int wish_mv, wish_ma;
	enum sim_marker marker;
	bool slow;                          /* the firmware's slow bit */
	bool newer;                         /* a kernel whose UCSI supply has `status` too */
	bool no_typec, no_mains, no_supply; /* what the machine does not expose */
	bool plugged;
};

/* Level and the voltage that goes with it. */
void sim_pack_level(struct sim_pack *p, double percent);

/* A 57 Wh machine on 65 W at 63 %, all well: 20 V 3.25 A. */
void sim_machine_default(struct sim_machine *m);
/* A usual charger of so many watts: 5, 9, 15, 20 V, at most 3 A below 20 V; chooses the last. */
void sim_machine_charger(struct sim_machine *m, double watts);
/* Both sides' numbers of the agreed contract. */
double sim_machine_agreed_w(const struct sim_machine *m);

/* Its port without a charger for about ten seconds. */
void sim_machine_open(struct sim_stage *s, struct sim_machine *m, struct sim_random *r);
/* The charger is plugged in and everything reported once. */
void sim_machine_plug(struct sim_stage *s, struct sim_machine *m, struct sim_random *r);
/* It is pulled, and everything says so. */
void sim_machine_unplug(struct sim_stage *s, struct sim_machine *m, struct sim_random *r);
/* Mains, port and supply, for a change while plugged. */
void sim_machine_say_source(struct sim_stage *s, const struct sim_machine *m);
void sim_machine_say_packs(struct sim_stage *s, const struct sim_machine *m);
/* The packs are read every 30 s. */
void sim_machine_live(struct sim_stage *s, struct sim_machine *m, double seconds, struct sim_random *r);
/* Open, plug, live. */
void sim_machine_play(struct sim_stage *s, struct sim_machine *m, double seconds, struct sim_random *r);
/* What a person says of the charger. */
void sim_machine_note_watts(struct sim_stage *s, const struct sim_machine *m, double watts);
