/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One port for people: what is plugged, what flows, what is wrong and what to do first, in at most
 * six lines.
 *
 *     port1     USB-C, PD, sink                 constant-current, 6 min
 *       battery    63 %, discharging, −8.40 W (measured, 2 s ago)
 *       contract   20.00 V × 1.50 A = 30.0 W (negotiated, not measured), offer up to 30.0 W (advertised)
 *       firmware   says: slow charging
 *       WEAK ADAPTER (0.92)  the device draws about 38.4 W, the charger agreed to 30.0 W
 *       → use a charger of 45 W or more                           more: chargectl explain port1
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"
#include "words.h"

#define LINES_MAX 6 /* of one port */
#define WHAT_WIDTH 38

/* One port being printed. */
struct sheet {
	const struct ctl_out *out;
	struct json_object *port, *readings, *states;
	int lines; /* left for what flows */
};

static void annotate(const struct ctl_out *out, const char *kind, int64_t age_us)
{
	char age[CTL_QUANTITY_MAX];

	fputs(" (", out->f);
	ctl_text_put(out, ctl_words_kind(kind));
	/* A contract or an offer holds until the next one: its age says nothing. */
	if (cd_known(age_us) && (cd_streq(kind, "measured") || cd_streq(kind, "estimated")))
		fprintf(out->f, ", %s ago", ctl_duration(age_us, age, sizeof(age)));
	fputc(')', out->f);
}

static struct json_object *reading(const struct sheet *s, const char *name)
{
	struct json_object *r = ctl_json_object(s->readings, name);

	return cd_known(ctl_json_int(r, "value")) ? r : NULL;
}

static void put_quantity(const struct sheet *s, struct json_object *r)
{
	char text[CTL_QUANTITY_MAX];

	ctl_text_put(s->out,
		ctl_quantity_int(ctl_json_int(r, "value"), ctl_json_string(r, "unit"), text, sizeof(text)));
}

static void put_annotation(const struct sheet *s, struct json_object *r)
{
	annotate(s->out, ctl_json_string(r, "kind"), ctl_json_int(r, "age_us"));
}

/* "V × I = P (kind, age)" of what is known of the three; they get one note when they are known the same way.
 * */
static void put_product(const struct sheet *s, const char *const names[3])
{
	static const char *const before[] = { "", " × ", " = " };
	struct json_object *last = NULL;
	bool same = true;

	for (int i = 0; i < 3; i++) {
		struct json_object *r = reading(s, names[i]);

		if (r && last && !cd_streq(ctl_json_string(r, "kind"), ctl_json_string(last, "kind")))
			same = false;
		last = r ? r : last;
	}
	last = NULL;
	for (int i = 0; i < 3; i++) {
		struct json_object *r = reading(s, names[i]);

		if (!r)
			continue;
		fputs(last ? before[i] : "", s->out->f);
		put_quantity(s, r);
		if (!same)
			put_annotation(s, r);
		/* The oldest of them dates them all. */
		if (!last || ctl_json_int(r, "age_us") > ctl_json_int(last, "age_us"))
			last = r;
	}
	if (same && last)
		put_annotation(s, last);
}

static bool begin(struct sheet *s, const char *label)
{
	if (s->lines <= 0)
		return false;
	s->lines--;
	fprintf(s->out->f, "  %-10s ", label);
	return true;
}

static void put_battery(struct sheet *s)
{
	static const char *const flow[] = { "battery-power", "battery-current", "battery-voltage" };
	const char *status = ctl_json_string(s->states, "battery-status"), *between = "";
	struct json_object *capacity = reading(s, "battery-capacity"), *r = NULL;

	for (size_t i = 0; i < CD_ELEMENTSOF(flow) && !r; i++)
		r = reading(s, flow[i]);
	if ((!capacity && !r) || !begin(s, "battery"))
		return;
	if (capacity) {
		put_quantity(s, capacity);
		between = ", ";
	}
	if (status) {
		char word[32];

		/* The kernel's own word ("Not charging"), as a word among others. */
		ctl_text_clean(status, word, sizeof(word));
		if (word[0] >= 'A' && word[0] <= 'Z')
			word[0] += 'a' - 'A';
		fprintf(s->out->f, "%s%s", between, word);
		between = ", ";
	}
	if (r) {
		fputs(between, s->out->f);
		put_quantity(s, r);
		put_annotation(s, r);
	}
	fputc('\n', s->out->f);
}

static void put_flow(struct sheet *s)
{
	static const char *const names[] = { "vbus", "ibus", "power" };

	if ((!reading(s, "vbus") && !reading(s, "ibus") && !reading(s, "power")) || !begin(s, "flow"))
		return;
	put_product(s, names);
	fputc('\n', s->out->f);
}

