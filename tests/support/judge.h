/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Events in, analysis out, as `chargectl analyze` does it, for tests: the entries of the sessions that ended,
 * then one for each port whose last session is open or that had none.
 */

#include "router.h"

struct json_object;

struct judge {
	struct cd_router *router;
	struct json_object *sessions;
	struct json_object *bare; /* the entry of the last port that went without a session */
};

/* `port_name` as for cd_router_set_grouping(). */
int judge_start(struct judge *j, const struct cd_profiles *profiles, enum cd_grouping grouping,
	const char *port_name);
int judge_feed(struct judge *j, const struct cd_event *ev);
/* Lets time pass without events. */
int judge_advance(struct judge *j, int64_t t_us);
/* The `sessions` array, with the open ones, never empty where there was a port; the judge is done then.
 * Caller owns *ret. */
int judge_end(struct judge *j, struct json_object **ret);
void judge_done(struct judge *j);

/* The profiles of a directory: those of the project. -errno. */
int judge_load_profiles(const char *directory, struct cd_profiles *ret);

/* A whole recording in memory, read `piece` bytes at a time; `shift_us` is added to every time, and the end
 * is looked at `idle_us` after the last event. */
struct judge_options {
	const struct cd_profiles *profiles;
	size_t piece; /* 0: all at once */
	int64_t shift_us;
	int64_t idle_us;
	int64_t dark_us;        /* after the end meters show nothing on the line, as often; 0: they do not */
	bool ended_only;        /* leave out what is still open */
	struct cd_buffer *copy; /* events are written here as they are fed; NULL: not */
};
int judge_recording(const char *bytes, size_t len, const struct judge_options *o, struct json_object **ret);
/* How the inputs of a recording become ports (docs/recording.md); *ret_port is NULL or the caller's. */
int judge_grouping(const char *bytes, size_t len, enum cd_grouping *ret, char **ret_port);
/* The bytes that are compared: the canonical text. Caller owns. NULL: no memory. */
char *judge_text(struct json_object *sessions);
