/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* usbfs over umockdev; see fake-usbfs.h. */

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-usbfs-internal.h"
#include "world-internal.h"

typedef struct {
	UMockdevIoctlBase parent;
	struct fake_usbfs *usbfs;
} Handler;
typedef struct {
	UMockdevIoctlBaseClass parent;
} HandlerClass;
static GType handler_get_type(void);
G_DEFINE_TYPE(Handler, handler, UMOCKDEV_TYPE_IOCTL_BASE)

static int claim(struct fake_usbfs *u, unsigned interface, bool detach)
{
	if (interface >= FAKE_USBFS_INTERFACES)
		return EINVAL;
	if (u->busy || g_strcmp0(u->drivers[interface], "usbfs") == 0)
		return EBUSY;
	if (u->drivers[interface] && !detach)
		return EBUSY;
	if (u->drivers[interface])
		u->counts.detaches++;
	u->drivers[interface] = "usbfs";
	u->counts.claims++;
	return 0;
}

static int release(struct fake_usbfs *u, unsigned interface)
{
	if (interface >= FAKE_USBFS_INTERFACES || g_strcmp0(u->drivers[interface], "usbfs") != 0)
		return EINVAL;
	u->drivers[interface] = NULL;
	u->counts.releases++;
	return 0;
}

static int attach(struct fake_usbfs *u, unsigned interface)
{
	if (interface >= FAKE_USBFS_INTERFACES || u->drivers[interface])
		return EBUSY;
	u->drivers[interface] = u->device.drivers[interface];
	u->counts.attaches++;
	return 0;
}

static int get_driver(struct fake_usbfs *u, struct usbdevfs_getdriver *d)
{
	const char *driver = d->interface < FAKE_USBFS_INTERFACES ? u->drivers[d->interface] : NULL;

	if (u->busy)
		driver = "usbfs";
	if (!driver)
		return ENODATA;
	snprintf(d->driver, sizeof(d->driver), "%s", driver);
	return 0;
}

/* GET_CONFIGURATION is all that libusb asks in this way. */
static int control(struct fake_usbfs *u, UMockdevIoctlData *data)
{
	const struct usbdevfs_ctrltransfer *c = (const void *)data->data;
	UMockdevIoctlData *bytes;

	if (u->deaf)
		return ETIMEDOUT;
	if (c->bRequest != 8 || c->wLength != 1)
		return EPIPE;
	bytes = umockdev_ioctl_data_resolve(data, offsetof(struct usbdevfs_ctrltransfer, data), 1, NULL);
	bytes->data[0] = 1;
	return 0;
}

struct call {
	gulong request;
	gulong value;            /* the argument itself */
	UMockdevIoctlData *data; /* or what it points to */
	GBytes *out;
	bool released;
};

