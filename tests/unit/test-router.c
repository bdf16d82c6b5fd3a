/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Events in, ports out: which port an input belongs to, what is told of it, and the bounds.
 */

#include "feed.h"

#define PHONE_ON "type=USB", "online=1"
#define PHONE_OFF "type=USB", "online=0"

/* "port: input input; port: …", in order of creation. */
static const char *ports(struct feed *f)
{
	static char text[4096];
	size_t n = 0;

	text[0] = '\0';
	for (size_t k = 0; k < cd_router_n_ports(f->router); k++) {
		const struct cd_engine *e = cd_router_port(f->router, k);

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s:", k ? "; " : "", cd_engine_name(e));
		for (const char *const *i = cd_engine_inputs(e); *i; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n, " %s", *i);
	}
	return text;
}

static void each_input_is_its_own_port(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_EACH);
	assert_str(ports(&f), "");
	feed_added(&f, 0, "meter0", CD_INPUT_METER);
	feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	assert_str(ports(&f), "meter0: meter0; BAT0: BAT0");
	assert_int_equal(feed_port(&f, 1, "bench", "meter0", "BAT0"), 0);
	assert_str(ports(&f), "bench: BAT0 meter0");
	assert_int_equal(feed_port(&f, 2, "bench", "BAT0"), 0);
	assert_str(ports(&f), "bench: BAT0");
	assert_null(cd_router_port(f.router, 1));
	feed_done(&f);
}

static void one_meter_takes_all(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_ONE_METER);
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	feed_added(&f, 0, "meter0", CD_INPUT_METER);
	assert_str(ports(&f), "bench: meter0 usb1-port2");
	feed_done(&f);
}

static void told_inputs_wait(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_TOLD);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_sample(&f, 1 * S, "meter0", 5 * V, 1 * A);
	assert_str(ports(&f), "");
	assert_int_equal(cd_router_n_inputs(f.router), 1);
	assert_int_equal(feed_port(&f, 2 * S, "bench", "meter0"), 0);
	assert_str(ports(&f), "bench: meter0");
	assert_int_equal(cd_engine_position(feed_find(&f, "bench")), CD_POSITION_SOURCE);
	feed_done(&f);
}

static void a_port_may_name_inputs_still_to_come(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_TOLD);
	assert_int_equal(feed_port(&f, 0, "bench", "meter0", "usb1-port2"), 0);
	assert_str(ports(&f), ""); /* nothing there to show yet */
	feed_added(&f, 1, "usb1-port2", CD_INPUT_USB_PORT);
	feed_added(&f, 2, "elsewhere", CD_INPUT_METER);
	feed_added(&f, 3, "meter0", CD_INPUT_METER);
	assert_str(ports(&f), "bench: meter0 usb1-port2");

	/* Unplugged and back: where it was said to belong. */
	feed_removed(&f, 4, "meter0");
	assert_str(ports(&f), "bench: usb1-port2");
	feed_added(&f, 5, "meter0", CD_INPUT_METER);
	assert_str(ports(&f), "bench: meter0 usb1-port2");

	/* No inputs: the port is gone, and nobody waits for it any more. */
	assert_int_equal(feed_port(&f, 6, "bench", NULL), 0);
	assert_str(ports(&f), "");
	feed_removed(&f, 7, "meter0");
	feed_added(&f, 8, "meter0", CD_INPUT_METER);
	assert_str(ports(&f), "");
	assert_int_equal(feed_port(&f, 9, "unheard-of", NULL), 0);
	feed_done(&f);
}

