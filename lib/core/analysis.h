/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A judgement as the `sessions[]` entry of the analysis document (docs/json.md).
 */

#include "verdict.h"

/* Caller owns *ret. -ENOMEM. */
int cd_analysis_entry(const struct cd_case *c, struct json_object **ret);
