/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The catalogue: causes, classes, parts, severities, symptoms, remedies and next tests, with the words for people.
 * Ids are stable and untranslated; the bus and JSON carry ids only, clients look the words up here.
 */

#include "macro.h"

enum cd_class {
	CD_CLASS_BAD_CABLE,
	CD_CLASS_WEAK_ADAPTER,
	CD_CLASS_BAD_ADAPTER,
	CD_CLASS_FAST_CHARGER,
	CD_CLASS_DEAD_BATTERY,
	CD_CLASS_DEVICE,
	CD_CLASS_PORT,
	CD_CLASS_OK,
	CD_CLASS_UNDECIDED,
	_CD_CLASS_MAX,
	_CD_CLASS_INVALID = -EINVAL,
};

enum cd_part {
	CD_PART_CABLE,
	CD_PART_ADAPTER,
	CD_PART_BATTERY,
	CD_PART_DEVICE,
	CD_PART_PORT,
	CD_PART_ENVIRONMENT,
	CD_PART_SETTINGS,
	CD_PART_NONE,
	CD_PART_UNKNOWN,
	_CD_PART_MAX,
};

enum cd_severity {
	CD_SEVERITY_INFO,
	CD_SEVERITY_LOW,
	CD_SEVERITY_MEDIUM,
	CD_SEVERITY_HIGH,
	CD_SEVERITY_UNPLUG_NOW,
	_CD_SEVERITY_MAX,
};

enum cd_symptom {
	CD_SYMPTOM_DRAINING,
	CD_SYMPTOM_CONTRADICTION,
	CD_SYMPTOM_OVER_CURRENT_EVENT,
	CD_SYMPTOM_UNDER_VOLTAGE,
	CD_SYMPTOM_OVER_VOLTAGE,
	CD_SYMPTOM_SLOW_BY_FIRMWARE,
	CD_SYMPTOM_FULL_AND_PLUGGED,
	CD_SYMPTOM_METER_STALLED,
	_CD_SYMPTOM_MAX,
};

const char *cd_class_to_string(enum cd_class v);
enum cd_class cd_class_from_string(const char *s);
const char *cd_part_to_string(enum cd_part v);
const char *cd_severity_to_string(enum cd_severity v);
const char *cd_symptom_to_string(enum cd_symptom v);

/* What a person reads about an id. All strings are constant. */
struct cd_cause_words {
	const char *id;      /* "cable-resistance"; also "cable-or-adapter" and "inconclusive" */
	enum cd_class class;
	enum cd_part part;
	const char *title;   /* "the cable or its contacts resist too much": a clause, no full stop */
	const char *summary; /* the same with numbers, "{draw}" standing for a reading of the port ("38.4 W"); use
	                      * `title` where a reading it names is unknown. NULL: only the title */
};
/* NULL for an id this version does not know: clients then print the id. */
const struct cd_cause_words *cd_cause_words(const char *id);
/* The i-th in catalogue order; NULL behind the last. */
const struct cd_cause_words *cd_cause_words_at(size_t i);

struct cd_words {
	const char *id;
	const char *text; /* one or two sentences a person can act on */
};
/* NULL for an unknown id. */
const struct cd_words *cd_symptom_words(const char *id);
const struct cd_words *cd_remedy_words(const char *id);
const struct cd_words *cd_next_test_words(const char *id);
/* The i-th; NULL behind the last. */
const struct cd_words *cd_symptom_words_at(size_t i);
const struct cd_words *cd_remedy_words_at(size_t i);
const struct cd_words *cd_next_test_words_at(size_t i);
/* A feature's id, unit and what it means. */
struct cd_feature_words {
	const char *id;
	const char *unit; /* "uV" "uA" "mohm" "s" "1" "%" "uW" "uWh" */
	const char *text;
};
const struct cd_feature_words *cd_feature_words(const char *id);
const struct cd_feature_words *cd_feature_words_at(size_t i);
