/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Machines and the ports they have. A machine is lines of "kind name [@port] [~line] key=value …", where @port is the port
 * it is in now and ~line whose line it was said to be in; what is expected is "port: input input; port: …", sorted.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "grouping.h"

#define INPUTS_MAX 32

struct machine {
	const char *what;
	const char *lines[INPUTS_MAX];
	const char *ports;
};

#define BAT0 "power-supply BAT0 type=Battery present=1 status=Discharging"
#define PORT(n, more) "typec port" n " device=USBC000:00 power_role=source_[sink] power_operation_mode=" more
#define PSY(n, more) "power-supply ucsi-source-psy-USBC000:00" n " type=USB device=USBC000:00 " more
#define OFF "online=0 voltage_now=0 current_now=0"
#define PARTNER "-partner/supports_usb_power_delivery=yes"

static const struct machine machines[] = {
	{ "nothing", { NULL }, "" },
	{ "a battery alone", { BAT0 }, "BAT0: BAT0" },
	{ "two batteries", { "power-supply BAT1 type=Battery", BAT0 }, "BAT0: BAT0 BAT1" },
	{ "an old laptop, unplugged", { BAT0, "power-supply AC type=Mains online=0" }, "AC: AC BAT0" },
	{ "an old laptop, plugged", { BAT0, "power-supply AC type=Mains online=1" }, "AC: AC BAT0" },
	{ "two adapters, one plugged",
		{ BAT0, "power-supply ADP0 type=Mains online=0", "power-supply ADP1 type=Mains online=1" },
		"ADP0: ADP0; ADP1: ADP1 BAT0" },
	{ "an empty bay", { "power-supply BAT1 type=Battery present=0", BAT0 }, "BAT0: BAT0" },
	{ "peripherals are no ports",
		{ "power-supply hidpp_battery_0 type=Battery scope=Device capacity=30",
			"power-supply ups type=UPS online=1", BAT0 },
		"BAT0: BAT0" },
	{ "a laptop with two ports, unplugged",
		{ PORT("0", "default"), PORT("1", "default"), PSY("1", OFF), PSY("2", OFF), BAT0,
			"power-supply AC type=Mains online=0" },
		"AC: AC BAT0; port0: port0 ucsi-source-psy-USBC000:001; port1: port1 "
		"ucsi-source-psy-USBC000:002" },
	{ "the same, charged at the second port: the adapter is a witness",
		{ PORT("0", "default"), PORT("1", "usb_power_delivery port1" PARTNER), PSY("1", OFF),
			PSY("2", "online=1 voltage_now=20000000 current_now=1500000"), BAT0,
			"power-supply AC type=Mains online=1" },
		"port0: port0 ucsi-source-psy-USBC000:001; port1: AC BAT0 port1 "
		"ucsi-source-psy-USBC000:002" },
	{ "the same, by the barrel plug",
		{ PORT("0", "default"), PSY("1", OFF), BAT0, "power-supply AC type=Mains online=1" },
		"AC: AC BAT0; port0: port0 ucsi-source-psy-USBC000:001" },
	{ "unplugged again: all stay where they were",
		{ PORT("0", "default"), PORT("1", "default"), PSY("1", OFF), PSY("2", OFF),
			"power-supply BAT0 @port1 type=Battery",
			"power-supply AC @port1 type=Mains online=0" },
		"port0: port0 ucsi-source-psy-USBC000:001; port1: AC BAT0 port1 "
		"ucsi-source-psy-USBC000:002" },
	{ "then by the barrel plug",
		{ PORT("0", "default"), PSY("1", OFF), "power-supply BAT0 @port0 type=Battery",
			"power-supply AC @port0 type=Mains online=1" },
		"AC: AC BAT0; port0: port0 ucsi-source-psy-USBC000:001" },
	{ "then at the other port",
		{ PORT("0", "default"), PORT("1", "3.0A port1" PARTNER),
			"power-supply BAT0 @port0 type=Battery",
			"power-supply AC @port0 type=Mains online=0" },
		"port0: port0; port1: AC BAT0 port1" },
	{ "the port it was in has gone", { PORT("0", "default"), "power-supply BAT0 @port7 type=Battery" },
		"port0: BAT0 port0" },
	{ "the first adapter appears: a battery's own port is no place to stay",
		{ "power-supply BAT0 @BAT0 type=Battery", "power-supply AC type=Mains online=0" },
		"AC: AC BAT0" },
	{ "two chargers: the stronger has the battery",
		{ PORT("0", "3.0A port0" PARTNER), PORT("1", "usb_power_delivery port1" PARTNER),
			PSY("1", "online=1 voltage_now=5000000 current_max=3000000"),
			PSY("2", "online=1 voltage_now=20000000 current_now=3250000"), BAT0 },
		"port0: port0 ucsi-source-psy-USBC000:001; port1: BAT0 port1 ucsi-source-psy-USBC000:002" },
	{ "two equal chargers: the first by number",
		{ PORT("10", "3.0A port10" PARTNER), PORT("2", "3.0A port2" PARTNER), BAT0 },
		"port10: port10; port2: BAT0 port2" },
	{ "we feed the partner",
		{ "typec port0 power_role=[source]_sink port0" PARTNER, BAT0,
			"power-supply AC type=Mains online=0" },
		"AC: AC BAT0; port0: port0" },
	{ "no power_supply of the port: its role says it",
		{ PORT("0", "usb_power_delivery port0" PARTNER), BAT0,
			"power-supply AC type=Mains online=1" },
		"port0: AC BAT0 port0" },
	{ "the supply knows better than the role",
		{ PORT("0", "default port0" PARTNER), PSY("1", OFF), BAT0,
			"power-supply AC type=Mains online=1" },
		"AC: AC BAT0; port0: port0 ucsi-source-psy-USBC000:001" },
	{ "no ports in /sys/class/typec",
		{ PSY("1", "online=1 voltage_now=9000000 current_now=1500000"), PSY("2", OFF), BAT0,
			"power-supply AC type=Mains online=1" },
		"ucsi-source-psy-USBC000:001: AC BAT0 ucsi-source-psy-USBC000:001; "
		"ucsi-source-psy-USBC000:002: ucsi-source-psy-USBC000:002" },
	{ "two controllers: connectors count anew at each",
		{ "typec port0 device=USBC000:00", "typec port1 device=USBC000:01",
			"typec port2 device=USBC000:01",
			"power-supply ucsi-source-psy-USBC000:001 type=USB device=USBC000:00",
			"power-supply ucsi-source-psy-USBC000:012 type=USB device=USBC000:01",
			"power-supply ucsi-source-psy-USBC000:011 type=USB device=USBC000:01" },
		"port0: port0 ucsi-source-psy-USBC000:001; port1: port1 ucsi-source-psy-USBC000:011; "
		"port2: port2 ucsi-source-psy-USBC000:012" },
	{ "a recording that does not say what is behind a port",
		{ "typec port0", "typec port1", "power-supply ucsi-source-psy-USBC000:002 type=USB" },
		"port0: port0; port1: port1 ucsi-source-psy-USBC000:002" },
	{ "a connector without its port",
		{ "typec port0 device=USBC000:00",
			"power-supply ucsi-source-psy-USBC000:003 type=USB device=USBC000:00" },
		"port0: port0; ucsi-source-psy-USBC000:003: ucsi-source-psy-USBC000:003" },
	{ "tcpm: one port per chip",
		{ "typec port0 device=4-0022", "typec port1 device=6-0022",
			"power-supply tcpm-source-psy-6-0022 type=USB device=6-0022 online=1",
			"power-supply rk818-battery type=Battery" },
		"port0: port0; port1: port1 rk818-battery tcpm-source-psy-6-0022" },
	{ "a Chromebook",
		{ "typec port0", "typec port1", "power-supply CROS_USBPD_CHARGER1 type=USB online=1",
			"power-supply CROS_USBPD_CHARGER0 type=USB online=0", BAT0 },
		"port0: CROS_USBPD_CHARGER0 port0; port1: BAT0 CROS_USBPD_CHARGER1 port1" },
	{ "a phone with one port and one charger",
		{ "typec port0 power_role=source_[sink] port0" PARTNER,
			"power-supply bq25890-charger-0 type=USB online=1",
			"power-supply battery type=Battery" },
		"port0: battery bq25890-charger-0 port0" },
	{ "a board without Type-C",
		{ "power-supply axp20x-usb type=USB online=1", "power-supply axp20x-ac type=Mains online=0",
			"power-supply axp20x-battery type=Battery" },
		"axp20x-usb: axp20x-ac axp20x-battery axp20x-usb" },
	{ "wireless beside USB",
		{ "power-supply wls type=Wireless online=1 voltage_now=10000000 current_now=1000000",
			"power-supply usb type=USB_DCP online=0", "power-supply battery type=Battery" },
		"usb: usb; wls: battery wls" },
	{ "a type nobody knows, with and without a line",
		{ "power-supply charge_pump type=Nothing_attached", "power-supply odd type=Parallel online=1",
			BAT0 },
		"odd: BAT0 odd" },
	{ "a bench: meters, monitors and host ports are their own",
		{ "meter fnb58", "hwmon powerz-1-2:1.0", "iio rail0", "usb-port usb1-port2 device=1-2",
			"usb-device 1-2", "usb-device 1-3" },
		"fnb58: fnb58; powerz-1-2:1.0: powerz-1-2:1.0; rail0: rail0; usb1-port2: 1-2 usb1-port2" },
	{ "a laptop through a meter, as somebody said: what charges, what is charged and what flows are one",
		{ "meter fnb58 ~port0", PORT("0", "usb_power_delivery port0" PARTNER), PSY("1", "online=1"),
			BAT0 },
		"port0: BAT0 fnb58 port0 ucsi-source-psy-USBC000:001" },
	{ "a supply that stands for the port is as good a name",
		{ "meter fnb58 ~ucsi-source-psy-USBC000:001", PORT("0", "default"), PSY("1", OFF) },
		"port0: fnb58 port0 ucsi-source-psy-USBC000:001" },
	{ "in the battery's line, wherever that is charged",
		{ "hwmon powerz ~BAT0", PORT("0", "default"), PORT("1", "usb_power_delivery port1" PARTNER),
			BAT0 },
		"port0: port0; port1: BAT0 port1 powerz" },
	{ "at a port of a hub",
		{ "usb-port usb1-port2 device=1-2", "meter fnb58 ~usb1-port2", "usb-device 1-2" },
		"usb1-port2: 1-2 fnb58 usb1-port2" },
	{ "two ends of one cable", { "meter a ~b", "meter b", "meter c" }, "b: a b; c: c" },
	{ "one after the other at a port", { "meter a ~b", "meter b ~port0", PORT("0", "default") },
		"port0: a b port0" },
	{ "its own name: in no other's line", { "meter a ~a", "meter b ~a" }, "a: a b" },
	{ "meters that name each other in a circle", { "meter a ~b", "meter b ~c", "meter c ~a" },
		"a: a; b: b; c: c" },
	{ "a name of nobody, and one of what is no port",
		{ "meter a ~port0", "meter b ~hidpp_battery_0",
			"power-supply hidpp_battery_0 type=Battery scope=Device" },
		"a: a; b: b" },
	{ "what is no meter is in nobody's line", { "power-supply BAT0 ~a type=Battery", "meter a" },
		"BAT0: BAT0; a: a" },
	{ "numbers nobody can multiply",
		{ PORT("0", "3.0A port0" PARTNER), PORT("1", "3.0A port1" PARTNER),
			PSY("1", "online=1 voltage_now=999999999999999 current_now=999999999999999"),
			PSY("2", "online=1 voltage_now=5000000 current_now=3000000"), BAT0 },
		"port0: BAT0 port0 ucsi-source-psy-USBC000:001; port1: port1 ucsi-source-psy-USBC000:002" },
};

