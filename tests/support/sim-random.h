/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Random numbers of the simulator's own: the same seed gives the same session on every machine and libc.
 * splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */

#include <stdbool.h>
#include <stdint.h>

struct sim_random {
	uint64_t state;
};

/* A generator of its own for one purpose: `stream` keeps the draws of different users apart. */
struct sim_random sim_random_make(uint64_t seed, uint64_t stream);
uint64_t sim_random_next(struct sim_random *r);
/* Uniform in [low, high). */
double sim_uniform(struct sim_random *r, double low, double high);
/* Uniform in the logarithm: for quantities known by their order of magnitude. */
double sim_log_uniform(struct sim_random *r, double low, double high);
/* Mean 0, standard deviation 1; a sum of uniforms, bounded to ±3.5. */
double sim_gauss(struct sim_random *r);
/* Time to the next event of a Poisson process with this mean distance. */
double sim_exponential(struct sim_random *r, double mean);
bool sim_chance(struct sim_random *r, double probability);
/* One of `n` values. */
double sim_pick(struct sim_random *r, const double *values, unsigned n);
