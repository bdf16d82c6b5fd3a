/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/session.def"

void cd_session_init(struct cd_session *s)
{
	memset(s, 0, sizeof(*s));
	s->first_vbus_us = s->last_vbus_us = s->last_current_us = s->last_attached_us = CD_UNKNOWN;
	s->prior_ua = s->step_ua = s->over_current_us = s->pd_us = CD_UNKNOWN;
	s->risen_us = s->awake_us = s->full.since_us = s->said_us = s->low_us = s->detached_us = s->plugged_us = CD_UNKNOWN;
	s->end_us = s->dp_uv = s->dm_uv = s->settle_us = CD_UNKNOWN;
	s->deadline_us = INT64_MAX;
	s->volts.last_us = s->volts.last_uv = s->volts.held_uv = s->contract_uv = CD_UNKNOWN;
	cd_battery_course_reset(&s->battery);
}

void cd_session_done(struct cd_session *s)
{
	free(s->electrical);
	free(s->next);
	s->electrical = s->next = NULL;
}

static int64_t later(int64_t a, int64_t b)
{
	if (!cd_known(a))
		return b;
	return cd_known(b) && b > a ? b : a;
}

static int64_t last_evidence(const struct cd_session *s)
{
	int64_t t = later(later(s->last_current_us, s->last_attached_us), s->start_us);

	return s->tapered || s->hinted ? later(t, s->last_vbus_us) : t;
}

int64_t cd_session_end(const struct cd_session *s)
{
	if (s->number == 0)
		return s->last_vbus_us;
	if (!s->open)
		return s->end_us;
	return last_evidence(s);
}

/* A source that sees nothing on CC gives no VBUS: there is nothing else to judge by then. */
static bool watched_cc(const struct cd_session *s)
{
	const struct cd_data_lines *l = s->electrical ? &s->electrical->lines : NULL;

	return l && cd_known(l->cc_first_us) && l->cc_last_us - l->cc_first_us >= CC_WATCHED_US;
}

bool cd_session_provisional(const struct cd_session *s)
{
	return s->number == 0 && (cd_known(s->first_vbus_us) || watched_cc(s));
}

/* The moment the open session would close if nothing more came. */
static void arm(struct cd_session *s, const struct cd_settings *set)
{
	s->deadline_us =
		s->open && !s->attached ? later(last_evidence(s), s->awake_us) + set->close_us : INT64_MAX;
}

static bool is_over(const struct cd_session *s)
{
	return !s->open && s->number > 0;
}

/* Where samples go now: a closed session is judged by its own still. */
static struct cd_electrical **present(struct cd_session *s)
{
	return is_over(s) ? &s->next : &s->electrical;
}

static void reset_electrical(struct cd_electrical *e, const struct cd_settings *set, int64_t settle_us)
{
	cd_sketch_reset(&e->sketch, settle_us, set->open_ua);
	cd_dropouts_reset(&e->drops);
}

static void reset_all(struct cd_electrical *e, const struct cd_settings *set, int64_t settle_us)
{
	reset_electrical(e, set, settle_us);
	cd_course_reset(&e->course);
	cd_data_lines_reset(&e->lines);
}

static void pre_roll_add(struct cd_electrical *e, const struct cd_window *w)
{
	e->pre_roll[e->n_pre_roll++ % CD_PRE_ROLL] = *w;
}

/* The no-load segment of the session that opens at `t_us`. */
static void pre_roll_take(struct cd_electrical *e, const struct cd_settings *set, int64_t t_us)
{
	size_t n = e->n_pre_roll < CD_PRE_ROLL ? e->n_pre_roll : CD_PRE_ROLL;

	for (size_t k = 0; k < n; k++)
		if (e->pre_roll[k].start_us >= t_us - set->no_load_us)
			cd_sketch_no_load(&e->sketch, &e->pre_roll[k]);
	e->n_pre_roll = 0;
}

