/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See judge.h.
 *
 *     file ─► events ─► router ─► engine of each port ─► entries of its sessions ─► one document
 *                ▲ what the command line says, as notes
 */

#include "exit.h"
#include "file-events.h"
#include "judge.h"
#include "verb.h"

struct judge {
	const char *path;
	const struct ctl_judge_options *options;
	struct cd_file_events *file;
	struct cd_router *router;
	struct json_object *sessions;
	struct json_object
		*bare; /* the entry of a port without a session: stands in where there is no other */
	int bare_kind;
	uint64_t left_out;
};

static void keep(struct judge *j, struct json_object *entry)
{
	if (json_object_array_length(j->sessions) >= CTL_JUDGE_SESSIONS_MAX) {
		j->left_out++;
		json_object_put(entry);
	} else if (json_object_array_add(j->sessions, entry) < 0) {
		ctl_no_memory();
	}
}

/* What a person plugs a device into says most when nothing was plugged in: a meter, a Type-C port, a supply.
 * */
static void keep_bare(struct judge *j, const struct cd_engine *e)
{
	struct json_object *entry;

	if (j->bare && (int)cd_engine_kind(e) >= j->bare_kind)
		return;
	if (cd_engine_analyze(e, &entry) < 0)
		ctl_no_memory();
	json_object_put(j->bare);
	j->bare = entry;
	j->bare_kind = cd_engine_kind(e);
}

/* Of several sessions in one file the one that gave most is what was meant; the others are plugs that were tried. */
static void consider(struct judge *j, const struct cd_engine *e)
{
	struct ctl_run *run = j->options->run;
	struct cd_summary s;

	if (!run)
		return;
	cd_summary_of(e, &s);
	run->sessions += s.exists;
	if (!run->summary.verdict || s.exists > run->summary.exists ||
		(s.exists == run->summary.exists && s.energy_uwh > run->summary.energy_uwh))
		run->summary = s;
}

/* The end of what is known of a port: an open session is judged as it stands. */
static void keep_last(struct judge *j, const struct cd_engine *e)
{
	struct cd_session_info info;
	struct json_object *entry;

	cd_engine_session(e, &info);
	if (info.number == 0 || info.open)
		consider(j, e);
	if (info.number == 0) {
		keep_bare(j, e);
	} else if (info.open) {
		if (cd_engine_analyze(e, &entry) < 0)
			ctl_no_memory();
		keep(j, entry);
	}
}

static void take_changes(struct judge *j)
{
	struct cd_change change;

	while (cd_router_next_change(j->router, &change)) {
		struct json_object *entry = cd_engine_ended(change.engine);

		if ((change.what & CD_CHANGE_SESSION_ENDED) && entry) {
			keep(j, json_object_get(entry));
			consider(j, change.engine);
		}
		if (change.what & CD_CHANGE_REMOVED)
			keep_last(j, change.engine);
	}
}

static int feed(struct judge *j, const struct cd_event *ev)
{
	/* First what is due before it: a session that ended is looked at before the next one begins. */
	int r = cd_router_advance(j->router, cd_event_awake_us(ev));

	if (r < 0)
		return r;
	take_changes(j);
	r = cd_router_feed(j->router, ev);
	take_changes(j);
	return r < 0 ? r : 0; /* what was dropped is counted, and said at the end */
}

static bool says_something(const struct cd_event_note *n)
{
	return n->profile || n->led || n->cable || n->adapter || n->label || (int)n->position >= 0 ||
	       (int)n->battery >= 0 || cd_known(n->adapter_uw);
}

/* The words of the command line, again after every note of the recording: who asks now knows better. */
static int feed_note(struct judge *j, const struct cd_event *after)
{
	struct cd_event ev = { .t_us = after->t_us, .type = CD_EVENT_NOTE, .input = after->input };
	const struct cd_input *input;

	if ((after->type != CD_EVENT_ADDED && after->type != CD_EVENT_NOTE) || !after->input)
		return 0;
	input = cd_router_find_input(j->router, after->input);
	if (!input)
		return 0;
	ev.note = *j->options->note;
	if (input->added.kind != CD_INPUT_METER)
		ev.note.position = _CD_POSITION_INVALID;
	if (input->added.kind > CD_INPUT_TYPEC || !says_something(&ev.note))
		return 0;
	return feed(j, &ev);
}

static void learn_serials(struct judge *j, const struct cd_event *ev)
{
	const char *s = NULL;

	if (ev->type == CD_EVENT_ADDED)
		s = ev->added.serial;
	else if (ev->type == CD_EVENT_ATTRIBUTES)
		s = cd_attributes_get(ev->attributes, "serial_number");
	if (s)
		(void)ctl_mask_learn(
			j->options->mask, s, strlen(s)); /* too short to hide is too short to tell */
	if (ev->type == CD_EVENT_ADDED && ev->added.kind == CD_INPUT_METER)
		ctl_mask_learn_name(j->options->mask, ev->input);
}

static int read_events(struct judge *j)
{
	struct cd_event ev;
	int r;

	while ((r = cd_file_events_next(j->file, &ev)) > 0) {
		if (j->options->mask)
			learn_serials(j, &ev);
		if (feed(j, &ev) < 0 || feed_note(j, &ev) < 0)
			ctl_no_memory();
	}
	return r;
}

static int set_up(struct judge *j)
{
	static const struct cd_settings settings = CD_SETTINGS_DEFAULT;
	enum cd_grouping grouping;
	CD_FREE char *name = NULL;
	int r;

	r = cd_router_new(&settings, j->options->profiles, &j->router);
	if (r >= 0)
		r = cd_file_events_grouping(j->file, &grouping, &name);
	if (r >= 0)
		r = cd_router_set_grouping(j->router, grouping, name);
	return r;
}

