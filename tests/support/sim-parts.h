/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The parts of a charge on an inline meter, as physics: volts, amperes, ohms, seconds in doubles (what leaves
 * the meter is integers). Each part is a file; sim-rig.c connects them and solves the circuit once per step,
 * quasi-static: everything faster than a millisecond is taken as settled.
 *
 *     source ──── meter? ──── cable ──── meter? ──── device ── battery
 *     V0, Rs, limit   (source end)  R, breaks  (device end)   charger IC
 */

#include "event.h"
#include "sim-random.h"

#define SIM_NEVER 1e18

/* -- Source
 * ------------------------------------------------------------------------------------------------------ */

/* What it does with more load than it can carry. */
enum sim_overload {
	SIM_FOLD_BACK, /* constant current: holds limit_a, its voltage gives way */
	SIM_HICCUP,    /* switches off, tries again */
	SIM_LATCH,     /* switches off until the device is detached */
};

struct sim_source {
	double v0;             /* without load */
	double rs;             /* < 0: compensates the drop of a cable */
	double compensation_v; /* at most this much (volts) */
	double limit_a;
	enum sim_overload overload;
	double trip_s; /* how long an overload lasts before it switches off */
	double off_min_s, off_max_s;
	double soft_start_s;
	double step_at_s, step_v0;  /* another voltage from this time on: a fast charger's step, a failure */
	double fade_at_s, fade_a; /* too warm: from this time on it holds no more than so much */
	double leave_at_s;          /* pulled from the wall */
	double ripple_v, ripple_hz; /* amplitude; what a rectifier leaves: twice the mains */
	double idle_off_a, idle_off_s; /* a power bank: off after less than this for so long; 0: never */
	/* state */
	double emf; /* what it presents now, behind rs */
	double ripple_now_v;
	double off_until_s, over_since_s, idle_since_s;
	bool latched, loaded;
	unsigned trips, idle_offs;
};
void sim_source_start(struct sim_source *s);
/* One step: `demand_a` is what the device asked for in the last one. */
void sim_source_step(struct sim_source *s, double t, double dt, double demand_a, struct sim_random *r);
double sim_source_volts(const struct sim_source *s, double amps);

/* -- Cable
 * ------------------------------------------------------------------------------------------------------- */

struct sim_cable {
	double r_loop;       /* both conductors and four contacts */
	double break_mean_s; /* a flaky contact opens about this often; 0: never */
	double break_min_s, break_max_s;
	double r_flaky; /* before and after a break the contact adds up to this */
	double noisy_s; /* before a break the contact's resistance jumps about for so long; 0: it does not */
	bool no_data;   /* two conductors only */
	double grow_ohm, grow_s; /* a contact gets worse by so much, with this time constant from the attach */
	double heat_k_per_w; /* what its own loss warms it by; copper adds 0.39 %/K (IEC 60028) */
	double bounce_s; /* the plug settles: open once for this long within a second of the attach; 0: no */
	double replug_at_s, replug_s; /* somebody pulls it and puts it back; SIM_NEVER: nobody */
	/* state */
	double start_s, next_break_s, open_until_s, r_extra, grown_ohm, warm_k;
	unsigned breaks;
};
void sim_cable_start(struct sim_cable *c, double t, struct sim_random *r);
/* True while the wire is open. */
bool sim_cable_step(struct sim_cable *c, double t, struct sim_random *r);
double sim_cable_ohms(const struct sim_cable *c);
/* Takes what the circuit gave. */
void sim_cable_take(struct sim_cable *c, double dt, double amps);

/* -- Battery
 * ----------------------------------------------------------------------------------------------------- */

struct sim_battery {
	unsigned cells; /* in series */
	double capacity_ah;
	double r0;  /* of one cell; with the capacity it sets the taper's time constant */
	double soc; /* 0…1; below 0 the cell is over-discharged (-0.03 ~ 2 V) */
	bool stuck; /* takes current and stores nothing: shorted inside */
};
double sim_battery_open_volts(const struct sim_battery *b);         /* per cell */
double sim_battery_volts(const struct sim_battery *b, double amps); /* the pack's */
void sim_battery_charge(struct sim_battery *b, double amps, double dt);

