/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Waveforms and the interruptions in them. A waveform is a list of levels; each is sampled every 10 ms.
 */

#include "test.h"

#include "dropouts.h"

#define MS (CD_US_PER_S / 1000)
#define LEVELS_MAX 12
#define GAP (-1) /* millivolts: time is missing here */

struct level {
	int ms, mv, ma;
};

struct rig {
	struct cd_sketch sketch;
	struct cd_dropouts drops;
	int64_t t_us;
};

static void rig_reset(struct rig *r)
{
	cd_sketch_reset(&r->sketch, CD_UNKNOWN, 10000);
	cd_dropouts_reset(&r->drops);
	r->t_us = 0;
}

static void rig_sample(struct rig *r, int64_t v_uv, int64_t i_ua)
{
	if (cd_sketch_sample(&r->sketch, r->t_us, v_uv, i_ua))
		cd_dropouts_window(&r->drops, &r->sketch.last);
	cd_dropouts_sample(&r->drops, r->t_us, v_uv, i_ua);
	r->t_us += 10 * MS;
}

static void rig_level(struct rig *r, const struct level *l)
{
	if (l->mv == GAP) {
		cd_sketch_gap(&r->sketch);
		cd_dropouts_gap(&r->drops);
		r->t_us += l->ms * MS;
		return;
	}
	for (int ms = 0; ms < l->ms; ms += 10)
		rig_sample(r, l->mv * INT64_C(1000), l->ma * INT64_C(1000));
}

