/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * See sim-machine.h. Names and shapes of values are the kernel's: drivers/usb/typec/pd.c (mV, mA; the flags at
 * position 1 only), drivers/usb/typec/ucsi/psy.c (numbers of the contract, of the first and of the last
 * offer), drivers/usb/typec/class.c, drivers/acpi/battery.c (energy_* or charge_*, by the firmware's choice).
 */

#include <math.h>
#include <stdio.h>

#include "sim-machine.h"

#define SUPPLY "ucsi-source-psy-USBC000:001"
#define PARTNER "port0-partner/"
#define OFFERS PARTNER "usb_power_delivery/source-capabilities/"
#define OWN_OFFERS "usb_power_delivery/source-capabilities/"
#define WISHES "usb_power_delivery/sink-capabilities/"

static const char *const pack_names[] = { "BAT0", "BAT1" };

void sim_machine_default(struct sim_machine *m)
{
	static const struct sim_pack usual = {
		.percent = 63,
		.design_wh = 57,
		.full_wh = 52.4,
		.volts = 11.9,
		.design_volts = 11.52,
		.take_w = 42,
		.temp_c = NAN,
		.cycles = 212,
		.start_threshold = 0,
		.end_threshold = 100,
		.sign = 1,
	};

	*m = (struct sim_machine){
		.packs = { usual, usual },
		.n_packs = 1,
		.load_w = 12,
		.wish = SIM_WISH_FIXED,
		.wish_mv = 20000,
		.wish_ma = 3250,
	};
	sim_machine_charger(m, 65);
}

void sim_machine_charger(struct sim_machine *m, double watts)
{
	static const int millivolts[] = { 5000, 9000, 15000, 20000 };

	for (unsigned i = 0; i < CD_ELEMENTSOF(millivolts); i++) {
		double ma = watts / millivolts[i] * 1e6;

		m->offers[i] = (struct sim_offer){ .mv = millivolts[i],
			.ma = (int)(millivolts[i] == 20000 ? fmin(5000, ma) : fmin(3000, ma)) / 10 * 10 };
	}
	m->n_offers = m->n_listed = m->chosen = CD_ELEMENTSOF(millivolts);
	m->asked_ma = m->offers[3].ma;
	m->mode = "usb_power_delivery";
}

double sim_machine_agreed_w(const struct sim_machine *m)
{
	if (m->chosen > 0 && m->chosen <= m->n_offers)
		return m->offers[m->chosen - 1].mv * 1e-6 * m->asked_ma;
	return m->chosen                   ? 28e-3 * m->asked_ma /* EPR: 28 V and up */
	       : cd_streq(m->mode, "3.0A") ? 15
	       : cd_streq(m->mode, "1.5A") ? 7.5
					   : 2.5;
}

/* -- Packs -- */

/* Open-circuit voltage of a cell at rest, roughly: 3.4 V empty, 4.2 V full. */
void sim_pack_level(struct sim_pack *p, double percent)
{
	p->percent = percent;
	p->volts = p->design_volts / 3.84 * (3.45 + 0.0072 * percent);
}

static void put_micro(struct sim_attribute_set *a, const char *key, double value)
{
	sim_put(a, key, "%lld", llround(value * 1e3) * 1000);
}

static const char *status_of(const struct sim_machine *m, const struct sim_pack *p)
{
	if (p->status && (m->plugged || cd_streq(p->status, "Unknown")))
		return p->status;
	return m->plugged && p->flow_w >= 0 ? "Charging" : "Discharging";
}

static void put_stock(struct sim_attribute_set *a, const struct sim_pack *p)
{
	double scale = p->coulombs ? 1 / p->design_volts : 1;

	put_micro(a, p->coulombs ? "charge_full_design" : "energy_full_design", p->design_wh * scale);
	put_micro(a, p->coulombs ? "charge_full" : "energy_full", p->full_wh * scale);
	put_micro(a, p->coulombs ? "charge_now" : "energy_now", p->full_wh * p->percent / 100 * scale);
	if (p->coulombs)
		put_micro(a, "current_now",
			p->sign ? p->sign * p->flow_w / p->volts : fabs(p->flow_w) / p->volts);
	else
		put_micro(a, "power_now", fabs(p->flow_w));
}

static void put_control(struct sim_attribute_set *a, const struct sim_pack *p)
{
	if (p->end_threshold > 0) {
		sim_put(a, "charge_control_start_threshold", "%d", p->start_threshold);
		sim_put(a, "charge_control_end_threshold", "%d", p->end_threshold);
	}
	if (p->behaviour)
		sim_put(a, "charge_behaviour", "%s", p->behaviour);
	if (p->charge_types)
		sim_put(a, "charge_types", "%s", p->charge_types);
	if (p->health)
		sim_put(a, "health", "%s", p->health);
	if (!isnan(p->temp_c))
		sim_put(a, "temp", "%d", (int)lround(p->temp_c * 10));
}

static void say_pack(struct sim_stage *s, const struct sim_machine *m, unsigned i)
{
	const struct sim_pack *p = &m->packs[i];
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "Battery");
	sim_put(&a, "present", "1");
	sim_put(&a, "technology", "Li-ion");
	sim_put(&a, "manufacturer", "SMP");
	sim_put(&a, "model_name", "%s", i ? "01AV424" : "5B10W13930");
	sim_put(&a, "status", "%s", status_of(m, p));
	sim_put(&a, "capacity", "%d", (int)p->percent);
	sim_put(&a, "capacity_level", "%s",
		p->percent >= 99.5  ? "Full"
		: p->percent <= 0.5 ? "Critical"
				    : "Normal");
	sim_put(&a, "cycle_count", "%d", p->cycles);
	put_micro(&a, "voltage_now", p->volts);
	put_micro(&a, "voltage_min_design", p->design_volts);
	put_stock(&a, p);
	put_control(&a, p);
	sim_say_attributes(s, pack_names[i], &a);
}

