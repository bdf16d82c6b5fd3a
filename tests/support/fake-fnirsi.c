/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A meter on a fake usbfs; see fake-fnirsi.h. */

#include "fake-fnirsi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fnirsi-frames.h"
#include "world-internal.h"

#define BUS 1
#define REPORT_MS 40
#define START_US G_TIME_SPAN_SECOND
#define START_GAP_US 25000
#define FIRST_ADDRESS 4
/* Of one meter: a replugged device gets another one, and as on a real bus they come round again. */
#define ADDRESSES 20

/* clang-format off */
#define DEVICE(vid, pid) \
	18, 1, 0x00, 2, 0, 0, 0, 64, (vid) & 0xff, (vid) >> 8, (pid) & 0xff, (pid) >> 8, 0, 1, 1, 2, 3, 1
#define CONFIG(interfaces, len) 9, 2, (len), 0, (interfaces), 1, 0, 0x80, 50
#define INTERFACE(number, endpoints, class, subclass) 9, 4, (number), 0, (endpoints), (class), (subclass), 0, 0
#define HID 9, 0x21, 0x11, 1, 0, 1, 0x22, 34, 0
#define ENDPOINT(address, type, size) 7, 5, (address), (type), (size), 0, 1
#define BULK 2
#define INTERRUPT 3

static const uint8_t fnb58[] = {
	DEVICE(0x2e3c, 0x5558), CONFIG(4, 9 + 23 + 16 + 23 + 32),
	INTERFACE(0, 2, 8, 6), ENDPOINT(0x84, BULK, 64), ENDPOINT(0x04, BULK, 64),
	INTERFACE(1, 1, 2, 2), ENDPOINT(0x81, INTERRUPT, 8),
	INTERFACE(2, 2, 10, 0), ENDPOINT(0x82, BULK, 64), ENDPOINT(0x02, BULK, 64),
	INTERFACE(3, 2, 3, 0), HID, ENDPOINT(0x83, INTERRUPT, 64), ENDPOINT(0x03, INTERRUPT, 64),
};
static const uint8_t fnb48[] = {
	DEVICE(0x0483, 0x003a), CONFIG(1, 9 + 32),
	INTERFACE(0, 2, 3, 0), HID, ENDPOINT(0x81, INTERRUPT, 64), ENDPOINT(0x01, INTERRUPT, 64),
};
static const uint8_t no_hid[] = {
	DEVICE(0x2e3c, 0x5558), CONFIG(1, 9 + 23),
	INTERFACE(0, 2, 8, 6), ENDPOINT(0x84, BULK, 64), ENDPOINT(0x04, BULK, 64),
};
static const uint8_t no_out[] = {
	DEVICE(0x2e3c, 0x5558), CONFIG(1, 9 + 25),
	INTERFACE(0, 1, 3, 0), HID, ENDPOINT(0x81, INTERRUPT, 64),
};
static const uint8_t garbage[] = {
	DEVICE(0x2e3c, 0x5558), 9, 2, 200, 0, 7, 1, 0, 0x80, 50, 0, 0, 255, 4, 1, 9, 4, 3, 99, 2, 5, 7, 131, 9, 9, 4,
};

static const struct {
	uint16_t vid, pid;
	const char *product;
	const uint8_t *descriptors;
	size_t n;
	const char *drivers[FAKE_USBFS_INTERFACES];
} shapes[] = {
	[FAKE_FNIRSI_FNB58] = { 0x2e3c, 0x5558, "FNB58", fnb58, sizeof(fnb58),
		{ "usb-storage", "cdc_acm", "cdc_acm", "usbhid" } },
	[FAKE_FNIRSI_FNB48] = { 0x0483, 0x003a, "FNB48", fnb48, sizeof(fnb48), { "usbhid" } },
	[FAKE_FNIRSI_NO_HID] = { 0x2e3c, 0x5558, "FNB58", no_hid, sizeof(no_hid), { "usb-storage" } },
	[FAKE_FNIRSI_NO_OUT] = { 0x2e3c, 0x5558, "FNB58", no_out, sizeof(no_out), { "usbhid" } },
	[FAKE_FNIRSI_GARBAGE] = { 0x2e3c, 0x5558, "FNB58", garbage, sizeof(garbage), { NULL } },
	[FAKE_FNIRSI_EMPTY] = { 0x2e3c, 0x5558, "FNB58", NULL, 0, { NULL } },
};
/* clang-format on */

struct fake_fnirsi {
	struct world *world;
	enum fake_fnirsi_shape shape;
	char *place, *serial, *devnode;
	int address, first_address;
	struct fake_usbfs *usbfs;
	bool in_sysfs;
	GPtrArray *former; /* what it was before a replug; somebody may have it open still */

