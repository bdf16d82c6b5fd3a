/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See told.h.
 */

#include <stdio.h>

#include "config.h"
#include "names.h"
#include "note.h"
#include "profiles.h"
#include "told.h"

#define NAMES_MAX 12 /* that are listed where one is not known */

static int unknown_profile(const struct ctl_told *a, const char *name)
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

static int take_profile(struct ctl_told *a, const char *name)
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

static int check_led(const struct ctl_told *a)
{
	const struct cd_profile *p = a->own ? a->own : cd_profiles_find(&a->profiles, a->note.profile);
	char known[256];

	if (cd_profile_has_led(p, a->note.led, known, sizeof(known)))
		return 0;
	return ctl_usage(
		a->call, "led=%s is none of the profile “%s”: it has %s", a->note.led, p->name, known);
}

static int take_notes_of(struct ctl_call *call, const char *option, struct cd_event_note *note)
{
	for (size_t i = 0; i < call->n_given; i++)
		if (cd_streq(call->given[i].option->name, option) &&
			ctl_note_parse(call, (char *)call->given[i].arg, note)) /* of argv: ours to cut */
			return CTL_EXIT_USAGE;
	if (note->line)
		return ctl_usage(call,
			"line=%s is for a live port (chargectl note): which inputs of a recording are one "
			"port is said in it",
			note->line);
	return 0;
}

/* --note in their order; --at and --profile are two of them by names of their own. */
static int take_notes(struct ctl_told *a)
{
	const char *at = ctl_given(a->call, "at"), *profile = ctl_given(a->call, "profile");
	int r;

	if (take_notes_of(a->call, "note", &a->note))
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

int ctl_told_take(struct ctl_call *call, struct ctl_told *ret)
{
	*ret = (struct ctl_told){ .call = call, .note = CD_NOTE_NOTHING };
	ctl_profiles_merge(&call->env, &ret->profiles);
	return take_notes(ret);
}

int ctl_told_more(struct ctl_told *t, const char *option, struct cd_event_note *ret)
{
	struct ctl_told one = *t;
	int r;

	one.note = CD_NOTE_NOTHING;
	r = take_notes_of(t->call, option, &one.note);
	if (r == 0 && one.note.profile)
		r = take_profile(&one, one.note.profile);
	*ret = t->note;
	cd_note_merge(ret, &one.note);
	if (r == 0 && ret->led && ret->profile) {
		one.note = *ret;
		r = check_led(&one);
	}
	return r;
}

void ctl_told_done(struct ctl_told *t)
{
	(void)cd_profile_free(t->own);
	cd_profiles_done(&t->profiles);
}
