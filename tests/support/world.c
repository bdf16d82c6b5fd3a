/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Devices, attributes and uevents of the fake world. What a device of some kind looks like is in world-power.c and
 * world-usb.c.
 */

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "world-internal.h"

void world_fail(const char *fmt, ...)
{
	va_list ap;

	fputs("fake world: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

char *world_printf(const char *fmt, ...)
{
	char *s;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		world_fail("no memory");
	va_end(ap);
	return s;
}

/*
 * umockdev gives up when the receiver's socket is full, and a Unix socket is full with ten messages (net.unix.
 * max_dgram_qlen). The kernel's netlink socket takes thousands: so sending a uevent waits for its reader here. A
 * program that changes the world and reads in one thread must read now and then.
 */
__attribute__((visibility("default"))) ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	bool uevent = msg->msg_iovlen > 0 && msg->msg_iov[0].iov_len >= sizeof("libudev") &&
		      memcmp(msg->msg_iov[0].iov_base, "libudev", sizeof("libudev")) == 0;
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	ssize_t n = syscall(SYS_sendmsg, fd, msg, flags);

	if (n >= 0 || errno != EAGAIN || !uevent)
		return n;
	if (poll(&wait, 1, 5000) <= 0)
		world_fail("nobody reads the uevents");
	return syscall(SYS_sendmsg, fd, msg, flags);
}

/* A world is a thousand small files, and GLib syncs each of them to the disk. It need not outlive the test. */
__attribute__((visibility("default"))) int fsync(int fd)
{
	(void)fd;
	return 0;
}

struct world *world_new(void)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		world_fail("no memory");
	w->bed = umockdev_testbed_new();
	w->root = umockdev_testbed_get_root_dir(w->bed);
	return w;
}

void world_free(struct world *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++) {
		free(w->devices[i].name);
		g_free(w->devices[i].path);
	}
	g_object_unref(w->bed);
	g_free(w->root);
	free(w);
}

const char *world_root(const struct world *w)
{
	return w->root;
}

static struct world_device *find(const struct world *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->devices[i].name, name) == 0)
			return (struct world_device *)&w->devices[i];
	return NULL;
}

bool world_has(const struct world *w, const char *name)
{
	return find(w, name);
}

const char *world_path(const struct world *w, const char *name)
{
	const struct world_device *d = find(w, name);

	if (!d)
		world_fail("there is no %s", name);
	return d->path;
}

/* umockdev files typec under /sys/bus; in Linux it is a class. */
static void make_class(struct world *w, const char *subsystem, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	g_autofree char *bus = g_strdup_printf("%s/sys/bus/%s", w->root, subsystem);
	g_autofree char *devices = g_strdup_printf("%s/devices", bus);
	g_autofree char *in_bus = g_strdup_printf("%s/%s", devices, name);
	g_autofree char *class = g_strdup_printf("%s/sys/class/%s", w->root, subsystem);
	g_autofree char *in_class = g_strdup_printf("%s/%s", class, name);
	g_autofree char *target = g_strdup_printf("../..%s", path + strlen("/sys"));
	g_autofree char *link = g_strdup_printf("%s%s/subsystem", w->root, path);

	(void)unlink(in_bus);
	(void)rmdir(devices);
	(void)rmdir(bus);
	(void)g_mkdir_with_parents(class, 0755);
	(void)unlink(link);
	if (symlink(target, in_class) < 0 || symlink(class, link) < 0)
		world_fail("cannot make %s a %s: %s", path, subsystem, strerror(errno));
}

static void add_strings(GPtrArray *to, const char *const *strings)
{
	for (; strings && *strings; strings++)
		g_ptr_array_add(to, g_strdup(*strings));
}

/* A power supply says all its values in its uevents, and in its uevent file. */
static void add_values(GPtrArray *to, const char *const *attributes)
{
	for (; attributes && attributes[0]; attributes += 2) {
		g_autofree char *upper = g_ascii_strup(attributes[0], -1);

		g_ptr_array_add(to, world_printf("POWER_SUPPLY_%s", upper));
		g_ptr_array_add(to, g_strchomp(g_strdup(attributes[1])));
	}
}

const char *world_add(struct world *w, const char *subsystem, const char *name, const char *parent,
	const char *const *attributes, const char *const *properties)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);
	const char *none[] = { NULL };
	char *path;

	add_strings(said, properties);
	if (strcmp(subsystem, "power_supply") == 0)
		add_values(said, attributes);
	g_ptr_array_add(said, NULL);
	if (w->n == WORLD_DEVICES_MAX)
		world_fail("too many devices");
	path = umockdev_testbed_add_devicev(w->bed, subsystem, name, parent ? world_path(w, parent) : NULL,
		(char **)(attributes ? attributes : none), (char **)said->pdata);
	if (!path)
		world_fail("cannot add %s", name);
	if (strcmp(subsystem, "typec") == 0)
		make_class(w, subsystem, path);
	w->devices[w->n].name = strdup(strrchr(path, '/') + 1);
	w->devices[w->n].path = path;
	w->n++;
	return path;
}

/* Sysfs makes `device` before the uevent goes out, umockdev sends that from within its own call: so the directory and
 * the link are there first. */
void world_announce_link(struct world *w, const char *name, const char *parent)
{
	g_autofree char *dir = world_printf("%s%s/%s", w->root, world_path(w, parent), name);
	g_autofree char *link = world_printf("%s/device", dir);
	g_autofree char *target = world_printf("../../../%s", parent);

	if (g_mkdir_with_parents(dir, 0755) < 0 || symlink(target, link) < 0)
		world_fail("cannot link %s: %s", link, strerror(errno));
}

