/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The numbers of the model are rows of parameters/AREA.def: name, value, unit, what it means, where it is from, and what
 * happens where it is too low or too high. Here a row becomes a constant, and the words are left out; docs/model.md has
 * both (tests/lint/model.c). Code includes the rows of its own area behind this header.
 *
 * The name has the unit where it has one of its own. An origin begins with what kind it is: spec, kernel, data sheet,
 * physics, practice (another program, or a bench), measured (on recorded charges), simulated, or chosen, and then
 * what it trades.
 */

#include "macro.h"

/* An int is a constant expression, as a macro would be: sizes of arrays and initialisers need one. */
#define CD_PARAMETER_int(name, value) enum { name = (value) };
#define CD_PARAMETER_int64_t(name, value) static const int64_t name = (value);
#define CD_PARAMETER_double(name, value) static const double name = (value);

#define CD_PARAMETER(type, name, value, unit, meaning, origin, too_low, too_high)                            \
	CD_PARAMETER_##type(name, value)
/* Several values of one meaning, behind the words. */
#define CD_PARAMETER_LIST(type, name, unit, meaning, origin, too_low, too_high, ...)                         \
	static const type name[] = { __VA_ARGS__ };

/* What headers and several files need. */
#include "parameters/shared.def"