static void events_are_counted(void **state)
{
	struct cd_event of_nobody = feed_make_sample(7, "meter9", 5 * V, 0),
			back = feed_make_sample(3, "meter0", 5 * V, 0);
	struct cd_router_stats stats;
	struct feed f;

	feed_start(&f, CD_GROUP_EACH);
	feed_added(&f, 5, "meter0", CD_INPUT_METER);
	assert_int_equal(feed_event(&f, &of_nobody), CD_ROUTER_UNKNOWN_INPUT);
	of_nobody.type = CD_EVENT_REMOVED;
	assert_int_equal(feed_event(&f, &of_nobody), CD_ROUTER_UNKNOWN_INPUT);
	assert_int_equal(feed_event(&f, &back), CD_ROUTER_LATE);
	assert_i64(cd_engine_reading(feed_find(&f, "meter0"), CD_READING_VBUS)->t_us, 7);
	cd_router_stats(f.router, &stats);
	assert_int_equal(stats.events, 4);
	assert_int_equal(stats.unknown_input, 2);
	assert_int_equal(stats.late, 1);
	assert_int_equal(stats.refused, 0);
	assert_string_equal(ports(&f), "meter0: meter0");
	assert_null(cd_router_find_input(f.router, "meter9"));
	feed_done(&f);
}

/* Time that runs backwards is taken at the present, whatever comes then. */
static void time_never_runs_backwards(void **state)
{
	struct feed f;
	struct cd_event late;

	feed_start(&f, CD_GROUP_EACH);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_hold(&f, 0, 36 * S, "meter0", 5 * V, 1 * A);
	feed_sample(&f, 36 * S, "meter0", 5 * V, 1 * A);
	for (int64_t t = 0; t < 30 * S; t += 100 * MS) {
		late = feed_make_sample(t, "meter0", 5 * V, 1 * A);
		assert_int_equal(feed_event(&f, &late), CD_ROUTER_LATE);
	}
	late = feed_make_sample(INT64_MIN, "meter0", 5 * V, 1 * A);
	assert_int_equal(feed_event(&f, &late), CD_ROUTER_LATE);
	assert_i64(feed_session(&f, "meter0").charge_uah, 10000);
	assert_i64(cd_engine_now(feed_find(&f, "meter0")), 36 * S);
	late = feed_make_added(0, "meter1", CD_INPUT_METER);
	assert_int_equal(feed_event(&f, &late), CD_ROUTER_LATE);
	assert_str(ports(&f), "meter0: meter0; meter1: meter1");

	/* Time that a timer has seen is present, too. */
	feed_advance(&f, 40 * S);
	late = feed_make_sample(39 * S, "meter0", 5 * V, 1 * A);
	assert_int_equal(feed_event(&f, &late), CD_ROUTER_LATE);
	feed_advance(&f, 10 * S);
	feed_done(&f);
}

static void a_port_has_sixteen_inputs(void **state)
{
	char name[CD_PORT_INPUTS_MAX + 1][16];
	const char *names[CD_PORT_INPUTS_MAX + 2] = { NULL };
	struct cd_router_stats stats;
	struct cd_event ev;
	struct feed f;

	feed_start(&f, CD_GROUP_ONE_METER);
	for (int k = 0; k <= CD_PORT_INPUTS_MAX; k++) {
		(void)snprintf(name[k], sizeof(name[k]), "input%02d", k);
		names[k] = name[k];
		ev = feed_make_added(k, name[k], CD_INPUT_USB_PORT);
		assert_int_equal(feed_event(&f, &ev), k < CD_PORT_INPUTS_MAX ? 0 : CD_ROUTER_FULL);
	}
	assert_int_equal(cd_router_n_inputs(f.router), CD_PORT_INPUTS_MAX + 1);
	assert_null(cd_engine_inputs(feed_find(&f, "bench"))[CD_PORT_INPUTS_MAX]);

	/* The one too many is known, belongs nowhere, and harms nobody. */
	ev = feed_make_sample(100, name[CD_PORT_INPUTS_MAX], 5 * V, 1 * A);
	assert_int_equal(feed_event(&f, &ev), 0);
	assert_int_equal(feed_port_of(&f, 101, "other", names), CD_ROUTER_FULL);
	assert_null(cd_engine_inputs(feed_find(&f, "other"))[CD_PORT_INPUTS_MAX]);
	assert_int_equal(cd_router_n_ports(f.router), 1);
	feed_removed(&f, 102, "input03");
	ev = feed_make_added(103, name[CD_PORT_INPUTS_MAX], CD_INPUT_USB_PORT);
	assert_int_equal(feed_event(&f, &ev), 0); /* there is room now */
	assert_str(cd_engine_inputs(feed_find(&f, "other"))[CD_PORT_INPUTS_MAX - 1], "input16");
	cd_router_stats(f.router, &stats);
	assert_int_equal(stats.refused, 2);
	feed_done(&f);
}

