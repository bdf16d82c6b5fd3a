/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "data-lines.h"

#include "string-table.h"

#include "parameter.h"
#include "parameters/data-lines.def"

/* D+, D− in mV. */
static const struct {
	enum cd_signature signature;
	int dp_mv, dm_mv;
} table[] = {
#define CD_SIGNATURE(signature, dp_mv, dm_mv, origin) { CD_SIGNATURE_##signature, dp_mv, dm_mv },
#define CD_PERMITTED(signature, ua, origin)
#include "parameters/signatures.def"
#undef CD_SIGNATURE
#undef CD_PERMITTED
};

static const int64_t currents_ua[_CD_SIGNATURE_MAX] = {
#define CD_SIGNATURE(signature, dp_mv, dm_mv, origin)
#define CD_PERMITTED(signature, ua, origin) [CD_SIGNATURE_##signature] = ua,
#include "parameters/signatures.def"
#undef CD_SIGNATURE
#undef CD_PERMITTED
};

static const char *const names[_CD_SIGNATURE_MAX] = {
	[CD_SIGNATURE_NONE] = "none",
	[CD_SIGNATURE_DATA] = "data",
	[CD_SIGNATURE_DCP] = "dcp",
	[CD_SIGNATURE_DIVIDER_1A0] = "divider-1a0",
	[CD_SIGNATURE_DIVIDER_2A1] = "divider-2a1",
	[CD_SIGNATURE_DIVIDER_2A4] = "divider-2a4",
	[CD_SIGNATURE_DIVIDER_2A0] = "divider-2a0",
	[CD_SIGNATURE_ASKS] = "asks",
	[CD_SIGNATURE_FOREIGN] = "foreign",
};
CD_DEFINE_TO_STRING(cd_signature, enum cd_signature, names, _CD_SIGNATURE_MAX)

int64_t cd_signature_current_ua(enum cd_signature s)
{
	return (int)s >= 0 && s < _CD_SIGNATURE_MAX ? currents_ua[s] : CD_UNKNOWN;
}

void cd_data_lines_reset(struct cd_data_lines *l)
{
	*l = (struct cd_data_lines){
		.now = _CD_SIGNATURE_UNKNOWN, .cc_first_us = CD_UNKNOWN, .cc_last_us = CD_UNKNOWN
	};
}

enum cd_signature cd_signatures_main(const struct cd_signatures *s)
{
	int best = 0;

	for (int k = 1; k < _CD_SIGNATURE_MAX; k++)
		best = s->us[k] > s->us[best] ? k : best;
	return s->us[best] >= MAIN_MIN_US ? (enum cd_signature)best : _CD_SIGNATURE_UNKNOWN;
}

static bool near(int64_t uv, int mv)
{
	return llabs(uv - (int64_t)mv * 1000) <= TOLERANCE_UV;
}

static enum cd_signature classify(int64_t dp, int64_t dm)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(table); k++)
		if (near(dp, table[k].dp_mv) && near(dm, table[k].dm_mv))
			return table[k].signature;
	if (llabs(dp - dm) <= TOGETHER_UV && dp <= TOGETHER_MAX_UV)
		return CD_SIGNATURE_DCP;
	return CD_SIGNATURE_FOREIGN;
}

void cd_data_lines_open(struct cd_data_lines *l)
{
	l->idle = l->flow;
	memset(&l->flow, 0, sizeof(l->flow));
	l->probe_watched = l->probe_seen = false;
	l->was_quiet = cd_signatures_main(&l->idle) == CD_SIGNATURE_NONE;
}

static void watch_probe(struct cd_data_lines *l, int64_t dp, int64_t dm, int64_t since_start_us)
{
	if (!cd_known(since_start_us) || since_start_us > PROBE_WITHIN_US)
		return;
	l->probe_watched = true;
	l->probe_seen |= (dp >= PROBE_LOW_UV && dp <= PROBE_HIGH_UV) || (dm >= PROBE_LOW_UV && dm <= PROBE_HIGH_UV);
}

static void watch_cc(struct cd_data_lines *l, int64_t t_us, int64_t cc1, int64_t cc2)
{
	if (!cd_known(cc1) || !cd_known(cc2))
		return;
	if (!cd_known(l->cc_first_us))
		l->cc_first_us = t_us;
	l->cc_last_us = t_us;
	l->cc_terminated |= (cc1 >= RD_LOW_UV && cc1 <= RD_HIGH_UV) || (cc2 >= RD_LOW_UV && cc2 <= RD_HIGH_UV);
}

void cd_data_lines_sample(
	struct cd_data_lines *l, int64_t t_us, const struct cd_sample *s, int64_t since_start_us, bool counts)
{
	int64_t dp = cd_sample_get(s, CD_FIELD_DP), dm = cd_sample_get(s, CD_FIELD_DM), dt = t_us - l->last_us;
	enum cd_signature now;

	watch_cc(l, t_us, cd_sample_get(s, CD_FIELD_CC1), cd_sample_get(s, CD_FIELD_CC2));
	if (!cd_known(dp) || !cd_known(dm))
		return;
	watch_probe(l, dp, dm, since_start_us);
	now = classify(dp, dm);
	if (now != l->now) {
		l->now = now;
		l->since_us = t_us;
	} else if (counts && dt > 0 && dt <= HOLE_US && t_us - l->since_us >= STANDS_US) {
		l->flow.us[now] += dt;
	}
	l->last_us = t_us;
}