void sim_machine_say_packs(struct sim_stage *s, const struct sim_machine *m)
{
	for (unsigned i = 0; i < m->n_packs; i++)
		say_pack(s, m, i);
}

/* What is left over goes into the packs that take it, one after the other, as ThinkPads do. */
static void flow(struct sim_machine *m, struct sim_random *r)
{
	double in = !m->plugged ? 0 : m->input_w > 0 ? m->input_w : sim_machine_agreed_w(m);
	double spare = in - m->load_w * (1 + 0.02 * sim_gauss(r));

	for (unsigned i = m->n_packs; i-- > 0;) {
		struct sim_pack *p = &m->packs[i];
		bool rests = m->plugged && p->status && !cd_streq(p->status, "Charging") &&
			     !cd_streq(p->status, "Discharging");

		p->flow_w = rests ? 0 : fmin(spare, p->take_w);
		spare -= p->flow_w;
	}
}

/* -- The source -- */

/* As a source writes it (USB PD 3.1 §6.4.1): fixed, in 50 mV and 10 mA; PPS, in 100 mV and 50 mA. */
static uint32_t pdo(const struct sim_offer *o)
{
	if (o->programmable)
		return UINT32_C(3) << 30 | (uint32_t)(o->mv / 100) << 17 | UINT32_C(33) << 8 |
		       (uint32_t)(o->ma / 50);
	return (uint32_t)(o->mv / 50) << 10 | (uint32_t)(o->ma / 10);
}

/* psy.c takes every offer for a fixed one: of a PPS offer its voltage_max and current_max are nonsense. */
static void put_as_fixed(
	struct sim_attribute_set *a, const struct sim_offer *o, const char *volts, const char *amps)
{
	sim_put(a, volts, "%u", (pdo(o) >> 10 & 0x3ff) * 50000);
	if (amps)
		sim_put(a, amps, "%u", (pdo(o) & 0x3ff) * 10000);
}

static void put_without_pd(struct sim_attribute_set *a, const struct sim_machine *m)
{
	int ma = cd_streq(m->mode, "3.0A") ? 3000 : cd_streq(m->mode, "1.5A") ? 1500 : 100;

	sim_put(a, "voltage_min", "5000000");
	sim_put(a, "voltage_max", "5000000");
	sim_put(a, "voltage_now", "5000000");
	sim_put(a, "current_max", "%d", ma * 1000);
	sim_put(a, "current_now", "%d", ma * 1000);
}

static void put_contract(struct sim_attribute_set *a, const struct sim_machine *m)
{
	static const struct sim_offer none = { 0 };
	const struct sim_offer *last = m->n_offers ? &m->offers[m->n_offers - 1] : &none;

	put_as_fixed(a, m->n_offers ? &m->offers[0] : &none, "voltage_min", NULL);
	put_as_fixed(a, last, "voltage_max", "current_max");
	put_as_fixed(a, m->chosen <= m->n_offers ? &m->offers[m->chosen - 1] : &none, "voltage_now", NULL);
	sim_put(a, "current_now", "%d", m->asked_ma * 1000);
}

static void put_nothing(struct sim_attribute_set *a)
{
	static const char *const keys[] = { "voltage_min", "voltage_max", "voltage_now", "current_max",
		"current_now" };

	for (size_t i = 0; i < CD_ELEMENTSOF(keys); i++)
		sim_put(a, keys[i], "0");
}