static const struct {
	const char *what;
	struct level level[LEVELS_MAX];
	unsigned collapses, interruptions;
} waves[] = {
	{ "nothing happens", { { 5000, 5000, 1000 } }, 0, 0 },
	{ "hiccup: V and I go and come back", { { 3000, 5000, 2000 }, { 200, 0, 0 }, { 3000, 5000, 2000 } },
		1, 0 },
	{ "three of them",
		{ { 2000, 5000, 2000 }, { 200, 0, 0 }, { 2000, 5000, 2000 }, { 300, 0, 0 },
			{ 2000, 5000, 2000 }, { 200, 0, 0 }, { 1000, 5000, 2000 } },
		3, 0 },
	{ "a slow meter shows 3.3 V of it", { { 3000, 5100, 2000 }, { 200, 3300, 0 }, { 2000, 5100, 2000 } },
		1, 0 },
	{ "not as low as 78 %", { { 3000, 5100, 2000 }, { 200, 4000, 2000 }, { 2000, 5100, 2000 } }, 0, 0 },
	{ "just under 78 %", { { 3000, 5100, 2000 }, { 200, 3970, 2000 }, { 2000, 5100, 2000 } }, 1, 0 },
	{ "back from 9 to 5 V: a protocol",
		{ { 3000, 9000, 2000 }, { 2000, 5000, 1000 }, { 2000, 9000, 2000 } }, 0, 0 },
	{ "from 9 V below any 5 V", { { 3000, 9000, 2000 }, { 200, 4200, 0 }, { 2000, 9000, 2000 } }, 1, 0 },
	{ "recovered to 85 % is back", { { 3000, 5000, 2000 }, { 200, 0, 0 }, { 2000, 4300, 2000 } }, 1, 0 },
	{ "84 % is not", { { 3000, 5000, 2000 }, { 200, 0, 0 }, { 2000, 4200, 2000 } }, 0, 0 },
	{ "back after 3 s", { { 3000, 5000, 2000 }, { 3000, 0, 0 }, { 2000, 5000, 2000 } }, 1, 0 },
	{ "back after more: somebody unplugged",
		{ { 3000, 5000, 2000 }, { 3010, 0, 0 }, { 2000, 5000, 2000 } }, 0, 0 },
	{ "the device begins anew after it, in its own time",
		{ { 3000, 5000, 2000 }, { 200, 0, 0 }, { 600, 5000, 2000 }, { 7000, 5000, 9 }, { 2000, 5000, 2000 } }, 1, 0 },
	{ "and what stood since can be interrupted",
		{ { 3000, 5000, 2000 }, { 200, 0, 0 }, { 2000, 5000, 2000 }, { 700, 5000, 9 }, { 2000, 5000, 2000 } }, 1, 1 },
	{ "a source that sags and stays there",
		{ { 3000, 5000, 500 }, { 9000, 3600, 2000 }, { 2000, 5000, 500 } }, 0, 0 },
	{ "and hiccups from there",
		{ { 3000, 5000, 500 }, { 9000, 3600, 2000 }, { 200, 0, 0 }, { 2000, 3600, 2000 } }, 1, 0 },
	{ "open contact behind the meter", { { 3000, 5000, 1000 }, { 300, 5000, 0 }, { 2000, 5000, 1000 } },
		0, 1 },
	{ "a tenth is gone enough", { { 3000, 5000, 1000 }, { 300, 5000, 99 }, { 2000, 5000, 1000 } }, 0, 1 },
	{ "more than a tenth is not", { { 3000, 5000, 1000 }, { 300, 5000, 110 }, { 2000, 5000, 1000 } }, 0,
		0 },
	{ "half of it is back", { { 3000, 5000, 1000 }, { 300, 5000, 0 }, { 2000, 5000, 500 } }, 0, 1 },
	{ "back after 3 s, the current", { { 3000, 5000, 1000 }, { 3000, 5000, 0 }, { 2000, 5000, 1000 } }, 0,
		1 },
	{ "a contact that stays open for a while, and the device detects its source anew",
		{ { 3000, 5000, 1000 }, { 8000, 5000, 0 }, { 4000, 5000, 25 }, { 2000, 5000, 1000 } }, 0, 1 },
	{ "a second break before the ramp is half way up",
		{ { 3000, 5000, 2000 }, { 5000, 5000, 0 }, { 1200, 5000, 300 }, { 1200, 5000, 350 }, { 4000, 5000, 0 },
			{ 1200, 5000, 300 }, { 2000, 5000, 2000 } },
		0, 2 },
	{ "probes are no charge",
		{ { 3000, 5000, 2000 }, { 2000, 5000, 0 }, { 900, 5000, 300 }, { 2000, 5000, 0 }, { 2000, 5000, 2000 } },
		0, 1 },
	{ "a pause", { { 3000, 5000, 1000 }, { 20100, 5000, 0 }, { 2000, 5000, 1000 } }, 0, 0 },
	{ "tries into a short: the current comes, and hardly a volt",
		{ { 3000, 5000, 10 }, { 100, 1200, 4900 }, { 800, 20, 0 }, { 60, 1200, 4900 }, { 800, 20, 0 },
			{ 60, 1200, 4900 }, { 800, 20, 0 }, { 60, 1200, 4900 }, { 800, 20, 0 } },
		3, 0 },
	{ "too little current to be interrupted",
		{ { 3000, 5000, 99 }, { 300, 5000, 0 }, { 2000, 5000, 99 } }, 0, 0 },
	{ "the current goes first, the voltage follows: one collapse",
		{ { 3000, 5000, 1000 }, { 50, 5000, 0 }, { 200, 0, 0 }, { 2000, 5000, 1000 } }, 1, 0 },
	{ "a current that never stood cannot be interrupted",
		{ { 600, 5000, 300 }, { 600, 5000, 1000 }, { 600, 5000, 400 }, { 200, 5000, 0 },
			{ 600, 5000, 900 } },
		0, 0 },
	{ "time is missing in it",
		{ { 3000, 5000, 2000 }, { 100, 0, 0 }, { 100, GAP, 0 }, { 3000, 5000, 2000 } }, 0, 0 },
	{ "time is missing before it: no reference",
		{ { 3000, 5000, 2000 }, { 100, GAP, 0 }, { 100, 0, 0 }, { 3000, 5000, 2000 } }, 0, 0 },
	{ "nothing was there before", { { 3000, 0, 0 }, { 3000, 5000, 1000 } }, 0, 0 },
	{ "the end", { { 3000, 5000, 1000 }, { 9000, 0, 0 } }, 0, 0 },
};

static void waves_tell_what_happened(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(waves); k++) {
		struct rig r;

		rig_reset(&r);
		for (size_t j = 0; j < LEVELS_MAX && waves[k].level[j].ms; j++)
			rig_level(&r, &waves[k].level[j]);
		if (r.drops.collapses.n != waves[k].collapses ||
			r.drops.interruptions.n != waves[k].interruptions)
			fail_msg("%s: %u collapses, %u interruptions", waves[k].what,
				(unsigned)r.drops.collapses.n, (unsigned)r.drops.interruptions.n);
	}
}

