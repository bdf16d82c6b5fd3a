/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What docs/model.md is printed from (model.c). */

#include "data-lines.h"

struct parameter {
	const char *name;
	double value;     /* NAN: a list */
	const char *list; /* NULL: one value */
	const char *unit, *meaning, *origin, *too_low, *too_high;
};

struct area {
	const char *title, *file;
	const struct parameter *rows;
	size_t n;
};

struct signature {
	enum cd_signature signature;
	int dp_mv, dm_mv;
	const char *origin;
};

struct permitted {
	enum cd_signature signature;
	int64_t ua;
	const char *origin;
};

/* One cell of a table, after its first bar. */
void model_cell(const char *text);
/* Causes, priors, background and limits; `top` is the source tree. */
void model_causes(const char *top);
/* How many of them lack an origin; each is said on standard error. */
int model_check(void);
/* A value in a unit that reads well. */
void model_quantity(double value, const char *unit, char *ret, size_t size);
