/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Objects of capabilities, and requests for them.
 */

#include "test.h"

#include "pd.h"
#include "pd-messages.h"

#define U CD_UNKNOWN
#define K(v) (INT64_C(1000) * (v))
#define LIMITED (1u << 27) /* of a PPS: 27 */
#define PPS_RESERVED (3u << 25 | 1u << 16 | 1u << 7)
/* Of Revision 3.2: 9 to 15 V with 3 A, to 20 V with 2.25 A. */
#define SPR_AVS(to_15v_ma, to_20v_ma)                                                                        \
	(14u << 28 | (uint32_t)(to_15v_ma) / 10 << 10 | (uint32_t)(to_20v_ma) / 10)

static enum cd_pd_result hear(struct cd_pd *pd, struct pd_message m, int64_t t_us)
{
	return cd_pd_message(pd, m.sop, m.bytes, m.n, t_us);
}

struct offer_case {
	const char *what;
	unsigned n;
	uint32_t object[7];
	int64_t power_uw, fixed_ua, voltage_uv;
	bool above_5v;
	unsigned unreadable;
};

static void check_offer(const struct cd_pd_offer *o, const struct offer_case *c)
{
	if (o->power_uw != c->power_uw || o->fixed_ua != c->fixed_ua || o->voltage_uv != c->voltage_uv ||
		o->above_5v != c->above_5v || o->unreadable != c->unreadable || o->n != c->n || !o->complete)
		fail_msg("%s: %lld uW, %lld uA, %lld uV, %d, %u, %u", c->what, (long long)o->power_uw,
			(long long)o->fixed_ua, (long long)o->voltage_uv, o->above_5v, o->unreadable, o->n);
	assert_memory_equal(o->object, c->object, c->n * sizeof(c->object[0]));
}

