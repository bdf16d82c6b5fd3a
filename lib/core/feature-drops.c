/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <math.h>

#include "feature-groups.h"

#include "parameter.h"
#include "parameters/feature-drops.def"

struct distances {
	double n, sum, squares; /* s */
};

static struct distances distances(const struct cd_drop_ring *r, double within_s)
{
	struct distances all = { 0 };

	for (size_t k = 1; k < cd_drop_ring_len(r); k++) {
		double d = (double)(cd_drop_ring_at(r, k)->t_us - cd_drop_ring_at(r, k - 1)->t_us) / 1e6;

		if (d > within_s)
			continue;
		all.n++;
		all.sum += d;
		all.squares += d * d;
	}
	return all;
}

/* Distances within a burst: hiccups come in bursts while the load is there, with long pauses between. What is hardly longer than
 * they are is no pause, but one of them. */
static double periodicity(const struct cd_drop_ring *r, int64_t within_us, double *ret_error)
{
	struct distances d = distances(r, (double)within_us / 1e6);
	double mean, spread;

	if (d.n < 2)
		return NAN;
	d = distances(r, fmax((double)within_us / 1e6, PAUSE_TIMES * d.sum / d.n));
	mean = d.sum / d.n;
	spread = sqrt(fmax(0, (d.squares - d.n * mean * mean) / (d.n - 1))) / mean;
	*ret_error = spread / sqrt(2 * d.n) + SPREAD_ERROR + SPREAD_CHANCE / (d.n * d.n);
	return spread;
}

/* The most that fall into so long a time. */
static size_t densest(const struct cd_drop_ring *r, int64_t within_us)
{
	size_t most = 0, from = 0;

	for (size_t k = 0; k < cd_drop_ring_len(r); k++) {
		while (cd_drop_ring_at(r, k)->t_us - cd_drop_ring_at(r, from)->t_us > within_us)
			from++;
		if (k - from + 1 > most)
			most = k - from + 1;
	}
	return most;
}

/* Share of drop-outs that began near the highest current before any of them. */
static double begun_high(const struct cd_drop_ring *r)
{
	int64_t trip = 0;
	double high = 0;
	size_t n = cd_drop_ring_len(r);

	for (size_t k = 0; k < n; k++)
		if (cd_drop_ring_at(r, k)->i_before_ua > trip)
			trip = cd_drop_ring_at(r, k)->i_before_ua;
	for (size_t k = 0; k < n; k++)
		high += cd_drop_ring_at(r, k)->i_before_ua >= trip * HIGH_TENTHS / 10;
	return high / (double)n;
}

/* How far the samples are apart: between two of them a source may have come and gone. CD_UNKNOWN: nothing was sampled. */
static int64_t pace(const struct cd_case *c)
{
	const struct cd_electrical *e = c->session->electrical;

	return e ? e->sketch.pace_us : CD_UNKNOWN;
}

/* Where they are hardly longer than that, others were not seen at all. */
static bool some_are_missed(const struct cd_drop_ring *r, int64_t pace_us)
{
	size_t n = cd_drop_ring_len(r);
	int64_t sum = 0;

	for (size_t k = 0; k < n; k++)
		sum += cd_drop_ring_at(r, k)->duration_us;
	return cd_known(pace_us) && n > 0 && sum / (int64_t)n <= pace_us * SHORT_TIMES;
}

/* Those that are missed make what is regular look irregular, and hardly the other way: the true spread may be less. */
static void spread_feature(struct cd_features *f, enum cd_feature id, const struct cd_drop_ring *r, int64_t within_us,
	int64_t pace_us)
{
	double error, value = periodicity(r, within_us, &error);

	if (isnan(value))
		cd_feature_why(f, id, "fewer than three close to each other");
	else
		cd_feature_set(f, id, value, some_are_missed(r, pace_us) ? fmax(error, value) : error);
}

