/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Numbers are decimal with at most six decimals and a unit from a table; the C library's strtod() would take
 * the decimal sign of the locale, hex floats and "nan".
 */

#include <strings.h>

#include "conf-type.h"
#include "log.h"

struct unit {
	const char *name;
	int64_t factor; /* in millionths of the member's unit, so that "0.5A" stays an integer */
};

#define MILLION INT64_C(1000000)
#define NUMBER_MAX INT64_C(1000000000000) /* times a factor it stays inside 63 bits of the checks below */

static int parse_number(const char *s, int64_t *ret_millionths, const char **ret_rest)
{
	int64_t v = 0, scale = MILLION;
	bool digits = false;

	for (; *s >= '0' && *s <= '9'; s++, digits = true) {
		v = v * 10 + (*s - '0');
		if (v > NUMBER_MAX)
			return -EINVAL;
	}
	v *= MILLION;
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++, digits = true) {
			scale /= 10;
			v += (*s - '0') * scale;
		}
	if (!digits)
		return -EINVAL;
	*ret_millionths = v;
	*ret_rest = s;
	return 0;
}

static int parse_with_unit(const char *s, const struct unit *units, size_t n, int64_t *ret)
{
	int64_t v;
	__int128 product;
	int r;

	r = parse_number(s, &v, &s);
	if (r < 0)
		return r;
	while (*s == ' ')
		s++;
	for (size_t i = 0; i < n; i++) {
		if (!cd_streq(s, units[i].name))
			continue;
		product = (__int128)v * units[i].factor / MILLION;
		if (product > INT64_MAX)
			return -EINVAL;
		*ret = (int64_t)product;
		return 0;
	}
	if (v != 0 || *s)
		return -EINVAL;
	*ret = 0; /* nothing of whatever unit */
	return 0;
}

static int parse_time(const char *s, int64_t *ret)
{
	static const struct unit units[] = {
		{ "us", 1 },
		{ "ms", 1000 },
		{ "s", CD_US_PER_S },
		{ "", CD_US_PER_S },
		{ "min", 60 * CD_US_PER_S },
		{ "h", 3600 * CD_US_PER_S },
	};

	return parse_with_unit(s, units, CD_ELEMENTSOF(units), ret);
}

static int parse_current(const char *s, int64_t *ret)
{
	static const struct unit units[] = { { "uA", 1 }, { "mA", 1000 }, { "A", 1000000 } };

	return parse_with_unit(s, units, CD_ELEMENTSOF(units), ret);
}

static int parse_size(const char *s, int64_t *ret)
{
	static const struct unit units[] = { { "", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 } };

	return parse_with_unit(s, units, CD_ELEMENTSOF(units), ret);
}

static int parse_count(const char *s, int64_t *ret)
{
	static const struct unit units[] = { { "", 1 } };

	return strchr(s, '.') ? -EINVAL : parse_with_unit(s, units, CD_ELEMENTSOF(units), ret);
}

static int parse_bool(const char *s, int64_t *ret)
{
	static const char *const words[][4] = { { "no", "false", "off", "0" }, { "yes", "true", "on", "1" } };

	for (int v = 0; v < 2; v++)
		for (size_t i = 0; i < CD_ELEMENTSOF(words[v]); i++)
			if (strcasecmp(s, words[v][i]) == 0) {
				*ret = v;
				return 0;
			}
	return -EINVAL;
}

static int parse_level(const char *s, int64_t *ret)
{
	int v = log_level_from_string(s);

	if (v < 0)
		return v;
	*ret = v;
	return 0;
}

static void store_int64(void *member, int64_t v)
{
	*(int64_t *)member = v;
}

static void store_int(void *member, int64_t v)
{
	*(int *)member = (int)v;
}

static void store_bool(void *member, int64_t v)
{
	*(bool *)member = v != 0;
}

const struct conf_type conf_type_time = { "a time such as 60s or 500ms", parse_time, store_int64 };
const struct conf_type conf_type_current = { "a current such as 10mA", parse_current, store_int64 };
const struct conf_type conf_type_size = { "a size such as 256K", parse_size, store_int64 };
const struct conf_type conf_type_count = { "a whole number", parse_count, store_int64 };
const struct conf_type conf_type_bool = { "yes or no", parse_bool, store_bool };
const struct conf_type conf_type_level = {
	"one of emerg alert crit err warning notice info debug",
	parse_level,
	store_int,
};
