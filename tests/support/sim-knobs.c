/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Single parameters of a rig by name, so that a session can be run again with one of them moved to the other side of
 * a limit and all else as it was.
 */

#include "sim-rig.h"

static const struct {
	const char *name;
	size_t offset;
} knobs[] = {
/* clang-format off */
#define KNOB(name, member) { name, offsetof(struct sim_rig, member) }
	KNOB("ambient-c", device.heat.ambient_c),
	KNOB("bank-off-a", source.idle_off_a),
	KNOB("break-mean-s", cable.break_mean_s),
	KNOB("cable-ohm", cable.r_loop),
	KNOB("change-c", device.heat.change_c),
	KNOB("charge-a", device.charge_a),
	KNOB("idle-a", device.idle_a),
	KNOB("input-limit-a", device.input_limit_a),
	KNOB("leak-a", leak_a),
	KNOB("leak-noise-a", leak_noise_a),
	KNOB("limit-a", source.limit_a),
	KNOB("run-s", run_s),
	KNOB("short-ohm", device.short_ohm),
	KNOB("soc", device.battery.soc),
	KNOB("step-v", source.step_v0),
	KNOB("v0", source.v0),
#undef KNOB
	/* clang-format on */
};

int sim_options_set(struct sim_options *o, const char *assignment)
{
	const char *equals = strchr(assignment, '=');
	char *end;
	double value;

	if (!equals || o->n_sets == SIM_SETS_MAX)
		return -EINVAL;
	value = strtod(equals + 1, &end);
	if (end == equals + 1 || *end)
		return -EINVAL;
	for (size_t k = 0; k < CD_ELEMENTSOF(knobs); k++)
		if (strlen(knobs[k].name) == (size_t)(equals - assignment) &&
			strncmp(knobs[k].name, assignment, (size_t)(equals - assignment)) == 0) {
			o->set[o->n_sets++] = (struct sim_set){ knobs[k].offset, value };
			return 0;
		}
	return -EINVAL;
}

void sim_turn(struct sim_rig *rig, const struct sim_options *o)
{
	for (size_t k = 0; k < o->n_sets; k++)
		memcpy((char *)rig + o->set[k].offset, &o->set[k].value, sizeof(double));
}