/* How long the source stayed on from one drop-out to the next, the shortest third: what decides is the load's work, not
 * how long somebody waited. */
static double on_time(const struct cd_drop_ring *r)
{
	double on[CD_DROPS_MAX];
	size_t n = 0;

	for (size_t k = 1; k < cd_drop_ring_len(r); k++) {
		const struct cd_drop *a = cd_drop_ring_at(r, k - 1), *b = cd_drop_ring_at(r, k);
		double s = (double)(b->t_us - a->t_us - a->duration_us) / 1e6;
		size_t m = n++;

		for (; m > 0 && on[m - 1] > s; m--)
			on[m] = on[m - 1];
		on[m] = s;
	}
	return n >= 2 ? on[n / ON_TIME_PART] : NAN;
}

static void on_time_feature(struct cd_features *f, const struct cd_drop_ring *collapses, int64_t pace_us)
{
	double on = on_time(collapses), pace_s = cd_known(pace_us) ? (double)pace_us / 1e6 : 0;

	if (isnan(on))
		cd_feature_why(f, CD_FEATURE_ON_TIME, "fewer than three drop-outs");
	else if (pace_s > ON_TIME_ERROR_S && on <= pace_s * SHORT_TIMES)
		cd_feature_why(f, CD_FEATURE_ON_TIME, "it is hardly longer than the time between two samples");
	else
		cd_feature_set(f, CD_FEATURE_ON_TIME, on, fmax(ON_TIME_ERROR_S, pace_s));
}

/* A plug bounces while it is pushed in: breaks of that moment, and none since, are no fault. */
static const struct cd_drop_ring *since_the_plug(const struct cd_case *c, const struct cd_drop_ring *r)
{
	static const struct cd_drop_ring none;
	int64_t plug_us = cd_case_start_us(c);

	if (r->n == 0 || !cd_known(plug_us) || c->now_us - plug_us < BOUNCE_OVER_US)
		return r;
	return cd_drop_ring_at(r, cd_drop_ring_len(r) - 1)->t_us - plug_us < BOUNCE_US ? &none : r;
}

/* A source that tries again and fails has not been back: while that goes on it is one outage. */
static const struct cd_drop_ring *outages(const struct cd_drop_ring *tries, struct cd_drop_ring *buf)
{
	buf->n = 0;
	for (size_t k = 0; k < cd_drop_ring_len(tries); k++) {
		const struct cd_drop *drop = cd_drop_ring_at(tries, k);
		struct cd_drop *last = buf->n > 0 ? &buf->item[buf->n - 1] : NULL;

		if (last && last->t_us + last->duration_us == drop->t_us)
			last->duration_us += drop->duration_us;
		else
			cd_drop_ring_add(buf, drop);
	}
	return buf->n == cd_drop_ring_len(tries) ? tries : buf;
}

/* Where there are enough outages, they are what has a rhythm. A load that is held never lets its source come back, and there
 * each try counts. */
static const struct cd_drop_ring *trips(const struct cd_drop_ring *tries, const struct cd_drop_ring *outage)
{
	return outage->n < OUTAGES_MIN ? tries : outage;
}

/* What an open contact looks like from where the meter sits. Where that is unknown: as whichever was seen more. */
static const struct cd_drop_ring *contact_ring(enum cd_position position, bool from_source,
	const struct cd_drop_ring *collapses, const struct cd_drop_ring *interruptions)
{
	if (from_source)
		return interruptions;
	if (position == CD_POSITION_DEVICE)
		return collapses;
	if (position == CD_POSITION_SOURCE)
		return interruptions;
	return interruptions->n > collapses->n ? interruptions : collapses;
}

