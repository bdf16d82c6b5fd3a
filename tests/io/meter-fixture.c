/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the tests of the USB meters share; see meter-fixture.h. */

#include "meter-fixture.h"

static void on_event(void *userdata, const struct cd_event *ev)
{
	struct told *t = userdata;

	switch (ev->type) {
	case CD_EVENT_ADDED:
		t->added++;
		t->samples_since = 0;
		snprintf(t->name, sizeof(t->name), "%s", ev->input);
		snprintf(t->model, sizeof(t->model), "%s", ev->added.model);
		snprintf(t->serial, sizeof(t->serial), "%s", ev->added.serial ? ev->added.serial : "");
		t->settle_us = ev->added.settle_us;
		t->sign_known = ev->added.sign_known;
		t->position = ev->added.position;
		assert_int_equal(ev->added.kind, CD_INPUT_METER);
		break;
	case CD_EVENT_REMOVED:
		t->removed++;
		break;
	case CD_EVENT_SAMPLE:
		t->samples++;
		t->samples_since++;
		t->sample = ev->sample;
		if (ev->t_us < t->last_us)
			t->backwards = true;
		t->last_us = ev->t_us;
		assert_true(ev->t_us <= cd_io_now());
		break;
	case CD_EVENT_GAP:
		t->samples_since = 0;
		if (ev->gap.reason == CD_GAP_SUSPEND) {
			t->slept_us += ev->gap.duration_us;
			break;
		}
		t->gaps++;
		t->gap_us += ev->gap.duration_us;
		assert_int_equal(ev->gap.reason, CD_GAP_STALL);
		break;
	default:
		t->others++;
	}
}

static void on_presence(
	void *userdata, const char *name, const char *kind, enum cd_presence p, const char *detail)
{
	struct told *t = userdata;

	if (cd_streq(name, "meters")) {
		assert_string_equal(kind, "interface");
		t->meters_presence = p;
		snprintf(t->meters, sizeof(t->meters), "%s", detail);
		return;
	}
	assert_string_equal(kind, "meter");
	t->presence = p;
	snprintf(t->row, sizeof(t->row), "%s", name);
	snprintf(t->detail, sizeof(t->detail), "%s", detail);
}

static void on_absent(void *userdata, const char *name)
{
	struct told *t = userdata;

	t->absent++;
}

static void on_warning(void *userdata, int error, const char *what)
{
	struct told *t = userdata;

	t->warnings++;
}

void on_done(void *userdata)
{
	struct told *t = userdata;

	assert_false(t->done);
	t->done = true;
}

void begin(struct fixture *f, enum fake_fnirsi_shape shape, const char *serial)
{
	const struct cd_io_sink sink = { .event = on_event,
		.presence = on_presence,
		.absent = on_absent,
		.warning = on_warning,
		.userdata = &f->told };

	memset(f, 0, sizeof(*f));
	f->world = world_new();
	f->fake = fake_fnirsi_new(f->world, shape, "1-3", serial);
	assert_true(sd_event_new(&f->event) >= 0);
	assert_int_equal(cd_usb_meters_new(f->event, &sink, &f->meters), 0);
}

void end(struct fixture *f)
{
	cd_usb_meters_free(f->meters);
	sd_event_unref(f->event);
	fake_fnirsi_free(f->fake);
	world_free(f->world);
	assert_false(f->told.backwards);
	assert_int_equal(f->told.others, 0);
	assert_int_equal(f->told.warnings, 0);
}

void add_at(struct fixture *f, struct fake_fnirsi *fake, const char *sysname, uint16_t vid, uint16_t pid,
	const char *serial)
{
	const struct cd_usb_device device = {
		.vid = vid,
		.pid = pid,
		.bus = 1,
		.address = fake_fnirsi_address(fake),
		.sysname = sysname,
		.devnode = fake_fnirsi_devnode(fake),
		.serial = serial,
		.product = "FNB58",
	};

	cd_usb_meters_added(f->meters, &device);
}

void add(struct fixture *f, const char *serial)
{
	add_at(f, f->fake, "1-3", 0x2e3c, 0x5558, serial);
}

struct fake_fnirsi_state fake_state(const struct fixture *f)
{
	struct fake_fnirsi_state s;

	fake_fnirsi_state(f->fake, &s);
	return s;
}

struct cd_usb_meter_info info(const struct fixture *f)
{
	struct cd_usb_meter_info i;

	assert_true(cd_usb_meters_info(f->meters, 0, &i));
	return i;
}

void wait_for_samples(struct fixture *f, unsigned n)
{
	wait_for(f, f->told.samples_since >= n);
}

void stop(struct fixture *f)
{
	assert_int_equal(cd_usb_meters_stop(f->meters, on_done, &f->told), 0);
	wait_for(f, f->told.done);
}
