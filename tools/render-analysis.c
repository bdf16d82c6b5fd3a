/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * An analysis document (docs/json.md) for people: what `explain` says of a live port and `analyze` of a file.
 * The verdict first, then why, then what would tell more, then what to do.
 */

#include <math.h>
#include <stdio.h>

#include "render.h"
#include "units.h"
#include "words.h"

static void heading(const struct ctl_out *out, const char *text)
{
	fputc('\n', out->f);
	ctl_text_styled(out, CTL_BOLD, text);
	fputc('\n', out->f);
}

static void put_fact(const struct ctl_out *out, const char *label, const char *value)
{
	if (!value)
		return;
	fprintf(out->f, ", %s", label);
	ctl_text_put(out, value);
}

static void put_total(
	const struct ctl_out *out, struct json_object *session, const char *key, const char *unit)
{
	int64_t v = ctl_json_int(session, key);
	char text[CTL_QUANTITY_MAX];

	if (cd_known(v))
		put_fact(out, "", ctl_quantity_int(v, unit, text, sizeof(text)));
}

/* Stored sessions of before `measured_by` do not say it, and most were a meter's. */
void ctl_put_place(const struct ctl_out *out, struct json_object *session)
{
	const char *position = ctl_json_string(session, "position");

	if (!position || cd_streq(position, "unknown"))
		return;
	if (cd_streq(ctl_json_string(session, "measured_by"), "device"))
		fputs(", by the device's own reading", out->f);
	else
		put_fact(out, "meter at the ", position);
}

/* "meter0: 43 min, 64.9 Wh, 12.8 Ah, meter at the source, profile …" */
static void put_summary(const struct ctl_out *out, struct json_object *session)
{
	int64_t start = ctl_json_int(session, "start_us"), end = ctl_json_int(session, "end_us");
	char text[CTL_QUANTITY_MAX];

	ctl_text_styled(out, CTL_BOLD, ctl_json_string(session, "port"));
	if (cd_known(start) && cd_known(end) && end >= start)
		fprintf(out->f, ", %s", ctl_duration(end - start, text, sizeof(text)));
	put_total(out, session, "energy_uwh", "uWh");
	put_total(out, session, "charge_uah", "uAh");
	ctl_put_place(out, session);
	put_fact(out, "profile ", ctl_json_string(session, "profile"));
	if (ctl_json_is(session, "profile_known", false))
		fputs(" (not installed)", out->f);
	fputc('\n', out->f);
}

/* "3 gaps, 36 min missing (suspend, stall)": what the numbers leave out. */
static void put_gaps(const struct ctl_out *out, struct json_object *list)
{
	int64_t count = 0, missing = 0;
	char text[CTL_QUANTITY_MAX], reasons[CTL_TEXT_MAX] = "";

	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *gap = json_object_array_get_idx(list, i);
		int64_t us = ctl_json_int(gap, "duration_us"), n = ctl_json_int(gap, "count");
		const char *reason = ctl_json_string(gap, "reason");
		size_t len = strlen(reasons);

		count += cd_known(n) && n > 0 && n < INT32_MAX ? n : 1;
		missing += cd_known(us) && us > 0 && us < INT64_MAX / 64 ? us : 0;
		reason = reason ? reason : "no samples";
		if (!strstr(reasons, reason))
			(void)snprintf(reasons + len, sizeof(reasons) - len, "%s%s", len ? ", " : "", reason);
	}
	if (count == 0)
		return;
	fprintf(out->f, "%lld gap%s, %s missing (", (long long)count, count == 1 ? "" : "s",
		ctl_duration(missing, text, sizeof(text)));
	ctl_text_put(out, reasons);
	fputs(")\n", out->f);
}

