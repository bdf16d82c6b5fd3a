/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Lines out of pieces.
 *
 *     piece 1 ─────────────┐┌───────── piece 2 ─────────
 *     line 1 ⏎ line 2 ⏎ lin││e 3 ⏎ line 4 ⏎ …
 *     in place  in place  carry     in place
 */

#include "lines.h"

void cd_lines_feed(struct cd_lines *l, const char *bytes, size_t len)
{
	l->bytes = bytes;
	l->len = len;
	l->pos = 0;
	if (len == 0)
		l->ended = true;
}

static int refuse(struct cd_lines *l)
{
	l->number++;
	return -E2BIG;
}

/* The piece ends inside a line: keep its part. */
static int keep_rest(struct cd_lines *l)
{
	size_t n = l->len - l->pos;

	if (l->carry.len + n >= l->max)
		return refuse(l);
	if (n && cd_buffer_append(&l->carry, l->bytes + l->pos, n) < 0)
		return -ENOMEM;
	l->pos = l->len;
	return CD_LINES_MORE;
}

int cd_lines_next(struct cd_lines *l, const char **ret_line, size_t *ret_len)
{
	const char *start, *newline = NULL;
	size_t n;

	if (l->given)
		l->carry.len = 0;
	l->given = false;
	if (l->pos < l->len) {
		start = l->bytes + l->pos;
		newline = memchr(start, '\n', l->len - l->pos);
	}
	if (!newline)
		return keep_rest(l);
	n = (size_t)(newline - start);
	if (l->carry.len + n >= l->max)
		return refuse(l);
	if (l->carry.len) {
		if (cd_buffer_append(&l->carry, start, n) < 0)
			return -ENOMEM;
		l->given = true;
		*ret_line = l->carry.data;
		*ret_len = l->carry.len;
	} else {
		*ret_line = start;
		*ret_len = n;
	}
	l->pos += n + 1;
	l->number++;
	return CD_LINES_LINE;
}

size_t cd_lines_rest(const struct cd_lines *l)
{
	return l->ended && !l->given ? l->carry.len : 0;
}

void cd_lines_done(struct cd_lines *l)
{
	cd_buffer_done(&l->carry);
}
