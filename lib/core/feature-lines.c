/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What D+, D− and CC said, against what the device is made for.
 */

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature-lines.def"

static const char unseen[] = "D+ and D- were not seen";

/* A computer's port says nothing of amperes by its lines, and what is asked for is another voltage. */
static bool promises(enum cd_signature s)
{
	return (int)s >= 0 && s != CD_SIGNATURE_NONE && s != CD_SIGNATURE_DATA && s != CD_SIGNATURE_ASKS;
}

static void share(const struct cd_case *c, enum cd_signature main, struct cd_features *f)
{
	int64_t permitted = cd_signature_current_ua(main);

	if ((int)main < 0) {
		cd_feature_why(f, CD_FEATURE_LINES_SHARE, unseen);
	} else if (!promises(main)) {
		cd_feature_why(f, CD_FEATURE_LINES_SHARE, "D+ and D- are not those of a charger");
	} else if (!c->profile || !cd_known(c->profile->rated_ua) || c->profile->rated_ua <= 0) {
		cd_feature_why(f, CD_FEATURE_LINES_SHARE, "no profile: the device's rating is unknown");
	} else {
		cd_feature_set(f, CD_FEATURE_LINES_SHARE,
			(double)permitted / (double)c->profile->rated_ua, 0);
		if (f->shape.known && !f->shape.limited)
			cd_feature_why(f, CD_FEATURE_LINES_USE, "the highest current comes and goes as a device in use draws it: no limit holds it");
		else if (f->shape.known && f->shape.flowing_s >= USE_MIN_S)
			cd_feature_set(f, CD_FEATURE_LINES_USE,
				(double)f->shape.top_ua / (double)permitted, 0);
	}
}

/* What the adapter could give, by its label, against what it tells of it. */
static void label(const struct cd_case *c, enum cd_signature main, struct cd_features *f)
{
	int64_t permitted = cd_signature_current_ua(main), label_uw = c->facts->note.adapter_uw;

	if ((int)main < 0)
		cd_feature_why(f, CD_FEATURE_LABEL_SHARE, unseen);
	else if (!promises(main) || permitted <= 0)
		cd_feature_why(f, CD_FEATURE_LABEL_SHARE, "D+ and D- are not those of a charger");
	else if (!cd_known(label_uw))
		cd_feature_why(f, CD_FEATURE_LABEL_SHARE, "nobody said what its label says: chargectl note PORT adapter_watts=…");
	else
		cd_feature_set(f, CD_FEATURE_LABEL_SHARE, (double)label_uw / (LABEL_VOLTS * (double)permitted), 0);
}

/* Only where the lines rested at 0 V before could a probe be seen, or missed: an adapter that holds them hides it. At the
 * device's end a cable without data wires hides nothing of it. */
static void probe(const struct cd_case *c, const struct cd_data_lines *l, enum cd_signature main, struct cd_features *f)
{
	bool quiet = l->was_quiet || main == CD_SIGNATURE_NONE;

	if ((int)main < 0)
		cd_feature_why(f, CD_FEATURE_PROBE, unseen);
	else if (!l->probe_watched)
		cd_feature_why(f, CD_FEATURE_PROBE, "D+ was not seen in the first 3 s");
	else if (c->position == CD_POSITION_DEVICE)
		cd_feature_why(f, CD_FEATURE_PROBE, "the meter is behind the cable");
	else if (l->probe_seen || quiet)
		cd_feature_flag(f, CD_FEATURE_PROBE, l->probe_seen);
	else
		cd_feature_why(f, CD_FEATURE_PROBE, "the adapter holds D+ and D-: a probe would not show");
}

static void idle_lines(const struct cd_case *c, const struct cd_data_lines *l, struct cd_features *f)
{
	enum cd_signature idle = cd_signatures_main(&l->idle);

	if ((int)idle >= 0 && c->position != CD_POSITION_DEVICE)
		cd_feature_flag(f, CD_FEATURE_IDLE_LINES, idle == CD_SIGNATURE_FOREIGN);
	else
		cd_feature_why(f, CD_FEATURE_IDLE_LINES, "D+ and D- were not seen with nothing attached");
}

/* CC lines that nothing terminates are what an empty socket shows. */
static bool said_plugged(const struct cd_case *c)
{
	const struct cd_event_note *n = &c->facts->note;

	return (int)n->battery >= 0 || n->led || n->cable || n->profile;
}

static void cc(const struct cd_case *c, const struct cd_data_lines *l, struct cd_features *f)
{
	if (cd_known(l->cc_first_us) && !l->cc_terminated && c->session->number == 0 && !said_plugged(c))
		cd_feature_why(f, CD_FEATURE_CC_TERMINATED,
			"nobody said that something is plugged in: note PORT cable=… or profile=…");
	else if (!cd_known(l->cc_first_us))
		cd_feature_why(f, CD_FEATURE_CC_TERMINATED, "CC1 and CC2 were not seen");
	else if (l->cc_terminated)
		cd_feature_flag(f, CD_FEATURE_CC_TERMINATED, true);
	else if (l->cc_last_us - l->cc_first_us >= CC_WATCHED_US)
		cd_feature_flag(f, CD_FEATURE_CC_TERMINATED, false);
	else
		cd_feature_why(f, CD_FEATURE_CC_TERMINATED, "CC1 and CC2 were seen for under 2 s");
}

void cd_line_features(const struct cd_case *c, const struct cd_data_lines *l, struct cd_features *f)
{
	enum cd_signature main = cd_signatures_main(&l->flow);

	cc(c, l, f);
	share(c, main, f);
	label(c, main, f);
	probe(c, l, main, f);
	idle_lines(c, l, f);
}
