/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A recording played as live inputs: everything comes out, in order, and its clock never runs ahead of it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "player.h"

#define HEADER "{\"chargediag\":\"recording\",\"version\":1,\"started\":\"2026-11-22T10:00:00Z\"}\n"
#define ADDED(t) "{\"t\":" t ",\"input\":\"meter0\",\"event\":\"added\",\"kind\":\"meter\",\"model\":\"A\"}\n"
#define SAMPLE(t, v) "{\"t\":" t ",\"input\":\"meter0\",\"event\":\"sample\",\"vbus_uv\":" v "}\n"
#define TURNS_MAX 10000000

struct fixture {
	sd_event *event;
	struct cd_player *player;
	char path[64];
	unsigned events, samples, warnings;
	int64_t last_us, clock_us;
	int64_t sum;
	int error;
	char what[256];
};

static void check_clock(struct fixture *f)
{
	int64_t now_us;

	if (!f->player)
		return;
	now_us = cd_player_now(f->player);
	assert_true(now_us >= f->clock_us);
	f->clock_us = now_us;
}

static void on_event(void *userdata, const struct cd_event *ev)
{
	struct fixture *f = userdata;

	check_clock(f);
	/* the clock never passes an event that is not told */
	assert_true(ev->t_us >= f->clock_us || f->events == 0);
	assert_true(ev->t_us >= f->last_us);
	f->last_us = ev->t_us;
	f->events++;
	assert_string_equal(ev->input, "meter0");
	if (ev->type == CD_EVENT_SAMPLE) {
		f->samples++;
		f->sum += cd_sample_get(&ev->sample, CD_FIELD_VBUS);
	}
}

static void on_warning(void *userdata, int error, const char *what)
{
	struct fixture *f = userdata;

	f->warnings++;
	f->error = error;
	snprintf(f->what, sizeof(f->what), "%s", what);
}

static int open_file(struct fixture *f, const char *path, double speed)
{
	const struct cd_io_sink sink = { .event = on_event, .warning = on_warning, .userdata = f };

	if (!f->event)
		assert_true(sd_event_new(&f->event) >= 0);
	return cd_player_new(f->event, &sink, path, speed, &f->player);
}

