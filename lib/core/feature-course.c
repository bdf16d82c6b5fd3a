/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Incidents of a session as numbers: what leaked before it, how it began, where it paused and how the source let go.
 */

#include <math.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature-course.def"

/* Behind the meter at the adapter there is nothing without a device; at the device's end there is the device. */
static void leak(const struct cd_case *c, const struct cd_course *k, struct cd_features *f)
{
	const int64_t step_ua = c->session->step_ua;
	double mean, sd, error;

	if (c->position == CD_POSITION_DEVICE) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT, "a meter at the device's end cannot see it");
	} else if (!cd_course_leak(k, step_ua, &mean, &sd, &error)) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT, "under 3 s were seen with nothing attached");
	} else if (mean > LEAK_NONE_UA && (c->session->number > 1 && !c->session->fresh_vbus)) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT, "whether the device of the session before was gone was not seen");
	} else if (mean > LEAK_NONE_UA && cd_course_rested(k)) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT,
			"the current came back to what it was before: a device that was there all the time does that");
	} else if (mean > LEAK_NONE_UA && cd_course_used(k)) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT,
			"what followed comes and goes as a device in use draws it: it may have been there all the time");
	} else if (mean > LEAK_NONE_UA && cd_course_fresh(k)) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT, "whether a device was plugged in then is not clear yet");
	} else if (mean > LEAK_NONE_UA && sd > LEAK_LIVES * mean) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT, "what flowed before comes and goes as a device at rest does");
	} else if (mean > LEAK_NONE_UA && cd_known(step_ua) && mean < LEAK_COUNTS * (double)step_ua) {
		cd_feature_why(f, CD_FEATURE_LEAK_CURRENT,
			"what is left without a device is less than two counts of this meter");
	} else {
		cd_feature_set(f, CD_FEATURE_LEAK_CURRENT, mean, error);
		if (mean > 0)
			cd_feature_set(f, CD_FEATURE_LEAK_NOISE, sd / mean, error / mean);
	}
}

static void inrush(const struct cd_case *c, const struct cd_course *k, struct cd_features *f)
{
	if (!cd_known(k->inrush_ua))
		return;
	if (c->profile && cd_known(c->profile->rated_ua) && c->profile->rated_ua > 0)
		cd_feature_set(
			f, CD_FEATURE_INRUSH_RATIO, (double)k->inrush_ua / (double)c->profile->rated_ua, 0);
	else
		cd_feature_why(f, CD_FEATURE_INRUSH_RATIO, "no profile: the device's rating is unknown");
}

static void heat(const struct cd_course *k, struct cd_features *f)
{
	int64_t mc = k->pauses > 0 ? k->pause_mc : k->fallen_mc;

	if (f->item[CD_FEATURE_HOLD].value < YES_FROM)
		cd_feature_why(f, CD_FEATURE_HOLD_HEAT, "the current did not pause");
	else if (!cd_known(mc))
		cd_feature_why(f, CD_FEATURE_HOLD_HEAT, "no temperature was seen");
	else
		cd_feature_set(f, CD_FEATURE_HOLD_HEAT, fmax((double)(mc - WARM_MC), (double)(COOL_MC - mc)),
			HEAT_ERROR_MC);
}

/* Where current stopped: after a taper that is the end of a charge, and no hold. */
static void pauses(const struct cd_case *c, const struct cd_course *k, struct cd_features *f)
{
	int64_t end = cd_known(c->session->last_vbus_us) ? c->session->last_vbus_us : c->now_us;
	int64_t stopped = cd_course_stopped_us(k, end);

	cd_feature_set(f, CD_FEATURE_PAUSES, k->pauses, 0);
	if (f->shape.tapered)
		cd_feature_why(f, CD_FEATURE_STOPPED_TIME, "the current had tapered before");
	else if (cd_known(stopped) && stopped >= STOPPED_MIN_US)
		cd_feature_set(f, CD_FEATURE_STOPPED_TIME, (double)stopped / 1e6, 0);
	else
		cd_feature_set(f, CD_FEATURE_STOPPED_TIME, 0, 0);
	cd_feature_flag(f, CD_FEATURE_HOLD,
		k->pauses > 0 || (f->item[CD_FEATURE_STOPPED_TIME].known &&
					 f->item[CD_FEATURE_STOPPED_TIME].value > 0));
	heat(k, f);
}

static void auto_off(const struct cd_course *k, struct cd_features *f)
{
	if (f->shape.done)
		cd_feature_why(f, CD_FEATURE_AUTO_OFF_TIME, "the charge had tapered to its end: it was over");
	else if (cd_known(k->low_s_at_loss))
		cd_feature_set(f, CD_FEATURE_AUTO_OFF_TIME, (double)k->low_s_at_loss / 1e6, AUTO_OFF_ERROR_S);
	else
		cd_feature_why(f, CD_FEATURE_AUTO_OFF_TIME, "the voltage did not go away at a low current");
}

void cd_course_features(const struct cd_case *c, const struct cd_course *k, struct cd_features *f)
{
	if (!cd_known(k->opened_us))
		return;
	if (f->shape.known)
		cd_feature_flag(f, CD_FEATURE_DRAWS, f->shape.top_ua >= DRAWS_UA);
	leak(c, k, f);
	inrush(c, k, f);
	pauses(c, k, f);
	auto_off(k, f);
}