static bool gains(const struct sim_machine *m)
{
	for (unsigned i = 0; i < m->n_packs; i++)
		if (m->packs[i].flow_w > 0)
			return true;
	return false;
}

static void say_supply(struct sim_stage *s, const struct sim_machine *m)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "USB");
	sim_put(&a, "scope", "System");
	sim_put(&a, "online", "%d", m->plugged);
	sim_put(&a, "usb_type", "%s", m->plugged && m->chosen ? "C [PD] PD_PPS" : "[C] PD PD_PPS");
	sim_put(&a, "charge_type", "%s",
		!m->plugged ? "N/A"
		: m->slow   ? "Trickle"
		: gains(m)  ? "Standard"
			    : "N/A");
	if (m->newer)
		sim_put(&a, "status", "%s", m->plugged ? "Charging" : "Not charging");
	if (!m->plugged)
		put_nothing(&a);
	else if (m->chosen)
		put_contract(&a, m);
	else
		put_without_pd(&a, m);
	sim_say_attributes(s, SUPPLY, &a);
}

static void put_at(struct sim_attribute_set *a, const char *under, int position, const char *kind,
	const char *leaf, int value, const char *unit)
{
	char key[160];

	(void)snprintf(key, sizeof key, "%s%d:%s/%s", under, position, kind, leaf);
	sim_put(a, key, "%d%s", value, unit);
}

static void put_offer(struct sim_attribute_set *a, int position, const struct sim_offer *o)
{
	const char *kind = o->programmable ? "programmable_supply" : "fixed_supply";

	put_at(a, OFFERS, position, kind, "maximum_current", o->ma, "mA");
	if (o->programmable) {
		put_at(a, OFFERS, position, kind, "maximum_voltage", o->mv, "mV");
		put_at(a, OFFERS, position, kind, "minimum_voltage", 3300, "mV");
		put_at(a, OFFERS, position, kind, "pps_power_limited", 0, "");
	} else {
		put_at(a, OFFERS, position, kind, "voltage", o->mv, "mV");
	}
	if (position > 1)
		return;
	put_at(a, OFFERS, position, kind, "dual_role_power", 0, "");
	put_at(a, OFFERS, position, kind, "unconstrained_power", 1, "");
	put_at(a, OFFERS, position, kind, "usb_suspend_supported", 0, "");
}

/* The port's own: 5 V 3 A as a source, which is no offer of the charger's. */
static void put_own(struct sim_attribute_set *a, const struct sim_machine *m)
{
	sim_put(a, "usb_power_delivery/revision", "3.0");
	put_at(a, OWN_OFFERS, 1, "fixed_supply", "voltage", 5000, "mV");
	put_at(a, OWN_OFFERS, 1, "fixed_supply", "maximum_current", 3000, "mA");
	if (m->wish == SIM_WISH_HIDDEN)
		return;
	put_at(a, WISHES, 1, "fixed_supply", "voltage", 5000, "mV");
	put_at(a, WISHES, 1, "fixed_supply", "operational_current", 3000, "mA");
	put_at(a, WISHES, 1, "fixed_supply", "higher_capability", 1, "");
	if (m->wish == SIM_WISH_FIXED) {
		put_at(a, WISHES, 2, "fixed_supply", "voltage", m->wish_mv, "mV");
		put_at(a, WISHES, 2, "fixed_supply", "operational_current", m->wish_ma, "mA");
	} else {
		put_at(a, WISHES, 2, "variable_supply", "minimum_voltage", 5000, "mV");
		put_at(a, WISHES, 2, "variable_supply", "maximum_voltage", m->wish_mv, "mV");
		put_at(a, WISHES, 2, "variable_supply", "operational_current", m->wish_ma, "mA");
	}
}

/* Passive cable VDO1 (USB PD 3.1 §6.4.4.3.4.1): USB-C plug, < 10 ns, 20 V; bits 6:5 are 01 for 3 A, 10 for 5 A. */
static void put_cable(struct sim_attribute_set *a, const struct sim_machine *m)
{
	if (m->marker == SIM_MARKER_NONE)
		return;
	sim_put(a, "port0-cable/type", "passive");
	sim_put(a, "port0-cable/plug_type", "type-c");
	sim_put(a, "port0-cable/usb_power_delivery_revision", "3.0");
	sim_put(a, "port0-cable/identity/id_header", "0x180020b4");
	sim_put(a, "port0-cable/identity/cert_stat", "0x00000000");
	sim_put(a, "port0-cable/identity/product", "0x00010100");
	sim_put(a, "port0-cable/identity/product_type_vdo1", "%s",
		m->marker == SIM_MARKER_3A ? "0x00082020" : "0x00082040");
}

