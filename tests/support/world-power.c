/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Batteries, adapters and Type-C ports as an ACPI laptop with a UCSI controller shows them. The order of events at a
 * plug was seen on Linux 6.1 and 6.12 with ucsi_acpi: typec first, then a power_supply change that says online with
 * all values still 0, then the partner's offers, then a second change with the values. A fall from PD to plain USB
 * changes the values and tells only the typec port.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world-internal.h"

#define CONTROLLER "USBC000:00"

const struct world_charger charger_65w_pd = {
	.name = "65w",
	.mode = "usb_power_delivery",
	.usb_type = "C [PD] PD_PPS",
	.charge_type = "Standard",
	.offer = { { 5000, 3000 }, { 9000, 3000 }, { 15000, 3000 }, { 20000, 3250 } },
	.selected = 3,
};

const struct world_charger charger_30w_pd = {
	.name = "30w",
	.mode = "usb_power_delivery",
	.usb_type = "C [PD] PD_PPS",
	.charge_type = "Trickle",
	.offer = { { 5000, 3000 }, { 9000, 3000 }, { 15000, 2000 }, { 20000, 1500 } },
	.selected = 3,
};

const struct world_charger charger_15w_typec = {
	.name = "15w",
	.mode = "3.0A",
	.usb_type = "[C] PD PD_PPS",
	.charge_type = "Trickle",
	.offer = { { 5000, 3000 } },
};

/* UCSI cannot say what a BC 1.2 port gives: Linux reports 100 mA for "default". */
const struct world_charger charger_5w_dcp = {
	.name = "5w",
	.mode = "default",
	.usb_type = "[C] PD PD_PPS",
	.charge_type = "Trickle",
	.offer = { { 5000, 100 } },
};

static const struct world_charger *const chargers[] = { &charger_65w_pd, &charger_30w_pd, &charger_15w_typec,
	&charger_5w_dcp };

const struct world_charger *world_charger_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(chargers); i++)
		if (strcmp(chargers[i]->name, name) == 0)
			return chargers[i];
	return NULL;
}

static void need_parent(struct world *w, const char *subsystem, const char *name)
{
	if (!world_has(w, strrchr(name, '/') ? strrchr(name, '/') + 1 : name))
		world_add(w, subsystem, name, NULL, NULL, NULL);
}

void world_add_battery(struct world *w, const char *name, const char *status, int64_t uw)
{
	g_autofree char *in = world_printf("power_supply/%s", name);
	g_autofree char *power = world_printf("%lld\n", (long long)uw);
	g_autofree char *state = world_printf("%s\n", status);
	const char *attributes[] = { "type", "Battery\n", "status", state, "present", "1\n", "technology",
		"Li-ion\n", "cycle_count", "11\n", "voltage_min_design", "11400000\n", "voltage_now",
		"12000000\n", "power_now", power, "energy_full_design", "80000000\n", "energy_full",
		"60000000\n", "energy_now", "48000000\n", "capacity", "80\n", "capacity_level", "Normal\n",
		"model_name", "B-0\n", "manufacturer", "ACME\n", "serial_number", "000001\n", NULL };
	const char *properties[] = { "DEVTYPE", "power_supply", "POWER_SUPPLY_NAME", name, NULL };

	need_parent(w, "acpi", "LNXSYSTM:00/PNP0C0A:00");
	world_add(w, "power_supply", in, "PNP0C0A:00", attributes, properties);
}

void world_add_ac(struct world *w, const char *name, bool online)
{
	g_autofree char *in = world_printf("power_supply/%s", name);
	const char *attributes[] = { "type", "Mains\n", "online", online ? "1\n" : "0\n", NULL };
	const char *properties[] = { "DEVTYPE", "power_supply", "POWER_SUPPLY_NAME", name, NULL };

	need_parent(w, "acpi", "LNXSYSTM:00/ACPI0003:00");
	world_add(w, "power_supply", in, "ACPI0003:00", attributes, properties);
}

void world_add_supply(struct world *w, const char *name, const char *const *attributes)
{
	g_autofree char *in = world_printf("power_supply/%s", name);
	const char *properties[] = { "DEVTYPE", "power_supply", "POWER_SUPPLY_NAME", name, NULL };

	need_parent(w, "platform", "platform/board");
	world_add_pairs(w, "power_supply", in, "board", attributes, properties);
}

static char *psy_name(unsigned port)
{
	return world_printf("ucsi-source-psy-" CONTROLLER "%u", port + 1);
}

void world_add_typec_port(struct world *w, unsigned n)
{
	g_autofree char *port = world_printf("typec/port%u", n);
	g_autofree char *psy = psy_name(n);
	g_autofree char *supply = world_printf("power_supply/%s", psy);
	const char *port_attributes[] = { "power_role", "source [sink]\n", "data_role", "host [device]\n",
		"power_operation_mode", "default\n", "port_type", "[dual] source sink\n", "preferred_role",
		"\n", "vconn_source", "no\n", "usb_power_delivery_revision", "3.0\n", "usb_typec_revision",
		"1.2\n", NULL };
	const char *port_properties[] = { "DEVTYPE", "typec_port", "TYPEC_PORT", port + strlen("typec/"),
		NULL };
	const char *psy_attributes[] = { "type", "USB\n", "online", "0\n", "usb_type", "[C] PD PD_PPS\n",
		"charge_type", "N/A\n", "voltage_min", "5000000\n", "voltage_max", "5000000\n", "voltage_now",
		"0\n", "current_max", "0\n", "current_now", "0\n", "scope", "System\n", NULL };
	const char *psy_properties[] = { "DEVTYPE", "power_supply", "POWER_SUPPLY_NAME", psy, NULL };

	need_parent(w, "platform", "platform/" CONTROLLER);
	world_announce_link(w, port, CONTROLLER);
	world_add(w, "typec", port, CONTROLLER, port_attributes, port_properties);
	world_announce_link(w, supply, CONTROLLER);
	world_add(w, "power_supply", supply, CONTROLLER, psy_attributes, psy_properties);
}

