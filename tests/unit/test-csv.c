/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "csv.h"

#include <stdio.h>

struct outcome {
	struct cd_buffer lines; /* events as recording lines */
	struct cd_recording_stats stats;
	char error[256];
	int result;
};

static void outcome_done(struct outcome *o)
{
	cd_buffer_done(&o->lines);
}
#define OUTCOME CD_CLEANUP(outcome_done) struct outcome

static int drain(struct cd_csv_reader *r, struct cd_buffer *lines)
{
	struct cd_event ev;
	int result;

	while ((result = cd_csv_reader_next(r, &ev)) == CD_READ_EVENT)
		assert_int_equal(cd_recording_write_event(lines, &ev, 0), 0);
	return result;
}

static struct outcome read_pieces(
	const char *text, size_t len, size_t piece, const struct cd_csv_options *options)
{
	CD_CLEANUP(cd_csv_reader_freep) struct cd_csv_reader *r = cd_csv_reader_new(options);
	struct outcome o = { 0 };

	for (size_t at = 0;; at += piece) {
		size_t take = at < len ? (len - at < piece ? len - at : piece) : 0;
		CD_FREE char *copy = malloc(take + 1);

		memcpy(copy, text + (take ? at : 0), take);
		cd_csv_reader_feed(r, copy, take);
		o.result = drain(r, &o.lines);
		if (o.result < 0 || take == 0)
			break;
	}
	if (o.result < 0)
		(void)snprintf(o.error, sizeof(o.error), "%s", cd_csv_reader_error(r));
	else
		assert_null(cd_csv_reader_error(r));
	cd_csv_reader_stats(r, &o.stats);
	(void)cd_buffer_append(&o.lines, "", 1);
	return o;
}

static void assert_stats(const struct cd_recording_stats *a, const struct cd_recording_stats *b)
{
	assert_int_equal(a->lines, b->lines);
	assert_int_equal(a->events, b->events);
	assert_int_equal(a->skipped, b->skipped);
	assert_int_equal(a->truncated, b->truncated);
}

static struct outcome read_with(const char *text, size_t len, const struct cd_csv_options *options)
{
	static const size_t pieces[] = { 1, 3, 10 };
	struct outcome whole = read_pieces(text, len, len + 1, options);

	for (size_t i = 0; i < CD_ELEMENTSOF(pieces); i++) {
		OUTCOME cut = read_pieces(text, len, pieces[i], options);

		assert_str(whole.lines.data, cut.lines.data);
		assert_string_equal(whole.error, cut.error);
		assert_stats(&whole.stats, &cut.stats);
	}
	return whole;
}

static struct outcome read_text(const char *text)
{
	return read_with(text, strlen(text), NULL);
}

#define ADDED(sign)                                                                                          \
	"{\"t\":0,\"input\":\"csv\",\"event\":\"added\",\"kind\":\"meter\",\"sign_known\":" sign "}\n"
#define ROW(t, rest) "{\"t\":" t ",\"input\":\"csv\",\"event\":\"sample\"" rest "}\n"

