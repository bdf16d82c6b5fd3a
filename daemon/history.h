/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The last sessions that ended, newest first, with their analysis. In memory; history-file.h hands them to the next
 * daemon.
 */

#include "macro.h"

#define HISTORY_MAX 32

struct json_object;

struct history_entry {
	uint64_t id;              /* 0: the slot is empty */
	char *port;               /* name */
	int64_t start_us, end_us; /* CLOCK_BOOTTIME */
	char *class, *cause;
	double confidence;
	int64_t energy_uwh; /* CD_UNKNOWN */
	char *analysis;     /* the whole document */
};

struct history {
	struct history_entry ring[HISTORY_MAX];
	size_t next;
};

void history_done(struct history *h);
/* Remembers an entry of an analysis (`sessions[]`); what it says about times is shifted by `shift_us`. The
 * oldest is forgotten. -ENOMEM. */
int history_add(
	struct history *h, uint64_t id, const char *port, struct json_object *session, int64_t shift_us);
/* Remembers a copy of an entry. -ENOMEM. */
int history_put(struct history *h, const struct history_entry *e);
/* The i-th newest; NULL when there are not that many. */
const struct history_entry *history_get(const struct history *h, size_t i);
const struct history_entry *history_find(const struct history *h, uint64_t id);
