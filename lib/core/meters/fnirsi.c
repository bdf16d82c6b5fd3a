/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * FNIRSI FNB48, FNB48S, FNB48P, FNB58 and C1: HID reports of 64 bytes in both directions. The maker publishes nothing;
 * what stands here is what independent programs agree on [1-4].
 *
 *     command   AA cmd 0 … 0 crc
 *     data      AA 04 | sample × 4 | ? | crc             a report each 40 ms, samples 10 ms apart
 *     sample    u32 VBUS 10 µV | i32 IBUS 10 µA | u16 D+ mV | u16 D− mV | u8 sign? | u16 temperature 0.1 °C
 *
 * Little-endian, 15 bytes a sample, so nothing is aligned. The check is a CRC-8 over bytes 1..62. It matters: a start-up
 * packet taken for data reads as 188 V and 170 A.
 *
 *     open ─ 82 ─ 30 ms ─ 82 or 83 ─ 500 ms ─ 83 ─ 500 ms ─ 83 ─ …
 *                            └── 1 s without data: 81 ─ 30 ms ─ 82 ─ 30 ms ─ 82 or 83 ─ …, once
 *
 * 82 starts about a second of data and 83 prolongs it, so the meter falls silent by itself when we are gone. 81 is kept
 * for a meter that does not answer: [1] sends it always, [2] never and works, [4] saw it reboot an FNB58.
 *
 * [1] baryluk/fnirsi-usb-power-data-logger  [2] fqueze/usb-power-profiling  [3] dandrej/usb-meters
 * [4] yeckel/OpenFNB58
 */

#include "meters/drivers.h"

#include <assert.h>

#define REPORT_LEN 64
#define REPORT_START 0xAA
#define CRC_AT 63
#define SAMPLES_AT 2
#define SAMPLE_LEN 15
#define SAMPLES 4

enum {
	CMD_IDENTIFY = 0x81,
	CMD_START = 0x82,
	CMD_KEEP_ALIVE = 0x83,
};

enum {
	TYPE_INFO = 0x03, /* about the meter itself; nothing in it we need */
	TYPE_DATA = 0x04,
};

/* What follows the first 82. All projects agree on this split by generation. */
enum variant {
	VARIANT_START_TWICE,     /* 48S, 48P, 58 */
	VARIANT_START_KEEPALIVE, /* 48, C1 */
	_VARIANT_MAX,
};
static const uint8_t second_command[_VARIANT_MAX] = {
	[VARIANT_START_TWICE] = CMD_START,
	[VARIANT_START_KEEPALIVE] = CMD_KEEP_ALIVE,
};

/* Nearer than 25 ms and the meter crashes (Randomblock1/fnirsi-usb-tool). */
#define START_GAP_US INT64_C(30000)
/* Projects use 3 ms to 1 s, and the right one depends on the firmware ([1] names 0.68). 500 ms is proved on C1 and
 * FNB48S by [2] and inside the bound of all others. */
#define KEEP_ALIVE_US INT64_C(500000)
/* Without data for this long after the start: try 81. A start takes well under 100 ms where it works. */
#define IDENTIFY_AFTER_US INT64_C(1000000)

#define SAMPLE_PERIOD_US INT64_C(10000)
#define REPORT_PERIOD_US (SAMPLES * SAMPLE_PERIOD_US)
/* Later than this is not a late wake-up of ours but lost reports: begin the time anew. Four transfers in flight hold
 * 160 ms; one period more. */
#define RESYNC_US (5 * REPORT_PERIOD_US)
/* Share of a delay that is believed. The meter's crystal (0.1 % at worst, 40 µs a report) then lags 0.6 ms behind,
 * and a wake-up 5 ms late moves a report by 0.3 ms. */
#define CLOCK_FOLLOW 16

_Static_assert(SAMPLES <= CD_METER_SAMPLES_MAX, "a report must fit the transport's buffer");
_Static_assert(REPORT_LEN <= CD_METER_FRAME_MAX, "a command must fit a frame");
_Static_assert(SAMPLES_AT + SAMPLES * SAMPLE_LEN < CRC_AT, "the samples end before the check");

struct fnirsi {
	enum variant variant;
	unsigned step; /* of the start: 0, 1, then keep-alives */
	bool identified;
	bool has_data; /* since open */
	int64_t opened_us;
	int64_t next_us;
	int64_t last_us; /* no sample before this: the newest one told, or the start */
	struct cd_meter_stats stats;
};

