/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Two tables of other programs, whole: a phone on a TC66C and a charger in hiccup on an FNB58. They are not
 * ours to distribute; CHARGEDIAG_CAPTURES says where they are.
 */

#include "test.h"

#include "file-events.h"

#include <stdio.h>

struct totals {
	unsigned rows;
	struct cd_event first, last;
	int64_t max_uv, max_ua;
	struct cd_recording_stats stats;
};

static struct totals read_capture(const char *file)
{
	CD_CLEANUP(cd_file_events_closep) struct cd_file_events *f = NULL;
	struct totals t = { 0 };
	CD_FREE char *path = NULL;
	struct cd_event ev;
	int r;

	assert_true(asprintf(&path, "%s/charge-logs/%s", getenv("CHARGEDIAG_CAPTURES"), file) > 0);
	assert_int_equal(cd_file_events_open(path, NULL, &f), 0);
	assert_int_equal(cd_file_events_next(f, &ev), 1);
	assert_int_equal(ev.type, CD_EVENT_ADDED);
	assert_false(ev.added.sign_known);
	while ((r = cd_file_events_next(f, &ev)) == 1) {
		if (t.rows++ == 0)
			t.first = ev;
		t.last = ev;
		if (cd_sample_get(&ev.sample, CD_FIELD_VBUS) > t.max_uv)
			t.max_uv = cd_sample_get(&ev.sample, CD_FIELD_VBUS);
		if (cd_sample_get(&ev.sample, CD_FIELD_IBUS) > t.max_ua)
			t.max_ua = cd_sample_get(&ev.sample, CD_FIELD_IBUS);
	}
	if (r < 0)
		fail_msg("%s", cd_file_events_error(f));
	cd_file_events_stats(f, &t.stats);
	assert_int_equal(t.stats.skipped, 0);
	assert_false(t.stats.truncated);
	return t;
}

static void a_phone_on_a_tc66c(void **state)
{
	struct totals t = read_capture("tc66c-phone.csv");

	assert_int_equal(t.rows, 74928);
	assert_i64(t.first.t_us, 0);
	assert_i64(t.last.t_us, 7492600000);
	assert_i64(cd_sample_get(&t.last.sample, CD_FIELD_VBUS), 5078300);
	assert_i64(cd_sample_get(&t.last.sample, CD_FIELD_IBUS), 8020);
	assert_true(t.max_uv > 5000000 && t.max_uv < 5300000);
	assert_true(t.max_ua > 2000000 && t.max_ua < 2100000);
}

static void a_charger_in_hiccup_on_an_fnb58(void **state)
{
	struct totals t = read_capture("fnb58-hiccup.csv");

	assert_int_equal(t.rows, 38992);
	assert_i64(t.last.t_us, 389910000);
	assert_i64(cd_sample_get(&t.first.sample, CD_FIELD_VBUS), 5222800);
	assert_i64(cd_sample_get(&t.first.sample, CD_FIELD_IBUS), 9400);
	assert_i64(cd_sample_get(&t.last.sample, CD_FIELD_VBUS), 3800);
	assert_i64(cd_sample_get(&t.last.sample, CD_FIELD_IBUS), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phone_on_a_tc66c),
		cmocka_unit_test(a_charger_in_hiccup_on_an_fnb58),
	};

	if (!getenv("CHARGEDIAG_CAPTURES")) {
		(void)fputs("CHARGEDIAG_CAPTURES is not set: no recorded tables to read\n", stderr);
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
