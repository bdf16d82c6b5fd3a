/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The part of an analysis entry by which a reader checks the verdict by hand: from which sums the confidences come
 * (docs/json.md, "Check it by hand"). Computed when somebody asks, not with every judgement.
 */

#include "verdict.h"

struct json_object;

/* Cut to three decimals, not rounded: the sum stays at most 1. */
double cd_reasoning_cut(double confidence);
/* How many of j->ranked are worth listing. */
size_t cd_reasoning_listed(const struct cd_judgement *j);
/* ln of its prior and all its contributions together. */
double cd_reasoning_sum(const struct cd_judgement *j, const struct cd_ranked *r);

/* Adds to the entry `o` what follows its causes. *failed is set when memory is short. */
void cd_reasoning_put(const struct cd_judgement *j, struct json_object *o, bool *failed);
/* Adds to `o`, the next test, what to expect of it. */
void cd_reasoning_put_test(
	const struct cd_case *c, const struct cd_judgement *j, struct json_object *o, bool *failed);
