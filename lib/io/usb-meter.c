/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The set of USB meters: which there are and what they are called. What one of them does is in usb-meter-run.c. */

#include "usb-meter.h"

#include <stdio.h>

#include "usb-meter-run.h"

#define SERIAL_MAX 32  /* of a name; the rest of a longer one is cut */
#define SYSNAME_MAX 20 /* "1-1.2.3.4.1": seven digits at most (USB allows 5 hubs in a row) */

_Static_assert(8 + SERIAL_MAX + SYSNAME_MAX + 2 <= CD_INPUT_NAME_MAX, "slug, serial and place make a name");

struct cd_usb_meters {
	sd_event *event;
	struct cd_io_sink sink;
	struct cd_usb_loop *loop; /* while a meter is open */
	struct cd_usb_meter *meters[CD_USB_METERS_MAX];
	size_t n;
	size_t n_told; /* in the presence row */
	bool refused;
	bool stopping;
	void (*done)(void *userdata);
	void *done_userdata;
};

const char *cd_usb_meter_state_to_string(enum cd_usb_meter_state s)
{
	static const char *const names[_CD_USB_METER_STATE_MAX] = {
		[CD_USB_METER_FAILED] = "failed",
		[CD_USB_METER_STARTING] = "starting",
		[CD_USB_METER_STREAMING] = "streaming",
		[CD_USB_METER_STALLED] = "stalled",
		[CD_USB_METER_STOPPING] = "stopping",
		[CD_USB_METER_CLOSING] = "closing",
	};

	return (size_t)s < CD_ELEMENTSOF(names) ? names[s] : NULL;
}

static void tell_count(struct cd_usb_meters *set)
{
	char detail[32];

	if (set->n == set->n_told)
		return;
	set->n_told = set->n;
	snprintf(detail, sizeof(detail), "%zu plugged in", set->n);
	if (set->n == 0)
		set->sink.presence(
			set->sink.userdata, "meters", "interface", CD_ABSENT, "no USB meter is plugged in");
	else
		set->sink.presence(set->sink.userdata, "meters", "interface", CD_PRESENT, detail);
}

int cd_usb_meters_new(sd_event *event, const struct cd_io_sink *sink, struct cd_usb_meters **ret)
{
	struct cd_usb_meters *set = calloc(1, sizeof(*set));

	if (!set)
		return -ENOMEM;
	set->event = sd_event_ref(event);
	set->sink = *sink;
	set->n_told = SIZE_MAX;
	tell_count(set);
	*ret = set;
	return 0;
}

struct cd_usb_meters *cd_usb_meters_free(struct cd_usb_meters *set)
{
	if (!set)
		return NULL;
	for (size_t i = 0; i < set->n; i++)
		cd_usb_meter_free(set->meters[i]);
	cd_usb_loop_free(set->loop);
	sd_event_unref(set->event);
	free(set);
	return NULL;
}

static bool is_open(const struct cd_usb_meter *m)
{
	return m->state != CD_USB_METER_FAILED;
}

static size_t count_open(const struct cd_usb_meters *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++)
		n += is_open(set->meters[i]);
	return n;
}

/* The last one closes the door: no context, no descriptors, no memory of libusb's. */
static void release_loop(struct cd_usb_meters *set)
{
	if (count_open(set) == 0)
		set->loop = cd_usb_loop_free(set->loop);
}

static void forget(struct cd_usb_meters *set, struct cd_usb_meter *m)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->meters[i] == m) {
			memmove(&set->meters[i], &set->meters[i + 1],
				(set->n - i - 1) * sizeof(set->meters[0]));
			set->n--;
			break;
		}
	cd_usb_meter_free(m);
	tell_count(set);
	release_loop(set);
}

static void call_done(struct cd_usb_meters *set)
{
	void (*done)(void *userdata) = CD_TAKE(set->done);

	if (done)
		done(set->done_userdata);
}

static void on_closed(struct cd_usb_meter *m, void *userdata)
{
	struct cd_usb_meters *set = userdata;

	forget(set, m);
	if (set->stopping && count_open(set) == 0)
		call_done(set);
}

/* One that closes has lost its place and its name already. */
static struct cd_usb_meter *find_place(const struct cd_usb_meters *set, const char *sysname)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->meters[i]->state != CD_USB_METER_CLOSING &&
			cd_streq(set->meters[i]->sysname, sysname))
			return set->meters[i];
	return NULL;
}

static bool name_taken(const struct cd_usb_meters *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->meters[i]->state != CD_USB_METER_CLOSING && cd_streq(set->meters[i]->name, name))
			return true;
	return false;
}

/* What a device says of itself may be anything; a name is plain ASCII. False: nothing usable in it. */
static bool plain(const char *s, char *buf, size_t max)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:+-";
	size_t n = 0;
	bool any = false;

	for (; s && *s && n < max; s++) {
		bool fine = strchr(allowed, *s);

		buf[n++] = fine ? *s : '_';
		any |= fine;
	}
	buf[n] = '\0';
	return any;
}

static char *make_name(const struct cd_usb_meters *set, const char *slug, const struct cd_usb_device *device)
{
	char serial[SERIAL_MAX + 1], place[SYSNAME_MAX + 1];
	char *name;

	(void)plain(device->sysname, place, SYSNAME_MAX);
	if (!plain(device->serial, serial, SERIAL_MAX))
		return asprintf(&name, "%s-%s", slug, place) < 0 ? NULL : name;
	if (asprintf(&name, "%s-%s", slug, serial) < 0)
		return NULL;
	if (!name_taken(set, name))
		return name;
	free(name);
	return asprintf(&name, "%s-%s-%s", slug, serial, place) < 0 ? NULL : name;
}

