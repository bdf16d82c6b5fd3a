/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the lines of a configuration file come to: each row is a text and the calls it makes, "section/name=value|". */

#include "ini.h"

#include <stdio.h>

#include "test.h"

struct source {
	const char *text;
	char calls[600];
};

static char *next(char *buf, int size, void *userdata)
{
	struct source *s = userdata;
	int n = (int)strcspn(s->text, "\n");

	if (!*s->text)
		return NULL;
	n += s->text[n] == '\n';
	assert_true(n < size);
	memcpy(buf, s->text, (size_t)n);
	buf[n] = '\0';
	s->text += n;
	return buf;
}

static void value(void *userdata, const char *section, const char *name, const char *v)
{
	struct source *s = userdata;
	size_t n = strlen(s->calls);

	snprintf(s->calls + n, sizeof(s->calls) - n, "%s/%s=%s|", section, name, v);
}

#define FORTY_NINE "0123456789012345678901234567890123456789012345678"

static const struct {
	const char *text, *calls;
} rows[] = {
	{ "", "" },
	{ "\n \n# a=b\n;a=b\n\t# a=b\n", "" },
	{ "a=b", "/a=b|" },
	{ "[s]\na = b \r\nc:d\n", "s/a=b|s/c=d|" },
	{ "[s] more\n[ t ]\na=b\n", " t /a=b|" },
	{ "[s]\na=\n=b\na==b:c\n", "s/a=|s/=b|s/a==b:c|" },
	/* Comments follow a blank. */
	{ "a=b ; c\nd=e;f\ng=;h\ni= ;j\n[s ; t]\nk ; =l\n", "/a=b|/d=e;f|/g=;h|/i=|" },
	/* Continuation, also beyond an empty line, and in the place of a header. */
	{ "a=b\n  c=d ; e\n\n\t[f]\n", "/a=b|/a=c=d ; e|/a=[f]|" },
	{ "  a=b\n", "/a=b|" },
	{ "a=b\n[s]\n  c=d\n", "/a=b|s/c=d|" },
	{ "a=b\nnonsense\n[open\n  c\n", "/a=b|/a=c|" },
	/* Cut at the bound. */
	{ "[" FORTY_NINE "xx]\na=b\n", FORTY_NINE "/a=b|" },
	{ FORTY_NINE "xx=b\n c\n", "/" FORTY_NINE "xx=b|/" FORTY_NINE "=c|" },
};

static void lines(void **state)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(rows); i++) {
		struct source s = { .text = rows[i].text };

		cd_ini_parse(&(struct cd_ini){ .next = next, .value = value, .userdata = &s });
		assert_string_equal(s.calls, rows[i].calls);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
