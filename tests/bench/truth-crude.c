/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The crude classifier. Its thresholds are written where they are used: it is what one would write in an afternoon.
 */

#include <stdio.h>

#include "truth-crude.h"

#define LOAD_UA 50000
#define MINUTE_US INT64_C(60000000)

void truth_crude_init(struct truth_crude *c)
{
	*c = (struct truth_crude){ .load_us = CD_UNKNOWN, .noload_uv = CD_UNKNOWN, .rated_ua = CD_UNKNOWN };
}

static void count_drops(struct truth_crude *c, int64_t uv, int64_t ua)
{
	bool down = uv < c->max_uv * 78 / 100, open = !down && ua < 10000;

	if (c->max_ua < LOAD_UA)
		return;
	c->drops += down && !c->down;
	c->opens += open && !c->open;
	c->down = down;
	c->open = open;
}

static void note_load(struct truth_crude *c, int64_t t_us, int64_t uv, int64_t ua)
{
	if (ua < LOAD_UA && !cd_known(c->load_us))
		c->noload_uv = uv;
	if (ua >= LOAD_UA && !cd_known(c->load_us))
		c->load_us = t_us;
	if (cd_known(c->load_us) && t_us - c->load_us < MINUTE_US && ua > c->early_ua)
		c->early_ua = ua;
	if (ua > c->max_ua) {
		c->max_ua = ua;
		c->loaded_uv = uv;
	} else if (ua > c->max_ua * 95 / 100 && uv < c->loaded_uv) {
		c->loaded_uv = uv;
	}
}

static void sample(struct truth_crude *c, const struct cd_event *ev)
{
	int64_t uv = cd_sample_get(&ev->sample, CD_FIELD_VBUS), ua = cd_sample_get(&ev->sample, CD_FIELD_IBUS);

	if (!cd_known(uv) || !cd_known(ua) || !cd_streq(c->input, ev->input))
		return;
	if (c->n++ == 0)
		c->first_us = ev->t_us;
	c->last_us = ev->t_us;
	c->last_ua = ua;
	if (uv > c->max_uv)
		c->max_uv = uv;
	count_drops(c, uv, ua);
	if (!c->down)
		note_load(c, ev->t_us, uv, ua);
}

static void attributes(struct truth_crude *c, const struct cd_attributes *a)
{
	const char *status = cd_attributes_get(a, "status"), *health = cd_attributes_get(a, "health");

	if (status)
		(void)snprintf(c->status, sizeof c->status, "%s", status);
	if (status && health)
		(void)snprintf(c->health, sizeof c->health, "%s", health);
	c->online |= cd_attributes_int(a, "online") > 0;
}

static void note(struct truth_crude *c, const struct cd_event_note *n)
{
	if (n->battery != _CD_BATTERY_INVALID)
		c->battery = n->battery;
	if (n->inline_profile) {
		c->rated_ua = n->inline_profile->rated_ua;
		c->rated_5v = n->inline_profile->rated_uv == 5000000;
	}
}

void truth_crude_feed(struct truth_crude *c, const struct cd_event *ev)
{
	switch (ev->type) {
	case CD_EVENT_ADDED:
		if (ev->added.kind != CD_INPUT_METER || *c->input)
			return;
		(void)snprintf(c->input, sizeof c->input, "%s", ev->input);
		c->position = ev->added.position;
		return;
	case CD_EVENT_SAMPLE:
		return sample(c, ev);
	case CD_EVENT_ATTRIBUTES:
		return attributes(c, ev->attributes);
	case CD_EVENT_NOTE:
		return note(c, &ev->note);
	case CD_EVENT_OVER_CURRENT:
		c->trips++;
		return;
	default:
		return;
	}
}

static int64_t sag_uv(const struct truth_crude *c)
{
	return cd_known(c->noload_uv) ? c->noload_uv - c->loaded_uv : 5000000 - c->loaded_uv;
}

