/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The mass storage of a composite device, as a drive without a medium: enough for the kernel to bind its driver, and
 * to notice when somebody takes it away. Bulk-Only Transport 1.0: a command block of 31 bytes, data, a status of 13.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct storage {
	uint8_t answers[2][64]; /* data and status, in that order, until they were fetched */
	size_t lengths[2];
	bool waiting[2];
};

void storage_out(struct storage *s, const uint8_t *bytes, size_t len);

/* The next answer's length, -EAGAIN when there is none. */
int storage_in(struct storage *s, uint8_t *bytes, size_t room);
