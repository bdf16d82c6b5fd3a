/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * analyze FILE…: the judgement of the daemon on a recording or a table, without a daemon.
 */

#include <stdio.h>

#include "engine.h"
#include "judge.h"
#include "render.h"
#include "told.h"

static const struct ctl_option options[] = {
	CTL_TOLD_OPTIONS,
	{ 0 },
};

static void print(const struct ctl_told *a, const char *file, struct json_object *doc)
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

static int analyze(const struct ctl_told *a, const char *file)
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
	struct ctl_told a;
	int r, code = CTL_EXIT_OK;

	r = ctl_told_take(call, &a);
	for (int i = 0; i < call->n_args && r == 0; i++)
		code = ctl_exit_worse(code, analyze(&a, call->args[i]));
	ctl_told_done(&a);
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
