/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Profiles in JSON, both ways from one table of members.
 */

#include "recording-profile.h"

#include "json-text.h"
#include "recording-keys.h"

static const struct member {
	const char *key;
	size_t offset;
	int64_t min, max;
} numbers[] = {
	{ "rated_uv", offsetof(struct cd_profile, rated_uv), CD_PROFILE_UV_MIN, CD_PROFILE_UV_MAX },
	{ "rated_ua", offsetof(struct cd_profile, rated_ua), CD_PROFILE_UA_MIN, CD_PROFILE_UA_MAX },
	{ "energy_uwh", offsetof(struct cd_profile, energy_uwh), CD_PROFILE_UWH_MIN, CD_PROFILE_UWH_MAX },
	{ "battery_uwh", offsetof(struct cd_profile, battery_uwh), 0, CD_PROFILE_UWH_MAX },
	{ "regulation_uv", offsetof(struct cd_profile, regulation_uv), CD_PROFILE_UV_MIN, CD_PROFILE_UV_MAX },
}, answers[] = {
	{ "enumerates", offsetof(struct cd_profile, enumerates), 0, 0 },
	{ "fast_charge", offsetof(struct cd_profile, fast_charge), 0, 0 },
};

static void *member_of(struct cd_profile *p, const struct member *m)
{
	return (char *)p + m->offset;
}

static const void *const_member_of(const struct cd_profile *p, const struct member *m)
{
	return (const char *)p + m->offset;
}

static bool set_charge_time(struct cd_profile *p, struct json_object *value)
{
	int64_t low, high;

	if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) != 2 ||
		!cd_key_int(json_object_array_get_idx(value, 0), CD_PROFILE_S_MIN, CD_PROFILE_S_MAX, &low) ||
		!cd_key_int(json_object_array_get_idx(value, 1), low, CD_PROFILE_S_MAX, &high))
		return false;
	p->charge_time_min_s = low;
	p->charge_time_max_s = high;
	return true;
}

static bool add_led(struct cd_profile *p, const char *name, struct json_object *value)
{
	enum cd_led_meaning meaning = cd_led_meaning_from_string(cd_key_string(value, 64));

	if ((int)meaning < 0 || !cd_profile_name_valid(name) || p->n_leds == CD_PROFILE_LEDS_MAX)
		return false;
	p->leds[p->n_leds].name = strdup(name);
	if (!p->leds[p->n_leds].name)
		return false;
	p->leds[p->n_leds++].meaning = meaning;
	return true;
}

static bool set_leds(struct cd_profile *p, struct json_object *leds, uint64_t *skipped)
{
	if (!json_object_is_type(leds, json_type_object))
		return false;
	json_object_object_foreach(leds, name, value) *skipped += !add_led(p, name, value);
	return true;
}

static bool set_member(struct cd_profile *p, const char *key, struct json_object *value, uint64_t *skipped)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(numbers); i++)
		if (cd_streq(numbers[i].key, key))
			return cd_key_int(value, numbers[i].min, numbers[i].max, member_of(p, &numbers[i]));
	for (size_t i = 0; i < CD_ELEMENTSOF(answers); i++) {
		enum cd_tristate *answer = member_of(p, &answers[i]);

		if (!cd_streq(answers[i].key, key))
			continue;
		if (!json_object_is_type(value, json_type_boolean))
			return false;
		*answer = json_object_get_boolean(value) ? CD_YES : CD_NO;
		return true;
	}
	if (cd_streq(key, "charge_time_s"))
		return set_charge_time(p, value);
	if (cd_streq(key, "leds"))
		return set_leds(p, value, skipped);
	return false;
}

/* What a stranger's script calls its device becomes a name: "Speaker 2S" is speaker-2s. The numbers count, not the name. */
static void make_name(const char *said, char *name)
{
	size_t n = 0;

	for (; said && *said && n < CD_PROFILE_NAME_MAX; said++) {
		char c = *said >= 'A' && *said <= 'Z' ? (char)(*said + 'a' - 'A') : *said;
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (plain)
			name[n++] = c;
		else if (n > 0 && name[n - 1] != '-')
			name[n++] = '-';
	}
	while (n > 0 && name[n - 1] == '-')
		n--;
	name[n] = '\0';
	if (n == 0)
		memcpy(name, "unnamed", sizeof("unnamed"));
}

int cd_profile_from_json(struct json_object *object, uint64_t *skipped, struct cd_profile **profile)
{
	const char *said = cd_key_string(json_object_object_get(object, "name"), CD_PROFILE_TEXT_MAX);
	char name[CD_PROFILE_NAME_MAX + 1];

	*profile = cd_profile_free(*profile);
	if (cd_profile_name_valid(said) && strlen(said) <= CD_PROFILE_NAME_MAX)
		memcpy(name, said, strlen(said) + 1);
	else
		make_name(said, name);
	*profile = cd_profile_new(name);
	if (!*profile)
		return -ENOMEM;
	json_object_object_foreach(object, key, value)
	{
		if (!cd_streq(key, "name") && !set_member(*profile, key, value, skipped))
			++*skipped;
	}
	return 0;
}

static int write_numbers(struct cd_buffer *b, const struct cd_profile *p)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(numbers); i++) {
		const int64_t *v = const_member_of(p, &numbers[i]);

		if (cd_known(*v) && cd_buffer_printf(b, ",\"%s\":%lld", numbers[i].key, (long long)*v) < 0)
			return -ENOMEM;
	}
	if (cd_known(p->charge_time_min_s) && cd_known(p->charge_time_max_s))
		return cd_buffer_printf(b, ",\"charge_time_s\":[%lld,%lld]", (long long)p->charge_time_min_s,
			(long long)p->charge_time_max_s);
	return 0;
}

static int write_answers(struct cd_buffer *b, const struct cd_profile *p)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(answers); i++) {
		const enum cd_tristate *v = const_member_of(p, &answers[i]);

		if (*v != CD_MAYBE &&
			cd_buffer_printf(b, ",\"%s\":%s", answers[i].key, *v ? "true" : "false") < 0)
			return -ENOMEM;
	}
	return 0;
}

static int write_leds(struct cd_buffer *b, const struct cd_profile *p)
{
	for (size_t i = 0; i < p->n_leds; i++) {
		const char *meaning = cd_led_meaning_to_string(p->leds[i].meaning);

		if (cd_buffer_printf(b, i ? "," : ",\"leds\":{") < 0 ||
			cd_json_append_string(b, p->leds[i].name) < 0 ||
			cd_buffer_printf(b, ":\"%s\"", meaning) < 0)
			return -ENOMEM;
	}
	return p->n_leds ? cd_buffer_append(b, "}", 1) : 0;
}

int cd_profile_to_json(struct cd_buffer *b, const struct cd_profile *p)
{
	if (cd_buffer_printf(b, "{\"name\":") < 0 || cd_json_append_string(b, p->name) < 0 ||
		write_numbers(b, p) < 0 || write_answers(b, p) < 0 || write_leds(b, p) < 0)
		return -ENOMEM;
	return cd_buffer_append(b, "}", 1);
}
