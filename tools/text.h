/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Text for a terminal. What comes from a device, a file or the bus passes through here, so that no model name
 * can move the cursor or forge a verdict: control characters and direction overrides become `?`.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CTL_TEXT_MAX 512 /* bytes that are shown of one foreign string */

enum ctl_style {
	CTL_PLAIN,
	CTL_BOLD,
	CTL_DIM,
	CTL_GOOD,
	CTL_WARN,
	CTL_BAD,
	_CTL_STYLE_MAX,
};

/* Where a format prints to. */
struct ctl_out {
	FILE *f;
	bool color;
	int columns;
};

/* Writes `s` into buf with every control character, direction override and invalid UTF-8 sequence as `?`, cut
 * at a character border. NULL is "—". Returns buf. */
char *ctl_text_clean(const char *s, char *buf, size_t size);
/* Columns of a clean string: one per character. Wide characters are not told apart: no name of ours has them.
 * */
int ctl_text_width(const char *s);

/* Prints cleaned. */
void ctl_text_put(const struct ctl_out *out, const char *s);
/* Prints cleaned and fills up with spaces to `width` columns; a longer text keeps one space. */
void ctl_text_pad(const struct ctl_out *out, const char *s, int width);
/* Prints cleaned in a style, when colours are on. */
void ctl_text_styled(const struct ctl_out *out, enum ctl_style style, const char *s);
/* Prints cleaned, wrapped at the terminal's width; lines after the first begin with `indent` spaces. The
 * cursor is at column `indent` when it is called. Ends with a newline. */
void ctl_text_wrap(const struct ctl_out *out, const char *s, int indent);
/* Length of the first sentence of `s` without its full stop. */
size_t ctl_text_sentence(const char *s);
/* "WEAK ADAPTER" of "weak-adapter", cleaned. */
char *ctl_text_capitals(const char *id, char *buf, size_t size);
/* The code point of a well-formed sequence of `n` bytes (cd_utf8_sequence()). */
uint32_t ctl_text_code_point(const char *s, size_t n) __attribute__((pure));
/* False for what a terminal obeys instead of showing. */
bool ctl_text_harmless(uint32_t c) __attribute__((const));
