/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A profile from the recording of a good charge. What one session cannot show is left out, and the text says why.
 */

#include "judge.h"

struct ctl_learn_options {
	struct ctl_judge_options judge;
	const char *name;
	const char *title;    /* NULL: the name */
	const char *category; /* NULL: unknown */
};

/* The text of the profile; the caller frees *ret. enum ctl_exit: CTL_EXIT_OK; CTL_EXIT_INCONCLUSIVE: the file shows no
 * good charge, or nothing that a profile holds; CTL_EXIT_FILE: it cannot be read or is malformed. All but the first are
 * said. */
int ctl_learn(const char *path, const struct ctl_learn_options *o, char **ret);
