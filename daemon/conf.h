/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * chargediagd.conf(5): one INI file and its drop-ins, read at the start and on SIGHUP.
 *
 *     [Daemon]
 *     SessionClose=90s
 *
 * The keys with their units, ranges, defaults and one-line documentation are the table `conf_keys` in conf.c;
 * the manual page is compared with it. A file that cannot be understood never stops the daemon: each problem
 * is a complaint with file and line, and the value before it holds.
 */

#include "settings.h"

struct conf {
	struct cd_settings settings;
	int64_t change_interval_us;
	int64_t idle_exit_us; /* 0: never */
	bool poll;
	int log_level;
	int64_t max_streams;
	int64_t max_streams_per_client;
	int64_t stream_buffer;
};

void conf_defaults(struct conf *c);

/* Told for each problem. `line` is 1-based; 0: about the file as a whole. */
typedef void (*conf_complain_t)(void *userdata, const char *file, unsigned line, const char *text);

/* Reads `path` and `path`.d/ *.conf over the values in *c. Files that do not exist are no problem. -ENOMEM.
 * */
int conf_load(struct conf *c, const char *path, conf_complain_t complain, void *userdata);
/* One file of these, from text; for conf_load() and tests. */
void conf_parse(struct conf *c, const char *file, const char *text, size_t len, conf_complain_t complain,
	void *userdata);

/* A row of the table, for documentation and tests. */
struct conf_key {
	const char *section;
	const char *key;
	const struct conf_type *type;
	size_t offset;        /* in struct conf */
	int64_t min, max;     /* inclusive, in the unit of the member */
	const char *standard; /* the default, as written in the file */
	const char *doc;
};
extern const struct conf_key conf_keys[];
extern const size_t conf_n_keys;
