/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The keys of a profile: a table of names, kinds of value and limits. A key is a row here, and a line in
 * docs/chargediag-profile.5.scd.
 */

#include "profile-internal.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "decimal.h"
#include "utf8.h"

static void CD_PRINTF(4, 0)
	add(struct cd_profile_parse *p, unsigned line, bool warning, const char *fmt, va_list ap)
{
	struct cd_complaint *c;

	if (p->n++ >= p->max)
		return;
	c = &p->complaints[p->n - 1];
	c->line = line;
	c->warning = warning;
	(void)vsnprintf(c->text, sizeof(c->text), fmt, ap);
	/* it may quote the file, and what it quotes may be cut inside a character */
	for (char *s = c->text; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			*s = '?';
}

void cd_profile_complain(struct cd_profile_parse *p, unsigned line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, line, false, fmt, ap);
	va_end(ap);
}

void cd_profile_warn(struct cd_profile_parse *p, unsigned line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(p, line, true, fmt, ap);
	va_end(ap);
}

/* Values */

struct key {
	const char *name;
	int (*set)(struct cd_profile_parse *p, const struct key *key,
		const char *value); /* 0, 1 refused, -ENOMEM */
	size_t offset;
	const struct cd_unit *units;
	int64_t min, max;
	const char *expects;
};

static void *member_of(struct cd_profile_parse *p, const struct key *key)
{
	return (char *)p->profile + key->offset;
}

static int refuse(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	cd_profile_complain(p, p->line, "%s=%.60s: expected %s", key->name, value, key->expects);
	return CD_PROFILE_VALUE_REFUSED;
}

static int set_quantity(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	int64_t *member = member_of(p, key);
	int64_t v;

	if (cd_decimal_parse_unit(value, strlen(value), key->units, &v) < 0 || v < key->min || v > key->max)
		return refuse(p, key, value);
	*member = v;
	return 0;
}

/* "3h" or "3h-4h". */
static int set_time_range(struct cd_profile_parse *p, const struct key *key, const char *value)
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

static int set_yes_no(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	enum cd_tristate *member = member_of(p, key);

	if (!cd_streq(value, "yes") && !cd_streq(value, "no"))
		return refuse(p, key, value);
	*member = cd_streq(value, "yes") ? CD_YES : CD_NO;
	return 0;
}

int cd_profile_set_text(struct cd_profile_parse *p, const char *name, char **to, const char *value)
{
	char *copy;

	if (!cd_text_valid(value, strnlen(value, CD_PROFILE_TEXT_MAX + 1), CD_PROFILE_TEXT_MAX)) {
		cd_profile_complain(p, p->line,
			"%.60s: expected 1 to %d bytes of text without control characters", name,
			CD_PROFILE_TEXT_MAX);
		return CD_PROFILE_VALUE_REFUSED;
	}
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	free(*to);
	*to = copy;
	p->open_text = to;
	return 0;
}

static int set_text(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	return cd_profile_set_text(p, key->name, member_of(p, key), value);
}

static int set_word(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	int r;

	if (!cd_profile_name_valid(value))
		return refuse(p, key, value);
	r = set_text(p, key, value);
	p->open_text = NULL;
	return r;
}

/* "none" is an answer: what has no battery takes what it uses, and is never full. */
static int set_battery(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	if (!cd_streq(value, "none"))
		return set_quantity(p, key, value);
	p->profile->battery_uwh = 0;
	return 0;
}

static int set_cells(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	int64_t micro;

	if (cd_decimal_parse(value, strlen(value), 0, &micro) < 0 || micro % 1000000 ||
		micro < key->min * 1000000 || micro > key->max * 1000000)
		return refuse(p, key, value);
	p->profile->cells = micro / 1000000;
	return 0;
}

static int set_charger(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	enum cd_charger charger = cd_charger_from_string(value);

	if ((int)charger < 0)
		return refuse(p, key, value);
	p->profile->charger = charger;
	return 0;
}

/* "057e", in lower case as udev and lsusb write it. */
static bool hex4(const char *s, uint16_t *ret)
{
	static const char digits[] = "0123456789abcdef";
	unsigned v = 0;

	for (int i = 0; i < 4; i++) {
		const char *d = s[i] ? strchr(digits, s[i]) : NULL;

		if (!d)
			return false;
		v = v << 4 | (unsigned)(d - digits);
	}
	*ret = (uint16_t)v;
	return true;
}

/* "057e:2000" or several with blanks between. */
static int set_usb(struct cd_profile_parse *p, const struct key *key, const char *value)
{
	struct cd_profile_usb usb[CD_PROFILE_USB_MAX];
	const char *s = value;
	size_t n = 0;

	for (; *s; n++, s += strspn(s, " ")) {
		if (n == CD_PROFILE_USB_MAX || !hex4(s, &usb[n].vendor) || s[4] != ':' ||
			!hex4(s + 5, &usb[n].product) || (s[9] && s[9] != ' '))
			return refuse(p, key, value);
		s += 9;
	}
	if (n == 0)
		return refuse(p, key, value);
	memcpy(p->profile->usb, usb, sizeof(usb[0]) * n);
	p->profile->n_usb = n;
	return 0;
}

static const struct cd_unit units_uv[] = { { "V", 1000000 }, { "mV", 1000 }, { 0 } };
static const struct cd_unit units_ua[] = { { "A", 1000000 }, { "mA", 1000 }, { 0 } };
static const struct cd_unit units_uw[] = { { "W", 1000000 }, { "mW", 1000 }, { 0 } };
static const struct cd_unit units_uwh[] = { { "Wh", 1000000 }, { "mWh", 1000 }, { 0 } };
static const struct cd_unit units_s[] = { { "h", 3600 }, { "min", 60 }, { "s", 1 }, { 0 } };

