/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A monitor in a fake world, in one process: the test changes the world, lets the loop run dry, and asks what was
 * told. Includes the monitor's own header, so that a test can also see which timers are armed.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "monitor-internal.h"
#include "world.h"

#define HEARD_MAX 4096

/* One event, in a form that is easy to ask for. */
struct heard {
	enum cd_event_type type;
	char input[CD_INPUT_NAME_MAX + 1];
	struct cd_event_added added; /* strings not kept */
	char model[64], serial[64];
	struct cd_sample sample;
	enum cd_gap_reason gap;
	int64_t duration_us, t_us;
	uint32_t count;
};

/* What is known of an input after all that was told. */
struct known {
	char name[CD_INPUT_NAME_MAX + 1];
	struct cd_attributes attributes;
	bool there;
};

struct row {
	char name[64], kind[32], detail[256];
	enum cd_presence presence;
	bool there;
};

struct fixture {
	struct world *world;
	sd_event *event;
	struct cd_monitor *monitor;
	struct cd_monitor_options options;
	struct heard heard[HEARD_MAX];
	size_t n_heard;
	struct known known[64];
	size_t n_known;
	struct row rows[64];
	size_t n_rows;
	unsigned warnings;
	char warning[256];
	unsigned meters_added, meters_removed;
	int64_t meters_slept_us;
	struct cd_usb_device meter; /* strings not kept */
	char meter_sysname[32], meter_devnode[32], meter_serial[32];
};

int fixture_setup(void **state); /* a world with nothing in it; the monitor is not started */
int fixture_teardown(void **state);
void fixture_start(struct fixture *f);
/* Runs the loop until nothing is pending. Forgets what was heard before. */
void fixture_run(struct fixture *f);
void fixture_run_on(struct fixture *f); /* the same, and remembers */
/* Waits until an event of this type comes (5 s at most, then the test fails), then runs dry. */
void fixture_wait(struct fixture *f, enum cd_event_type type);

size_t heard_count(const struct fixture *f, enum cd_event_type type, const char *input); /* input NULL: any */
const struct heard *heard_last(const struct fixture *f, enum cd_event_type type, const char *input);
/* Fails the test when the input is not there. */
const struct cd_attributes *attributes_of(const struct fixture *f, const char *input);
const char *value_of(const struct fixture *f, const char *input, const char *key);
bool is_known(const struct fixture *f, const char *input);
const struct row *row_of(const struct fixture *f, const char *name);
bool armed(sd_event_source *source);

/* The next reception of a uevent fails with ENOBUFS (the executable wraps libudev's function). */
extern bool fixture_overflow;
