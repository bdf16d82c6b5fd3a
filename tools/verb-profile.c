/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * profile list|show|validate|learn: what is known of devices. Each word is a row of the table below.
 */

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "config.h"
#include "learn.h"
#include "note.h"
#include "profiles.h"
#include "render.h"

static const struct ctl_option options[] = {
	{ "output", 'o', "FILE", "learn: write to FILE, NAME.profile, which must\nbe new", 0 },
	{ "force", 'f', NULL, "learn: overwrite FILE", 0 },
	{ "name", 0, "NAME", "learn: the profile's name; else that of FILE, or\nof the recording", 0 },
	{ "title", 0, "TEXT", "learn: what people call the device", 0 },
	{ "category", 0, "WORD", "learn: its kind, such as speaker", 0 },
	{ "at", 0, "WHERE", "learn: where the meter sat: source or device", 0 },
	{ "note", 0, "KEY=VALUE",
		"learn: what else is known; battery=low says\nthat it was empty at the start", 0 },
	{ 0 },
};

static void print(const struct ctl_call *call, struct json_object *doc,
	void (*render)(const struct ctl_out *out, struct json_object *doc))
{
	if (call->json)
		ctl_json_print(call->out.f, doc);
	else
		render(&call->out, doc);
}

static int list(struct ctl_call *call, char **args, int n)
{
	CTL_JSON struct json_object *doc = NULL;
	struct ctl_profiles profiles;

	(void)args;
	(void)n;
	ctl_profiles_load(&call->env, &profiles);
	doc = ctl_document_profiles(&profiles);
	print(call, doc, ctl_render_profiles);
	if (ctl_json_length(ctl_json_array(doc, "profiles")) == 0)
		ctl_say("no profile is installed in %s", call->env.profiles ? call->env.profiles : CD_PROFILE_DIR_VENDOR);
	ctl_profiles_done(&profiles);
	return CTL_EXIT_OK;
}

static int show_file(struct ctl_call *call, const char *file)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	CTL_JSON struct json_object *doc = NULL;
	int r = cd_profile_file_load(file, &ctl_profiles_say, &p);

	if (r < 0) {
		ctl_say("Failed to read the profile %s: %s", file, strerror(-r));
		return CTL_EXIT_FILE;
	}
	doc = ctl_document_profile(p, file, NULL, NULL);
	print(call, doc, ctl_render_profile);
	return CTL_EXIT_OK;
}

static int show(struct ctl_call *call, char **args, int n)
{
	CTL_JSON struct json_object *doc = NULL;
	struct ctl_profiles profiles;
	const struct cd_profile *p;
	const char *dir, *replaces;

	(void)n;
	if (strchr(args[0], '/'))
		return show_file(call, args[0]);
	ctl_profiles_load(&call->env, &profiles);
	p = ctl_profiles_find(&profiles, args[0], &dir, &replaces);
	if (p) {
		doc = ctl_document_profile(p, NULL, dir, replaces);
		print(call, doc, ctl_render_profile);
	} else {
		ctl_say("No profile “%s”: “chargectl profile list” names those there are; a file has a / in "
			"its name",
			args[0]);
	}
	ctl_profiles_done(&profiles);
	return p ? CTL_EXIT_OK : CTL_EXIT_USAGE;
}

static int validate(struct ctl_call *call, char **args, int n)
{
	CTL_JSON struct json_object *doc = ctl_document_profile_check();
	int code = CTL_EXIT_OK;

	for (int i = 0; i < n; i++)
		code = ctl_exit_worse(code, ctl_profile_check(doc, args[i]));
	print(call, doc, ctl_render_profile_check);
	return code;
}

