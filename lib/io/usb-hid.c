/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One HID interface through libusb; the states are drawn in usb-hid.h. */

#include "usb-hid.h"

#include <assert.h>
#include <fcntl.h>
#include <unistd.h>

#include "io.h"

/* In flight for reports. At 25 reports a second the loop may be 160 ms late before the meter has to wait. */
#define N_IN 4
#define BUFFER_MAX 1024 /* of one packet: the most USB 2 allows on an interrupt endpoint (§5.7.3) */
#define OUT_TIMEOUT_MS 1000
#define ASK_TIMEOUT_MS 1000
/* A transfer that does not come back this long after it was cancelled never will. */
#define CANCEL_US INT64_C(500000)
#define FREE_WAIT_US INT64_C(200000)

enum state {
	RUNNING,
	CANCELLING,
	ASKING,
	CLOSING,
};

/* A transfer and its bytes. */
struct slot {
	struct cd_usb_hid *hid;
	struct libusb_transfer *transfer;
	bool flies;
	uint8_t buffer[BUFFER_MAX];
};

enum {
	SLOT_OUT = N_IN,
	SLOT_ASK,
	N_SLOTS,
};

struct cd_usb_hid {
	struct cd_usb_loop *loop;
	struct cd_usb_hid_handler handler;
	int fd;
	libusb_device_handle *handle;
	bool claimed;
	int interface;
	uint8_t in, out; /* endpoint addresses */
	int in_len;

	enum state state;
	bool gone;
	bool asked_before_release;
	bool answers;
	int error; /* of the last report transfer that failed */
	struct slot slots[N_SLOTS];
	sd_event_source *defer; /* finishes what may not be done inside libusb */
	sd_event_source *timer; /* gives up on transfers that do not come back */
};

static const int status_errno[] = {
	[LIBUSB_TRANSFER_COMPLETED] = 0,
	[LIBUSB_TRANSFER_ERROR] = -EIO,
	[LIBUSB_TRANSFER_TIMED_OUT] = -ETIMEDOUT,
	[LIBUSB_TRANSFER_CANCELLED] = -ECANCELED,
	[LIBUSB_TRANSFER_STALL] = -EPIPE,
	[LIBUSB_TRANSFER_NO_DEVICE] = -ENODEV,
	[LIBUSB_TRANSFER_OVERFLOW] = -EOVERFLOW,
};

static bool any_flies(const struct cd_usb_hid *h, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (h->slots[i].flies)
			return true;
	return false;
}

static int submit(struct slot *s)
{
	int r = cd_usb_errno(libusb_submit_transfer(s->transfer));

	if (r == 0)
		s->flies = true;
	else if (r == -ENODEV)
		s->hid->gone = true;
	return r;
}

static void cancel(struct cd_usb_hid *h, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (h->slots[i].flies)
			/* Fails for one that is on its way back already. */
			(void)libusb_cancel_transfer(h->slots[i].transfer);
}

/* GET_STATUS of the IN endpoint: says whether it is halted, but above all that somebody is there (USB 2.0 §9.4.5). */
static bool ask(struct cd_usb_hid *h)
{
	struct slot *s = &h->slots[SLOT_ASK];

	h->answers = false;
	libusb_fill_control_setup(s->buffer, LIBUSB_ENDPOINT_IN | LIBUSB_RECIPIENT_ENDPOINT,
		LIBUSB_REQUEST_GET_STATUS, 0, h->in, 2);
	return submit(s) == 0;
}

static void read_again(struct cd_usb_hid *h)
{
	for (size_t i = 0; i < N_IN && !h->gone; i++)
		if (!h->slots[i].flies) {
			int r = submit(&h->slots[i]);

			if (r < 0)
				h->error = r;
		}
}

static void resume(struct cd_usb_hid *h)
{
	read_again(h);
	if (h->gone)
		h->handler.gone(h->handler.userdata);
	else if (!any_flies(h, 0, N_IN))
		h->handler.broken(h->handler.userdata, h->error);
	else
		h->handler.restarted(h->handler.userdata);
}

/* Asked, and answered or not. */
static void end_unhalt(struct cd_usb_hid *h)
{
	if (h->answers) {
		/* What remains halted shows as failing transfers. */
		(void)libusb_clear_halt(h->handle, h->in);
		(void)libusb_clear_halt(h->handle, h->out);
	}
	h->state = RUNNING;
	resume(h);
}

static void end_close(struct cd_usb_hid *h)
{
	if (!h->gone && !h->asked_before_release) {
		h->asked_before_release = true;
		if (ask(h))
			return;
	}
	/* libusb_close() from inside a callback would wait for a lock that its caller holds (1.0.26). */
	(void)sd_event_source_set_enabled(h->defer, SD_EVENT_ONESHOT);
}