static void set_online(struct world *w, const char *name, int64_t online)
{
	g_autofree char *type = g_strdup_printf("%s%s/type", w->root, world_path(w, name));
	g_autofree char *word = NULL;

	if (!g_file_get_contents(type, &word, NULL, NULL) || strcmp(word, "Mains\n") != 0)
		return;
	world_set_int(w, name, "online", online);
	world_event(w, name, "change");
}

/* The values of the agreed offer, as the UCSI driver computes them: volts of the selected offer, amperes of the last
 * one as maximum, current_now only under PD. */
static void set_contract(struct world *w, const char *psy, const struct world_charger *c, unsigned selected)
{
	unsigned last = 0;

	while (last + 1 < WORLD_PDOS_MAX && c->offer[last + 1].mv)
		last++;
	world_set_int(w, psy, "voltage_max", c->offer[last].mv * INT64_C(1000));
	world_set_int(w, psy, "voltage_now", c->offer[selected].mv * INT64_C(1000));
	world_set_int(w, psy, "current_max", c->offer[last].ma * INT64_C(1000));
	world_set_int(w, psy, "current_now",
		strstr(c->usb_type, "[PD]") ? c->offer[selected].ma * INT64_C(1000) : 0);
}

static void add_offers(struct world *w, const char *partner, const struct world_charger *c, unsigned pd)
{
	g_autofree char *name = world_printf("pd%u", pd);
	const char *attributes[] = { "revision", "3.0\n", NULL };
	const char *properties[] = { "DEVTYPE", "usb_power_delivery", NULL };

	world_add(w, "usb_power_delivery", name, partner, attributes, properties);
	world_link(w, partner, "usb_power_delivery", name);
	for (unsigned i = 0; i < WORLD_PDOS_MAX && c->offer[i].mv; i++) {
		g_autofree char *volts = world_printf("source-capabilities/%u:fixed_supply/voltage", i + 1);
		g_autofree char *amperes =
			world_printf("source-capabilities/%u:fixed_supply/maximum_current", i + 1);
		g_autofree char *mv = world_printf("%umV", c->offer[i].mv);
		g_autofree char *ma = world_printf("%umA", c->offer[i].ma);

		world_set_quietly(w, name, volts, mv);
		world_set_quietly(w, name, amperes, ma);
	}
}

void world_plug(struct world *w, unsigned n, const struct world_charger *c)
{
	g_autofree char *port = world_printf("port%u", n);
	g_autofree char *partner = world_printf("port%u-partner", n);
	g_autofree char *psy = psy_name(n);
	bool pd = strcmp(c->mode, "usb_power_delivery") == 0;
	const char *attributes[] = { "supports_usb_power_delivery", pd ? "yes\n" : "no\n", "accessory_mode",
		"none\n", "number_of_alternate_modes", "0\n", NULL };
	const char *properties[] = { "DEVTYPE", "typec_partner", NULL };

	world_set_quietly(w, port, "power_operation_mode", c->mode);
	world_add(w, "typec", partner, port, attributes, properties);
	world_event(w, port, "change");

	world_set_quietly(w, psy, "online", "1");
	world_set_quietly(w, psy, "usb_type", c->usb_type);
	world_set_quietly(w, psy, "charge_type", c->charge_type);
	world_set_quietly(w, psy, "voltage_max", "0");
	world_set_quietly(w, psy, "current_max", "0");
	world_event(w, psy, "change");

	if (pd)
		add_offers(w, partner, c, 2 + n);
	set_contract(w, psy, c, c->selected);
	world_event(w, psy, "change");
	world_each(w, "/power_supply/", set_online, 1);
	w->plugged[n % WORLD_PORTS_MAX] = c;
}

void world_renegotiate(struct world *w, unsigned n, unsigned selected)
{
	g_autofree char *psy = psy_name(n);

	set_contract(w, psy, w->plugged[n % WORLD_PORTS_MAX], selected);
	world_event(w, psy, "change");
}

void world_downgrade(struct world *w, unsigned n)
{
	g_autofree char *port = world_printf("port%u", n);
	g_autofree char *psy = psy_name(n);

	world_set_quietly(w, psy, "usb_type", charger_5w_dcp.usb_type);
	set_contract(w, psy, &charger_5w_dcp, 0);
	world_set(w, port, "power_operation_mode", "default");
}

void world_unplug(struct world *w, unsigned n)
{
	g_autofree char *port = world_printf("port%u", n);
	g_autofree char *partner = world_printf("port%u-partner", n);
	g_autofree char *psy = psy_name(n);
	static const char *const zero[] = { "online", "voltage_now", "current_now", "current_max" };

	world_each(w, "/power_supply/", set_online, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(zero); i++)
		world_set_quietly(w, psy, zero[i], "0");
	world_set_quietly(w, psy, "charge_type", "N/A");
	world_set_quietly(w, psy, "usb_type", "[C] PD PD_PPS");
	world_event(w, psy, "change");
	world_remove(w, partner);
	world_set(w, port, "power_operation_mode", "default");
	w->plugged[n % WORLD_PORTS_MAX] = NULL;
}

void world_battery_flow(struct world *w, const char *name, const char *status, int64_t uw)
{
	world_set_quietly(w, name, "status", status);
	world_set_int(w, name, "power_now", uw);
	world_event(w, name, "change");
}
