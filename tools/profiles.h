/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The profiles that are installed, for who looks them up and for who shows where each comes from.
 */

#include "environment.h"
#include "json.h"
#include "profile-dir.h"

/* Complaints about profiles are said. */
extern const struct cd_profile_complaints ctl_profiles_say;

/* One directory after the other, weakest first. */
struct ctl_profiles {
	char *list; /* what `dirs` points into; NULL */
	const char *dirs[CD_PROFILE_DIRS_MAX + 1];
	struct cd_profiles sets[CD_PROFILE_DIRS_MAX];
};

void ctl_profiles_load(const struct ctl_environment *env, struct ctl_profiles *ret);
void ctl_profiles_done(struct ctl_profiles *p);
/* The strongest of a name, and the directory it is in; NULL. `*ret_replaces`: the directory of the one it replaces,
 * NULL. */
const struct cd_profile *ctl_profiles_find(
	const struct ctl_profiles *p, const char *name, const char **ret_dir, const char **ret_replaces);
/* All of them in one set, as the daemon sees them. */
void ctl_profiles_merge(const struct ctl_environment *env, struct cd_profiles *set);

/* {"chargediag":"profiles",…}: what there is, by category and name. */
struct json_object *ctl_document_profiles(const struct ctl_profiles *p);
/* {"chargediag":"profile",…}: everything one profile says, and the source of each. It is in `file`, or in the directory
 * `dir`; the one it replaces in the directory `replaces`, NULL for none. */
struct json_object *ctl_document_profile(
	const struct cd_profile *p, const char *file, const char *dir, const char *replaces);
/* {"chargediag":"profile-check",…}, to which files are added. */
struct json_object *ctl_document_profile_check(void);
/* Adds a file and what is wrong with it. 0, or CTL_EXIT_FILE: it cannot be read or is malformed. */
int ctl_profile_check(struct json_object *doc, const char *path);
