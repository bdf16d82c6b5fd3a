/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What was agreed, what both sides could agree to, and what the machine's own charger made of it; and what a host's port
 * tells of the device on it.
 */

#include <math.h>

#include "data-lines.h"
#include "feature-groups.h"

#include "parameter.h"
#include "parameters/common.def"
#include "parameters/feature-contract.def"

/* Some firmware names 5 V 3 A whatever was agreed (ThinkPad T14, fwupd/firmware-lenovo#521): a battery that takes more than
 * was agreed shows it. */
static double contract_uw(const struct cd_facts *x)
{
	double uw;

	if (!cd_known(x->contract_uv) || !cd_known(x->contract_ua))
		return NAN;
	uw = (double)x->contract_uv / 1e6 * (double)x->contract_ua;
	return cd_known(x->flow_uw) && (double)x->flow_uw > IMPOSSIBLE * uw ? NAN : uw;
}

static const char *no_contract(const struct cd_facts *x)
{
	return cd_known(x->contract_uv) && cd_known(x->contract_ua)
		       ? "what is named as agreed is less than what flows into the battery"
		       : "no contract is exposed here";
}

static int64_t offer_uw(const struct cd_facts *x)
{
	if (!cd_known(x->offer_uw))
		return x->note.adapter_uw;
	return cd_known(x->note.adapter_uw) && x->note.adapter_uw > x->offer_uw && cd_known(x->cable_ua)
		       ? x->note.adapter_uw
		       : x->offer_uw;
}

/* A supply may still say online, but without a partner on the port there is no contract. */
static bool left(const struct cd_case *c)
{
	return c->facts->has_typec && c->facts->partner == CD_NO;
}

/* The line carries more volts than what is named as agreed: that has been replaced since, by messages that nobody kept (extended
 * ones, as of EPR). */
static bool outdated(const struct cd_case *c)
{
	const struct cd_electrical *e = c->session->electrical;
	const struct cd_sketch *s = e ? &e->sketch : NULL;

	return s && s->has_last && cd_known(c->facts->contract_uv) &&
	       s->last.v_uv > c->facts->contract_uv + OTHER_CONTRACT_UV;
}

static void powers(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	double contract = contract_uw(x);

	if (left(c)) {
		cd_feature_why(f, CD_FEATURE_CONTRACT_POWER, "the partner of the contract is gone");
		cd_feature_why(f, CD_FEATURE_OFFER_POWER, "the partner that offered it is gone");
		return;
	}
	if (outdated(c))
		cd_feature_why(f, CD_FEATURE_CONTRACT_POWER, "the line carries more volts than what is named as agreed");
	else if (isnan(contract))
		cd_feature_why(f, CD_FEATURE_CONTRACT_POWER, no_contract(x));
	else
		cd_feature_set(f, CD_FEATURE_CONTRACT_POWER, contract, 0);
	if (cd_known(x->contract_ua) && !outdated(c))
		cd_feature_set(f, CD_FEATURE_CONTRACT_CURRENT, (double)x->contract_ua, 0);
	if (cd_known(offer_uw(x)))
		cd_feature_set(f, CD_FEATURE_OFFER_POWER, (double)offer_uw(x), 0);
	else
		cd_feature_why(f, CD_FEATURE_OFFER_POWER, "the source's offer is not exposed here");
	if (x->slow != CD_MAYBE)
		cd_feature_flag(f, CD_FEATURE_SLOW_BIT, x->slow == CD_YES);
	else
		cd_feature_why(f, CD_FEATURE_SLOW_BIT, "the firmware says nothing of it here");
}

/* What the device takes: what its port says, else what its profile is rated for, at its own voltage. */
static double sink_uw(const struct cd_case *c)
{
	const struct cd_profile *p = c->profile;

	if (cd_known(c->facts->sink_uw))
		return (double)c->facts->sink_uw;
	if (p && cd_known(p->rated_uv) && cd_known(p->rated_ua))
		return (double)p->rated_uv / 1e6 * (double)p->rated_ua;
	return p && cd_known(p->rated_uw) ? (double)p->rated_uw : NAN;
}