/* What a fast meter shows of a device that rests is its own draw; of a slow one, its smoothing. */
static void a_device_that_rests_is_not_cut_off(void **state)
{
	static const struct {
		int64_t settle_us;
		int floor_ma;
		unsigned interruptions;
	} rows[] = { { 0, 60, 0 }, { 0, 25, 1 }, { 120 * MS, 60, 1 }, { 100 * MS, 95, 0 }, { CD_UNKNOWN, 95, 1 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, rows[k].settle_us, 5000000, CD_UNKNOWN);
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		rig_level(&r, &(struct level){ 300, 5000, rows[k].floor_ma });
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		assert_int_equal(r.drops.interruptions.n, rows[k].interruptions);
	}
}

/* It rests at this and that, and a contact leaves the same each time: what the meter reads at nothing. */
static void breaks_read_what_is_read_at_nothing(void **state)
{
	static const struct {
		const char *what;
		int64_t no_load_ua;
		int floor_ma[3];
		unsigned breaks;
	} rows[] = {
		{ "a contact", CD_UNKNOWN, { 2, 2, 2 }, 3 },
		{ "of a meter whose zero is 9 mA", CD_UNKNOWN, { 9, 9, 9 }, 3 },
		{ "and wanders", CD_UNKNOWN, { 9, 13, 11 }, 3 },
		{ "a device's own", CD_UNKNOWN, { 7, 15, 24 }, 1 },
		{ "told by the last", CD_UNKNOWN, { 24, 24, 15 }, 1 },
		{ "above the meter's zero", 0, { 7, 7, 7 }, 0 },
		{ "that wanders", 3000, { 7, 7, 7 }, 3 },
		{ "and is no -0.5 A", -500000, { 7, 7, 7 }, 3 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_drop_ring buf;
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, 0, 5000000, rows[k].no_load_ua);
		for (size_t i = 0; i < 3; i++) {
			rig_level(&r, &(struct level){ 3000, 5000, 1000 });
			rig_level(&r, &(struct level){ 300, 5000, rows[k].floor_ma[i] });
		}
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		assert_int_equal(r.drops.interruptions.n, 3);
		if (cd_dropouts_breaks(&r.drops, &buf)->n != rows[k].breaks)
			fail_msg("%s: %u", rows[k].what, (unsigned)cd_dropouts_breaks(&r.drops, &buf)->n);
	}
}

/* A device that lives from little for three seconds before, and what it is cut off to afterwards. */
static void what_a_device_leaves_by_itself_is_no_break(void **state)
{
	static const struct {
		const char *what;
		int rest_ms, low_ma, high_ma, step_ma, floor_ma;
		unsigned breaks;
	} rows[] = {
		{ "it rests at 10 to 30 mA", 3500, 10, 30, 10, 10, 0 },
		{ "it reads less than at rest", 3500, 10, 30, 10, 0, 1 },
		{ "not for long", 2500, 10, 30, 10, 10, 1 },
		{ "that is a last digit", 3500, 10, 20, 10, 10, 1 },
		{ "the coarse meter reads 0 then", 3500, 0, 30, 10, 0, 0 },
		{ "a fine meter: nobody lives from nothing", 3500, 1, 30, 1, 1, 1 },
		{ "but from 2 mA", 3500, 2, 30, 1, 2, 0 },
		{ "that is a charge, not a rest", 3500, 80, 100, 10, 10, 1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_drop_ring buf;
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, 0, 5000000, CD_UNKNOWN);
		for (int ms = 0; ms < rows[k].rest_ms; ms += 500) {
			rig_level(&r, &(struct level){ 250, 5000, rows[k].low_ma });
			rig_level(&r, &(struct level){ 250, 5000, rows[k].high_ma });
		}
		rig_level(&r, &(struct level){ 2000, 5000, 500 });
		rig_level(&r, &(struct level){ 2000, 5000, 500 + rows[k].step_ma });
		rig_level(&r, &(struct level){ 300, 5000, rows[k].floor_ma });
		rig_level(&r, &(struct level){ 3000, 5000, 500 });
		assert_int_equal(r.drops.interruptions.n, 1);
		if (cd_dropouts_breaks(&r.drops, &buf)->n != rows[k].breaks)
			fail_msg("%s", rows[k].what);
	}
}

/* A phone in use goes down to its least now and then; through an open contact nothing flows, steadily. Where it is known what the
 * meter reads at nothing, that tells it. */
