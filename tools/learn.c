/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See learn.h.
 *
 *     file ─► analysis ─► the session that went well ─► values, or the reason why not ─► text ─► read back
 *       └───► scan: date, notes, the current where the charge ended
 *
 * A profile that says too little costs a hint; one that says something wrong makes false alarms of every later charge:
 * each value has its own conditions.
 */

#include <math.h>
#include <stdio.h>

#include "exit.h"
#include "learn-scan.h"
#include "learn.h"
#include "profile-values.h"
#include "units.h"
#include "verb.h"

#define MINUTE_US INT64_C(60000000)
#define NOTE_LATE_US (10 * MINUTE_US) /* "low" said later is no word about the start */
#define FULL_MAX_US (60 * MINUTE_US)  /* beyond, what an idle device takes counts as energy of its charge */
#define SAFE_5V_UV 5500000            /* vSafe5V ends here (USB Type-C 2.0 §4.4) */

struct learning {
	const char *path;
	const struct ctl_learn_options *options;
	struct json_object *session;
	struct ctl_learn_scan scan;
	bool low_at_start; /* the command line says so */
	FILE *out;
	unsigned n; /* values that were learned */
};

/* Sessions */

static bool went_well(struct json_object *session)
{
	const char *cause = ctl_json_string(ctl_json_object(session, "verdict"), "cause");

	return cd_streq(cause, "charging") || cd_streq(cause, "full");
}

/* What is true of a session beside its verdict, and makes it no example. */
static const char *blemish(struct json_object *session)
{
	static const char *const ids[] = { "draining", "contradiction", "over-current-event", "under-voltage",
		"over-voltage" };
	struct json_object *list = ctl_json_array(session, "symptoms");

	for (size_t i = 0; i < ctl_json_length(list); i++)
		for (size_t k = 0; k < CD_ELEMENTSOF(ids); k++)
			if (cd_streq(ctl_json_element(list, i), ids[k]))
				return ids[k];
	return NULL;
}

static bool has_symptom(struct json_object *session, const char *id)
{
	struct json_object *list = ctl_json_array(session, "symptoms");

	for (size_t i = 0; i < ctl_json_length(list); i++)
		if (cd_streq(ctl_json_element(list, i), id))
			return true;
	return false;
}

/* Of several good ones that with the most energy: it shows the most. */
static struct json_object *best_session(struct json_object *doc)
{
	struct json_object *sessions = ctl_json_array(doc, "sessions"), *best = NULL;
	int64_t most = -1;

	for (size_t i = 0; i < ctl_json_length(sessions); i++) {
		struct json_object *s = json_object_array_get_idx(sessions, i);
		int64_t energy = ctl_json_int(s, "energy_uwh");

		if (!went_well(s) || blemish(s))
			continue;
		energy = cd_known(energy) ? energy : 0;
		if (energy > most) {
			most = energy;
			best = s;
		}
	}
	return best;
}

static int refuse(const struct learning *l, struct json_object *doc)
{
	struct json_object *s = json_object_array_get_idx(ctl_json_array(doc, "sessions"), 0);
	const char *cause = ctl_json_string(ctl_json_object(s, "verdict"), "cause");

	if (s && went_well(s))
		ctl_say("%s: no good charge to learn from: it has the symptom %s", l->path, blemish(s));
	else
		ctl_say("%s: no good charge to learn from: the verdict is %s, not charging or full; "
			"“chargectl analyze” says why",
			l->path, cause ? cause : "unknown");
	return CTL_EXIT_INCONCLUSIVE;
}

static int64_t phase_start(struct json_object *session, const char *phase)
{
	struct json_object *list = ctl_json_array(session, "phases");

	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *p = json_object_array_get_idx(list, i);

		if (cd_streq(ctl_json_string(p, "phase"), phase))
			return ctl_json_int(p, "start_us");
	}
	return CD_UNKNOWN;
}

/* Writing */

static void CD_PRINTF(2, 3) comment(struct learning *l, const char *fmt, ...)
{
	va_list ap;

	fputs("# ", l->out);
	va_start(ap, fmt);
	vfprintf(l->out, fmt, ap);
	va_end(ap);
	fputc('\n', l->out);
}

static void put(struct learning *l, const char *key, int64_t micro, const char *unit)
{
	char text[CTL_QUANTITY_MAX];

	ctl_quantity_exact(micro, unit, text, sizeof(text));
	*strchr(text, ' ') = '='; /* "1.5 A": files have no blank there */
	fprintf(l->out, "%s=%.*s%s\n", key, (int)strcspn(text, "="), text, strchr(text, '=') + 1);
	l->n++;
}

/* Two digits: a meter errs by about 1 %, and one charge differs from the next by more. */
static int64_t two_digits(int64_t micro)
{
	int64_t step = 1;

	while (micro / step >= 100)
		step *= 10;
	return (micro + step / 2) / step * step;
}

/* Values */

