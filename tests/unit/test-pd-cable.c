/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the cable says when asked, and when it says nothing.
 */

#include "test.h"

#include "pd.h"
#include "pd-messages.h"

#define MS (CD_US_PER_S / 1000)
#define SAID_MAX 8
#define VENDOR 0x1234

enum said { END, ASK, ASK_AGAIN, ACK, NAK, BUSY, CRC, ASK_FAR, ASK_PARTNER };

static struct pd_message vdm(enum pd_sender from, unsigned id, uint32_t header)
{
	return pd_data(from, id, PD_VENDOR_DEFINED, &header, 1);
}

static struct pd_message message_of(enum said what, unsigned id)
{
	struct pd_message m;

	switch (what) {
	case END:
	case ASK:
	case ASK_AGAIN:
	case ASK_FAR:
		break;
	case ACK:
		return pd_identity_answer(id, PD_PASSIVE_CABLE, VENDOR, pd_cable_vdo(5000, 20000, false));
	case NAK:
		return vdm(PD_PLUG, id, 0xFF00A081);
	case BUSY:
		return vdm(PD_PLUG, id, 0xFF00A0C1);
	case CRC:
		return pd_control(PD_PLUG, id, PD_GOOD_CRC);
	case ASK_PARTNER:
		return vdm(PD_SOURCE, id, 0xFF00A001);
	}
	m = pd_identity_question(id);
	m.sop = what == ASK_FAR ? 2 : 1;
	return m;
}

static void speak(struct cd_pd *pd, const enum said *said)
{
	int64_t t_us = 0;

	cd_pd_reset(pd);
	for (size_t i = 0; i < SAID_MAX && said[i] != END; i++) {
		/* a repetition: the same number, at once */
		struct pd_message m = message_of(said[i], (unsigned)i - (said[i] == ASK_AGAIN));

		t_us += said[i] == ASK_AGAIN ? MS : 45 * MS;
		assert_int_not_equal(cd_pd_message(pd, m.sop, m.bytes, m.n, t_us), CD_PD_INVALID);
	}
}

static const struct {
	const char *what;
	enum said said[SAID_MAX];
	enum cd_pd_cable_state state;
	unsigned asked;
} talks[] = {
	{ "nobody asked", { END }, CD_PD_CABLE_UNASKED, 0 },
	{ "asked once", { ASK }, CD_PD_CABLE_ASKED, 1 },
	{ "once, and repeated at once: a question still", { ASK, ASK_AGAIN }, CD_PD_CABLE_ASKED, 1 },
	{ "asked twice", { ASK, ASK }, CD_PD_CABLE_SILENT, 2 },
	{ "asked thrice", { ASK, ASK, ASK }, CD_PD_CABLE_SILENT, 3 },
	{ "answered", { ASK, ACK }, CD_PD_CABLE_ANSWERED, 1 },
	{ "answered the third time", { ASK, ASK, ASK, ACK }, CD_PD_CABLE_ANSWERED, 3 },
	{ "an answer to a question that was missed", { ACK }, CD_PD_CABLE_ANSWERED, 0 },
	{ "no identity", { ASK, NAK }, CD_PD_CABLE_NAK, 1 },
	{ "busy is not silent", { ASK, ASK, BUSY }, CD_PD_CABLE_ASKED, 2 },
	{ "neither is a GoodCRC", { ASK, CRC, ASK, CRC }, CD_PD_CABLE_ASKED, 2 },
	{ "one question unanswered later", { ASK, ACK, ASK }, CD_PD_CABLE_ANSWERED, 2 },
	{ "another cable, perhaps", { ASK, ACK, ASK, ASK }, CD_PD_CABLE_SILENT, 3 },
	{ "back again", { ASK, ASK, ASK, CRC }, CD_PD_CABLE_ASKED, 3 },
	{ "the far plug need not be", { ASK_FAR, ASK_FAR, ASK_FAR }, CD_PD_CABLE_UNASKED, 0 },
	{ "the partner is no cable", { ASK_PARTNER, ASK_PARTNER }, CD_PD_CABLE_UNASKED, 0 },
};

static void cables_answer_or_not(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(talks); k++) {
		struct cd_pd pd;

		speak(&pd, talks[k].said);
		if (cd_pd_cable_state(&pd) != talks[k].state || pd.cable.asked != talks[k].asked)
			fail_msg("%s: %s, asked %d", talks[k].what,
				cd_pd_cable_state_to_string(cd_pd_cable_state(&pd)), (int)pd.cable.asked);
	}
}