/* A transfer is back, or the state is another: takes the next step that no transfer stands in the way of. */
static void advance(struct cd_usb_hid *h)
{
	switch (h->state) {
	case RUNNING:
		if (h->gone)
			h->handler.gone(h->handler.userdata);
		else if (!any_flies(h, 0, N_IN))
			h->handler.broken(h->handler.userdata, h->error);
		break;
	case CANCELLING:
		if (any_flies(h, 0, N_IN))
			break;
		h->state = ASKING;
		if (!ask(h))
			end_unhalt(h);
		break;
	case ASKING:
		if (!h->slots[SLOT_ASK].flies)
			end_unhalt(h);
		break;
	case CLOSING:
		if (!any_flies(h, 0, N_SLOTS))
			end_close(h);
		break;
	}
}

static struct slot *land(struct libusb_transfer *t, int *ret_error)
{
	struct slot *s = t->user_data;

	s->flies = false;
	*ret_error = (size_t)t->status < CD_ELEMENTSOF(status_errno) ? status_errno[t->status] : -EIO;
	if (*ret_error == -ENODEV)
		s->hid->gone = true;
	return s;
}

static void LIBUSB_CALL on_in(struct libusb_transfer *t)
{
	int error;
	struct slot *s = land(t, &error);
	struct cd_usb_hid *h = s->hid;

	if (error == 0 && h->state != CLOSING)
		h->handler.report(h->handler.userdata, s->buffer, (size_t)t->actual_length);
	if (error == 0 && h->state == RUNNING)
		error = submit(s);
	if (error < 0)
		h->error = error;
	if (!s->flies)
		advance(h);
}

static void LIBUSB_CALL on_out(struct libusb_transfer *t)
{
	int error;
	struct slot *s = land(t, &error);

	if (s->hid->state != CLOSING && !s->hid->gone)
		s->hid->handler.sent(s->hid->handler.userdata, error);
	if (s->hid->gone || s->hid->state == CLOSING)
		advance(s->hid);
}

static void LIBUSB_CALL on_ask(struct libusb_transfer *t)
{
	int error;
	struct slot *s = land(t, &error);

	/* A refusal is an answer, too. */
	s->hid->answers = error == 0 || error == -EPIPE;
	advance(s->hid);
}

int cd_usb_hid_send(struct cd_usb_hid *h, const uint8_t *frame, size_t len)
{
	struct slot *s = &h->slots[SLOT_OUT];

	if (s->flies)
		return -EBUSY;
	if (len > sizeof(s->buffer))
		return -EMSGSIZE;
	memcpy(s->buffer, frame, len);
	s->transfer->length = (int)len;
	return submit(s);
}

void cd_usb_hid_restart(struct cd_usb_hid *h, bool unhalt)
{
	if (h->state != RUNNING)
		return;
	if (!unhalt) {
		resume(h);
		return;
	}
	h->state = CANCELLING;
	cancel(h, 0, N_IN);
	advance(h);
}

void cd_usb_hid_close(struct cd_usb_hid *h)
{
	uint64_t give_up_us = (uint64_t)cd_io_now() + CANCEL_US + ASK_TIMEOUT_MS * 1000;

	assert(h->state != CLOSING);
	h->state = CLOSING;
	cancel(h, 0, N_SLOTS);
	(void)sd_event_source_set_time(h->timer, give_up_us);
	if (sd_event_source_set_enabled(h->timer, SD_EVENT_ONESHOT) < 0) /* nothing to wait with */
		(void)sd_event_source_set_enabled(h->defer, SD_EVENT_ONESHOT);
	advance(h);
}

/*
 * Frees everything. A transfer that is still out after all waiting is freed last: closing the descriptor has ended it,
 * so that nobody writes to its memory any more.
 */
static void destroy(struct cd_usb_hid *h)
{
	sd_event_source_disable_unref(h->defer);
	sd_event_source_disable_unref(h->timer);
	if (h->claimed) {
		if (!h->asked_before_release || !h->answers)
			(void)libusb_set_auto_detach_kernel_driver(h->handle, 0);
		(void)libusb_release_interface(h->handle, h->interface);
	}
	if (h->handle)
		libusb_close(h->handle);
	if (h->fd >= 0)
		(void)close(h->fd);
	for (size_t i = 0; i < N_SLOTS; i++)
		libusb_free_transfer(h->slots[i].transfer);
	free(h);
}

static int on_finish(sd_event_source *source, void *userdata)
{
	struct cd_usb_hid *h = userdata;
	struct cd_usb_hid_handler handler = h->handler;

	destroy(h);
	handler.closed(handler.userdata);
	return 0;
}

static int on_give_up(sd_event_source *source, uint64_t usec, void *userdata)
{
	return on_finish(source, userdata);
}

struct cd_usb_hid *cd_usb_hid_free(struct cd_usb_hid *h)
{
	int64_t end = cd_io_now() + FREE_WAIT_US, now;

	if (!h)
		return NULL;
	if (h->claimed && h->state != CLOSING) {
		h->state = CLOSING;
		cancel(h, 0, N_SLOTS);
		advance(h);
	}
	while (any_flies(h, 0, N_SLOTS) && (now = cd_io_now()) < end)
		cd_usb_loop_pump(h->loop, end - now);
	destroy(h);
	return NULL;
}

