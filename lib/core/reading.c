/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names and units of readings and states. They are the keys of the bus and of JSON: stable, never translated.
 */

#include "reading.h"

#include "string-table.h"

static const char *const kind_names[] = {
	[CD_KIND_MEASURED] = "measured",
	[CD_KIND_CONTRACT] = "contract",
	[CD_KIND_ADVERTISED] = "advertised",
	[CD_KIND_ESTIMATED] = "estimated",
};
CD_DEFINE_STRING_TABLE(cd_reading_kind, enum cd_reading_kind, kind_names, _CD_KIND_MAX)

static const char *const reading_names[] = {
	[CD_READING_VBUS] = "vbus",
	[CD_READING_IBUS] = "ibus",
	[CD_READING_POWER] = "power",
	[CD_READING_CONTRACT_VOLTAGE] = "contract-voltage",
	[CD_READING_CONTRACT_CURRENT] = "contract-current",
	[CD_READING_CONTRACT_POWER] = "contract-power",
	[CD_READING_OFFER_POWER] = "offer-power",
	[CD_READING_INPUT_LIMIT] = "input-limit",
	[CD_READING_BATTERY_VOLTAGE] = "battery-voltage",
	[CD_READING_BATTERY_CURRENT] = "battery-current",
	[CD_READING_BATTERY_POWER] = "battery-power",
	[CD_READING_BATTERY_CAPACITY] = "battery-capacity",
	[CD_READING_BATTERY_HEALTH] = "battery-health",
	[CD_READING_DRAW] = "draw",
	[CD_READING_DP] = "dp",
	[CD_READING_DM] = "dm",
	[CD_READING_TEMPERATURE] = "temperature",
};
CD_DEFINE_STRING_TABLE(cd_reading, enum cd_reading_id, reading_names, _CD_READING_MAX)

static const char *const reading_units[] = {
	[CD_READING_VBUS] = "uV",
	[CD_READING_IBUS] = "uA",
	[CD_READING_POWER] = "uW",
	[CD_READING_CONTRACT_VOLTAGE] = "uV",
	[CD_READING_CONTRACT_CURRENT] = "uA",
	[CD_READING_CONTRACT_POWER] = "uW",
	[CD_READING_OFFER_POWER] = "uW",
	[CD_READING_INPUT_LIMIT] = "uA",
	[CD_READING_BATTERY_VOLTAGE] = "uV",
	[CD_READING_BATTERY_CURRENT] = "uA",
	[CD_READING_BATTERY_POWER] = "uW",
	[CD_READING_BATTERY_CAPACITY] = "%",
	[CD_READING_BATTERY_HEALTH] = "%",
	[CD_READING_DRAW] = "uW",
	[CD_READING_DP] = "uV",
	[CD_READING_DM] = "uV",
	[CD_READING_TEMPERATURE] = "mC",
};
_Static_assert(CD_ELEMENTSOF(reading_units) == _CD_READING_MAX, "a unit is missing");

const char *cd_reading_unit(enum cd_reading_id v)
{
	return (int)v >= 0 && v < _CD_READING_MAX ? reading_units[v] : NULL;
}

static const char *const state_names[] = {
	[CD_STATE_SUPPLY_ONLINE] = "supply-online",
	[CD_STATE_BATTERY_STATUS] = "battery-status",
	[CD_STATE_BATTERY_HEALTH] = "battery-health-word",
	[CD_STATE_USB_TYPE] = "usb-type",
	[CD_STATE_CHARGE_TYPE] = "charge-type",
	[CD_STATE_POWER_ROLE] = "power-role",
	[CD_STATE_OPERATION_MODE] = "operation-mode",
	[CD_STATE_PARTNER] = "partner",
	[CD_STATE_LED] = "led",
	[CD_STATE_BATTERY_NOTE] = "battery-note",
	[CD_STATE_CABLE] = "cable",
	[CD_STATE_ADAPTER] = "adapter",
	[CD_STATE_LABEL] = "label",
};
CD_DEFINE_TO_STRING(cd_state, enum cd_state_id, state_names, _CD_STATE_MAX)
