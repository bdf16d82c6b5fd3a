/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which inputs are one port. First each input is reduced to a few facts, then the rules below are asked in order; the
 * first that answers decides. Later rules may lean on what earlier ones decided, never the other way round.
 *
 *      port0 (typec) ◄── ucsi-source-psy-USBC000:001       the controller's supply for that connector
 *        ▲  ▲
 *        │  └── AC        a witness, while port0 feeds the machine; else a port of its own
 *        └───── BAT0      what is charged belongs where the power comes in
 */

#include "grouping-internal.h"

static size_t count(const struct facts *w, enum role role)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->items[i].role == role;
	return n;
}

static int the_only(const struct facts *w, enum role role)
{
	int found = CD_GROUPING_NONE;

	for (size_t i = 0; i < w->n; i++) {
		if (w->items[i].role != role)
			continue;
		if (found != CD_GROUPING_NONE)
			return CD_GROUPING_NONE;
		found = (int)i;
	}
	return found;
}

/* The first by name of one role: "port2" before "port10". */
static int first(const struct facts *w, enum role role)
{
	int best = CD_GROUPING_NONE;

	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].role == role &&
			(best < 0 || strverscmp(w->items[i].name, w->items[best].name) < 0))
			best = (int)i;
	return best;
}

/* The port whose number is the `nth`, counted from 0, among the ports of one controller. */
static int nth_port(const struct facts *w, const char *device, unsigned nth)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct fact *port = &w->items[i];
		unsigned before = 0;

		if (port->role != ROLE_TYPEC || !cd_streq(port->device, device))
			continue;
		for (size_t k = 0; k < w->n; k++)
			before += w->items[k].role == ROLE_TYPEC && cd_streq(w->items[k].device, device) &&
				  w->items[k].number < port->number;
		if (before == nth)
			return (int)i;
	}
	return CD_GROUPING_NONE;
}

static int port_numbered(const struct facts *w, unsigned number)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].role == ROLE_TYPEC && w->items[i].number == number)
			return (int)i;
	return CD_GROUPING_NONE;
}

/* A rule: the leader of input `i`, or CD_GROUPING_NONE when it has nothing to say. */
typedef int rule_fn(const struct facts *w, size_t i);

static int by_itself(const struct facts *w, size_t i)
{
	return (int)i;
}

/* "ucsi-source-psy-<device><connector>", connectors counted from 1; the class counts ports over all controllers. */
static int ucsi_connector(const struct facts *w, size_t i)
{
	const struct fact *f = &w->items[i];
	const char *rest = f->name + strlen("ucsi-source-psy-");
	unsigned connector;

	if (!cd_grouping_prefix(f->name, "ucsi-source-psy-"))
		return CD_GROUPING_NONE;
	if (f->device && cd_grouping_prefix(rest, f->device)) {
		connector = cd_grouping_number(rest + strlen(f->device));
		return connector ? nth_port(w, f->device, connector - 1) : CD_GROUPING_NONE;
	}
	connector = f->name[strlen(f->name) - 1] - '0';
	return connector >= 1 && connector <= 9 ? port_numbered(w, connector - 1) : CD_GROUPING_NONE;
}

/* tcpm, tps6598x: one port per device. */
static int device_connector(const struct facts *w, size_t i)
{
	if (cd_grouping_prefix(w->items[i].name, "ucsi-source-psy-"))
		return CD_GROUPING_NONE;
	if (w->items[i].device)
		return nth_port(w, w->items[i].device, 0);
	return strstr(w->items[i].name, "-source-psy-") ? the_only(w, ROLE_TYPEC) : CD_GROUPING_NONE;
}

static int cros_connector(const struct facts *w, size_t i)
{
	return cd_grouping_prefix(w->items[i].name, "CROS_USBPD_CHARGER")
		       ? port_numbered(w, w->items[i].number)
		       : CD_GROUPING_NONE;
}

static int sole_connector(const struct facts *w, size_t i)
{
	return count(w, ROLE_SUPPLY) == 1 ? the_only(w, ROLE_TYPEC) : CD_GROUPING_NONE;
}

