/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One attach-to-detach at one port.
 *
 *              VBUS                      current ≥ open, supply or partner
 *              appears                   online, or a person says so
 *   ┌───────┐ ────────► ┌─────────┐ ──────────────────────────────► ┌──────┐
 *   │ empty │           │ powered │   the 10 s before are its         │ open │ ◄─┐ drop-outs, current
 *   └───────┘ ◄──────── └─────────┘   no-load segment                 └──────┘ ──┘ that comes back
 *              VBUS gone     ▲                                           │
 *                            └──────────── closed ◄──────────────────────┘
 *                     VBUS, partner and current gone for 60 s, or no current for 60 s
 *                     with VBUS there, unless the charge had tapered: then only when VBUS goes
 *
 * A closed session ends at its last evidence, not when it was closed. Phases are not states of this machine: they are read
 * off the sketch afterwards (shape.h), because a pre-charge is known for one only when it is over.
 */

#include "battery-course.h"
#include "course.h"
#include "data-lines.h"
#include "dropouts.h"
#include "full-time.h"
#include "gaps.h"
#include "pair.h"
#include "settings.h"
#include "sketch.h"

#define CD_PRE_ROLL 24 /* base windows, ≥ the no-load time */

/* Sessions that only a power supply or Type-C port tells of need none of this. */
struct cd_electrical {
	struct cd_sketch sketch;
	struct cd_dropouts drops;
	struct cd_course course;
	struct cd_data_lines lines;
	struct cd_pair pair;                    /* both ends, where both are measured */
	struct cd_window pre_roll[CD_PRE_ROLL]; /* the newest windows before the session, in a ring */
	size_t n_pre_roll;
};

struct cd_session {
	uint64_t number; /* of the open or last one */
	bool open;
	int64_t start_us, end_us; /* end: of a closed one */
	bool powered;             /* VBUS is there now */
	bool attached;            /* a supply or partner is online now */
	bool tapered;             /* told by cd_session_set_tapered() */
	bool hinted;           /* a person said that something is plugged in: VBUS keeps the session open */
	bool fresh_vbus;       /* no session was before this one since VBUS came */
	int64_t risen_us;      /* when VBUS came last; CD_UNKNOWN: nobody saw it come */
	int64_t first_vbus_us; /* since when there is VBUS without a session; CD_UNKNOWN */
	int64_t last_vbus_us, last_current_us, last_attached_us; /* CD_UNKNOWN: never in this session */
	int64_t prior_ua;                                        /* of the sample before */
	int64_t step_ua;                  /* the smallest step of the meter seen; CD_UNKNOWN */
	int64_t settle_us;                /* how long the meter smooths; CD_UNKNOWN */
	struct {
		int64_t last_us, last_uv;
		int64_t held_uv; /* the highest that two of them said; CD_UNKNOWN */
	} volts;                          /* of a charger that measures no amperes */
	int64_t contract_uv; /* what is agreed while samples come; CD_UNKNOWN */
	struct cd_electrical *electrical; /* of the open or last session; NULL before its first sample */
	struct cd_electrical *next; /* what follows a closed session, and may begin the next; NULL: nothing */
	int64_t over_current_us;    /* of the last event in this session; CD_UNKNOWN */
	bool flowing;               /* the last sample had current */
	int64_t dp_uv, dm_uv; /* in this session: as they asked for more than 5 V, or last seen; CD_UNKNOWN */
	bool pd_seen;         /* a PD message was seen in this session or in its no-load time */
	int64_t pd_us;        /* the last one; CD_UNKNOWN */
	uint32_t over_current_n; /* onsets and clearings counted in this session with a device there */
	uint32_t spurious_n;     /* and with nothing there */
	bool company;            /* of them some in company (input.h): the hub's wiring */
	struct cd_gaps gaps;
	struct cd_drop_ring detachments; /* supply or partner was gone for a while, and came back */
	struct cd_drop_ring alarms;      /* a chip of the machine said that its supply is too low; no durations */
	int64_t plugged_us;              /* when supply or partner came last; CD_UNKNOWN */
	int64_t detached_us;             /* since when it is gone; CD_UNKNOWN: it is not, or nobody knows why */
	struct cd_full_time full; /* by the battery's driver */
	struct cd_battery_course battery;
	/* A person said how full the battery is: when, and what had flowed until then. CD_UNKNOWN: not in this session, nor
	 * right before it; a word on another session may still stand in the notes. */
	int64_t said_us, said_uwh;
	/* When a person first called it low; what is said later of a battery that has been charged takes nothing back. */
	int64_t low_us;
	int64_t peak_uw, peak_ua; /* the most that flowed into the battery, by its driver; 0 */
	int64_t awake_us;         /* when a suspend ended last; CD_UNKNOWN */
	int64_t deadline_us;      /* INT64_MAX: none */
};

