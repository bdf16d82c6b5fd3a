/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A recording played as live inputs; see player.h. */

#include "player.h"

#include <math.h>
#include <time.h>

#include "file-events.h"

#define TIMER_ACCURACY_US 1000
/* No recording is longer; keeps what is computed with a speed inside 64 bits. */
#define SPAN_MAX_US 1e15

struct cd_player {
	sd_event *event;
	struct cd_io_sink sink;
	struct cd_file_events *file;
	double speed;
	sd_event_source *source; /* a timer, or with speed 0 a source that is always ready and never urgent */
	struct cd_event next;    /* borrowed from the file until it is told */
	bool finished;
	int64_t start_us, start_real_us; /* the first event, and when it was told */
	int64_t end_us, end_real_us;     /* the last one */
};

/* Time in which machines sleep is not played. */
static int64_t real_now(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * CD_US_PER_S + ts.tv_nsec / 1000;
}

static void finish(struct cd_player *p)
{
	p->finished = true;
	p->end_real_us = real_now();
	(void)sd_event_source_set_enabled(p->source, SD_EVENT_OFF);
}

/* Makes the next event ready, or ends. */
static int fetch(struct cd_player *p)
{
	int r = cd_file_events_next(p->file, &p->next);

	if (r > 0)
		return 0;
	finish(p);
	if (r < 0)
		p->sink.warning(p->sink.userdata, -r, cd_file_events_error(p->file));
	return r;
}

static void tell(struct cd_player *p)
{
	p->end_us = p->next.t_us;
	p->sink.event(p->sink.userdata, &p->next);
	(void)fetch(p); /* has told what was wrong */
}

static int64_t scaled_now(const struct cd_player *p)
{
	double passed = (double)(real_now() - p->start_real_us) * p->speed;

	return p->start_us + (int64_t)fmin(passed, SPAN_MAX_US);
}

static bool is_due(const struct cd_player *p)
{
	return !p->finished && (p->speed == 0 || p->next.t_us <= scaled_now(p));
}

static int64_t due_real_us(const struct cd_player *p)
{
	double wait = (double)(p->next.t_us - p->start_us) / p->speed;

	return p->start_real_us + (int64_t)ceil(fmin(wait, SPAN_MAX_US));
}

static void arm(struct cd_player *p)
{
	if (p->finished || p->speed == 0)
		return;
	/* Fail for programmer errors only. */
	(void)sd_event_source_set_time(p->source, (uint64_t)due_real_us(p));
	(void)sd_event_source_set_enabled(p->source, SD_EVENT_ONESHOT);
}

static void play(struct cd_player *p)
{
	for (int i = 0; i < CD_PLAYER_BURST && is_due(p); i++)
		tell(p);
	arm(p);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	play(userdata);
	return 0;
}

static int on_turn(sd_event_source *source, void *userdata)
{
	play(userdata);
	return 0;
}

static int add_source(struct cd_player *p)
{
	int r;

	if (p->speed == 0) {
		r = sd_event_add_defer(p->event, &p->source, on_turn, p);
		if (r >= 0)
			r = sd_event_source_set_enabled(p->source, SD_EVENT_ON);
	} else {
		r = sd_event_add_time(
			p->event, &p->source, CLOCK_MONOTONIC, 0, TIMER_ACCURACY_US, on_timer, p);
	}
	/* A burst may be followed by the next at once: whoever else has something to do has a turn, or, where it always is,
	 * comes first. */
	if (r >= 0)
		r = sd_event_source_set_priority(p->source,
			p->speed == 0 ? SD_EVENT_PRIORITY_IDLE : CD_IO_PRIORITY_AFTER_INPUTS);
	return r < 0 ? r : 0;
}

/* The first event begins the clock. */
static int begin(struct cd_player *p)
{
	int r = fetch(p);

	p->start_us = p->end_us = p->finished ? 0 : p->next.t_us;
	p->start_real_us = real_now();
	return r;
}

int cd_player_new(sd_event *event, const struct cd_io_sink *sink, const char *path, double speed,
	struct cd_player **ret)
{
	CD_CLEANUP(cd_player_freep) struct cd_player *p = NULL;
	int r;

	if (!(speed == 0 || (speed >= 1 && isfinite(speed))))
		return -EINVAL;
	p = calloc(1, sizeof(*p));
	if (!p)
		return -ENOMEM;
	p->event = sd_event_ref(event);
	p->sink = *sink;
	p->speed = speed;
	r = cd_file_events_open(path, NULL, &p->file);
	if (r == 0)
		r = add_source(p);
	if (r == 0)
		r = begin(p);
	if (r < 0)
		return r;
	arm(p);
	*ret = CD_TAKE(p);
	return 0;
}

struct cd_player *cd_player_free(struct cd_player *p)
{
	if (!p)
		return NULL;
	sd_event_source_disable_unref(p->source);
	(void)cd_file_events_close(p->file);
	sd_event_unref(p->event);
	free(p);
	return NULL;
}

/* As far as the clock goes before the next event. It stands while the machine of the recording sleeps. */
static int64_t bound(const struct cd_player *p)
{
	int64_t awake_us = cd_event_awake_us(&p->next);

	return awake_us > p->end_us ? awake_us : p->end_us;
}

int64_t cd_player_now(const struct cd_player *p)
{
	int64_t now_us;

	if (p->finished)
		return p->end_us + (real_now() - p->end_real_us);
	if (p->speed == 0)
		return p->end_us;
	now_us = scaled_now(p);
	return now_us < bound(p) ? now_us : bound(p);
}

int64_t cd_player_next(const struct cd_player *p)
{
	return p->finished ? INT64_MAX : bound(p);
}

double cd_player_speed(const struct cd_player *p)
{
	return p->speed;
}

bool cd_player_finished(const struct cd_player *p)
{
	return p->finished;
}
