/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Who may change something: root, the daemon's own user, and members of its group (`chargediag`). A note
 * changes verdicts, so not everybody may write one; asking polkit whether the caller sits at the machine
 * would replace the rule here and nowhere else.
 */

#include <systemd/sd-bus.h>

#include "macro.h"

struct manager;

#define AUTHORIZE_PENDING_MAX 64 /* calls that wait for an answer of the bus */

/* Asks the bus for the caller's credentials without waiting. When they are there and suffice, `act` is called
 * with the message, otherwise the caller gets AccessDenied. `act` answers as a method handler does. */
int authorize(struct manager *m, sd_bus_message *call, sd_bus_message_handler_t act, sd_bus_error *error);
