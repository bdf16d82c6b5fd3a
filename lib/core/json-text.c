/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Strings as RFC 8259 §7 wants them: quote, backslash and control characters escaped, all else as UTF-8.
 */

#include "json-text.h"

#include "utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* Bytes that stand for themselves. */
static size_t plain_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (uint8_t)s[n] >= 0x20 && (uint8_t)s[n] < 0x7f && s[n] != '"' && s[n] != '\\')
		n++;
	return n;
}

/* One character that may need help; `*used` bytes of it. */
static int append_special(struct cd_buffer *b, const char *s, size_t len, size_t *used)
{
	size_t n = cd_utf8_sequence(s, len);

	*used = n ? n : 1;
	if (n == 0)
		return cd_buffer_append(b, REPLACEMENT, strlen(REPLACEMENT));
	if (*s == '"' || *s == '\\')
		return cd_buffer_printf(b, "\\%c", *s);
	if ((uint8_t)*s < 0x20)
		return cd_buffer_printf(b, "\\u%04x", (unsigned)(uint8_t)*s);
	return cd_buffer_append(b, s, n);
}

int cd_json_append_string(struct cd_buffer *b, const char *s)
{
	size_t len = strlen(s);
	int r = cd_buffer_append(b, "\"", 1);

	for (size_t i = 0, used; r == 0 && i < len; i += used) {
		used = plain_run(s + i, len - i);
		r = used ? cd_buffer_append(b, s + i, used) : append_special(b, s + i, len - i, &used);
	}
	return r < 0 ? r : cd_buffer_append(b, "\"", 1);
}
