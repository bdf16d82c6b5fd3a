/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The router says what changed; this says it on: objects, signals, history, journal, streams.
 */

#include "router.h"

struct manager;
struct station;

void tell_change(struct manager *m, struct station *s, const struct cd_change *change);
