/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Live sessions have no end yet: their `end_us` is absent. Of all the sessions the ids grow with their
 * starts.
 */

#include "bus-error.h"
#include "manager.h"
#include "sessions.h"
#include "station.h"

static int read_option(sd_bus_message *m, const char *key, struct session_query *q, sd_bus_error *error)
{
	const char *type;
	int r;

	r = sd_bus_message_peek_type(m, NULL, &type);
	if (r < 0)
		return r;
	if (cd_streq(key, "limit") && cd_streq(type, "t"))
		return sd_bus_message_read(m, "v", "t", &q->limit);
	if (cd_streq(key, "port") && cd_streq(type, "s"))
		return sd_bus_message_read(m, "v", "s", &q->port);
	if (cd_streq(key, "limit") || cd_streq(key, "port"))
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"options: %s: type %s is expected, \"%.*s\" was given", key,
			key[0] == 'l' ? "t" : "s", BUS_ECHO(type));
	return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
		"options: unknown option \"%.*s\"; known are limit (t) and port (s)", BUS_ECHO(key));
}

int sessions_read_query(sd_bus_message *m, struct session_query *ret, sd_bus_error *error)
{
	struct session_query q = { .limit = UINT64_MAX };
	const char *key;
	int r;

	r = sd_bus_message_enter_container(m, 'a', "{sv}");
	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		r = sd_bus_message_read(m, "s", &key);
		if (r >= 0)
			r = read_option(m, key, &q, error);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	if (r < 0)
		return r;
	*ret = q;
	return 0;
}

/* One row, live or ended. */
struct row {
	uint64_t id;
	const char *port, *class, *cause;
	double confidence;
	int64_t start_us, end_us, energy_uwh;
};

static struct row live_row(const struct port *port)
{
	struct cd_session_info info;
	struct cd_verdict_info v;

	cd_engine_session(port->engine, &info);
	cd_engine_verdict(port->engine, &v);
	return (struct row){
		.id = port->session,
		.port = port->name,
		.class = v.exists ? cd_class_to_string(v.class) : "",
		.cause = v.exists ? v.cause : "",
		.confidence = v.exists ? v.confidence : 0,
		.start_us = station_to_boottime(port->station, info.start_us),
		.end_us = CD_UNKNOWN,
		.energy_uwh = info.energy_uwh,
	};
}

static struct row ended_row(const struct history_entry *e)
{
	return (struct row){
		.id = e->id,
		.port = e->port,
		.class = e->class,
		.cause = e->cause,
		.confidence = e->confidence,
		.start_us = e->start_us,
		.end_us = e->end_us,
		.energy_uwh = e->energy_uwh,
	};
}

static int append_time(sd_bus_message *reply, const char *key, int64_t t_us)
{
	if (!cd_known(t_us))
		return 0;
	return sd_bus_message_append(reply, "{sv}", key, "t", (uint64_t)(t_us > 0 ? t_us : 0));
}

static int append_row(sd_bus_message *reply, const struct row *row)
{
	int r;

	r = sd_bus_message_open_container(reply, 'a', "{sv}");
	if (r >= 0)
		r = sd_bus_message_append(reply, "{sv}{sv}{sv}{sv}{sv}", "id", "t", row->id, "port", "s",
			row->port, "class", "s", row->class, "cause", "s", row->cause, "confidence", "d",
			row->confidence);
	if (r >= 0)
		r = append_time(reply, "start_us", row->start_us);
	if (r >= 0)
		r = append_time(reply, "end_us", row->end_us);
	if (r >= 0 && cd_known(row->energy_uwh))
		r = sd_bus_message_append(reply, "{sv}", "energy_uwh", "x", row->energy_uwh);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}

static bool wanted(const struct session_query *q, const char *port)
{
	return !q->port || cd_streq(q->port, port);
}

bool sessions_of_port(const struct manager *m, const char *port)
{
	const struct history_entry *e;

	for (size_t i = 0; (e = history_get(&m->history, i)); i++)
		if (cd_streq(e->port, port))
			return true;
	return false;
}

static int by_id_falling(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return (x->id < y->id) - (x->id > y->id);
}

int sessions_append(const struct manager *m, const struct session_query *q, sd_bus_message *reply)
{
	CD_FREE struct row *rows = calloc(m->ports.n + HISTORY_MAX, sizeof(*rows));
	const struct history_entry *e;
	size_t n = 0;
	int r;

	if (!rows)
		return -ENOMEM;
	for (size_t i = 0; i < m->ports.n; i++)
		if (m->ports.by_path[i]->session != 0 && wanted(q, m->ports.by_path[i]->name))
			rows[n++] = live_row(m->ports.by_path[i]);
	for (size_t i = 0; (e = history_get(&m->history, i)); i++)
		if (wanted(q, e->port))
			rows[n++] = ended_row(e);
	qsort(rows, n, sizeof(*rows), by_id_falling);
	r = sd_bus_message_open_container(reply, 'a', "a{sv}");
	for (size_t i = 0; r >= 0 && i < n && i < q->limit; i++)
		r = append_row(reply, &rows[i]);
	return r < 0 ? r : sd_bus_message_close_container(reply);
}
