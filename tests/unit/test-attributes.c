/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test.h"

#include "attributes.h"

#include <stdio.h>

static int set(struct cd_attributes *a, const char *key, const char *value)
{
	return cd_attributes_set(a, key, value, strlen(value));
}

static void sorted_and_found(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };

	assert_int_equal(set(&a, "type", "Battery\n"), 0);
	assert_int_equal(set(&a, "capacity", "80\n"), 0);
	assert_int_equal(set(&a, "status", "Not charging\n"), 0);
	assert_int_equal(cd_attributes_set_error(&a, "current_now", ENODEV), 0);
	assert_int_equal(a.n, 4);
	for (size_t i = 1; i < a.n; i++)
		assert_true(strcmp(a.items[i - 1].key, a.items[i].key) < 0);
	assert_str(cd_attributes_get(&a, "type"), "Battery");
	assert_null(cd_attributes_get(&a, "current_now"));
	assert_int_equal(cd_attributes_find(&a, "current_now")->error, ENODEV);
	assert_null(cd_attributes_find(&a, "online"));
}

static void a_later_value_replaces(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };

	assert_int_equal(cd_attributes_set_error(&a, "online", EIO), 0);
	assert_int_equal(set(&a, "online", "1"), 0);
	assert_int_equal(a.n, 1);
	assert_str(cd_attributes_get(&a, "online"), "1");
	assert_int_equal(a.items[0].error, 0);
	assert_int_equal(cd_attributes_set_error(&a, "online", EIO), 0);
	assert_null(a.items[0].value);
}

static void foreign_bytes_are_cleaned(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *expect;
	} rows[] = {
		{ "", 0, "" },
		{ "\n", 1, "" },
		{ "a\n\n", 3, "a\n" },
		{ "a\0b\n", 4,
			"a\xef\xbf\xbd"
			"b" },
		{ "caf\xc3\xa9", 5, "caf\xc3\xa9" },
		{ "caf\xc3", 4, "caf\xef\xbf\xbd" },
		{ "\xff\xfe", 2, "\xef\xbf\xbd\xef\xbf\xbd" },
	};

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };

		assert_int_equal(cd_attributes_set(&a, "model_name", rows[i].bytes, rows[i].len), 0);
		assert_str(cd_attributes_get(&a, "model_name"), rows[i].expect);
	}
}

static void values_end_at_the_bound(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	char big[3 * CD_ATTRIBUTE_VALUE_MAX];

	memset(big, 'x', sizeof(big));
	assert_int_equal(cd_attributes_set(&a, "a", big, CD_ATTRIBUTE_VALUE_MAX), 0);
	assert_int_equal(strlen(cd_attributes_get(&a, "a")), CD_ATTRIBUTE_VALUE_MAX);
	assert_int_equal(cd_attributes_set(&a, "a", big, sizeof(big)), 0);
	assert_int_equal(strlen(cd_attributes_get(&a, "a")), CD_ATTRIBUTE_VALUE_MAX);
	/* 4096 is no multiple of 3: the last character must not be cut */
	memset(big, 0xff, sizeof(big));
	assert_int_equal(cd_attributes_set(&a, "a", big, sizeof(big)), 0);
	assert_int_equal(strlen(cd_attributes_get(&a, "a")), CD_ATTRIBUTE_VALUE_MAX / 3 * 3);
}

static void keys_are_refused_at_the_bound(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	char key[CD_ATTRIBUTE_KEY_MAX + 2];

	memset(key, 'k', sizeof(key));
	key[CD_ATTRIBUTE_KEY_MAX + 1] = '\0';
	assert_int_equal(set(&a, key, "1"), -E2BIG);
	assert_int_equal(cd_attributes_set_error(&a, key, EIO), -E2BIG);
	key[CD_ATTRIBUTE_KEY_MAX] = '\0';
	assert_int_equal(set(&a, key, "1"), 0);
	assert_int_equal(set(&a, "", "1"), -EINVAL);
	assert_int_equal(set(&a, "\xff", "1"), -EINVAL);
	assert_int_equal(set(&a, "a\nb", "1"), -EINVAL);
	assert_int_equal(cd_attributes_set_error(&a, "x", 0), -EINVAL);
	assert_int_equal(cd_attributes_set_error(&a, "x", -EIO), -EINVAL);
	assert_int_equal(a.n, 1);
}

static void the_set_is_bounded(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	char key[16];

	for (int i = 0; i < CD_ATTRIBUTES_MAX; i++) {
		(void)snprintf(key, sizeof(key), "k%d", i * 7919 % 1000);
		assert_int_equal(set(&a, key, "v"), 0);
	}
	assert_int_equal(a.n, CD_ATTRIBUTES_MAX);
	assert_int_equal(set(&a, "one-more", "v"), -E2BIG);
	assert_int_equal(set(&a, "k0", "replaced"), 0);
	assert_int_equal(a.n, CD_ATTRIBUTES_MAX);
}

