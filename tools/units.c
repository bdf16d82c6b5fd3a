/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See units.h. Decimals follow what the instruments can tell: a charger's contract has steps of 50 mV and 10
 * mA, a USB meter shows a milliampere; more digits than that would claim what nobody knows.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "macro.h"
#include "units.h"

/* Values up to `below` (in the unit) are shown divided by `divisor`. Rows of one unit stand together,
 * ascending. */
struct scale {
	const char *unit;
	double below;
	double divisor;
	int decimals;
	const char *symbol;
};

/* clang-format off */
static const struct scale scales[] = {
	{ "%",    INFINITY, 1,    0, " %" },
	{ "1",    INFINITY, 1,    0, "" },
	{ "mC",   INFINITY, 1e3,  1, " °C" },
	{ "mohm", 1e4,      1,    0, " mΩ" },
	{ "mohm", INFINITY, 1e3,  1, " Ω" },
	{ "s",    10,       1,    2, " s" },
	{ "s",    600,      1,    0, " s" },
	{ "s",    36e3,     60,   0, " min" },
	{ "s",    INFINITY, 3600, 1, " h" },
	{ "uA",   1e6,      1e6,  3, " A" },
	{ "uA",   INFINITY, 1e6,  2, " A" },
	{ "uAh",  10e6,     1e3,  0, " mAh" },
	{ "uAh",  INFINITY, 1e6,  2, " Ah" },
	{ "uV",   INFINITY, 1e6,  2, " V" },
	{ "uW",   10e6,     1e6,  2, " W" },
	{ "uW",   INFINITY, 1e6,  1, " W" },
	{ "uWh",  10e3,     1e3,  2, " mWh" },
	{ "uWh",  1e6,      1e3,  0, " mWh" },
	{ "uWh",  10e6,     1e6,  2, " Wh" },
	{ "uWh",  INFINITY, 1e6,  1, " Wh" },
	{ "us",   10e6,     1e6,  2, " s" },
	{ "us",   600e6,    1e6,  0, " s" },
	{ "us",   36e9,     60e6, 0, " min" },
	{ "us",   INFINITY, 36e8, 1, " h" },
};
/* clang-format on */

static const struct scale *find(const char *unit, double magnitude)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(scales); i++)
		if (cd_streq(scales[i].unit, unit) && magnitude < scales[i].below)
			return &scales[i];
	return NULL;
}

/* A ratio or a percentage is a count or has a fraction worth showing. */
static int decimals_of(const struct scale *s, double shown)
{
	if (s->decimals || fabs(shown - round(shown)) < 0.005 || s->divisor != 1)
		return s->decimals;
	return s->unit[0] == '%' ? 1 : s->unit[0] == '1' ? 2 : 0;
}

/* U+2212, and none before something that rounds to zero. */
static int number(char *buf, size_t size, double v, int decimals)
{
	char digits[CTL_QUANTITY_MAX];

	snprintf(digits, sizeof(digits), "%.*f", decimals, fabs(v));
	return snprintf(
		buf, size, "%s%s", v < 0 && strspn(digits, "0.") != strlen(digits) ? "−" : "", digits);
}

static char *plain(double value, const char *unit, char *buf, size_t size)
{
	snprintf(buf, size, "%.6g%s%.16s", value, unit && *unit ? " " : "", unit ? unit : "");
	return buf;
}

char *ctl_quantity_error(double value, double error, const char *unit, char *buf, size_t size)
{
	bool has_error = isfinite(error) && error > 0;
	const struct scale *s = find(unit, fabs(value));
	char v[CTL_QUANTITY_MAX], e[CTL_QUANTITY_MAX];
	int decimals;

	if (!isfinite(value) || fabs(value) > 1e18) {
		snprintf(buf, size, "—");
		return buf;
	}
	if (!s)
		return plain(value, unit, buf, size);
	decimals = decimals_of(s, value / s->divisor);
	if (!has_error || error > 1e18) {
		number(v, sizeof(v), value / s->divisor, decimals);
		snprintf(buf, size, "%s%s", v, s->symbol);
		return buf;
	}
	for (int more = 0; more < 2 && error / s->divisor * pow(10, decimals) < 0.95; more++)
		decimals++;
	number(e, sizeof(e), error / s->divisor, decimals);
	/* Below what is shown of the value it is no news. */
	if (strspn(e, "0.") == strlen(e))
		return ctl_quantity_error(value, 0, unit, buf, size);
	number(v, sizeof(v), value / s->divisor, decimals);
	snprintf(buf, size, "%s ± %s%s", v, e, s->symbol);
	return buf;
}

