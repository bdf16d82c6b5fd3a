/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A port that is measured at both ends: which inputs those are, and that they stay it.
 */

#include <math.h>

#include "feed.h"

#include "engine-state.h"

#define ADAPTER "adapter-end"
#define DEVICE "device-end"

static struct feed f;

static int start(void **state)
{
	feed_done(&f);
	feed_start(&f, CD_GROUP_EACH);
	return 0;
}

static int done(void **state)
{
	feed_done(&f);
	return 0;
}

static void features(struct cd_features *ret)
{
	struct cd_case c;

	cd_engine_case(feed_find(&f, "bench"), &c);
	cd_features_compute(&c, ret);
}

static enum cd_position position_judged(void)
{
	struct cd_case c;

	cd_engine_case(feed_find(&f, "bench"), &c);
	return c.position;
}

static void assert_feature(enum cd_feature id, double value, double within)
{
	struct cd_features all;
	const struct cd_feature_value *v = &all.item[id];

	features(&all);
	if (!v->known || fabs(v->value - value) > within)
		fail_msg("%s is %d %.1f ± %.1f “%s”, wanted %.1f", cd_feature_words_at(id)->id, v->known,
			v->value, v->error, v->reason, value);
}

static void assert_why(enum cd_feature id, const char *text)
{
	struct cd_features all;

	features(&all);
	if (all.item[id].known || !strstr(all.item[id].reason, text))
		fail_msg("%s is %d “%s”, wanted “%s”", cd_feature_words_at(id)->id, all.item[id].known,
			all.item[id].reason, text);
}

static void meters(enum cd_position one, enum cd_position other)
{
	static const char *const inputs[] = { ADAPTER, DEVICE, NULL };

	feed_meter(&f, 0, ADAPTER, one);
	feed_meter(&f, 0, DEVICE, other);
	assert_int_equal(feed_port_of(&f, 0, "bench", inputs), 0);
}

/* 5.1 V, adapter 50 mΩ, cable 600 mΩ. */
static void hold(int64_t from_us, int64_t to_us, int64_t ma)
{
	for (int64_t t = from_us; t < to_us; t += 100 * MS) {
		int64_t dither = t / (100 * MS) % 2 * 100;

		feed_sample(&f, t, ADAPTER, 5100 * MV - 50 * ma + dither, ma * MA);
		feed_sample(&f, t, DEVICE, 5100 * MV - 650 * ma + dither, ma * MA);
	}
}

static void charge(void)
{
	hold(0, 3 * S, 0);
	hold(3 * S, 10 * S, 300);
	hold(10 * S, 20 * S, 600);
	hold(20 * S, 40 * S, 1000);
}

static void assert_told_apart(void)
{
	assert_feature(CD_FEATURE_CABLE_IMPEDANCE, 600, 15);
	assert_feature(CD_FEATURE_ADAPTER_IMPEDANCE, 50, 10);
	assert_feature(CD_FEATURE_ADAPTER_SAG, 50e3, 5e3);
	assert_feature(CD_FEATURE_CABLE_SHARE, 0.92, 0.02);
	/* The session is the device end's alone. */
	assert_feature(CD_FEATURE_SOURCE_IMPEDANCE, 650, 15);
	assert_feature(CD_FEATURE_VOLTAGE_SAG, 650e3, 10e3);
	assert_int_equal(position_judged(), CD_POSITION_DEVICE);
}

static void two_meters_are_a_pair(void **state)
{
	meters(CD_POSITION_SOURCE, CD_POSITION_DEVICE);
	charge();
	assert_told_apart();
	assert_int_equal(cd_engine_position(feed_find(&f, "bench")), CD_POSITION_DEVICE);
}

/* A recorder ends its inputs one after the other, in any order, and a bench is taken apart likewise. */
static void they_stay_a_pair_when_they_leave(void **state)
{
	for (int k = 0; k < 2; k++) {
		start(state);
		meters(CD_POSITION_SOURCE, CD_POSITION_DEVICE);
		charge();
		feed_removed(&f, 40 * S, k ? ADAPTER : DEVICE);
		assert_told_apart();
		feed_removed(&f, 40 * S, k ? DEVICE : ADAPTER);
		assert_told_apart();
	}
}

