/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * One question to polkit: may the sender of this call do that? Plain messages on the bus that we are on; no library of
 * polkit's. Where it is not installed, or cannot answer, the caller has a rule of its own.
 */

#include <stdbool.h>
#include <systemd/sd-bus.h>

enum polkit_answer {
	POLKIT_YES,
	POLKIT_NO,
	POLKIT_CHALLENGE, /* yes after an authentication, for which the call did not allow to ask */
	POLKIT_ABSENT,    /* there is none on this bus */
	POLKIT_FAILED,    /* it answered with an error, or not in time */
};

/* How long a person may take to type a password. */
#define POLKIT_PATIENCE_US (120 * UINT64_C(1000000))

/* Asks without waiting; `on_reply` gets the answer for polkit_read(). `id` names the question, so that it can be taken
 * back. A call that allows it may make polkit ask the person (sd_bus_message_set_allow_interactive_authorization). */
int polkit_ask(sd_bus_message *call, const char *action, const char *id, sd_bus_message_handler_t on_reply,
	void *userdata, sd_bus_slot **ret);
enum polkit_answer polkit_read(sd_bus_message *reply);
/* Takes a question back: the dialog goes away. */
void polkit_cancel(sd_bus *bus, const char *id);
