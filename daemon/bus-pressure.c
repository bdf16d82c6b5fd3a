/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Who asks faster than the bus takes our answers would have them pile up here: ten thousand GetManagedObjects were 6 MB.
 * sd_bus_process() writes before it reads, if it can: so we wait until it can. Not for ever: a bus that is full of answers
 * which nobody reads (max_incoming_bytes) takes nothing from us, and there is more than the bus to look after. What it still
 * brings is refused then, in few words, lest all that one user may have asked for at once (max_connections_per_user times
 * max_replies_per_connection: 32 768 of the largest) fill our memory.
 */

#include <inttypes.h>
#include <poll.h>

#include "bus-error.h"
#include "bus-pressure.h"

#define ANSWERS_MAX 16 /* that wait to be taken; of the largest, 150 kB */
#define ANSWERS_STUCK 64 /* 10 MB at most, and the bus took none for a second: no machine is just busy for so long */
#define PATIENCE_MS 20 /* a meter's samples may wait for so long */

static uint64_t queued(sd_bus *bus)
{
	uint64_t n = 0;

	return sd_bus_get_n_queued_write(bus, &n) < 0 ? 0 : n;
}

/* Whether it takes something, or is gone. */
static bool is_taking(sd_bus *bus)
{
	struct pollfd fd = { .fd = sd_bus_get_fd(bus), .events = POLLOUT };

	return poll(&fd, 1, PATIENCE_MS) != 0;
}

static int on_message(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
	sd_bus *bus = sd_bus_message_get_bus(message);
	uint64_t n = queued(bus);

	if (n <= ANSWERS_MAX || is_taking(bus) || n <= ANSWERS_STUCK || sd_bus_message_is_method_call(message, NULL, NULL) <= 0)
		return 0;
	return sd_bus_error_setf(error, CD_ERROR_LIMITS_EXCEEDED,
		"the message bus takes nothing from us: %" PRIu64 " answers wait already. Ask again later", n);
}

int bus_pressure_register(sd_bus *bus)
{
	return sd_bus_add_filter(bus, NULL, on_message, NULL);
}

void bus_end(sd_bus *bus)
{
	uint64_t n = queued(bus);

	/* sd_bus_flush() waits for ever: who does not read would have us killed when we are told to stop. */
	if (n > ANSWERS_MAX || (n > 0 && !is_taking(bus)))
		sd_bus_close(bus);
}
