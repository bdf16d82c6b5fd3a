/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints docs/model.md (usage: print-model SOURCE-TREE): every number that a verdict depends on, from the same rows that the code is built from. The test
 * compares; `ninja -C build model` rewrites the page.
 */

#include <math.h>
#include <stdio.h>

#include "data-lines.h"
#include "model.h"

/* Here a row of parameters/ is its words. Headers of the core come first: they take theirs as constants. */
#undef CD_PARAMETER
#undef CD_PARAMETER_LIST
#define CD_PARAMETER(type, name, value, unit, meaning, origin, too_low, too_high)                            \
	{ #name, (double)(value), NULL, unit, meaning, origin, too_low, too_high },
#define CD_PARAMETER_LIST(type, name, unit, meaning, origin, too_low, too_high, ...)                         \
	{ #name, NAN, #__VA_ARGS__, unit, meaning, origin, too_low, too_high },
#define AREA(symbol) static const struct parameter symbol[]

AREA(shared) = {
#include "parameters/shared.def"
};
AREA(common) = {
#include "parameters/common.def"
};
AREA(window) = {
#include "parameters/window.def"
};
AREA(sketch) = {
#include "parameters/sketch.def"
};
AREA(session) = {
#include "parameters/session.def"
};
AREA(line) = {
#include "parameters/line.def"
};
AREA(cloud) = {
#include "parameters/cloud.def"
};
AREA(both_ends) = {
#include "parameters/pair.def"
};
AREA(dropouts) = {
#include "parameters/dropouts.def"
};
AREA(dips) = {
#include "parameters/dips.def"
};
AREA(course) = {
#include "parameters/course.def"
};
AREA(battery_course) = {
#include "parameters/battery-course.def"
};
AREA(data_lines) = {
#include "parameters/data-lines.def"
};
AREA(shape) = {
#include "parameters/shape.def"
};
AREA(profile) = {
#include "parameters/profile.def"
};
AREA(facts) = {
#include "parameters/facts.def"
};
AREA(input) = {
#include "parameters/input.def"
};
AREA(feature) = {
#include "parameters/feature.def"
};
AREA(feature_contract) = {
#include "parameters/feature-contract.def"
};
AREA(feature_course) = {
#include "parameters/feature-course.def"
};
AREA(feature_drops) = {
#include "parameters/feature-drops.def"
};
AREA(feature_level) = {
#include "parameters/feature-level.def"
};
AREA(feature_lines) = {
#include "parameters/feature-lines.def"
};
AREA(feature_said) = {
#include "parameters/feature-said.def"
};
AREA(verdict) = {
#include "parameters/verdict.def"
};
AREA(safety) = {
#include "parameters/safety.def"
};
AREA(expect) = {
#include "parameters/expect.def"
};
AREA(what_if) = {
#include "parameters/what-if.def"
};
AREA(next_test) = {
#include "parameters/next-test.def"
};
AREA(symptoms) = {
#include "parameters/symptoms.def"
};
AREA(time_to_full) = {
#include "parameters/time-to-full.def"
};
AREA(compare) = {
#include "parameters/compare.def"
};
AREA(engine) = {
#include "parameters/engine.def"
};
AREA(listing) = {
#include "parameters/analysis.def"
};

#define ROWS(symbol) symbol, CD_ELEMENTSOF(symbol)
static const struct area areas[] = {
	{ "Shared", "lib/core/parameters/shared.def", ROWS(shared) },
	{ "Levels of voltage and current", "lib/core/parameters/common.def", ROWS(common) },
	{ "From samples to windows", "lib/core/parameters/window.def", ROWS(window) },
	{ "What is kept of a session", "lib/core/parameters/sketch.def", ROWS(sketch) },
	{ "Where a session begins and ends", "lib/core/parameters/session.def", ROWS(session) },
	{ "Slopes of voltage over current", "lib/core/parameters/line.def", ROWS(line) },
	{ "One meter: sag, slope, knee", "lib/core/parameters/cloud.def", ROWS(cloud) },
	{ "Both ends of a line", "lib/core/parameters/pair.def", ROWS(both_ends) },
	{ "Drop-outs and interruptions", "lib/core/parameters/dropouts.def", ROWS(dropouts) },
	{ "Dips", "lib/core/parameters/dips.def", ROWS(dips) },
	{ "Incidents of the current", "lib/core/parameters/course.def", ROWS(course) },
	{ "What a battery's driver said over a session", "lib/core/parameters/battery-course.def",
		ROWS(battery_course) },
	{ "D+, D− and CC", "lib/core/parameters/data-lines.def", ROWS(data_lines) },
	{ "The shape of a charge", "lib/core/parameters/shape.def", ROWS(shape) },
	{ "What a profile implies", "lib/core/parameters/profile.def", ROWS(profile) },
	{ "What is believed of drivers", "lib/core/parameters/facts.def", ROWS(facts) },
	{ "What inputs do together", "lib/core/parameters/input.def", ROWS(input) },
	{ "When a feature can be computed", "lib/core/parameters/feature.def", ROWS(feature) },
	{ "Contracts", "lib/core/parameters/feature-contract.def", ROWS(feature_contract) },
	{ "Incidents as features", "lib/core/parameters/feature-course.def", ROWS(feature_course) },
	{ "Interruptions as features", "lib/core/parameters/feature-drops.def", ROWS(feature_drops) },
	{ "Voltage and current against limits", "lib/core/parameters/feature-level.def",
		ROWS(feature_level) },
	{ "D+, D− and CC as features", "lib/core/parameters/feature-lines.def", ROWS(feature_lines) },
	{ "What a driver and a person say", "lib/core/parameters/feature-said.def", ROWS(feature_said) },
	{ "From likelihoods to a verdict", "lib/core/parameters/verdict.def", ROWS(verdict) },
	{ "What is said first", "lib/core/parameters/safety.def", ROWS(safety) },
	{ "What to expect of a test", "lib/core/parameters/expect.def", ROWS(expect) },
	{ "Where a verdict would change", "lib/core/parameters/what-if.def", ROWS(what_if) },
	{ "Next test", "lib/core/parameters/next-test.def", ROWS(next_test) },
	{ "Symptoms", "lib/core/parameters/symptoms.def", ROWS(symptoms) },
	{ "Time to full", "lib/core/parameters/time-to-full.def", ROWS(time_to_full) },
	{ "Two runs side by side", "lib/core/parameters/compare.def", ROWS(compare) },
	{ "When a port is judged", "lib/core/parameters/engine.def", ROWS(engine) },
	{ "What is listed", "lib/core/parameters/analysis.def", ROWS(listing) },
};

static const struct signature signatures[] = {
#define CD_SIGNATURE(signature, dp_mv, dm_mv, origin) { CD_SIGNATURE_##signature, dp_mv, dm_mv, origin },
#define CD_PERMITTED(signature, ua, origin)
#include "parameters/signatures.def"
#undef CD_SIGNATURE
#undef CD_PERMITTED
};

static const struct permitted permitted[] = {
#define CD_SIGNATURE(signature, dp_mv, dm_mv, origin)
#define CD_PERMITTED(signature, ua, origin) { CD_SIGNATURE_##signature, ua, origin },
#include "parameters/signatures.def"
#undef CD_SIGNATURE
#undef CD_PERMITTED
};

/* `|` would end the cell. */
void model_cell(const char *text)
{
	printf(" ");
	for (; *text; text++)
		printf(*text == '|' ? "\\|" : "%c", *text);
	printf(" |");
}

/* In the unit that makes it readable: 5500000 uV are 5.5 V. */
void model_quantity(double value, const char *unit, char *ret, size_t size)
{
	double least = fabs(value);

	if (cd_streq(unit, "mC"))
		(void)snprintf(ret, size, "%.10g °C", value / 1000);
	else if (unit[0] != 'u' || value == 0)
		(void)snprintf(ret, size, "%.10g %s", value, cd_streq(unit, "1") ? "" : unit);
	else if (least >= 1e6)
		(void)snprintf(ret, size, "%.10g %s", value / 1e6, unit + 1);
	else if (least >= 1e3)
		(void)snprintf(ret, size, "%.10g m%s", value / 1e3, unit + 1);
	else
		(void)snprintf(ret, size, "%.10g µ%s", value, unit + 1);
	if (ret[strlen(ret) - 1] == ' ')
		ret[strlen(ret) - 1] = '\0';
}

static void print_parameter(const struct parameter *p)
{
	char text[160];

	if (p->list)
		(void)snprintf(text, sizeof(text), "%s %s", p->list, p->unit);
	else
		model_quantity(p->value, p->unit, text, sizeof(text));
	printf("| `%s` |", p->name);
	model_cell(text);
	model_cell(p->meaning);
	model_cell(p->origin);
	model_cell(p->too_low);
	model_cell(p->too_high);
	printf("\n");
}

static void print_areas(void)
{
	for (size_t a = 0; a < CD_ELEMENTSOF(areas); a++) {
		printf("\n### %s\n\n`%s`\n\n"
		       "| parameter | value | meaning | origin | where it is too low | where it is too high "
		       "|\n"
		       "|---|---|---|---|---|---|\n",
			areas[a].title, areas[a].file);
		for (size_t k = 0; k < areas[a].n; k++)
			print_parameter(&areas[a].rows[k]);
	}
}

static void print_signatures(void)
{
	printf("\n### Signatures of D+ and D−\n\n`lib/core/parameters/signatures.def`, in the order in which "
	       "they are tried. "
	       "A level that is wrong makes "
	       "a known adapter foreign, which is then expected to give 500 mA; "
	       "a current that is too low makes a good adapter\nsuspect, one that is too high hides a wrong "
	       "one.\n\n"
	       "| signature | D+ | D− | origin |\n|---|---|---|---|\n");
	for (size_t k = 0; k < CD_ELEMENTSOF(signatures); k++) {
		printf("| `%s` | %d mV | %d mV |", cd_signature_to_string(signatures[k].signature),
			signatures[k].dp_mv, signatures[k].dm_mv);
		model_cell(signatures[k].origin);
		printf("\n");
	}
	printf("\n| signature | permits | origin |\n|---|---|---|\n");
	for (size_t k = 0; k < CD_ELEMENTSOF(permitted); k++) {
		char text[32] = "—";

		if (cd_known(permitted[k].ua))
			model_quantity((double)permitted[k].ua, "uA", text, sizeof(text));
		printf("| `%s` |", cd_signature_to_string(permitted[k].signature));
		model_cell(text);
		model_cell(permitted[k].origin);
		printf("\n");
	}
}

int main(int argc, char *argv[])
{
	if (argc != 2 || model_check() > 0)
		return 1;
	printf("# The model\n\n"
	       "Every number that a verdict depends on: value, unit, where it is from, and what happens "
	       "where it is "
	       "wrong.\nMade by `ninja -C build model` from the tables that the program is built from; "
	       "`tests/lint/parameters.py`\nlets no other number into the code.\n\n"
	       "An origin names its kind first: *spec*, *kernel*, *data sheet*, *physics*, *practice* (what "
	       "other "
	       "programs and repair\nbenches go by), *measured* (recorded charges), *simulated*; or "
	       "*chosen*: ours, "
	       "and then what it trades.\n\n");
	model_causes(argv[1]);
	printf("\n## Parameters\n");
	print_areas();
	print_signatures();
	return 0;
}
