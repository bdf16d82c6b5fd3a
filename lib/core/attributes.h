/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A full snapshot of one input's sysfs attributes: the kernel's own strings, keyed by path below the input's
 * directory, sorted by key. A read that failed is kept as its errno: not exposed, failed and empty are three
 * different things.
 */

#include "macro.h"

#define CD_ATTRIBUTES_MAX 256     /* a typec port with two PD objects has about 80 */
#define CD_ATTRIBUTE_KEY_MAX 255  /* bytes, longer keys are refused */
#define CD_ATTRIBUTE_VALUE_MAX 4096 /* one page: what sysfs can give at most */

struct cd_attribute {
	char *key;
	char *value; /* NULL when the read failed */
	int error;   /* the positive errno of the failed read, 0 otherwise */
};

struct cd_attributes {
	struct cd_attribute *items; /* sorted by key */
	size_t n;
	size_t allocated;
};

/* Empties the set, keeps its memory for the next snapshot. */
void cd_attributes_clear(struct cd_attributes *a);
/* Gives everything back; the set is reusable. NULL allowed. */
void cd_attributes_done(struct cd_attributes *a);
/* Copies `len` bytes: one trailing newline removed, invalid UTF-8 and NUL replaced by U+FFFD, cut at
 * CD_ATTRIBUTE_VALUE_MAX. Replaces an earlier value of the key. -E2BIG: the set or the key is too large;
 * -EINVAL: the key is empty, not UTF-8, or has control characters; -ENOMEM. */
int cd_attributes_set(struct cd_attributes *a, const char *key, const char *value, size_t len);
/* The same for a value that has been through this once (a recording's): a trailing newline stays. */
int cd_attributes_set_text(struct cd_attributes *a, const char *key, const char *value, size_t len);
/* `error` is the positive errno of the read; -EINVAL: it is none. */
int cd_attributes_set_error(struct cd_attributes *a, const char *key, int error);
/* On -ENOMEM `to` holds a part. */
int cd_attributes_copy(struct cd_attributes *to, const struct cd_attributes *from);
bool cd_attributes_equal(const struct cd_attributes *a, const struct cd_attributes *b);

/* NULL when the key is absent. */
const struct cd_attribute *cd_attributes_find(const struct cd_attributes *a, const char *key);
/* The value, or NULL when absent or failed. */
const char *cd_attributes_get(const struct cd_attributes *a, const char *key);
/* A whole decimal integer, with an optional unit suffix `mV` `mA` `mW` (usb_power_delivery, bMaxPower) turned
 * into micro-units. CD_UNKNOWN when absent, failed, not a number, or out of ±10^15. */
int64_t cd_attributes_int(const struct cd_attributes *a, const char *key);
/* The word in brackets of a list such as "source [sink]"; a single word without brackets is itself active.
 * Writes at most `size` bytes with NUL. False when absent or no word is active. */
bool cd_attributes_active(const struct cd_attributes *a, const char *key, char *buf, size_t size);

/* Name of an errno ("ENODEV") and back; NULL and 0 when there is none. */
const char *cd_errno_name(int error);
int cd_errno_from_name(const char *name);
