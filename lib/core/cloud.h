/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The V-I points of a session: how much voltage is lost per ampere, and whether along a straight line (resistance) or
 * with a knee (a current limit).
 *
 *     V │ V0 ─────._                       V │ V0 ─────────────╮
 *       │           `-._   slope = −R        │                 │ knee: the voltage stands until the limit
 *       │               `-._                 │                 │
 *       │                   ` Vt             │                 ╵ Vt
 *       └─────────────────────► I            └─────────────────────► I
 *
 *     knee = (V extrapolated from the points below 0.9 It to It − Vt) / (V0 − Vt): 0 for a line, 1 for a limit
 */

#include "feature.h"

/* Fills no-load-voltage, voltage-sag, source-impedance and knee. */
void cd_cloud_features(const struct cd_case *c, const struct cd_sketch *sketch, struct cd_features *f);
