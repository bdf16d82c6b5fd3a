/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What was agreed and offered, what the device's own charger made of it, and what a host's port tells: as features, from
 * facts made by hand.
 */

#include <stdio.h>

#include "case-by-hand.h"

#define W INT64_C(1000000)
#define NONE (-1) /* not known */

static int64_t known(int64_t x)
{
	return x == NONE ? CD_UNKNOWN : x;
}

/* 20 V were agreed at so many mA. */
static void agreed(int ma)
{
	facts.contract_uv = 20 * V;
	facts.contract_ua = ma * MA;
}

static void what_flows_was_agreed(void **state)
{
	static const struct {
		int64_t uv, ua, flow_uw;
		double power; /* NAN: unknown */
		const char *why;
	} rows[] = {
		{ 20 * V, 2250 * MA, NONE, 45e6, NULL },
		{ 20 * V, 2250 * MA, 43650000, 45e6, NULL },
		{ 20 * V, 2250 * MA, 43700000, NAN, "what is named as agreed is less than what flows" },
		{ 20 * V, 2250 * MA, -30 * W, 45e6, NULL },
		{ NONE, 2250 * MA, NONE, NAN, "no contract is exposed here" },
		{ 20 * V, NONE, NONE, NAN, "no contract is exposed here" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.contract_uv = known(rows[k].uv);
		facts.contract_ua = known(rows[k].ua);
		facts.flow_uw = rows[k].flow_uw == NONE ? CD_UNKNOWN : rows[k].flow_uw;
		cd_contract_features(&c, &f);
		if (isnan(rows[k].power))
			assert_unknown(CD_FEATURE_CONTRACT_POWER, rows[k].why);
		else
			assert_is(CD_FEATURE_CONTRACT_POWER, rows[k].power);
		if (rows[k].ua == NONE)
			assert_unknown(CD_FEATURE_CONTRACT_CURRENT, "");
		else
			assert_is(CD_FEATURE_CONTRACT_CURRENT, 2250e3);
	}
}

/* A label counts where nothing is advertised, or where the cable explains why less is. */
static void what_the_source_offers(void **state)
{
	static const struct {
		int64_t offer_uw, label_uw, cable_ua;
		double offer; /* NAN: unknown */
	} rows[] = {
		{ NONE, NONE, NONE, NAN },
		{ 45 * W, NONE, NONE, 45e6 },
		{ NONE, 65 * W, NONE, 65e6 },
		{ 45 * W, 65 * W, NONE, 45e6 },
		{ 60 * W, 100 * W, 3 * A, 100e6 },
		{ 60 * W, 45 * W, 3 * A, 60e6 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.offer_uw = known(rows[k].offer_uw);
		facts.note.adapter_uw = known(rows[k].label_uw);
		facts.cable_ua = known(rows[k].cable_ua);
		cd_contract_features(&c, &f);
		if (isnan(rows[k].offer))
			assert_unknown(CD_FEATURE_OFFER_POWER, "the source's offer is not exposed");
		else
			assert_is(CD_FEATURE_OFFER_POWER, rows[k].offer);
	}
}

static void the_firmware_may_call_it_slow(void **state)
{
	cd_contract_features(&c, &f);
	assert_unknown(CD_FEATURE_SLOW_BIT, "the firmware says nothing");
	facts.slow = CD_YES;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_SLOW_BIT, 1);
	facts.slow = CD_NO;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_SLOW_BIT, 0);
}

/* `online` may stick at 1: without a partner on the port its contract is over. */
static void who_left_agreed_to_nothing(void **state)
{
	agreed(3000);
	facts.offer_uw = 60 * W;
	facts.sink_uw = 60 * W;
	facts.slow = CD_YES;
	facts.has_typec = true;
	facts.partner = CD_NO;
	cd_contract_features(&c, &f);
	assert_unknown(CD_FEATURE_CONTRACT_POWER, "the partner of the contract is gone");
	assert_unknown(CD_FEATURE_OFFER_POWER, "the partner that offered it is gone");
	assert_unknown(CD_FEATURE_CONTRACT_CURRENT, "");
	assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "");
	assert_unknown(CD_FEATURE_SLOW_BIT, "");

	for (int k = 0; k < 2; k++) { /* who is not seen may still be there */
		fresh(state);
		agreed(3000);
		facts.has_typec = k == 0;
		facts.partner = k == 0 ? CD_MAYBE : CD_NO;
		cd_contract_features(&c, &f);
		assert_is(CD_FEATURE_CONTRACT_POWER, 60e6);
	}
}

