/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Any conversation on the CC line. Whatever is heard, each message has one outcome and is counted once, a message that is
 * invalid changes nothing else, what is unknown and what is bounded stay so. Steps of what, how much later and how long,
 * then the bytes. As fuzzing would rarely guess a length that fits its header, one kind of step puts it right.
 */

#include "fuzz.h"

#include "event.h"
#include "pd.h"

struct ear {
	struct cd_pd pd;
	const uint8_t *data;
	size_t size;
	int64_t now_us;
	uint64_t heard;
};

static uint8_t take(struct ear *e)
{
	if (e->size == 0)
		return 0;
	e->size--;
	return *e->data++;
}

static void check_offer(const struct cd_pd_offer *o)
{
	unsigned n = o->unreadable;

	fuzz_check(o->n <= CD_PD_OBJECTS_MAX);
	for (enum cd_pd_supply s = 0; s < _CD_PD_SUPPLY_MAX; s++) {
		n += o->supplies[s];
		fuzz_check(!cd_known(o->best_uw[s]) || (o->supplies[s] && o->best_uw[s] >= 0));
		fuzz_check(o->best_uw[s] <= o->power_uw);
	}
	fuzz_check(n <= o->n && cd_known(o->t_us) == (o->n > 0));
	fuzz_check(cd_known(o->voltage_uv) == (o->n > 0) && o->voltage_uv <= 60000000);
	fuzz_check(o->power_uw <= INT64_C(1000000000)); /* 255 W as AVS; 51.15 V and 10.23 A as bits */
}

static void check_request(const struct cd_pd_request *r)
{
	fuzz_check(r->position <= 13 && cd_known(r->t_us) == (r->position > 0));
	fuzz_check(r->supply != _CD_PD_SUPPLY_INVALID || !cd_known(r->power_uw));
	fuzz_check(!cd_known(r->power_uw) || (r->power_uw >= 0 && r->power_uw <= INT64_C(1000000000)));
}

static void check(const struct ear *e)
{
	const struct cd_pd_counts *c = &e->pd.counts;

	fuzz_check(c->known + c->ignored + c->invalid == e->heard && c->repeated <= c->ignored);
	fuzz_check(c->contracts <= c->accepts && c->accepts + c->rejects + c->waits <= c->requests);
	fuzz_check(c->mismatches <= c->requests && e->pd.cable.unanswered <= e->pd.cable.asked);
	fuzz_check(cd_pd_cable_state_to_string(cd_pd_cable_state(&e->pd)));
	check_offer(&e->pd.source);
	check_offer(&e->pd.sink);
	check_request(&e->pd.request);
	check_request(&e->pd.contract);
	fuzz_check(!e->pd.contract.position || c->contracts);
}

static void hear(struct ear *e, uint8_t sop, const uint8_t *wire, size_t n)
{
	struct cd_pd before = e->pd;
	enum cd_pd_result r = cd_pd_message(&e->pd, sop, wire, n, e->now_us);

	e->heard++;
	if (r == CD_PD_INVALID) {
		before.counts.invalid++;
		fuzz_check(memcmp(&before.counts, &e->pd.counts, sizeof(before.counts)) == 0);
		fuzz_check(memcmp(&before.contract, &e->pd.contract, sizeof(before.contract)) == 0);
		fuzz_check(memcmp(&before.cable, &e->pd.cable, sizeof(before.cable)) == 0);
		fuzz_check(before.request_state == e->pd.request_state);
	}
	check(e);
}

/* An own allocation of the exact size, so that a read behind it is seen. */
static void hear_bytes(struct ear *e, uint8_t sop, size_t n)
{
	uint8_t *wire;

	n = n < e->size ? n : e->size;
	wire = malloc(n ? n : 1);
	fuzz_check(wire);
	memcpy(wire, e->data, n);
	e->data += n;
	e->size -= n;
	hear(e, sop, wire, n);
	free(wire);
}

static void any(struct ear *e)
{
	uint8_t sop = take(e) % 4;

	hear_bytes(e, sop, take(e));
}

/* As long as the header says; an extended message in one piece as its own says. */
static void fitting(struct ear *e)
{
	uint8_t sop = take(e) % 3;
	size_t n = 2;

	if (e->size >= 2)
		n += 4 * (size_t)(e->data[1] >> 4 & 7);
	if (e->size >= 4 && n == 2 && e->data[1] & 0x80)
		n = 4 + (size_t)e->data[2] + ((size_t)(e->data[3] & 1) << 8);
	hear_bytes(e, sop, n);
}

static void hard_reset(struct ear *e)
{
	cd_pd_hard_reset(&e->pd);
	fuzz_check(e->pd.contract.position == 0);
}

static void gap(struct ear *e)
{
	cd_pd_gap(&e->pd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const steps[])(struct ear * e) = { any, fitting, hard_reset, gap };
	struct ear e = { .data = data, .size = size };

	cd_pd_reset(&e.pd);
	check(&e);
	while (e.size >= 2) {
		uint8_t what = take(&e);
		int64_t later = take(&e);

		e.now_us += later * later * 16; /* up to a second */
		steps[what % CD_ELEMENTSOF(steps)](&e);
		check(&e);
	}
	return 0;
}
