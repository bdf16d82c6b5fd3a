/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "reading.h"

static void names_round_trip(void **state)
{
	for (int v = 0; v < _CD_KIND_MAX; v++)
		assert_int_equal(cd_reading_kind_from_string(cd_reading_kind_to_string(v)), v);
	for (int v = 0; v < _CD_READING_MAX; v++) {
		assert_int_equal(cd_reading_from_string(cd_reading_to_string(v)), v);
		assert_non_null(cd_reading_unit(v));
	}
	for (int v = 0; v < _CD_STATE_MAX; v++)
		assert_non_null(cd_state_to_string(v));
}

static void outside_there_is_nothing(void **state)
{
	assert_null(cd_reading_kind_to_string(_CD_KIND_MAX));
	assert_null(cd_reading_to_string(_CD_READING_MAX));
	assert_null(cd_reading_to_string(_CD_READING_INVALID));
	assert_null(cd_reading_unit(_CD_READING_MAX));
	assert_null(cd_state_to_string(_CD_STATE_MAX));
	assert_int_equal(cd_reading_from_string("VBUS"), _CD_READING_INVALID);
	assert_int_equal(cd_reading_from_string(NULL), _CD_READING_INVALID);
	assert_int_equal(cd_reading_kind_from_string(""), _CD_KIND_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_round_trip),
		cmocka_unit_test(outside_there_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
