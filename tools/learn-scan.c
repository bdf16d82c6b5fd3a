/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See learn-scan.h: a pass of its own over the file, after the analysis has said where to look.
 */

#include <ctype.h>
#include <stdio.h>

#include "file-events.h"
#include "learn-scan.h"

#define WINDOW_US INT64_C(30000000) /* long enough for a mean, short beside a taper of half an hour */
#define GUARD_US INT64_C(2000000) /* the edge itself belongs to neither side: a phase's start is a window's */

struct mean {
	double sum;
	uint64_t n;
};

static void take_current(struct mean *m, const struct cd_event *ev)
{
	int64_t ua = cd_sample_get(&ev->sample, CD_FIELD_IBUS);

	if (!cd_known(ua))
		return;
	m->sum += (double)ua;
	m->n++;
}

static void take_sample(const struct cd_event *ev, int64_t edge_us, struct mean *before, struct mean *after)
{
	int64_t d = cd_known(edge_us) ? ev->t_us - edge_us : CD_UNKNOWN;

	if (!cd_known(d))
		return;
	if (d < -GUARD_US && d >= -WINDOW_US)
		take_current(before, ev);
	else if (d > GUARD_US && d <= WINDOW_US)
		take_current(after, ev);
}

static void take_note(const struct cd_event *ev, struct ctl_learn_scan *s)
{
	bool low = ev->note.battery == CD_BATTERY_EMPTY || ev->note.battery == CD_BATTERY_LOW;

	if (low && !cd_known(s->low_us))
		s->low_us = ev->t_us;
	if (cd_known(ev->note.adapter_uw))
		s->adapter_uw = ev->note.adapter_uw;
}

/* "2026-11-22T10:00:00Z" */
static void take_date(const char *started, struct ctl_learn_scan *s)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; started && form[i]; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)started[i]) : started[i] != form[i])
			return;
	if (started)
		snprintf(s->date, sizeof(s->date), "%.10s", started);
}

static int64_t mean_of(const struct mean *m)
{
	return m->n ? (int64_t)(m->sum / (double)m->n) : CD_UNKNOWN;
}

int ctl_learn_scan(const char *path, int64_t edge_us, struct ctl_learn_scan *ret)
{
	CD_CLEANUP(cd_file_events_closep) struct cd_file_events *file = NULL;
	struct mean before = { 0 }, after = { 0 };
	struct cd_recording_stats stats;
	struct cd_event ev;
	int r = cd_file_events_open(path, NULL, &file);

	*ret = (struct ctl_learn_scan){ .low_us = CD_UNKNOWN, .adapter_uw = CD_UNKNOWN };
	while (r >= 0 && (r = cd_file_events_next(file, &ev)) > 0) {
		if (ev.type == CD_EVENT_SAMPLE)
			take_sample(&ev, edge_us, &before, &after);
		else if (ev.type == CD_EVENT_NOTE)
			take_note(&ev, ret);
		else if (ev.type == CD_EVENT_GAP)
			ret->gaps = true;
		else if (ev.type == CD_EVENT_ADDED && ev.added.kind == CD_INPUT_METER)
			ret->n_meters++;
	}
	if (r < 0)
		return r;
	cd_file_events_stats(file, &stats);
	take_date(stats.started, ret);
	ret->before_ua = mean_of(&before);
	ret->after_ua = mean_of(&after);
	return 0;
}
