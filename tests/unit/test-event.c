/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "event.h"

#define ROUND_TRIP(fn, max)                                                                                  \
	do {                                                                                                 \
		for (int v = 0; v < (int)(max); v++)                                                         \
			assert_int_equal(fn##_from_string(fn##_to_string(v)), v);                            \
		assert_null(fn##_to_string(max));                                                            \
		assert_null(fn##_to_string(-EINVAL));                                                        \
		assert_int_equal(fn##_from_string("no such word"), -EINVAL);                                 \
		assert_int_equal(fn##_from_string(NULL), -EINVAL);                                           \
	} while (0)

static void words_round_trip(void **state)
{
	ROUND_TRIP(cd_event_type, _CD_EVENT_MAX);
	ROUND_TRIP(cd_input_kind, _CD_INPUT_MAX);
	ROUND_TRIP(cd_position, _CD_POSITION_MAX);
	ROUND_TRIP(cd_gap_reason, _CD_GAP_MAX);
	ROUND_TRIP(cd_enumeration, _CD_ENUMERATION_MAX);
	ROUND_TRIP(cd_battery_note, _CD_BATTERY_MAX);
}

static void names_are_bounded(void **state)
{
	char name[CD_INPUT_NAME_MAX + 2];

	assert_true(cd_name_valid("meter0"));
	assert_true(cd_name_valid("usb1-port2"));
	assert_true(cd_name_valid("1-2:1.0"));
	assert_true(cd_name_valid("küche"));
	assert_false(cd_name_valid(NULL));
	assert_false(cd_name_valid(""));
	assert_false(cd_name_valid("two words"));
	assert_false(cd_name_valid("../etc"));
	assert_false(cd_name_valid("a\tb"));
	assert_false(cd_name_valid("\xff"));

	memset(name, 'a', sizeof(name));
	name[CD_INPUT_NAME_MAX] = '\0';
	assert_true(cd_name_valid(name));
	name[CD_INPUT_NAME_MAX] = 'a';
	name[CD_INPUT_NAME_MAX + 1] = '\0';
	assert_false(cd_name_valid(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_round_trip),
		cmocka_unit_test(names_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
