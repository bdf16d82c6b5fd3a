/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The pages on formats against the code that reads them: their examples are read without a complaint, and
 * every word of the format stands on its page.
 */

#include "test.h"

#include <stdio.h>

#include "csv.h"
#include "recording.h"

/* A whole page; the caller frees. */
static char *read_page(const char *name)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	char path[4096], piece[4096];
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", DOCS, name);
	f = fopen(path, "re");
	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		assert_int_equal(cd_buffer_append(&b, piece, n), 0);
	(void)fclose(f);
	assert_int_equal(cd_buffer_append(&b, "", 1), 0);
	return CD_TAKE(b.data);
}

/* The next block of a language in `*page`, which is moved behind it; NULL: no more. */
static const char *next_block(const char **page, const char *language, size_t *ret_len)
{
	char fence[32];
	const char *start, *end;

	(void)snprintf(fence, sizeof(fence), "\n```%s\n", language);
	start = strstr(*page, fence);
	if (!start)
		return NULL;
	start += strlen(fence);
	end = strstr(start, "\n```\n");
	assert_non_null(end);
	*page = end + 4;
	*ret_len = (size_t)(end + 1 - start);
	return start;
}

static unsigned read_recording(const char *text, size_t len)
{
	CD_CLEANUP(cd_recording_reader_freep) struct cd_recording_reader *r = cd_recording_reader_new();
	struct cd_recording_stats stats;
	struct cd_event ev;
	int result;

	cd_recording_reader_feed(r, text, len);
	while ((result = cd_recording_reader_next(r, &ev)) == CD_READ_EVENT)
		;
	if (result < 0)
		fail_msg("%s", cd_recording_reader_error(r));
	cd_recording_reader_stats(r, &stats);
	assert_int_equal(stats.skipped, 0);
	assert_int_equal(stats.events + 1, stats.lines);
	return (unsigned)stats.events;
}

static void recordings_on_the_page_are_read(void **state)
{
	CD_FREE char *text = read_page("recording.md");
	const char *page = text, *block;
	unsigned blocks = 0, events = 0;
	size_t len = 0;

	for (; (block = next_block(&page, "ndjson", &len)); blocks++)
		events += read_recording(block, len);
	assert_true(blocks >= 3 && events >= 14);
}

static void tables_on_the_page_are_read(void **state)
{
	CD_CLEANUP(cd_csv_reader_freep) struct cd_csv_reader *r = cd_csv_reader_new(NULL);
	CD_FREE char *text = read_page("recording.md");
	const char *page = text, *block;
	struct cd_recording_stats stats;
	struct cd_event ev;
	size_t len = 0;

	block = next_block(&page, "csv", &len);
	assert_non_null(block);
	cd_csv_reader_feed(r, block, len);
	while (cd_csv_reader_next(r, &ev) == CD_READ_EVENT)
		;
	assert_null(cd_csv_reader_error(r));
	cd_csv_reader_stats(r, &stats);
	assert_int_equal(stats.events, 3);
	assert_int_equal(stats.skipped, 0);
}

static void assert_named(const char *page, const char *word)
{
	char quoted[100];

	(void)snprintf(quoted, sizeof(quoted), "`%s`", word);
	if (!strstr(page, quoted))
		fail_msg("docs/recording.md does not explain %s", quoted);
}

static void every_word_is_on_the_page(void **state)
{
	CD_FREE char *page = read_page("recording.md");

	for (int i = 0; i < _CD_EVENT_MAX; i++)
		assert_named(page, cd_event_type_to_string(i));
	for (int i = 0; i < _CD_INPUT_MAX; i++)
		assert_named(page, cd_input_kind_to_string(i));
	for (int i = 0; i < _CD_FIELD_MAX; i++)
		assert_named(page, cd_field_to_string(i));
	for (int i = 0; i < _CD_POSITION_MAX; i++)
		assert_named(page, cd_position_to_string(i));
	for (int i = 0; i < _CD_GAP_MAX; i++)
		assert_named(page, cd_gap_reason_to_string(i));
	for (int i = 0; i < _CD_ENUMERATION_MAX; i++)
		assert_named(page, cd_enumeration_to_string(i));
	for (int i = 0; i < _CD_BATTERY_MAX; i++)
		assert_named(page, cd_battery_note_to_string(i));
	for (size_t i = 0; cd_note_keys[i]; i++)
		assert_named(page, cd_note_keys[i]);
}

static void profiles_on_the_page_are_read(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	CD_FREE char *text = read_page("profiles.md");
	const char *page = text, *block;
	struct cd_complaint complaint;
	size_t len = 0, n = 0;

	block = next_block(&page, "ini", &len);
	assert_non_null(block);
	assert_int_equal(cd_profile_parse("example", block, len, &complaint, 1, &n, &p), 0);
	if (n)
		fail_msg("line %u: %s", complaint.line, complaint.text);
	/* all of the example is taken: nothing in it is unknown afterwards */
	assert_true(cd_known(p->rated_uv) && cd_known(p->rated_ua) && cd_known(p->energy_uwh));
	assert_true(cd_known(p->charge_time_min_s) && cd_known(p->regulation_uv));
	assert_true(p->title && p->category && p->source && p->reset_loses);
	assert_int_equal(p->n_leds, 3);
	assert_int_equal(p->n_reset, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recordings_on_the_page_are_read),
		cmocka_unit_test(tables_on_the_page_are_read),
		cmocka_unit_test(every_word_is_on_the_page),
		cmocka_unit_test(profiles_on_the_page_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
