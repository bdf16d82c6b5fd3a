/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What PD messages mean for charging: one row a message type, and the one sequence that ends in a contract. The other
 * sequences are followed only so far as their Accept and PS_RDY must not be taken for those of a request.
 *
 *            Request            Accept              PS_RDY
 *     quiet ─────────► asking ─────────► accepted ─────────► quiet, contract made
 *                        │ Reject, Wait: the contract of before stays (§6.6.3, §6.3.4, §6.3.12)
 */

#include "pd-internal.h"
#include "string-table.h"

/* A message without GoodCRC is sent again after about a millisecond, at most thrice (tReceive, nRetryCount: §6.6.2,
 * §6.7.2). The next one with that MessageID and that type comes no earlier than 8 messages or a reset later. */
#define REPEAT_US 20000

static const char *const supply_names[] = {
	[CD_PD_FIXED] = "fixed",
	[CD_PD_VARIABLE] = "variable",
	[CD_PD_BATTERY] = "battery",
	[CD_PD_PPS] = "pps",
	[CD_PD_AVS] = "avs",
};
CD_DEFINE_STRING_TABLE(cd_pd_supply, enum cd_pd_supply, supply_names, _CD_PD_SUPPLY_MAX)

static const char *const cable_state_names[] = {
	[CD_PD_CABLE_UNASKED] = "unasked",
	[CD_PD_CABLE_ASKED] = "asked",
	[CD_PD_CABLE_SILENT] = "silent",
	[CD_PD_CABLE_NAK] = "nak",
	[CD_PD_CABLE_ANSWERED] = "answered",
};
CD_DEFINE_STRING_TABLE(cd_pd_cable_state, enum cd_pd_cable_state, cable_state_names, _CD_PD_CABLE_STATE_MAX)

static void forget_last(struct cd_pd *pd)
{
	for (size_t sop = 0; sop < CD_ELEMENTSOF(pd->last); sop++)
		for (size_t role = 0; role < CD_ELEMENTSOF(pd->last[0]); role++)
			pd->last[sop][role].t_us = CD_UNKNOWN;
}

void cd_pd_reset(struct cd_pd *pd)
{
	*pd = (struct cd_pd){ .sequence = CD_PD_QUIET };
	cd_pd_offer_reset(&pd->source);
	cd_pd_offer_reset(&pd->sink);
	cd_pd_request_reset(&pd->request);
	cd_pd_request_reset(&pd->contract);
	cd_pd_cable_reset(&pd->cable);
	forget_last(pd);
}

void cd_pd_break_off(struct cd_pd *pd)
{
	if (pd->request_state == CD_PD_REQUEST_OPEN || pd->request_state == CD_PD_REQUEST_ACCEPTED)
		pd->request_state = CD_PD_REQUEST_LOST;
	pd->sequence = CD_PD_QUIET;
	pd->chunks.type = 0;
}

void cd_pd_gap(struct cd_pd *pd)
{
	cd_pd_break_off(pd);
	forget_last(pd);
}

void cd_pd_hard_reset(struct cd_pd *pd)
{
	cd_pd_gap(pd);
	cd_pd_request_reset(&pd->contract);
	pd->counts.hard_resets++;
}

/* §6.4.10: action 31…24, of which 4 is "enter failed"; why 23…16, of which 1 is "cable not EPR capable". */
static enum cd_pd_result take_epr_mode(struct cd_pd *pd, const struct pd_frame *f)
{
	if (PD_BITS(f->object[0], 31, 24) != 4 || PD_BITS(f->object[0], 23, 16) != 1 || !f->from_source)
		return CD_PD_IGNORED;
	pd->epr_refused_cable = true;
	return CD_PD_KNOWN;
}

static enum cd_pd_result ask_for(struct cd_pd *pd, const struct pd_frame *f, const uint32_t *pdo)
{
	struct cd_pd_request request;

	if (f->from_source || !cd_pd_request_read(&request, f->object[0], pdo))
		return CD_PD_INVALID;
	cd_pd_break_off(pd);
	request.t_us = f->t_us;
	request.epr = f->n == 2;
	pd->request = request;
	pd->request_state = CD_PD_REQUEST_OPEN;
	pd->sequence = CD_PD_ASKING;
	pd->counts.requests++;
	pd->counts.mismatches += request.mismatch;
	return CD_PD_KNOWN;
}

