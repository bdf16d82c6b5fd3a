/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Power data objects (USB PD 3.1 §6.4.1) and requests for them (§6.4.2). Sources and sinks use the same objects; in
 * those of a sink the current of a fixed supply is its operational one.
 */

#include "pd-internal.h"

#define VSAFE5V_MAX_UV INT64_C(5500000) /* §7.4: vSafe5V is 4.75 to 5.5 V */
#define SPR_AVS_KNEE_UV INT64_C(15000000)
#define SPR_AVS_MAX_UV INT64_C(20000000)

/* One object in units of this program. */
struct pdo {
	enum cd_pd_supply supply; /* _INVALID: reserved */
	int64_t uv;               /* the highest voltage */
	int64_t ua;               /* unknown for battery and AVS */
	int64_t uw;               /* at its best; unknown for a limited PPS */
};

static int64_t microwatts(int64_t uv, int64_t ua)
{
	return uv / 1000 * (ua / 1000);
}

/* Table 6-9: voltage 19…10 in 50 mV, current 9…0 in 10 mA. */
static void read_fixed(uint32_t o, struct pdo *p)
{
	p->supply = CD_PD_FIXED;
	p->uv = PD_BITS(o, 19, 10) * INT64_C(50000);
	p->ua = PD_BITS(o, 9, 0) * INT64_C(10000);
	p->uw = microwatts(p->uv, p->ua);
}

/* §6.4.1.2.4: highest voltage 29…20, lowest 19…10 in 50 mV, power 9…0 in 250 mW. */
static void read_battery(uint32_t o, struct pdo *p)
{
	p->supply = CD_PD_BATTERY;
	p->uv = PD_BITS(o, 29, 20) * INT64_C(50000);
	p->uw = PD_BITS(o, 9, 0) * INT64_C(250000);
}

/* §6.4.1.2.3: voltages as of a battery, current 9…0 in 10 mA. */
static void read_variable(uint32_t o, struct pdo *p)
{
	p->supply = CD_PD_VARIABLE;
	p->uv = PD_BITS(o, 29, 20) * INT64_C(50000);
	p->ua = PD_BITS(o, 9, 0) * INT64_C(10000);
	p->uw = microwatts(p->uv, p->ua);
}

/* §6.4.1.2.5.1: power limited 27, highest voltage 24…17, lowest 15…8 in 100 mV, current 6…0 in 50 mA. */
static void read_pps(uint32_t o, struct pdo *p)
{
	p->supply = CD_PD_PPS;
	p->uv = PD_BITS(o, 24, 17) * INT64_C(100000);
	p->ua = PD_BITS(o, 6, 0) * INT64_C(50000);
	p->uw = PD_BITS(o, 27, 27) ? CD_UNKNOWN : microwatts(p->uv, p->ua);
}

/* §6.4.1.2.5.2: highest voltage 25…17, lowest 15…8 in 100 mV, power 7…0 in W. */
static void read_epr_avs(uint32_t o, struct pdo *p)
{
	p->supply = CD_PD_AVS;
	p->uv = PD_BITS(o, 25, 17) * INT64_C(100000);
	p->uw = PD_BITS(o, 7, 0) * INT64_C(1000000);
}

/* Revision 3.2: current up to 15 V 19…10, up to 20 V 9…0, both in 10 mA; the latter is 0 when 15 V is the end. */
static void read_spr_avs(uint32_t o, struct pdo *p)
{
	int64_t low_uw = microwatts(SPR_AVS_KNEE_UV, PD_BITS(o, 19, 10) * INT64_C(10000));
	int64_t high_uw = microwatts(SPR_AVS_MAX_UV, PD_BITS(o, 9, 0) * INT64_C(10000));

	p->supply = CD_PD_AVS;
	p->uv = high_uw ? SPR_AVS_MAX_UV : SPR_AVS_KNEE_UV;
	p->uw = high_uw > low_uw ? high_uw : low_uw;
}

/* Tables 6-7 and 6-8: bits 31…30 say the kind, of augmented ones 29…28 more; 11 of the latter is reserved. */
static void (*const augmented[4])(uint32_t o, struct pdo *p) = { read_pps, read_epr_avs, read_spr_avs, NULL };

static void read_augmented(uint32_t o, struct pdo *p)
{
	if (augmented[PD_BITS(o, 29, 28)])
		augmented[PD_BITS(o, 29, 28)](o, p);
}

static void (*const kinds[4])(
	uint32_t o, struct pdo *p) = { read_fixed, read_battery, read_variable, read_augmented };

static struct pdo read_pdo(uint32_t o)
{
	struct pdo p = { .supply = _CD_PD_SUPPLY_INVALID, .ua = CD_UNKNOWN, .uw = CD_UNKNOWN };

	kinds[PD_BITS(o, 31, 30)](o, &p);
	if (p.uv == 0)
		p.supply = _CD_PD_SUPPLY_INVALID;
	return p;
}

void cd_pd_offer_reset(struct cd_pd_offer *o)
{
	*o = (struct cd_pd_offer){
		.t_us = CD_UNKNOWN, .power_uw = CD_UNKNOWN, .fixed_ua = CD_UNKNOWN, .voltage_uv = CD_UNKNOWN
	};
	for (enum cd_pd_supply s = 0; s < _CD_PD_SUPPLY_MAX; s++)
		o->best_uw[s] = CD_UNKNOWN;
}