/* Of the extended range, by messages that a meter does not keep: the volts show it. */
static void volts_show_another_contract(void **state)
{
	static const struct {
		int64_t uv;
		bool believed;
	} rows[] = { { 20 * V, true }, { 22 * V, true }, { 28 * V, false }, { 5 * V, true } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		struct cd_electrical e = { 0 };

		fresh(state);
		agreed(3000);
		facts.offer_uw = 140 * W;
		facts.sink_uw = 140 * W;
		session.electrical = &e;
		e.sketch.has_last = true;
		e.sketch.last.v_uv = rows[k].uv;
		cd_contract_features(&c, &f);
		session.electrical = NULL;
		if (rows[k].believed) {
			assert_is(CD_FEATURE_CONTRACT_POWER, 60e6);
			assert_is(CD_FEATURE_CONTRACT_CURRENT, 3e6);
			assert_is(CD_FEATURE_NEGOTIATED_SHARE, 60.0 / 140);
		} else {
			assert_unknown(CD_FEATURE_CONTRACT_POWER, "the line carries more volts");
			assert_unknown(CD_FEATURE_CONTRACT_CURRENT, "");
			assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "the line carries more volts");
		}
	}
}

static void a_share_is_of_what_both_can_do(void **state)
{
	static const struct {
		int64_t offer_uw, sink_uw, plugged_us;
		int agreed_ma; /* at 20 V */
		int rated_ma;  /* of the profile, at 20 V; NONE: no profile */
		double share;  /* NAN: unknown */
		const char *why;
	} rows[] = {
		{ 60 * W, 60 * W, 60 * S, 3000, NONE, 1, NULL },
		{ 60 * W, 60 * W, 60 * S, 750, NONE, 0.25, NULL },
		{ 100 * W, 60 * W, 60 * S, 1500, NONE, 0.5, NULL },
		{ 30 * W, 60 * W, 60 * S, 1500, NONE, 1, NULL },
		{ 60 * W, NONE, 60 * S, 1500, 2000, 0.75, NULL },
		{ 60 * W, 60 * W, 60 * S, 1500, 2000, 0.5, NULL }, /* its own word counts */
		{ 60 * W, NONE, 60 * S, 1500, NONE, NAN, "nothing says what the device can take" },
		{ NONE, 60 * W, 60 * S, 1500, NONE, NAN, "the source's offer is not exposed" },
		{ 0, 60 * W, 60 * S, 1500, NONE, NAN, "the source's offer is not exposed" },
		{ 60 * W, 60 * W, 15 * S, 1500, NONE, 0.5, NULL },
		{ 60 * W, 60 * W, 15 * S - 1, 1500, NONE, NAN, "plugged in for under 15 s" },
		{ 60 * W, 60 * W, 60 * S, 0, NONE, NAN, "no contract is exposed" }, /* 20 V 0 A is none */
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		agreed(rows[k].agreed_ma);
		if (rows[k].agreed_ma == 0)
			facts.contract_ua = CD_UNKNOWN;
		facts.offer_uw = known(rows[k].offer_uw);
		facts.sink_uw = known(rows[k].sink_uw);
		c.now_us = session.start_us + rows[k].plugged_us;
		c.profile = rows[k].rated_ma == NONE ? NULL : profile;
		profile->rated_uv = 20 * V;
		profile->rated_ua = rows[k].rated_ma * MA;
		cd_contract_features(&c, &f);
		if (isnan(rows[k].share))
			assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, rows[k].why);
		else
			assert_is(CD_FEATURE_NEGOTIATED_SHARE, rows[k].share);
	}
}

/* Without a session it is the VBUS that is looked at; the clock begins anywhere. */
static void they_negotiate_since_the_volts_are_there(void **state)
{
	static const struct {
		int64_t vbus_us;
		bool known;
	} rows[] = { { 190 * S, false }, { 185 * S, true }, { CD_UNKNOWN, true } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		agreed(3000);
		facts.offer_uw = facts.sink_uw = 60 * W;
		session.number = 0;
		session.start_us = 0;
		session.first_vbus_us = rows[k].vbus_us;
		cd_contract_features(&c, &f);
		if (rows[k].known)
			assert_is(CD_FEATURE_NEGOTIATED_SHARE, 1);
		else
			assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "plugged in for under 15 s");
	}
}

static void know(enum cd_feature id, double value)
{
	f.item[id] = (struct cd_feature_value){ .known = true, .value = value };
}

