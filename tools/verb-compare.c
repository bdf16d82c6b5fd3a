/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * compare FILE-A FILE-B: two runs that differ in one part, or in where the meter sat.
 */

#include <stdio.h>

#include "compare.h"
#include "engine.h"
#include "judge.h"
#include "render.h"
#include "told.h"

static const struct ctl_option options[] = {
	CTL_TOLD_OPTIONS,
	{ "note-a", 0, "KEY=VALUE", "what is known of the first run only", 0 },
	{ "note-b", 0, "KEY=VALUE", "what is known of the second run only", 0 },
	{ 0 },
};

static const char *const own_notes[] = { "note-a", "note-b" };

/* The session of one file. 0 or an exit code (said). */
static int read_run(struct ctl_told *told, int k, struct ctl_mask *mask, struct ctl_run *run)
{
	struct cd_event_note note;
	struct ctl_judge_options o = { .profiles = &told->profiles, .note = &note, .mask = mask, .run = run };
	CTL_JSON struct json_object *doc = NULL;
	int r = ctl_told_more(told, own_notes[k], &note);

	if (r)
		return r;
	return ctl_judge_file(told->call->args[k], &o, &doc) < 0 ? CTL_EXIT_FILE : 0;
}

static enum ctl_exit code_of(const struct cd_comparison *c)
{
	if (c->part == CD_PART_NONE)
		return CTL_EXIT_OK;
	return c->part == CD_PART_UNKNOWN ? CTL_EXIT_INCONCLUSIVE : CTL_EXIT_FAULT;
}

static void print(struct ctl_call *call, const struct ctl_run *runs, const struct cd_comparison *c,
	struct ctl_mask *mask)
{
	const struct cd_compared_file a = { call->args[0], &runs[0].summary, runs[0].sessions },
				      b = { call->args[1], &runs[1].summary, runs[1].sessions };
	struct json_object *doc;

	if (cd_comparison_document(c, &a, &b, &doc) < 0)
		ctl_no_memory();
	if (call->mask)
		doc = ctl_mask_document(mask, doc);
	if (call->json)
		ctl_json_print(call->out.f, doc);
	else
		ctl_render_comparison(&call->out, doc);
	json_object_put(doc);
}

static int run(struct ctl_call *call)
{
	struct ctl_run runs[2] = { { .sessions = 0 } };
	struct ctl_mask mask = { .n = 0 };
	struct cd_comparison c;
	struct ctl_told told;
	int r = ctl_told_take(call, &told);

	for (int k = 0; k < 2 && r == 0; k++)
		r = read_run(&told, k, call->mask ? &mask : NULL, &runs[k]);
	if (r == 0) {
		cd_compare(&runs[0].summary, &runs[1].summary, &c);
		print(call, runs, &c, &mask);
		r = code_of(&c);
	}
	ctl_mask_done(&mask);
	ctl_told_done(&told);
	return r;
}

const struct ctl_verb ctl_verb_compare = {
	.name = "compare",
	.args = "FILE-A FILE-B",
	.help = "two runs that differ in one part: which",
	.text = "Says what changed between two runs, recordings or tables as of “analyze”, and\n"
		"which part that implicates: the same device once with one cable and once with\n"
		"another, or once with one adapter and once with another. Cable and adapter have\n"
		"the names that were noted; say what a file does not:\n\n"
		"  chargectl compare old.ndjson new.ndjson --at=device --note-a=cable=red \\\n"
		"      --note-b=cable=white\n\n"
		"With the same parts and the meter once at the adapter and once at the device,\n"
		"it gives the resistance of the cable. Of several sessions in a file the one with\n"
		"most energy is taken.\n\n"
		"Exit code: 0 no difference, or none that is a fault; 3 a part is at fault; 4 the\n"
		"data do not tell; 5 a file cannot be read or is malformed.",
	.takes = CTL_TAKES_JSON | CTL_TAKES_MASK,
	.options = options,
	.min_args = 2,
	.max_args = 2,
	.run = run,
};
