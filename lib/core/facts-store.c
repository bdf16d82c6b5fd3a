/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a battery's driver says of its store: how much is in it, how much it takes, and whether it is full.
 */

#include "facts-store.h"

#include "parameter.h"
#include "parameters/facts.def"

static int64_t amount(const struct cd_attributes *a, const char *key)
{
	int64_t v = cd_attributes_int(a, key);

	return cd_known(v) && v >= 0 && v <= STORE_MAX ? v : CD_UNKNOWN;
}

/* What the driver learned it takes; a driver that only knows the design says that. */
static int64_t capacity_of(const struct cd_attributes *a, const char *full, const char *design)
{
	int64_t v = amount(a, full);

	if (!cd_known(v) || v == 0)
		v = amount(a, design);
	return v > 0 ? v : CD_UNKNOWN;
}

static void store(const struct cd_attributes *a, const char *const keys[3], int64_t percent,
	int64_t *ret_stored, int64_t *ret_full)
{
	int64_t full = capacity_of(a, keys[1], keys[2]), stored = amount(a, keys[0]);

	if (cd_known(full) && !cd_known(stored) && cd_known(percent))
		stored = full * percent / 100;
	if (!cd_known(full) || !cd_known(stored)) {
		*ret_stored = *ret_full = CD_UNKNOWN;
		return;
	}
	*ret_stored = stored < full ? stored : full;
	*ret_full = full;
}

static const char *const energy_keys[3] = { "energy_now", "energy_full", "energy_full_design" };
static const char *const charge_keys[3] = { "charge_now", "charge_full", "charge_full_design" };

void cd_facts_store(struct cd_facts *f, const struct cd_attributes *a)
{
	store(a, energy_keys, f->capacity, &f->stored_uwh, &f->full_uwh);
	store(a, charge_keys, f->capacity, &f->stored_uah, &f->full_uah);
}

static int64_t sum(int64_t a, int64_t b)
{
	return cd_known(a) && cd_known(b) ? a + b : CD_UNKNOWN;
}

/* Amperes flow at other volts in the other battery: charges do not add up. */
void cd_facts_store_add(struct cd_facts *f, const struct cd_attributes *a, enum cd_battery_status status)
{
	struct cd_facts other = { .capacity = CD_UNKNOWN };

	f->stored_uah = f->full_uah = CD_UNKNOWN;
	f->battery_waits |= status != f->status && status != CD_STATUS_FULL;
	if (status == CD_STATUS_FULL)
		return;
	cd_facts_store(&other, a);
	f->stored_uwh = sum(f->stored_uwh, other.stored_uwh);
	f->full_uwh = sum(f->full_uwh, other.full_uwh);
}

bool cd_facts_full(const struct cd_facts *f)
{
	if (f->status == CD_STATUS_NOT_CHARGING)
		return cd_known(f->capacity) && f->capacity >= FULL_PERCENT;
	return f->status == CD_STATUS_FULL;
}