static void put_contract(struct sheet *s)
{
	static const char *const names[] = { "contract-voltage", "contract-current", "contract-power" };
	struct json_object *offer = reading(s, "offer-power"), *limit = reading(s, "input-limit");
	bool contract = reading(s, names[0]) || reading(s, names[1]) || reading(s, names[2]);

	if ((!contract && !offer && !limit) || !begin(s, contract ? "contract" : offer ? "offer" : "limit"))
		return;
	if (contract)
		put_product(s, names);
	if (offer) {
		fputs(contract ? ", offer up to " : "up to ", s->out->f);
		put_quantity(s, offer);
		put_annotation(s, offer);
	}
	if (limit) {
		fputs(contract || offer ? ", input limit " : "", s->out->f);
		put_quantity(s, limit);
		put_annotation(s, limit);
	}
	fputc('\n', s->out->f);
}

static bool has_symptom(struct json_object *port, const char *id)
{
	struct json_object *list = ctl_json_array(port, "symptoms");

	for (size_t i = 0; i < ctl_json_length(list); i++)
		if (cd_streq(ctl_json_element(list, i), id))
			return true;
	return false;
}

/* That it is slow, and when it will be full: one line, for there are only six. */
static void put_progress(struct sheet *s)
{
	bool slow = has_symptom(s->port, "slow-by-firmware");
	char text[CTL_TEXT_MAX] = "";

	if (!ctl_render_to_full(ctl_json_object(s->port, "session"), text, sizeof(text)) && !slow)
		return;
	if (!begin(s, slow ? "firmware" : "charge"))
		return;
	fprintf(s->out->f, "%s%s%s\n", slow ? "says: slow charging" : "", slow && *text ? "; " : "", text);
}

/* "WEAK ADAPTER (0.92)"; an undecided verdict has no confidence worth a number. */
static void put_class(const struct ctl_out *out, struct json_object *verdict, bool urgent)
{
	double confidence = ctl_json_double(verdict, "confidence");
	char words[80], text[120], share[CTL_CONFIDENCE_MAX];

	ctl_words_headline(verdict, words, sizeof(words));
	if (isfinite(confidence) && confidence > 0)
		snprintf(text, sizeof(text), "%s%s (%s)", urgent ? "UNPLUG NOW: " : "", words,
			ctl_confidence(confidence, share, sizeof(share)));
	else
		snprintf(text, sizeof(text), "%s%s", urgent ? "UNPLUG NOW: " : "", words);
	ctl_text_styled(out, urgent ? CTL_BAD : ctl_words_style(verdict), text);
}

/* Beside what the cause says itself: the symptoms that a person would otherwise miss. */
static void put_symptoms(const struct sheet *s)
{
	struct json_object *list = ctl_json_array(s->port, "symptoms");
	const char *before = "  [";

	for (size_t i = 0; i < ctl_json_length(list); i++) {
		const char *id = ctl_json_element(list, i);

		if (cd_streq(id, "slow-by-firmware"))
			continue;
		fputs(before, s->out->f);
		ctl_text_put(s->out, id);
		before = ", ";
	}
	if (*before == ',')
		fputc(']', s->out->f);
}

static void put_sentence(const struct ctl_out *out, const char *text)
{
	char buf[CTL_TEXT_MAX];

	snprintf(buf, sizeof(buf), "%.*s", (int)ctl_text_sentence(text), text);
	ctl_text_put(out, buf);
}

static void put_verdict(const struct sheet *s)
{
	struct json_object *verdict = ctl_json_object(s->port, "verdict");
	const char *remedy = ctl_json_element(ctl_json_array(s->port, "remedies"), 0);
	const char *test = ctl_json_string(s->port, "next_test");
	bool undecided = cd_streq(ctl_json_string(verdict, "class"), "undecided");
	bool urgent = ctl_words_urgent(verdict, ctl_json_array(s->port, "remedies"));
	char text[CTL_TEXT_MAX];

	if (!verdict)
		return;
	fputs("  ", s->out->f);
	put_class(s->out, verdict, urgent);
	fputs("  ", s->out->f);
	ctl_text_put(
		s->out, ctl_words_cause(ctl_json_string(verdict, "cause"), s->readings, text, sizeof(text)));
	put_symptoms(s);
	fputc('\n', s->out->f);
	/* What cannot be told apart wants an experiment before a remedy; what is dangerous does not wait for one. */
	if (!remedy && !test)
		return;
	fputs("  → ", s->out->f);
	if (test && ((undecided && !urgent) || !remedy))
		put_sentence(s->out, ctl_words_next_test(test));
	else
		put_sentence(s->out, ctl_words_remedy(remedy));
	fputs("     more: chargectl explain ", s->out->f);
	ctl_text_put(s->out, ctl_json_string(s->port, "port"));
	fputc('\n', s->out->f);
}

