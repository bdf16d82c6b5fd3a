/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a person knows, key by key: the same keys on the command line, on the bus and in a recording. A new
 * key is a row here and a member of struct cd_event_note.
 */

#include "event.h"

#include "decimal.h"
#include "utf8.h"

struct note_key {
	const char *key;
	const char *help;
	int (*set)(struct cd_event_note *note, const struct note_key *key, const char *value);
	size_t offset; /* of the text member, for set_text() */
};

static int set_text(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	const char **member = (void *)((char *)note + key->offset);

	if (!cd_text_valid(value, strnlen(value, CD_NOTE_TEXT_MAX + 1), CD_NOTE_TEXT_MAX))
		return -EINVAL;
	*member = value;
	return 0;
}

static int set_profile(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	if (!cd_profile_name_valid(value))
		return -EINVAL;
	note->profile = value;
	note->inline_profile = NULL;
	return 0;
}

static int set_position(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	enum cd_position position = cd_position_from_string(value);

	if (position < 0)
		return -EINVAL;
	note->position = position;
	return 0;
}

static int set_line(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	if (!cd_name_valid(value))
		return -EINVAL;
	note->line = value;
	return 0;
}

static int set_battery(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	enum cd_battery_note battery = cd_battery_note_from_string(value);

	if (battery < 0)
		return -EINVAL;
	note->battery = battery;
	return 0;
}

static int set_adapter_watts(struct cd_event_note *note, const struct note_key *key, const char *value)
{
	static const struct cd_unit units[] = { { "", 1000000 }, { "W", 1000000 }, { 0 } };
	int64_t uw;

	if (cd_decimal_parse_unit(value, strlen(value), units, &uw) < 0 || uw <= 0 || uw > CD_ADAPTER_UW_MAX)
		return -EINVAL;
	note->adapter_uw = uw;
	return 0;
}

/* In the order in which a person would say them. */
static const struct note_key note_keys[] = {
	{ "profile", "name of the device's profile, such as anker-soundcore-2", set_profile, 0 },
	{ "position", "where the meter sits: source (at the adapter), device or unknown", set_position, 0 },
	{ "line",
		"the port, battery or meter in whose line this meter is, such as port0; its own name: in no "
		"other's",
		set_line, 0 },
	{ "led", "what the device's lamp shows, a word of its profile", set_text,
		offsetof(struct cd_event_note, led) },
	{ "battery", "what is known of the battery: empty, low, full or unknown", set_battery, 0 },
	{ "cable", "the cable in use, in your words", set_text, offsetof(struct cd_event_note, cable) },
	{ "adapter", "the adapter in use, in your words", set_text, offsetof(struct cd_event_note, adapter) },
	{ "adapter_watts", "the power the adapter is rated for, in watts", set_adapter_watts, 0 },
	{ "label", "a name for this session, in your words", set_text,
		offsetof(struct cd_event_note, label) },
};

const char *const cd_note_keys[] = {
	"profile",
	"position",
	"line",
	"led",
	"battery",
	"cable",
	"adapter",
	"adapter_watts",
	"label",
	NULL,
};
_Static_assert(CD_ELEMENTSOF(cd_note_keys) == CD_ELEMENTSOF(note_keys) + 1, "one list of keys, stated twice");

static const struct note_key *find_key(const char *key)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(note_keys); i++)
		if (cd_streq(note_keys[i].key, key))
			return &note_keys[i];
	return NULL;
}

int cd_note_set(struct cd_event_note *note, const char *key, const char *value)
{
	const struct note_key *k = find_key(key);

	if (!k)
		return -ENOENT;
	return value ? k->set(note, k, value) : -EINVAL;
}

const char *cd_note_key_help(const char *key)
{
	const struct note_key *k = find_key(key);

	return k ? k->help : NULL;
}

static void merge_text(const char **to, const char *from)
{
	if (from)
		*to = from;
}

void cd_note_merge(struct cd_event_note *to, const struct cd_event_note *from)
{
	if (from->profile || from->inline_profile) {
		to->profile = from->profile;
		to->inline_profile = from->inline_profile;
	}
	if ((int)from->position >= 0)
		to->position = from->position;
	if ((int)from->battery >= 0)
		to->battery = from->battery;
	merge_text(&to->line, from->line);
	merge_text(&to->led, from->led);
	merge_text(&to->cable, from->cable);
	merge_text(&to->adapter, from->adapter);
	merge_text(&to->label, from->label);
	if (cd_known(from->adapter_uw))
		to->adapter_uw = from->adapter_uw;
}