static void put_verdict(const struct ctl_out *out, struct json_object *session, struct json_object *readings)
{
	struct json_object *v = ctl_json_object(session, "verdict");
	double confidence = ctl_json_double(v, "confidence");
	const char *reason = ctl_json_string(v, "reason");
	bool urgent = ctl_words_urgent(v, ctl_json_array(session, "remedies"));
	char text[CTL_TEXT_MAX], words[CTL_TEXT_MAX], share[CTL_CONFIDENCE_MAX];
	size_t n;

	ctl_words_headline(v, words, sizeof(words) - 64);
	n = strlen(words);
	if (urgent)
		ctl_text_styled(out, CTL_BAD, "UNPLUG NOW: ");
	if (isfinite(confidence) && confidence > 0 && !cd_streq(ctl_json_string(v, "cause"), "inconclusive"))
		snprintf(words + n, sizeof(words) - n, " (%s, %s)",
			ctl_confidence(confidence, share, sizeof(share)), ctl_words_confidence(confidence));
	ctl_text_styled(out, urgent ? CTL_BAD : ctl_words_style(v), words);
	fputs("  ", out->f);
	ctl_text_put(out, ctl_words_cause(ctl_json_string(v, "cause"), readings, text, sizeof(text)));
	fputc('\n', out->f);
	if (reason) {
		fputs("  ", out->f);
		ctl_text_wrap(out, reason, 2);
	}
	if (urgent) {
		fputs("  → ", out->f);
		ctl_text_wrap(out, ctl_words_remedy("unplug-now"), 4);
	}
}

static void put_causes(const struct ctl_out *out, struct json_object *causes, struct json_object *readings)
{
	if (!ctl_json_length(causes))
		return;
	heading(out, "Causes");
	for (size_t i = 0; i < ctl_json_length(causes); i++) {
		struct json_object *c = json_object_array_get_idx(causes, i);
		double confidence = ctl_json_double(c, "confidence");
		char text[CTL_TEXT_MAX], share[CTL_CONFIDENCE_MAX];

		if (isfinite(confidence) && confidence >= 0 && confidence <= 1)
			fprintf(out->f, "  %-6s  %-10s", ctl_confidence(confidence, share, sizeof(share)),
				confidence >= 0.5 ? ctl_words_confidence(confidence) : "");
		else
			fputs("  —       —         ", out->f);
		ctl_text_pad(out, ctl_json_string(c, "cause"), 26);
		ctl_text_put(out, ctl_words_cause(ctl_json_string(c, "cause"), readings, text, sizeof(text)));
		fputc('\n', out->f);
	}
}

/* Documents have three decimals: less than half of the last is nothing. */
#define WEIGHT_NONE 0.0005

/* "+3.20": how much it speaks for the cause (> 0) or against it, in natural log of odds. */
static void put_evidence_row(const struct ctl_out *out, struct json_object *e)
{
	const char *id = ctl_json_string(e, "feature"), *unit = ctl_json_string(e, "unit");
	double contribution = ctl_json_double(e, "contribution");
	char text[CTL_QUANTITY_MAX];

	fputs("  ", out->f);
	ctl_text_pad(out, id, 26);
	ctl_text_pad(out,
		ctl_quantity_error(
			ctl_json_double(e, "value"), ctl_json_double(e, "error"), unit, text, sizeof(text)),
		20);
	ctl_text_pad(out, ctl_quantity(ctl_json_double(e, "limit"), unit, text, sizeof(text)), 11);
	if (isfinite(contribution) && fabs(contribution) < WEIGHT_NONE)
		fputs("·      ", out->f);
	else if (isfinite(contribution) && fabs(contribution) < 1000)
		fprintf(out->f, "%s%-6.2f", contribution < 0 ? "−" : "+", fabs(contribution));
	else
		fputs("—      ", out->f);
	if (id && ctl_words_feature(id) != id)
		ctl_text_put(out, ctl_words_feature(id));
	fputc('\n', out->f);
}

static size_t count_weighed(struct json_object *list, double from)
{
	size_t n = 0;

	for (size_t i = 0; i < ctl_json_length(list); i++)
		n += fabs(ctl_json_double(json_object_array_get_idx(list, i), "contribution")) >= from;
	return n;
}