/* What a call did; or-ed. */
enum {
	CD_SESSION_OPENED = 1,
	CD_SESSION_CLOSED = 2,
	CD_SESSION_WINDOW = 4, /* a base window was closed */
};

void cd_session_init(struct cd_session *s);
void cd_session_done(struct cd_session *s);
/* One sample with both quantities known. Negative: -ENOMEM. */
int cd_session_sample(struct cd_session *s, const struct cd_settings *set, int64_t settle_us, int64_t t_us,
	int64_t v_uv, int64_t i_ua);
/* One of volts alone, of a charger that measures no amperes. */
void cd_session_volts(struct cd_session *s, int64_t t_us, int64_t v_uv);
/* One sample of one end of a line that is measured at both: the one given to cd_session_sample() as well, after that. */
int cd_session_pair(struct cd_session *s, const struct cd_settings *set, enum cd_pair_end end,
	int64_t settle_us, int64_t t_us, int64_t v_uv, int64_t i_ua);
/* D+, D−, CC and the temperature of a sample, as far as it says them. What D+ and D− asked for holds for the session, and
 * what they were while current flowed: at its end they ask for nothing. Behind cd_session_sample(). */
void cd_session_lines(struct cd_session *s, int64_t t_us, const struct cd_sample *sample);
/* The lines asked for more than 5 V in this session. */
bool cd_session_asked(const struct cd_session *s);
/* A PD message was seen. */
void cd_session_pd(struct cd_session *s, int64_t t_us);
/* A supply or partner is there, or gone. */
int cd_session_attached(struct cd_session *s, const struct cd_settings *set, int64_t t_us, bool attached);
/* What is not attached any more has not gone: the partner takes power now instead of giving it. Behind
 * cd_session_attached(). */
void cd_session_swapped(struct cd_session *s);
/* A person says that something is plugged in: with VBUS there, that opens a session. */
int cd_session_hint(struct cd_session *s, const struct cd_settings *set, int64_t t_us);
void cd_session_gap(struct cd_session *s);
/* The same, told: it ended at `t_us`. A suspend is no time in which current could have come back: the session stays open for
 * as long behind it. `duration_us` may be CD_UNKNOWN. */
void cd_session_missing(struct cd_session *s, const struct cd_settings *set, int64_t t_us,
	int64_t duration_us, enum cd_gap_reason reason);
/* A person says how full the battery is: low, or not. */
void cd_session_said(struct cd_session *s, int64_t t_us, bool low);
/* The battery's driver says that it is full, or not. */
void cd_session_full(struct cd_session *s, int64_t t_us, bool full);
/* A chip that watches the machine's supply says that it is too low. */
int cd_session_alarm(struct cd_session *s, const struct cd_settings *set, int64_t t_us);
/* Something is plugged in, though nobody sees volts or a supply: the session stays open for as long behind it. */
int cd_session_shown(struct cd_session *s, const struct cd_settings *set, int64_t t_us);
/* When it was plugged in last: at its beginning, or since. */
int64_t cd_session_plugged_us(const struct cd_session *s);
/* What its driver says of it, newly. */
void cd_session_battery(struct cd_session *s, const struct cd_facts *f);
/* A host's port counted `by` more over-current changes, with a device there or without. */
int cd_session_over_current(
	struct cd_session *s, const struct cd_settings *set, int64_t t_us, uint32_t by, bool device);
/* The charge tapered or finished: no current is then no reason to close. */
void cd_session_set_tapered(struct cd_session *s, bool tapered);
/* It never was: the open session is forgotten. */
void cd_session_withdraw(struct cd_session *s);
/* It is measured by another from now on, or not at all: volts of two places are no one line. What is open ends. */
int cd_session_cut(struct cd_session *s);
/* Runs what is due at s->deadline_us; `t_us` is that time. */
int cd_session_deadline(struct cd_session *s, const struct cd_settings *set, int64_t t_us);
/* End of the open session so far, or of the last one: its last evidence. CD_UNKNOWN: there was none. */
int64_t cd_session_end(const struct cd_session *s);
/* No session, but VBUS was seen, or CC for a while: whoever recorded it had something plugged in. */
bool cd_session_provisional(const struct cd_session *s);