/* 65 W are offered, 20 V and 3.25 A, and the device takes as much; no contract is told. */
static void without_a_contract_there_are_5_volts(void **state)
{
	static const struct {
		const char *what;
		int64_t rp_uw, contract_uv, contract_ua, flow_uw;
		double peak_uv, share; /* NAN: unknown */
	} rows[] = {
		{ "the port goes by Rp", 15 * W, NONE, NONE, NONE, NAN, 15.0 / 65 },
		{ "never above 5.5 V", NONE, NONE, NONE, NONE, 5.1e6, 16.25 / 65 },
		{ "at 20 V there is one", NONE, NONE, NONE, NONE, 20.1e6, NAN },
		{ "nobody measured", NONE, NONE, NONE, NONE, NAN, NAN },
		{ "a contract is told", 15 * W, 20 * V, 3250 * MA, NONE, 5.1e6, 1 },
		{ "and not believed", 15 * W, 5 * V, 3 * A, 40 * W, 5.1e6, NAN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.rp_uw = known(rows[k].rp_uw);
		facts.contract_uv = known(rows[k].contract_uv);
		facts.contract_ua = known(rows[k].contract_ua);
		facts.flow_uw = known(rows[k].flow_uw);
		facts.offer_uw = facts.sink_uw = 65 * W;
		facts.offer_ua = 3250 * MA;
		facts.high_voltage = true;
		if (!isnan(rows[k].peak_uv))
			know(CD_FEATURE_PEAK_VOLTAGE, rows[k].peak_uv);
		cd_contract_features(&c, &f);
		if (f.item[CD_FEATURE_NEGOTIATED_SHARE].known == isnan(rows[k].share))
			fail_msg("%s: %s", rows[k].what, f.item[CD_FEATURE_NEGOTIATED_SHARE].reason);
		if (!isnan(rows[k].share))
			assert_is(CD_FEATURE_NEGOTIATED_SHARE, rows[k].share);
	}
}

static void a_5_volt_source_cannot_stay_there_by_failure(void **state)
{
	facts.offer_uw = 15 * W;
	facts.offer_ua = 3 * A;
	facts.sink_uw = 65 * W;
	know(CD_FEATURE_PEAK_VOLTAGE, 5.1e6);
	cd_contract_features(&c, &f);
	assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "no contract is exposed here");
}

/* What a device takes is not known: it is more than was agreed where it helps itself, or calls its charger slow. */
static void a_device_that_drains_would_take_more(void **state)
{
	static const struct {
		double way; /* NAN: unknown */
		enum cd_tristate slow;
		bool known;
	} rows[] = {
		{ NAN, CD_MAYBE, false }, { 1, CD_MAYBE, false }, { 0, CD_NO, false }, { -1, CD_NO, true },
		{ 1, CD_YES, true },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		agreed(375);
		facts.offer_uw = 60 * W;
		facts.slow = rows[k].slow;
		if (!isnan(rows[k].way))
			know(CD_FEATURE_BATTERY_DIRECTION, rows[k].way);
		cd_contract_features(&c, &f);
		if (rows[k].known)
			assert_is(CD_FEATURE_NEGOTIATED_SHARE, 0.125);
		else
			assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "nothing says what the device can take");
		assert_true(!rows[k].known || f.item[CD_FEATURE_NEGOTIATED_SHARE].error > 0.1);
	}
}

static void the_power_of_its_adapter_is_a_rating(void **state)
{
	agreed(900);
	facts.offer_uw = 65 * W;
	c.profile = profile;
	profile->rated_uw = 45 * W;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_NEGOTIATED_SHARE, 0.4);
}

static void half_a_rating_is_none(void **state)
{
	for (int k = 0; k < 2; k++) {
		fresh(state);
		agreed(1500);
		facts.offer_uw = 60 * W;
		c.profile = profile;
		profile->rated_uv = k ? 20 * V : CD_UNKNOWN;
		profile->rated_ua = k ? CD_UNKNOWN : 3 * A;
		cd_contract_features(&c, &f);
		assert_unknown(CD_FEATURE_NEGOTIATED_SHARE, "nothing says what the device can take");
	}
}