/* -- Temperature
 * ------------------------------------------------------------------------------------------------- */

/* The battery's, and what a charger that follows JEITA makes of it: nothing below 0 and above 60 °C, a part
 * from 0 to 10 and from 45 to 60 (TI BQ25887 REG08). It resumes some degrees inside. */
struct sim_heat {
	bool watched;                            /* the charger looks at it */
	double ambient_c, change_at_s, change_c; /* from then on it is that warm around */
	double k_per_w, tau_s;                   /* of the power that goes in */
	double cool_part, warm_part, back_k;
	/* state */
	double temp_c, part; /* of the charge current that it allows */
	double meter_c;      /* the meter beside it: what is around, and some of its own */
};
void sim_heat_start(struct sim_heat *h);
void sim_heat_step(struct sim_heat *h, double t, double dt, double watts);

/* -- What it does
 * ----------------------------------------------------------------------------------------------------- */

enum sim_doing { SIM_RESTS, SIM_WAKES, SIM_USED, SIM_PAUSES };

/* What runs beside the charger: see sim-activity.c. */
struct sim_activity {
	double floor_a;                /* asleep; 0: no such device */
	double rest_a, rest_spread;    /* bursts above it at rest: mean, standard deviation of the logarithm */
	double quiet_share;            /* of the looks that find it asleep */
	double look_s;                 /* how long one piece of work takes, in the mean */
	double wake_mean_s;            /* from one wake to the next; 0: never */
	double wake_low_a, wake_high_a;
	double use_mean_s;             /* from one use to the next; 0: never again */
	double use_min_s, use_max_s;   /* how long one takes, */
	double use_low_a, use_high_a;  /* with so much, */
	double stretch_mean_s, pause_a; /* and after so long it pauses at so much */
	double beat_s, beat_part, beat_rest; /* music: a burst this part of each beat, the rest of it between; 0: none */
	bool used_first;               /* somebody uses it as it is plugged in */
	/* state */
	enum sim_doing doing;
	double until_s, use_ends_s, next_use_s, level_until_s;
	double centre_a, level_a, now_a;
};
void sim_activity_start(struct sim_activity *a, double t, struct sim_random *r);
double sim_activity_step(struct sim_activity *a, double t, struct sim_random *r);

/* -- Device
 * ------------------------------------------------------------------------------------------------------ */

enum sim_charger {
	SIM_SWITCHING, /* lowers its current so that its input stays at v_regulation */
	SIM_LINEAR,    /* a resistor with a brain: needs its input above the battery */
	SIM_BOARD,     /* no charger: a load that browns out below v_uvlo */
	SIM_SHORTED,   /* a resistance of short_ohm across its input */
};

enum sim_mood {
	SIM_CHARGES,
	SIM_REFUSES, /* draws its idle current and nothing else */
	SIM_PULSES,  /* looks for a battery, again and again */
};

enum sim_stage_of_charge {
	SIM_OFF,
	SIM_DETECT,
	SIM_PRECHARGE,
	SIM_CONSTANT,
	SIM_TAPER,
	SIM_DONE,
	SIM_GIVEN_UP
};

