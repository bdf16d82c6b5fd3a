/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The daemon as its bus shows it. Everything there is to see comes with one GetManagedObjects, beside which
 * only the Manager's own properties are asked, in the same breath: a second round trip would double what
 * `chargectl status` costs, and its answer would be of another moment.
 *
 * What goes wrong is said here, once, with what to do about it; callers get a negative errno.
 */

#include <systemd/sd-bus.h>

#include "verb.h"

#define CTL_PORTS_MAX 512 /* as the daemon's own bounds; what is beyond is counted and left out */
#define CTL_SESSIONS_MAX 512
#define CTL_INPUTS_MAX 1100
#define CTL_STRINGS_MAX 16
#define CTL_READINGS_MAX 48
#define CTL_STATES_MAX 32

struct ctl_strings {
	const char *v[CTL_STRINGS_MAX];
	size_t n;
};

struct ctl_reading {
	const char *name, *kind, *input;
	int64_t value;
	uint64_t t_us; /* CLOCK_BOOTTIME */
};

struct ctl_readings {
	struct ctl_reading v[CTL_READINGS_MAX];
	size_t n;
};

struct ctl_pair {
	const char *key, *value;
};

struct ctl_states {
	struct ctl_pair v[CTL_STATES_MAX];
	size_t n;
};

/* An input or interface of the machine: a row of Manager.Inputs. */
struct ctl_input {
	const char *name, *kind, *presence, *detail;
};

struct ctl_inputs {
	struct ctl_input *v;
	size_t n;
};

struct ctl_port {
	const char *path;
	const char *name, *kind, *position, *profile;
	struct ctl_strings inputs;
	struct ctl_readings readings;
	struct ctl_states states;
	const char *class, *cause, *part, *severity, *next_test, *session;
	double confidence;
	struct ctl_strings symptoms, remedies;
};

/* CD_UNKNOWN and NULL: not said. */
struct ctl_to_full {
	int64_t low_s, high_s, percent, full_since_us;
	const char *reason;
};

struct ctl_session {
	const char *path;
	uint64_t id, start_us;
	const char *port, *phase;
	struct ctl_readings totals; /* name and value only */
	struct ctl_to_full to_full;
};

/* One moment. The strings live in the replies. */
struct ctl_world {
	sd_bus_message *objects, *manager;
	int64_t now_us; /* CLOCK_BOOTTIME when the replies were there */
	const char *version;
	struct ctl_inputs inputs;
	struct ctl_port *ports; /* sorted by name */
	size_t n_ports;
	struct ctl_session *sessions;
	size_t n_sessions;
	unsigned left_out; /* objects beyond the bounds */
};

struct ctl_client {
	sd_bus *bus;
	const char *name;
	bool user;
};

/* Connects to the bus of the call. Negative errno (said). */
int ctl_client_open(const struct ctl_call *call, struct ctl_client *ret);
void ctl_client_close(struct ctl_client *c);

enum ctl_freshness {
	CTL_AS_IT_IS,
	CTL_REFRESH, /* asks the daemon to read its inputs first, in the same round trip */
};
/* Negative errno (said). The caller owns the world. */
int ctl_client_world(struct ctl_client *c, enum ctl_freshness fresh, struct ctl_world *ret);
/* Sends the two questions; `on_manager` gets the answer to the first and `on_objects` that to the second, in
 * this order. With `on_objects` NULL only the first is sent. Negative errno. */
int ctl_client_ask(struct ctl_client *c, sd_bus_message_handler_t on_manager,
	sd_bus_message_handler_t on_objects, void *userdata);
/* The two answers; `manager` may be NULL or an error. -EBADMSG, -ENOMEM. */
int ctl_world_parse(sd_bus_message *objects, sd_bus_message *manager, struct ctl_world *ret);
void ctl_world_done(struct ctl_world *w);

/* The port a person means: its name, or the only one that begins so. NULL: said, with the names there are. */
const struct ctl_port *ctl_world_port(const struct ctl_world *w, const char *wanted);
const struct ctl_session *ctl_world_session(const struct ctl_world *w, const struct ctl_port *p);

/* Port.GetAnalysis: the document as JSON text, to be freed. Negative errno (said). */
int ctl_client_analysis(struct ctl_client *c, const struct ctl_port *p, char **ret);
/* Says what a failed call means. */
void ctl_client_explain(const struct ctl_client *c, const sd_bus_error *e, int r, const char *what);
int64_t ctl_now(void); /* CLOCK_BOOTTIME, µs */
