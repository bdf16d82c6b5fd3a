/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Well-formed UTF-8 by the table of the standard (Unicode 15, table 3-7): the second byte's range depends on
 * the first byte, all further bytes are 80..BF.
 */

#include "utf8.h"

static const struct {
	uint8_t first_min, first_max;
	uint8_t second_min, second_max;
	uint8_t len;
} utf8_rows[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 },
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static bool tail_valid(const uint8_t *u, size_t n)
{
	for (size_t i = 2; i < n; i++)
		if (u[i] < 0x80 || u[i] > 0xbf)
			return false;
	return true;
}

size_t cd_utf8_sequence(const char *s, size_t len)
{
	const uint8_t *u = (const uint8_t *)s;

	for (size_t i = 0; len && i < CD_ELEMENTSOF(utf8_rows); i++) {
		size_t n = utf8_rows[i].len;

		if (u[0] < utf8_rows[i].first_min || u[0] > utf8_rows[i].first_max)
			continue;
		if (n > len)
			return 0;
		if (n == 1)
			return 1;
		if (u[1] < utf8_rows[i].second_min || u[1] > utf8_rows[i].second_max)
			return 0;
		return tail_valid(u, n) ? n : 0;
	}
	return 0;
}

static bool is_control(const uint8_t *u, size_t n)
{
	return u[0] < 0x20 || u[0] == 0x7f || (n == 2 && u[0] == 0xc2 && u[1] < 0xa0);
}

bool cd_text_valid(const char *s, size_t len, size_t max)
{
	if (len == 0 || len > max)
		return false;
	for (size_t i = 0; i < len;) {
		size_t n = cd_utf8_sequence(s + i, len - i);

		if (n == 0 || is_control((const uint8_t *)s + i, n))
			return false;
		i += n;
	}
	return true;
}
