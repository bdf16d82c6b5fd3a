/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The command: finds the verb, hands it its words. Everything a verb does is in its own file; see verb.h.
 */

#include <stdio.h>

#include "config.h"
#include "options.h"

/* In the order of the summary: looking, explaining, telling, files. */
static const struct ctl_verb *const verbs[] = {
	&ctl_verb_status,
	&ctl_verb_list,
	&ctl_verb_show,
	&ctl_verb_explain,
	&ctl_verb_watch,
	&ctl_verb_monitor,
	&ctl_verb_note,
	&ctl_verb_record,
	&ctl_verb_analyze,
	&ctl_verb_compare,
	&ctl_verb_profile,
};

static int print_version(void)
{
	puts("chargectl " CD_VERSION);
	return CTL_EXIT_OK;
}

static int print_summary(void)
{
	puts("Usage: chargectl [OPTION]… [VERB] [ARGUMENT]…\n\n"
	     "Says how devices are charging, what is wrong, and what to do about it.\n"
	     "Without a verb: status.\n\n"
	     "Verbs:");
	for (size_t i = 0; i < CD_ELEMENTSOF(verbs); i++) {
		int w = ctl_text_width(verbs[i]->args);

		printf("  %-8s %s%*s %s\n", verbs[i]->name, verbs[i]->args, w < 19 ? 19 - w : 0, "",
			verbs[i]->help);
	}
	puts("\nOptions (“chargectl VERB --help” shows those of a verb):");
	ctl_options_help_common(stdout, ~0u);
	puts("\nExit codes: 0 ok; 1 usage; 2 no such port, or no daemon; 3 analyze or\n"
	     "compare found a fault; 4 they, or profile learn, could not tell; 5 a file cannot\n"
	     "be read or is malformed.\n\n"
	     "Environment: CHARGEDIAG_BUS_NAME, CHARGEDIAG_PROFILES, NO_COLOR,\n"
	     "DBUS_SYSTEM_BUS_ADDRESS.");
	return CTL_EXIT_OK;
}

static const struct ctl_verb *find_verb(const char *name)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(verbs); i++)
		if (cd_streq(verbs[i]->name, name))
			return verbs[i];
	return NULL;
}

/* A full disk shows only when the last bytes are written. */
static int finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	ctl_say("Failed to write standard output: %s", strerror(errno));
	return CTL_EXIT_USAGE;
}

static int run(struct ctl_call *call, int argc, char **argv)
{
	static char *status[] = { (char *)"status", NULL };
	int at, r = ctl_options_global(call, argc, argv, &at);

	if (r)
		return r;
	if (call->version)
		return print_version();
	if (at >= argc && call->help)
		return print_summary();
	call->verb = at < argc ? find_verb(argv[at]) : &ctl_verb_status;
	if (!call->verb)
		return ctl_usage(call, "unknown verb “%s”", argv[at]);
	r = at < argc ? ctl_options_verb(call, argc - at, argv + at) : ctl_options_verb(call, 1, status);
	if (r)
		return r;
	if (call->help) {
		ctl_options_help(call);
		return CTL_EXIT_OK;
	}
	return call->verb->run(call);
}

int main(int argc, char **argv)
{
	struct ctl_call call = { .bus_name = NULL };

	ctl_environment_read(&call.env);
	call.bus_name = call.env.bus_name;
	call.out = (struct ctl_out){ .f = stdout, .color = call.env.color, .columns = call.env.columns };
	return finish(run(&call, argc, argv));
}