/* The other's volts are no more of the same line's end. */
static void one_that_is_left_begins_anew(void **state)
{
	meters(CD_POSITION_SOURCE, CD_POSITION_DEVICE);
	charge();
	feed_removed(&f, 40 * S, DEVICE);
	feed_hold(&f, 40 * S, 95 * S, ADAPTER, 5000 * MV, 1000 * MA);
	assert_told_apart();
	assert_int_equal(feed_session(&f, "bench").number, 1);
	feed_hold(&f, 95 * S, 130 * S, ADAPTER, 5000 * MV, 1000 * MA);
	assert_int_equal(feed_session(&f, "bench").number, 2);
	assert_int_equal(position_judged(), CD_POSITION_SOURCE);
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "it takes a meter at each end");
}

static void a_person_says_which_is_where(void **state)
{
	meters(CD_POSITION_UNKNOWN, CD_POSITION_UNKNOWN);
	feed_note(&f, 0, ADAPTER, "position=source");
	feed_note(&f, 0, DEVICE, "position=device");
	charge();
	assert_told_apart();
	start(state);
	meters(CD_POSITION_DEVICE, CD_POSITION_SOURCE); /* said the wrong way round, and put right */
	feed_note(&f, 0, ADAPTER, "position=source");
	feed_note(&f, 0, DEVICE, "position=device");
	charge();
	assert_told_apart();
}

static void without_two_ends_there_is_no_pair(void **state)
{
	meters(CD_POSITION_UNKNOWN, CD_POSITION_UNKNOWN);
	charge();
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "nobody said that one is at the source");
	start(state);
	meters(CD_POSITION_DEVICE, CD_POSITION_DEVICE);
	charge();
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "nobody said that one is at the source");
	start(state);
	meters(CD_POSITION_DEVICE, CD_POSITION_SOURCE); /* the wrong way round */
	charge();
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "places are swapped");
}

static void alone_at_the_adapter_it_sees_the_adapter(void **state)
{
	feed_meter(&f, 0, ADAPTER, CD_POSITION_SOURCE);
	assert_int_equal(feed_port(&f, 0, "bench", ADAPTER), 0);
	for (int k = 0; k < 4; k++)
		feed_hold(&f, 10 * k * S, 10 * (k + 1) * S, ADAPTER, 5100 * MV - 60 * MV * k, 300 * MA * k);
	assert_feature(CD_FEATURE_ADAPTER_IMPEDANCE, 200, 10);
	assert_feature(CD_FEATURE_ADAPTER_SAG, 180e3, 5e3);
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "it takes a meter at each end");
	start(state);
	feed_meter(&f, 0, ADAPTER, CD_POSITION_DEVICE);
	assert_int_equal(feed_port(&f, 0, "bench", ADAPTER), 0);
	feed_hold(&f, 0, 20 * S, ADAPTER, 5000 * MV, 900 * MA);
	assert_why(CD_FEATURE_ADAPTER_IMPEDANCE, "only a meter at the adapter");
}

static void charger_says(int64_t t_us, int64_t mv, int64_t ma)
{
	char v[40], i[40];

	(void)snprintf(v, sizeof(v), "voltage_now=%lld", (long long)(mv * MV));
	(void)snprintf(i, sizeof(i), "current_now=%lld", (long long)(ma * MA));
	feed_attributes(&f, t_us, "charger", "type=USB", "online=1", v, i);
}

