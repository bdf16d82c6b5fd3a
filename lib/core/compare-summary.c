/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdio.h>

#include "compare.h"
#include "engine-state.h"
#include "parameter.h"

#include "parameters/compare.def"

static void copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from ? from : "");
}

static double seconds_of(const struct cd_window *w, size_t k, size_t n)
{
	int64_t to =
		k + 1 < n && w[k + 1].start_us - w[k].end_us <= HOLE_US ? w[k + 1].start_us : w[k].end_us;

	return (double)(to - w[k].start_us) / 1e6;
}

/* Energy over time, for the time that a given energy took. */
static void read_curve(const struct cd_sketch *sketch, int64_t start_us, struct cd_summary *s)
{
	const struct cd_window *w = sketch->series;
	double uwh = 0;

	for (size_t k = 0; k < sketch->n_series; k++) {
		double seconds = seconds_of(w, k, sketch->n_series);

		uwh += (double)w[k].v_uv / 1e6 * (double)w[k].i_ua * seconds / 3600;
		s->curve[s->n_curve].s = (double)(w[k].start_us - start_us) / 1e6 + seconds;
		s->curve[s->n_curve++].uwh = uwh;
	}
}

static void read_electrical(const struct cd_case *c, struct cd_summary *s)
{
	struct cd_sketch sketch = c->session->electrical->sketch;

	(void)cd_sketch_flush(&sketch);
	s->energy_uwh = cd_sketch_energy_uwh(&sketch);
	s->began = cd_known(cd_sketch_v0_uv(&sketch, NULL));
	read_curve(&sketch, s->start_us, s);
}

static bool any_known(const struct cd_features *f)
{
	for (size_t k = 0; k < _CD_FEATURE_MAX; k++)
		if (f->item[k].known)
			return true;
	return false;
}

void cd_summary_of(const struct cd_engine *e, struct cd_summary *ret)
{
	struct cd_judgement j;
	struct cd_case c;

	cd_engine_case(e, &c);
	cd_judge(&c, &j);
	*ret = (struct cd_summary){
		.exists = (c.session->number > 0 || cd_session_provisional(c.session)) &&
			  any_known(&j.features),
		.position = c.position,
		.measured_by = cd_case_measured_by(&c),
		.start_us = c.session->number > 0 ? c.session->start_us : c.session->first_vbus_us,
		.end_us = cd_session_end(c.session),
		.energy_uwh = CD_UNKNOWN,
		.verdict = j.verdict,
		.confidence = j.confidence,
		.reason = j.reason,
		.features = j.features,
	};
	copy(ret->port, sizeof(ret->port), c.port);
	copy(ret->profile, sizeof(ret->profile), c.profile ? c.profile->name : c.facts->note.profile);
	copy(ret->cable, sizeof(ret->cable), c.facts->note.cable);
	copy(ret->adapter, sizeof(ret->adapter), c.facts->note.adapter);
	copy(ret->label, sizeof(ret->label), c.facts->note.label);
	if (ret->exists && c.session->electrical)
		read_electrical(&c, ret);
}