/* The positive errno of the call; *ret its result without one. */
static int answer(struct fake_usbfs *u, struct call *c, long *ret)
{
	unsigned number = 0;

	*ret = 0;
	if (c->data && c->data->data_len >= (int)sizeof(number))
		memcpy(&number, c->data->data, sizeof(number));
	switch (c->request) {
	case USBDEVFS_GET_CAPABILITIES:
		number = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
			 USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
		memcpy(c->data->data, &number, sizeof(number));
		return 0;
	case USBDEVFS_CONNECTINFO:
		((struct usbdevfs_connectinfo *)(void *)c->data->data)->devnum = 4;
		return 0;
	case USBDEVFS_GET_SPEED:
		*ret = 2; /* full */
		return 0;
	case USBDEVFS_CONTROL:
		return control(u, c->data);
	case USBDEVFS_GETDRIVER:
		return get_driver(u, (struct usbdevfs_getdriver *)(void *)c->data->data);
	case USBDEVFS_CLAIMINTERFACE:
		return claim(u, number, false);
	case USBDEVFS_DISCONNECT_CLAIM:
		return claim(u, number, true);
	case USBDEVFS_RELEASEINTERFACE:
		c->released = true;
		return release(u, number);
	case USBDEVFS_IOCTL: {
		const struct usbdevfs_ioctl *i = (const void *)c->data->data;

		*ret = 1;
		return i->ioctl_code == USBDEVFS_CONNECT ? attach(u, (unsigned)i->ifno) : ENOTTY;
	}
	case USBDEVFS_CLEAR_HALT:
		u->counts.clear_halts++;
		u->halted = false;
		return 0;
	case USBDEVFS_SUBMITURB:
		return fake_usbfs_submit(u, c->data, &c->out);
	case USBDEVFS_DISCARDURB:
		return fake_usbfs_discard(u, c->value);
	case USBDEVFS_REAPURB: /* never waits here; libusb does not use it */
	case USBDEVFS_REAPURBNDELAY:
		return fake_usbfs_reap(u, c->data);
	default:
		u->counts.refused++;
		fprintf(stderr, "fake usbfs: ioctl %#lx is not known here\n", c->request);
		return ENOTTY;
	}
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
	struct fake_usbfs *u = ((Handler *)base)->usbfs;
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
	struct call c = { .request = umockdev_ioctl_client_get_request(client) };
	long result = 0;
	int error;

	memcpy(&c.value, arg->data, sizeof(c.value));
	if (_IOC_SIZE(c.request))
		c.data = umockdev_ioctl_data_resolve(arg, 0, _IOC_SIZE(c.request), NULL);
	g_mutex_lock(&u->lock);
	if (u->gone && c.request != USBDEVFS_REAPURBNDELAY)
		error = ENODEV;
	else
		error = answer(u, &c, &result);
	fake_usbfs_update_ready(u);
	g_mutex_unlock(&u->lock);
	if (c.released && u->device.released)
		u->device.released(u->device.userdata, u);
	if (c.out) {
		gsize len;
		const uint8_t *bytes = g_bytes_get_data(c.out, &len);

		if (u->device.out)
			u->device.out(u->device.userdata, u, bytes, len);
		g_bytes_unref(c.out);
	}
	umockdev_ioctl_client_complete(client, error ? -1 : result, error);
	if (c.data)
		g_object_unref(c.data);
	return TRUE;
}

static gboolean on_read(UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
	struct fake_usbfs *u = ((Handler *)base)->usbfs;
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
	size_t len = (size_t)arg->data_len;

	if (len > u->device.n_descriptors)
		len = u->device.n_descriptors;
	if (len > 0)
		memcpy(arg->data, u->device.descriptors, len);
	umockdev_ioctl_client_complete(client, u->gone ? -1 : (long)len, u->gone ? ENODEV : 0);
	return TRUE;
}

/* Of all that umockdev offers to tell a closed descriptor, only that its client object goes is reliable in 0.17.16. The
 * kernel takes back what the last descriptor held, but attaches no driver. */
static void on_disconnected(gpointer userdata, GObject *client)
{
	struct fake_usbfs *u = userdata;
	bool held = false;

	g_mutex_lock(&u->lock);
	for (unsigned i = 0; i < FAKE_USBFS_INTERFACES; i++)
		if (g_strcmp0(u->drivers[i], "usbfs") == 0) {
			u->drivers[i] = NULL;
			held = true;
		}
	g_ptr_array_set_size(u->urbs, 0);
	u->counts.closes++;
	g_cond_broadcast(&u->closed);
	fake_usbfs_update_ready(u);
	g_mutex_unlock(&u->lock);
	if (held && u->device.released)
		u->device.released(u->device.userdata, u);
}

static void on_connected(UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
	struct fake_usbfs *u = ((Handler *)base)->usbfs;

	g_mutex_lock(&u->lock);
	u->counts.opens++;
	g_mutex_unlock(&u->lock);
	g_object_weak_ref(G_OBJECT(client), on_disconnected, u);
}

static void handler_class_init(HandlerClass *class)
{
	UMockdevIoctlBaseClass *base = UMOCKDEV_IOCTL_BASE_CLASS(class);

	base->handle_ioctl = on_ioctl;
	base->handle_read = on_read;
	base->client_connected = on_connected;
}

static void handler_init(Handler *h)
{
}

