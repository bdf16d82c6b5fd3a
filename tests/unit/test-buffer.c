/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "buffer.h"

static void grows_and_keeps(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };

	for (int i = 0; i < 1000; i++)
		assert_int_equal(cd_buffer_append(&b, "0123456789", 10), 0);
	assert_int_equal(b.len, 10000);
	for (size_t i = 0; i < b.len; i++)
		assert_int_equal(b.data[i], "0123456789"[i % 10]);
}

static void takes_nothing(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };

	assert_int_equal(cd_buffer_append(&b, NULL, 0), 0);
	assert_null(b.data);
	assert_int_equal(cd_buffer_printf(&b, "%s", ""), 0);
	assert_int_equal(b.len, 0);
}

static void prints(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };

	assert_int_equal(cd_buffer_printf(&b, "%d,", -17), 0);
	assert_int_equal(cd_buffer_printf(&b, "%0500d", 1), 0);
	assert_int_equal(b.len, 504);
	assert_memory_equal(b.data, "-17,000", 7);
	assert_int_equal(b.data[503], '1');
}

static void refuses_the_impossible(void **state)
{
	CD_CLEANUP(cd_buffer_done) struct cd_buffer b = { 0 };

	assert_null(cd_buffer_reserve(&b, SIZE_MAX / 2));
	assert_non_null(cd_buffer_reserve(&b, 0));
	assert_int_equal(b.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_and_keeps),
		cmocka_unit_test(takes_nothing),
		cmocka_unit_test(prints),
		cmocka_unit_test(refuses_the_impossible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