static void a_cable_is_rated_against_the_source(void **state)
{
	static const struct {
		int64_t cable_ua, offer_ua, label_uw, agreed_ua;
		double rating; /* NAN: unknown */
		const char *why;
	} rows[] = {
		{ 3 * A, 5 * A, NONE, NONE, 0.6, NULL },
		{ 5 * A, 5 * A, NONE, NONE, 1, NULL },
		{ 3 * A, 3 * A, 100 * W, NONE, 0.6, NULL }, /* its label says 5 A at 20 V */
		{ 3 * A, 5 * A, 60 * W, NONE, 0.6, NULL },  /* what it advertises is more */
		{ 3 * A, NONE, 100 * W, NONE, 0.6, NULL },
		{ 3 * A, 5 * A, NONE, 2850 * MA, 0.6, NULL },
		{ 3 * A, 5 * A, NONE, 2849 * MA, NAN, "less was agreed than the cable is marked for" },
		{ NONE, 5 * A, NONE, 2 * A, NAN, "the cable's marker is not exposed" },
		{ 3 * A, NONE, NONE, NONE, NAN, "what the source could give is not exposed" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.cable_ua = known(rows[k].cable_ua);
		facts.offer_ua = known(rows[k].offer_ua);
		facts.note.adapter_uw = known(rows[k].label_uw);
		facts.contract_ua = known(rows[k].agreed_ua);
		cd_contract_features(&c, &f);
		if (isnan(rows[k].rating))
			assert_unknown(CD_FEATURE_CABLE_RATING, rows[k].why);
		else
			assert_is(CD_FEATURE_CABLE_RATING, rows[k].rating);
	}
}

static void what_the_charger_takes_its_source_for(void **state)
{
	static const struct {
		const char *type;
		int sdp; /* NONE: unknown */
	} rows[] = { { "SDP", 1 }, { "DCP", 0 }, { "PD", 0 }, { "Unknown", NONE }, { "", NONE } };

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		(void)snprintf(facts.word[CD_STATE_USB_TYPE], CD_WORD_MAX, "%s", rows[k].type);
		cd_contract_features(&c, &f);
		assert_unknown(CD_FEATURE_INPUT_LIMIT, "the driver does not say its input limit");
		if (rows[k].sdp == NONE)
			assert_unknown(CD_FEATURE_INPUT_SDP, "the driver does not say what");
		else
			assert_is(CD_FEATURE_INPUT_SDP, rows[k].sdp);
	}
	facts.input_limit_ua = 500 * MA;
	cd_contract_features(&c, &f);
	assert_is(CD_FEATURE_INPUT_LIMIT, 500e3);
}

/* What stood on the data lines while current flowed. */
static void lines_stood(enum cd_signature s, int64_t dp_uv)
{
	session.electrical = calloc(1, sizeof(*session.electrical));
	assert_non_null(session.electrical);
	cd_data_lines_reset(&session.electrical->lines);
	if ((int)s >= 0)
		session.electrical->lines.flow.us[s] = S;
	session.dp_uv = dp_uv;
}

static void a_charger_may_be_taken_for_a_port(void **state)
{
	static const struct {
		const char *type;
		int64_t limit_ua, label_uw;
		enum cd_signature lines;
		int dp_mv;
		bool mistaken;
	} rows[] = {
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_DCP, 600, true },
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_DIVIDER_2A4, 2700, true },
		{ "Unknown", 450 * MA, 10 * W, _CD_SIGNATURE_UNKNOWN, 0, true },
		{ "SDP", 500 * MA, 5 * W, _CD_SIGNATURE_UNKNOWN, 0, false },
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_DATA, 3300, false },
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_NONE, 0, false },
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_FOREIGN, 1600, false },
		{ "SDP", 500 * MA, NONE, CD_SIGNATURE_DCP, 300, false }, /* fast traffic looks like it */
		{ "SDP", 1500 * MA, NONE, CD_SIGNATURE_DCP, 600, false },
		{ "SDP", NONE, NONE, CD_SIGNATURE_DCP, 600, false },
		{ "DCP", 500 * MA, 10 * W, CD_SIGNATURE_DCP, 600, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		(void)snprintf(facts.word[CD_STATE_USB_TYPE], CD_WORD_MAX, "%s", rows[k].type);
		facts.input_limit_ua = known(rows[k].limit_ua);
		facts.note.adapter_uw = known(rows[k].label_uw);
		lines_stood(rows[k].lines, rows[k].dp_mv * MV);
		cd_contract_features(&c, &f);
		if (f.item[CD_FEATURE_INPUT_MISTAKEN].known != rows[k].mistaken)
			fail_msg("row %zu: %s", k, f.item[CD_FEATURE_INPUT_MISTAKEN].reason);
	}
}