static void put_signed(const struct ctl_out *out, double v, int decimals)
{
	fprintf(out->f, "%s%.*f", v < 0 ? "−" : "+", decimals, fabs(v));
}

/* As the document prints it; in the process that made it, it is still exact. */
static double printed(double v)
{
	return round(v * 1000) / 1000;
}

static bool sane(double v)
{
	return isfinite(v) && fabs(v) < 1000;
}

/* How common the cause is, and how its confidence comes of the weights (docs/json.md, "Check it by hand"). */
static void put_sum(const struct ctl_out *out, struct json_object *cause, double log_total)
{
	double prior = ctl_json_double(cause, "prior"), sum = printed(ctl_json_double(cause, "sum"));
	char text[CTL_QUANTITY_MAX];

	if (!sane(prior) || prior <= 0 || !sane(sum) || !sane(log_total))
		return;
	fputs("  ", out->f);
	ctl_text_pad(out, "prior", 26);
	ctl_text_pad(out, ctl_quantity(prior, "1", text, sizeof(text)), 31);
	put_signed(out, log(prior), 2);
	fputs("  how common it is, before anything was seen\n  sum ", out->f);
	put_signed(out, sum, 3);
	fputs(", of all candidates ", out->f);
	put_signed(out, log_total, 3);
	fputs(": e^", out->f);
	put_signed(out, sum - log_total, 3);
	fprintf(out->f, " = %.3f\n", exp(sum - log_total));
}

static void put_evidence_table(const struct ctl_out *out, struct json_object *cause, double from, double log_total)
{
	struct json_object *list = ctl_json_array(cause, "evidence");
	char title[128], id[80];

	snprintf(title, sizeof(title), "Evidence for %s",
		ctl_text_clean(ctl_json_string(cause, "cause"), id, sizeof(id)));
	heading(out, title);
	fputs("  ", out->f);
	ctl_text_pad(out, "feature", 26);
	ctl_text_pad(out, "value", 20);
	fputs("limit      weight meaning\n", out->f);
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *e = json_object_array_get_idx(list, i);

		if (!(fabs(ctl_json_double(e, "contribution")) < from))
			put_evidence_row(out, e);
	}
	put_sum(out, cause, log_total);
}

/* Rivals that hardly matter are for JSON, and of the others what weighs; of the leading cause all that was seen. */
#define RIVAL_FROM 0.1
#define RIVAL_WEIGHT_FROM 0.05

static void put_evidence(const struct ctl_out *out, struct json_object *session)
{
	struct json_object *causes = ctl_json_array(session, "causes");
	double log_total = printed(ctl_json_double(ctl_json_object(session, "weighing"), "log_total"));

	for (size_t i = 0; i < ctl_json_length(causes); i++) {
		struct json_object *c = json_object_array_get_idx(causes, i),
				   *list = ctl_json_array(c, "evidence");

		if (i == 0 && ctl_json_length(list)) {
			put_evidence_table(out, c, 0, log_total);
			if (count_weighed(list, WEIGHT_NONE) < ctl_json_length(list))
				fputs("  · no weight of its own: what is seen in several ways is weighed "
				      "once\n",
					out->f);
		} else if (i && ctl_json_double(c, "confidence") >= RIVAL_FROM &&
			   count_weighed(list, RIVAL_WEIGHT_FROM)) {
			put_evidence_table(out, c, RIVAL_WEIGHT_FROM, log_total);
		}
	}
}

static void put_not_computed(const struct ctl_out *out, struct json_object *list)
{
	if (!ctl_json_length(list))
		return;
	heading(out, "Not computed");
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *f = json_object_array_get_idx(list, i);

		fputs("  ", out->f);
		ctl_text_pad(out, ctl_json_string(f, "feature"), 26);
		ctl_text_wrap(out, ctl_json_string(f, "reason"), 28);
	}
}

