/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What was said on the CC line. A meter that listens hands over the messages of USB Power Delivery as they were on the
 * wire; from them come what the source offers, what the sink takes, what they agreed on, and what the cable says of
 * itself. These are words, not measurements: a contract for 60 W is no 60 W, and e-markers lie.
 *
 *     source  ── Source_Capabilities ──►  sink        the offer
 *             ◄── Request ──────────────              the wish; the source may refuse it
 *             ── Accept ────────────────►
 *             ── PS_RDY ────────────────►             the contract, from here on
 *     either  ── Discover Identity ─────►  cable      on SOP', before or after
 *             ◄── ACK with cable VDO ───
 *
 * Clauses are those of USB PD Revision 3.1. The state is of constant size and belongs to one attachment: no message
 * says that the plug was pulled, so whoever knows calls cd_pd_reset(). Quantities that nobody has said are CD_UNKNOWN.
 */

#include "macro.h"

#define CD_PD_OBJECTS_MAX                                                                                    \
	11 /* of EPR capabilities: 7 of SPR and 4 more (§6.5.15); Source_Capabilities has 7 (§6.4.1) */

enum cd_pd_result {
	CD_PD_KNOWN,   /* understood, and it matters to what is kept here */
	CD_PD_IGNORED, /* well-formed, of no concern; or the repetition of the message before */
	CD_PD_INVALID, /* too short, too long, reserved, or in a place where it cannot be */
};

enum cd_pd_supply {
	CD_PD_FIXED,
	CD_PD_VARIABLE,
	CD_PD_BATTERY,
	CD_PD_PPS, /* programmable: the sink chooses the voltage, the source limits the current */
	CD_PD_AVS, /* adjustable voltage, of EPR (§6.4.1.2.5.2) or, since Revision 3.2, of SPR */
	_CD_PD_SUPPLY_MAX,
	_CD_PD_SUPPLY_INVALID = -EINVAL,
};

/* The capabilities of one side, of its last message. */
struct cd_pd_offer {
	int64_t t_us;  /* CD_UNKNOWN: none was seen, and nothing else here says anything */
	bool epr;      /* of an EPR_…_Capabilities */
	bool complete; /* false: a later part of it was not seen, so there may be more than this */
	unsigned n;
	uint32_t object[CD_PD_OBJECTS_MAX]; /* as sent; 0 where EPR leaves a place free */
	unsigned unreadable;                /* objects of a reserved kind, or without a voltage */
	unsigned supplies[_CD_PD_SUPPLY_MAX];
	int64_t best_uw[_CD_PD_SUPPLY_MAX]; /* the most of any object of this kind, at its highest voltage */
	/* Of all kinds. A PPS that says that its power is limited says not to what, and is left out here and above. */
	int64_t power_uw;
	int64_t fixed_ua;   /* the highest current of a fixed supply */
	int64_t voltage_uv; /* the highest of any */
	bool above_5v;      /* any above 5.5 V, the most of vSafe5V (§7.4) */
};

enum cd_pd_request_state {
	CD_PD_REQUEST_NONE,
	CD_PD_REQUEST_OPEN,
	CD_PD_REQUEST_ACCEPTED, /* but the source is not ready yet */
	CD_PD_REQUEST_MADE,     /* it became the contract */
	CD_PD_REQUEST_REJECTED,
	CD_PD_REQUEST_WAIT,
	CD_PD_REQUEST_LOST, /* no end of it was seen: a reset, another offer, missed messages */
	_CD_PD_REQUEST_MAX,
};

/* What the sink asked for, read with the object it points to (§6.4.2). */
struct cd_pd_request {
	int64_t t_us;      /* of the Request; of PS_RDY in a contract */
	unsigned position; /* from 1; 0: there is no request */
	bool epr;
	bool mismatch;            /* "nothing you offer is enough for me" */
	bool give_back;           /* will go down to limit_ua when told to */
	enum cd_pd_supply supply; /* _INVALID: the offer was not seen, and all of the following are unknown */
	int64_t voltage_uv;       /* unknown for variable and battery: anywhere in their range */
	int64_t current_ua;       /* operating; unknown for battery */
	int64_t limit_ua; /* the most it will take, with give_back the least; unknown for battery, PPS and AVS */
	int64_t power_uw; /* voltage times current, of a battery what it said; unknown for variable */
};

