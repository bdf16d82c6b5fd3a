/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reading a supply's uevent file: what is taken from it, and what foreign text cannot do.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "supply-said.h"

struct place {
	char dir[32];
	struct cd_supply_said said;
};

static int setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	strcpy(p->dir, "/tmp/cd-said-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;
	char path[64];

	snprintf(path, sizeof(path), "%s/uevent", p->dir);
	(void)unlink(path);
	assert_int_equal(rmdir(p->dir), 0);
	free(p);
	return 0;
}

static void hear(struct place *p, const char *text, size_t length)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/uevent", p->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, length, f), length);
	assert_int_equal(fclose(f), 0);
	cd_supply_listen(p->dir, &p->said);
}

/* NULL: not said. Overwritten by the next call. */
static const char *said(const struct place *p, const char *attribute)
{
	static char buf[2049];
	int i = cd_supply_attribute_find(attribute);
	const char *value;
	size_t n;

	assert_true(i >= 0);
	value = cd_supply_said(&p->said, (size_t)i, &n);
	if (!value)
		return NULL;
	assert_true(value >= p->said.text && value + n <= p->said.text + sizeof(p->said.text));
	snprintf(buf, sizeof(buf), "%.*s", (int)n, value);
	return buf;
}

static void table_is_sorted(void **state)
{
	for (size_t i = 1; i < cd_supply_n_attributes; i++)
		assert_true(strcmp(cd_supply_attributes[i - 1].name, cd_supply_attributes[i].name) < 0);
	assert_true(cd_supply_attribute_find("serial_number") < 0);
	assert_true(cd_supply_attribute_find("") < 0);
}

static void kernel_text(void **state)
{
	struct place *p = *state;
	static const char text[] = "DEVTYPE=power_supply\nPOWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_TYPE=Battery\n"
				   "POWER_SUPPLY_STATUS=Not charging\nPOWER_SUPPLY_CURRENT_NOW=-5\n"
				   "POWER_SUPPLY_CAPACITY=\nPOWER_SUPPLY_MANUFACTURER=ACME\n"
				   "POWER_SUPPLY_CHARGE_BEHAVIOUR=auto\nPOWER_SUPPLY_VOLTAGE_NOW=1=2";

	hear(p, text, sizeof(text) - 1);
	assert_true(p->said.fingerprint != 0);
	assert_string_equal(said(p, "type"), "Battery");
	assert_string_equal(said(p, "status"), "Not charging");
	assert_string_equal(said(p, "current_now"), "-5");
	assert_string_equal(said(p, "capacity"), "");
	assert_string_equal(said(p, "voltage_now"), "1=2"); /* no newline at the end */
	assert_null(said(p, "manufacturer"));
	assert_null(said(p, "charge_behaviour"));
	assert_null(said(p, "energy_now"));
}

static void odd_text(void **state)
{
	struct place *p = *state;
	static const char text[] =
		"\n\nPOWER_SUPPLY_STATUS\n=Full\nSTATUS=Full\nPOWER_SUPPLY_=x\nPOWER_SUPPLY\n"
		"power_supply_status=Full\nPOWER_SUPPLY_VOLTAGE_NOW\0=1\n"
		"POWER_SUPPLY_CHARGE_CONTROL_START_THRESHOLD_AND_MORE=1\n"
		"POWER_SUPPLY_ONLINE=1\nPOWER_SUPPLY_ONLINE=0\n";

	hear(p, text, sizeof(text) - 1);
	assert_true(p->said.fingerprint != 0);
	assert_null(said(p, "status"));
	assert_string_equal(said(p, "online"), "1"); /* the kernel's own comes first */
	for (size_t i = 0; i < cd_supply_n_attributes; i++)
		if (strcmp(cd_supply_attributes[i].name, "online") != 0 &&
			strcmp(cd_supply_attributes[i].name, "voltage_now") != 0)
			assert_null(said(p, cd_supply_attributes[i].name));
}

static void nothing_usable(void **state)
{
	struct place *p = *state;
	char page[sizeof(p->said.text)];

	cd_supply_listen(p->dir, &p->said); /* no such file */
	assert_int_equal(p->said.fingerprint, 0);
	hear(p, "", 0);
	assert_int_equal(p->said.fingerprint, 0);
	memset(page, 'x', sizeof(page));
	memcpy(page, "POWER_SUPPLY_ONLINE=1\n", strlen("POWER_SUPPLY_ONLINE=1\n"));
	hear(p, page, sizeof(page) - 1);
	assert_string_equal(said(p, "online"), "1");
	hear(p, page, sizeof(page)); /* more than the kernel can say */
	assert_int_equal(p->said.fingerprint, 0);
	assert_null(said(p, "online"));
}

static void other_text_other_fingerprint(void **state)
{
	struct place *p = *state;
	uint64_t first;

	hear(p, "POWER_SUPPLY_ONLINE=1\n", 22);
	first = p->said.fingerprint;
	hear(p, "POWER_SUPPLY_ONLINE=1\n", 22);
	assert_int_equal(p->said.fingerprint, first);
	hear(p, "POWER_SUPPLY_ONLINE=0\n", 22);
	assert_int_not_equal(p->said.fingerprint, first);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_sorted),
		TEST(kernel_text),
		TEST(odd_text),
		TEST(nothing_usable),
		TEST(other_text_other_fingerprint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
