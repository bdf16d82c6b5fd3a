/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The bench: one source, cable, device and meter, and what a person notes. sim_rig_default() is a healthy
 * phone on a good adapter; scenarios change what they are about.
 */

#include "sim.h"
#include "sim-parts.h"

struct sim_rig {
	struct sim_source source;
	struct sim_cable cable;
	struct sim_device device;
	struct sim_meter meter;
	struct sim_meter other; /* a second one at the other end, with its own errors; rate 0: none */
	const char *port; /* the port's name; NULL: no port event, the recording's only meter is the port */
	double no_load_s; /* recorded before the device is plugged in */
	double skip_s;    /* the recording starts this long after the attach; then no_load_s is 0 */
	double run_s; /* attached and recorded; ends after_done_s after the end of charge where until_done */
	double after_done_s; /* 0: 30 */
	double tail_s;       /* recorded after the device was unplugged */
	bool until_done;
	bool contract; /* the source's voltage step is a USB PD contract that a Type-C port of the host shows */
	double data_v[2], data_step_v[2]; /* D+ D-: before and after the source's voltage step */
	struct sim_lines lines;           /* what else is to be seen of them */
	double step_s;                    /* of the calculation, at most; for charges of hours */
	double leak_a, leak_noise_a;      /* through dirt or water in the plug, with a device or without */
	bool type_c;                      /* the source gives VBUS only while its CC is pulled down */
	bool no_termination;              /* the device does not pull it */
	enum cd_enumeration
		enumeration; /* what a host's port says after the attach; _INVALID: no such port */
	/* In the middle the source is changed for another one; 0: it is not. */
	double swap_at_s, swap_s;
	struct sim_source second;
	const char *second_note;
	/* notes; NULL and _INVALID: nobody said */
	const struct cd_profile *profile;
	enum cd_battery_note battery;
	const char *led, *cable_note, *adapter_note;
	int64_t adapter_uw;
	enum cd_battery_note battery_at_end; /* said a second before the device is unplugged */
	const char *led_at_end;
};

void sim_rig_default(struct sim_rig *rig, struct sim_random *r);
/* Single parameters as the options say. */
void sim_turn(struct sim_rig *rig, const struct sim_options *o);
/* Runs it. `sink` NULL: for the facts only. */
void sim_rig_run(struct sim_rig *rig, uint64_t seed, const struct sim_sink *sink, struct sim_facts *ret);

/* Profiles that notes carry with them; the speaker is the Soundcore 2 by its rating. */
extern const struct cd_profile sim_phone, sim_speaker, sim_earbuds, sim_fast_phone;