static void copies_are_equal(void **state)
{
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 }, b = { 0 };

	assert_true(cd_attributes_equal(&a, &b));
	assert_int_equal(set(&a, "x", "1"), 0);
	assert_int_equal(cd_attributes_set_error(&a, "y", EIO), 0);
	assert_int_equal(set(&b, "old", "gone"), 0);
	assert_int_equal(cd_attributes_copy(&b, &a), 0);
	assert_true(cd_attributes_equal(&a, &b));
	assert_int_equal(cd_attributes_set_error(&b, "y", EAGAIN), 0);
	assert_false(cd_attributes_equal(&a, &b));
	assert_int_equal(set(&b, "y", ""), 0);
	assert_false(cd_attributes_equal(&a, &b));
	cd_attributes_clear(&b);
	assert_false(cd_attributes_equal(&a, &b));
}

static void integers_with_units(void **state)
{
	static const struct {
		const char *text;
		int64_t expect;
	} rows[] = {
		{ "80", 80 },
		{ "-250000", -250000 },
		{ "+5", 5 },
		{ " 500mA", 500000 },
		{ "20000mV", 20000000 },
		{ "45000mW ", 45000000 },
		{ "1000000000000000", INT64_C(1000000000000000) },
		{ "1000000000000001", CD_UNKNOWN },
		{ "1000000000000mV", INT64_C(1000000000000000) },
		{ "1000000000001mV", CD_UNKNOWN },
		{ "99999999999999999999999999", CD_UNKNOWN },
		{ "", CD_UNKNOWN },
		{ "-", CD_UNKNOWN },
		{ "5.1", CD_UNKNOWN },
		{ "0x10", CD_UNKNOWN },
		{ "500 mA", CD_UNKNOWN },
		{ "500mAh", CD_UNKNOWN },
		{ "Unknown", CD_UNKNOWN },
	};
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		assert_int_equal(set(&a, "k", rows[i].text), 0);
		if (cd_attributes_int(&a, "k") != rows[i].expect)
			fail_msg("\"%s\": %lld", rows[i].text, (long long)cd_attributes_int(&a, "k"));
	}
	assert_i64(cd_attributes_int(&a, "absent"), CD_UNKNOWN);
	assert_int_equal(cd_attributes_set_error(&a, "k", EIO), 0);
	assert_i64(cd_attributes_int(&a, "k"), CD_UNKNOWN);
}

static void the_active_word(void **state)
{
	static const struct {
		const char *text, *expect;
	} rows[] = {
		{ "source [sink]", "sink" },
		{ "[C] PD PD_PPS", "C" },
		{ "sink", "sink" },
		{ " usb_power_delivery ", "usb_power_delivery" },
		{ "[Not charging]", "Not charging" },
		{ "Unknown SDP DCP", NULL },
		{ "source [sink", NULL },
		{ "[]", NULL },
		{ "", NULL },
	};
	CD_CLEANUP(cd_attributes_done) struct cd_attributes a = { 0 };
	char buf[32];

	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		assert_int_equal(set(&a, "k", rows[i].text), 0);
		if (cd_attributes_active(&a, "k", buf, sizeof(buf)) != !!rows[i].expect ||
			(rows[i].expect && strcmp(buf, rows[i].expect) != 0))
			fail_msg("\"%s\"", rows[i].text);
	}
	assert_int_equal(set(&a, "k", "source [sink]"), 0);
	assert_true(cd_attributes_active(&a, "k", buf, 5));
	assert_false(cd_attributes_active(&a, "k", buf, 4));
	assert_false(cd_attributes_active(&a, "absent", buf, sizeof(buf)));
}

static void errno_names(void **state)
{
	assert_str(cd_errno_name(ENODEV), "ENODEV");
	assert_str(cd_errno_name(EAGAIN), "EAGAIN");
	assert_null(cd_errno_name(0));
	assert_null(cd_errno_name(-1));
	assert_null(cd_errno_name(4000));
	assert_int_equal(cd_errno_from_name("ENODEV"), ENODEV);
	assert_int_equal(cd_errno_from_name("ENONSENSE"), 0);
	assert_int_equal(cd_errno_from_name(""), 0);
	assert_int_equal(cd_errno_from_name(NULL), 0);
	for (int i = 1; i < 200; i++)
		if (cd_errno_name(i))
			assert_int_equal(cd_errno_from_name(cd_errno_name(i)), i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorted_and_found),
		cmocka_unit_test(a_later_value_replaces),
		cmocka_unit_test(foreign_bytes_are_cleaned),
		cmocka_unit_test(values_end_at_the_bound),
		cmocka_unit_test(keys_are_refused_at_the_bound),
		cmocka_unit_test(the_set_is_bounded),
		cmocka_unit_test(copies_are_equal),
		cmocka_unit_test(integers_with_units),
		cmocka_unit_test(the_active_word),
		cmocka_unit_test(errno_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