/* A phone that measures its own input is the other end; what others say at the same time is no new measurement. */
static void the_devices_own_charger_is_an_end(void **state)
{
	static const int64_t levels[] = { 300, 600, 1000 };

	feed_meter(&f, 0, ADAPTER, CD_POSITION_SOURCE);
	feed_added(&f, 0, "charger", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "battery", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port(&f, 0, "bench", ADAPTER, "charger", "battery"), 0);
	for (int k = 0; k < 3; k++)
		for (int64_t t = 30 * k * S; t < 30 * (k + 1) * S; t += 100 * MS) {
			feed_sample(&f, t, ADAPTER, 5100 * MV - 50 * levels[k] + t / (100 * MS) % 2 * 100,
				levels[k] * MA);
			if (t % (2 * S) == 0)
				charger_says(t, 5100 - 650 * levels[k] / 1000 + t / (2 * S) % 2, levels[k]);
			if (t % (30 * S) == 0)
				feed_attributes(&f, t, "battery", "type=Battery", "status=Charging");
		}
	assert_int_equal(position_judged(), CD_POSITION_SOURCE);
	assert_feature(CD_FEATURE_CABLE_IMPEDANCE, 600, 30);
	assert_feature(CD_FEATURE_ADAPTER_IMPEDANCE, 50, 10);
}

static void volts_alone_are_no_other_end(void **state)
{
	feed_meter(&f, 0, ADAPTER, CD_POSITION_SOURCE);
	feed_added(&f, 0, "charger", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port(&f, 0, "bench", ADAPTER, "charger"), 0);
	for (int64_t t = 0; t < 40 * S; t += 2 * S) {
		feed_hold(&f, t, t + 2 * S, ADAPTER, 5050 * MV, 800 * MA);
		feed_attributes(&f, t + 2 * S, "charger", "type=USB", "online=1", "voltage_now=4500000");
	}
	assert_why(CD_FEATURE_CABLE_IMPEDANCE, "the device's own charger says its volts, and not its amperes");
}

/* Without a meter it is one, at its own pace: what the battery says in between makes no sample, and no hole. */
static void a_charger_that_is_polled_is_a_meter(void **state)
{
	const struct cd_electrical *el;

	feed_added(&f, 0, "charger", CD_INPUT_POWER_SUPPLY);
	feed_added(&f, 0, "battery", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port(&f, 0, "bench", "charger", "battery"), 0);
	for (int64_t t = 0; t < 300 * S; t += 5 * S) {
		charger_says(t, 4900, 800);
		feed_attributes(&f, t + 2 * MS, "battery", "type=Battery", "status=Charging");
	}
	el = feed_find(&f, "bench")->session.electrical;
	assert_non_null(el);
	assert_i64(el->sketch.total.samples, 60);
	assert_int_equal(feed_find(&f, "bench")->session.gaps.n, 0);
	assert_true(el->sketch.total.seconds > 290);
	assert_feature(CD_FEATURE_TOP_CURRENT, 800e3, 1);
}

static struct cd_session *session(void)
{
	return &feed_find(&f, "bench")->session;
}

static const char *ended_position(void)
{
	struct json_object *o = cd_engine_ended(feed_find(&f, "bench"));

	assert_non_null(o);
	return json_object_get_string(json_object_object_get(o, "position"));
}

/* What the phone measured until then was measured elsewhere. */
static void a_meter_that_joins_a_phone_begins_anew(void **state)
{
	feed_added(&f, 0, "charger", CD_INPUT_POWER_SUPPLY);
	assert_int_equal(feed_port(&f, 0, "bench", "charger"), 0);
	for (int64_t t = 0; t < 100 * S; t += 5 * S)
		charger_says(t, 4500, 800);
	feed_meter(&f, 100 * S, "meter", CD_POSITION_UNKNOWN);
	feed_hold(&f, 100 * S, 110 * S, "meter", 5 * V, 800 * MA);
	assert_int_equal(session()->number, 1);
	f.what = 0;
	assert_int_equal(feed_port(&f, 110 * S, "bench", "charger", "meter"), 0);
	assert_true(f.what & CD_CHANGE_SESSION_ENDED);
	assert_true(f.what & CD_CHANGE_SESSION_STARTED);
	assert_null(cd_router_find_port(f.router, "meter")); /* its own port's session went with it */
	assert_int_equal(session()->number, 2);
	assert_string_equal(ended_position(), "device");
	assert_true(session()->open);
	feed_hold(&f, 110 * S, 120 * S, "meter", 5 * V, 800 * MA);
	charger_says(120 * S, 4500, 800);
	feed_hold(&f, 121 * S, 130 * S, "meter", 5 * V, 800 * MA);
	assert_int_equal(session()->number, 2);
	assert_feature(CD_FEATURE_LOADED_VOLTAGE, 5e6, 1e3);

	assert_int_equal(feed_port(&f, 130 * S, "bench", "charger"), 0);
	assert_int_equal(session()->number, 3);
	charger_says(131 * S, 4500, 800);
	charger_says(136 * S, 4500, 800);
	assert_i64(session()->electrical->sketch.total.samples, 2);
}

