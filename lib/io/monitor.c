/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The netlink socket and the order of things. Uevents mark inputs as dirty; at the end of each turn of the loop every
 * dirty input is read once. libudev gives the events; the enumeration walks the links below /sys/class itself, because
 * libudev leaves out devices udevd has not seen, which is all of them where no udevd runs.
 */

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "monitor-internal.h"
#include "sysfs.h"

#define EVENTS_PER_TURN 64         /* then others get their turn of the loop */
#define REFRESH_MIN_US CD_US_PER_S /* a refresh asked for sooner finds what the last one found */
#define SETTLE_ACCURACY_US (CD_US_PER_S / 4)

/* After a plug values change without an event: the ACPI battery answers from a cache for one second (cache_time in
 * drivers/acpi/battery.c), an EC may take 3 s until `status` follows the adapter (UPower's test for MacBooks), PD
 * objects come some 100 ms after the partner and power_operation_mode may follow later still (seen with ucsi_acpi on
 * 6.12). Waits between the looks, in µs. */
static const uint64_t settle_us[] = { 1 * CD_US_PER_S, 2 * CD_US_PER_S, 3 * CD_US_PER_S };

void cd_monitor_warn(struct cd_monitor *m, int error, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	m->sink.warning(m->sink.userdata, error, text);
}

int cd_monitor_arm(struct cd_monitor *m, sd_event_source **source, uint64_t delay_us, uint64_t accuracy_us,
	sd_event_time_handler_t fn)
{
	int r;

	if (!*source)
		return sd_event_add_time_relative(
			m->event, source, CLOCK_MONOTONIC, delay_us, accuracy_us, fn, m);
	r = sd_event_source_set_time_relative(*source, delay_us);
	return r < 0 ? r : sd_event_source_set_enabled(*source, SD_EVENT_ONESHOT);
}

void cd_monitor_disarm(sd_event_source *source)
{
	if (source)
		(void)sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

static void mark_all(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		m->inputs[i]->dirty = m->inputs[i]->thorough = true;
}

void cd_monitor_begin(struct cd_monitor *m)
{
	m->now_us = cd_io_now();
	if (cd_suspend_notice(m))
		mark_all(m);
}

static void flush(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++) {
		struct input *input = m->inputs[i];

		if (!input->dirty)
			continue;
		input->dirty = false;
		if (input->read)
			input->read(m, input);
	}
	for (size_t i = m->n_inputs; i-- > 0;)
		if (m->inputs[i]->gone)
			cd_input_remove(m, m->inputs[i]);
}

void cd_monitor_end(struct cd_monitor *m)
{
	flush(m);
	cd_supply_poll_update(m);
	cd_presence_update(m);
}

static int on_settle(sd_event_source *s, uint64_t usec, void *userdata)
{
	struct cd_monitor *m = userdata;

	cd_monitor_begin(m);
	cd_monitor_mark_supplies(m);
	cd_typec_mark(m);
	cd_monitor_end(m);
	if (++m->settle_step < CD_ELEMENTSOF(settle_us))
		(void)cd_monitor_arm(
			m, &m->settle_source, settle_us[m->settle_step], SETTLE_ACCURACY_US, on_settle);
	return 0;
}

void cd_monitor_settle(struct cd_monitor *m)
{
	m->settle_step = 0;
	(void)cd_monitor_arm(m, &m->settle_source, settle_us[0], SETTLE_ACCURACY_US, on_settle);
}

/* Links of a class point to ../../devices/…; of a bus one level more. */
static void enumerate_entry(struct cd_monitor *m, const struct subsystem *s, int dir, const char *name)
{
	static const char up[] = "../", root[] = "/sys/";
	char target[PATH_MAX], *path = target;
	ssize_t n = readlinkat(dir, name, target, sizeof(target) - 1);

	if (n < 0)
		return;
	target[n] = '\0';
	while (strncmp(path, up, strlen(up)) == 0)
		path += strlen(up);
	if (path < target + strlen(root))
		return; /* no link of sysfs */
	path -= strlen(root);
	memcpy(path, root, strlen(root));
	s->event(m, &(struct device){
			    .action = ACTION_ADD, .subsystem = s->name, .syspath = path, .sysname = name });
}

