/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Estimates against what then happened: simulated charges of phones, speakers and earbuds, asked from half full on, by a
 * battery's driver and by an inline meter. And when there is none.
 */

#include <math.h>

#include "feed.h"

#include "sim-people.h"
#include "time-to-full.h"

#define M "meter0"
#define B "BAT0"
#define SEEDS 8
#define ASKED_MAX 20000

static struct feed f;

static int done(void **state)
{
	feed_done(&f);
	return 0;
}

/* -- Simulated charges ---------------------------------------------------------------------------------------- */

static void phone(struct sim_rig *rig, struct sim_random *r)
{
	sim_use_phone(rig, r);
	rig->device.battery.r0 = sim_uniform(r, 0.04, 0.10);
}

static void slow_phone(struct sim_rig *rig, struct sim_random *r)
{
	phone(rig, r);
	rig->device.input_limit_a = sim_uniform(r, 0.9, 1.1);
}

static void (*const devices[])(struct sim_rig *, struct sim_random *) = {
	phone,
	slow_phone,
	sim_use_speaker,
	sim_use_earbuds,
};

enum how { BY_DRIVER, BY_ENERGY, BY_DECLINE, _HOW_MAX };
static const char *const hows[] = { "driver", "energy", "decline" };

struct answer {
	double t, low, high; /* s */
};

struct asked {
	struct answer answer[ASKED_MAX];
	size_t n, silent;
	double error[ASKED_MAX * 8]; /* of the middle, as a part of the truth */
	size_t n_error, inside, of;
	double width; /* sum of (high - low) / truth */
};

static void say_battery(int64_t t_us, const struct sim_battery *b, double amps, double end_soc, bool charge)
{
	/* What a gauge learned is what was in it at the end of a charge. */
	double full = b->capacity_ah * b->cells * (charge ? 1 : 3.75) * end_soc;
	double volts = sim_battery_volts(b, amps);
	char now[40], whole[40], rate[40], uv[40], percent[40];

	(void)snprintf(now, sizeof(now), "%s=%.0f", charge ? "charge_now" : "energy_now",
		full / end_soc * b->soc * 1e6);
	(void)snprintf(whole, sizeof(whole), "%s=%.0f", charge ? "charge_full" : "energy_full", full * 1e6);
	(void)snprintf(rate, sizeof(rate), "%s=%.0f", charge ? "current_now" : "power_now",
		amps * (charge ? 1 : volts) * 1e6);
	(void)snprintf(uv, sizeof(uv), "voltage_now=%.0f", volts * 1e6);
	(void)snprintf(percent, sizeof(percent), "capacity=%d", (int)(b->soc * 100));
	feed_attributes(
		&f, t_us, B, "type=Battery", "present=1", "status=Charging", now, whole, rate, uv, percent);
}

/* The port "bench" with a meter, or the machine's own battery. */
static void begin(const struct sim_rig *rig, enum how how, struct cd_profile *profile)
{
	struct cd_event ev = { .t_us = 0, .type = CD_EVENT_NOTE, .input = M, .note = CD_NOTE_NOTHING };
	const struct sim_battery *b = &rig->device.battery;

	feed_done(&f);
	feed_start(&f, CD_GROUP_TOLD);
	if (how == BY_DRIVER) {
		feed_added(&f, 0, B, CD_INPUT_POWER_SUPPLY);
		feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
		(void)feed_port(&f, 0, "bench", "AC", B);
		feed_attributes(&f, 0, "AC", "type=Mains", "online=1");
		return;
	}
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	(void)feed_port(&f, 0, "bench", M);
	feed_hold(&f, 0, 4 * S, M, 5 * V, 0);
	if (how != BY_ENERGY)
		return;
	*profile = *rig->profile;
	profile->energy_uwh = llround(b->capacity_ah * b->cells * 3.75 / 0.87 * 1e6);
	ev.t_us = 4 * S;
	ev.note.profile = profile->name;
	ev.note.inline_profile = profile;
	ev.note.battery = CD_BATTERY_EMPTY;
	feed_good(&f, &ev);
}

static void ask(struct asked *a, double t)
{
	struct cd_to_full e = feed_session(&f, "bench").to_full;

	if (!cd_known(e.low_s)) {
		a->silent++;
		return;
	}
	assert_null(e.reason);
	assert_true(e.low_s >= 0 && e.high_s > e.low_s - 1 && e.high_s <= CD_TO_FULL_MAX_S + 1800);
	if (a->n < ASKED_MAX)
		a->answer[a->n++] = (struct answer){ t, (double)e.low_s, (double)e.high_s };
}

