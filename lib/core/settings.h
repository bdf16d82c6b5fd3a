/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The numbers of the core that an administrator may change; config keys of the same names in chargediagd.conf(5).
 * `analyze` uses the defaults, so that a recording means the same on every machine.
 */

#include "parameter.h"

struct cd_settings {
	int64_t open_ua;      /* SessionOpenCurrent: device current that opens a session */
	int64_t no_load_us;   /* SessionNoLoad: time before the opening that belongs to it as no-load segment */
	int64_t close_us;     /* SessionClose: VBUS, partner and current gone for this long close it */
	int64_t evaluate_us;  /* EvaluateInterval: a verdict that depends on samples is renewed this often */
};

#define CD_SETTINGS_DEFAULT                                                                                  \
	((struct cd_settings){ .open_ua = CD_DEFAULT_OPEN_UA,                                                \
		.no_load_us = CD_DEFAULT_NO_LOAD_US,                                                         \
		.close_us = CD_DEFAULT_CLOSE_US,                                                             \
		.evaluate_us = CD_DEFAULT_EVALUATE_US })
