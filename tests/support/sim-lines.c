/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * D+ and D- as an inline meter sees them. A charging port shorts them, so both follow the 0.6 V with which
 * the device asks (BC1.2 primary detection); a divider (Apple's, Samsung's) holds its own two levels whoever
 * asks. A cable of two conductors hides each side from the other: at the adapter nobody ever asks, at the
 * device D+ rises and D- does not answer.
 */

#include <math.h>

#include "sim-parts.h"

#define PROBE_V 0.6
#define PROBE_S 1.0

static double noisy(double volts, double noise, struct sim_random *r)
{
	return fmax(0, volts + noise * sim_gauss(r));
}

void sim_lines_read(const struct sim_lines *l, const struct sim_line_state *s, struct sim_random *r,
	struct cd_sample *ret)
{
	static const double nothing[2] = { 0, 0 }, question[2] = { PROBE_V, 0 };
	const double *v = s->asked ? s->on_v : l->idle_v;

	if (s->cut && s->at_device)
		v = s->asked && s->since_s < PROBE_S ? question : nothing;
	else if (s->cut)
		v = l->idle_v;
	for (int k = 0; k < 2; k++) {
		double volts = noisy(v[k], v == l->idle_v ? l->noise_idle_v : l->noise_v, r);

		cd_sample_set(ret, k == 0 ? CD_FIELD_DP : CD_FIELD_DM, llround(volts * 1000) * 1000);
	}
}
