/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "decimal.h"

#include <errno.h>
#include <string.h>

#define COMMA CD_DECIMAL_COMMA
#define EXP CD_DECIMAL_EXPONENT

static const struct {
	const char *text;
	unsigned flags;
	int result;
	int64_t micro;
} numbers[] = {
	{ "0", 0, 0, 0 },
	{ "5", 0, 0, 5000000 },
	{ "+5", 0, 0, 5000000 },
	{ "-5.25", 0, 0, -5250000 },
	{ ".5", 0, 0, 500000 },
	{ "5.", 0, 0, 5000000 },
	{ "5.1384", 0, 0, 5138400 },
	{ "0.0000004", 0, 0, 0 },
	{ "0.0000005", 0, 0, 1 },
	{ "-0.0000005", 0, 0, -1 },
	{ "0.00000049999", 0, 0, 0 },
	{ "1.0000014999999", 0, 0, 1000001 },
	{ "0.1234567890123456789012345678901234567890", 0, 0, 123457 },
	{ "000000000000000000000000000001.5", 0, 0, 1500000 },
	{ "1000000000000", 0, 0, INT64_C(1000000000000000000) },
	{ "1000000000000.000001", 0, -ERANGE, 0 },
	{ "1000000000001", 0, -ERANGE, 0 },
	{ "99999999999999999999999999999999", 0, -ERANGE, 0 },
	{ "", 0, -EINVAL, 0 },
	{ ".", 0, -EINVAL, 0 },
	{ "-", 0, -EINVAL, 0 },
	{ "--1", 0, -EINVAL, 0 },
	{ "1 ", 0, -EINVAL, 0 },
	{ " 1", 0, -EINVAL, 0 },
	{ "1.2.3", 0, -EINVAL, 0 },
	{ "0x10", 0, -EINVAL, 0 },
	{ "nan", 0, -EINVAL, 0 },
	{ "inf", EXP, -EINVAL, 0 },
	{ "1e3", 0, -EINVAL, 0 },
	{ "1,5", 0, -EINVAL, 0 },
	{ "1,5", COMMA, 0, 1500000 },
	{ "1.5", COMMA, -EINVAL, 0 },
	{ "1e-05", EXP, 0, 10 },
	{ "1.5E+2", EXP, 0, 150000000 },
	{ "2.5e0", EXP, 0, 2500000 },
	{ "1e", EXP, -EINVAL, 0 },
	{ "1e+", EXP, -EINVAL, 0 },
	{ "e5", EXP, -EINVAL, 0 },
	{ "1e400000000000000000000", EXP, -ERANGE, 0 },
	{ "1e-400000000000000000000", EXP, 0, 0 },
	{ "0e400000000000000000000", EXP, 0, 0 },
};

static void numbers_are_exact(void **state)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		int64_t v = 42;
		int r = cd_decimal_parse(numbers[i].text, strlen(numbers[i].text), numbers[i].flags, &v);

		if (r != numbers[i].result)
			fail_msg("\"%s\": %d", numbers[i].text, r);
		if (v != (r < 0 ? 42 : numbers[i].micro))
			fail_msg("\"%s\": %lld", numbers[i].text, (long long)v);
	}
}

static void length_is_respected(void **state)
{
	int64_t v;

	assert_int_equal(cd_decimal_parse("12345", 2, 0, &v), 0);
	assert_i64(v, 12000000);
}

static void units_scale(void **state)
{
	static const struct cd_unit units[] = { { "A", 1000000 }, { "mA", 1000 }, { 0 } };
	static const struct {
		const char *text;
		int result;
		int64_t ua;
	} rows[] = {
		{ "1.5A", 0, 1500000 },
		{ "500 mA", 0, 500000 },
		{ "0.5mA", 0, 500 },
		{ "-1mA", 0, -1000 },
		{ "0.0005mA", 0, 1 },
		{ "0.0004mA", 0, 0 },
		{ "1.5", -EINVAL, 0 },
		{ "A", -EINVAL, 0 },
		{ "1.5a", -EINVAL, 0 },
		{ "1.5A ", -EINVAL, 0 },
		{ "1.5AA", -EINVAL, 0 },
		{ "", -EINVAL, 0 },
		{ "1000000000000A", 0, INT64_C(1000000000000000000) },
		{ "1000000000001A", -ERANGE, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t v = 42;
		int r = cd_decimal_parse_unit(rows[i].text, strlen(rows[i].text), units, &v);

		if (r != rows[i].result || v != (r < 0 ? 42 : rows[i].ua))
			fail_msg("\"%s\": %d %lld", rows[i].text, r, (long long)v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(length_is_respected),
		cmocka_unit_test(units_scale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
