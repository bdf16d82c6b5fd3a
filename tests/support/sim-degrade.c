/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a worse recording of the same session would hold. Events are passed on or left out, never made up.
 */

#include "sim.h"

#define COARSE_U 10000
#define CUT_S 30.0

const char *const sim_degrade_names[] = {
	[SIM_NO_NOLOAD] = "no-noload",
	[SIM_COARSE] = "10mv",
	[SIM_ONE_A_SECOND] = "1sps",
	[SIM_CUT] = "30s",
	[SIM_NO_POSITION] = "noposition",
	[SIM_NO_LINES] = "no-lines",
	[SIM_NO_NOTES] = "no-notes",
	[SIM_HALF_RATE] = "half-rate",
	[SIM_NO_SAMPLES] = "no-samples",
};

static bool asked(const struct sim_filter *f, enum sim_degrade what)
{
	return f->degrade >> what & 1;
}

/* True for a sample that stays. */
static bool keeps(struct sim_filter *f, int64_t t_us)
{
	if (asked(f, SIM_NO_SAMPLES) || (asked(f, SIM_NO_NOLOAD) && t_us < f->attach_s * 1e6))
		return false;
	if (asked(f, SIM_HALF_RATE)) {
		f->odd = !f->odd;
		return f->odd;
	}
	if (!asked(f, SIM_ONE_A_SECOND))
		return true;
	if (t_us < f->next_us)
		return false;
	f->next_us = t_us + CD_US_PER_S;
	return true;
}

static void coarsen(struct cd_sample *s, enum cd_field field)
{
	if (cd_sample_has(s, field))
		s->value[field] = (s->value[field] + COARSE_U / 2) / COARSE_U * COARSE_U;
}

static void worsen(const struct sim_filter *f, struct cd_event *ev)
{
	if (ev->type == CD_EVENT_ADDED && asked(f, SIM_NO_POSITION))
		ev->added.position = CD_POSITION_UNKNOWN;
	if (ev->type != CD_EVENT_SAMPLE)
		return;
	if (asked(f, SIM_COARSE)) {
		coarsen(&ev->sample, CD_FIELD_VBUS);
		coarsen(&ev->sample, CD_FIELD_IBUS);
	}
	if (asked(f, SIM_NO_LINES))
		ev->sample.valid &=
			~(1u << CD_FIELD_DP | 1u << CD_FIELD_DM | 1u << CD_FIELD_CC1 | 1u << CD_FIELD_CC2);
}

void sim_filter_event(struct sim_filter *f, const struct cd_event *ev)
{
	struct cd_event copy = *ev;
	double end_s = (f->attach_s > 0 ? f->attach_s : 0) + CUT_S;

	if (f->cut || (ev->type == CD_EVENT_SAMPLE && !keeps(f, ev->t_us)) ||
		(ev->type == CD_EVENT_NOTE && asked(f, SIM_NO_NOTES)))
		return;
	if (asked(f, SIM_CUT) && ev->t_us > end_s * 1e6) {
		f->cut = true; /* the meter is taken away */
		copy = (struct cd_event){ .type = CD_EVENT_REMOVED, .input = "meter0", .t_us = ev->t_us };
	}
	worsen(f, &copy);
	f->to.event(f->to.userdata, &copy);
}
