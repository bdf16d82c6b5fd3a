/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is wrong with profile files, as a document; see profiles.h.
 */

#include <stdio.h>

#include "exit.h"
#include "profile-values.h"
#include "profiles.h"
#include "verb.h"

#define CHECKS_MAX 32 /* complaints of cd_profile_check(): a source for each value, and the pairs */

struct check {
	struct json_object *complaints;
	bool malformed;
};

static void add(void *userdata, const struct cd_complaint *c)
{
	struct check *check = userdata;
	struct json_object *o = json_object_new_object();

	check->malformed |= !c->warning;
	ctl_json_add_int(o, "line", c->line ? c->line : CD_UNKNOWN);
	ctl_json_add(o, "warning", json_object_new_boolean(c->warning));
	ctl_json_add_string(o, "text", c->text);
	if (json_object_array_add(check->complaints, o) < 0)
		ctl_no_memory();
}

static void add_text(struct check *check, bool warning, const char *text)
{
	struct cd_complaint c = { .warning = warning };

	snprintf(c.text, sizeof(c.text), "%s", text);
	add(check, &c);
}

static void check_name(struct check *check, const char *path)
{
	size_t n = strlen(path);

	if (n < strlen(".profile") || !cd_streq(path + n - strlen(".profile"), ".profile"))
		add_text(check, true,
			"the file's name does not end in .profile: in a directory it would not be seen");
}

static void check_values(struct check *check, const struct cd_profile *p)
{
	struct cd_complaint found[CHECKS_MAX];
	size_t n = cd_profile_check(p, found, CHECKS_MAX);

	for (size_t i = 0; i < n && i < CHECKS_MAX; i++)
		add(check, &found[i]);
}

static int load(struct check *check, const char *path)
{
	const struct cd_profile_complaints complaints = { .userdata = check, .found = add };
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	int r = cd_profile_file_load(path, &complaints, &p);

	if (r == -ENOMEM)
		ctl_no_memory();
	if (r == -EFBIG || r == -EBADFD)
		add_text(check, false, r == -EFBIG ? "larger than 64 KiB: no profile" : "not a regular file");
	else if (r < 0 && r != -EINVAL)
		add_text(check, false, strerror(-r));
	check_name(check, path);
	if (p)
		check_values(check, p);
	return r;
}

struct json_object *ctl_document_profile_check(void)
{
	struct json_object *doc = ctl_json_document("profile-check");

	ctl_json_add(doc, "files", json_object_new_array());
	return doc;
}

int ctl_profile_check(struct json_object *doc, const char *path)
{
	struct json_object *file = json_object_new_object();
	struct check check = { .complaints = json_object_new_array() };

	if (!check.complaints)
		ctl_no_memory();
	(void)load(&check, path); /* what failed is a complaint */
	ctl_json_add_string(file, "file", path);
	ctl_json_add(file, "valid", json_object_new_boolean(!check.malformed));
	ctl_json_add(file, "complaints", check.complaints);
	if (json_object_array_add(ctl_json_array(doc, "files"), file) < 0)
		ctl_no_memory();
	return check.malformed ? CTL_EXIT_FILE : 0;
}