static int make_meter(struct cd_usb_meters *set, const struct cd_meter_driver *driver,
	const struct cd_meter_match *match, const struct cd_usb_device *device, struct cd_usb_meter **ret)
{
	CD_CLEANUP(cd_usb_meter_freep) struct cd_usb_meter *m = calloc(1, sizeof(*m));

	if (!m)
		return -ENOMEM;
	m->name = make_name(set, match->slug, device);
	m->sysname = strdup(device->sysname);
	m->devnode = strdup(device->devnode);
	m->serial = device->serial ? strdup(device->serial) : NULL;
	m->decoder = calloc(1, driver->size);
	if (!m->name || !m->sysname || !m->devnode || !m->decoder || (device->serial && !m->serial))
		return -ENOMEM;
	m->bus = device->bus;
	m->address = device->address;
	m->driver = driver;
	m->match = match;
	m->sink = &set->sink;
	m->closed = on_closed;
	m->userdata = set;
	*ret = CD_TAKE(m);
	return 0;
}

static void open_meter(struct cd_usb_meters *set, struct cd_usb_meter *m)
{
	int r = set->loop ? 0 : cd_usb_loop_new(set->event, &set->loop);

	if (r < 0) {
		set->sink.presence(
			set->sink.userdata, m->name, "meter", CD_FAILED, "libusb cannot be started");
		set->sink.warning(set->sink.userdata, -r, "Failed to start libusb");
		return;
	}
	cd_usb_meter_open(m, set->loop);
	release_loop(set);
}

static void add(struct cd_usb_meters *set, const struct cd_meter_driver *driver,
	const struct cd_meter_match *match, const struct cd_usb_device *device)
{
	struct cd_usb_meter *m;
	int r;

	if (set->n == CD_USB_METERS_MAX) {
		if (!set->refused)
			set->sink.warning(
				set->sink.userdata, ENOSPC, "Too many USB meters, the rest is ignored");
		set->refused = true;
		return;
	}
	r = make_meter(set, driver, match, device, &m);
	if (r < 0) {
		set->sink.warning(set->sink.userdata, -r, "Failed to add a USB meter");
		return;
	}
	set->meters[set->n++] = m;
	tell_count(set);
	open_meter(set, m);
}

static void lose(struct cd_usb_meters *set, struct cd_usb_meter *m)
{
	if (is_open(m)) {
		cd_usb_meter_unplugged(m);
		return;
	}
	set->sink.absent(set->sink.userdata, m->name);
	forget(set, m);
}

void cd_usb_meters_added(void *userdata, const struct cd_usb_device *device)
{
	struct cd_usb_meters *set = userdata;
	const struct cd_meter_match *match;
	const struct cd_meter_driver *driver = cd_meter_find(device->vid, device->pid, &match);
	struct cd_usb_meter *m;

	if (!driver || driver->transport != CD_METER_HID || set->stopping || !device->sysname ||
		!device->devnode)
		return;
	m = find_place(set, device->sysname);
	if (m && (m->bus != device->bus || m->address != device->address)) {
		lose(set, m); /* its leaving was not told */
		m = NULL;
	}
	if (!m)
		add(set, driver, match, device);
	else if (!is_open(m))
		open_meter(set, m);
}

void cd_usb_meters_removed(void *userdata, const char *sysname)
{
	struct cd_usb_meters *set = userdata;
	struct cd_usb_meter *m = find_place(set, sysname);

	if (m)
		lose(set, m);
}

void cd_usb_meters_slept(void *meters, int64_t duration_us)
{
	struct cd_usb_meters *set = meters;

	for (size_t i = 0; i < set->n; i++)
		if (is_open(set->meters[i]))
			cd_usb_meter_slept(set->meters[i], duration_us);
}

void cd_usb_meters_refresh(struct cd_usb_meters *set)
{
	for (size_t i = 0; i < set->n && !set->stopping; i++)
		if (!is_open(set->meters[i]))
			open_meter(set, set->meters[i]);
}

int cd_usb_meters_stop(struct cd_usb_meters *set, void (*done)(void *userdata), void *userdata)
{
	if (set->stopping)
		return -EALREADY;
	set->stopping = true;
	set->done = done;
	set->done_userdata = userdata;
	for (size_t i = 0; i < set->n; i++)
		if (is_open(set->meters[i]))
			cd_usb_meter_stop(set->meters[i]);
	if (count_open(set) == 0)
		call_done(set);
	return 0;
}

size_t cd_usb_meters_count(const struct cd_usb_meters *set)
{
	return set->n;
}

bool cd_usb_meters_info(const struct cd_usb_meters *set, size_t i, struct cd_usb_meter_info *ret)
{
	const struct cd_usb_meter *m;

	if (i >= set->n)
		return false;
	m = set->meters[i];
	*ret = (struct cd_usb_meter_info){
		.name = m->name,
		.sysname = m->sysname,
		.model = m->match->model,
		.serial = m->serial,
		.driver = m->driver->name,
		.state = m->state,
		.stats = *m->driver->stats(m->decoder),
		.stalls = m->stalls,
		.transfer_errors = m->transfer_errors,
	};
	return true;
}