/* Retries come within a millisecond or two; a source that does not count unanswered questions is asking anew. */
static void the_same_number_later_is_another_question(void **state)
{
	static const struct {
		int64_t later_us;
		unsigned asked;
	} cases[] = { { 0, 1 }, { 2 * MS, 1 }, { 20 * MS - 1, 1 }, { 20 * MS, 2 }, { 45 * MS, 2 } };

	for (size_t k = 0; k < CD_ELEMENTSOF(cases); k++) {
		struct pd_message m = pd_identity_question(0);
		struct cd_pd pd;

		cd_pd_reset(&pd);
		(void)cd_pd_message(&pd, m.sop, m.bytes, m.n, MS);
		(void)cd_pd_message(&pd, m.sop, m.bytes, m.n, MS + cases[k].later_us);
		assert_int_equal(pd.cable.asked, cases[k].asked);
	}
}

/* The low bits of a cable VDO, as they stand in its table. */
enum {
	AMPS_0 = 0,
	AMPS_3 = 1 << 5,
	AMPS_5 = 2 << 5,
	AMPS_RESERVED = 3 << 5,
	THROUGH = 1 << 4,
	VOLTS_50 = 3 << 9,
	VOLTS_30 = 1 << 9,
	EPR = 1 << 17,
};

static const struct {
	const char *what;
	unsigned kind;
	uint32_t vdo;
	enum cd_pd_cable_kind is;
	int64_t ua, uv;
	enum cd_pd_said epr;
} cables[] = {
	{ "3 A", PD_PASSIVE_CABLE, AMPS_3, CD_PD_CABLE_PASSIVE, 3000000, 20000000, CD_PD_NO },
	{ "5 A", PD_PASSIVE_CABLE, AMPS_5, CD_PD_CABLE_PASSIVE, 5000000, 20000000, CD_PD_NO },
	{ "240 W", PD_PASSIVE_CABLE, AMPS_5 | VOLTS_50 | EPR, CD_PD_CABLE_PASSIVE, 5000000, 50000000,
		CD_PD_YES },
	{ "30 V", PD_PASSIVE_CABLE, AMPS_3 | VOLTS_30, CD_PD_CABLE_PASSIVE, 3000000, 30000000, CD_PD_NO },
	{ "no current", PD_PASSIVE_CABLE, AMPS_0, CD_PD_CABLE_PASSIVE, CD_UNKNOWN, 20000000, CD_PD_NO },
	{ "a reserved one", PD_PASSIVE_CABLE, AMPS_RESERVED, CD_PD_CABLE_PASSIVE, CD_UNKNOWN, 20000000,
		CD_PD_NO },
	{ "active", PD_ACTIVE_CABLE, AMPS_5 | THROUGH, CD_PD_CABLE_ACTIVE, 5000000, 20000000, CD_PD_NO },
	{ "active, of glass", PD_ACTIVE_CABLE, AMPS_5, CD_PD_CABLE_ACTIVE, CD_UNKNOWN, 20000000, CD_PD_NO },
	{ "no cable", PD_VPD, AMPS_5, CD_PD_CABLE_UNKNOWN, CD_UNKNOWN, CD_UNKNOWN, CD_PD_UNSAID },
	{ "reserved", 7, AMPS_5, CD_PD_CABLE_UNKNOWN, CD_UNKNOWN, CD_UNKNOWN, CD_PD_UNSAID },
};

static void cables_are_described(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(cables); k++) {
		struct pd_message m = pd_identity_answer(0, cables[k].kind, VENDOR, cables[k].vdo);
		struct cd_pd pd;

		cd_pd_reset(&pd);
		assert_int_equal(cd_pd_message(&pd, m.sop, m.bytes, m.n, 0), CD_PD_KNOWN);
		if (pd.cable.kind != cables[k].is || pd.cable.current_ua != cables[k].ua ||
			pd.cable.voltage_uv != cables[k].uv || pd.cable.epr != cables[k].epr)
			fail_msg("%s: kind %d, %lld uA, %lld uV, epr %d", cables[k].what, (int)pd.cable.kind,
				(long long)pd.cable.current_ua, (long long)pd.cable.voltage_uv,
				(int)pd.cable.epr);
		assert_i64(pd.cable.vendor, VENDOR);
		assert_false(pd.cable.vendor_zero);
	}
}

/* Before Revision 3 the bits of voltage and EPR had other meanings. */
static void an_old_cable_says_less(void **state)
{
	struct pd_message m = pd_identity_answer(0, PD_PASSIVE_CABLE, VENDOR, AMPS_5 | VOLTS_50 | EPR);
	struct cd_pd pd;

	m.bytes[0] = (uint8_t)((m.bytes[0] & ~0xC0) | 1 << 6);
	cd_pd_reset(&pd);
	(void)cd_pd_message(&pd, m.sop, m.bytes, m.n, 0);
	assert_i64(pd.cable.current_ua, 5000000);
	assert_i64(pd.cable.voltage_uv, CD_UNKNOWN);
	assert_int_equal(pd.cable.epr, CD_PD_UNSAID);
}

