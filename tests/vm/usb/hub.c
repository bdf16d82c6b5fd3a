/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A hub of four ports with power switches and over-current sensors of their own (USB 2.0 §11). What is plugged in at its
 * port N is the device at port N of the root hub, seen once more: vhci_hcd finds a device by the number of its port,
 * whatever hub that is of.
 *
 *     over-current set ─► status bit 3, change bit 3 ─► the hub driver reads, clears, counts and powers the port again
 */

#include <string.h>

#include "models.h"

#define PORTS 4
#define GET_STATUS 0
#define CLEAR_FEATURE 1
#define SET_FEATURE 3
#define GET_DESCRIPTOR 6
/* Bits of a port's status and numbers of its features: USB 2.0 §11.24.2, tables 11-17 and 11-21. */
#define PORT_CONNECTION 0
#define PORT_ENABLE 1
#define PORT_OVER_CURRENT 3
#define PORT_RESET 4
#define PORT_POWER 8
#define C_PORT_CONNECTION 16

struct hub {
	int64_t over_current; /* the port at which it happens now; 0: none */
	int64_t connect;      /* the port at which something is plugged in now; 0: none */
	uint16_t status[PORTS], change[PORTS];
};

static const struct usb_key keys[] = {
	{ "connect", offsetof(struct hub, connect) },
	{ "over-current", offsetof(struct hub, over_current) },
	{ 0 },
};

static void plugged(void *state)
{
	struct hub *h = state;

	*h = (struct hub){ 0 };
}

/* The bit of its status comes on; the port of a key, which is done with then. */
static void happen(struct hub *h, int64_t *key, int bit)
{
	size_t port = (size_t)(*key - 1);

	*key = 0;
	if (port >= PORTS)
		return;
	h->status[port] |= (uint16_t)(1 << bit);
	h->change[port] |= (uint16_t)(1 << bit);
	if (bit == PORT_OVER_CURRENT)
		h->status[port] &= (uint16_t) ~(1 << PORT_POWER);
}

static void changed(void *state)
{
	struct hub *h = state;

	happen(h, &h->over_current, PORT_OVER_CURRENT);
	happen(h, &h->connect, PORT_CONNECTION);
}

static void set_feature(struct hub *h, size_t port, unsigned feature)
{
	if (feature == PORT_RESET) {
		h->status[port] |= 1 << PORT_ENABLE;
		h->change[port] |= 1 << PORT_RESET;
	} else if (feature == PORT_POWER) { /* with the load gone the fault is gone */
		h->status[port] |= 1 << PORT_POWER;
		h->status[port] &= (uint16_t) ~(1 << PORT_OVER_CURRENT);
	}
}

static void clear_feature(struct hub *h, size_t port, unsigned feature)
{
	if (feature >= C_PORT_CONNECTION && feature < 32)
		h->change[port] &= (uint16_t) ~(1 << (feature - C_PORT_CONNECTION));
	else if (feature == PORT_POWER || feature == PORT_ENABLE)
		h->status[port] &= (uint16_t) ~(1 << feature);
}

static int control(void *state, const struct usb_request *r, uint8_t *reply)
{
	/* four ports, each its own switch and sensor, power is good after 20 ms */
	static const uint8_t descriptor[] = { 9, 0x29, PORTS, 0x09, 0x00, 10, 0, 0x00, 0xff };
	struct hub *h = state;
	size_t port = (size_t)(r->index - 1);

	if (r->type == 0xA0 && r->request == GET_DESCRIPTOR) {
		memcpy(reply, descriptor, sizeof(descriptor));
		return sizeof(descriptor);
	}
	if (r->type == 0xA0 && r->request == GET_STATUS) {
		memset(reply, 0, 4);
		return 4;
	}
	if (r->type == 0x20)
		return 0;
	if (port >= PORTS)
		return -EPIPE;
	if (r->type == 0x23 && r->request == SET_FEATURE) {
		set_feature(h, port, r->value);
		return 0;
	}
	if (r->type == 0x23 && r->request == CLEAR_FEATURE) {
		clear_feature(h, port, r->value);
		return 0;
	}
	if (r->type != 0xA3 || r->request != GET_STATUS)
		return -EPIPE;
	memcpy(reply, &h->status[port], 2);
	memcpy(reply + 2, &h->change[port], 2);
	return 4;
}

/* The status change endpoint: bit 0 the hub, then the ports (§11.12.4). */
static int in(void *state, uint8_t endpoint, uint8_t *bytes, size_t room, int64_t now_us)
{
	const struct hub *h = state;

	(void)endpoint;
	(void)now_us;
	if (room < 1)
		return -EAGAIN;
	bytes[0] = 0;
	for (int port = 0; port < PORTS; port++)
		bytes[0] |= (uint8_t)((h->change[port] != 0) << (port + 1));
	return bytes[0] ? 1 : -EAGAIN;
}

/* clang-format off */
static const uint8_t device[] = { USB_DEVICE(9, 0x0409, 0x005a) };
static const uint8_t config[] = {
	/* It does not wake the host: an idle hub would be suspended, and one that cannot wake is heard no more. Without
	 * that offer the kernel leaves it awake. */
	USB_CONFIG(1, 25, 0xc0),
	USB_INTERFACE(0, 1, 9, 0, 0), USB_ENDPOINT(0x81, USB_INTERRUPT, 1, 12),
};
/* clang-format on */

const struct usb_model usb_model_hub = {
	.name = "hub",
	.vendor = "NEC",
	.product = "Hub",
	.speed = USB_FULL,
	.device = device,
	.config = config,
	.config_len = sizeof(config),
	.state_size = sizeof(struct hub),
	.keys = keys,
	.plugged = plugged,
	.changed = changed,
	.control = control,
	.in = in,
};