/* Source and sink say it in the same words. */
static void offers_are_read(void **state)
{
	const struct offer_case c[] = {
		{ "5 V alone", 1, { pd_fixed(5000, 3000) }, K(15000), K(3000), K(5000), false, 0 },
		{ "5.1 V is 5 V", 1, { pd_fixed(5100, 5000) }, K(25500), K(5000), K(5100), false, 0 },
		{ "5.5 V still", 2, { pd_fixed(5000, 500), pd_fixed(5500, 500) }, K(2750), K(500), K(5500),
			false, 0 },
		{ "5.55 V is more", 2, { pd_fixed(5000, 500), pd_fixed(5550, 500) }, K(2775), K(500), K(5550),
			true, 0 },
		{ "the best is not the last", 3,
			{ pd_fixed(5000, 3000), pd_fixed(15000, 3000), pd_fixed(20000, 2000) }, K(45000),
			K(3000), K(20000), true, 0 },
		{ "100 W", 2, { pd_fixed(5000, 3000), pd_fixed(20000, 5000) }, K(100000), K(5000), K(20000),
			true, 0 },
		{ "a variable supply", 2, { pd_fixed(5000, 1000), pd_variable(8000, 12000, 2000) }, K(24000),
			K(1000), K(12000), true, 0 },
		{ "a battery", 2, { pd_fixed(5000, 1000), pd_battery(6000, 8400, 30000) }, K(30000), K(1000),
			K(8400), true, 0 },
		{ "PPS", 2, { pd_fixed(5000, 3000), pd_pps(3300, 11000, 3000) }, K(33000), K(3000), K(11000),
			true, 0 },
		{ "reserved bits of a PPS say nothing", 2,
			{ pd_fixed(5000, 3000), pd_pps(3300, 11000, 3000) | PPS_RESERVED }, K(33000), K(3000),
			K(11000), true, 0 },
		{ "a limited PPS says not to what", 2,
			{ pd_fixed(5000, 3000), pd_pps(3300, 21000, 5000) | LIMITED }, K(15000), K(3000),
			K(21000), true, 0 },
		{ "AVS of SPR", 2, { pd_fixed(5000, 3000), SPR_AVS(3000, 2250) }, K(45000), K(3000), K(20000),
			true, 0 },
		{ "to 20 V it can be more", 2, { pd_fixed(5000, 3000), SPR_AVS(3000, 5000) }, K(100000),
			K(3000), K(20000), true, 0 },
		{ "AVS that ends at 15 V", 2, { pd_fixed(5000, 3000), SPR_AVS(2000, 0) }, K(30000), K(3000),
			K(15000), true, 0 },
		{ "a reserved kind", 2, { pd_fixed(5000, 3000), 15u << 28 | 0x12345 }, K(15000), K(3000),
			K(5000), false, 1 },
		{ "nothing at 0 V", 3, { pd_fixed(5000, 3000), 0, pd_pps(0, 0, 3000) }, K(15000), K(3000),
			K(5000), false, 2 },
		{ "seven", 7,
			{ pd_fixed(5000, 3000), pd_fixed(9000, 3000), pd_fixed(12000, 3000),
				pd_fixed(15000, 3000), pd_fixed(20000, 3250), pd_pps(3300, 11000, 3000),
				pd_pps(3300, 16000, 3000) },
			K(65000), K(3250), K(20000), true, 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(c); k++) {
		struct cd_pd pd;

		cd_pd_reset(&pd);
		assert_int_equal(
			hear(&pd, pd_data(PD_SOURCE, 0, PD_SOURCE_CAPABILITIES, c[k].object, c[k].n), 1),
			CD_PD_KNOWN);
		assert_i64(pd.sink.t_us, CD_UNKNOWN);
		assert_int_equal(hear(&pd, pd_data(PD_SINK, 0, PD_SINK_CAPABILITIES, c[k].object, c[k].n), 2),
			CD_PD_KNOWN);
		check_offer(&pd.source, &c[k]);
		check_offer(&pd.sink, &c[k]);
		assert_i64(pd.source.t_us, 1);
		assert_i64(pd.sink.t_us, 2);
	}
}

static void kinds_are_kept_apart(void **state)
{
	uint32_t object[] = { pd_fixed(5000, 3000), pd_fixed(9000, 3000), pd_variable(5000, 10000, 1000),
		pd_battery(5000, 8400, 12000), pd_pps(3300, 11000, 5000),
		pd_pps(3300, 21000, 5000) | LIMITED };
	struct cd_pd pd;

	cd_pd_reset(&pd);
	(void)hear(&pd, pd_data(PD_SOURCE, 0, PD_SOURCE_CAPABILITIES, object, 6), 0);
	assert_int_equal(pd.source.supplies[CD_PD_FIXED], 2);
	assert_int_equal(pd.source.supplies[CD_PD_PPS], 2);
	assert_int_equal(pd.source.supplies[CD_PD_AVS], 0);
	assert_i64(pd.source.best_uw[CD_PD_FIXED], K(27000));
	assert_i64(pd.source.best_uw[CD_PD_VARIABLE], K(10000));
	assert_i64(pd.source.best_uw[CD_PD_BATTERY], K(12000));
	assert_i64(pd.source.best_uw[CD_PD_PPS], K(55000));
	assert_i64(pd.source.best_uw[CD_PD_AVS], CD_UNKNOWN);
}

static void a_source_may_take_and_a_sink_may_give(void **state)
{
	uint32_t object = pd_fixed(5000, 900);
	struct cd_pd pd;

	cd_pd_reset(&pd);
	assert_int_equal(
		hear(&pd, pd_data(PD_SINK, 0, PD_SOURCE_CAPABILITIES, &object, 1), 0), CD_PD_IGNORED);
	assert_int_equal(
		hear(&pd, pd_data(PD_SOURCE, 0, PD_SINK_CAPABILITIES, &object, 1), 0), CD_PD_IGNORED);
	assert_i64(pd.source.t_us, CD_UNKNOWN);
	assert_i64(pd.sink.t_us, CD_UNKNOWN);
}

/* Requests for one object behind 5 V. */

static void check_request(const char *what, uint32_t object, uint32_t rdo, int64_t uv, int64_t ua, int64_t uw)
{
	uint32_t offer[] = { pd_fixed(5000, 3000), object };
	struct cd_pd pd;

	cd_pd_reset(&pd);
	rdo |= 2u << 28;
	(void)hear(&pd, pd_data(PD_SOURCE, 0, PD_SOURCE_CAPABILITIES, offer, 2), 0);
	assert_int_equal(hear(&pd, pd_data(PD_SINK, 0, PD_REQUEST, &rdo, 1), 0), CD_PD_KNOWN);
	if (pd.request.voltage_uv != uv || pd.request.current_ua != ua || pd.request.power_uw != uw)
		fail_msg("%s: %lld uV, %lld uA, %lld uW", what, (long long)pd.request.voltage_uv,
			(long long)pd.request.current_ua, (long long)pd.request.power_uw);
}

static void requests_are_read_with_their_object(void **state)
{
	uint32_t amps = 150u << 10 | 200u; /* 1.5 A, at most 2 A; 37.5 W */

	check_request("fixed", pd_fixed(9000, 3000), amps, K(9000), K(1500), K(13500));
	check_request("variable: anywhere in it", pd_variable(8000, 12000, 2000), amps, U, K(1500), U);
	check_request("battery: in watts", pd_battery(6000, 8400, 30000), amps, U, U, K(37500));
	check_request("PPS", pd_pps(3300, 11000, 3000), 445u << 9 | 44u, K(8900), K(2200), K(19580));
	check_request("PPS, the twelfth bit", pd_pps(3300, 21000, 3000), 2050u << 9 | 20u, K(41000), K(1000),
		K(41000));
	check_request("AVS", pd_epr_avs(15000, 28000, 140), 1000u << 9 | 100u, K(25000), K(5000), K(125000));
	check_request("a reserved kind", 15u << 28, amps, U, U, U);
}

static void a_message_maker_agrees(void **state)
{
	static const struct pd_level levels[] = { { 5000, 3000 }, { 9000, 3000 } };
	uint32_t pps[] = { pd_fixed(5000, 3000), pd_pps(3300, 11000, 3000) };
	struct cd_pd pd;

	cd_pd_reset(&pd);
	(void)hear(&pd, pd_source_capabilities(0, levels, 2), 0);
	(void)hear(&pd, pd_sink_capabilities(0, levels, 1), 0);
	(void)hear(&pd, pd_request(1, 2, 2000, PD_REQUEST_MISMATCH), 0);
	assert_i64(pd.source.power_uw, K(27000));
	assert_i64(pd.sink.power_uw, K(15000));
	assert_i64(pd.request.power_uw, K(18000));
	assert_true(pd.request.mismatch);
	(void)hear(&pd, pd_data(PD_SOURCE, 1, PD_SOURCE_CAPABILITIES, pps, 2), 0);
	(void)hear(&pd, pd_request_pps(2, 2, 8900, 2200), 0);
	assert_i64(pd.request.voltage_uv, K(8900));
	assert_i64(pd.request.current_ua, K(2200));
}

/* EPR */

static const unsigned epr_n = 11;

static void epr_objects(uint32_t object[11])
{
	uint32_t all[11] = { pd_fixed(5000, 3000), pd_fixed(9000, 3000), pd_fixed(15000, 3000),
		pd_fixed(20000, 5000), 0, 0, pd_pps(5000, 21000, 5000), pd_fixed(28000, 5000),
		pd_epr_avs(15000, 28000, 140), 0, pd_fixed(36000, 5000) };

	memcpy(object, all, sizeof(all));
}

static void epr_offers_come_in_chunks(void **state)
{
	uint32_t object[11];
	struct cd_pd pd;

	epr_objects(object);
	cd_pd_reset(&pd);
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(0, object, epr_n, 0), 0), CD_PD_KNOWN);
	assert_int_equal(pd.source.n, 6);
	assert_false(pd.source.complete);
	assert_i64(pd.source.power_uw, K(100000));
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(1, object, epr_n, 1), 0), CD_PD_KNOWN);
	assert_int_equal(pd.source.n, epr_n);
	assert_true(pd.source.complete && pd.source.epr);
	assert_memory_equal(pd.source.object, object, sizeof(object));
	assert_i64(pd.source.power_uw, K(180000));
	assert_i64(pd.source.best_uw[CD_PD_AVS], K(140000));
	assert_int_equal(pd.source.unreadable, 0);
	assert_int_equal(pd.source.supplies[CD_PD_FIXED], 6);
}

