/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Conversations of source and sink: a list of messages each, and what has been agreed on at its end. And what is no
 * message at all.
 */

#include "test.h"

#include "pd.h"
#include "pd-messages.h"

#define MS (CD_US_PER_S / 1000)
#define SAID_MAX 20
#define A(ma) (INT64_C(1000) * (ma))

static const struct pd_level levels[] = { { 5000, 3000 }, { 9000, 3000 }, { 15000, 3000 }, { 20000, 3250 } };

/* Who says what; the MessageIDs are counted here. */
enum said {
	END,
	OFFER,
	WANT_9V,         /* 2.2 A */
	WANT_20V,        /* 3.25 A */
	WANT_5V_SAD,     /* 0.5 A, capability mismatch */
	WANT_9V_GIVING,  /* 2 A, down to 0.5 A */
	WANT_9V_OR_MORE, /* 1.5 A, up to 2.5 A */
	WANT_FIFTH,      /* there are four */
	ACCEPT,
	REJECT,
	WAIT,
	PS_RDY,
	SINK_ACCEPT,
	SINK_PS_RDY,
	SOFT_RESET,
	VCONN_SWAP,
	DR_SWAP,
	PR_SWAP,
	GOTO_MIN,
	NOT_SUPPORTED,
	CRC_OF_SINK,
	CRC_OF_SOURCE, /* with the number of a message of the sink, 3 */
	AGAIN,         /* the message before is repeated */
	GAP,
	HARD_RESET,  /* as told */
	ANEW,        /* the source counts from 0 again */
	SINK_OFFERS, /* a dual-role sink says what it could give */
};

struct talk {
	struct cd_pd pd;
	int64_t t_us;
	unsigned id[2]; /* of sink, source */
	struct pd_message last;
};

static void hear(struct talk *t, struct pd_message m)
{
	t->t_us += 30 * MS;
	t->last = m;
	(void)cd_pd_message(&t->pd, m.sop, m.bytes, m.n, t->t_us);
}

static void hear_control(struct talk *t, enum pd_sender from, unsigned type)
{
	hear(t, pd_control(from, t->id[from]++, type));
}

static void say_9v(struct talk *t, uint32_t flags, uint32_t operating_10ma, uint32_t limit_10ma)
{
	uint32_t rdo = 2u << 28 | flags | operating_10ma << 10 | limit_10ma;

	hear(t, pd_data(PD_SINK, t->id[PD_SINK]++, PD_REQUEST, &rdo, 1));
}

static void say_request(struct talk *t, unsigned position, int ma, uint32_t flags)
{
	hear(t, pd_request(t->id[PD_SINK]++, position, ma, flags));
}

static void say_offer(struct talk *t)
{
	hear(t, pd_source_capabilities(t->id[PD_SOURCE]++, levels, CD_ELEMENTSOF(levels)));
}

static void say_sinks_offer(struct talk *t)
{
	uint32_t object = pd_fixed(5000, 900);

	hear(t, pd_data(PD_SINK, t->id[PD_SINK]++, PD_SOURCE_CAPABILITIES, &object, 1));
}

static void repeat(struct talk *t)
{
	t->t_us -= 29 * MS;
	hear(t, t->last);
}

