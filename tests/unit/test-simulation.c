/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The simulator's sessions: reproducible, plausible, in order, and obeying Ohm.
 */

#include <math.h>

#include "test.h"

#include "sim-people.h"

#define HASH_START UINT64_C(0xcbf29ce484222325)

struct ear {
	uint64_t hash;
	int64_t last_us;
	size_t events, samples, ports;
	bool ordered, plausible, sorted;
	int64_t settled_uv, settled_ua; /* of the last sample */
};

static void mix(struct ear *e, const void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		e->hash = (e->hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
}

static void hear_sample(struct ear *e, const struct cd_sample *s)
{
	e->samples++;
	for (int f = 0; f < _CD_FIELD_MAX; f++)
		if (cd_sample_has(s, f)) {
			mix(e, &s->value[f], sizeof s->value[f]);
			e->plausible &= cd_field_plausible(f, s->value[f]);
		}
	e->settled_uv = s->value[CD_FIELD_VBUS];
	e->settled_ua = s->value[CD_FIELD_IBUS];
}

static void hear_attributes(struct ear *e, const struct cd_attributes *a)
{
	for (size_t i = 0; i < a->n; i++) {
		mix(e, a->items[i].key, strlen(a->items[i].key));
		if (a->items[i].value)
			mix(e, a->items[i].value, strlen(a->items[i].value));
		e->sorted &= i == 0 || strcmp(a->items[i - 1].key, a->items[i].key) < 0;
	}
}

static void hear(void *userdata, const struct cd_event *ev)
{
	struct ear *e = userdata;

	e->events++;
	e->ordered &= ev->t_us >= e->last_us;
	e->last_us = ev->t_us;
	mix(e, &ev->t_us, sizeof ev->t_us);
	if (ev->type == CD_EVENT_SAMPLE)
		hear_sample(e, &ev->sample);
	else if (ev->type == CD_EVENT_ATTRIBUTES)
		hear_attributes(e, ev->attributes);
	else if (ev->type == CD_EVENT_PORT)
		e->ports++;
}

static struct ear listen(const struct sim_scenario *s, uint64_t seed, const struct sim_options *o)
{
	struct ear e = { .hash = HASH_START, .ordered = true, .plausible = true, .sorted = true };
	struct sim_sink sink = { hear, &e };

	assert_int_equal(sim_run(s, seed, o, &sink, NULL), 0);
	return e;
}

/* The i-th of both tables; NULL after the last. */
static const struct sim_scenario *scenario_at(size_t i)
{
	size_t n = 0;

	while (sim_scenarios[n].name)
		n++;
	return i < n ? &sim_scenarios[i] : sim_scenarios_next[i - n].name ? &sim_scenarios_next[i - n] : NULL;
}

static void seeds_are_reproducible(void **state)
{
	for (size_t i = 0; scenario_at(i); i++) {
		uint64_t one = listen(scenario_at(i), 1, NULL).hash;

		assert_true(one == listen(scenario_at(i), 1, NULL).hash);
	}
	/* Another seed is another session, another scenario too. */
	assert_true(listen(sim_find("hiccup"), 1, NULL).hash != listen(sim_find("hiccup"), 2, NULL).hash);
	assert_true(
		listen(sim_find("hiccup"), 1, NULL).hash != listen(sim_find("flaky-cable"), 1, NULL).hash);
}

static void sessions_are_plausible(void **state)
{
	for (size_t i = 0; scenario_at(i); i++) {
		struct ear e = listen(scenario_at(i), 2, NULL);

		assert_true(e.events > 10);
		assert_true(e.ordered);
		assert_true(e.plausible);
		assert_true(e.sorted);
		assert_true(e.ports >= 1);
	}
}

/* The draws of many seeds show their faults: sim_run() says -ERANGE otherwise. */
static void faults_show(void **state)
{
	for (size_t i = 0; scenario_at(i); i++)
		for (uint64_t seed = 100; seed < 104; seed++)
			assert_int_equal(sim_run(scenario_at(i), seed, NULL, NULL, NULL), 0);
}

/* What is lost between the two ends of a cable is its resistance times the current. */
static void ends_differ_by_the_cable(void **state)
{
	struct sim_random random = sim_random_make(7, 7);
	struct sim_rig rig, twin;
	struct sim_facts f;
	struct ear at_source = { .hash = HASH_START }, at_device = { .hash = HASH_START };
	struct sim_sink source_sink = { hear, &at_source }, device_sink = { hear, &at_device };
	double ohms;

	sim_rig_default(&rig, &random);
	rig.cable.r_loop = 0.35;
	rig.device.charge_a = 1.2;
	twin = rig;
	twin.meter.position = CD_POSITION_DEVICE;
	sim_rig_run(&rig, 1, &source_sink, &f);
	sim_rig_run(&twin, 1, &device_sink, &f);
	ohms = (double)(at_source.settled_uv - at_device.settled_uv) / at_device.settled_ua;
	assert_true(fabs(ohms - 0.35) < 0.01);
}

static void rate_is_obeyed(void **state)
{
	struct sim_options o = SIM_OPTIONS_DEFAULT;
	size_t fast, slow;

	o.rate_hz = 100;
	fast = listen(sim_find("healthy-phone"), 1, &o).samples;
	o.rate_hz = 4;
	slow = listen(sim_find("healthy-phone"), 1, &o).samples;
	assert_true(fast / 25 <= slow + 1 && slow <= fast / 25 + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seeds_are_reproducible),
		cmocka_unit_test(sessions_are_plausible),
		cmocka_unit_test(faults_show),
		cmocka_unit_test(ends_differ_by_the_cable),
		cmocka_unit_test(rate_is_obeyed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
