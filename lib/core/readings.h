/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What flows at a port, each number with its kind, age and author: from samples and from facts.
 */

#include "facts.h"

struct cd_readings {
	struct cd_reading item[_CD_READING_MAX];
};

void cd_readings_init(struct cd_readings *r);
/* `ibus_ua`: the current with its sign settled, or CD_UNKNOWN. */
void cd_readings_sample(
	struct cd_readings *r, const char *input, int64_t t_us, const struct cd_sample *s, int64_t ibus_ua);
/* The input is gone: so are its numbers, and its name. */
void cd_readings_forget(struct cd_readings *r, const char *input);
/* Renews every reading that comes from attributes. */
void cd_readings_from_facts(
	struct cd_readings *r, const struct cd_facts *f, struct cd_input *const *inputs, size_t n);
/* NULL: unknown. */
const char *cd_readings_state(const struct cd_facts *f, enum cd_state_id id);
