/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Recordings that the project does not have: tables below $CHARGEDIAG_CAPTURES.
 */

#include <stdio.h>

#include "case.h"
#include "csv.h"

/* A table of another program becomes a recording. */
static int copy(struct cd_csv_reader *reader, struct cd_buffer *to)
{
	struct cd_event ev;
	int r;

	while ((r = cd_csv_reader_next(reader, &ev)) == CD_READ_EVENT) {
		r = cd_recording_write_event(to, &ev, 0);
		if (r < 0)
			return r;
	}
	return r;
}

static int import(const struct cd_buffer *csv, struct cd_buffer *to)
{
	struct cd_csv_options options = { .note = CD_NOTE_NOTHING };
	CD_CLEANUP(cd_csv_reader_freep) struct cd_csv_reader *reader = cd_csv_reader_new(&options);
	int r;

	if (!reader || cd_recording_write_header(to, "2026-11-22T10:00:00Z") < 0)
		return -ENOMEM;
	cd_csv_reader_feed(reader, csv->data, csv->len);
	r = copy(reader, to);
	if (r < 0)
		return r;
	cd_csv_reader_feed(reader, NULL, 0);
	return copy(reader, to);
}

int golden_capture(const char *name, struct cd_buffer *to)
{
	const char *directory = getenv("CHARGEDIAG_CAPTURES");
	struct cd_buffer csv = { 0 };
	CD_FREE char *path = NULL;
	int r;

	if (!directory)
		return -ENOENT;
	if (asprintf(&path, "%s/%s", directory, name) < 0)
		return -ENOMEM;
	r = golden_read_file(path, &csv);
	if (r >= 0)
		r = import(&csv, to);
	cd_buffer_done(&csv);
	return r;
}
