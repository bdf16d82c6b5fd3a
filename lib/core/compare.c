/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * From differences to a part. The thresholds are those of the swap experiment (words.c, swap-cable): a fifth of the
 * current, 0.15 Ω. They hold where one run is at fault to begin with; where both are well, more than a battery's state can
 * make has to be seen.
 */

#include "compare.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "compare-internal.h"
#include "parameter.h"
#include "string-table.h"

#include "parameters/compare.def"

static const char *const outcome_names[] = {
	[CD_OUTCOME_NO_DIFFERENCE] = "no-difference",
	[CD_OUTCOME_NO_FAULT] = "no-fault",
	[CD_OUTCOME_CHANGED_PART] = "changed-part",
	[CD_OUTCOME_OTHER_PART] = "other-part",
	[CD_OUTCOME_TWO_POSITIONS] = "two-positions",
	[CD_OUTCOME_UNDECIDED] = "undecided",
};
CD_DEFINE_TO_STRING(cd_outcome, enum cd_outcome, outcome_names, _CD_OUTCOME_MAX)

static const struct {
	enum cd_part part;
	const char *name;
	const char *next_test; /* when exchanging this one made no difference */
} exchanges[] = {
	[CD_EXCHANGE_CABLE] = { CD_PART_CABLE, "cable", "swap-adapter" },
	[CD_EXCHANGE_ADAPTER] = { CD_PART_ADAPTER, "adapter", "swap-cable" },
	[CD_EXCHANGE_DEVICE] = { CD_PART_DEVICE, "device", "swap-cable" },
};

static void CD_PRINTF(4, 5)
	conclude(struct cd_comparison *c, enum cd_outcome outcome, enum cd_part part, const char *fmt, ...)
{
	va_list ap;

	c->outcome = outcome;
	c->part = part;
	va_start(ap, fmt);
	(void)vsnprintf(c->reason, sizeof(c->reason), fmt, ap);
	va_end(ap);
}

static const char *said(const struct cd_summary *s, enum cd_exchange x)
{
	const char *const words[] = {
		[CD_EXCHANGE_CABLE] = s->cable,
		[CD_EXCHANGE_ADAPTER] = s->adapter,
		[CD_EXCHANGE_DEVICE] = s->profile,
	};

	return words[x];
}

static void read_exchanged(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *c)
{
	for (int x = 0; x < _CD_EXCHANGE_MAX; x++) {
		const char *p = said(a, (enum cd_exchange)x), *q = said(b, (enum cd_exchange)x);

		if (strcmp(p, q) == 0)
			c->exchanged[x] = CD_EXCHANGED_NO;
		else
			c->exchanged[x] = p[0] && q[0] ? CD_EXCHANGED_YES : CD_EXCHANGED_MAYBE;
	}
}

static unsigned count(const struct cd_comparison *c, enum cd_exchanged how)
{
	unsigned n = 0;

	for (int x = 0; x < _CD_EXCHANGE_MAX; x++)
		n += c->exchanged[x] == how;
	return n;
}

static enum cd_exchange first(const struct cd_comparison *c, enum cd_exchanged how)
{
	int x = 0;

	while (c->exchanged[x] != how)
		x++;
	return (enum cd_exchange)x;
}

/* A charge that leaves something to be wished, whatever the reason. */
static bool suffers(const struct cd_summary *s)
{
	return s->verdict->class != CD_CLASS_OK || cd_streq(s->verdict->id, "charging-slowly");
}

static bool any_shown(const struct cd_comparison *c)
{
	for (int q = 0; q < _CD_COMPARED_MAX; q++)
		if (c->item[q].shown)
			return true;
	return false;
}

/* Ohms that the exchanged part is in: behind a meter at the adapter there is no cable to be seen. */
static const struct cd_difference *ohms_of(
	const struct cd_comparison *c, enum cd_exchange x, const struct cd_summary *a)
{
	const struct cd_difference *both = &c->item[CD_COMPARED_SOURCE_IMPEDANCE];

	if (x == CD_EXCHANGE_CABLE && c->item[CD_COMPARED_CABLE_IMPEDANCE].known)
		return &c->item[CD_COMPARED_CABLE_IMPEDANCE];
	if (x == CD_EXCHANGE_ADAPTER && c->item[CD_COMPARED_ADAPTER_IMPEDANCE].known)
		return &c->item[CD_COMPARED_ADAPTER_IMPEDANCE];
	if (x == CD_EXCHANGE_DEVICE || (x == CD_EXCHANGE_CABLE && a->position == CD_POSITION_SOURCE))
		return NULL;
	/* Of another adapter the loss is as much a question of how far it gives way: its current tells that. */
	if (!both->known && x == CD_EXCHANGE_CABLE && c->item[CD_COMPARED_LOSS].known)
		return &c->item[CD_COMPARED_LOSS];
	return both->known ? both : NULL;
}

