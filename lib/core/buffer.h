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
