/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "file-events.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER "{\"chargediag\":\"recording\",\"version\":1,\"started\":\"2026-11-22T10:00:00Z\"}\n"
#define METER "{\"t\":0,\"input\":\"meter0\",\"event\":\"added\",\"kind\":\"meter\"}\n"

static char dir[] = "/tmp/chargediag-test-XXXXXX";

static int make_dir(void **state)
{
	return mkdtemp(dir) ? chdir(dir) : -1;
}

static int remove_dir(void **state)
{
	(void)unlink("f");
	return chdir("/") < 0 ? -1 : rmdir(dir);
}

static const char *write_file(const char *text)
{
	FILE *f = fopen("f", "we");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
	return "f";
}

static struct cd_file_events *open_text(const char *text)
{
	struct cd_file_events *f = NULL;

	assert_int_equal(cd_file_events_open(write_file(text), NULL, &f), 0);
	return f;
}
#define FILE_EVENTS CD_CLEANUP(cd_file_events_closep) struct cd_file_events

/* Reads to the end; the number of events, or the error. */
static int count(struct cd_file_events *f)
{
	struct cd_event ev;
	int n = 0, r;

	while ((r = cd_file_events_next(f, &ev)) == 1)
		n++;
	return r < 0 ? r : n;
}

static void a_recording_is_read(void **state)
{
	FILE_EVENTS *f =
		open_text(HEADER METER "{\"t\":5,\"input\":\"meter0\",\"event\":\"removed\"}\n{\"t\":6");
	struct cd_recording_stats stats;
	struct cd_event ev;

	assert_int_equal(count(f), 2);
	assert_int_equal(cd_file_events_next(f, &ev), 0);
	assert_null(cd_file_events_error(f));
	cd_file_events_stats(f, &stats);
	assert_int_equal(stats.events, 2);
	assert_true(stats.truncated);
	assert_str(stats.started, "2026-11-22T10:00:00Z");
}

static void a_table_is_read(void **state)
{
	FILE_EVENTS *f = open_text("time_s,vbus_v,ibus_a\n0,5,1\n1,5,1\n");
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;

	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_int_equal(grouping, CD_GROUP_ONE_METER);
	assert_str(name, "csv");
	assert_int_equal(count(f), 3);
}

static void a_table_may_have_a_name(void **state)
{
	struct cd_csv_options options = { .input = "bench", .note = CD_NOTE_NOTHING };
	FILE_EVENTS *f = NULL;
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;
	struct cd_event ev;

	assert_int_equal(cd_file_events_open(write_file("0,5,1\n"), &options, &f), 0);
	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_str(name, "bench");
	assert_int_equal(cd_file_events_next(f, &ev), 1);
	assert_str(ev.input, "bench");
}

/* Longer than a piece, so that lines are cut, and read twice. */
static void long_files_are_grouped_and_read(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };
	struct cd_event ev = { .type = CD_EVENT_SAMPLE, .input = "meter0" };
	FILE_EVENTS *f = NULL;
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;

	assert_int_equal(cd_buffer_printf(&b, "%s", HEADER), 0);
	for (ev.t_us = 0; ev.t_us < 5000; ev.t_us++) {
		cd_sample_set(&ev.sample, CD_FIELD_VBUS, ev.t_us * 1000);
		assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
	}
	ev.type = CD_EVENT_ADDED;
	ev.added = (struct cd_event_added){ .kind = CD_INPUT_METER, .settle_us = CD_UNKNOWN };
	assert_int_equal(cd_recording_write_event(&b, &ev, 0), 0);
	assert_int_equal(cd_buffer_append(&b, "", 1), 0);
	assert_true(b.len > 3 * 65536);
	f = open_text(b.data);
	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_int_equal(grouping, CD_GROUP_ONE_METER);
	assert_str(name, "meter0");
	assert_int_equal(count(f), 5001);
}

static void ports_say_what_is_one(void **state)
{
	FILE_EVENTS *f =
		open_text(HEADER METER "{\"t\": 0, \"event\": \"port\", \"port\": \"p\", \"inputs\": []}\n");
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;

	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_int_equal(grouping, CD_GROUP_EACH);
	assert_null(name);
	assert_int_equal(count(f), 2);
}

static void errors_name_file_and_line(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "f:1: no table" },
		{ "{}\n", "f:1: not the header" },
		{ HEADER METER "what\n", "f:3: not a JSON object" },
		{ "time_s,vbus_v,ibus_a\n0,5\n", "f:2: 2 cells where 3 are expected" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		FILE_EVENTS *f = open_text(rows[i].text);
		enum cd_grouping grouping;
		CD_FREE char *name = NULL;
		struct cd_event ev;

		assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
		assert_null(cd_file_events_error(f));
		assert_int_equal(count(f), -EBADMSG);
		assert_int_equal(cd_file_events_next(f, &ev), -EBADMSG);
		if (strncmp(cd_file_events_error(f), rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("\"%s\"", cd_file_events_error(f));
	}
}

static void what_cannot_be_opened(void **state)
{
	struct cd_file_events *f = NULL;

	assert_int_equal(cd_file_events_open("/nonexistent/file", NULL, &f), -ENOENT);
	assert_int_equal(cd_file_events_open("/", NULL, &f), -EISDIR);
	assert_null(f);
}

/* Standard input for the time of one test. */
static int replace_stdin(int fd)
{
	int saved = dup(STDIN_FILENO);

	assert_true(saved >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	(void)close(fd);
	return saved;
}

static void restore_stdin(int saved)
{
	(void)dup2(saved, STDIN_FILENO);
	(void)close(saved);
}

static void a_pipe_is_read_twice(void **state)
{
	static const char text[] = HEADER METER "{\"t\":5,\"input\":\"meter0\",\"event\":\"removed\"}\nxx\n";
	FILE_EVENTS *f = NULL;
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;
	int pipe_fd[2], saved;

	assert_int_equal(pipe2(pipe_fd, O_CLOEXEC), 0);
	assert_int_equal(write(pipe_fd[1], text, sizeof(text) - 1), sizeof(text) - 1);
	(void)close(pipe_fd[1]);
	saved = replace_stdin(pipe_fd[0]);
	assert_int_equal(cd_file_events_open("-", NULL, &f), 0);
	restore_stdin(saved);
	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_str(name, "meter0");
	assert_int_equal(count(f), -EBADMSG);
	assert_str(cd_file_events_error(f), "standard input:4: not a JSON object");
}

/* A file as standard input begins where it is, not at its start. */
static void an_offset_is_kept(void **state)
{
	FILE_EVENTS *f = NULL;
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;
	int fd = open(write_file("skip" HEADER METER), O_RDONLY | O_CLOEXEC), saved;

	assert_int_equal(lseek(fd, 4, SEEK_SET), 4);
	saved = replace_stdin(fd);
	assert_int_equal(cd_file_events_open("-", NULL, &f), 0);
	restore_stdin(saved);
	assert_int_equal(cd_file_events_grouping(f, &grouping, &name), 0);
	assert_str(name, "meter0");
	assert_int_equal(count(f), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recording_is_read),
		cmocka_unit_test(a_table_is_read),
		cmocka_unit_test(a_table_may_have_a_name),
		cmocka_unit_test(long_files_are_grouped_and_read),
		cmocka_unit_test(ports_say_what_is_one),
		cmocka_unit_test(errors_name_file_and_line),
		cmocka_unit_test(what_cannot_be_opened),
		cmocka_unit_test(a_pipe_is_read_twice),
		cmocka_unit_test(an_offset_is_kept),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
