/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A meter at each end of the cable: what one of them cannot tell, both can. They are any two meters that people own, and
 * differ by what meters differ: a few millivolts, and the current that the one at the device's end takes from the line.
 */

#include "sim-people.h"

static void both_ends(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_any_meter(rig, r, CD_POSITION_SOURCE);
	rig->other = rig->meter;
	sim_use_any_meter(rig, r, CD_POSITION_DEVICE);
	rig->other.rate_hz = rig->meter.rate_hz; /* one clock of the bench */
	rig->other.offset_v = 0.01 * sim_gauss(r);
	rig->other.offset_a = sim_uniform(r, 0, 0.025);
	rig->run_s = 60;
}

SIM_SET(both_ends_healthy)
{
	rig->cable.r_loop = sim_uniform(r, 0.08, 0.20);
	both_ends(rig, r);
}

SIM_SET(both_ends_cable)
{
	rig->cable.r_loop = sim_uniform(r, 0.7, 1.6);
	rig->device.ramp_a_per_s = 50;
	both_ends(rig, r);
}

SIM_SET(both_ends_limit)
{
	rig->source.limit_a = sim_uniform(r, 0.5, 1.1);
	rig->source.overload = SIM_FOLD_BACK;
	rig->cable.r_loop = sim_uniform(r, 0.08, 0.20);
	rig->device.ramp_a_per_s = 50;
	both_ends(rig, r);
}