/* §6.4.2 */
static enum cd_pd_result take_request(struct cd_pd *pd, const struct pd_frame *f)
{
	unsigned position = PD_BITS(f->object[0], 31, 28);
	bool seen = position > 0 && position <= pd->source.n;

	return ask_for(pd, f, seen ? &pd->source.object[position - 1] : NULL);
}

/* §6.4.9: the request, and a copy of the object it is for. */
static enum cd_pd_result take_epr_request(struct cd_pd *pd, const struct pd_frame *f)
{
	return ask_for(pd, f, &f->object[1]);
}

/* Source and sink change places: all that was agreed on is over. */
static void change_places(struct cd_pd *pd)
{
	cd_pd_offer_reset(&pd->source);
	cd_pd_offer_reset(&pd->sink);
	cd_pd_request_reset(&pd->contract);
	pd->sequence = CD_PD_SWAPPED;
}

/* §6.3.3 */
static enum cd_pd_result take_accept(struct cd_pd *pd, const struct pd_frame *f)
{
	if (pd->sequence == CD_PD_SWAPPING) {
		change_places(pd);
		return CD_PD_KNOWN;
	}
	if (pd->sequence != CD_PD_ASKING || pd->request_state != CD_PD_REQUEST_OPEN || !f->from_source)
		return CD_PD_IGNORED;
	pd->request_state = CD_PD_REQUEST_ACCEPTED;
	pd->counts.accepts++;
	return CD_PD_KNOWN;
}

static enum cd_pd_result refuse(
	struct cd_pd *pd, const struct pd_frame *f, enum cd_pd_request_state state, uint64_t *count)
{
	bool request = pd->sequence == CD_PD_ASKING && pd->request_state == CD_PD_REQUEST_OPEN;

	if (request && !f->from_source)
		return CD_PD_IGNORED;
	pd->sequence = CD_PD_QUIET;
	if (!request)
		return CD_PD_IGNORED;
	pd->request_state = state;
	(*count)++;
	return CD_PD_KNOWN;
}

/* §6.3.4 */
static enum cd_pd_result take_reject(struct cd_pd *pd, const struct pd_frame *f)
{
	return refuse(pd, f, CD_PD_REQUEST_REJECTED, &pd->counts.rejects);
}

/* §6.3.12 */
static enum cd_pd_result take_wait(struct cd_pd *pd, const struct pd_frame *f)
{
	return refuse(pd, f, CD_PD_REQUEST_WAIT, &pd->counts.waits);
}

/* §6.3.2: to the least of what was agreed on, for sinks that offered to give back. PS_RDY ends it. */
static enum cd_pd_result take_goto_min(struct cd_pd *pd, const struct pd_frame *f)
{
	if (!f->from_source)
		return CD_PD_INVALID;
	cd_pd_break_off(pd);
	pd->sequence = CD_PD_GOING_MIN;
	pd->counts.goto_mins++;
	return CD_PD_KNOWN;
}

/* §6.3.6 */
static enum cd_pd_result take_ps_rdy(struct cd_pd *pd, const struct pd_frame *f)
{
	bool going_min = pd->sequence == CD_PD_GOING_MIN;
	bool made = pd->sequence == CD_PD_ASKING && pd->request_state == CD_PD_REQUEST_ACCEPTED;

	if (!f->from_source || !(going_min || made))
		return CD_PD_IGNORED;
	pd->sequence = CD_PD_QUIET;
	if (going_min) {
		cd_pd_request_go_min(&pd->contract);
		return CD_PD_KNOWN;
	}
	pd->contract = pd->request;
	pd->contract.t_us = f->t_us;
	pd->request_state = CD_PD_REQUEST_MADE;
	pd->counts.contracts++;
	return CD_PD_KNOWN;
}

/* Other sequences with an Accept or a PS_RDY of their own */

static enum cd_pd_result take_sequence(struct cd_pd *pd, const struct pd_frame *f)
{
	cd_pd_break_off(pd);
	pd->sequence = CD_PD_BUSY;
	return CD_PD_IGNORED;
}

/* §6.3.16: the answer to a swap that the partner does not know. */
static enum cd_pd_result take_not_supported(struct cd_pd *pd, const struct pd_frame *f)
{
	if (pd->sequence != CD_PD_ASKING)
		pd->sequence = CD_PD_QUIET;
	return CD_PD_IGNORED;
}

