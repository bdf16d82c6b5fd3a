/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Profiles on disk: one file NAME.profile per device, in directories of which later ones override earlier
 * ones.
 */

#include "profile.h"

#define CD_PROFILE_FILE_MAX 65536 /* bytes; a larger file is no profile */

/* Where complaints go: "FILE:LINE: text" or "FILE: text", one at a time, borrowed. `complain` may be NULL. */
struct cd_profile_complaints {
	void (*complain)(void *userdata, const char *text);
	void *userdata;
	/* The complaints about lines of one file, once more, for who wants the line as a number; the last may say
	 * how many there are beyond them. May be NULL. */
	void (*found)(void *userdata, const struct cd_complaint *complaint);
};

/* Adds all profiles of the directories (NULL-terminated list, weakest first) to `set`. A directory that is
 * missing holds none; files that cannot be used are complained about and left out. Always 0 but for -ENOMEM.
 * */
int cd_profile_dirs_load(
	const char *const *dirs, const struct cd_profile_complaints *complaints, struct cd_profiles *set);

/* Directories as CHARGEDIAG_PROFILES has them, separated by colons, weakest first: cuts `list` into at most
 * CD_PROFILE_DIRS_MAX, NULL-terminated. Empty ones are left out, and what is beyond that many. */
#define CD_PROFILE_DIRS_MAX 8
void cd_profile_dirs_split(char *list, const char *dirs[CD_PROFILE_DIRS_MAX + 1]);

/* Reads one file, named after its last component without ".profile". -errno of reading it; -EFBIG; -EBADFD:
 * not a regular file; -EINVAL: no usable profile (complained about). */
int cd_profile_file_load(
	const char *path, const struct cd_profile_complaints *complaints, struct cd_profile **ret);