static uint8_t crc8(const uint8_t *bytes, size_t len)
{
	uint8_t crc = 0x42;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 0x80 ? (uint8_t)(crc << 1) ^ 0x39 : (uint8_t)(crc << 1);
	}
	return crc;
}

static uint8_t report_crc(const uint8_t *report)
{
	return crc8(report + 1, CRC_AT - 1);
}

static uint16_t load_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t load_u32(const uint8_t *p)
{
	return (uint32_t)load_u16(p) | (uint32_t)load_u16(p + 2) << 16;
}

static void fnirsi_open(void *state, uint8_t variant, int64_t now_us)
{
	struct fnirsi *f = state;

	assert(variant < _VARIANT_MAX);
	f->variant = variant;
	f->step = 0;
	f->identified = false;
	f->has_data = false;
	f->opened_us = now_us;
	f->next_us = now_us;
	if (f->last_us < now_us) /* no sample is older than the start that asked for it */
		f->last_us = now_us;
}

static uint8_t next_command(struct fnirsi *f, int64_t now_us)
{
	if (!f->has_data && !f->identified && now_us - f->opened_us >= IDENTIFY_AFTER_US) {
		f->identified = true;
		f->step = 0;
		return CMD_IDENTIFY;
	}
	switch (f->step++) {
	case 0:
		return CMD_START;
	case 1:
		return second_command[f->variant];
	default:
		f->step = 2;
		return CMD_KEEP_ALIVE;
	}
}

static void fnirsi_tick(void *state, int64_t now_us, struct cd_meter_send *ret)
{
	struct fnirsi *f = state;
	struct cd_meter_send send = { .len = 0 };

	if (now_us >= f->next_us) {
		send.len = REPORT_LEN;
		send.frame[0] = REPORT_START;
		send.frame[1] = next_command(f, now_us);
		send.frame[CRC_AT] = report_crc(send.frame);
		f->next_us = now_us + (f->step < 2 ? START_GAP_US : KEEP_ALIVE_US);
	}
	send.next_us = f->next_us;
	*ret = send;
}

/*
 * The meter has no clock of its own, and a report can only be seen late, never early. So: a report earlier than
 * expected is the better clock and is taken as it is; a later one follows the expected time and moves it a little.
 */
static int64_t report_time(const struct fnirsi *f, int64_t now_us)
{
	int64_t expected = f->last_us + REPORT_PERIOD_US;
	int64_t late = now_us - expected;

	if (!f->has_data || late <= 0 || late > RESYNC_US)
		return now_us;
	return expected + late / CLOCK_FOLLOW;
}

/* Distance of the samples of a report that ends at t_us: the nominal one, or less when the report before it was told
 * too late to leave room. */
static int64_t sample_period(const struct fnirsi *f, int64_t t_us)
{
	int64_t room = (t_us - f->last_us) / SAMPLES;

	return room < SAMPLE_PERIOD_US ? room : SAMPLE_PERIOD_US;
}

/* One number of a sample. */
struct layout {
	enum cd_field field;
	uint8_t at;
	enum { U16, U32, I32 } type;
	bool vital; /* out of range: this is no sample at all */
	int64_t scale;
};
/* clang-format off */
static const struct layout layout[] = {
	{ CD_FIELD_VBUS, 0,  U32, true,  10 },
	/* Read as unsigned by most projects and as signed by a few; no one has recorded a negative one. What an
	 * unsigned reading could have more, beyond 21 kA, is out of range anyway. */
	{ CD_FIELD_IBUS, 4,  I32, true,  10 },
	{ CD_FIELD_DP,   8,  U16, false, 1000 },
	{ CD_FIELD_DM,   10, U16, false, 1000 },
	{ CD_FIELD_TEMP, 13, U16, false, 100 },
};
/* clang-format on */

/* Has been 1 in all logs. The meter's Bluetooth protocol has a sign before its temperature, 1 for above zero; as long
 * as that is a guess here, anything else leaves the temperature unknown. */
#define TEMP_SIGN_AT 12

static int64_t load(const uint8_t *p, const struct layout *l)
{
	switch (l->type) {
	case U16:
		return load_u16(p + l->at) * l->scale;
	case U32:
		return load_u32(p + l->at) * l->scale;
	case I32:
		return (int32_t)load_u32(p + l->at) * l->scale;
	}
	return CD_UNKNOWN;
}