static void volts_without_a_partner_are_not_terminated(void **state)
{
	static const struct {
		bool typec;
		enum cd_tristate partner;
		int64_t bus_uv;
		bool open;
	} rows[] = {
		{ true, CD_NO, 5 * V, true },
		{ true, CD_NO, 4 * V + 1, true },
		{ true, CD_NO, 4 * V, false },
		{ true, CD_NO, NONE, false },
		{ true, CD_YES, 5 * V, false },
		{ true, CD_MAYBE, 5 * V, false },
		{ false, CD_NO, 5 * V, false },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_typec = rows[k].typec;
		facts.partner = rows[k].partner;
		facts.bus_uv = known(rows[k].bus_uv);
		cd_contract_features(&c, &f);
		if (rows[k].open)
			assert_is(CD_FEATURE_CC_TERMINATED, 0);
		else
			assert_unknown(CD_FEATURE_CC_TERMINATED, "");
	}
}

/* --- a host's port -------------------------------------------------------------------------------------------------- */

static void trips_are_counted_with_a_device_there(void **state)
{
	cd_port_features(&c, &f);
	assert_unknown(CD_FEATURE_PORT_TRIPS, "no host port");
	assert_unknown(CD_FEATURE_ENUMERATION, "");

	facts.has_usb_port = true;
	cd_port_features(&c, &f);
	assert_is(CD_FEATURE_PORT_TRIPS, 0);
	session.over_current_n = 3;
	session.spurious_n = 2;
	cd_port_features(&c, &f);
	assert_is(CD_FEATURE_PORT_TRIPS, 3);

	fresh(state);
	facts.has_usb_port = true;
	session.spurious_n = 1;
	cd_port_features(&c, &f);
	assert_unknown(CD_FEATURE_PORT_TRIPS, "over-current was reported with nothing attached");
	session.spurious_n = 3;
	cd_port_features(&c, &f);
	assert_is(CD_FEATURE_EMPTY_TRIPS, 3);
}

static void a_device_that_enumerates_is_seen_to(void **state)
{
	enum { NO_PROFILE = -2 };
	static const struct {
		bool device;
		int enumeration;
		int enumerates; /* as the profile says */
		int is;
		const char *why; /* NULL: known */
	} rows[] = {
		{ false, CD_ENUMERATION_OK, CD_YES, 1, NULL },
		{ false, CD_ENUMERATION_FAILED, CD_YES, 0, NULL },
		{ false, CD_ENUMERATION_NONE, CD_YES, -1, NULL },
		{ true, CD_ENUMERATION_NONE, CD_NO, 1, NULL }, /* it is there */
		{ true, _CD_ENUMERATION_INVALID, NO_PROFILE, 1, NULL },
		{ false, _CD_ENUMERATION_INVALID, CD_YES, 0, "the host said nothing" },
		{ false, CD_ENUMERATION_NONE, CD_NO, 0, "no profile says that the device enumerates" },
		{ false, CD_ENUMERATION_NONE, CD_MAYBE, 0, "no profile says that the device enumerates" },
		{ false, CD_ENUMERATION_NONE, NO_PROFILE, 0, "no profile says that the device enumerates" },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(rows); k++) {
		fresh(state);
		facts.has_usb_port = true;
		facts.usb_device = rows[k].device;
		facts.enumeration = (enum cd_enumeration)rows[k].enumeration;
		c.profile = rows[k].enumerates == NO_PROFILE ? NULL : profile;
		profile->enumerates = (enum cd_tristate)rows[k].enumerates;
		cd_port_features(&c, &f);
		if (rows[k].why)
			assert_unknown(CD_FEATURE_ENUMERATION, rows[k].why);
		else
			assert_is(CD_FEATURE_ENUMERATION, rows[k].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_flows_was_agreed),
		T(what_the_source_offers),
		T(the_firmware_may_call_it_slow),
		T(who_left_agreed_to_nothing),
		T(volts_show_another_contract),
		T(a_share_is_of_what_both_can_do),
		T(they_negotiate_since_the_volts_are_there),
		T(without_a_contract_there_are_5_volts),
		T(a_5_volt_source_cannot_stay_there_by_failure),
		T(a_device_that_drains_would_take_more),
		T(the_power_of_its_adapter_is_a_rating),
		T(half_a_rating_is_none),
		T(a_cable_is_rated_against_the_source),
		T(what_the_charger_takes_its_source_for),
		T(a_charger_may_be_taken_for_a_port),
		T(volts_without_a_partner_are_not_terminated),
		T(trips_are_counted_with_a_device_there),
		T(a_device_that_enumerates_is_seen_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
