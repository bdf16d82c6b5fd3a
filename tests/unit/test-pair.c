/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Two ends of lines with known ohms, by meters with known faults: what is read off them, and what is refused.
 */

#include <math.h>

#include "test.h"

#include "pair.h"

#define S CD_US_PER_S
#define FLOW_UA 10000

/* What a meter makes of the truth. */
struct meter {
	double offset_v, step_v, offset_a, gain_a;
	int64_t rate_us, settle_us;
};

struct bench {
	struct cd_pair pair;
	double v0, adapter, cable; /* volts, ohms */
	struct meter meter[_CD_PAIR_MAX];
	int64_t t_us;
};

static const struct meter good = { .step_v = 1e-5, .gain_a = 1, .rate_us = 100000, .settle_us = CD_UNKNOWN };

static void start(struct bench *b, double adapter, double cable)
{
	*b = (struct bench){ .v0 = 5.1, .adapter = adapter, .cable = cable, .meter = { good, good } };
	cd_pair_reset(&b->pair);
}

static void read_meter(struct bench *b, enum cd_pair_end end, double v, double i, int64_t t_us)
{
	const struct meter *m = &b->meter[end];
	double shown = v + m->offset_v;

	if (m->step_v > 0)
		shown = round(shown / m->step_v) * m->step_v;
	cd_pair_sample(&b->pair, end, m->settle_us, t_us, llround(shown * 1e6),
		llround((i * m->gain_a + m->offset_a) * 1e6), FLOW_UA);
}

/* A current that stands still but for 3 mA to and fro, so that no two samples are alike. */
static void load(struct bench *b, double amps, double seconds)
{
	int64_t end = b->t_us + llround(seconds * 1e6);

	for (; b->t_us < end; b->t_us += 1000)
		for (int k = 0; k < _CD_PAIR_MAX; k++) {
			double i = amps + (amps > 0 ? 0.003 * sin((double)b->t_us / 7e5) : 0);
			double v = b->v0 - (b->adapter + (k == CD_PAIR_DEVICE ? b->cable : 0)) * i;

			if (b->t_us % b->meter[k].rate_us == 0)
				read_meter(b, (enum cd_pair_end)k, v, i, b->t_us);
		}
}

static void stairs_of(struct bench *b, double seconds)
{
	static const double amps[] = { 0, 0.2, 0.5, 0.8, 1.2 };

	for (size_t k = 0; k < CD_ELEMENTSOF(amps); k++)
		load(b, amps[k], seconds);
}

static void stairs(struct bench *b)
{
	stairs_of(b, 5);
}

static struct cd_pair_result result_of(const struct bench *b)
{
	struct cd_pair_result r;

	cd_pair_read(&b->pair, &r);
	return r;
}

static void assert_value(const struct cd_pair_value *v, double value, double most_error)
{
	if (!v->known)
		fail_msg("not known: %s", v->reason);
	if (fabs(v->value - value) > 3 * v->error + 1e-4 || v->error > most_error || v->error <= 0)
		fail_msg(
			"%.4f ± %.4f, wanted %.4f and at most ± %.4f", v->value, v->error, value, most_error);
}

static void assert_why(const struct cd_pair_value *v, const char *text)
{
	if (v->known || !strstr(v->reason, text))
		fail_msg("%d %.3f “%s”, wanted “%s”", v->known, v->value, v->reason, text);
}

static void ohms_of_both_are_told_apart(void **state)
{
	static const struct {
		double adapter, cable, share;
	} rows[] = {
		{ 0.05, 0.80, 0.94 }, { 0.40, 0.10, 0.20 }, { 0.20, 0.20, 0.50 },
		{ -0.09, 0.30, 1.00 }, /* a source that compensates its cable */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_pair_result r;
		struct bench b;

		start(&b, rows[k].adapter, rows[k].cable);
		stairs(&b);
		r = result_of(&b);
		assert_value(&r.cable, rows[k].cable, 0.02);
		assert_value(&r.adapter, rows[k].adapter, 0.02);
		assert_value(&r.sag, rows[k].adapter * 1.2, 0.02);
		assert_true(r.share.known && fabs(r.share.value - rows[k].share) < 0.02);
		assert_true(r.r2 > 0.99 && r.span_a > 1.1 && r.windows >= 30);
		assert_true(fabs(r.offset_v) < 0.005);
	}
}

/* The offset is in the intercept, and the slope does not see it. */
static void meters_may_differ(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.30);
	b.meter[CD_PAIR_DEVICE].offset_v = 0.06;
	b.meter[CD_PAIR_SOURCE].offset_a = 0.025; /* the other lives on the line */
	stairs(&b);
	r = result_of(&b);
	assert_value(&r.cable, 0.30, 0.02);
	assert_true(fabs(r.offset_v + 0.06) < 0.01);
}

