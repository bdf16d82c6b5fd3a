/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Keys and what fits them are the core's (cd_note_set). Here they are taken out of the message, and each
 * refusal is put into words: which key, what was given, what is allowed.
 */

#include <stdio.h>

#include "bus-error.h"
#include "note.h"

#define ITEMS_MAX 32 /* of one dictionary: a key may be there twice, but not without end */

static int refuse_key(const char *key, sd_bus_error *error)
{
	char known[256] = "";
	size_t n = 0;

	for (const char *const *k = cd_note_keys; *k && n < sizeof(known); k++)
		n += (size_t)snprintf(known + n, sizeof(known) - n, " %s", *k);
	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS, "note: unknown key \"%.*s\"; known are%s",
		BUS_ECHO(key), known);
}

static int refuse_value(const char *key, const char *value, sd_bus_error *error)
{
	const char *help = cd_note_key_help(key);

	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
		"note: %s=\"%.*s\" is not allowed; %s is: %s", key, BUS_ECHO(value), key,
		help ? help : "something else");
}

static int set_string(struct cd_event_note *note, const char *key, const char *value, sd_bus_error *error)
{
	int r;

	r = strlen(value) > CD_NOTE_TEXT_MAX ? -EMSGSIZE : cd_note_set(note, key, value);
	if (r == -ENOENT)
		return refuse_key(key, error);
	if (r == -EMSGSIZE)
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: %.*s: the text has %zu bytes, at most %d are allowed", BUS_ECHO(key),
			strlen(value), CD_NOTE_TEXT_MAX);
	return r < 0 ? refuse_value(key, value, error) : 0;
}

/* A number is taken where the note keeps a number: then nothing borrows the text made of it. */
static int set_number(struct cd_event_note *note, const char *key, double value, sd_bus_error *error)
{
	char text[40];

	if (!cd_streq(key, "adapter_watts"))
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: %.*s: a string is expected, a number was given", BUS_ECHO(key));
	(void)snprintf(text, sizeof(text), "%.3f", value);
	return set_string(note, key, text, error);
}

static int read_number(sd_bus_message *m, char type, double *ret)
{
	union {
		double d;
		uint32_t u;
		int32_t i;
		uint64_t t;
		int64_t x;
	} v;
	int r = sd_bus_message_read_basic(m, type, &v);

	if (r < 0)
		return r;
	*ret = type == 'd'   ? v.d
	       : type == 'u' ? v.u
	       : type == 'i' ? v.i
	       : type == 't' ? (double)v.t
			     : (double)v.x;
	return 0;
}

static int read_value(sd_bus_message *m, struct cd_event_note *note, const char *key, sd_bus_error *error)
{
	const char *type, *s;
	double d;
	int r;

	r = sd_bus_message_peek_type(m, NULL, &type);
	if (r < 0)
		return r;
	r = sd_bus_message_enter_container(m, 'v', type);
	if (r < 0)
		return r;
	if (cd_streq(type, "s")) {
		r = sd_bus_message_read(m, "s", &s);
		if (r >= 0)
			r = set_string(note, key, s, error);
	} else if (type[0] && !type[1] && strchr("duitx", type[0])) {
		r = read_number(m, type[0], &d);
		if (r >= 0)
			r = set_number(note, key, d, error);
	} else {
		r = sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"note: %.*s: a string is expected, a value of type \"%.*s\" was given", BUS_ECHO(key),
			BUS_ECHO(type));
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int check_profile(
	const struct cd_event_note *note, const struct cd_profiles *profiles, sd_bus_error *error)
{
	char known[256] = "";
	size_t n = 0;

	if (!note->profile || cd_profiles_find(profiles, note->profile))
		return 0;
	/* a few are named, a longer list is another program's */
	for (size_t i = 0; profiles->n <= 3 && i < profiles->n && n < sizeof(known); i++)
		n += (size_t)snprintf(
			known + n, sizeof(known) - n, "%s%s", i > 0 ? ", " : "", profiles->items[i]->name);
	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
		"note: there is no profile \"%.*s\"; %zu are known%s%s%s", BUS_ECHO(note->profile),
		profiles->n,
		profiles->n > 3   ? ", \"chargectl profile list\" names them"
		: profiles->n > 0 ? ": "
				  : "",
		known, profiles->n > 0 ? " (files in " CD_PROFILE_DIR_ADMIN " are read on reload)" : "");
}

static int check_led(const struct cd_event_note *note, const struct cd_profiles *profiles,
	const char *profile, sd_bus_error *error)
{
	const char *name = note->profile ? note->profile : profile;
	char known[256];

	if (!name || cd_profile_has_led(cd_profiles_find(profiles, name), note->led, known, sizeof(known)))
		return 0;
	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
		"note: led=\"%.*s\" is none of the profile %s; it has %s", BUS_ECHO(note->led), name, known);
}

int note_read(sd_bus_message *m, const struct cd_profiles *profiles, const char *profile,
	struct cd_event_note *ret, sd_bus_error *error)
{
	struct cd_event_note note = CD_NOTE_NOTHING;
	unsigned items = 0;
	const char *key;
	int r;

	r = sd_bus_message_enter_container(m, 'a', "{sv}");
	if (r < 0)
		return r;
	while ((r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		if (++items > ITEMS_MAX)
			return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
				"note: more than %d entries were given", ITEMS_MAX);
		r = sd_bus_message_read(m, "s", &key);
		if (r >= 0)
			r = read_value(m, &note, key, error);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
		if (r < 0)
			return r;
	}
	if (r < 0)
		return r;
	if (items == 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, "note: it says nothing");
	r = check_profile(&note, profiles, error);
	if (r >= 0)
		r = check_led(&note, profiles, profile, error);
	if (r < 0)
		return r;
	*ret = note;
	return sd_bus_message_exit_container(m);
}