static void settle(struct asked *a, double end)
{
	for (size_t k = 0; k < a->n; k++) {
		double left = end - a->answer[k].t, middle = (a->answer[k].low + a->answer[k].high) / 2;

		if (left < 120)
			continue; /* a minute is as exact as it gets */
		a->of++;
		a->inside += a->answer[k].low <= left && left <= a->answer[k].high;
		a->width += (a->answer[k].high - a->answer[k].low) / left;
		a->error[a->n_error++] = fabs(middle - left) / left;
	}
	a->n = 0;
}

static double end_soc(const struct sim_device *d)
{
	return 1 - d->charge_a * d->end_part * d->battery.r0; /* 4.2 V at 1, 1 V over the whole */
}

/* One charge, a step a second; asked every minute once the battery is half full. */
static void charge(struct sim_rig *rig, struct sim_random *r, enum how how, bool in_charge, struct asked *a)
{
	struct sim_device *d = &rig->device;
	struct cd_profile profile = { 0 };
	double t = 4, ohms = rig->source.rs + rig->cable.r_loop;

	begin(rig, how, &profile);
	sim_device_start(d, 0, r);
	d->volts = 5;
	for (int step = 0; step < 12 * 3600 && d->stage != SIM_DONE; step++, t += 1) {
		double amps, volts, into = d->battery.soc;

		sim_device_step(d, step, 1, r);
		amps = sim_device_ask(d);
		volts = rig->source.v0 - ohms * amps;
		sim_device_take(d, step, 1, volts, amps);
		into = (d->battery.soc - into) * 3600 * d->battery.capacity_ah;
		if (how != BY_DRIVER)
			feed_sample(&f, llround(t * 1e6), M, llround((volts + 0.002 * sim_gauss(r)) * 1e6),
				llround((amps + 0.003 * sim_gauss(r)) * 1e6));
		else if (step % 30 == 5)
			say_battery(llround(t * 1e6), &d->battery, into * (1 + 0.02 * sim_gauss(r)),
				end_soc(d), in_charge);
		if (step % 60 == 59 && d->battery.soc >= 0.5)
			ask(a, t);
	}
	assert_int_equal(d->stage, SIM_DONE);
	settle(a, t);
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return a < b ? -1 : a > b;
}

/* Of the remaining time from half full on: inside the range four times of five, the middle off by less than 15 % in the
 * median. A decline alone does not tell where the charger ends it, C/10 or C/20: that is a factor of two near the end. */
static const double error_max[] = { [BY_DRIVER] = 0.15, [BY_ENERGY] = 0.15, [BY_DECLINE] = 0.30 };
static const double width_max[] = { [BY_DRIVER] = 1, [BY_ENERGY] = 1.7, [BY_DECLINE] = 2 };

static void the_truth_is_in_the_range(void **state)
{
	static struct asked all[_HOW_MAX];

	for (size_t k = 0; k < CD_ELEMENTSOF(devices) * SEEDS; k++)
		for (enum how how = 0; how < _HOW_MAX; how++) {
			struct sim_random r = sim_random_make(k / CD_ELEMENTSOF(devices), k);
			struct sim_rig rig;

			sim_rig_default(&rig, &r);
			devices[k % CD_ELEMENTSOF(devices)](&rig, &r);
			rig.device.battery.soc =
				how == BY_ENERGY ? sim_uniform(&r, 0.0, 0.03) : sim_uniform(&r, 0.1, 0.45);
			charge(&rig, &r, how, k % 2, &all[how]);
		}
	for (enum how how = 0; how < _HOW_MAX; how++) {
		struct asked *a = &all[how];

		qsort(a->error, a->n_error, sizeof(a->error[0]), by_size);
		print_message("%-8s asked %zu, silent %zu: inside %.1f %%, middle off by %.1f %% (median) "
			      "%.1f %% (p90), "
			      "range %.2f of the truth\n",
			hows[how], a->of, a->silent, 100.0 * (double)a->inside / (double)a->of,
			100 * a->error[a->n_error / 2], 100 * a->error[a->n_error * 9 / 10],
			a->width / (double)a->of);
	}
	for (enum how how = 0; how < _HOW_MAX; how++) {
		const struct asked *a = &all[how];

		assert_true(a->of > 500);
		assert_true(a->inside * 5 >= a->of * 4);
		assert_true(a->error[a->n_error / 2] < error_max[how]);
		assert_true(a->width < width_max[how] * (double)a->of);
	}
}

