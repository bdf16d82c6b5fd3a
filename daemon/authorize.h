/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Who may change something. Reading is free; a note changes verdicts, so not everybody may write one.
 *
 *     call ─► who is it? (the bus) ─► root, the daemon's own user ─────────────────────────► done
 *                                 └─► anybody else ─► may they? (polkit) ─► yes ───────────► done
 *                                                          │           └──► no ────────────► AccessDenied
 *                                                          └─ cannot tell ─► in our group? ─► done, AccessDenied
 *
 * Nothing waits: while the questions are on their way, or a person types a password, the loop goes on.
 */

#include <systemd/sd-bus.h>

#include "log.h"
#include "macro.h"

struct manager;
struct request;

/* Calls that wait for an answer: in all, of one client, and of one user at polkit. Whoever leaves a password dialog open, or
 * sends faster than the bus says who it is, does not keep others from writing. A client that leaves takes its calls along. */
#define AUTHORIZE_PENDING_MAX 64
#define AUTHORIZE_PENDING_PER_CLIENT 4
#define AUTHORIZE_PENDING_PER_USER 8

struct authorizations {
	struct request *first; /* linked */
	unsigned n;
	uint64_t asked;             /* questions to polkit so far: their ids */
	struct log_limit log_limit; /* its own: who asks in vain silences nothing else */
};

/* What may be done now, answered as by a method handler. `about` is what the caller meant when he asked: minutes may have
 * passed, and what has the same name may be another. */
typedef int (*authorized_t)(struct manager *m, sd_bus_message *call, uint64_t about, sd_bus_error *error);

/* Asks whether the caller may do `action` (CD_ACTION_…). If so, `then` is called with the message and `about`, otherwise the
 * caller gets an error that says who may. */
int authorize(struct manager *m, sd_bus_message *call, const char *action, authorized_t then, uint64_t about,
	sd_bus_error *error);
/* Forgets all that are waiting, before the bus is closed. */
void authorizations_done(struct authorizations *a);
