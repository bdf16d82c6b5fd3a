/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The known state of one input: what `added` said, its last attributes, all its notes folded. Kept by the router so
 * that an input can move to another port, and a recording begin in the middle, with nothing lost.
 */

#include "event.h"

struct cd_engine;

struct cd_input {
	char *name;
	struct cd_event_added added; /* strings belong to the input */
	struct cd_attributes attributes;
	int64_t attributes_us;     /* when they came; CD_UNKNOWN: never */
	struct cd_event_note note; /* all notes folded; strings belong to the input */
	bool has_note;
	struct cd_profile *note_profile; /* behind note.inline_profile */
	bool over_current_known;
	uint32_t over_current_count; /* the kernel's, last seen */
	int64_t tripped_us;          /* when it was last told; CD_UNKNOWN */
	bool in_company;             /* with so many empty ports of its hub told of over-current that it is the wiring */
	enum cd_enumeration enumeration; /* of the last attach; _INVALID: nothing was said */
	struct cd_engine *engine;    /* the port it belongs to; NULL: none yet */
};

struct cd_input *cd_input_new(const char *name); /* NULL: no memory */
struct cd_input *cd_input_free(struct cd_input *i);
CD_DEFINE_CLEANUP(struct cd_input *, cd_input_free)
/* Each takes a copy; on -ENOMEM the input stays as it was. */
int cd_input_set_added(struct cd_input *i, const struct cd_event_added *added);
int cd_input_set_attributes(struct cd_input *i, const struct cd_attributes *attributes, int64_t t_us);
/* Where this meter sits, by its own note or by what it said when it came. */
enum cd_position cd_input_position(const struct cd_input *i);
/* It told of over-current; `all` are those that may have done so at the same time. */
void cd_input_tripped(struct cd_input *i, struct cd_input *const *all, size_t n, int64_t t_us);
int cd_input_add_note(struct cd_input *i, const struct cd_event_note *note);