enum cd_pd_cable_state {
	CD_PD_CABLE_UNASKED, /* says nothing: a source that offers no more than 3 A need not ask */
	CD_PD_CABLE_ASKED,   /* no identity (yet) */
	CD_PD_CABLE_SILENT,  /* asked twice or more, and no sign of life since */
	CD_PD_CABLE_NAK,     /* there is an e-marker, and it has no identity */
	CD_PD_CABLE_ANSWERED,
	_CD_PD_CABLE_STATE_MAX,
	_CD_PD_CABLE_STATE_INVALID = -EINVAL,
};

enum cd_pd_cable_kind {
	CD_PD_CABLE_UNKNOWN, /* no answer, or of something that is no cable */
	CD_PD_CABLE_PASSIVE,
	CD_PD_CABLE_ACTIVE,
};

enum cd_pd_said {
	CD_PD_UNSAID,
	CD_PD_NO,
	CD_PD_YES,
};

struct cd_pd_cable {
	uint64_t asked;           /* Discover Identity to SOP' */
	uint64_t unanswered;      /* of those, since the last sign of life of a plug */
	bool heard;               /* a plug sent something, be it GoodCRC */
	enum cd_pd_said identity; /* what the last answer was: ACK or NAK */
	/* Of the last ACK. */
	enum cd_pd_cable_kind kind;
	int64_t current_ua;  /* 3 or 5 A */
	int64_t voltage_uv;  /* 20 to 50 V; unknown to a cable of before Revision 3 */
	enum cd_pd_said epr; /* likewise */
	int64_t vendor;      /* USB vendor id */
	bool vendor_zero;    /* nobody stands for this e-marker */
};

struct cd_pd_counts {
	uint64_t known, ignored, invalid; /* every message is one of them */
	uint64_t repeated;                /* of the ignored */
	uint64_t requests, mismatches, accepts, rejects, waits;
	uint64_t contracts;
	uint64_t goto_mins;
	uint64_t soft_resets;
	uint64_t hard_resets; /* as told by cd_pd_hard_reset() */
	/* An offer whose MessageID began anew (§6.7.1): a hard reset or another attachment that nobody told of. */
	uint64_t restarts;
};

/* Of whoever sent last with this SOP* and this role. */
struct cd_pd_last {
	int64_t t_us; /* CD_UNKNOWN: nobody */
	uint16_t header;
};

/* An extended message that comes in chunks (§6.2.1.2). */
struct cd_pd_chunks {
	uint8_t type; /* 0: none */
	uint16_t size, have;
	uint8_t bytes[4 * CD_PD_OBJECTS_MAX];
};

struct cd_pd {
	struct cd_pd_offer source;
	struct cd_pd_offer sink;
	struct cd_pd_request request; /* the last, whatever became of it */
	enum cd_pd_request_state request_state;
	struct cd_pd_request contract; /* position 0: none that was seen */
	struct cd_pd_cable cable;
	bool epr_refused_cable; /* EPR mode was refused with "cable not EPR capable" (§6.4.10) */
	struct cd_pd_counts counts;

	/* for pd*.c only */
	enum {
		CD_PD_QUIET,
		CD_PD_ASKING,
		CD_PD_GOING_MIN,
		CD_PD_SWAPPING,
		CD_PD_SWAPPED,
		CD_PD_BUSY
	} sequence;
	struct cd_pd_last last[3][2];
	struct cd_pd_chunks chunks;
};

void cd_pd_reset(struct cd_pd *pd);
/* One message as a `pd` event carries it: `sop` 0 SOP, 1 SOP', 2 SOP''; `wire` from the header on, without CRC. `t_us`
 * never decreases and is not negative. Takes any bytes. */
enum cd_pd_result cd_pd_message(struct cd_pd *pd, uint8_t sop, const uint8_t *wire, size_t n, int64_t t_us);
/* Hard Reset is no message but a symbol of its own (§5.6.4): for a transport that tells of it. The contract is gone;
 * what the source can do and what cable it is remain. */
void cd_pd_hard_reset(struct cd_pd *pd);
/* Messages may be missing here: what was under way is not waited for, and no restart is read from the next MessageID. */
void cd_pd_gap(struct cd_pd *pd);

enum cd_pd_cable_state cd_pd_cable_state(const struct cd_pd *pd) CD_PURE;

/* "fixed", "variable", "battery", "pps", "avs"; NULL / …_INVALID outside. */
const char *cd_pd_supply_to_string(enum cd_pd_supply v);
enum cd_pd_supply cd_pd_supply_from_string(const char *s);
/* "unasked", "asked", "silent", "nak", "answered". */
const char *cd_pd_cable_state_to_string(enum cd_pd_cable_state v);
enum cd_pd_cable_state cd_pd_cable_state_from_string(const char *s);