static int open_session(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	if (s->number > 0) {
		free(s->electrical);
		s->electrical = CD_TAKE(s->next);
	}
	s->fresh_vbus = s->number == 0 || (cd_known(s->risen_us) && s->risen_us >= s->end_us);
	s->number++;
	s->open = true;
	s->tapered = s->hinted = false;
	s->pd_seen = cd_known(s->pd_us) && t_us - s->pd_us <= set->no_load_us;
	s->dp_uv = s->dm_uv = CD_UNKNOWN;
	s->start_us = t_us;
	s->volts.last_us = s->volts.last_uv = s->volts.held_uv = CD_UNKNOWN;
	s->last_current_us = s->last_attached_us = CD_UNKNOWN;
	s->over_current_n = s->spurious_n = 0;
	s->company = false;
	s->over_current_us = s->awake_us = s->detached_us = CD_UNKNOWN;
	s->detachments.n = s->alarms.n = 0;
	s->gaps.n = 0;
	s->peak_uw = s->peak_ua = s->said_uwh = 0;
	if (cd_known(s->said_us) && t_us - s->said_us > SAID_BEFORE_US)
		s->said_us = s->low_us = CD_UNKNOWN;
	s->full = (struct cd_full_time){ .since_us = CD_UNKNOWN };
	cd_battery_course_reset(&s->battery);
	if (s->electrical) {
		cd_course_open(&s->electrical->course, t_us);
		cd_data_lines_open(&s->electrical->lines);
	}
	return CD_SESSION_OPENED;
}

static int close_session(struct cd_session *s)
{
	s->end_us = cd_session_end(s);
	s->open = false;
	s->deadline_us = INT64_MAX;
	s->first_vbus_us = CD_UNKNOWN;
	return CD_SESSION_CLOSED;
}

void cd_session_withdraw(struct cd_session *s)
{
	s->open = false;
	s->deadline_us = INT64_MAX;
	s->number = 0;
	s->start_us = s->end_us = CD_UNKNOWN;
}

int cd_session_cut(struct cd_session *s)
{
	return s->open ? close_session(s) : 0;
}

static bool flows(struct cd_session *s, const struct cd_settings *set, int64_t i_ua)
{
	int64_t step = cd_known(s->prior_ua) ? llabs(i_ua - s->prior_ua) : 0;

	if (step > 0 && step <= RESOLUTION_MAX_UA && (!cd_known(s->step_ua) || step < s->step_ua))
		s->step_ua = step;
	return i_ua >= set->open_ua && (!cd_known(s->step_ua) || i_ua >= OPEN_STEPS * s->step_ua);
}

/* What was sampled before gives the session its no-load segment and the pace of its meter, and nothing else. */
static int open_afresh(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	struct cd_electrical *e = *present(s);

	if (e) {
		int64_t interval_us = e->sketch.interval_us;
		struct cd_volts volts = e->sketch.volts;

		if (cd_sketch_flush(&e->sketch)) {
			pre_roll_add(e, &e->sketch.last);
			cd_course_window(&e->course, &e->sketch.last);
		}
		reset_electrical(e, set, s->settle_us);
		cd_pair_begin(&e->pair);
		e->sketch.interval_us = interval_us;
		e->sketch.volts = volts;
		pre_roll_take(e, set, t_us);
		cd_dropouts_open(&e->drops, s->settle_us, cd_sketch_v0_uv(&e->sketch, NULL), e->sketch.no_load_ua);
	}
	return open_session(s, set, t_us);
}

static int ensure_electrical(struct cd_session *s, const struct cd_settings *set)
{
	struct cd_electrical **e = present(s);

	if (*e)
		return 0;
	*e = calloc(1, sizeof(**e));
	if (!*e)
		return -ENOMEM;
	reset_all(*e, set, s->settle_us);
	cd_pair_reset(&(*e)->pair);
	if (s->open)
		cd_course_open(&(*e)->course, s->start_us);
	return 0;
}

static void note_vbus(struct cd_session *s, int64_t t_us, int64_t v_uv)
{
	bool seen_before = cd_known(s->prior_ua);

	if (seen_before && !s->powered && v_uv > VBUS_GONE_UV)
		s->risen_us = t_us;
	s->powered = v_uv > VBUS_GONE_UV;
	if (!s->powered)
		return;
	s->last_vbus_us = t_us;
	if (!cd_known(s->first_vbus_us))
		s->first_vbus_us = t_us;
}

static int feed_electrical(struct cd_session *s, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	struct cd_electrical *e = *present(s);
	int r = 0;

	if (cd_sketch_sample(&e->sketch, t_us, v_uv, i_ua)) {
		r = CD_SESSION_WINDOW;
		cd_dropouts_window(&e->drops, &e->sketch.last);
		cd_course_window(&e->course, &e->sketch.last);
		if (!s->open)
			pre_roll_add(e, &e->sketch.last);
	}
	if (e->sketch.hole_us > 0 && !is_over(s))
		cd_gaps_add(&s->gaps, t_us, e->sketch.hole_us, _CD_GAP_INVALID);
	cd_dropouts_sample(&e->drops, t_us, v_uv, i_ua);
	if (!s->open)
		return r;
	cd_dips_contract(&e->course.dips, s->contract_uv);
	cd_course_sample(&e->course, t_us, v_uv, i_ua);
	return r;
}

