/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One clock, one router, and what feeds it: this machine's inputs, or a recording that is played. The engines
 * of a station know its clock only; on the bus all times are CLOCK_BOOTTIME.
 */

#include "router.h"

struct manager;
struct args_play;

/* What differs between the two. */
struct station_kind {
	bool boottime;   /* its clock is CLOCK_BOOTTIME */
	bool correlates; /* what is one port is decided here, and not told */
	int64_t (*now)(const struct station *s);
	/* Microseconds of the wall per microsecond of the station's clock; 0: its events alone move it. */
	double (*pace)(const struct station *s);
	/* The event its clock does not pass before it is fed; INT64_MAX: none is known. NULL: none ever is. */
	int64_t (*until)(const struct station *s);
	void (*awake)(struct station *s);   /* tells of a suspend before what was due meanwhile is done. NULL: it knows none */
	/* Looks at an event that the router took. NULL: nothing. */
	void (*took)(struct station *s, const struct cd_event *ev);
	void (*settle)(struct station *s);  /* NULL: nothing */
	void (*refresh)(struct station *s); /* NULL: nothing to read anew */
	/* Begins the end, calls done() once: true; nothing to wait for: false. */
	bool (*stop)(struct station *s, void (*done)(void *userdata), void *userdata);
	void (*done)(struct station *s); /* its feeder ends: no event comes after */
};

/* The first member of each kind's own structure. */
struct station {
	const struct station_kind *kind;
	struct manager *manager;
	struct station *next;
	struct cd_router *router;
	const char *port_name; /* what its first port is to be called; NULL: as the engine is */
	struct sd_event_source *timer;
	int64_t armed_us; /* the deadline the timer is armed for; INT64_MAX: it is off */
};

/* The inputs of this machine. Delivers from station_live_start() on. Negative errno, said by the caller. */
int station_live_new(struct manager *m, struct station **ret);
int station_live_start(struct station *s);
/* What the port is made of, each in its present life: another number after a device was unplugged and plugged, or another
 * one joined. 0: it cannot be told. */
uint64_t station_live_instance(const struct station *s, const struct cd_engine *engine);
/* The same of one input. */
uint64_t station_live_instance_of(const struct station *s, const char *input);
/* A recording. */
int station_play_new(struct manager *m, const struct args_play *play, struct station **ret);
struct station *station_free(struct station *s);
CD_DEFINE_CLEANUP(struct station *, station_free)

/* For the two constructors: the router and the timer. */
int station_init(struct station *s, struct manager *m, const struct station_kind *kind);

int64_t station_now(const struct station *s);
/* A time of the station's clock on CLOCK_BOOTTIME: as long ago as it is on the station's own. */
int64_t station_to_boottime(const struct station *s, int64_t t_us);

/* The one way in for events: streams, router, and what changed thereby. */
int station_feed(struct station *s, const struct cd_event *ev);
/* Says that an event was not taken: a device may cause any number of them, so not each is said. */
void station_log_failed(const struct station *s, int error, const char *whose);
/* Once per turn of the loop: what the kind does, and the timer for the next deadline. */
void station_settle(struct station *s);
