/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Two runs of one charge: what changed between them, and which part that implicates.
 *
 *     one part was exchanged       the run that is worse has the worse one of it, if the difference is beyond doubt
 *     the meter was moved          ohms at the device's end − ohms at the adapter's end = the cable
 *     nothing or several things    differences are shown, and nobody is blamed
 *
 * A difference counts from two standard errors on. Beside those of the measurements each quantity has one of its own: two
 * runs of the very same parts are not alike.
 */

#include "verdict.h"

struct cd_engine;

#define CD_CURVE_MAX CD_SERIES_MAX

/* One run, apart from the engine that made it. */
struct cd_summary {
	bool exists; /* there was a session, or at least VBUS, and something could be computed */
	char port[CD_INPUT_NAME_MAX + 1];
	char profile[CD_PROFILE_NAME_MAX + 1]; /* "" nobody said, here and below */
	char cable[CD_NOTE_TEXT_MAX + 1], adapter[CD_NOTE_TEXT_MAX + 1], label[CD_NOTE_TEXT_MAX + 1];
	enum cd_position position;
	const char *measured_by; /* cd_case_measured_by() */
	int64_t start_us, end_us, energy_uwh; /* CD_UNKNOWN */
	const struct cd_cause_words *verdict;
	double confidence;
	const char *reason; /* why the verdict is inconclusive; NULL */
	bool began;         /* volts without load were seen: the recording has its beginning */
	struct cd_features features;
	struct {
		double s, uwh; /* since the start */
	} curve[CD_CURVE_MAX];
	size_t n_curve;
};
/* Of the open or last session of a port. */
void cd_summary_of(const struct cd_engine *e, struct cd_summary *ret);

enum cd_compared {
	CD_COMPARED_POWER,
	CD_COMPARED_CURRENT,
	CD_COMPARED_TIME, /* to the energy that both runs reached */
	CD_COMPARED_SOURCE_IMPEDANCE,
	CD_COMPARED_CABLE_IMPEDANCE,
	CD_COMPARED_ADAPTER_IMPEDANCE,
	CD_COMPARED_LOSS, /* from no load to the top current, over it */
	_CD_COMPARED_MAX,
};
struct cd_compared_words {
	const char *id, *unit;
};
const struct cd_compared_words *cd_compared_words(enum cd_compared q);

struct cd_difference {
	bool known;
	double a, b, a_error, b_error;
	double difference, error; /* b − a; with what two runs differ by */
	bool shown;               /* it is more than two standard errors */
	char reason[160];         /* why it is not known */
};

/* What can be exchanged. */
enum cd_exchange {
	CD_EXCHANGE_CABLE,
	CD_EXCHANGE_ADAPTER,
	CD_EXCHANGE_DEVICE,
	_CD_EXCHANGE_MAX,
};
enum cd_exchanged {
	CD_EXCHANGED_NO,    /* said to be the same, or not spoken of at all */
	CD_EXCHANGED_YES,   /* said to be two */
	CD_EXCHANGED_MAYBE, /* said of one run only */
};

enum cd_outcome {
	CD_OUTCOME_NO_DIFFERENCE, /* none is shown, and both runs are well */
	CD_OUTCOME_NO_FAULT,      /* some are, and both are well enough */
	CD_OUTCOME_CHANGED_PART,  /* the part that was exchanged */
	CD_OUTCOME_OTHER_PART,    /* it made no difference: the part that stayed */
	CD_OUTCOME_TWO_POSITIONS, /* one meter, moved */
	CD_OUTCOME_UNDECIDED,
	_CD_OUTCOME_MAX,
};
const char *cd_outcome_to_string(enum cd_outcome o);

struct cd_comparison {
	struct cd_difference item[_CD_COMPARED_MAX];
	double energy_uwh; /* that `CD_COMPARED_TIME` goes to */
	enum cd_exchanged exchanged[_CD_EXCHANGE_MAX];
	double cable_mohm, cable_error_mohm; /* of two positions; NAN */
	double adapter_mohm;                 /* likewise: what is lost before the cable */
	enum cd_outcome outcome;
	/* At fault: cable, adapter or device; none: nothing is; unknown: it cannot be told. */
	enum cd_part part;
	char run; /* 'a' or 'b': whose part; 0: of both */
	char reason[CD_NOTE_TEXT_MAX + 160];
	const char *next_test; /* id; NULL */
};
void cd_compare(const struct cd_summary *a, const struct cd_summary *b, struct cd_comparison *ret);

/* The document {"chargediag":"comparison",…} (docs/json.md). `sessions`: of how many in each file the summary is one.
 * Caller owns *ret. -ENOMEM. */
struct cd_compared_file {
	const char *file;
	const struct cd_summary *summary;
	unsigned sessions;
};
int cd_comparison_document(const struct cd_comparison *c, const struct cd_compared_file *a,
	const struct cd_compared_file *b, struct json_object **ret);
