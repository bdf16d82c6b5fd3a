/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "next-test.h"

#include "parameter.h"
#include "parameters/next-test.def"

/* The first row that fits either way round; "" fits any cause. Special pairs stand before general ones. */
static const struct {
	const char *one, *other;
	const char *test;
} tests[] = {
	{ "port-overcurrent", "", "empty-port" },
	{ "adapter-hiccup", "cable-intermittent", "wiggle" },
	{ "cable-resistance", "adapter-current-limited", "swap-cable" },
	{ "cable-resistance", "adapter-undervoltage", "swap-cable" },
	{ "cable-resistance", "", "swap-cable" },
	{ "cable-intermittent", "", "wiggle" },
	{ "full", "battery-not-accepting", "run-and-replug" },
	{ "full", "charging", "wait" },
	{ "full", "", "run-and-replug" },
	{ "battery-overdischarged", "", "wait-for-step" },
	{ "battery-not-accepting", "", "say-battery" },
	{ "charging-slowly", "", "swap-adapter" },
	{ "adapter-underpowered", "", "swap-adapter" },
	{ "adapter-current-limited", "", "swap-adapter" },
	{ "adapter-hiccup", "", "swap-adapter" },
	{ "adapter-undervoltage", "", "swap-adapter" },
	{ "adapter-overvoltage", "", "swap-adapter" },
	{ "charging", "", "record-longer" },
};

static bool fits(const char *pattern, const char *id)
{
	return pattern[0] == '\0' || strcmp(pattern, id) == 0;
}

void cd_next_test_between(const char *first, const char *second, double first_confidence,
	double second_confidence, const char **ret)
{
	*ret = NULL;
	if (first_confidence >= SURE && first_confidence - second_confidence > CLOSE)
		return;
	for (size_t k = 0; k < CD_ELEMENTSOF(tests); k++)
		if ((fits(tests[k].one, first) && fits(tests[k].other, second)) ||
			(fits(tests[k].one, second) && fits(tests[k].other, first))) {
			*ret = tests[k].test;
			return;
		}
}
