/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The correlator at a router: ports appear, move and go by events, and an unchanged machine causes none.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "correlate.h"

struct fixture {
	struct cd_settings settings;
	struct cd_profiles profiles;
	struct cd_router *router;
	struct cd_correlator *correlator;
	int64_t now_us;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->settings = CD_SETTINGS_DEFAULT;
	assert_int_equal(cd_router_new(&f->settings, &f->profiles, &f->router), 0);
	assert_int_equal(cd_router_set_grouping(f->router, CD_GROUP_TOLD, NULL), 0);
	f->correlator = cd_correlator_new();
	assert_non_null(f->correlator);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	cd_correlator_free(f->correlator);
	cd_router_free(f->router);
	free(f);
	return 0;
}

static void feed(struct fixture *f, const struct cd_event *ev)
{
	struct cd_event copy = *ev;

	copy.t_us = f->now_us += 1000;
	assert_int_equal(cd_router_feed(f->router, &copy), 0);
	assert_true(cd_correlator_cares(&copy));
	assert_int_equal(cd_correlator_run(f->correlator, f->router, f->now_us), 0);
}

static void say(struct fixture *f, const char *name, const char *type, const char *online)
{
	struct cd_attributes a = { 0 };

	assert_int_equal(cd_attributes_set(&a, "type", type, strlen(type)), 0);
	if (online)
		assert_int_equal(cd_attributes_set(&a, "online", online, strlen(online)), 0);
	feed(f, &(struct cd_event){ .type = CD_EVENT_ATTRIBUTES, .input = name, .attributes = &a });
	cd_attributes_done(&a);
}

static void add(struct fixture *f, const char *name, const char *type, const char *online)
{
	feed(f, &(struct cd_event){ .type = CD_EVENT_ADDED,
			.input = name,
			.added = { .kind = CD_INPUT_POWER_SUPPLY, .settle_us = CD_UNKNOWN } });
	say(f, name, type, online);
}

static void leave(struct fixture *f, const char *name)
{
	feed(f, &(struct cd_event){ .type = CD_EVENT_REMOVED, .input = name });
}

/* Inputs of a port, sorted, with a blank between them; "" when there is no such port or nothing in it. */
static const char *inputs_of(struct fixture *f, const char *port)
{
	static char out[256];
	struct cd_engine *e = cd_router_find_port(f->router, port);

	out[0] = '\0';
	for (const char *const *i = e ? cd_engine_inputs(e) : NULL; i && *i; i++)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s", *out ? " " : "", *i);
	return out;
}

static uint64_t events(const struct fixture *f)
{
	struct cd_router_stats stats;

	cd_router_stats(f->router, &stats);
	return stats.events;
}

static void battery_follows_the_power(void **state)
{
	struct fixture *f = *state;

	add(f, "BAT0", "Battery", NULL);
	assert_string_equal(inputs_of(f, "BAT0"), "BAT0");
	add(f, "AC", "Mains", "0");
	assert_string_equal(inputs_of(f, "BAT0"), "");
	assert_string_equal(inputs_of(f, "AC"), "AC BAT0");
	add(f, "usb", "USB", "0");
	assert_string_equal(inputs_of(f, "usb"), "usb");
	say(f, "usb", "USB", "1");
	assert_string_equal(inputs_of(f, "usb"), "AC BAT0 usb");
	assert_string_equal(inputs_of(f, "AC"), "");
	leave(f, "usb");
	assert_string_equal(inputs_of(f, "AC"), "AC BAT0");
}

static void note_line(struct fixture *f, const char *meter, const char *line)
{
	struct cd_event_note note = CD_NOTE_NOTHING;

	note.line = line;
	feed(f, &(struct cd_event){ .type = CD_EVENT_NOTE, .input = meter, .note = note });
}

