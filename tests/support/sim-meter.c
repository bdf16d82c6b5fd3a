/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The inline meter: smooths (one pole, settled within settle_s), adds noise and rounds to its steps.
 * Smoothing and rates of the models as published by their owners (FNB58 120 ms and 100/s, TC66C up to 500 ms
 * and 10/s, KM003C 1 ms); a nameless one with a display shows 10 mV and 10 mA.
 */

#include <math.h>

#include "sim-parts.h"

/* clang-format off */
const struct sim_meter sim_meters[] = {
	[SIM_FNB58] =  { .model = "FNIRSI FNB58", .rate_hz = 100, .settle_s = 0.120, .noise_v = 0.0004,
			 .noise_a = 0.0003, .step_v = 1e-5, .step_a = 1e-5, .data_lines = true },
	[SIM_TC66C] =  { .model = "RDTech TC66C", .rate_hz = 10, .settle_s = 0.500, .noise_v = 0.0008,
			 .noise_a = 0.0004, .step_v = 1e-4, .step_a = 1e-5, .data_lines = true },
	[SIM_KM003C] = { .model = "ChargerLAB POWER-Z KM003C", .rate_hz = 1000, .settle_s = 0.001,
			 .noise_v = 0.0010, .noise_a = 0.0010, .step_v = 1e-5, .step_a = 1e-5, .data_lines = true },
	[SIM_CHEAP] =  { .model = "USB tester", .rate_hz = 2, .settle_s = 0.500, .noise_v = 0.004,
			 .noise_a = 0.004, .step_v = 0.01, .step_a = 0.01 },
};
/* clang-format on */

void sim_meter_step(struct sim_meter *m, double dt, double volts, double amps)
{
	double part = m->settle_s > 0 ? fmin(1, dt / (m->settle_s / 4)) : 1; /* 4 tau: within 2 % */

	if (!m->primed)
		part = 1;
	m->primed = true;
	m->volts += (volts - m->volts) * part;
	m->amps += (amps - m->amps) * part;
	m->shown_s -= dt;
	if (m->shown_s > 0)
		return;
	m->shown_v = m->volts;
	m->shown_a = m->amps;
	m->shown_s += m->renew_s > 0 ? m->renew_s : dt;
}

static int64_t reading(double value, double noise, double step, struct sim_random *r)
{
	double v = value + noise * sim_gauss(r);

	return llround(round(v / step) * step * 1e6);
}

void sim_meter_read(const struct sim_meter *m, struct sim_random *r, struct cd_sample *ret)
{
	int64_t uv = reading(m->shown_v * (1 + m->gain_v) + m->offset_v, m->noise_v, m->step_v, r);
	int64_t ua = reading(m->shown_a * (1 + m->gain_a) + m->offset_a, m->noise_a, m->step_a, r);

	*ret = (struct cd_sample){ 0 };
	cd_sample_set(ret, CD_FIELD_VBUS, uv < 0 ? 0 : uv);
	cd_sample_set(ret, CD_FIELD_IBUS, ua < 0 ? 0 : ua);
}
