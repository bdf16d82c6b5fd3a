/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pd-messages.h"

#define REVISION_3 (2u << 6)
#define CHUNK 26u

static void put(struct pd_message *m, uint32_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		m->bytes[m->n++] = (uint8_t)(v >> 8 * i);
}

static struct pd_message begin(enum pd_sender from, unsigned id, unsigned type, unsigned objects)
{
	struct pd_message m = { .sop = from == PD_FAR_PLUG ? 2 : from >= PD_PORT };
	unsigned role = from != PD_SINK && from != PD_PORT;

	put(&m, type | REVISION_3 | role << 8 | (id & 7) << 9 | objects << 12, 2);
	return m;
}

struct pd_message pd_control(enum pd_sender from, unsigned id, unsigned type)
{
	return begin(from, id, type, 0);
}

struct pd_message pd_data(enum pd_sender from, unsigned id, unsigned type, const uint32_t *object, unsigned n)
{
	struct pd_message m = begin(from, id, type, n);

	for (unsigned i = 0; i < n; i++)
		put(&m, object[i], 4);
	return m;
}

uint32_t pd_fixed(int mv, int ma)
{
	return (uint32_t)(mv / 50) << 10 | (uint32_t)(ma / 10);
}

uint32_t pd_variable(int min_mv, int max_mv, int ma)
{
	return 2u << 30 | (uint32_t)(max_mv / 50) << 20 | (uint32_t)(min_mv / 50) << 10 | (uint32_t)(ma / 10);
}

uint32_t pd_battery(int min_mv, int max_mv, int mw)
{
	return 1u << 30 | (uint32_t)(max_mv / 50) << 20 | (uint32_t)(min_mv / 50) << 10 |
	       (uint32_t)(mw / 250);
}

uint32_t pd_pps(int min_mv, int max_mv, int ma)
{
	return 12u << 28 | (uint32_t)(max_mv / 100) << 17 | (uint32_t)(min_mv / 100) << 8 |
	       (uint32_t)(ma / 50);
}

uint32_t pd_epr_avs(int min_mv, int max_mv, int w)
{
	return 13u << 28 | (uint32_t)(max_mv / 100) << 17 | (uint32_t)(min_mv / 100) << 8 | (uint32_t)w;
}

uint32_t pd_cable_vdo(int ma, int max_mv, bool epr)
{
	uint32_t amps = ma >= 5000 ? 2 : ma >= 3000 ? 1 : 0;
	uint32_t volts = max_mv >= 50000 ? 3 : max_mv >= 40000 ? 2 : max_mv >= 30000 ? 1 : 0;

	return 1u << 28 | 2u << 18 | (uint32_t)epr << 17 | 1u << 13 | volts << 9 | amps << 5;
}

static struct pd_message levels(
	enum pd_sender from, unsigned id, unsigned type, const struct pd_level *level, unsigned n)
{
	uint32_t object[7];

	for (unsigned i = 0; i < n && i < 7; i++)
		object[i] = pd_fixed(level[i].mv, level[i].ma);
	return pd_data(from, id, type, object, n < 7 ? n : 7);
}

struct pd_message pd_source_capabilities(unsigned id, const struct pd_level *level, unsigned n)
{
	return levels(PD_SOURCE, id, PD_SOURCE_CAPABILITIES, level, n);
}

struct pd_message pd_sink_capabilities(unsigned id, const struct pd_level *level, unsigned n)
{
	return levels(PD_SINK, id, PD_SINK_CAPABILITIES, level, n);
}

struct pd_message pd_request(unsigned id, unsigned position, int ma, uint32_t flags)
{
	uint32_t current = (uint32_t)(ma / 10);
	uint32_t rdo = position << 28 | flags | current << 10 | current;

	return pd_data(PD_SINK, id, PD_REQUEST, &rdo, 1);
}

struct pd_message pd_request_pps(unsigned id, unsigned position, int mv, int ma)
{
	uint32_t rdo = position << 28 | (uint32_t)(mv / 20) << 9 | (uint32_t)(ma / 50);

	return pd_data(PD_SINK, id, PD_REQUEST, &rdo, 1);
}

struct pd_message pd_accept(unsigned id)
{
	return pd_control(PD_SOURCE, id, PD_ACCEPT);
}

struct pd_message pd_ps_rdy(unsigned id)
{
	return pd_control(PD_SOURCE, id, PD_PS_RDY);
}

struct pd_message pd_identity_question(unsigned id)
{
	uint32_t vdm = 0xFF00A001;

	return pd_data(PD_PORT, id, PD_VENDOR_DEFINED, &vdm, 1);
}

struct pd_message pd_identity_answer(unsigned id, unsigned kind, uint16_t vendor, uint32_t cable_vdo)
{
	uint32_t object[] = { 0xFF00A041, kind << 27 | vendor, 0, 0, cable_vdo };

	return pd_data(PD_PLUG, id, PD_VENDOR_DEFINED, object, 5);
}

struct pd_message pd_epr_source_capabilities(unsigned id, const uint32_t *object, unsigned n, unsigned chunk)
{
	unsigned size = 4 * n, from = chunk * CHUNK, part = size - from < CHUNK ? size - from : CHUNK;
	struct pd_message m = begin(PD_SOURCE, id, 17, (2 + part + 3) / 4);

	m.bytes[1] |= 0x80;
	put(&m, 1u << 15 | chunk << 11 | size, 2);
	for (unsigned i = from; i < from + part; i++)
		put(&m, object[i / 4] >> 8 * (i % 4), 1);
	while (m.n % 4 != 2)
		put(&m, 0, 1);
	return m;
}

struct cd_event pd_event(const struct pd_message *m, const char *input, int64_t t_us)
{
	return (struct cd_event){ .t_us = t_us,
		.type = CD_EVENT_PD,
		.input = input,
		.pd = { .sop = m->sop, .wire = m->bytes, .n = m->n } };
}
