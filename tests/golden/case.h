/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A golden case: a recording and what its analysis must say. One JSON file each (tests/golden/cases):
 *
 *     about           what it is, for people
 *     file            a recording beside it, or
 *     capture         a file below $CHARGEDIAG_CAPTURES, which the project does not have, or
 *     generate        ["hiccup", "--seed", "3", "--rate", "20", "--at", "source"]: a scenario of tests/support; one
 *                     parameter of it moved: "--set", "limit-a=3"
 *     port            the port that is looked at; else the last entry of the analysis
 *     every           true: the expectations hold for every entry
 *     cause           the leading cause: "id" or {"any_of": ["id", …]}
 *     class severity part next_test   of the verdict, likewise
 *     min_confidence
 *     not             causes that must not lead
 *     symptoms, no_symptoms, remedies   ids that must, must not, must be there
 *     evidence        {"feature": [least, most]}: its value, where some cause was judged by it
 *     phases          in this order, others may be between them
 */

#include "buffer.h"
#include "profile.h"

struct json_object;

struct golden_case {
	char *path;
	struct json_object *expect;
	struct cd_buffer recording;
};

/* Reads the case and its recording, complaining on standard error. -ENOENT for a capture where there are
 * none. */
int golden_load(const char *path, struct golden_case *ret);
/* Appends a file; or a table below $CHARGEDIAG_CAPTURES as a recording. -errno. */
int golden_read_file(const char *path, struct cd_buffer *to);
int golden_capture(const char *name, struct cd_buffer *to);
void golden_done(struct golden_case *c);

/* Number of expectations that `sessions` does not meet; each is printed. */
unsigned golden_check(const struct golden_case *c, struct json_object *sessions);

/* What must hold for every recording (properties.c); number of violations, each printed. */
unsigned golden_properties(const struct golden_case *c, const struct cd_profiles *profiles);

/* That an analysis can be checked by hand (by-hand.c); number of figures that do not come out, each printed. */
unsigned golden_by_hand(const struct golden_case *c, const struct cd_profiles *profiles);