/* clang-format off */
static void say(struct talk *t, enum said what)
{
	switch (what) {
	case END: break;
	case OFFER: say_offer(t); break;
	case WANT_9V: say_request(t, 2, 2200, 0); break;
	case WANT_20V: say_request(t, 4, 3250, 0); break;
	case WANT_5V_SAD: say_request(t, 1, 500, PD_REQUEST_MISMATCH); break;
	case WANT_9V_GIVING: say_9v(t, PD_REQUEST_GIVE_BACK, 200, 50); break;
	case WANT_9V_OR_MORE: say_9v(t, 0, 150, 250); break;
	case CRC_OF_SOURCE: hear(t, pd_control(PD_SOURCE, 3, PD_GOOD_CRC)); break;
	case WANT_FIFTH: say_request(t, 5, 1000, 0); break;
	case ACCEPT: hear_control(t, PD_SOURCE, PD_ACCEPT); break;
	case REJECT: hear_control(t, PD_SOURCE, PD_REJECT); break;
	case WAIT: hear_control(t, PD_SOURCE, PD_WAIT); break;
	case PS_RDY: hear_control(t, PD_SOURCE, PD_PS_RDY); break;
	case SINK_ACCEPT: hear_control(t, PD_SINK, PD_ACCEPT); break;
	case SINK_PS_RDY: hear_control(t, PD_SINK, PD_PS_RDY); break;
	case SOFT_RESET: hear_control(t, PD_SOURCE, PD_SOFT_RESET); break;
	case VCONN_SWAP: hear_control(t, PD_SOURCE, PD_VCONN_SWAP); break;
	case DR_SWAP: hear_control(t, PD_SINK, PD_DR_SWAP); break;
	case PR_SWAP: hear_control(t, PD_SINK, PD_PR_SWAP); break;
	case GOTO_MIN: hear_control(t, PD_SOURCE, PD_GOTO_MIN); break;
	case NOT_SUPPORTED: hear_control(t, PD_SOURCE, PD_NOT_SUPPORTED); break;
	case CRC_OF_SINK: hear(t, pd_control(PD_SINK, t->id[PD_SOURCE] - 1, PD_GOOD_CRC)); break;
	case AGAIN: repeat(t); break;
	case GAP: cd_pd_gap(&t->pd); break;
	case HARD_RESET: cd_pd_hard_reset(&t->pd); t->id[PD_SOURCE] = t->id[PD_SINK] = 0; break;
	case ANEW: t->id[PD_SOURCE] = t->id[PD_SINK] = 0; break;
	case SINK_OFFERS: say_sinks_offer(t); break;
	}
}

#define MADE_9V OFFER, WANT_9V, ACCEPT, PS_RDY
#define NONE CD_UNKNOWN, CD_UNKNOWN

