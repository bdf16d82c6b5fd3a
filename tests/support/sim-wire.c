/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * USB PD as a meter on the line hears it: what was offered, asked for and answered, and by whom on SOP'. Messages
 * are those of USB PD 3.1 §6.3 and §6.4, without CRC; times between them are within its timers (§6.6).
 */

#include <math.h>

#include "sim-system.h"

enum { REVISION_3 = 2 << 6, FROM_SOURCE = 1 << 8 };
enum { ACCEPT = 3, PS_RDY = 6, SOURCE_CAPABILITIES = 1, REQUEST = 2, VENDOR_DEFINED = 15 };
enum { SOP, SOP_PRIME };

#define DISCOVER_IDENTITY UINT32_C(0xff00a001)
#define DISCOVER_IDENTITY_ACK UINT32_C(0xff00a041)

struct conversation {
	struct sim_stage *stage;
	unsigned source_id, sink_id, prime_id; /* MessageID of each */
};

static uint16_t header(unsigned type, unsigned *id)
{
	return (uint16_t)(type | REVISION_3 | (*id)++ % 8 << 9);
}

static void source_says(struct conversation *c, unsigned type, const uint32_t *objects, size_t n)
{
	sim_say_pd(c->stage, "meter0", SOP, header(type, &c->source_id) | FROM_SOURCE, objects, n);
	sim_wait(c->stage, 0.004);
}

static void sink_says(struct conversation *c, unsigned type, const uint32_t *objects, size_t n)
{
	sim_say_pd(c->stage, "meter0", SOP, header(type, &c->sink_id), objects, n);
	sim_wait(c->stage, 0.004);
}

/* Asked up to three times, as nRetryCount 2 has it; `marker` 0: nobody answers. */
static void ask_cable(struct conversation *c, uint32_t marker)
{
	const uint32_t ask = DISCOVER_IDENTITY;
	const uint32_t answer[] = { DISCOVER_IDENTITY_ACK, 0x180020b4, 0, 0x00010100, marker };

	for (int i = 0; i < (marker ? 1 : 3); i++) {
		sim_say_pd(c->stage, "meter0", SOP_PRIME, (uint16_t)(VENDOR_DEFINED | REVISION_3), &ask, 1);
		sim_wait(c->stage, 0.0012);
	}
	if (marker)
		sim_say_pd(c->stage, "meter0", SOP_PRIME,
			header(VENDOR_DEFINED, &c->prime_id) | FROM_SOURCE /* there: cable plug */, answer,
			5);
	sim_wait(c->stage, 0.01);
}

static uint32_t fixed(unsigned millivolts, unsigned milliamps)
{
	return millivolts / 50 << 10 | milliamps / 10;
}

static void negotiate(struct conversation *c, unsigned top_ma, unsigned position, unsigned milliamps)
{
	const uint32_t offers[] = { fixed(5000, 3000), fixed(9000, 3000), fixed(15000, 3000),
		fixed(20000, top_ma) };
	const uint32_t ask = position << 28 | 1 << 25 | milliamps / 10 << 10 | milliamps / 10;

	source_says(c, SOURCE_CAPABILITIES, offers, 4);
	sink_says(c, REQUEST, &ask, 1);
	source_says(c, ACCEPT, NULL, 0);
	sim_wait(c->stage, 0.1);
	source_says(c, PS_RDY, NULL, 0);
}

static void measure(struct sim_stage *s, double seconds, double volts, double amps, struct sim_random *r)
{
	for (double t = 0; t < seconds; t += 0.1) {
		sim_say_sample(s, "meter0", volts - 0.05 * amps + 0.001 * sim_gauss(r),
			fmax(0, amps + 0.001 * sim_gauss(r)));
		sim_wait(s, 0.1);
	}
}

static void open_bench(struct sim_stage *s, double label_w)
{
	static const struct cd_profile laptop = { .name = (char *)"sim-laptop-100w",
		.rated_uv = 20000000,
		.rated_ua = 5000000,
		.energy_uwh = CD_UNKNOWN,
		.charge_time_min_s = CD_UNKNOWN,
		.charge_time_max_s = CD_UNKNOWN,
		.regulation_uv = CD_UNKNOWN,
		.enumerates = CD_MAYBE,
		.fast_charge = CD_YES };
	static const char *const inputs[] = { "meter0" };
	struct cd_event_note note = CD_NOTE_NOTHING;

	sim_say_meter(s, "meter0", "POWER-Z KM003C", CD_POSITION_SOURCE, 1000);
	sim_say_port(s, "bench", inputs, 1);
	note.profile = laptop.name;
	note.inline_profile = &laptop;
	note.adapter_uw = llround(label_w) * 1000000;
	sim_say_note(s, "meter0", &note);
}

/* A laptop made for 20 V 5 A on a charger of 100 W, and what the cable lets them agree on. */
static void play(struct sim_stage *s, uint32_t marker, unsigned top_ma, unsigned position, unsigned asked_ma,
	struct sim_random *r)
{
	static const double volts[] = { 5.1, 9.1, 15.1, 20.1 };
	struct conversation c = { .stage = s };

	open_bench(s, 100);
	measure(s, 3, 5.08, 0, r);
	ask_cable(&c, marker);
	negotiate(&c, top_ma, position, asked_ma);
	measure(s, 2, volts[position - 1], 0.3, r);
	measure(s, sim_uniform(r, 60, 120), volts[position - 1], asked_ma * 1e-3 * sim_uniform(r, 0.94, 0.98),
		r);
}

SIM_PLAY(pd_cable_silent)
{
	play(stage, 0, sim_chance(r, 0.5) ? 3000 : 5000, 4, 3000, r);
}

SIM_PLAY(pd_cable_3a)
{
	play(stage, 0x00082020, sim_chance(r, 0.5) ? 3000 : 5000, 4, 3000, r);
}

SIM_PLAY(pd_cable_5a)
{
	play(stage, 0x00082040, 5000, 4, 5000, r);
}

/* 5 V asked for where 20 are offered and wanted. */
SIM_PLAY(pd_five_volts)
{
	play(stage, 0x00082040, 5000, 1, 3000, r);
}
