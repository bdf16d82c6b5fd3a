/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ini.h"

struct state {
	char section[CD_INI_NAME_MAX];
	char key[CD_INI_NAME_MAX]; /* that an indented line continues; "": none */
};

/* As isspace() in the C locale. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char *trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && is_blank(end[-1]))
		*--end = '\0';
	while (is_blank(*s))
		s++;
	return s;
}

/* The first of `stops` before a comment; else the comment, which begins after a blank; else the end. */
static char *find(char *s, const char *stops)
{
	bool blank = false;

	for (; *s && !strchr(stops, *s) && !(blank && *s == ';'); s++)
		blank = is_blank(*s);
	return s;
}

static char *value_of(char *s)
{
	*find(s, "") = '\0';
	return trim(s);
}

static void copy(char *to, const char *from)
{
	size_t n = strnlen(from, CD_INI_NAME_MAX - 1);

	memcpy(to, from, n);
	to[n] = '\0';
}

static void take_section(struct state *state, char *s)
{
	char *end = find(s, "]");

	if (*end != ']')
		return;
	*end = '\0';
	copy(state->section, s);
	state->key[0] = '\0';
}

static void take_pair(const struct cd_ini *ini, struct state *state, char *s)
{
	char *end = find(s, "=:");

	if (*end != '=' && *end != ':')
		return;
	*end = '\0';
	s = trim(s);
	copy(state->key, s);
	ini->value(ini->userdata, state->section, s, value_of(end + 1));
}

void cd_ini_parse(const struct cd_ini *ini)
{
	struct state state = { 0 };
	char line[CD_INI_LINE_MAX];

	while (ini->next(line, sizeof(line), ini->userdata)) {
		char *s = trim(line);

		if (*s == '\0' || *s == '#' || *s == ';')
			continue;
		if (s > line && state.key[0])
			ini->value(ini->userdata, state.section, state.key, s);
		else if (*s == '[')
			take_section(&state, s + 1);
		else
			take_pair(ini, &state, s);
	}
}