static FILE *create(struct fixture *f)
{
	int fd;

	memset(f, 0, sizeof(*f));
	strcpy(f->path, "/tmp/chargediag-player-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	return fdopen(fd, "w");
}

static int open_text(struct fixture *f, const char *text, double speed)
{
	FILE *file = create(f);

	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return open_file(f, f->path, speed);
}

static void play_to_the_end(struct fixture *f)
{
	for (int i = 0; i < TURNS_MAX && !cd_player_finished(f->player); i++) {
		unsigned before = f->events;

		assert_true(sd_event_run(f->event, 100000) >= 0);
		assert_true(f->events - before <= CD_PLAYER_BURST);
		check_clock(f);
	}
	assert_true(cd_player_finished(f->player));
}

static void end(struct fixture *f)
{
	cd_player_free(f->player);
	sd_event_unref(f->event);
	(void)unlink(f->path);
}

static const char three[] = HEADER ADDED("1000") SAMPLE("50000", "5000000") SAMPLE("90000", "4000000");

static void test_at_once(void **state)
{
	struct fixture f;
	int64_t end_us;

	assert_int_equal(open_text(&f, three, 0), 0);
	assert_int_equal(cd_player_now(f.player), 1000);
	assert_false(cd_player_finished(f.player));
	assert_int_equal(f.events, 0); /* from the loop only */
	play_to_the_end(&f);
	assert_int_equal(f.events, 3);
	assert_int_equal(f.sum, 9000000);
	assert_int_equal(f.last_us, 90000);
	end_us = cd_player_now(f.player);
	assert_true(end_us >= 90000);
	/* and it goes on */
	for (int i = 0; i < TURNS_MAX && cd_player_now(f.player) == end_us; i++)
		usleep(1);
	assert_true(cd_player_now(f.player) > end_us);
	assert_int_equal(f.warnings, 0);
	end(&f);
}

static void test_in_time(void **state)
{
	static const double speeds[] = { 1, 2.5, 1000 };

	for (size_t i = 0; i < CD_ELEMENTSOF(speeds); i++) {
		struct fixture f;

		assert_int_equal(open_text(&f, three, speeds[i]), 0);
		assert_true(cd_player_speed(f.player) == speeds[i]);
		play_to_the_end(&f);
		assert_int_equal(f.events, 3);
		assert_true(cd_player_now(f.player) >= 90000);
		end(&f);
	}
}

/* Many at the same time, and the loop is late: still a bounded number each turn, and all of them. */
static void test_many(void **state)
{
	static const double speeds[] = { 0, 1e6 };

	for (size_t i = 0; i < CD_ELEMENTSOF(speeds); i++) {
		struct fixture f;
		FILE *file = create(&f);

		fputs(HEADER ADDED("0"), file);
		for (int k = 0; k < 20000; k++)
			fprintf(file, SAMPLE("%d", "%d"), 10 * (k / 1000), k);
		assert_int_equal(fclose(file), 0);
		assert_int_equal(open_file(&f, f.path, speeds[i]), 0);
		play_to_the_end(&f);
		assert_int_equal(f.samples, 20000);
		assert_int_equal(f.sum, INT64_C(20000) * 19999 / 2);
		end(&f);
	}
}

static int count_turn(sd_event_source *s, void *userdata)
{
	++*(unsigned *)userdata;
	return 0;
}

/* Playing without waiting does not keep others from their turn. */
static void test_lets_others_in(void **state)
{
	struct fixture f;
	unsigned turns = 0;
	sd_event_source *other;
	FILE *file = create(&f);

	fputs(HEADER ADDED("0"), file);
	for (int k = 0; k < 5000; k++)
		fprintf(file, SAMPLE("%d", "1"), k);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(open_file(&f, f.path, 0), 0);
	assert_true(sd_event_add_post(f.event, &other, count_turn, &turns) >= 0);
	play_to_the_end(&f);
	assert_true(turns >= 5000 / CD_PLAYER_BURST);
	sd_event_source_unref(other);
	end(&f);
}

static void test_error_in_the_middle(void **state)
{
	struct fixture f;

	assert_int_equal(open_text(&f, HEADER ADDED("0") "{ this is no JSON\n" SAMPLE("5", "1"), 0), 0);
	play_to_the_end(&f);
	assert_int_equal(f.events, 1);
	assert_int_equal(f.warnings, 1);
	assert_true(f.error > 0);
	assert_non_null(strstr(f.what, f.path));
	assert_non_null(strstr(f.what, ":3: "));
	end(&f);
}

static void test_nothing_to_play(void **state)
{
	struct fixture f;

	assert_int_equal(open_text(&f, HEADER, 0), 0);
	assert_true(cd_player_finished(f.player));
	check_clock(&f);
	assert_int_equal(f.warnings, 0);
	end(&f);

	assert_true(open_text(&f, HEADER "nonsense\n", 0) < 0);
	assert_null(f.player);
	assert_int_equal(f.warnings, 1);
	assert_non_null(strstr(f.what, ":2: "));
	end(&f);
}

static void test_refused(void **state)
{
	struct fixture f;

	memset(&f, 0, sizeof(f));
	assert_int_equal(open_file(&f, "/nowhere/at/all", 0), -ENOENT);
	assert_int_equal(open_file(&f, "/", 0), -EISDIR);
	end(&f);
	for (size_t i = 0; i < 4; i++) {
		const double bad[] = { -1, 0.5, 1.0 / 0.0, 0.0 / 0.0 };

		assert_int_equal(open_text(&f, three, bad[i]), -EINVAL);
		end(&f);
	}
	assert_null(cd_player_free(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_at_once),
		cmocka_unit_test(test_in_time),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_lets_others_in),
		cmocka_unit_test(test_error_in_the_middle),
		cmocka_unit_test(test_nothing_to_play),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
