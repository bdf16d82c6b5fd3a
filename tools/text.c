/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See text.h. No locale is consulted: output is UTF-8 with a decimal point everywhere, so that two machines
 * print the same.
 */

#include <ctype.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

static const char *const styles[_CTL_STYLE_MAX] = {
	[CTL_PLAIN] = "",
	[CTL_BOLD] = "\033[1m",
	[CTL_DIM] = "\033[2m",
	[CTL_GOOD] = "\033[1;32m",
	[CTL_WARN] = "\033[1;33m",
	[CTL_BAD] = "\033[1;31m",
};

uint32_t ctl_text_code_point(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c = n == 1 ? p[0] : p[0] & (0xff >> (n + 1));

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

/* C0, DEL and C1 steer the terminal; the marks and overrides of UAX #9 and the separators reorder what is
 * read. */
bool ctl_text_harmless(uint32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0x61c && c != 0x200e && c != 0x200f &&
	       !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069) && c != 0xfeff;
}

char *ctl_text_clean(const char *s, char *buf, size_t size)
{
	size_t o = 0;

	if (!s)
		s = "—";
	while (*s) {
		size_t n = cd_utf8_sequence(s, strnlen(s, 4));
		bool good = n && ctl_text_harmless(ctl_text_code_point(s, n));
		size_t w = good ? n : 1;

		if (o + w >= size)
			break;
		if (good)
			memcpy(buf + o, s, n);
		else
			buf[o] = '?';
		o += w;
		s += n ? n : 1;
	}
	buf[o] = '\0';
	return buf;
}

int ctl_text_width(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

void ctl_text_put(const struct ctl_out *out, const char *s)
{
	char buf[CTL_TEXT_MAX];

	fputs(ctl_text_clean(s, buf, sizeof(buf)), out->f);
}

void ctl_text_pad(const struct ctl_out *out, const char *s, int width)
{
	char buf[CTL_TEXT_MAX];
	int w = ctl_text_width(ctl_text_clean(s, buf, sizeof(buf)));

	fprintf(out->f, "%s%*s", buf, w < width ? width - w : 1, "");
}

void ctl_text_styled(const struct ctl_out *out, enum ctl_style style, const char *s)
{
	if (out->color)
		fputs(styles[style], out->f);
	ctl_text_put(out, s);
	if (out->color && style != CTL_PLAIN)
		fputs("\033[0m", out->f);
}

void ctl_text_wrap(const struct ctl_out *out, const char *s, int indent)
{
	char buf[2 * CTL_TEXT_MAX];
	int at = indent;

	for (char *word = strtok(ctl_text_clean(s, buf, sizeof(buf)), " "); word; word = strtok(NULL, " ")) {
		int w = ctl_text_width(word);

		if (at > indent && at + 1 + w > out->columns) {
			fprintf(out->f, "\n%*s", indent, "");
			at = indent;
		}
		at += fprintf(out->f, "%s%s", at > indent ? " " : "", word) > 0 ? w + (at > indent) : 0;
	}
	fputc('\n', out->f);
}

size_t ctl_text_sentence(const char *s)
{
	const char *end = s;

	/* A full stop inside "0.5 A" or "e.g. this" is followed by no capital. */
	while ((end = strchr(end, '.'))) {
		if (!end[1] || (end[1] == ' ' && (isupper((unsigned char)end[2]) || !end[2])))
			return end - s;
		end++;
	}
	return strlen(s);
}

char *ctl_text_capitals(const char *id, char *buf, size_t size)
{
	ctl_text_clean(id, buf, size);
	for (char *p = buf; *p; p++)
		*p = *p == '-' ? ' ' : toupper((unsigned char)*p);
	return buf;
}
