/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See profiles.h.
 */

#include <stdio.h>

#include "config.h"
#include "exit.h"
#include "names.h"
#include "profile-values.h"
#include "profiles.h"
#include "verb.h"

static void complain(void *userdata, const char *text)
{
	(void)userdata;
	ctl_say("%s", text);
}

const struct cd_profile_complaints ctl_profiles_say = { .complain = complain };

static void find_dirs(const struct ctl_environment *env, struct ctl_profiles *p)
{
	*p = (struct ctl_profiles){ .dirs = { CD_PROFILE_DIR_VENDOR, CTL_PROFILES_LOCAL } };
	if (!env->profiles)
		return;
	p->list = strdup(env->profiles);
	if (!p->list)
		ctl_no_memory();
	cd_profile_dirs_split(p->list, p->dirs);
}

void ctl_profiles_load(const struct ctl_environment *env, struct ctl_profiles *ret)
{
	find_dirs(env, ret);
	for (size_t i = 0; ret->dirs[i]; i++) {
		const char *const one[] = { ret->dirs[i], NULL };

		if (cd_profile_dirs_load(one, &ctl_profiles_say, &ret->sets[i]) < 0)
			ctl_no_memory();
	}
}

void ctl_profiles_done(struct ctl_profiles *p)
{
	for (size_t i = 0; i < CD_PROFILE_DIRS_MAX; i++)
		cd_profiles_done(&p->sets[i]);
	free(p->list);
	*p = (struct ctl_profiles){ .list = NULL };
}

void ctl_profiles_merge(const struct ctl_environment *env, struct cd_profiles *set)
{
	struct ctl_profiles p;

	find_dirs(env, &p);
	if (cd_profile_dirs_load(p.dirs, &ctl_profiles_say, set) < 0)
		ctl_no_memory();
	ctl_profiles_done(&p);
}

const struct cd_profile *ctl_profiles_find(
	const struct ctl_profiles *p, const char *name, const char **ret_dir, const char **ret_replaces)
{
	const struct cd_profile *found = NULL;

	*ret_dir = *ret_replaces = NULL;
	for (size_t i = 0; p->dirs[i]; i++) {
		const struct cd_profile *here = cd_profiles_find(&p->sets[i], name);

		if (!here)
			continue;
		*ret_replaces = *ret_dir;
		*ret_dir = p->dirs[i];
		found = here;
	}
	return found;
}

static void add_path(struct json_object *o, const char *member, const char *dir, const char *name)
{
	CD_FREE char *path = NULL;

	if (dir && asprintf(&path, "%s/%s.profile", dir, name) < 0) {
		path = NULL;
		ctl_no_memory();
	}
	ctl_json_add_string(o, member, path);
}

static struct json_object *list_entry(const struct cd_profile *p, const char *dir, const char *replaces)
{
	struct json_object *o = json_object_new_object();

	ctl_json_add_string(o, "name", p->name);
	ctl_json_add_string(o, "title", p->title);
	ctl_json_add_string(o, "category", p->category);
	add_path(o, "file", dir, p->name);
	add_path(o, "replaces", replaces, p->name);
	return o;
}

/* By category, those without one last; then by name. */
static int by_category(const void *a, const void *b)
{
	struct json_object *x = *(struct json_object *const *)a, *y = *(struct json_object *const *)b;
	const char *c = ctl_json_string(x, "category"), *d = ctl_json_string(y, "category");
	int order = c && d ? strcmp(c, d) : !c - !d;

	return order ? order : strcmp(ctl_json_string(x, "name"), ctl_json_string(y, "name"));
}

struct json_object *ctl_document_profiles(const struct ctl_profiles *p)
{
	struct json_object *doc = ctl_json_document("profiles"), *list = json_object_new_array();