/* -- Single cases ---------------------------------------------------------------------------------------------- */

static void hours_of_a_filling(void **state)
{
	static const struct {
		struct cd_filling f;
		double knee, end, hours;
	} rows[] = {
		{ { 50, 100, 50, 50, 1 }, 1, 0.1, 1 },                  /* no taper */
		{ { 100, 100, 50, 50, 1 }, 0.8, 0.1, 0 },               /* there */
		{ { 50, 100, 50, 50, 0.8 }, 0.8, 0.1, 0.6 },            /* the limit before the knee */
		{ { 80, 100, 50, 50, 1 }, 0.8, 0.1, 20 * M_LN10 / 45 }, /* from 50 to 5 over 20 */
		{ { 50, 100, 50, 50, 1 }, 0.8, 0.1, 0.6 + 20 * M_LN10 / 45 },
		{ { 90, 100, 25, 50, 1 }, 0.8, 0.1, 10 * 1.6094379 / 20 },
		{ { 99, 100, 5, 50, 1 }, 0.8, 0.1, 0.2 }, /* at the end current already */
		{ { 50, 100, 0, 50, 1 }, 0.8, 0.1, INFINITY },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		double h = cd_filling_hours(&rows[k].f, rows[k].knee, rows[k].end);

		if (h != rows[k].hours && !(fabs(h - rows[k].hours) < 1e-6))
			fail_msg("row %zu: %.6f h", k, h);
	}
}

/* More to fill, a smaller rate, an earlier knee, a smaller end current: never sooner full. */
static void a_filling_is_monotone(void **state)
{
	struct sim_random r = sim_random_make(1, 1);

	for (int k = 0; k < 20000; k++) {
		struct cd_filling x = {
			.full = 100, .now = sim_uniform(&r, 0, 99.9), .goal = sim_uniform(&r, 0.5, 1)
		};
		struct cd_filling less, slower;
		double knee = sim_uniform(&r, 0.6, 0.97), end = sim_uniform(&r, 0.05, 0.1), h;

		x.top = sim_log_uniform(&r, 1, 100);
		x.rate = x.top * sim_uniform(&r, 0.05, 1);
		h = cd_filling_hours(&x, knee, end);
		less = slower = x;
		less.now *= 0.99;
		slower.rate *= 0.99;
		assert_true(isfinite(h) && h >= 0);
		assert_true(cd_filling_hours(&less, knee, end) >= h);
		assert_true(cd_filling_hours(&slower, knee, end) >= h);
		assert_true(cd_filling_hours(&x, knee - 0.05, end) >= h - 1e-9);
		assert_true(cd_filling_hours(&x, knee, end / 2) >= h - 1e-9);
	}
}

