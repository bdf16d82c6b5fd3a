/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A growing run of bytes. It grows by doubling, so that a writer which appends line after line touches the
 * allocator a handful of times and not once a line.
 */

#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>

void cd_buffer_done(struct cd_buffer *b)
{
	free(b->data);
	*b = (struct cd_buffer){ 0 };
}

char *cd_buffer_reserve(struct cd_buffer *b, size_t room)
{
	size_t want = b->allocated ? b->allocated : 256;
	char *data;

	if (room > SIZE_MAX / 4 - b->len)
		return NULL;
	if (b->data && b->allocated - b->len >= room)
		return b->data + b->len;
	while (want - b->len < room)
		want *= 2;
	data = realloc(b->data, want);
	if (!data)
		return NULL;
	b->data = data;
	b->allocated = want;
	return data + b->len;
}

int cd_buffer_append(struct cd_buffer *b, const char *bytes, size_t len)
{
	char *to;

	if (len == 0)
		return 0;
	to = cd_buffer_reserve(b, len);
	if (!to)
		return -ENOMEM;
	memcpy(to, bytes, len);
	b->len += len;
	return 0;
}

int cd_buffer_printf(struct cd_buffer *b, const char *fmt, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return -ENOMEM;
	to = cd_buffer_reserve(b, (size_t)n + 1);
	if (!to)
		return -ENOMEM;
	va_start(ap, fmt);
	(void)vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}