static void epr_chunks_out_of_order(void **state)
{
	uint32_t object[11];
	struct cd_pd pd;

	epr_objects(object);
	cd_pd_reset(&pd);
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(0, object, epr_n, 1), 0), CD_PD_IGNORED);
	assert_i64(pd.source.t_us, CD_UNKNOWN);
	(void)hear(&pd, pd_epr_source_capabilities(1, object, epr_n, 0), 0);
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(2, object, epr_n - 1, 1), 0), CD_PD_IGNORED);
	assert_false(pd.source.complete);
	(void)hear(&pd, pd_epr_source_capabilities(3, object, epr_n, 1), 0);
	assert_true(pd.source.complete);
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(4, object, epr_n, 1), 0), CD_PD_IGNORED);
	(void)hear(&pd, pd_epr_source_capabilities(5, object, epr_n, 0), 0);
	cd_pd_gap(&pd);
	assert_int_equal(hear(&pd, pd_epr_source_capabilities(6, object, epr_n, 1), 0), CD_PD_IGNORED);
	assert_false(pd.source.complete);
}

static void an_epr_request_brings_its_object(void **state)
{
	uint32_t object[] = { 8u << 28 | 480u << 10 | 500u, pd_fixed(28000, 5000) };
	struct cd_pd pd;

	cd_pd_reset(&pd);
	assert_int_equal(hear(&pd, pd_data(PD_SINK, 0, PD_EPR_REQUEST, object, 2), 0), CD_PD_KNOWN);
	assert_true(pd.request.epr);
	assert_int_equal(pd.request.position, 8);
	assert_i64(pd.request.power_uw, K(134400));
	assert_i64(pd.request.limit_ua, K(5000));
}