/* Without a contract there are 5 V: by Rp alone, or where a source that could give more was never measured above. */
static double agreed_uw(const struct cd_case *c, const struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	const struct cd_feature_value *peak = &f->item[CD_FEATURE_PEAK_VOLTAGE];

	if (cd_known(x->contract_uv) && cd_known(x->contract_ua))
		return contract_uw(x);
	if (cd_known(x->rp_uw))
		return (double)x->rp_uw;
	if (x->high_voltage && cd_known(x->offer_ua) && peak->known && peak->value < (double)SAFE_5V_UV)
		return STAYED_V * (double)x->offer_ua;
	return NAN;
}

/* It helps itself from its battery, or calls its charger slow: more than was agreed would be taken. How much, nobody knows. */
static bool wants_more(const struct cd_features *f)
{
	const struct cd_feature_value *way = &f->item[CD_FEATURE_BATTERY_DIRECTION];
	const struct cd_feature_value *slow = &f->item[CD_FEATURE_SLOW_BIT];

	return (way->known && way->value < -YES_FROM) || (slow->known && slow->value > YES_FROM);
}

static bool negotiating(const struct cd_case *c)
{
	int64_t start_us = cd_case_start_us(c);

	return cd_known(start_us) && c->now_us - start_us < NEGOTIATING_US;
}

static void negotiated(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	double contract = agreed_uw(c, f), sink = sink_uw(c), error = 0;

	if (isnan(sink) && wants_more(f) && cd_known(x->offer_uw)) {
		sink = (double)x->offer_uw;
		error = SINK_ERROR;
	}
	if (outdated(c))
		cd_feature_why(f, CD_FEATURE_NEGOTIATED_SHARE, "the line carries more volts than what is named as agreed");
	else if (isnan(contract) || contract <= 0)
		cd_feature_why(f, CD_FEATURE_NEGOTIATED_SHARE, no_contract(x));
	else if (!cd_known(x->offer_uw) || x->offer_uw <= 0)
		cd_feature_why(f, CD_FEATURE_NEGOTIATED_SHARE, "the source's offer is not exposed here");
	else if (negotiating(c))
		cd_feature_why(f, CD_FEATURE_NEGOTIATED_SHARE, "plugged in for under 15 s: they may still negotiate");
	else if (isnan(sink))
		cd_feature_why(f, CD_FEATURE_NEGOTIATED_SHARE, "nothing says what the device can take");
	else
		cd_feature_set(f, CD_FEATURE_NEGOTIATED_SHARE, contract / fmin(sink, (double)offer_uw(x)), error);
}

/* What the source could give with another cable: what it advertises, or what its label says at 20 V, the voltage at which
 * more than 3 A begins to matter (USB PD 3.1 §10.2: above 60 W). */
static void cable(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	double could = cd_known(x->offer_ua) ? (double)x->offer_ua : NAN;

	if (cd_known(x->note.adapter_uw))
		could = fmax(isnan(could) ? 0 : could, (double)x->note.adapter_uw / LABEL_V);
	if (cd_known(x->cable_ua) && cd_known(x->contract_ua) &&
		x->contract_ua < x->cable_ua / 20 * CABLE_FILLED_TWENTIETHS)
		cd_feature_why(f, CD_FEATURE_CABLE_RATING, "less was agreed than the cable is marked for");
	else if (!cd_known(x->cable_ua))
		cd_feature_why(f, CD_FEATURE_CABLE_RATING, "the cable's marker is not exposed here");
	else if (isnan(could))
		cd_feature_why(f, CD_FEATURE_CABLE_RATING, "what the source could give is not exposed here");
	else
		cd_feature_set(f, CD_FEATURE_CABLE_RATING, (double)x->cable_ua / could, 0);
}

/* No port of a computer holds its data lines at a charger's volts. Where data flow fast, a meter sees both near 0 V, as of a
 * charger that shorts them. */
static bool charger_by_lines(const struct cd_case *c)
{
	const struct cd_electrical *e = c->session->electrical;
	enum cd_signature s = e ? cd_signatures_main(&e->lines.flow) : _CD_SIGNATURE_UNKNOWN;

	if (s == CD_SIGNATURE_DCP)
		return cd_known(c->session->dp_uv) && c->session->dp_uv >= TRAFFIC_UV;
	return s == CD_SIGNATURE_DIVIDER_1A0 || s == CD_SIGNATURE_DIVIDER_2A0 || s == CD_SIGNATURE_DIVIDER_2A1 ||
	       s == CD_SIGNATURE_DIVIDER_2A4;
}

