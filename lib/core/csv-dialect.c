/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Dialects of CSV. Names are compared exactly: a table that is nearly known is not known.
 */

#include "csv-dialect.h"

#include "decimal.h"

static int parse_micro(const struct cd_csv_cell *cell, unsigned flags, int64_t *ret)
{
	return cd_decimal_parse(cell->s, cell->len, flags, ret);
}

static int parse_milli(const struct cd_csv_cell *cell, unsigned flags, int64_t *ret)
{
	int64_t micro;
	int r = cd_decimal_parse(cell->s, cell->len, flags, &micro);

	if (r == 0)
		*ret = (micro + (micro < 0 ? -500 : 500)) / 1000;
	return r;
}

/* A whole number in front of a colon. */
static int take_part(struct cd_csv_cell *rest, int64_t max, int64_t *ret)
{
	const char *colon = memchr(rest->s, ':', rest->len);
	size_t n = colon ? (size_t)(colon - rest->s) : 0;
	int64_t v = 0;

	if (n == 0 || n > 6)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (rest->s[i] < '0' || rest->s[i] > '9')
			return -EINVAL;
		v = v * 10 + (rest->s[i] - '0');
	}
	if (v > max)
		return -EINVAL;
	rest->s += n + 1;
	rest->len -= n + 1;
	*ret = v;
	return 0;
}

/* days:hours:minutes:seconds.fraction */
static int parse_clock(const struct cd_csv_cell *cell, unsigned flags, int64_t *ret)
{
	struct cd_csv_cell rest = *cell;
	int64_t days, hours, minutes, micro;

	if (take_part(&rest, 9999, &days) < 0 || take_part(&rest, 23, &hours) < 0 ||
		take_part(&rest, 59, &minutes) < 0 || cd_decimal_parse(rest.s, rest.len, flags, &micro) < 0 ||
		micro < 0 || micro >= 60 * CD_US_PER_S)
		return -EINVAL;
	*ret = ((days * 24 + hours) * 60 + minutes) * 60 * CD_US_PER_S + micro;
	return 0;
}

/* docs/recording.md; ours, so the sign is ours too. */
static const struct cd_csv_column documented[] = {
	{ "time_s", true, 0, parse_micro },
	{ "vbus_v", false, CD_FIELD_VBUS, parse_micro },
	{ "ibus_a", false, CD_FIELD_IBUS, parse_micro },
	{ "dp_v", false, CD_FIELD_DP, parse_micro },
	{ "dm_v", false, CD_FIELD_DM, parse_micro },
	{ "cc1_v", false, CD_FIELD_CC1, parse_micro },
	{ "cc2_v", false, CD_FIELD_CC2, parse_micro },
	{ "temp_c", false, CD_FIELD_TEMP, parse_milli },
};

/* What FNIRSI's program for its meters exports: a byte-order mark, semicolons, hundredths of a second as a
 * .NET time span. The meters show how much flows and not always which way. */
static const struct cd_csv_column fnirsi[] = {
	{ "Time", true, 0, parse_clock },
	{ "VBusVoltage", false, CD_FIELD_VBUS, parse_micro },
	{ "VBusCurrent", false, CD_FIELD_IBUS, parse_micro },
};

static const struct cd_csv_dialect dialects[] = {
	{ "chargediag", documented, CD_ELEMENTSOF(documented), 3, true },
	{ "fnirsi", fnirsi, CD_ELEMENTSOF(fnirsi), 3, false },
};

const struct cd_csv_dialect cd_csv_headerless = { "seconds, volts, amperes", documented, 3, 3, false };

static struct cd_csv_cell trim(const char *s, size_t len)
{
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t' || s[len - 1] == '\r'))
		len--;
	while (len && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	if (len >= 2 && s[0] == '"' && s[len - 1] == '"') {
		s++;
		len -= 2;
	}
	return (struct cd_csv_cell){ s, len };
}

size_t cd_csv_split(const char *line, size_t len, char separator, struct cd_csv_cell *cells, size_t max)
{
	const char *end = line + len;
	size_t n = 0;

	for (;; n++) {
		const char *stop = memchr(line, separator, (size_t)(end - line));

		if (n < max)
			cells[n] = trim(line, (size_t)((stop ? stop : end) - line));
		if (!stop)
			return n + 1;
		line = stop + 1;
	}
}

static const struct cd_csv_column *find_column(const struct cd_csv_dialect *d, const struct cd_csv_cell *cell)
{
	for (size_t i = 0; i < d->n_columns; i++)
		if (strlen(d->columns[i].name) == cell->len &&
			memcmp(d->columns[i].name, cell->s, cell->len) == 0)
			return &d->columns[i];
	return NULL;
}

/* Fills `columns` and says whether all that is required is there. */
static bool match(const struct cd_csv_dialect *d, const struct cd_csv_cell *cells, size_t n,
	const struct cd_csv_column **columns)
{
	unsigned seen = 0, required = (1u << d->n_required) - 1;

	for (size_t i = 0; i < n; i++) {
		const struct cd_csv_column *column = find_column(d, &cells[i]);
		unsigned bit = column ? 1u << (column - d->columns) : 0;

		columns[i] = seen & bit ? NULL : column;
		seen |= bit;
	}
	return (seen & required) == required;
}

const struct cd_csv_dialect *cd_csv_match(
	const struct cd_csv_cell *cells, size_t n, const struct cd_csv_column **columns)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(dialects); i++)
		if (match(&dialects[i], cells, n, columns))
			return &dialects[i];
	return NULL;
}
