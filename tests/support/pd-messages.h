/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Messages of USB Power Delivery as they are on the wire, for tests and the simulation. Written from the other side than
 * the decoder and without its help, so that a mistake is not made twice alike. Voltages in mV, currents in mA; what does
 * not divide by the step of its field is cut. Revision 3 throughout; `message.bytes[0]` may be bent afterwards.
 */

#include "event.h"

struct pd_message {
	uint8_t sop;
	uint8_t bytes[CD_PD_WIRE_MAX];
	size_t n;
};

enum pd_sender {
	PD_SINK,
	PD_SOURCE,
	PD_PORT, /* either, to the cable's near plug */
	PD_PLUG, /* the cable's near plug */
	PD_FAR_PLUG,
};

struct pd_level {
	int mv, ma;
};

enum {
	PD_GOOD_CRC = 1,
	PD_GOTO_MIN = 2,
	PD_ACCEPT = 3,
	PD_REJECT = 4,
	PD_PS_RDY = 6,
	PD_DR_SWAP = 9,
	PD_PR_SWAP = 10,
	PD_VCONN_SWAP = 11,
	PD_WAIT = 12,
	PD_SOFT_RESET = 13,
	PD_NOT_SUPPORTED = 16,
};

enum {
	PD_SOURCE_CAPABILITIES = 1,
	PD_REQUEST = 2,
	PD_SINK_CAPABILITIES = 4,
	PD_EPR_REQUEST = 9,
	PD_EPR_MODE = 10,
	PD_VENDOR_DEFINED = 15,
};

#define PD_REQUEST_GIVE_BACK (1u << 27)
#define PD_REQUEST_MISMATCH (1u << 26)

struct pd_message pd_control(enum pd_sender from, unsigned id, unsigned type);
struct pd_message pd_data(
	enum pd_sender from, unsigned id, unsigned type, const uint32_t *object, unsigned n);

/* Objects */
uint32_t pd_fixed(int mv, int ma);
uint32_t pd_variable(int min_mv, int max_mv, int ma);
uint32_t pd_battery(int min_mv, int max_mv, int mw);
uint32_t pd_pps(int min_mv, int max_mv, int ma);
uint32_t pd_epr_avs(int min_mv, int max_mv, int w);
uint32_t pd_cable_vdo(int ma, int max_mv, bool epr); /* passive */

/* A charge begins like this */
struct pd_message pd_source_capabilities(unsigned id, const struct pd_level *level, unsigned n);
struct pd_message pd_sink_capabilities(unsigned id, const struct pd_level *level, unsigned n);
/* The n-th object (from 1) of the offer, operating and at most `ma`; `flags` of PD_REQUEST_…. */
struct pd_message pd_request(unsigned id, unsigned position, int ma, uint32_t flags);
/* The same for a PPS. */
struct pd_message pd_request_pps(unsigned id, unsigned position, int mv, int ma);
struct pd_message pd_accept(unsigned id);
struct pd_message pd_ps_rdy(unsigned id);

/* The cable */
enum { PD_PASSIVE_CABLE = 3, PD_ACTIVE_CABLE = 4, PD_VPD = 6 };
struct pd_message pd_identity_question(unsigned id);
struct pd_message pd_identity_answer(unsigned id, unsigned kind, uint16_t vendor, uint32_t cable_vdo);

/* One chunk of EPR_Source_Capabilities with these objects. */
struct pd_message pd_epr_source_capabilities(unsigned id, const uint32_t *object, unsigned n, unsigned chunk);

/* As an event; borrows both. */
struct cd_event pd_event(const struct pd_message *m, const char *input, int64_t t_us);
