/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Lines out of bytes that come in pieces of any size. A line that lies whole in a piece is given in place;
 * only one that a piece's end cuts is copied, so memory is bounded by one line. However the bytes are cut,
 * the lines are the same.
 */

#include "buffer.h"

struct cd_lines {
	size_t max;      /* bytes of a line with its newline */
	const char *bytes;
	size_t len, pos; /* of the piece lent */
	bool ended;
	bool given;      /* the carry was given out with the last line */
	struct cd_buffer carry;
	uint64_t number; /* of the last line given or refused, from 1 */
};

enum {
	CD_LINES_MORE = 0, /* the piece is used up; after the end: there is nothing more */
	CD_LINES_LINE = 1,
};

/* Lends the next piece; len 0: the end. The bytes must stay until CD_LINES_MORE. */
void cd_lines_feed(struct cd_lines *l, const char *bytes, size_t len);
/* CD_LINES_LINE with a line without its newline, valid until the next call; CD_LINES_MORE; -E2BIG: longer
 * than `max`; -ENOMEM. */
int cd_lines_next(struct cd_lines *l, const char **ret_line, size_t *ret_len);
/* After the end: bytes of a last line that had no newline. */
size_t cd_lines_rest(const struct cd_lines *l);
void cd_lines_done(struct cd_lines *l);