/* −1: A is the worse run by this; 1: B is; 0: neither beyond doubt. */
static int worse_by_ohms(
	const struct cd_difference *d, const struct cd_summary *a, const struct cd_summary *b)
{
	int worse;
	double ohms, error;

	if (!d || !d->shown || fabs(d->difference) <= OHM_MOHM)
		return 0;
	worse = d->difference > 0 ? 1 : -1;
	ohms = worse > 0 ? d->b : d->a;
	error = worse > 0 ? d->b_error : d->a_error;
	return suffers(worse > 0 ? b : a) || ohms - SIGMAS * error > CABLE_BAD_MOHM ? worse : 0;
}

/* Amperes of two contracts are not alike: where the volts are others, watts count. */
static const struct cd_difference *current_of(
	const struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	const struct cd_feature_value *x = &a->features.item[CD_FEATURE_LOADED_VOLTAGE],
				      *y = &b->features.item[CD_FEATURE_LOADED_VOLTAGE];
	bool same = !x->known || !y->known || fabs(x->value - y->value) < SAME_VOLTS_UV;

	return &c->item[same ? CD_COMPARED_CURRENT : CD_COMPARED_POWER];
}

static int worse_by_current(
	const struct cd_difference *d, const struct cd_summary *a, const struct cd_summary *b)
{
	int worse;
	double least;

	if (!d->known || !d->shown)
		return 0;
	worse = d->difference < 0 ? 1 : -1;
	least = suffers(worse > 0 ? b : a) ? CURRENT_PART : CURRENT_PART_WELL;
	/* Of the smaller one: a rise by a fifth and a fall by a fifth are then the same. */
	return fabs(d->difference) > least * fmin(d->a, d->b) ? worse : 0;
}

static void implicate(struct cd_comparison *c, enum cd_exchange x, const struct cd_summary *a,
	const struct cd_summary *b, int ohms, int current)
{
	int worse = ohms ? ohms : current;
	const char *name = exchanges[x].name, *which = said(worse > 0 ? b : a, x);
	const char *what = current_of(c, a, b) == &c->item[CD_COMPARED_POWER] ? "less power" : "less current";

	if (ohms && current && ohms != current) {
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"the run with less resistance has less current: the %s does not explain both", name);
		return;
	}
	c->run = worse > 0 ? 'b' : 'a';
	conclude(c, CD_OUTCOME_CHANGED_PART, exchanges[x].part,
		"with the %s “%s” there is %s%s%s; nothing else is said to have changed", name, which,
		current ? what : "", ohms && current ? " and " : "", ohms ? "more resistance" : "");
}

/* Nothing came of the exchange: what else would explain the verdict that both runs have. */
static void blame_what_stayed(struct cd_comparison *c, enum cd_exchange x, const struct cd_summary *a)
{
	enum cd_part part = a->verdict->part;
	bool either = cd_streq(a->verdict->id, "cable-or-adapter");

	if (x == CD_EXCHANGE_CABLE && (either || part == CD_PART_ADAPTER))
		conclude(c, CD_OUTCOME_OTHER_PART, CD_PART_ADAPTER,
			"another cable changed nothing: it is the adapter, unless both cables are bad");
	else if (x == CD_EXCHANGE_ADAPTER && (either || part == CD_PART_CABLE))
		conclude(c, CD_OUTCOME_OTHER_PART, CD_PART_CABLE,
			"another adapter changed nothing: it is the cable, unless both adapters are bad");
	else
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"another %s changed nothing: it is not the %s, unless both have the same fault",
			exchanges[x].name, exchanges[x].name);
	c->next_test = exchanges[x].next_test;
}

static void no_fault(struct cd_comparison *c)
{
	if (any_shown(c))
		conclude(c, CD_OUTCOME_NO_FAULT, CD_PART_NONE, "the runs differ, but both are well");
	else
		conclude(c, CD_OUTCOME_NO_DIFFERENCE, CD_PART_NONE, "no difference shown, and both are well");
}

static void one_exchanged(struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	enum cd_exchange x = first(c, CD_EXCHANGED_YES);
	const struct cd_difference *ohms = ohms_of(c, x, a), *current = current_of(c, a, b);
	bool device = x == CD_EXCHANGE_DEVICE; /* draws what it wants: that is no fault */
	int by_ohms = device ? 0 : worse_by_ohms(ohms, a, b),
	    by_current = device ? 0 : worse_by_current(current, a, b);

	if (by_ohms || by_current)
		implicate(c, x, a, b, by_ohms, by_current);
	else if (!suffers(a) && !suffers(b))
		no_fault(c);
	else if (device && a->verdict != b->verdict)
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"another device draws another current: that says nothing of cable and adapter");
	else if (!current->known)
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, "the currents cannot be compared: %s",
			current->reason);
	else if (!device && (current->shown || (ohms && ohms->shown)))
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"the runs differ, but by less than a fifth of the current and 0.15 ohm");
	else if (a->verdict == b->verdict)
		blame_what_stayed(c, x, a);
	else
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"no difference shown, and yet the runs are judged differently: repeat them");
}

