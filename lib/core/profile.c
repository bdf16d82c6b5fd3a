/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Profiles in memory, and the sorted set of them. Reading the files' text is profile-parse.c.
 */

#include "profile.h"

#include <stdio.h>

#include "parameter.h"
#include "string-table.h"

#include "parameters/profile.def"

static const char *const led_names[] = {
	[CD_LED_UNKNOWN] = "unknown",
	[CD_LED_LOW] = "low",
	[CD_LED_CHARGING] = "charging",
	[CD_LED_FULL] = "full",
	[CD_LED_ERROR] = "error",
};
CD_DEFINE_STRING_TABLE(cd_led_meaning, enum cd_led_meaning, led_names, _CD_LED_MAX)

static const char *const charger_names[] = {
	[CD_CHARGER_LINEAR] = "linear",
	[CD_CHARGER_SWITCHING] = "switching",
	[CD_CHARGER_BOOST] = "boost",
};
CD_DEFINE_STRING_TABLE(cd_charger, enum cd_charger, charger_names, _CD_CHARGER_MAX)

bool cd_profile_name_valid(const char *s)
{
	size_t len;

	if (!s)
		return false;
	len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return len >= 1 && len <= CD_PROFILE_NAME_MAX && s[len] == '\0';
}

struct cd_profile *cd_profile_new(const char *name)
{
	struct cd_profile *p;

	if (!cd_profile_name_valid(name))
		return NULL;
	p = malloc(sizeof(*p));
	if (!p)
		return NULL;
	*p = (struct cd_profile){
		.name = strdup(name),
		.rated_uv = CD_UNKNOWN,
		.rated_ua = CD_UNKNOWN,
		.rated_uw = CD_UNKNOWN,
		.energy_uwh = CD_UNKNOWN,
		.battery_uwh = CD_UNKNOWN,
		.cells = CD_UNKNOWN,
		.termination_ua = CD_UNKNOWN,
		.charger = _CD_CHARGER_INVALID,
		.charge_time_min_s = CD_UNKNOWN,
		.charge_time_max_s = CD_UNKNOWN,
		.regulation_uv = CD_UNKNOWN,
		.enumerates = CD_MAYBE,
		.fast_charge = CD_MAYBE,
	};
	return p->name ? p : cd_profile_free(p);
}

struct cd_profile *cd_profile_free(struct cd_profile *p)
{
	if (!p)
		return NULL;
	free(p->name);
	free(p->title);
	free(p->category);
	for (size_t i = 0; i < CD_PROFILE_LEDS_MAX; i++)
		free(p->leds[i].name);
	for (size_t i = 0; i < CD_PROFILE_STEPS_MAX; i++)
		free(p->reset[i]);
	for (size_t i = 0; i < CD_PROFILE_SOURCES_MAX; i++) {
		free(p->sources[i].key);
		free(p->sources[i].text);
	}
	free(p->reset_loses);
	free(p->source);
	free(p);
	return NULL;
}

static bool copy_text(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return *to || !from;
}

static bool copy_texts(struct cd_profile *to, const struct cd_profile *from)
{
	bool ok = copy_text(&to->name, from->name) && copy_text(&to->title, from->title) &&
		  copy_text(&to->category, from->category) &&
		  copy_text(&to->reset_loses, from->reset_loses) && copy_text(&to->source, from->source);

	for (size_t i = 0; ok && i < from->n_leds; i++)
		ok = copy_text(&to->leds[i].name, from->leds[i].name);
	for (size_t i = 0; ok && i < from->n_sources; i++)
		ok = copy_text(&to->sources[i].key, from->sources[i].key) &&
		     copy_text(&to->sources[i].text, from->sources[i].text);
	for (size_t i = 0; ok && i < from->n_reset; i++)
		ok = copy_text(&to->reset[i], from->reset[i]);
	return ok;
}

struct cd_profile *cd_profile_copy(const struct cd_profile *p)
{
	struct cd_profile *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *p;
	copy->name = copy->title = copy->category = copy->reset_loses = copy->source = NULL;
	for (size_t i = 0; i < CD_PROFILE_LEDS_MAX; i++)
		copy->leds[i].name = NULL;
	memset(copy->reset, 0, sizeof(copy->reset));
	memset(copy->sources, 0, sizeof(copy->sources));
	return copy_texts(copy, p) ? copy : cd_profile_free(copy);
}

const char *cd_profile_source(const struct cd_profile *p, const char *key)
{
	for (size_t i = 0; i < p->n_sources; i++)
		if (cd_streq(p->sources[i].key, key) && p->sources[i].text)
			return p->sources[i].text;
	return p->source;
}

int64_t cd_profile_whole_uwh(const struct cd_profile *p, bool *ret_estimated)
{
	*ret_estimated = !cd_known(p->energy_uwh) && cd_known(p->battery_uwh) && p->battery_uwh > 0;
	return *ret_estimated ? (int64_t)((double)p->battery_uwh / EFFICIENCY) : p->energy_uwh;
}

enum cd_led_meaning cd_profile_led(const struct cd_profile *p, const char *led)
{
	for (size_t i = 0; p && led && i < p->n_leds; i++)
		if (cd_streq(p->leds[i].name, led))
			return p->leds[i].meaning;
	return CD_LED_UNKNOWN;
}

bool cd_profile_has_led(const struct cd_profile *p, const char *led, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	if (!p || !led || p->n_leds == 0)
		return true;
	for (size_t i = 0; i < p->n_leds; i++) {
		if (cd_streq(p->leds[i].name, led))
			return true;
		if (n < size)
			n += (size_t)snprintf(buf + n, size - n, "%s%s", i ? ", " : "", p->leds[i].name);
	}
	return false;
}

static size_t lower_bound(const struct cd_profiles *set, const char *name)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(set->items[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int cd_profiles_add(struct cd_profiles *set, struct cd_profile *p)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *owned = p;
	size_t i = lower_bound(set, p->name);
	struct cd_profile **items;

	if (i < set->n && cd_streq(set->items[i]->name, p->name)) {
		(void)cd_profile_free(set->items[i]);
		set->items[i] = CD_TAKE(owned);
		return 0;
	}
	if (set->n >= CD_PROFILES_MAX)
		return -E2BIG;
	/* a directory is read once at start: growing by one is cheap enough */
	items = reallocarray(set->items, set->n + 1, sizeof(struct cd_profile *));
	if (!items)
		return -ENOMEM;
	memmove(items + i + 1, items + i, (set->n - i) * sizeof(struct cd_profile *));
	items[i] = CD_TAKE(owned);
	set->items = items;
	set->n++;
	return 0;
}

const struct cd_profile *cd_profiles_find(const struct cd_profiles *set, const char *name)
{
	size_t i;

	if (!set || !name)
		return NULL;
	i = lower_bound(set, name);
	return i < set->n && cd_streq(set->items[i]->name, name) ? set->items[i] : NULL;
}

void cd_profiles_done(struct cd_profiles *set)
{
	for (size_t i = 0; i < set->n; i++)
		(void)cd_profile_free(set->items[i]);
	free(set->items);
	*set = (struct cd_profiles){ 0 };
}
