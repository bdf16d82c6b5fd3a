/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The words of events, as they stand in a recording (docs/recording.md).
 */

#include "event.h"

#include "string-table.h"
#include "utf8.h"

static const char *const type_names[] = {
	[CD_EVENT_ADDED] = "added",
	[CD_EVENT_REMOVED] = "removed",
	[CD_EVENT_SAMPLE] = "sample",
	[CD_EVENT_ATTRIBUTES] = "attributes",
	[CD_EVENT_PORT] = "port",
	[CD_EVENT_NOTE] = "note",
	[CD_EVENT_GAP] = "gap",
	[CD_EVENT_OVER_CURRENT] = "over-current",
	[CD_EVENT_ENUMERATION] = "enumeration",
	[CD_EVENT_PD] = "pd",
};
CD_DEFINE_STRING_TABLE(cd_event_type, enum cd_event_type, type_names, _CD_EVENT_MAX)

static const char *const kind_names[] = {
	[CD_INPUT_METER] = "meter",
	[CD_INPUT_POWER_SUPPLY] = "power-supply",
	[CD_INPUT_TYPEC] = "typec",
	[CD_INPUT_USB_PORT] = "usb-port",
	[CD_INPUT_USB_DEVICE] = "usb-device",
	[CD_INPUT_HWMON] = "hwmon",
	[CD_INPUT_IIO] = "iio",
};
CD_DEFINE_STRING_TABLE(cd_input_kind, enum cd_input_kind, kind_names, _CD_INPUT_MAX)

bool cd_input_kind_measures(enum cd_input_kind kind)
{
	return kind == CD_INPUT_METER || kind == CD_INPUT_HWMON || kind == CD_INPUT_IIO;
}

static const char *const position_names[] = {
	[CD_POSITION_UNKNOWN] = "unknown",
	[CD_POSITION_SOURCE] = "source",
	[CD_POSITION_DEVICE] = "device",
};
CD_DEFINE_STRING_TABLE(cd_position, enum cd_position, position_names, _CD_POSITION_MAX)

static const char *const gap_names[] = {
	[CD_GAP_SUSPEND] = "suspend",
	[CD_GAP_STALL] = "stall",
	[CD_GAP_OVERFLOW] = "overflow",
	[CD_GAP_DROPPED] = "dropped",
};
CD_DEFINE_STRING_TABLE(cd_gap_reason, enum cd_gap_reason, gap_names, _CD_GAP_MAX)

static const char *const enumeration_names[] = {
	[CD_ENUMERATION_OK] = "ok",
	[CD_ENUMERATION_FAILED] = "failed",
	[CD_ENUMERATION_NONE] = "none",
};
CD_DEFINE_STRING_TABLE(cd_enumeration, enum cd_enumeration, enumeration_names, _CD_ENUMERATION_MAX)

static const char *const battery_names[] = {
	[CD_BATTERY_UNKNOWN] = "unknown",
	[CD_BATTERY_EMPTY] = "empty",
	[CD_BATTERY_LOW] = "low",
	[CD_BATTERY_FULL] = "full",
};
CD_DEFINE_STRING_TABLE(cd_battery_note, enum cd_battery_note, battery_names, _CD_BATTERY_MAX)

int64_t cd_event_awake_us(const struct cd_event *ev)
{
	bool slept =
		ev->type == CD_EVENT_GAP && ev->gap.reason == CD_GAP_SUSPEND && cd_known(ev->gap.duration_us);

	return slept ? ev->t_us - ev->gap.duration_us : ev->t_us;
}

bool cd_name_valid(const char *s)
{
	return s && cd_text_valid(s, strnlen(s, CD_INPUT_NAME_MAX + 1), CD_INPUT_NAME_MAX) &&
	       !strpbrk(s, "/ ");
}
