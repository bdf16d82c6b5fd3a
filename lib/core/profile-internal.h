/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the two halves of the profile reader share: lines and sections (profile-parse.c), keys and their values
 * (profile-keys.c).
 */

#include "profile.h"

struct cd_profile_parse {
	const char *text;
	size_t len, pos;
	unsigned line;         /* handed out last */
	bool expect_value;     /* that line must reach on_value() */
	bool continuation;     /* that line is indented and continues a value */
	bool have_key;         /* there is a key that an indented line would continue */
	bool drop_indented;    /* the value that the next indented line continues was refused */
	unsigned section_line; /* of the last section header */
	unsigned complained_section;
	char **open_text; /* the text a continuation is appended to */
	unsigned reset_line;
	uint32_t seen; /* 1 << index in the table of keys */
	bool usable;
	int error;
	struct cd_profile *profile;
	struct cd_complaint *complaints;
	size_t max, n;
};

enum { CD_PROFILE_VALUE_REFUSED = 1 };

/* Something is wrong with line `line`, and what would be right. */
void cd_profile_complain(struct cd_profile_parse *p, unsigned line, const char *fmt, ...) CD_PRINTF(3, 4);
/* The same of what is skipped without harm: a word this version does not know, or one said twice. */
void cd_profile_warn(struct cd_profile_parse *p, unsigned line, const char *fmt, ...) CD_PRINTF(3, 4);

/* Keys of [profile] and of [sources]. 0, CD_PROFILE_VALUE_REFUSED (complained about), -ENOMEM. */
int cd_profile_set_key(struct cd_profile_parse *p, const char *name, const char *value);
int cd_profile_set_source(struct cd_profile_parse *p, const char *name, const char *value);
/* A text of which `name` is the key; an indented line may continue it. */
int cd_profile_set_text(struct cd_profile_parse *p, const char *name, char **to, const char *value);
