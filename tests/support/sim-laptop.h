/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A laptop as its power_supply and typec files show it, and what happens to it.
 */

#include "sim-people.h"
#include "sim-stage.h"

struct sim_laptop {
	double capacity_percent, design_wh, full_wh, volts, design_volts;
	double load_w;      /* what the machine uses */
	double adapter_w;   /* what the charger can give: volts x amps of its best offer */
	double charge_w;    /* the most the battery takes */
	int end_threshold;  /* 0: the files are not there */
	const char *health; /* NULL: not exposed, as on ACPI batteries */
	const char *status; /* NULL: follows from the flow */
	bool no_typec;
	bool plugged;
	/* state */
	double flow_w; /* > 0 charges */
};

SIM_PLAY(laptop_weak);
SIM_PLAY(laptop_no_typec);
SIM_PLAY(laptop_small_but_fine);
SIM_PLAY(laptop_healthy);
SIM_PLAY(laptop_brief_load);
SIM_PLAY(laptop_full);
SIM_PLAY(laptop_limit);
SIM_PLAY(laptop_dead_pack);
SIM_PLAY(laptop_health_dead);
SIM_PLAY(laptop_stuck_online);
SIM_PLAY(phone_taken_for_sdp);
SIM_PLAY(phone_healthy);
SIM_PLAY(phone_pinned);
SIM_PLAY(hub_over_current);
SIM_PLAY(hub_spurious);