static void tables_become_events(void **state)
{
	static const struct {
		const char *text, *expect;
		int skipped;
	} rows[] = {
		/* the documented form */
		{ "time_s,vbus_v,ibus_a\n0,5.1023,0.4982\n0.01,5,-0.1\n",
			ADDED("true") ROW("0", ",\"vbus_uv\":5102300,\"ibus_ua\":498200")
				ROW("10000", ",\"vbus_uv\":5000000,\"ibus_ua\":-100000"),
			0 },
		/* all columns, any order, time from the first row on */
		{ "temp_c,cc2_v,cc1_v,dm_v,dp_v,ibus_a,vbus_v,time_s\n31.2345,0.4,1.7,0.6,0.61,1e-05,5,100."
		  "5\n-1.5,,,,,,5,101\n",
			ADDED("true") ROW("0", ",\"vbus_uv\":5000000,\"ibus_ua\":10,\"dp_uv\":610000,\"dm_"
					       "uv\":600000,\"cc1_uv\":"
					       "1700000,\"cc2_uv\":400000,\"temp_mc\":31235")
				ROW("500000", ",\"vbus_uv\":5000000,\"temp_mc\":-1500"),
			0 },
		/* mark, CRLF, tabs, quotes, blanks, blank lines, unknown columns, the same one twice */
		{ "\xef\xbb\xbf\"time_s\"\t vbus_v \tnote\tibus_a\tvbus_v\r\n0\t5\thello\t1\t9\r\n\r\n1 "
		  "\t5\t\t 1\t9\r\n",
			ADDED("true") ROW("0", ",\"vbus_uv\":5000000,\"ibus_ua\":1000000")
				ROW("1000000", ",\"vbus_uv\":5000000,\"ibus_ua\":1000000"),
			2 },
		/* decimal commas, where commas do not separate */
		{ "time_s;vbus_v;ibus_a\n0,5;5,1;0\n0,75;5;1\n",
			ADDED("true") ROW("0", ",\"vbus_uv\":5100000,\"ibus_ua\":0")
				ROW("250000", ",\"vbus_uv\":5000000,\"ibus_ua\":1000000"),
			0 },
		/* out of range: that field only */
		{ "time_s,vbus_v,ibus_a\n0,101,1\n0,5,1e30\n",
			ADDED("true") ROW("0", ",\"ibus_ua\":1000000") ROW("0", ",\"vbus_uv\":5000000"), 2 },
		/* no rows */
		{ "time_s,vbus_v,ibus_a\n", ADDED("true"), 0 },
		/* FNIRSI's program */
		{ "\xef\xbb\xbfTime;VBusCurrent;VBusVoltage\r\n0:00:00:00.0000000;0.0094;5.2228\r\n"
		  "0:00:00:00.0100000;0.0094;5.2227\r\n1:02:03:04.5;0;0\r\n\r\n",
			ADDED("false") ROW("0", ",\"vbus_uv\":5222800,\"ibus_ua\":9400")
				ROW("10000", ",\"vbus_uv\":5222700,\"ibus_ua\":9400")
					ROW("93784500000", ",\"vbus_uv\":0,\"ibus_ua\":0"),
			0 },
		/* no header: seconds, volts, amperes */
		{ "0.00;0.00000;0.000000\n0.00;5.13840;0.000000\n0.10;5.13840;0.5\n",
			ADDED("false") ROW("0", ",\"vbus_uv\":0,\"ibus_ua\":0")
				ROW("0", ",\"vbus_uv\":5138400,\"ibus_ua\":0")
					ROW("100000", ",\"vbus_uv\":5138400,\"ibus_ua\":500000"),
			0 },
		{ "0,5,1\n", ADDED("false") ROW("0", ",\"vbus_uv\":5000000,\"ibus_ua\":1000000"), 0 },
		{ "0\t5,5\t1\n", ADDED("false") ROW("0", ",\"vbus_uv\":5500000,\"ibus_ua\":1000000"), 0 },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		OUTCOME o = read_text(rows[i].text);

		if (o.error[0])
			fail_msg("row %zu: %s", i, o.error);
		assert_str(o.lines.data, rows[i].expect);
		assert_int_equal(o.stats.skipped, rows[i].skipped);
		assert_false(o.stats.truncated);
	}
}

