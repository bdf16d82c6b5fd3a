/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Who wants to know a feature that could not be computed: what to do.
 */

#include "feature.h"

/* A clause on one line, by the reason why it is missing, else by the feature; NULL: nothing that a person can do,
 * for this machine does not say it, or it does not arise here. */
const char *cd_supply(enum cd_feature id, const char *reason);
