/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "sim.h"

/* Writes events as the lines of a recording. */
void sim_write_header(FILE *f);
void sim_write_event(FILE *f, const struct cd_event *ev);
