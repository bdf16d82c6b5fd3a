/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The set of inputs: who is there, and what was told of each last. Of the attributes only a fingerprint is kept; the
 * router remembers the values.
 */

#include "monitor-internal.h"
#include "sysfs.h"

static size_t lower_bound(const struct cd_monitor *m, const char *syspath)
{
	size_t low = 0, high = m->n_inputs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(m->inputs[middle]->syspath, syspath) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct input *cd_input_find(const struct cd_monitor *m, const char *syspath)
{
	size_t at = lower_bound(m, syspath);

	return at < m->n_inputs && strcmp(m->inputs[at]->syspath, syspath) == 0 ? m->inputs[at] : NULL;
}

struct input *cd_input_by_name(const struct cd_monitor *m, const char *name)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		if (strcmp(m->inputs[i]->name, name) == 0)
			return m->inputs[i];
	return NULL;
}

static void input_free(struct input *i)
{
	if (!i)
		return;
	cd_hwmon_done(i->hwmon);
	cd_attributes_done(&i->fixed);
	free(i->syspath);
	free(i->name);
	free(i->parent);
	free(i);
}
CD_DEFINE_CLEANUP(struct input *, input_free)

/* A kernel name as the name of an input: a HID driver may put spaces into one. */
static char *name_of(const char *sysname)
{
	char *name = strdup(sysname);

	for (char *p = name; p && *p; p++)
		if (*p == ' ' || *p == '/')
			*p = '_';
	return name;
}

static int make_room(struct cd_monitor *m)
{
	size_t allocated = m->allocated_inputs ? m->allocated_inputs * 2 : 16;
	struct input **inputs;

	if (m->n_inputs == CD_MONITOR_INPUTS_MAX)
		return -E2BIG;
	if (m->n_inputs < m->allocated_inputs)
		return 0;
	inputs = reallocarray(m->inputs, allocated, sizeof(struct input *));
	if (!inputs)
		return -ENOMEM;
	m->inputs = inputs;
	m->allocated_inputs = allocated;
	return 0;
}

static int insert(struct cd_monitor *m, struct input *i)
{
	size_t at = lower_bound(m, i->syspath);
	int r = make_room(m);

	if (r < 0)
		return r;
	memmove(m->inputs + at + 1, m->inputs + at, (m->n_inputs - at) * sizeof(struct input *));
	m->inputs[at] = i;
	m->n_inputs++;
	return 0;
}

struct input *cd_input_add(
	struct cd_monitor *m, const char *syspath, const char *sysname, const struct cd_event_added *added)
{
	CD_CLEANUP(input_freep) struct input *i = calloc(1, sizeof(*i));
	struct input *told;
	int r = -ENOMEM;

	if (!i || !(i->syspath = strdup(syspath)) || !(i->name = name_of(sysname)))
		goto refused;
	r = -EINVAL;
	if (!cd_name_valid(i->name))
		goto refused;
	r = -EEXIST;
	if (cd_input_by_name(m, i->name))
		goto refused;
	i->kind = added->kind;
	i->dirty = i->seen = true;
	r = insert(m, i);
	if (r < 0)
		goto refused;
	told = CD_TAKE(i);
	m->rows_stale = true;
	m->sink.event(m->sink.userdata,
		&(struct cd_event){
			.t_us = m->now_us, .type = CD_EVENT_ADDED, .input = told->name, .added = *added });
	return told;

refused:
	cd_monitor_warn(m, -r, "Cannot take %s as an input", sysname);
	return NULL;
}

static void tell_removed(struct cd_monitor *m, const struct input *i)
{
	m->sink.event(m->sink.userdata,
		&(struct cd_event){ .t_us = m->now_us, .type = CD_EVENT_REMOVED, .input = i->name });
	m->sink.absent(m->sink.userdata, i->name);
}

void cd_input_remove(struct cd_monitor *m, struct input *i)
{
	size_t at = lower_bound(m, i->syspath);

	tell_removed(m, i);
	m->rows_stale = true;
	m->n_inputs--;
	memmove(m->inputs + at, m->inputs + at + 1, (m->n_inputs - at) * sizeof(struct input *));
	input_free(i);
}

void cd_input_tell(struct cd_monitor *m, struct input *i)
{
	uint64_t fingerprint = cd_sysfs_fingerprint(&m->scratch);
	unsigned failed = 0;

	if (fingerprint == i->fingerprint)
		return;
	for (size_t n = 0; n < m->scratch.n; n++)
		failed += m->scratch.items[n].error != 0;
	if (!i->fingerprint || failed != i->failed) {
		i->failed = failed;
		cd_presence_input(m, i);
	}
	i->fingerprint = fingerprint;
	m->sink.event(m->sink.userdata, &(struct cd_event){ .t_us = m->now_us,
						.type = CD_EVENT_ATTRIBUTES,
						.input = i->name,
						.attributes = &m->scratch });
}

bool cd_input_collected(struct cd_monitor *m, struct input *i, int r)
{
	if (r >= 0)
		return true;
	if (r != -E2BIG || !i->overfull)
		cd_monitor_warn(m, -r, "Cannot take all attributes of %s", i->name);
	i->overfull = true;
	return false;
}

void cd_inputs_done(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		input_free(m->inputs[i]);
	free(m->inputs);
	m->inputs = NULL;
	m->n_inputs = m->allocated_inputs = 0;
}

void cd_inputs_gap(struct cd_monitor *m, enum cd_gap_reason reason, int64_t duration_us)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		m->sink.event(
			m->sink.userdata, &(struct cd_event){ .t_us = m->now_us,
						  .type = CD_EVENT_GAP,
						  .input = m->inputs[i]->name,
						  .gap = { .reason = reason, .duration_us = duration_us } });
}
