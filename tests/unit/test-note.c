/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "event.h"

static void every_key_can_be_set(void **state)
{
	static const struct {
		const char *key, *value;
	} rows[] = {
		{ "profile", "anker-soundcore-2" },
		{ "position", "source" },
		{ "line", "port0" },
		{ "led", "solid-red" },
		{ "battery", "low" },
		{ "cable", "red 1 m" },
		{ "adapter", "no-name 5 W" },
		{ "adapter_watts", "4.5" },
		{ "label", "second try" },
	};
	struct cd_event_note note = CD_NOTE_NOTHING;
	size_t n = 0;

	for (; cd_note_keys[n]; n++) {
		assert_str(cd_note_keys[n], rows[n].key);
		assert_non_null(cd_note_key_help(cd_note_keys[n]));
		assert_int_equal(cd_note_set(&note, rows[n].key, rows[n].value), 0);
	}
	assert_int_equal(n, CD_ELEMENTSOF(rows));
	assert_str(note.profile, "anker-soundcore-2");
	assert_int_equal(note.position, CD_POSITION_SOURCE);
	assert_str(note.line, "port0");
	assert_str(note.led, "solid-red");
	assert_int_equal(note.battery, CD_BATTERY_LOW);
	assert_str(note.cable, "red 1 m");
	assert_str(note.adapter, "no-name 5 W");
	assert_i64(note.adapter_uw, 4500000);
	assert_str(note.label, "second try");
}

static void bad_values_change_nothing(void **state)
{
	static const struct {
		const char *key, *value;
		int result;
	} rows[] = {
		{ "colour", "red", -ENOENT },
		{ "", "", -ENOENT },
		{ "profile", "Anker Soundcore", -EINVAL },
		{ "profile", "", -EINVAL },
		{ "profile", "../secret", -EINVAL },
		{ "position", "middle", -EINVAL },
		{ "line", "", -EINVAL },
		{ "line", "port 0", -EINVAL },
		{ "battery", "half", -EINVAL },
		{ "adapter_watts", "0", -EINVAL },
		{ "adapter_watts", "-5", -EINVAL },
		{ "adapter_watts", "five", -EINVAL },
		{ "adapter_watts", "1001", -EINVAL },
		{ "adapter_watts", "5V", -EINVAL },
		{ "cable", "", -EINVAL },
		{ "cable", "\x1b[2J", -EINVAL },
		{ "label", "\xff\xfe", -EINVAL },
		{ "label", NULL, -EINVAL },
	};
	struct cd_event_note note = CD_NOTE_NOTHING, nothing = CD_NOTE_NOTHING;

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++)
		if (cd_note_set(&note, rows[i].key, rows[i].value) != rows[i].result)
			fail_msg("%s=%s", rows[i].key, rows[i].value);
	assert_memory_equal(&note, &nothing, sizeof(note));
	assert_null(cd_note_key_help("colour"));
}

static void text_has_a_bound(void **state)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	char text[CD_NOTE_TEXT_MAX + 2];

	memset(text, 'x', sizeof(text));
	text[CD_NOTE_TEXT_MAX + 1] = '\0';
	assert_int_equal(cd_note_set(&note, "cable", text), -EINVAL);
	text[CD_NOTE_TEXT_MAX] = '\0';
	assert_int_equal(cd_note_set(&note, "cable", text), 0);
}

static void watts_take_a_unit(void **state)
{
	struct cd_event_note note = CD_NOTE_NOTHING;

	assert_int_equal(cd_note_set(&note, "adapter_watts", "65W"), 0);
	assert_i64(note.adapter_uw, 65000000);
	assert_int_equal(cd_note_set(&note, "adapter_watts", "1000"), 0);
}

static void merging_replaces_what_was_said(void **state)
{
	struct cd_event_note to = CD_NOTE_NOTHING, from = CD_NOTE_NOTHING;
	struct cd_profile *inline_profile = cd_profile_new("mine");

	to.profile = "mine";
	to.inline_profile = inline_profile;
	to.cable = "red";
	to.battery = CD_BATTERY_LOW;
	from.position = CD_POSITION_UNKNOWN;
	from.label = "new";
	cd_note_merge(&to, &from);
	assert_str(to.cable, "red");
	assert_str(to.label, "new");
	assert_int_equal(to.position, CD_POSITION_UNKNOWN);
	assert_int_equal(to.battery, CD_BATTERY_LOW);
	assert_ptr_equal(to.inline_profile, inline_profile);

	/* another profile's name ends the inline one */
	from.profile = "generic-phone";
	cd_note_merge(&to, &from);
	assert_str(to.profile, "generic-phone");
	assert_null(to.inline_profile);
	(void)cd_profile_free(inline_profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_can_be_set),
		cmocka_unit_test(bad_values_change_nothing),
		cmocka_unit_test(text_has_a_bound),
		cmocka_unit_test(watts_take_a_unit),
		cmocka_unit_test(merging_replaces_what_was_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
