/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The configuration file: every key, every kind of value, every complaint. Complaints are collected as
 * "file:line: text".
 */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "conf.h"
#include "conf-type.h"

struct heard {
	unsigned n;
	char last[600];
};

static void hear(void *userdata, const char *file, unsigned line, const char *text)
{
	struct heard *h = userdata;

	h->n++;
	(void)snprintf(h->last, sizeof(h->last), "%s:%u: %s", file, line, text);
}

static struct heard parse(struct conf *c, const char *text)
{
	struct heard h = { 0 };

	conf_parse(c, "f.conf", text, strlen(text), hear, &h);
	return h;
}

static void test_defaults(void **state)
{
	struct conf c;
	const struct cd_settings standard = CD_SETTINGS_DEFAULT;

	conf_defaults(&c);
	assert_memory_equal(&c.settings, &standard, sizeof(standard));
	assert_int_equal(c.change_interval_us, CD_US_PER_S);
	assert_true(c.poll);
	assert_int_equal(c.log_level, 6);
	assert_int_equal(c.stream_buffer, 256 << 10);
}

/* Each row's own default is inside its own range, and is written as its parser reads it. */
static void test_table(void **state)
{
	for (size_t i = 0; i < conf_n_keys; i++) {
		const struct conf_key *k = &conf_keys[i];
		int64_t v;

		assert_int_equal(k->type->parse(k->standard, &v), 0);
		assert_in_range(v, k->min, k->max);
		assert_true(strlen(k->doc) > 10);
	}
}

static void test_values(void **state)
{
	struct conf c;

	conf_defaults(&c);
	assert_int_equal(
		parse(&c, "# comment\n[Daemon]\nSessionOpenCurrent = 0.05A ; why\r\n\tSessionClose=2min\n"
			  "SessionNoLoad=1500ms\nChangeInterval=0\nPoll=Off\nLogLevel=debug\n"
			  "StreamBuffer=1M\nMaxStreams=3")
			.n,
		0);
	assert_int_equal(c.settings.open_ua, 50000);
	assert_int_equal(c.settings.close_us, 120 * CD_US_PER_S);
	assert_int_equal(c.settings.no_load_us, 1500000);
	assert_int_equal(c.change_interval_us, 0);
	assert_false(c.poll);
	assert_int_equal(c.log_level, 7);
	assert_int_equal(c.stream_buffer, 1 << 20);
	assert_int_equal(c.max_streams, 3);
}

/* What is wrong is said with its line, changes nothing, and the lines after it count. */
static void test_complaints(void **state)
{
	static const struct {
		const char *line, *said;
	} cases[] = {
		{ "Colour=red", "f.conf:2: unknown key Colour in section [Daemon] is ignored" },
		{ "SessionClose=soon",
			"f.conf:2: SessionClose=soon: a time such as 60s or 500ms is expected; "
			"SessionClose keeps its value" },
		{ "SessionClose=-1s", "f.conf:2: SessionClose=-1s: a time such as 60s or 500ms is expected; "
				      "SessionClose keeps its value" },
		{ "SessionClose=0x10",
			"f.conf:2: SessionClose=0x10: a time such as 60s or 500ms is expected; "
			"SessionClose keeps its value" },
		{ "SessionClose=100h", "f.conf:2: SessionClose=100h is out of range (the default is 60s); "
				       "SessionClose keeps its value" },
		{ "SessionOpenCurrent=10",
			"f.conf:2: SessionOpenCurrent=10: a current such as 10mA is expected; "
			"SessionOpenCurrent keeps its value" },
		{ "MaxStreams=99999999999999999999",
			"f.conf:2: MaxStreams=99999999999999999999: a whole number is "
			"expected; MaxStreams keeps its value" },
		{ "Poll=perhaps", "f.conf:2: Poll=perhaps: yes or no is expected; Poll keeps its value" },
		{ "just words", "f.conf:2: neither [Section] nor Key=Value: \"just words\"" },
		{ "[broken", "f.conf:2: neither [Section] nor Key=Value: \"[broken\"" },
	};
	struct conf c, standard;

	conf_defaults(&standard);
	for (size_t i = 0; i < CD_ELEMENTSOF(cases); i++) {
		char text[200];
		struct heard h;

		conf_defaults(&c);
		(void)snprintf(text, sizeof(text), "[Daemon]\n%s\nEvaluateInterval=2s\n", cases[i].line);
		h = parse(&c, text);
		assert_int_equal(h.n, 1);
		assert_string_equal(h.last, cases[i].said);
		assert_int_equal(c.settings.evaluate_us, 2 * CD_US_PER_S);
		c.settings.evaluate_us = standard.settings.evaluate_us;
		assert_memory_equal(&c, &standard, sizeof(c));
	}
}

