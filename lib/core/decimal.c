/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A decimal number is an integer mantissa and a power of ten; shifting it to millionths is integer work and
 * exact. Mantissa digits beyond the 19th cannot change a result of at most 18 digits and are only counted.
 */

#include "decimal.h"

#define DECIMAL_LIMIT INT64_C(1000000000000000000) /* 10^12 units in millionths */
#define MANTISSA_LIMIT (UINT64_MAX / 10 - 1)
#define EXPONENT_LIMIT 100

struct scan {
	const char *p, *end;
	uint64_t mantissa;
	int power; /* value = mantissa × 10^power */
	unsigned digits;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes a run of digits. `fraction` is 1 behind the point: each digit taken then lowers the power. */
static void scan_digits(struct scan *s, int fraction)
{
	for (; s->p < s->end && is_digit(*s->p); s->p++, s->digits++) {
		if (s->mantissa <= MANTISSA_LIMIT) {
			s->mantissa = s->mantissa * 10 + (uint64_t)(*s->p - '0');
			s->power -= fraction;
		} else if (s->power < EXPONENT_LIMIT) {
			s->power += 1 - fraction;
		}
	}
}

static bool scan_sign(struct scan *s)
{
	bool negative = s->p < s->end && *s->p == '-';

	if (s->p < s->end && (*s->p == '-' || *s->p == '+'))
		s->p++;
	return negative;
}

static int scan_exponent(struct scan *s)
{
	bool negative;
	int exponent = 0;

	s->p++;
	negative = scan_sign(s);
	if (s->p == s->end)
		return -EINVAL;
	for (; s->p < s->end && is_digit(*s->p); s->p++)
		if (exponent < EXPONENT_LIMIT)
			exponent = exponent * 10 + (*s->p - '0');
	s->power += negative ? -exponent : exponent;
	return 0;
}

/* mantissa × 10^(power + 6), rounded. */
static int to_micro(uint64_t mantissa, int power, int64_t *ret)
{
	unsigned rest = 0;

	for (power += 6; power > 0 && mantissa; power--) {
		if (mantissa > (uint64_t)DECIMAL_LIMIT / 10)
			return -ERANGE;
		mantissa *= 10;
	}
	for (; power < 0 && mantissa; power++) {
		rest = mantissa % 10;
		mantissa /= 10;
	}
	/* a half digit may only round when it was the last one cut off */
	if (power == 0 && rest >= 5)
		mantissa++;
	if (mantissa > (uint64_t)DECIMAL_LIMIT)
		return -ERANGE;
	*ret = (int64_t)mantissa;
	return 0;
}

int cd_decimal_parse(const char *s, size_t len, unsigned flags, int64_t *ret_micro)
{
	struct scan scan = { .p = s, .end = s + len };
	char point = flags & CD_DECIMAL_COMMA ? ',' : '.';
	bool negative = scan_sign(&scan);
	int64_t micro;
	int r;

	scan_digits(&scan, 0);
	if (scan.p < scan.end && *scan.p == point) {
		scan.p++;
		scan_digits(&scan, 1);
	}
	if (scan.digits == 0)
		return -EINVAL;
	if ((flags & CD_DECIMAL_EXPONENT) && scan.p < scan.end && (*scan.p == 'e' || *scan.p == 'E')) {
		r = scan_exponent(&scan);
		if (r < 0)
			return r;
	}
	if (scan.p != scan.end)
		return -EINVAL;
	r = to_micro(scan.mantissa, scan.power, &micro);
	if (r < 0)
		return r;
	*ret_micro = negative ? -micro : micro;
	return 0;
}

static const struct cd_unit *find_unit(const struct cd_unit *units, const char *s, size_t len)
{
	for (; units->name; units++)
		if (strlen(units->name) == len && memcmp(units->name, s, len) == 0)
			return units;
	return NULL;
}

int cd_decimal_parse_unit(const char *s, size_t len, const struct cd_unit *units, int64_t *ret)
{
	const struct cd_unit *unit;
	size_t number = 0, word;
	__int128 v;
	int64_t micro;
	int r;

	while (number < len && strchr("+-.0123456789", s[number]) && s[number])
		number++;
	for (word = number; word < len && s[word] == ' ';)
		word++;
	unit = find_unit(units, s + word, len - word);
	if (!unit)
		return -EINVAL;
	r = cd_decimal_parse(s, number, 0, &micro);
	if (r < 0)
		return r;
	v = (__int128)micro * unit->per_unit;
	v = (v + (v < 0 ? -500000 : 500000)) / 1000000;
	if (v > DECIMAL_LIMIT || v < -DECIMAL_LIMIT)
		return -ERANGE;
	*ret = (int64_t)v;
	return 0;
}