void cd_drop_features(const struct cd_case *c, const struct cd_dropouts *d, struct cd_features *f)
{
	struct cd_drop_ring out, breaks;
	const struct cd_drop_ring *tries = since_the_plug(c, &d->collapses), *outage = outages(tries, &out);
	const struct cd_drop_ring *collapses = trips(tries, outage);
	const struct cd_drop_ring *interruptions = since_the_plug(c, cd_dropouts_breaks(d, &breaks));
	const struct cd_drop_ring *contact = contact_ring(c->position, d->from_source, outage, interruptions);

	cd_feature_set(f, CD_FEATURE_DROP_OUTS, (double)collapses->n, 0);
	cd_feature_set(f, CD_FEATURE_INTERRUPTIONS, (double)interruptions->n, 0);
	cd_feature_set(f, CD_FEATURE_CONTACT_BREAKS, (double)densest(contact, CONTACT_US), 0);
	spread_feature(f, CD_FEATURE_DROP_OUT_PERIODICITY, collapses, BURST_US, pace(c));
	if (d->from_source && c->position == CD_POSITION_DEVICE)
		cd_feature_why(f, CD_FEATURE_CONTACT_PERIODICITY,
			"the adapter's end tells a contact from an adapter: it needs no rhythm");
	else
		spread_feature(f, CD_FEATURE_CONTACT_PERIODICITY, contact, CONTACT_US, pace(c));
	on_time_feature(f, collapses, pace(c));
	if (collapses->n > 0)
		cd_feature_set(f, CD_FEATURE_DROP_OUT_CURRENT, begun_high(collapses), 0);
	else
		cd_feature_why(f, CD_FEATURE_DROP_OUT_CURRENT, "there were no drop-outs");
}

static void no_meter(struct cd_features *f)
{
	static const enum cd_feature measured[] = { CD_FEATURE_DROP_OUTS, CD_FEATURE_INTERRUPTIONS,
		CD_FEATURE_CONTACT_BREAKS, CD_FEATURE_ON_TIME, CD_FEATURE_DROP_OUT_CURRENT,
		CD_FEATURE_DROP_OUT_PERIODICITY, CD_FEATURE_CONTACT_PERIODICITY };

	for (size_t k = 0; k < CD_ELEMENTSOF(measured); k++) {
		if (!f->item[measured[k]].known)
			continue;
		f->item[measured[k]].known = false;
		cd_feature_why(f, measured[k], "the device's own charger measures nothing while its supply is gone");
	}
}

/* A charger IC that says volts and amperes of a supply that is online is silent while it is not: its drop-outs are those
 * that the kernel tells. A meter sees shorter ones than any kernel, and each for itself. */
void cd_detachment_features(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_drop_ring *lost = since_the_plug(c, &c->session->detachments);

	if ((c->meter && c->session->electrical) || (lost->n == 0 && f->item[CD_FEATURE_DROP_OUTS].known)) {
		cd_feature_why(f, CD_FEATURE_DETACHMENTS, "what is measured shows drop-outs itself");
		return;
	}
	if (!cd_known(c->session->last_attached_us)) {
		cd_feature_why(f, CD_FEATURE_DETACHMENTS, "no supply or partner was online");
		return;
	}
	cd_feature_set(f, CD_FEATURE_DETACHMENTS, (double)densest(lost, LOST_US), 0);
	if (lost->n == 0)
		return;
	no_meter(f);
	spread_feature(f, CD_FEATURE_DROP_OUT_PERIODICITY, lost, BURST_US, CD_UNKNOWN);
	spread_feature(f, CD_FEATURE_CONTACT_PERIODICITY, lost, LOST_US, CD_UNKNOWN);
}

void cd_alarm_features(const struct cd_case *c, struct cd_features *f)
{
	/* The same volts against an assumed 5.0 V: a meter's say more than one limit does. */
	if (f->item[CD_FEATURE_ASSUMED_SAG].known)
		cd_feature_why(f, CD_FEATURE_SUPPLY_ALARMS, "the volts are measured");
	else if (c->facts->low_supply != CD_MAYBE)
		cd_feature_set(f, CD_FEATURE_SUPPLY_ALARMS, (double)densest(&c->session->alarms, ALARMS_US), 0);
}