static void a_meter_goes_where_a_person_says(void **state)
{
	struct fixture *f = *state;

	add(f, "AC", "Mains", "1");
	feed(f, &(struct cd_event){ .type = CD_EVENT_ADDED,
			.input = "fnb58",
			.added = { .kind = CD_INPUT_METER, .settle_us = CD_UNKNOWN } });
	assert_string_equal(inputs_of(f, "fnb58"), "fnb58");
	note_line(f, "fnb58", "AC");
	assert_string_equal(inputs_of(f, "AC"), "AC fnb58");
	assert_null(cd_router_find_port(f->router, "fnb58"));
	leave(f, "AC");
	assert_string_equal(inputs_of(f, "fnb58"), "fnb58");
	add(f, "AC", "Mains", "0");
	assert_string_equal(inputs_of(f, "AC"), "AC fnb58");
	note_line(f, "fnb58", "fnb58");
	assert_string_equal(inputs_of(f, "fnb58"), "fnb58");
	assert_string_equal(inputs_of(f, "AC"), "AC");
}

static void nothing_new_tells_nothing(void **state)
{
	struct fixture *f = *state;
	uint64_t before;

	add(f, "BAT0", "Battery", NULL);
	add(f, "AC", "Mains", "0");
	before = events(f);
	assert_int_equal(cd_correlator_run(f->correlator, f->router, f->now_us), 0);
	assert_int_equal(events(f), before);
	say(f, "AC", "Mains", "1"); /* news, but not of the grouping */
	assert_int_equal(events(f), before + 1);
}

static void peripherals_stay_out(void **state)
{
	struct fixture *f = *state;
	struct cd_attributes a = { 0 };

	add(f, "mouse", "Battery", NULL); /* what a HID battery says before its scope is known */
	assert_string_equal(inputs_of(f, "mouse"), "mouse");
	assert_int_equal(cd_attributes_set(&a, "type", "Battery", 7), 0);
	assert_int_equal(cd_attributes_set(&a, "scope", "Device", 6), 0);
	feed(f, &(struct cd_event){ .type = CD_EVENT_ATTRIBUTES, .input = "mouse", .attributes = &a });
	cd_attributes_done(&a);
	assert_string_equal(inputs_of(f, "mouse"), "");
}

static void gone_and_back_between_two_runs(void **state)
{
	struct fixture *f = *state;
	struct cd_event removed = { .type = CD_EVENT_REMOVED, .input = "BAT0" };

	add(f, "BAT0", "Battery", NULL);
	removed.t_us = ++f->now_us;
	assert_int_equal(cd_router_feed(f->router, &removed), 0);
	add(f, "BAT0", "Battery", NULL);
	assert_string_equal(inputs_of(f, "BAT0"), "BAT0");
}

/* More ports than a router takes: refused once, not again and again. */
static void refusals_are_not_repeated(void **state)
{
	struct fixture *f = *state;
	uint64_t before;
	char name[16];

	for (int i = 0; i < CD_ROUTER_PORTS_MAX + 2; i++) {
		struct cd_event ev = { .t_us = ++f->now_us,
			.type = CD_EVENT_ADDED,
			.input = name,
			.added = { .kind = CD_INPUT_METER, .settle_us = CD_UNKNOWN } };

		snprintf(name, sizeof(name), "m%d", i);
		assert_int_equal(cd_router_feed(f->router, &ev), 0);
	}
	assert_int_equal(cd_correlator_run(f->correlator, f->router, f->now_us), 0);
	assert_int_equal(cd_router_n_ports(f->router), CD_ROUTER_PORTS_MAX);
	before = events(f);
	assert_int_equal(cd_correlator_run(f->correlator, f->router, f->now_us), 0);
	assert_int_equal(events(f), before);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(battery_follows_the_power),
		TEST(a_meter_goes_where_a_person_says),
		TEST(nothing_new_tells_nothing),
		TEST(peripherals_stay_out),
		TEST(gone_and_back_between_two_runs),
		TEST(refusals_are_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