static void a_break_stays_at_its_floor(void **state)
{
	static const struct {
		int64_t no_load_ua;
		int at_floor_ms, above_ms, times;
		unsigned interruptions;
	} rows[] = {
		{ CD_UNKNOWN, 1000, 0, 1, 1 },
		{ CD_UNKNOWN, 400, 600, 1, 1 },
		{ CD_UNKNOWN, 200, 800, 1, 0 },
		{ 20000, 200, 800, 1, 1 },
		{ 20000, 160, 160, 3, 1 },
		{ 20000, 120, 120, 4, 0 }, /* back at it three times */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, 100 * MS, 5000000, rows[k].no_load_ua);
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		for (int i = 0; i < rows[k].times; i++) { /* a second: ten times what the meter smooths over */
			rig_level(&r, &(struct level){ rows[k].at_floor_ms, 5000, 20 });
			rig_level(&r, &(struct level){ rows[k].above_ms, 5000, 50 });
		}
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		assert_int_equal(r.drops.interruptions.n, rows[k].interruptions);
	}
}

/* Three pauses of a second: a contact's begin at nothing, a device's at this and that. Of the second row's long one it is known
 * what the device draws asleep. */
static void a_device_that_comes_to_rest_breaks_nothing(void **state)
{
	static const struct {
		struct level first[8], then[4];
		unsigned interruptions;
	} rows[] = {
		{ { { 1000, 5000, 7 } }, { { 1000, 5000, 7 } }, 3 },
		{ { { 300, 5000, 7 }, { 300, 5000, 40 }, { 300, 5000, 7 }, { 300, 5000, 40 }, { 300, 5000, 7 }, { 300, 5000, 40 },
			  { 300, 5000, 7 } },
			{ { 1000, 5000, 7 } }, 0 },
		{ { { 600, 5000, 30 }, { 400, 5000, 7 } }, { { 600, 5000, 30 }, { 400, 5000, 7 } }, 0 },
		{ { { 200, 5000, 30 }, { 800, 5000, 7 } }, { { 200, 5000, 30 }, { 800, 5000, 7 } }, 3 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, 100 * MS, 5000000, 5000);
		for (int i = 0; i < 3; i++) {
			rig_level(&r, &(struct level){ 3000, 5000, 1000 });
			for (size_t j = 0; j < (i == 0 ? 8 : 4); j++)
				rig_level(&r, i == 0 ? &rows[k].first[j] : &rows[k].then[j]);
		}
		rig_level(&r, &(struct level){ 3000, 5000, 1000 });
		if (r.drops.interruptions.n != rows[k].interruptions)
			fail_msg("row %zu: %u", k, (unsigned)r.drops.interruptions.n);
	}
}

