/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text of a profile, through inih and a table of keys.
 *
 * inih neither tells its callers the line it is at nor lets them tell a long line from a short one
 * (distributions build it with 200 bytes a line: the handler gets what fits, the rest comes back as a line of
 * its own). So it reads through our own line source, which counts, and which hands out an empty line in the
 * place of one that inih would spoil:
 *
 *     text ─► next_line() ─► inih ─► on_value() ─► keys[]
 *               │ counts, refuses, remembers whether inih made something of the line
 *               └► complaints with line numbers
 *
 * An indented line continues the value before it; inih then calls the handler a second time with the same
 * key.
 */

#include "profile.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>

#include "decimal.h"
#include "utf8.h"

struct parse {
	const char *text;
	size_t len, pos;
	unsigned line;         /* of the line inih has now */
	bool expect_value;     /* that line must reach on_value() */
	bool continuation;     /* that line is indented and continues a value */
	bool have_key;         /* inih has a key that an indented line would continue */
	bool drop_indented;    /* the value that the next indented line continues was refused */
	unsigned section_line; /* of the last section header */
	unsigned complained_section;
	char **open_text; /* the text a continuation is appended to */
	unsigned reset_line;
	unsigned long seen; /* 1 << index in profile_keys */
	bool usable;
	int error;
	struct cd_profile *profile;
	struct cd_complaint *complaints;
	size_t max, n;
};

