/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Events of a file on disk, recording or CSV, told apart by its first bytes. Reads in pieces of 64 KiB; used
 * by `chargectl analyze` and the player.
 */

#include "csv.h"
#include "router.h"

struct cd_file_events;

/* `path` "-" is standard input. What cannot seek (a pipe) is first read to its end into an unlinked file, at
 * most 4 GiB (-EFBIG): that may block. A directory, a file that cannot be read: -errno. `csv` may be NULL;
 * what it points to is borrowed and must outlive *ret. */
int cd_file_events_open(const char *path, const struct cd_csv_options *csv, struct cd_file_events **ret);
struct cd_file_events *cd_file_events_close(struct cd_file_events *f);
CD_DEFINE_CLEANUP(struct cd_file_events *, cd_file_events_close)

/* 1: *ret is the next event, valid until the next call; 0: the end; negative: cd_file_events_error(). */
int cd_file_events_next(struct cd_file_events *f, struct cd_event *ret);
/* "FILE:17: …" or "FILE: …"; NULL without error. */
const char *cd_file_events_error(const struct cd_file_events *f);
void cd_file_events_stats(const struct cd_file_events *f, struct cd_recording_stats *ret);

/* A first pass over the whole file: how its inputs become ports (docs/recording.md: the rule for recordings
 * without `port` events), then back to the start. Call before the first cd_file_events_next(). *ret_port_name
 * is the caller's to free; NULL with CD_GROUP_EACH. A malformed file is no error here: reading it will say
 * where. */
int cd_file_events_grouping(struct cd_file_events *f, enum cd_grouping *ret_grouping, char **ret_port_name);
