/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Scenarios without a meter: what the kernel's files say, snapshot by snapshot. A stage has a clock and
 * speaks in events; a set is one input's snapshot, filled with printf and handed out sorted, as the event
 * wants it.
 */

#include "sim.h"

#define SIM_SET_ITEMS 64
#define SIM_SET_TEXT 6144

struct sim_attribute_set {
	struct cd_attribute items[SIM_SET_ITEMS];
	struct cd_attributes view;
	size_t n, used;
	char text[SIM_SET_TEXT];
};
void sim_put(struct sim_attribute_set *set, const char *key, const char *fmt, ...) CD_PRINTF(3, 4);
void sim_put_error(struct sim_attribute_set *set, const char *key, int error);

struct sim_stage {
	const struct sim_sink *sink; /* NULL: nobody listens */
	int64_t t_us;
};
void sim_wait(struct sim_stage *stage, double seconds);
void sim_say_added(struct sim_stage *stage, const char *input, enum cd_input_kind kind);
void sim_say_removed(struct sim_stage *stage, const char *input);
void sim_say_attributes(struct sim_stage *stage, const char *input, struct sim_attribute_set *set);
void sim_say_port(struct sim_stage *stage, const char *name, const char *const *inputs, size_t n);
void sim_say_over_current(struct sim_stage *stage, const char *input, uint32_t count);
void sim_say_meter(struct sim_stage *stage, const char *input, const char *model, enum cd_position position,
	int64_t settle_us);
/* One sample of a meter; `amps` flows towards the device. */
void sim_say_sample(struct sim_stage *stage, const char *input, double volts, double amps);
void sim_say_enumeration(struct sim_stage *stage, const char *input, enum cd_enumeration result);
/* A PD message without its CRC; `sop` 0 SOP, 1 SOP'. */
void sim_say_pd(struct sim_stage *stage, const char *input, unsigned sop, uint16_t header,
	const uint32_t *objects, size_t n);
/* `note` begins as CD_NOTE_NOTHING. */
void sim_say_note(struct sim_stage *stage, const char *input, const struct cd_event_note *note);
