/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The rigs that scenarios start from: usual adapters, cables, devices and meters, and the profiles that go
 * with them.
 */

#include "sim-people.h"

#define UV(v) ((int64_t)((v)*1e6))
#define UA(a) ((int64_t)((a)*1e6))
#define PROFILE(n, t, c, volts, amps, wh, from_s, to_s, enumerates_, fast)                                   \
	{                                                                                                    \
		.name = (char *)(n), .title = (char *)(t), .category = (char *)(c), .rated_uv = UV(volts),   \
		.rated_ua = UA(amps), .energy_uwh = UV(wh), .charge_time_min_s = (from_s),                   \
		.charge_time_max_s = (to_s), .regulation_uv = CD_UNKNOWN, .battery_uwh = CD_UNKNOWN, .enumerates = (enumerates_),       \
		.fast_charge = (fast)                                                                        \
	}

const struct cd_profile sim_phone =
	PROFILE("sim-phone", "Phone", "phone", 5, 2, 15, 5400, 10800, CD_YES, CD_NO);
const struct cd_profile sim_fast_phone =
	PROFILE("sim-fast-phone", "Fast phone", "phone", 12, 2, 18, 3600, 7200, CD_YES, CD_YES);
const struct cd_profile sim_speaker =
	PROFILE("anker-soundcore-2", "Anker Soundcore 2", "speaker", 5, 1.5, 23, 10800, 14400, CD_NO, CD_NO);
const struct cd_profile sim_earbuds =
	PROFILE("sim-earbuds", "Earbuds", "earbuds", 5, 0.5, 2, 3600, 7200, CD_NO, CD_NO);

void sim_use_meter(struct sim_rig *rig, unsigned model, enum cd_position position, double rate_hz)
{
	rig->meter = sim_meters[model];
	rig->meter.position = position;
	if (rate_hz > 0)
		rig->meter.rate_hz = rate_hz;
}

void sim_use_any_meter(struct sim_rig *rig, struct sim_random *r, enum cd_position position)
{
	static const double models[] = { SIM_FNB58, SIM_FNB58, SIM_TC66C, SIM_KM003C, SIM_CHEAP };

	sim_use_meter(rig, (unsigned)sim_pick(r, models, CD_ELEMENTSOF(models)), position, 0);
	if (rig->meter.rate_hz > 200)
		rig->meter.rate_hz = 100; /* what its owners choose for hours */
}

void sim_use_phone(struct sim_rig *rig, struct sim_random *r)
{
	rig->profile = &sim_phone;
	rig->device = (struct sim_device){ .charger = SIM_SWITCHING,
		.detect_s = sim_uniform(r, 0.5, 1.5),
		.detect_a = sim_uniform(r, 0.02, 0.09),
		.input_limit_a = sim_uniform(r, 1.75, 2.0),
		.charge_a = sim_uniform(r, 2.0, 2.6),
		.precharge_part = 0.1,
		.end_part = sim_uniform(r, 0.05, 0.1),
		.v_regulation = sim_uniform(r, 4.40, 4.60),
		.v_uvlo = sim_uniform(r, 3.6, 3.9),
		.v_ovp = 6.5,
		.efficiency = sim_uniform(r, 0.85, 0.92),
		.ramp_a_per_s = sim_log_uniform(r, 1, 20),
		.system_a = sim_uniform(r, 0.01, 0.06),
		.idle_a = sim_uniform(r, 0.005, 0.03),
		.stop_at_s = SIM_NEVER,
		.battery = { .cells = 1, .capacity_ah = 3.2, .r0 = 0.05, .soc = sim_uniform(r, 0.1, 0.6) } };
}

/* Two cells in series behind a boost charger: the input current rises with the pack's voltage. */
void sim_use_speaker(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_phone(rig, r);
	rig->profile = &sim_speaker;
	rig->device.input_limit_a = 1.5;
	rig->device.charge_a = sim_uniform(r, 0.68, 0.76);
	rig->device.system_a = sim_uniform(r, 0.005, 0.02);
	rig->device.battery = (struct sim_battery){ .cells = 2,
		.capacity_ah = 2.6,
		.r0 = sim_uniform(r, 0.06, 0.09),
		.soc = sim_uniform(r, 0.1, 0.6) };
}

void sim_use_earbuds(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_phone(rig, r);
	rig->profile = &sim_earbuds;
	rig->device.charger = SIM_LINEAR;
	rig->device.input_limit_a = 0.5;
	rig->device.charge_a = sim_uniform(r, 0.25, 0.45);
	rig->device.system_a = 0.002;
	rig->device.idle_a = 0.002;
	rig->device.detect_a = 0.005;
	rig->device.battery = (struct sim_battery){
		.cells = 1, .capacity_ah = 0.45, .r0 = 0.35, .soc = sim_uniform(r, 0.1, 0.5)
	};
}

void sim_rig_default(struct sim_rig *rig, struct sim_random *r)
{
	*rig = (struct sim_rig){ .no_load_s = 4,
		.run_s = 60,
		.data_v = { 0.6, 0.6 },
		.data_step_v = { 0.6, 0.6 },
		.lines = { .idle_v = { 0.03, 0.03 }, .noise_v = 0.002, .noise_idle_v = 0.002 },
		.enumeration = _CD_ENUMERATION_INVALID,
		.battery = _CD_BATTERY_INVALID,
		.battery_at_end = _CD_BATTERY_INVALID,
		.adapter_uw = CD_UNKNOWN };
	rig->source = (struct sim_source){ .v0 = sim_uniform(r, 5.0, 5.2),
		.rs = sim_uniform(r, 0.02, 0.08),
		.compensation_v = 0.25,
		.limit_a = sim_uniform(r, 2.5, 3.3),
		.overload = SIM_FOLD_BACK,
		.trip_s = 0.02,
		.off_min_s = 0.2,
		.off_max_s = 0.8,
		.soft_start_s = 0.05,
		.step_at_s = SIM_NEVER,
		.leave_at_s = SIM_NEVER };
	rig->cable = (struct sim_cable){ .r_loop = sim_uniform(r, 0.08, 0.2),
		.break_min_s = 0.01,
		.break_max_s = 2,
		.replug_at_s = SIM_NEVER };
	sim_use_meter(rig, SIM_FNB58, CD_POSITION_SOURCE, 0);
	sim_use_phone(rig, r);
}

/* A battery near its end of charge, small enough that the taper ends within the recording. */
void sim_nearly_full(struct sim_rig *rig, struct sim_random *r)
{
	struct sim_battery *b = &rig->device.battery;

	b->capacity_ah *= 0.5;
	b->soc = sim_uniform(r, 0.80, 0.86);
	b->r0 = sim_uniform(r, 0.06, 0.1) / rig->device.charge_a;
	rig->until_done = true;
	rig->run_s = 7200;
	rig->step_s = 0.02;
}