/* By start, then port: entries of several ports come in the order in which their sessions ended. */
static int by_start(const void *a, const void *b)
{
	struct json_object *x = *(struct json_object *const *)a, *y = *(struct json_object *const *)b;
	int64_t s = ctl_json_int(x, "start_us"), t = ctl_json_int(y, "start_us");
	const char *p = ctl_json_string(x, "port"), *q = ctl_json_string(y, "port");

	if (s != t)
		return s < t ? -1 : 1;
	return strcmp(p ? p : "", q ? q : "");
}

static void warn(const struct judge *j, uint64_t n, const char *what)
{
	if (n)
		ctl_say("%s: %llu %s", j->path, (unsigned long long)n, what);
}

static void say_warnings(const struct judge *j)
{
	struct cd_recording_stats s;
	struct cd_router_stats router;

	cd_file_events_stats(j->file, &s);
	cd_router_stats(j->router, &router);
	if (s.truncated)
		ctl_say("%s: the last line has no end and was left out", j->path);
	warn(j, s.skipped, "events, keys or values were skipped: unknown here, or out of range");
	warn(j, router.unknown_input, "events of inputs that were never added were left out");
	warn(j, router.late, "events came after later ones, and were taken at that time");
	warn(j, router.refused, "events were left out: more inputs or ports than can be told apart");
	warn(j, j->left_out, "more sessions are not listed");
}

static void keep_nothing(struct judge *j)
{
	struct json_object *entry;

	if (cd_engine_analyze_nothing(&entry) < 0)
		ctl_no_memory();
	keep(j, entry);
}

/* A name with a slip of the pen would else be taken for a device of which nothing is known. */
static void say_unknown_profiles(const struct judge *j, struct json_object *doc)
{
	struct json_object *sessions = ctl_json_array(doc, "sessions");
	const char *before = NULL;

	for (size_t i = 0; i < ctl_json_length(sessions); i++) {
		struct json_object *s = json_object_array_get_idx(sessions, i);
		const char *name = ctl_json_string(s, "profile");

		if (!ctl_json_is(s, "profile_known", false) || cd_streq(name, before))
			continue;
		ctl_say("%s: no profile “%s” is installed: nothing of the device is known; “chargectl profile list” "
			"names those there are",
			j->path, name);
		before = name;
	}
}

static struct json_object *finish(struct judge *j)
{
	struct json_object *doc;

	for (size_t i = 0; i < cd_router_n_ports(j->router); i++)
		keep_last(j, cd_router_port(j->router, i));
	if (json_object_array_length(j->sessions) == 0 && j->bare)
		keep(j, CD_TAKE(j->bare));
	if (json_object_array_length(j->sessions) == 0)
		keep_nothing(j);
	json_object_array_sort(j->sessions, by_start);
	doc = cd_analysis_document(j->path, CD_TAKE(j->sessions));
	if (!doc)
		ctl_no_memory();
	return doc;
}

static int run(struct judge *j, struct json_object **ret)
{
	const char *error;
	int r = set_up(j);

	if (r >= 0)
		r = read_events(j);
	if (r < 0) {
		error = cd_file_events_error(j->file);
		if (error)
			ctl_say("%s", error);
		else
			ctl_say("Failed to read %s: %s", j->path, strerror(-r));
		return r;
	}
	say_warnings(j);
	*ret = finish(j);
	say_unknown_profiles(j, *ret);
	return 0;
}

int ctl_judge_file(const char *path, const struct ctl_judge_options *o, struct json_object **ret)
{
	struct judge j = { .path = path, .options = o };
	int r;

	r = cd_file_events_open(path, NULL, &j.file);
	if (r < 0) {
		ctl_say("Failed to read %s: %s", path, strerror(-r));
		return r;
	}
	j.sessions = json_object_new_array();
	if (!j.sessions)
		ctl_no_memory();
	r = run(&j, ret);
	json_object_put(j.sessions);
	json_object_put(j.bare);
	(void)cd_router_free(j.router);
	(void)cd_file_events_close(j.file);
	return r;
}

static bool has_symptom(struct json_object *session, const char *id)
{
	struct json_object *list = ctl_json_array(session, "symptoms");

	for (size_t i = 0; i < ctl_json_length(list); i++)
		if (cd_streq(ctl_json_element(list, i), id))
			return true;
	return false;
}

/* A device that drains while it is plugged in is at fault, though its charging as such is well. */
static enum ctl_exit session_code(struct json_object *session)
{
	struct json_object *v = ctl_json_object(session, "verdict");
	const char *class = ctl_json_string(v, "class"), *cause = ctl_json_string(v, "cause");

	if (cd_streq(class, "ok"))
		return has_symptom(session, "draining") ? CTL_EXIT_FAULT : CTL_EXIT_OK;
	if (!class || (cd_streq(class, "undecided") && !cd_streq(cause, "cable-or-adapter")))
		return CTL_EXIT_INCONCLUSIVE;
	return CTL_EXIT_FAULT;
}

int ctl_judge_code(struct json_object *doc)
{
	struct json_object *sessions = ctl_json_array(doc, "sessions");
	enum ctl_exit code = ctl_json_length(sessions) ? CTL_EXIT_OK : CTL_EXIT_INCONCLUSIVE;

	for (size_t i = 0; i < ctl_json_length(sessions); i++)
		code = ctl_exit_worse(code, session_code(json_object_array_get_idx(sessions, i)));
	return code;
}
