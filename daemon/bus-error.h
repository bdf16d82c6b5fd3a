/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The errors a client can get, by name. Each says what was asked, what is wrong with it and what would be
 * right.
 */

#include <systemd/sd-bus.h>

#include "macro.h"
#include "names.h"

#define CD_ERROR_NO_SUCH_PORT CD_ERROR_PREFIX "NoSuchPort"
#define CD_ERROR_NO_SESSION CD_ERROR_PREFIX "NoSession"
#define CD_ERROR_NOT_ENOUGH_DATA CD_ERROR_PREFIX "NotEnoughData"
#define CD_ERROR_METER_BUSY CD_ERROR_PREFIX "MeterBusy"
#define CD_ERROR_METER_LOST CD_ERROR_PREFIX "MeterLost"
#define CD_ERROR_UNSUPPORTED CD_ERROR_PREFIX "Unsupported"
#define CD_ERROR_INVALID_RECORDING CD_ERROR_PREFIX "InvalidRecording"
#define CD_ERROR_LIMITS_EXCEEDED CD_ERROR_PREFIX "LimitsExceeded"

/* Tells sd-bus which errno each name stands for, so that sd_bus_error_setf() returns it. */
int bus_error_register(void);

/* Bytes of a foreign string that an error repeats: a client that sends 200 KB does not get them back. */
#define BUS_ERROR_ECHO 64
/* "%.*s" arguments for a foreign string: cut at a character's border. */
#define BUS_ECHO(s) bus_error_echo(s), (s)
int bus_error_echo(const char *s);
