/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is true whatever the cause: each symptom at its limit, and with what it depends on unknown.
 */

#include "test.h"

#include "symptoms.h"

static struct cd_session session;
static struct cd_facts facts, present;
static struct cd_features features;
static struct cd_case c;

static int fresh(void **state)
{
	cd_session_init(&session);
	session.open = session.attached = true;
	session.number = 1;
	cd_facts_gather(NULL, 0, 0, &facts);
	present = facts;
	memset(&features, 0, sizeof(features));
	c = (struct cd_case){ .session = &session, .facts = &facts, .present = &present };
	return 0;
}

static void know(enum cd_feature id, double value)
{
	features.item[id] = (struct cd_feature_value){ .known = true, .value = value };
}

static bool seen(enum cd_symptom symptom)
{
	return cd_symptoms(&c, &features) & (1u << symptom);
}

static void of_nothing_known_nothing_is_seen(void **state)
{
	assert_int_equal(cd_symptoms(&c, &features), 0);
}

/* It drains, whatever a moment of it says of the charger. */
static void a_battery_that_helps_out_drains(void **state)
{
	know(CD_FEATURE_BATTERY_DIRECTION, 1);
	facts.status = CD_STATUS_DISCHARGING;
	c.now_us = session.battery.drain_us = session.battery.said_us = 100 * CD_US_PER_S;
	assert_false(seen(CD_SYMPTOM_DRAINING));
	session.battery.charged_us = 90 * CD_US_PER_S;
	assert_true(seen(CD_SYMPTOM_DRAINING));
}

static void numbers_have_limits(void **state)
{
	static const struct {
		enum cd_symptom symptom;
		enum cd_feature feature;
		double no, yes;
	} rows[] = {
		{ CD_SYMPTOM_DRAINING, CD_FEATURE_BATTERY_DIRECTION, 0, -1 },
		{ CD_SYMPTOM_OVER_CURRENT_EVENT, CD_FEATURE_PORT_TRIPS, 0, 1 },
		{ CD_SYMPTOM_UNDER_VOLTAGE, CD_FEATURE_LOADED_VOLTAGE, 4400000, 4399999 },
		{ CD_SYMPTOM_UNDER_VOLTAGE, CD_FEATURE_DROP_OUTS, 2, 3 },
		{ CD_SYMPTOM_OVER_VOLTAGE, CD_FEATURE_EXCESS_VOLTAGE, 0, 1 },
		{ CD_SYMPTOM_SLOW_BY_FIRMWARE, CD_FEATURE_SLOW_BIT, 0, 1 },
		{ CD_SYMPTOM_FULL_AND_PLUGGED, CD_FEATURE_BATTERY_FULL, 0, 1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		know(rows[k].feature, rows[k].no);
		assert_int_equal(cd_symptoms(&c, &features), 0);
		know(rows[k].feature, rows[k].yes);
		assert_int_equal(cd_symptoms(&c, &features), 1u << rows[k].symptom);
	}
}

static void only_what_is_plugged_can_drain_or_be_full(void **state)
{
	know(CD_FEATURE_BATTERY_DIRECTION, -1);
	know(CD_FEATURE_BATTERY_FULL, 1);
	session.attached = false;
	assert_false(seen(CD_SYMPTOM_DRAINING));
	assert_true(seen(CD_SYMPTOM_FULL_AND_PLUGGED));
	session.open = false;
	session.attached = true;
	assert_int_equal(cd_symptoms(&c, &features), 0);
}

static void a_finished_charge_is_full(void **state)
{
	features.shape.done = true;
	assert_true(seen(CD_SYMPTOM_FULL_AND_PLUGGED));
	session.open = false;
	assert_false(seen(CD_SYMPTOM_FULL_AND_PLUGGED));
}

/* In the session or now: what says online after the unplug contradicts then. */
static void what_cannot_all_be_true(void **state)
{
	facts.sign_contradicts = true;
	assert_true(seen(CD_SYMPTOM_CONTRADICTION));
	fresh(state);
	present.sign_contradicts = true;
	assert_true(seen(CD_SYMPTOM_CONTRADICTION));
	fresh(state);
	present.online_contradicts = true;
	assert_true(seen(CD_SYMPTOM_CONTRADICTION));
}

static void a_stalled_meter(void **state)
{
	c.stalled = true;
	assert_int_equal(cd_symptoms(&c, &features), 1u << CD_SYMPTOM_METER_STALLED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(of_nothing_known_nothing_is_seen, fresh),
		cmocka_unit_test_setup(a_battery_that_helps_out_drains, fresh),
		cmocka_unit_test_setup(numbers_have_limits, fresh),
		cmocka_unit_test_setup(only_what_is_plugged_can_drain_or_be_full, fresh),
		cmocka_unit_test_setup(a_finished_charge_is_full, fresh),
		cmocka_unit_test_setup(what_cannot_all_be_true, fresh),
		cmocka_unit_test_setup(a_stalled_meter, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
