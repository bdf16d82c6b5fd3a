/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdio.h>

#include "test.h"

#include "claims.h"

#define CLAIM(c, name, ...) claim(c, name, (const char *const[]){ __VA_ARGS__, NULL })

static int claim(struct cd_claims *c, const char *port, const char *const *inputs)
{
	struct cd_event_port p = { .name = port, .inputs = inputs };

	while (inputs[p.n_inputs])
		p.n_inputs++;
	return cd_claims_port(c, &p);
}

static void inputs_belong_where_they_were_said_to(void **state)
{
	struct cd_claims c = { 0 };

	assert_null(cd_claims_find(&c, "meter0"));
	assert_int_equal(CLAIM(&c, "bench", "meter0", "usb1-port2"), 0);
	assert_str(cd_claims_find(&c, "meter0"), "bench");
	assert_str(cd_claims_find(&c, "usb1-port2"), "bench");
	assert_null(cd_claims_find(&c, "meter"));

	/* The last word counts, for the port and for the input. */
	assert_int_equal(CLAIM(&c, "desk", "meter0"), 0);
	assert_str(cd_claims_find(&c, "meter0"), "desk");
	assert_str(cd_claims_find(&c, "usb1-port2"), "bench");
	assert_int_equal(CLAIM(&c, "desk", "meter1"), 0);
	assert_null(cd_claims_find(&c, "meter0"));
	assert_str(cd_claims_find(&c, "meter1"), "desk");

	assert_int_equal(CLAIM(&c, "desk", NULL), 0);
	assert_null(cd_claims_find(&c, "meter1"));
	assert_str(cd_claims_find(&c, "usb1-port2"), "bench");
	cd_claims_done(&c);
	assert_null(cd_claims_find(&c, "usb1-port2"));
}

static void the_longest_name_is_kept_whole(void **state)
{
	struct cd_claims c = { 0 };
	char input[CD_INPUT_NAME_MAX + 1], port[CD_INPUT_NAME_MAX + 1];

	memset(input, 'i', sizeof(input) - 1);
	memset(port, 'p', sizeof(port) - 1);
	input[CD_INPUT_NAME_MAX] = port[CD_INPUT_NAME_MAX] = '\0';
	assert_int_equal(CLAIM(&c, port, input), 0);
	assert_str(cd_claims_find(&c, input), port);
	input[CD_INPUT_NAME_MAX - 1] = '\0';
	assert_null(cd_claims_find(&c, input));
	cd_claims_done(&c);
}

static void fill(struct cd_claims *c, unsigned from, unsigned to)
{
	for (unsigned k = from; k < to; k++) {
		char input[32], port[32];

		(void)snprintf(input, sizeof(input), "input%u", k);
		(void)snprintf(port, sizeof(port), "port%u", k);
		assert_int_equal(CLAIM(c, port, input), 0);
	}
}

static void claims_have_a_bound(void **state)
{
	struct cd_claims c = { 0 };

	fill(&c, 0, CD_CLAIMS_MAX);
	assert_int_equal(CLAIM(&c, "more", "one-more"), -E2BIG);
	assert_null(cd_claims_find(&c, "one-more"));
	assert_str(cd_claims_find(&c, "input0"), "port0");
	assert_int_equal(c.n, CD_CLAIMS_MAX);

	/* What is there already can still move, and what is given up makes room. */
	assert_int_equal(CLAIM(&c, "more", "input0"), 0);
	assert_str(cd_claims_find(&c, "input0"), "more");
	assert_int_equal(CLAIM(&c, "port1", NULL), 0);
	assert_int_equal(CLAIM(&c, "room", "one-more"), 0);
	assert_str(cd_claims_find(&c, "one-more"), "room");
	assert_str(cd_claims_find(&c, "input1023"), "port1023");
	cd_claims_done(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inputs_belong_where_they_were_said_to),
		cmocka_unit_test(the_longest_name_is_kept_whole),
		cmocka_unit_test(claims_have_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
