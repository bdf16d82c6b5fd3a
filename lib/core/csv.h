/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * CSV import: a table of times, volts and amperes becomes the events of one meter. The documented form has
 * the header `time_s,vbus_v,ibus_a` and optionally `dp_v,dm_v,cc1_v,cc2_v,temp_c`. Tables of known other
 * programs are accepted where header or shape leaves no doubt (a table of dialects in csv-dialect.c):
 * byte-order mark; `,` `;` or tab; no header with seconds, volts, amperes. Same calling pattern as the
 * recording reader.
 */

#include "event.h"
#include "recording.h"

/* What it points to is borrowed and must outlive the reader. */
struct cd_csv_options {
	const char *input;           /* name of the meter; NULL: "csv" */
	struct cd_event_note note;   /* position, profile, … said on the command line: given as a note event first */
};

struct cd_csv_reader;

struct cd_csv_reader *cd_csv_reader_new(const struct cd_csv_options *options); /* NULL allowed; NULL: no memory */
struct cd_csv_reader *cd_csv_reader_free(struct cd_csv_reader *r);
CD_DEFINE_CLEANUP(struct cd_csv_reader *, cd_csv_reader_free)
void cd_csv_reader_feed(struct cd_csv_reader *r, const char *bytes, size_t len); /* len 0: end of file */
int cd_csv_reader_next(struct cd_csv_reader *r, struct cd_event *ret_event);     /* as cd_recording_reader_next() */
const char *cd_csv_reader_error(const struct cd_csv_reader *r);
void cd_csv_reader_stats(const struct cd_csv_reader *r, struct cd_recording_stats *ret);

/* True when the first bytes of a file look like a recording ("{" after optional BOM and blanks), false for
 * CSV. */
bool cd_looks_like_recording(const char *bytes, size_t len);
