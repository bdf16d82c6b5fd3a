/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A PD message taken apart (USB PD 3.1 §6.2.1). All numbers are little endian:
 *
 *     control    header
 *     data       header, 1 to 7 objects of 32 bits
 *     extended   header, extended header, bytes; in chunks of at most 26 bytes, filled up to whole objects
 */

#include "pd-internal.h"

#define CHUNK_MAX 26     /* MaxExtendedMsgChunkLen (§6.2.1.2) */
#define EXTENDED_MAX 260 /* MaxExtendedMsgLen */

static uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static bool read_objects(struct pd_frame *f, const uint8_t *wire, size_t n)
{
	if (n != 2 + 4 * (size_t)f->n)
		return false;
	for (unsigned i = 0; i < f->n; i++)
		f->object[i] = pd_le32(wire + 2 + 4 * (size_t)i);
	return true;
}

/* In one piece: the count of objects is reserved, 0 when sent (§6.2.1.1.2). */
static bool read_unchunked(struct pd_frame *f, size_t n)
{
	f->n_data = f->size;
	return f->n == 0 && n == 4 + f->n_data;
}

static bool read_chunk(struct pd_frame *f, size_t n)
{
	size_t before = (size_t)f->chunk * CHUNK_MAX;

	if (!f->chunk_request) {
		if (f->chunk > 0 && before >= f->size)
			return false;
		f->n_data = f->size - before < CHUNK_MAX ? f->size - before : CHUNK_MAX;
	}
	return f->n == (2 + f->n_data + 3) / 4 && n == 2 + 4 * (size_t)f->n;
}

/* Table 6-3: chunked 15, chunk number 14…11, chunk request 10, data size 8…0. */
static bool read_extended(struct pd_frame *f, const uint8_t *wire, size_t n)
{
	uint16_t header;

	if (n < 4 || f->revision != PD_REVISION_3) /* bit 15 is reserved before */
		return false;
	header = le16(wire + 2);
	f->size = (uint16_t)PD_BITS(header, 8, 0);
	f->data = wire + 4;
	if (f->size > EXTENDED_MAX)
		return false;
	if (!PD_BITS(header, 15, 15))
		return read_unchunked(f, n);
	f->chunk = (uint8_t)PD_BITS(header, 14, 11);
	f->chunk_request = PD_BITS(header, 10, 10);
	return read_chunk(f, n);
}

static enum pd_class class_of(uint16_t header)
{
	if (PD_BITS(header, 15, 15))
		return PD_EXTENDED;
	return PD_BITS(header, 14, 12) ? PD_DATA : PD_CONTROL;
}

/* Table 6-1: extended 15, number of objects 14…12, MessageID 11…9, power role or (SOP', SOP'') cable plug 8,
 * specification revision 7…6, message type 4…0. The data role in 5 matters to nothing here. */
bool cd_pd_frame_read(struct pd_frame *f, uint8_t sop, const uint8_t *wire, size_t n, int64_t t_us)
{
	*f = (struct pd_frame){ .t_us = t_us, .sop = sop };
	if (sop > 2 || n < 2)
		return false;
	f->header = le16(wire);
	f->class = class_of(f->header);
	f->n = PD_BITS(f->header, 14, 12);
	f->id = (uint8_t)PD_BITS(f->header, 11, 9);
	f->from_source = sop == 0 && PD_BITS(f->header, 8, 8);
	f->from_plug = sop > 0 && PD_BITS(f->header, 8, 8);
	f->revision = (uint8_t)PD_BITS(f->header, 7, 6);
	f->type = (uint8_t)PD_BITS(f->header, 4, 0);
	if (f->revision == PD_REVISION_RESERVED)
		return false;
	if (f->class == PD_EXTENDED)
		return read_extended(f, wire, n);
	return read_objects(f, wire, n);
}
