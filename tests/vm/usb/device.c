/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The wire, and what every USB device does alike; see device.h. */

#include "device.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define VHCI "/sys/devices/platform/vhci_hcd.0/"

enum {
	USBIP_SUBMIT = 1,
	USBIP_UNLINK = 2,
	USBIP_RET_SUBMIT = 3,
	USBIP_RET_UNLINK = 4,
};

/* All big-endian but `setup`, which is as on the wire of USB. */
struct header {
	uint32_t command, sequence, devid, in, endpoint;
	union {
		struct {
			uint32_t flags, len, start, packets, interval;
			uint8_t setup[8];
		} submit;
		struct {
			int32_t status, len, start, packets, errors;
		} result;
		uint32_t unlink_sequence;
		int32_t unlink_status;
		uint8_t all[28];
	};
};
_Static_assert(sizeof(struct header) == 48, "as the protocol has it");

/* Standard requests: USB 2.0 §9.4; of HID: HID 1.11 §7. */
enum {
	GET_STATUS = 0,
	CLEAR_FEATURE = 1,
	SET_FEATURE = 3,
	GET_DESCRIPTOR = 6,
	SET_CONFIGURATION = 9,
	SET_INTERFACE = 11,
};

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), r;

	if (fd < 0)
		return -errno;
	r = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return r;
}

int device_plug(struct device *d)
{
	int pair[2], r;
	char text[64];

	if (d->fd >= 0)
		return -EALREADY;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	d->halted = 0;
	d->n_pending = 0;
	d->model->plugged(d->state);
	(void)snprintf(text, sizeof(text), "%d %d %d %d", d->port, pair[1], 1 << 16 | (d->port + 2),
		(int)d->model->speed);
	r = write_file(VHCI "attach", text);
	close(pair[1]);
	if (r < 0)
		close(pair[0]);
	else
		d->fd = pair[0];
	return r;
}

void device_unplug(struct device *d)
{
	char text[16];

	if (d->fd < 0)
		return;
	(void)snprintf(text, sizeof(text), "%d", d->port);
	(void)write_file(VHCI "detach", text);
	close(d->fd);
	d->fd = -1;
}

static void lost(struct device *d)
{
	close(d->fd);
	d->fd = -1;
}

static bool receive(struct device *d, void *bytes, size_t len)
{
	if (len == 0 || recv(d->fd, bytes, len, MSG_WAITALL) == (ssize_t)len)
		return true;
	lost(d);
	return false;
}

static void answer(struct device *d, const struct header *h, const void *bytes, size_t len)
{
	uint8_t message[sizeof(*h) + USB_PACKET_MAX];

	memcpy(message, h, sizeof(*h));
	if (len > 0)
		memcpy(message + sizeof(*h), bytes, len);
	if (d->fd >= 0 && send(d->fd, message, sizeof(*h) + len, MSG_NOSIGNAL) < 0)
		lost(d);
}

/* result: the length, or negative errno. */
static void complete(struct device *d, uint32_t sequence, int result, const void *bytes)
{
	struct header h = { .command = htonl(USBIP_RET_SUBMIT), .sequence = htonl(sequence) };

	h.result.status = (int32_t)htonl((uint32_t)(result < 0 ? result : 0));
	h.result.len = (int32_t)htonl((uint32_t)(result < 0 ? 0 : result));
	h.result.packets = -1;
	answer(d, &h, bytes, result > 0 && bytes ? (size_t)result : 0);
}

static int string(const char *text, uint8_t *reply)
{
	size_t n = strlen(text);

	reply[0] = (uint8_t)(2 + 2 * n);
	reply[1] = 3;
	for (size_t i = 0; i < n; i++) {
		reply[2 + 2 * i] = (uint8_t)text[i];
		reply[3 + 2 * i] = 0;
	}
	return reply[0];
}

static int bytes(const uint8_t *from, size_t len, uint8_t *reply)
{
	if (!from)
		return -EPIPE;
	memcpy(reply, from, len);
	return (int)len;
}

static int descriptor(const struct device *d, const struct usb_request *r, uint8_t *reply)
{
	static const uint8_t languages[] = { 4, 3, 0x09, 0x04 };
	const char *const strings[] = { NULL, d->model->vendor, d->model->product, d->serial };
	uint8_t which = r->value & 0xff;

	switch (r->value >> 8) {
	case 1:
		return bytes(d->model->device, 18, reply);
	case 2:
		return bytes(d->model->config, d->model->config_len, reply);
	case 3:
		if (which == 0)
			return bytes(languages, sizeof(languages), reply);
		return which <= 3 ? string(strings[which], reply) : -EPIPE;
	case 0x22:
		return bytes(d->model->report, d->model->report_len, reply);
	default:
		return -EPIPE;
	}
}