	GThread *thread;
	GMutex lock; /* of what follows */
	GCond wake;
	bool quit;
	struct fnirsi_values values;
	struct fake_fnirsi_state state;
	gint64 until_us; /* then it falls silent */
	unsigned corrupt;
	bool silent;
	gint64 started_us; /* the last 81 or 82 */
};

static bool is_streaming(const struct fake_fnirsi *f)
{
	return g_get_monotonic_time() < f->until_us;
}

static bool make_report(struct fake_fnirsi *f, uint8_t report[FNIRSI_LEN])
{
	struct fnirsi_values four[4];

	if (!is_streaming(f) || f->silent || f->state.crashed || f->state.hung)
		return false;
	for (int i = 0; i < 4; i++)
		four[i] = f->values;
	fnirsi_report(report, four);
	if (f->corrupt > 0) {
		f->corrupt--;
		report[63] ^= 0x5A;
	}
	return true;
}

static gpointer run(gpointer userdata)
{
	struct fake_fnirsi *f = userdata;
	uint8_t report[FNIRSI_LEN];

	g_mutex_lock(&f->lock);
	while (!f->quit) {
		gint64 next = g_get_monotonic_time() + REPORT_MS * G_TIME_SPAN_MILLISECOND;

		if (make_report(f, report) && fake_usbfs_in(f->usbfs, report, sizeof(report)))
			f->state.reports++;
		while (!f->quit && g_cond_wait_until(&f->wake, &f->lock, next))
			;
	}
	g_mutex_unlock(&f->lock);
	return NULL;
}

static void start(struct fake_fnirsi *f, unsigned *count)
{
	gint64 now = g_get_monotonic_time();

	if (f->started_us && now - f->started_us < START_GAP_US)
		f->state.crashed = true;
	f->started_us = now;
	++*count;
}

/* From umockdev's thread. */
static void on_command(void *userdata, struct fake_usbfs *u, const uint8_t *bytes, size_t len)
{
	struct fake_fnirsi *f = userdata;

	g_mutex_lock(&f->lock);
	switch (fnirsi_command(bytes, len)) {
	case 0x81:
		start(f, &f->state.identifies);
		break;
	case 0x82:
		start(f, &f->state.starts);
		f->until_us = f->started_us + START_US;
		break;
	case 0x83:
		f->state.keep_alives++;
		if (is_streaming(f))
			f->until_us = g_get_monotonic_time() + START_US;
		break;
	default:
		f->state.nonsense++;
	}
	g_mutex_unlock(&f->lock);
}

static void hang(struct fake_fnirsi *f)
{
	f->state.hung = true;
	fake_usbfs_set_deaf(f->usbfs, true);
}

static void on_released(void *userdata, struct fake_usbfs *u)
{
	struct fake_fnirsi *f = userdata;

	g_mutex_lock(&f->lock);
	if (is_streaming(f) && u == f->usbfs) /* and not what it was before it was replugged */
		hang(f);
	g_mutex_unlock(&f->lock);
}

static void add_to_sysfs(struct fake_fnirsi *f)
{
	g_autofree char *hub = world_printf("usb%d", BUS);
	g_autofree char *vid = world_printf("%04x\n", shapes[f->shape].vid);
	g_autofree char *pid = world_printf("%04x\n", shapes[f->shape].pid);
	g_autofree char *busnum = world_printf("%d\n", BUS);
	g_autofree char *devnum = world_printf("%d\n", f->address);
	g_autofree char *product = world_printf("%s\n", shapes[f->shape].product);
	g_autofree char *serial = world_printf("%s\n", f->serial ? f->serial : "");
	g_autofree char *id = world_printf("%x/%x/100", shapes[f->shape].vid, shapes[f->shape].pid);
	g_autofree char *bus = world_printf("%03d", BUS);
	g_autofree char *device = world_printf("%03d", f->address);
	const char *attributes[] = { "idVendor", vid, "idProduct", pid, "busnum", busnum, "devnum", devnum,
		"speed", "12\n", "bMaxPower", "100mA\n", "product", product, f->serial ? "serial" : NULL,
		serial, NULL };
	const char *properties[] = { "DEVTYPE", "usb_device", "DEVNAME", f->devnode, "PRODUCT", id, "BUSNUM",
		bus, "DEVNUM", device, NULL };

	if (!world_has(f->world, hub))
		world_add_hub(f->world, BUS, 4);
	world_add(f->world, "usb", f->place, hub, attributes, properties);
	world_event(f->world, f->place, "bind");
	f->in_sysfs = true;
}

static void plug(struct fake_fnirsi *f)
{
	struct fake_usbfs_device device = { .descriptors = shapes[f->shape].descriptors,
		.n_descriptors = shapes[f->shape].n,
		.out = on_command,
		.released = on_released,
		.userdata = f };

	memcpy(device.drivers, shapes[f->shape].drivers, sizeof(device.drivers));
	g_free(f->devnode);
	f->devnode = world_printf("/dev/bus/usb/%03d/%03d", BUS, f->address);
	f->usbfs = fake_usbfs_new(f->world->bed, f->devnode, &device);
}

