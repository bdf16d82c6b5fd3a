/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "feed.h"

#include "input.h"

static void a_new_input_knows_nothing(void **state)
{
	struct cd_input *i = cd_input_new("meter0");

	assert_non_null(i);
	assert_str(i->name, "meter0");
	assert_i64(i->attributes_us, CD_UNKNOWN);
	assert_i64(i->added.settle_us, CD_UNKNOWN);
	assert_i64(i->note.adapter_uw, CD_UNKNOWN);
	assert_true((int)i->note.position < 0 && (int)i->note.battery < 0);
	assert_false(i->has_note);
	assert_null(cd_input_free(i));
	assert_null(cd_input_free(NULL));
}

/* The event's memory is the caller's: here it is overwritten after each call. */
static void everything_is_copied(void **state)
{
	struct cd_input *i = cd_input_new("meter0");
	char text[] = "FNB58", key[] = "online";
	struct cd_event_added added = { .kind = CD_INPUT_METER, .model = text, .settle_us = 120000 };
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct cd_attributes a = { 0 };

	assert_int_equal(cd_input_set_added(i, &added), 0);
	note.cable = text;
	assert_int_equal(cd_input_add_note(i, &note), 0);
	assert_int_equal(cd_attributes_set(&a, key, "1", 1), 0);
	assert_int_equal(cd_input_set_attributes(i, &a, 17), 0);
	memset(text, 'x', sizeof(text) - 1);
	memset(key, 'x', sizeof(key) - 1);
	cd_attributes_done(&a);

	assert_str(i->added.model, "FNB58");
	assert_null(i->added.serial);
	assert_str(i->note.cable, "FNB58");
	assert_str(cd_attributes_get(&i->attributes, "online"), "1");
	assert_i64(i->attributes_us, 17);
	cd_input_free(i);
}

static void a_snapshot_replaces_the_one_before(void **state)
{
	struct cd_input *i = cd_input_new("BAT0");
	struct cd_attributes a = { 0 };

	assert_int_equal(cd_attributes_set(&a, "status", "Charging", 8), 0);
	assert_int_equal(cd_input_set_attributes(i, &a, 1), 0);
	cd_attributes_clear(&a);
	assert_int_equal(cd_attributes_set(&a, "capacity", "80", 2), 0);
	assert_int_equal(cd_input_set_attributes(i, &a, 2), 0);
	assert_null(cd_attributes_get(&i->attributes, "status"));
	assert_i64(cd_attributes_int(&i->attributes, "capacity"), 80);
	assert_i64(i->attributes_us, 2);
	cd_attributes_done(&a);
	cd_input_free(i);
}

static void notes_fold(void **state)
{
	struct cd_input *i = cd_input_new("meter0");
	struct cd_event_note one = CD_NOTE_NOTHING, other = CD_NOTE_NOTHING;

	one.cable = "red";
	one.position = CD_POSITION_DEVICE;
	one.battery = CD_BATTERY_LOW;
	other.cable = "blue";
	other.led = "green";
	assert_int_equal(cd_input_add_note(i, &one), 0);
	assert_int_equal(cd_input_add_note(i, &other), 0);
	assert_str(i->note.cable, "blue");
	assert_str(i->note.led, "green");
	assert_int_equal(i->note.position, CD_POSITION_DEVICE);
	assert_int_equal(i->note.battery, CD_BATTERY_LOW);
	cd_input_free(i);
}