struct machine_inputs {
	struct cd_grouping_input inputs[INPUTS_MAX];
	struct cd_attributes attributes[INPUTS_MAX];
	char text[INPUTS_MAX][256];
	size_t n;
};

/* "_" stands for a blank in values. */
static void set(struct cd_attributes *a, char *pair)
{
	char *value = strchr(pair, '=');

	assert_non_null(value);
	*value++ = '\0';
	for (char *p = value; *p; p++)
		if (*p == '_' && strcmp(pair, "power_operation_mode") != 0 && strcmp(pair, "type") != 0)
			*p = ' ';
	assert_int_equal(cd_attributes_set(a, pair, value, strlen(value)), 0);
}

static void read_line(struct machine_inputs *m, const char *line)
{
	struct cd_grouping_input *in = &m->inputs[m->n];
	char *save = NULL, *text = m->text[m->n];

	assert_true(strlen(line) < sizeof(m->text[0]));
	strcpy(text, line);
	in->attributes = &m->attributes[m->n];
	in->kind = cd_input_kind_from_string(strtok_r(text, " ", &save));
	assert_true(in->kind >= 0);
	in->name = strtok_r(NULL, " ", &save);
	for (char *pair; (pair = strtok_r(NULL, " ", &save));)
		if (*pair == '@')
			in->port = pair + 1;
		else if (*pair == '~')
			in->line = pair + 1;
		else
			set(&m->attributes[m->n], pair);
	m->n++;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void append(char *out, size_t size, const char *s)
{
	size_t len = strlen(out);

	assert_true(len + strlen(s) < size);
	strcpy(out + len, s);
}

static void write_port(
	const struct machine_inputs *m, const int *leaders, size_t port, char *out, size_t size)
{
	const char *names[INPUTS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		if (leaders[i] == (int)port)
			names[n++] = m->inputs[i].name;
	qsort(names, n, sizeof(names[0]), compare);
	append(out, size, *out ? "; " : "");
	append(out, size, m->inputs[port].name);
	append(out, size, ":");
	for (size_t i = 0; i < n; i++) {
		append(out, size, " ");
		append(out, size, names[i]);
	}
}

static void write_ports(const struct machine_inputs *m, const int *leaders, char *out, size_t size)
{
	const char *names[INPUTS_MAX];
	size_t n = 0;

	*out = '\0';
	for (size_t i = 0; i < m->n; i++)
		if (leaders[i] == (int)i)
			names[n++] = m->inputs[i].name;
		else if (leaders[i] >= 0)
			assert_int_equal(leaders[leaders[i]], leaders[i]); /* a leader leads itself */
	qsort(names, n, sizeof(names[0]), compare);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < m->n; i++)
			if (m->inputs[i].name == names[k])
				write_port(m, leaders, i, out, size);
}

static void check(const struct machine *machine, bool reversed)
{
	struct machine_inputs m = { 0 };
	int leaders[INPUTS_MAX];
	char out[1024];
	size_t n = 0;

	while (machine->lines[n])
		n++;
	for (size_t i = 0; i < n; i++)
		read_line(&m, machine->lines[reversed ? n - 1 - i : i]);
	assert_int_equal(cd_grouping_decide(m.inputs, m.n, leaders), 0);
	write_ports(&m, leaders, out, sizeof(out));
	if (strcmp(out, machine->ports) != 0)
		fail_msg("%s%s:\n  %s\nexpected\n  %s", machine->what, reversed ? " (reversed)" : "", out,
			machine->ports);
	for (size_t i = 0; i < m.n; i++)
		cd_attributes_done(&m.attributes[i]);
}

static void machines_have_ports(void **state)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(machines); i++)
		check(&machines[i], false);
}

