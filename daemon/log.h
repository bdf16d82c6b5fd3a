/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the daemon says: structured journal entries when its standard error is the journal, plain lines
 * otherwise. Only the daemon logs; core and adapters return what happened.
 */

#include <stdint.h>
#include <syslog.h>

#include "macro.h"
#include "names.h"

struct log_field {
	const char *name;  /* one of CD_FIELD_LOG_… */
	const char *value; /* NULL: the field is left out */
};
#define LOG_FIELDS(...) ((const struct log_field[]){ __VA_ARGS__, { NULL, NULL } })

/* Looks once whether standard error is the journal (JOURNAL_STREAM names it). */
void log_open(void);

int log_level(void);
void log_set_level(int level);
/* "journal" or "console". */
const char *log_target(void);

/* Names of the levels as LogControl1 wants them: "emerg" … "debug". NULL and -EINVAL outside. */
const char *log_level_to_string(int level);
int log_level_from_string(const char *s);

/* One message. `error` is a positive errno or 0; its text is appended. `id` and `fields` may be NULL. */
void log_full(int level, int error, const char *id, const struct log_field *fields, const char *fmt, ...)
	CD_PRINTF(5, 6);

#define log_error(...) log_full(LOG_ERR, 0, NULL, NULL, __VA_ARGS__)
#define log_info(...) log_full(LOG_INFO, 0, NULL, NULL, __VA_ARGS__)
#define log_debug(...) log_full(LOG_DEBUG, 0, NULL, NULL, __VA_ARGS__)
/* Says it and gives the negative errno back: return log_error_errno(r, "Failed to open %s", path). */
#define log_error_errno(r, ...)                                                                              \
	({                                                                                                   \
		int _cd_r = (r);                                                                             \
		log_full(LOG_ERR, -_cd_r, NULL, NULL, __VA_ARGS__);                                          \
		_cd_r;                                                                                       \
	})

/* A limit on messages that a device can cause at will: `burst` of them in `interval_us`, the rest are
 * counted. */
struct log_limit {
	int64_t interval_us;
	unsigned burst;
	int64_t begin_us;
	unsigned said;
	unsigned suppressed;
};
/* True when a message may be said now. At the first one of a new interval *ret_suppressed is the number of
 * those that were not, otherwise 0. */
bool log_limit_pass(struct log_limit *l, int64_t now_us, unsigned *ret_suppressed);
/* The same, and says how many were not said. */
bool log_may(struct log_limit *l, int64_t now_us);