/* Not the cable. The adapter it is where more is lost in it than in the cable, or where it shows at its own end. */
static void positions_of_a_good_cable(struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	const struct cd_summary *source = a->position == CD_POSITION_SOURCE ? a : b;
	bool either = cd_streq(a->verdict->id, "cable-or-adapter") ||
		      cd_streq(b->verdict->id, "cable-or-adapter") || a->verdict->part == CD_PART_ADAPTER ||
		      b->verdict->part == CD_PART_ADAPTER;

	if (!suffers(a) && !suffers(b)) {
		conclude(c, CD_OUTCOME_TWO_POSITIONS, CD_PART_NONE, "the cable is good enough: under 500 mohm");
	} else if (!either) {
		conclude(c, CD_OUTCOME_TWO_POSITIONS, CD_PART_UNKNOWN,
			"the cable is good enough (under 500 mohm): it is something else");
		c->next_test = "swap-adapter";
	} else if (c->adapter_mohm > c->cable_mohm || source->verdict->part == CD_PART_ADAPTER) {
		conclude(c, CD_OUTCOME_TWO_POSITIONS, CD_PART_ADAPTER,
			"the cable is good enough (under 500 mohm): it is the adapter");
		c->next_test = "swap-adapter";
	} else {
		conclude(c, CD_OUTCOME_TWO_POSITIONS, CD_PART_UNKNOWN,
			"the cable is under 500 mohm, and yet loses more than the adapter: for this device a shorter one may be better");
		c->next_test = "swap-cable";
	}
}

/* One meter, moved: its two slopes differ by the cable, and so do the volts that are lost on the way to it. */
static void positions(struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	double r, e;

	c->outcome = CD_OUTCOME_TWO_POSITIONS;
	c->part = CD_PART_UNKNOWN;
	if (!cd_compare_positions(a, b, c)) {
		c->outcome = CD_OUTCOME_UNDECIDED;
		c->next_test = "record-longer";
		return;
	}
	r = c->cable_mohm;
	e = c->cable_error_mohm;
	if (r < -SIGMAS * e - OHM_MOHM)
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"there is less resistance at the device's end: not the same parts, or the ends are "
			"mixed up");
	else if (r - SIGMAS * e > CABLE_BAD_MOHM)
		conclude(
			c, CD_OUTCOME_TWO_POSITIONS, CD_PART_CABLE, "the cable takes it: more than 500 mohm");
	else if (r + SIGMAS * e > CABLE_BAD_MOHM) {
		conclude(c, CD_OUTCOME_TWO_POSITIONS, CD_PART_UNKNOWN,
			"the error reaches over the limit of 500 mohm");
		c->next_test = "swap-adapter";
	} else
		positions_of_a_good_cable(c, a, b);
}

static bool at_both_ends(const struct cd_summary *a, const struct cd_summary *b)
{
	return (a->position == CD_POSITION_SOURCE && b->position == CD_POSITION_DEVICE) ||
	       (a->position == CD_POSITION_DEVICE && b->position == CD_POSITION_SOURCE);
}

static void nothing_exchanged(struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	if (!suffers(a) && !suffers(b)) {
		no_fault(c);
		return;
	}
	conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
		"%s, and no part is said to be another one: say the cable or the adapter of each run",
		any_shown(c) ? "the runs differ" : "no difference shown");
	c->next_test = "swap-cable";
}

static void several_exchanged(struct cd_comparison *c, const struct cd_summary *a, const struct cd_summary *b)
{
	if (!any_shown(c) && !suffers(a) && !suffers(b)) {
		no_fault(c);
	} else if (count(c, CD_EXCHANGED_YES) < 2) {
		enum cd_exchange x = first(c, CD_EXCHANGED_MAYBE);

		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"the %s is said of one run only, and may have changed", exchanges[x].name);
	} else {
		conclude(c, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN,
			"%u parts were changed at once: change one at a time", count(c, CD_EXCHANGED_YES));
	}
}

void cd_compare(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *ret)
{
	*ret = (struct cd_comparison){ .cable_mohm = NAN, .cable_error_mohm = NAN, .adapter_mohm = NAN };
	read_exchanged(a, b, ret);
	if (!a->exists || !b->exists) {
		const struct cd_summary *s = a->exists ? b : a;

		for (int q = 0; q < _CD_COMPARED_MAX; q++)
			(void)snprintf(ret->item[q].reason, sizeof(ret->item[q].reason),
				"%s: nothing to compare", s == a ? "A" : "B");
		conclude(ret, CD_OUTCOME_UNDECIDED, CD_PART_UNKNOWN, "%s: %s", s == a ? "A" : "B",
			s->reason ? s->reason : "no session was recorded");
		return;
	}
	cd_compare_quantities(a, b, ret);
	if (count(ret, CD_EXCHANGED_MAYBE) > 0 || count(ret, CD_EXCHANGED_YES) > 1)
		several_exchanged(ret, a, b);
	else if (count(ret, CD_EXCHANGED_YES) == 1)
		one_exchanged(ret, a, b);
	else if (at_both_ends(a, b))
		positions(ret, a, b);
	else
		nothing_exchanged(ret, a, b);
}
