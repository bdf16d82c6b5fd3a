/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "feature.h"

/* What a feature's value can be at all. */
struct cd_feature_range {
	double least, most;
	bool whole; /* a count or a word: whole numbers */
};
struct cd_feature_range cd_feature_range(enum cd_feature id);
