/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See judge.h.
 */

#include <dirent.h>
#include <stdio.h>

#include <json-c/json.h>

#include "judge.h"

int judge_start(
	struct judge *j, const struct cd_profiles *profiles, enum cd_grouping grouping, const char *port_name)
{
	static const struct cd_settings settings = CD_SETTINGS_DEFAULT;
	int r;

	*j = (struct judge){ .sessions = json_object_new_array() };
	if (!j->sessions)
		return -ENOMEM;
	r = cd_router_new(&settings, profiles, &j->router);
	if (r < 0)
		return r;
	return cd_router_set_grouping(j->router, grouping, port_name);
}

void judge_done(struct judge *j)
{
	j->router = cd_router_free(j->router);
	json_object_put(j->sessions);
	json_object_put(j->bare);
	j->sessions = j->bare = NULL;
}

static void keep_bare(struct judge *j, const struct cd_engine *e)
{
	struct cd_session_info info;
	struct json_object *entry;

	cd_engine_session(e, &info);
	if (info.number > 0 || cd_engine_analyze(e, &entry) < 0)
		return;
	json_object_put(j->bare);
	j->bare = entry;
}

static void keep_ended(struct judge *j)
{
	struct cd_change change;

	while (cd_router_next_change(j->router, &change)) {
		struct json_object *entry = cd_engine_ended(change.engine);

		if ((change.what & CD_CHANGE_SESSION_ENDED) && entry)
			json_object_array_add(j->sessions, json_object_get(entry));
		if (change.what & CD_CHANGE_REMOVED)
			keep_bare(j, change.engine);
	}
}

int judge_feed(struct judge *j, const struct cd_event *ev)
{
	int r = cd_router_feed(j->router, ev);

	keep_ended(j);
	return r;
}

int judge_advance(struct judge *j, int64_t t_us)
{
	int r = cd_router_advance(j->router, t_us);

	keep_ended(j);
	return r;
}

static int add_open(struct judge *j, const struct cd_engine *e)
{
	struct cd_session_info info;
	struct json_object *entry;
	int r;

	cd_engine_session(e, &info);
	if (!info.open && info.number > 0)
		return 0;
	r = cd_engine_analyze(e, &entry);
	if (r < 0)
		return r;
	return json_object_array_add(j->sessions, entry);
}

int judge_end(struct judge *j, struct json_object **ret)
{
	for (size_t i = 0; i < cd_router_n_ports(j->router); i++) {
		int r = add_open(j, cd_router_port(j->router, i));

		if (r < 0)
			return r;
	}
	if (json_object_array_length(j->sessions) == 0 && j->bare)
		json_object_array_add(j->sessions, CD_TAKE(j->bare));
	*ret = CD_TAKE(j->sessions);
	judge_done(j);
	return 0;
}

static int load_profile(const char *directory, const char *file, struct cd_profiles *set)
{
	char path[512], text[65536], name[CD_PROFILE_NAME_MAX + 1];
	struct cd_complaint complaint;
	struct cd_profile *p;
	size_t len, n;
	FILE *f;
	int r;

	(void)snprintf(path, sizeof path, "%s/%s", directory, file);
	(void)snprintf(name, sizeof name, "%.*s", (int)(strrchr(file, '.') - file), file);
	f = fopen(path, "re");
	if (!f)
		return -errno;
	len = fread(text, 1, sizeof text, f);
	(void)fclose(f);
	r = cd_profile_parse(name, text, len, &complaint, 1, &n, &p);
	if (r < 0)
		return r;
	return cd_profiles_add(set, p);
}

int judge_load_profiles(const char *directory, struct cd_profiles *ret)
{
	DIR *d = opendir(directory);
	struct dirent *entry;
	int r = 0;

	if (!d)
		return -errno;
	while (r >= 0 && (entry = readdir(d))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot && cd_streq(dot, ".profile"))
			r = load_profile(directory, entry->d_name, ret);
	}
	(void)closedir(d);
	return r;
}

char *judge_text(struct json_object *sessions)
{
	struct json_object *doc = cd_analysis_document(NULL, json_object_get(sessions));
	char *text = doc ? strdup(cd_analysis_text(doc)) : NULL;

	json_object_put(doc);
	return text;
}
