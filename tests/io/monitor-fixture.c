/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "monitor-fixture.h"

bool fixture_overflow;

struct udev_device *__real_udev_monitor_receive_device(struct udev_monitor *m);
struct udev_device *__wrap_udev_monitor_receive_device(struct udev_monitor *m);

struct udev_device *__wrap_udev_monitor_receive_device(struct udev_monitor *m)
{
	struct udev_device *d = __real_udev_monitor_receive_device(m);

	if (!fixture_overflow)
		return d;
	while (d) {
		udev_device_unref(d);
		d = __real_udev_monitor_receive_device(m);
	}
	fixture_overflow = false;
	errno = ENOBUFS;
	return NULL;
}

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

static struct known *known_of(struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->n_known; i++)
		if (strcmp(f->known[i].name, name) == 0)
			return &f->known[i];
	if (f->n_known == 64) /* tests with more inputs do not ask */
		return NULL;
	copy(f->known[f->n_known].name, sizeof(f->known[0].name), name);
	return &f->known[f->n_known++];
}

static void learn(struct fixture *f, const struct cd_event *ev)
{
	struct known *k = known_of(f, ev->input);

	if (!k)
		return;
	if (ev->type == CD_EVENT_ADDED) {
		assert_false(k->there);
		k->there = true;
		cd_attributes_clear(&k->attributes);
	}
	assert_true(k->there); /* nothing is told of an input that was not added, or has left */
	if (ev->type == CD_EVENT_REMOVED)
		k->there = false;
	if (ev->type == CD_EVENT_ATTRIBUTES) {
		assert_false(cd_attributes_equal(&k->attributes, ev->attributes));
		assert_int_equal(cd_attributes_copy(&k->attributes, ev->attributes), 0);
	}
}

static void on_event(void *userdata, const struct cd_event *ev)
{
	struct fixture *f = userdata;
	struct heard *h = &f->heard[f->n_heard];

	assert_true(f->n_heard < HEARD_MAX);
	if (f->n_heard)
		assert_true(ev->t_us >= h[-1].t_us);
	f->n_heard++;
	*h = (struct heard){ .type = ev->type, .t_us = ev->t_us };
	copy(h->input, sizeof(h->input), ev->input);
	if (ev->type == CD_EVENT_ADDED) {
		h->added = ev->added;
		copy(h->model, sizeof(h->model), ev->added.model);
		copy(h->serial, sizeof(h->serial), ev->added.serial);
	}
	if (ev->type == CD_EVENT_SAMPLE)
		h->sample = ev->sample;
	if (ev->type == CD_EVENT_GAP) {
		h->gap = ev->gap.reason;
		h->duration_us = ev->gap.duration_us;
	}
	if (ev->type == CD_EVENT_OVER_CURRENT)
		h->count = ev->over_current.count;
	learn(f, ev);
}

static struct row *find_row(const struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->n_rows; i++)
		if (strcmp(f->rows[i].name, name) == 0)
			return (struct row *)&f->rows[i];
	return NULL;
}

static void on_presence(
	void *userdata, const char *name, const char *kind, enum cd_presence p, const char *detail)
{
	struct fixture *f = userdata;
	struct row *r = find_row(f, name);

	if (!r && f->n_rows == 64)
		return;
	if (!r)
		r = &f->rows[f->n_rows++];
	copy(r->name, sizeof(r->name), name);
	copy(r->kind, sizeof(r->kind), kind);
	copy(r->detail, sizeof(r->detail), detail);
	r->presence = p;
	r->there = true;
}

static void on_absent(void *userdata, const char *name)
{
	struct row *r = find_row(userdata, name);

	if (r)
		r->there = false;
}

static void on_warning(void *userdata, int error, const char *what)
{
	struct fixture *f = userdata;

	f->warnings++;
	copy(f->warning, sizeof(f->warning), what);
}

