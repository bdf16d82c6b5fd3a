/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "battery-course.h"

#include <stdlib.h>

#include "parameter.h"
#include "parameters/battery-course.def"

void cd_battery_course_reset(struct cd_battery_course *b)
{
	*b = (struct cd_battery_course){ .said_us = CD_UNKNOWN,
		.cell_uv = CD_UNKNOWN,
		.capacity = CD_UNKNOWN,
		.rest_us = CD_UNKNOWN,
		.rest_percent = CD_UNKNOWN,
		.stop_percent = CD_UNKNOWN,
		.full_us = CD_UNKNOWN,
		.drain_us = CD_UNKNOWN,
		.contract_uv = CD_UNKNOWN,
		.contract_ua = CD_UNKNOWN,
		.rate = CD_UNKNOWN };
}

void cd_battery_course_gap(struct cd_battery_course *b)
{
	b->said_us = b->rest_us = b->drain_us = b->rate = CD_UNKNOWN;
	b->vain_us = 0;
}

static int64_t lower(int64_t a, int64_t b)
{
	if (!cd_known(a) || !cd_known(b))
		return cd_known(a) ? a : b;
	return a < b ? a : b;
}

/* What flows into it, in thousandths of what would fill it in an hour; CD_UNKNOWN. */
static int64_t rate(const struct cd_facts *f)
{
	if (cd_known(f->full_uah) && f->full_uah > 0 && cd_known(f->flow_ua))
		return f->flow_ua * 1000 / f->full_uah;
	if (cd_known(f->full_uwh) && f->full_uwh > 0 && cd_known(f->flow_uw))
		return f->flow_uw * 1000 / f->full_uwh;
	return CD_UNKNOWN;
}

/* Since its last word; 0 where that is too long ago to say what was between. */
static int64_t passed(const struct cd_battery_course *b, int64_t t_us)
{
	int64_t dt = cd_known(b->said_us) ? t_us - b->said_us : 0;

	return dt > 0 && dt <= SILENT_US ? dt : 0;
}

static void revive(struct cd_battery_course *b, const struct cd_facts *f, int64_t now, int64_t dt_us)
{
	if (b->reviving)
		b->revival_us += dt_us;
	b->reviving = false;
	if (!cd_known(f->cell_uv) || f->cell_uv >= REVIVED_UV)
		return;
	b->was_low = true;
	b->blind |= !cd_known(now);
	b->reviving = cd_known(now) && now >= TRICKLE_PERMILLE && now <= SMALL_PERMILLE;
}

/* Whatever its status says: "Charging" with nothing that flows is a rest. What rises all the same has a gauge that does
 * not tell. */
static bool rests(const struct cd_battery_course *b, const struct cd_facts *f, int64_t now)
{
	bool rises = cd_known(b->rest_us) && cd_known(b->rest_percent) && cd_known(f->capacity) &&
		     f->capacity > b->rest_percent + REST_RISE_PERCENT;

	if (rises || cd_facts_full(f) || f->status == CD_STATUS_DISCHARGING)
		return false;
	return cd_known(now) ? llabs(now) <= REST_PERMILLE : f->status == CD_STATUS_NOT_CHARGING;
}

static void rest(struct cd_battery_course *b, const struct cd_facts *f, int64_t now, int64_t dt_us)
{
	bool charged = cd_known(b->rate) && b->rate >= CHARGE_PERMILLE && dt_us > 0 && dt_us <= EDGE_US;

	if (!rests(b, f, now)) {
		b->rest_us = b->stop_percent = CD_UNKNOWN;
		b->vain_us = 0;
		return;
	}
	if (!cd_known(b->rest_us)) {
		b->rest_us = f->battery_us;
		b->rest_percent = f->capacity;
		b->stop_percent = charged ? f->capacity : CD_UNKNOWN;
		b->stops += charged;
		return;
	}
	if (f->status == CD_STATUS_CHARGING && cd_known(f->bus_ua) && f->bus_ua >= VAIN_UA)
		b->vain_us += dt_us;
}

/* What it gained from another contract says nothing of this one. */
static void renegotiated(struct cd_battery_course *b, const struct cd_facts *f)
{
	if (f->contract_uv == b->contract_uv && f->contract_ua == b->contract_ua)
		return;
	b->contract_uv = f->contract_uv;
	b->contract_ua = f->contract_ua;
	b->charged_us = 0;
	b->gained = 0;
}

/* What it said last held until now. */
static void balance(struct cd_battery_course *b, const struct cd_facts *f, int64_t dt_us)
{
	if (b->charges)
		b->charged_us += dt_us;
	if (cd_known(b->rate))
		b->gained += (double)b->rate * (double)dt_us;
	renegotiated(b, f);
	b->charges = f->status == CD_STATUS_CHARGING;
	if (f->status != CD_STATUS_DISCHARGING)
		b->drain_us = CD_UNKNOWN;
	else if (!cd_known(b->drain_us))
		b->drain_us = f->battery_us;
}

void cd_battery_course_say(struct cd_battery_course *b, const struct cd_facts *f)
{
	int64_t dt_us = passed(b, f->battery_us), now = rate(f);

	revive(b, f, now, dt_us);
	rest(b, f, now, dt_us);
	balance(b, f, dt_us);
	b->cell_uv = lower(b->cell_uv, f->cell_uv);
	b->capacity = lower(b->capacity, f->capacity);
	if (cd_facts_full(f))
		b->full_us = f->battery_us;
	b->said_us = f->battery_us;
	b->rate = now;
}

int64_t cd_battery_course_rested_us(const struct cd_battery_course *b)
{
	return cd_known(b->rest_us) && cd_known(b->said_us) ? b->said_us - b->rest_us : 0;
}

bool cd_battery_course_just_full(const struct cd_battery_course *b)
{
	return cd_known(b->full_us) && cd_known(b->said_us) && b->said_us - b->full_us <= BURST_US;
}

bool cd_battery_course_helps_out(const struct cd_battery_course *b, int64_t now_us)
{
	int64_t drained_us = cd_known(b->drain_us) ? now_us - b->drain_us : DRAIN_TOLD_US;

	return drained_us < DRAIN_TOLD_US && b->charged_us > drained_us && b->gained >= 0;
}

bool cd_battery_course_charged(const struct cd_battery_course *b)
{
	if (cd_known(b->cell_uv))
		return b->cell_uv >= CHARGED_UV;
	return cd_known(b->capacity) && b->capacity >= CHARGED_PERCENT;
}
