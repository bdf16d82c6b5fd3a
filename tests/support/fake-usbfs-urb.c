/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The URBs of a fake usbfs, and the readiness of its node that follows from them. */

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake-usbfs-internal.h"

/* An URB on its way: the client's memory, mapped by umockdev. */
struct urb {
	UMockdevIoctlData *data;
	UMockdevIoctlData *buffer;
	bool done;
};

void fake_usbfs_set_ready(struct fake_usbfs *u, bool ready)
{
	char bytes[4096] = { 0 };

	if (u->ready == ready)
		return;
	u->ready = ready;
	if (ready) {
		while (read(u->fifo, bytes, sizeof(bytes)) > 0)
			;
	} else {
		while (write(u->fifo, bytes, sizeof(bytes)) > 0)
			;
		while (write(u->fifo, bytes, 1) > 0)
			;
	}
}

void fake_usbfs_update_ready(struct fake_usbfs *u)
{
	bool ready = u->gone;

	for (guint i = 0; i < u->urbs->len && !ready; i++)
		ready = ((struct urb *)u->urbs->pdata[i])->done;
	fake_usbfs_set_ready(u, ready);
}

static struct usbdevfs_urb *kernel_urb(const struct urb *x)
{
	return (struct usbdevfs_urb *)(void *)x->data->data;
}

static void finish(struct urb *x, int status, const uint8_t *bytes, size_t len)
{
	struct usbdevfs_urb *k = kernel_urb(x);
	/* The data of a control transfer follow its set-up packet. */
	size_t skip = k->type == USBDEVFS_URB_TYPE_CONTROL ? 8 : 0;
	size_t room = (size_t)k->buffer_length - skip;

	if (len > room)
		len = room;
	if (bytes)
		memcpy(x->buffer->data + skip, bytes, len);
	k->status = status;
	k->actual_length = (int)len;
	x->done = true;
}

static void free_urb(struct urb *x)
{
	g_object_unref(x->data);
	if (x->buffer)
		g_object_unref(x->buffer);
	free(x);
}

static bool is_interrupt(const struct urb *x)
{
	return kernel_urb(x)->type == USBDEVFS_URB_TYPE_INTERRUPT;
}

static bool is_in(const struct urb *x)
{
	return kernel_urb(x)->endpoint & 0x80;
}

void fake_usbfs_finish_all(struct fake_usbfs *u, int status)
{
	for (guint i = 0; i < u->urbs->len; i++) {
		struct urb *x = u->urbs->pdata[i];

		if (!x->done)
			finish(x, status, NULL, 0);
	}
}

static void answer_control(struct fake_usbfs *u, struct urb *x)
{
	const uint8_t *setup = x->buffer->data;
	const uint8_t status[2] = { u->halted, 0 };

	if (u->deaf)
		return;
	if ((setup[0] & 0x80) && setup[1] == 0) /* GET_STATUS */
		finish(x, 0, status, sizeof(status));
	else
		finish(x, -EPIPE, NULL, 0);
}

int fake_usbfs_submit(struct fake_usbfs *u, UMockdevIoctlData *data, GBytes **ret_out)
{
	struct urb *x = calloc(1, sizeof(*x));
	struct usbdevfs_urb *k;

	x->data = g_object_ref(data);
	k = kernel_urb(x);
	x->buffer = umockdev_ioctl_data_resolve(
		data, offsetof(struct usbdevfs_urb, buffer), (size_t)k->buffer_length, NULL);
	u->counts.submits++;
	g_ptr_array_add(u->urbs, x);
	if (k->type == USBDEVFS_URB_TYPE_CONTROL) {
		answer_control(u, x);
		return 0;
	}
	if (u->halted) {
		finish(x, -EPIPE, NULL, 0);
		return 0;
	}
	if (is_in(x))
		return 0;
	*ret_out = g_bytes_new(x->buffer->data, (size_t)k->buffer_length);
	finish(x, 0, NULL, (size_t)k->buffer_length);
	return 0;
}

int fake_usbfs_discard(struct fake_usbfs *u, gulong address)
{
	for (guint i = 0; i < u->urbs->len; i++) {
		struct urb *x = u->urbs->pdata[i];

		if (x->data->client_addr != address || x->done)
			continue;
		u->counts.discards++;
		finish(x, -ENOENT, NULL, 0);
		return 0;
	}
	return EINVAL;
}

int fake_usbfs_reap(struct fake_usbfs *u, UMockdevIoctlData *data)
{
	for (guint i = 0; i < u->urbs->len; i++) {
		struct urb *x = u->urbs->pdata[i];

		if (!x->done)
			continue;
		umockdev_ioctl_data_set_ptr(data, 0, x->data);
		g_ptr_array_remove_index(u->urbs, i);
		u->counts.reaps++;
		return 0;
	}
	return u->gone ? ENODEV : EAGAIN;
}

bool fake_usbfs_finish_in(struct fake_usbfs *u, const uint8_t *bytes, size_t len)
{
	for (guint i = 0; i < u->urbs->len; i++) {
		struct urb *x = u->urbs->pdata[i];

		if (x->done || !is_interrupt(x) || !is_in(x))
			continue;
		finish(x, 0, bytes, len);
		return true;
	}
	return false;
}

GPtrArray *fake_usbfs_make_urbs(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)free_urb);
}
