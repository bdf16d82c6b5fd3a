/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Ids to words: the catalogue's, with the numbers of a port put in, and those of the bus. An id this version
 * does not know is printed as it is.
 */

#include "catalogue.h"
#include "json.h"

/* What a cause means: its summary with {reading} replaced by the port's numbers, or its title where a reading
 * is unknown. `readings` is a port's member of that name; NULL: none known. */
char *ctl_words_cause(const char *cause, struct json_object *readings, char *buf, size_t size);
/* Text of a remedy, next test or symptom; the id itself when unknown. */
const char *ctl_words_remedy(const char *id);
const char *ctl_words_next_test(const char *id);
const char *ctl_words_symptom(const char *id);
const char *ctl_words_feature(const char *id);
/* "likely" from 0.8, "possible" from 0.5, "not decided" below. */
const char *ctl_words_confidence(double confidence);
/* How a reading is known, for people: "negotiated, not measured" for a contract. */
const char *ctl_words_kind(const char *kind);
/* "USB-C, PD, sink", "USB meter at the adapter", of a port's document. */
char *ctl_words_port(struct json_object *port, char *buf, size_t size);
/* False when the port says that nothing is plugged in; true when something is, or nobody knows. */
bool ctl_words_plugged(struct json_object *port);
/* "WEAK ADAPTER": the class of a verdict; where that is undecided, what can be said: "CABLE OR ADAPTER". */
char *ctl_words_headline(struct json_object *verdict, char *buf, size_t size);
/* True when *unplug now* comes before everything else: by the severity, or because it is the first of `remedies` (ids, or
 * objects with a `remedy`). */
bool ctl_words_urgent(struct json_object *verdict, struct json_object *remedies);
/* The style that a verdict deserves. */
enum ctl_style ctl_words_style(struct json_object *verdict);
/* A reading of a port's document; CD_UNKNOWN. */
int64_t ctl_words_reading(struct json_object *port, const char *name);