	for (size_t i = 0; p->dirs[i]; i++)
		for (size_t k = 0; k < p->sets[i].n; k++) {
			const char *dir, *replaces;
			const struct cd_profile *found =
				ctl_profiles_find(p, p->sets[i].items[k]->name, &dir, &replaces);

			if (found == p->sets[i].items[k] &&
				json_object_array_add(list, list_entry(found, dir, replaces)) < 0)
				ctl_no_memory();
		}
	json_object_array_sort(list, by_category);
	ctl_json_add(doc, "profiles", list);
	return doc;
}

static void append(struct json_object *array, struct json_object *v)
{
	if (!array || !v || json_object_array_add(array, v) < 0)
		ctl_no_memory();
}

static struct json_object *usb_ids(const struct cd_profile *p)
{
	struct json_object *a = json_object_new_array();
	char id[16];

	for (size_t i = 0; i < p->n_usb; i++) {
		snprintf(id, sizeof(id), "%04x:%04x", p->usb[i].vendor, p->usb[i].product);
		append(a, json_object_new_string(id));
	}
	return a;
}

static struct json_object *value_of(const struct cd_profile *p, const struct cd_profile_value *v)
{
	struct json_object *range;

	switch (v->kind) {
	case CD_PROFILE_QUANTITY:
		return json_object_new_int64(cd_profile_value_int(p, v, 0));
	case CD_PROFILE_RANGE:
		range = json_object_new_array();
		append(range, json_object_new_int64(cd_profile_value_int(p, v, 0)));
		append(range, json_object_new_int64(cd_profile_value_int(p, v, 1)));
		return range;
	case CD_PROFILE_ANSWER:
		return json_object_new_boolean(cd_profile_value_yes(p, v));
	case CD_PROFILE_CHARGER:
		return json_object_new_string(cd_charger_to_string(p->charger));
	case CD_PROFILE_USB_IDS:
		return usb_ids(p);
	}
	return NULL;
}

static struct json_object *values(const struct cd_profile *p)
{
	struct json_object *all = json_object_new_object();

	for (const struct cd_profile_value *v = cd_profile_values; v->key; v++) {
		struct json_object *o = NULL;

		if (cd_profile_value_known(p, v)) {
			o = json_object_new_object();
			ctl_json_add(o, "value", value_of(p, v));
			ctl_json_add_string(o, "source", cd_profile_source(p, v->key));
		}
		ctl_json_add(all, v->member, o);
	}
	return all;
}

static struct json_object *lamps(const struct cd_profile *p)
{
	struct json_object *o, *words;

	if (p->n_leds == 0)
		return NULL;
	o = json_object_new_object();
	words = json_object_new_object();
	for (size_t i = 0; i < p->n_leds; i++)
		ctl_json_add_string(words, p->leds[i].name, cd_led_meaning_to_string(p->leds[i].meaning));
	ctl_json_add(o, "value", words);
	ctl_json_add_string(o, "source", cd_profile_source(p, "leds"));
	return o;
}

static struct json_object *reset(const struct cd_profile *p)
{
	struct json_object *o, *steps;

	if (p->n_reset == 0 && !p->reset_loses)
		return NULL;
	o = json_object_new_object();
	steps = json_object_new_array();
	for (size_t i = 0; i < p->n_reset; i++)
		append(steps, json_object_new_string(p->reset[i]));
	ctl_json_add(o, "value", steps);
	ctl_json_add_string(o, "loses", p->reset_loses);
	ctl_json_add_string(o, "source", cd_profile_source(p, "reset"));
	return o;
}

struct json_object *ctl_document_profile(
	const struct cd_profile *p, const char *file, const char *dir, const char *replaces)
{
	struct json_object *doc = ctl_json_document("profile"), *o = list_entry(p, dir, replaces);

	if (file)
		ctl_json_add_string(o, "file", file);
	ctl_json_add(o, "values", values(p));
	ctl_json_add(o, "leds", lamps(p));
	ctl_json_add(o, "reset", reset(p));
	ctl_json_add(doc, "profile", o);
	return doc;
}
