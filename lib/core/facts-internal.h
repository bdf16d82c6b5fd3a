/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the files of the facts share: sysfs strings as numbers within what a USB line can carry. facts.c: supplies, hosts'
 * ports, notes; facts-battery.c; facts-typec.c.
 */

#include "facts.h"

/* The first to say a word is believed. */
void cd_facts_word(struct cd_facts *f, enum cd_state_id id, const char *word);
void cd_facts_active_word(struct cd_facts *f, enum cd_state_id id, const struct cd_attributes *a, const char *key);
/* The highest offer counts. */
void cd_facts_offer(struct cd_facts *f, const char *by, int64_t uw);

/* µV · µA → µW; CD_UNKNOWN where one is. */
int64_t cd_facts_watts(int64_t uv, int64_t ua);
int64_t cd_facts_volts(const struct cd_attributes *a, const char *key);
/* `volts_key` stands beside it: a current may well be of 2 mA, and whether 2000 are 2 A is told by the volts. */
int64_t cd_facts_amperes(const struct cd_attributes *a, const char *key, const char *volts_key);
/* No charger can be limited to less than 50 mA. */
int64_t cd_facts_limit(const struct cd_attributes *a, const char *key);
bool cd_facts_in_range(int64_t v, int64_t low, int64_t high);

/* `health` is a word for a temperature. */
bool cd_facts_temperature(const char *health);
void cd_facts_battery(struct cd_facts *f, const struct cd_input *in, int sign);
void cd_facts_typec(struct cd_facts *f, const struct cd_input *in);
