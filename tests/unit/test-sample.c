/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "sample.h"

static void keys_round_trip(void **state)
{
	for (int f = 0; f < _CD_FIELD_MAX; f++) {
		const char *key = cd_field_to_string(f);

		assert_non_null(key);
		assert_int_equal(cd_field_from_string(key, strlen(key)), f);
		assert_int_equal(cd_field_from_string(key, strlen(key) - 1), _CD_FIELD_INVALID);
	}
	assert_null(cd_field_to_string(_CD_FIELD_MAX));
	assert_null(cd_field_to_string(_CD_FIELD_INVALID));
	assert_int_equal(cd_field_from_string("", 0), _CD_FIELD_INVALID);
}

static void absent_is_unknown(void **state)
{
	struct cd_sample s = { 0 };

	assert_false(cd_sample_has(&s, CD_FIELD_IBUS));
	assert_i64(cd_sample_get(&s, CD_FIELD_IBUS), CD_UNKNOWN);
	cd_sample_set(&s, CD_FIELD_IBUS, 0);
	assert_true(cd_sample_has(&s, CD_FIELD_IBUS));
	assert_i64(cd_sample_get(&s, CD_FIELD_IBUS), 0);
	assert_i64(cd_sample_get(&s, CD_FIELD_VBUS), CD_UNKNOWN);
}

static void ranges_have_edges(void **state)
{
	assert_true(cd_field_plausible(CD_FIELD_VBUS, CD_SAMPLE_MAX_UV));
	assert_false(cd_field_plausible(CD_FIELD_VBUS, CD_SAMPLE_MAX_UV + 1));
	assert_true(cd_field_plausible(CD_FIELD_IBUS, -CD_SAMPLE_MAX_UA));
	assert_false(cd_field_plausible(CD_FIELD_IBUS, -CD_SAMPLE_MAX_UA - 1));
	assert_false(cd_field_plausible(CD_FIELD_TEMP, 300001));
	for (int f = 0; f < _CD_FIELD_MAX; f++) {
		assert_true(cd_field_plausible(f, 0));
		assert_false(cd_field_plausible(f, INT64_MAX));
		assert_false(cd_field_plausible(f, CD_UNKNOWN));
	}
	assert_false(cd_field_plausible(_CD_FIELD_MAX, 0));
	assert_false(cd_field_plausible(_CD_FIELD_INVALID, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_round_trip),
		cmocka_unit_test(absent_is_unknown),
		cmocka_unit_test(ranges_have_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
