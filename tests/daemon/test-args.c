/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * --play takes a file's name as it is, and options from its end.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "args.h"

static void test_play(void **state)
{
	static const struct {
		const char *text, *file, *name;
		int speed;
	} good[] = {
		{ "a.ndjson", "a.ndjson", NULL, 1 },
		{ "a.ndjson,speed=60", "a.ndjson", NULL, 60 },
		{ "a.ndjson,speed=60,name=bench", "a.ndjson", "bench", 60 },
		{ "a.ndjson,name=bench,speed=0", "a.ndjson", "bench", 0 },
		{ "my, own,file,speed=2", "my, own,file", NULL, 2 },
		{ "a,colour=red", "a,colour=red", NULL, 1 },
		{ "a,name=x,name=y", "a", "x", 1 },
	};
	static const char *const bad[] = {
		"",
		",speed=2",
		"a,speed=",
		"a,speed=-1",
		"a,speed=0.5",
		"a,speed=nan",
		"a,speed=0x10",
		"a,speed=1e9",
		"a,name=",
		"a,name=b/c",
		"a,name=b c",
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(good); i++) {
		struct args_play p;

		assert_int_equal(args_play_parse(good[i].text, &p), 0);
		assert_string_equal(p.file, good[i].file);
		assert_true(cd_streq(p.name, good[i].name));
		assert_int_equal((int)p.speed, good[i].speed);
		free(p.file);
		free(p.name);
	}
	for (size_t i = 0; i < CD_ELEMENTSOF(bad); i++) {
		struct args_play p;

		assert_int_equal(args_play_parse(bad[i], &p), -EINVAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_play) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