/* §6.3.10, §6.3.19 */
static enum cd_pd_result take_power_swap(struct cd_pd *pd, const struct pd_frame *f)
{
	cd_pd_break_off(pd);
	pd->sequence = CD_PD_SWAPPING;
	return CD_PD_KNOWN;
}

/* §6.3.13, §6.8.1: the protocol begins anew, the contract stays until there is another. */
static enum cd_pd_result take_soft_reset(struct cd_pd *pd, const struct pd_frame *f)
{
	(void)take_sequence(pd, f);
	pd->counts.soft_resets++;
	return CD_PD_KNOWN;
}

/* Tables 6-5, 6-6 and 6-49: what there is, how many objects it has, who it may go to, and what to do with it. What is
 * not here is reserved. */

struct message {
	uint8_t min, max;                                                      /* data objects */
	bool partner;                                                          /* never to a cable plug */
	enum cd_pd_result (*take)(struct cd_pd *pd, const struct pd_frame *f); /* NULL: of no concern */
	bool exists;
};

/* clang-format off */
static const struct message control_messages[32] = {
	[1] =  { .exists = true },                           /* GoodCRC */
	[2] =  { .exists = true, .partner = true, .take = take_goto_min },
	[3] =  { .exists = true, .take = take_accept },
	[4] =  { .exists = true, .take = take_reject },
	[5] =  { .exists = true, .partner = true },          /* Ping */
	[6] =  { .exists = true, .partner = true, .take = take_ps_rdy },
	[7] =  { .exists = true, .partner = true },          /* Get_Source_Cap */
	[8] =  { .exists = true, .partner = true },          /* Get_Sink_Cap */
	[9] =  { .exists = true, .partner = true, .take = take_sequence }, /* DR_Swap */
	[10] = { .exists = true, .partner = true, .take = take_power_swap }, /* PR_Swap */
	[11] = { .exists = true, .partner = true, .take = take_sequence }, /* VCONN_Swap */
	[12] = { .exists = true, .take = take_wait },
	[13] = { .exists = true, .take = take_soft_reset },
	[14] = { .exists = true, .partner = true, .take = take_sequence }, /* Data_Reset */
	[15] = { .exists = true, .partner = true },          /* Data_Reset_Complete */
	[16] = { .exists = true, .take = take_not_supported },
	[17] = { .exists = true, .partner = true },          /* Get_Source_Cap_Extended */
	[18] = { .exists = true },                           /* Get_Status */
	[19] = { .exists = true, .partner = true, .take = take_power_swap }, /* FR_Swap */
	[20] = { .exists = true, .partner = true },          /* Get_PPS_Status */
	[21] = { .exists = true, .partner = true },          /* Get_Country_Codes */
	[22] = { .exists = true, .partner = true },          /* Get_Sink_Cap_Extended */
	[23] = { .exists = true, .partner = true },          /* Get_Source_Info */
	[24] = { .exists = true },                           /* Get_Revision */
};

static const struct message data_messages[32] = {
	[1] =  { .exists = true, .min = 1, .max = 7, .partner = true, .take = cd_pd_take_source_offer },
	[2] =  { .exists = true, .min = 1, .max = 1, .partner = true, .take = take_request },
	[3] =  { .exists = true, .min = 1, .max = 7 },       /* BIST */
	[4] =  { .exists = true, .min = 1, .max = 7, .partner = true, .take = cd_pd_take_sink_offer },
	[5] =  { .exists = true, .min = 1, .max = 1, .partner = true }, /* Battery_Status */
	[6] =  { .exists = true, .min = 1, .max = 1, .partner = true }, /* Alert */
	[7] =  { .exists = true, .min = 1, .max = 1, .partner = true }, /* Get_Country_Info */
	[8] =  { .exists = true, .min = 1, .max = 1 },       /* Enter_USB; its Accept follows no request */
	[9] =  { .exists = true, .min = 2, .max = 2, .partner = true, .take = take_epr_request },
	[10] = { .exists = true, .min = 1, .max = 1, .partner = true, .take = take_epr_mode },
	[11] = { .exists = true, .min = 1, .max = 1, .partner = true }, /* Source_Info */
	[12] = { .exists = true, .min = 1, .max = 1 },       /* Revision */
	[15] = { .exists = true, .min = 1, .max = 7, .take = cd_pd_cable_vdm },
};