static void inputs_and_ports_have_bounds(void **state)
{
	struct cd_router_stats stats;
	struct feed f;
	struct cd_event ev;
	char name[32];

	feed_start(&f, CD_GROUP_EACH);
	for (unsigned k = 0; k < CD_ROUTER_INPUTS_MAX + 3; k++) {
		(void)snprintf(name, sizeof(name), "meter%u", k);
		ev = feed_make_added(k, name, CD_INPUT_METER);
		assert_int_equal(feed_event(&f, &ev), k < CD_ROUTER_PORTS_MAX ? 0 : CD_ROUTER_FULL);
	}
	assert_int_equal(cd_router_n_inputs(f.router), CD_ROUTER_INPUTS_MAX);
	assert_int_equal(cd_router_n_ports(f.router), CD_ROUTER_PORTS_MAX);
	cd_router_stats(f.router, &stats);
	assert_int_equal(stats.refused, CD_ROUTER_INPUTS_MAX + 3 - CD_ROUTER_PORTS_MAX);
	assert_int_equal(feed_port(&f, 5000, "one-more", "meter1"), CD_ROUTER_FULL);
	assert_str(cd_engine_inputs(feed_find(&f, "meter1"))[0], "meter1");

	/* A place that becomes free can be had. */
	feed_removed(&f, 6000, "meter7");
	feed_added(&f, 6001, "newcomer", CD_INPUT_METER);
	assert_str(cd_engine_name(cd_router_port(f.router, CD_ROUTER_PORTS_MAX - 1)), "newcomer");
	feed_done(&f);
}

static void changes_are_told_once(void **state)
{
	struct cd_change change;
	struct feed f;

	feed_start(&f, CD_GROUP_EACH);
	f.keep = true;
	feed_added(&f, 0, "meter0", CD_INPUT_METER);
	feed_added(&f, 0, "meter1", CD_INPUT_METER);
	assert_true(cd_router_next_change(f.router, &change));
	assert_str(cd_engine_name(change.engine), "meter0");
	assert_int_equal(change.what, CD_CHANGE_ADDED | CD_CHANGE_INPUTS | CD_CHANGE_READINGS);
	assert_true(cd_router_next_change(f.router, &change));
	assert_str(cd_engine_name(change.engine), "meter1");
	assert_false(cd_router_next_change(f.router, &change));

	feed_sample(&f, 1 * S, "meter1", 5 * V, 1 * A);
	assert_true(cd_router_next_change(f.router, &change));
	assert_str(cd_engine_name(change.engine), "meter1");
	assert_true(change.what & CD_CHANGE_SESSION_STARTED);
	assert_true(change.what & CD_CHANGE_READINGS);
	assert_false(change.what & CD_CHANGE_ADDED);
	assert_false(cd_router_next_change(f.router, &change));

	/* What nobody was told of need not be taken back. */
	feed_added(&f, 2 * S, "meter2", CD_INPUT_METER);
	feed_removed(&f, 2 * S, "meter2");
	feed_removed(&f, 2 * S, "meter0");
	assert_true(cd_router_next_change(f.router, &change));
	assert_str(cd_engine_name(change.engine), "meter0");
	assert_true(change.what & CD_CHANGE_REMOVED);
	assert_str(cd_engine_name(change.engine), "meter0"); /* valid until the next call */
	assert_false(cd_router_next_change(f.router, &change));
	assert_str(ports(&f), "meter1: meter1");
	feed_done(&f);
}