/* As world_add(), with the attributes as "name=value" strings. In the kernel they are there before the uevent. */
const char *world_add_pairs(struct world *w, const char *subsystem, const char *name, const char *parent,
	const char *const *pairs, const char *const *properties)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (; *pairs; pairs++) {
		const char *equals = strchr(*pairs, '=');

		if (!equals)
			world_fail("'%s' is no attribute=value", *pairs);
		g_ptr_array_add(list, g_strndup(*pairs, equals - *pairs));
		g_ptr_array_add(list, g_strdup_printf("%s\n", equals + 1));
	}
	g_ptr_array_add(list, NULL);
	return world_add(w, subsystem, name, parent, (const char *const *)list->pdata, properties);
}

void world_event(struct world *w, const char *name, const char *action)
{
	umockdev_testbed_uevent(w->bed, world_path(w, name), action);
}

static char *attribute_path(const struct world *w, const char *name, const char *attribute)
{
	return world_printf("%s%s/%s", w->root, world_path(w, name), attribute);
}

/* A broken attribute is a directory. A file stays: umockdev replaces it in one step, so that no reader finds it
 * missing. */
static void mend(const struct world *w, const char *name, const char *attribute)
{
	g_autofree char *path = attribute_path(w, name, attribute);

	(void)rmdir(path);
}

static void set_property(struct world *w, const char *path, const char *attribute, const char *value)
{
	g_autofree char *upper = g_ascii_strup(attribute, -1);
	g_autofree char *key = world_printf("POWER_SUPPLY_%s", upper);
	g_autofree char *clean = g_str_to_ascii(value, "C");

	if (!strstr(path, "/power_supply/") || strchr(attribute, '/'))
		return;
	if (strlen(clean) > 64)
		clean[64] = '\0';
	umockdev_testbed_set_property(w->bed, path, key, clean);
}

/* The kernel leaves out of it what cannot be read. */
static void unset_property(const struct world *w, const char *name, const char *attribute)
{
	g_autofree char *path = attribute_path(w, name, "uevent");
	g_autofree char *upper = g_ascii_strup(attribute, -1);
	g_autofree char *key = world_printf("POWER_SUPPLY_%s=", upper);
	g_autofree char *text = NULL;
	g_autoptr(GString) rest = g_string_new(NULL);
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line && !g_str_has_prefix(*line, key))
			g_string_append_printf(rest, "%s\n", *line);
	if (!g_file_set_contents(path, rest->str, -1, NULL))
		world_fail("cannot write %s", path);
}

void world_say(struct world *w, const char *name, const char *attribute, const char *value)
{
	set_property(w, world_path(w, name), attribute, value);
}

void world_write(struct world *w, const char *name, const char *attribute, const char *value)
{
	g_autofree char *line = world_printf("%s\n", value);

	umockdev_testbed_set_attribute(w->bed, world_path(w, name), attribute, line);
}

void world_set_quietly(struct world *w, const char *name, const char *attribute, const char *value)
{
	g_autofree char *line = world_printf("%s\n", value);

	mend(w, name, attribute);
	umockdev_testbed_set_attribute(w->bed, world_path(w, name), attribute, line);
	set_property(w, world_path(w, name), attribute, value);
}

void world_set_int(struct world *w, const char *name, const char *attribute, int64_t value)
{
	g_autofree char *s = world_printf("%lld", (long long)value);

	world_set_quietly(w, name, attribute, s);
}

void world_set(struct world *w, const char *name, const char *attribute, const char *value)
{
	world_set_quietly(w, name, attribute, value);
	world_event(w, name, "change");
}

void world_unset(struct world *w, const char *name, const char *attribute)
{
	g_autofree char *path = attribute_path(w, name, attribute);

	mend(w, name, attribute);
	(void)unlink(path);
	unset_property(w, name, attribute);
}

void world_break(struct world *w, const char *name, const char *attribute)
{
	g_autofree char *path = attribute_path(w, name, attribute);

	world_unset(w, name, attribute);
	if (mkdir(path, 0755) < 0)
		world_fail("cannot break %s: %s", path, strerror(errno));
}

void world_link(struct world *w, const char *name, const char *link, const char *target)
{
	g_autofree char *path = attribute_path(w, name, link);

	(void)unlink(path);
	if (symlink(target, path) < 0)
		world_fail("cannot link %s: %s", path, strerror(errno));
}

static bool is_below(const char *path, const char *parent)
{
	size_t len = strlen(parent);

	return strncmp(path, parent, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* The device and what hangs on it, children first: they were added later. With `tell` the kernel's word for each goes
 * out before it leaves; who looks later than that finds nothing. */
static void leave(struct world *w, const char *name, bool tell)
{
	g_autofree char *parent = g_strdup(world_path(w, name));

	for (size_t i = w->n; i-- > 0;) {
		struct world_device *d = &w->devices[i];

		if (!is_below(d->path, parent))
			continue;
		if (tell)
			umockdev_testbed_uevent(w->bed, d->path, "remove");
		umockdev_testbed_remove_device(w->bed, d->path);
		free(d->name);
		g_free(d->path);
		memmove(d, d + 1, (--w->n - i) * sizeof(*d));
	}
}

void world_vanish(struct world *w, const char *name)
{
	leave(w, name, false);
}

void world_remove(struct world *w, const char *name)
{
	leave(w, name, true);
}

void world_each(struct world *w, const char *part, void (*fn)(struct world *w, const char *name, int64_t x),
	int64_t x)
{
	for (size_t i = 0; i < w->n; i++)
		if (strstr(w->devices[i].path, part))
			fn(w, w->devices[i].name, x);
}