static void CD_PRINTF(3, 4) complain(struct parse *p, unsigned line, const char *fmt, ...)
{
	struct cd_complaint *c;
	va_list ap;

	if (p->n++ >= p->max)
		return;
	c = &p->complaints[p->n - 1];
	c->line = line;
	va_start(ap, fmt);
	(void)vsnprintf(c->text, sizeof(c->text), fmt, ap);
	va_end(ap);
	/* it may quote the file, and what it quotes may be cut inside a character */
	for (char *s = c->text; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			*s = '?';
}

/* Values */

struct key {
	const char *name;
	int (*set)(struct parse *p, const struct key *key, const char *value); /* 0, 1 refused, -ENOMEM */
	size_t offset;
	const struct cd_unit *units;
	int64_t min, max;
	const char *expects;
};

enum { VALUE_REFUSED = 1 };

static void *member_of(struct parse *p, const struct key *key)
{
	return (char *)p->profile + key->offset;
}

static int refuse(struct parse *p, const struct key *key, const char *value)
{
	complain(p, p->line, "%s=%.60s: expected %s", key->name, value, key->expects);
	return VALUE_REFUSED;
}

static int set_quantity(struct parse *p, const struct key *key, const char *value)
{
	int64_t *member = member_of(p, key);
	int64_t v;

	if (cd_decimal_parse_unit(value, strlen(value), key->units, &v) < 0 || v < key->min || v > key->max)
		return refuse(p, key, value);
	*member = v;
	return 0;
}

/* "3h" or "3h-4h". */
static int set_time_range(struct parse *p, const struct key *key, const char *value)
{
	const char *dash = strchr(value, '-');
	size_t first = dash ? (size_t)(dash - value) : strlen(value);
	const char *second = dash ? dash + 1 : value;
	int64_t low, high;

	while (first && value[first - 1] == ' ')
		first--;
	second += strspn(second, " ");
	if (cd_decimal_parse_unit(value, first, key->units, &low) < 0 ||
		cd_decimal_parse_unit(second, strlen(second), key->units, &high) < 0 || low < key->min ||
		high > key->max || low > high)
		return refuse(p, key, value);
	p->profile->charge_time_min_s = low;
	p->profile->charge_time_max_s = high;
	return 0;
}

static int set_yes_no(struct parse *p, const struct key *key, const char *value)
{
	enum cd_tristate *member = member_of(p, key);

	if (!cd_streq(value, "yes") && !cd_streq(value, "no"))
		return refuse(p, key, value);
	*member = cd_streq(value, "yes") ? CD_YES : CD_NO;
	return 0;
}

static int put_text(struct parse *p, const char *name, char **to, const char *value)
{
	char *copy;

	if (!cd_text_valid(value, strnlen(value, CD_PROFILE_TEXT_MAX + 1), CD_PROFILE_TEXT_MAX)) {
		complain(p, p->line, "%.60s: expected 1 to %d bytes of text without control characters", name,
			CD_PROFILE_TEXT_MAX);
		return VALUE_REFUSED;
	}
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	free(*to);
	*to = copy;
	p->open_text = to;
	return 0;
}

static int set_text(struct parse *p, const struct key *key, const char *value)
{
	return put_text(p, key->name, member_of(p, key), value);
}

static int set_word(struct parse *p, const struct key *key, const char *value)
{
	int r;

	if (!cd_profile_name_valid(value))
		return refuse(p, key, value);
	r = set_text(p, key, value);
	p->open_text = NULL;
	return r;
}

static const struct cd_unit units_uv[] = { { "V", 1000000 }, { "mV", 1000 }, { 0 } };
static const struct cd_unit units_ua[] = { { "A", 1000000 }, { "mA", 1000 }, { 0 } };
static const struct cd_unit units_uwh[] = { { "Wh", 1000000 }, { "mWh", 1000 }, { 0 } };
static const struct cd_unit units_s[] = { { "h", 3600 }, { "min", 60 }, { "s", 1 }, { 0 } };

/* Sorted by name. */
static const struct key profile_keys[] = {
	{ "Category", set_word, offsetof(struct cd_profile, category), NULL, 0, 0,
		"a word of a-z 0-9 - such as speaker" },
	{ "ChargeTime", set_time_range, 0, units_s, CD_PROFILE_S_MIN, CD_PROFILE_S_MAX,
		"a time or range such as 3h-4h or 90min" },
	{ "Energy", set_quantity, offsetof(struct cd_profile, energy_uwh), units_uwh, CD_PROFILE_UWH_MIN,
		CD_PROFILE_UWH_MAX, "watt-hours such as 23Wh or 900mWh" },
	{ "Enumerates", set_yes_no, offsetof(struct cd_profile, enumerates), NULL, 0, 0, "yes or no" },
	{ "FastCharge", set_yes_no, offsetof(struct cd_profile, fast_charge), NULL, 0, 0, "yes or no" },
	{ "RatedCurrent", set_quantity, offsetof(struct cd_profile, rated_ua), units_ua, CD_PROFILE_UA_MIN,
		CD_PROFILE_UA_MAX, "amperes up to 10 A such as 1.5A or 500mA" },
	{ "RatedVoltage", set_quantity, offsetof(struct cd_profile, rated_uv), units_uv, CD_PROFILE_UV_MIN,
		CD_PROFILE_UV_MAX, "volts from 1 to 60 V such as 5.0V" },
	{ "Regulation", set_quantity, offsetof(struct cd_profile, regulation_uv), units_uv, CD_PROFILE_UV_MIN,
		CD_PROFILE_UV_MAX, "volts from 1 to 60 V such as 4.55V" },
	{ "Source", set_text, offsetof(struct cd_profile, source), NULL, 0, 0, NULL },
	{ "Title", set_text, offsetof(struct cd_profile, title), NULL, 0, 0, NULL },
};

/* Sections */

static int on_profile_key(struct parse *p, const char *name, const char *value)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(profile_keys); i++) {
		int r;

		if (!cd_streq(profile_keys[i].name, name))
			continue;
		if (p->seen & (1ul << i))
			complain(p, p->line, "%s is given twice: the last one counts", name);
		p->seen |= 1ul << i;
		r = profile_keys[i].set(p, &profile_keys[i], value);
		if (r == 0)
			p->usable = true;
		return r;
	}
	complain(p, p->line, "unknown key %.60s in [profile]", name);
	return VALUE_REFUSED;
}

static struct cd_profile_led *find_led(struct cd_profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->n_leds; i++)
		if (cd_streq(profile->leds[i].name, name))
			return &profile->leds[i];
	return NULL;
}

