/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A recording as live ports. Its engines run on the recording's own clock, `speed` times as fast as the wall,
 * so that the verdict is the one `chargectl analyze` gives of the file.
 */

#include "args.h"
#include "file-events.h"
#include "manager.h"
#include "message-ids.h"
#include "player.h"
#include "station.h"

struct play {
	struct station station;
	struct cd_player *player;
	const char *file; /* of args */
	bool finished;
};

/* The first moment of the clock after the player is gone. */
static int64_t play_now(const struct station *s)
{
	const struct play *p = (const struct play *)s;

	return p->player ? cd_player_now(p->player) : 0;
}

static double play_pace(const struct station *s)
{
	const struct play *p = (const struct play *)s;
	double speed = cd_player_speed(p->player);

	/* After its end the clock goes on at the wall's pace. */
	return cd_player_finished(p->player) ? 1 : speed > 0 ? 1 / speed : 0;
}

static int64_t play_until(const struct station *s)
{
	const struct play *p = (const struct play *)s;

	return cd_player_next(p->player);
}

static void play_settle(struct station *s)
{
	struct play *p = (struct play *)s;

	if (p->finished || !cd_player_finished(p->player))
		return;
	p->finished = true;
	s->armed_us = INT64_MIN; /* the pace is another one now */
	log_info("%s has been played to its end", p->file);
}

static void play_done(struct station *s)
{
	struct play *p = (struct play *)s;

	p->player = cd_player_free(p->player);
}

static const struct station_kind play_kind = {
	.now = play_now,
	.pace = play_pace,
	.until = play_until,
	.settle = play_settle,
	.done = play_done,
};

static void on_event(void *userdata, const struct cd_event *ev)
{
	struct play *p = userdata;
	int r;

	r = station_feed(&p->station, ev);
	if (r < 0)
		station_log_failed(&p->station, r, p->file);
}

static void on_presence(
	void *userdata, const char *name, const char *kind, enum cd_presence presence, const char *detail)
{
	/* The rows are about this machine. */
}

static void on_absent(void *userdata, const char *name)
{
}

static void on_warning(void *userdata, int error, const char *what)
{
	struct play *p = userdata;

	log_full(LOG_WARNING, error, CD_MESSAGE_INPUT_FAILED, LOG_FIELDS({ CD_FIELD_LOG_FILE, p->file }),
		"%s", what);
	manager_wake(p->station.manager);
}

/* How the recording's inputs become ports: one look at the file before it is played. */
static int group(struct play *p)
{
	CD_CLEANUP(cd_file_events_closep) struct cd_file_events *file = NULL;
	CD_FREE char *port = NULL;
	enum cd_grouping grouping;
	int r;

	r = cd_file_events_open(p->file, NULL, &file);
	if (r < 0)
		return r;
	r = cd_file_events_grouping(file, &grouping, &port);
	if (r < 0) {
		const char *why = cd_file_events_error(file);

		if (why)
			log_error("%s", why);
		return r;
	}
	return cd_router_set_grouping(p->station.router, grouping, port);
}

static int open_play(struct play *p, const struct args_play *play)
{
	const struct cd_io_sink sink = {
		.event = on_event,
		.presence = on_presence,
		.absent = on_absent,
		.warning = on_warning,
		.userdata = p,
	};
	int r;

	r = group(p);
	if (r < 0)
		return r;
	return cd_player_new(p->station.manager->event, &sink, play->file, play->speed, &p->player);
}

int station_play_new(struct manager *m, const struct args_play *play, struct station **ret)
{
	struct play *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return -ENOMEM;
	p->file = play->file;
	p->station.port_name = play->name;
	r = station_init(&p->station, m, &play_kind);
	if (r >= 0)
		r = open_play(p, play);
	if (r < 0) {
		station_free(&p->station);
		return r;
	}
	*ret = &p->station;
	return 0;
}
