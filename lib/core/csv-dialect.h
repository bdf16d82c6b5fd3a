/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The tables that the CSV import knows: which column is what, by its name in the first line. A new dialect is
 * a row in csv-dialect.c.
 */

#include "sample.h"

#define CD_CSV_COLUMNS_MAX 64
#define CD_CSV_HEADER "time_s,vbus_v,ibus_a" /* the documented one, for messages */

struct cd_csv_cell {
	const char *s;
	size_t len;
};

/* What stands in a column. */
struct cd_csv_column {
	const char *name;
	bool is_time;
	enum cd_field field; /* unless is_time */
	/* Exact text to µs, µV, µA or m°C; `flags` of cd_decimal_parse(). */
	int (*parse)(const struct cd_csv_cell *cell, unsigned flags, int64_t *ret);
};

struct cd_csv_dialect {
	const char *name;
	const struct cd_csv_column *columns;
	size_t n_columns;
	size_t n_required; /* the first of them must be there */
	bool sign_known;   /* the sign of its currents means what ours does */
};

/* Cuts a line into cells, without blanks and quotes around them. The number of cells, of which at most `max`
 * are stored. */
size_t cd_csv_split(const char *line, size_t len, char separator, struct cd_csv_cell *cells, size_t max);

/* The dialect whose required columns are all among the cells; NULL: none. `columns` gets one entry per cell,
 * NULL for a column that the dialect does not know or that came before. */
const struct cd_csv_dialect *cd_csv_match(const struct cd_csv_cell *cells, size_t n,
	const struct cd_csv_column **columns);

/* Seconds, volts, amperes: the one shape that is accepted without a header. */
extern const struct cd_csv_dialect cd_csv_headerless;
