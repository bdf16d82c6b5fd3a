/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See screen.h. No curses: clearing, homing and erasing to the end of a line are the same on every terminal
 * since the VT100 (ECMA-48 ED, CUP, EL).
 */

#include <string.h>
#include <unistd.h>

#include "screen.h"

#define CLEAR "\033[H\033[2J"
#define HOME "\033[H"
#define REST_OF_LINE "\033[K"
#define REST_OF_SCREEN "\033[J"
#define PLAIN "\033[0m"

void ctl_screen_keys(struct ctl_screen *s)
{
	struct termios raw;

	/* A background process that touches the terminal would be stopped. */
	if (!isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) != getpgrp())
		return;
	if (tcgetattr(STDIN_FILENO, &s->before) < 0)
		return;
	raw = s->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	s->keys = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

void ctl_screen_done(struct ctl_screen *s)
{
	if (s->keys)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &s->before); /* nothing else could be tried */
	s->keys = false;
}

size_t ctl_screen_fit(const char *text, int columns)
{
	const char *p = text;
	int w = 0;

	while (*p && *p != '\n') {
		if (*p == '\033') {
			p += strcspn(p, "m\n");
			p += *p == 'm';
			continue;
		}
		if (w == columns)
			break;
		w++;
		for (p++; ((unsigned char)*p & 0xc0) == 0x80; p++)
			;
	}
	return p - text;
}

void ctl_screen_draw(struct ctl_screen *s, const struct ctl_environment *env, FILE *f, const char *text)
{
	fputs(s->drawn ? HOME : CLEAR, f);
	s->drawn = true;
	/* The last row stays free: a newline in it would scroll. */
	for (int row = 1; row < env->rows && *text; row++) {
		size_t n = ctl_screen_fit(text, env->columns);

		fwrite(text, 1, n, f);
		fputs(PLAIN REST_OF_LINE "\n", f);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	fputs(REST_OF_SCREEN, f);
	fflush(f);
}
