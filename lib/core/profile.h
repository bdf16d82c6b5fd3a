/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What is known of a device: an INI file below profiles/. See docs/chargediag-profile.5.scd for the keys.
 * Everything a file does not say is CD_UNKNOWN, false or NULL.
 */

#include "macro.h"

#define CD_PROFILE_NAME_MAX 64  /* bytes; [a-z0-9-] */
#define CD_PROFILE_STEPS_MAX 12 /* reset steps */
#define CD_PROFILE_LEDS_MAX 12
#define CD_PROFILE_TEXT_MAX 240 /* bytes of one text value */
#define CD_PROFILES_MAX 1024
#define CD_PROFILE_SOURCES_MAX 24
#define CD_PROFILE_USB_MAX 8
#define CD_PROFILE_CELLS_MAX 6
/* The limits only catch slips of the pen: USB PD 3.1 ends at 48 V and 5 A, 10 kWh is no device on a USB
 * cable. */
#define CD_PROFILE_UV_MIN INT64_C(1000000)
#define CD_PROFILE_UV_MAX INT64_C(60000000)
#define CD_PROFILE_UA_MIN INT64_C(1000)
#define CD_PROFILE_UA_MAX INT64_C(10000000)
#define CD_PROFILE_UW_MIN INT64_C(100000)
#define CD_PROFILE_UW_MAX INT64_C(240000000)
#define CD_PROFILE_UWH_MIN INT64_C(1000)
#define CD_PROFILE_UWH_MAX INT64_C(10000000000)
#define CD_PROFILE_S_MIN INT64_C(60)
#define CD_PROFILE_S_MAX INT64_C(604800)

/* What a lamp of the device means. Corroborates a verdict; only a person can say which it is. */
enum cd_led_meaning {
	CD_LED_UNKNOWN,
	CD_LED_LOW,
	CD_LED_CHARGING,
	CD_LED_FULL,
	CD_LED_ERROR,
	_CD_LED_MAX,
	_CD_LED_INVALID = -EINVAL,
};

struct cd_profile_led {
	char *name; /* "blinking-red" */
	enum cd_led_meaning meaning;
};

/* How the device turns 5 V into what its battery takes. Linear: the same current flows in as into the battery.
 * Switching: less, and it rises as the battery fills. Boost: more, for cells in series, and it rises, too. */
enum cd_charger {
	CD_CHARGER_LINEAR,
	CD_CHARGER_SWITCHING,
	CD_CHARGER_BOOST,
	_CD_CHARGER_MAX,
	_CD_CHARGER_INVALID = -EINVAL,
};

struct cd_profile_usb {
	uint16_t vendor, product;
};

/* Where one value comes from. */
struct cd_profile_source {
	char *key; /* "RatedCurrent", "leds", "reset" */
	char *text;
};

/* Three answers, for what a profile may leave open. */
enum cd_tristate { CD_NO = 0, CD_YES = 1, CD_MAYBE = -1 };

struct cd_profile {
	char *name;              /* "anker-soundcore-2": the file's name without suffix */
	char *title;             /* "Anker Soundcore 2" */
	char *category;          /* speaker, phone, laptop, earbuds, board, … */
	int64_t rated_uv;        /* the highest VBUS the input is made for */
	int64_t rated_ua;        /* the input current it is rated for */
	int64_t rated_uw;        /* the power of the adapter it is made for */
	int64_t energy_uwh;      /* at the plug, empty to full */
	int64_t battery_uwh;     /* what its battery holds; 0: it has none, and takes what it uses */
	int64_t cells;           /* in series */
	int64_t termination_ua;  /* at the plug, when the charge ends */
	enum cd_charger charger; /* negative: unknown */
	int64_t charge_time_min_s, charge_time_max_s;
	int64_t regulation_uv;        /* VBUS at which the charger lowers its current (VINDPM), if known */
	enum cd_tristate enumerates;  /* appears as a USB device on a data host */
	enum cd_tristate fast_charge; /* asks for more than 5 V */
	struct cd_profile_led leds[CD_PROFILE_LEDS_MAX];
	size_t n_leds;
	char *reset[CD_PROFILE_STEPS_MAX]; /* steps, in order */
	size_t n_reset;
	char *reset_loses;                             /* what the reset erases */
	struct cd_profile_usb usb[CD_PROFILE_USB_MAX]; /* as what it appears on a computer */
	size_t n_usb;
	char *source; /* where the values come from that are not in `sources` */
	struct cd_profile_source sources[CD_PROFILE_SOURCES_MAX];
	size_t n_sources;
};

/* True for 1..CD_PROFILE_NAME_MAX bytes of [a-z0-9-]. */
bool cd_profile_name_valid(const char *s);

struct cd_profile *cd_profile_new(const char *name); /* all unknown; NULL: no memory or a bad name */
struct cd_profile *cd_profile_free(struct cd_profile *p);
CD_DEFINE_CLEANUP(struct cd_profile *, cd_profile_free)
struct cd_profile *cd_profile_copy(const struct cd_profile *p);
/* What flows at the plug from empty to full: its own word, else an estimate from what the battery holds (*ret_estimated); µWh,
 * CD_UNKNOWN. */
int64_t cd_profile_whole_uwh(const struct cd_profile *p, bool *ret_estimated);
/* CD_LED_UNKNOWN for a lamp the profile does not list. */
enum cd_led_meaning cd_profile_led(const struct cd_profile *p, const char *led);
/* False: the profile lists its lamps, and this is none of them; then they are in `buf`, for a person. */
bool cd_profile_has_led(const struct cd_profile *p, const char *led, char *buf, size_t size);
/* Where the value of a key ("RatedCurrent") or a section ("leds", "reset") comes from; NULL: it does not say. */
const char *cd_profile_source(const struct cd_profile *p, const char *key);
const char *cd_charger_to_string(enum cd_charger c);
enum cd_charger cd_charger_from_string(const char *s);
const char *cd_led_meaning_to_string(enum cd_led_meaning m);
enum cd_led_meaning cd_led_meaning_from_string(const char *s);

/* One complaint about a file: `line` 1-based. Texts say what is wrong and what would be right. */
struct cd_complaint {
	unsigned line;
	bool warning; /* skipped without harm: a word this version does not know, or one said twice */
	char text[200];
};

/* Reads one INI text of `len` bytes. Unknown sections and keys, values out of range and over-long lines
 * become complaints (at most `max`, `ret_n` counts all of them) and are skipped: they never make the file
 * unusable. 0, -ENOMEM, -EINVAL (no usable [profile] at all; the reason is a complaint). */
int cd_profile_parse(const char *name, const char *text, size_t len, struct cd_complaint *complaints,
	size_t max, size_t *ret_n, struct cd_profile **ret);

/* A set, sorted by name. Later additions of a name replace earlier ones (/etc over /usr). */
struct cd_profiles {
	struct cd_profile **items;
	size_t n;
};

/* Takes the profile over, also on failure. -ENOMEM, -E2BIG at CD_PROFILES_MAX. */
int cd_profiles_add(struct cd_profiles *set, struct cd_profile *p);
const struct cd_profile *cd_profiles_find(const struct cd_profiles *set, const char *name);
void cd_profiles_done(struct cd_profiles *set);
