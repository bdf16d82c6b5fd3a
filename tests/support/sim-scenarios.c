/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of scenarios: name, what it is, the cause that is true and can be known from the data, others
 * that are no mistake. What one meter can know depends on where it sits: at the device a resistive cable and
 * an adapter that holds its current look alike once they are steady, and at the adapter a cable shows nothing
 * but its breaks.
 */

#include "sim-laptop.h"
#include "sim-system.h"

#define TRIES 40

/* clang-format off */
const struct sim_scenario sim_scenarios[] = {
	{ "healthy-phone", "phone on a good adapter and cable",
		"charging", NULL, true, .set = sim_set_healthy_phone, .shows = sim_shows_charging },
	{ "healthy-device-end", "the same, meter at the phone",
		"charging", NULL, true, .set = sim_set_device_end, .shows = sim_shows_charging },
	{ "healthy-in-use", "a phone used while it charges: steps of load",
		"charging", NULL, true, .set = sim_set_in_use, .shows = sim_shows_charging },
	{ "healthy-cheap-meter", "a meter of 10 mV and 10 mA, two samples a second",
		"charging", NULL, true, .set = sim_set_cheap_meter, .shows = sim_shows_charging },
	{ "healthy-earbuds", "earbuds take 0.3 A of 5 V: that is all they want",
		"charging", NULL, true, .set = sim_set_earbuds, .shows = sim_shows_charging },
	{ "healthy-compensated", "an adapter whose voltage rises with the load",
		"charging", NULL, true, .set = sim_set_compensated, .shows = sim_shows_charging },
	{ "healthy-high", "5.3-5.4 V, within what USB allows",
		"charging", NULL, true, .set = sim_set_high_but_fine, .shows = sim_shows_charging },
	{ "healthy-low", "4.9 V, within what USB allows",
		"charging", NULL, true, .set = sim_set_low_but_fine, .shows = sim_shows_charging },
	{ "healthy-fast-phone", "9 V for a phone that asked for it",
		"charging", NULL, true, .set = sim_set_fast_phone, .shows = sim_shows_charging },
	{ "healthy-contract", "9-20 V by a USB PD contract",
		"charging", NULL, true, .set = sim_set_contract, .shows = sim_shows_charging },
	{ "healthy-bounce", "the plug takes a moment to settle",
		"charging", NULL, true, .set = sim_set_bounce },
	{ "healthy-replug", "pulled and put back once",
		"charging", NULL, true, .set = sim_set_replug },
	{ "healthy-pulled", "at the end the adapter is pulled from the wall",
		"charging", NULL, true, .set = sim_set_pulled },
	{ "healthy-anybody", "any device, meter, place and start",
		"charging", "inconclusive", true, .set = sim_set_anybody, .shows = sim_shows_charging },
	{ "healthy-board", "a board without a battery, its load comes and goes",
		"charging", NULL, true, .set = sim_set_board, .shows = sim_shows_charging },
	{ "clean-stop", "the current stops without a taper",
		"charging", "inconclusive charge-limit", true,
		.set = sim_set_clean_stop, .shows = sim_shows_charging },
	{ "full-phone", "to the end of charge, taper and all",
		"full", NULL, true, .set = sim_set_full_phone, .shows = sim_shows_done },
	{ "soundcore-full", "a two-cell speaker to the end of charge",
		"full", NULL, true, .set = sim_set_soundcore_full, .shows = sim_shows_done },
	{ "phone-late", "recorded from the middle of the taper, phone in use",
		"full", "charging", true, .set = sim_set_phone_late },
	{ "slow-port", "a phone on a computer's port",
		"charging-slowly", NULL, true, .set = sim_set_slow_port, .shows = sim_shows_slow },
	{ "slow-no-profile", "the same, nobody says what the device can take",
		"charging", "charging-slowly inconclusive", true,
		.set = sim_set_slow_no_profile, .shows = sim_shows_slow },
	{ "full-by-led", "next to no current, and the lamp says full",
		"full", NULL, true, .set = sim_set_full_by_led, .shows = sim_shows_no_current },

	{ "bad-cable-ramp", "resistive cable, meter at the device, the way up recorded",
		"cable-resistance", "cable-or-adapter", false,
		.set = sim_set_cable_ramp, .shows = sim_shows_knee_visible },
	{ "speaker-thin-cable", "a Soundcore 2 on a resistive cable, meter at the speaker",
		"cable-resistance", "cable-or-adapter", false,
		.set = sim_set_speaker_cable, .shows = sim_shows_knee_visible },
	{ "bad-cable-steady", "the same, only the plateau recorded",
		"cable-or-adapter", NULL, false, .set = sim_set_cable_steady, .shows = sim_shows_limited },
	{ "bad-cable-late", "the same, nothing recorded before the plug",
		"cable-or-adapter", "inconclusive", false, .set = sim_set_cable_late },
	{ "bad-cable-source", "resistive cable, meter at the adapter: it cannot be seen",
		"inconclusive", "charging charging-slowly cable-or-adapter", false,
		.set = sim_set_cable_source_end },
	{ "bad-cable-board", "resistive cable, stepped load, meter at the board",
		"cable-or-adapter", "cable-resistance", false, .set = sim_set_cable_no_regulation },
	{ "flaky-cable", "a contact that opens now and then, meter at the adapter",
		"cable-intermittent", NULL, false,
		.set = sim_set_flaky_source_end, .shows = sim_shows_breaks },
	{ "flaky-cable-device", "the same, meter at the device",
		"cable-intermittent", "cable-or-adapter inconclusive", false,
		.set = sim_set_flaky_device_end, .shows = sim_shows_breaks },

	{ "weak-adapter", "an adapter that holds 0.5-1.1 A, meter at the adapter",
		"adapter-current-limited", NULL, false,
		.set = sim_set_limit_source_end, .shows = sim_shows_pinned },
	{ "weak-adapter-linear", "the same, a device without input regulation",
		"adapter-current-limited", NULL, false,
		.set = sim_set_limit_linear, .shows = sim_shows_pinned },
	{ "weak-adapter-late", "the same, nothing recorded before the plug",
		"adapter-current-limited", "cable-or-adapter inconclusive adapter-undervoltage", false,
		.set = sim_set_limit_late },
	{ "weak-adapter-ramp", "meter at the device, the way up recorded",
		"adapter-current-limited", "cable-or-adapter", false,
		.set = sim_set_limit_ramp, .shows = sim_shows_knee_pinned },
	{ "weak-adapter-steady", "the same, only the plateau recorded",
		"cable-or-adapter", NULL, false, .set = sim_set_limit_steady, .shows = sim_shows_pinned },
	{ "weak-adapter-back-off", "the device steps back from the limit",
		"inconclusive", "adapter-current-limited charging charging-slowly cable-or-adapter", false,
		.set = sim_set_limit_back_off },
	{ "hiccup", "an adapter that trips on load and comes back",
		"adapter-hiccup", NULL, false, .set = sim_set_hiccup, .shows = sim_shows_trips },
	{ "hiccup-bench", "one with cable compensation under a stair of load",
		"adapter-hiccup", NULL, false, .set = sim_set_hiccup_bench, .shows = sim_shows_trips },
	{ "hiccup-device", "the same, meter at the device",
		"adapter-hiccup", "cable-or-adapter", false,
		.set = sim_set_hiccup_device_end, .shows = sim_shows_trips },
	{ "undervoltage", "4.35-4.60 V without load",
		"adapter-undervoltage", NULL, false, .set = sim_set_undervoltage },
	{ "undervoltage-late", "the same, nothing recorded before the plug",
		"adapter-undervoltage", "cable-or-adapter inconclusive adapter-current-limited", false,
		.set = sim_set_undervoltage_late },
	{ "overvoltage", "5.7-5.95 V",
		"adapter-overvoltage", NULL, false,
		.set = sim_set_overvoltage, .shows = sim_shows_over_volts },
	{ "overvoltage-step", "from 5 V to 5.7-5.95 V while it charges",
		"adapter-overvoltage", NULL, false,
		.set = sim_set_overvoltage_step, .shows = sim_shows_over_volts },
	{ "fast-overvoltage", "9 or 12 V for a device made for 5 V",
		"fast-charge-overvoltage", NULL, false,
		.set = sim_set_fast_overvoltage, .shows = sim_shows_over_volts },
	{ "overcurrent", "1.4-1.8 times the rated current",
		"fast-charge-overcurrent", NULL, false,
		.set = sim_set_overcurrent, .shows = sim_shows_over_amps },
	{ "slightly-over", "1.03-1.1 times the rated current",
		"charging", NULL, true, .set = sim_set_slightly_over, .shows = sim_shows_charging },
	{ "over-no-profile", "much current, nobody says what it is rated for",
		"charging", NULL, true, .set = sim_set_over_no_profile, .shows = sim_shows_charging },

	{ "overdischarged", "pre-charge for minutes, then the step",
		"battery-overdischarged", NULL, false,
		.set = sim_set_overdischarged, .shows = sim_shows_precharge_step },
	{ "overdischarged-waiting", "pre-charge so far",
		"battery-overdischarged", "inconclusive charging-slowly battery-not-accepting", false,
		.set = sim_set_overdischarged_waiting, .shows = sim_shows_precharge_only },
	{ "short-precharge", "an empty battery's seconds of pre-charge",
		"charging", NULL, true, .set = sim_set_short_precharge, .shows = sim_shows_charging },
	{ "not-accepting", "next to no current, the battery is said to be low",
		"battery-not-accepting", NULL, false,
		.set = sim_set_not_accepting, .shows = sim_shows_no_current },
	{ "not-accepting-pulses", "the device looks for a battery, again and again",
		"battery-not-accepting", "battery-overdischarged", false,
		.set = sim_set_not_accepting_pulses, .shows = sim_shows_no_current },
	{ "no-current-unknown", "next to no current, nobody says more",
		"inconclusive", "full charging-slowly", true,
		.set = sim_set_not_accepting_unknown, .shows = sim_shows_no_current },
	{ "three-seconds", "too short to judge",
		"inconclusive", "charging", true, .set = sim_set_three_seconds },
	{ "nothing-plugged", "a good voltage and no device",
		"inconclusive", NULL, true, .set = sim_set_nothing_plugged },

	{ "murky-healthy", "nothing wrong, poorly recorded",
		"charging", "inconclusive full", true,
		.set = sim_set_murky_healthy, .shows = sim_shows_charging },
	{ "murky-cable", "resistive cable, poorly recorded from the device's end",
		"cable-or-adapter", "cable-resistance inconclusive charging charging-slowly", false,
		.set = sim_set_murky_cable },
	{ "murky-limit", "an adapter that holds its current, poorly recorded",
		"cable-or-adapter", "adapter-current-limited inconclusive charging charging-slowly", false,
		.set = sim_set_murky_limit },
	{ "murky-hiccup", "an adapter that trips, poorly recorded",
		"adapter-hiccup", "cable-or-adapter inconclusive", false,
		.set = sim_set_murky_hiccup, .shows = sim_shows_some_trips },
	{ "murky-contact", "a contact that opens, poorly recorded",
		"cable-intermittent", "cable-or-adapter inconclusive", false,
		.set = sim_set_murky_contact, .shows = sim_shows_some_breaks },
	{ "marginal-cable", "0.28-0.42 ohm: neither good nor bad",
		"charging", "cable-resistance cable-or-adapter inconclusive", false,
		.set = sim_set_marginal_cable },
	{ "undervoltage-device", "4.35-4.60 V without load, meter at the device",
		"adapter-undervoltage", "cable-or-adapter inconclusive", false,
		.set = sim_set_undervoltage_device_end },
	{ "overdischarged-linear", "a small deep cell behind a linear charger",
		"battery-overdischarged", NULL, false,
		.set = sim_set_overdischarged_linear, .shows = sim_shows_precharge_step },

	{ "healthy-divider", "an adapter whose data lines hold known levels",
		"charging", NULL, true, .set = sim_set_healthy_divider, .shows = sim_shows_charging },
	{ "healthy-divider-small", "Apple's levels for 1 A, and half an ampere is all the device wants",
		"charging", NULL, true, .set = sim_set_divider_enough, .shows = sim_shows_charging },
	{ "healthy-type-c", "a Type-C source whose CC is pulled down",
		"charging", NULL, true, .set = sim_set_healthy_type_c, .shows = sim_shows_charging },
	{ "healthy-ripple", "mains ripple on the adapter's voltage",
		"charging", NULL, true, .set = sim_set_ripple, .shows = sim_shows_charging },
	{ "never-asks", "earbuds that never ask on D+",
		"charging", "charging-slowly", true, .set = sim_set_never_asks, .shows = sim_shows_charging },
	{ "meter-offset", "a meter that shows some milliamperes of nothing",
		"charging", "inconclusive", true, .set = sim_set_meter_offset, .shows = sim_shows_charging },
	{ "slow-start", "100 mA until it has booted",
		"charging", "inconclusive", true, .set = sim_set_slow_start, .shows = sim_shows_charging },
	{ "warm-but-fine", "a warm room",
		"charging", NULL, true, .set = sim_set_warm_but_fine, .shows = sim_shows_never_held },
	{ "little-all-along", "30 mA from a supply that stays on",
		"charging", "inconclusive", true,
		.set = sim_set_little_all_along, .shows = sim_shows_little_current },
	{ "little-unplugged", "unplugged while it takes 30 mA",
		"charging", "inconclusive", true,
		.set = sim_set_little_unplugged, .shows = sim_shows_little_current },
	{ "little-pulled", "the adapter pulled after ten minutes of 30 mA",
		"charging", "inconclusive", true,
		.set = sim_set_little_pulled, .shows = sim_shows_little_current },
	{ "whole-phone", "a phone from empty to full",
		"full", NULL, true, .set = sim_set_whole_phone, .shows = sim_shows_whole_phone },
	{ "whole-speaker", "a speaker from empty to full",
		"full", NULL, true, .set = sim_set_whole_speaker, .shows = sim_shows_whole_speaker },
	{ "cold-whole", "from empty to full in the cold: an early taper, and all of the energy",
		"full", "inconclusive", true, .set = sim_set_cold_whole, .shows = sim_shows_whole_phone },
	{ "partial", "from half to full, and nobody says from where",
		"full", NULL, true, .set = sim_set_partial, .shows = sim_shows_partial },
	{ "taken-off", "from empty, taken off half way",
		"charging", NULL, true, .set = sim_set_taken_off, .shows = sim_shows_taken_off },
	{ "tops-up", "full, and topped up every twenty minutes",
		"full", NULL, true, .set = sim_set_tops_up, .shows = sim_shows_done },
	{ "full-replugged", "a few milliamperes, and the battery is known to be full",
		"full", "inconclusive", true,
		.set = sim_set_full_replugged, .shows = sim_shows_next_to_nothing },
	{ "bank-after-full", "a power bank that switches off after the end of charge",
		"full", "power-bank-auto-off", true,
		.set = sim_set_bank_after_full, .shows = sim_shows_bank_off_full },
	{ "crawl", "a port of 100 mA for more than an hour",
		"charging-slowly", "charging inconclusive", true,
		.set = sim_set_crawl, .shows = sim_shows_crawls },
	{ "low-for-long", "forty minutes on a 500 mA port, the battery still low",
		"charging-slowly", "charging inconclusive", true,
		.set = sim_set_low_for_long, .shows = sim_shows_slow },
	{ "phone-on-host", "a phone enumerates on a host's port and takes 500 mA",
		"charging-slowly", NULL, true, .set = sim_set_phone_on_host, .shows = sim_shows_unnamed_current },
	{ "silent-on-host", "a speaker on a host's port has nothing to enumerate",
		"charging-slowly", "charging inconclusive", true,
		.set = sim_set_silent_on_host, .shows = sim_shows_unnamed_current },
	{ "type-c-idle", "a Type-C source and nothing plugged in",
		"inconclusive", NULL, true, .set = sim_set_type_c_idle },
	{ "hold-hot", "too hot: it stops and goes on, again and again",
		"temperature-hold", "charging inconclusive", true,
		.set = sim_set_hold_hot, .shows = sim_shows_held },
	{ "hold-warm", "warm: half the current",
		"temperature-hold", "charging charging-slowly inconclusive", true,
		.set = sim_set_hold_warm, .shows = sim_shows_held },
	{ "hold-cold", "out into the frost",
		"temperature-hold", "charging charging-slowly inconclusive", true,
		.set = sim_set_hold_cold, .shows = sim_shows_held },
	{ "hold-blind", "it stops and goes on, and there is no thermometer",
		"charging", "temperature-hold charge-limit inconclusive", true,
		.set = sim_set_hold_blind, .shows = sim_shows_held },
	{ "limit-edge", "from empty to the owner's limit of 80 %: an edge and no taper",
		"charge-limit", "charging full inconclusive temperature-hold", true,
		.set = sim_set_limit_edge, .shows = sim_shows_edge },

	{ "charge-only", "two conductors: nobody asks the adapter, 100 or 500 mA flow",
		"cable-charge-only", "charging-slowly inconclusive", false,
		.set = sim_set_charge_only, .shows = sim_shows_unnamed_current },
	{ "charge-only-device", "the same, meter at the device: as on any computer's port",
		"charging-slowly", "inconclusive", false,
		.set = sim_set_charge_only_device_end, .shows = sim_shows_unnamed_current },
	{ "charge-only-host", "the same on a host that sees no device",
		"cable-charge-only", "charging-slowly inconclusive", false,
		.set = sim_set_charge_only_host, .shows = sim_shows_unnamed_current },
	{ "bad-cable-warming", "a resistive cable that warms up, meter at the device",
		"cable-resistance", "cable-or-adapter", false,
		.set = sim_set_cable_warming, .shows = sim_shows_knee_visible },
	{ "noisy-contact", "a contact that is noisy before it opens, meter at the device",
		"cable-intermittent", "cable-or-adapter inconclusive", false,
		.set = sim_set_noisy_contact, .shows = sim_shows_breaks },
	{ "bank-small", "a power bank that does not notice a small device",
		"power-bank-auto-off", "inconclusive", false,
		.set = sim_set_bank_small, .shows = sim_shows_bank_off },
	{ "bank-taper", "a power bank that switches off before the charge has ended",
		"power-bank-auto-off", "full inconclusive", false,
		.set = sim_set_bank_taper, .shows = sim_shows_bank_off },
	{ "wrong-type", "data lines that nobody knows: the device takes half an ampere",
		"adapter-wrong-type", "charging-slowly inconclusive", false,
		.set = sim_set_wrong_type, .shows = sim_shows_held_back },
	{ "wrong-type-one-amp", "a 10 W adapter whose data lines say 1 A",
		"adapter-wrong-type", "charging charging-slowly inconclusive", false,
		.set = sim_set_wrong_type_one_amp, .shows = sim_shows_held_back },
	{ "wrong-type-unknown", "unknown data lines, and nobody says what could flow",
		"charging", "charging-slowly inconclusive adapter-wrong-type", false,
		.set = sim_set_wrong_type_unknown, .shows = sim_shows_held_back },
	{ "latching-adapter", "off for good at its first overload, or pulled from the wall",
		"inconclusive", "charging", false, .set = sim_set_latching, .shows = sim_shows_latched },
	{ "dead-adapter", "no voltage at all",
		"inconclusive", NULL, false, .set = sim_set_dead_adapter, .shows = sim_shows_no_volts },
	{ "precharge-gives-up", "half an hour of pre-charge, then nothing",
		"battery-precharge-stuck", "battery-not-accepting inconclusive", false,
		.set = sim_set_stuck_timer, .shows = sim_shows_gave_up },
	{ "precharge-for-ever", "more than an hour of pre-charge and no step",
		"battery-precharge-stuck", "inconclusive", false,
		.set = sim_set_stuck_long, .shows = sim_shows_precharge_only },
	{ "precharge-so-far", "a stuck battery, ten to twenty-five minutes of it",
		"inconclusive", "battery-overdischarged charging-slowly battery-not-accepting", false,
		.set = sim_set_stuck_so_far, .shows = sim_shows_precharge_only },
	{ "overdischarged-phone", "a phone's deep cell behind a buck charger",
		"battery-overdischarged", NULL, false,
		.set = sim_set_overdischarged_phone, .shows = sim_shows_precharge_step },
	{ "overdischarged-wake", "woken with 35 mA, pre-charged, then the step",
		"battery-overdischarged", NULL, false,
		.set = sim_set_overdischarged_wake, .shows = sim_shows_precharge_step },
	{ "worn-phone", "from empty to full with half the energy",
		"battery-worn", "full inconclusive", false,
		.set = sim_set_worn_phone, .shows = sim_shows_worn },
	{ "worn-speaker", "the same, two cells",
		"battery-worn", "full inconclusive", false,
		.set = sim_set_worn_speaker, .shows = sim_shows_worn_speaker },
	{ "worn-unmarked", "worn, and nobody says that it began empty",
		"full", "inconclusive", false, .set = sim_set_worn_unmarked, .shows = sim_shows_worn },
	{ "hung", "a few milliamperes, no question on D+, the battery low",
		"device-not-drawing", "inconclusive", false,
		.set = sim_set_hung, .shows = sim_shows_next_to_nothing },
	{ "hung-unknown", "the same, and nobody says what the battery holds",
		"inconclusive", NULL, false,
		.set = sim_set_hung_unknown, .shows = sim_shows_next_to_nothing },
	{ "board-short", "a short across the input: the adapter trips from the first instant",
		"board-fault", "inconclusive", false,
		.set = sim_set_board_short, .shows = sim_shows_short_trips },
	{ "board-short-twice", "the same, on two adapters",
		"board-fault", "inconclusive", false,
		.set = sim_set_board_short_twice, .shows = sim_shows_short_trips },
	{ "board-drain", "takes more than its battery holds, and stays low",
		"board-fault", "inconclusive", false,
		.set = sim_set_board_drain, .shows = sim_shows_drained },
	{ "board-drain-short", "forty minutes of it: a charge could look like that",
		"inconclusive", "board-fault charging charging-slowly", false,
		.set = sim_set_board_drain_short },
	{ "board-killed", "9 V on a device made for 5 V, and nothing flows afterwards",
		"fast-charge-overvoltage", "board-fault adapter-overvoltage", false,
		.set = sim_set_board_killed, .shows = sim_shows_killed },
	{ "contaminated", "current without a device, data lines lifted",
		"port-contaminated", "inconclusive", false,
		.set = sim_set_contaminated, .shows = sim_shows_leak },
	{ "contaminated-late", "the same, nothing recorded before the plug",
		"charging", "inconclusive", false, .set = sim_set_contaminated_late },
	{ "no-termination", "a device that does not pull CC down, meter with CC lines",
		"no-cc-termination", "inconclusive", false,
		.set = sim_set_no_termination, .shows = sim_shows_no_volts },
	{ "no-termination-blind", "the same without CC lines: a dead adapter looks alike",
		"inconclusive", NULL, false,
		.set = sim_set_no_termination_blind, .shows = sim_shows_no_volts },

	{ "laptop-weak-adapter", "laptop drains on a 30 W charger",
		"adapter-underpowered", NULL, false, .play = sim_play_laptop_weak },
	{ "laptop-no-typec", "the same, battery and mains are all it shows",
		"adapter-underpowered", "inconclusive", false, .play = sim_play_laptop_no_typec },
	{ "laptop-small-charger", "a 30 W charger fills the battery of a machine at rest",
		"charging", "charging-slowly", true, .play = sim_play_laptop_small_but_fine },
	{ "laptop-healthy", "laptop on 65 W",
		"charging", NULL, true, .play = sim_play_laptop_healthy },
	{ "laptop-brief-load", "a minute of load above 65 W",
		"charging", NULL, true, .play = sim_play_laptop_brief_load },
	{ "laptop-full", "laptop, full",
		"full", NULL, true, .play = sim_play_laptop_full },
	{ "laptop-limit", "laptop held at its limit of 80 %",
		"charge-limit", NULL, true, .play = sim_play_laptop_limit },
	{ "laptop-dead-pack", "0.57 V a cell, 0 %, not charging, no limit set",
		"battery-not-accepting", "battery-reported-bad battery-overdischarged", false,
		.play = sim_play_laptop_dead_pack },
	{ "laptop-health-dead", "the battery's own word: dead",
		"battery-reported-bad", NULL, false, .play = sim_play_laptop_health_dead },
	{ "laptop-stuck-online", "unplugged, and the supply still says online",
		"inconclusive", "charging", true, .play = sim_play_laptop_stuck_online },
	{ "phone-sdp", "says charging and drains: taken for a 500 mA port",
		"adapter-underpowered", "input-limited inconclusive charging-slowly", false,
		.play = sim_play_phone_taken_for_sdp },
	{ "phone-healthy", "a phone's own drivers, nothing wrong",
		"charging", NULL, true, .play = sim_play_phone_healthy },
	{ "phone-pinned", "its input held at 4.4-4.5 V, little comes in",
		"cable-or-adapter", "inconclusive charging-slowly", false, .play = sim_play_phone_pinned },
	{ "hub-over-current", "a host's port counts over-current, a device is on it",
		"port-overcurrent", NULL, false, .play = sim_play_hub_over_current },
	{ "hub-spurious", "all ports count, nothing is plugged in",
		"inconclusive", NULL, true, .play = sim_play_hub_spurious },

	/* What the kernel says: contracts, cables, batteries, phones, ports. More in sim-scenarios-next.c. */
	{ "negotiation-settles", "5 V for a second or two after the plug, then 20 V",
		"charging", NULL, true, .play = sim_play_negotiation_settles },
	{ "negotiation-all-it-wants", "9 or 15 V of 20, and the machine takes no more",
		"charging", NULL, true, .play = sim_play_negotiation_all_it_wants },
	{ "contract-pps-listed", "the last offer is PPS, which the supply misreads",
		"charging", NULL, true, .play = sim_play_contract_pps_listed },
	{ "contract-epr", "28 V and more: the supply says 0 V and 5 A",
		"charging", NULL, true, .play = sim_play_contract_epr },
	{ "contract-nominal", "5 V 3 A are said, and the battery gains 20 W and more",
		"charging", NULL, true, .play = sim_play_contract_nominal },
	{ "laptop-weak-no-pd", "a charger without PD, 7.5 or 15 W",
		"adapter-underpowered", NULL, false, .play = sim_play_weak_without_pd },
	{ "laptop-weak-slow-bit", "drains, and only the firmware's bit says why",
		"adapter-underpowered", NULL, false, .play = sim_play_weak_by_slow_bit },
	{ "laptop-slow-bit-gains", "the firmware says slow, the battery gains",
		"charging-slowly", "charging", true, .play = sim_play_slow_bit_gains },
	{ "cable-or-60w", "20 V 3 A offered, a cable of 3 A or none that answers, drains",
		"inconclusive", "adapter-underpowered", false, .play = sim_play_cable_or_60w },
	{ "cable-3a-60w-label", "marked 3 A on a 60 W charger, and the label says so",
		"adapter-underpowered", NULL, false, .play = sim_play_cable_3a_60w_label },
	{ "cable-3a-enough", "three amperes are enough for this machine",
		"charging", NULL, true, .play = sim_play_cable_3a_enough },
	{ "cable-5a", "marked 5 A, 20 V 5 A agreed",
		"charging", NULL, true, .play = sim_play_cable_5a },
	{ "laptop-used", "83-104 % of its design",
		"charging", NULL, true, .play = sim_play_pack_used },
	{ "laptop-miscounted", "more than five times its design: a gauge that lost count",
		"charging", NULL, true, .play = sim_play_pack_miscounted },
	{ "laptop-good-words", "health words that are no fault, and it charges",
		"charging", NULL, true, .play = sim_play_pack_good_words },
	{ "laptop-dead-any", "0.4-2.4 V a cell at 0 %, nothing goes in",
		"battery-not-accepting", "battery-reported-bad battery-overdischarged", false,
		.play = sim_play_pack_dead },
	{ "laptop-empty", "0-2 %, 3.2-3.5 V a cell, and it charges",
		"charging", NULL, true, .play = sim_play_pack_empty },
	{ "laptop-warm-charging", "warm, charges at half its current",
		"charging", NULL, true, .play = sim_play_pack_warm_charging },
	{ "laptop-hot-full", "warm and full",
		"full", NULL, true, .play = sim_play_pack_hot_full },
	{ "laptop-held", "at its threshold of 60-90 %",
		"charge-limit", NULL, true, .play = sim_play_pack_held },
	{ "laptop-held-above", "above its threshold",
		"charge-limit", NULL, true, .play = sim_play_pack_held_above },
	{ "laptop-inhibited", "charge_behaviour inhibits charging",
		"charge-limit", NULL, true, .play = sim_play_pack_inhibited },
	{ "laptop-calibrates", "told to discharge while plugged in",
		"charge-limit", "inconclusive", true, .play = sim_play_pack_calibrates },
	{ "laptop-any-level", "any level, charger, driver: charges",
		"charging", NULL, true, .play = sim_play_pack_any_level },
	{ "phone-sdp-full", "the same limit, full",
		"full", NULL, true, .play = sim_play_phone_sdp_full },
	{ "phone-sdp-raised", "says SDP and takes 1.5 A and more",
		"charging", NULL, true, .play = sim_play_phone_sdp_raised },
	{ "phone-any-charger", "any detected charger and level: charges",
		"charging", NULL, true, .play = sim_play_phone_any_charger },
	{ "phone-not-drawing-full", "nothing flows in, and it is full",
		"full", NULL, true, .play = sim_play_phone_not_drawing_full },
	{ "phone-dead-cell", "0.9-2.3 V, nothing flows in",
		"battery-not-accepting", "battery-overdischarged", false, .play = sim_play_phone_dead_cell },
	{ "phone-held", "at its threshold or inhibited",
		"charge-limit", NULL, true, .play = sim_play_phone_held },
	{ "phone-timer", "the charger's timer at 3.8-4.0 V",
		"battery-reported-bad", "battery-precharge-stuck inconclusive", false,
		.play = sim_play_phone_timer },
	{ "host-never-enumerates", "a speaker that no host ever sees, 0.5 of its 1.5 A",
		"charging-slowly", "charging", true, .play = sim_play_host_never_enumerates },
	{ "host-unknown-device", "nothing enumerates, nobody says what it is",
		"charging", "charging-slowly inconclusive", true, .play = sim_play_host_unknown_device },
	{ "host-enumeration-failed", "tried and failed: its data lines are there",
		"inconclusive", "charging-slowly charging cable-charge-only", false,
		.play = sim_play_host_enumeration_failed },
	{ "host-slow-to-enumerate", "nothing at first, then it is there",
		"charging-slowly", "charging", true, .play = sim_play_host_slow_to_enumerate },
	{ "host-device", "a working device; a port does not measure",
		"inconclusive", "charging", true, .play = sim_play_host_device },
	{ "host-old-count", "the port counted before, not now",
		"inconclusive", "charging", true, .play = sim_play_host_old_count },
	{ "host-one-trip", "one trip with a device on it",
		"port-overcurrent", NULL, false, .play = sim_play_host_one_trip },
	{ "host-count-wraps", "the counter passes 2^32",
		"port-overcurrent", NULL, false, .play = sim_play_host_count_wraps },
	{ "host-flood-alone", "one port counts four times a second, nothing on it",
		"inconclusive", NULL, true, .play = sim_play_host_flood_alone },
	{ "desktop-output", "the supply of a port that gives",
		"inconclusive", NULL, true, .play = sim_play_desktop_output },
	{ "board-ups", "a board behind a full UPS",
		"inconclusive", "full charging", true, .play = sim_play_board_ups },
	{ "laptop-tail", "95-99 %, little flows, as it should",
		"charging", "full", true, .play = sim_play_pack_tail },
	{ "laptop-unplugged", "charged for some minutes, then pulled",
		"charging", NULL, true, .play = sim_play_pack_unplugged },
	{ "laptop-replugged", "pulled and put back",
		"charging", NULL, true, .play = sim_play_pack_replugged },
	{ "laptop-better-charger", "a weak charger, then a good one",
		"charging", NULL, true, .play = sim_play_pack_better_charger },
	{ "laptop-sparse", "a driver that tells status and perhaps level",
		"charging", NULL, true, .play = sim_play_pack_sparse },
	{ "pd-cable-5a", "a meter hears the marker say 5 A, and 5 A flow",
		"charging", NULL, true, .play = sim_play_pd_cable_5a },
	{ "laptop-recovers", "minutes of pre-charge at 2.7-2.95 V a cell, then the step",
		"battery-overdischarged", "charging", false, .play = sim_play_pack_recovers },
	{ "laptop-no-battery", "the battery is taken out, the charger is plugged in",
		"inconclusive", NULL, true, .play = sim_play_pack_absent },
	{ NULL },
};
/* clang-format on */

