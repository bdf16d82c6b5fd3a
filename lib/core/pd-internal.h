/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the files of the PD decoder share: a message taken apart, and its data objects read.
 */

#include "pd.h"

#define PD_OBJECTS 7 /* of a message that is not extended: 3 bits count them (§6.2.1.1.2) */

/* Bits high…low of v. */
#define PD_BITS(v, high, low) (((uint32_t)(v) >> (low)) & ((UINT32_C(2) << ((high) - (low))) - 1))

enum pd_class {
	PD_CONTROL,
	PD_DATA,
	PD_EXTENDED,
	_PD_CLASS_MAX,
};

/* Specification revision, bits 7…6 of the header (§6.2.1.1.5). */
enum {
	PD_REVISION_1,
	PD_REVISION_2,
	PD_REVISION_3,
	PD_REVISION_RESERVED,
};

struct pd_frame {
	int64_t t_us;
	uint8_t sop;
	uint16_t header;
	enum pd_class class;
	uint8_t type, id, revision;
	bool from_source; /* on SOP: the sender supplies power */
	bool from_plug;   /* on SOP' and SOP'' */
	unsigned n;       /* data objects */
	uint32_t object[PD_OBJECTS];
	/* extended */
	bool chunk_request;
	uint8_t chunk;
	uint16_t size; /* of the whole message */
	const uint8_t *data;
	size_t n_data; /* of it, here */
};

/* Takes a message apart: false unless its length is the one that its headers say. */
bool cd_pd_frame_read(struct pd_frame *f, uint8_t sop, const uint8_t *wire, size_t n, int64_t t_us);

static inline uint32_t pd_le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Capabilities of `n` objects; false when they cannot be ones. */
bool cd_pd_offer_read(struct cd_pd_offer *o, const uint32_t *object, unsigned n, bool epr, int64_t t_us);
void cd_pd_offer_reset(struct cd_pd_offer *o);

/* A request; `pdo` is the object it points to, NULL when that was not seen. False: it points nowhere. */
bool cd_pd_request_read(struct cd_pd_request *r, uint32_t rdo, const uint32_t *pdo);
void cd_pd_request_reset(struct cd_pd_request *r);
/* GotoMin was carried out. */
void cd_pd_request_go_min(struct cd_pd_request *r);

/* Whatever is under way comes to no end. */
void cd_pd_break_off(struct cd_pd *pd);

/* What capabilities do to the state. */
enum cd_pd_result cd_pd_take_source_offer(struct cd_pd *pd, const struct pd_frame *f);
enum cd_pd_result cd_pd_take_sink_offer(struct cd_pd *pd, const struct pd_frame *f);
enum cd_pd_result cd_pd_take_epr_source_offer(struct cd_pd *pd, const struct pd_frame *f);
enum cd_pd_result cd_pd_take_epr_sink_offer(struct cd_pd *pd, const struct pd_frame *f);

/* Structured VDMs of the cable. */
enum cd_pd_result cd_pd_cable_vdm(struct cd_pd *pd, const struct pd_frame *f);
void cd_pd_cable_reset(struct cd_pd_cable *c);
