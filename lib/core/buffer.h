/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A growing run of bytes, for writers. All zero is an empty buffer.
 */

#include "macro.h"

struct cd_buffer {
	char *data; /* not NUL-terminated */
	size_t len;
	size_t allocated;
};

void cd_buffer_done(struct cd_buffer *b);
int cd_buffer_append(struct cd_buffer *b, const char *bytes, size_t len);          /* -ENOMEM */
int cd_buffer_printf(struct cd_buffer *b, const char *fmt, ...) CD_PRINTF(2, 3); /* -ENOMEM */
/* Room for `room` more bytes at the end, for a caller that writes them itself and then adds what it used to
 * `len`. NULL: no memory. Valid until the next call on this buffer. */
char *cd_buffer_reserve(struct cd_buffer *b, size_t room);