static void put_symptoms(const struct ctl_out *out, struct json_object *list)
{
	if (!ctl_json_length(list))
		return;
	heading(out, "Symptoms");
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		const char *id = ctl_json_element(list, i);

		fputs("  ", out->f);
		ctl_text_pad(out, id, 26);
		if (id && ctl_words_symptom(id) != id)
			ctl_text_wrap(out, ctl_words_symptom(id), 28);
		else
			fputc('\n', out->f);
	}
}

static void put_phases(const struct ctl_out *out, struct json_object *session)
{
	struct json_object *list = ctl_json_array(session, "phases");
	int64_t start = ctl_json_int(session, "start_us");

	if (!ctl_json_length(list))
		return;
	heading(out, "Phases");
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *p = json_object_array_get_idx(list, i);
		int64_t at = ctl_json_int(p, "start_us");
		char text[CTL_QUANTITY_MAX];

		at = cd_known(at) && cd_known(start) && at >= start ? at - start : -1;
		fprintf(out->f, "  %8s  ", ctl_clock(at, text, sizeof(text)));
		ctl_text_put(out, ctl_json_string(p, "phase"));
		fputc('\n', out->f);
	}
}

/* The document's own words; older documents and foreign ids have only the id. */
static const char *text_of(struct json_object *o, const char *id_key, const char *(*words)(const char *id))
{
	const char *text = ctl_json_string(o, "text"), *id = ctl_json_string(o, id_key);

	return text && *text ? text : id ? words(id) : NULL;
}

static void put_next_test(const struct ctl_out *out, struct json_object *test)
{
	if (!test)
		return;
	heading(out, "Next test");
	ctl_render_test(out, test);
}

/* A profile's own steps of a remedy, in their order, and what they cost. */
static void put_steps(const struct ctl_out *out, struct json_object *remedy)
{
	struct json_object *steps = ctl_json_array(remedy, "steps");
	const char *loses = ctl_json_string(remedy, "loses");

	for (size_t i = 0; i < ctl_json_length(steps); i++) {
		fputs("     - ", out->f);
		ctl_text_wrap(out, ctl_json_element(steps, i), 7);
	}
	if (loses) {
		fputs("     It loses: ", out->f);
		ctl_text_wrap(out, loses, 16);
	}
}

static void put_remedies(const struct ctl_out *out, struct json_object *list)
{
	if (!ctl_json_length(list))
		return;
	heading(out, "What to do");
	for (size_t i = 0; i < ctl_json_length(list); i++) {
		struct json_object *remedy = json_object_array_get_idx(list, i);

		fprintf(out->f, "  %zu. ", i + 1);
		ctl_text_wrap(out, text_of(remedy, "remedy", ctl_words_remedy), 5);
		put_steps(out, remedy);
	}
}

static void put_session(const struct ctl_out *out, struct json_object *session, struct json_object *readings)
{
	struct json_object *causes = ctl_json_array(session, "causes");

	put_summary(out, session);
	put_gaps(out, ctl_json_array(session, "gaps"));
	put_verdict(out, session, readings);
	put_causes(out, causes, readings);
	put_evidence(out, session);
	put_not_computed(out, ctl_json_array(session, "not_computed"));
	ctl_render_what_if(out, session);
	put_symptoms(out, ctl_json_array(session, "symptoms"));
	put_phases(out, session);
	put_next_test(out, ctl_json_object(session, "next_test"));
	put_remedies(out, ctl_json_array(session, "remedies"));
}

void ctl_render_analysis(const struct ctl_out *out, struct json_object *doc, struct json_object *readings)
{
	struct json_object *sessions = ctl_json_array(doc, "sessions");

	for (size_t i = 0; i < ctl_json_length(sessions); i++) {
		if (i)
			fputs("\n", out->f);
		put_session(out, json_object_array_get_idx(sessions, i), readings);
	}
	if (!ctl_json_length(sessions))
		fputs("Nothing to judge: no session and no port.\n", out->f);
}
