/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What a meter sees on D+ and D−, and on CC1 and CC2: the signature by which an adapter says what it can give, whether
 * the device asked, and whether anything terminates the CC lines.
 *
 *     D+ │      ┌──┐ 0.6 V: the device's probe (BC1.2 §3.2.4)
 *        │      │  └──────────────────── the adapter's answer, for good
 *        └──────┴─────────────────────► t
 *        nothing attach    charging
 *
 * A signature counts once it has stood for 0.3 s, so that the way from one to the next is none.
 */

#include "sample.h"

/* The order is that of the table in data-lines.c. */
enum cd_signature {
	CD_SIGNATURE_NONE, /* 0 / 0: a computer's port without data, or lines that lead nowhere */
	CD_SIGNATURE_DATA, /* one line at 3.3 V: a computer's port at work */
	CD_SIGNATURE_DCP,  /* shorted: BC1.2 dedicated charging port */
	CD_SIGNATURE_DIVIDER_1A0,
	CD_SIGNATURE_DIVIDER_2A1,
	CD_SIGNATURE_DIVIDER_2A4,
	CD_SIGNATURE_DIVIDER_2A0,
	CD_SIGNATURE_ASKS,    /* the device asks for more than 5 V (QC) */
	CD_SIGNATURE_FOREIGN, /* none of these: a device takes it for a port of 500 mA */
	_CD_SIGNATURE_MAX,
	_CD_SIGNATURE_UNKNOWN = -EINVAL,
};

/* The longest signature of one stretch of time. */
struct cd_signatures {
	int64_t us[_CD_SIGNATURE_MAX]; /* how long each stood */
};

struct cd_data_lines {
	/* Now. */
	enum cd_signature now; /* _UNKNOWN: the lines were not seen yet */
	int64_t since_us;      /* when it began */
	int64_t last_us;
	/* What stood with nothing attached, and while current flowed. */
	struct cd_signatures idle, flow;
	/* The probe: looked for in the first seconds of a session. */
	bool probe_watched, probe_seen;
	bool was_quiet; /* before the attach both lines were near 0 V: a probe would show */
	/* CC. */
	int64_t cc_first_us, cc_last_us; /* CD_UNKNOWN: never seen */
	bool cc_terminated;              /* one line stood where Rd holds it */
};

void cd_data_lines_reset(struct cd_data_lines *l);
/* A session begins: what was seen until now was seen with nothing attached. */
void cd_data_lines_open(struct cd_data_lines *l);
/* One sample; `since_start_us` is CD_UNKNOWN outside a session. `counts`: the signature of this moment is one of the
 * session (or of the time before one), not of what is left after its current. */
void cd_data_lines_sample(
	struct cd_data_lines *l, int64_t t_us, const struct cd_sample *s, int64_t since_start_us, bool counts);

/* The signature that stood longest, for at least half a second; _CD_SIGNATURE_UNKNOWN. */
enum cd_signature cd_signatures_main(const struct cd_signatures *s);
/* What a device may take by it, µA; CD_UNKNOWN for one that promises nothing. */
int64_t cd_signature_current_ua(enum cd_signature s);
const char *cd_signature_to_string(enum cd_signature s);