static void on_meter_added(void *userdata, const struct cd_usb_device *device)
{
	struct fixture *f = userdata;

	f->meters_added++;
	f->meter = *device;
	copy(f->meter_sysname, sizeof(f->meter_sysname), device->sysname);
	copy(f->meter_devnode, sizeof(f->meter_devnode), device->devnode);
	copy(f->meter_serial, sizeof(f->meter_serial), device->serial);
}

static void on_meter_removed(void *userdata, const char *sysname)
{
	struct fixture *f = userdata;

	f->meters_removed++;
	assert_string_equal(sysname, f->meter_sysname);
}

static void on_meters_slept(void *userdata, int64_t duration_us)
{
	struct fixture *f = userdata;

	f->meters_slept_us += duration_us;
}

int fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->world = world_new();
	f->options.poll_allowed = true;
	assert_true(sd_event_new(&f->event) >= 0);
	*state = f;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *f = *state;

	cd_monitor_free(f->monitor);
	sd_event_unref(f->event);
	world_free(f->world);
	for (size_t i = 0; i < f->n_known; i++)
		cd_attributes_done(&f->known[i].attributes);
	free(f);
	return 0;
}

void fixture_start(struct fixture *f)
{
	const struct cd_io_sink sink = { .event = on_event,
		.presence = on_presence,
		.absent = on_absent,
		.warning = on_warning,
		.userdata = f };
	const struct cd_usb_listener listener = { .added = on_meter_added,
		.removed = on_meter_removed,
		.slept = on_meters_slept,
		.userdata = f };

	assert_int_equal(cd_monitor_new(f->event, &sink, &f->options, &f->monitor), 0);
	cd_monitor_set_usb_listener(f->monitor, &listener);
	assert_int_equal(cd_monitor_start(f->monitor), 0);
}

void fixture_run_on(struct fixture *f)
{
	int r;

	while ((r = sd_event_run(f->event, 0)) > 0)
		;
	assert_true(r == 0);
}

void fixture_run(struct fixture *f)
{
	f->n_heard = 0;
	fixture_run_on(f);
}

void fixture_wait(struct fixture *f, enum cd_event_type type)
{
	int64_t end = cd_io_now() + 5 * CD_US_PER_S;

	f->n_heard = 0;
	while (!heard_count(f, type, NULL)) {
		assert_true(cd_io_now() < end);
		assert_true(sd_event_run(f->event, CD_US_PER_S) >= 0);
	}
	fixture_run_on(f);
}

size_t heard_count(const struct fixture *f, enum cd_event_type type, const char *input)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_heard; i++)
		n += f->heard[i].type == type && (!input || strcmp(f->heard[i].input, input) == 0);
	return n;
}

const struct heard *heard_last(const struct fixture *f, enum cd_event_type type, const char *input)
{
	for (size_t i = f->n_heard; i-- > 0;)
		if (f->heard[i].type == type && (!input || strcmp(f->heard[i].input, input) == 0))
			return &f->heard[i];
	fail_msg("no %s of %s", cd_event_type_to_string(type), input ? input : "any input");
	return NULL;
}

bool is_known(const struct fixture *f, const char *input)
{
	for (size_t i = 0; i < f->n_known; i++)
		if (strcmp(f->known[i].name, input) == 0)
			return f->known[i].there;
	return false;
}

const struct cd_attributes *attributes_of(const struct fixture *f, const char *input)
{
	for (size_t i = 0; i < f->n_known; i++)
		if (f->known[i].there && strcmp(f->known[i].name, input) == 0)
			return &f->known[i].attributes;
	fail_msg("there is no input %s", input);
	return NULL;
}

const char *value_of(const struct fixture *f, const char *input, const char *key)
{
	return cd_attributes_get(attributes_of(f, input), key);
}

const struct row *row_of(const struct fixture *f, const char *name)
{
	const struct row *r = find_row(f, name);

	return r && r->there ? r : NULL;
}

bool armed(sd_event_source *source)
{
	return source && sd_event_source_get_enabled(source, NULL) > 0;
}
