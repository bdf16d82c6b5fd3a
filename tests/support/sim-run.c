/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds and runs a scenario: draws its parameters until the fault shows, and hands its events out, to each
 * listener what that one's filter leaves of them.
 */

#include "sim-rig.h"
#include "sim-stage.h"

#define TRIES 40

static const struct sim_scenario *find(const struct sim_scenario *s, const char *name)
{
	for (; s->name; s++)
		if (cd_streq(s->name, name))
			return s;
	return NULL;
}

const struct sim_scenario *sim_find(const char *name)
{
	const struct sim_scenario *s = find(sim_scenarios, name);

	return s ? s : find(sim_scenarios_next, name);
}

/* Its own stream per scenario, so that scenarios of one seed are not alike. */
static uint64_t name_stream(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return h;
}

static void set_rig(const struct sim_scenario *s, struct sim_random random, const struct sim_options *o,
	struct sim_rig *rig)
{
	sim_rig_default(rig, &random);
	rig->port = s->name;
	s->set(rig, &random);
	if (o && o->rate_hz > 0)
		rig->meter.rate_hz = o->rate_hz;
	if (o && o->position != _CD_POSITION_INVALID)
		rig->meter.position = o->position;
	if (o && o->cable_ohm > 0)
		rig->cable.r_loop = o->cable_ohm;
	if (o && o->limit_a > 0)
		rig->source.limit_a = o->limit_a;
	if (o)
		sim_turn(rig, o);
}

/* Another place or part changes what shows: whoever asks for it knows. */
static bool is_asked(const struct sim_options *o)
{
	return o && (o->position != _CD_POSITION_INVALID || o->cable_ohm > 0 || o->limit_a > 0);
}

struct sim_fan {
	struct sim_filter *filters;
	size_t n;
	bool whole_only;
};

static void fan_out(void *userdata, const struct cd_event *ev)
{
	struct sim_fan *fan = userdata;

	for (size_t i = 0; i < fan->n; i++)
		if (!fan->whole_only || !fan->filters[i].degrade)
			sim_filter_event(&fan->filters[i], ev);
}

static int run_rig(const struct sim_scenario *s, uint64_t seed, const struct sim_options *o,
	struct sim_fan *fan, struct sim_facts *f)
{
	struct sim_sink sink = { fan_out, fan };
	bool (*shows)(const struct sim_facts *) = is_asked(o) ? NULL : s->shows;
	bool turned = o && o->n_sets > 0;
	struct sim_options plain = o ? *o : SIM_OPTIONS_DEFAULT;

	/* What shows is asked of the session before a parameter of it is moved: else it would be another session. */
	plain.n_sets = 0;
	for (uint64_t try = 0; try < TRIES; try++) {
		struct sim_random random =
			sim_random_make(seed + try * UINT64_C(0x9e3779b9), name_stream(s->name));
		struct sim_rig rig;

		set_rig(s, random, &plain, &rig);
		if (shows || !fan->n)
			sim_rig_run(&rig, seed, NULL, f);
		if (shows && !shows(f))
			continue;
		set_rig(s, random, o, &rig);
		for (size_t i = 0; i < fan->n; i++)
			fan->filters[i].attach_s = rig.skip_s > 0 ? -rig.skip_s : rig.no_load_s;
		if (fan->n || turned)
			sim_rig_run(&rig, seed, fan->n ? &sink : NULL, f);
		return 0;
	}
	return -ERANGE;
}

int sim_run_filtered(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	struct sim_filter *filters, size_t n, struct sim_facts *ret_facts)
{
	struct sim_random random = sim_random_make(seed, name_stream(s->name));
	struct sim_fan fan = { filters, n, !s->set };
	struct sim_sink sink = { fan_out, &fan };
	struct sim_stage stage = { .sink = n ? &sink : NULL };
	struct sim_facts f = { 0 };
	int r = 0;

	if (!s->set && options && options->n_sets > 0)
		return -EINVAL;
	if (s->set)
		r = run_rig(s, seed, options, &fan, &f);
	else
		s->play(&stage, &random);
	if (r >= 0 && ret_facts)
		*ret_facts = f;
	return r;
}

int sim_run(const struct sim_scenario *s, uint64_t seed, const struct sim_options *options,
	const struct sim_sink *sink, struct sim_facts *ret_facts)
{
	struct sim_filter all = { 0 };

	if (sink)
		all.to = *sink;
	return sim_run_filtered(s, seed, options, &all, sink ? 1 : 0, ret_facts);
}