/* Sorted by name. */
static const struct key profile_keys[] = {
	{ "Battery", set_battery, offsetof(struct cd_profile, battery_uwh), units_uwh, CD_PROFILE_UWH_MIN,
		CD_PROFILE_UWH_MAX, "watt-hours such as 19.24Wh, or none" },
	{ "Category", set_word, offsetof(struct cd_profile, category), NULL, 0, 0,
		"a word of a-z 0-9 - such as speaker" },
	{ "Cells", set_cells, 0, NULL, 1, CD_PROFILE_CELLS_MAX, "how many cells are in series: 1 to 6" },
	{ "ChargeTime", set_time_range, 0, units_s, CD_PROFILE_S_MIN, CD_PROFILE_S_MAX,
		"a time or range such as 3h-4h or 90min" },
	{ "Charger", set_charger, 0, NULL, 0, 0, "linear, switching or boost" },
	{ "Energy", set_quantity, offsetof(struct cd_profile, energy_uwh), units_uwh, CD_PROFILE_UWH_MIN,
		CD_PROFILE_UWH_MAX, "watt-hours such as 23Wh or 900mWh" },
	{ "Enumerates", set_yes_no, offsetof(struct cd_profile, enumerates), NULL, 0, 0, "yes or no" },
	{ "FastCharge", set_yes_no, offsetof(struct cd_profile, fast_charge), NULL, 0, 0, "yes or no" },
	{ "RatedCurrent", set_quantity, offsetof(struct cd_profile, rated_ua), units_ua, CD_PROFILE_UA_MIN,
		CD_PROFILE_UA_MAX, "amperes up to 10 A such as 1.5A or 500mA" },
	{ "RatedPower", set_quantity, offsetof(struct cd_profile, rated_uw), units_uw, CD_PROFILE_UW_MIN,
		CD_PROFILE_UW_MAX, "watts up to 240 W such as 45W" },
	{ "RatedVoltage", set_quantity, offsetof(struct cd_profile, rated_uv), units_uv, CD_PROFILE_UV_MIN,
		CD_PROFILE_UV_MAX, "volts from 1 to 60 V such as 5.0V" },
	{ "Regulation", set_quantity, offsetof(struct cd_profile, regulation_uv), units_uv, CD_PROFILE_UV_MIN,
		CD_PROFILE_UV_MAX, "volts from 1 to 60 V such as 4.55V" },
	{ "Source", set_text, offsetof(struct cd_profile, source), NULL, 0, 0, NULL },
	{ "Termination", set_quantity, offsetof(struct cd_profile, termination_ua), units_ua,
		CD_PROFILE_UA_MIN, CD_PROFILE_UA_MAX, "amperes up to 10 A such as 80mA" },
	{ "Title", set_text, offsetof(struct cd_profile, title), NULL, 0, 0, NULL },
	{ "Usb", set_usb, 0, NULL, 0, 0, "up to 8 ids in lower case such as 057e:2000" },
};
static_assert(CD_ELEMENTSOF(profile_keys) < 32, "bits of cd_profile_parse.seen");
static_assert(CD_ELEMENTSOF(profile_keys) <= CD_PROFILE_SOURCES_MAX,
	"each key has its source, and [leds] and [reset]");

static const struct key *find_key(const char *name)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(profile_keys); i++)
		if (cd_streq(profile_keys[i].name, name))
			return &profile_keys[i];
	return NULL;
}

static void warn_unknown(struct cd_profile_parse *p, const char *name, const char *section)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(profile_keys); i++)
		if (strcasecmp(profile_keys[i].name, name) == 0) {
			cd_profile_warn(p, p->line, "unknown key %.60s in [%s]: it is spelled %s", name,
				section, profile_keys[i].name);
			return;
		}
	cd_profile_warn(
		p, p->line, "unknown key %.60s in [%s]: chargediag-profile(5) lists them", name, section);
}

int cd_profile_set_key(struct cd_profile_parse *p, const char *name, const char *value)
{
	const struct key *key = find_key(name);
	uint32_t bit;
	int r;

	if (!key) {
		warn_unknown(p, name, "profile");
		return CD_PROFILE_VALUE_REFUSED;
	}
	bit = UINT32_C(1) << (key - profile_keys);
	if (p->seen & bit)
		cd_profile_warn(p, p->line, "%s is given twice: the last one counts", name);
	p->seen |= bit;
	r = key->set(p, key, value);
	if (r == 0)
		p->usable = true;
	return r;
}

/* What can have a source: the values, and the sections [leds] and [reset]. */
static bool has_source(const char *name)
{
	return (find_key(name) && !cd_streq(name, "Source")) || cd_streq(name, "leds") ||
	       cd_streq(name, "reset");
}

int cd_profile_set_source(struct cd_profile_parse *p, const char *name, const char *value)
{
	struct cd_profile_source *source = NULL;

	if (!has_source(name)) {
		warn_unknown(p, name, "sources");
		return CD_PROFILE_VALUE_REFUSED;
	}
	for (size_t i = 0; i < p->profile->n_sources; i++)
		if (cd_streq(p->profile->sources[i].key, name))
			source = &p->profile->sources[i];
	if (source) {
		cd_profile_warn(p, p->line, "%s is given twice: the last one counts", name);
	} else {
		/* one for each name of has_source(): there is room */
		source = &p->profile->sources[p->profile->n_sources];
		source->key = strdup(name);
		if (!source->key)
			return -ENOMEM;
		p->profile->n_sources++;
	}
	return cd_profile_set_text(p, name, &source->text, value);
}