/* The interrupt endpoints of one interface. */
static bool find_endpoints(const struct libusb_interface_descriptor *d, struct cd_usb_hid *h)
{
	h->in = h->out = 0;
	for (int i = 0; i < d->bNumEndpoints; i++) {
		const struct libusb_endpoint_descriptor *e = &d->endpoint[i];
		int len = e->wMaxPacketSize & 0x7ff;

		if ((e->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_INTERRUPT)
			continue;
		if (!(e->bEndpointAddress & LIBUSB_ENDPOINT_IN)) {
			h->out = e->bEndpointAddress;
		} else if (!h->in && len > 0 && len <= BUFFER_MAX) {
			h->in = e->bEndpointAddress;
			h->in_len = len;
		}
	}
	return h->in && h->out;
}

static int find_interface(struct cd_usb_hid *h, int wanted)
{
	struct libusb_config_descriptor *config;
	int r = cd_usb_errno(libusb_get_active_config_descriptor(libusb_get_device(h->handle), &config));

	if (r == -ENOENT) /* not configured */
		return -EPROTONOSUPPORT;
	if (r < 0)
		return r;
	r = -EPROTONOSUPPORT;
	for (int i = 0; i < config->bNumInterfaces && r < 0; i++) {
		const struct libusb_interface_descriptor *d = config->interface[i].altsetting;

		if (config->interface[i].num_altsetting < 1 || d->bInterfaceClass != LIBUSB_CLASS_HID)
			continue;
		if ((wanted >= 0 && d->bInterfaceNumber != wanted) || !find_endpoints(d, h))
			continue;
		h->interface = d->bInterfaceNumber;
		r = 0;
	}
	libusb_free_config_descriptor(config);
	return r;
}

static int claim(struct cd_usb_hid *h)
{
	int r;

	/* Automatic means: of the interface that is claimed, in the same system call, and back at release. A driver
	 * that was not there is not attached either. */
	if (libusb_kernel_driver_active(h->handle, h->interface) == 1)
		(void)libusb_set_auto_detach_kernel_driver(h->handle, 1);
	r = cd_usb_errno(libusb_claim_interface(h->handle, h->interface));
	h->claimed = r == 0;
	return r;
}

static int prepare_transfers(struct cd_usb_hid *h)
{
	for (size_t i = 0; i < N_SLOTS; i++) {
		struct slot *s = &h->slots[i];

		s->hid = h;
		s->transfer = libusb_alloc_transfer(0);
		if (!s->transfer)
			return -ENOMEM;
		if (i < N_IN)
			libusb_fill_interrupt_transfer(
				s->transfer, h->handle, h->in, s->buffer, h->in_len, on_in, s, 0);
	}
	libusb_fill_interrupt_transfer(h->slots[SLOT_OUT].transfer, h->handle, h->out,
		h->slots[SLOT_OUT].buffer, 0, on_out, &h->slots[SLOT_OUT], OUT_TIMEOUT_MS);
	libusb_fill_control_transfer(h->slots[SLOT_ASK].transfer, h->handle, h->slots[SLOT_ASK].buffer,
		on_ask, &h->slots[SLOT_ASK], ASK_TIMEOUT_MS);
	/* The length of a control transfer comes from its set-up packet, which ask() writes. */
	h->slots[SLOT_ASK].transfer->length = LIBUSB_CONTROL_SETUP_SIZE + 2;
	return 0;
}

static int prepare_sources(struct cd_usb_hid *h)
{
	sd_event *event = cd_usb_loop_event(h->loop);
	int r = sd_event_add_defer(event, &h->defer, on_finish, h);

	if (r >= 0)
		r = sd_event_source_set_enabled(h->defer, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_time(event, &h->timer, CLOCK_BOOTTIME, 0, 0, on_give_up, h);
	if (r >= 0)
		r = sd_event_source_set_enabled(h->timer, SD_EVENT_OFF);
	return r < 0 ? r : 0;
}

static int wrap(struct cd_usb_hid *h, const char *devnode)
{
	int r;

	h->fd = open(devnode, O_RDWR | O_CLOEXEC);
	if (h->fd < 0)
		return -errno;
	(void)cd_usb_loop_take_error(h->loop);
	r = cd_usb_errno(libusb_wrap_sys_device(cd_usb_loop_context(h->loop), h->fd, &h->handle));
	return r < 0 ? r : cd_usb_loop_take_error(h->loop);
}

int cd_usb_hid_open(struct cd_usb_loop *loop, const char *devnode, int interface,
	const struct cd_usb_hid_handler *handler, struct cd_usb_hid **ret)
{
	CD_CLEANUP(cd_usb_hid_freep) struct cd_usb_hid *h = calloc(1, sizeof(*h));
	int r;

	if (!h)
		return -ENOMEM;
	h->loop = loop;
	h->handler = *handler;
	h->fd = -1;
	h->answers = true;
	r = prepare_sources(h);
	if (r == 0)
		r = wrap(h, devnode);
	if (r == 0)
		r = find_interface(h, interface);
	if (r == 0)
		r = prepare_transfers(h);
	if (r == 0)
		r = claim(h);
	if (r < 0)
		return r;
	read_again(h);
	if (!any_flies(h, 0, N_IN))
		return h->gone ? -ENODEV : -EIO;
	*ret = CD_TAKE(h);
	return 0;
}
