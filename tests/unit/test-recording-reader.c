/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "recording.h"

#include <stdio.h>

#define HEADER "{\"chargediag\":\"recording\",\"version\":1,\"started\":\"2026-11-22T10:00:00Z\"}\n"

/* What a text gives: its events written out again, the counts, the error. */
struct outcome {
	struct cd_buffer lines;
	struct cd_recording_stats stats;
	char started[80];
	char error[256]; /* empty: none */
	int result;
};

static void outcome_done(struct outcome *o)
{
	cd_buffer_done(&o->lines);
}
#define OUTCOME CD_CLEANUP(outcome_done) struct outcome

static int drain(struct cd_recording_reader *r, struct cd_buffer *lines)
{
	struct cd_event ev;
	int result;

	while ((result = cd_recording_reader_next(r, &ev)) == CD_READ_EVENT)
		assert_int_equal(cd_recording_write_event(lines, &ev, 0), 0);
	return result;
}

static struct outcome read_pieces(const char *text, size_t len, size_t piece)
{
	CD_CLEANUP(cd_recording_reader_freep) struct cd_recording_reader *r = cd_recording_reader_new();
	struct outcome o = { 0 };

	for (size_t at = 0;; at += piece) {
		size_t take = at < len ? (len - at < piece ? len - at : piece) : 0;
		/* an own allocation per piece: what is kept beyond its life shows under a sanitizer */
		CD_FREE char *copy = malloc(take + 1);

		memcpy(copy, text + (take ? at : 0), take);
		cd_recording_reader_feed(r, copy, take);
		o.result = drain(r, &o.lines);
		if (o.result < 0 || take == 0)
			break;
	}
	if (o.result < 0) {
		(void)snprintf(o.error, sizeof(o.error), "%s", cd_recording_reader_error(r));
		assert_int_equal(drain(r, &o.lines), o.result);
	} else {
		assert_null(cd_recording_reader_error(r));
	}
	cd_recording_reader_stats(r, &o.stats);
	if (o.stats.started)
		(void)snprintf(o.started, sizeof(o.started), "%s", o.stats.started);
	o.stats.started = NULL;
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

static void assert_same(const struct outcome *a, const struct outcome *b)
{
	assert_str(a->lines.data, b->lines.data);
	assert_string_equal(a->error, b->error);
	assert_string_equal(a->started, b->started);
	assert_int_equal(a->result, b->result);
	assert_stats(&a->stats, &b->stats);
}

/* Reads the text in one piece, and makes sure that others give the same. */
static struct outcome read_bytes(const char *text, size_t len)
{
	static const size_t pieces[] = { 1, 2, 7, 100, 4096 };
	struct outcome whole = read_pieces(text, len, len + 1);

