/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "file-events.h"
#include "io.h"
#include "log.h"
#include "notes-kept.h"
#include "recording.h"
#include "runtime-file.h"
#include "station.h"

#define FILE_NAME "notes.ndjson"
/* From the beginning of one daemon's end to when the other gives the note on. A restart takes less than a second, and up to
 * four when a meter hangs; nobody exchanges what is charged, and is done, in ten. */
#define ABSENCE_MAX_US (10 * CD_US_PER_S)
#define INSTANCE_MAX 20

void kept_notes_done(struct kept_notes *k)
{
	while (k->n > 0)
		cd_input_free(k->items[--k->n]);
}

/* In whose line a meter is holds for the meter alone, and is what its port is made by: it is kept apart from the rest. False
 * when nobody can tell: then nothing can be compared. */
static bool instance_of(
	const struct station *live, const struct cd_input *i, bool line, char ret[static INSTANCE_MAX])
{
	const uint64_t instance =
		line ? station_live_instance_of(live, i->name) : station_live_instance(live, i->engine);

	(void)snprintf(ret, INSTANCE_MAX, "%016" PRIx64, instance);
	return instance != 0;
}

static bool says_more_than_line(const struct cd_event_note *n)
{
	return n->profile || n->position >= 0 || n->cable || n->adapter || n->label ||
	       cd_known(n->adapter_uw);
}

/* What holds for longer than a moment: all but the line, or that. False: there is nothing. */
static bool lasting(const struct cd_input *i, bool line, struct cd_event_note *ret)
{
	if (!i->has_note || !i->engine)
		return false;
	*ret = line ? CD_NOTE_NOTHING : i->note;
	ret->battery = _CD_BATTERY_INVALID;
	ret->led = NULL;
	ret->line = line ? i->note.line : NULL;
	return ret->line || says_more_than_line(ret);
}

static int append(struct cd_buffer *b, const struct station *live, const struct cd_input *i, bool line)
{
	struct cd_event ev = { .t_us = cd_io_now(), .type = CD_EVENT_ADDED, .input = i->name };
	char instance[INSTANCE_MAX];
	struct cd_event_note note;
	int r;

	if (!lasting(i, line, &note) || !instance_of(live, i, line, instance))
		return 0;
	ev.added =
		(struct cd_event_added){ .kind = i->added.kind, .serial = instance, .settle_us = CD_UNKNOWN };
	r = cd_recording_write_event(b, &ev, 0);
	if (r < 0)
		return r;
	ev.type = CD_EVENT_NOTE;
	ev.note = note;
	r = cd_recording_write_event(b, &ev, 0);
	return r < 0 ? r : 1;
}

int kept_notes_save(const struct station *live, const char *directory)
{
	struct cd_buffer b = { 0 };
	size_t n = 0;
	int r;

	r = cd_recording_write_header(&b, "1970-01-01T00:00:00Z"); /* times are since the boot */
	for (int line = 1; line >= 0; line--)
		for (size_t i = 0; r >= 0 && n < NOTES_KEPT_MAX && i < cd_router_n_inputs(live->router);
			i++) {
			r = append(&b, live, cd_router_input(live->router, i), line);
			n += r > 0;
		}
	if (r >= 0 && n > 0)
		r = runtime_file_write(directory, FILE_NAME, b.data, b.len);
	cd_buffer_done(&b);
	return r;
}

static int take(struct kept_notes *k, const struct cd_event *ev)
{
	struct cd_input *i = k->n > 0 ? k->items[k->n - 1] : NULL;

	k->left_us = ev->t_us;
	if (ev->type == CD_EVENT_NOTE)
		return i && cd_streq(i->name, ev->input) ? cd_input_add_note(i, &ev->note) : -EBADMSG;
	if (ev->type != CD_EVENT_ADDED || !ev->added.serial || k->n == NOTES_KEPT_MAX)
		return -EBADMSG;
	i = cd_input_new(ev->input);
	if (!i)
		return -ENOMEM;
	k->items[k->n++] = i;
	return cd_input_set_added(i, &ev->added);
}

int kept_notes_load(struct kept_notes *k, const char *directory)
{
	CD_CLEANUP(cd_file_events_closep) struct cd_file_events *file = NULL;
	char path[PATH_MAX];
	struct cd_event ev;
	int r;

	if (snprintf(path, sizeof(path), "%s/" FILE_NAME, directory) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	r = cd_file_events_open(path, NULL, &file);
	(void)unlink(path); /* what holds is known in seconds; after a crash it would be old */
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	while ((r = cd_file_events_next(file, &ev)) > 0) {
		r = take(k, &ev);
		if (r < 0)
			break;
	}
	if (r < 0)
		kept_notes_done(k);
	return r;
}

static bool holds(const struct cd_input *kept, const struct station *live)
{
	const struct cd_input *i = cd_router_find_input(live->router, kept->name);
	char instance[INSTANCE_MAX];

	if (!i || !i->engine || (kept->note.line ? i->note.line != NULL : says_more_than_line(&i->note)))
		return false;
	return instance_of(live, i, kept->note.line, instance) && cd_streq(instance, kept->added.serial);
}

static void give(struct cd_input *kept, struct station *live)
{
	const struct cd_event ev = {
		.t_us = station_now(live), .type = CD_EVENT_NOTE, .input = kept->name, .note = kept->note
	};
	int r = station_feed(live, &ev);

	if (r < 0)
		station_log_failed(live, r, kept->name);
	else
		log_info("%s: what was noted before the restart holds", kept->name);
}

void kept_notes_give(struct kept_notes *k, struct station *live)
{
	const int64_t away_us = cd_io_now() - k->left_us;
	size_t left = 0;

	if (away_us < 0 || away_us > ABSENCE_MAX_US)
		kept_notes_done(k);
	for (size_t i = 0; i < k->n; i++) {
		if (!holds(k->items[i], live)) {
			k->items[left++] = k->items[i];
			continue;
		}
		give(k->items[i], live);
		cd_input_free(k->items[i]);
	}
	k->n = left;
}
