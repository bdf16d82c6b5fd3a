/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text of a profile, through ini.h. Keys and their values are profile-keys.c. The line source counts, and hands out
 * an empty line in the place of one that cannot be used:
 *
 *     text ─► next_line() ─► ini.c ─► on_value() ─► keys
 *               │ counts, refuses, remembers whether something was made of the line
 *               └► complaints with line numbers
 *
 * An indented line continues the value before it: on_value() is called a second time with the same key.
 */

#include "profile-internal.h"

#include <stdio.h>

#include "ini.h"
#include "utf8.h"

/* Sections */

static struct cd_profile_led *find_led(struct cd_profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->n_leds; i++)
		if (cd_streq(profile->leds[i].name, name))
			return &profile->leds[i];
	return NULL;
}

static int on_led(struct cd_profile_parse *p, const char *name, const char *value)
{
	enum cd_led_meaning meaning = cd_led_meaning_from_string(value);
	struct cd_profile_led *led = find_led(p->profile, name);

	if (!cd_profile_name_valid(name)) {
		cd_profile_complain(
			p, p->line, "lamp %.60s: expected a word of a-z 0-9 - such as blinking-red", name);
		return CD_PROFILE_VALUE_REFUSED;
	}
	if ((int)meaning < 0) {
		cd_profile_complain(p, p->line, "%.60s=%.60s: expected low, charging, full, error or unknown",
			name, value);
		return CD_PROFILE_VALUE_REFUSED;
	}
	if (!led && p->profile->n_leds == CD_PROFILE_LEDS_MAX) {
		cd_profile_complain(p, p->line, "more than %d lamps", CD_PROFILE_LEDS_MAX);
		return CD_PROFILE_VALUE_REFUSED;
	}
	if (led) {
		cd_profile_warn(p, p->line, "%.60s is given twice: the last one counts", name);
	} else {
		led = &p->profile->leds[p->profile->n_leds];
		led->name = strdup(name);
		if (!led->name)
			return -ENOMEM;
		p->profile->n_leds++;
	}
	led->meaning = meaning;
	return 0;
}

/* "Step7" -> 7, 0 when it is no such key. */
static unsigned step_number(const char *name)
{
	unsigned n = 0;

	if (strncmp(name, "Step", 4) != 0 || name[4] == '0')
		return 0;
	for (name += 4; *name >= '0' && *name <= '9' && n <= CD_PROFILE_STEPS_MAX; name++)
		n = n * 10 + (unsigned)(*name - '0');
	return *name == '\0' && n <= CD_PROFILE_STEPS_MAX ? n : 0;
}

static int on_reset_key(struct cd_profile_parse *p, const char *name, const char *value)
{
	unsigned step = step_number(name);

	if (step == 0 && !cd_streq(name, "Loses")) {
		cd_profile_warn(p, p->line, "unknown key %.60s in [reset]: expected Step1 to Step%d or Loses",
			name, CD_PROFILE_STEPS_MAX);
		return CD_PROFILE_VALUE_REFUSED;
	}
	p->reset_line = p->line;
	return cd_profile_set_text(
		p, name, step ? &p->profile->reset[step - 1] : &p->profile->reset_loses, value);
}

static const struct {
	const char *name;
	int (*on_key)(struct cd_profile_parse *p, const char *name, const char *value);
} sections[] = {
	{ "leds", on_led },
	{ "profile", cd_profile_set_key },
	{ "reset", on_reset_key },
	{ "sources", cd_profile_set_source },
};

static int on_key(struct cd_profile_parse *p, const char *section, const char *name, const char *value)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(sections); i++)
		if (cd_streq(sections[i].name, section))
			return sections[i].on_key(p, name, value);
	if (p->complained_section != p->section_line || p->section_line == 0)
		cd_profile_warn(p, p->section_line ? p->section_line : p->line,
			"unknown section [%.60s]: expected [profile], [sources], [leds] or [reset]", section);
	p->complained_section = p->section_line;
	return CD_PROFILE_VALUE_REFUSED;
}

static int continue_text(struct cd_profile_parse *p, const char *name, const char *value)
{
	CD_FREE char *joined = NULL;

	if (!p->open_text) {
		cd_profile_complain(p, p->line,
			"an indented line continues %.60s, which is no text: remove the indentation", name);
		return CD_PROFILE_VALUE_REFUSED;
	}
	if (asprintf(&joined, "%s %s", *p->open_text, value) < 0) {
		joined = NULL;
		return -ENOMEM;
	}
	return cd_profile_set_text(p, name, p->open_text, joined);
}