/* The order in which inputs were found decides nothing. */
static void order_does_not_matter(void **state)
{
	for (size_t i = 0; i < CD_ELEMENTSOF(machines); i++)
		check(&machines[i], true);
}

static void more_than_a_port_takes(void **state)
{
	struct cd_grouping_input inputs[CD_PORT_INPUTS_MAX + 4];
	struct cd_attributes battery = { 0 };
	int leaders[CD_ELEMENTSOF(inputs)];
	char names[CD_ELEMENTSOF(inputs)][8];
	size_t members = 0;

	assert_int_equal(cd_attributes_set(&battery, "type", "Battery", 7), 0);
	for (size_t i = 0; i < CD_ELEMENTSOF(inputs); i++) {
		snprintf(names[i], sizeof(names[i]), "BAT%zu", i);
		inputs[i] =
			(struct cd_grouping_input){ names[i], CD_INPUT_POWER_SUPPLY, &battery, NULL, NULL };
	}
	assert_int_equal(cd_grouping_decide(inputs, CD_ELEMENTSOF(inputs), leaders), 0);
	for (size_t i = 0; i < CD_ELEMENTSOF(inputs); i++)
		members += leaders[i] == 0;
	assert_int_equal(members, CD_PORT_INPUTS_MAX);
	assert_int_equal(leaders[CD_ELEMENTSOF(inputs) - 1], CD_GROUPING_NONE);
	cd_attributes_done(&battery);
}