static const struct {
	const char *what;
	enum said said[SAID_MAX];
	int64_t uv, ua; /* of the contract */
	enum cd_pd_request_state state;
} talks[] = {
	{ "nothing", { END }, NONE, CD_PD_REQUEST_NONE },
	{ "an offer is no contract", { OFFER }, NONE, CD_PD_REQUEST_NONE },
	{ "neither is a wish", { OFFER, WANT_9V }, NONE, CD_PD_REQUEST_OPEN },
	{ "nor its acceptance", { OFFER, WANT_9V, ACCEPT }, NONE, CD_PD_REQUEST_ACCEPTED },
	{ "this is one", { MADE_9V }, A(9000), A(2200), CD_PD_REQUEST_MADE },
	{ "with GoodCRCs between", { OFFER, CRC_OF_SINK, WANT_9V, ACCEPT, CRC_OF_SINK, PS_RDY, CRC_OF_SINK },
		A(9000), A(2200), CD_PD_REQUEST_MADE },
	{ "ready without acceptance", { OFFER, WANT_9V, PS_RDY }, NONE, CD_PD_REQUEST_OPEN },
	{ "acceptance without a wish", { OFFER, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_NONE },
	{ "the wrong side accepts", { OFFER, WANT_9V, SINK_ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_OPEN },
	{ "the wrong side is ready", { OFFER, WANT_9V, ACCEPT, SINK_PS_RDY }, NONE, CD_PD_REQUEST_ACCEPTED },
	{ "rejected", { OFFER, WANT_9V, REJECT, PS_RDY }, NONE, CD_PD_REQUEST_REJECTED },
	{ "rejected: what was agreed on before stays", { MADE_9V, WANT_20V, REJECT }, A(9000), A(2200),
		CD_PD_REQUEST_REJECTED },
	{ "told to wait: likewise", { MADE_9V, WANT_20V, WAIT, PS_RDY }, A(9000), A(2200), CD_PD_REQUEST_WAIT },
	{ "and then it may", { MADE_9V, WANT_20V, WAIT, WANT_20V, ACCEPT, PS_RDY }, A(20000), A(3250),
		CD_PD_REQUEST_MADE },
	{ "another contract", { MADE_9V, OFFER, WANT_20V, ACCEPT, PS_RDY }, A(20000), A(3250),
		CD_PD_REQUEST_MADE },
	{ "until it is made the old one holds", { MADE_9V, WANT_20V, ACCEPT }, A(9000), A(2200),
		CD_PD_REQUEST_ACCEPTED },
	{ "another offer breaks off", { OFFER, WANT_9V, OFFER, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_LOST },
	{ "another wish replaces", { OFFER, WANT_9V, WANT_20V, ACCEPT, PS_RDY }, A(20000), A(3250),
		CD_PD_REQUEST_MADE },
	{ "a position that was not offered", { OFFER, WANT_FIFTH, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_MADE },
	{ "the offer was missed", { WANT_9V, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_MADE },
	{ "soft reset: the contract stays", { MADE_9V, SOFT_RESET, SINK_ACCEPT }, A(9000), A(2200),
		CD_PD_REQUEST_MADE },
	{ "soft reset in the midst", { OFFER, WANT_9V, SOFT_RESET, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_LOST },
	{ "hard reset", { MADE_9V, HARD_RESET }, NONE, CD_PD_REQUEST_MADE },
	{ "hard reset in the midst", { OFFER, WANT_9V, ACCEPT, HARD_RESET, PS_RDY }, NONE, CD_PD_REQUEST_LOST },
	{ "counted from 0 again", { MADE_9V, ANEW, OFFER }, NONE, CD_PD_REQUEST_MADE },
	{ "missed messages", { OFFER, WANT_9V, GAP, ACCEPT, PS_RDY }, NONE, CD_PD_REQUEST_LOST },
	{ "missed messages do not end a contract", { MADE_9V, GAP, ANEW, OFFER }, A(9000), A(2200),
		CD_PD_REQUEST_MADE },
	{ "a VCONN swap has Accept and PS_RDY, too", { OFFER, WANT_9V, VCONN_SWAP, ACCEPT, PS_RDY }, NONE,
		CD_PD_REQUEST_LOST },
	{ "and changes no contract", { MADE_9V, VCONN_SWAP, ACCEPT, PS_RDY }, A(9000), A(2200),
		CD_PD_REQUEST_MADE },
	{ "a data swap neither", { MADE_9V, DR_SWAP, ACCEPT }, A(9000), A(2200), CD_PD_REQUEST_MADE },
	{ "a swap of power ends it", { MADE_9V, PR_SWAP, ACCEPT }, NONE, CD_PD_REQUEST_MADE },
	{ "unless refused", { MADE_9V, PR_SWAP, REJECT }, A(9000), A(2200), CD_PD_REQUEST_MADE },
	{ "and unless unknown", { MADE_9V, PR_SWAP, NOT_SUPPORTED, ACCEPT }, A(9000), A(2200),
		CD_PD_REQUEST_MADE },
	{ "what a sink could give is not the offer", { OFFER, SINK_OFFERS, WANT_20V, ACCEPT, PS_RDY }, A(20000),
		A(3250), CD_PD_REQUEST_MADE },
	{ "to the minimum", { OFFER, WANT_9V_GIVING, ACCEPT, PS_RDY, GOTO_MIN, PS_RDY }, A(9000), A(500),
		CD_PD_REQUEST_MADE },
	{ "not before it is ready", { OFFER, WANT_9V_GIVING, ACCEPT, PS_RDY, GOTO_MIN }, A(9000), A(2000),
		CD_PD_REQUEST_MADE },
	{ "to the minimum of one that gives nothing back", { OFFER, WANT_9V_OR_MORE, ACCEPT, PS_RDY, GOTO_MIN, PS_RDY },
		A(9000), A(1500),
		CD_PD_REQUEST_MADE },
};
/* clang-format on */

static void speak(struct talk *t, const enum said *said)
{
	cd_pd_reset(&t->pd);
	t->t_us = 0;
	t->id[PD_SINK] = t->id[PD_SOURCE] = 0;
	for (size_t i = 0; i < SAID_MAX && said[i] != END; i++)
		say(t, said[i]);
}

static void talks_end_in_contracts(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(talks); k++) {
		struct talk t;

		speak(&t, talks[k].said);
		if (t.pd.contract.voltage_uv != talks[k].uv || t.pd.contract.current_ua != talks[k].ua ||
			t.pd.request_state != talks[k].state)
			fail_msg("%s: %lld uV, %lld uA, request %d", talks[k].what,
				(long long)t.pd.contract.voltage_uv, (long long)t.pd.contract.current_ua,
				(int)t.pd.request_state);
		if (t.pd.counts.invalid)
			fail_msg("%s: %d invalid", talks[k].what, (int)t.pd.counts.invalid);
	}
}

static void a_contract_is_described(void **state)
{
	static const enum said said[SAID_MAX] = { MADE_9V };
	struct talk t;

	speak(&t, said);
	assert_int_equal(t.pd.contract.position, 2);
	assert_int_equal(t.pd.contract.supply, CD_PD_FIXED);
	assert_i64(t.pd.contract.power_uw, 19800000);
	assert_i64(t.pd.contract.limit_ua, 2200000);
	assert_i64(t.pd.contract.t_us, 120 * MS);
	assert_i64(t.pd.request.t_us, 60 * MS);
	assert_false(t.pd.contract.mismatch);
	assert_int_equal(t.pd.counts.contracts, 1);
}

/* A contract for something that was not seen is one all the same. */
static void an_unseen_offer_leaves_an_unknown_contract(void **state)
{
	static const enum said said[SAID_MAX] = { WANT_9V, ACCEPT, PS_RDY };
	struct talk t;

	speak(&t, said);
	assert_int_equal(t.pd.contract.position, 2);
	assert_int_equal(t.pd.contract.supply, _CD_PD_SUPPLY_INVALID);
	assert_i64(t.pd.contract.power_uw, CD_UNKNOWN);
	assert_i64(t.pd.source.t_us, CD_UNKNOWN);
	assert_i64(t.pd.source.power_uw, CD_UNKNOWN);
}

static void incidents_are_counted(void **state)
{
	static const enum said said[SAID_MAX] = { OFFER, WANT_5V_SAD, ACCEPT, PS_RDY, WANT_9V, REJECT,
		WANT_9V, WAIT, SOFT_RESET, SINK_ACCEPT, HARD_RESET, MADE_9V, GOTO_MIN, ANEW, OFFER };
	struct talk t;

	speak(&t, said);
	assert_int_equal(t.pd.counts.requests, 4);
	assert_int_equal(t.pd.counts.mismatches, 1);
	assert_int_equal(t.pd.counts.accepts, 2);
	assert_int_equal(t.pd.counts.rejects, 1);
	assert_int_equal(t.pd.counts.waits, 1);
	assert_int_equal(t.pd.counts.contracts, 2);
	assert_int_equal(t.pd.counts.soft_resets, 1);
	assert_int_equal(t.pd.counts.hard_resets, 1);
	assert_int_equal(t.pd.counts.goto_mins, 1);
	assert_int_equal(t.pd.counts.restarts, 1);
}

static void a_repetition_is_not_counted_twice(void **state)
{
	static const enum said said[SAID_MAX] = { OFFER, AGAIN, AGAIN, WANT_5V_SAD, AGAIN, ACCEPT, AGAIN,
		PS_RDY, AGAIN };
	struct talk t;

	speak(&t, said);
	assert_int_equal(t.pd.counts.repeated, 5);
	assert_int_equal(t.pd.counts.requests, 1);
	assert_int_equal(t.pd.counts.mismatches, 1);
	assert_int_equal(t.pd.counts.contracts, 1);
	assert_int_equal(t.pd.counts.known, 4);
}

static void the_count_from_zero(void **state)
{
	static const struct {
		const char *what;
		enum said said[SAID_MAX];
		unsigned restarts;
	} cases[] = {
		{ "the first offer", { OFFER }, 0 },
		{ "nobody answers, and the source does not count", { OFFER, ANEW, OFFER, ANEW, OFFER }, 0 },
		{ "nobody answers, and it does", { OFFER, OFFER, OFFER }, 0 },
		{ "7 is followed by 0", { OFFER, OFFER, OFFER, OFFER, OFFER, OFFER, OFFER, OFFER, OFFER },
			0 },
		{ "a GoodCRC has the number of the other side", { OFFER, CRC_OF_SOURCE, ANEW, OFFER }, 0 },
		{ "something began anew", { OFFER, WANT_9V, ACCEPT, ANEW, OFFER }, 1 },
		{ "twice", { OFFER, WANT_9V, ACCEPT, ANEW, OFFER, WANT_9V, ACCEPT, ANEW, OFFER }, 2 },
		{ "told of already", { OFFER, WANT_9V, ACCEPT, HARD_RESET, OFFER }, 0 },
		{ "after a swap", { MADE_9V, PR_SWAP, ACCEPT, PS_RDY, ANEW, OFFER }, 0 },
	};

	for (size_t k = 0; k < CD_ELEMENTSOF(cases); k++) {
		struct talk t;

		speak(&t, cases[k].said);
		if (t.pd.counts.restarts != cases[k].restarts)
			fail_msg("%s: %d restarts", cases[k].what, (int)t.pd.counts.restarts);
	}
}

/* A swap makes the one who took the one who gives: what either could do is not known of its new part. */
static void a_swap_forgets_what_was_offered(void **state)
{
	static const enum said said[SAID_MAX] = { MADE_9V, PR_SWAP, ACCEPT };
	struct talk t;

	speak(&t, said);
	assert_i64(t.pd.source.t_us, CD_UNKNOWN);
	assert_int_equal(t.pd.contract.position, 0);
}

static void a_reset_keeps_what_was_offered(void **state)
{
	static const enum said said[SAID_MAX] = { MADE_9V, HARD_RESET };
	struct talk t;

	speak(&t, said);
	assert_i64(t.pd.source.power_uw, 65000000);
	cd_pd_reset(&t.pd);
	assert_i64(t.pd.source.power_uw, CD_UNKNOWN);
	assert_int_equal(t.pd.counts.known, 0);
}

/* Bytes in a row; most are one bit away from a message that is good. */
static const struct {
	const char *what;
	uint8_t sop, n;
	uint8_t wire[32];
	enum cd_pd_result result;
} lines[] = {
	{ "nothing", 0, 0, { 0 }, CD_PD_INVALID },
	{ "half a header", 0, 1, { 0x81 }, CD_PD_INVALID },
	{ "GoodCRC", 0, 2, { 0x81, 0x01 }, CD_PD_IGNORED },
	{ "to nobody", 3, 2, { 0x81, 0x01 }, CD_PD_INVALID },
	{ "control message 0", 0, 2, { 0x80, 0x01 }, CD_PD_INVALID },
	{ "Get_Revision, the last there is", 0, 2, { 0x98, 0x01 }, CD_PD_IGNORED },
	{ "one behind it", 0, 2, { 0x99, 0x01 }, CD_PD_INVALID },
	{ "reserved revision", 0, 2, { 0xC1, 0x01 }, CD_PD_INVALID },
	{ "of Revision 1", 0, 2, { 0x01, 0x01 }, CD_PD_IGNORED },
	{ "a control message with a byte too many", 0, 3, { 0x81, 0x01, 0 }, CD_PD_INVALID },
	{ "six objects are told, half a byte of them is here", 0, 3, { 0xA1, 0x61, 0x0F }, CD_PD_INVALID },
	{ "Source_Capabilities", 0, 6, { 0x81, 0x11, 0x2C, 0x91, 0x01, 0x08 }, CD_PD_KNOWN },
	{ "with a CRC", 0, 10, { 0x81, 0x11, 0x2C, 0x91, 0x01, 0x08, 1, 2, 3, 4 }, CD_PD_INVALID },
	{ "cut off", 0, 5, { 0x81, 0x11, 0x2C, 0x91, 0x01 }, CD_PD_INVALID },
	{ "to a plug", 1, 6, { 0x81, 0x10, 0x2C, 0x91, 0x01, 0x08 }, CD_PD_INVALID },
	{ "not 5 V first", 0, 6, { 0x81, 0x11, 0x2C, 0x01, 0x00, 0x00 }, CD_PD_INVALID },
	{ "a battery first", 0, 6, { 0x81, 0x11, 0x2C, 0x91, 0x01, 0x40 }, CD_PD_INVALID },
	{ "Request", 0, 6, { 0x82, 0x10, 0x2C, 0xB1, 0x04, 0x10 }, CD_PD_KNOWN },
	{ "of a source", 0, 6, { 0x82, 0x11, 0x2C, 0xB1, 0x04, 0x10 }, CD_PD_INVALID },
	{ "for position 0", 0, 6, { 0x82, 0x10, 0x2C, 0xB1, 0x04, 0x00 }, CD_PD_INVALID },
	{ "for position 14", 0, 6, { 0x82, 0x10, 0x2C, 0xB1, 0x04, 0xE0 }, CD_PD_INVALID },
	{ "two at once", 0, 10, { 0x82, 0x20, 0x2C, 0xB1, 0x04, 0x10, 0x2C, 0xB1, 0x04, 0x10 },
		CD_PD_INVALID },
	{ "EPR_Request without its copy", 0, 6, { 0x89, 0x10, 0x2C, 0xB1, 0x04, 0x10 }, CD_PD_INVALID },
	{ "data message 13", 0, 6, { 0x8D, 0x11, 0, 0, 0, 0 }, CD_PD_INVALID },
	{ "GotoMin of a sink", 0, 2, { 0x82, 0x00 }, CD_PD_INVALID },
	{ "Soft_Reset to a plug is not one of the port", 1, 2, { 0x8D, 0x00 }, CD_PD_IGNORED },
	{ "PS_RDY to a plug", 1, 2, { 0x86, 0x00 }, CD_PD_INVALID },
	{ "extended, of Revision 2", 0, 6, { 0x42, 0x91, 0x02, 0x80, 1, 2 }, CD_PD_INVALID },
	{ "Status, a chunk", 0, 6, { 0x82, 0x91, 0x02, 0x80, 1, 2 }, CD_PD_IGNORED },
	{ "Status, in one piece", 0, 6, { 0x82, 0x81, 0x02, 0x00, 1, 2 }, CD_PD_IGNORED },
	{ "in one piece, with a count", 0, 6, { 0x82, 0x91, 0x02, 0x00, 1, 2 }, CD_PD_INVALID },
	{ "in one piece, a byte too many", 0, 7, { 0x82, 0x81, 0x02, 0x00, 1, 2, 3 }, CD_PD_INVALID },
	{ "a chunk request", 0, 6, { 0x91, 0x90, 0x00, 0x8C, 0, 0 }, CD_PD_IGNORED },
	{ "a chunk without filling", 0, 5, { 0x82, 0x91, 0x01, 0x80, 1 }, CD_PD_INVALID },
	{ "a chunk with an object too many", 0, 10, { 0x82, 0xA1, 0x02, 0x80, 1, 2, 0, 0, 0, 0 },
		CD_PD_INVALID },
	{ "a second chunk of what fits in one", 0, 6, { 0x82, 0x91, 0x1A, 0x88, 1, 2 }, CD_PD_INVALID },
	{ "the tenth chunk of the longest there is", 0, 30, { 0x82, 0xF1, 0x04, 0xC9 }, CD_PD_IGNORED },
	{ "an eleventh, of a byte more", 0, 6, { 0x82, 0x91, 0x05, 0xD1, 1, 0 }, CD_PD_INVALID },
	{ "no extended header", 0, 3, { 0x82, 0x81, 0 }, CD_PD_INVALID },
	{ "extended message 19", 0, 6, { 0x93, 0x91, 0x02, 0x80, 1, 2 }, CD_PD_INVALID },
	{ "EPR capabilities of half an object", 0, 6, { 0x91, 0x91, 0x02, 0x80, 1, 2 }, CD_PD_INVALID },
};

static void lines_are_messages_or_not(void **state)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(lines); k++) {
		uint8_t *exact = malloc(lines[k].n ? lines[k].n : 1);
		enum cd_pd_result r;
		struct cd_pd pd;

		assert_non_null(exact);
		memcpy(exact, lines[k].wire, lines[k].n);
		cd_pd_reset(&pd);
		r = cd_pd_message(&pd, lines[k].sop, exact, lines[k].n, 0);
		free(exact);
		if (r != lines[k].result)
			fail_msg("%s: %d", lines[k].what, (int)r);
		assert_int_equal(pd.counts.known, r == CD_PD_KNOWN);
		assert_int_equal(pd.counts.ignored, r == CD_PD_IGNORED);
		assert_int_equal(pd.counts.invalid, r == CD_PD_INVALID);
		assert_int_equal(pd.counts.soft_resets, 0);
	}
}

/* What is no message changes nothing but its count. */
static void an_invalid_message_changes_nothing(void **state)
{
	static const enum said said[SAID_MAX] = { MADE_9V };

	for (size_t k = 0; k < CD_ELEMENTSOF(lines); k++) {
		struct cd_pd before;
		struct talk t;

		if (lines[k].result != CD_PD_INVALID)
			continue;
		speak(&t, said);
		before = t.pd;
		assert_int_equal(cd_pd_message(&t.pd, lines[k].sop, lines[k].wire, lines[k].n, CD_US_PER_S),
			CD_PD_INVALID);
		assert_int_equal(t.pd.counts.invalid, 1);
		t.pd.counts.invalid = 0;
		if (memcmp(&t.pd, &before, sizeof(before)) != 0)
			fail_msg("%s: something changed", lines[k].what);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(talks_end_in_contracts),
		cmocka_unit_test(a_contract_is_described),
		cmocka_unit_test(an_unseen_offer_leaves_an_unknown_contract),
		cmocka_unit_test(incidents_are_counted),
		cmocka_unit_test(a_repetition_is_not_counted_twice),
		cmocka_unit_test(the_count_from_zero),
		cmocka_unit_test(a_swap_forgets_what_was_offered),
		cmocka_unit_test(a_reset_keeps_what_was_offered),
		cmocka_unit_test(lines_are_messages_or_not),
		cmocka_unit_test(an_invalid_message_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
