/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "profile-dir.h"
#include "profile-values.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/chargediag-test-XXXXXX";
static const char *const files[] = { "usr/a.profile", "usr/b.profile", "etc/b.profile", "etc/fifo.profile",
	"etc/c.profile", "etc/Bad Name.profile", "etc/notes.txt", "etc/.hidden.profile", "etc/big.profile" };

static int make_dirs(void **state)
{
	return mkdtemp(top) && chdir(top) == 0 && mkdir("usr", 0700) == 0 && mkdir("etc", 0700) == 0 ? 0 : -1;
}

static int remove_files(void **state)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(files); i++)
		(void)unlink(files[i]);
	(void)rmdir("etc/dir.profile");
	return 0;
}

static int remove_dirs(void **state)
{
	return rmdir("usr") == 0 && rmdir("etc") == 0 && chdir("/") == 0 && rmdir(top) == 0 ? 0 : -1;
}

static void write_bytes(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void write_file(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

/* Complaints, one a line. */
static void note_complaint(void *userdata, const char *text)
{
	strncat(userdata, text, 2000 - strlen(userdata));
	strncat(userdata, "\n", 2000 - strlen(userdata));
}

static void later_directories_win(void **state)
{
	static const char *const dirs[] = { "missing", "usr", "etc", NULL };
	CD_CLEANUP(cd_profiles_done) struct cd_profiles set = { 0 };
	char said[2048] = "";
	const struct cd_profile_complaints complaints = { note_complaint, said };

	write_file("usr/a.profile", "[profile]\nTitle=A\n");
	write_file("usr/b.profile", "[profile]\nTitle=B\nEnergy=1Wh\n");
	write_file("etc/b.profile", "[profile]\nTitle=Mine\n");
	write_file("etc/notes.txt", "not a profile\n");
	write_file("etc/.hidden.profile", "not a profile\n");
	assert_int_equal(cd_profile_dirs_load(dirs, &complaints, &set), 0);
	assert_string_equal(said, "");
	assert_int_equal(set.n, 2);
	assert_str(cd_profiles_find(&set, "a")->title, "A");
	assert_str(cd_profiles_find(&set, "b")->title, "Mine");
	assert_i64(cd_profiles_find(&set, "b")->energy_uwh, CD_UNKNOWN);
}

static void bad_files_are_named_and_left_out(void **state)
{
	static const char *const dirs[] = { "etc", "usr/a.profile", NULL };
	CD_CLEANUP(cd_profiles_done) struct cd_profiles set = { 0 };
	CD_FREE char *big = malloc(CD_PROFILE_FILE_MAX + 1);
	char said[2048] = "";
	const struct cd_profile_complaints complaints = { note_complaint, said };

	memset(big, '\n', CD_PROFILE_FILE_MAX + 1);
	write_bytes("etc/big.profile", big, CD_PROFILE_FILE_MAX + 1);
	write_file("etc/Bad Name.profile", "[profile]\nTitle=A\n");
	write_file("etc/b.profile", "{}\n");
	write_file("etc/c.profile", "[profile]\nTitle=C\nColour=red\n");
	write_file("usr/a.profile", "a file where a directory should be\n");
	assert_int_equal(mkdir("etc/dir.profile", 0700), 0);
	assert_int_equal(mkfifo("etc/fifo.profile", 0600), 0);
	assert_int_equal(cd_profile_dirs_load(dirs, &complaints, &set), 0);
	assert_string_equal(said,
		"etc/Bad Name.profile:1: the name of a profile is 1 to 64 characters of a-z 0-9 -\n"
		"etc/b.profile:1: neither [section] nor Key=Value\n"
		"etc/b.profile:1: no usable [profile] section: is this a profile?\n"
		"etc/big.profile: larger than 65536 bytes: no profile\n"
		"etc/c.profile:3: unknown key Colour in [profile]: chargediag-profile(5) lists them\n"
		"etc/dir.profile: Is a directory\n"
		"etc/fifo.profile: not a regular file\n");
	assert_int_equal(set.n, 1);
	assert_non_null(cd_profiles_find(&set, "c"));
}

static void files_end_at_the_bound(void **state)
{
	static const char head[] = "[profile]\nTitle=T\n";
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	CD_FREE char *big = malloc(CD_PROFILE_FILE_MAX + 1);

	memset(big, '\n', CD_PROFILE_FILE_MAX + 1);
	memcpy(big, head, strlen(head));
	write_bytes("etc/big.profile", big, CD_PROFILE_FILE_MAX + 1);
	assert_int_equal(cd_profile_file_load("etc/big.profile", NULL, &p), -EFBIG);
	assert_null(p);
	write_bytes("etc/big.profile", big, CD_PROFILE_FILE_MAX);
	assert_int_equal(cd_profile_file_load("etc/big.profile", NULL, &p), 0);
	assert_str(p->name, "big");
}

static void complaints_are_bounded(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	char said[2048] = "", text[2000] = "[profile]\nTitle=T\n";
	const struct cd_profile_complaints complaints = { note_complaint, said };

	for (int i = 0; i < 20; i++)
		strcat(text, "Colour=red\n");
	write_file("etc/c.profile", text);
	assert_int_equal(cd_profile_file_load("etc/c.profile", &complaints, &p), 0);
	assert_non_null(strstr(said, "etc/c.profile: 4 more complaints\n"));
}

static void note_found(void *userdata, const struct cd_complaint *c)
{
	char line[300];

	(void)snprintf(line, sizeof(line), "%u%s: %s\n", c->line, c->warning ? " warning" : "", c->text);
	strncat(userdata, line, 2000 - strlen(userdata));
}

static void complaints_come_with_their_line(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	char said[2048] = "", text[2000] = "[profile]\nTitle=T\nCells=9\n";
	const struct cd_profile_complaints complaints = { .userdata = said, .found = note_found };

	write_file("etc/c.profile", text);
	assert_int_equal(cd_profile_file_load("etc/c.profile", &complaints, &p), 0);
	assert_string_equal(said, "3: Cells=9: expected how many cells are in series: 1 to 6\n");
	p = cd_profile_free(p);
	said[0] = '\0';
	for (int i = 0; i < 20; i++)
		strcat(text, "Colour=red\n");
	write_file("etc/c.profile", text);
	assert_int_equal(cd_profile_file_load("etc/c.profile", &complaints, &p), 0);
	assert_non_null(strstr(said, "\n4 warning: unknown key Colour"));
	assert_non_null(strstr(said, "\n18: 5 more complaints\n"));
}

static void lists_of_directories(void **state)
{
	static const struct {
		const char *list;
		const char *joined;
	} rows[] = {
		{ "", "" },
		{ ":", "" },
		{ "/a", "/a " },
		{ "/a:/b", "/a /b " },
		{ ":/a::b/c:", "/a b/c " },
		{ "1:2:3:4:5:6:7:8", "1 2 3 4 5 6 7 8 " },
		{ "1:2:3:4:5:6:7:8:9", "1 2 3 4 5 6 7 8 " },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		const char *dirs[CD_PROFILE_DIRS_MAX + 1];
		CD_FREE char *list = strdup(rows[i].list);
		char joined[100] = "";

		cd_profile_dirs_split(list, dirs);
		for (size_t k = 0; dirs[k]; k++) {
			strcat(joined, dirs[k]);
			strcat(joined, " ");
		}
		assert_string_equal(joined, rows[i].joined);
	}
}

static void single_files(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;

	assert_int_equal(cd_profile_file_load("etc/nothing.profile", NULL, &p), -ENOENT);
	assert_int_equal(cd_profile_file_load("etc", NULL, &p), -EISDIR);
	write_file("etc/c.profile", "[profile]\nTitle=C\n");
	assert_int_equal(cd_profile_file_load("etc/c.profile", NULL, &p), 0);
	assert_str(p->name, "c");
}

static bool says_something(const struct cd_profile *p)
{
	for (const struct cd_profile_value *v = cd_profile_values; v->key; v++)
		if (cd_profile_value_known(p, v))
			return true;
	return false;
}

/* What we ship: no complaint, and nothing but generic names without a rating. */
static void shipped_profiles_are_clean(void **state)
{
	static const char *const dirs[] = { SHIPPED_PROFILES, NULL };
	CD_CLEANUP(cd_profiles_done) struct cd_profiles set = { 0 };
	char said[2048] = "";
	const struct cd_profile_complaints complaints = { note_complaint, said };
	struct cd_complaint complaint;

	assert_int_equal(cd_profile_dirs_load(dirs, &complaints, &set), 0);
	assert_string_equal(said, "");
	assert_true(set.n >= 30);
	for (size_t i = 0; i < set.n; i++) {
		assert_non_null(set.items[i]->title);
		assert_non_null(set.items[i]->category);
		if (cd_profile_check(set.items[i], &complaint, 1))
			fail_msg("%s: %s", set.items[i]->name, complaint.text);
		assert_null(strchr(set.items[i]->title, ';'));
		if (strncmp(set.items[i]->name, "generic-", 8) == 0) {
			assert_i64(set.items[i]->rated_ua, CD_UNKNOWN);
			/* "unplug now" at 9 V is never said for what may be any device of a kind */
			assert_int_not_equal(set.items[i]->fast_charge, CD_NO);
		} else {
			assert_true(says_something(set.items[i]));
		}
		/* without the rating nothing could be concluded from it */
		if (set.items[i]->fast_charge == CD_NO)
			assert_true(cd_known(set.items[i]->rated_uv));
	}
}

static void the_speaker_is_described(void **state)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;

	assert_int_equal(cd_profile_file_load(SHIPPED_PROFILES "/anker-soundcore-2.profile", NULL, &p), 0);
	assert_str(p->name, "anker-soundcore-2");
	assert_i64(p->rated_uv, 5000000);
	assert_i64(p->rated_ua, 1500000);
	assert_true(p->energy_uwh >= 22000000 && p->energy_uwh <= 24000000);
	assert_i64(p->charge_time_min_s, 3 * 3600);
	assert_i64(p->charge_time_max_s, 4 * 3600);
	assert_int_equal(p->enumerates, CD_NO);
	assert_int_equal(p->fast_charge, CD_NO);
	assert_int_equal(cd_profile_led(p, "blinking-red"), CD_LED_LOW);
	assert_int_equal(cd_profile_led(p, "solid-red"), CD_LED_CHARGING);
	assert_int_equal(cd_profile_led(p, "solid-white"), CD_LED_FULL);
	assert_i64(p->battery_uwh, 19240000);
	assert_i64(p->cells, 2);
	assert_int_equal(p->charger, CD_CHARGER_BOOST);
	assert_non_null(strstr(cd_profile_source(p, "Battery"), "teardown"));
	assert_non_null(strstr(cd_profile_source(p, "RatedCurrent"), "notcharging.com"));
	assert_int_equal(p->n_reset, 5);
	assert_non_null(strstr(p->reset_loses, "pairings"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(later_directories_win, remove_files),
		cmocka_unit_test_teardown(bad_files_are_named_and_left_out, remove_files),
		cmocka_unit_test_teardown(files_end_at_the_bound, remove_files),
		cmocka_unit_test_teardown(complaints_are_bounded, remove_files),
		cmocka_unit_test_teardown(complaints_come_with_their_line, remove_files),
		cmocka_unit_test(lists_of_directories),
		cmocka_unit_test_teardown(single_files, remove_files),
		cmocka_unit_test(shipped_profiles_are_clean),
		cmocka_unit_test(the_speaker_is_described),
	};

	return cmocka_run_group_tests(tests, make_dirs, remove_dirs);
}