/* The one they name has a place in its own port, whenever it comes; what finds none is its own. */
static void more_meters_than_a_line_takes(void **state)
{
	struct cd_grouping_input inputs[CD_PORT_INPUTS_MAX + 4];
	struct cd_attributes nothing = { 0 };
	int leaders[CD_ELEMENTSOF(inputs)];
	char names[CD_ELEMENTSOF(inputs)][8];

	for (size_t named = 0; named < CD_ELEMENTSOF(inputs); named++) {
		size_t members = 0, alone = 0;

		for (size_t i = 0; i < CD_ELEMENTSOF(inputs); i++) {
			snprintf(names[i], sizeof(names[i]), "m%zu", i);
			inputs[i] = (struct cd_grouping_input){ .name = names[i],
				.kind = CD_INPUT_METER,
				.attributes = &nothing,
				.line = names[named] };
		}
		assert_int_equal(cd_grouping_decide(inputs, CD_ELEMENTSOF(inputs), leaders), 0);
		assert_int_equal(leaders[named], named);
		for (size_t i = 0; i < CD_ELEMENTSOF(inputs); i++) {
			members += leaders[i] == (int)named;
			alone += leaders[i] == (int)i && i != named;
		}
		assert_true(members >= CD_PORT_INPUTS_MAX - 1 && members <= CD_PORT_INPUTS_MAX);
		assert_int_equal(members + alone, CD_ELEMENTSOF(inputs));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_have_ports),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(more_than_a_port_takes),
		cmocka_unit_test(more_meters_than_a_line_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