static int on_led(struct parse *p, const char *name, const char *value)
{
	enum cd_led_meaning meaning = cd_led_meaning_from_string(value);
	struct cd_profile_led *led = find_led(p->profile, name);

	if (!cd_profile_name_valid(name)) {
		complain(p, p->line, "lamp %.60s: expected a word of a-z 0-9 - such as blinking-red", name);
		return VALUE_REFUSED;
	}
	if ((int)meaning < 0) {
		complain(p, p->line, "%.60s=%.60s: expected low, charging, full, error or unknown", name,
			value);
		return VALUE_REFUSED;
	}
	if (!led && p->profile->n_leds == CD_PROFILE_LEDS_MAX) {
		complain(p, p->line, "more than %d lamps", CD_PROFILE_LEDS_MAX);
		return VALUE_REFUSED;
	}
	if (led) {
		complain(p, p->line, "%.60s is given twice: the last one counts", name);
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

static int on_reset_key(struct parse *p, const char *name, const char *value)
{
	unsigned step = step_number(name);

	if (step == 0 && !cd_streq(name, "Loses")) {
		complain(p, p->line, "unknown key %.60s in [reset]: expected Step1 to Step%d or Loses", name,
			CD_PROFILE_STEPS_MAX);
		return VALUE_REFUSED;
	}
	p->reset_line = p->line;
	return put_text(p, name, step ? &p->profile->reset[step - 1] : &p->profile->reset_loses, value);
}

static const struct {
	const char *name;
	int (*on_key)(struct parse *p, const char *name, const char *value);
} sections[] = {
	{ "leds", on_led },
	{ "profile", on_profile_key },
	{ "reset", on_reset_key },
};

static int on_key(struct parse *p, const char *section, const char *name, const char *value)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(sections); i++)
		if (cd_streq(sections[i].name, section))
			return sections[i].on_key(p, name, value);
	if (p->complained_section != p->section_line || p->section_line == 0)
		complain(p, p->section_line ? p->section_line : p->line,
			"unknown section [%.60s]: expected [profile], [leds] or [reset]", section);
	p->complained_section = p->section_line;
	return VALUE_REFUSED;
}

static int continue_text(struct parse *p, const char *name, const char *value)
{
	CD_FREE char *joined = NULL;

	if (!p->open_text) {
		complain(p, p->line,
			"an indented line continues %.60s, which is no text: remove the indentation", name);
		return VALUE_REFUSED;
	}
	if (asprintf(&joined, "%s %s", *p->open_text, value) < 0) {
		joined = NULL;
		return -ENOMEM;
	}
	return put_text(p, name, p->open_text, joined);
}

static int on_value(void *userdata, const char *section, const char *name, const char *value)
{
	struct parse *p = userdata;
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
	return 1;
}

/* Lines */

static const char *blank_prefix(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r'))
		s++;
	return s;
}

/* Text as it may be handed to inih. */
static bool line_usable(struct parse *p, const char *s, size_t len, size_t room)
{
	if (len >= room) {
		complain(p, p->line, "longer than %zu bytes: continue it on an indented line", room - 1);
		return false;
	}
	for (size_t i = 0; i < len;) {
		size_t n = s[i] ? cd_utf8_sequence(s + i, len - i) : 0;

		if (n == 0) {
			complain(p, p->line, "not UTF-8 text");
			return false;
		}
		i += n;
	}
	return true;
}

static void end_line(struct parse *p)
{
	if (p->expect_value) {
		complain(p, p->line, "neither [section] nor Key=Value");
		p->drop_indented = true;
	}
	p->expect_value = false;
}

/* Notes what kind of line this is; false when inih shall not see it. */
static bool classify(struct parse *p, const char *s, size_t len)
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
		complain(p, p->line, "a section header without ]");
		return false;
	}
	p->continuation = start > s && p->have_key;
	if (p->continuation && p->drop_indented)
		return false;
	p->expect_value = true;
	return true;
}

/* The line source of inih: fgets() over memory. */
static char *next_line(char *buf, int size, void *userdata)
{
	struct parse *p = userdata;
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
static void close_ranks(struct parse *p)
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
		complain(p, p->reset_line, "[reset] leaves out a step: they count from Step1 without a gap");
}

int cd_profile_parse(const char *name, const char *text, size_t len, struct cd_complaint *complaints,
	size_t max, size_t *ret_n, struct cd_profile **ret)
{
	CD_CLEANUP(cd_profile_freep) struct cd_profile *profile = cd_profile_new(name);
	struct parse p = {
		.text = text, .len = len, .profile = profile, .complaints = complaints, .max = max
	};
	int r = 0;

	if (!cd_profile_name_valid(name)) {
		complain(&p, 1, "the name of a profile is 1 to %d characters of a-z 0-9 -",
			CD_PROFILE_NAME_MAX);
		r = -EINVAL;
	} else if (!profile) {
		r = -ENOMEM;
	}
	if (r == 0 && len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		p.pos = 3;
	if (r == 0 && ini_parse_stream(next_line, &p, on_value, &p) == -2)
		p.error = -ENOMEM;
	if (r == 0 && p.error < 0)
		r = p.error;
	if (r == 0 && !p.usable) {
		complain(&p, 1, "no usable [profile] section: is this a profile?");
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