/* 10 mV and two samples a second against 10 in a second; a charger that is asked every three seconds. */
static void coarse_and_slow_meters_know_less(void **state)
{
	static const struct meter slow[] = {
		{ .step_v = 0.01, .gain_a = 1, .rate_us = 500000, .settle_us = 500000 },
		{ .step_v = 0.1, .gain_a = 1, .rate_us = 3000000, .settle_us = CD_UNKNOWN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(slow); k++) {
		struct cd_pair_result fine, r;
		struct bench b;

		start(&b, 0.05, 0.50);
		stairs_of(&b, 30);
		fine = result_of(&b);
		start(&b, 0.05, 0.50);
		b.meter[CD_PAIR_DEVICE] = slow[k];
		stairs_of(&b, 30);
		r = result_of(&b);
		assert_value(&r.cable, 0.50, 0.09);
		assert_true(r.cable.error > fine.cable.error);
	}
}

/* A meter that never moves may be as coarse as they come: no scatter is no proof of anything. */
static void a_reading_that_never_moves_is_coarse(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0, 0.01);
	b.meter[CD_PAIR_DEVICE].step_v = 0.1;
	b.v0 = 5.03;
	stairs(&b);
	r = result_of(&b);
	assert_true(r.cable.known && r.cable.error > 0.03);
}

static void a_steady_current_gives_the_weaker_form(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.60);
	b.meter[CD_PAIR_DEVICE].offset_v = 0.02; /* nobody can know that */
	load(&b, 1.0, 30);
	r = result_of(&b);
	assert_value(&r.cable, 0.60, 0.03);
	assert_true(isnan(r.r2) && isnan(r.offset_v));
	assert_why(&r.adapter, "current span 0.00 A is under 0.15 A");
	assert_why(&r.sag, "no volts without load");
	start(&b, 0.05, 0.60);
	load(&b, 0.06, 30);
	r = result_of(&b);
	assert_why(&r.cable, "0.06 A are too little");
}

static void what_is_no_pair_is_refused(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.3); /* on another line */
	b.meter[CD_PAIR_DEVICE].gain_a = 0.7;
	stairs(&b);
	r = result_of(&b);
	assert_why(&r.cable, "the two meters see different currents (");
	assert_why(&r.share, "the two meters see different currents (");

	start(&b, 0.05, -0.3);
	stairs(&b);
	r = result_of(&b);
	assert_why(&r.cable, "places are swapped");
	assert_why(&r.share, "places are swapped");

	start(&b, 0.05, 0.3);
	b.meter[CD_PAIR_DEVICE].offset_v = 0.6;
	stairs(&b);
	r = result_of(&b);
	assert_why(&r.cable, "without current the two meters differ by 0.60 V");

	start(&b, 0.05, 0.3);
	load(&b, 1, 1.2);
	r = result_of(&b);
	assert_why(&r.cable, "settled windows of both meters are under 4");
	assert_false(cd_pair_exists(&(struct cd_pair){ .side = { { .last_uv = CD_UNKNOWN } } }));
}

/* Neither the moment of a step nor what a meter smooths of it is in any window. */
static void steps_are_left_out(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.50);
	b.meter[CD_PAIR_DEVICE].settle_us = 500000;
	for (int n = 0; n < 20; n++) {
		load(&b, 0.3, 4.7);
		load(&b, 1.1, 4.9);
	}
	r = result_of(&b);
	assert_value(&r.cable, 0.50, 0.01);
	assert_true(r.r2 > 0.99);
	assert_why(&r.adapter, "only two levels of current");
}

/* A contact that wanders is no resistor: a mean, and an error as wide as it wanders; where nobody saw that both are on one line,
 * nothing. */
static void a_contact_that_wanders_has_a_wide_error(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.1);
	load(&b, 0, 3);
	for (int n = 0; n < 12; n++) {
		b.cable = n % 2 ? 0.1 : 1.2;
		load(&b, 0.6 + 0.1 * (n % 3), 5);
	}
	r = result_of(&b);
	assert_true(r.cable.known);
	assert_true(r.cable.value > 0.5 && r.cable.value < 0.8);
	assert_true(r.cable.error > 0.3);
	start(&b, 0.05, 0.1);
	for (int n = 0; n < 12; n++) {
		b.cable = n % 2 ? 0.1 : 1.2;
		load(&b, 0.6 + 0.1 * (n % 3), 5);
	}
	r = result_of(&b);
	assert_why(&r.cable, "do not follow the amperes");
}

/* It warms up, and the device takes less and less: volts without load lead to no line of its points. */
static void a_contact_that_warms_up_is_measured(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.3);
	load(&b, 0, 3);
	for (int n = 0; n <= 10; n++) {
		double amps = 1.0 - 0.06 * n;

		b.cable = 0.45 / amps;
		load(&b, amps, 10);
	}
	r = result_of(&b);
	assert_true(r.cable.known && fabs(r.cable.value - 0.69) < 0.05);
	assert_true(r.cable.error > 0.1 && r.cable.error < 0.3);
	assert_true(r.share.known && fabs(r.share.value - 0.9) < 0.05);
}

