/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Copies of borrowed event data. Every setter builds the new state aside and swaps it in, so that running out of memory
 * leaves what was known.
 */

#include "input.h"

#include "parameter.h"
#include "parameters/input.def"

struct cd_input *cd_input_new(const char *name)
{
	struct cd_input *i = calloc(1, sizeof(*i));

	if (!i)
		return NULL;
	i->attributes_us = i->tripped_us = CD_UNKNOWN;
	i->note = CD_NOTE_NOTHING;
	i->enumeration = _CD_ENUMERATION_INVALID;
	i->added.settle_us = CD_UNKNOWN;
	i->name = strdup(name);
	if (!i->name)
		return cd_input_free(i);
	return i;
}

static void free_added(struct cd_event_added *a)
{
	free((char *)a->model);
	free((char *)a->serial);
}

static void free_note(struct cd_event_note *n)
{
	free((char *)n->profile);
	free((char *)n->line);
	free((char *)n->led);
	free((char *)n->cable);
	free((char *)n->adapter);
	free((char *)n->label);
}

struct cd_input *cd_input_free(struct cd_input *i)
{
	if (!i)
		return NULL;
	free(i->name);
	free_added(&i->added);
	free_note(&i->note);
	cd_attributes_done(&i->attributes);
	cd_profile_free(i->note_profile);
	free(i);
	return NULL;
}

/* A NULL copies to NULL; false only for lack of memory. */
static bool copy_string(const char *from, const char **to)
{
	*to = from ? strdup(from) : NULL;
	return !from || *to;
}

int cd_input_set_added(struct cd_input *i, const struct cd_event_added *added)
{
	struct cd_event_added copy = *added;
	bool ok = copy_string(added->model, &copy.model);

	ok = copy_string(added->serial, &copy.serial) && ok;
	if (!ok) {
		free_added(&copy);
		return -ENOMEM;
	}
	free_added(&i->added);
	i->added = copy;
	return 0;
}

int cd_input_set_attributes(struct cd_input *i, const struct cd_attributes *attributes, int64_t t_us)
{
	struct cd_attributes copy = { 0 };
	int r = cd_attributes_copy(&copy, attributes);

	if (r < 0) {
		cd_attributes_done(&copy);
		return r;
	}
	cd_attributes_done(&i->attributes);
	i->attributes = copy;
	i->attributes_us = t_us;
	return 0;
}

int cd_input_add_note(struct cd_input *i, const struct cd_event_note *note)
{
	struct cd_event_note merged = i->note, copy;
	struct cd_profile *profile = NULL;
	bool ok = true;

	cd_note_merge(&merged, note);
	copy = merged;
	ok = copy_string(merged.profile, &copy.profile) && ok;
	ok = copy_string(merged.line, &copy.line) && ok;
	ok = copy_string(merged.led, &copy.led) && ok;
	ok = copy_string(merged.cable, &copy.cable) && ok;
	ok = copy_string(merged.adapter, &copy.adapter) && ok;
	ok = copy_string(merged.label, &copy.label) && ok;
	if (merged.inline_profile) {
		profile = cd_profile_copy(merged.inline_profile);
		ok = profile && ok;
	}
	if (!ok) {
		free_note(&copy);
		cd_profile_free(profile);
		return -ENOMEM;
	}
	free_note(&i->note);
	cd_profile_free(i->note_profile);
	i->note = copy;
	i->note_profile = profile;
	i->note.inline_profile = profile;
	i->has_note = true;
	return 0;
}

enum cd_position cd_input_position(const struct cd_input *i)
{
	return i->has_note && (int)i->note.position > CD_POSITION_UNKNOWN ? i->note.position
									  : i->added.position;
}

/* "usb1-port2" and "usb1-port3" are of one hub. */
static bool same_hub(const char *a, const char *b)
{
	const char *end = strstr(a, "-port");

	return end && strncmp(a, b, (size_t)(end - a) + strlen("-port")) == 0;
}

static bool is_empty(const struct cd_input *i)
{
	for (size_t k = 0; k < i->attributes.n; k++)
		if (cd_streq(i->attributes.items[k].key, "device") ||
			strncmp(i->attributes.items[k].key, "device/", strlen("device/")) == 0)
			return false;
	return true;
}

static bool with(const struct cd_input *i, const struct cd_input *o, int64_t t_us)
{
	return cd_known(o->tripped_us) && t_us - o->tripped_us <= COMPANY_US && same_hub(i->name, o->name);
}

/* The monitor keeps such reports back (usb-port.c of lib/io): this is for recordings of others. A port with a device on it may well
 * have been tripped by it: beside one empty port it is believed, beside more of them it is not. */
void cd_input_tripped(struct cd_input *i, struct cd_input *const *all, size_t n, int64_t t_us)
{
	unsigned empty = 0;

	i->tripped_us = t_us;
	for (size_t k = 0; k < n; k++)
		empty += with(i, all[k], t_us) && is_empty(all[k]);
	for (size_t k = 0; k < n && empty > 1; k++)
		if (with(i, all[k], t_us))
			all[k]->in_company = true;
}
