/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The quantities of two runs side by side, each with its error, or with the reason why it cannot be compared.
 */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "compare-internal.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/compare.def"

static const struct {
	struct cd_compared_words words;
	enum cd_feature feature;
} quantities[] = {
	[CD_COMPARED_POWER] = { { "charge-power", "uW" }, CD_FEATURE_CHARGE_POWER },
	[CD_COMPARED_CURRENT] = { { "top-current", "uA" }, CD_FEATURE_TOP_CURRENT },
	[CD_COMPARED_TIME] = { { "time", "s" }, _CD_FEATURE_MAX },
	[CD_COMPARED_SOURCE_IMPEDANCE] = { { "source-impedance", "mohm" }, CD_FEATURE_SOURCE_IMPEDANCE },
	[CD_COMPARED_CABLE_IMPEDANCE] = { { "cable-impedance", "mohm" }, CD_FEATURE_CABLE_IMPEDANCE },
	[CD_COMPARED_ADAPTER_IMPEDANCE] = { { "adapter-impedance", "mohm" }, CD_FEATURE_ADAPTER_IMPEDANCE },
	[CD_COMPARED_LOSS] = { { "loss", "mohm" }, _CD_FEATURE_MAX },
};
_Static_assert(CD_ELEMENTSOF(quantities) == _CD_COMPARED_MAX, "a quantity is missing");

const struct cd_compared_words *cd_compared_words(enum cd_compared q)
{
	return &quantities[q].words;
}

static void CD_PRINTF(2, 3) why(struct cd_difference *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(d->reason, sizeof(d->reason), fmt, ap);
	va_end(ap);
}

static void compare_values(
	struct cd_difference *d, double a, double a_error, double b, double b_error, double spread)
{
	double each = spread * (fabs(a) + fabs(b)) / 2;

	*d = (struct cd_difference){ .known = true, .a = a, .b = b, .a_error = a_error, .b_error = b_error };
	d->difference = b - a;
	d->error = sqrt(a_error * a_error + b_error * b_error + 2 * each * each);
	d->shown = fabs(d->difference) > SIGMAS * d->error;
}

/* Why the current of a run tells nothing of its cable or adapter; NULL. */
static const char *why_no_current(const struct cd_summary *s)
{
	const struct cd_shape *h = &s->features.shape;

	if (!h->known || h->top_ua < CHARGE_MIN_UA)
		return "no charge current was seen";
	if (!s->began && (h->tapered || h->tapering))
		return "it begins while the current falls already";
	switch (s->verdict->part) {
	case CD_PART_BATTERY:
	case CD_PART_DEVICE:
	case CD_PART_SETTINGS:
	case CD_PART_ENVIRONMENT:
		return "its battery or device sets the current";
	case CD_PART_CABLE:
	case CD_PART_ADAPTER:
	case CD_PART_PORT:
	case CD_PART_NONE:
	case CD_PART_UNKNOWN:
	case _CD_PART_MAX:
		break;
	}
	return NULL;
}

static bool refuse_current(const struct cd_summary *a, const struct cd_summary *b, struct cd_difference *d)
{
	const char *of_a = why_no_current(a), *of_b = why_no_current(b);

	if (of_a)
		why(d, "A: %s", of_a);
	else if (of_b)
		why(d, "B: %s", of_b);
	return of_a || of_b;
}

/* When the curve reached this energy; NAN: never. */
static double seconds_to(const struct cd_summary *s, double uwh)
{
	double t0 = 0, e0 = 0;

	for (size_t k = 0; k < s->n_curve; k++) {
		double t = s->curve[k].s, e = s->curve[k].uwh;

		if (e >= uwh)
			return e > e0 ? t0 + (t - t0) * (uwh - e0) / (e - e0) : t;
		t0 = t;
		e0 = e;
	}
	return NAN;
}

static double reached(const struct cd_summary *s)
{
	return s->n_curve > 0 ? s->curve[s->n_curve - 1].uwh : 0;
}

static bool refuse_place(const struct cd_summary *a, const struct cd_summary *b, struct cd_difference *d)
{
	if (a->position == b->position)
		return false;
	if (a->position == CD_POSITION_UNKNOWN || b->position == CD_POSITION_UNKNOWN)
		why(d, "%s: it is not said where the meter sat",
			a->position == CD_POSITION_UNKNOWN ? "A" : "B");
	else
		why(d, "the meter sat at different ends");
	return true;
}

/* Power is less behind the cable than before it. */
static bool refuse_ends(const struct cd_summary *a, const struct cd_summary *b, struct cd_difference *d)
{
	if (a->position == CD_POSITION_UNKNOWN || b->position == CD_POSITION_UNKNOWN)
		return false;
	return refuse_place(a, b, d);
}

static void compare_time(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c)
{
	struct cd_difference *d = &c->item[CD_COMPARED_TIME];

	if (refuse_ends(a, b, d) || refuse_current(a, b, d))
		return;
	c->energy_uwh = fmin(reached(a), reached(b));
	if (c->energy_uwh < ENERGY_MIN_UWH) {
		why(d, "%s: under 0.01 Wh", reached(a) < reached(b) ? "A" : "B");
		return;
	}
	compare_values(d, seconds_to(a, c->energy_uwh), 0, seconds_to(b, c->energy_uwh), 0, SPREAD_CURRENT);
}