static void put_session(const struct sheet *s)
{
	struct json_object *session = ctl_json_object(s->port, "session");
	const char *phase = ctl_json_string(session, "phase");
	int64_t us = ctl_json_int(session, "duration_us");
	char text[CTL_QUANTITY_MAX];

	if (!session)
		return;
	if (phase)
		ctl_text_put(s->out, phase);
	if (cd_known(us))
		fprintf(s->out->f, "%s%s", phase ? ", " : "for ", ctl_duration(us, text, sizeof(text)));
}

static void put_name(const struct ctl_out *out, struct json_object *port, int width)
{
	char name[CTL_TEXT_MAX];
	int w;

	w = ctl_text_width(ctl_text_clean(ctl_json_string(port, "port"), name, sizeof(name)));
	ctl_text_styled(out, CTL_BOLD, name);
	fprintf(out->f, "%*s", w < width ? width + 1 - w : 1, "");
}

static struct sheet sheet_of(const struct ctl_out *out, struct json_object *port)
{
	return (struct sheet){ .out = out,
		.port = port,
		.readings = ctl_json_object(port, "readings"),
		.states = ctl_json_object(port, "states"),
		.lines = LINES_MAX - 1 };
}

static void put_unplugged(struct sheet *s, const char *what)
{
	static const char *const names[] = { "battery-capacity", "battery-power" };
	struct json_object *verdict = ctl_json_object(s->port, "verdict");
	const char *before = ", battery ";

	ctl_text_put(s->out, what);
	fputs(", nothing plugged in", s->out->f);
	for (size_t i = 0; i < CD_ELEMENTSOF(names); i++) {
		struct json_object *r = reading(s, names[i]);

		if (!r)
			continue;
		fputs(before, s->out->f);
		put_quantity(s, r);
		if (i == 1)
			put_annotation(s, r);
		before = ", ";
	}
	if (verdict && !cd_streq(ctl_json_string(verdict, "class"), "ok")) {
		fputs(", last session: ", s->out->f);
		put_class(s->out, verdict, false); /* it is unplugged */
	}
	fputc('\n', s->out->f);
}

void ctl_render_port(const struct ctl_out *out, struct json_object *port, int width)
{
	struct sheet s = sheet_of(out, port);
	char what[CTL_TEXT_MAX];

	put_name(out, port, width);
	ctl_words_port(port, what, sizeof(what));
	if (!ctl_words_plugged(port)) {
		put_unplugged(&s, what);
		return;
	}
	if (ctl_json_object(port, "session")) {
		ctl_text_pad(out, what, WHAT_WIDTH);
		put_session(&s);
	} else if (ctl_json_object(port, "verdict")) {
		ctl_text_pad(out, what, WHAT_WIDTH);
		fputs("the last session is over", out->f);
	} else {
		ctl_text_put(out, what);
	}
	fputc('\n', out->f);
	if (ctl_json_object(port, "verdict"))
		s.lines -= 2;
	put_battery(&s);
	put_flow(&s);
	put_contract(&s);
	put_progress(&s);
	put_verdict(&s);
}

void ctl_render_port_line(const struct ctl_out *out, struct json_object *port)
{
	static const char *const names[] = { "vbus", "ibus", "power", "contract-power", "input-limit",
		"battery-capacity", "battery-power", "battery-current" };
	struct sheet s = sheet_of(out, port);
	struct json_object *verdict = ctl_json_object(port, "verdict");
	char what[CTL_TEXT_MAX];
	bool plugged = ctl_words_plugged(port);

	put_name(out, port, CTL_NAME_WIDTH);
	ctl_text_put(out, ctl_words_port(port, what, sizeof(what)));
	if (!plugged)
		fputs(", nothing plugged in", out->f);
	for (size_t i = 0; i < CD_ELEMENTSOF(names); i++) {
		struct json_object *r = reading(&s, names[i]);

		if (!r || (!plugged && strncmp(names[i], "battery", 7) != 0))
			continue;
		fprintf(out->f, "  %s ", names[i]);
		put_quantity(&s, r);
	}
	if (verdict) {
		fputs("  ", out->f);
		put_class(out, verdict, plugged && ctl_words_urgent(verdict, ctl_json_array(port, "remedies")));
		fputs(" ", out->f);
		ctl_text_put(out, ctl_json_string(verdict, "cause"));
	}
	put_symptoms(&s);
	fputc('\n', out->f);
}