static void raise_to(int64_t *best, int64_t v)
{
	if (v > *best) /* unknown is below everything */
		*best = v;
}

static void add_object(struct cd_pd_offer *o, uint32_t object)
{
	struct pdo p = read_pdo(object);

	if (p.supply == _CD_PD_SUPPLY_INVALID) {
		o->unreadable++;
		return;
	}
	o->supplies[p.supply]++;
	raise_to(&o->best_uw[p.supply], p.uw);
	raise_to(&o->power_uw, p.uw);
	raise_to(&o->voltage_uv, p.uv);
	if (p.supply == CD_PD_FIXED)
		raise_to(&o->fixed_ua, p.ua);
	o->above_5v |= p.uv > VSAFE5V_MAX_UV;
}

bool cd_pd_offer_read(struct cd_pd_offer *o, const uint32_t *object, unsigned n, bool epr, int64_t t_us)
{
	/* §6.4.1.1: vSafe5V, as a fixed supply, is always the first. How near to 5 V that is, is not judged: there are
	 * adapters that say 5.1 V. */
	if (n == 0 || n > CD_PD_OBJECTS_MAX || read_pdo(object[0]).supply != CD_PD_FIXED)
		return false;
	cd_pd_offer_reset(o);
	o->t_us = t_us;
	o->epr = epr;
	o->complete = true;
	o->n = n;
	for (unsigned i = 0; i < n; i++) {
		o->object[i] = object[i];
		if (!(epr && object[i] == 0)) /* §6.5.15.1: free places up to the seventh */
			add_object(o, object[i]);
	}
	return true;
}

void cd_pd_request_reset(struct cd_pd_request *r)
{
	*r = (struct cd_pd_request){ .t_us = CD_UNKNOWN,
		.supply = _CD_PD_SUPPLY_INVALID,
		.voltage_uv = CD_UNKNOWN,
		.current_ua = CD_UNKNOWN,
		.limit_ua = CD_UNKNOWN,
		.power_uw = CD_UNKNOWN };
}

/* §6.4.2, fixed and variable: give back 27; operating current 19…10, the most (with give back: the least) 9…0, 10 mA. */
static void request_current(struct cd_pd_request *r, uint32_t rdo, const struct pdo *p)
{
	r->give_back = PD_BITS(rdo, 27, 27);
	r->current_ua = PD_BITS(rdo, 19, 10) * INT64_C(10000);
	r->limit_ua = PD_BITS(rdo, 9, 0) * INT64_C(10000);
	if (p->supply != CD_PD_FIXED)
		return;
	r->voltage_uv = p->uv;
	r->power_uw = microwatts(p->uv, r->current_ua);
}

/* §6.4.2, battery: operating power 19…10 in 250 mW. */
static void request_power(struct cd_pd_request *r, uint32_t rdo, const struct pdo *p)
{
	r->power_uw = PD_BITS(rdo, 19, 10) * INT64_C(250000);
}

static void request_output(struct cd_pd_request *r, uint32_t rdo, int64_t step_uv)
{
	r->voltage_uv = PD_BITS(rdo, 20, 9) * step_uv;
	r->current_ua = PD_BITS(rdo, 6, 0) * INT64_C(50000);
	r->power_uw = microwatts(r->voltage_uv, r->current_ua);
}

/* §6.4.2, PPS: output voltage 20…9 in 20 mV (19…9 in Revision 3.0, 20 reserved), operating current 6…0 in 50 mA. */
static void request_pps(struct cd_pd_request *r, uint32_t rdo, const struct pdo *p)
{
	request_output(r, rdo, 20000);
}

/* §6.4.2, AVS: the same in 25 mV. */
static void request_avs(struct cd_pd_request *r, uint32_t rdo, const struct pdo *p)
{
	request_output(r, rdo, 25000);
}

static void (*const requests[])(struct cd_pd_request *r, uint32_t rdo, const struct pdo *p) = {
	[CD_PD_FIXED] = request_current,
	[CD_PD_VARIABLE] = request_current,
	[CD_PD_BATTERY] = request_power,
	[CD_PD_PPS] = request_pps,
	[CD_PD_AVS] = request_avs,
};

bool cd_pd_request_read(struct cd_pd_request *r, uint32_t rdo, const uint32_t *pdo)
{
	/* §6.4.2.1: object position 31…28, of which 0 and above 13 are reserved; capability mismatch 26. */
	unsigned position = PD_BITS(rdo, 31, 28);
	struct pdo p = { .supply = _CD_PD_SUPPLY_INVALID };

	if (position == 0 || position > 13)
		return false;
	if (pdo)
		p = read_pdo(*pdo);
	cd_pd_request_reset(r);
	r->position = position;
	r->mismatch = PD_BITS(rdo, 26, 26);
	r->supply = p.supply;
	if (p.supply != _CD_PD_SUPPLY_INVALID)
		requests[p.supply](r, rdo, &p);
	return true;
}

void cd_pd_request_go_min(struct cd_pd_request *r)
{
	if (!r->give_back || !cd_known(r->limit_ua))
		return;
	r->current_ua = r->limit_ua;
	if (r->supply == CD_PD_FIXED)
		r->power_uw = microwatts(r->voltage_uv, r->current_ua);
}