/* "/x/My Speaker (2).ndjson" -> "my-speaker-2": what is no letter or digit is a border between words. */
static void name_from(const char *path, char *buf, size_t size)
{
	const char *base = strrchr(path, '/');
	size_t n = 0, len;

	base = base ? base + 1 : path;
	len = strrchr(base, '.') && strrchr(base, '.') != base ? (size_t)(strrchr(base, '.') - base)
							       : strlen(base);
	for (size_t i = 0; i < len && n + 1 < size; i++) {
		char c = base[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf[n++] = c;
		else if (n && buf[n - 1] != '-')
			buf[n++] = '-';
	}
	while (n && buf[n - 1] == '-')
		n--;
	buf[n] = '\0';
}

/* Where the text goes decides the name, if nobody says another. */
static int take_name(const struct ctl_call *call, const char *recording, char *buf, size_t size)
{
	const char *output = ctl_given(call, "output"), *name = ctl_given(call, "name"), *base;
	char expected[CD_PROFILE_NAME_MAX + 16];

	if (name)
		snprintf(buf, size, "%s", name);
	else
		name_from(output ? output : recording, buf, size);
	if (!cd_profile_name_valid(name ? name : buf))
		return ctl_usage(call, "--name: a profile's name is 1 to %d of a-z, 0-9 and -, not “%s”",
			CD_PROFILE_NAME_MAX, name ? name : buf);
	if (!output)
		return 0;
	base = strrchr(output, '/');
	snprintf(expected, sizeof(expected), "%s.profile", buf);
	if (!cd_streq(base ? base + 1 : output, expected))
		return ctl_usage(
			call, "--output: the file's name is the profile's: %s, not “%s”", expected, output);
	return 0;
}

static int take_words(struct ctl_call *call, const char *recording, struct cd_event_note *note)
{
	const char *at = ctl_given(call, "at"), *category = ctl_given(call, "category");

	if (cd_streq(recording, "-"))
		return ctl_usage(call, "profile learn reads its file twice: give it a name, not -");
	for (size_t i = 0; i < call->n_given; i++)
		if (cd_streq(call->given[i].option->name, "note") &&
			ctl_note_parse(call, (char *)call->given[i].arg, note)) /* of argv: ours to cut */
			return CTL_EXIT_USAGE;
	if (at && !cd_streq(at, "source") && !cd_streq(at, "device"))
		return ctl_usage(call, "--at is source or device, not “%s”", at);
	if (at)
		note->position = cd_position_from_string(at);
	if (category && !cd_profile_name_valid(category))
		return ctl_usage(call, "--category is one word of a-z, 0-9 and -, not “%s”", category);
	return 0;
}

static int write_output(const struct ctl_call *call, const char *text)
{
	const char *path = ctl_given(call, "output");
	bool force = ctl_given(call, "force");
	FILE *f;
	int fd;

	if (!path) {
		fputs(text, call->out.f);
		return CTL_EXIT_OK;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL), 0666);
	f = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!f) {
		ctl_say("Failed to write %s: %s%s", path, strerror(errno),
			errno == EEXIST ? "; --force overwrites it" : "");
		return CTL_EXIT_FILE;
	}
	fputs(text, f);
	if (fclose(f) == 0)
		return CTL_EXIT_OK;
	ctl_say("Failed to write %s: %s", path, strerror(errno));
	return CTL_EXIT_FILE;
}

static int learn(struct ctl_call *call, char **args, int n)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	struct cd_profiles profiles = { .n = 0 };
	char name[CD_PROFILE_NAME_MAX + 1];
	CD_FREE char *text = NULL;
	int r = take_words(call, args[0], &note);

	(void)n;
	r = r ? r : take_name(call, args[0], name, sizeof(name));
	if (r)
		return r;
	ctl_profiles_merge(&call->env, &profiles);
	r = ctl_learn(args[0],
		&(struct ctl_learn_options){ .judge = { .profiles = &profiles, .note = &note },
			.name = name,
			.title = ctl_given(call, "title"),
			.category = ctl_given(call, "category") },
		&text);
	cd_profiles_done(&profiles);
	return r ? r : write_output(call, text);
}

static const struct {
	const char *name, *args;
	int min_args, max_args; /* max −1: any number */
	bool json, options;
	int (*run)(struct ctl_call *call, char **args, int n);
} words[] = {
	{ "list", "nothing", 0, 0, true, false, list },
	{ "show", "NAME or a file with a / in its name", 1, 1, true, false, show },
	{ "validate", "FILE…", 1, -1, true, false, validate },
	{ "learn", "FILE", 1, 1, false, true, learn },
};

static int run(struct ctl_call *call)
{
	const char *word = call->args[0];
	int n = call->n_args - 1;

	for (size_t i = 0; i < CD_ELEMENTSOF(words); i++) {
		if (!cd_streq(words[i].name, word))
			continue;
		if (n < words[i].min_args || (words[i].max_args >= 0 && n > words[i].max_args))
			return ctl_usage(call, "profile %s takes %s", word, words[i].args);
		if (call->json && !words[i].json)
			return ctl_usage(call, "profile %s does not take --json", word);
		if (call->n_given && !words[i].options)
			return ctl_usage(
				call, "profile %s does not take --%s", word, call->given[0].option->name);
		return words[i].run(call, call->args + 1, n);
	}
	return ctl_usage(call, "profile list, show, validate or learn, not “%s”", word);
}

const struct ctl_verb ctl_verb_profile = {
	.name = "profile",
	.args = "WORD [ARGUMENT]…",
	.help = "list, show, check or learn what devices are",
	.text = "list                the profiles there are, by category, and their directories\n"
		"show NAME|FILE      every value of one and its source; a FILE has a / in it\n"
		"validate FILE…      what is wrong with profile files, line by line\n"
		"learn FILE          a profile from the recording or table of a good charge\n\n"
		"learn judges FILE as analyze does, and learns from a charge that went well:\n"
		"the current, the current at which it ended, and, when it was seen from a low\n"
		"battery (--note battery=low) to its end, energy and time. What it does not\n"
		"show is left out, and a comment says why.\n\n"
		"Exit code: 0; 4 learn: no good charge, or nothing to learn from it; 5 a file\n"
		"cannot be read or is malformed. Unknown keys are warnings.",
	.takes = CTL_TAKES_JSON,
	.options = options,
	.min_args = 1,
	.max_args = -1,
	.run = run,
};