struct fake_fnirsi *fake_fnirsi_new(
	struct world *w, enum fake_fnirsi_shape shape, const char *place, const char *serial)
{
	static int next_address = FIRST_ADDRESS;
	struct fake_fnirsi *f = calloc(1, sizeof(*f));

	f->world = w;
	f->shape = shape;
	f->place = g_strdup(place);
	f->serial = g_strdup(serial);
	f->address = next_address;
	f->first_address = next_address;
	next_address += ADDRESSES;
	f->former = g_ptr_array_new_with_free_func((GDestroyNotify)fake_usbfs_free);
	f->values = (struct fnirsi_values){ .vbus_10uv = 500000, .sign = 1, .temp_dc = 250 };
	plug(f);
	add_to_sysfs(f);
	f->thread = g_thread_new("fake-fnirsi", run, f);
	return f;
}

void fake_fnirsi_free(struct fake_fnirsi *f)
{
	if (!f)
		return;
	g_mutex_lock(&f->lock);
	f->quit = true;
	g_cond_signal(&f->wake);
	g_mutex_unlock(&f->lock);
	g_thread_join(f->thread);
	fake_usbfs_free(f->usbfs);
	g_ptr_array_unref(f->former);
	g_free(f->place);
	g_free(f->serial);
	g_free(f->devnode);
	free(f);
}

void fake_fnirsi_set(struct fake_fnirsi *f, int64_t vbus_uv, int64_t ibus_ua)
{
	g_mutex_lock(&f->lock);
	f->values.vbus_10uv = (uint32_t)(vbus_uv / 10);
	f->values.ibus_10ua = (uint32_t)(ibus_ua / 10);
	g_mutex_unlock(&f->lock);
}

void fake_fnirsi_set_lines(struct fake_fnirsi *f, int64_t dp_uv, int64_t dm_uv)
{
	g_mutex_lock(&f->lock);
	f->values.dp_mv = (uint16_t)(dp_uv / 1000);
	f->values.dm_mv = (uint16_t)(dm_uv / 1000);
	g_mutex_unlock(&f->lock);
}

void fake_fnirsi_silent(struct fake_fnirsi *f, bool silent)
{
	g_mutex_lock(&f->lock);
	f->silent = silent;
	g_mutex_unlock(&f->lock);
}

void fake_fnirsi_hang(struct fake_fnirsi *f)
{
	g_mutex_lock(&f->lock);
	hang(f);
	g_mutex_unlock(&f->lock);
}

void fake_fnirsi_halt(struct fake_fnirsi *f)
{
	fake_usbfs_halt(f->usbfs);
}

void fake_fnirsi_corrupt(struct fake_fnirsi *f, unsigned n)
{
	g_mutex_lock(&f->lock);
	f->corrupt = n;
	g_mutex_unlock(&f->lock);
}

void fake_fnirsi_busy(struct fake_fnirsi *f, bool busy)
{
	fake_usbfs_set_busy(f->usbfs, busy);
}

void fake_fnirsi_vanish(struct fake_fnirsi *f)
{
	fake_usbfs_vanish(f->usbfs);
}

void fake_fnirsi_unplug(struct fake_fnirsi *f)
{
	fake_fnirsi_vanish(f);
	if (f->in_sysfs)
		world_remove(f->world, f->place);
	f->in_sysfs = false;
}

void fake_fnirsi_replug(struct fake_fnirsi *f)
{
	fake_fnirsi_unplug(f);
	if (f->former->len == ADDRESSES - 1) /* whoever had that one open has closed it, or the test fails */
		g_ptr_array_remove_index(f->former, 0);
	g_mutex_lock(&f->lock);
	g_ptr_array_add(f->former, f->usbfs);
	f->address = f->first_address + (f->address + 1 - f->first_address) % ADDRESSES;
	plug(f);
	f->state = (struct fake_fnirsi_state){ 0 };
	f->until_us = 0;
	f->corrupt = 0;
	f->silent = false;
	f->started_us = 0;
	g_mutex_unlock(&f->lock);
	add_to_sysfs(f);
}

void fake_fnirsi_state(struct fake_fnirsi *f, struct fake_fnirsi_state *ret)
{
	g_mutex_lock(&f->lock);
	*ret = f->state;
	ret->streaming = is_streaming(f);
	g_mutex_unlock(&f->lock);
	fake_usbfs_counts(f->usbfs, &ret->usbfs);
}

const char *fake_fnirsi_driver(struct fake_fnirsi *f, unsigned interface)
{
	return fake_usbfs_driver(f->usbfs, interface);
}

int fake_fnirsi_address(const struct fake_fnirsi *f)
{
	return f->address;
}

const char *fake_fnirsi_devnode(const struct fake_fnirsi *f)
{
	return f->devnode;
}
