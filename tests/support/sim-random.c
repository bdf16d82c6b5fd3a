/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See sim-random.h.
 */

#include <math.h>

#include "sim-random.h"

uint64_t sim_random_next(struct sim_random *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct sim_random sim_random_make(uint64_t seed, uint64_t stream)
{
	struct sim_random r = { .state = seed * UINT64_C(0xd1342543de82ef95) + stream };

	(void)sim_random_next(&r); /* small seeds differ in few bits: one turn spreads them */
	return r;
}

double sim_uniform(struct sim_random *r, double low, double high)
{
	return low + (high - low) * (double)(sim_random_next(r) >> 11) * 0x1p-53;
}

double sim_log_uniform(struct sim_random *r, double low, double high)
{
	return exp(sim_uniform(r, log(low), log(high)));
}

/* Irwin-Hall with 12 terms would be the textbook's; four 16-bit ones from a single draw are near enough for
 * noise and a tenth of the cost. */
double sim_gauss(struct sim_random *r)
{
	uint64_t z = sim_random_next(r);
	double sum = 0;

	for (int i = 0; i < 4; i++, z >>= 16)
		sum += (double)(z & 0xffff) / 65536.0 - 0.5;
	return sum * 1.7320508075688772;
}

double sim_exponential(struct sim_random *r, double mean)
{
	return -mean * log(1.0 - sim_uniform(r, 0, 1));
}

bool sim_chance(struct sim_random *r, double probability)
{
	return sim_uniform(r, 0, 1) < probability;
}

double sim_pick(struct sim_random *r, const double *values, unsigned n)
{
	return values[sim_random_next(r) % n];
}
