/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * analyze FILE…: the judgement of the daemon on a recording or a table, without a daemon.
 */

#include <stdio.h>

#include "config.h"
#include "engine.h"
#include "judge.h"
#include "names.h"
#include "note.h"
#include "profiles.h"
#include "render.h"

static const struct ctl_option options[] = {
	{ "at", 0, "WHERE", "where the meter sat: source (at the adapter)\nor device", 0 },
	{ "profile", 0, "NAME|FILE", "the device that was charged", 0 },
	{ "note", 0, "KEY=VALUE", "what else is known, as of “chargectl note”;\nmay be given several times",
		0 },
	{ 0 },
};

struct analysis {
	struct ctl_call *call;
	struct cd_profiles profiles;
	struct cd_profile *own; /* of a file on the command line */
	struct cd_event_note note;
};

#define NAMES_MAX 12 /* that are listed where one is not known */

static int unknown_profile(const struct analysis *a, const char *name)
{
	char names[CTL_TEXT_MAX] = "";
	size_t len = 0;

	if (!a->profiles.n)
		return ctl_usage(a->call, "no profile “%s”: none is installed in %s", name,
			a->call->env.profiles ? a->call->env.profiles : CD_PROFILE_DIR_VENDOR);
	if (a->profiles.n > NAMES_MAX)
		return ctl_usage(a->call,
			"no profile “%s”: “chargectl profile list” names those there are; a file has a / in "
			"its "
			"name",
			name);
	for (size_t i = 0; i < a->profiles.n && len < sizeof(names); i++)
		len += snprintf(
			names + len, sizeof(names) - len, "%s%s", i ? ", " : "", a->profiles.items[i]->name);
	return ctl_usage(a->call, "no profile “%s”: there are %s; a file has a / in its name", name, names);
}

static int take_profile(struct analysis *a, const char *name)
{
	int r;

	if (!strchr(name, '/')) {
		a->note.profile = name;
		return cd_profiles_find(&a->profiles, name) ? 0 : unknown_profile(a, name);
	}
	r = cd_profile_file_load(name, &ctl_profiles_say, &a->own);
	if (r < 0) {
		ctl_say("Failed to read the profile %s: %s", name, strerror(-r));
		return CTL_EXIT_FILE;
	}
	a->note.profile = a->own->name;
	a->note.inline_profile = a->own;
	return 0;
}

static int check_led(const struct analysis *a)
{
	const struct cd_profile *p = a->own ? a->own : cd_profiles_find(&a->profiles, a->note.profile);
	char known[256];

	if (cd_profile_has_led(p, a->note.led, known, sizeof(known)))
		return 0;
	return ctl_usage(
		a->call, "led=%s is none of the profile “%s”: it has %s", a->note.led, p->name, known);
}

/* --note in their order; --at and --profile are two of them by names of their own. */
static int take_notes(struct analysis *a)
{
	const char *at = ctl_given(a->call, "at"), *profile = ctl_given(a->call, "profile");
	int r;

	for (size_t i = 0; i < a->call->n_given; i++)
		if (cd_streq(a->call->given[i].option->name, "note") &&
			ctl_note_parse(
				a->call, (char *)a->call->given[i].arg, &a->note)) /* of argv: ours to cut */
			return CTL_EXIT_USAGE;
	if (at && !cd_streq(at, "source") && !cd_streq(at, "device"))
		return ctl_usage(a->call, "--at is source or device, not “%s”", at);
	if (at)
		a->note.position = cd_position_from_string(at);
	profile = profile ? profile : a->note.profile;
	if (!profile)
		return 0;
	r = take_profile(a, profile);
	return r ? r : check_led(a);
}

static void print(const struct analysis *a, const char *file, struct json_object *doc)
{
	const struct ctl_out *out = &a->call->out;

	if (a->call->json) {
		ctl_json_print_text(out->f, cd_analysis_text(doc));
		return;
	}
	if (a->call->n_args > 1) {
		fputs("== ", out->f);
		ctl_text_styled(out, CTL_BOLD, file);
		fputc('\n', out->f);
	}
	ctl_render_analysis(out, doc, NULL);
	if (a->call->n_args > 1)
		fputc('\n', out->f);
}

static int analyze(const struct analysis *a, const char *file)
{
	CTL_JSON struct json_object *doc = NULL;
	struct ctl_mask mask = { .n = 0 };
	const struct ctl_judge_options options_ = {
		.profiles = &a->profiles,
		.note = &a->note,
		.mask = a->call->mask ? &mask : NULL,
	};
	int code;

	if (ctl_judge_file(file, &options_, &doc) < 0) {
		ctl_mask_done(&mask);
		return CTL_EXIT_FILE;
	}
	code = ctl_judge_code(doc);
	if (a->call->mask)
		doc = ctl_mask_document(&mask, doc);
	ctl_mask_done(&mask);
	print(a, file, doc);
	/* What has been found is out before the next file, which may be standard input, is waited for. */
	fflush(a->call->out.f);
	return code;
}

static int run(struct ctl_call *call)
{
	struct analysis a = { .call = call, .note = CD_NOTE_NOTHING };
	int r, code = CTL_EXIT_OK;

	ctl_profiles_merge(&call->env, &a.profiles);
	r = take_notes(&a);
	for (int i = 0; i < call->n_args && r == 0; i++)
		code = ctl_exit_worse(code, analyze(&a, call->args[i]));
	(void)cd_profile_free(a.own);
	cd_profiles_done(&a.profiles);
	return r ? r : code;
}

const struct ctl_verb ctl_verb_analyze = {
	.name = "analyze",
	.args = "FILE…",
	.help = "judge recordings or tables, without a daemon",
	.text = "Judges each FILE as the daemon would have: a recording of “chargectl record”, or\n"
		"a table with the header time_s,vbus_v,ibus_a (and dp_v, dm_v, cc1_v, cc2_v,\n"
		"temp_c). - is standard input. With --json one document a line and file.\n\n"
		"What the options say counts for every meter, supply and Type-C port in the\n"
		"files, and overrides what a recording says.\n\n"
		"Exit code: 0 all is well; 3 a fault was found, or a device drains while plugged\n"
		"in; 4 the data do not tell; 5 a file cannot be read or is malformed. Of several\n"
		"the first of 5, 3, 4, 0.",
	.takes = CTL_TAKES_JSON | CTL_TAKES_MASK,
	.options = options,
	.min_args = 1,
	.max_args = -1,
	.run = run,
};
