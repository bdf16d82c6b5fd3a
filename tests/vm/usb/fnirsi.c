/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * FNIRSI meters: reports of four samples each 40 ms for a second after a start or a keep-alive. Commands nearer than
 * 25 ms crash it until it is plugged again. The FNB48 is one HID interface; the FNB58 a composite whose mass storage
 * somebody may have mounted. Sources: lib/core/meters/fnirsi.c.
 */

#include "models.h"

#include "../../support/fnirsi-frames.h"
#include "storage.h"

#define REPORT_US INT64_C(40000)
#define START_US INT64_C(1000000)
#define COMMAND_GAP_US INT64_C(25000)

/* Endpoints of the FNB58. */
enum {
	COMPOSITE_HID = 3,
	STORAGE = 4,
};

struct fnirsi {
	int64_t vbus_uv, ibus_ua, dp_mv, dm_mv, temp_mc;
	int64_t silent;  /* it hears, and says nothing */
	int64_t corrupt; /* so many reports more with a wrong check sum */
	int64_t command_us, until_us, next_us;
	bool crashed;
	struct storage storage;
};

static const struct usb_key keys[] = {
	{ "vbus", offsetof(struct fnirsi, vbus_uv) },
	{ "ibus", offsetof(struct fnirsi, ibus_ua) },
	{ "dp", offsetof(struct fnirsi, dp_mv) },
	{ "dm", offsetof(struct fnirsi, dm_mv) },
	{ "temp", offsetof(struct fnirsi, temp_mc) },
	{ "silent", offsetof(struct fnirsi, silent) },
	{ "corrupt", offsetof(struct fnirsi, corrupt) },
	{ 0 },
};

static void plugged(void *state)
{
	struct fnirsi *f = state;

	f->command_us = f->until_us = f->next_us = 0;
	f->crashed = false;
	f->storage = (struct storage){ 0 };
}

static void command(struct fnirsi *f, uint8_t which, int64_t now_us)
{
	if (f->command_us && now_us - f->command_us < COMMAND_GAP_US)
		f->crashed = true;
	f->command_us = now_us;
	if (which != 0x82 && which != 0x83)
		return;
	if (f->until_us < now_us)
		f->next_us = now_us + REPORT_US;
	f->until_us = now_us + START_US;
}

static void out(void *state, uint8_t endpoint, const uint8_t *bytes, size_t len, int64_t now_us)
{
	uint8_t which = fnirsi_command(bytes, len);

	(void)endpoint;
	if (which != 0)
		command(state, which, now_us);
}

static bool talks(const struct fnirsi *f, int64_t at_us)
{
	return !f->silent && !f->crashed && at_us <= f->until_us;
}

static int in(void *state, uint8_t endpoint, uint8_t *bytes, size_t room, int64_t now_us)
{
	struct fnirsi *f = state;
	struct fnirsi_values v = { (uint32_t)(f->vbus_uv / 10), (uint32_t)(f->ibus_ua / 10),
		(uint16_t)f->dp_mv, (uint16_t)f->dm_mv, 1, (uint16_t)(f->temp_mc / 100) };

	(void)endpoint;
	if (room < FNIRSI_LEN || now_us < f->next_us || !talks(f, f->next_us))
		return -EAGAIN;
	fnirsi_report(bytes, (struct fnirsi_values[]){ v, v, v, v });
	if (f->corrupt > 0) {
		f->corrupt--;
		bytes[FNIRSI_LEN - 1] ^= 0x5A;
	}
	f->next_us += REPORT_US;
	if (f->next_us < now_us) /* nobody was reading: what was not fetched is not kept */
		f->next_us = now_us + REPORT_US;
	return FNIRSI_LEN;
}

static void composite_out(void *state, uint8_t endpoint, const uint8_t *bytes, size_t len, int64_t now_us)
{
	struct fnirsi *f = state;

	if (endpoint == STORAGE)
		storage_out(&f->storage, bytes, len);
	else if (endpoint == COMPOSITE_HID)
		out(state, endpoint, bytes, len, now_us);
}

