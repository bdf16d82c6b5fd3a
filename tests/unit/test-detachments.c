/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A charger that the kernel loses and has back, on machines without a meter: how often it is counted, and whom it
 * speaks against.
 */

#include "feed.h" /* before the globals of the other, which its parameters would shadow */

#include "case-by-hand.h"
#include "engine-state.h"

#define TIMES_MAX 12

static struct feed feeding;

static void lose(int64_t t_us, int64_t duration_us)
{
	cd_drop_ring_add(&session.detachments, &(struct cd_drop){ .t_us = t_us, .duration_us = duration_us });
}

static void online(void)
{
	session.last_attached_us = 200 * S;
}

static void they_are_counted_where_they_are_densest(void **state)
{
	static const struct {
		int at_s[TIMES_MAX];
		double count;
	} rows[] = {
		{ { 0 }, 0 },
		{ { 150 }, 1 },
		{ { 150, 300, 500 }, 3 },
		{ { 150, 749, 1349 }, 2 },
		{ { 150, 800, 1500, 2200 }, 1 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		online();
		c.now_us = 4000 * S;
		for (size_t i = 0; i < TIMES_MAX && rows[k].at_s[i]; i++)
			lose(rows[k].at_s[i] * S, 3 * S);
		cd_detachment_features(&c, &f);
		assert_is(CD_FEATURE_DETACHMENTS, rows[k].count);
	}
}

static void without_a_charger_nothing_is_lost(void **state)
{
	cd_detachment_features(&c, &f);
	assert_unknown(CD_FEATURE_DETACHMENTS, "no supply or partner");
}

/* A charger IC has no samples of what is gone: that it saw no drop-outs says nothing. */
static void a_charger_that_is_gone_measures_nothing(void **state)
{
	online();
	cd_drop_features(&c, &drops, &f);
	cd_detachment_features(&c, &f);
	assert_is(CD_FEATURE_DROP_OUTS, 0);
	assert_unknown(CD_FEATURE_DETACHMENTS, "what is measured");
	lose(150 * S, 2 * S);
	cd_detachment_features(&c, &f);
	assert_is(CD_FEATURE_DETACHMENTS, 1);
	assert_unknown(CD_FEATURE_DROP_OUTS, "the device's own charger");
	assert_unknown(CD_FEATURE_CONTACT_BREAKS, "the device's own charger");
}

static void a_plug_that_is_pushed_in_loses_nothing(void **state)
{
	online();
	for (int k = 0; k < 4; k++)
		lose(session.start_us + (200 + k * 400) * MS, 100 * MS);
	cd_detachment_features(&c, &f);
	assert_is(CD_FEATURE_DETACHMENTS, 0);
}

static void supply(int64_t t, bool there)
{
	feed_attributes(&feeding, t, "usb", "type=USB", there ? "online=1" : "online=0");
	feed_attributes(&feeding, t + 100 * MS, "BAT0", "type=Battery",
		there ? "status=Charging" : "status=Discharging", there ? "current_now=900000" : "current_now=-400000",
		"voltage_now=3900000");
}

static void machine(void)
{
	feed_start(&feeding, CD_GROUP_ONE_METER);
	feed_added(&feeding, 0, "BAT0", CD_INPUT_POWER_SUPPLY);
	feed_added(&feeding, 0, "usb", CD_INPUT_POWER_SUPPLY);
	supply(S, true);
}

/* Gone at each time, for so long; then the charge goes on. */
static const char *cause_after(const int *at_s, int64_t gone_us)
{
	const char *cause;

	machine();
	for (size_t k = 0; k < TIMES_MAX && at_s[k]; k++) {
		supply(at_s[k] * S, false);
		supply(at_s[k] * S + gone_us, true);
	}
	feed_advance(&feeding, 900 * S);
	supply(900 * S, true);
	assert_int_equal(feed_session(&feeding, "bench").number, 1);
	cause = feed_verdict(&feeding, "bench").cause;
	feed_done(&feeding);
	return cause;
}

static void many_without_a_rhythm_are_a_contact(void **state)
{
	static const int at_s[TIMES_MAX] = { 40, 47, 110, 115, 131, 220, 310, 322, 401, 512 };

	assert_str(cause_after(at_s, 3 * S), "cable-intermittent");
}

static void many_with_a_rhythm_are_no_contact(void **state)
{
	static const int at_s[TIMES_MAX] = { 40, 48, 56, 64, 72, 80, 88, 96, 104, 112 };

	assert_str(cause_after(at_s, S), "adapter-hiccup");
}

static void a_person_at_the_plug_is_no_fault(void **state)
{
	static const int twice[TIMES_MAX] = { 100, 300 };
	static const int slowly[TIMES_MAX] = { 100, 200, 300, 400, 500, 600 };

	assert_str(cause_after(twice, 4 * S), "charging");
	assert_str(cause_after(slowly, 30 * S), "charging"); /* somebody who needs the charger elsewhere */
}

/* A phone and a laptop change who gives power: nothing came loose. */
static void a_swap_of_roles_is_no_loss(void **state)
{
	feed_start(&feeding, CD_GROUP_ONE_METER);
	feed_added(&feeding, 0, "port0", CD_INPUT_TYPEC);
	for (int k = 0; k < 12; k++)
		feed_attributes(&feeding, (10 + k * 7) * S, "port0", "port0-partner/type=x",
			k % 2 ? "power_role=[source] sink" : "power_role=source [sink]");
	feed_attributes(&feeding, 110 * S, "port0", "power_role=source [sink]");
	feed_attributes(&feeding, 112 * S, "port0", "port0-partner/type=x", "power_role=source [sink]");
	cd_engine_case(feed_find(&feeding, "bench"), &c);
	assert_int_equal(c.session->detachments.n, 0); /* it was gone while it took power, too */
	feed_attributes(&feeding, 120 * S, "port0", "power_role=source [sink]");
	feed_attributes(&feeding, 122 * S, "port0", "port0-partner/type=x", "power_role=source [sink]");
	assert_int_equal(c.session->detachments.n, 1);
	feed_done(&feeding);
}

static void what_a_suspend_hides_is_not_counted(void **state)
{
	static const int at_s[] = { 40, 47, 110, 115, 131, 220 };

	machine();
	for (size_t k = 0; k < CD_ELEMENTSOF(at_s); k++) {
		supply(at_s[k] * S, false);
		feed_gap(&feeding, at_s[k] * S + S, "BAT0", CD_GAP_SUSPEND);
		supply(at_s[k] * S + 3 * S, true);
	}
	assert_str(feed_verdict(&feeding, "bench").cause, "charging");
	feed_done(&feeding);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(they_are_counted_where_they_are_densest),
		T(without_a_charger_nothing_is_lost),
		T(a_charger_that_is_gone_measures_nothing),
		T(a_plug_that_is_pushed_in_loses_nothing),
		T(many_without_a_rhythm_are_a_contact),
		T(many_with_a_rhythm_are_no_contact),
		T(a_person_at_the_plug_is_no_fault),
		T(a_swap_of_roles_is_no_loss),
		T(what_a_suspend_hides_is_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