/* A port's own supply knows best whether power comes in; without one the port's role says it. */
static bool feeds(const struct facts *w, size_t port)
{
	int online = -1;

	for (size_t i = 0; i < w->n; i++) {
		const struct fact *f = &w->items[i];

		if (f->leader == (int)port && f->role != ROLE_MAINS && f->role != ROLE_BATTERY &&
			f->online > online)
			online = f->online;
	}
	return online >= 0 ? online > 0 : w->items[port].sinks;
}

static int64_t power_of(const struct facts *w, size_t port)
{
	int64_t power = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->items[i].leader == (int)port && w->items[i].power_uw > power &&
			(w->items[i].role != ROLE_TYPEC || i == port))
			power = w->items[i].power_uw;
	return power;
}

/* The connector that feeds the machine: the strongest, then the first by name. */
static int find_feeding(const struct facts *w)
{
	int best = CD_GROUPING_NONE;

	for (size_t k = 0; k < w->n; k++) {
		enum role role = w->items[k].role;
		int64_t more;

		if (role != ROLE_TYPEC && role != ROLE_CONNECTOR && role != ROLE_SUPPLY)
			continue;
		if (w->items[k].leader != (int)k || !feeds(w, k))
			continue;
		more = best < 0 ? 1 : power_of(w, k) - power_of(w, (size_t)best);
		if (more > 0 || (more == 0 && strverscmp(w->items[k].name, w->items[best].name) < 0))
			best = (int)k;
	}
	return best;
}

static int find_mains(const struct facts *w)
{
	int best = CD_GROUPING_NONE;

	for (size_t k = 0; k < w->n; k++) {
		const struct fact *f = &w->items[k];

		if (f->role != ROLE_MAINS || f->leader != (int)k)
			continue;
		if (best < 0 || f->online > w->items[best].online ||
			(f->online == w->items[best].online && strverscmp(f->name, w->items[best].name) < 0))
			best = (int)k;
	}
	return best;
}

static int find_idle(const struct facts *w)
{
	static const enum role roles[] = { ROLE_TYPEC, ROLE_CONNECTOR, ROLE_SUPPLY };

	for (size_t k = 0; k < CD_ELEMENTSOF(roles); k++) {
		int port = first(w, roles[k]);

		if (port >= 0)
			return w->items[port].leader;
	}
	return CD_GROUPING_NONE;
}

static int feeding_port(const struct facts *w, size_t i)
{
	return w->feeding;
}

static int mains_port(const struct facts *w, size_t i)
{
	return w->mains;
}

static int mains_online(const struct facts *w, size_t i)
{
	return w->mains >= 0 && w->items[w->mains].online == 1 ? w->mains : CD_GROUPING_NONE;
}

/* The port it is in, as long as that is a place where power can come in. */
static int stay(const struct facts *w, size_t i)
{
	for (size_t k = 0; k < w->n; k++) {
		const struct fact *f = &w->items[k];

		if (f->leader == (int)k && f->role != ROLE_BATTERY && cd_streq(f->name, w->items[i].port))
			return (int)k;
	}
	return CD_GROUPING_NONE;
}

static int stay_offline(const struct facts *w, size_t i)
{
	return w->items[i].online == 1 ? CD_GROUPING_NONE : stay(w, i);
}

static int idle_port(const struct facts *w, size_t i)
{
	return w->idle;
}

static int first_battery(const struct facts *w, size_t i)
{
	return w->battery;
}

static int named(const struct facts *w, const char *name)
{
	for (size_t k = 0; k < w->n; k++)
		if (cd_streq(w->items[k].name, name))
			return (int)k;
	return CD_GROUPING_NONE;
}

/* Where what was said leads: a meter may be on the line of a meter that is on a port's. Meters that name each other in a
 * circle, and one that names what is not there, are on no line. */
static int said_line(const struct facts *w, size_t i)
{
	size_t at = i;

	for (size_t steps = 0; steps < w->n; steps++) {
		int next = named(w, w->items[at].line);

		if (next < 0 || next == (int)at)
			return (int)at;
		if (w->items[next].role != ROLE_METER)
			return w->items[next].leader;
		at = (size_t)next;
	}
	return CD_GROUPING_NONE;
}