static void a_profile_given_whole_is_kept_until_another_is_named(void **state)
{
	struct cd_input *i = cd_input_new("meter0");
	struct cd_profile *p = cd_profile_new("board");
	struct cd_event_note note = CD_NOTE_NOTHING, more = CD_NOTE_NOTHING;

	p->rated_ua = 2000000;
	note.profile = "board";
	note.inline_profile = p;
	assert_int_equal(cd_input_add_note(i, &note), 0);
	cd_profile_free(p);
	more.cable = "red";
	assert_int_equal(cd_input_add_note(i, &more), 0);
	assert_non_null(i->note.inline_profile);
	assert_i64(i->note.inline_profile->rated_ua, 2000000);

	more.profile = "phone";
	assert_int_equal(cd_input_add_note(i, &more), 0);
	assert_null(i->note.inline_profile);
	assert_str(i->note.profile, "phone");
	assert_str(i->note.cable, "red");
	cd_input_free(i);
}

/* A hub whose sense pins are open: its ports count together. One alone, or with a device on it, is no such thing. */
static void empty_ports_of_one_hub_trip_in_company(void **state)
{
	static const struct {
		const char *one, *other, *attribute; /* of the other */
		int64_t later_us;
		bool company;
	} rows[] = {
		{ "usb1-port2", "usb1-port3", "disable=0", 0, true },
		{ "usb1-port2", "usb1-port3", "disable=0", CD_US_PER_S, true },
		{ "usb1-port2", "usb1-port3", "disable=0", CD_US_PER_S + 1, false },
		{ "usb1-port2", "usb1-port3", "device/speed=480", 0, false },
		{ "usb1-port2", "usb2-port2", "disable=0", 0, false }, /* the halves of one connector */
		{ "1-1-port2", "1-1-port4", "disable=0", 0, true },
		{ "1-1-port2", "1-1.3-port2", "disable=0", 0, false },
		{ "bench", "bench2", "disable=0", 0, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		const char *const words[] = { rows[k].attribute, NULL };
		CD_CLEANUP(cd_input_freep) struct cd_input *a = cd_input_new(rows[k].one);
		CD_CLEANUP(cd_input_freep) struct cd_input *b = cd_input_new(rows[k].other);
		struct cd_input *const all[] = { a, b };
		struct cd_attributes attributes = { 0 };

		feed_set_attributes(&attributes, words);
		assert_int_equal(cd_input_set_attributes(b, &attributes, 0), 0);
		cd_attributes_done(&attributes);
		cd_input_tripped(a, all, 2, 5 * S);
		assert_false(a->in_company);
		cd_input_tripped(b, all, 2, 5 * S + rows[k].later_us);
		if (a->in_company != rows[k].company || b->in_company != rows[k].company)
			fail_msg("row %zu", k);
	}
}

/* Four ports count at once and a stick hangs on one of them: it has not tripped all four. Beside one empty port it may have. */
static void a_device_among_empty_ports_has_tripped_nothing(void **state)
{
	for (unsigned empty = 0; empty <= 3; empty++)
		for (unsigned at = 0; at <= empty; at++) {
			struct cd_input *all[4] = { 0 };
			const char *const stick[] = { "device=1-1", NULL };
			struct cd_attributes attributes = { 0 };

			for (unsigned k = 0; k <= empty; k++) {
				char name[] = "usb1-port0";

				name[9] = (char)('1' + k);
				all[k] = cd_input_new(name);
			}
			feed_set_attributes(&attributes, stick);
			assert_int_equal(cd_input_set_attributes(all[at], &attributes, 0), 0);
			cd_attributes_done(&attributes);
			for (unsigned k = 0; k <= empty; k++)
				cd_input_tripped(all[k], all, empty + 1, 5 * S + k * MS);
			assert_true(all[at]->in_company == (empty >= 2));
			for (unsigned k = 0; k <= empty; k++)
				cd_input_free(all[k]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_input_knows_nothing),
		cmocka_unit_test(everything_is_copied),
		cmocka_unit_test(a_snapshot_replaces_the_one_before),
		cmocka_unit_test(notes_fold),
		cmocka_unit_test(empty_ports_of_one_hub_trip_in_company),
		cmocka_unit_test(a_device_among_empty_ports_has_tripped_nothing),
		cmocka_unit_test(a_profile_given_whole_is_kept_until_another_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
