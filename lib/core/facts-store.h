/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* For facts-battery.c only. */

#include "facts.h"

/* Of the first battery, whose capacity is gathered already. */
void cd_facts_store(struct cd_facts *f, const struct cd_attributes *a);
/* Of one more, with its status. */
void cd_facts_store_add(struct cd_facts *f, const struct cd_attributes *a, enum cd_battery_status status);
/* The volts of a cell, and the nominal ones of the pack, of which battery_uv and design_uv are gathered already. */
void cd_facts_cells(struct cd_facts *f, const struct cd_attributes *a);