static void make_fifo(struct fake_usbfs *u)
{
	g_autofree char *directory = g_path_get_dirname(u->path);

	if (g_mkdir_with_parents(directory, 0755) < 0 || mkfifo(u->path, 0666) < 0)
		world_fail("cannot make %s: %s", u->path, strerror(errno));
	u->fifo = open(u->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (u->fifo < 0)
		world_fail("cannot open %s: %s", u->path, strerror(errno));
	(void)fcntl(u->fifo, F_SETPIPE_SZ, 4096);
	u->ready = -1;
	fake_usbfs_set_ready(u, false);
}

struct fake_usbfs *fake_usbfs_new(
	UMockdevTestbed *bed, const char *devnode, const struct fake_usbfs_device *device)
{
	struct fake_usbfs *u = calloc(1, sizeof(*u));
	g_autofree char *root = umockdev_testbed_get_root_dir(bed);

	if (device->n_descriptors >= 256)
		world_fail("descriptors of more than one read are not provided for");
	u->bed = g_object_ref(bed);
	u->device = *device;
	memcpy(u->drivers, device->drivers, sizeof(u->drivers));
	u->devnode = g_strdup(devnode);
	u->path = g_strconcat(root, devnode, NULL);
	u->urbs = fake_usbfs_make_urbs();
	make_fifo(u);
	u->handler = g_object_new(handler_get_type(), NULL);
	((Handler *)u->handler)->usbfs = u;
	if (!umockdev_testbed_attach_ioctl(bed, devnode, u->handler, NULL))
		world_fail("cannot answer for %s", devnode);
	return u;
}

/* umockdev notices a closed descriptor a little later than the program that closed it. */
static void wait_for_clients(struct fake_usbfs *u)
{
	gint64 end = g_get_monotonic_time() + 10 * G_TIME_SPAN_SECOND;

	g_mutex_lock(&u->lock);
	while (u->counts.closes < u->counts.opens)
		if (!g_cond_wait_until(&u->closed, &u->lock, end))
			world_fail("%s is still open", u->devnode);
	g_mutex_unlock(&u->lock);
}

void fake_usbfs_free(struct fake_usbfs *u)
{
	if (!u)
		return;
	wait_for_clients(u);
	(void)umockdev_testbed_detach_ioctl(u->bed, u->devnode, NULL);
	(void)unlink(u->path);
	(void)close(u->fifo);
	g_object_unref(u->handler);
	g_ptr_array_unref(u->urbs);
	g_free(u->devnode);
	g_free(u->path);
	g_object_unref(u->bed);
	free(u);
}

bool fake_usbfs_in(struct fake_usbfs *u, const uint8_t *bytes, size_t len)
{
	bool taken;

	g_mutex_lock(&u->lock);
	taken = fake_usbfs_finish_in(u, bytes, len);
	fake_usbfs_update_ready(u);
	g_mutex_unlock(&u->lock);
	return taken;
}

void fake_usbfs_halt(struct fake_usbfs *u)
{
	g_mutex_lock(&u->lock);
	u->halted = true;
	fake_usbfs_finish_all(u, -EPIPE);
	fake_usbfs_update_ready(u);
	g_mutex_unlock(&u->lock);
}

void fake_usbfs_set_deaf(struct fake_usbfs *u, bool deaf)
{
	g_mutex_lock(&u->lock);
	u->deaf = deaf;
	g_mutex_unlock(&u->lock);
}

void fake_usbfs_set_busy(struct fake_usbfs *u, bool busy)
{
	g_mutex_lock(&u->lock);
	u->busy = busy;
	g_mutex_unlock(&u->lock);
}

void fake_usbfs_vanish(struct fake_usbfs *u)
{
	g_mutex_lock(&u->lock);
	u->gone = true;
	fake_usbfs_finish_all(u, -ESHUTDOWN);
	fake_usbfs_update_ready(u);
	g_mutex_unlock(&u->lock);
}

void fake_usbfs_counts(struct fake_usbfs *u, struct fake_usbfs_counts *ret)
{
	g_mutex_lock(&u->lock);
	*ret = u->counts;
	g_mutex_unlock(&u->lock);
}

const char *fake_usbfs_driver(struct fake_usbfs *u, unsigned interface)
{
	const char *driver;

	g_mutex_lock(&u->lock);
	driver = interface < FAKE_USBFS_INTERFACES ? u->drivers[interface] : NULL;
	g_mutex_unlock(&u->lock);
	return driver;
}
