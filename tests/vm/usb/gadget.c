/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Something that charges and says no more than that it is there: a phone at a port. */

#include "models.h"

struct gadget {
	int64_t nothing;
};

static void plugged(void *state)
{
	(void)state;
}

static int control(void *state, const struct usb_request *r, uint8_t *reply)
{
	(void)state;
	(void)r;
	(void)reply;
	return -EPIPE;
}

static int in(void *state, uint8_t endpoint, uint8_t *bytes, size_t room, int64_t now_us)
{
	(void)state;
	(void)endpoint;
	(void)bytes;
	(void)room;
	(void)now_us;
	return -EAGAIN;
}

/* clang-format off */
static const uint8_t device[] = { USB_DEVICE(0, 0x18d1, 0x4ee1) };
static const uint8_t config[] = {
	USB_CONFIG(1, 9 + 9 + 14, 0x80),
	USB_INTERFACE(0, 2, 0xff, 0xff, 0), USB_ENDPOINT(0x81, USB_BULK, 64, 0), USB_ENDPOINT(0x01, USB_BULK, 64, 0),
};
/* clang-format on */

const struct usb_model usb_model_gadget = {
	.name = "gadget",
	.vendor = "Google",
	.product = "Pixel",
	.speed = USB_FULL,
	.device = device,
	.config = config,
	.config_len = sizeof(config),
	.state_size = sizeof(struct gadget),
	.plugged = plugged,
	.control = control,
	.in = in,
};
