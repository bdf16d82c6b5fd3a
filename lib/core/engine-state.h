/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What an engine is made of: for engine.c, which changes it, and engine-view.c, which shows it.
 */

#include "analysis.h"
#include "departed.h"
#include "engine-internal.h"
#include "pd.h"
#include "readings.h"
#include "time-to-full.h"

struct cd_engine {
	char *name;
	struct cd_settings settings;
	const struct cd_profiles *profiles;

	struct cd_input *inputs[CD_PORT_INPUTS_MAX]; /* sorted by name */
	const char *names[CD_PORT_INPUTS_MAX + 1];
	size_t n_inputs;
	struct cd_departed departed;

	int64_t now_us;
	enum cd_port_kind kind;    /* as told last */
	enum cd_position position; /* likewise */
	struct cd_sign battery_sign;
	struct cd_facts facts;
	/* As they were when something was last attached: what a session that ended is judged on. The inputs that
	 * said so may be gone: `…_by` are for e->facts only. */
	struct cd_facts held;
	bool holds;
	struct cd_readings readings;
	struct cd_pd pd; /* of this attachment */
	struct cd_session session;
	/* The meter whose samples the session is made of, empty: the device's own; and where that sits. */
	char measured_by[CD_INPUT_NAME_MAX + 1];
	enum cd_position measured_at;
	int64_t stalled_us; /* of the last stall; CD_UNKNOWN */
	int64_t device_us;  /* when a USB device was last on the port; CD_UNKNOWN */
	int64_t sampled_us; /* the word of a charger that was a sample last; CD_UNKNOWN */
	int64_t said_us;    /* when a person last said something of the battery or the lamp; CD_UNKNOWN */

	struct cd_verdict verdict;
	bool alarmed;          /* the supply's chip said so when it was heard last */
	bool told;             /* a supply or partner was online here once: the battery need not tell */
	int64_t charging_us;   /* since when it charges with nothing that says from what; CD_UNKNOWN */
	bool dirty;          /* the verdict is older than what it is drawn from */
	int64_t evaluate_us; /* when it is renewed; INT64_MAX: nothing to renew */
	bool in_pieces;      /* a change is being told; the verdict waits for the rest */
	struct json_object *ended;
	unsigned changes;
};

/* The session as a case to judge. */
void cd_engine_case(const struct cd_engine *e, struct cd_case *ret);
/* It is here, and has not departed. */
bool cd_engine_has(const struct cd_engine *e, const struct cd_input *input);

/* engine.c, for engine-feed.c. */
/* The verdict now, or at the next moment of its grid. */
void cd_engine_judge(struct cd_engine *e);
void cd_engine_judge_later(struct cd_engine *e);
/* Everything that is a function of the inputs' states. -ENOMEM. */
int cd_engine_renew(struct cd_engine *e);
/* What a call of the session answered. -ENOMEM. */
int cd_engine_session_did(struct cd_engine *e, int r);
