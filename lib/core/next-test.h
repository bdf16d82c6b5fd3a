/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The experiment that tells two causes apart.
 */

#include "macro.h"

/* *ret is the test's id when the second cause is close enough behind the first for a test to be worth it, else NULL. */
void cd_next_test_between(const char *first, const char *second, double first_confidence,
	double second_confidence, const char **ret);