int cd_session_sample(struct cd_session *s, const struct cd_settings *set, int64_t settle_us, int64_t t_us,
	int64_t v_uv, int64_t i_ua)
{
	bool flow = flows(s, set, i_ua);
	int r;

	s->settle_us = settle_us;
	r = ensure_electrical(s, set);
	if (r < 0)
		return r;
	note_vbus(s, t_us, v_uv);
	if (flow && !s->open)
		r |= open_afresh(s, set, t_us);
	s->flowing = flow;
	if (flow)
		s->last_current_us = t_us;
	s->prior_ua = i_ua;
	r |= feed_electrical(s, t_us, v_uv, i_ua);
	if (s->open && s->deadline_us == INT64_MAX)
		arm(s, set);
	return r;
}

void cd_session_volts(struct cd_session *s, int64_t t_us, int64_t v_uv)
{
	int64_t both = cd_known(s->volts.last_uv) && s->volts.last_uv < v_uv ? s->volts.last_uv : v_uv;

	if (!s->open)
		return;
	if (cd_known(s->volts.last_us) && t_us - s->volts.last_us >= VOLTS_HELD_US &&
		(!cd_known(s->volts.held_uv) || both > s->volts.held_uv))
		s->volts.held_uv = both;
	s->volts.last_us = t_us;
	s->volts.last_uv = v_uv;
}

int cd_session_pair(struct cd_session *s, const struct cd_settings *set, enum cd_pair_end end,
	int64_t settle_us, int64_t t_us, int64_t v_uv, int64_t i_ua)
{
	int r = ensure_electrical(s, set);

	if (r < 0)
		return r;
	cd_pair_sample(&(*present(s))->pair, end, settle_us, t_us, v_uv, i_ua, set->open_ua);
	if (end == CD_PAIR_SOURCE)
		cd_dropouts_source(&(*present(s))->drops, v_uv);
	return 0;
}

/* QC 2.0 and 3.0: the device drives D+ and D− to 0.6 and 3.3 V; (0.6, 0) is BC1.2's own 5 V. */
static bool is_low(int64_t uv)
{
	return uv > LINE_LOW_UV && uv < LINE_LOW_MAX_UV;
}

/* Nothing but asking looks like this. Two lines at 0.6 V may also be an adapter that shorts them (BC1.2 DCP). */
static bool asks_plainly(const struct cd_session *s)
{
	int64_t dp = s->dp_uv, dm = s->dm_uv;

	if (!cd_known(dp) || !cd_known(dm))
		return false;
	return (dp > LINE_HIGH_UV && dm > LINE_LOW_UV) || (dp > LINE_LOW_UV && dm > LINE_HIGH_UV);
}

bool cd_session_asked(const struct cd_session *s)
{
	return asks_plainly(s) || (is_low(s->dp_uv) && is_low(s->dm_uv));
}

/* What asks once has asked; and at the end of a session its lines ask for nothing. */
static void ask(struct cd_session *s, int64_t dp_uv, int64_t dm_uv)
{
	if (is_over(s) || asks_plainly(s) || (cd_known(s->last_current_us) && !s->flowing))
		return;
	s->dp_uv = cd_known(dp_uv) ? dp_uv : s->dp_uv;
	s->dm_uv = cd_known(dm_uv) ? dm_uv : s->dm_uv;
}

void cd_session_lines(struct cd_session *s, int64_t t_us, const struct cd_sample *sample)
{
	struct cd_electrical *e = *present(s);
	int64_t mc = cd_sample_get(sample, CD_FIELD_TEMP);
	bool counts = !s->open || s->flowing || !cd_known(s->last_current_us);

	ask(s, cd_sample_get(sample, CD_FIELD_DP), cd_sample_get(sample, CD_FIELD_DM));
	if (!e)
		return;
	cd_data_lines_sample(&e->lines, t_us, sample, s->open ? t_us - s->start_us : CD_UNKNOWN, counts);
	if (cd_known(mc))
		cd_course_temperature(&e->course, mc);
}

void cd_session_pd(struct cd_session *s, int64_t t_us)
{
	s->pd_us = t_us;
	s->pd_seen |= !is_over(s);
}

