/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the rules of grouping.c are asked about: an input, reduced to what matters to them.
 */

#include "grouping.h"

enum role {
	ROLE_NONE, /* no port: peripherals, absent batteries, things we cannot place */
	ROLE_TYPEC,
	ROLE_CONNECTOR, /* a supply that stands for one Type-C connector */
	ROLE_SUPPLY,    /* any other supply of type USB, BrickID or Wireless */
	ROLE_MAINS,
	ROLE_BATTERY,
	ROLE_ALONE,  /* host ports */
	ROLE_DEVICE, /* something that hangs on a host port */
	ROLE_METER, /* whatever measures a line: a place of its own, unless a person says on whose line it is */
};

struct fact {
	const char *name;
	enum role role;
	int online;         /* 1 yes, 0 no, −1 does not say */
	bool sinks;         /* typec: a partner is there and we take power from it */
	int64_t power_uw;   /* what feeds more leads; 0 unknown */
	const char *port;   /* where it is now; NULL nowhere */
	const char *line;   /* on whose it was said to be; NULL: nobody said */
	const char *device; /* the device behind it, or on it; NULL unknown */
	unsigned number;    /* of the port or connector a name ends with */
	int leader;
	unsigned members;
};

struct facts {
	struct fact *items;
	size_t n;
	/* Known before each role is decided; CD_GROUPING_NONE when there is none. */
	int feeding; /* the connector that feeds the machine */
	int mains;   /* the AC adapter that is a port */
	int idle;    /* the first connector */
	int battery; /* the first battery */
};

struct fact cd_grouping_look(const struct cd_grouping_input *in);
/* The decimal number a name ends with; 0 without one. */
unsigned cd_grouping_number(const char *name);
bool cd_grouping_prefix(const char *s, const char *prefix); /* s may be NULL */
