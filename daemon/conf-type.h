/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What values of the configuration file look like: one row per kind of value. All are kept as int64_t on the
 * way from the words to the member, so that range checks need no types.
 */

#include "macro.h"

struct conf_type {
	const char *expects;                       /* for complaints: "a time such as 60s or 500ms" */
	int (*parse)(const char *s, int64_t *ret); /* 0 or -EINVAL */
	void (*store)(void *member, int64_t v);
};

extern const struct conf_type conf_type_time; /* int64_t µs: 500us 500ms 60s 2min 1h; without unit: seconds */
extern const struct conf_type conf_type_current; /* int64_t µA: 10mA 0.5A 500uA; 0 */
extern const struct conf_type conf_type_size;    /* int64_t bytes: 4096 256K 1M */
extern const struct conf_type conf_type_count;   /* int64_t */
extern const struct conf_type conf_type_bool;    /* bool: yes no true false on off 1 0 */
extern const struct conf_type conf_type_level;   /* int: a level of log.h */