#define EXTENDED .exists = true, .max = 7 /* the length has been checked against its own header */
static const struct message extended_messages[32] = {
	[1] =  { EXTENDED, .partner = true },                /* Source_Capabilities_Extended */
	[2] =  { EXTENDED },                                 /* Status */
	[3] =  { EXTENDED, .partner = true },                /* Get_Battery_Cap */
	[4] =  { EXTENDED, .partner = true },                /* Get_Battery_Status */
	[5] =  { EXTENDED, .partner = true },                /* Battery_Capabilities */
	[6] =  { EXTENDED },                                 /* Get_Manufacturer_Info */
	[7] =  { EXTENDED },                                 /* Manufacturer_Info */
	[8] =  { EXTENDED },                                 /* Security_Request */
	[9] =  { EXTENDED },                                 /* Security_Response */
	[10] = { EXTENDED },                                 /* Firmware_Update_Request */
	[11] = { EXTENDED },                                 /* Firmware_Update_Response */
	[12] = { EXTENDED, .partner = true },                /* PPS_Status */
	[13] = { EXTENDED, .partner = true },                /* Country_Info */
	[14] = { EXTENDED, .partner = true },                /* Country_Codes */
	[15] = { EXTENDED, .partner = true },                /* Sink_Capabilities_Extended */
	[16] = { EXTENDED, .partner = true },                /* Extended_Control */
	[17] = { EXTENDED, .partner = true, .take = cd_pd_take_epr_source_offer },
	[18] = { EXTENDED, .partner = true, .take = cd_pd_take_epr_sink_offer },
	[30] = { EXTENDED },                                 /* Vendor_Defined_Extended */
};
/* clang-format on */

static const struct message *const messages[_PD_CLASS_MAX] = {
	[PD_CONTROL] = control_messages,
	[PD_DATA] = data_messages,
	[PD_EXTENDED] = extended_messages,
};

static bool is_good_crc(const struct pd_frame *f)
{
	return f->class == PD_CONTROL && f->type == 1;
}

static bool fits(const struct message *m, const struct pd_frame *f)
{
	return m->exists && f->n >= m->min && f->n <= m->max && !(m->partner && f->sop > 0);
}

/* Where messages of this sender are remembered; GoodCRC carries the number of the other side (§6.3.1). */
static struct cd_pd_last *last_of(struct cd_pd *pd, const struct pd_frame *f)
{
	return &pd->last[f->sop][f->from_source || f->from_plug];
}

static bool repeats(const struct cd_pd_last *last, const struct pd_frame *f)
{
	return cd_known(last->t_us) && last->header == f->header && f->t_us - last->t_us < REPEAT_US;
}

static enum cd_pd_result take(struct cd_pd *pd, const struct pd_frame *f, const struct message *m)
{
	struct cd_pd_last *last = last_of(pd, f);
	enum cd_pd_result r;

	if (is_good_crc(f))
		return CD_PD_IGNORED;
	if (repeats(last, f)) {
		pd->counts.repeated++;
		return CD_PD_IGNORED;
	}
	/* between a port and a plug nothing is agreed on but identities */
	r = m->take && (f->sop == 0 || m->take == cd_pd_cable_vdm) ? m->take(pd, f) : CD_PD_IGNORED;
	if (r != CD_PD_INVALID)
		*last = (struct cd_pd_last){ .t_us = f->t_us, .header = f->header };
	return r;
}

static void hear_plug(struct cd_pd_cable *c)
{
	c->heard = true;
	c->unanswered = 0;
}

enum cd_pd_result cd_pd_message(struct cd_pd *pd, uint8_t sop, const uint8_t *wire, size_t n, int64_t t_us)
{
	uint64_t *const counters[] = {
		[CD_PD_KNOWN] = &pd->counts.known,
		[CD_PD_IGNORED] = &pd->counts.ignored,
		[CD_PD_INVALID] = &pd->counts.invalid,
	};
	enum cd_pd_result r = CD_PD_INVALID;
	const struct message *m;
	struct pd_frame f;

	if (cd_pd_frame_read(&f, sop, wire, n, t_us)) {
		m = &messages[f.class][f.type];
		if (fits(m, &f))
			r = take(pd, &f, m);
		if (r != CD_PD_INVALID && f.from_plug)
			hear_plug(&pd->cable);
	}
	(*counters[r])++;
	return r;
}