/* Another meter's own place is kept free for it. */
static int on_line(const struct facts *w, size_t i)
{
	int leader = said_line(w, i);

	return leader >= 0 && leader != (int)i && w->items[leader].members + 1 >= CD_PORT_INPUTS_MAX
		       ? CD_GROUPING_NONE
		       : leader;
}

static int host_port(const struct facts *w, size_t i)
{
	for (size_t k = 0; k < w->n; k++)
		if (w->items[k].role == ROLE_ALONE && cd_streq(w->items[k].device, w->items[i].name))
			return (int)k;
	return CD_GROUPING_NONE;
}

static const struct {
	enum role role;
	rule_fn *leader;
} rules[] = {
	/* What a person points at. */
	{ ROLE_TYPEC, by_itself },

	/* The supply of one connector belongs to it: contract and role are two views of one plug. */
	{ ROLE_CONNECTOR, ucsi_connector },
	{ ROLE_CONNECTOR, cros_connector },
	{ ROLE_CONNECTOR, device_connector },
	/* No such port in /sys/class/typec (many machines): the supply is all there is of the connector. */
	{ ROLE_CONNECTOR, by_itself },

	/* A phone or board with one Type-C port and one charger chip: the charger sits behind that port. With two of
	 * either nobody can tell, and each is its own. */
	{ ROLE_SUPPLY, sole_connector },
	{ ROLE_SUPPLY, by_itself },

	/* Firmware turns the AC adapter online when Type-C feeds the machine: a witness then, not a second plug. It
	 * stays one after the unplug, so that the session there can end in peace. */
	{ ROLE_MAINS, feeding_port },
	{ ROLE_MAINS, stay_offline },
	{ ROLE_MAINS, by_itself },

	/* What is charged belongs where the power comes in; unplugged, where it came in last; and if nobody saw that,
	 * at the AC adapter, which is what most machines with one are charged with. */
	{ ROLE_BATTERY, feeding_port },
	{ ROLE_BATTERY, mains_online },
	{ ROLE_BATTERY, stay },
	{ ROLE_BATTERY, mains_port },
	{ ROLE_BATTERY, idle_port },
	{ ROLE_BATTERY, first_battery },

	{ ROLE_ALONE, by_itself },
	{ ROLE_DEVICE, host_port },

	/* Where a meter sits nobody can see, and that two things began together shows no wire: two chargers hang on one
	 * power strip. A person may know. */
	{ ROLE_METER, on_line },
	{ ROLE_METER, by_itself },
};

static int ask(const struct facts *w, size_t i, enum role role)
{
	for (size_t k = 0; k < CD_ELEMENTSOF(rules); k++) {
		int leader = rules[k].role == role ? rules[k].leader(w, i) : CD_GROUPING_NONE;

		if (leader >= 0)
			return leader;
	}
	return CD_GROUPING_NONE;
}

/* The order of roles is that of the table: a rule may look at all decisions of the roles above its own. */
static void decide_role(struct facts *w, enum role role)
{
	if (role == ROLE_MAINS || role == ROLE_BATTERY) {
		w->feeding = find_feeding(w);
		w->mains = find_mains(w);
		w->idle = find_idle(w);
		w->battery = first(w, ROLE_BATTERY);
	}
	for (size_t i = 0; i < w->n; i++) {
		int leader = w->items[i].role == role ? ask(w, i, role) : CD_GROUPING_NONE;

		if (leader < 0 || w->items[leader].members >= CD_PORT_INPUTS_MAX)
			continue;
		w->items[i].leader = leader;
		w->items[leader].members++;
	}
}

int cd_grouping_decide(const struct cd_grouping_input *inputs, size_t n, int *ret_leader)
{
	CD_FREE struct fact *items = calloc(n ? n : 1, sizeof(*items));
	struct facts w = { .items = items, .n = n };

	if (!items)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		items[i] = cd_grouping_look(&inputs[i]);
	for (enum role role = ROLE_TYPEC; role <= ROLE_METER; role++)
		decide_role(&w, role);
	for (size_t i = 0; i < n; i++)
		ret_leader[i] = items[i].leader;
	return 0;
}
