/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of causes and the names of the catalogue's enums. A new cause is its file and two lines here.
 *
 * Priors are relative and few: most charges are healthy (1.0), then what firmware and settings do by design, then the
 * cable (most faults are, by every repair bench's account and the advice that starts with it), then adapters, last
 * batteries and over-voltage. A factor of two in any of them moves ln odds by 0.7, less than one clear piece of evidence.
 */

#include "catalogue.h"

#include "cause.h"
#include "string-table.h"

extern const struct cd_cause cd_cause_charging, cd_cause_full, cd_cause_charging_slowly,
	cd_cause_charge_limit, cd_cause_adapter_underpowered, cd_cause_cable_resistance,
	cd_cause_cable_intermittent, cd_cause_adapter_current_limited, cd_cause_adapter_hiccup,
	cd_cause_adapter_undervoltage, cd_cause_adapter_overvoltage, cd_cause_fast_charge_overvoltage,
	cd_cause_fast_charge_overcurrent, cd_cause_port_overcurrent, cd_cause_battery_overdischarged,
	cd_cause_battery_not_accepting, cd_cause_battery_reported_bad,
	cd_cause_cable_charge_only, cd_cause_cable_underrated, cd_cause_power_bank_auto_off, cd_cause_adapter_wrong_type, cd_cause_battery_precharge_stuck, cd_cause_battery_worn, cd_cause_device_not_drawing, cd_cause_board_fault, cd_cause_no_cc_termination, cd_cause_negotiation_low, cd_cause_port_contaminated, cd_cause_input_limited, cd_cause_temperature_hold;

/* The order decides between causes of equal confidence, and how they are listed. */
const struct cd_cause *const cd_causes[] = {
	&cd_cause_charging,
	&cd_cause_full,
	&cd_cause_charging_slowly,
	&cd_cause_charge_limit,
	&cd_cause_adapter_underpowered,
	&cd_cause_cable_resistance,
	&cd_cause_cable_intermittent,
	&cd_cause_adapter_current_limited,
	&cd_cause_adapter_hiccup,
	&cd_cause_adapter_undervoltage,
	&cd_cause_adapter_overvoltage,
	&cd_cause_fast_charge_overvoltage,
	&cd_cause_fast_charge_overcurrent,
	&cd_cause_port_overcurrent,
	&cd_cause_battery_overdischarged,
	&cd_cause_battery_not_accepting,
	&cd_cause_battery_reported_bad,
	&cd_cause_cable_charge_only,
	&cd_cause_cable_underrated,
	&cd_cause_power_bank_auto_off,
	&cd_cause_adapter_wrong_type,
	&cd_cause_battery_precharge_stuck,
	&cd_cause_battery_worn,
	&cd_cause_device_not_drawing,
	&cd_cause_board_fault,
	&cd_cause_no_cc_termination,
	&cd_cause_negotiation_low,
	&cd_cause_port_contaminated,
	&cd_cause_input_limited,
	&cd_cause_temperature_hold,
	NULL,
};
_Static_assert(CD_ELEMENTSOF(cd_causes) <= CD_CAUSES_MAX, "raise CD_CAUSES_MAX");

/* Decisions on the posterior: words without a hypothesis. */
static const struct cd_cause_words decisions[] = {
	{ .id = "cable-or-adapter",
		.class = CD_CLASS_UNDECIDED,
		.part = CD_PART_UNKNOWN,
		.title = "the cable or the adapter: what was measured cannot tell which" },
	{ .id = "inconclusive",
		.class = CD_CLASS_UNDECIDED,
		.part = CD_PART_UNKNOWN,
		.title = "the data do not show a cause" },
};

const struct cd_cause_words *cd_cause_words(const char *id)
{
	for (size_t k = 0; cd_causes[k]; k++)
		if (cd_streq(cd_causes[k]->words.id, id))
			return &cd_causes[k]->words;
	for (size_t k = 0; k < CD_ELEMENTSOF(decisions); k++)
		if (cd_streq(decisions[k].id, id))
			return &decisions[k];
	return NULL;
}

const struct cd_cause_words *cd_cause_words_at(size_t i)
{
	const size_t n = CD_ELEMENTSOF(cd_causes) - 1;

	if (i < n)
		return &cd_causes[i]->words;
	return i - n < CD_ELEMENTSOF(decisions) ? &decisions[i - n] : NULL;
}

static const char *const class_names[] = {
	[CD_CLASS_BAD_CABLE] = "bad-cable",
	[CD_CLASS_WEAK_ADAPTER] = "weak-adapter",
	[CD_CLASS_BAD_ADAPTER] = "bad-adapter",
	[CD_CLASS_FAST_CHARGER] = "fast-charger-overcurrent",
	[CD_CLASS_DEAD_BATTERY] = "dead-battery",
	[CD_CLASS_DEVICE] = "device",
	[CD_CLASS_PORT] = "port",
	[CD_CLASS_OK] = "ok",
	[CD_CLASS_UNDECIDED] = "undecided",
};
CD_DEFINE_STRING_TABLE(cd_class, enum cd_class, class_names, _CD_CLASS_MAX)

static const char *const part_names[] = {
	[CD_PART_CABLE] = "cable",
	[CD_PART_ADAPTER] = "adapter",
	[CD_PART_BATTERY] = "battery",
	[CD_PART_DEVICE] = "device",
	[CD_PART_PORT] = "port",
	[CD_PART_ENVIRONMENT] = "environment",
	[CD_PART_SETTINGS] = "settings",
	[CD_PART_NONE] = "none",
	[CD_PART_UNKNOWN] = "unknown",
};
CD_DEFINE_TO_STRING(cd_part, enum cd_part, part_names, _CD_PART_MAX)

static const char *const severity_names[] = {
	[CD_SEVERITY_INFO] = "info",
	[CD_SEVERITY_LOW] = "low",
	[CD_SEVERITY_MEDIUM] = "medium",
	[CD_SEVERITY_HIGH] = "high",
	[CD_SEVERITY_UNPLUG_NOW] = "unplug-now",
};
CD_DEFINE_TO_STRING(cd_severity, enum cd_severity, severity_names, _CD_SEVERITY_MAX)

static const char *const port_kind_names[] = {
	[CD_PORT_METER] = "meter",
	[CD_PORT_TYPEC] = "typec",
	[CD_PORT_SUPPLY] = "supply",
	[CD_PORT_USB] = "usb-port",
	[CD_PORT_OTHER] = "other",
};
CD_DEFINE_TO_STRING(cd_port_kind, enum cd_port_kind, port_kind_names, _CD_PORT_MAX)

static const char *const phase_names[] = {
	[CD_PHASE_DETECT] = "detect",
	[CD_PHASE_PRE_CHARGE] = "pre-charge",
	[CD_PHASE_CONSTANT_CURRENT] = "constant-current",
	[CD_PHASE_TAPER] = "taper",
	[CD_PHASE_DONE] = "done",
	[CD_PHASE_HOLD] = "hold",
	[CD_PHASE_IDLE] = "idle",
};
CD_DEFINE_TO_STRING(cd_phase, enum cd_phase, phase_names, _CD_PHASE_MAX)