/* A meter of fine steps has a small zero error, a coarse one may read 20 mA at nothing. */
static void a_fine_meter_knows_nothing_when_it_sees_it(void **state)
{
	static const struct {
		int step_ma, floor_ma;
		unsigned interruptions;
	} rows[] = { { 1, 18, 0 }, { 1, 9, 1 }, { 2, 18, 0 }, { 3, 18, 1 }, { 10, 20, 1 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct rig r;

		rig_reset(&r);
		cd_dropouts_open(&r.drops, 0, 5000000, CD_UNKNOWN);
		rig_level(&r, &(struct level){ 2000, 5000, 500 });
		rig_level(&r, &(struct level){ 2000, 5000, 500 + rows[k].step_ma });
		rig_level(&r, &(struct level){ 300, 5000, rows[k].floor_ma });
		rig_level(&r, &(struct level){ 3000, 5000, 500 });
		if (r.drops.interruptions.n != rows[k].interruptions)
			fail_msg("row %zu", k);
	}
}

/* An amplifier's current is the same in every half second, and anything in each of them. */
static void music_is_no_contact(void **state)
{
	static const struct level bar[] = { { 200, 5000, 900 }, { 200, 5000, 500 }, { 100, 5000, 100 } };
	struct rig r;

	rig_reset(&r);
	for (int k = 0; k < 40; k++) {
		for (size_t j = 0; j < CD_ELEMENTSOF(bar); j++)
			rig_level(&r, &bar[j]);
		if (k % 8 == 7)
			rig_level(&r, &(struct level){ 100, 5000, 55 });
	}
	assert_int_equal(r.drops.interruptions.n, 0);
}

static void a_drop_is_described(void **state)
{
	static const struct level level[] = { { 3000, 5000, 1000 }, { 500, 5000, 2300 }, { 100, 1500, 100 },
		{ 150, 700, 0 }, { 50, 2000, 0 }, { 3000, 5000, 1000 } };
	const struct cd_drop *d;
	struct rig r;

	rig_reset(&r);
	for (size_t j = 0; j < CD_ELEMENTSOF(level); j++)
		rig_level(&r, &level[j]);
	assert_int_equal(r.drops.collapses.n, 1);
	d = cd_drop_ring_at(&r.drops.collapses, 0);
	assert_i64(d->t_us, 3500 * MS);
	assert_i64(d->duration_us, 300 * MS);
	assert_i64(d->floor_uv, 700000);
	assert_i64(d->i_before_ua, 2300000);
}

/* The highest current counts for a second. */
static void an_old_peak_is_forgotten(void **state)
{
	static const struct level level[] = { { 3000, 5000, 1000 }, { 100, 5000, 2300 }, { 1500, 5000, 1000 },
		{ 100, 0, 0 }, { 2000, 5000, 1000 } };
	struct rig r;

	rig_reset(&r);
	for (size_t j = 0; j < CD_ELEMENTSOF(level); j++)
		rig_level(&r, &level[j]);
	assert_int_equal(r.drops.collapses.n, 1);
	assert_i64(cd_drop_ring_at(&r.drops.collapses, 0)->i_before_ua, 1000000);
}

static void the_ring_keeps_the_newest(void **state)
{
	static const struct level on = { 1000, 5000, 2000 }, off = { 200, 0, 0 };
	struct rig r;

	rig_reset(&r);
	rig_level(&r, &on);
	for (unsigned k = 1; k <= 3 * CD_DROPS_MAX + 7; k++) {
		const struct cd_drop_ring *ring = &r.drops.collapses;
		size_t len = k < CD_DROPS_MAX ? k : CD_DROPS_MAX;

		rig_level(&r, &off);
		rig_level(&r, &on);
		assert_int_equal(ring->n, k);
		assert_int_equal(cd_drop_ring_len(ring), len);
		assert_i64(cd_drop_ring_at(ring, len - 1)->t_us, (int64_t)(k * 1200 - 200) * MS);
		assert_i64(cd_drop_ring_at(ring, 0)->t_us, (int64_t)((k - len + 1) * 1200 - 200) * MS);
	}
}

/* At the device's end both look alike; a meter at the adapter's tells them apart. */
static void the_other_end_tells_whose_it_is(void **state)
{
	static const struct {
		int source_mv; /* in the drop; 0: its volts are gone, too */
		unsigned collapses, interruptions;
	} rows[] = { { 5000, 0, 1 }, { 4600, 0, 1 }, { 4300, 1, 0 }, { 0, 1, 0 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct rig r;

		rig_reset(&r);
		cd_dropouts_source(&r.drops, 5000 * 1000);
		rig_level(&r, &(struct level){ 3000, 4900, 1000 });
		rig_level(&r, &(struct level){ 100, 0, 0 });
		cd_dropouts_source(&r.drops, rows[k].source_mv * INT64_C(1000));
		rig_level(&r, &(struct level){ 100, 0, 0 });
		cd_dropouts_source(&r.drops, 5000 * 1000);
		rig_level(&r, &(struct level){ 2000, 4900, 1000 });
		assert_i64(r.drops.collapses.n, rows[k].collapses);
		assert_i64(r.drops.interruptions.n, rows[k].interruptions);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waves_tell_what_happened),
		cmocka_unit_test(a_device_that_rests_is_not_cut_off),
		cmocka_unit_test(breaks_read_what_is_read_at_nothing),
		cmocka_unit_test(what_a_device_leaves_by_itself_is_no_break),
		cmocka_unit_test(a_break_stays_at_its_floor),
		cmocka_unit_test(a_device_that_comes_to_rest_breaks_nothing),
		cmocka_unit_test(a_fine_meter_knows_nothing_when_it_sees_it),
		cmocka_unit_test(music_is_no_contact),
		cmocka_unit_test(a_drop_is_described),
		cmocka_unit_test(the_other_end_tells_whose_it_is),
		cmocka_unit_test(an_old_peak_is_forgotten),
		cmocka_unit_test(the_ring_keeps_the_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