static void compare_feature(
	const struct cd_summary *a, const struct cd_summary *b, enum cd_compared q, struct cd_difference *d)
{
	const struct cd_feature_value *x = &a->features.item[quantities[q].feature],
				      *y = &b->features.item[quantities[q].feature];
	bool ohms = quantities[q].words.unit[0] == 'm';

	if (q == CD_COMPARED_SOURCE_IMPEDANCE && refuse_place(a, b, d))
		return;
	if (q == CD_COMPARED_POWER && refuse_ends(a, b, d))
		return;
	if (!ohms && refuse_current(a, b, d))
		return;
	if (!x->known || !y->known) {
		const char *reason = (x->known ? y : x)->reason;

		why(d, "%s: %s", x->known ? "B" : "A", reason[0] ? reason : "not enough was recorded");
		return;
	}
	compare_values(d, x->value, x->error, y->value, y->error, ohms ? SPREAD_OHM : SPREAD_CURRENT);
}

/* Two points make a line, and whether it is one of ohms they do not say: an adapter that gives way loses volts as well. What
 * is lost in the cable is the same of both kinds, ohms times amperes. */
struct loss {
	double mohm, error;
	const char *reason; /* why it is not known; NULL */
};

static struct loss loss_of(const struct cd_summary *s)
{
	const struct cd_feature_value *sag = &s->features.item[CD_FEATURE_VOLTAGE_SAG],
				      *top = &s->features.item[CD_FEATURE_TOP_CURRENT];

	if (!sag->known || !top->known)
		return (struct loss){ .reason = sag->known ? top->reason : sag->reason };
	if (top->value < LOSS_MIN_UA)
		return (struct loss){ .reason = "the current is under 0.2 A" };
	return (struct loss){ sag->value / top->value * 1000, sag->error / top->value * 1000, NULL };
}

static void why_no_loss(struct cd_difference *d, const char *run, const struct loss *l)
{
	why(d, "%s: %s", run, l->reason[0] ? l->reason : "not enough was recorded");
}

static void compare_loss(const struct cd_summary *a, const struct cd_summary *b, struct cd_difference *d)
{
	struct loss x = loss_of(a), y = loss_of(b);

	if (refuse_place(a, b, d))
		return;
	if (x.reason || y.reason)
		why_no_loss(d, x.reason ? "A" : "B", x.reason ? &x : &y);
	else
		compare_values(d, x.mohm, x.error, y.mohm, y.error, SPREAD_OHM);
}

void cd_compare_quantities(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c)
{
	for (int q = 0; q < _CD_COMPARED_MAX; q++)
		if (q != CD_COMPARED_TIME && q != CD_COMPARED_LOSS)
			compare_feature(a, b, (enum cd_compared)q, &c->item[q]);
	compare_time(a, b, c);
	compare_loss(a, b, &c->item[CD_COMPARED_LOSS]);
}

/* `r`: at the adapter's end, and at the device's. */
static void take_cable(struct cd_comparison *c, const struct cd_difference *r)
{
	c->adapter_mohm = r->a;
	c->cable_mohm = r->difference;
	c->cable_error_mohm = r->error;
}

/* Volts without load and a steady current at both ends. The adapter's part of the loss is the same of both, as far as the
 * currents are. */
static bool positions_by_loss(const struct cd_summary *source, const struct cd_summary *device, struct cd_comparison *c)
{
	struct loss s = loss_of(source), d = loss_of(device);
	double is = source->features.item[CD_FEATURE_TOP_CURRENT].value, id = device->features.item[CD_FEATURE_TOP_CURRENT].value;
	struct cd_difference r;

	if (s.reason || d.reason || fabs(is - id) > LOSS_ALIKE * fmax(is, id))
		return false;
	compare_values(&r, s.mohm, s.error, d.mohm, d.error, SPREAD_OHM);
	take_cable(c, &r);
	return true;
}

bool cd_compare_positions(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c)
{
	const struct cd_summary *device = a->position == CD_POSITION_DEVICE ? a : b;
	const struct cd_summary *source = device == a ? b : a;
	const struct cd_feature_value *d = &device->features.item[CD_FEATURE_SOURCE_IMPEDANCE],
				      *s = &source->features.item[CD_FEATURE_SOURCE_IMPEDANCE];
	struct cd_difference r;

	if ((!d->known || !s->known) && positions_by_loss(source, device, c))
		return true;
	if (!d->known || !s->known) {
		const char *reason = (d->known ? s : d)->reason;

		(void)snprintf(c->reason, sizeof(c->reason), "the ohms at the %s's end are not known: %s",
			d->known ? "adapter" : "device", reason[0] ? reason : "not enough was recorded");
		return false;
	}
	compare_values(&r, s->value, s->error, d->value, d->error, SPREAD_OHM);
	take_cable(c, &r);
	return true;
}