static void enumerate_subsystem(struct cd_monitor *m, const struct subsystem *s)
{
	CD_SYSFS_CLOSE int dir = -1;
	struct cd_sysfs_names names = { 0 };
	char path[64];

	snprintf(path, sizeof(path), "/sys/%s", s->where);
	dir = names.dir = cd_sysfs_open(path);
	if (dir < 0) {
		if (dir != -ENOENT)
			cd_monitor_warn(m, -dir, "Cannot list %s", path);
		return;
	}
	for (const char *name; (name = cd_sysfs_next(&names));)
		enumerate_entry(m, s, dir, name);
}

/* All there is. What we know and do not see again has gone. */
static void enumerate(struct cd_monitor *m)
{
	for (size_t i = 0; i < m->n_inputs; i++)
		m->inputs[i]->seen = false;
	cd_hubs_enumerated(m, true);
	cd_usb_devices_enumerated(m, true);
	for (const struct subsystem *s = cd_subsystems; s->name; s++)
		enumerate_subsystem(m, s);
	cd_usb_devices_enumerated(m, false);
	cd_hubs_enumerated(m, false);
	for (size_t i = 0; i < m->n_inputs; i++)
		m->inputs[i]->gone |= !m->inputs[i]->seen;
	m->rows_stale = true;
}

/* Events were lost, nobody knows which: everything is looked at again. */
static void overflow(struct cd_monitor *m)
{
	cd_monitor_warn(m, ENOBUFS, "The kernel's event queue overflowed: reading everything again");
	cd_inputs_gap(m, CD_GAP_OVERFLOW, CD_UNKNOWN);
	enumerate(m);
}

static enum action action_of(const char *action)
{
	if (cd_streq(action, "add"))
		return ACTION_ADD;
	return cd_streq(action, "remove") ? ACTION_REMOVE : ACTION_CHANGE;
}

static void dispatch(struct cd_monitor *m, struct udev_device *event)
{
	const struct subsystem *s = cd_subsystem_find(udev_device_get_subsystem(event));
	struct device d = { .action = action_of(udev_device_get_action(event)),
		.syspath = udev_device_get_syspath(event),
		.sysname = udev_device_get_sysname(event),
		.event = event };

	if (!s || !d.syspath || !d.sysname)
		return;
	d.subsystem = s->name;
	s->event(m, &d);
}

static int on_netlink(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct cd_monitor *m = userdata;

	cd_monitor_begin(m);
	for (unsigned i = 0; i < EVENTS_PER_TURN; i++) {
		struct udev_device *event;

		errno = 0;
		event = udev_monitor_receive_device(m->netlink);
		if (!event) {
			if (errno == ENOBUFS)
				overflow(m);
			break;
		}
		dispatch(m, event);
		udev_device_unref(event);
	}
	cd_monitor_end(m);
	if (m->sink.turn)
		m->sink.turn(m->sink.userdata);
	return 0;
}

static int add_filters(struct udev_monitor *netlink)
{
	for (const struct subsystem *s = cd_subsystems; s->name; s++) {
		int r = udev_monitor_filter_add_match_subsystem_devtype(netlink, s->name, NULL);

		if (r < 0)
			return r;
	}
	return 0;
}

static void udev_row(struct cd_monitor *m, enum cd_presence p, const char *detail)
{
	m->sink.presence(m->sink.userdata, "udev", "interface", p, detail);
}

/* Where udevd runs its events are the ones to take (permissions are set by then); where it does not, the kernel's own
 * are just as good for us. Libudev's "udev" socket would stay silent there. */