/* A source that holds its current: what is lost is lost before the first meter, at one current. */
/* Nobody saw both without load: currents that fall together are one. */
static void a_contact_that_warms_up_on_one_line(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.2);
	for (int k = 0; k < 20; k++) {
		b.cable = 0.2 + 0.05 * k;
		load(&b, 0.55 / (b.cable + b.adapter), 5);
	}
	r = result_of(&b);
	assert_value(&r.cable, 0.675, 0.4);
	assert_true(r.cable.value > 0.5);
}

/* The device's own charger is silent until it has something to measure. */
static void the_adapters_meter_alone_saw_no_load(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.8);
	for (; b.t_us < 6 * S; b.t_us += 100000)
		read_meter(&b, CD_PAIR_SOURCE, b.v0, 0, b.t_us);
	load(&b, 0.6, 60);
	r = result_of(&b);
	assert_value(&r.cable, 0.8, 0.1);
	assert_value(&r.sag, 0.03, 0.01);
	assert_value(&r.share, 0.94, 0.1);
}

static void a_current_limit_is_the_adapters(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.12);
	load(&b, 0, 3);
	load(&b, 0.4, 5);
	load(&b, 0.8, 5);
	b.v0 = 4.5; /* of a sudden, at the limit */
	load(&b, 0.9, 20);
	r = result_of(&b);
	assert_value(&r.cable, 0.12, 0.02);
	assert_true(r.share.known && r.share.value < 0.25);
	assert_true(r.sag.known && r.sag.value > 0.5);
}

/* What follows the last load changes nothing until there is a load again; then it is the meters' offset. */
static void idle_time_at_the_end_changes_nothing(void **state)
{
	struct cd_pair_result a, b;
	struct bench bench;

	start(&bench, 0.05, 0.4);
	stairs(&bench);
	a = result_of(&bench);
	load(&bench, 0, 600);
	b = result_of(&bench);
	assert_memory_equal(&a.cable, &b.cable, sizeof(a.cable));
	assert_memory_equal(&a.sag, &b.sag, sizeof(a.sag));
	assert_int_equal(a.windows, b.windows);
	load(&bench, 1.2, 5);
	b = result_of(&bench);
	assert_true(b.windows > a.windows && b.windows < a.windows + 40);
}

/* A new session forgets the old one's cable and keeps the meters' offset. */
static void a_session_begins_with_what_was_seen_without_load(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.9);
	stairs(&b);
	load(&b, 0, 3600);
	b.v0 = 0; /* another adapter, of other volts */
	load(&b, 0, 5);
	b.v0 = 4.9;
	load(&b, 0, 3);
	cd_pair_begin(&b.pair);
	r = result_of(&b);
	assert_why(&r.cable, "no current held still");
	b.cable = 0.2;
	load(&b, 1, 10);
	r = result_of(&b);
	assert_value(&r.cable, 0.2, 0.02);
	assert_value(&r.sag, 0.05, 0.01);
	assert_true(r.windows < 70);
}

static void times_may_be_shifted(void **state)
{
	struct cd_pair_result a, b;
	struct bench x, y;

	start(&x, 0.1, 0.3);
	start(&y, 0.1, 0.3);
	y.t_us = 1000 * S - 1000 * S % 1000;
	for (int k = 0; k < 3; k++) {
		load(&x, 0.4 * k, 5);
		load(&y, 0.4 * k, 5);
	}
	a = result_of(&x);
	b = result_of(&y);
	assert_int_equal(a.windows, b.windows);
}

static void missing_time_is_in_no_window(void **state)
{
	struct cd_pair_result r;
	struct bench b;

	start(&b, 0.05, 0.5);
	load(&b, 0, 3);
	for (int k = 0; k < 10; k++) {
		load(&b, 0.5 + 0.05 * k, 3.3);
		cd_pair_gap(&b.pair);
		b.t_us += 100 * S;
	}
	r = result_of(&b);
	assert_value(&r.cable, 0.5, 0.02);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ohms_of_both_are_told_apart),
		cmocka_unit_test(meters_may_differ),
		cmocka_unit_test(coarse_and_slow_meters_know_less),
		cmocka_unit_test(a_reading_that_never_moves_is_coarse),
		cmocka_unit_test(a_steady_current_gives_the_weaker_form),
		cmocka_unit_test(what_is_no_pair_is_refused),
		cmocka_unit_test(steps_are_left_out),
		cmocka_unit_test(a_contact_that_wanders_has_a_wide_error),
		cmocka_unit_test(a_contact_that_warms_up_is_measured),
		cmocka_unit_test(a_contact_that_warms_up_on_one_line),
		cmocka_unit_test(the_adapters_meter_alone_saw_no_load),
		cmocka_unit_test(a_current_limit_is_the_adapters),
		cmocka_unit_test(idle_time_at_the_end_changes_nothing),
		cmocka_unit_test(a_session_begins_with_what_was_seen_without_load),
		cmocka_unit_test(times_may_be_shifted),
		cmocka_unit_test(missing_time_is_in_no_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
