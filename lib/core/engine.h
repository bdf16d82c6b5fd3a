/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One port: what its inputs say (readings, states), its session, and the verdict on it. Fed by the router only;
 * everyone else looks.
 */

#include "catalogue.h"
#include "event.h"
#include "reading.h"
#include "recording.h"
#include "settings.h"

struct cd_engine;
struct json_object;

enum cd_port_kind {
	CD_PORT_METER,
	CD_PORT_TYPEC,
	CD_PORT_SUPPLY,
	CD_PORT_USB, /* a host's USB port */
	CD_PORT_OTHER,
	_CD_PORT_MAX,
	_CD_PORT_INVALID = -EINVAL,
};
const char *cd_port_kind_to_string(enum cd_port_kind v); /* "meter" "typec" "supply" "usb-port" "other" */

enum cd_phase {
	CD_PHASE_DETECT,
	CD_PHASE_PRE_CHARGE,
	CD_PHASE_CONSTANT_CURRENT,
	CD_PHASE_TAPER,
	CD_PHASE_DONE,
	CD_PHASE_HOLD,
	CD_PHASE_IDLE,
	_CD_PHASE_MAX,
	_CD_PHASE_INVALID = -EINVAL,
};
const char *cd_phase_to_string(enum cd_phase v); /* NULL for _CD_PHASE_INVALID: it cannot be told */

const char *cd_engine_name(const struct cd_engine *e);
enum cd_port_kind cd_engine_kind(const struct cd_engine *e);
enum cd_position cd_engine_position(const struct cd_engine *e);
const char *cd_engine_profile(const struct cd_engine *e); /* NULL: none */
/* Names of its inputs, sorted; NULL-terminated; belongs to the engine. */
const char *const *cd_engine_inputs(const struct cd_engine *e);
/* The engine's present time: the last event or deadline it saw. */
int64_t cd_engine_now(const struct cd_engine *e);

const struct cd_reading *cd_engine_reading(const struct cd_engine *e, enum cd_reading_id id);
const char *cd_engine_state(const struct cd_engine *e, enum cd_state_id id); /* NULL: unknown */

/* How long until the charge ends (time-to-full.h). */
struct cd_to_full {
	int64_t low_s, high_s; /* CD_UNKNOWN: unknown */
	const char *reason;    /* why; constant; NULL when known */
	int64_t percent;       /* where it ends: 100, or the limit that is set */
};

/* The session that is open, or the last one. */
struct cd_session_info {
	uint64_t number; /* 1, 2, … per port; 0: there never was one */
	bool open;
	int64_t start_us;
	int64_t end_us; /* of the last evidence so far */
	enum cd_phase phase;
	int64_t energy_uwh; /* towards the device; CD_UNKNOWN without volts and amperes */
	int64_t charge_uah;
	struct cd_to_full to_full; /* rounded; of the open one */
	int64_t full_since_us;     /* of the open one; CD_UNKNOWN: it is not full, or nobody can tell */
};
void cd_engine_session(const struct cd_engine *e, struct cd_session_info *ret);

#define CD_REMEDIES_MAX 8
/* The verdict on the session that is open, or on the last one. */
struct cd_verdict_info {
	bool exists; /* false: no session yet, nothing to judge */
	enum cd_class class;
	const char *cause; /* id; constant string */
	enum cd_part part;
	double confidence; /* 0…1 */
	enum cd_severity severity;
	unsigned symptoms;                     /* 1 << enum cd_symptom */
	const char *next_test;                 /* id or NULL */
	const char *remedies[CD_REMEDIES_MAX]; /* ids, first the cheapest and safest */
	size_t n_remedies;
};
void cd_engine_verdict(const struct cd_engine *e, struct cd_verdict_info *ret);

/* The `sessions[]` entry of the analysis document (docs/json.md) for the open or last session; with no session at
 * all an entry with verdict `inconclusive` and a reason. The same events give the same document. Caller owns
 * *ret. -ENOMEM. */
int cd_engine_analyze(const struct cd_engine *e, struct json_object **ret);
/* The same where there is no port at all: the entry's `port` is null. */
int cd_engine_analyze_nothing(struct json_object **ret);
/* Borrowed: the entry of the session that ended with the last CD_CHANGE_SESSION_ENDED; NULL otherwise. */
struct json_object *cd_engine_ended(const struct cd_engine *e);

/* Wraps entries in the document {"chargediag":"analysis","version":1,"file":…,"sessions":[…]}; takes the array over.
 * `file` NULL gives null. NULL: no memory. */
struct json_object *cd_analysis_document(const char *file, struct json_object *sessions);
/* The document's canonical bytes: json-c plain, one line, doubles with three decimals. Belongs to `doc`. */
const char *cd_analysis_text(struct json_object *doc);
