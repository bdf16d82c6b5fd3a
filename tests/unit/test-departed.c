/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdio.h>

#include "test.h"

#include "departed.h"
#include "feed.h"

static struct cd_input *input(const char *name, const char *cable)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct cd_input *i = cd_input_new(name);

	assert_non_null(i);
	note.cable = cable;
	if (cable)
		assert_int_equal(cd_input_add_note(i, &note), 0);
	return i;
}

static void one_that_comes_back_has_its_notes(void **state)
{
	struct cd_departed d = { 0 };
	struct cd_input *other = input("meter1", NULL), *back = input("meter0", NULL);

	cd_departed_keep(&d, input("meter0", "red 1 m"));
	assert_int_equal(cd_departed_welcome(&d, other), 0);
	assert_false(other->has_note);
	assert_int_equal(d.n, 1);

	assert_int_equal(cd_departed_welcome(&d, back), 0);
	assert_true(back->has_note);
	assert_str(back->note.cable, "red 1 m");
	assert_int_equal(d.n, 0);
	cd_input_free(other);
	cd_input_free(back);
}

static void new_notes_stand(void **state)
{
	struct cd_departed d = { 0 };
	struct cd_input *back = input("meter0", "blue");

	cd_departed_keep(&d, input("meter0", "red 1 m"));
	assert_int_equal(cd_departed_welcome(&d, back), 0);
	assert_str(back->note.cable, "blue");
	assert_int_equal(d.n, 0);
	cd_input_free(back);
}

static void the_oldest_goes_at_the_bound(void **state)
{
	struct cd_departed d = { 0 };
	char name[32];

	for (int k = 0; k <= CD_PORT_INPUTS_MAX; k++) {
		(void)snprintf(name, sizeof(name), "meter%d", k);
		cd_departed_keep(&d, input(name, "red"));
	}
	assert_int_equal(d.n, CD_PORT_INPUTS_MAX);
	assert_str(d.item[0]->name, "meter1");
	assert_str(d.item[d.n - 1]->name, name);
	cd_departed_clear(&d);
	assert_int_equal(d.n, 0);
	cd_departed_clear(&d);
}

/* What left is still what the session is judged by, at every moment. */
static void the_verdict_stands_when_its_meter_goes(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *speaker = cd_profile_new("speaker");
	struct cd_event note = { .type = CD_EVENT_NOTE, .input = "meter0", .note = CD_NOTE_NOTHING };
	struct cd_verdict_info before, after;
	struct feed f;

	assert_non_null(speaker);
	speaker->rated_uv = 5 * V;
	speaker->fast_charge = CD_NO;
	note.note.inline_profile = speaker;
	note.note.profile = speaker->name;

	feed_start(&f, CD_GROUP_ONE_METER);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_good(&f, &note);
	feed_hold(&f, 0, 2 * S, "meter0", 5 * V, 0);
	feed_hold(&f, 2 * S, 10 * S, "meter0", 9 * V, 500 * MA);
	cd_engine_verdict(feed_find(&f, "bench"), &before);
	assert_string_equal(before.cause, "fast-charge-overvoltage");

	f.what = 0;
	feed_removed(&f, 10 * S, "meter0");
	cd_engine_verdict(feed_find(&f, "bench"), &after);
	assert_string_equal(after.cause, before.cause);
	assert_int_equal(f.what & CD_CHANGE_CAUSE, 0);
	feed_done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_comes_back_has_its_notes),
		cmocka_unit_test(new_notes_stand),
		cmocka_unit_test(the_oldest_goes_at_the_bound),
		cmocka_unit_test(the_verdict_stands_when_its_meter_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