static const struct sim_scenario *find(const struct sim_scenario *s, const char *name)
{
	for (; s->name; s++)
		if (cd_streq(s->name, name))
			return s;
	return NULL;
}

const struct sim_scenario *sim_find(const char *name)
{
	const struct sim_scenario *s = find(sim_scenarios, name);

	return s ? s : find(sim_scenarios_next, name);
}

/* Its own stream per scenario, so that scenarios of one seed are not alike. */
static uint64_t name_stream(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return h;
}

static void set_rig(const struct sim_scenario *s, struct sim_random random, const struct sim_options *o,
	struct sim_rig *rig)
{
	sim_rig_default(rig, &random);
	rig->port = s->name;
	s->set(rig, &random);
	if (o && o->rate_hz > 0)
		rig->meter.rate_hz = o->rate_hz;
	if (o && o->position != _CD_POSITION_INVALID)
		rig->meter.position = o->position;
}

struct sim_fan {
	struct sim_filter *filters;
	size_t n;
	bool whole_only;
};

static void fan_out(void *userdata, const struct cd_event *ev)
{
	struct sim_fan *fan = userdata;

	for (size_t i = 0; i < fan->n; i++)
		if (!fan->whole_only || !fan->filters[i].degrade)
			sim_filter_event(&fan->filters[i], ev);
}

