/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The USB meter adapter, in this process, against a meter of the fake world. The clock is real and the meter has its
 * own pace; so nothing here asserts how long something takes: a test waits for what must happen.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <systemd/sd-event.h>

#include "fake-fnirsi.h"
#include "usb-meter.h"

#define DEADLINE_US (60 * CD_US_PER_S)
#define TEXT_MAX 256

/* What the sink has been told. */
struct told {
	unsigned added, removed, samples, gaps, others;
	unsigned samples_since; /* the last `added` or `gap` */
	int64_t last_us;
	bool backwards;
	struct cd_sample sample;
	int64_t gap_us, slept_us; /* of stalls, of suspends */
	char name[TEXT_MAX], model[TEXT_MAX], serial[TEXT_MAX];
	int64_t settle_us;
	bool sign_known;
	enum cd_position position;
	/* presence of the meter that spoke last, and of the interface */
	char row[TEXT_MAX], detail[TEXT_MAX], meters[TEXT_MAX];
	enum cd_presence presence, meters_presence;
	unsigned absent, warnings;
	bool done;
};

struct fixture {
	struct world *world;
	struct fake_fnirsi *fake;
	sd_event *event;
	struct cd_usb_meters *meters;
	struct told told;
};

/* Runs the loop until the expression holds. */
#define wait_for(f, what)                                                                                    \
	do {                                                                                                 \
		int64_t _end = cd_io_now() + DEADLINE_US;                                                    \
		while (!(what)) {                                                                            \
			if (cd_io_now() > _end)                                                              \
				fail_msg("in vain: %s", #what);                                              \
			assert_true(sd_event_run((f)->event, 20000) >= 0);                                   \
		}                                                                                            \
	} while (0)

/* A world with one meter in port 1-3, not told yet, and an adapter without any. */
void begin(struct fixture *f, enum fake_fnirsi_shape shape, const char *serial);
/* Frees all; nothing unexpected has been told. */
void end(struct fixture *f);
/* udev says that it is there. */
void add(struct fixture *f, const char *serial);
void add_at(struct fixture *f, struct fake_fnirsi *fake, const char *sysname, uint16_t vid, uint16_t pid,
	const char *serial);
/* Waits for so many since the last `added` or `gap`. */
void wait_for_samples(struct fixture *f, unsigned n);
/* The orderly end, until it is done. */
void on_done(void *userdata);
void stop(struct fixture *f);

struct fake_fnirsi_state fake_state(const struct fixture *f);
/* Of the first meter. */
struct cd_usb_meter_info info(const struct fixture *f);
