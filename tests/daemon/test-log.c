/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What goes to standard error when it is not the journal, levels, and the limit on messages that devices
 * cause.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include "log.h"

/* What one call writes to standard error. */
static char *captured(void (*say)(void))
{
	static char text[4096];
	int saved = dup(STDERR_FILENO), fds[2];
	ssize_t n;

	assert_int_equal(pipe(fds), 0);
	assert_true(dup2(fds[1], STDERR_FILENO) >= 0);
	(void)close(fds[1]);
	say();
	(void)fflush(stderr);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	(void)close(saved);
	n = read(fds[0], text, sizeof(text) - 1);
	(void)close(fds[0]);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static void say_error(void)
{
	assert_int_equal(log_error_errno(-ENOENT, "Failed to open %s", "x\ny\033[1m"), -ENOENT);
}

static void say_debug(void)
{
	log_debug("quiet");
}

static void test_console(void **state)
{
	(void)unsetenv("JOURNAL_STREAM");
	log_open();
	assert_string_equal(log_target(), "console");
	assert_string_equal(captured(say_error), "Failed to open x?y?[1m: No such file or directory\n");
	assert_string_equal(captured(say_debug), "");
	log_set_level(LOG_DEBUG);
	assert_string_equal(captured(say_debug), "quiet\n");
	log_set_level(LOG_INFO);
}

/* A JOURNAL_STREAM that was inherited and names another file is not ours. */
static void test_foreign_stream(void **state)
{
	(void)setenv("JOURNAL_STREAM", "1:2", 1);
	log_open();
	assert_string_equal(log_target(), "console");
	(void)unsetenv("JOURNAL_STREAM");
}

static void test_levels(void **state)
{
	for (int i = LOG_EMERG; i <= LOG_DEBUG; i++)
		assert_int_equal(log_level_from_string(log_level_to_string(i)), i);
	assert_int_equal(log_level_from_string("loud"), -EINVAL);
	assert_null(log_level_to_string(8));
	assert_null(log_level_to_string(-1));
}

static void test_limit(void **state)
{
	struct log_limit l = { .interval_us = 100, .burst = 2 };
	unsigned n;

	assert_true(log_limit_pass(&l, 1000, &n));
	assert_true(log_limit_pass(&l, 1001, &n));
	assert_false(log_limit_pass(&l, 1002, &n));
	assert_false(log_limit_pass(&l, 1099, &n));
	assert_int_equal(n, 0);
	assert_true(log_limit_pass(&l, 1100, &n));
	assert_int_equal(n, 2);
	assert_true(log_limit_pass(&l, 1101, &n));
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_console),
		cmocka_unit_test(test_foreign_stream),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
