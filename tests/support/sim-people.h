/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What scenarios are made of; see sim-people.c.
 */

#include "sim-rig.h"

void sim_use_meter(struct sim_rig *rig, unsigned model, enum cd_position position, double rate_hz);
/* One of the models people own. */
void sim_use_any_meter(struct sim_rig *rig, struct sim_random *r, enum cd_position position);
void sim_use_phone(struct sim_rig *rig, struct sim_random *r);
void sim_use_speaker(struct sim_rig *rig, struct sim_random *r);
void sim_use_earbuds(struct sim_rig *rig, struct sim_random *r);
void sim_nearly_full(struct sim_rig *rig, struct sim_random *r);

/* Scenarios, by what is wrong; sim-scenarios.c has the table. */
#define SIM_SET(name) void sim_set_##name(struct sim_rig *rig, struct sim_random *r)
#define SIM_PLAY(name) void sim_play_##name(struct sim_stage *stage, struct sim_random *r)
#define SIM_SHOWS(name) bool sim_shows_##name(const struct sim_facts *f)

SIM_SET(healthy_phone);
SIM_SET(full_phone);
SIM_SET(soundcore_full);
SIM_SET(phone_late);
SIM_SET(earbuds);
SIM_SET(compensated);
SIM_SET(device_end);
SIM_SET(in_use);
SIM_SET(cheap_meter);
SIM_SET(slow_port);
SIM_SET(slow_no_profile);
SIM_SET(high_but_fine);
SIM_SET(low_but_fine);
SIM_SET(fast_phone);
SIM_SET(contract);
SIM_SET(bounce);
SIM_SET(replug);
SIM_SET(pulled);
SIM_SET(anybody);
SIM_SET(clean_stop);
SIM_SHOWS(charging);
SIM_SHOWS(done);
SIM_SHOWS(slow);

SIM_SET(cable_ramp);
SIM_SET(speaker_cable);
SIM_SET(cable_steady);
SIM_SET(cable_source_end);
SIM_SET(cable_late);
SIM_SET(cable_no_regulation);
SIM_SET(flaky_source_end);
SIM_SET(flaky_device_end);
SIM_SHOWS(limited);
SIM_SHOWS(knee_visible);
SIM_SHOWS(breaks);

SIM_SET(limit_ramp);
SIM_SET(limit_steady);
SIM_SET(limit_source_end);
SIM_SET(limit_linear);
SIM_SET(limit_back_off);
SIM_SET(hiccup);
SIM_SET(hiccup_device_end);
SIM_SET(hiccup_bench);
SIM_SET(limit_late);
SIM_SET(overvoltage_step);
SIM_SET(undervoltage);
SIM_SET(undervoltage_late);
SIM_SET(overvoltage);
SIM_SET(fast_overvoltage);
SIM_SET(overcurrent);
SIM_SET(slightly_over);
SIM_SET(over_no_profile);
SIM_SHOWS(pinned);
SIM_SHOWS(knee_pinned);
SIM_SHOWS(trips);
SIM_SHOWS(over_volts);
SIM_SHOWS(over_amps);

SIM_SET(overdischarged);
SIM_SET(overdischarged_waiting);
SIM_SET(short_precharge);
SIM_SET(not_accepting);
SIM_SET(not_accepting_pulses);
SIM_SET(not_accepting_unknown);
SIM_SET(full_by_led);
SIM_SET(three_seconds);
SIM_SET(nothing_plugged);
SIM_SHOWS(precharge_step);
SIM_SHOWS(precharge_only);
SIM_SHOWS(no_current);

SIM_SET(murky_healthy);
SIM_SET(murky_cable);
SIM_SET(murky_limit);
SIM_SET(murky_hiccup);
SIM_SET(murky_contact);
SIM_SET(marginal_cable);
SIM_SET(board);
SIM_SET(undervoltage_device_end);
SIM_SET(overdischarged_linear);
SIM_SHOWS(some_trips);
SIM_SHOWS(some_breaks);
