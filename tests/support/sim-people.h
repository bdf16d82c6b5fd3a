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
SIM_SET(contract_unseen);
SIM_SET(bounce);
SIM_SET(replug);
SIM_SET(pulled);
SIM_SET(anybody);
SIM_SET(clean_stop);
SIM_SHOWS(charging);
SIM_SHOWS(done);
SIM_SHOWS(slow);

SIM_SET(in_use_charging);
SIM_SET(in_use_to_full);
SIM_SET(in_use_full);
SIM_SET(at_rest_full);
SIM_SET(in_use_moved);
SIM_SET(tablet_charging);
SIM_SET(tablet_full);
SIM_SET(music_charging);
SIM_SET(music_full);
SIM_SHOWS(in_use_done);

SIM_SET(both_ends_healthy);
SIM_SET(both_ends_cable);
SIM_SET(both_ends_limit);
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
SIM_SHOWS(grown);
SIM_SHOWS(held_short);

SIM_SET(limit_ramp);
SIM_SET(limit_steady);
SIM_SET(limit_source_end);
SIM_SET(limit_linear);
SIM_SET(limit_back_off);
SIM_SET(limit_retries);
SIM_SET(limit_retries_late);
SIM_SET(hiccup);
SIM_SET(hiccup_device_end);
SIM_SET(hiccup_bench);
SIM_SET(limit_late);
SIM_SET(overvoltage_step);
SIM_SET(undervoltage);
SIM_SET(undervoltage_late);
SIM_SET(overvoltage);
SIM_SET(overvoltage_stuck);
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

SIM_SET(charge_only);
SIM_SET(charge_only_device_end);
SIM_SET(charge_only_host);
SIM_SET(silent_on_host);
SIM_SET(phone_on_host);
SIM_SET(never_asks);
SIM_SHOWS(unnamed_current);
SIM_SET(contaminated);
SIM_SET(contaminated_late);
SIM_SHOWS(leak);
SIM_SET(meter_offset);
SIM_SET(healthy_type_c);
SIM_SET(no_termination);
SIM_SET(type_c_idle);
SIM_SET(no_termination_blind);
SIM_SET(dead_adapter);
SIM_SHOWS(no_volts);

SIM_SET(bank_small);
SIM_SET(bank_taper);
SIM_SHOWS(bank_off);
SIM_SET(bank_after_full);
SIM_SHOWS(bank_off_full);
SIM_SET(little_unplugged);
SIM_SET(little_pulled);
SIM_SET(little_all_along);
SIM_SHOWS(little_current);
SIM_SET(wrong_type);
SIM_SET(wrong_type_one_amp);
SIM_SET(wrong_type_unknown);
SIM_SHOWS(held_back);
SIM_SET(healthy_divider);
SIM_SET(divider_enough);
SIM_SET(ripple);
SIM_SET(latching);
SIM_SHOWS(latched);
SIM_SET(cable_warming);
SIM_SET(noisy_contact);
SIM_SET(cable_grows);
SIM_SET(cable_grows_both_ends);
SIM_SET(adapter_fades);
SIM_SET(slow_contact);
SIM_SET(short_held);

SIM_SET(stuck_timer);
SIM_SHOWS(gave_up);
SIM_SET(stuck_long);
SIM_SET(stuck_so_far);
SIM_SET(overdischarged_phone);
SIM_SET(overdischarged_wake);
SIM_SET(slow_start);
SIM_SET(crawl);
SIM_SHOWS(crawls);
SIM_SET(hung);
SIM_SET(hung_unknown);
SIM_SET(full_replugged);
SIM_SHOWS(next_to_nothing);
SIM_SET(board_short);
SIM_SET(board_short_twice);
SIM_SHOWS(short_trips);
SIM_SET(board_drain);
SIM_SHOWS(drained);
SIM_SET(board_drain_short);
SIM_SET(low_for_long);
SIM_SET(board_killed);
SIM_SHOWS(killed);

SIM_SET(hold_hot);
SIM_SET(hold_warm);
SIM_SET(hold_cold);
SIM_SET(hold_blind);
SIM_SHOWS(held);
SIM_SET(warm_but_fine);
SIM_SHOWS(never_held);
SIM_SET(limit_edge);
SIM_SHOWS(edge);

SIM_SET(whole_phone);
SIM_SET(worn_phone);
SIM_SET(whole_speaker);
SIM_SET(worn_speaker);
SIM_SET(worn_unmarked);
SIM_SHOWS(worn);
SIM_SHOWS(worn_speaker);
SIM_SHOWS(whole_phone);
SIM_SHOWS(whole_speaker);
SIM_SET(partial);
SIM_SHOWS(partial);
SIM_SET(taken_off);
SIM_SHOWS(taken_off);
SIM_SET(cold_whole);
SIM_SET(tops_up);
