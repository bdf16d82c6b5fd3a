/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A value with how it is known and how old it is. The kinds are the promise of the whole program: a contract is never
 * shown as a measurement.
 */

#include "macro.h"

enum cd_reading_kind {
	CD_KIND_MEASURED,
	CD_KIND_CONTRACT,   /* negotiated: what both sides agreed to, not what flows */
	CD_KIND_ADVERTISED, /* what a side offers or claims */
	CD_KIND_ESTIMATED,  /* computed from other readings */
	_CD_KIND_MAX,
	_CD_KIND_INVALID = -EINVAL,
};

/* The readings a port may have; the name is the key of the D-Bus property `Readings` and of `status --json`. */
enum cd_reading_id {
	CD_READING_VBUS,             /* "vbus", µV, at the port or meter */
	CD_READING_IBUS,             /* "ibus", µA, > 0 towards the device */
	CD_READING_POWER,            /* "power", µW, VBUS·IBUS of the same instant */
	CD_READING_CONTRACT_VOLTAGE, /* "contract-voltage", µV */
	CD_READING_CONTRACT_CURRENT, /* "contract-current", µA */
	CD_READING_CONTRACT_POWER,   /* "contract-power", µW */
	CD_READING_OFFER_POWER,      /* "offer-power", µW: the best the source advertises */
	CD_READING_INPUT_LIMIT,      /* "input-limit", µA: input_current_limit of the device */
	CD_READING_BATTERY_VOLTAGE,  /* "battery-voltage", µV */
	CD_READING_BATTERY_CURRENT,  /* "battery-current", µA, > 0 charges the battery */
	CD_READING_BATTERY_POWER,    /* "battery-power", µW, > 0 charges the battery */
	CD_READING_BATTERY_CAPACITY, /* "battery-capacity", % × 1 (integer percent) */
	CD_READING_BATTERY_HEALTH,   /* "battery-health", %: full over design */
	CD_READING_DRAW,             /* "draw", µW: what the device uses in all (contract or input minus battery flow) */
	CD_READING_DP,               /* "dp", µV */
	CD_READING_DM,               /* "dm", µV */
	CD_READING_TEMPERATURE,      /* "temperature", m°C */
	_CD_READING_MAX,
	_CD_READING_INVALID = -EINVAL,
};

struct cd_reading {
	int64_t value; /* CD_UNKNOWN: there is no such reading; the rest is then meaningless */
	enum cd_reading_kind kind;
	int64_t t_us;      /* when, on the engine's clock */
	const char *input; /* who said it; belongs to the engine */
};

const char *cd_reading_kind_to_string(enum cd_reading_kind v); /* "measured" … */
enum cd_reading_kind cd_reading_kind_from_string(const char *s);
const char *cd_reading_to_string(enum cd_reading_id v); /* "vbus" … */
enum cd_reading_id cd_reading_from_string(const char *s);
const char *cd_reading_unit(enum cd_reading_id v); /* "uV" "uA" "uW" "%" "mC" */

/* Words of the kernel or a person that belong beside the numbers; keys of the D-Bus property `States`. */
enum cd_state_id {
	CD_STATE_SUPPLY_ONLINE,     /* "supply-online": "0" "1" "2" */
	CD_STATE_BATTERY_STATUS,    /* "battery-status": "Charging" … */
	CD_STATE_BATTERY_HEALTH,    /* "battery-health-word": "Good" "Dead" … */
	CD_STATE_USB_TYPE,          /* "usb-type": "PD" "SDP" … */
	CD_STATE_CHARGE_TYPE,       /* "charge-type": the firmware's own word; Trickle of a UCSI supply = slow */
	CD_STATE_POWER_ROLE,        /* "power-role": "sink" "source" */
	CD_STATE_OPERATION_MODE,    /* "operation-mode": "usb_power_delivery" "3.0A" … */
	CD_STATE_PARTNER,           /* "partner": "yes" "no" */
	CD_STATE_LED,               /* "led" */
	CD_STATE_BATTERY_NOTE,      /* "battery-note" */
	CD_STATE_CABLE,             /* "cable" */
	CD_STATE_ADAPTER,           /* "adapter" */
	CD_STATE_LABEL,             /* "label" */
	_CD_STATE_MAX,
};
const char *cd_state_to_string(enum cd_state_id v);