struct sim_device {
	enum sim_charger charger;
	enum sim_mood mood;
	double detect_s, detect_a;       /* finding out what it is connected to */
	double input_limit_a;            /* by its design or by what it found */
	double charge_a;                 /* into the battery */
	double precharge_part, end_part; /* of charge_a */
	double precharge_limit_s;        /* its timer gives up then; 0: has none */
	double wake_a;                   /* into a cell below 2.2 V; 0: pre-charges it at once */
	double start_a, start_s;         /* so little for so long after the attach: it boots, it enumerates */
	bool no_probe;                   /* does not ask D+ and D- what it is connected to */
	double short_ohm;
	double dies_above_v;             /* an input that does not survive this; 0: it does */
	double recharge_s, recharge_soc; /* tops up so much when it has been done for so long; 0: never */
	double v_regulation, v_uvlo, v_ovp;
	double efficiency;
	double ramp_a_per_s; /* how fast it dares to load the source; SIM_NEVER: at once */
	double ramp_step_a;  /* ramps in steps of this size; 0: smoothly */
	double back_off_a;   /* having met the limit it stays this far below; 0: it stays at the limit */
	double linger_s, retry_s; /* it takes so long to step back, and tries again after so long; 0: never again */
	double system_a;     /* what runs beside the charger */
	double idle_a;       /* after the end of charge, or refusing */
	double pulse_a, pulse_hz;
	double stop_soc;  /* likewise at this charge; 0: does not */
	double stop_at_s; /* stops charging without a taper: a limit of its own; SIM_NEVER: does not */
	double stair_a, stair_s,
		stair_top_a; /* a bench load: so much more every stair_s, then from the start */
	double use_mean_s,
		use_a; /* somebody uses it now and then: mean distance and size of bursts; 0: nobody */
	struct sim_activity activity;
	struct sim_battery battery;
	struct sim_heat heat;
	/* state */
	bool dead;
	enum sim_stage_of_charge stage;
	double since_s;     /* of the stage */
	double set_a;       /* what it allows itself now */
	double ceiling_a;   /* learnt from the limit (back_off_a) */
	double met_s, again_s; /* since when it stands at the limit; when it tries again */
	double want_a;      /* what it would take from a perfect source */
	double amps, volts; /* at its input, as solved */
	double use_until_s, next_use_s, use_now_a;
	double low_since_s;
};
void sim_device_start(struct sim_device *d, double t, struct sim_random *r);
/* Decides what it asks for now; sets want_a and set_a. `t` counts from the attach. */
void sim_device_step(struct sim_device *d, double t, double dt, struct sim_random *r);
/* What it asks for: set_a in the steps of its ramp. */
double sim_device_ask(const struct sim_device *d);
/* Takes what the circuit gave. */
void sim_device_take(struct sim_device *d, double t, double dt, double volts, double amps);
/* The most current it can draw from `emf` behind `ohms`. */
double sim_device_reach(const struct sim_device *d, double emf, double ohms);
/* The volts at its input when the source holds the current at `amps`. */
double sim_device_pinned_volts(const struct sim_device *d, double amps);

/* -- Meter
 * ------------------------------------------------------------------------------------------------------- */

struct sim_meter {
	const char *model;
	enum cd_position position;
	double rate_hz;
	double settle_s; /* how long it smooths a step, and says so */
	double noise_v, noise_a, step_v, step_a;
	double offset_v, offset_a; /* its zero errors */
	double gain_v, gain_a;     /* less 1: parts by which it reads too much */
	double shunt_ohm;          /* what it adds to the loop */
	bool data_lines, cc_lines, temperature;
	bool position_hidden; /* nobody told the program where it sits */
	double renew_s;       /* shows one value for so long; 0: a new one each time it is asked */
	/* state */
	double volts, amps, shown_v, shown_a, shown_s;
	bool primed;
};
extern const struct sim_meter sim_meters[]; /* the models people own */
enum { SIM_FNB58, SIM_TC66C, SIM_KM003C, SIM_CHEAP, _SIM_METER_MAX };
void sim_meter_step(struct sim_meter *m, double dt, double volts, double amps);
void sim_meter_read(const struct sim_meter *m, struct sim_random *r, struct cd_sample *ret);

/* -- Data and configuration lines
 * -------------------------------------------------------------------------------- */

/* What a meter with data lines sees of them. */
struct sim_lines {
	double idle_v[2]; /* D+ D-: nothing asks: a charging port's float near 0, a divider stays */
	double noise_v, noise_idle_v;
	double cc_idle_v[2], cc_v[2]; /* nothing pulls them down; a device is there */
};
struct sim_line_state {
	bool asked;     /* the device is there and drives them */
	bool cut;       /* the cable has no data lines */
	bool at_device; /* where the meter is */
	double since_s; /* the attach */
	const double *on_v;
};
void sim_lines_read(const struct sim_lines *l, const struct sim_line_state *s, struct sim_random *r,
	struct cd_sample *ret);