static void ranges_are_rounded_outwards(void **state)
{
	static const struct {
		int64_t low, high, to_low, to_high;
	} rows[] = { { 0, 0, 0, 60 }, { 61, 119, 60, 120 }, { 600, 1199, 600, 1200 },
		{ 700, 1300, 600, 1320 }, { 4201, 5999, 4200, 6000 }, { 4201, 6001, 4200, 6300 },
		{ 7000, 7300, 6600, 7800 }, { 20000, 21700, 19800, 23400 }, { 60, 86400, 0, 86400 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_to_full t = { .low_s = rows[k].low, .high_s = rows[k].high };

		cd_to_full_round(&t);
		assert_i64(t.low_s, rows[k].to_low);
		assert_i64(t.high_s, rows[k].to_high);
	}
}

#define CHARGING "type=Battery", "present=1", "status=Charging", "voltage_now=11900000"
#define STORE "energy_now=30000000", "energy_full=50000000"

static void plug_in(void)
{
	feed_done(&f);
	feed_start(&f, CD_GROUP_TOLD);
	feed_added(&f, 0, B, CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
	(void)feed_port(&f, 0, "bench", "AC", B);
	feed_attributes(&f, 0, "AC", "type=Mains", "online=1");
	feed_settled(&f);
}

static struct cd_to_full to_full(void)
{
	feed_settled(&f);
	return feed_session(&f, "bench").to_full;
}

static void no_number_where_none_can_be_known(void **state)
{
	static const struct {
		const char *words[12], *reason;
	} rows[] = {
		{ { CHARGING, STORE, "power_now=20000000" }, NULL },
		{ { CHARGING, STORE, "current_now=1700000" }, NULL },
		{ { CHARGING, "charge_now=2000000", "charge_full=4000000", "current_now=1700000" }, NULL },
		{ { CHARGING, "capacity=60", "energy_full_design=50000000", "power_now=20000000" }, NULL },
		{ { "type=Battery", "status=Unknown", STORE, "power_now=20000000" },
			"the driver does not say if the battery charges" },
		{ { "type=Battery", "status=Full", STORE, "power_now=0" }, "it is full" },
		{ { "type=Battery", "status=Not charging", "capacity=99", STORE }, "it is full" },
		{ { "type=Battery", "status=Not charging", "capacity=80", STORE }, "charging is held" },
		{ { "type=Battery", "status=Discharging", STORE, "power_now=20000000" },
			"the battery does not gain" },
		{ { CHARGING, STORE, "power_now=0" }, "the battery does not gain" },
		{ { CHARGING, "capacity=60", "power_now=20000000" },
			"the driver does not say how much the battery holds" },
		{ { CHARGING, "charge_now=2000000", "charge_full=4000000" },
			"the driver does not say how fast the battery fills" },
		{ { CHARGING, STORE, "power_now=500000" }, "more than a day at this rate" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_to_full e;

		plug_in();
		assert_str(to_full().reason, "rates settle in the first minute");
		feed_attributes_of(&f, 30 * S, B, rows[k].words);
		assert_str(to_full().reason, "rates settle in the first minute");
		feed_attributes_of(&f, 61 * S, B, rows[k].words);
		e = to_full();
		if (!cd_streq(e.reason, rows[k].reason))
			fail_msg("row %zu: %s", k, e.reason ? e.reason : "a number");
		assert_true(cd_known(e.low_s) == !e.reason && cd_known(e.high_s) == !e.reason);
		/* 20 Wh at 20 W, 2 Ah at 1.7 A: an hour and a taper. */
		if (!e.reason && (e.low_s < 2700 || e.high_s > 9000 || e.low_s >= e.high_s))
			fail_msg("row %zu: %d - %d s", k, (int)e.low_s, (int)e.high_s);
	}
}

static void a_limit_is_where_it_ends(void **state)
{
	struct cd_to_full e;

	plug_in();
	feed_attributes(
		&f, 61 * S, B, CHARGING, STORE, "power_now=20000000", "charge_control_end_threshold=80");
	e = to_full();
	assert_i64(e.percent, 80);
	assert_true(e.low_s >= 1500 && e.high_s <= 2400); /* 10 Wh at 20 W: 30 min */
}

/* The state of the verdict is not asked for between two events. */
static void an_old_report_says_nothing(void **state)
{
	plug_in();
	feed_attributes(&f, 61 * S, B, CHARGING, STORE, "power_now=20000000");
	assert_null(to_full().reason);
	feed_attributes(&f, 1000 * S, "AC", "type=Mains", "online=1", "a=b");
	assert_str(to_full().reason, "the battery has not reported for a while");
	feed_attributes(&f, 1010 * S, "AC", "type=Mains", "online=0");
	feed_advance(&f, 1100 * S);
	assert_false(feed_session(&f, "bench").open);
	assert_str(to_full().reason, "nothing is plugged in");
}

static void two_batteries_are_one_store(void **state)
{
	struct cd_to_full e;

	plug_in();
	feed_added(&f, 1 * S, "BAT1", CD_INPUT_POWER_SUPPLY);
	(void)feed_port(&f, 1 * S, "bench", "AC", B, "BAT1");
	feed_attributes(
		&f, 61 * S, "BAT1", CHARGING, "energy_now=10000000", "energy_full=30000000", "power_now=0");
	feed_attributes(&f, 61 * S, B, CHARGING, STORE, "power_now=20000000");
	e = to_full();
	assert_true(e.low_s > 5400 && e.high_s < 15000); /* 40 Wh at 20 W */
	feed_attributes(&f, 62 * S, "BAT1", "type=Battery", "status=Not charging", "energy_now=10000000",
		"energy_full=30000000");
	assert_str(to_full().reason, "another battery waits for its turn");
	feed_attributes(&f, 63 * S, "BAT1", "type=Battery", "status=Full", "energy_now=30000000",
		"energy_full=30000000");
	assert_null(to_full().reason);
}

static void a_meter_alone_waits_for_the_taper(void **state)
{
	const char *before = "before the current falls, only a profile with its energy would tell";

	feed_done(&f);
	feed_start(&f, CD_GROUP_ONE_METER);
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 905 * S, M, 5 * V, 1 * A);
	assert_str(feed_session(&f, "bench").to_full.reason, before);
	for (int k = 0; k < 600; k++) /* tau 20 min */
		feed_hold(&f, (905 + k) * S, (906 + k) * S, M, 5 * V, llround(1e6 * exp(-k / 1200.0)));
	assert_null(feed_session(&f, "bench").to_full.reason);
	/* From 0.61 A to 0.1 A: 36 min; to 0.05 A: 50 min, less what a cell's steeper end takes off. */
	assert_true(feed_session(&f, "bench").to_full.low_s >= 900);
	assert_true(feed_session(&f, "bench").to_full.high_s < 3600);
	feed_hold(&f, 1505 * S, 2100 * S, M, 5 * V, 5 * MA); /* pulled, or stopped */
	assert_false(cd_known(feed_session(&f, "bench").to_full.low_s));
}

/* What was said of a session holds for no other, and counts from when it was said. */
static void a_word_holds_for_its_session(void **state)
{
	static struct cd_profile profile = { .name = (char *)"box",
		.rated_uv = CD_UNKNOWN,
		.rated_ua = CD_UNKNOWN,
		.energy_uwh = 20000000,
		.charge_time_min_s = CD_UNKNOWN,
		.charge_time_max_s = CD_UNKNOWN,
		.regulation_uv = CD_UNKNOWN };
	struct cd_event ev = { .t_us = 0, .type = CD_EVENT_NOTE, .input = M, .note = CD_NOTE_NOTHING };
	struct cd_to_full early, late;

	feed_done(&f);
	feed_start(&f, CD_GROUP_ONE_METER);
	feed_meter(&f, 0, M, CD_POSITION_SOURCE);
	ev.note.profile = profile.name;
	ev.note.inline_profile = &profile;
	feed_good(&f, &ev);
	feed_hold(&f, 0, 5 * S, M, 5 * V, 0);
	feed_hold(&f, 5 * S, 600 * S, M, 5 * V, 1 * A);
	assert_str(feed_session(&f, "bench").to_full.reason,
		"nobody said how empty it was: chargectl note PORT battery=low");
	feed_note(&f, 600 * S, M, "battery=empty");
	feed_hold(&f, 600 * S, 620 * S, M, 5 * V, 1 * A);
	early = feed_session(&f, "bench").to_full;
	assert_true(early.low_s > 9000 && early.high_s < 21600); /* 20 Wh at 5 W, not 19 */
	feed_hold(&f, 620 * S, 1820 * S, M, 5 * V, 1 * A);
	late = feed_session(&f, "bench").to_full;
	assert_true(late.low_s < early.low_s && late.high_s < early.high_s);
	feed_hold(&f, 1820 * S, 1900 * S, M, 0, 0);
	assert_false(feed_session(&f, "bench").open);
	feed_hold(&f, 4000 * S, 4005 * S, M, 5 * V, 0);
	feed_hold(&f, 4005 * S, 4200 * S, M, 5 * V, 1 * A);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_str(feed_session(&f, "bench").to_full.reason,
		"nobody said how empty it was: chargectl note PORT battery=low");
}

/* What is told changes by the rounded text, not with every sample. */
static void little_is_told(void **state)
{
	unsigned told = 0;

	plug_in();
	for (int k = 0; k < 120; k++) {
		char now[40];

		(void)snprintf(now, sizeof(now), "energy_now=%d", 30000000 + k * 166667 / 2);
		f.what = 0;
		feed_attributes(&f, (61 + k * 15) * S, B, CHARGING, now, "energy_full=50000000",
			"power_now=20000000");
		told += (f.what & CD_CHANGE_TO_FULL) != 0;
	}
	assert_true(told >= 5 && told <= 15); /* in half an hour, two numbers by 5 minutes each */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(hours_of_a_filling, done),
		cmocka_unit_test_teardown(a_filling_is_monotone, done),
		cmocka_unit_test_teardown(ranges_are_rounded_outwards, done),
		cmocka_unit_test_teardown(no_number_where_none_can_be_known, done),
		cmocka_unit_test_teardown(a_limit_is_where_it_ends, done),
		cmocka_unit_test_teardown(an_old_report_says_nothing, done),
		cmocka_unit_test_teardown(two_batteries_are_one_store, done),
		cmocka_unit_test_teardown(a_meter_alone_waits_for_the_taper, done),
		cmocka_unit_test_teardown(a_word_holds_for_its_session, done),
		cmocka_unit_test_teardown(little_is_told, done),
		cmocka_unit_test_teardown(the_truth_is_in_the_range, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
