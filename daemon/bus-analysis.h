/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Analysis documents of one session each, as text for the bus.
 */

#include "engine.h"

/* The document around one entry of `sessions[]`, which stays the caller's. NULL: no memory. */
char *bus_analysis_of_session(struct json_object *session);
/* The document of a port's open or last session. -ENOMEM. */
int bus_analysis_of_engine(const struct cd_engine *engine, char **ret);