/* "Mains online" comes before the port that the mains came through. */
static void a_session_that_moves_on_leaves_nothing(void **state)
{
	for (int late = 0; late < 2; late++) {
		struct cd_session_info info;
		struct cd_change change;
		struct feed f;
		unsigned told = 0;

		feed_start(&f, CD_GROUP_EACH);
		feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
		f.keep = true;
		feed_attributes(&f, 1 * S, "AC", "type=Mains", "online=1");
		cd_engine_session(cd_router_port(f.router, 0), &info);
		assert_true(info.open);
		while (cd_router_next_change(f.router, &change))
			;
		assert_int_equal(feed_port(&f, late ? 5 * S : 1 * S + 15000, "port0", "AC"), 0);
		while (cd_router_next_change(f.router, &change))
			if (cd_streq(cd_engine_name(change.engine), "AC"))
				told |= change.what;
		assert_str(ports(&f), late ? "AC:; port0: AC" : "port0: AC");
		assert_int_equal(!!(told & CD_CHANGE_REMOVED), !late);
		assert_false(told & CD_CHANGE_SESSION_ENDED);
		feed_done(&f);
	}
}

static void the_end_of_a_session_is_told_with_its_port(void **state)
{
	struct cd_change change;
	struct feed f;

	feed_start(&f, CD_GROUP_EACH);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_hold(&f, 0, 20 * S, "meter0", 5 * V, 1 * A);
	feed_removed(&f, 20 * S, "meter0");
	assert_str(ports(&f), "meter0:"); /* its session is open still */
	assert_i64(cd_router_deadline(f.router) <= 80 * S, true);
	f.keep = true;
	feed_advance(&f, 79 * S);
	while (cd_router_next_change(f.router, &change))
		assert_false(change.what & (CD_CHANGE_REMOVED | CD_CHANGE_SESSION_ENDED));
	feed_advance(&f, 80 * S);
	assert_true(cd_router_next_change(f.router, &change));
	assert_true(change.what & CD_CHANGE_SESSION_ENDED);
	assert_true(change.what & CD_CHANGE_REMOVED);
	assert_non_null(cd_engine_ended(change.engine));
	assert_false(cd_router_next_change(f.router, &change));
	assert_str(ports(&f), "");
	assert_i64(cd_router_deadline(f.router), INT64_MAX);
	feed_done(&f);
}

/* The meter comes back after its port's session has ended, and nobody ran the timer in between: the old
 * port goes, a new one comes, as if the timer had been in time. */
static void what_comes_back_late_comes_to_a_new_port(void **state)
{
	for (int timely = 0; timely < 2; timely++) {
		struct cd_change change;
		struct feed f;
		unsigned told[4] = { 0 };
		size_t n = 0;

		feed_start(&f, CD_GROUP_EACH);
		feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
		feed_hold(&f, 0, 20 * S, "meter0", 5 * V, 1 * A);
		feed_removed(&f, 20 * S, "meter0");
		f.keep = true;
		if (timely)
			feed_advance(&f, 100 * S);
		while (timely && n < 4 && cd_router_next_change(f.router, &change))
			told[n++] = change.what;
		feed_added(&f, 200 * S, "meter0", CD_INPUT_METER);
		while (n < 4 && cd_router_next_change(f.router, &change))
			told[n++] = change.what;
		assert_int_equal(n, 2);
		assert_true(told[0] & CD_CHANGE_SESSION_ENDED);
		assert_true(told[0] & CD_CHANGE_REMOVED);
		assert_int_equal(told[1], CD_CHANGE_ADDED | CD_CHANGE_INPUTS | CD_CHANGE_READINGS);
		assert_str(ports(&f), "meter0: meter0");
		assert_int_equal(feed_session(&f, "meter0").number, 0);
		f.keep = false;
		feed_hold(&f, 201 * S, 210 * S, "meter0", 5 * V, 1 * A);
		assert_int_equal(feed_session(&f, "meter0").number, 1);
		feed_done(&f);
	}
}

static void a_port_event_after_the_end_makes_a_new_port(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_TOLD);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_added(&f, 0, "meter1", CD_INPUT_METER);
	assert_int_equal(feed_port(&f, 0, "bench", "meter0"), 0);
	feed_hold(&f, 0, 20 * S, "meter0", 5 * V, 1 * A);
	feed_removed(&f, 20 * S, "meter0");
	assert_int_equal(feed_port(&f, 200 * S, "bench", "meter1"), 0);
	assert_str(ports(&f), "bench: meter1");
	feed_hold(&f, 201 * S, 210 * S, "meter1", 5 * V, 1 * A);
	assert_int_equal(feed_session(&f, "bench").number, 1);
	feed_done(&f);
}

