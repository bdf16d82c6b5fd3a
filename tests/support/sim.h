/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A generator of charge sessions from physics: test data whose truth is known, and the demo's material. A
 * scenario is a row of a table; it sets the parts of a rig (sim-parts.h) from a seed within stated ranges, or
 * plays the attribute snapshots of a laptop. The run's facts say whether the fault really shows; where it
 * does not, the parameters are drawn again, so that every session given out deserves its expectation.
 */

#include "event.h"
#include "sim-random.h"

struct sim_sink {
	void (*event)(void *userdata, const struct cd_event *ev); /* borrowed */
	void *userdata;
};

/* What really happened in a run. Volts and amperes at the place of the meter. */
struct sim_facts {
	double seconds;      /* attached and recorded */
	double no_load_v;    /* 0: nothing recorded before the attach */
	double max_v, max_a; /* attached */
	double end_a;        /* mean of the last 5 s attached */
	double mean_w;
	double limited_s; /* the source or the resistance kept the device from what it wanted */
	double pinned_s;  /* of these: by the source holding its current */
	double sag_v;     /* no-load volts less the lowest steady volts under limit */
	unsigned trips, breaks;
	double precharge_s, precharge_a;
	double charge_a; /* greatest current into the input after pre-charge */
	bool tapered, done;
	double taper_s;        /* recorded part of it */
	unsigned idle_offs;    /* the source went to sleep */
	double energy_wh;      /* attached */
	double held_s;         /* too warm or too cold for all of the current */
	double given_up_s;     /* since a pre-charge timer ended */
	double leak_a;         /* mean before the attach */
	double attach_s;       /* on the recording's clock; < 0: before it began */
	unsigned knee_samples; /* samples between 0.1 and 0.9 of the steady current on the way up */
};

/* What a worse recording of the same would lack. */
enum sim_degrade {
	SIM_NO_NOLOAD, /* nothing before the attach */
	SIM_COARSE,    /* 10 mV and 10 mA */
	SIM_ONE_A_SECOND,
	SIM_CUT,         /* ends 30 s after the attach */
	SIM_NO_POSITION, /* nobody told where the meter sits */
	SIM_NO_LINES,    /* D+, D- and CC */
	SIM_NO_NOTES,
	SIM_HALF_RATE, /* every second sample */
	SIM_NO_SAMPLES,
	_SIM_DEGRADE_MAX,
};
extern const char *const sim_degrade_names[];

/* One parameter of the rig, by its place there. */
struct sim_set {
	size_t offset;
	double value;
};
#define SIM_SETS_MAX 4

struct sim_options {
	double rate_hz;                   /* 0: the scenario's own */
	enum cd_position position;        /* _CD_POSITION_INVALID: the scenario's own */
	double cable_ohm;                 /* 0: the scenario's own */
	double limit_a;                   /* of the adapter; 0: the scenario's own */
	struct sim_set set[SIM_SETS_MAX]; /* these, whatever the scenario says */
	size_t n_sets;
};
#define SIM_OPTIONS_DEFAULT ((struct sim_options){ .position = _CD_POSITION_INVALID })
/* "cable-ohm=0.15"; the names are in sim-knobs.c. -EINVAL: no such, or too many. */
int sim_options_set(struct sim_options *o, const char *assignment);

struct sim_rig;
struct sim_stage;

struct sim_scenario {
	const char *name;
	const char *text;   /* one line */
	const char *expect; /* the cause that is true and can be known */
	const char *accept; /* others that are no mistake, separated by spaces; NULL: none */
	bool healthy;       /* a class other than ok or undecided is a false alarm */
	void (*set)(struct sim_rig *rig, struct sim_random *r);      /* a rig, or */
	void (*play)(struct sim_stage *stage, struct sim_random *r); /* snapshots */
	bool (*shows)(const struct sim_facts *f);                    /* NULL: always */
};
extern const struct sim_scenario sim_scenarios[];      /* ends with name NULL */
extern const struct sim_scenario sim_scenarios_next[]; /* not judged rightly yet */
const struct sim_scenario *sim_find(const char *name); /* in both; NULL: no such */

/* Passes on what a worse recording would still hold (sim-degrade.c). */
struct sim_filter {
	struct sim_sink to;
	unsigned degrade;
	double attach_s;
	/* state */
	int64_t next_us;
	bool odd, cut;
};
void sim_filter_event(struct sim_filter *f, const struct cd_event *ev);

/* Runs a scenario. The same name, seed and options give the same events. -ERANGE: no draw of this seed showed
 * the fault within the tries allowed (a mistake in the scenario's ranges). -EINVAL: a parameter of a rig for a scenario
 * that has none. `ret_facts` may be NULL. */
int sim_run(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	const struct sim_sink *sink, struct sim_facts *ret_facts);
/* The same session to several listeners at once, to each what its filter leaves of it. A scenario that plays
 * snapshots goes to those without one: nothing of files can be left out. */
int sim_run_filtered(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	struct sim_filter *filters, size_t n, struct sim_facts *ret_facts);