static void test_long_line(void **state)
{
	struct conf c;
	struct heard h;
	char text[700] = "[Daemon]\n#";

	memset(text + strlen(text), 'x', 300);
	strcat(text, "\nSessionClose=");
	memset(text + strlen(text), ' ', 300);
	strcat(text, "5s\nSessionNoLoad=3s\n");
	conf_defaults(&c);
	h = parse(&c, text);
	assert_int_equal(h.n, 1);
	assert_string_equal(h.last, "f.conf:3: the line is longer than 198 bytes and is ignored");
	assert_int_equal(c.settings.close_us, 60 * CD_US_PER_S);
	assert_int_equal(c.settings.no_load_us, 3 * CD_US_PER_S);
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[300];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void remove_file(const char *dir, const char *name)
{
	char path[300];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(remove(path), 0);
}

/* Drop-ins override the file, later names earlier ones; other names are left alone; a directory is a
 * complaint. */
static void test_drop_ins(void **state)
{
	char dir[] = "/tmp/cd-conf-XXXXXX", path[64];
	struct heard h = { 0 };
	struct conf c;

	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/c.conf.d", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	write_file(dir, "c.conf", "[Daemon]\nSessionClose=10s\nSessionNoLoad=1s\n");
	write_file(path, "10-a.conf", "[Daemon]\nSessionClose=11s\n");
	write_file(path, "20-b.conf", "[Daemon]\nSessionClose=12s\n");
	write_file(path, "30-c.conf.bak", "[Daemon]\nSessionClose=13s\n");
	write_file(path, ".40-hidden.conf", "[Daemon]\nSessionClose=14s\n");
	(void)snprintf(path, sizeof(path), "%s/c.conf", dir);
	conf_defaults(&c);
	assert_int_equal(conf_load(&c, path, hear, &h), 0);
	assert_int_equal(h.n, 0);
	assert_int_equal(c.settings.close_us, 12 * CD_US_PER_S);
	assert_int_equal(c.settings.no_load_us, CD_US_PER_S);
	assert_int_equal(conf_load(&c, dir, hear, &h), 0);
	assert_int_equal(h.n, 1);
	(void)snprintf(path, sizeof(path), "%s/none", dir);
	assert_int_equal(conf_load(&c, path, hear, &h), 0);
	assert_int_equal(h.n, 1);

	(void)snprintf(path, sizeof(path), "%s/c.conf.d", dir);
	remove_file(path, "10-a.conf");
	remove_file(path, "20-b.conf");
	remove_file(path, "30-c.conf.bak");
	remove_file(path, ".40-hidden.conf");
	remove_file(dir, "c.conf.d");
	remove_file(dir, "c.conf");
	assert_int_equal(rmdir(dir), 0);
}

/* A configuration file may be anything: no bytes of it may do more than cause complaints. */
static void test_noise(void **state)
{
	uint32_t x = 1;
	char text[512];

	for (int round = 0; round < 300; round++) {
		struct heard h = { 0 };
		struct conf c;

		for (size_t i = 0; i < sizeof(text); i++) {
			x = x * 1664525u + 1013904223u;
			text[i] = x & 0x80000000u ? "=\n[];# \tP"[(x >> 24) % 9] : (char)(x >> 20);
		}
		conf_defaults(&c);
		conf_parse(&c, "noise", text, sizeof(text), hear, &h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_drop_ins),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