/* A laptop measures nothing at its port: there is nothing to keep apart, and its session goes on. */
static void a_meter_that_joins_a_laptop_goes_on(void **state)
{
	feed_added(&f, 0, "AC", CD_INPUT_POWER_SUPPLY);
	feed_attributes(&f, 0, "AC", "type=Mains", "online=1");
	assert_int_equal(feed_port(&f, 0, "bench", "AC"), 0);
	feed_meter(&f, 10 * S, "meter", CD_POSITION_UNKNOWN);
	assert_int_equal(feed_port(&f, 10 * S, "bench", "AC", "meter"), 0);
	feed_hold(&f, 10 * S, 20 * S, "meter", 20 * V, 1500 * MA);
	assert_int_equal(session()->number, 1);
	assert_i64(session()->start_us, 0);
	feed_removed(&f, 20 * S, "meter");
	feed_meter(&f, 25 * S, "meter", CD_POSITION_UNKNOWN); /* unplugged, and back */
	feed_hold(&f, 25 * S, 30 * S, "meter", 20 * V, 1500 * MA);
	assert_int_equal(session()->number, 1);
}

/* Of two meters that nobody had placed the first by name led. */
static void a_person_places_the_other_at_the_device(void **state)
{
	meters(CD_POSITION_UNKNOWN, CD_POSITION_UNKNOWN);
	hold(0, 20 * S, 1000);
	assert_int_equal(session()->number, 1);
	feed_note(&f, 20 * S, ADAPTER, "position=source");
	hold(20 * S, 40 * S, 1000);
	assert_int_equal(session()->number, 1);
	feed_note(&f, 40 * S, DEVICE, "position=device");
	hold(40 * S, 60 * S, 1000);
	assert_int_equal(session()->number, 2);
	assert_feature(CD_FEATURE_LOADED_VOLTAGE, 4450e3, 1e3);
	assert_string_equal(ended_position(), "source");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_meters_are_a_pair, start, done),
		cmocka_unit_test_setup_teardown(they_stay_a_pair_when_they_leave, start, done),
		cmocka_unit_test_setup_teardown(one_that_is_left_begins_anew, start, done),
		cmocka_unit_test_setup_teardown(a_person_says_which_is_where, start, done),
		cmocka_unit_test_setup_teardown(without_two_ends_there_is_no_pair, start, done),
		cmocka_unit_test_setup_teardown(alone_at_the_adapter_it_sees_the_adapter, start, done),
		cmocka_unit_test_setup_teardown(the_devices_own_charger_is_an_end, start, done),
		cmocka_unit_test_setup_teardown(volts_alone_are_no_other_end, start, done),
		cmocka_unit_test_setup_teardown(a_charger_that_is_polled_is_a_meter, start, done),
		cmocka_unit_test_setup_teardown(a_meter_that_joins_a_phone_begins_anew, start, done),
		cmocka_unit_test_setup_teardown(a_meter_that_joins_a_laptop_goes_on, start, done),
		cmocka_unit_test_setup_teardown(a_person_places_the_other_at_the_device, start, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
