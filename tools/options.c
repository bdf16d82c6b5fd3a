/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See options.h. getopt's state is global; it is used here only, and started afresh for each part of the
 * line.
 */

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>

#include "options.h"

#define OPTIONS_MAX 32
#define CODE 256 /* long options get CODE + row, out of the way of letters */

static const struct ctl_option common[] = {
	{ "help", 'h', NULL, "show this help", 0 },
	{ "json", 'j', NULL, "print JSON, one document a line", CTL_TAKES_JSON },
	{ "mask", 0, NULL, "hide serial numbers and what depends on when\none looks, for bug reports",
		CTL_TAKES_MASK },
	{ "name", 0, "NAME", "talk to the daemon of this bus name", CTL_TAKES_BUS },
	{ "user", 0, NULL, "use the session bus, not the system bus", CTL_TAKES_BUS },
	{ "version", 'V', NULL, "show the version", CTL_TAKES_VERSION },
	{ 0 },
};

/* Rows that apply, and getopt's two forms of them. */
struct table {
	const struct ctl_option *rows[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 3];
	size_t n;
};

static void table_add(struct table *t, const struct ctl_option *rows, unsigned takes)
{
	size_t len = strlen(t->letters);

	for (; rows && rows->name && t->n < OPTIONS_MAX; rows++) {
		if (rows->takes & ~takes)
			continue;
		t->rows[t->n] = rows;
		t->longs[t->n] = (struct option){ rows->name, rows->arg ? required_argument : no_argument,
			NULL, rows->letter ? rows->letter : CODE + (int)t->n };
		if (rows->letter)
			len += sprintf(t->letters + len, "%c%s", rows->letter, rows->arg ? ":" : "");
		t->n++;
	}
}

static void take_common(struct ctl_call *call, const struct ctl_option *o, const char *arg)
{
	call->asked |= o->takes;
	if (cd_streq(o->name, "help"))
		call->help = true;
	else if (cd_streq(o->name, "json"))
		call->json = true;
	else if (cd_streq(o->name, "mask"))
		call->mask = true;
	else if (cd_streq(o->name, "name"))
		call->bus_name = arg;
	else if (cd_streq(o->name, "user"))
		call->user_bus = true;
	else
		call->version = true;
}

static bool is_common(const struct ctl_option *o)
{
	return o >= common && o < common + CD_ELEMENTSOF(common);
}

static int take(struct ctl_call *call, const struct ctl_option *o, const char *arg)
{
	if (is_common(o)) {
		take_common(call, o, arg);
		return 0;
	}
	if (call->n_given == CTL_GIVEN_MAX)
		return ctl_usage(call, "more than %d options", CTL_GIVEN_MAX);
	call->given[call->n_given].option = o;
	call->given[call->n_given++].arg = arg ? arg : "";
	return 0;
}

static const struct ctl_option *row_of(const struct table *t, int code)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->longs[i].val == code)
			return t->rows[i];
	return NULL;
}

static int complain(const struct ctl_call *call, int answer, char **argv)
{
	const char *word = argv[optind - 1];

	if (answer == ':')
		return ctl_usage(call, "option %s needs an argument", word);
	if (optopt && optopt < CODE && word[1] != '-')
		return ctl_usage(call, "unknown option -%c", optopt);
	if (optopt)
		return ctl_usage(call, "option %.*s takes no argument", (int)strcspn(word, "="), word);
	return ctl_usage(call, "unknown option %s", word);
}

static int parse(struct ctl_call *call, struct table *t, const char *first, int argc, char **argv)
{
	char letters[sizeof(t->letters) + 2];
	int c;

	snprintf(letters, sizeof(letters), "%s%s", first, t->letters);
	optind = 0; /* glibc: forget everything of an earlier run */
	opterr = 0;
	while ((c = getopt_long(argc, argv, letters, t->longs, NULL)) >= 0) {
		int r = c == '?' || c == ':' ? complain(call, c, argv) : take(call, row_of(t, c), optarg);

		if (r)
			return r;
	}
	return 0;
}

int ctl_options_global(struct ctl_call *call, int argc, char **argv, int *argi)
{
	struct table t = { .n = 0 };
	int r;

	table_add(&t, common, ~0u);
	r = parse(call, &t, "+:", argc, argv);
	if (r)
		return r;
	*argi = optind;
	return 0;
}

int ctl_options_verb(struct ctl_call *call, int argc, char **argv)
{
	const struct ctl_verb *v = call->verb;
	struct table t = { .n = 0 };
	int r;

	if (call->asked & ~v->takes)
		return ctl_usage(call, "%s does not take %s", v->name,
			call->asked & ~v->takes & CTL_TAKES_JSON   ? "--json"
			: call->asked & ~v->takes & CTL_TAKES_MASK ? "--mask"
								   : "--name or --user");
	table_add(&t, v->options, ~0u);
	table_add(&t, common, v->takes);
	r = parse(call, &t, ":", argc, argv);
	if (r || call->help)
		return r;
	call->args = argv + optind;
	call->n_args = argc - optind;
	if (call->n_args < v->min_args)
		return ctl_usage(call, "%s needs %s", v->name, v->args);
	if (v->max_args >= 0 && call->n_args > v->max_args)
		return ctl_usage(
			call, "%s does not know what to do with “%s”", v->name, call->args[v->max_args]);
	return 0;
}

static void print_option(FILE *f, const struct ctl_option *o)
{
	char head[64];
	const char *p = o->help;

	snprintf(head, sizeof(head), "%c%c%c --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
		o->letter ? ',' : ' ', o->name, o->arg ? "=" : "", o->arg ? o->arg : "");
	fprintf(f, "  %-28s ", head);
	for (; *p; p++) {
		fputc(*p, f);
		if (*p == '\n')
			fprintf(f, "%31s", "");
	}
	fputc('\n', f);
}

static void print_options(FILE *f, const struct ctl_option *rows, unsigned takes)
{
	for (; rows && rows->name; rows++)
		if (!(rows->takes & ~takes))
			print_option(f, rows);
}

void ctl_options_help_common(FILE *f, unsigned takes)
{
	print_options(f, common, takes);
}

void ctl_options_help(const struct ctl_call *call)
{
	const struct ctl_verb *v = call->verb;
	FILE *f = call->out.f;

	fprintf(f, "Usage: chargectl %s [OPTION]…%s%s\n\n%s\n\nOptions:\n", v->name, *v->args ? " " : "",
		v->args, v->text);
	print_options(f, v->options, ~0u);
	print_options(f, common, v->takes);
}

const char *ctl_given(const struct ctl_call *call, const char *name)
{
	for (size_t i = call->n_given; i > 0; i--)
		if (cd_streq(call->given[i - 1].option->name, name))
			return call->given[i - 1].arg;
	return NULL;
}

static void say(const char *fmt, va_list ap)
{
	char raw[2 * CTL_TEXT_MAX], clean[2 * CTL_TEXT_MAX];

	vsnprintf(raw, sizeof(raw), fmt, ap);
	fprintf(stderr, "chargectl: %s\n", ctl_text_clean(raw, clean, sizeof(clean)));
}

void ctl_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

int ctl_usage(const struct ctl_call *call, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	fprintf(stderr, "Try “chargectl %s%s--help”.\n", call->verb ? call->verb->name : "",
		call->verb ? " " : "");
	return CTL_EXIT_USAGE;
}
