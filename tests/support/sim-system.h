/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Scenarios of what the kernel says; sim-scenarios.c and sim-scenarios-next.c have the tables.
 */

#include "sim-machine.h"

/* One of an array. */
#define SIM_PICK(r, array) ((array)[sim_random_next(r) % CD_ELEMENTSOF(array)])

SIM_PLAY(negotiation_low);
SIM_PLAY(negotiation_low_gains);
SIM_PLAY(negotiation_low_profile);
SIM_PLAY(negotiation_settles);
SIM_PLAY(negotiation_all_it_wants);
SIM_PLAY(contract_pps_listed);
SIM_PLAY(contract_epr);
SIM_PLAY(contract_nominal);
SIM_PLAY(dock_weak);
SIM_PLAY(weak_without_pd);
SIM_PLAY(weak_by_slow_bit);
SIM_PLAY(weak_refused);
SIM_PLAY(slow_bit_gains);
SIM_PLAY(cable_underrated);
SIM_PLAY(cable_underrated_silent);
SIM_PLAY(cable_underrated_label);
SIM_PLAY(cable_or_60w);
SIM_PLAY(cable_3a_60w_label);
SIM_PLAY(cable_3a_enough);
SIM_PLAY(cable_5a);

SIM_PLAY(pack_worn);
SIM_PLAY(pack_worn_full);
SIM_PLAY(pack_used);
SIM_PLAY(pack_miscounted);
SIM_PLAY(pack_bad_while_charging);
SIM_PLAY(pack_good_words);
SIM_PLAY(pack_dead);
SIM_PLAY(pack_empty);
SIM_PLAY(pack_timer);
SIM_PLAY(pack_grows_hot);
SIM_PLAY(pack_cold);
SIM_PLAY(pack_hot_no_word);
SIM_PLAY(pack_warm_charging);
SIM_PLAY(pack_hot_full);
SIM_PLAY(pack_held);
SIM_PLAY(pack_held_between);
SIM_PLAY(pack_held_above);
SIM_PLAY(pack_inhibited);
SIM_PLAY(pack_calibrates);
SIM_PLAY(pack_any_level);
SIM_PLAY(pack_rests);
SIM_PLAY(pack_just_plugged);
SIM_PLAY(pack_two);
SIM_PLAY(pack_two_one_dead);
SIM_PLAY(pack_long_life);
SIM_PLAY(pack_charges_nothing);
SIM_PLAY(pack_tail);
SIM_PLAY(pack_recovers);
SIM_PLAY(pack_absent);
SIM_PLAY(pack_unplugged);
SIM_PLAY(pack_replugged);
SIM_PLAY(pack_better_charger);
SIM_PLAY(pack_sparse);

SIM_PLAY(phone_input_limited);
SIM_PLAY(phone_input_limited_typec);
SIM_PLAY(phone_sdp_gains);
SIM_PLAY(phone_sdp_full);
SIM_PLAY(phone_sdp_raised);
SIM_PLAY(phone_any_charger);
SIM_PLAY(phone_not_drawing);
SIM_PLAY(phone_not_drawing_full);
SIM_PLAY(phone_dead_cell);
SIM_PLAY(phone_hot);
SIM_PLAY(phone_held);
SIM_PLAY(phone_timer);
SIM_PLAY(phone_timer_low);
SIM_PLAY(phone_revived);
SIM_PLAY(phone_revived_in_vain);
SIM_PLAY(phone_held_then_charges);
SIM_PLAY(phone_overvoltage);
SIM_PLAY(phone_9v);
SIM_PLAY(phone_cold_says_good);
SIM_PLAY(phone_low_gets_nothing);
SIM_PLAY(phone_says_charging_in_vain);
SIM_PLAY(phone_stops_at_80);
SIM_PLAY(phone_no_partner);

SIM_PLAY(pd_cable_silent);
SIM_PLAY(pd_cable_3a);
SIM_PLAY(pd_cable_5a);
SIM_PLAY(pd_five_volts);

SIM_PLAY(host_charge_only);
SIM_PLAY(host_charge_only_typec);
SIM_PLAY(host_never_enumerates);
SIM_PLAY(host_unknown_device);
SIM_PLAY(host_slow_to_enumerate);
SIM_PLAY(host_enumeration_failed);
SIM_PLAY(host_device);
SIM_PLAY(host_old_count);
SIM_PLAY(host_one_trip);
SIM_PLAY(host_flood_alone);
SIM_PLAY(host_count_wraps);
SIM_PLAY(desktop_output);
SIM_PLAY(board_ups);
