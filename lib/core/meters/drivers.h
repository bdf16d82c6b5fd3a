/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The protocols we speak, one file each; the table is in meter.c. */

#include "meter.h"

extern const struct cd_meter_driver cd_meter_fnirsi;