static void say_typec(struct sim_stage *s, const struct sim_machine *m)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "data_role", "[host] device");
	sim_put(&a, "power_role", m->plugged ? "source [sink]" : "[source] sink");
	sim_put(&a, "port_type", "[dual] source sink");
	sim_put(&a, "orientation", m->plugged ? "normal" : "unknown");
	sim_put(&a, "power_operation_mode", "%s", m->plugged ? m->mode : "default");
	sim_put(&a, "usb_power_delivery_revision", "3.0");
	sim_put(&a, "usb_typec_revision", "1.3");
	put_own(&a, m);
	if (m->plugged) {
		sim_put(&a, PARTNER "accessory_mode", "none");
		sim_put(&a, PARTNER "supports_usb_power_delivery", m->chosen ? "yes" : "no");
		sim_put(&a, PARTNER "usb_power_delivery_revision", m->chosen ? "3.0" : "0.0");
		for (unsigned i = 0; m->chosen && i < m->n_listed; i++)
			put_offer(&a, (int)i + 1, &m->offers[i]);
		put_cable(&a, m);
	}
	sim_say_attributes(s, "port0", &a);
}

static void say_mains(struct sim_stage *s, const struct sim_machine *m)
{
	struct sim_attribute_set a = { 0 };

	sim_put(&a, "type", "Mains");
	sim_put(&a, "online", "%d", m->plugged);
	sim_say_attributes(s, "AC", &a);
}

void sim_machine_say_source(struct sim_stage *s, const struct sim_machine *m)
{
	if (!m->no_mains)
		say_mains(s, m);
	sim_wait(s, 0.3);
	if (!m->no_typec)
		say_typec(s, m);
	sim_wait(s, 0.2);
	if (!m->no_supply)
		say_supply(s, m);
}

/* -- The story -- */

void sim_machine_open(struct sim_stage *s, struct sim_machine *m, struct sim_random *r)
{
	const char *inputs[5];
	size_t n = 0;

	for (unsigned i = 0; i < m->n_packs; i++)
		inputs[n++] = pack_names[i];
	if (!m->no_mains)
		inputs[n++] = "AC";
	if (!m->no_supply)
		inputs[n++] = SUPPLY;
	for (size_t i = 0; i < n; i++)
		sim_say_added(s, inputs[i], CD_INPUT_POWER_SUPPLY);
	if (!m->no_typec) {
		inputs[n++] = "port0";
		sim_say_added(s, "port0", CD_INPUT_TYPEC);
	}
	sim_say_port(s, m->no_typec ? "AC" : "port0", inputs, n);
	flow(m, r);
	sim_machine_say_source(s, m);
	sim_machine_say_packs(s, m);
	sim_wait(s, sim_uniform(r, 8, 12));
}

void sim_machine_plug(struct sim_stage *s, struct sim_machine *m, struct sim_random *r)
{
	m->plugged = true;
	flow(m, r);
	sim_machine_say_source(s, m);
	sim_wait(s, sim_uniform(r, 0.5, 2));
	sim_machine_say_packs(s, m);
}

void sim_machine_unplug(struct sim_stage *s, struct sim_machine *m, struct sim_random *r)
{
	m->plugged = false;
	flow(m, r);
	sim_machine_say_source(s, m);
	sim_wait(s, sim_uniform(r, 0.3, 1));
	sim_machine_say_packs(s, m);
}

void sim_machine_live(struct sim_stage *s, struct sim_machine *m, double seconds, struct sim_random *r)
{
	for (double t = 0; t < seconds; t += 30) {
		sim_wait(s, 30);
		flow(m, r);
		for (unsigned i = 0; i < m->n_packs; i++) {
			struct sim_pack *p = &m->packs[i];

			p->percent = fmax(0, fmin(100, p->percent + p->flow_w * 30 / 36 / p->full_wh));
			p->volts += p->flow_w * 2e-5;
		}
		sim_machine_say_packs(s, m);
	}
}

void sim_machine_play(struct sim_stage *s, struct sim_machine *m, double seconds, struct sim_random *r)
{
	sim_machine_open(s, m, r);
	sim_machine_plug(s, m, r);
	sim_machine_live(s, m, seconds, r);
}

void sim_machine_note_watts(struct sim_stage *s, const struct sim_machine *m, double watts)
{
	struct cd_event_note note = CD_NOTE_NOTHING;

	note.adapter = "its label says it";
	note.adapter_uw = llround(watts) * 1000000;
	sim_say_note(s, m->no_typec ? "AC" : "port0", &note);
}
