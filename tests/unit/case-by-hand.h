/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A case made by hand, for tests of the groups of features: nothing is known of it but what a test writes into it.
 */

#include <math.h>

#include "test.h"

#include "feature-groups.h"
#include "sample.h"

#define S CD_US_PER_S
#define MS (CD_US_PER_S / 1000)
#define V INT64_C(1000000)
#define MV INT64_C(1000)
#define A INT64_C(1000000)
#define MA INT64_C(1000)

static struct cd_session session;
static struct cd_facts facts;
static struct cd_sketch sketch;
static struct cd_dropouts drops;
static struct cd_features f;
static struct cd_profile *profile;
static struct cd_case c;

static inline int done(void **state)
{
	cd_session_done(&session);
	profile = cd_profile_free(profile);
	return 0;
}

static inline int fresh(void **state)
{
	done(state);
	profile = cd_profile_new("speaker");
	cd_session_init(&session);
	session.number = 1;
	session.start_us = 100 * S;
	cd_facts_gather(NULL, 0, 0, &facts);
	cd_sketch_reset(&sketch, CD_UNKNOWN, 10 * MA);
	cd_dropouts_reset(&drops);
	memset(&f, 0, sizeof(f));
	c = (struct cd_case){ .session = &session, .facts = &facts, .present = &facts, .now_us = 200 * S };
	return 0;
}

/* D+ and D− in mV; −1: not seen. */
static inline void see_lines(int dp_mv, int dm_mv)
{
	struct cd_sample sample = { 0 };

	if (dp_mv >= 0)
		cd_sample_set(&sample, CD_FIELD_DP, dp_mv * MV);
	if (dm_mv >= 0)
		cd_sample_set(&sample, CD_FIELD_DM, dm_mv * MV);
	cd_session_lines(&session, 0, &sample);
}

static inline void assert_is(enum cd_feature id, double expected)
{
	const struct cd_feature_value *v = &f.item[id];

	if (!v->known || fabs(v->value - expected) > 1e-6 * fmax(1, fabs(expected)))
		fail_msg("%s: %f (\"%s\") is not %f", cd_feature_words_at(id)->id, v->value, v->reason,
			expected);
}

static inline void assert_unknown(enum cd_feature id, const char *begins)
{
	const struct cd_feature_value *v = &f.item[id];

	if (v->known || strncmp(v->reason, begins, strlen(begins)) != 0)
		fail_msg("%s: %f, \"%s\"", cd_feature_words_at(id)->id, v->value, v->reason);
}

/* Runs each with a case of its own. */
#define T(name) cmocka_unit_test_setup_teardown(name, fresh, done)
