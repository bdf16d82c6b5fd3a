/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the machine has, what it lacks and why: one row per interface and per device, as the adapters said it
 * last. The Manager's `Inputs`.
 */

#include "io.h"

#define PRESENCE_MAX 1100 /* CD_ROUTER_INPUTS_MAX inputs and the interfaces; rows beyond are counted only */

struct presence_row {
	char *name;
	char *kind;
	char *detail;
	enum cd_presence presence;
};

struct presence {
	struct presence_row *rows; /* sorted by name */
	size_t n, allocated;
	uint64_t refused;
};

void presence_done(struct presence *p);
/* 1: a row is new or says something else now; 0: nothing changed; -ENOMEM; -E2BIG: full, counted. */
int presence_set(
	struct presence *p, const char *name, const char *kind, enum cd_presence v, const char *detail);
/* True when there was such a row. */
bool presence_remove(struct presence *p, const char *name);
