/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * golden: judges recordings and compares with what is expected of them.
 *
 *     golden PROFILES CASE.json…                one or more cases
 *     golden PROFILES --properties CASE.json…   what holds for all of them
 *     golden PROFILES --by-hand CASE.json…      that the printed figures give the printed confidence
 *     golden PROFILES --print CASE.json…        the analysis
 */

#include <stdio.h>

#include <json-c/json.h>

#include "case.h"
#include "judge.h"

#define SKIPPED 77 /* what meson takes for it */

typedef unsigned golden_action(const struct golden_case *c, const struct cd_profiles *profiles);

static struct json_object *analyze(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct judge_options o = { .profiles = profiles };
	struct json_object *sessions;
	int r = judge_recording(c->recording.data, c->recording.len, &o, &sessions);

	if (r >= 0)
		return sessions;
	fprintf(stderr, "%s: the recording cannot be read: %s\n", c->path, strerror(-r));
	return NULL;
}

static unsigned check(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct json_object *sessions = analyze(c, profiles);
	unsigned n = sessions ? golden_check(c, sessions) : 1;

	json_object_put(sessions);
	return n;
}

static unsigned print(const struct golden_case *c, const struct cd_profiles *profiles)
{
	struct json_object *sessions = analyze(c, profiles);

	if (!sessions)
		return 1;
	printf("%s\n", json_object_to_json_string_ext(sessions, JSON_C_TO_STRING_PRETTY));
	json_object_put(sessions);
	return 0;
}

static unsigned run(const char *path, golden_action *action, const struct cd_profiles *profiles)
{
	struct golden_case c;
	unsigned n;

	if (golden_load(path, &c) < 0)
		return 1;
	n = action(&c, profiles);
	golden_done(&c);
	return n;
}

/* A case whose recording the project does not have is skipped, and says so. */
static bool lacks_capture(const char *path)
{
	struct json_object *c = json_object_from_file(path), *v;
	bool lacks = c && json_object_object_get_ex(c, "capture", &v) && !getenv("CHARGEDIAG_CAPTURES");

	json_object_put(c);
	return lacks;
}

int main(int argc, char **argv)
{
	struct cd_profiles profiles = { 0 };
	golden_action *action = check;
	unsigned wrong = 0;
	int i = 2;

	if (argc < 3) {
		fputs("Usage: golden PROFILES [--properties|--by-hand|--print] CASE.json...\n", stderr);
		return 1;
	}
	if (cd_streq(argv[i], "--properties"))
		action = golden_properties, i++;
	else if (cd_streq(argv[i], "--by-hand"))
		action = golden_by_hand, i++;
	else if (cd_streq(argv[i], "--print"))
		action = print, i++;
	if (i < argc && lacks_capture(argv[i])) {
		printf("%s: CHARGEDIAG_CAPTURES names no directory of captures\n", argv[i]);
		return SKIPPED;
	}
	if (judge_load_profiles(argv[1], &profiles) < 0)
		fprintf(stderr, "golden: no profiles in %s\n", argv[1]);
	for (; i < argc; i++)
		wrong += run(argv[i], action, &profiles);
	cd_profiles_done(&profiles);
	return wrong ? 1 : 0;
}
