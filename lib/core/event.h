/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The one thing that enters the engine: {input, boot-time µs, what happened}. Adapters make events from devices, the
 * recording reader makes them from lines, the writer makes lines from them (docs/recording.md). Time enters the core
 * only here.
 *
 * Pointers in an event are borrowed: valid for the call that carries it, copied by whoever keeps them.
 */

#include "attributes.h"
#include "profile.h"
#include "sample.h"

#define CD_INPUT_NAME_MAX 64 /* bytes without NUL, of input and port names; [A-Za-z0-9._:+-] and UTF-8 letters */
#define CD_PORT_INPUTS_MAX 16
#define CD_NOTE_TEXT_MAX 200
#define CD_ADDED_TEXT_MAX 400 /* bytes of model or serial; a USB string has at most 126 UTF-16 units */
#define CD_ADAPTER_UW_MAX INT64_C(1000000000) /* of a note; the strongest USB contract is 240 W (USB PD 3.1) */
#define CD_SETTLE_US_MAX INT64_C(60000000)
#define CD_PD_WIRE_MAX 268 /* bytes of one PD message: EPR extended, 260 + headers (USB PD 3.1 §6.13) */

enum cd_input_kind {
	CD_INPUT_METER,
	CD_INPUT_POWER_SUPPLY,
	CD_INPUT_TYPEC,
	CD_INPUT_USB_PORT,
	CD_INPUT_USB_DEVICE,
	CD_INPUT_HWMON,
	CD_INPUT_IIO,
	_CD_INPUT_MAX,
	_CD_INPUT_INVALID = -EINVAL,
};

/* Where an inline meter sits. Half of what a meter can prove depends on it. */
enum cd_position {
	CD_POSITION_UNKNOWN,
	CD_POSITION_SOURCE, /* at the adapter */
	CD_POSITION_DEVICE, /* at the device: adapter and cable add up */
	_CD_POSITION_MAX,
	_CD_POSITION_INVALID = -EINVAL,
};

enum cd_gap_reason {
	CD_GAP_SUSPEND,
	CD_GAP_STALL,    /* the meter stopped answering */
	CD_GAP_OVERFLOW, /* the kernel's queue overflowed */
	CD_GAP_DROPPED,  /* a reader was too slow */
	_CD_GAP_MAX,
	_CD_GAP_INVALID = -EINVAL,
};

enum cd_enumeration {
	CD_ENUMERATION_OK,
	CD_ENUMERATION_FAILED,
	CD_ENUMERATION_NONE, /* attached, nothing enumerated */
	_CD_ENUMERATION_MAX,
	_CD_ENUMERATION_INVALID = -EINVAL,
};

/* What a person says of the battery. */
enum cd_battery_note {
	CD_BATTERY_UNKNOWN,
	CD_BATTERY_EMPTY,
	CD_BATTERY_LOW,
	CD_BATTERY_FULL,
	_CD_BATTERY_MAX,
	_CD_BATTERY_INVALID = -EINVAL,
};

enum cd_event_type {
	CD_EVENT_ADDED,
	CD_EVENT_REMOVED,
	CD_EVENT_SAMPLE,
	CD_EVENT_ATTRIBUTES,
	CD_EVENT_PORT,
	CD_EVENT_NOTE,
	CD_EVENT_GAP,
	CD_EVENT_OVER_CURRENT,
	CD_EVENT_ENUMERATION,
	CD_EVENT_PD,
	_CD_EVENT_MAX,
	_CD_EVENT_INVALID = -EINVAL,
};

struct cd_event_added {
	enum cd_input_kind kind;
	const char *model;  /* NULL unknown */
	const char *serial; /* NULL unknown */
	enum cd_position position;
	int64_t settle_us; /* how long the meter smooths a step; CD_UNKNOWN */
	bool sign_known;   /* the sign of its current can be trusted */
};

struct cd_event_port {
	const char *name;
	const char *const *inputs; /* 0 inputs: the port is gone */
	size_t n_inputs;
};

/* What a person knows. A member that was not said is NULL, CD_UNKNOWN or the enum's _INVALID. */
struct cd_event_note {
	const char *profile;              /* a name for the profile set */
	const struct cd_profile *inline_profile; /* or the profile itself; then `profile` is its name */
	enum cd_position position;
	enum cd_battery_note battery;
	const char *led;
	const char *cable;
	const char *adapter;
	const char *label;
	const char *line; /* the input in whose line this meter is; its own name: in none but its own */
	int64_t adapter_uw;
};

struct cd_event {
	int64_t t_us;
	enum cd_event_type type;
	const char *input; /* NULL for CD_EVENT_PORT only */
	union {
		struct cd_event_added added;
		struct cd_sample sample;
		const struct cd_attributes *attributes;
		struct cd_event_port port;
		struct cd_event_note note;
		struct {
			enum cd_gap_reason reason;
			int64_t duration_us;
		} gap;
		struct {
			uint32_t count; /* the kernel's absolute counter */
		} over_current;
		struct {
			enum cd_enumeration result;
		} enumeration;
		struct {
			uint8_t sop; /* 0 SOP, 1 SOP', 2 SOP'' */
			const uint8_t *wire;
			size_t n;
		} pd;
	};
};

#define CD_NOTE_NOTHING                                                                                      \
	((struct cd_event_note){ .position = _CD_POSITION_INVALID,                                           \
		.battery = _CD_BATTERY_INVALID,                                                              \
		.adapter_uw = CD_UNKNOWN })

/* Names as they stand in a recording; NULL / …_INVALID outside. */
const char *cd_event_type_to_string(enum cd_event_type v);
enum cd_event_type cd_event_type_from_string(const char *s);
const char *cd_input_kind_to_string(enum cd_input_kind v);
enum cd_input_kind cd_input_kind_from_string(const char *s);
/* It may measure a line between source and device. */
bool cd_input_kind_measures(enum cd_input_kind kind);
const char *cd_position_to_string(enum cd_position v);
enum cd_position cd_position_from_string(const char *s);
const char *cd_gap_reason_to_string(enum cd_gap_reason v);
enum cd_gap_reason cd_gap_reason_from_string(const char *s);
const char *cd_enumeration_to_string(enum cd_enumeration v);
enum cd_enumeration cd_enumeration_from_string(const char *s);
const char *cd_battery_note_to_string(enum cd_battery_note v);
enum cd_battery_note cd_battery_note_from_string(const char *s);

/* Until when the machine was awake before an event: its own time, but for a suspend, which it ends. A deadline that fell into
 * that is not due before the ports know that they slept: time in which nobody looked ends no session. */
int64_t cd_event_awake_us(const struct cd_event *ev);

/* True for a name that may stand for an input or a port: 1..CD_INPUT_NAME_MAX bytes of valid UTF-8, no control
 * characters, no '/', no space. */
bool cd_name_valid(const char *s);

/* Sets one member of a note from the words a person types (`chargectl note PORT KEY=VALUE`, `--note`). `value` is
 * borrowed. Keys: profile position line led battery cable adapter adapter_watts label.
 * -ENOENT: no such key; -EINVAL: the value does not fit the key. */
int cd_note_set(struct cd_event_note *note, const char *key, const char *value);
/* The keys of a note in order, and for each a one-line help; NULL-terminated. */
extern const char *const cd_note_keys[];
const char *cd_note_key_help(const char *key);
/* Folds `from` into `to`: what `from` says replaces, what it leaves open stays. Strings stay borrowed. */
void cd_note_merge(struct cd_event_note *to, const struct cd_event_note *from);