static void doubts_are_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "line 1: no table" },
		{ "\n\n", "line 2: no table" },
		{ "hello\n", "line 1: neither a recording nor a known table: the first line must name the "
			     "columns, "
			     "time_s,vbus_v,ibus_a" },
		{ "time_s,vbus_v\n0,5\n", "line 1: neither a recording" },
		{ "Time_s,vbus_v,ibus_a\n0,5,1\n", "line 1: neither a recording" },
		{ "Time;VBusCurrent\n", "line 1: neither a recording" },
		{ "0,5\n", "line 1: neither a recording" },
		{ "0,5,1,0.6\n", "line 1: neither a recording" },
		{ "0,5,x\n", "line 1: neither a recording" },
		{ "\x7f"
		  "ELF\x02\x01\x01\n",
			"line 1: neither a recording" },
		{ "time_s,vbus_v,ibus_a\n0,5\n", "line 2: 2 cells where 3 are expected" },
		{ "time_s,vbus_v,ibus_a\n0,5,1,2\n", "line 2: 4 cells where 3 are expected" },
		{ "time_s,vbus_v,ibus_a\n0,5,1\n1,five,1\n", "line 3: column 2 is no number" },
		{ "time_s,vbus_v,ibus_a\n0,5,nan\n", "line 2: column 3 is no number" },
		{ "time_s,vbus_v,ibus_a\n,5,1\n", "line 2: column 1 is no time" },
		{ "time_s,vbus_v,ibus_a\n1e30,5,1\n", "line 2: column 1 is no time" },
		{ "time_s,vbus_v,ibus_a\n0,5,1\n1e10,5,1\n", "line 3: time is out of range" },
		{ "time_s,vbus_v,ibus_a\n2,5,1\n1.5,5,1\n",
			"line 3: time runs backwards (1500000 us after 2000000 us)" },
		{ "time_s;vbus_v;ibus_a\n0,5;5.1;1\n", "line 2: column 2 is no number" },
		{ "Time;VBusCurrent;VBusVoltage\n0:00:00;0;0\n", "line 2: column 1 is no time" },
		{ "Time;VBusCurrent;VBusVoltage\n0:24:00:00;0;0\n", "line 2: column 1 is no time" },
		{ "Time;VBusCurrent;VBusVoltage\n0:00:60:00;0;0\n", "line 2: column 1 is no time" },
		{ "Time;VBusCurrent;VBusVoltage\n0:00:00:60;0;0\n", "line 2: column 1 is no time" },
		{ "Time;VBusCurrent;VBusVoltage\n0:00:00:-1;0;0\n", "line 2: column 1 is no time" },
		{ "Time;VBusCurrent;VBusVoltage\n:::;0;0\n", "line 2: column 1 is no time" },
		/* without a header: amperes before volts, millivolts, a gap */
		{ "0;0.5;5.1\n", "line 1: the third column looks like the volts; without a header" },
		{ "0;0;0\n1;0.5;5.1\n", "line 2: the third column looks like the volts; without a header" },
		{ "0;5100;500\n", "line 1: a cell is empty or out of range; without a header" },
		{ "0;61;1\n", "line 1: the second column is no USB voltage" },
		{ "0;5;11\n", "line 1: the second column is no USB voltage or the third no USB current" },
		{ "0;5;1\n1;;1\n", "line 2: a cell is empty or out of range; without a header" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		OUTCOME o = read_text(rows[i].text);

		if (strncmp(o.error, rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("row %zu: \"%s\"", i, o.error);
		assert_int_equal(o.result, -EBADMSG);
	}
}

static void what_the_user_says_comes_first(void **state)
{
	struct cd_csv_options options = { .input = "bench", .note = CD_NOTE_NOTHING };
	static const char text[] = "time_s,vbus_v,ibus_a\n0,5,1\n";
	OUTCOME o = { 0 };

	assert_int_equal(cd_note_set(&options.note, "position", "device"), 0);
	assert_int_equal(cd_note_set(&options.note, "battery", "low"), 0);
	o = read_with(text, sizeof(text) - 1, &options);
	assert_string_equal(o.error, "");
	assert_str(o.lines.data, "{\"t\":0,\"input\":\"bench\",\"event\":\"added\",\"kind\":\"meter\","
				 "\"position\":\"device\",\"sign_known\":true}\n"
				 "{\"t\":0,\"input\":\"bench\",\"event\":\"note\",\"position\":\"device\","
				 "\"battery\":\"low\"}\n"
				 "{\"t\":0,\"input\":\"bench\",\"event\":\"sample\",\"vbus_uv\":5000000,"
				 "\"ibus_ua\":1000000}\n");
	assert_int_equal(o.stats.events, 3);
	assert_int_equal(o.stats.lines, 2);
}

static void an_open_end_is_dropped(void **state)
{
	OUTCOME o = read_text("time_s,vbus_v,ibus_a\n0,5,1\n1,5,0.1");

	assert_string_equal(o.error, "");
	assert_true(o.stats.truncated);
	assert_str(o.lines.data, ADDED("true") ROW("0", ",\"vbus_uv\":5000000,\"ibus_ua\":1000000"));
}

static void lines_and_columns_are_bounded(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	OUTCOME o = { 0 };

	assert_int_equal(cd_buffer_printf(&b, "time_s,vbus_v,ibus_a"), 0);
	for (int i = 3; i < 64; i++)
		assert_int_equal(cd_buffer_printf(&b, ",c%d", i), 0);
	assert_int_equal(cd_buffer_printf(&b, "\n"), 0);
	o = read_with(b.data, b.len, NULL);
	assert_string_equal(o.error, "");
	assert_int_equal(o.stats.skipped, 61);
	outcome_done(&o);

	b.data[b.len - 1] = ',';
	assert_int_equal(cd_buffer_printf(&b, "c64\n"), 0);
	o = read_with(b.data, b.len, NULL);
	assert_true(strncmp(o.error, "line 1: neither", 15) == 0);
	outcome_done(&o);

	b.len = 0;
	assert_int_equal(cd_buffer_printf(&b, "time_s,vbus_v,ibus_a\n%070000d\n", 1), 0);
	o = read_pieces(b.data, b.len, b.len, NULL);
	assert_string_equal(o.error, "line 2: longer than 65536 bytes");
}

static void proof_is_asked_of_the_first_rows_only(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	OUTCOME o = { 0 };

	for (int i = 0; i < 100; i++)
		assert_int_equal(cd_buffer_printf(&b, "%d;5;1\n", i), 0);
	/* a collapse under load is a finding, not a doubt */
	assert_int_equal(cd_buffer_printf(&b, "100;3.9;4.1\n"), 0);
	o = read_with(b.data, b.len, NULL);
	assert_string_equal(o.error, "");
	assert_int_equal(o.stats.events, 102);
}

static void files_are_told_apart(void **state)
{
	assert_true(cd_looks_like_recording("{\"chargediag\"", 13));
	assert_true(cd_looks_like_recording("\xef\xbb\xbf \r\n\t{", 8));
	assert_false(cd_looks_like_recording("time_s", 6));
	assert_false(cd_looks_like_recording("", 0));
	assert_false(cd_looks_like_recording("  ", 2));
	assert_false(cd_looks_like_recording("\xef\xbb\xbf", 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_become_events),
		cmocka_unit_test(doubts_are_errors),
		cmocka_unit_test(what_the_user_says_comes_first),
		cmocka_unit_test(an_open_end_is_dropped),
		cmocka_unit_test(lines_and_columns_are_bounded),
		cmocka_unit_test(proof_is_asked_of_the_first_rows_only),
		cmocka_unit_test(files_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