static void on_value(void *userdata, const char *section, const char *name, const char *value)
{
	struct cd_profile_parse *p = userdata;
	int r;

	p->expect_value = false;
	p->have_key = true;
	if (p->continuation) {
		r = continue_text(p, name, value);
	} else {
		p->open_text = NULL;
		r = on_key(p, section, name, value);
	}
	if (r < 0)
		p->error = r;
	p->drop_indented = r != 0;
}

/* Lines */

static const char *blank_prefix(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++;
	return s;
}

/* Text as it may be handed out. */
static bool line_usable(struct cd_profile_parse *p, const char *s, size_t len, size_t room)
{
	if (len >= room) {
		cd_profile_complain(
			p, p->line, "longer than %zu bytes: continue it on an indented line", room - 1);
		return false;
	}
	for (size_t i = 0; i < len;) {
		size_t n = s[i] ? cd_utf8_sequence(s + i, len - i) : 0;

		if (n == 0) {
			cd_profile_complain(p, p->line, "not UTF-8 text");
			return false;
		}
		i += n;
	}
	return true;
}

static void end_line(struct cd_profile_parse *p)
{
	if (p->expect_value) {
		cd_profile_complain(p, p->line, "neither [section] nor Key=Value");
		p->drop_indented = true;
	}
	p->expect_value = false;
}

/* Notes what kind of line this is; false when it shall not be handed out. */
static bool classify(struct cd_profile_parse *p, const char *s, size_t len)
{
	const char *start = blank_prefix(s, s + len);

	p->continuation = false;
	if (start == s + len || *start == '#' || *start == ';')
		return true;
	if (*start == '[' && (start == s || !p->have_key)) {
		p->section_line = p->line;
		p->have_key = false;
		p->open_text = NULL;
		p->drop_indented = false;
		if (memchr(start, ']', len - (size_t)(start - s)))
			return true;
		cd_profile_complain(p, p->line, "a section header without ]");
		return false;
	}
	p->continuation = start > s && p->have_key;
	if (p->continuation && p->drop_indented)
		return false;
	p->expect_value = true;
	return true;
}

/* fgets() over memory. */
static char *next_line(char *buf, int size, void *userdata)
{
	struct cd_profile_parse *p = userdata;
	const char *s = p->text + p->pos;
	const char *newline;
	size_t len;

	end_line(p);
	if (p->pos >= p->len || p->error < 0)
		return NULL;
	newline = memchr(s, '\n', p->len - p->pos);
	len = newline ? (size_t)(newline - s) : p->len - p->pos;
	p->pos += len + 1;
	p->line++;
	if (!line_usable(p, s, len, (size_t)size - 1)) {
		p->drop_indented = true;
		len = 0;
	} else if (!classify(p, s, len)) {
		len = 0;
	}
	memcpy(buf, s, len);
	memcpy(buf + len, "\n", 2);
	return buf;
}

/* Steps without gaps: what follows a missing one moves up. */
static void close_ranks(struct cd_profile_parse *p)
{
	struct cd_profile *profile = p->profile;
	bool gap = false;

	for (size_t i = 0; i < CD_PROFILE_STEPS_MAX; i++) {
		char *step = CD_TAKE(profile->reset[i]);

		if (!step)
			continue;
		gap = gap || i != profile->n_reset;
		profile->reset[profile->n_reset++] = step;
	}
	if (gap)
		cd_profile_complain(
			p, p->reset_line, "[reset] leaves out a step: they count from Step1 without a gap");
}

int cd_profile_parse(const char *name, const char *text, size_t len, struct cd_complaint *complaints,
	size_t max, size_t *ret_n, struct cd_profile **ret)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *profile = cd_profile_new(name);
	struct cd_profile_parse p = {
		.text = text, .len = len, .profile = profile, .complaints = complaints, .max = max
	};
	int r = 0;

	if (!cd_profile_name_valid(name)) {
		cd_profile_complain(&p, 1, "the name of a profile is 1 to %d characters of a-z 0-9 -",
			CD_PROFILE_NAME_MAX);
		r = -EINVAL;
	} else if (!profile) {
		r = -ENOMEM;
	}
	if (r == 0 && len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		p.pos = 3;
	if (r == 0) {
		cd_ini_parse(&(struct cd_ini){ .next = next_line, .value = on_value, .userdata = &p });
		r = p.error;
	}
	if (r == 0 && !p.usable) {
		cd_profile_complain(&p, 1, "no usable [profile] section: is this a profile?");
		r = -EINVAL;
	}
	if (r == 0)
		close_ranks(&p);
	if (ret_n)
		*ret_n = p.n;
	if (r == 0)
		*ret = CD_TAKE(profile);
	return r;
}