char *ctl_quantity(double value, const char *unit, char *buf, size_t size)
{
	return ctl_quantity_error(value, 0, unit, buf, size);
}

char *ctl_quantity_int(int64_t value, const char *unit, char *buf, size_t size)
{
	return ctl_quantity_error(cd_known(value) ? (double)value : NAN, 0, unit, buf, size);
}

char *ctl_duration(int64_t us, char *buf, size_t size)
{
	int64_t s = us / CD_US_PER_S;

	if (us < 0)
		snprintf(buf, size, "—");
	else if (s < 1 && us >= 10000)
		snprintf(buf, size, "0.%02d s", (int)(us / 10000));
	else if (s < 60)
		snprintf(buf, size, "%d s", (int)s);
	else if (s < 3600)
		snprintf(buf, size, "%d min", (int)(s / 60));
	else if (s < 86400)
		snprintf(buf, size, "%d h %d min", (int)(s / 3600), (int)(s / 60 % 60));
	else
		snprintf(buf, size, "%lld d %d h", (long long)(s / 86400), (int)(s / 3600 % 24));
	return buf;
}

char *ctl_clock(int64_t us, char *buf, size_t size)
{
	int64_t s = us / CD_US_PER_S;

	if (us < 0)
		snprintf(buf, size, "—");
	else
		snprintf(buf, size, "%lld:%02d:%02d", (long long)(s / 3600), (int)(s / 60 % 60),
			(int)(s % 60));
	return buf;
}

static const struct {
	const char *suffix;
	int64_t us;
} time_units[] = {
	{ "ms", 1000 }, /* before "m" */
	{ "s", CD_US_PER_S },
	{ "m", 60 * CD_US_PER_S },
	{ "h", 3600 * CD_US_PER_S },
	{ "d", 86400 * CD_US_PER_S },
};

#define YEAR_US (366 * 86400 * CD_US_PER_S)

int ctl_duration_parse(const char *s, int64_t *ret_us)
{
	int64_t sum = 0;
	bool bare = false;

	do {
		int64_t n = 0, unit = CD_US_PER_S;
		size_t digits = strspn(s, "0123456789"), i;

		if (digits == 0 || digits > 9 || bare)
			return -EINVAL;
		for (i = 0; i < digits; i++)
			n = n * 10 + (*s++ - '0');
		for (i = 0; i < CD_ELEMENTSOF(time_units); i++)
			if (strncmp(s, time_units[i].suffix, strlen(time_units[i].suffix)) == 0)
				break;
		if (i < CD_ELEMENTSOF(time_units)) {
			unit = time_units[i].us;
			s += strlen(time_units[i].suffix);
		}
		bare = i == CD_ELEMENTSOF(time_units);
		if (n > YEAR_US / unit)
			return -EINVAL;
		sum += n * unit;
	} while (*s);
	if (sum <= 0 || sum > YEAR_US)
		return -EINVAL;
	*ret_us = sum;
	return 0;
}

char *ctl_quantity_exact(int64_t micro, const char *unit, char *buf, size_t size)
{
	bool small = micro > 0 && micro < 1000000;
	int64_t one = small ? 1000 : 1000000, rest = micro % one;
	int decimals = small ? 3 : 6;

	if (!cd_known(micro) || micro < 0) {
		snprintf(buf, size, "—");
		return buf;
	}
	for (; decimals && rest % 10 == 0; decimals--)
		rest /= 10;
	if (decimals)
		snprintf(buf, size, "%lld.%0*lld %s%s", (long long)(micro / one), decimals, (long long)rest,
			small ? "m" : "", unit + 1);
	else
		snprintf(buf, size, "%lld %s%s", (long long)(micro / one), small ? "m" : "", unit + 1);
	return buf;
}

char *ctl_confidence(double value, char *buf, size_t size)
{
	if (!(value >= 0 && value <= 1))
		snprintf(buf, size, "—");
	else if (value >= 0.995)
		snprintf(buf, size, "> 0.99");
	else
		snprintf(buf, size, "%.2f", value);
	return buf;
}
