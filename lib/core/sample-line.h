/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A strict scanner for the one line that recordings consist of, in the one shape the writer gives it:
 *
 *     {"t":10000,"input":"meter0","event":"sample","vbus_uv":5102300,"ibus_ua":498200}
 *
 * It knows no JSON. Any deviation (a blank, another order, a fraction, a doubtful value) is not its business:
 * it says no and the JSON parser decides. What it accepts it must understand exactly as that parser does
 * (fuzzed).
 */

#include "event.h"

struct cd_sample_line {
	int64_t t_us;
	const char *input; /* in the line, not terminated */
	size_t input_len;
	struct cd_sample sample;
};

/* False: not that shape; `ret` is then undefined. */
bool cd_sample_line_scan(const char *line, size_t len, struct cd_sample_line *ret);
