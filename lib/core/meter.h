/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Meters as tables: one file per protocol, one row here per product family. A decoder sees only bytes and a clock; a
 * transport (lib/io) owns the descriptor or transfer. So a recording of bytes, a test and a live device run the same
 * code.
 */

#include "sample.h"

#define CD_METER_SAMPLES_MAX 16 /* per report */
#define CD_METER_FRAME_MAX 64   /* bytes of one frame to send */

enum cd_meter_transport {
	CD_METER_HID,  /* interrupt endpoints of one HID interface, through libusb */
	CD_METER_BULK,
	CD_METER_TTY,
};

struct cd_meter_match {
	uint16_t vid, pid;
	const char *model;   /* "FNIRSI FNB58" */
	const char *slug;    /* "fnb58": the start of its input name */
	int interface;       /* bInterfaceNumber; -1: the first of class HID */
	uint8_t variant;     /* what the decoder wants to know about this model */
	int64_t settle_us;   /* the meter's own smoothing: no step is read faster than this */
};

/* What the transport must do next. */
struct cd_meter_send {
	uint8_t frame[CD_METER_FRAME_MAX];
	size_t len;        /* 0: nothing to send now */
	int64_t next_us;   /* ask again at this time; INT64_MAX: never */
};

enum cd_feed_result {
	CD_FEED_SAMPLES = 0, /* *ret_n samples (perhaps 0) */
	CD_FEED_INVALID = 1, /* not ours, bad checksum, unknown type: counted and dropped */
	CD_FEED_MORE = 2,    /* a part of a frame: kept */
};

struct cd_meter_stats {
	uint64_t reports;      /* whole reports with data in them */
	uint64_t malformed;    /* wrong length or no start byte */
	uint64_t unknown_type; /* well-formed, but nothing we read */
	uint64_t bad_checksum;
	uint64_t implausible;  /* samples with a value no USB line carries */
};

/* A timed sample. */
struct cd_meter_sample {
	int64_t t_us;
	struct cd_sample sample;
};

struct cd_meter_decoder; /* opaque state of `size` bytes */

struct cd_meter_driver {
	const char *name; /* "fnirsi" */
	enum cd_meter_transport transport;
	const struct cd_meter_match *matches; /* ends with vid 0 */
	size_t size;                 /* of the state; zeroed by the caller before the first open */
	int64_t stall_us;            /* this long without a report taken: it hangs */
	int64_t drain_us;            /* at close: read until this long silent */
	bool sign_known;
	/* Begins; also begins again after a stall. Counters live on. */
	void (*open)(void *state, uint8_t variant, int64_t now_us);
	/* The next frame, if one is due at now_us. Called after open and at or after next_us, and never while a frame
	 * is still on its way: the transport keeps the distance from the end of one frame to the start of the next. */
	void (*tick)(void *state, int64_t now_us, struct cd_meter_send *ret);
	/* One report that arrived at now_us. `samples` has room for CD_METER_SAMPLES_MAX; their times never go
	 * backwards, neither inside a report nor from one to the next, and never lie after now_us. */
	enum cd_feed_result (*feed)(void *state, const uint8_t *bytes, size_t len, int64_t now_us,
		struct cd_meter_sample *samples, size_t *ret_n);
	const struct cd_meter_stats *(*stats)(const void *state);
};

/* The table; ends with NULL. */
extern const struct cd_meter_driver *const cd_meter_drivers[];
/* NULL: no meter of ours. */
const struct cd_meter_driver *cd_meter_find(uint16_t vid, uint16_t pid, const struct cd_meter_match **ret_match);