static bool too_short(const struct truth_crude *c)
{
	return *c->input && (c->n < 30 || c->last_us - c->first_us < 5000000 || c->max_uv < 4000000);
}

static bool trips(const struct truth_crude *c)
{
	return c->trips >= 1;
}

static bool far_too_high(const struct truth_crude *c)
{
	return c->max_uv > 6000000 && c->rated_5v;
}

static bool too_high(const struct truth_crude *c)
{
	return c->max_uv > 5600000 && c->max_uv < 8000000;
}

static bool too_much(const struct truth_crude *c)
{
	return cd_known(c->rated_ua) && c->max_ua > c->rated_ua * 12 / 10;
}

static bool drops(const struct truth_crude *c)
{
	return c->drops >= 3;
}

static bool opens(const struct truth_crude *c)
{
	return c->opens >= 3;
}

static bool low_alone(const struct truth_crude *c)
{
	return cd_known(c->noload_uv) && c->noload_uv < 4750000;
}

static bool sags_at_device(const struct truth_crude *c)
{
	return c->max_ua >= LOAD_UA && c->position != CD_POSITION_SOURCE && sag_uv(c) > 400000;
}

static bool sags_at_source(const struct truth_crude *c)
{
	return c->max_ua >= LOAD_UA && c->position == CD_POSITION_SOURCE && sag_uv(c) > 250000;
}

static bool steps_up(const struct truth_crude *c)
{
	return cd_known(c->load_us) && c->last_us - c->load_us > 2 * MINUTE_US &&
	       c->early_ua < c->max_ua * 4 / 10;
}

static bool takes_nothing(const struct truth_crude *c)
{
	return c->n && c->max_ua < 30000 && (c->battery == CD_BATTERY_LOW || c->battery == CD_BATTERY_EMPTY);
}

static bool tapers(const struct truth_crude *c)
{
	return c->max_ua >= LOAD_UA && c->last_ua < c->max_ua / 10;
}

static bool is_little(const struct truth_crude *c)
{
	return cd_known(c->rated_ua) && c->max_ua >= LOAD_UA && c->max_ua < 900000 &&
	       c->max_ua < c->rated_ua * 7 / 10;
}

static bool flows(const struct truth_crude *c)
{
	return c->max_ua >= LOAD_UA || cd_streq(c->status, "Charging");
}

static bool ill(const struct truth_crude *c)
{
	return *c->health && !cd_streq(c->health, "Good") && !cd_streq(c->health, "Unknown");
}

static bool drains(const struct truth_crude *c)
{
	return c->online && cd_streq(c->status, "Discharging");
}

static bool rests(const struct truth_crude *c)
{
	return cd_streq(c->status, "Not charging");
}

static bool says_full(const struct truth_crude *c)
{
	return cd_streq(c->status, "Full") || (c->n && c->battery == CD_BATTERY_FULL);
}

static const struct {
	bool (*holds)(const struct truth_crude *c);
	const char *cause;
} rules[] = {
	{ too_short, "inconclusive" },
	{ far_too_high, "fast-charge-overvoltage" },
	{ too_high, "adapter-overvoltage" },
	{ too_much, "fast-charge-overcurrent" },
	{ trips, "port-overcurrent" },
	{ ill, "battery-reported-bad" },
	{ drops, "adapter-hiccup" },
	{ opens, "cable-intermittent" },
	{ low_alone, "adapter-undervoltage" },
	{ sags_at_device, "cable-resistance" },
	{ sags_at_source, "adapter-current-limited" },
	{ drains, "adapter-underpowered" },
	{ rests, "charge-limit" },
	{ says_full, "full" },
	{ takes_nothing, "battery-not-accepting" },
	{ steps_up, "battery-overdischarged" },
	{ tapers, "full" },
	{ is_little, "charging-slowly" },
	{ flows, "charging" },
};

const char *truth_crude_cause(const struct truth_crude *c)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(rules); i++)
		if (rules[i].holds(c))
			return rules[i].cause;
	return "inconclusive";
}