	for (size_t i = 0; i < CD_ELEMENTSOF(pieces); i++) {
		OUTCOME cut = { 0 };

		if (len > 10000 && pieces[i] < 100)
			continue;
		cut = read_pieces(text, len, pieces[i]);
		assert_same(&whole, &cut);
	}
	return whole;
}

static struct outcome read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

/* The example of docs/recording.md, in the writer's own shape. */
static const char example[] =
	"{\"t\":0,\"input\":\"meter0\",\"event\":\"added\",\"kind\":\"meter\",\"model\":\"FNIRSI "
	"FNB58\",\"serial\":"
	"\"21A0\",\"position\":\"source\",\"settle_us\":120000,\"sign_known\":false}\n"
	"{\"t\":0,\"event\":\"port\",\"port\":\"bench\",\"inputs\":[\"meter0\",\"usb1-port2\"]}\n"
	"{\"t\":10000,\"input\":\"meter0\",\"event\":\"sample\",\"vbus_uv\":5102300,\"ibus_ua\":498200,\"dp_"
	"uv\":600000,"
	"\"dm_uv\":601000,\"temp_mc\":31200}\n"
	"{\"t\":20000,\"input\":\"BAT0\",\"event\":\"added\",\"kind\":\"power-supply\"}\n"
	"{\"t\":20000,\"input\":\"BAT0\",\"event\":\"attributes\",\"attributes\":{\"capacity\":\"80\","
	"\"current_now\":"
	"{\"errno\":\"ENODEV\"},\"status\":\"Not charging\",\"type\":\"Battery\"}}\n"
	"{\"t\":90000,\"input\":\"usb1-port2\",\"event\":\"over-current\",\"count\":3}\n"
	"{\"t\":95000,\"input\":\"meter0\",\"event\":\"pd\",\"sop\":0,\"wire\":\"a1610f\"}\n"
	"{\"t\":96000,\"input\":\"meter0\",\"event\":\"gap\",\"reason\":\"stall\",\"duration_us\":700000}\n"
	"{\"t\":99000,\"input\":\"meter0\",\"event\":\"note\",\"profile\":\"anker-soundcore-2\",\"led\":"
	"\"solid-red\","
	"\"battery\":\"low\",\"cable\":\"red 1 m\",\"adapter\":\"no-name 5 W\"}\n"
	"{\"t\":99100,\"input\":\"meter0\",\"event\":\"note\",\"profile\":{\"name\":\"mine\",\"rated_uv\":"
	"5000000,"
	"\"rated_ua\":1500000,\"energy_uwh\":23000000,\"regulation_uv\":4550000,\"charge_time_s\":[10800,"
	"14400],"
	"\"enumerates\":false,\"leds\":{\"red\":\"low\"}},\"position\":\"device\",\"adapter_watts\":4.5,"
	"\"label\":\"x\"}\n"
	"{\"t\":99500,\"input\":\"usb1-port2\",\"event\":\"enumeration\",\"result\":\"failed\"}\n"
	"{\"t\":990000,\"input\":\"meter0\",\"event\":\"removed\"}\n";

static void the_example(void **state)
{
	CD_FREE char *text = NULL;
	OUTCOME o = { 0 };

	assert_true(asprintf(&text, "%s%s", HEADER, example) > 0);
	o = read_text(text);
	assert_string_equal(o.error, "");
	assert_str(o.lines.data, example);
	assert_string_equal(o.started, "2026-11-22T10:00:00Z");
	assert_int_equal(o.stats.lines, 13);
	assert_int_equal(o.stats.events, 12);
	assert_int_equal(o.stats.skipped, 0);
	assert_false(o.stats.truncated);
}

static void crlf_and_a_mark_are_accepted(void **state)
{
	OUTCOME o = read_text("\xef\xbb\xbf{\"chargediag\":\"recording\",\"version\":1}\r\n"
			      "{\"t\":5,\"input\":\"m\",\"event\":\"sample\",\"vbus_uv\":5}\r\n");

	assert_string_equal(o.error, "");
	assert_str(o.lines.data, "{\"t\":5,\"input\":\"m\",\"event\":\"sample\",\"vbus_uv\":5}\n");
	assert_string_equal(o.started, "");
}

/* Left out and counted, and what is around it stays. */
static void the_unknown_is_skipped(void **state)
{
	static const struct {
		const char *line;
		int skipped;
		const char *expect; /* what remains */
	} rows[] = {
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"explosion\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":7}", 1, "" },
		{ "{\"t\":1,\"event\":\"removed\"}", 1, "" },
		{ "{\"t\":1,\"input\":7,\"event\":\"removed\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"a/b\",\"event\":\"removed\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"\\ud800\",\"event\":\"removed\",\"x\":1,\"y\":null}", 2,
			"{\"t\":1,\"input\":\"\xef\xbf\xbd\",\"event\":\"removed\"}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"added\",\"kind\":\"toaster\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"added\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"added\",\"kind\":\"iio\",\"position\":\"moon\","
		  "\"model\":\"\","
		  "\"serial\":\"a\\u0000b\",\"settle_us\":-1,\"sign_known\":1}",
			5, "{\"t\":1,\"input\":\"m\",\"event\":\"added\",\"kind\":\"iio\"}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"vbus_uv\":100000001,\"ibus_ua\":2}", 1,
			"{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"ibus_ua\":2}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"vbus_uv\":5.0,\"ibus_ua\":1e3,\"dp_uv\":"
		  "\"1\",\"dm_uv\":null,"
		  "\"cc1_uv\":99999999999999999999999,\"cc2_uv\":true,\"vbus_mv\":5,\"temp_mc\":3}",
			7, "{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"temp_mc\":3}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"temp_mc\":3,\"vbus_uv\":4}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"sample\",\"vbus_uv\":4,\"temp_mc\":3}\n" },
		{ "{\"t\":1,\"input\":\"B\",\"event\":\"attributes\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"B\",\"event\":\"attributes\",\"attributes\":[]}", 1, "" },
		{ "{\"t\":1,\"input\":\"B\",\"event\":\"attributes\",\"attributes\":{\"a\":1,\"b\":\"x\","
		  "\"\":\"y\",\"c\":{\"errno\":"
		  "\"ENONSENSE\"},\"d\":{},\"e\":null,\"f\":{\"errno\":\"EIO\",\"g\":1}}}",
			6,
			"{\"t\":1,\"input\":\"B\",\"event\":\"attributes\",\"attributes\":{\"b\":\"x\"}}\n" },
		{ "{\"t\":1,\"input\":\"B\",\"event\":\"attributes\",\"attributes\":{\"a\":\"x\\u0000y\\n\"}"
		  "}",
			0,
			"{\"t\":1,\"input\":\"B\",\"event\":\"attributes\",\"attributes\":{\"a\":"
			"\"x\xef\xbf\xbdy\\u000a\"}}\n" },
		{ "{\"t\":1,\"event\":\"port\",\"port\":\"p\"}", 1, "" },
		{ "{\"t\":1,\"event\":\"port\",\"port\":\"p q\",\"inputs\":[]}", 1, "" },
		{ "{\"t\":1,\"event\":\"port\",\"port\":\"p\",\"inputs\":[\"a\",\"a\",\"b\",3,\"c "
		  "d\"],\"input\":\"a\"}",
			4, "{\"t\":1,\"event\":\"port\",\"port\":\"p\",\"inputs\":[\"a\",\"b\"]}\n" },
		{ "{\"t\":1,\"event\":\"port\",\"port\":\"p\",\"inputs\":[]}", 0,
			"{\"t\":1,\"event\":\"port\",\"port\":\"p\",\"inputs\":[]}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":\"Bad "
		  "Name\",\"battery\":\"half\",\"led\":\"\",\"mood\":\"x\","
		  "\"adapter_watts\":\"5\",\"cable\":\"c\"}",
			5, "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"cable\":\"c\"}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"adapter_watts\":0}", 1,
			"{\"t\":1,\"input\":\"m\",\"event\":\"note\"}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"adapter_watts\":1001}", 1,
			"{\"t\":1,\"input\":\"m\",\"event\":\"note\"}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"adapter_watts\":6.5e1}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"adapter_watts\":65}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"rated_uv\":5000000}}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"name\":\"unnamed\",\"rated_uv\":5000000}}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"name\":\"Speaker  2S!\"}}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"name\":\"speaker-2s\"}}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"name\":\"p\",\"rated_uv\":5,"
		  "\"rated_ua\":1.5,"
		  "\"charge_time_s\":[14400,10800],\"enumerates\":\"no\",\"leds\":{\"red\":\"pink\"},"
		  "\"mood\":1}}",
			6, "{\"t\":1,\"input\":\"m\",\"event\":\"note\",\"profile\":{\"name\":\"p\"}}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"gap\",\"reason\":\"lunch\",\"duration_us\":1}", 1,
			"" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"gap\",\"reason\":\"stall\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"gap\",\"reason\":\"stall\",\"duration_us\":-1}", 1,
			"" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"over-current\",\"count\":4294967296}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"over-current\",\"count\":4294967295}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"over-current\",\"count\":4294967295}\n" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"enumeration\",\"result\":\"perhaps\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":3,\"wire\":\"a1\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":0,\"wire\":\"a\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":0,\"wire\":\"\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":0,\"wire\":\"zz\"}", 1, "" },
		{ "{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":2,\"wire\":\"A1ff\"}", 0,
			"{\"t\":1,\"input\":\"m\",\"event\":\"pd\",\"sop\":2,\"wire\":\"a1ff\"}\n" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CD_FREE char *text = NULL, *expect = NULL;
		OUTCOME o = { 0 };

		assert_true(asprintf(&text,
				    HEADER "{\"t\":0,\"input\":\"m\",\"event\":\"removed\"}\n%s\n"
					   "{\"t\":2,\"input\":\"m\",\"event\":\"removed\"}\n",
				    rows[i].line) > 0);
		assert_true(asprintf(&expect,
				    "{\"t\":0,\"input\":\"m\",\"event\":\"removed\"}\n%s"
				    "{\"t\":2,\"input\":\"m\",\"event\":\"removed\"}\n",
				    rows[i].expect) > 0);
		o = read_text(text);
		assert_string_equal(o.error, "");
		assert_str(o.lines.data, expect);
		if ((int)o.stats.skipped != rows[i].skipped)
			fail_msg("%s: %d skipped", rows[i].line, (int)o.stats.skipped);
	}
}

static void malformed_lines_are_errors(void **state)
{
	static const struct {
		const char *line, *error;
	} rows[] = {
		{ "", "line 3: an empty line" },
		{ "  \t", "line 3: an empty line" },
		{ "hello", "line 3: not a JSON object" },
		{ "[1,2]", "line 3: not a JSON object" },
		{ "null", "line 3: not a JSON object" },
		{ "{\"t\":1", "line 3: not JSON: the line ends inside a value" },
		{ "{\"t\":1}}", "line 3: not JSON: " },
		{ "{\"t\":1} {}", "line 3: not JSON: " },
		{ "{\"t\":14,\"x\":'1'}", "line 3: not JSON: " },
		{ "{\"t\":1,}", "line 3: not JSON: " },
		{ "{\"t\":NaN}", "line 3: " },
		{ "{\"t\":01}", "line 3: not JSON: " },
		{ "{\"t\":1,\"x\":\"\xff\"}", "line 3: not JSON: " },
		{ "{\"t\":1,\"x\":[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}", "line 3: not JSON: " },
		{ "{\"event\":\"removed\"}", "line 3: no t" },
		{ "{\"t\":-1}", "line 3: t is not a whole number" },
		{ "{\"t\":1.5}", "line 3: t is not a whole number" },
		{ "{\"t\":\"1\"}", "line 3: t is not a whole number" },
		{ "{\"t\":1000000000000001}", "line 3: t is not a whole number" },
		{ "{\"t\":999999999999999999999}", "line 3: t is not a whole number" },
		{ "{\"chargediag\":\"recording\",\"version\":1}", "line 3: a second header" },
		{ "{\"t\":12,\"input\":\"m\",\"event\":\"removed\"}",
			"line 3: t runs backwards (12 after 13)" },
		{ "{\"t\":12,\"input\":\"m\",\"event\":\"sample\"}",
			"line 3: t runs backwards (12 after 13)" },
		{ "{\"t\":12,\"event\":\"nothing known\"}", "line 3: t runs backwards (12 after 13)" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CD_FREE char *text = NULL;
		OUTCOME o = { 0 };

		assert_true(asprintf(&text,
				    HEADER "{\"t\":13,\"input\":\"m\",\"event\":\"removed\"}\n%s\n"
					   "{\"t\":14,\"input\":\"m\",\"event\":\"removed\"}\n",
				    rows[i].line) > 0);
		o = read_text(text);
		if (strncmp(o.error, rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("%s: \"%s\"", rows[i].line, o.error);
		assert_int_equal(o.result, -EBADMSG);
		assert_str(o.lines.data, "{\"t\":13,\"input\":\"m\",\"event\":\"removed\"}\n");
	}
}

static void nul_bytes_are_errors(void **state)
{
	static const char text[] = HEADER "{\"t\":1,\"input\":\"m\",\"event\":\"removed\"}\0\n";
	OUTCOME o = read_bytes(text, sizeof(text) - 1);

	assert_string_equal(o.error, "line 2: not JSON: a NUL byte");
}

static void the_header_comes_first(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "line 1: empty" },
		{ "\n", "line 1: an empty line" },
		{ "{\"chargediag\":\"rec", "line 1: cut off in the header" },
		{ "{}\n", "line 1: not the header" },
		{ "{\"t\":1,\"event\":\"removed\"}\n", "line 1: not the header" },
		{ "time_s,vbus_v\n", "line 1: not a JSON object" },
		{ "{\"chargediag\":\"analysis\",\"version\":1}\n", "line 1: not the header" },
		{ "{\"chargediag\":\"recording\"}\n", "line 1: the header says no version" },
		{ "{\"chargediag\":\"recording\",\"version\":\"1\"}\n",
			"line 1: the header says no version" },
		{ "{\"chargediag\":\"recording\",\"version\":1.0}\n", "line 1: the header says no version" },
		{ "{\"chargediag\":\"recording\",\"version\":2}\n",
			"line 1: version 2 of the recording format; this program reads version 1" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		OUTCOME o = read_text(rows[i].text);

		if (strncmp(o.error, rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("%s: \"%s\"", rows[i].text, o.error);
		assert_int_equal(o.result, -EBADMSG);
	}
}

static void the_header_may_say_more(void **state)
{
	OUTCOME o = read_text("{\"version\":1,\"by\":\"x\",\"started\":7,\"chargediag\":\"recording\"}\n");

	assert_string_equal(o.error, "");
	assert_int_equal(o.stats.skipped, 2);
	assert_string_equal(o.started, "");
}

static void an_open_end_is_dropped(void **state)
{
	OUTCOME o = read_text(HEADER
		"{\"t\":1,\"input\":\"m\",\"event\":\"removed\"}\n{\"t\":2,\"input\":\"m\",\"event\":\"rem");

	assert_string_equal(o.error, "");
	assert_true(o.stats.truncated);
	assert_int_equal(o.stats.events, 1);
}

static char *long_line(size_t len)
{
	size_t head = strlen(HEADER);
	char *text = malloc(head + len + 1);

	memcpy(text, HEADER, head);
	memset(text + head, ' ', len);
	memcpy(text + head, "{\"t\":1,\"input\":\"m\",\"event\":\"removed\"", 36);
	text[head + len - 2] = '}';
	text[head + len - 1] = '\n';
	text[head + len] = '\0';
	return text;
}

static void lines_end_at_the_bound(void **state)
{
	CD_FREE char *fits = long_line(CD_RECORDING_LINE_MAX);
	CD_FREE char *too_long = long_line(CD_RECORDING_LINE_MAX + 1);
	OUTCOME o = read_text(fits), p = read_text(too_long);

	assert_string_equal(o.error, "");
	assert_int_equal(o.stats.events, 1);
	assert_string_equal(p.error, "line 2: longer than 65536 bytes");
	assert_int_equal(p.result, -EBADMSG);
	assert_int_equal(p.stats.events, 0);
}

static void depth_ends_at_the_bound(void **state)
{
	char deep[200];
	OUTCOME o = { 0 };

	/* the object is one level, fifteen arrays are the rest */
	(void)snprintf(deep, sizeof(deep), HEADER "{\"t\":1,\"x\":%.15s%.15s}\n", "[[[[[[[[[[[[[[[[[",
		"]]]]]]]]]]]]]]]]]");
	o = read_text(deep);
	assert_string_equal(o.error, "");
	outcome_done(&o);
	o.lines = (struct cd_buffer){ 0 };
	(void)snprintf(deep, sizeof(deep), HEADER "{\"t\":1,\"x\":%.16s%.16s}\n", "[[[[[[[[[[[[[[[[[",
		"]]]]]]]]]]]]]]]]]");
	o = read_text(deep);
	assert_true(strncmp(o.error, "line 2: not JSON: nesting too deep", 34) == 0);
}

static void lists_end_at_their_bounds(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	OUTCOME o = { 0 };

	assert_int_equal(
		cd_buffer_printf(&b, HEADER "{\"t\":0,\"event\":\"port\",\"port\":\"p\",\"inputs\":["), 0);
	for (int i = 0; i <= CD_PORT_INPUTS_MAX; i++)
		assert_int_equal(cd_buffer_printf(&b, "%s\"i%d\"", i ? "," : "", i), 0);
	assert_int_equal(cd_buffer_printf(&b,
				 "]}\n{\"t\":0,\"input\":\"b\",\"event\":\"attributes\",\"attributes\":{"),
		0);
	for (int i = 0; i < CD_ATTRIBUTES_MAX + 3; i++)
		assert_int_equal(cd_buffer_printf(&b, "%s\"a%d\":\"1\"", i ? "," : "", i), 0);
	assert_int_equal(cd_buffer_printf(&b, "}}\n"), 0);
	o = read_bytes(b.data, b.len);
	assert_string_equal(o.error, "");
	assert_int_equal(o.stats.events, 2);
	assert_int_equal(o.stats.skipped, 1 + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example),
		cmocka_unit_test(crlf_and_a_mark_are_accepted),
		cmocka_unit_test(the_unknown_is_skipped),
		cmocka_unit_test(malformed_lines_are_errors),
		cmocka_unit_test(nul_bytes_are_errors),
		cmocka_unit_test(the_header_comes_first),
		cmocka_unit_test(the_header_may_say_more),
		cmocka_unit_test(an_open_end_is_dropped),
		cmocka_unit_test(lines_end_at_the_bound),
		cmocka_unit_test(depth_ends_at_the_bound),
		cmocka_unit_test(lists_end_at_their_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
