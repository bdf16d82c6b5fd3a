/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Any D-Bus value as JSON: dictionaries with string keys become objects, structures and arrays become arrays,
 * what JSON cannot hold (a descriptor, a number that is none) becomes null.
 */

#include <systemd/sd-bus.h>

#include "json.h"

/* Reads the next complete value. 1; 0 at the end of the container; negative errno. */
int ctl_value_read(sd_bus_message *m, struct json_object **ret);