/* What a computer's port allows (0.1 and 0.5 A: USB 2.0 §7.2.1; 0.9 A: USB 3.2 §11.4.1), and the smallest adapters
 * (1 A): then it was the port's current, not the device's. */
static bool port_limit(int64_t ua)
{
	static const int64_t limits_ua[] = { 100000, 500000, 900000, 1000000 };

	for (size_t i = 0; i < CD_ELEMENTSOF(limits_ua); i++)
		if (llabs(ua - limits_ua[i]) <= limits_ua[i] / 20)
			return true;
	return false;
}

static void put_current(struct learning *l, int64_t ua)
{
	comment(l, "The highest that flowed. From a stronger adapter the device may take more: then correct "
		   "this.");
	put(l, "RatedCurrent", two_digits(ua), "uA");
}

/* Without the moment of the plug the charge may have been on its way down already. */
static bool plug_seen(const struct learning *l)
{
	return cd_known(ctl_json_int(ctl_json_object(l->session, "voltage_uv"), "no_load"));
}

static void learn_current(struct learning *l)
{
	int64_t ua = ctl_json_int(ctl_json_object(l->session, "current_ua"), "sustained");
	int64_t uv = ctl_json_int(ctl_json_object(l->session, "voltage_uv"), "mean");
	double watts = cd_known(ua) && cd_known(uv) ? (double)ua / 1e6 * ((double)uv / 1e6) : 0;

	if (!cd_known(ua) || ua < CD_PROFILE_UA_MIN || ua > CD_PROFILE_UA_MAX)
		comment(l, "RatedCurrent is left out: no current was measured that held for 3 s.");
	else if (!plug_seen(l) || !cd_known(phase_start(l->session, "constant-current")))
		comment(l, "RatedCurrent is left out: it was not seen from the plug to its full current.");
	else if (cd_known(uv) && uv > SAFE_5V_UV)
		comment(l, "RatedCurrent is left out: it charged at %.1f V, at 5 V more may flow.",
			(double)uv / 1e6);
	else if (port_limit(ua))
		comment(l, "RatedCurrent is left out: %.2f A is what a weak port allows, it may take more.",
			(double)ua / 1e6);
	else if (cd_known(l->scan.adapter_uw) && watts > 0.9 * (double)l->scan.adapter_uw / 1e6)
		comment(l, "RatedCurrent is left out: the adapter gave all it is rated for, the device may "
			   "take more.");
	else if (cd_streq(l->options->category, "board"))
		comment(l, "RatedCurrent is left out: what a board used is not what it is rated for.");
	else
		put_current(l, ua);
	if (cd_known(uv) && uv > SAFE_5V_UV) {
		fputs("FastCharge=yes\n", l->out);
		l->n++;
	}
}

/* Why what was counted is not a charge from empty to full; NULL: it is. */
static const char *not_whole(const struct learning *l)
{
	int64_t start = ctl_json_int(l->session, "start_us");
	bool noted = cd_known(l->scan.low_us) && cd_known(start) && l->scan.low_us <= start + NOTE_LATE_US;

	if (!noted && !l->low_at_start)
		return "nobody said that the battery was low at the start (--note battery=low)";
	if (!plug_seen(l))
		return "the device was plugged in before the recording began";
	if (!cd_known(phase_start(l->session, "done")))
		return "the recording ends before the charge does";
	if (l->scan.gaps || has_symptom(l->session, "meter-stalled"))
		return "the recording has gaps";
	return NULL;
}

static void learn_energy(struct learning *l, const char *why)
{
	int64_t uwh = ctl_json_int(l->session, "energy_uwh"), full = ctl_json_int(l->session, "full_us");

	if (!why && (!cd_known(uwh) || uwh < CD_PROFILE_UWH_MIN))
		why = "volts and amperes were not both measured";
	if (!why && cd_known(full) && full > FULL_MAX_US)
		why = "it stayed plugged in for more than an hour after it was full";
	if (why)
		comment(l, "Energy is left out: %s.", why);
	else
		put(l, "Energy", two_digits(uwh), "uWh");
}

/* The next charge takes a little less or more: the battery is warmer, older, or less empty. */
static void learn_time(struct learning *l, const char *why)
{
	int64_t start = ctl_json_int(l->session, "start_us"), done = phase_start(l->session, "done");
	int64_t minutes = why ? 0 : (done - start) / MINUTE_US, step = minutes >= 60 ? 5 : 1;

	if (!why && minutes < 2)
		why = "the charge took less than two minutes";
	if (why) {
		comment(l, "ChargeTime is left out: %s.", why);
		return;
	}
	fprintf(l->out, "ChargeTime=%lldmin-%lldmin\n", (long long)(minutes * 9 / 10 / step * step),
		(long long)((minutes * 11 / 10 + step) / step * step));
	l->n++;
}