static int run_rig(const struct sim_scenario *s, uint64_t seed, const struct sim_options *o,
	struct sim_fan *fan, struct sim_facts *f)
{
	struct sim_sink sink = { fan_out, fan };
	/* Another place or rate changes what shows: whoever asks for it knows. */
	bool (*shows)(const struct sim_facts *) = o && o->position != _CD_POSITION_INVALID ? NULL : s->shows;

	for (uint64_t try = 0; try < TRIES; try++) {
		struct sim_random random =
			sim_random_make(seed + try * UINT64_C(0x9e3779b9), name_stream(s->name));
		struct sim_rig rig;

		set_rig(s, random, o, &rig);
		if (shows || !fan->n)
			sim_rig_run(&rig, seed, NULL, f);
		if (shows && !shows(f))
			continue;
		set_rig(s, random, o, &rig);
		for (size_t i = 0; i < fan->n; i++)
			fan->filters[i].attach_s = rig.skip_s > 0 ? -rig.skip_s : rig.no_load_s;
		if (fan->n)
			sim_rig_run(&rig, seed, &sink, f);
		return 0;
	}
	return -ERANGE;
}

int sim_run_filtered(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	struct sim_filter *filters, size_t n, struct sim_facts *ret_facts)
{
	struct sim_random random = sim_random_make(seed, name_stream(s->name));
	struct sim_fan fan = { filters, n, !s->set };
	struct sim_sink sink = { fan_out, &fan };
	struct sim_stage stage = { .sink = n ? &sink : NULL };
	struct sim_facts f = { 0 };
	int r = 0;

	if (s->set)
		r = run_rig(s, seed, options, &fan, &f);
	else
		s->play(&stage, &random);
	if (r >= 0 && ret_facts)
		*ret_facts = f;
	return r;
}

int sim_run(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	const struct sim_sink *sink, struct sim_facts *ret_facts)
{
	struct sim_filter all = { 0 };

	if (sink)
		all.to = *sink;
	return sim_run_filtered(s, seed, options, &all, sink ? 1 : 0, ret_facts);
}