static uint16_t in_bit(uint16_t address)
{
	return address & 0x80 ? (uint16_t)(1 << (address & 0x0f)) : 0;
}

/* Clearing a halt; nothing else can be cleared. */
static int clear_feature(struct device *d, const struct usb_request *r)
{
	if (r->type != 0x02)
		return 0;
	if (d->refusals > 0) {
		d->refusals--;
		return -EPIPE;
	}
	d->halted &= (uint16_t)~in_bit(r->index);
	return 0;
}

static int get_status(const struct device *d, const struct usb_request *r, uint8_t *reply)
{
	reply[0] = r->type == 0x82 && d->halted & in_bit(r->index);
	reply[1] = 0;
	return 2;
}

static int control(struct device *d, const struct usb_request *r, uint8_t *reply)
{
	if ((r->type & 0x60) != 0)
		return d->model->control(d->state, r, reply);
	switch (r->request) {
	case GET_STATUS:
		return get_status(d, r, reply);
	case CLEAR_FEATURE:
		return clear_feature(d, r);
	case GET_DESCRIPTOR:
		return descriptor(d, r, reply);
	case SET_FEATURE:
	case SET_CONFIGURATION:
	case SET_INTERFACE:
		return 0;
	default:
		return -EPIPE;
	}
}

static void submit_control(struct device *d, const struct header *h, uint32_t len)
{
	const uint8_t *s = h->submit.setup;
	struct usb_request r = { s[0], s[1], (uint16_t)(s[2] | s[3] << 8), (uint16_t)(s[4] | s[5] << 8),
		(uint16_t)(s[6] | s[7] << 8) };
	uint8_t reply[USB_PACKET_MAX];
	int n = control(d, &r, reply);
	bool in = r.type & 0x80;

	if (n > 0 && n > r.length)
		n = r.length;
	complete(d, ntohl(h->sequence), n < 0 || in ? n : (int)len, in ? reply : NULL);
}

static void submit(struct device *d, const struct header *h, int64_t now_us)
{
	uint32_t len = ntohl(h->submit.len), endpoint = ntohl(h->endpoint);
	bool in = ntohl(h->in);
	uint8_t data[USB_PACKET_MAX];

	if (!in && (len > sizeof(data) || !receive(d, data, len))) {
		lost(d);
		return;
	}
	if (endpoint == 0)
		submit_control(d, h, len);
	else if (in && d->n_pending < DEVICE_PENDING_MAX)
		d->pending[d->n_pending++] = (struct pending){ ntohl(h->sequence), len, (uint8_t)endpoint };
	else if (in)
		complete(d, ntohl(h->sequence), -ENOMEM, NULL);
	else {
		if (d->model->out)
			d->model->out(d->state, (uint8_t)endpoint, data, len, now_us);
		complete(d, ntohl(h->sequence), (int)len, NULL);
	}
}

static void forget(struct device *d, size_t i)
{
	memmove(&d->pending[i], &d->pending[i + 1], (d->n_pending - i - 1) * sizeof(d->pending[0]));
	d->n_pending--;
}

static void unlink_transfer(struct device *d, const struct header *h)
{
	struct header answered = { .command = htonl(USBIP_RET_UNLINK), .sequence = h->sequence };

	for (size_t i = 0; i < d->n_pending; i++)
		if (d->pending[i].sequence == ntohl(h->unlink_sequence)) {
			forget(d, i);
			answered.unlink_status = (int32_t)htonl((uint32_t)-ECONNRESET);
			break;
		}
	answer(d, &answered, NULL, 0);
}

void device_readable(struct device *d, int64_t now_us)
{
	struct header h;

	if (!receive(d, &h, sizeof(h)))
		return;
	if (ntohl(h.command) == USBIP_UNLINK)
		unlink_transfer(d, &h);
	else if (ntohl(h.command) == USBIP_SUBMIT)
		submit(d, &h, now_us);
	else
		lost(d);
}

static int packet(struct device *d, const struct pending *p, uint8_t *data, int64_t now_us)
{
	if (d->halted & 1 << p->endpoint)
		return -EPIPE;
	return d->model->in(
		d->state, p->endpoint, data, p->len < USB_PACKET_MAX ? p->len : USB_PACKET_MAX, now_us);
}

void device_pump(struct device *d, int64_t now_us)
{
	uint8_t data[USB_PACKET_MAX];

	for (size_t i = 0; d->fd >= 0 && i < d->n_pending;) {
		int n = packet(d, &d->pending[i], data, now_us);

		if (n == -EAGAIN) {
			i++;
			continue;
		}
		complete(d, d->pending[i].sequence, n, data);
		forget(d, i);
	}
}

int64_t device_next(const struct device *d)
{
	if (d->fd < 0 || d->n_pending == 0 || !d->model->next)
		return INT64_MAX;
	return d->model->next(d->state);
}