static bool is_charger(const struct cd_case *c)
{
	int64_t label_uw = c->facts->note.adapter_uw;

	return charger_by_lines(c) || (cd_known(label_uw) && label_uw >= CHARGER_UW);
}

static void input(const struct cd_case *c, struct cd_features *f)
{
	const struct cd_facts *x = c->facts;
	const char *type = x->word[CD_STATE_USB_TYPE];

	if (cd_known(x->input_limit_ua))
		cd_feature_set(f, CD_FEATURE_INPUT_LIMIT, (double)x->input_limit_ua, 0);
	else
		cd_feature_why(f, CD_FEATURE_INPUT_LIMIT, "the driver does not say its input limit");
	if (type[0] && !cd_streq(type, "Unknown"))
		cd_feature_flag(f, CD_FEATURE_INPUT_SDP, cd_streq(type, "SDP"));
	else
		cd_feature_why(f, CD_FEATURE_INPUT_SDP, "the driver does not say what it takes its source for");
	if ((cd_streq(type, "SDP") || cd_streq(type, "Unknown")) && cd_known(x->input_limit_ua) &&
		x->input_limit_ua <= AS_PORT_UA && is_charger(c))
		cd_feature_flag(f, CD_FEATURE_INPUT_MISTAKEN, true);
	else
		cd_feature_why(f, CD_FEATURE_INPUT_MISTAKEN, "nothing contradicts what the driver takes its source for");
}

/* VBUS is there and the port sees no partner: nothing pulls its CC lines up. */
static void partner(const struct cd_facts *x, struct cd_features *f)
{
	if (x->has_typec && x->partner == CD_NO && cd_known(x->bus_uv) && x->bus_uv > THERE_UV)
		cd_feature_flag(f, CD_FEATURE_CC_TERMINATED, false);
}

void cd_contract_features(const struct cd_case *c, struct cd_features *f)
{
	partner(c->facts, f);
	powers(c, f);
	if (!left(c))
		negotiated(c, f);
	cable(c, f);
	input(c, f);
}

static void enumeration(const struct cd_case *c, struct cd_features *f)
{
	static const double results[] = {
		[CD_ENUMERATION_OK] = 1,
		[CD_ENUMERATION_FAILED] = 0,
		[CD_ENUMERATION_NONE] = -1,
	};

	if (c->facts->usb_device)
		cd_feature_set(f, CD_FEATURE_ENUMERATION, 1, 0);
	else if ((int)c->facts->enumeration < 0)
		cd_feature_why(f, CD_FEATURE_ENUMERATION, "the host said nothing of an enumeration");
	else if (!c->profile || c->profile->enumerates != CD_YES)
		cd_feature_why(f, CD_FEATURE_ENUMERATION, "no profile says that the device enumerates");
	else
		cd_feature_set(f, CD_FEATURE_ENUMERATION, results[c->facts->enumeration], 0);
}

/* With nothing seen on the port it is either what cannot be seen (a shorted cable never enumerates) or the port's own
 * sensing. What several empty ports of a hub report together is its wiring. */
static void trips(const struct cd_session *s, struct cd_features *f)
{
	if (s->company)
		cd_feature_why(f, CD_FEATURE_PORT_TRIPS,
			"empty ports of one hub reported over-current together: taken as its wiring");
	else if (s->over_current_n > 0 || s->spurious_n == 0)
		cd_feature_set(f, CD_FEATURE_PORT_TRIPS, (double)s->over_current_n, 0);
	else if (s->spurious_n >= EMPTY_TRIPS_MIN)
		cd_feature_set(f, CD_FEATURE_EMPTY_TRIPS, (double)s->spurious_n, 0);
	else
		cd_feature_why(f, CD_FEATURE_PORT_TRIPS,
			"over-current was reported with nothing attached: taken as spurious");
}

void cd_port_features(const struct cd_case *c, struct cd_features *f)
{
	if (!c->facts->has_usb_port) {
		cd_feature_why(f, CD_FEATURE_PORT_TRIPS, "no host port belongs to this port");
		return;
	}
	enumeration(c, f);
	trips(c->session, f);
}
