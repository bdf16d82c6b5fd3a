/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The cable's own word: Discover Identity on SOP' (USB PD 3.1 §6.4.4.3.1). Above 3 A, and above 20 V, a source asks
 * before it offers; a cable without e-marker does not answer and is one for 3 A (USB Type-C 2.1 §4.9).
 */

#include "pd-internal.h"

#define SID_PD 0xFF00       /* §6.4.4.2: structured VDMs of PD itself */
#define DISCOVER_IDENTITY 1 /* §6.4.4.2.5 */
#define SILENT_AFTER                                                                                         \
	2 /* §6.4.4.3.1: asked up to 20 times (nDiscoverIdentityCount); one question may be lost */

/* Command type, bits 7…6 of the VDM header (§6.4.4.2.4). */
enum { COMMAND_REQUEST, COMMAND_ACK, COMMAND_NAK, COMMAND_BUSY };

/* Objects of an ACK (§6.4.4.3.1): VDM header, ID header, Cert Stat, Product, then those of the product type. */
enum { OBJECT_VDM, OBJECT_ID, OBJECT_CERT, OBJECT_PRODUCT, OBJECT_CABLE, OBJECTS_CABLE };

void cd_pd_cable_reset(struct cd_pd_cable *c)
{
	*c = (struct cd_pd_cable){ .current_ua = CD_UNKNOWN, .voltage_uv = CD_UNKNOWN, .vendor = CD_UNKNOWN };
}

enum cd_pd_cable_state cd_pd_cable_state(const struct cd_pd *pd)
{
	const struct cd_pd_cable *c = &pd->cable;

	if (c->unanswered >= SILENT_AFTER) /* whatever answered before does no longer */
		return CD_PD_CABLE_SILENT;
	if (c->identity == CD_PD_YES)
		return CD_PD_CABLE_ANSWERED;
	if (c->identity == CD_PD_NO)
		return CD_PD_CABLE_NAK;
	return c->asked || c->heard ? CD_PD_CABLE_ASKED : CD_PD_CABLE_UNASKED;
}

/* SOP product type of a plug, bits 29…27 of the ID header (§6.4.4.3.1.1). */
static enum cd_pd_cable_kind kind_of(uint32_t id_header)
{
	switch (PD_BITS(id_header, 29, 27)) {
	case 3:
		return CD_PD_CABLE_PASSIVE;
	case 4:
		return CD_PD_CABLE_ACTIVE;
	}
	return CD_PD_CABLE_UNKNOWN; /* a VCONN-powered device, or reserved */
}

/* Bits 6…5 of both cable VDOs (§6.4.4.3.1.6, §6.4.4.3.1.7). 00 and 11 are reserved. */
static int64_t current_of(uint32_t vdo, enum cd_pd_cable_kind kind)
{
	static const int64_t ua[4] = { CD_UNKNOWN, 3000000, 5000000, CD_UNKNOWN };

	if (kind == CD_PD_CABLE_ACTIVE && !PD_BITS(vdo, 4, 4)) /* VBUS does not go through */
		return CD_UNKNOWN;
	return ua[PD_BITS(vdo, 6, 5)];
}

/* Bits 10…9 and 17. In Revision 2.0 they told of SuperSpeed directions and of the plug's gender. */
static void read_limits(struct cd_pd_cable *c, uint32_t vdo, bool revision_3)
{
	static const int64_t uv[4] = { 20000000, 30000000, 40000000, 50000000 };

	c->voltage_uv = revision_3 ? uv[PD_BITS(vdo, 10, 9)] : CD_UNKNOWN;
	c->epr = !revision_3 ? CD_PD_UNSAID : PD_BITS(vdo, 17, 17) ? CD_PD_YES : CD_PD_NO;
}

static enum cd_pd_result take_ack(struct cd_pd_cable *c, const struct pd_frame *f)
{
	enum cd_pd_cable_kind kind;

	if (f->n <= OBJECT_PRODUCT)
		return CD_PD_INVALID;
	kind = kind_of(f->object[OBJECT_ID]);
	if (kind != CD_PD_CABLE_UNKNOWN && f->n < OBJECTS_CABLE)
		return CD_PD_INVALID;
	if (f->sop == 2 && c->identity == CD_PD_YES)
		return CD_PD_IGNORED; /* the far plug of a cable that has told */
	c->identity = CD_PD_YES;
	c->kind = kind;
	c->vendor = PD_BITS(f->object[OBJECT_ID], 15, 0);
	c->vendor_zero = c->vendor == 0;
	c->current_ua = c->voltage_uv = CD_UNKNOWN;
	c->epr = CD_PD_UNSAID;
	if (kind == CD_PD_CABLE_UNKNOWN)
		return CD_PD_KNOWN;
	c->current_ua = current_of(f->object[OBJECT_CABLE], kind);
	/* §6.4.4.2.3: structured VDM version 2.x, bits 14…13, came with Revision 3.0. */
	read_limits(c, f->object[OBJECT_CABLE],
		f->revision == PD_REVISION_3 && PD_BITS(f->object[OBJECT_VDM], 14, 13) >= 1);
	return CD_PD_KNOWN;
}

static enum cd_pd_result take_request(struct cd_pd_cable *c, const struct pd_frame *f)
{
	if (f->n != 1)
		return CD_PD_INVALID; /* §6.4.4.3.1: the VDM header is all */
	if (f->from_plug || f->sop != 1)
		return CD_PD_IGNORED; /* many cables have no far controller: its silence says nothing */
	c->asked++;
	c->unanswered++;
	return CD_PD_KNOWN;
}

static enum cd_pd_result take_nak(struct cd_pd_cable *c, const struct pd_frame *f)
{
	if (f->n != 1)
		return CD_PD_INVALID;
	if (f->sop != 1)
		return CD_PD_IGNORED;
	c->identity = CD_PD_NO;
	return CD_PD_KNOWN;
}

enum cd_pd_result cd_pd_cable_vdm(struct cd_pd *pd, const struct pd_frame *f)
{
	uint32_t vdm = f->object[OBJECT_VDM];

	/* §6.4.4.2: SVID 31…16, structured 15, command type 7…6, command 4…0. */
	if (f->sop == 0 || PD_BITS(vdm, 31, 16) != SID_PD || !PD_BITS(vdm, 15, 15) ||
		PD_BITS(vdm, 4, 0) != DISCOVER_IDENTITY)
		return CD_PD_IGNORED;
	if (PD_BITS(vdm, 7, 6) == COMMAND_REQUEST)
		return take_request(&pd->cable, f);
	if (!f->from_plug)
		return CD_PD_INVALID;
	if (PD_BITS(vdm, 7, 6) == COMMAND_ACK)
		return take_ack(&pd->cable, f);
	if (PD_BITS(vdm, 7, 6) == COMMAND_NAK)
		return take_nak(&pd->cable, f);
	return CD_PD_KNOWN; /* busy: a sign of life */
}