static void advancing_without_end_ends(void **state)
{
	struct feed f;

	feed_start(&f, CD_GROUP_EACH);
	feed_advance(&f, INT64_MAX);
	feed_done(&f);
	feed_start(&f, CD_GROUP_EACH);
	feed_meter(&f, 0, "meter0", CD_POSITION_SOURCE);
	feed_hold(&f, 0, 20 * S, "meter0", 5 * V, 1 * A);
	feed_advance(&f, INT64_MAX);
	assert_true(f.what & CD_CHANGE_SESSION_ENDED);
	assert_false(feed_session(&f, "meter0").open);
	feed_done(&f);
}

/* A recording that begins in the middle: what is known of the port, as events, makes the same port. */
static void the_state_of_a_port_can_be_written_down(void **state)
{
	struct cd_buffer b = { 0 }, again = { 0 };
	struct cd_recording_reader *reader = cd_recording_reader_new();
	struct feed f, g;
	struct cd_event ev;

	feed_start(&f, CD_GROUP_TOLD);
	ev = feed_make_added(0, "meter0", CD_INPUT_METER);
	ev.added.model = "FNIRSI FNB58";
	ev.added.serial = "21A0";
	ev.added.position = CD_POSITION_DEVICE;
	ev.added.settle_us = 120000;
	ev.added.sign_known = true;
	feed_good(&f, &ev);
	feed_added(&f, 0, "usb1-port2", CD_INPUT_USB_PORT);
	feed_added(&f, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "elsewhere", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port(&f, 0, "bench", "usb1-port2", "meter0", "BAT0"), 0);
	feed_attributes(&f, 1, "BAT0", "type=Battery", "status=Charging", "capacity=80");
	feed_note(&f, 2, "meter0", "cable=red 1 m", "battery=low");
	feed_note(&f, 3, "meter0", "cable=blue");

	assert_int_equal(cd_recording_write_header(&b, "2026-11-22T10:00:00Z"), 0);
	assert_int_equal(cd_router_write_port_state(f.router, feed_find(&f, "bench"), &b, 5 * S, 4 * S), 0);

	feed_start(&g, CD_GROUP_TOLD);
	cd_recording_reader_feed(reader, b.data, b.len);
	while (cd_recording_reader_next(reader, &ev) == CD_READ_EVENT) {
		assert_i64(ev.t_us, 1 * S);
		feed_good(&g, &ev);
	}
	assert_null(cd_recording_reader_error(reader));
	assert_str(ports(&g), "bench: BAT0 meter0 usb1-port2");
	assert_int_equal(cd_recording_write_header(&again, "2026-11-22T10:00:00Z"), 0);
	assert_int_equal(cd_router_write_port_state(g.router, feed_find(&g, "bench"), &again, 1 * S, 0), 0);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	assert_str(cd_engine_state(feed_find(&g, "bench"), CD_STATE_CABLE), "blue");
	assert_null(cd_router_find_input(g.router, "elsewhere"));
	cd_recording_reader_free(reader);
	cd_buffer_done(&b);
	cd_buffer_done(&again);
	feed_done(&f);
	feed_done(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_input_is_its_own_port),
		cmocka_unit_test(one_meter_takes_all),
		cmocka_unit_test(told_inputs_wait),
		cmocka_unit_test(a_port_may_name_inputs_still_to_come),
		cmocka_unit_test(events_are_counted),
		cmocka_unit_test(time_never_runs_backwards),
		cmocka_unit_test(a_port_has_sixteen_inputs),
		cmocka_unit_test(inputs_and_ports_have_bounds),
		cmocka_unit_test(changes_are_told_once),
		cmocka_unit_test(a_session_that_moves_on_leaves_nothing),
		cmocka_unit_test(the_end_of_a_session_is_told_with_its_port),
		cmocka_unit_test(what_comes_back_late_comes_to_a_new_port),
		cmocka_unit_test(a_port_event_after_the_end_makes_a_new_port),
		cmocka_unit_test(advancing_without_end_ends),
		cmocka_unit_test(the_state_of_a_port_can_be_written_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
