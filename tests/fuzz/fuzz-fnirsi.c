/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any life of an FNIRSI meter: reports of any bytes at any times, commands when they are due, starts in between.
 * Whatever comes, samples are inside their ranges and in order of time, none is of the future, every report is counted
 * once, and the commands keep their distance. A byte chooses the model; then come steps of two bytes, what and how much
 * later, and what that step needs. As fuzzing would hardly ever guess a checksum, one kind of step puts it right.
 */

#include "fuzz.h"

#include "../support/fnirsi-frames.h"
#include "meter.h"

#define FEED_MAX 80

struct life {
	const struct cd_meter_driver *driver;
	uint8_t variant;
	void *state;
	const uint8_t *data;
	size_t size;
	int64_t now_us;
	int64_t due_us;
	int64_t last_us; /* newest sample */
	uint64_t feeds, infos;
};

static uint8_t take(struct life *l)
{
	if (l->size == 0)
		return 0;
	l->size--;
	return *l->data++;
}

static size_t take_bytes(struct life *l, uint8_t *to, size_t n)
{
	n = n < l->size ? n : l->size;
	memcpy(to, l->data, n);
	l->data += n;
	l->size -= n;
	return n;
}

static void check_sample(struct life *l, const struct cd_meter_sample *s)
{
	fuzz_check(s->t_us >= l->last_us && s->t_us <= l->now_us);
	l->last_us = s->t_us;
	fuzz_check(cd_sample_has(&s->sample, CD_FIELD_VBUS) && cd_sample_has(&s->sample, CD_FIELD_IBUS));
	for (enum cd_field f = 0; f < _CD_FIELD_MAX; f++)
		fuzz_check(!cd_sample_has(&s->sample, f) || cd_field_plausible(f, s->sample.value[f]));
}

static void feed(struct life *l, const uint8_t *bytes, size_t len)
{
	struct cd_meter_sample samples[CD_METER_SAMPLES_MAX];
	size_t n = SIZE_MAX;
	enum cd_feed_result r = l->driver->feed(l->state, bytes, len, l->now_us, samples, &n);

	l->feeds++;
	fuzz_check(r == CD_FEED_SAMPLES || r == CD_FEED_INVALID);
	if (r == CD_FEED_INVALID) {
		fuzz_check(n == SIZE_MAX); /* untouched */
		return;
	}
	fuzz_check(n <= 4);
	l->infos += bytes[1] == 0x03;
	for (size_t i = 0; i < n; i++)
		check_sample(l, &samples[i]);
}

static void feed_any(struct life *l)
{
	uint8_t bytes[FEED_MAX];
	size_t len = take(l) % (FEED_MAX + 1);

	feed(l, bytes, take_bytes(l, bytes, len));
}

static void feed_sealed(struct life *l)
{
	uint8_t report[FNIRSI_LEN] = { 0xAA, 0x04 };

	take_bytes(l, report + 2, 61);
	fnirsi_seal(report);
	feed(l, report, sizeof(report));
}

static void tick(struct life *l)
{
	struct cd_meter_send send;

	l->driver->tick(l->state, l->now_us, &send);
	fuzz_check(send.next_us > l->now_us);
	if (send.len == 0) {
		fuzz_check(send.next_us == l->due_us); /* asking early changes nothing */
		return;
	}
	fuzz_check(l->now_us >= l->due_us);
	fuzz_check(
		fnirsi_command(send.frame, send.len) >= 0x81 && fnirsi_command(send.frame, send.len) <= 0x83);
	fuzz_check(send.next_us - l->now_us >= 25000);
	l->due_us = send.next_us;
}

static void start(struct life *l)
{
	l->driver->open(l->state, l->variant, l->now_us);
	l->due_us = l->now_us;
}

static void check_counts(const struct life *l)
{
	const struct cd_meter_stats *s = l->driver->stats(l->state);

	fuzz_check(s->reports + s->malformed + s->unknown_type + s->bad_checksum + l->infos == l->feeds);
	fuzz_check(s->implausible <= 4 * s->reports);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t ids[][2] = { { 0x2e3c, 0x5558 }, { 0x2e3c, 0x0049 }, { 0x0483, 0x003a },
		{ 0x0483, 0x003b } };
	static void (*const steps[])(struct life * l) = { feed_any, feed_sealed, tick, start };
	struct life l = { .data = data, .size = size, .now_us = CD_US_PER_S };
	const struct cd_meter_match *match;
	uint8_t model = take(&l) % CD_ELEMENTSOF(ids);

	l.driver = cd_meter_find(ids[model][0], ids[model][1], &match);
	fuzz_check(l.driver);
	l.variant = match->variant;
	l.state = calloc(1, l.driver->size);
	fuzz_check(l.state);
	start(&l);
	while (l.size >= 2) {
		uint8_t what = take(&l);
		int64_t later = take(&l);

		l.now_us += later * later * 16; /* up to a second */
		steps[what % CD_ELEMENTSOF(steps)](&l);
	}
	check_counts(&l);
	free(l.state);
	return 0;
}
