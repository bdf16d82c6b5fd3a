/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The replies of the daemon as structures: a table row per property. A property this version does not
 * know, or knows with another type, is passed over: an older client must survive a newer daemon.
 */

#include <stdio.h>

#include "client.h"
#include "names.h"

#define MORE 1 /* sd-bus: there is another element */

struct property {
	const char *name;
	const char *signature;
	int (*read)(sd_bus_message *m, void *dest);
	size_t offset;
};

/* Everything a D-Bus property of ours can be. Each reads one complete value. */
static int read_string(sd_bus_message *m, void *dest)
{
	return sd_bus_message_read_basic(m, 's', dest);
}

static int read_path(sd_bus_message *m, void *dest)
{
	return sd_bus_message_read_basic(m, 'o', dest);
}

static int read_double(sd_bus_message *m, void *dest)
{
	return sd_bus_message_read_basic(m, 'd', dest);
}

static int read_u64(sd_bus_message *m, void *dest)
{
	return sd_bus_message_read_basic(m, 't', dest);
}

static int read_strings(sd_bus_message *m, void *dest)
{
	struct ctl_strings *list = dest;
	const char *s;
	int r = sd_bus_message_enter_container(m, 'a', "s");

	while (r >= 0 && (r = sd_bus_message_read_basic(m, 's', &s)) > 0)
		if (list->n < CTL_STRINGS_MAX)
			list->v[list->n++] = s;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_states(sd_bus_message *m, void *dest)
{
	struct ctl_states *states = dest;
	struct ctl_pair p;
	int r = sd_bus_message_enter_container(m, 'a', "{ss}");

	while (r >= 0 && (r = sd_bus_message_read(m, "{ss}", &p.key, &p.value)) > 0)
		if (states->n < CTL_STATES_MAX)
			states->v[states->n++] = p;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* The variant of one entry of Readings (xsts) or Totals (x, t, d). */
static int read_quantity(sd_bus_message *m, const char *contents, struct ctl_reading *ret)
{
	uint64_t u;
	int r;

	if (cd_streq(contents, "(xsts)"))
		return sd_bus_message_read(
			m, "v", contents, &ret->value, &ret->kind, &ret->t_us, &ret->input);
	if (cd_streq(contents, "x"))
		return sd_bus_message_read(m, "v", contents, &ret->value);
	if (!cd_streq(contents, "t"))
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_read(m, "v", contents, &u);
	ret->value = r >= 0 && u <= INT64_MAX ? (int64_t)u : CD_UNKNOWN;
	return r;
}

static int read_readings(sd_bus_message *m, void *dest)
{
	struct ctl_readings *list = dest;
	int r = sd_bus_message_enter_container(m, 'a', "{sv}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		struct ctl_reading one = { .value = CD_UNKNOWN };
		const char *contents;

		r = sd_bus_message_read_basic(m, 's', &one.name);
		if (r >= 0)
			r = sd_bus_message_peek_type(m, NULL, &contents);
		if (r >= 0)
			r = read_quantity(m, contents, &one);
		if (r >= 0 && cd_known(one.value) && list->n < CTL_READINGS_MAX)
			list->v[list->n++] = one;
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_to_full_entry(
	sd_bus_message *m, const char *key, const char *contents, struct ctl_to_full *ret)
{
	const struct {
		const char *key;
		int64_t *value;
	} numbers[] = { { "low_s", &ret->low_s }, { "high_s", &ret->high_s }, { "percent", &ret->percent },
		{ "full_since_us", &ret->full_since_us } };
	struct ctl_reading one = { .value = CD_UNKNOWN };
	int r;

	if (cd_streq(key, "reason") && cd_streq(contents, "s"))
		return sd_bus_message_read(m, "v", contents, &ret->reason);
	r = read_quantity(m, contents, &one);
	for (size_t i = 0; i < CD_ELEMENTSOF(numbers); i++)
		if (cd_streq(key, numbers[i].key) && one.value >= 0)
			*numbers[i].value = one.value;
	return r;
}

static int read_to_full(sd_bus_message *m, void *dest)
{
	int r = sd_bus_message_enter_container(m, 'a', "{sv}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		const char *key, *contents;

		r = sd_bus_message_read_basic(m, 's', &key);
		if (r >= 0)
			r = sd_bus_message_peek_type(m, NULL, &contents);
		if (r >= 0)
			r = read_to_full_entry(m, key, contents, dest);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_inputs(sd_bus_message *m, void *dest)
{
	struct ctl_inputs *list = dest;
	struct ctl_input row;
	int r = sd_bus_message_enter_container(m, 'a', "(ssss)");

	if (r >= 0 && !list->v && !(list->v = calloc(CTL_INPUTS_MAX, sizeof(*list->v))))
		return -ENOMEM;
	while (r >= 0 &&
		(r = sd_bus_message_read(m, "(ssss)", &row.name, &row.kind, &row.presence, &row.detail)) > 0)
		if (list->n < CTL_INPUTS_MAX)
			list->v[list->n++] = row;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static const struct property manager_properties[] = {
	{ "Inputs", "a(ssss)", read_inputs, offsetof(struct ctl_world, inputs) },
	{ "Version", "s", read_string, offsetof(struct ctl_world, version) },
	{ 0 },
};

static const struct property port_properties[] = {
	{ "Cause", "s", read_string, offsetof(struct ctl_port, cause) },
	{ "Class", "s", read_string, offsetof(struct ctl_port, class) },
	{ "Confidence", "d", read_double, offsetof(struct ctl_port, confidence) },
	{ "Inputs", "as", read_strings, offsetof(struct ctl_port, inputs) },
	{ "Kind", "s", read_string, offsetof(struct ctl_port, kind) },
	{ "Name", "s", read_string, offsetof(struct ctl_port, name) },
	{ "NextTest", "s", read_string, offsetof(struct ctl_port, next_test) },
	{ "Part", "s", read_string, offsetof(struct ctl_port, part) },
	{ "Position", "s", read_string, offsetof(struct ctl_port, position) },
	{ "Profile", "s", read_string, offsetof(struct ctl_port, profile) },
	{ "Readings", "a{sv}", read_readings, offsetof(struct ctl_port, readings) },
	{ "Remedies", "as", read_strings, offsetof(struct ctl_port, remedies) },
	{ "Session", "o", read_path, offsetof(struct ctl_port, session) },
	{ "Severity", "s", read_string, offsetof(struct ctl_port, severity) },
	{ "States", "a{ss}", read_states, offsetof(struct ctl_port, states) },
	{ "Symptoms", "as", read_strings, offsetof(struct ctl_port, symptoms) },
	{ 0 },
};

#define NOT_SAID                                                                                             \
	((struct ctl_to_full){ .low_s = CD_UNKNOWN,                                                          \
		.high_s = CD_UNKNOWN,                                                                        \
		.percent = CD_UNKNOWN,                                                                       \
		.full_since_us = CD_UNKNOWN })

static const struct property session_properties[] = {
	{ "Id", "t", read_u64, offsetof(struct ctl_session, id) },
	{ "Phase", "s", read_string, offsetof(struct ctl_session, phase) },
	{ "Port", "o", read_path, offsetof(struct ctl_session, port) },
	{ "Start", "t", read_u64, offsetof(struct ctl_session, start_us) },
	{ "TimeToFull", "a{sv}", read_to_full, offsetof(struct ctl_session, to_full) },
	{ "Totals", "a{sv}", read_readings, offsetof(struct ctl_session, totals) },
	{ 0 },
};

static int read_property(sd_bus_message *m, const struct property *table, void *object)
{
	const char *name, *contents;
	int r = sd_bus_message_read_basic(m, 's', &name);

	if (r >= 0)
		r = sd_bus_message_peek_type(m, NULL, &contents);
	if (r < 0)
		return r;
	while (table->name && !cd_streq(table->name, name))
		table++;
	if (!table->name || !cd_streq(table->signature, contents))
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_enter_container(m, 'v', contents);
	if (r >= 0)
		r = table->read(m, (char *)object + table->offset);
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_properties(sd_bus_message *m, const struct property *table, void *object)
{
	int r = sd_bus_message_enter_container(m, 'a', "{sv}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sv")) > 0) {
		r = read_property(m, table, object);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int grow(void **list, size_t n, size_t size)
{
	void *p;

	/* A power of two is full. */
	if (n & (n - 1))
		return 0;
	p = realloc(*list, (n ? 2 * n : 1) * size);
	if (!p)
		return -ENOMEM;
	*list = p;
	return 0;
}

/* Where the properties of an interface go: a new object of the world, or nowhere. */
static int place(struct ctl_world *w, const char *path, const char *interface,
	const struct property **ret_table, void **ret_object)
{
	if (cd_streq(interface, CTL_IFACE_PORT) && w->n_ports < CTL_PORTS_MAX) {
		if (grow((void **)&w->ports, w->n_ports, sizeof(*w->ports)) < 0)
			return -ENOMEM;
		w->ports[w->n_ports] = (struct ctl_port){ .path = path };
		*ret_table = port_properties;
		*ret_object = &w->ports[w->n_ports++];
		return MORE;
	}
	if (cd_streq(interface, CTL_IFACE_SESSION) && w->n_sessions < CTL_SESSIONS_MAX) {
		if (grow((void **)&w->sessions, w->n_sessions, sizeof(*w->sessions)) < 0)
			return -ENOMEM;
		w->sessions[w->n_sessions] = (struct ctl_session){ .path = path, .to_full = NOT_SAID };
		*ret_table = session_properties;
		*ret_object = &w->sessions[w->n_sessions++];
		return MORE;
	}
	w->left_out += cd_streq(interface, CTL_IFACE_PORT) || cd_streq(interface, CTL_IFACE_SESSION);
	return 0;
}

static int read_interface(sd_bus_message *m, const char *path, struct ctl_world *w)
{
	const struct property *table;
	const char *interface;
	void *object;
	int r = sd_bus_message_read_basic(m, 's', &interface);

	if (r < 0)
		return r;
	r = place(w, path, interface, &table, &object);
	if (r < 0)
		return r;
	return r ? read_properties(m, table, object) : sd_bus_message_skip(m, "a{sv}");
}

static int read_object(sd_bus_message *m, struct ctl_world *w)
{
	const char *path;
	int r = sd_bus_message_read_basic(m, 'o', &path);

	if (r >= 0)
		r = sd_bus_message_enter_container(m, 'a', "{sa{sv}}");
	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "sa{sv}")) > 0) {
		r = read_interface(m, path, w);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* Names as people count: port2 before port10. */
static int by_name(const void *a, const void *b)
{
	const struct ctl_port *x = a, *y = b;
	int r = strverscmp(x->name ? x->name : "", y->name ? y->name : "");

	return r ? r : strcmp(x->path, y->path);
}

static int read_objects(sd_bus_message *m, struct ctl_world *w)
{
	int r = sd_bus_message_enter_container(m, 'a', "{oa{sa{sv}}}");

	while (r >= 0 && (r = sd_bus_message_enter_container(m, 'e', "oa{sa{sv}}")) > 0) {
		r = read_object(m, w);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	}
	return r;
}

int ctl_world_parse(sd_bus_message *objects, sd_bus_message *manager, struct ctl_world *ret)
{
	struct ctl_world w = { .now_us = ctl_now() };
	int r;

	w.objects = sd_bus_message_ref(objects);
	r = read_objects(objects, &w);
	/* Without an answer for the Manager its version and inputs are unknown; the ports are not. */
	if (r >= 0 && manager && !sd_bus_message_is_method_error(manager, NULL)) {
		w.manager = sd_bus_message_ref(manager);
		r = read_properties(manager, manager_properties, &w);
	}
	if (r < 0) {
		ctl_world_done(&w);
		return r == -ENOMEM ? r : -EBADMSG;
	}
	for (size_t i = 0; i < w.n_ports; i++)
		if (!w.ports[i].name)
			w.ports[i].name = w.ports[i].path;
	if (w.n_ports)
		qsort(w.ports, w.n_ports, sizeof(*w.ports), by_name);
	*ret = w;
	return 0;
}

void ctl_world_done(struct ctl_world *w)
{
	free(w->ports);
	free(w->sessions);
	free(w->inputs.v);
	sd_bus_message_unref(w->objects);
	sd_bus_message_unref(w->manager);
	*w = (struct ctl_world){ .objects = NULL };
}

static void say_ports(const struct ctl_world *w, const char *problem, const char *wanted)
{
	char names[CTL_TEXT_MAX] = "";
	size_t len = 0;

	for (size_t i = 0; i < w->n_ports && len < sizeof(names) - 1; i++)
		len += snprintf(names + len, sizeof(names) - len, "%s%s", i ? ", " : "", w->ports[i].name);
	if (w->n_ports)
		ctl_say("%s “%s”: the ports are %s", problem, wanted, names);
	else
		ctl_say("%s “%s”: there are no ports; `chargectl status` says why", problem, wanted);
}

const struct ctl_port *ctl_world_port(const struct ctl_world *w, const char *wanted)
{
	const struct ctl_port *found = NULL;
	bool several = false;

	for (size_t i = 0; i < w->n_ports; i++) {
		if (cd_streq(w->ports[i].name, wanted))
			return &w->ports[i];
		if (*wanted && strncmp(w->ports[i].name, wanted, strlen(wanted)) == 0) {
			several = found;
			found = found ? found : &w->ports[i];
		}
	}
	if (found && !several)
		return found;
	say_ports(w, several ? "more than one port begins with" : "no port", wanted);
	return NULL;
}

const struct ctl_session *ctl_world_session(const struct ctl_world *w, const struct ctl_port *p)
{
	for (size_t i = 0; i < w->n_sessions; i++)
		if (cd_streq(w->sessions[i].path, p->session))
			return &w->sessions[i];
	return NULL;
}
