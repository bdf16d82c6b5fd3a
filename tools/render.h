/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Formats for people: a document in, text out. Tables may change from version to version; JSON does not.
 */

#include "json.h"

void ctl_render_status(const struct ctl_out *out, struct json_object *doc);
/* Which meter may be in the line of which port: a line each, none when nothing suggests it. */
void ctl_render_hints(const struct ctl_out *out, struct json_object *ports);
/* A comparison document, in at most twelve lines. */
void ctl_render_comparison(const struct ctl_out *out, struct json_object *doc);
#define CTL_NAME_WIDTH 9 /* "port10" and "supply" stand well */
/* One port of a status document in at most six lines, its name in a column of `width`. */
void ctl_render_port(const struct ctl_out *out, struct json_object *port, int width);
/* One port in one line, without ages: what `watch` prints when it changes. */
void ctl_render_port_line(const struct ctl_out *out, struct json_object *port);
/* "full in 1 h 10 m – 1 h 40 m (estimated)", "full for 42 h, still plugged", of a session of a status document; false, and
 * nothing in `buf`: neither is known. */
bool ctl_render_to_full(struct json_object *session, char *buf, size_t size);
void ctl_render_list(const struct ctl_out *out, struct json_object *doc);
void ctl_render_show(const struct ctl_out *out, struct json_object *doc);
/* ", meter at the source" of a session of an analysis, or of a run of a comparison; nothing where that is not known. */
void ctl_put_place(const struct ctl_out *out, struct json_object *session);
/* The `next_test` of an analysis, with what to expect of it. */
void ctl_render_test(const struct ctl_out *out, struct json_object *test);
/* What would change the verdict of a session of an analysis, and what is not known and could decide. */
void ctl_render_what_if(const struct ctl_out *out, struct json_object *session);
/* An analysis document, every session of it. `readings` of the live port, for the numbers in the verdict's
 * sentence; NULL. */
void ctl_render_analysis(const struct ctl_out *out, struct json_object *doc, struct json_object *readings);
/* The documents of profiles.h. */
void ctl_render_profiles(const struct ctl_out *out, struct json_object *doc);
void ctl_render_profile(const struct ctl_out *out, struct json_object *doc);
void ctl_render_profile_check(const struct ctl_out *out, struct json_object *doc);