/* False when the bytes cannot be a sample. What is merely odd is left out; both are counted, once a sample. */
static bool decode_sample(struct fnirsi *f, const uint8_t *p, struct cd_sample *ret)
{
	struct cd_sample s = { 0 };
	bool odd = false, broken = false;

	for (size_t i = 0; i < CD_ELEMENTSOF(layout); i++) {
		const struct layout *l = &layout[i];
		int64_t v = load(p, l);

		if (l->field == CD_FIELD_TEMP && p[TEMP_SIGN_AT] != 1)
			continue;
		if (cd_field_plausible(l->field, v)) {
			cd_sample_set(&s, l->field, v);
			continue;
		}
		odd = true;
		broken |= l->vital;
	}
	if (odd)
		f->stats.implausible++;
	if (broken)
		return false;
	*ret = s;
	return true;
}

static size_t decode_data(
	struct fnirsi *f, const uint8_t *report, int64_t now_us, struct cd_meter_sample *samples)
{
	int64_t t = report_time(f, now_us), period;
	size_t n = 0;

	if (f->last_us > t) /* only when the caller's clock went back */
		t = f->last_us;
	period = sample_period(f, t);
	for (int i = 0; i < SAMPLES; i++) {
		if (!decode_sample(f, report + SAMPLES_AT + i * SAMPLE_LEN, &samples[n].sample))
			continue;
		samples[n++].t_us = t - (SAMPLES - 1 - i) * period;
	}
	f->last_us = t;
	f->has_data = true;
	return n;
}

static enum cd_feed_result fnirsi_feed(void *state, const uint8_t *bytes, size_t len, int64_t now_us,
	struct cd_meter_sample *samples, size_t *ret_n)
{
	struct fnirsi *f = state;

	if (len != REPORT_LEN || bytes[0] != REPORT_START) {
		f->stats.malformed++;
		return CD_FEED_INVALID;
	}
	if (bytes[1] == TYPE_INFO) {
		*ret_n = 0;
		return CD_FEED_SAMPLES;
	}
	if (bytes[1] != TYPE_DATA) {
		f->stats.unknown_type++;
		return CD_FEED_INVALID;
	}
	if (bytes[CRC_AT] != report_crc(bytes)) {
		f->stats.bad_checksum++;
		return CD_FEED_INVALID;
	}
	f->stats.reports++;
	*ret_n = decode_data(f, bytes, now_us, samples);
	return CD_FEED_SAMPLES;
}

static const struct cd_meter_stats *fnirsi_stats(const void *state)
{
	const struct fnirsi *f = state;

	return &f->stats;
}

/*
 * By product id. 0483:0038 is the boot loader of the older ones: never opened. FNAC28 shares the id of the C1.
 * settle_us: the readings are smoothed over about 500 ms on C1 and 120 ms on FNB48S (measured by [2]); the others are
 * not measured and stand with their generation. Too short makes the shape of a step an artefact of the meter, too long
 * only costs resolution.
 */
/* clang-format off */
static const struct cd_meter_match fnirsi_matches[] = {
	{ .vid = 0x0483, .pid = 0x003a, .model = "FNIRSI FNB48", .slug = "fnb48",
	  .interface = -1, .variant = VARIANT_START_KEEPALIVE, .settle_us = 500000 },
	{ .vid = 0x0483, .pid = 0x003b, .model = "FNIRSI FNB-C1", .slug = "fnbc1",
	  .interface = -1, .variant = VARIANT_START_KEEPALIVE, .settle_us = 500000 },
	{ .vid = 0x2e3c, .pid = 0x0049, .model = "FNIRSI FNB48S", .slug = "fnb48s",
	  .interface = -1, .variant = VARIANT_START_TWICE, .settle_us = 120000 },
	{ .vid = 0x2e3c, .pid = 0x5558, .model = "FNIRSI FNB58", .slug = "fnb58",
	  .interface = -1, .variant = VARIANT_START_TWICE, .settle_us = 120000 },
	{ 0 },
};
/* clang-format on */

const struct cd_meter_driver cd_meter_fnirsi = {
	.name = "fnirsi",
	.transport = CD_METER_HID,
	.matches = fnirsi_matches,
	.size = sizeof(struct fnirsi),
	/* By then 81 has had its chance, and the second that the last keep-alive gave is over. */
	.stall_us = 2000000,
	/* Closed while it sends, it hangs until it is replugged (fnirsi-usb-power-data-logger, README). */
	.drain_us = 1000000,
	.sign_known = false,
	.open = fnirsi_open,
	.tick = fnirsi_tick,
	.feed = fnirsi_feed,
	.stats = fnirsi_stats,
};
