/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How many cells a pack has in series, from the volts it is made for. A driver's design volts are of three kinds: the end
 * of charge (voltage_max_design), the nominal value (voltage_min_design on laptops) and that of an empty cell
 * (voltage_min_design on phones). Only where one kind fits one count is the count told.
 */

#include "facts-store.h"

#include "facts-internal.h"
#include "parameter.h"
#include "parameters/facts.def"

static bool is_lithium(const char *technology)
{
	static const char *const cells[] = { "Li-ion", "Li-poly", "LION", "LIP" };

	for (size_t k = 0; k < CD_ELEMENTSOF(cells); k++)
		if (cd_streq(technology, cells[k]))
			return true;
	return false;
}

/* 0: no count, or more than one. */
static int count(int64_t uv, int64_t least_uv, int64_t most_uv, int most)
{
	int found = 0;

	for (int n = 1; cd_known(uv) && n <= most; n++) {
		if (uv < n * least_uv || uv > n * most_uv)
			continue;
		if (found > 0)
			return 0;
		found = n;
	}
	return found;
}

static int cells(const struct cd_attributes *a, int64_t design_uv)
{
	int n = count(cd_facts_volts(a, "voltage_max_design"), CELL_END_MIN_UV, CELL_END_MAX_UV, CELLS_MOST);

	if (n == 0)
		n = count(design_uv, CELL_NOMINAL_MIN_UV, CELL_NOMINAL_MAX_UV, CELLS_MOST);
	return n > 0 ? n : count(design_uv, CELL_EMPTY_MIN_UV, CELL_EMPTY_MAX_UV, CELLS_MOST_EMPTY);
}

static bool is_nominal(int64_t uv, int n)
{
	return cd_known(uv) && uv >= n * CELL_NOMINAL_MIN_UV;
}

void cd_facts_cells(struct cd_facts *f, const struct cd_attributes *a)
{
	int n = is_lithium(cd_attributes_get(a, "technology")) ? cells(a, f->design_uv) : 0;

	f->cell_uv = CD_UNKNOWN;
	if (n == 0 || !cd_known(f->battery_uv) || f->battery_uv > n * CELL_MOST_UV)
		return;
	f->cell_uv = f->battery_uv / n;
	if (!is_nominal(f->design_uv, n))
		f->design_uv = n * CELL_NOMINAL_UV;
}
