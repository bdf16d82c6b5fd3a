/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the router does to an engine. Nobody else includes this.
 */

#include "router.h"

/* `profiles` is borrowed. NULL: no memory. */
struct cd_engine *cd_engine_new(
	const char *name, const struct cd_settings *settings, const struct cd_profiles *profiles);
struct cd_engine *cd_engine_free(struct cd_engine *e);
CD_DEFINE_CLEANUP(struct cd_engine *, cd_engine_free)

/* The input belongs to this port from now on (its state is taken in), or no longer. -E2BIG at CD_PORT_INPUTS_MAX;
 * -ENOMEM. One that was refused does not belong to it. */
int cd_engine_join(struct cd_engine *e, struct cd_input *input, int64_t t_us);
void cd_engine_leave(struct cd_engine *e, struct cd_input *input, int64_t t_us);
/* The same for an input that exists no more; the engine takes it over, for the session it belonged to is still judged
 * by what it said. */
void cd_engine_depart(struct cd_engine *e, struct cd_input *input, int64_t t_us);
size_t cd_engine_n_inputs(const struct cd_engine *e);
struct cd_input *cd_engine_input(const struct cd_engine *e, size_t i);

/* One event of one of its inputs, whose state the router has already renewed. Deadlines up to its time have run. */
int cd_engine_feed(struct cd_engine *e, struct cd_input *input, const struct cd_event *ev);
/* Never later than the moment something happens by itself; may be early, then cd_engine_run_deadline() re-arms. */
int64_t cd_engine_deadline(const struct cd_engine *e);
int cd_engine_run_deadline(struct cd_engine *e);

void cd_engine_set_settings(struct cd_engine *e, const struct cd_settings *settings);

/* CD_CHANGE_ bits since last taken. */
unsigned cd_engine_changes(const struct cd_engine *e);
unsigned cd_engine_take_changes(struct cd_engine *e);
void cd_engine_mark(struct cd_engine *e, unsigned what);
/* No inputs, no open session: nothing keeps it. */
bool cd_engine_expendable(const struct cd_engine *e);
