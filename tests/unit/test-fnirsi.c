/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The FNIRSI decoder against reports made from the published layout; no recording of its USB side is public. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "meter.h"
#include "../support/fnirsi-frames.h"

#define MS INT64_C(1000)

static const struct fnirsi_values usual = {
	.vbus_10uv = 510230,
	.ibus_10ua = 49820,
	.dp_mv = 600,
	.dm_mv = 601,
	.sign = 1,
	.temp_dc = 312,
};

struct meter {
	const struct cd_meter_driver *driver;
	const struct cd_meter_match *match;
	uint64_t state[64];
	int64_t now_us;
	struct cd_meter_sample samples[CD_METER_SAMPLES_MAX];
	size_t n;
};

static void meter_open(struct meter *m, uint16_t vid, uint16_t pid)
{
	memset(m, 0, sizeof(*m));
	m->driver = cd_meter_find(vid, pid, &m->match);
	assert_non_null(m->driver);
	assert_true(m->driver->size <= sizeof(m->state));
	m->now_us = 5000 * MS;
	m->driver->open(m->state, m->match->variant, m->now_us);
}

static enum cd_feed_result meter_feed(struct meter *m, const uint8_t *report, size_t len)
{
	m->n = SIZE_MAX;
	return m->driver->feed(m->state, report, len, m->now_us, m->samples, &m->n);
}

static enum cd_feed_result meter_feed_values(struct meter *m, const struct fnirsi_values *v)
{
	struct fnirsi_values four[4] = { *v, *v, *v, *v };
	uint8_t report[FNIRSI_LEN];

	fnirsi_report(report, four);
	return meter_feed(m, report, sizeof(report));
}

static const struct cd_meter_stats *meter_stats(const struct meter *m)
{
	return m->driver->stats(m->state);
}

static void test_table(void **state)
{
	static const struct {
		uint16_t vid, pid;
		const char *slug;
	} rows[] = {
		{ 0x0483, 0x003a, "fnb48" },
		{ 0x0483, 0x003b, "fnbc1" },
		{ 0x2e3c, 0x0049, "fnb48s" },
		{ 0x2e3c, 0x5558, "fnb58" },
		{ 0x0483, 0x0038, NULL }, /* boot loader */
		{ 0x2e3c, 0x003a, NULL },
		{ 0, 0, NULL },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		const struct cd_meter_match *m = NULL;
		const struct cd_meter_driver *d = cd_meter_find(rows[i].vid, rows[i].pid, &m);

		if (!rows[i].slug) {
			assert_null(d);
			assert_null(m);
			continue;
		}
		assert_non_null(d);
		assert_string_equal(m->slug, rows[i].slug);
		assert_ptr_equal(cd_meter_find(rows[i].vid, rows[i].pid, NULL), d);
	}
}

/* Every row of every driver, also of those to come. */
static void test_rows_are_complete(void **state)
{
	for (const struct cd_meter_driver *const *d = cd_meter_drivers; *d; d++) {
		assert_non_null((*d)->name);
		assert_true((*d)->size > 0);
		assert_true((*d)->stall_us > 0);
		assert_true((*d)->drain_us >= 0);
		for (const struct cd_meter_match *m = (*d)->matches; m->vid; m++) {
			const struct cd_meter_match *found;

			assert_non_null(m->model);
			assert_non_null(m->slug);
			assert_true(m->settle_us > 0);
			assert_ptr_equal(cd_meter_find(m->vid, m->pid, &found), *d);
			assert_ptr_equal(found, m); /* no row hides another */
		}
	}
}