static void learn_termination(struct learning *l)
{
	const struct ctl_learn_scan *s = &l->scan;
	const char *why = NULL;

	if (!cd_known(phase_start(l->session, "done")))
		why = "the charge did not end";
	else if (s->n_meters != 1)
		why = "there is not exactly one meter";
	else if (!cd_known(s->before_ua) || !cd_known(s->after_ua) || s->before_ua < CD_PROFILE_UA_MIN)
		why = "the current around the end was not measured";
	else if (s->after_ua > s->before_ua / 2)
		why = "the current faded out without an edge";
	if (why)
		comment(l, "Termination is left out: %s.", why);
	else
		put(l, "Termination", two_digits(s->before_ua), "uA");
}

/* The file's own name, fit to stand in a text value: a “;” behind a blank would begin a comment there. */
static void put_source(struct learning *l)
{
	const char *base = strrchr(l->path, '/');
	char name[120];

	ctl_text_clean(base ? base + 1 : l->path, name, sizeof(name));
	for (char *p = name; *p; p++)
		if (*p == ';' || (unsigned char)*p < 0x20)
			*p = '?';
	fprintf(l->out, "Source=measured: %s%s%s\n", name, l->scan.date[0] ? ", " : "", l->scan.date);
}

static void put_profile(struct learning *l)
{
	const struct ctl_learn_options *o = l->options;
	const char *why = not_whole(l);

	comment(l, "Learned from one charge by “chargectl profile learn”. What one charge shows is no data "
		   "sheet:");
	comment(l, "read it, correct it, and save it as /etc/chargediag/profiles/%s.profile.", o->name);
	fprintf(l->out, "\n[profile]\nTitle=%s\n", o->title ? o->title : o->name);
	if (o->category)
		fprintf(l->out, "Category=%s\n", o->category);
	learn_current(l);
	learn_energy(l, why);
	learn_time(l, why);
	learn_termination(l);
	put_source(l);
}

/* What we write, we can read: a title may still hold what a profile cannot. */
static int read_back(const struct learning *l, const char *text, size_t len)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *p = NULL;
	const char *title = l->options->title ? l->options->title : l->options->name;
	struct cd_complaint c = { 0 };
	size_t n = 0;
	int r = cd_profile_parse(l->options->name, text, len, &c, 1, &n, &p);

	if (r == -ENOMEM)
		ctl_no_memory();
	if (n == 0 && p && cd_profile_check(p, &c, 1) == 0 && cd_streq(p->title, title))
		return 0;
	ctl_say("A profile cannot hold this title or name: %s",
		c.text[0] ? c.text : "no blank at its ends, no “ ;” in it");
	return CTL_EXIT_USAGE;
}

static int write_text(struct learning *l, char **ret)
{
	CD_FREE char *text = NULL;
	size_t len = 0;
	int r;

	l->out = open_memstream(&text, &len);
	if (!l->out)
		ctl_no_memory();
	put_profile(l);
	if (fclose(l->out) != 0)
		ctl_no_memory();
	r = read_back(l, text, len);
	if (r == 0)
		*ret = CD_TAKE(text);
	return r;
}

/* "Low" is of the start: at the end, where the verdict is drawn, it would speak against a full battery. */
static int judge(struct learning *l, struct json_object **ret)
{
	struct ctl_judge_options options = l->options->judge;
	struct cd_event_note note = *options.note;

	l->low_at_start = note.battery == CD_BATTERY_EMPTY || note.battery == CD_BATTERY_LOW;
	if (l->low_at_start || cd_known(l->scan.low_us))
		note.battery = CD_BATTERY_UNKNOWN;
	options.note = &note;
	return ctl_judge_file(l->path, &options, ret);
}

/* A file that cannot be read fails in judge() first, which says where; here it may only have changed since. */
static int scan(struct learning *l, int64_t edge_us)
{
	int r = ctl_learn_scan(l->path, edge_us, &l->scan);

	if (r < 0 && l->session)
		ctl_say("Failed to read %s again: %s", l->path, strerror(-r));
	return r < 0 ? CTL_EXIT_FILE : 0;
}

int ctl_learn(const char *path, const struct ctl_learn_options *o, char **ret)
{
	CTL_JSON struct json_object *doc = NULL;
	struct learning l = { .path = path, .options = o };
	CD_FREE char *text = NULL;
	int r;

	(void)scan(&l, CD_UNKNOWN);
	if (judge(&l, &doc) < 0)
		return CTL_EXIT_FILE;
	l.session = best_session(doc);
	if (!l.session)
		return refuse(&l, doc);
	r = scan(&l, phase_start(l.session, "done"));
	if (cd_known(o->judge.note->adapter_uw))
		l.scan.adapter_uw = o->judge.note->adapter_uw;
	r = r ? r : write_text(&l, &text);
	if (r)
		return r;
	if (l.n == 0) {
		ctl_say("%s: a good charge, but it shows nothing that a profile holds", path);
		fputs(text, stderr);
		return CTL_EXIT_INCONCLUSIVE;
	}
	*ret = CD_TAKE(text);
	return CTL_EXIT_OK;
}