/* Where time is missing nobody knows how often it was gone. */
static void note_detachment(struct cd_session *s, int64_t t_us, bool attached)
{
	if (s->attached && !attached)
		s->detached_us = t_us;
	if (!s->attached && attached)
		s->plugged_us = t_us;
	if (!attached || !cd_known(s->detached_us))
		return;
	if (t_us - s->detached_us <= REATTACHED_US)
		cd_drop_ring_add(&s->detachments,
			&(struct cd_drop){ .t_us = s->detached_us, .duration_us = t_us - s->detached_us });
	s->detached_us = CD_UNKNOWN;
}

void cd_session_swapped(struct cd_session *s)
{
	s->detached_us = CD_UNKNOWN;
}

int cd_session_attached(struct cd_session *s, const struct cd_settings *set, int64_t t_us, bool attached)
{
	int r = 0;

	if (attached && !s->open)
		r = open_afresh(s, set, t_us);
	note_detachment(s, t_us, attached);
	if (attached || s->attached)
		s->last_attached_us = t_us;
	s->attached = attached;
	arm(s, set);
	return r;
}

int cd_session_hint(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	int64_t start = cd_known(s->first_vbus_us) ? s->first_vbus_us : t_us;

	if (s->open || !s->powered)
		return 0;
	(void)open_session(s, set, start);
	s->hinted = true;
	if (s->electrical) /* it was plugged in all along: what flowed is the device's */
		memset(&s->electrical->course.before, 0, sizeof(s->electrical->course.before));
	arm(s, set);
	return CD_SESSION_OPENED;
}

void cd_session_gap(struct cd_session *s)
{
	struct cd_electrical *e = *present(s);

	if (!e)
		return;
	cd_sketch_gap(&e->sketch);
	cd_dropouts_gap(&e->drops);
	cd_course_gap(&e->course);
	cd_pair_gap(&e->pair);
}

void cd_session_missing(struct cd_session *s, const struct cd_settings *set, int64_t t_us,
	int64_t duration_us, enum cd_gap_reason reason)
{
	const struct cd_electrical *e = *present(s);
	int64_t end_us = e ? cd_sketch_gap_end(&e->sketch, t_us, duration_us) : t_us;

	cd_session_gap(s);
	s->detached_us = CD_UNKNOWN;
	if (is_over(s))
		return;
	cd_battery_course_gap(&s->battery);
	cd_gaps_add(&s->gaps, end_us, duration_us, reason);
	if (!s->open || reason != CD_GAP_SUSPEND)
		return;
	s->awake_us = end_us;
	arm(s, set);
}

void cd_session_said(struct cd_session *s, int64_t t_us, bool low)
{
	int64_t uwh = s->open && s->electrical ? cd_sketch_energy_uwh(&s->electrical->sketch) : 0;

	s->said_us = t_us;
	if (!s->open)
		s->low_us = low ? t_us : CD_UNKNOWN;
	else if (low && !cd_known(s->low_us))
		s->low_us = t_us;
	s->said_uwh = cd_known(uwh) ? uwh : 0;
}

void cd_session_full(struct cd_session *s, int64_t t_us, bool full)
{
	if (s->open)
		cd_full_time_say(&s->full, t_us, full);
}

int64_t cd_session_plugged_us(const struct cd_session *s)
{
	return cd_known(s->plugged_us) && s->plugged_us > s->start_us ? s->plugged_us : s->start_us;
}

void cd_session_battery(struct cd_session *s, const struct cd_facts *f)
{
	if (!s->open)
		return;
	cd_battery_course_say(&s->battery, f);
	if (!f->meter && s->electrical && cd_known(f->battery_mc))
		cd_course_temperature(&s->electrical->course, f->battery_mc);
}

int cd_session_shown(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	int r = s->open ? 0 : open_session(s, set, t_us);

	s->last_attached_us = t_us;
	arm(s, set);
	return r;
}

int cd_session_alarm(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	int r = cd_session_shown(s, set, t_us);

	cd_drop_ring_add(&s->alarms, &(struct cd_drop){ .t_us = t_us });
	return r;
}

int cd_session_over_current(
	struct cd_session *s, const struct cd_settings *set, int64_t t_us, uint32_t by, bool device)
{
	int r = cd_session_shown(s, set, t_us);

	s->over_current_us = t_us;
	*(device ? &s->over_current_n : &s->spurious_n) += by;
	return r;
}

void cd_session_set_tapered(struct cd_session *s, bool tapered)
{
	s->tapered = tapered;
}

int cd_session_deadline(struct cd_session *s, const struct cd_settings *set, int64_t t_us)
{
	arm(s, set);
	if (s->deadline_us > t_us)
		return 0;
	return close_session(s);
}