static void test_values(void **state)
{
	static const struct {
		struct fnirsi_values in;
		int64_t vbus_uv, ibus_ua, dp_uv, dm_uv, temp_mc;
	} rows[] = {
		{ { 510230, 49820, 600, 601, 1, 312 }, 5102300, 498200, 600000, 601000, 31200 },
		{ { 0, 0, 0, 0, 1, 0 }, 0, 0, 0, 0, 0 },
		{ { 1, 1, 1, 1, 1, 1 }, 10, 10, 1000, 1000, 100 },
		{ { 4800000, 500000, 3300, 2700, 1, 850 }, 48000000, 5000000, 3300000, 2700000, 85000 },
		{ { 500000, (uint32_t)-49820, 0, 0, 1, 250 }, 5000000, -498200, 0, 0, 25000 },
		/* a sign nobody has seen: the temperature stays unknown, the rest does not */
		{ { 500000, 100, 0, 0, 0, 50 }, 5000000, 1000, 0, 0, CD_UNKNOWN },
		{ { 500000, 100, 0, 0, 255, 50 }, 5000000, 1000, 0, 0, CD_UNKNOWN },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		struct meter m;

		meter_open(&m, 0x2e3c, 0x5558);
		m.now_us += 100 * MS;
		assert_int_equal(meter_feed_values(&m, &rows[i].in), CD_FEED_SAMPLES);
		assert_int_equal(m.n, 4);
		for (int k = 0; k < 4; k++) {
			const struct cd_sample *s = &m.samples[k].sample;

			assert_int_equal(cd_sample_get(s, CD_FIELD_VBUS), rows[i].vbus_uv);
			assert_int_equal(cd_sample_get(s, CD_FIELD_IBUS), rows[i].ibus_ua);
			assert_int_equal(cd_sample_get(s, CD_FIELD_DP), rows[i].dp_uv);
			assert_int_equal(cd_sample_get(s, CD_FIELD_DM), rows[i].dm_uv);
			assert_int_equal(cd_sample_get(s, CD_FIELD_TEMP), rows[i].temp_mc);
			assert_false(cd_sample_has(s, CD_FIELD_CC1));
			assert_false(cd_sample_has(s, CD_FIELD_ENERGY));
			assert_int_equal(m.samples[k].t_us, m.now_us - (3 - k) * 10 * MS);
		}
		assert_int_equal(meter_stats(&m)->reports, 1);
		assert_int_equal(meter_stats(&m)->implausible, 0);
	}
}

static void test_order_inside_a_report(void **state)
{
	struct fnirsi_values v[4] = { usual, usual, usual, usual };
	uint8_t report[FNIRSI_LEN];
	struct meter m;

	for (unsigned i = 0; i < 4; i++)
		v[i].ibus_10ua = 1000 * (i + 1);
	fnirsi_report(report, v);
	meter_open(&m, 0x2e3c, 0x5558);
	assert_int_equal(meter_feed(&m, report, sizeof(report)), CD_FEED_SAMPLES);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(cd_sample_get(&m.samples[i].sample, CD_FIELD_IBUS), 10000 * (i + 1));
}

static void test_implausible(void **state)
{
	struct fnirsi_values v[4] = { usual, usual, usual, usual };
	uint8_t report[FNIRSI_LEN];
	struct meter m;

	v[0].vbus_10uv = 18800000; /* the start-up packet misread: 188 V, 170 A */
	v[1].ibus_10ua = 17000000;
	v[2].vbus_10uv = UINT32_MAX;
	v[3].temp_dc = UINT16_MAX;
	fnirsi_report(report, v);
	meter_open(&m, 0x2e3c, 0x5558);
	m.now_us += 100 * MS;
	assert_int_equal(meter_feed(&m, report, sizeof(report)), CD_FEED_SAMPLES);
	assert_int_equal(meter_stats(&m)->reports, 1);
	assert_int_equal(meter_stats(&m)->implausible, 4);
	/* the last is odd only in its temperature, and keeps its own time */
	assert_int_equal(m.n, 1);
	assert_int_equal(m.samples[0].t_us, m.now_us);
	assert_false(cd_sample_has(&m.samples[0].sample, CD_FIELD_TEMP));
	assert_int_equal(cd_sample_get(&m.samples[0].sample, CD_FIELD_VBUS), 5102300);
}

static void test_refused(void **state)
{
	struct fnirsi_values four[4] = { usual, usual, usual, usual };
	uint8_t good[FNIRSI_LEN], bad[FNIRSI_LEN + 1];
	struct meter m;

	fnirsi_report(good, four);
	meter_open(&m, 0x2e3c, 0x5558);
	for (size_t len = 0; len < FNIRSI_LEN; len++)
		assert_int_equal(meter_feed(&m, good, len), CD_FEED_INVALID);
	memcpy(bad, good, sizeof(good));
	bad[FNIRSI_LEN] = 0;
	assert_int_equal(meter_feed(&m, bad, sizeof(bad)), CD_FEED_INVALID);
	assert_int_equal(meter_stats(&m)->malformed, FNIRSI_LEN + 1);

	for (unsigned type = 0; type < 256; type++) {
		memcpy(bad, good, sizeof(good));
		bad[1] = (uint8_t)type;
		fnirsi_seal(bad);
		if (type == 0x04)
			continue;
		if (type == 0x03) { /* about itself */
			assert_int_equal(meter_feed(&m, bad, FNIRSI_LEN), CD_FEED_SAMPLES);
			assert_int_equal(m.n, 0);
			continue;
		}
		assert_int_equal(meter_feed(&m, bad, FNIRSI_LEN), CD_FEED_INVALID);
	}
	assert_int_equal(meter_stats(&m)->unknown_type, 254);

	for (unsigned crc = 0; crc < 256; crc++) {
		memcpy(bad, good, sizeof(good));
		bad[63] = (uint8_t)crc;
		assert_int_equal(
			meter_feed(&m, bad, FNIRSI_LEN), crc == good[63] ? CD_FEED_SAMPLES : CD_FEED_INVALID);
	}
	assert_int_equal(meter_stats(&m)->bad_checksum, 255);
	assert_int_equal(meter_stats(&m)->reports, 1);
}

