/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One line of a recording, as JSON, to one event: the inner half of the recording reader. Each kind of event
 * is a table of keys; what the tables do not know, or a value that does not fit, is counted and left out.
 */

#include "event.h"

struct cd_json_lines; /* the parser and the memory behind the last event */

struct cd_json_lines *cd_json_lines_new(void);
struct cd_json_lines *cd_json_lines_free(struct cd_json_lines *j);
CD_DEFINE_CLEANUP(struct cd_json_lines *, cd_json_lines_free)

enum {
	CD_JSON_SKIPPED = 0, /* nothing this version understands; *ret_t is set */
	CD_JSON_EVENT = 1,
};

/* *ret_t is the line's time, also of a skipped line; *ret_skipped is what was left out. The event is valid
 * until the next call. -EBADMSG: the line is malformed, cd_json_lines_error() says why; -ENOMEM. */
int cd_json_lines_event(struct cd_json_lines *j, const char *line, size_t len, int64_t *ret_t, uint64_t *ret_skipped,
	struct cd_event *ret);

/* The header. *ret_started is NULL when it does not say, and otherwise valid until the next call. */
int cd_json_lines_header(struct cd_json_lines *j, const char *line, size_t len, uint64_t *ret_skipped,
	const char **ret_started);

const char *cd_json_lines_error(const struct cd_json_lines *j);
