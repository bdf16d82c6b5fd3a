/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A verb is a file with one `const struct ctl_verb`, and a line in the table of chargectl.c. What it may be
 * told stands in its own option table, from which getopt and --help are both made.
 */

#include "environment.h"
#include "exit.h"
#include "macro.h"
#include "text.h"

#define CTL_GIVEN_MAX 64 /* options on one command line */

/* Options that more than one verb takes; a verb says which by these bits. */
enum {
	CTL_TAKES_BUS = 1 << 0,     /* --name, --user */
	CTL_TAKES_JSON = 1 << 1,    /* --json */
	CTL_TAKES_MASK = 1 << 2,    /* --mask */
	CTL_TAKES_VERSION = 1 << 3, /* --version: before any verb only */
};

struct ctl_option {
	const char *name; /* long; NULL ends a table */
	char letter;      /* 0: none */
	const char *arg;  /* "FILE"; NULL: takes none */
	const char *help; /* a clause, at most 47 columns a line; may hold \n */
	unsigned takes;   /* in the common table: the bit that allows it; 0: every verb */
};

struct ctl_call {
	const struct ctl_verb *verb;
	struct ctl_environment env;
	const char *bus_name;
	bool user_bus;
	bool json;
	bool mask;
	bool help;
	bool version;
	unsigned asked; /* CTL_TAKES_… that were given before the verb */
	struct {
		const struct ctl_option *option;
		const char *arg;
	} given[CTL_GIVEN_MAX]; /* the verb's own options, in order */
	size_t n_given;
	char **args;
	int n_args;
	struct ctl_out out;
};

struct ctl_verb {
	const char *name;
	const char *args; /* "[PORT]…" */
	const char *help; /* one line of the summary */
	const char *text; /* what --help adds: lines of at most 80 columns */
	unsigned takes;
	const struct ctl_option *options;  /* NULL: none of its own */
	int min_args, max_args;            /* max −1: any number */
	int (*run)(struct ctl_call *call); /* enum ctl_exit */
};

/* The last argument given for an own option ("" when it takes none); NULL when it was not given. */
const char *ctl_given(const struct ctl_call *call, const char *name);

/* One line on standard error: "chargectl: …", cleaned. */
void ctl_say(const char *fmt, ...) CD_PRINTF(1, 2);
/* The same, for a wrong command line: adds where help is. Returns CTL_EXIT_USAGE. */
int ctl_usage(const struct ctl_call *call, const char *fmt, ...) CD_PRINTF(2, 3);

extern const struct ctl_verb ctl_verb_status, ctl_verb_list, ctl_verb_show, ctl_verb_explain, ctl_verb_watch,
	ctl_verb_note, ctl_verb_record, ctl_verb_analyze, ctl_verb_compare, ctl_verb_monitor, ctl_verb_profile;