static int composite_in(void *state, uint8_t endpoint, uint8_t *bytes, size_t room, int64_t now_us)
{
	struct fnirsi *f = state;

	if (endpoint == STORAGE)
		return storage_in(&f->storage, bytes, room);
	return endpoint == COMPOSITE_HID ? in(state, endpoint, bytes, room, now_us) : -EAGAIN;
}

static int64_t next(const void *state)
{
	const struct fnirsi *f = state;

	return talks(f, f->next_us) ? f->next_us : INT64_MAX;
}

static const char *trouble(const void *state)
{
	const struct fnirsi *f = state;

	return f->crashed ? "crashed: commands nearer than 25 ms" : NULL;
}

static int control(void *state, const struct usb_request *r, uint8_t *reply)
{
	if (r->type == 0xA1 && r->request == 0xFE) { /* GET_MAX_LUN */
		reply[0] = 0;
		return 1;
	}
	/* CDC line coding and state; what is set is of no interest */
	return r->type == 0x21 ? 0 : -EPIPE;
}

/* clang-format off */
/* A vendor page with 64 bytes each way. */
static const uint8_t report[] = {
	0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 64,
	0x09, 0x01, 0x81, 0x02, 0x09, 0x02, 0x91, 0x02, 0xc0,
};
static const uint8_t fnb48_device[] = { USB_DEVICE(0, 0x0483, 0x003a) };
static const uint8_t fnb48_config[] = {
	USB_CONFIG(1, 41, 0x80),
	USB_INTERFACE(0, 2, 3, 0, 0), USB_HID(sizeof(report)),
	USB_ENDPOINT(0x81, USB_INTERRUPT, 64, 1), USB_ENDPOINT(0x01, USB_INTERRUPT, 64, 1),
};
static const uint8_t fnb58_device[] = { USB_DEVICE(0, 0x2e3c, 0x5558) };
static const uint8_t fnb58_config[] = {
	USB_CONFIG(4, 9 + 23 + 35 + 23 + 32, 0x80),
	USB_INTERFACE(0, 2, 8, 6, 0x50), USB_ENDPOINT(0x84, USB_BULK, 64, 0), USB_ENDPOINT(0x04, USB_BULK, 64, 0),
	USB_INTERFACE(1, 1, 2, 2, 1), 5, 0x24, 0, 0x10, 0x01, 5, 0x24, 1, 0, 2, 4, 0x24, 2, 2, 5, 0x24, 6, 1, 2,
	USB_ENDPOINT(0x82, USB_INTERRUPT, 8, 16),
	USB_INTERFACE(2, 2, 10, 0, 0), USB_ENDPOINT(0x81, USB_BULK, 64, 0), USB_ENDPOINT(0x01, USB_BULK, 64, 0),
	USB_INTERFACE(3, 2, 3, 0, 0), USB_HID(sizeof(report)),
	USB_ENDPOINT(0x83, USB_INTERRUPT, 64, 1), USB_ENDPOINT(0x03, USB_INTERRUPT, 64, 1),
};
/* clang-format on */

#define FNIRSI_COMMON                                                                                        \
	.vendor = "FNIRSI", .speed = USB_FULL, .report = report, .report_len = sizeof(report),               \
	.state_size = sizeof(struct fnirsi), .keys = keys, .plugged = plugged, .control = control,           \
	.next = next, .trouble = trouble

const struct usb_model usb_model_fnb48 = {
	.name = "fnb48",
	.product = "FNB-48",
	.device = fnb48_device,
	.config = fnb48_config,
	.config_len = sizeof(fnb48_config),
	.out = out,
	.in = in,
	FNIRSI_COMMON,
};

const struct usb_model usb_model_fnb58 = {
	.name = "fnb58",
	.product = "FNB58",
	.device = fnb58_device,
	.config = fnb58_config,
	.config_len = sizeof(fnb58_config),
	.out = composite_out,
	.in = composite_in,
	FNIRSI_COMMON,
};
