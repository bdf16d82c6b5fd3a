/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See profile-values.h.
 */

#include "profile-values.h"

#include <stdarg.h>
#include <stdio.h>

#define AT(member) offsetof(struct cd_profile, member)

/* clang-format off */
const struct cd_profile_value cd_profile_values[] = {
	{ "RatedVoltage", "rated_uv",       CD_PROFILE_QUANTITY, AT(rated_uv),          "uV" },
	{ "RatedCurrent", "rated_ua",       CD_PROFILE_QUANTITY, AT(rated_ua),          "uA" },
	{ "RatedPower",   "rated_uw",       CD_PROFILE_QUANTITY, AT(rated_uw),          "uW" },
	{ "FastCharge",   "fast_charge",    CD_PROFILE_ANSWER,   AT(fast_charge),       NULL },
	{ "Battery",      "battery_uwh",    CD_PROFILE_QUANTITY, AT(battery_uwh),       "uWh" },
	{ "Cells",        "cells",          CD_PROFILE_QUANTITY, AT(cells),             "1" },
	{ "Charger",      "charger",        CD_PROFILE_CHARGER,  AT(charger),           NULL },
	{ "Energy",       "energy_uwh",     CD_PROFILE_QUANTITY, AT(energy_uwh),        "uWh" },
	{ "ChargeTime",   "charge_time_s",  CD_PROFILE_RANGE,    AT(charge_time_min_s), "s" },
	{ "Termination",  "termination_ua", CD_PROFILE_QUANTITY, AT(termination_ua),    "uA" },
	{ "Regulation",   "regulation_uv",  CD_PROFILE_QUANTITY, AT(regulation_uv),     "uV" },
	{ "Enumerates",   "enumerates",     CD_PROFILE_ANSWER,   AT(enumerates),        NULL },
	{ "Usb",          "usb",            CD_PROFILE_USB_IDS,  AT(usb),               NULL },
	{ 0 },
};
/* clang-format on */

static const void *member_of(const struct cd_profile *p, const struct cd_profile_value *v)
{
	return (const char *)p + v->offset;
}

int64_t cd_profile_value_int(const struct cd_profile *p, const struct cd_profile_value *v, size_t i)
{
	const int64_t *value = member_of(p, v);

	return value[i];
}

bool cd_profile_value_yes(const struct cd_profile *p, const struct cd_profile_value *v)
{
	return *(const enum cd_tristate *)member_of(p, v) == CD_YES;
}

bool cd_profile_value_known(const struct cd_profile *p, const struct cd_profile_value *v)
{
	switch (v->kind) {
	case CD_PROFILE_QUANTITY:
	case CD_PROFILE_RANGE:
		return cd_known(cd_profile_value_int(p, v, 0));
	case CD_PROFILE_ANSWER:
		return *(const enum cd_tristate *)member_of(p, v) != CD_MAYBE;
	case CD_PROFILE_CHARGER:
		return (int)p->charger >= 0;
	case CD_PROFILE_USB_IDS:
		return p->n_usb > 0;
	}
	return false;
}

struct list {
	struct cd_complaint *complaints;
	size_t max, n;
};

static void CD_PRINTF(2, 3) warn(struct list *l, const char *fmt, ...)
{
	struct cd_complaint *c = l->n < l->max ? &l->complaints[l->n] : NULL;
	va_list ap;

	l->n++;
	if (!c)
		return;
	*c = (struct cd_complaint){ .warning = true };
	va_start(ap, fmt);
	(void)vsnprintf(c->text, sizeof(c->text), fmt, ap);
	va_end(ap);
}

static void check_source(struct list *l, const struct cd_profile *p, const char *key)
{
	if (!cd_profile_source(p, key))
		warn(l, "%s has no source: add %s=… to [sources], or Source=… to [profile]", key, key);
}

static void check_sources(struct list *l, const struct cd_profile *p)
{
	for (const struct cd_profile_value *v = cd_profile_values; v->key; v++)
		if (cd_profile_value_known(p, v))
			check_source(l, p, v->key);
	if (p->n_leds)
		check_source(l, p, "leds");
	if (p->n_reset || p->reset_loses)
		check_source(l, p, "reset");
}

/* vSafe5V ends at 5.5 V (USB Type-C 2.0 §4.4). */
#define SAFE_5V_UV 5500000

/* A pair that contradicts itself is a slip of the pen in one of the two. */
static void check_pairs(struct list *l, const struct cd_profile *p)
{
	bool volts = cd_known(p->rated_uv), battery = cd_known(p->battery_uwh);

	if (p->fast_charge == CD_NO && volts && p->rated_uv > SAFE_5V_UV)
		warn(l, "FastCharge=no, but RatedVoltage is above 5.5 V: one of them is wrong");
	if (p->fast_charge == CD_YES && volts && p->rated_uv <= SAFE_5V_UV)
		warn(l, "FastCharge=yes, but RatedVoltage is not above 5.5 V: one of them is wrong");
	if (battery && cd_known(p->energy_uwh) && p->energy_uwh <= p->battery_uwh)
		warn(l, "Energy is what flows at the plug: it must be more than Battery holds");
	if (battery && p->battery_uwh == 0 &&
		(cd_known(p->cells) || cd_known(p->termination_ua) || (int)p->charger >= 0))
		warn(l, "Battery=none, but Cells, Termination or Charger is given");
	if (p->n_usb && p->enumerates == CD_NO)
		warn(l, "Enumerates=no, but Usb names ids: one of them is wrong");
	if (cd_known(p->regulation_uv) && volts && p->regulation_uv >= p->rated_uv)
		warn(l, "Regulation is a voltage that is too low for the device: it must be below "
			"RatedVoltage");
}

size_t cd_profile_check(const struct cd_profile *p, struct cd_complaint *complaints, size_t max)
{
	struct list l = { .complaints = complaints, .max = max };

	check_sources(&l, p);
	check_pairs(&l, p);
	return l.n;
}
