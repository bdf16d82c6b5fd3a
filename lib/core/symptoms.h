/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What is true of a session whatever its cause.
 */

#include "feature.h"

/* 1 << enum cd_symptom. */
unsigned cd_symptoms(const struct cd_case *c, const struct cd_features *f);
