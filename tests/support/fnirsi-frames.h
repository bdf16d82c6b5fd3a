/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The meter's side of the FNIRSI protocol, for tests: makes the reports that the decoder reads and checks the commands
 * that it sends. Written a second time on purpose, so that a mistake is not made twice alike.
 */

#include <stdint.h>
#include <stdbool.h>
#include <string.h>

#define FNIRSI_LEN 64

struct fnirsi_values {
	uint32_t vbus_10uv;
	uint32_t ibus_10ua;
	uint16_t dp_mv, dm_mv;
	uint8_t sign;
	uint16_t temp_dc; /* 0.1 °C */
};

/* CRC-8, polynomial 0x39, initial value 0x42, as one long division over the bits. */
static inline uint8_t fnirsi_crc(const uint8_t report[FNIRSI_LEN])
{
	unsigned rest = 0x42;

	for (unsigned bit = 0; bit < 62 * 8; bit++) {
		unsigned in = report[1 + bit / 8] >> (7 - bit % 8) & 1;
		unsigned out = (rest >> 7 & 1) ^ in;

		rest = (rest << 1 & 0xFF) ^ (out ? 0x39 : 0);
	}
	return (uint8_t)rest;
}

static inline void fnirsi_put(uint8_t *p, uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static inline void fnirsi_put_sample(uint8_t *p, const struct fnirsi_values *v)
{
	fnirsi_put(p, v->vbus_10uv, 4);
	fnirsi_put(p + 4, v->ibus_10ua, 4);
	fnirsi_put(p + 8, v->dp_mv, 2);
	fnirsi_put(p + 10, v->dm_mv, 2);
	p[12] = v->sign;
	fnirsi_put(p + 13, v->temp_dc, 2);
}

static inline void fnirsi_seal(uint8_t report[FNIRSI_LEN])
{
	report[63] = fnirsi_crc(report);
}

/* A data report of four samples. */
static inline void fnirsi_report(uint8_t report[FNIRSI_LEN], const struct fnirsi_values v[4])
{
	memset(report, 0, FNIRSI_LEN);
	report[0] = 0xAA;
	report[1] = 0x04;
	for (int i = 0; i < 4; i++)
		fnirsi_put_sample(report + 2 + 15 * i, &v[i]);
	fnirsi_seal(report);
}

/* The command in a report from the host; 0 when the meter would not understand it. */
static inline uint8_t fnirsi_command(const uint8_t *report, size_t len)
{
	if (len != FNIRSI_LEN || report[0] != 0xAA || report[63] != fnirsi_crc(report))
		return 0;
	return report[1];
}