static void epr_is_refused_for_the_cable(void **state)
{
	uint32_t other = 4u << 24 | 2u << 16, cable = 4u << 24 | 1u << 16;
	struct cd_pd pd;

	cd_pd_reset(&pd);
	(void)hear(&pd, pd_data(PD_SOURCE, 0, PD_EPR_MODE, &other, 1), 0);
	assert_false(pd.epr_refused_cable);
	(void)hear(&pd, pd_data(PD_SOURCE, 1, PD_EPR_MODE, &cable, 1), 0);
	assert_true(pd.epr_refused_cable);
}

static void names_go_round(void **state)
{
	for (enum cd_pd_supply s = 0; s < _CD_PD_SUPPLY_MAX; s++)
		assert_int_equal(cd_pd_supply_from_string(cd_pd_supply_to_string(s)), s);
	assert_int_equal(cd_pd_supply_from_string("steam"), _CD_PD_SUPPLY_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offers_are_read),
		cmocka_unit_test(kinds_are_kept_apart),
		cmocka_unit_test(a_source_may_take_and_a_sink_may_give),
		cmocka_unit_test(requests_are_read_with_their_object),
		cmocka_unit_test(a_message_maker_agrees),
		cmocka_unit_test(epr_offers_come_in_chunks),
		cmocka_unit_test(epr_chunks_out_of_order),
		cmocka_unit_test(an_epr_request_brings_its_object),
		cmocka_unit_test(epr_is_refused_for_the_cable),
		cmocka_unit_test(names_go_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
