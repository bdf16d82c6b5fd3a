/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The command line of chargediagd.
 */

#include "macro.h"

#define ARGS_PLAYS_MAX 64

/* --play=FILE[,speed=N][,name=NAME] */
struct args_play {
	char *file;
	double speed;
	char *name; /* NULL: as the recording says */
};

struct args {
	const char *config; /* NULL: the default */
	const char *bus_name;
	bool user_bus;
	bool no_hardware;
	struct args_play plays[ARGS_PLAYS_MAX];
	size_t n_plays;
};

/* Reads argv. 1: go on; 0: all done (--help, --version); -EINVAL: said on standard error what is wrong;
 * -ENOMEM. */
int args_parse(int argc, char *argv[], struct args *ret);
void args_done(struct args *a);

/* Takes the value of --play apart. -EINVAL: no file, a speed that is no number in 0…100000, a name the bus
 * cannot have; a comma in the file's name is allowed. */
int args_play_parse(const char *s, struct args_play *ret);