static void check_samples(const struct meter *m)
{
	for (size_t i = 0; i < m->n; i++)
		for (int field = 0; field < _CD_FIELD_MAX; field++)
			if (cd_sample_has(&m->samples[i].sample, (enum cd_field)field))
				assert_true(cd_field_plausible(
					(enum cd_field)field, m->samples[i].sample.value[field]));
}

/* A CRC-8 sees any one flipped bit; of two flipped bits it may miss some, and then the ranges must hold. */
static void test_flipped_bits(void **state)
{
	struct fnirsi_values four[4] = { usual, usual, usual, usual };
	uint8_t report[FNIRSI_LEN];
	unsigned missed = 0;
	struct meter m;

	fnirsi_report(report, four);
	meter_open(&m, 0x2e3c, 0x5558);
	for (unsigned i = 0; i < FNIRSI_LEN * 8; i++) {
		report[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(meter_feed(&m, report, sizeof(report)), CD_FEED_INVALID);
		for (unsigned j = i + 1; j < FNIRSI_LEN * 8; j++) {
			report[j / 8] ^= (uint8_t)(1 << j % 8);
			if (meter_feed(&m, report, sizeof(report)) == CD_FEED_SAMPLES) {
				missed++;
				check_samples(&m);
			}
			report[j / 8] ^= (uint8_t)(1 << j % 8);
		}
		report[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	assert_int_equal(meter_stats(&m)->reports, missed);
}

/* What is sent when, until `until_us` after open; a report comes each 40 ms from data_from_us on, if at all. */
struct sent {
	int64_t t_ms;
	uint8_t command;
};

static void check_schedule(
	uint16_t vid, uint16_t pid, int64_t data_from_ms, const struct sent *expected, size_t n)
{
	struct meter m;
	int64_t opened, due;
	size_t got = 0;

	meter_open(&m, vid, pid);
	opened = due = m.now_us;
	for (int64_t t = 0; t <= expected[n - 1].t_ms; t++) {
		struct cd_meter_send send;

		m.now_us = opened + t * MS;
		if (data_from_ms >= 0 && t >= data_from_ms && t % 40 == 0)
			assert_int_equal(meter_feed_values(&m, &usual), CD_FEED_SAMPLES);
		m.driver->tick(m.state, m.now_us, &send);
		assert_true(send.next_us > m.now_us);
		if (send.len == 0) {
			assert_int_equal(send.next_us, due); /* asking early changes nothing */
			continue;
		}
		due = send.next_us;
		assert_int_equal(t, expected[got].t_ms);
		assert_int_equal(fnirsi_command(send.frame, send.len), expected[got].command);
		for (int i = 2; i < 63; i++)
			assert_int_equal(send.frame[i], 0);
		got++;
	}
	assert_int_equal(got, n);
}

static void test_schedule(void **state)
{
	static const struct sent twice[] = { { 0, 0x82 }, { 30, 0x82 }, { 530, 0x83 }, { 1030, 0x83 },
		{ 1530, 0x83 }, { 2030, 0x83 }, { 2530, 0x83 } };
	static const struct sent keep[] = { { 0, 0x82 }, { 30, 0x83 }, { 530, 0x83 }, { 1030, 0x83 } };
	static const struct sent deaf[] = { { 0, 0x82 }, { 30, 0x82 }, { 530, 0x83 }, { 1030, 0x81 },
		{ 1060, 0x82 }, { 1090, 0x82 }, { 1590, 0x83 }, { 2090, 0x83 }, { 2590, 0x83 } };
	static const struct sent deaf48[] = { { 0, 0x82 }, { 30, 0x83 }, { 530, 0x83 }, { 1030, 0x81 },
		{ 1060, 0x82 }, { 1090, 0x83 }, { 1590, 0x83 } };

	check_schedule(0x2e3c, 0x5558, 40, twice, CD_ELEMENTSOF(twice));
	check_schedule(0x2e3c, 0x0049, 1000, twice, CD_ELEMENTSOF(twice));
	check_schedule(0x0483, 0x003a, 40, keep, CD_ELEMENTSOF(keep));
	check_schedule(0x0483, 0x003b, 40, keep, CD_ELEMENTSOF(keep));
	check_schedule(0x2e3c, 0x5558, -1, deaf, CD_ELEMENTSOF(deaf));
	check_schedule(0x0483, 0x003b, -1, deaf48, CD_ELEMENTSOF(deaf48));
}

static void test_late_tick_does_not_burst(void **state)
{
	struct cd_meter_send send;
	struct meter m;

	meter_open(&m, 0x2e3c, 0x5558);
	meter_feed_values(&m, &usual);
	m.driver->tick(m.state, m.now_us, &send);
	m.now_us += 30 * MS;
	m.driver->tick(m.state, m.now_us, &send);
	m.now_us += 3600 * 1000 * MS; /* asleep for an hour */
	m.driver->tick(m.state, m.now_us, &send);
	assert_int_equal(send.len, FNIRSI_LEN);
	m.driver->tick(m.state, m.now_us, &send);
	assert_int_equal(send.len, 0);
	assert_int_equal(send.next_us, m.now_us + 500 * MS);
}

static void test_begins_again(void **state)
{
	struct cd_meter_send send;
	struct meter m;

	meter_open(&m, 0x2e3c, 0x5558);
	m.driver->tick(m.state, m.now_us, &send);
	m.now_us += 100 * MS;
	meter_feed_values(&m, &usual);
	m.now_us += 5000 * MS;
	m.driver->open(m.state, m.match->variant, m.now_us);
	m.driver->tick(m.state, m.now_us, &send);
	assert_int_equal(fnirsi_command(send.frame, send.len), 0x82);
	assert_int_equal(send.next_us, m.now_us + 30 * MS);
	assert_int_equal(meter_stats(&m)->reports, 1); /* counters live on */
	m.now_us += 10 * MS;
	meter_feed_values(&m, &usual);
	assert_true(m.samples[0].t_us >= m.now_us - 10 * MS); /* nothing is older than its start */
}

/* Feeds one report at now_us and checks the promises about times. */
static void feed_and_check_times(struct meter *m, int64_t *last)
{
	assert_int_equal(meter_feed_values(m, &usual), CD_FEED_SAMPLES);
	assert_int_equal(m->n, 4);
	for (size_t i = 0; i < m->n; i++) {
		assert_true(m->samples[i].t_us >= *last);
		assert_true(m->samples[i].t_us <= m->now_us);
		*last = m->samples[i].t_us;
	}
}

static void test_times_with_jitter(void **state)
{
	int64_t last = 0, begin;
	uint32_t seed = 1;
	struct meter m;

	meter_open(&m, 0x2e3c, 0x5558);
	begin = m.now_us + 100 * MS;
	for (int i = 0; i < 5000; i++) {
		seed = seed * 1664525 + 1013904223;
		m.now_us = begin + i * (40 * MS + 20) + (seed >> 8) % (8 * MS); /* 0.05 % slow, 0-8 ms late */
		feed_and_check_times(&m, &last);
		if (i < 100)
			continue; /* it has found the earliest by then */
		assert_in_range(m.samples[1].t_us - m.samples[0].t_us, 9 * MS, 10 * MS);
		assert_in_range(
			m.samples[3].t_us - begin, i * (40 * MS + 20) - MS, i * (40 * MS + 20) + 8 * MS);
	}
}

static void test_times_after_a_pause_of_ours(void **state)
{
	int64_t last = 0;
	struct meter m;

	meter_open(&m, 0x2e3c, 0x5558);
	m.now_us += 100 * MS;
	feed_and_check_times(&m, &last);
	m.now_us += 160 * MS; /* four reports waited */
	for (int i = 0; i < 4; i++)
		feed_and_check_times(&m, &last);
	assert_in_range(last, m.now_us - 10 * MS, m.now_us);
	assert_true(m.samples[0].t_us < m.samples[3].t_us);
	m.now_us += 60000 * MS; /* most of these are lost */
	for (int i = 0; i < 4; i++)
		feed_and_check_times(&m, &last);
	assert_int_equal(last, m.now_us);
}

static void test_clock_that_goes_back(void **state)
{
	int64_t last;
	struct meter m;

	meter_open(&m, 0x2e3c, 0x5558);
	m.now_us += 1000 * MS;
	meter_feed_values(&m, &usual);
	last = m.samples[3].t_us;
	m.now_us -= 900 * MS;
	meter_feed_values(&m, &usual);
	for (int i = 0; i < 4; i++)
		assert_true(m.samples[i].t_us >= last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_rows_are_complete),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_order_inside_a_report),
		cmocka_unit_test(test_implausible),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_flipped_bits),
		cmocka_unit_test(test_schedule),
		cmocka_unit_test(test_late_tick_does_not_burst),
		cmocka_unit_test(test_begins_again),
		cmocka_unit_test(test_times_with_jitter),
		cmocka_unit_test(test_times_after_a_pause_of_ours),
		cmocka_unit_test(test_clock_that_goes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