static int listen_netlink(struct cd_monitor *m)
{
	bool udevd = access("/run/udev/control", F_OK) == 0;
	int r;

	m->netlink = udev_monitor_new_from_netlink(m->udev, udevd ? "udev" : "kernel");
	if (!m->netlink)
		return errno ? -errno : -EIO;
	r = add_filters(m->netlink);
	if (r >= 0)
		r = udev_monitor_enable_receiving(m->netlink);
	if (r >= 0)
		r = sd_event_add_io(m->event, &m->netlink_source, udev_monitor_get_fd(m->netlink), EPOLLIN,
			on_netlink, m);
	if (r < 0)
		return r;
	udev_row(m, udevd ? CD_PRESENT : CD_ABSENT,
		udevd ? "events from udev"
		      : "not running (/run/udev/control): events come straight from the kernel");
	return 0;
}

static void read_machine(struct cd_monitor *m)
{
	CD_SYSFS_CLOSE int dir = cd_sysfs_open("/sys/class/dmi/id");

	if (dir < 0 || cd_sysfs_read_string(dir, "product_version", m->machine, sizeof(m->machine)) < 0)
		m->machine[0] = '\0';
}

int cd_monitor_new(sd_event *event, const struct cd_io_sink *sink, const struct cd_monitor_options *options,
	struct cd_monitor **ret)
{
	CD_CLEANUP(cd_monitor_freep) struct cd_monitor *m = calloc(1, sizeof(*m));

	if (!m)
		return -ENOMEM;
	m->event = sd_event_ref(event);
	m->sink = *sink;
	m->options = *options;
	m->udev = udev_new();
	if (!m->udev)
		return -ENOMEM;
	m->asleep_us = cd_suspend_total();
	m->refreshed_us = CD_UNKNOWN;
	*ret = CD_TAKE(m);
	return 0;
}

struct cd_monitor *cd_monitor_free(struct cd_monitor *m)
{
	if (!m)
		return NULL;
	sd_event_source_disable_unref(m->netlink_source);
	sd_event_source_disable_unref(m->clock_source);
	sd_event_source_disable_unref(m->settle_source);
	sd_event_source_disable_unref(m->poll_source);
	sd_event_source_disable_unref(m->hwmon_source);
	sd_event_source_disable_unref(m->hub_source);
	cd_inputs_done(m);
	cd_hubs_done(m);
	cd_usb_devices_done(m);
	cd_attributes_done(&m->scratch);
	udev_monitor_unref(m->netlink);
	udev_unref(m->udev);
	sd_event_unref(m->event);
	free(m);
	return NULL;
}

void cd_monitor_set_usb_listener(struct cd_monitor *m, const struct cd_usb_listener *listener)
{
	m->listener = *listener;
}

int cd_monitor_start(struct cd_monitor *m)
{
	int r;

	r = listen_netlink(m);
	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		cd_monitor_warn(m, -r, "Cannot listen to device events");
		udev_row(m, CD_FAILED,
			"device events cannot be received: plugging is noticed only when a client asks");
	}
	r = cd_suspend_watch(m);
	if (r < 0)
		cd_monitor_warn(m, -r, "Cannot watch the clock: a suspend is noticed with the next event only");
	read_machine(m);
	cd_monitor_begin(m);
	enumerate(m);
	cd_monitor_end(m);
	return 0;
}

const char *cd_monitor_syspath(const struct cd_monitor *m, const char *input)
{
	const struct input *i = cd_input_by_name(m, input);

	return i ? i->syspath : NULL;
}

void cd_monitor_awake(struct cd_monitor *m)
{
	int64_t asleep_us = m->asleep_us;

	cd_monitor_begin(m);
	if (m->asleep_us == asleep_us)
		return;
	cd_monitor_end(m);
	if (m->sink.turn)
		m->sink.turn(m->sink.userdata);
}

void cd_monitor_refresh(struct cd_monitor *m)
{
	int64_t now = cd_io_now();

	if (cd_known(m->refreshed_us) && now - m->refreshed_us < REFRESH_MIN_US)
		return;
	m->refreshed_us = now;
	cd_monitor_begin(m);
	if (m->netlink_source)
		mark_all(m);
	else
		enumerate(m);
	cd_monitor_end(m);
}