static void nobody_stands_for_vendor_zero(void **state)
{
	struct pd_message m = pd_identity_answer(0, PD_PASSIVE_CABLE, 0, AMPS_5);
	struct cd_pd pd;

	cd_pd_reset(&pd);
	assert_false(pd.cable.vendor_zero);
	assert_i64(pd.cable.vendor, CD_UNKNOWN);
	(void)cd_pd_message(&pd, m.sop, m.bytes, m.n, 0);
	assert_true(pd.cable.vendor_zero);
}

static void the_near_plug_has_the_word(void **state)
{
	struct pd_message near = pd_identity_answer(0, PD_ACTIVE_CABLE, VENDOR, AMPS_3 | THROUGH);
	struct pd_message far = pd_identity_answer(0, PD_ACTIVE_CABLE, VENDOR, AMPS_5 | THROUGH);
	struct cd_pd pd;

	far.sop = 2;
	cd_pd_reset(&pd);
	assert_int_equal(cd_pd_message(&pd, far.sop, far.bytes, far.n, 0), CD_PD_KNOWN);
	assert_i64(pd.cable.current_ua, 5000000);
	assert_int_equal(cd_pd_message(&pd, near.sop, near.bytes, near.n, 1), CD_PD_KNOWN);
	assert_int_equal(cd_pd_message(&pd, far.sop, far.bytes, far.n, CD_US_PER_S), CD_PD_IGNORED);
	assert_i64(pd.cable.current_ua, 3000000);
}

static void what_is_no_answer(void **state)
{
	struct pd_message full = pd_identity_answer(0, PD_PASSIVE_CABLE, VENDOR, AMPS_5);
	uint32_t object[5] = { 0xFF00A041, PD_PASSIVE_CABLE << 27, 0, 0, AMPS_5 };
	const struct {
		const char *what;
		struct pd_message m;
		enum cd_pd_result result;
	} cases[] = {
		{ "without the cable's VDO", pd_data(PD_PLUG, 0, PD_VENDOR_DEFINED, object, 4),
			CD_PD_INVALID },
		{ "without a product", pd_data(PD_PLUG, 0, PD_VENDOR_DEFINED, object, 3), CD_PD_INVALID },
		{ "not of a plug", pd_data(PD_PORT, 0, PD_VENDOR_DEFINED, object, 5), CD_PD_INVALID },
		{ "of the partner", pd_data(PD_SINK, 0, PD_VENDOR_DEFINED, object, 5), CD_PD_IGNORED },
		{ "a question with more in it",
			pd_data(PD_PORT, 0, PD_VENDOR_DEFINED, (uint32_t[]){ 0xFF00A001, 0 }, 2),
			CD_PD_INVALID },
		{ "of another vendor", vdm(PD_PLUG, 0, 0x1234A041), CD_PD_IGNORED },
		{ "unstructured", vdm(PD_PLUG, 0, 0xFF002041), CD_PD_IGNORED },
		{ "Discover SVIDs", vdm(PD_PORT, 0, 0xFF00A002), CD_PD_IGNORED },
		{ "a NAK with more in it",
			pd_data(PD_PLUG, 0, PD_VENDOR_DEFINED, (uint32_t[]){ 0xFF00A081, 0 }, 2),
			CD_PD_INVALID },
		{ "this is one", full, CD_PD_KNOWN },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(cases); k++) {
		const struct pd_message *m = &cases[k].m;
		enum cd_pd_result r;
		struct cd_pd pd;

		cd_pd_reset(&pd);
		r = cd_pd_message(&pd, m->sop, m->bytes, m->n, 0);
		if (r != cases[k].result || (pd.cable.identity == CD_PD_YES) != (r == CD_PD_KNOWN))
			fail_msg("%s: %d", cases[k].what, (int)r);
	}
}

static void names_go_round(void **state)
{
	for (enum cd_pd_cable_state s = 0; s < _CD_PD_CABLE_STATE_MAX; s++)
		assert_int_equal(cd_pd_cable_state_from_string(cd_pd_cable_state_to_string(s)), s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cables_answer_or_not),
		cmocka_unit_test(the_same_number_later_is_another_question),
		cmocka_unit_test(cables_are_described),
		cmocka_unit_test(an_old_cable_says_less),
		cmocka_unit_test(nobody_stands_for_vendor_zero),
		cmocka_unit_test(the_near_plug_has_the_word),
		cmocka_unit_test(what_is_no_answer),
		cmocka_unit_test(names_go_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
